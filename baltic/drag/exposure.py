"""Assets under an episode: crossings, dips over them, and what lies ahead."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from .. import geo, physics
from ..records import AssetHit, Evidence
from ..settings import Settings
from .case import Case

__all__ = ["Depth", "asset_hits", "asset_items", "next_asset"]

Floats = NDArray[np.float64]

#: Water depth (m, positive) at longitudes and latitudes; NaN = unknown.
Depth = Callable[[Floats, Floats], Floats]

_AHEAD_KM = 150.0
#: A change of speed reaches this far, s.
_EDGE_S = 2400.0


def asset_hits(case: Case, depth: Depth | None, settings: Settings) -> tuple[AssetHit, ...]:
    """Return the crossings of real assets during an episode, in time order."""
    real = case.crossings
    if not len(real):
        return ()
    chance = _contact(case, depth, settings)
    return tuple(
        AssetHit(
            asset_id=str(real.asset_id[i]),
            t=datetime.fromtimestamp(float(real.t_s[i]), UTC),
            t_sd_s=float(real.t_sd_s[i]),
            lon=float(real.lon[i]),
            lat=float(real.lat[i]),
            kp_km=float(real.kp_km[i]),
            sog_kn=float(real.sog_kn[i]),
            cog_deg=float(real.cog_deg[i]),
            angle_deg=float(real.angle_deg[i]),
            p_contact=None if math.isnan(chance[i]) else float(chance[i]),
            accuracy_km=float(real.accuracy_km[i]),
            gap_s=float(real.gap_s[i]),
        )
        for i in range(len(real))
    )


def _contact(case: Case, depth: Depth | None, settings: Settings) -> Floats:
    real = case.crossings
    if depth is None or case.own is None:
        return np.full(len(real), np.nan)
    below = depth(real.lon, real.lat)
    gear = physics.anchor_of(case.own.equipment_number)
    return physics.contact_probability_of(
        np.maximum(real.sog_kn, 0.5),
        below,
        gear.mass_kg,
        gear.chain_d_m,
        gear.chain_side_m,
        depth_sd_ln=settings.contact.depth_sd_ln,
        physics=settings.physics,
    )


def asset_items(case: Case, depth: Depth | None, settings: Settings) -> list[Evidence]:
    """Return the items seen at the assets themselves."""
    if not len(case.crossings):
        return []
    found = (_dip(case, settings), _reach(case, depth, settings))
    return [item for item in found if item is not None]


def _dip(case: Case, settings: Settings) -> Evidence | None:
    """A short loss of speed within five minutes of a pipeline or power link."""
    best = (0.0, "", 0.0)
    real = case.crossings
    # Where the speed is changing anyway, at either end and around a stop, any fall is a dip.
    quiet = (real.t_s > case.t_start_s + _EDGE_S) & (real.t_s < case.t_end_s - _EDGE_S)
    if case.stop is not None:
        half_s = 30.0 * case.stop.minutes + _EDGE_S
        quiet &= np.abs(real.t_s - case.stop.t_s - 30.0 * case.stop.minutes) > half_s
    for i in np.flatnonzero(real.heavy & quiet).tolist():
        z, lost_kn = _dip_at(case.track.t, case.track.v, float(real.t_s[i]))
        if z > best[0]:
            best = (z, str(real.name[i]), lost_kn)
    steps = settings.evidence.dip_llr
    if best[0] < steps[0][0]:
        return None
    return Evidence(
        item="dip_at_asset",
        value=round(best[0], 1),
        unit="s.d.",
        neighbours=None,
        llr=float(np.interp(best[0], [k[0] for k in steps], [k[1] for k in steps])),
        text=f"lost {best[2]:.1f} kn for a moment while crossing {best[1]}",
    )


def _dip_at(t: Floats, v: Floats, t_s: float) -> tuple[float, float]:
    """Return the lowest of three fixes in a row below the line around: in s.d., and in kn."""
    a, b = np.searchsorted(t, [t_s - 1800.0, t_s + 1800.0])
    known = np.isfinite(v[a:b])
    tt, vv = t[a:b][known] - t_s, v[a:b][known]
    # In time order: what lies before, at and after the crossing are slices.
    left, begin = np.searchsorted(tt, [-420.0, -300.0])
    end, right = np.searchsorted(tt, [300.0, 420.0], "right")
    if end - begin < 5 or left < 8 or len(tt) - right < 8:
        return 0.0, 0.0
    x, y = np.r_[tt[:left], tt[right:]], np.r_[vv[:left], vv[right:]]
    mean = x.mean()
    off, level = x - mean, y.mean()
    slope = float(off @ (y - level)) / float(off @ off)
    spread = max(float(np.std(y - level - slope * off)), 0.1)
    # Three in a row, so that one bad value is no dip.
    rest = vv[begin:end] - level - slope * (tt[begin:end] - mean)
    low = float(np.min(rest[:-2] + rest[1:-1] + rest[2:])) / 3.0
    return -low / spread, -low


def _reach(case: Case, depth: Depth | None, settings: Settings) -> Evidence | None:
    """Whether the anchor could reach the bottom anywhere along the crossings."""
    chance = _contact(case, depth, settings)
    if not np.isfinite(chance).any():
        return None
    best = float(np.nanmax(chance))
    return Evidence(
        item="anchor_reach",
        value=round(best, 2),
        unit="P(contact)",
        neighbours=None,
        llr=math.log(max(best, 0.05)),
        text=f"an anchor of a ship of this size reaches the bottom there with chance {best:.2f}",
    )


def next_asset(case: Case, real: gpd.GeoDataFrame) -> dict[str, Any] | None:
    """Return the first real asset ahead on the last course, when the ship is still slow."""
    if case.episode.closed:
        return None
    leg, at = case.episode.leg, case.episode.last
    lon, lat, cog = float(leg.lon[at]), float(leg.lat[at]), float(leg.cog[at])
    if not math.isfinite(cog):
        return None
    end = geo.point_at(lon, lat, cog, _AHEAD_KM * 1000.0)
    ray = shapely.LineString([(lon, lat), (float(end[0]), float(end[1]))])
    best: dict[str, Any] | None = None
    for index in real.sindex.query(ray, predicate="intersects"):
        cut = shapely.intersection(ray, real.geometry.iloc[int(index)])
        here = shapely.Point(lon, lat)
        point = shapely.get_point(shapely.shortest_line(here, cut), 1)
        km = float(geo.distance_m(lon, lat, point.x, point.y)) / 1000.0
        if best is None or km < best["km"]:
            hours = km / 1.852 / max(case.v_drag_kn, 0.5)
            best = {
                "asset_id": str(real["asset_id"].iloc[int(index)]),
                "km": round(km, 1),
                "hours": round(hours, 1),
            }
    return best
