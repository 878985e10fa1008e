"""Generic text tables: comma, semicolon, tab or bar, with a header line."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ..errors import InputError
from .columns import make_plan, recognised
from .generic import Converter
from .head import SEPARATORS, Format, Head, Options, seed_of
from .lines import Lines, read_blocks
from .rows import Chunk
from .source import Source

__all__ = ["TABULAR"]

_DECIMAL_COMMA = r"^\s*-?\d{1,3},\d+\s*$"


def _separator(head: Head) -> tuple[str, list[str]]:
    """Return the separator that makes most sense of the header, and the header's cells."""
    found = [(s, head.cells(s)) for s in SEPARATORS]
    return max(found, key=lambda item: (len(recognised(item[1])), len(item[1])))


def _recognise(head: Head, options: Options) -> str | None:
    if head.is_binary:
        return None
    separator, header = _separator(head)
    if len(header) < 2:
        return None
    name = {"\t": "tabs"}.get(separator, repr(separator))
    if options.mapping:
        return f"a table separated by {name}, columns mapped by you"
    known = recognised(header)
    if len(known) < 2 or not {"mmsi", "lat", "lon"}.intersection(known):
        return None
    return f"a table separated by {name} whose header names " + ", ".join(known)


def _chunks(source: Source, head: Head, options: Options) -> Iterator[Chunk]:
    separator, header = _separator(head)
    plan = make_plan(header, options.mapping, file=source.name)
    wanted = {header.index(column.name): field for field, column in plan.items()}
    converter = Converter(plan, source.name, options, header)
    seed = seed_of("table", separator, *header, *(f"{f}={c}" for f, c in plan.items()))
    with source.open(options.settings.limits) as stream:
        for block in read_blocks(
            stream, source.name, options.settings, skip_lines=head.first_line[0]
        ):
            lines = Lines(block, separator=separator, columns=len(header), seed=seed)
            raw = lines.table(wanted)
            _refuse_decimal_commas(raw, source, plan["lat"].name)
            rows, static = converter.convert(raw)
            yield Chunk(rows, static, lines.keys, lines.numbers, lines.text)
    converter.check()


def _refuse_decimal_commas(raw: pl.DataFrame, source: Source, column: str) -> None:
    cells = raw["lat"].head(1000).drop_nulls()
    comma = cells.filter(cells.str.contains(_DECIMAL_COMMA))
    if len(comma) > len(cells) / 2:
        raise InputError(
            "numbers have decimal commas",
            file=source.name,
            column=column,
            example=comma[0],
            hint="write them with a decimal point",
        )


#: The format's entry in the registry.
TABULAR = Format("csv", "generic table with a header line", _recognise, _chunks)
