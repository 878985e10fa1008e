"""The least ways from where ships were heard to an asset: who could have been there in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

if TYPE_CHECKING:
    from .legs import Legs
    from .measured import Measured
    from .sea_ways import SeaWays
    from .targets import Target
    from .windows import Outage

__all__ = ["Ways", "ways_to"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Pair = tuple[Floats, Floats]


class Ways(NamedTuple):
    """Ways from both ends of some legs to an asset, m.

    ``straight_m`` and ``by_sea_m`` lead to the charted line; ``least_m`` is the way by sea if the
    line lies as near as its error lets it.
    """

    legs: Legs
    straight_m: Pair
    by_sea_m: Pair
    least_m: Pair

    def take(self, rows: NDArray[np.intp]) -> Ways:
        """Return those of some of the legs."""
        pairs = ((pair[0][rows], pair[1][rows]) for pair in self[1:])
        return Ways(self.legs.take(rows), *pairs)

    def least_s(self) -> Pair:
        """Return how long the least ways take at the least."""
        return _least_s(self.legs, self.least_m)

    def in_time(self, outage: Outage) -> tuple[Bools, Bools]:
        """Return who could have been there in the window before its first fix, after its last."""
        return _in_time(outage, self.legs, self.least_s())


def ways_to(outage: Outage, measured: Measured, rows: NDArray[np.int64]) -> Ways:
    """Return the ways from both ends of some legs to the asset that they are measured against."""
    some, straight_m = measured.legs.take(rows), measured.ends_m(rows)
    soonest_m = _soonest_m(measured, rows, straight_m)
    bound_s = _least_s(some, _least_m(measured.target, soonest_m, straight_m))
    by_sea_m = _by_sea_m(outage, some, measured.sea, straight_m, bound_s)
    return Ways(some, straight_m, by_sea_m, _least_m(measured.target, soonest_m, by_sea_m))


def _by_sea_m(outage: Outage, some: Legs, sea: SeaWays, straight_m: Pair, bound_s: Pair) -> Pair:
    """Return the least ways by sea, asked of those that the straight ones (`bound_s`) let in."""
    first, last = outage.support_s()
    out, back = bound_s
    gap = (some.t1 - some.t0 >= out + back) & (some.t1 - back >= first) & (some.t0 + out <= last)
    asked = [gap | fits for fits in _in_time(outage, some, bound_s)]
    ways = []
    for lon, lat, straight, those in zip(
        (some.lon0, some.lon1), (some.lat0, some.lat1), straight_m, asked, strict=True
    ):
        way = np.array(straight)
        way[those] = sea.least_m(lon[those], lat[those], straight[those])
        ways.append(way)
    return ways[0], ways[1]


def _soonest_m(measured: Measured, rows: NDArray[np.int64], straight_m: Pair) -> Pair:
    """Return how near both ends of some legs are to the line at the least, each part by its error.

    The nearest line need not be the soonest reached: a branch is often known worse than its trunk.
    """
    errors_km = np.array(measured.target.parts_km)
    if np.ptp(errors_km) == 0:
        first, last = (d - 2000 * errors_km[0] for d in straight_m)
        return first, last
    least = []
    for end in (0, 1):
        points = shapely.points(measured.xy[rows, end])
        away = [g.pieces.nearest_m(points) - 2 * g.error_m for g in measured.target.groups]
        least.append(np.min(away, axis=0))
    return least[0], least[1]


def _least_m(target: Target, soonest_m: Pair, ways_m: Pair) -> Pair:
    """Return the ways from both ends if the line lies as near as its error lets it.

    To which part a way around land leads is not known: it is shortened by the largest error.
    """
    slack_m = 2000 * max(target.parts_km)
    first, last = (
        np.maximum(np.maximum(near, way - slack_m), 0.0)
        for near, way in zip(soonest_m, ways_m, strict=True)
    )
    return first, last


def _least_s(some: Legs, ways_m: Pair) -> Pair:
    out, back = (way / some.reach_ms for way in ways_m)
    return out, back


def _in_time(outage: Outage, some: Legs, least_s: Pair) -> tuple[Bools, Bools]:
    first, last = outage.support_s()
    out, back = least_s
    early = some.opens & (some.t0 - out >= first)
    return early, some.ends & (some.t1 + back <= last)
