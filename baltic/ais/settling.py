"""Judged rows put in their one order: exact duplicates go, ties are settled, rows are counted.

What is kept, and every count, depends neither on the order of rows and files nor on how
they are split: equal raw lines have equal mmsi and t, so that duplicates meet wherever rows
of one ship and time come together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from ..audit import Audit, Example
from ..settings import Settings
from ..tables import FIXES, UTC
from . import fixes
from .repeats import repeats

__all__ = ["CODES", "HEARD", "JUDGED", "REASONS", "Settled", "drop_duplicates", "heard", "settle"]

#: Why a row is not used; the number of a reason is its place here, 0 = used.
REASONS = ("", "non_ship", "no_position", "static_only", "outside_time", "outside_area", "stale")
CODES = {reason: code for code, reason in enumerate(REASONS)}

#: Columns of judged rows: a fix, why it is not used, hash of its raw line, where it stood.
JUDGED: dict[str, pl.DataType] = {
    **FIXES.schema,
    "reason": pl.UInt8(),
    "transmission": pl.UInt32(),
    "key": pl.UInt64(),
    "file": pl.UInt16(),
    "line": pl.UInt32(),
}

#: When each ship was heard, used or not.
HEARD: dict[str, pl.DataType] = {"mmsi": pl.UInt32(), "first_t": UTC, "last_t": UTC}


@dataclass(frozen=True)
class Settled:
    """What is left of judged rows.

    Attributes
    ----------
    fixes
        Table FIXES, sorted by mmsi and t.
    heard
        Columns of :data:`HEARD`, inside the filter.
    audit
        Used rows, duplicates found here, and the other reasons; rows in are not counted.
    """

    fixes: pl.DataFrame
    heard: pl.DataFrame
    audit: Audit = field(default_factory=Audit)


def settle(rows: pl.DataFrame, settings: Settings, files: Sequence[str] = ()) -> Settled:
    """Return fixes and counts of judged rows.

    Parameters
    ----------
    rows
        Columns of :data:`JUDGED`, in any order.
    settings
        ``reading.repeat_s``.
    files
        Names of the inputs by number, for examples.
    """
    audit = Audit()
    rows, again = drop_duplicates(rows)
    audit.drop("exact_duplicate", again.height, _example(again, files))
    rows, copies = _drop_repeats(rows, settings.reading.repeat_s)
    audit.drop("repeated_transmission", copies.height, _example(copies, files))
    counts = dict(rows.group_by("reason").len().iter_rows())
    for reason in REASONS[1:]:
        audit.drop(reason, counts.get(CODES[reason], 0))
    audit.use(counts.get(0, 0))
    times = heard(rows)
    used = rows if counts.get(0, 0) == rows.height else rows.filter(pl.col("reason") == 0)
    found = used.select(FIXES.names).with_columns(pl.col("provenance").fill_null("measured"))
    return Settled(fixes.settle_ties(found), times, audit)


def drop_duplicates(
    rows: pl.DataFrame, ships: pl.Expr | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows sorted by mmsi and t without exact duplicates, and the duplicates.

    Of equal lines the first by file and line stays.

    Parameters
    ----------
    ships
        Another order of the ships than that of their mmsi: a number for each.
    """
    ships = pl.col("mmsi") if ships is None else ships
    # Most feeds are in order of time, ship by ship: then this takes a quarter of the time.
    rows = rows.sort(ships, maintain_order=True)
    if not _in_order(rows):
        rows = rows.sort(ships, "t")
    at = fixes.ties(rows).arg_true()
    # Equal lines have equal mmsi and t: only rows that tie can be duplicates.
    group = rows.select("key", "file", "line")[at].with_columns(at.alias("_i"))
    group = group.sort("file", "line")
    again = group.filter(~pl.col("key").is_first_distinct())
    if not again.height:
        return rows, rows.head(0)
    keep = np.ones(rows.height, bool)
    keep[again["_i"].to_numpy()] = False
    return rows.filter(pl.Series(keep)), rows[again["_i"]]


def _in_order(rows: pl.DataFrame) -> bool:
    """Return whether the rows of each ship, which stand together, are in order of time."""
    same = pl.col("mmsi") == pl.col("mmsi").shift(1)
    return not rows.select((same & (pl.col("t") < pl.col("t").shift(1))).any()).item()


def _drop_repeats(rows: pl.DataFrame, within_s: float) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows without repeated transmissions, and these by file and line.

    Rows outside the filter take no part: a store does not open all of their days.
    """
    outside = pl.col("reason").is_in([CODES["outside_time"], CODES["outside_area"]])
    sent = pl.when(~outside).then("transmission").alias("transmission")
    again = repeats(rows.select("mmsi", "t", sent), within_s)
    if not again.any():
        return rows, rows.head(0)
    return rows.filter(~again), rows.filter(again).sort("file", "line")


def heard(rows: pl.DataFrame) -> pl.DataFrame:
    """Return first and last time of each ship; rows outside the filter and stale ones left out."""
    left_out = [CODES[r] for r in ("outside_time", "outside_area", "non_ship", "stale")]
    return (
        rows.filter(~pl.col("reason").is_in(left_out))
        .group_by("mmsi")
        .agg(pl.col("t").min().alias("first_t"), pl.col("t").max().alias("last_t"))
        .select(list(HEARD))
        .sort("mmsi")
    )


def _example(again: pl.DataFrame, files: Sequence[str]) -> Example | None:
    if again.is_empty():
        return None
    row = again.row(0, named=True)
    text = ", ".join(f"{name} {row[name]}" for name in fixes.POSITION)
    name = files[row["file"]] if row["file"] < len(files) else ""
    return Example(name, row["line"], text)
