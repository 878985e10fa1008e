"""Silences of ships under way: how far a ship could get in one, and who else was heard then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .. import geo
from ..days import ByDay, split_days
from ..settings import Settings

__all__ = ["CELLS", "Silences", "cell_time", "cells_of", "find_silences", "who_was_heard"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: Who was where: ten minutes (k), column, row; silent there, on the straight way, or heard.
CELLS: dict[str, pl.DataType] = {
    "mmsi": pl.UInt32(),
    "k": pl.Int32(),
    "x": pl.Int32(),
    "y": pl.Int32(),
    "silent": pl.Boolean(),
}

#: Speeds looked at for the cruise before a silence, and places looked at inside one.
_SPEEDS = 30
_PLACES = 12
_NEAR = np.array([-1, 0, 1])


@dataclass(frozen=True)
class Silences:
    """Silences as arrays of one length, sorted by ship and time.

    Attributes
    ----------
    row
        Last fix before, as a row of the single-hull fixes.
    t0_s, t1_s, lon0, lat0, lon1, lat1
        Last fix before and first fix after (seconds since 1970, degrees).
    dist_m, need_kn
        Geodesic distance between them and the mean speed that it asks for.
    reach_kn
        Fastest that the ship is taken to sail unheard.
    expected_kn
        Its own cruise before the silence, else after; NaN = never seen under way.
    moving
        Under way at the fix before and at the fix after.
    """

    mmsi: NDArray[np.uint32]
    row: Ints
    t0_s: Floats
    t1_s: Floats
    lon0: Floats
    lat0: Floats
    lon1: Floats
    lat1: Floats
    dist_m: Floats
    need_kn: Floats
    reach_kn: Floats
    expected_kn: Floats
    moving: Bools

    def __len__(self) -> int:
        return len(self.mmsi)

    @property
    def gap_s(self) -> Floats:
        return self.t1_s - self.t0_s

    @property
    def slack_min(self) -> Floats:
        """Time that sailing on at the expected speed leaves over, minutes; NaN = unknown."""
        return (self.gap_s - self.dist_m / (self.expected_kn * geo.KN_MS)) / 60.0

    def take(self, rows: Ints | Bools) -> Silences:
        return Silences(**{name: column[rows] for name, column in vars(self).items()})


def find_silences(fixes: pl.DataFrame, settings: Settings) -> Silences:
    """Return the silences of ships under way.

    Parameters
    ----------
    fixes
        Rows of one hull an MMSI with ``mmsi, t, lon, lat, sog_kn``, sorted by mmsi, t.
    settings
        Section ``dark``: a silence is longer than ``least_gap_min``, longer than
        ``times_usual`` times the ship's own usual interval (sparse feeds are no silences),
        and not longer than ``longest_h``; of a ship with more than ``max_per_ship`` the
        longest are kept.

    Notes
    -----
    Reach (method note 4.3): ``attribution.reach_factor`` times the fastest the ship was
    seen at, at most ``cap_cruise`` times its cruise (the upper tenth of its speeds under
    way), at least what the distance asks for.
    """
    rules = settings.dark
    mmsi = fixes["mmsi"].to_numpy()
    t = fixes["t"].dt.epoch("us").to_numpy() / 1e6
    dt = np.where(mmsi[1:] == mmsi[:-1], np.diff(t), -1.0)
    row = np.flatnonzero((dt > rules.least_gap_min * 60.0) & (dt <= rules.longest_h * 3600.0))
    if len(row):
        row = row[dt[row] > rules.times_usual * _usual_s(fixes, mmsi[row])]
    row = _longest(mmsi[row], dt[row], row, rules.max_per_ship)
    lon, lat = fixes["lon"].to_numpy(), fixes["lat"].to_numpy()
    sog = fixes["sog_kn"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    ends = lon[row], lat[row], lon[row + 1], lat[row + 1]
    dist = geo.distance_m(*ends)
    need = dist / dt[row] / geo.KN_MS
    moving_kn = settings.baseline.moving_kn
    # Where no speed was sent only the way across the silence tells.
    v0, v1 = (np.where(np.isfinite(sog[k]), sog[k], need) for k in (row, row + 1))
    window = settings.baseline.ref_window_h * 3600.0
    cruise = _cruise(mmsi, t, sog, row, -window, moving_kn)
    later = _cruise(mmsi, t, sog, row + 1, window, moving_kn)
    found = Silences(
        mmsi=mmsi[row], row=row, t0_s=t[row], t1_s=t[row + 1],
        lon0=ends[0], lat0=ends[1], lon1=ends[2], lat1=ends[3], dist_m=dist, need_kn=need,
        reach_kn=_reach_kn(fixes, mmsi[row], need, settings),
        expected_kn=np.where(np.isfinite(cruise), cruise, later),
        moving=(v0 > moving_kn) & (v1 > moving_kn),
    )  # fmt: skip
    return found.take((v0 > moving_kn) | (v1 > moving_kn) | (need > moving_kn))


def _usual_s(fixes: pl.DataFrame, ships: NDArray[np.uint32]) -> Floats:
    """Return the median interval between fixes of each named ship, s."""
    some = fixes.lazy().select("mmsi", "t").filter(pl.col("mmsi").is_in(np.unique(ships).tolist()))
    steps = some.group_by("mmsi").agg((pl.col("t").diff().dt.total_seconds()).median().alias("s"))
    return _of_ship(steps.collect(), "s", ships)


def _of_ship(table: pl.DataFrame, name: str, ships: NDArray[np.uint32]) -> Floats:
    """Return a column by ship for a list of ships."""
    table = table.sort("mmsi")
    at = np.searchsorted(table["mmsi"].to_numpy(), ships)
    return np.asarray(table[name].cast(pl.Float64).fill_null(np.nan).to_numpy()[at])


def _longest(ship: NDArray[np.uint32], dt: Floats, row: Ints, most: int) -> Ints:
    """Return the rows of the longest silences of each ship, in order."""
    order = np.lexsort((row, -dt, ship))
    ship = ship[order]
    first = np.r_[True, ship[1:] != ship[:-1]][: len(ship)]
    rank = np.arange(len(ship)) - np.maximum.accumulate(np.where(first, np.arange(len(ship)), 0))
    return np.sort(row[order[rank < most]])


def _reach_kn(
    fixes: pl.DataFrame, ships: NDArray[np.uint32], need_kn: Floats, settings: Settings
) -> Floats:
    moving = settings.baseline.moving_kn
    some = fixes.lazy().select("mmsi", "sog_kn")
    some = some.filter(pl.col("mmsi").is_in(np.unique(ships).tolist()))
    own = some.group_by("mmsi").agg(
        pl.col("sog_kn").max().alias("top"),
        pl.col("sog_kn").filter(pl.col("sog_kn") > moving).quantile(0.9).alias("cruise"),
    )
    table = own.collect()
    top, cruise = (_of_ship(table, name, ships) for name in ("top", "cruise"))
    reach = np.fmin(settings.attribution.reach_factor * top, settings.dark.cap_cruise * cruise)
    # A ship got to where it was heard again: with nothing to spare it went straight.
    return np.asarray(np.fmax(reach, 1.02 * need_kn))


def _cruise(
    mmsi: NDArray[np.uint32], t: Floats, sog: Floats, at: Ints, window_s: float, moving_kn: float
) -> Floats:
    """Return the median speed under way in a window that ends (or begins) at some fixes, kn.

    At most 30 speeds a window are looked at, evenly spread.
    """
    if not len(at):
        return np.zeros(0)
    # Time since 1970 plus a year-long step a ship: one sorted key for all ships.
    step = 1e10
    ship = np.cumsum(np.r_[0.0, mmsi[1:] != mmsi[:-1]])
    key = ship * step + t
    if window_s < 0:
        a, b = np.searchsorted(key, key[at] + window_s), at
        a = np.maximum(a, np.searchsorted(ship, ship[at]))
    else:
        a, b = at, np.searchsorted(key, key[at] + window_s, side="right") - 1
    share = np.linspace(0.0, 1.0, _SPEEDS)
    rows = a[:, None] + np.round((b - a)[:, None] * share).astype(np.int64)
    speed = sog[rows]
    speed = np.where(speed > moving_kn, speed, np.nan)
    speed = np.sort(speed, axis=1)  # NaN last
    known = np.isfinite(speed).sum(axis=1)
    middle = speed[np.arange(len(at)), np.maximum((known - 1) // 2, 0)]
    return np.asarray(np.where(known > 0, middle, np.nan))


def cells_of(fixes: pl.DataFrame, all_: Silences, settings: Settings) -> pl.DataFrame:
    """Return in which ten-minute cells each ship was heard, or silent on its straight way.

    Parameters
    ----------
    fixes
        As in :func:`find_silences`.
    all_
        All silences of the same fixes.

    Returns
    -------
    polars.DataFrame
        Columns of :data:`CELLS`, each row once.
    """
    width, cell = settings.baseline.bin_min * 60.0, settings.dark.cell_deg
    mmsi = fixes["mmsi"].to_numpy()
    t = fixes["t"].dt.epoch("us").to_numpy()
    k = np.floor(t / (1e6 * width)).astype(np.int32)
    x = np.floor(fixes["lon"].to_numpy() / (2 * cell)).astype(np.int32)
    y = np.floor(fixes["lat"].to_numpy() / cell).astype(np.int32)
    # Most fixes tell what the one before told: cheaper to see than to sort out.
    new = np.ones(len(k), bool)
    new[1:] = (k[1:] != k[:-1]) | (x[1:] != x[:-1]) | (y[1:] != y[:-1]) | (mmsi[1:] != mmsi[:-1])
    heard = pl.DataFrame({"mmsi": mmsi[new], "k": k[new], "x": x[new], "y": y[new]}).unique()
    hushed = _hushed(all_, width, cell).unique()
    both = [heard.with_columns(silent=pl.lit(False)), hushed.with_columns(silent=pl.lit(True))]
    return pl.concat(both).select(list(CELLS)).sort("mmsi", "k", "x", "y", "silent")


def cell_time(settings: Settings) -> pl.Expr:
    """Return the time of a cell (:data:`CELLS`), seconds since 1970."""
    return pl.col("k") * (settings.baseline.bin_min * 60.0)


def who_was_heard(asked: Silences, cells: ByDay, settings: Settings) -> tuple[Ints, Floats]:
    """Return how many other ships were heard around each silence, and what share was silent.

    Parameters
    ----------
    asked
        The silences to answer for.
    cells
        What :func:`cells_of` returned of all ships, by :func:`cell_time`.

    Returns
    -------
    hulls, share
        Distinct other ships heard in the cells around the straight way while the ship was
        silent; and the share of ten-minute cells of others in which these were silent,
        with one silent and one heard added (NaN where no other ship was there at all).
    """
    if not len(asked):
        return np.zeros(0, np.int64), np.zeros(0)
    width, cell = settings.baseline.bin_min * 60.0, settings.dark.cell_deg
    question = _question(asked, width, cell)
    met = []
    for day, part in split_days(question, cell_time(settings)).items():
        places = part.select("x", "y", "k").unique()
        present = cells.of_day(day).join(places, on=["x", "y", "k"], how="semi")
        pairs = part.join(present, on=["x", "y", "k"], how="inner")
        met.append(pairs.filter(pl.col("mmsi") != pl.col("own")))
    # A ship in two neighbouring cells within ten minutes was heard once.
    once = pl.concat(met).group_by("id", "k", "mmsi").agg(pl.col("silent").all())
    told = once.group_by("id").agg(
        pl.col("mmsi").filter(~pl.col("silent")).n_unique().alias("hulls"),
        ((pl.col("silent").sum() + 1) / (pl.len() + 2)).alias("share"),
    )
    hulls, share = np.zeros(len(asked), np.int64), np.full(len(asked), np.nan)
    at = told["id"].to_numpy()
    hulls[at], share[at] = told["hulls"].to_numpy(), told["share"].to_numpy()
    return hulls, share


def _question(asked: Silences, width: float, cell: float) -> pl.DataFrame:
    """Return the cells (3 by 3, some moments) along the straight way of each silence."""
    share = (np.arange(_PLACES) + 0.5) / _PLACES
    lon, lat, t = (
        a[:, None] + share * (b - a)[:, None]
        for a, b in (
            (asked.lon0, asked.lon1), (asked.lat0, asked.lat1), (asked.t0_s, asked.t1_s),
        )
    )  # fmt: skip
    x, y, k = (np.floor(v).astype(np.int32) for v in (lon / (2 * cell), lat / cell, t / width))
    shape = (len(asked), _PLACES, 3, 3)
    columns = {
        "id": np.broadcast_to(np.arange(len(asked))[:, None, None, None], shape),
        "own": np.broadcast_to(asked.mmsi[:, None, None, None], shape),
        "x": np.broadcast_to((x[:, :, None] + _NEAR)[:, :, :, None], shape),
        "y": np.broadcast_to((y[:, :, None] + _NEAR)[:, :, None, :], shape),
        "k": np.broadcast_to(k[:, :, None, None], shape),
    }
    table = pl.DataFrame({name: np.ascontiguousarray(v).ravel() for name, v in columns.items()})
    return table.select(
        pl.col("id").cast(pl.Int64),
        pl.col("own").cast(pl.UInt32),
        pl.col("x", "y", "k").cast(pl.Int32),
    ).unique()


def _hushed(all_: Silences, width: float, cell: float) -> pl.DataFrame:
    """Return the cells in which ships were silent the whole ten minutes, on their straight way."""
    first, last = np.floor(all_.t0_s / width) + 1, np.floor(all_.t1_s / width)
    count = np.maximum(last - first, 0).astype(np.int64)
    at = np.repeat(np.arange(len(all_)), count)
    number = np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
    k = first[at] + number
    share = ((k + 0.5) * width - all_.t0_s[at]) / all_.gap_s[at]
    lon = all_.lon0[at] + share * (all_.lon1 - all_.lon0)[at]
    lat = all_.lat0[at] + share * (all_.lat1 - all_.lat0)[at]
    return pl.DataFrame(
        {"mmsi": all_.mmsi[at], "k": k, "x": np.floor(lon / (2 * cell)), "y": np.floor(lat / cell)}
    ).with_columns(pl.col("mmsi").cast(pl.UInt32), pl.col("k", "x", "y").cast(pl.Int32))
