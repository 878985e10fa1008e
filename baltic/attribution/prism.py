"""The space-time prism of a silence: whether, when and how likely it hides a crossing.

A place x can have been visited between two fixes if ``|x - a| <= V (t - t_a)`` and
``|b - x| <= V (t_b - t)``, with V the ship's reach (method note 4.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from ..crossings.pieces import cut_assets
from ..drag.coast import land_at
from ..drag.hidden_paths import cross_shares
from ..drag.silences import Silences
from ..geo import KN_MS, distance_m

if TYPE_CHECKING:
    from ..settings import Settings
    from .legs import Legs
    from .targets import Target

__all__ = ["Prism", "hidden_shares", "stations_of", "visit"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: Points that stand for an asset in the prism are this far apart, m.
_STATION_M = 2000.0
#: Silences measured against all points of an asset in one go.
_CHUNK = 4000


@dataclass(frozen=True)
class Prism:
    """Silences that may hide a visit to an asset; ``early_s`` and ``late_s`` bound its time."""

    inside: Bools
    early_s: Floats
    late_s: Floats


def visit(
    ends: Floats,
    t0_s: Floats,
    t1_s: Floats,
    reach_ms: Floats,
    stations: Floats,
    slack_m: Floats | float = 0.0,
) -> Prism:
    """Return which silences leave time to visit any of some points, and when.

    Parameters
    ----------
    ends : shape (n, 2, 2)
        Last place before and first after each silence, local metres.
    t0_s, t1_s, reach_ms : shape (n,)
        Times of both, s, and the fastest that the ship is taken to sail, m/s.
    stations : shape (m, 2)
        Points, local metres.
    slack_m
        How much nearer each point may truly be: one for all, or one each.

    Examples
    --------
    >>> one = visit(np.array([[[0.0, 0.0], [1000.0, 0.0]]]), np.array([0.0]), np.array([1000.0]),
    ...             np.array([5.0]), np.array([[500.0, 0.0]]))
    >>> bool(one.inside[0]), float(one.early_s[0]), float(one.late_s[0])
    (True, 100.0, 900.0)
    """
    parts = []
    for begin in range(0, len(ends), _CHUNK):
        rows = slice(begin, begin + _CHUNK)
        v = reach_ms[rows, None]
        out, back = (
            np.maximum(np.hypot(*(ends[rows, k, None, c] - stations[:, c] for c in (0, 1)))
                       - slack_m, 0.0) / v
            for k in (0, 1)
        )  # fmt: skip
        fits = out + back <= (t1_s - t0_s)[rows, None]
        soon, late = (np.where(fits, x, np.inf).min(axis=1) for x in (out, back))
        parts.append((fits.any(axis=1), t0_s[rows] + soon, t1_s[rows] - late))
    if not parts:
        return Prism(np.zeros(0, bool), np.zeros(0), np.zeros(0))
    return Prism(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def stations_of(line: Any) -> Floats:
    """Return points along a line, at most 2 km apart, local metres."""
    return np.asarray(shapely.get_coordinates(shapely.segmentize(line, _STATION_M)))


def hidden_shares(target: Target, legs: Legs, settings: Settings) -> Floats:
    """Return the share of sampled paths through each silence that cross the asset.

    Paths keep to the prism and off the land: bridges between the fixes, some with a turn,
    and a few by way of any place in reach (:mod:`baltic.drag.hidden_paths`).
    """
    n = len(legs.mmsi)
    share = np.zeros(n)
    if not n:
        return share
    gap = legs.t1 - legs.t0
    dist = distance_m(legs.lon0, legs.lat0, legs.lon1, legs.lat1)
    need = dist / np.maximum(gap, 1.0) / KN_MS
    found = Silences(
        mmsi=legs.mmsi.astype(np.uint32), row=np.arange(n), t0_s=legs.t0, t1_s=legs.t1,
        lon0=legs.lon0, lat0=legs.lat0, lon1=legs.lon1, lat1=legs.lat1, dist_m=dist,
        need_kn=need, reach_kn=np.fmax(legs.reach_ms / KN_MS, 1.02 * need),
        expected_kn=np.full(n, np.nan), moving=np.ones(n, bool),
    )  # fmt: skip
    pieces = cut_assets(gpd.GeoDataFrame({"geometry": [target.geometry]}, crs=4326))
    silence, _, crossed, _ = cross_shares(found, pieces, land_at, settings)
    share[silence] = crossed
    return share
