"""Legs measured against one asset in local metres, and the passages they leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ..geo import project, unproject
from .anchor import NO_GEAR
from .distances import Distances
from .likelihood import SUPPORT_SD, location_density
from .passages import interval_density, place_error_km
from .sea_ways import SeaWays

if TYPE_CHECKING:
    from .legs import Legs
    from .targets import Target
    from .windows import Outage

__all__ = ["Measured", "Near", "Times", "Wander", "nearest_share", "open_rows", "reach_asset",
           "unheard_times"]  # fmt: skip

Floats = NDArray[np.float64]

_AHEAD_M = 60_000.0
#: Passages that nobody heard are told up to so long beyond the times in question, s.
_BEYOND_S = 3600.0


class Times(NamedTuple):
    """When legs passed the asset, Unix seconds: about when, from and to when, and its s.d."""

    t_s: Floats
    from_s: Floats
    to_s: Floats
    sd_s: Floats


def unheard_times(outage: Outage, from_s: Floats, to_s: Floats) -> Times:
    """Return the times of passages that nobody heard: any between two, infinite ones cut."""
    first, last = outage.support_s()
    a, b = np.clip(from_s, first - _BEYOND_S, None), np.clip(to_s, None, last + _BEYOND_S)
    return Times((a + b) / 2, a, b, np.zeros(len(a)))


class Wander(NamedTuple):
    """Ways other than the straight one through times in which nothing was heard.

    ``share`` of ships that take one, ``half_km`` how far off the straight way each may come,
    whether it ``fits``: whether the ship could have been at the published place, and ``within_m``
    of which points (``around``, local metres) it was, wherever it went.
    """

    share: float
    half_km: Floats
    fits: NDArray[np.bool_]
    around: Floats
    within_m: Floats


class Near(NamedTuple):
    """How near some legs came to the part that they may soonest have crossed, m.

    ``error_m`` is the error of that part, ``slack_m`` how far off the leg the ship may have been.
    """

    part: NDArray[np.int64]
    error_m: Floats
    near_m: Floats
    slack_m: Floats

    def take(self, rows: NDArray[Any]) -> Near:
        return Near(self.part[rows], self.error_m[rows], self.near_m[rows], self.slack_m[rows])


class Measured:
    """Distances of legs and their ends from one asset, m.

    Attributes
    ----------
    target, legs
        The asset, and what is measured against it.
    xy, lines
        Both ends of each leg in the plane of the asset, shape (n, 2, 2), and the legs there.
    leg
        Of each leg from the nearest line of the asset.
    part, error_m, near
        Of each leg: the part that it may soonest have crossed (its distance is the least for its
        error), that error, and the distances from it.  Branches are often known worse than trunks.
    place
        The published place, if any.
    sea
        Ways to the asset around land.
    """

    def __init__(self, target: Target, legs: Legs) -> None:
        self.target, self.legs = target, legs
        self.xy = _in_metres(target, legs)
        self.lines: Any = shapely.linestrings(self.xy)
        self.place = target.place
        self.sea = SeaWays(target)
        self._measure()

    def _measure(self) -> None:
        """Set how far legs are from the line, and from what each may soonest have crossed."""
        count, groups = len(self.lines), self.target.groups
        firsts, errors_m = (np.array([group[k] for group in groups]) for k in (0, 1))
        if len(groups) == 1:
            self.leg = self.near = Distances(self.target.pieces, self.xy, self.lines)
            self.part, self.error_m = np.zeros(count, np.int64), np.full(count, errors_m[0])
            return
        away = np.array([group.pieces.nearest_m(self.lines) for group in groups])
        best = np.argmin(away / errors_m[:, None], axis=0)
        self.part, self.error_m = firsts[best], errors_m[best]
        self.leg = Distances.known(away.min(axis=0))
        self.near = Distances.known(away[best, np.arange(count)])

    def ends_m(self, rows: NDArray[Any]) -> tuple[Floats, Floats]:
        """Return the distances of both ends of some legs."""
        first, last = (
            self.target.pieces.nearest_m(shapely.points(self.xy[rows, end])) for end in (0, 1)
        )
        return first, last

    def off_place_m(self, rows: NDArray[Any], lines: Any = None) -> Floats:
        """Return how far some legs, or `lines` of them, pass the published place; NaN without."""
        if self.place is None:
            return np.full(len(rows), np.nan)
        return np.asarray(
            shapely.distance(self.lines[rows] if lines is None else lines, self.place)
        )

    def first_on_ray(self, from_m: Floats, ahead: Floats) -> Floats:
        """Return how far ahead of points, along unit vectors, the asset is met, m; inf = not."""
        rays = shapely.linestrings(np.stack([from_m, from_m + _AHEAD_M * ahead], axis=1))
        met = shapely.intersection(rays, self.target.line)
        return np.asarray(
            np.where(
                shapely.is_empty(met), np.inf, shapely.distance(shapely.points(from_m), met)
            )
        )  # fmt: skip


def reach_asset(target: Target, legs: Legs, reach_m: float) -> NDArray[np.intp]:
    """Return the legs that may come so near to an asset, and few others: a quick look."""
    ends = _in_metres(target, legs)
    low, high = ends.min(axis=1) - reach_m, ends.max(axis=1) + reach_m
    boxes = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    return np.unique(target.pieces.tree.query(boxes)[0])


def _in_metres(target: Target, legs: Legs) -> Floats:
    """Return both ends of each leg in the plane of an asset, shape (n, 2, 2)."""
    xy = np.empty((len(legs.mmsi), 2, 2))
    xy[:, 0, 0], xy[:, 0, 1] = project(target.transformer, legs.lon0, legs.lat0)
    # Most legs end where the next one begins.
    on = (legs.lon1[:-1] == legs.lon0[1:]) & (legs.lat1[:-1] == legs.lat0[1:])
    xy[:-1, 1][on] = xy[1:, 0][on]
    rest = np.flatnonzero(~np.append(on, False)[: len(xy)])
    xy[rest, 1, 0], xy[rest, 1, 1] = project(target.transformer, legs.lon1[rest], legs.lat1[rest])
    return xy


def nearest_share(lines: Any, asset: Any) -> Floats:
    """Return where along each leg it is nearest to the asset, 0-1."""
    touch = shapely.get_point(shapely.shortest_line(lines, asset), 0)
    long = shapely.length(lines) > 0
    share = shapely.line_locate_point(lines, touch, normalized=True)
    return np.nan_to_num(np.where(long, share, 0.0))


def open_rows(
    outage: Outage,
    measured: Measured,
    rows: NDArray[Any],
    times: Times,
    *,
    how: str,
    p: Floats,
    fit: Floats | None = None,
    cog_deg: Floats | None = None,
    near: Near | None = None,
    wander: Wander | None = None,
) -> pd.DataFrame:
    """Return passages that some legs leave open, as rows of a table of passages.

    Parameters
    ----------
    p
        P(crossed).
    fit
        P times the mean time density, 1/h; from the interval where it is left out.
    cog_deg
        Course of each, where it was heard.
    near
        Of ships heard near the line: to which part, and how far off their legs they may have been.
    wander
        What is known of ways other than the straight one, where nothing was heard.
    """
    target, legs = measured.target, measured.legs
    touch = _touch(measured, rows)
    lon, lat = unproject(target.transformer, shapely.get_x(touch), shapely.get_y(touch))
    offset = _offset_km(measured, rows, touch, beside=near is not None)
    distance_km = (measured.leg.of(rows) if near is None else near.near_m) / 1000
    none = np.zeros(len(rows))
    slack: Floats = none if near is None else near.slack_m / 1000
    place = np.hypot(np.hypot(place_error_km(outage, target), distance_km), slack / 2)
    other = wander or Wander(0.0, none, none.astype(bool), shapely.get_coordinates(touch), none)
    if fit is None:
        fit = p * interval_density(outage, times.from_s, times.to_s, times.sd_s)
    density = fit * _place_density(outage, target, offset, place, other) / len(outage.targets)
    stray_km = (other.within_m + shapely.distance(touch, shapely.points(other.around))) / 1000
    table = pd.DataFrame(
        {
            "mmsi": legs.mmsi[rows], "outage": outage.number, "asset_id": target.asset_id,
            "how": how, "t_s": times.t_s, "t_from_s": times.from_s, "t_to_s": times.to_s,
            "t_sd_s": times.sd_s,
            "lon": lon, "lat": lat, "kp_km": np.nan, "part": -1 if near is None else near.part,
            "sog_kn": legs.sog_kn[rows],
            "cog_deg": np.nan if cog_deg is None else cog_deg,
            "angle_deg": np.nan, "p_cross": p, "offset_km": offset,
            "distance_km": distance_km, "density": density, "possible": density > 0,
            "provenance": legs.provenance[rows], "gap_s": np.nan, "stray_km": stray_km,
            "slow_kn": np.nan if near is None else legs.sog_kn[rows], **NO_GEAR,
        }
    )  # fmt: skip
    elsewhere = np.abs(offset) > outage.place_radius_km + slack + SUPPORT_SD * place
    kept: pd.DataFrame = table[~elsewhere | other.fits]
    return kept


def _offset_km(measured: Measured, rows: NDArray[Any], touch: Any, *, beside: bool) -> Floats:
    """Return how far from the published place passages are, km; NaN without.

    Of ships heard `beside` the line the true one may lie anywhere beside the leg, also where it
    passes the place.
    """
    if measured.target.fault_kp_km is None or measured.place is None:
        return np.full(len(rows), np.nan)
    offset = shapely.distance(touch, measured.place) / 1000
    if beside:
        offset = np.minimum(offset, measured.off_place_m(rows) / 1000)
    return np.asarray(offset)


def _place_density(
    outage: Outage, target: Target, offset_km: Floats, error_km: Floats, other: Wander
) -> Floats:
    """Return how well places fit the published one, 1/km: on the straight way and on others."""
    straight = location_density(offset_km, error_km, target.length_km, outage.place_radius_km)
    # A detour may have crossed anywhere within reach.
    width = np.clip(2 * other.half_km, 1.0, max(target.length_km, 1.0))
    detour = np.where(np.isnan(offset_km), straight, other.fits / width)
    return np.asarray((1 - other.share) * straight + other.share * detour)


def _touch(measured: Measured, rows: NDArray[Any]) -> Any:
    """Return where legs meet the asset or come nearest to it.

    A long leg may meet a bent line several times: that nearest to the published place counts.
    """
    line = measured.target.line
    nearest = shapely.get_point(shapely.shortest_line(measured.lines[rows], line), 1)
    if measured.place is None:
        return nearest
    places = shapely.intersection(measured.lines[rows], line)
    met = ~shapely.is_empty(places)
    nearest[met] = shapely.get_point(shapely.shortest_line(places[met], measured.place), 0)
    return nearest
