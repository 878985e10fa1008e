"""Generic JSON: flat objects with evident names, one a line or in a list.

Names are taken from the first block (8 MB) of lines, or from the whole list; a useful
name that first appears later is left out and noted.  Nested values are not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..errors import InputError
from .columns import make_plan, recognised
from .generic import Converter
from .head import Format, Head, Options, seed_of
from .objects import look, read_objects, to_cells
from .rows import Chunk
from .source import Source

__all__ = ["JSON"]

#: A table of AIS has fewer columns.
_MOST_NAMES = 1000


def _recognise(head: Head, options: Options) -> str | None:
    seen = look(head)
    if seen is None or not seen.sample or seen.kind == "features":
        return None
    if options.mapping:
        return f"{seen.words} are rows, names mapped by you"
    known = recognised(sorted(set().union(*seen.sample)))
    if len(known) < 2 or not {"mmsi", "lat", "lon"}.intersection(known):
        return None
    return f"{seen.words} name " + ", ".join(known)


def _chunks(source: Source, head: Head, options: Options) -> Iterator[Chunk]:
    converter: Converter | None = None
    known: set[str] = set()
    for batch in read_objects(source, head, options.settings, seed_of("json")):
        objects = [v if isinstance(v, dict) else None for v in batch.values]
        names = _names(objects, source)
        if converter is None:
            header = sorted(names)
            plan = make_plan(header, options.mapping, file=source.name)
            converter = Converter(plan, source.name, options, header)
            known = set(header).union(converter.plan)
        for name in sorted(names - known):
            known.add(name)
            missing = set(recognised([name])) - set(converter.plan)
            if missing:
                options.notes.append(
                    f"{source.name}: {name} first appears in line {batch.lines[0]} or later "
                    "and was left out; names are taken from the beginning of a file"
                )
        yield batch.chunk(*converter.convert(to_cells(objects, converter.plan, batch.at)))
    if converter is not None:
        converter.check()


def _names(objects: Iterable[dict[str, Any] | None], source: Source) -> set[str]:
    found: set[str] = set()
    for value in objects:
        if value is not None and not found.issuperset(value):
            found.update(value)
            if len(found) > _MOST_NAMES:
                raise InputError(
                    f"its objects have more than {_MOST_NAMES} different names: no table",
                    file=source.name,
                    hint="write one flat object a fix",
                )
    return found


#: The format's entry in the registry.
JSON = Format("json", "flat JSON objects, one a line or in a list", _recognise, _chunks)
