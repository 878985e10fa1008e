"""Passes so near to a line that the true one, which errs, may lie on the other side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.special import erfc

from ..geo import bearing_deg, distance_m
from .bridge import mixture
from .likelihood import bearing_factor, location_density
from .measured import Measured, Near, Times, nearest_share, open_rows
from .passages import (
    LEAST_DENSITY,
    LIES_KN,
    STEERAGE_MS,
    interval_density,
    place_error_km,
    place_reach_km,
)

if TYPE_CHECKING:
    from ..settings import Settings
    from .legs import Legs
    from .windows import Outage

__all__ = ["near_misses"]

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

_LEG_GAP_S = 3600.0
#: A ship whose way is no longer than so many times the line's error stays near it.
_STAYS = 4.0
#: What makes less has no course: its position trembles.
_MAKES_WAY_MS = 1.0


def near_misses(outage: Outage, measured: Measured, settings: Settings) -> pd.DataFrame:
    """Return passes so near in the window that the true line may lie on the other side.

    Parameters
    ----------
    measured
        Legs in the order of ships and times, and their distances from the asset.

    Returns
    -------
    pandas.DataFrame
        Contract ``PASSAGE_COLUMNS``, with ``how`` = near; one a vessel.
    """
    target, legs = measured.target, measured.legs
    near = np.flatnonzero(_near_at_all(measured, settings))
    first, last = outage.support_s()
    rows = near[(legs.t1[near] >= first) & (legs.t0[near] <= last)]
    lines = _in_time(measured, rows, (float(first), float(last)), settings)
    found = _soonest(measured, rows, lines, settings)
    fit = _fit_on_way(outage, measured, rows, lines, found)
    # Where the place is known, what passes elsewhere says nothing.
    off = measured.off_place_m(rows, lines)
    there = (found.near_m <= _limit_m(found.error_m, settings) + found.slack_m) & ~(
        off - found.slack_m > 1000 * place_reach_km(outage, target)
    )
    rows, off = rows[there], np.nan_to_num(off[there])
    found = found.take(there)
    wide = _where_near(measured, rows, found)
    # One passage a vessel, spread over the time it was near.
    one = _best_fit(outage, measured, rows, found, off)
    best, found = rows[one], found.take(one)
    begins, ends = _near_spans(measured, near, rows)
    share = nearest_share(measured.lines[best], target.line)
    middle = legs.t0[best] + share * (legs.t1[best] - legs.t0[best])
    table = open_rows(
        outage,
        measured,
        best,
        Times(middle, begins, ends, np.minimum(found.error_m / STEERAGE_MS, 7200.0)),
        how="near",
        p=_beyond(found, legs.t1[best] - legs.t0[best], settings),
        cog_deg=_courses_deg(legs, best),
        near=found,
    )
    error_km = pd.Series(found.error_m / 1000, legs.mmsi[best])
    moves = fit[(wide["stray_km"] > _STAYS * error_km).reindex(fit.index, fill_value=False)]
    table = table.assign(density=_density(outage, table, moves, settings))
    return table.drop(columns=list(wide.columns)).join(wide, on="mmsi")


def _best_fit(
    outage: Outage, measured: Measured, rows: Rows, found: Near, off_m: Floats
) -> NDArray[np.intp]:
    """Return which of some legs fits line and place best, one of each vessel."""
    legs = measured.legs.take(rows)
    misfit = (found.near_m / found.error_m) ** 2
    misfit += (off_m / (1000 * place_error_km(outage, measured.target))) ** 2
    order = np.lexsort((legs.t0, misfit, legs.mmsi))
    return order[np.unique(legs.mmsi[order], return_index=True)[1]]


def _density(
    outage: Outage, table: pd.DataFrame, fit: pd.Series[float], settings: Settings
) -> Floats:
    """Return the density of near misses, where known by what fits on their way (`fit`, by MMSI)."""
    density = table["density"].to_numpy(float)
    # Where a ship under way was when is known: what fits in time and in place fits together or not.
    on_way = table["p_cross"] * table["mmsi"].map(fit) / len(outage.targets)
    density = np.fmin(density, on_way.to_numpy(float))
    # Heard beside the line, it has a course as one that crossed it.
    fits = bearing_factor(table["cog_deg"], outage.scar_deg, settings.attribution.scar_sd_deg)
    return np.where(table["possible"], np.maximum(density * fits, LEAST_DENSITY), 0.0)


def _fit_on_way(
    outage: Outage, measured: Measured, rows: Rows, lines: Any, near: Near
) -> pd.Series[float]:
    """Return the mean density in time and place on the way of each vessel by the line, by MMSI.

    A leg counts by its time and by how likely the true line lies where the ship was on it.  What
    fits the time on one leg and the place on another fits neither.
    """
    if measured.place is None:
        return pd.Series(dtype=float)
    target, legs = measured.target, measured.legs
    t0, t1 = legs.t0[rows], legs.t1[rows]
    beyond = np.maximum(near.near_m - near.slack_m, 0.0) / near.error_m
    middle = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    off_km = shapely.distance(middle, measured.place) / 1000
    place_km = place_error_km(outage, target)
    at_place = location_density(off_km, place_km, target.length_km, outage.place_radius_km)
    fit = interval_density(outage, t0, t1, np.zeros(len(rows))) * at_place
    weight = np.maximum(t1 - t0, 1.0) * np.exp(-(beyond**2) / 2)
    sums = (
        pd.DataFrame({"mmsi": legs.mmsi[rows], "w": weight, "fit": weight * fit})
        .groupby("mmsi")
        .sum()
    )
    return sums["fit"] / sums["w"]


def _where_near(measured: Measured, rows: Rows, near: Near) -> pd.DataFrame:
    """Return over how wide a stretch, km, and how slow each vessel of some legs was near, by MMSI.

    Its passage is told at the leg that fits best, and may have been at any other.
    """
    legs = measured.legs
    x, y = measured.xy[rows].reshape(-1, 2).T
    ends = pd.DataFrame({"mmsi": np.repeat(legs.mmsi[rows], 2), "x": x, "y": y})
    by_ship = ends.groupby("mmsi")
    wide = by_ship.max() - by_ship.min()
    legs_of = pd.DataFrame(
        {"mmsi": legs.mmsi[rows], "sog_kn": legs.sog_kn[rows], "slack_m": near.slack_m}
    ).groupby("mmsi")
    return pd.DataFrame(
        {
            "stray_km": (np.hypot(wide["x"], wide["y"]) + legs_of["slack_m"].max()) / 1000,
            "slow_kn": legs_of["sog_kn"].min(),
        }
    )


def _limit_m(error_m: Any, settings: Settings) -> Any:
    """Return how far off a line of some error a ship may be heard that was over the true one, m."""
    return 2 * np.hypot(error_m, settings.crossings.fix_sd_m)


def _near_at_all(measured: Measured, settings: Settings) -> NDArray[np.bool_]:
    """Return which legs may be near any part of the asset: a quick look."""
    legs, error_m = measured.legs, 1000 * max(measured.target.parts_km)
    span = legs.t1 - legs.t0
    slack_m = np.where(span <= _open_s(settings), legs.reach_ms * span / 2, 0.0)
    within = measured.leg.within(_limit_m(error_m, settings) + slack_m)
    return np.asarray((span <= _LEG_GAP_S) & within)


def _soonest(measured: Measured, rows: Rows, lines: Any, settings: Settings) -> Near:
    """Return how near some legs came to the part of the asset that they may soonest have crossed.

    That is the part whose error is left by the least, or not at all: a ship may turn back beside
    a branch known well, far off a trunk known badly.
    """
    slack_m = _off_way_m(measured, rows, settings)
    groups = measured.target.groups
    away = np.array([group.pieces.nearest_m(lines) for group in groups])
    errors_m = np.array([group.error_m for group in groups])
    beyond = np.maximum(away - slack_m, 0.0) / _limit_m(errors_m, settings)[:, None]
    # Of several within their errors, the one that is so by most.
    beyond += 1e-6 * away / errors_m[:, None]
    k = np.argmin(beyond, axis=0) if len(rows) else np.zeros(0, np.int64)
    part = np.array([group.first for group in groups])[k]
    return Near(part, errors_m[k], away[k, np.arange(len(rows))], slack_m)


def _open_s(settings: Settings) -> float:
    """Return the longest leg that is no silence: what longer ones hide is weighed as such, s."""
    return 60.0 * settings.attribution.open_gap_min


def _off_way_m(measured: Measured, rows: Rows, settings: Settings) -> Floats:
    """Return how far from the steady straight way a ship may have been on legs that are no silence.

    With V its reach, T the time, d the way made and a the share of the time, it was at most
    sqrt(a (1 - a) (V^2 T^2 - d^2)) off: own derivation, Stewart's theorem for the two circles of
    the prism.  A ship may turn back beside a line between two fixes.
    """
    legs = measured.legs
    span = legs.t1[rows] - legs.t0[rows]
    step = measured.xy[rows, 1] - measured.xy[rows, 0]
    wide = np.sqrt(np.maximum((legs.reach_ms[rows] * span) ** 2 - (step**2).sum(axis=1), 0.0)) / 2
    return np.asarray(np.where(span <= _open_s(settings), wide, 0.0))


def _in_time(measured: Measured, rows: Rows, times: tuple[float, float], settings: Settings) -> Any:
    """Return the lines of some legs, of those that go beyond two times what lies between.

    A ship that was far off at the times in question was not near, whatever lies on the rest of
    its leg.  Silences stay whole: they have no place at a time.
    """
    legs = measured.legs
    lines = measured.lines[rows].copy()
    t0, span = legs.t0[rows], legs.t1[rows] - legs.t0[rows]
    beyond = (t0 < times[0]) | (t0 + span > times[1])
    cut = np.flatnonzero(beyond & (span > 0) & (span <= _open_s(settings)))
    shares = np.stack([np.clip((t - t0[cut]) / span[cut], 0.0, 1.0) for t in times], axis=1)
    ends = measured.xy[rows[cut]]
    lines[cut] = shapely.linestrings(ends[:, :1] + shares[:, :, None] * (ends[:, 1:] - ends[:, :1]))
    return lines


def _beyond(near: Near, span_s: Floats, settings: Settings) -> Floats:
    """Return P(the true line was crossed) by ships that came so near to the charted one.

    The line errs, the fixes do, and so does the way between them; what a ship could sail beyond
    that has the least chance of a silence that allows a crossing.
    """
    total = np.zeros(len(span_s))
    for sigma, weight in mixture(settings, span_s):
        sd = np.sqrt(near.error_m**2 + settings.crossings.fix_sd_m**2 + sigma**2 * span_s / 4)
        total += weight * 0.5 * erfc(near.near_m / (sd * np.sqrt(2)))
    return np.asarray(np.maximum(total, settings.attribution.open_gap_p))


def _courses_deg(legs: Legs, rows: Rows) -> Floats:
    """Return the course over some legs; NaN where the ship made no way, or none that is known."""
    ends = (legs.lon0, legs.lat0, legs.lon1, legs.lat1)
    lon0, lat0, lon1, lat1 = (value[rows] for value in ends)
    made_ms = distance_m(lon0, lat0, lon1, lat1) / np.maximum(legs.t1[rows] - legs.t0[rows], 1.0)
    return np.where(made_ms > _MAKES_WAY_MS, bearing_deg(lon0, lat0, lon1, lat1), np.nan)


def _near_spans(measured: Measured, near: Rows, rows: Rows) -> tuple[Floats, Floats]:
    """Return from when to when each vessel of `rows` was near, in the order of vessels.

    A ship that lies near a line crosses it once in all that time, if at all; one under way along
    it comes over another part of it with every mile, so that only the time in question counts.
    How it came there and left is no part of the time in which a ship lies.
    """
    legs = measured.legs
    x, y = measured.xy[near].mean(axis=1).T
    every = pd.DataFrame(
        {"mmsi": legs.mmsi[near], "a": legs.t0[near], "b": legs.t1[near], "x": x, "y": y,
         "error_m": measured.error_m[near]}
    )  # fmt: skip
    moves = legs.sog_kn > LIES_KN
    came_or_left = moves[near] & ~np.isin(legs.mmsi[near], legs.mmsi[rows][moves[rows]])
    every = every[~came_or_left]
    asked = pd.DataFrame({"mmsi": legs.mmsi[rows], "a": legs.t0[rows], "b": legs.t1[rows]})
    spans = asked.groupby("mmsi").agg({"a": "min", "b": "max"})
    by_ship = every[every["mmsi"].isin(spans.index)].groupby("mmsi")
    whole = by_ship.agg({"a": "min", "b": "max"})
    wide = by_ship[["x", "y"]].max() - by_ship[["x", "y"]].min()
    still_m = _STAYS * by_ship["error_m"].min().to_numpy(float)
    lies = np.hypot(wide["x"].to_numpy(float), wide["y"].to_numpy(float)) <= still_m
    return tuple(  # type: ignore[return-value]
        np.where(lies, whole[c].to_numpy(float), spans[c].to_numpy(float)) for c in ("a", "b")
    )
