"""What becomes of the rows of one block, whatever came before it.

Blocks are judged beside one another, in any thread; the sieve counts them in their order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from ..settings import Settings
from . import fixes
from .filters import Filter
from .rows import ROW, Chunk
from .settling import CODES
from .vessels import distinct_messages

__all__ = ["Judged", "Positions", "judge"]


@dataclass(frozen=True)
class Positions:
    """Positions of a block: all, those in home waters as sent and with lat and lon exchanged,
    and those with a latitude beyond a pole."""

    sent: int = 0
    at_home: int = 0
    swapped_home: int = 0
    beyond_pole: int = 0

    def __add__(self, other: Positions) -> Positions:
        return Positions(
            self.sent + other.sent,
            self.at_home + other.at_home,
            self.swapped_home + other.swapped_home,
            self.beyond_pole + other.beyond_pole,
        )


@dataclass(frozen=True)
class Judged:
    """A block whose rows each have their reason; duplicates within it are counted.

    Attributes
    ----------
    chunk
        What was judged: raw text and line numbers of examples come from it.
    rows
        Readable distinct rows as :data:`~baltic.ais.settling.JUDGED`, without the file.
    at
        Index of each of these among all rows of the block.
    seen
        How many rows these stand for, duplicates included.
    static
        Distinct messages of who the ships are (:func:`~baltic.ais.vessels.distinct_messages`).
    first
        By code of a reason the index of the first row that it struck.
    flags
        By remark: how many rows, and the index of the first.
    positions
        To tell whether lat and lon are exchanged.
    """

    chunk: Chunk
    rows: pl.DataFrame
    at: pl.Series
    seen: int
    static: pl.DataFrame
    first: Mapping[int, int]
    flags: Mapping[str, tuple[int, int]]
    positions: Positions

    def readable(self) -> pl.Series:
        """Return, for all rows of the block, whether they say what a readable one says."""
        keys = self.chunk.keys
        return keys.is_in(keys.gather(self.at).implode())


def judge(chunk: Chunk, settings: Settings, window: Filter) -> Judged:
    """Give each row of a block its reason.

    Parameters
    ----------
    chunk
        Parsed rows.
    settings
        Section ``reading``.
    window
        Rows outside have that as their reason.

    Returns
    -------
    Judged
        A function of the block alone.

    Examples
    --------
    >>> rows = pl.DataFrame({"mmsi": [219000001, 0], "lon": 25.0, "lat": 59.5, "at": [0, 1]})
    >>> rows = rows.with_columns(t=pl.datetime(2024, 12, 25, time_zone="UTC"))
    >>> rows = rows.cast({"mmsi": pl.UInt32, "at": pl.UInt32})
    >>> static = pl.DataFrame({"at": pl.Series([], dtype=pl.UInt32)})
    >>> keys = pl.Series([7, 9], dtype=pl.UInt64)
    >>> block = Chunk(rows, static, keys, np.array([1, 2]), str)
    >>> judge(block, Settings(), Filter()).rows["mmsi"].to_list()
    [219000001]
    """
    rows = _complete(chunk.rows)
    identified = pl.col("mmsi").is_between(1, 999_999_999)
    first, last = settings.reading.first_year, settings.reading.last_year
    readable = identified & pl.col("t").dt.year().is_between(first, last) & ~pl.col("bad")
    rows = rows.with_columns(readable.fill_null(False).alias("_ok"))
    flags = _flags(rows, chunk)
    good = (rows if rows["_ok"].all() else rows.filter("_ok")).drop("_ok", "bad")
    good = good.with_columns(_reason(chunk, window).alias("reason"))
    struck = good.filter(pl.col("reason") > 0).group_by("reason").agg(pl.col("at").min())
    return Judged(
        chunk,
        _kept(good, chunk),
        good["at"],
        chunk.weight(good["at"]),
        _static(good, chunk),
        dict(struck.iter_rows()),
        flags,
        _positions(good, settings),
    )


def _complete(rows: pl.DataFrame) -> pl.DataFrame:
    missing = [pl.lit(None, t).alias(n) for n, t in ROW.items() if n not in rows.columns]
    return rows.with_columns(missing).with_columns(pl.col("bad").fill_null(False))


def _kept(good: pl.DataFrame, chunk: Chunk) -> pl.DataFrame:
    at = good["at"]
    return good.select(
        "mmsi",
        "t",
        "lon",
        "lat",
        *fixes.clean_values(),
        "source",
        "provenance",
        "reason",
        "transmission",
        chunk.keys.gather(at).alias("key"),
        pl.Series("line", chunk.lines[at.to_numpy()], pl.UInt32),
    )


def _reason(chunk: Chunk, window: Filter) -> pl.Expr:
    silent = pl.col("lon").is_null() & pl.col("lat").is_null()
    told = pl.col("at").is_in(chunk.static["at"].implode())

    def code(reason: str) -> pl.Expr:
        return pl.lit(CODES[reason], pl.UInt8)

    return (
        pl.when(fixes.without_ship())
        .then(code("non_ship"))
        .when(silent & told)
        .then(code("static_only"))
        .when(fixes.no_position())
        .then(code("no_position"))
        .when(pl.col("stale").fill_null(False))
        .then(code("stale"))
        .when(window.outside_time())
        .then(code("outside_time"))
        .when(window.outside_area())
        .then(code("outside_area"))
        .otherwise(pl.lit(0, pl.UInt8))
    )


def _static(good: pl.DataFrame, chunk: Chunk) -> pl.DataFrame:
    """Return what ships said of themselves; what is no ship has no place among them."""
    row = np.full(len(chunk.keys), -1, np.int64)
    of_ships = (good["reason"] != CODES["non_ship"]).to_numpy()
    row[good["at"].to_numpy()[of_ships]] = np.flatnonzero(of_ships)
    row = row[chunk.static["at"].to_numpy()]
    ships = good.select("mmsi", "t")[row[row >= 0]]
    told = chunk.static.filter(row >= 0).hstack(ships)
    return distinct_messages(told.with_columns(first="t", last="t"))


def _flags(rows: pl.DataFrame, chunk: Chunk) -> dict[str, tuple[int, int]]:
    odd = fixes.odd_values()
    ship = ~fixes.without_ship() & pl.col("_ok")
    odd["mmsi_odd"] = ship & fixes.odd_identity()
    # Rows without a number are dropped; whoever sent them sailed there all the same.
    odd["mmsi_none"] = (pl.col("mmsi") == 0) & pl.col("lat").is_not_null() & ~pl.col("bad")
    marks = rows.select(e.fill_null(False).alias(n) for n, e in odd.items())
    found = {name: rows["at"].filter(marks[name]) for name in odd if marks[name].any()}
    return {name: (chunk.weight(at), int(at.to_numpy().min())) for name, at in found.items()}


def _positions(good: pl.DataFrame, settings: Settings) -> Positions:
    box = settings.reading.home_box
    lon, lat = pl.col("lon"), pl.col("lat")
    sent = good.filter(lat.is_not_null() & lon.is_not_null() & (lat != 91) & (lon != 181))
    counts = sent.select(
        pl.len(),
        fixes.in_home_box(lon, lat, box).sum().alias("home"),
        fixes.in_home_box(lat, lon, box).sum().alias("swapped"),
        (lat.abs() > 90).sum().alias("beyond"),
    )
    return Positions(*counts.row(0))
