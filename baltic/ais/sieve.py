"""Sorts the rows of all inputs into used and dropped, each for one reason, and counts them.

The reason is the first that applies of ``audit.DROP_ORDER``.  What is kept, and every
count, depends neither on the order of rows and files nor on how they are split.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from ..audit import Audit, Example, Tally
from ..errors import InputError
from ..settings import Settings
from .filters import Filter
from .judging import Judged, Positions, judge
from .rows import Chunk
from .settling import JUDGED, REASONS, settle
from .source import Source
from .vessels import Statics

__all__ = ["Kept", "Sieve", "Useless", "refuse_nothing", "refuse_useless"]

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
            hint="check that rows have the header's cells and plain numbers (219000001, 59.5); "
            "--format and --map say what it is"
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


@dataclass
class _File:
    """Counts of one input."""

    source: Source
    rows: int = 0
    unreadable: int = 0
    positions: Positions = Positions()
    example: Example | None = None


@dataclass
class Sieve:
    """Takes block after block, then gives fixes and vessels with a complete audit."""

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

    def judge(self, chunk: Chunk) -> Judged:
        """Judge the rows of one block, in any thread; nothing is counted yet."""
        return judge(chunk, self.settings, self.window)

    def take(self, judged: Judged) -> None:
        """Count and keep the rows of the next block."""
        file, chunk = self._files[-1], judged.chunk
        file.rows += len(chunk.keys)
        self.audit.read(len(chunk.keys))
        for name, (count, at) in judged.flags.items():
            self.audit.flag(name, count, self._example_of(at, chunk))
        self._drop_unreadable(judged)
        file.positions += judged.positions
        for code, at in sorted(judged.first.items()):
            self._example(REASONS[code], at, chunk)
        self.statics.take(judged.static)
        self._drop_copies(judged)
        number = pl.lit(len(self._files) - 1, pl.UInt16).alias("file")
        self.kept.append(judged.rows.with_columns(number).select(*JUDGED))

    def _drop_copies(self, judged: Judged) -> None:
        """Count rows that another row of the block says in the same words."""
        chunk, copies = judged.chunk, judged.seen - judged.at.len()
        if not copies:
            return
        if self._no_example("exact_duplicate"):
            again = (~chunk.keys.is_first_distinct() & judged.readable()).arg_true()
            self._example("exact_duplicate", again[0], chunk)
        self.audit.drop("exact_duplicate", copies)

    def _drop_unreadable(self, judged: Judged) -> None:
        chunk, file = judged.chunk, self._files[-1]
        lost = len(chunk.keys) - judged.seen
        if not lost:
            return
        file.unreadable += lost
        if file.example is None or self._no_example("unreadable"):
            at = int((~judged.readable()).arg_true()[0])
            self._example("unreadable", at, chunk)
            file.example = file.example or self._example_of(at, chunk)
        self.audit.drop("unreadable", lost)

    def _example(self, reason: str, at: int, chunk: Chunk) -> None:
        """Remember the first row of a reason; it is counted when all inputs are read."""
        if self._no_example(reason):
            example = self._example_of(at, chunk)
            self.audit.dropped.setdefault(reason, Tally()).example = example

    def _no_example(self, reason: str) -> bool:
        tally = self.audit.dropped.get(reason)
        return tally is None or tally.example is None

    def _example_of(self, at: int, chunk: Chunk) -> Example:
        return Example(self._files[-1].source.name, int(chunk.lines[at]), chunk.text(at))

    def end(self) -> None:
        """Finish an input; raise InputError when it cannot be what it is said to be."""
        file = self._files[-1]
        at = file.positions
        if not at.sent:
            return
        share = self.settings.reading.swapped_share
        swapped = at.swapped_home >= share * at.sent > 0 and at.at_home == 0
        if swapped or at.beyond_pole > 0.5 * at.sent:
            raise InputError(
                "lat and lon look swapped"
                if swapped
                else "most latitudes lie beyond 90 degrees: lat and lon swapped, or no degrees",
                file=file.source.name,
                hint="exchange them; tables can name theirs with --map lon=COLUMN --map lat=COLUMN",
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
