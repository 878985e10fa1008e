"""Danish Maritime Authority historical AIS, in all its dialects.

Times are UTC to the second.  Rows without position carry latitude 91 and longitude 0; a
row may hold position and static data at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import polars as pl

from ..errors import InputError
from .dma_dialects import COLUMNS, PROVENANCE, Dialect, find_dialect
from .fixes import MOBILE_WORDS, NAV_STATUS_WORDS, STATION_WORDS
from .head import Format, Head, Options, seed_of
from .lines import Block, Lines, read_blocks
from .other_header import refuse_other_header
from .rows import (
    Check,
    Chunk,
    Making,
    look_up,
    lost_numbers,
    map_distinct,
    to_codes,
    to_numbers,
    to_provenance,
)
from .ship_types import SHIP_TYPE_WORDS
from .source import Source
from .times import TimesSeen
from .vessels import dimensions, words

__all__ = ["CARGO_WORDS", "COLUMNS", "DMA", "TWO_DIGITS"]

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
#: Words for the kind of station by number: looked up once, used twice.
_MOBILES = {word: number for number, word in enumerate(STATION_WORDS)}
_SOURCES = {_MOBILES[word]: source for word, source in MOBILE_WORDS.items()}
_STATIONS = {_MOBILES[word]: told for word, told in STATION_WORDS.items()}
#: End of a row that knows nothing of the ship: five rows in six, so worth not splitting.
_NOTHING_KNOWN = ",Unknown,Unknown,,Undefined,,,,Undefined,,Unknown,,AIS,,,,\n"
_TIME = "%d/%m/%Y %H:%M:%S"
_LISTED = 12
_MEASURED, _SIZES = ("lat", "lon", "rot", "sog", "cog", "heading"), ("width", "length", "draught")
#: Fields that older dialects write with decimal commas.
_NUMBERS = (*_MEASURED, *_SIZES)
#: What the cells of today's form hold, where no text is among them.
_NUMBERS_MOVING = {"mmsi": pl.Int64, **dict.fromkeys(_MEASURED, pl.Float64)}
_NUMBERS_STATIC = dict.fromkeys((*_SIZES, "a", "b", "c", "d"), pl.Float64)

#: Second digit of the ship type by the cargo's hazard category (M.1371-5 table 53).
CARGO_WORDS = {
    "category x": 1,
    "category y": 2,
    "category z": 3,
    "category os": 4,
    "no additional information": 9,
}
#: Ship types whose second digit tells the cargo.
TWO_DIGITS = (20, 40, 60, 70, 80, 90)


def _recognise(head: Head, options: Options) -> str | None:
    if options.mapping:
        return None
    dialect = find_dialect(head)
    return dialect.why if dialect else None


def _chunks(source: Source, head: Head, options: Options) -> Iterator[Making | Check]:
    if options.mapping:
        raise InputError(
            "the Danish format takes no column mapping", file=source.name, hint="use --format csv"
        )
    dialect = find_dialect(head)
    if dialect is None:
        raise InputError(
            "has no Danish header line",
            file=source.name,
            line=head.first_line[0],
            example=head.first_line[1],
            hint="leave out --format to let the program decide",
        )
    options.decided.append(_words(dialect))
    form = ("dma", dialect.separator, *dialect.columns)
    seed = seed_of("dma", "2023") if dialect.is_published else seed_of(*form)
    seen = TimesSeen(source.name, "# Timestamp", options.settings)
    with source.open(options.settings.limits) as stream:
        for block in read_blocks(stream, source.name, options.settings, skip_lines=dialect.skip):
            yield partial(_chunk, block, dialect, seed, seen)
    yield Check(seen.check)


def _words(dialect: Dialect) -> str:
    used = {PROVENANCE, *(COLUMNS[i] for i in (*_MOTION, *_STATIC))}
    missing = [c for c in COLUMNS if c in used and c not in dialect.columns]
    left = [c for c in dialect.columns if c not in used] + list(dialect.others)
    text = f"separated by {dialect.separator!r}; times are UTC, speeds kn, angles deg, lengths m"
    text += "; left out: " + ", ".join(left[:_LISTED]) if left else ""
    return text + ("; not there: " + ", ".join(missing) if missing else "")


def _other(lines: Lines, seen: TimesSeen, dialect: Dialect) -> Chunk:
    """Return the rows of a block in another dialect, brought to the form of today."""
    raw = _as_published(lines, dialect, _MOTION)
    rows = _motion(raw)
    seen.add(raw["t"], rows["t"].is_not_null(), "dd/mm/yyyy hh:mm:ss")
    if PROVENANCE in dialect.columns:
        told = lines.table({dialect.columns[PROVENANCE]: "told"})["told"]
        rows = rows.with_columns(to_provenance(told, file=seen.file, column=PROVENANCE))
    refuse_other_header(lines, rows, dialect.header, file=seen.file)
    static = _static(_as_published(lines, dialect, _STATIC))
    return lines.chunk(rows, static)


def _as_published(lines: Lines, dialect: Dialect, fields: Mapping[int, str]) -> pl.DataFrame:
    there = {i: f for i, f in fields.items() if COLUMNS[i] in dialect.columns}
    if not there:
        return pl.DataFrame(schema={**dict.fromkeys(fields.values(), pl.String), "at": pl.UInt32})
    raw = lines.table({dialect.columns[COLUMNS[i]]: f for i, f in there.items()})
    if dialect.separator != ",":
        numbers = [f for f in _NUMBERS if f in raw.columns]
        raw = raw.with_columns(pl.col(numbers).str.replace(",", ".", literal=True))
    missing = [pl.lit(None, pl.String).alias(f) for f in fields.values() if f not in raw.columns]
    return raw.with_columns(missing)


def _chunk(block: Block, dialect: Dialect, seed: int, seen: TimesSeen) -> Chunk:
    lines = Lines(block, separator=dialect.separator, columns=dialect.count, seed=seed)
    if not dialect.is_published:
        return _other(lines, seen, dialect)
    raw = lines.table(_MOTION, numbers=_NUMBERS_MOVING)
    rows = _motion(raw)
    seen.add(raw["t"], rows["t"].is_not_null(), "dd/mm/yyyy hh:mm:ss")
    refuse_other_header(lines, rows, dialect.header, file=seen.file)
    known = lines.distinct.str.ends_with(_NOTHING_KNOWN).to_numpy()
    static = _static(lines.table(_STATIC, where=~known, numbers=_NUMBERS_STATIC))
    return lines.chunk(rows, static)


def _motion(raw: pl.DataFrame) -> pl.DataFrame:
    values = to_numbers(raw.select(*_NUMBERS_MOVING), whole=("mmsi",))
    lost = [lost_numbers(raw[c], values[c]) for c in ("lat", "lon")]
    t = raw.select(
        pl.col("t").str.to_datetime(_TIME, strict=False, time_unit="us", time_zone="UTC")
    ).to_series()
    kind = to_codes(raw["mobile"], _MOBILES, pl.UInt8)
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
        look_up(kind, _SOURCES, pl.String).alias("source"),
        look_up(kind, _STATIONS, pl.Boolean).alias("station"),
        (lost[0] | lost[1] | t.is_null()).alias("bad"),
    )


def _static(raw: pl.DataFrame) -> pl.DataFrame:
    """Return what ships say of themselves; each says the same again and again."""
    table = raw.select("at").hstack(map_distinct(raw.drop("at"), _known))
    return table.filter(pl.any_horizontal(pl.exclude("at").is_not_null()))


def _known(raw: pl.DataFrame) -> pl.DataFrame:
    numbers = raw.select(_unless_unknown("imo"), *_NUMBERS_STATIC)
    values = to_numbers(numbers, ("imo",))
    kind = to_codes(raw["type"], SHIP_TYPE_WORDS, pl.UInt8).alias("kind")
    hazard = to_codes(raw["cargo"], CARGO_WORDS, pl.UInt8).fill_null(0).alias("hazard")
    loa, beam, to_bow = dimensions("a", "b", "c", "d")
    length, width, draught = (pl.col(c).cast(pl.Float32) for c in ("length", "width", "draught"))
    code = pl.col("kind")
    known = values.with_columns(kind, hazard).select(
        "imo",
        pl.when(code.is_in(TWO_DIGITS))
        .then(code + pl.col("hazard"))
        .otherwise(code)
        .alias("ship_type"),
        pl.coalesce(loa, pl.when(length > 0).then(length)).alias("loa_m"),
        pl.coalesce(beam, pl.when(width > 0).then(width)).alias("beam_m"),
        to_bow,
        pl.when(draught > 0).then(draught).alias("draught_m"),
    )
    names = raw.select(_unless_unknown(c) for c in ("name", "callsign", "destination"))
    return known.hstack(names)


def _unless_unknown(column: str) -> pl.Expr:
    text = words(column)
    return pl.when(text.str.to_lowercase() != "unknown").then(text).alias(column)


#: The format's entry in the registry.
DMA = Format("dma", "Danish Maritime Authority CSV", _recognise, _chunks)
