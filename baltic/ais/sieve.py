"""Sorts the rows of all inputs into used and dropped, each for one reason, and counts them.

The reason is the first that applies of ``audit.DROP_ORDER``.  What is kept, and every
count, depends neither on the order of rows and files nor on how they are split.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import numpy as np
import polars as pl

from ..audit import Audit, Example, Tally
from ..errors import InputError
from ..settings import Settings
from . import fixes
from .rows import ROW, Chunk
from .settling import CODES, REASONS, settle
from .source import Source
from .vessels import Statics

__all__ = ["Filter", "Kept", "Sieve", "Useless", "refuse_nothing", "refuse_useless"]

#: In a run of several files one short bad file is no reason to stop.
_SHORT_FILE_ROWS = 100


class Kept(Protocol):
    """Where judged rows go: a list in memory, or the writer of a store."""

    def append(self, rows: pl.DataFrame, /) -> None: ...


@dataclass(frozen=True)
class Useless:
    """An input without one readable row."""

    file: str
    rows: int
    unreadable: int
    example: Example | None

    @property
    def what(self) -> str:
        if self.rows == 0:
            return "holds no rows, only a header"
        return f"no usable row: {self.unreadable} of {self.rows} rows are unreadable"

    def error(self) -> InputError:
        return InputError(
            self.what,
            file=self.file,
            line=self.example.line if self.example else None,
            example=self.example.text if self.example else None,
            hint="check the format and the separator; --format and --map say what it is"
            if self.rows
            else "fetch the file again",
        )


def refuse_useless(useless: Sequence[Useless], inputs: int) -> list[str]:
    """Return notes on inputs without a readable row.

    Raises
    ------
    InputError
        All of the inputs are so, or one of them is long: then it is the wrong file.
    """
    several = len(useless) < inputs
    for file in useless:
        if not several or file.rows >= _SHORT_FILE_ROWS:
            raise file.error()
    return [f"{file.file}: {file.what}" for file in useless]


@dataclass(frozen=True)
class Filter:
    """The window of time (both ends included) and the box (west, south, east, north) asked for."""

    t_from: datetime | None = None
    t_to: datetime | None = None
    bbox: tuple[float, float, float, float] | None = None

    def check(self) -> None:
        """Raise InputError when it can never be met."""
        for t, name in ((self.t_from, "t_from"), (self.t_to, "t_to")):
            if t is not None and t.tzinfo is None:
                raise InputError(f"{name} has no time zone", example=t, hint="write it with Z")
        if self.t_from and self.t_to and self.t_from > self.t_to:
            raise InputError(
                f"the time window ends before it begins: {self.t_from.isoformat()} to "
                f"{self.t_to.isoformat()}",
                hint="give the earlier time first",
            )
        if self.bbox is not None:
            west, south, east, north = self.bbox
            if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
                raise InputError(
                    "the box is empty or out of degrees",
                    example=self.bbox,
                    hint="give west, south, east, north",
                )

    def outside_time(self) -> pl.Expr:
        t, out = pl.col("t"), pl.lit(False)
        if self.t_from is not None:
            out = out | (t < self.t_from)
        if self.t_to is not None:
            out = out | (t > self.t_to)
        return out

    def outside_area(self) -> pl.Expr:
        if self.bbox is None:
            return pl.lit(False)
        west, south, east, north = self.bbox
        return ~(pl.col("lon").is_between(west, east) & pl.col("lat").is_between(south, north))


@dataclass
class _File:
    """Counts of one input."""

    source: Source
    rows: int = 0
    unreadable: int = 0
    positions: int = 0
    at_home: int = 0
    swapped_home: int = 0
    beyond_pole: int = 0
    example: Example | None = None


@dataclass
class Sieve:
    """Takes chunk after chunk, then gives fixes and vessels with a complete audit."""

    settings: Settings
    window: Filter = field(default_factory=Filter)
    audit: Audit = field(default_factory=Audit)
    notes: list[str] = field(default_factory=list)
    kept: Kept = field(default_factory=list[pl.DataFrame])
    statics: Statics = field(default_factory=Statics)

    def __post_init__(self) -> None:
        self._files: list[_File] = []

    def begin(self, source: Source) -> None:
        """Start the next input."""
        self._files.append(_File(source))

    def add(self, chunk: Chunk) -> None:
        """Judge the rows of one block."""
        file = self._files[-1]
        file.rows += len(chunk.keys)
        self.audit.read(len(chunk.keys))
        rows = _complete(chunk.rows)
        identified = pl.col("mmsi").is_between(1, 999_999_999)
        plausible = (
            pl.col("t")
            .dt.year()
            .is_between(self.settings.reading.first_year, self.settings.reading.last_year)
        )
        readable = identified & plausible & ~pl.col("bad")
        rows = rows.with_columns(readable.fill_null(False).alias("_ok"))
        self._flag(rows, chunk)
        good = (rows if rows["_ok"].all() else rows.filter("_ok")).drop("_ok", "bad")
        self._drop_unreadable(good["at"], chunk)
        self._look_for_swap(good)
        good = good.with_columns(self._reason(chunk).alias("reason"))
        for reason in REASONS[1:]:
            if self._no_example(reason):
                hit = good["at"].filter(good["reason"] == CODES[reason])
                self._example(reason, hit, chunk)
        self._keep_static(good, chunk)
        self._keep(good, chunk)

    def _keep(self, good: pl.DataFrame, chunk: Chunk) -> None:
        at = good["at"]
        seen = chunk.weight(at)
        if seen > at.len():
            if self._no_example("exact_duplicate"):
                known = chunk.keys.is_in(chunk.keys.gather(at).implode())
                again = (~chunk.keys.is_first_distinct() & known).arg_true()
                self._example("exact_duplicate", again.head(1), chunk)
            self.audit.drop("exact_duplicate", seen - at.len())
        self.kept.append(
            good.select(
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
                pl.lit(len(self._files) - 1, pl.UInt16).alias("file"),
                pl.Series("line", chunk.lines[at.to_numpy()], pl.UInt32),
            )
        )

    def _reason(self, chunk: Chunk) -> pl.Expr:
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
            .when(self.window.outside_time())
            .then(code("outside_time"))
            .when(self.window.outside_area())
            .then(code("outside_area"))
            .otherwise(pl.lit(0, pl.UInt8))
        )

    def _keep_static(self, good: pl.DataFrame, chunk: Chunk) -> None:
        if not chunk.static.height:
            return
        row = np.full(len(chunk.keys), -1, np.int64)
        of_ships = (good["reason"] != CODES["non_ship"]).to_numpy()
        row[good["at"].to_numpy()[of_ships]] = np.flatnonzero(of_ships)
        row = row[chunk.static["at"].to_numpy()]
        ships = good.select("mmsi", "t")[row[row >= 0]]
        self.statics.add(chunk.static.filter(row >= 0).hstack(ships))

    def _drop_unreadable(self, good: pl.Series, chunk: Chunk) -> None:
        lost = len(chunk.keys) - chunk.weight(good)
        if not lost:
            return
        bad = ~chunk.keys.is_in(chunk.keys.gather(good).implode())
        at = bad.arg_true().head(1)
        file = self._files[-1]
        file.unreadable += lost
        self._example("unreadable", at, chunk)
        file.example = file.example or _example(file.source, at[0], chunk)
        self.audit.drop("unreadable", lost)

    def _flag(self, rows: pl.DataFrame, chunk: Chunk) -> None:
        odd = fixes.odd_values()
        ship = ~fixes.without_ship() & pl.col("_ok")
        odd["mmsi_odd"] = ship & fixes.odd_identity()
        marks = rows.select(e.fill_null(False).alias(n) for n, e in odd.items())
        for name in odd:
            if marks[name].any():
                at = rows["at"].filter(marks[name])
                example = _example(self._files[-1].source, at.min(), chunk)
                self.audit.flag(name, chunk.weight(at), example)

    def _example(self, reason: str, at: pl.Series, chunk: Chunk) -> None:
        """Remember the first row of a reason; it is counted when all inputs are read."""
        if len(at) and self._no_example(reason):
            example = _example(self._files[-1].source, at.min(), chunk)
            self.audit.dropped.setdefault(reason, Tally()).example = example

    def _no_example(self, reason: str) -> bool:
        tally = self.audit.dropped.get(reason)
        return tally is None or tally.example is None

    def _look_for_swap(self, good: pl.DataFrame) -> None:
        box = self.settings.reading.home_box
        lon, lat = pl.col("lon"), pl.col("lat")
        sent = good.filter(lat.is_not_null() & lon.is_not_null() & (lat != 91) & (lon != 181))
        counts = sent.select(
            pl.len().alias("n"),
            fixes.in_home_box(lon, lat, box).sum().alias("home"),
            fixes.in_home_box(lat, lon, box).sum().alias("swapped"),
            (lat.abs() > 90).sum().alias("beyond"),
        ).row(0)
        file = self._files[-1]
        file.positions += counts[0]
        file.at_home += counts[1]
        file.swapped_home += counts[2]
        file.beyond_pole += counts[3]

    def end(self) -> None:
        """Finish an input; raise InputError when it cannot be what it is said to be."""
        file = self._files[-1]
        if not file.positions:
            return
        share = self.settings.reading.swapped_share
        swapped = file.swapped_home >= share * file.positions > 0 and file.at_home == 0
        if swapped or file.beyond_pole > 0.5 * file.positions:
            raise InputError(
                "lat and lon look swapped"
                if swapped
                else "most latitudes lie beyond 90 degrees: lat and lon swapped, or no degrees",
                file=file.source.name,
                hint="exchange the two columns, or name them with --map lon=...,lat=...",
            )

    @property
    def useless(self) -> list[Useless]:
        """The inputs so far in which no row was readable."""
        worst = self.settings.limits.max_bad_share
        return [
            Useless(f.source.name, f.rows, f.unreadable, f.example)
            for f in self._files
            if f.unreadable >= worst * f.rows
        ]

    def finish(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return fixes and vessels of rows kept in memory; the audit is complete then.

        Raises
        ------
        InputError
            No rows at all, a file without one readable row, or no row of any ship's position.
        """
        self.notes += refuse_useless(self.useless, len(self._files))
        assert isinstance(self.kept, list)
        if not self.kept:
            raise InputError("no AIS input was named", hint="give at least one file")
        rows = pl.concat(self.kept)
        self.kept.clear()
        found = settle(rows, self.settings, [f.source.name for f in self._files])
        del rows
        self.audit.merge(found.audit)
        self.audit.check()
        refuse_nothing(self.audit, self._files[0].source.name)
        return found.fixes, self.statics.vessels(found.heard, self.audit)

    def history(self, vessels: pl.DataFrame) -> pl.DataFrame:
        """Return what the ships of the vessels table said of themselves at each time."""
        return self.statics.history(vessels)


def refuse_nothing(audit: Audit, file: str) -> None:
    """Raise InputError when no row is used and none lies outside the filter either."""
    away = sum(
        audit.dropped[r].count for r in ("outside_time", "outside_area") if r in audit.dropped
    )
    if audit.rows_used or away:
        return
    counts = ", ".join(f"{r} {t.count}" for r, t in audit.dropped.items() if t.count)
    raise InputError(
        f"no usable row: {audit.rows_in} rows in, {counts}",
        file=file,
        hint="a fix needs a ship's mmsi, a time and a position",
    )


def _complete(rows: pl.DataFrame) -> pl.DataFrame:
    missing = [pl.lit(None, t).alias(n) for n, t in ROW.items() if n not in rows.columns]
    return rows.with_columns(missing).with_columns(pl.col("bad").fill_null(False))


def _example(source: Source, at: Any, chunk: Chunk) -> Example:
    return Example(source.name, int(chunk.lines[int(at)]), chunk.text(int(at)))
