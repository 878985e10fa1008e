"""How near each vessel came to a failed asset, and what its track leaves open there.

Legs between fixes (one every two minutes is enough for kilometres) are measured
against the asset in local metres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ..geo import unproject
from .measured import Measured, nearest_share
from .near_misses import near_misses
from .passages import no_passages
from .unheard import UNJUDGED_COLUMNS, silences, unheard_ends, unjudged

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from ..settings import Settings
    from .legs import Legs
    from .targets import Target
    from .windows import Outage

__all__ = ["approaches"]

Floats = NDArray[np.float64]

_CLOSEST = ("mmsi", "outage", "asset_id", "closest_km", "closest_s", "window_km", "window_s",
            "window_deg", "reach_km", "place_km", "error_km")  # fmt: skip


def approaches(
    outages: Sequence[Outage], legs: Legs, settings: Settings, crossed: Set[int] = frozenset()
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return closest approaches, passages left open by silences or line errors, and doubts.

    Parameters
    ----------
    crossed
        Ships with a crossing that fits some outage.  Whether one that may be behind an outage
        went on to another, unheard, is asked wherever it was heard last.

    Returns
    -------
    closest
        ``mmsi outage asset_id closest_km closest_s`` within the window and its margin,
        for vessels within the area of the asset; ``window_km`` and ``window_s`` the same
        within the window alone, ``window_deg`` the bearing from the asset to the ship
        then, ``reach_km`` how far the ship could sail in the window, ``place_km`` how near
        it came to the published place in it (NaN where none is), ``error_km`` the error of
        the part of the asset that it came nearest to.
    open
        Passages (see :data:`PASSAGE_COLUMNS`) with ``how`` = gap, unheard or near.  A silence
        counts from wherever it began, if it was long enough to go there and back.
    unjudged
        :data:`.unheard.UNJUDGED_COLUMNS` of ships never heard in the area, whose track begins
        or ends so that they could have been there: nothing tells where they went.
    """
    pairs = [(o, t) for o in outages for t in o.targets]
    found = [f for f in (_approach(o, t, legs, settings, crossed) for o, t in pairs) if f]
    if len(outages) > 1:
        fits = crossed | {int(m) for f in found for o in f.left_open for m in o["mmsi"]}
        found = [_with_unheard(f, fits, settings) for f in found]
    return (
        pd.concat([f.closest for f in found], ignore_index=True)
        if found
        else pd.DataFrame({name: [] for name in _CLOSEST}),
        pd.concat([o for f in found for o in f.left_open], ignore_index=True)
        if found
        else no_passages(),
        pd.concat([f.doubts for f in found], ignore_index=True)
        if found
        else pd.DataFrame({name: [] for name in UNJUDGED_COLUMNS}),
    )


class _Found(NamedTuple):
    """What is found for one outage and one asset."""

    outage: Outage
    measured: Measured
    closest: pd.DataFrame
    left_open: tuple[pd.DataFrame, ...]
    doubts: pd.DataFrame


def _approach(
    outage: Outage, target: Target, legs: Legs, settings: Settings, crossed: Set[int]
) -> _Found | None:
    """Return what the legs leave open for one asset; None where none comes near its box."""
    margin = settings.attribution.margin_h * 3600
    start, end = outage.earliest_s - margin, outage.latest_s + margin
    inside = (legs.t1 >= start) & (legs.t0 <= end)
    # However long a ship that fits another outage was not heard before this one, or after it.
    inside |= (legs.opens | legs.ends) & np.isin(legs.mmsi, list(crossed))
    box = _in_box(legs, target, settings)
    near = legs.take(np.flatnonzero(inside & (box | _long_silent(legs, settings))))
    if not len(near.mmsi):
        return None
    measured = Measured(target, near)
    closest = _closest(outage, measured, settings)
    area = np.isin(near.mmsi, closest["mmsi"].to_numpy())
    left_open = (
        near_misses(outage, measured, settings),
        silences(outage, measured, area, settings),
    )
    doubts = unjudged(outage, measured, ~area)
    return _Found(outage, measured, closest, left_open, doubts)


