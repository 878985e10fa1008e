"""Generic text tables: comma, semicolon, tab or bar, with a header line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial

import polars as pl

from ..errors import InputError
from .columns import Column, decimal_comma, make_plan, map_words, recognised
from .generic import Converter
from .head import SEPARATORS, Format, Head, Options, seed_of
from .lines import Block, Lines, read_blocks
from .other_header import refuse_other_header
from .rows import Chunk
from .source import Source

__all__ = ["TABULAR", "read_table", "separator_name", "split_header"]

_COMMA = r"^\s*[+-]?\d+,\d+\s*$"
_POINT = r"^\s*[+-]?\d+\.\d+\s*$"
_PEEKED = 50


def split_header(head: Head) -> tuple[str, list[str]]:
    """Return the separator that makes most sense of the header, and the header's cells."""
    found = [(s, head.cells(s)) for s in SEPARATORS]
    return max(found, key=lambda item: (len(recognised(item[1])), len(item[1])))


def separator_name(separator: str) -> str:
    """Return the separator as a reader may know it."""
    return {"\t": "tabs"}.get(separator, repr(separator))


def _recognise(head: Head, options: Options) -> str | None:
    if head.is_binary:
        return None
    separator, header = split_header(head)
    if len(header) < 2:
        return None
    name = separator_name(separator)
    if options.mapping:
        return f"a table separated by {name}, columns mapped by you"
    known = recognised(header)
    if len(known) < 2 or not {"mmsi", "lat", "lon"}.intersection(known):
        return None
    return f"a table separated by {name} whose header names " + ", ".join(known)


def _chunks(source: Source, head: Head, options: Options) -> Iterator[Chunk]:
    yield from read_table(source, head, options, *split_header(head))


def read_table(
    source: Source,
    head: Head,
    options: Options,
    separator: str,
    header: Sequence[str],
    *,
    defaults: Mapping[str, Column] | None = None,
    ignored: Collection[str] = (),
    unclear: Mapping[str, str] | None = None,
) -> Iterator[Chunk]:
    """Yield the rows of a text table with a header line, block by block.

    Parameters
    ----------
    separator, header
        As :func:`split_header` returns them.
    defaults, ignored, unclear
        What a known format says of its columns: fields, no fields, fields of unknown unit.
    """
    plan = make_plan(header, options.mapping, file=source.name, defaults=defaults, ignored=ignored)
    wanted = {header.index(column.name): field for field, column in plan.items()}
    sample = _sample(head, separator, header)
    first = sample.table(wanted)
    comma = decimal_comma(options.mapping, source.name)
    if "decimal" not in options.mapping:
        axes = {axis: plan[axis].name for axis in ("lat", "lon")}
        comma = _commas(first, separator, axes, source.name)
    mapped = {c.name for c in plan.values()}
    converter = Converter(
        plan,
        source.name,
        options,
        header,
        comma=comma,
        unclear={c: say for c, say in (unclear or {}).items() if c not in mapped},
        peek=partial(_peek, sample, header),
    )
    converter.preview(first)
    seed = seed_of("table", separator, *header, *(f"{f}={c}" for f, c in plan.items()))
    with source.open(options.settings.limits) as stream:
        for block in read_blocks(
            stream, source.name, options.settings, skip_lines=head.first_line[0]
        ):
            lines = Lines(block, separator=separator, columns=len(header), seed=seed)
            rows, static = converter.convert(lines.table(wanted))
            refuse_other_header(lines, rows, header, file=source.name)
            yield lines.chunk(rows, static)
    converter.check()


def _sample(head: Head, separator: str, header: Sequence[str]) -> Lines:
    """Return the rows among the first bytes of a table."""
    rows = head.lines[head.first_line[0] :]
    data = "".join(line + "\n" for line in rows).encode()
    first = Block(data, head.first_line[0] + 1)
    return Lines(first, separator=separator, columns=len(header), seed=0)


def _peek(sample: Lines, header: Sequence[str], column: str) -> list[str]:
    """Return the first cells of a column, empty ones left out."""
    cells = sample.table({header.index(column): column})[column]
    return cells.drop_nulls().head(_PEEKED).to_list()


def _commas(places: pl.DataFrame, separator: str, axes: Mapping[str, str], file: str) -> bool:
    """Return whether numbers evidently have decimal commas; refuse what is not evident.

    Evident is a table of another separator whose positions hold commas and no point.
    """
    cells = pl.concat([places["lat"], places["lon"].alias("lat")]).drop_nulls()
    comma = cells.filter(cells.str.contains(_COMMA))
    if not len(comma):
        return False
    if separator != "," and not cells.str.contains(_POINT).any():
        return True
    if len(comma) < len(cells) / 2:
        return False
    raise InputError(
        "numbers have decimal commas",
        file=file,
        column=", ".join(axes.values()),
        example=comma[0],
        hint=f"if so say {map_words(('decimal', 'comma'))}",
    )


#: The format's entry in the registry.
TABULAR = Format("csv", "generic table with a header line", _recognise, _chunks)
