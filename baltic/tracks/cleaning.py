"""Fixes that cannot be true are set aside, ships that share an MMSI are told apart.

One vectorised pass over all rows finds the MMSIs that hold an impossible leg; only those
few are looked at one by one (:mod:`baltic.tracks.hulls`).
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..audit import Audit, Example
from ..geo import DEG_M, haversine_m
from ..settings import Cleaning, Settings
from ..tables import FIXES, PROVENANCES, TRACKS
from .hulls import DROPPED, Fixes, impossible, sort_out
from .segments import number_segments
from .zeros import idle_zeros, says_zero

__all__ = ["clean", "clean_and_lost"]


def clean(fixes: pl.DataFrame, audit: Audit, settings: Settings) -> pl.DataFrame:
    """Return tracks: one row an MMSI, hull and second, without impossible fixes.

    Parameters
    ----------
    fixes
        Contract ``FIXES``, in any order; rows already counted as used in `audit`.
    audit
        Gets ``same_time`` (the same place told twice in one second) and ``teleport`` (no
        ship can have been there) as dropped, ``twin_hull`` (fixes of MMSIs that several
        hulls share) and ``sog_zero_moving`` (they say 0 kn and sail on: the speed is left
        out) as flagged; with one example each.
    settings
        Sections ``cleaning`` and ``segments``.

    Returns
    -------
    polars.DataFrame
        Contract ``TRACKS``, sorted by mmsi, hull, t; these three are unique.  Cleaning the
        result again changes nothing, and the order of the input rows does not matter.

    Notes
    -----
    A leg is impossible if it needs more than ``max_speed_kn``, or, within
    ``sog_window_s``, far more than the speed both its ends reported.  A long move in a
    silence is kept.  A feed's reported speed is left out of account for ships it does
    not describe.

    Examples
    --------
    >>> clean(FIXES.empty(), Audit(), Settings()).columns == TRACKS.names
    True
    """
    return clean_and_lost(fixes, audit, settings)[0]


def clean_and_lost(
    fixes: pl.DataFrame, audit: Audit, settings: Settings
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the tracks of :func:`clean`, and the fixes set aside as ``teleport``.

    A jammed ship jumps: what was set aside, and when, tells of a disturbed region
    (:func:`baltic.tracks.gnss.watch_gnss`), and of what was kept in between.

    Parameters
    ----------
    fixes, audit, settings
        As for :func:`clean`.

    Returns
    -------
    tuple of polars.DataFrame
        Contract ``TRACKS``, and contract ``FIXES`` sorted by mmsi and t.

    Examples
    --------
    >>> tracks, lost = clean_and_lost(FIXES.empty(), Audit(), Settings())
    >>> lost.columns == FIXES.names
    True
    """
    FIXES.check(fixes)
    rows = _one_a_second(_in_order(fixes.select(FIXES.names)), audit, settings.cleaning)
    rows, lost, idle = _settled(rows, settings.cleaning)
    audit.unuse("teleport", lost.height, _example(lost))
    twins = rows.filter(pl.col("hull") > 0)
    audit.flag("twin_hull", twins.height, _example(twins))
    audit.flag("sog_zero_moving", idle.height, _example(idle))
    numbered = number_segments(rows, settings)
    tracks = numbered.select([pl.col(c.name).cast(c.dtype) for c in TRACKS.columns])
    return tracks, lost


