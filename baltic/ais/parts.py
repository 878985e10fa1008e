"""A store cut into parts of whole ships, and a part read as canonical fixes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import polars as pl

from ..audit import Audit
from ..settings import Settings
from ..tables import FIXES
from .filters import Filter
from .settling import CODES, JUDGED, Settled, settle
from .store import FIX, REST, Commit, Store, StoredFile
from .vessels import Statics, distinct_messages

__all__ = [
    "Part",
    "audit_of",
    "inputs_of",
    "load_part",
    "notes_of",
    "plan_parts",
    "statics_of",
]


@dataclass(frozen=True, order=True)
class Part:
    """Some whole ships of a store: those of a few buckets, or a share of those of one."""

    buckets: tuple[int, ...]
    number: int = 0
    of: int = 1

    @property
    def name(self) -> str:
        share = f"-{self.number:02}of{self.of:02}" if self.of > 1 else ""
        return f"{self.buckets[0]:04}-{self.buckets[-1]:04}{share}"


def plan_parts(store: Store, commits: Sequence[Commit], part_rows: int) -> list[Part]:
    """Return the parts of a store, each of about `part_rows` rows at most.

    A part holds whole ships, so one ship with more rows makes a larger part.  Small buckets
    are shared out evenly, and large parts come first: a large one that begins last would keep
    all cores but one waiting.
    """
    rows = [0] * store.buckets
    for commit in commits:
        for file in commit.files:
            rows[file.bucket] += file.rows
    parts: list[Part] = []
    few = [bucket for bucket, count in enumerate(rows) if 0 < count <= part_rows]
    for bucket, count in enumerate(rows):
        if count > part_rows:
            of = -(-count // part_rows)
            parts += [Part((bucket,), number, of) for number in range(of)]
    parts += [Part(shared) for shared in _share_out(few, rows, part_rows)]
    return sorted(parts, key=lambda part: -sum(rows[b] for b in part.buckets) / part.of)


def _share_out(few: Sequence[int], rows: Sequence[int], most: int) -> Iterator[tuple[int, ...]]:
    """Yield buckets together, in as few parts as `most` rows each allow, alike in size."""
    count, held = 1, 0
    for bucket in few:
        if held and held + rows[bucket] > most:
            count, held = count + 1, 0
        held += rows[bucket]
    total, before = sum(rows[bucket] for bucket in few), 0
    shared: dict[int, list[int]] = {}
    for bucket in few:
        middle = before + rows[bucket] / 2
        shared.setdefault(int(middle * count / total), []).append(bucket)
        before += rows[bucket]
    for together in shared.values():
        yield tuple(together)


def load_part(
    store: Store,
    commits: Sequence[Commit],
    part: Part,
    settings: Settings,
    window: Filter | None = None,
) -> Settled:
    """Return the fixes of a part: every exact duplicate of its commits counted once.

    Parameters
    ----------
    commits
        Those that the run reads, in a steady order.
    window
        Fixes outside are counted as such.  Days wholly outside are not opened: all their
        rows count as outside.
    """
    window = window or Filter()
    frames, unread = [], 0
    for number, commit in enumerate(commits):
        for file in commit.files:
            if file.bucket not in part.buckets:
                continue
            if file.day is not None and _day_outside(file.day, window):
                unread += file.rows if part.number == 0 else 0
                continue
            frames.append(_judged(_read(store, file, part), number, file.day is None))
    rows = pl.concat(frames) if frames else pl.DataFrame(schema=JUDGED)
    found = settle(_filtered(rows, window), settings, [str(c.entry["file"]) for c in commits])
    found.audit.drop("outside_time", unread)
    return found


def _read(store: Store, file: StoredFile, part: Part) -> pl.DataFrame:
    rows = store.folder.read_table(file.name)
    if part.of > 1:
        rows = rows.filter(pl.col("mmsi") // store.buckets % part.of == part.number)
    return rows


def _judged(rows: pl.DataFrame, number: int, rest: bool) -> pl.DataFrame:
    missing: list[Any] = [pl.lit(number, pl.UInt16).alias("file")]
    if rest:
        missing += [pl.lit(None, FIXES.schema[n]).alias(n) for n in FIX if n not in REST]
    else:
        missing.append(pl.lit(0, pl.UInt8).alias("reason"))
    return rows.with_columns(missing).select(list(JUDGED))


def _filtered(rows: pl.DataFrame, window: Filter) -> pl.DataFrame:
    if window == Filter():
        return rows
    fix = pl.col("reason") == 0
    reason = (
        pl.when(fix & window.outside_time())
        .then(pl.lit(CODES["outside_time"], pl.UInt8))
        .when(fix & window.outside_area())
        .then(pl.lit(CODES["outside_area"], pl.UInt8))
        .otherwise("reason")
    )
    return rows.with_columns(reason.alias("reason"))


def _day_outside(day: str, window: Filter) -> bool:
    begin = datetime.fromisoformat(day).replace(tzinfo=UTC)
    before = window.t_from is not None and begin.date() < window.t_from.astimezone(UTC).date()
    return before or (window.t_to is not None and begin > window.t_to)


def audit_of(commits: Sequence[Commit]) -> Audit:
    """Return what reading the inputs counted: to be completed by the parts' own audits."""
    audit = Audit()
    for commit in commits:
        audit.merge(commit.audit)
    return audit


def inputs_of(commits: Sequence[Commit]) -> list[dict[str, Any]]:
    """Return the manifest's rows of the inputs, by file name."""
    return sorted((c.entry for c in commits), key=lambda e: (str(e["file"]), str(e["sha256"])))


def notes_of(commits: Sequence[Commit]) -> list[str]:
    """Return the remarks of reading, each once."""
    return list(dict.fromkeys(note for c in commits for note in c.notes))


def statics_of(store: Store, commits: Sequence[Commit]) -> Statics:
    """Return the static messages of some commits together."""
    statics = Statics()
    for table in store.statics(commits):
        statics.take(distinct_messages(table))
    return statics
