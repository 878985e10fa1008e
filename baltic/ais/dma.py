"""Danish Maritime Authority historical AIS, dialect of 2023 on (26 columns, comma).

Times are UTC to the second and decimals have a point.  Rows without position carry
latitude 91 and longitude 0; a row may hold position and static data at once.
Two older dialects are recognised and refused: they would be misread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from ..errors import InputError
from .fixes import MOBILE_WORDS, NAV_STATUS_WORDS, STATION_WORDS
from .head import SEPARATORS, Format, Head, Options, seed_of
from .lines import Lines, read_blocks
from .rows import Chunk, to_codes, to_numbers
from .source import Source
from .times import TimesSeen
from .vessels import SHIP_TYPE_WORDS, dimensions, words

__all__ = ["COLUMNS", "DMA"]

COLUMNS = (
    "# Timestamp",
    "Type of mobile",
    "MMSI",
    "Latitude",
    "Longitude",
    "Navigational status",
    "ROT",
    "SOG",
    "COG",
    "Heading",
    "IMO",
    "Callsign",
    "Name",
    "Ship type",
    "Cargo type",
    "Width",
    "Length",
    "Type of position fixing device",
    "Draught",
    "Destination",
    "ETA",
    "Data source type",
    "A",
    "B",
    "C",
    "D",
)

_MOTION = dict(
    enumerate(("t", "mobile", "mmsi", "lat", "lon", "status", "rot", "sog", "cog", "heading"))
)
_STATIC = {
    10: "imo",
    11: "callsign",
    12: "name",
    13: "type",
    14: "cargo",
    15: "width",
    16: "length",
    18: "draught",
    19: "destination",
    22: "a",
    23: "b",
    24: "c",
    25: "d",
}
#: End of a row that knows nothing of the ship: five rows in six, so worth not splitting.
_NOTHING_KNOWN = ",Unknown,Unknown,,Undefined,,,,Undefined,,Unknown,,AIS,,,,\n"
_TIME = "%d/%m/%Y %H:%M:%S"
_FIRST_CELLS = re.compile(
    r'^"?\d\d[/-]\d\d[/-]\d{4} \d\d:\d\d:\d\d"?([,;|\t])"?([A-Za-z ]+)"?\1"?\d+'
)

#: Second digit of the ship type by the cargo's hazard category (M.1371-5 table 53).
_CARGO = {
    "category x": 1,
    "category y": 2,
    "category z": 3,
    "category os": 4,
    "no additional information": 9,
}
_TWO_DIGITS = (20, 40, 60, 70, 80, 90)


def _recognise(head: Head, options: Options) -> str | None:
    if options.mapping:
        return None
    number_, line = head.first_line
    bare = _FIRST_CELLS.match(line)
    if bare:
        return _headless(head, number_, line, bare[1])
    if not line.lstrip('"').casefold().startswith("# timestamp"):
        return None
    by_separator = {s: head.cells(s) for s in SEPARATORS}
    separator, cells = max(by_separator.items(), key=lambda item: len(item[1]))
    names = [c.casefold() for c in cells]
    wanted = [c.casefold() for c in COLUMNS]
    file = head.source.name
    if separator != ",":
        raise InputError(
            f"has a Danish header separated by {separator!r}, where the format has commas",
            file=file,
            line=number_,
            example=line,
            hint="separate the cells by commas, as published",
        )
    if names == wanted:
        return "its header is that of the Danish Maritime Authority, 26 columns"
    if names == wanted[:22]:
        raise InputError(
            "is in the older Danish dialect of 22 columns (2006), which is not read yet",
            file=file,
            line=number_,
            hint="use files of 2023 or later",
        )
    missing = [c for c in COLUMNS if c.casefold() not in names]
    if missing:
        raise InputError(
            "has a Danish header without the column"
            + ("s " if len(missing) > 1 else " ")
            + ", ".join(missing),
            file=file,
            line=number_,
            hint="the format has 26 columns: " + ", ".join(COLUMNS),
        )
    raise InputError(
        "has the Danish columns in another order, or more of them",
        file=file,
        line=number_,
        example=line,
        hint="use --format csv with --map t:%d/%m/%Y %H:%M:%S=# Timestamp,...",
    )


def _headless(head: Head, line_number: int, line: str, separator: str) -> str | None:
    cells = len(line.split(separator))
    if separator == ",":
        if len(head.cells(",")) == len(COLUMNS) and "/" in line[:6]:
            return "its rows are those of the Danish Maritime Authority (26 cells, no header line)"
        return None
    if separator == ";":
        raise InputError(
            "is in the older Danish dialect with ';' and decimal commas, which is not read yet",
            file=head.source.name,
            line=line_number,
            example=line,
            hint="use files of 2023 or later",
        )
    raise InputError(
        f"has {cells} cells separated by {separator!r}, where the Danish format has commas",
        file=head.source.name,
        line=line_number,
        example=line,
        hint="separate the cells by commas, as published",
    )


def _chunks(source: Source, head: Head, options: Options) -> Iterator[Chunk]:
    if options.mapping:
        raise InputError(
            "the Danish format takes no column mapping", file=source.name, hint="use --format csv"
        )
    if not _recognise(head, options):
        raise InputError(
            "has no Danish header line",
            file=source.name,
            line=head.first_line[0],
            example=head.first_line[1],
            hint="leave out --format to let the program decide",
        )
    line_number, line = head.first_line
    has_header = not _FIRST_CELLS.match(line)
    seed, seen = seed_of("dma", "2023"), TimesSeen(source.name, "# Timestamp", options.settings)
    with source.open(options.settings.limits) as stream:
        for block in read_blocks(
            stream, source.name, options.settings, skip_lines=line_number if has_header else 0
        ):
            yield _chunk(Lines(block, separator=",", columns=len(COLUMNS), seed=seed), seen)
    seen.check()


def _chunk(lines: Lines, seen: TimesSeen) -> Chunk:
    raw = lines.table(_MOTION)
    rows = _motion(raw)
    seen.add(raw["t"], rows["t"].is_not_null(), "dd/mm/yyyy hh:mm:ss")
    known = lines.distinct.str.ends_with(_NOTHING_KNOWN).to_numpy()
    static = _static(lines.table(_STATIC, where=~known))
    return Chunk(rows, static, lines.keys, lines.numbers, lines.text)


def _motion(raw: pl.DataFrame) -> pl.DataFrame:
    texts = raw.select("mmsi", "lat", "lon", "sog", "cog", "heading", "rot")
    values = to_numbers(texts, whole=("mmsi",))
    lost = [values[c].is_null() & (raw[c].is_not_null()) for c in ("lat", "lon")]
    t = raw.select(
        pl.col("t").str.to_datetime(_TIME, strict=False, time_unit="us", time_zone="UTC")
    ).to_series()
    mobile = raw["mobile"]
    return values.select(
        raw["at"],
        pl.col("mmsi").cast(pl.UInt32, strict=False),
        t,
        "lon",
        "lat",
        pl.col("sog").cast(pl.Float32).alias("sog_kn"),
        pl.col("cog").cast(pl.Float32).alias("cog_deg"),
        pl.col("heading").cast(pl.Float32).alias("heading_deg"),
        pl.col("rot").cast(pl.Float32).alias("rot_deg_min"),
        to_codes(raw["status"], NAV_STATUS_WORDS, pl.UInt8).alias("nav_status"),
        to_codes(mobile, MOBILE_WORDS, pl.String).alias("source"),
        to_codes(mobile, STATION_WORDS, pl.Boolean).alias("station"),
        (lost[0] | lost[1] | t.is_null()).alias("bad"),
    )


def _static(raw: pl.DataFrame) -> pl.DataFrame:
    values = to_numbers(
        raw.select("imo", "width", "length", "draught", "a", "b", "c", "d"), ("imo",)
    )
    kind = to_codes(raw["type"], SHIP_TYPE_WORDS, pl.UInt8).alias("kind")
    hazard = to_codes(raw["cargo"], _CARGO, pl.UInt8).fill_null(0).alias("hazard")
    loa, beam, to_bow = dimensions("a", "b", "c", "d")
    length, width, draught = (pl.col(c).cast(pl.Float32) for c in ("length", "width", "draught"))
    code = pl.col("kind")
    known = values.with_columns(kind, hazard).select(
        "imo",
        pl.when(code.is_in(_TWO_DIGITS))
        .then(code + pl.col("hazard"))
        .otherwise(code)
        .alias("ship_type"),
        pl.coalesce(loa, pl.when(length > 0).then(length)).alias("loa_m"),
        pl.coalesce(beam, pl.when(width > 0).then(width)).alias("beam_m"),
        to_bow,
        pl.when(draught > 0).then(draught).alias("draught_m"),
    )
    names = raw.select(_unless_unknown(c) for c in ("name", "callsign", "destination"))
    table = pl.concat([raw.select("at"), known, names], how="horizontal")
    return table.filter(pl.any_horizontal(pl.exclude("at").is_not_null()))


def _unless_unknown(column: str) -> pl.Expr:
    text = words(column)
    return pl.when(text.str.to_lowercase() != "unknown").then(text).alias(column)


#: The format's entry in the registry.
DMA = Format("dma", "Danish Maritime Authority CSV, 2023 dialect", _recognise, _chunks)
