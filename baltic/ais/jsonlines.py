"""Generic JSON: flat objects with evident names, one a line or in a list.

A name that first appears late in a file is read from there on; if it makes an earlier choice
doubtful the file is refused.  Nested values are not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import Any

from ..errors import InputError
from .columns import Plan, make_plan, recognised
from .generic import Converter
from .head import Format, Head, Options, seed_of
from .json_look import look
from .objects import read_objects, to_cells
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
        names = _names(objects, known, source)
        if converter is None or names:
            known |= names
            header = sorted(known)
            plan = make_plan(header, options.mapping, file=source.name)
            if converter is None:
                converter = Converter(plan, source.name, options, header)
            _refuse_change(converter.plan, plan, source)
            converter.plan = plan
        yield batch.chunk(*converter.convert(to_cells(objects, converter.plan, batch.at)))
    if converter is not None:
        converter.check()


def _names(objects: Iterable[dict[str, Any] | None], known: Set[str], source: Source) -> set[str]:
    """Return the names that are not yet known."""
    new: set[str] = set()
    for value in objects:
        if value is not None and not known >= value.keys():
            new.update(value.keys() - known)
            if len(known) + len(new) > _MOST_NAMES:
                raise InputError(
                    f"its objects have more than {_MOST_NAMES} different names: no table",
                    file=source.name,
                    hint="write one flat object a fix",
                )
    return new


def _refuse_change(before: Plan, after: Plan, source: Source) -> None:
    for field, column in before.items():
        if after[field].name != column.name:
            raise InputError(
                f"several names may be {field}: {column.name}, {after[field].name}",
                file=source.name,
                hint=f"name one with --map {field}=NAME",
            )


#: The format's entry in the registry.
JSON = Format("json", "flat JSON objects, one a line or in a list", _recognise, _chunks)
