"""Assets under an episode: crossings, dips over them, and what lies ahead."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from .. import geo, physics
from ..catalogue import is_real
from ..records import AssetHit, Evidence
from ..settings import Settings
from .case import Case

__all__ = ["Depth", "asset_hits", "asset_items", "asset_table", "next_asset"]

Floats = NDArray[np.float64]

#: Water depth (m, positive) at longitudes and latitudes; NaN = unknown.
Depth = Callable[[Floats, Floats], Floats]

_HEAVY = ("gas", "oil", "power")
_LEAST_P = 0.05
_AHEAD_KM = 150.0


def asset_table(assets: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return kind and accuracy of the assets that lie on the sea bed, by id."""
    real = [is_real(s) for s in assets["status"]]
    return pd.DataFrame(assets.loc[real, ["asset_id", "name", "kind", "accuracy_km"]]).set_index(
        "asset_id"
    )


def asset_hits(
    case: Case, table: pd.DataFrame, depth: Depth | None, settings: Settings
) -> tuple[AssetHit, ...]:
    """Return the crossings of real assets during an episode, in time order."""
    real = _real(case, table)
    if not len(real):
        return ()
    chance = _contact(case, real, depth, settings)
    hits = []
    rows: list[Any] = list(real.itertuples(index=False))
    for row, p in zip(rows, chance, strict=True):
        hits.append(
            AssetHit(
                asset_id=str(row.asset_id),
                t=datetime.fromtimestamp(float(row.t_s), UTC),
                t_sd_s=float(row.t_sd_s),
                lon=float(row.lon),
                lat=float(row.lat),
                kp_km=float(row.kp_km),
                sog_kn=float(row.sog_kn),
                cog_deg=float(row.cog_deg),
                angle_deg=float(row.angle_deg),
                p_contact=None if math.isnan(p) else float(p),
                accuracy_km=float(table.loc[row.asset_id, "accuracy_km"]),
            )
        )
    return tuple(hits)


def _real(case: Case, table: pd.DataFrame) -> pd.DataFrame:
    c = case.crossings
    if not len(c):
        return c
    return c[c["asset_id"].isin(table.index) & (c["p_cross"] >= _LEAST_P)].sort_values(
        ["t_s", "asset_id"]
    )


def _contact(case: Case, real: pd.DataFrame, depth: Depth | None, settings: Settings) -> Floats:
    if depth is None or case.own is None:
        return np.full(len(real), np.nan)
    below = depth(real["lon"].to_numpy(float), real["lat"].to_numpy(float))
    gear = physics.anchor_of(case.own.equipment_number)
    return physics.contact_probability_of(
        np.maximum(real["sog_kn"].to_numpy(float), 0.5),
        below,
        gear.mass_kg,
        gear.chain_d_m,
        gear.chain_side_m,
        depth_sd_ln=settings.contact.depth_sd_ln,
        physics=settings.physics,
    )


def asset_items(
    case: Case, table: pd.DataFrame, depth: Depth | None, settings: Settings
) -> list[Evidence]:
    """Return the items seen at the assets themselves."""
    real = _real(case, table)
    if not len(real):
        return []
    found = (
        _dip(case, real, table, settings),
        _reach(case, real, depth, settings),
    )
    return [item for item in found if item is not None]


def _dip(
    case: Case, real: pd.DataFrame, table: pd.DataFrame, settings: Settings
) -> Evidence | None:
    """A short loss of speed within five minutes of a pipeline or power link."""
    best = (0.0, "", 0.0)
    t, v = case.track.t, case.track.v
    rows: list[Any] = list(real.itertuples(index=False))
    for row in rows:
        if table.loc[row.asset_id, "kind"] not in _HEAVY:
            continue
        a, b = np.searchsorted(t, [row.t_s - 1800.0, row.t_s + 1800.0])
        known = np.isfinite(v[a:b])
        tt, vv = t[a:b][known] - row.t_s, v[a:b][known]
        here, left, right = np.abs(tt) <= 300.0, tt < -420.0, tt > 420.0
        if here.sum() < 5 or left.sum() < 8 or right.sum() < 8:
            continue
        around = left | right
        line = np.polyfit(tt[around], vv[around], 1)
        rest = vv - np.polyval(line, tt)
        spread = max(float(np.std(rest[around])), 0.1)
        # Three in a row, so that one bad value is no dip.
        low = float(np.min(np.convolve(rest[here], np.ones(3) / 3.0, "valid")))
        if -low / spread > best[0]:
            best = (-low / spread, str(row.asset_id), -low)
    if best[0] < 3.0:
        return None
    steps = settings.evidence.dip_llr
    name = str(table.loc[best[1], "name"])
    return Evidence(
        item="dip_at_asset",
        value=round(best[0], 1),
        unit="s.d.",
        neighbours=None,
        llr=float(np.interp(best[0], [k[0] for k in steps], [k[1] for k in steps])),
        text=f"lost {best[2]:.1f} kn for a moment while crossing {name}",
    )


def _reach(
    case: Case, real: pd.DataFrame, depth: Depth | None, settings: Settings
) -> Evidence | None:
    """Whether the anchor could reach the bottom anywhere along the crossings."""
    chance = _contact(case, real, depth, settings)
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


def next_asset(case: Case, assets: gpd.GeoDataFrame) -> dict[str, Any] | None:
    """Return the first real asset ahead on the last course, when the ship is still slow."""
    if case.episode.closed:
        return None
    leg, at = case.episode.leg, case.episode.last
    lon, lat, cog = float(leg.lon[at]), float(leg.lat[at]), float(leg.cog[at])
    if not math.isfinite(cog):
        return None
    end = geo.point_at(lon, lat, cog, _AHEAD_KM * 1000.0)
    ray = shapely.LineString([(lon, lat), (float(end[0]), float(end[1]))])
    real = assets[[is_real(s) for s in assets["status"]]]
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