def _with_unheard(found: _Found, fits: Set[int], settings: Settings) -> _Found:
    """Return what is found with the ships in doubt that fit another outage as left open."""
    known = found.doubts["mmsi"].isin(fits)
    if not known.any():
        return found
    those = np.isin(found.measured.legs.mmsi, found.doubts.loc[known, "mmsi"].to_numpy())
    more = unheard_ends(found.outage, found.measured, those, settings)
    return found._replace(
        left_open=(*found.left_open, more), doubts=found.doubts[~known].reset_index(drop=True)
    )


def _long_silent(legs: Legs, settings: Settings) -> NDArray[np.bool_]:
    """Return which legs leave a ship time for the area and back, wherever they lie."""
    far_m = 2000 * settings.attribution.area_km
    return np.asarray(((legs.t1 - legs.t0) * legs.reach_ms > far_m) | legs.opens | legs.ends)


def _in_box(legs: Legs, target: Target, settings: Settings) -> NDArray[np.bool_]:
    """Return which legs touch the box of the asset, widened by the area."""
    x0, y0, x1, y1 = (float(v) for v in shapely.bounds(target.line))
    pad = 1000 * max(settings.attribution.area_km, 1.0) + 5000
    xs, ys = np.array([x0 - pad, x1 + pad]), np.array([y0 - pad, y1 + pad])
    # The box is wide: its corners and edge middles bound it in degrees well enough.
    gx, gy = np.meshgrid(np.append(xs, xs.mean()), np.append(ys, ys.mean()))
    lon, lat = unproject(target.transformer, gx.ravel(), gy.ravel())
    west, east, south, north = lon.min(), lon.max(), lat.min(), lat.max()
    return np.asarray(
        (np.minimum(legs.lon0, legs.lon1) <= east)
        & (np.maximum(legs.lon0, legs.lon1) >= west)
        & (np.minimum(legs.lat0, legs.lat1) <= north)
        & (np.maximum(legs.lat0, legs.lat1) >= south)
    )


def _closest(outage: Outage, measured: Measured, settings: Settings) -> pd.DataFrame:
    target, legs = measured.target, measured.legs
    rows = measured.leg.nearest(legs.mmsi, legs.t0, np.arange(len(legs.mmsi)))
    rows = rows[measured.leg.of(rows) <= settings.attribution.area_km * 1000]
    share = nearest_share(measured.lines[rows], target.line)
    first, last = outage.support_s()
    then = np.flatnonzero((legs.t1 >= first) & (legs.t0 <= last))
    table = pd.DataFrame(
        {
            "mmsi": legs.mmsi[rows],
            "outage": outage.number,
            "asset_id": target.asset_id,
            "closest_km": measured.leg.of(rows) / 1000,
            "closest_s": legs.t0[rows] + share * (legs.t1[rows] - legs.t0[rows]),
            "error_km": measured.error_m[rows] / 1000,
        }
    )
    inside = _in_window(measured, then, float(last - first))
    joined: pd.DataFrame = table.merge(inside, on="mmsi", how="left")
    return joined[list(_CLOSEST)]


def _in_window(measured: Measured, then: NDArray[np.int64], span_s: float) -> pd.DataFrame:
    """Return how near each vessel came in the window itself, on which side, and its reach."""
    legs, line = measured.legs, measured.target.line
    rows = measured.leg.nearest(legs.mmsi, legs.t0, then)
    share = nearest_share(measured.lines[rows], line)
    ways = shapely.shortest_line(measured.lines[rows], line)
    ship, asset = (shapely.get_point(ways, k) for k in (0, 1))
    east, north = (f(ship) - f(asset) for f in (shapely.get_x, shapely.get_y))
    return pd.DataFrame(
        {
            "mmsi": legs.mmsi[rows],
            "window_km": measured.leg.of(rows) / 1000,
            "window_s": legs.t0[rows] + share * (legs.t1[rows] - legs.t0[rows]),
            "window_deg": np.degrees(np.arctan2(east, north)) % 360.0,
            "reach_km": legs.reach_ms[rows] * span_s / 1000,
            "place_km": _place_km(measured, then, rows),
        }
    )


def _place_km(measured: Measured, then: NDArray[np.int64], rows: NDArray[np.int64]) -> Floats:
    """Return how near the vessels of some legs came to the published place in the window, km."""
    legs = measured.legs
    off = pd.Series(measured.off_place_m(then) / 1000).groupby(legs.mmsi[then]).min()
    return np.asarray(off.reindex(legs.mmsi[rows]), float)