def _settled(
    rows: pl.DataFrame, rules: Cleaning
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return the rows that stay, with hulls, those lost, and those whose speed was left out.

    A false speed makes false hulls, a stray fix makes a false way.  So what was left out of
    a ship sends the rest of it round again, and cleaning the result changes nothing.
    """
    stay, lost, idle = [], [], []
    while rows.height:
        rows, by_ship = _without_zeros(rows, ["mmsi"], rules)
        rows = rows.with_columns(pl.Series("hull", _hulls(rows, rules), pl.UInt8))
        gone = rows.filter(pl.col("hull") == DROPPED)
        rows, by_hull = rows.filter(pl.col("hull") != DROPPED), gone.head(0)
        if (rows["hull"] > 0).any():
            rows = rows.sort(["mmsi", "hull", "t"])
            rows, by_hull = _without_zeros(rows, ["mmsi", "hull"], rules)
        lost.append(gone.select(FIXES.names))
        idle += [by_ship, by_hull.select(FIXES.names)]
        # Hulls are final as they are; strays were in the way of speeds of nought only.
        strayed = pl.col("mmsi").is_in(gone["mmsi"].unique().implode())
        some = [rows.filter(says_zero() & strayed), by_ship, by_hull]
        changed = pl.concat([part["mmsi"] for part in some]).unique()
        if changed.is_empty():
            stay.append(rows)
            break
        again = pl.col("mmsi").is_in(changed.implode())
        stay.append(rows.filter(~again))
        rows = _in_order(rows.filter(again).select(FIXES.names))
    if not stay:
        empty = rows.head(0)
        return rows.with_columns(hull=pl.lit(0, pl.UInt8)), empty, empty
    return (
        # The rows of one round are in order.
        stay[0] if len(stay) == 1 else pl.concat(stay).sort(["mmsi", "hull", "t"]),
        pl.concat(lost).sort(["mmsi", "t"]),
        pl.concat(idle).sort(["mmsi", "t"]),
    )


def _without_zeros(
    rows: pl.DataFrame, ship: list[str], rules: Cleaning
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows without speeds of nought that stand for none, and those that had one."""
    idle = idle_zeros(rows, ship, rules)
    if not idle.any():
        return rows, rows.head(0).select(FIXES.names)
    sog = pl.when(~idle).then("sog_kn").alias("sog_kn")
    return rows.with_columns(sog), rows.filter(idle).select(FIXES.names)


def _in_order(fixes: pl.DataFrame) -> pl.DataFrame:
    """Sort by MMSI and time, and rows of one second by what they say."""
    if not fixes.select(_sorted()).item():
        fixes = fixes.sort(["mmsi", "t"])
    again = fixes.select(
        ((pl.col("mmsi") == pl.col("mmsi").shift()) & (pl.col("t") == pl.col("t").shift()))
        .fill_null(value=False)
        .alias("again")
    ).to_series()
    if not again.any():
        return fixes
    doubled = again | again.shift(-1).fill_null(value=False)
    some = fixes.filter(doubled)
    rank = {word: i for i, word in enumerate(PROVENANCES)}
    some = (
        some.with_columns(
            _known=pl.sum_horizontal(pl.col(c).is_not_null() for c in some.columns),
            _rank=pl.col("provenance").replace_strict(rank, default=len(rank)),
        )
        .sort(
            ["mmsi", "t", "_rank", "_known", *some.columns[2:]],
            descending=[False, False, False, True, *[False] * (len(some.columns) - 2)],
            nulls_last=True,
        )
        .drop("_known", "_rank")
    )
    return pl.concat([fixes.filter(~doubled), some]).sort(["mmsi", "t"], maintain_order=True)


def _sorted() -> pl.Expr:
    mmsi, t = pl.col("mmsi"), pl.col("t")
    before = (mmsi.shift() < mmsi) | ((mmsi.shift() == mmsi) & (t.shift() <= t))
    return before.fill_null(value=True).all()


def _one_a_second(rows: pl.DataFrame, audit: Audit, rules: Cleaning) -> pl.DataFrame:
    """Keep the best-filled of the rows that tell one place in one second.

    Places further apart than the slack are a conflict, left for the hulls to solve.
    """
    mmsi, t, lon, lat = _arrays(rows, "mmsi", "t", "lon", "lat")
    again = np.r_[False, (np.diff(mmsi) == 0) & (np.diff(t) == 0)] if len(t) else np.zeros(0, bool)
    if not again.any():
        return rows
    group = np.cumsum(~again)
    keep = ~again
    left = np.flatnonzero(again)
    head = np.flatnonzero(~again)[group - 1]
    while len(left):
        same = haversine_m(lon[left], lat[left], lon[head[left]], lat[head[left]]) <= rules.slack_m
        left = left[~same]
        # The first of each group that is still unexplained heads the next round.
        new = np.r_[True, np.diff(group[left]) != 0] if len(left) else np.zeros(0, bool)
        keep[left[new]] = True
        heads = dict(zip(group[left[new]].tolist(), left[new].tolist(), strict=True))
        left = left[~new]
        head[left] = [heads[g] for g in group[left].tolist()]
    lost = rows.filter(pl.Series(~keep))
    audit.unuse("same_time", lost.height, _example(lost))
    return rows.filter(pl.Series(keep))


def _hulls(rows: pl.DataFrame, rules: Cleaning) -> NDArray[np.uint8]:
    """Return the hull of every row; all but the suspicious MMSIs are 0 at once."""
    label = np.zeros(rows.height, np.uint8)
    if rows.height < 2:
        return label
    # Cheap bound first: only legs that may be longer than the slack are measured.
    moved = sum(np.abs(np.diff(rows[c].to_numpy())) for c in ("lon", "lat"))
    ship = rows["mmsi"].to_numpy()
    same = ship[1:] == ship[:-1]
    legs = np.flatnonzero(same & (moved > rules.slack_m / DEG_M))
    bad = legs[impossible(_plain(rows[legs]), _plain(rows[legs + 1]), rules)]
    if not len(bad):
        return label
    starts = np.flatnonzero(np.r_[True, ~same, True])
    for k in np.unique(np.searchsorted(starts, bad, side="right") - 1):
        begin, end = starts[k], starts[k + 1]
        label[begin:end] = sort_out(_plain(rows[begin:end]), rules)
    return label


def _plain(rows: pl.DataFrame) -> Fixes:
    """Return plain arrays of a few rows."""
    t, lon, lat, sog = _arrays(rows, "t", "lon", "lat", "sog_kn")
    return Fixes(t / 1e6, lon, lat, sog)


def _arrays(rows: pl.DataFrame, *names: str) -> list[NDArray[np.float64]]:
    out = []
    for name in names:
        values = rows[name].dt.epoch("us") if name == "t" else rows[name]
        kind = pl.Int64 if name in ("mmsi", "t") else pl.Float64
        out.append(values.cast(kind).to_numpy())
    return out


def _example(rows: pl.DataFrame) -> Example | None:
    """Show the first row: fixes no longer know their file and line."""
    if rows.is_empty():
        return None
    row = rows.row(0, named=True)
    # Speeds are stored in single precision: 3.3 kn would read 3.2999999.
    speed = "not sent" if row["sog_kn"] is None else f"{row['sog_kn']:.1f} kn"
    text = (
        f"mmsi {row['mmsi']} at {row['t']:%Y-%m-%dT%H:%M:%SZ}, "
        f"lat {row['lat']:.5f} lon {row['lon']:.5f}, sog {speed}"
    )
    return Example("(fixes)", None, text)
