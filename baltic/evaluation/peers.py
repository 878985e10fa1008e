"""Rules that other programs publish, written anew from their descriptions, as baselines.

Each rule gets what `baltic` gets: cleaned tracks, the same assets and places.  Nothing of
their code is here, so a rule may differ from its program in what its description leaves open;
each docstring says how that was filled, as a rule to the peer's advantage.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from .. import geo

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["RULES", "Spans", "Voyage", "drop_for_an_hour", "grapnel", "run_rules", "waves"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
#: Begin and end of what a rule fired on, seconds since 1970.
Spans = list[tuple[float, float]]

_CORRIDOR_M = 3_000.0
_EQUAL_AREA = "EPSG:3035"  # lengths within half a percent all over the Baltic
_BIN_S = 600.0


@dataclass(frozen=True)
class Voyage:
    """One ship's fixes as a rule sees them, arrays of one length.

    Attributes
    ----------
    t_s, lon, lat, sog_kn, cog_deg, heading_deg
        As in tracks; NaN where not sent.
    moored
        Whether the ship itself says that it is at anchor or moored.
    near
        Within 3 km of an asset.
    at_place
        Inside a charted anchorage or port.
    """

    t_s: Floats
    lon: Floats
    lat: Floats
    sog_kn: Floats
    cog_deg: Floats
    heading_deg: Floats
    moored: Flags
    near: Flags
    at_place: Flags


def _runs(on: Flags, t_s: Floats, longest_gap_s: float = 1800.0) -> list[tuple[int, int]]:
    """Return first and last index of unbroken runs."""
    if not on.any():
        return []
    cut = np.diff(t_s) > longest_gap_s
    starts = np.flatnonzero(on & np.r_[True, ~on[:-1] | cut])
    ends = np.flatnonzero(on & np.r_[~on[1:] | cut, True])
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def grapnel(ship: Voyage) -> Spans:
    """Return where the rule of GRAPNEL's ``anchor_drag`` fires.

    0.3 to 5.0 kn, for at least 30 min and 3 km, inside a corridor of 3 km to either side of
    an asset, course steady (length of the mean course vector at least 0.94), median speed at
    most 0.55 of the ship's own upper-quartile speed.  Its guards (the ship says that it is
    moored or at anchor, ports, anchorages) are ours.
    """
    sog = np.nan_to_num(ship.sog_kn, nan=-1.0)
    slow = (sog >= 0.3) & (sog <= 5.0) & ship.near & ~ship.moored & ~ship.at_place
    base = float(np.quantile(sog[sog >= 0], 0.75)) if (sog >= 0).any() else 0.0
    out: Spans = []
    for a, b in _runs(slow, ship.t_s):
        here = slice(a, b + 1)
        ends = (ship.lon[a:b], ship.lat[a:b], ship.lon[a + 1 : b + 1], ship.lat[a + 1 : b + 1])
        metres = float(geo.haversine_m(*ends).sum())
        if ship.t_s[b] - ship.t_s[a] < 1800.0 or metres < 3000.0:
            continue
        course = np.radians(ship.cog_deg[here])
        course = course[np.isfinite(course)]
        steady = len(course) > 0 and abs(np.exp(1j * course).mean()) >= 0.94
        if steady and float(np.median(sog[here])) <= 0.55 * base:
            out.append((float(ship.t_s[a]), float(ship.t_s[b])))
    return out


def heading_jitter(ship: Voyage) -> Spans:
    """Return where the drag rule of AIS_Tracker fires.

    Mean speed of five fixes 0.3 to 4.0 kn and mean change of heading from fix to fix over
    15 degrees; course where no heading is sent.  Ships that say they are moored or at anchor
    are left out, which its description does not ask for.
    """
    n = 5
    if len(ship.t_s) < n:
        return []
    bow = np.where(np.isfinite(ship.heading_deg), ship.heading_deg, ship.cog_deg)
    turn = np.abs(geo.turn_deg(bow[:-1], bow[1:]))
    windows = np.lib.stride_tricks.sliding_window_view
    speed = windows(ship.sog_kn, n).mean(axis=1)
    swing = windows(turn, n - 1).mean(axis=1)
    free = ~windows(ship.moored, n).any(axis=1)
    with np.errstate(invalid="ignore"):
        fires = (speed >= 0.3) & (speed <= 4.0) & (swing > 15.0) & free
    runs = _runs(fires, ship.t_s[: len(fires)])
    return [(float(ship.t_s[a]), float(ship.t_s[b + n - 1])) for a, b in runs]


def drop_for_an_hour(ship: Voyage) -> Spans:
    """Return where a ship makes 20 % less than its own speed before, for an hour.

    Medians of 10 min; the reference is the median of the three hours before; stopped ships
    (below 1.8 kn) and the ship's own word of being moored are left out.
    """
    at = np.floor(ship.t_s / _BIN_S).astype(np.int64)
    good = np.isfinite(ship.sog_kn) & ~ship.moored
    if not good.any():
        return []
    first, last = int(at[0]), int(at[-1])
    v = np.full(last - first + 1, np.nan)
    order = at[good] - first
    cuts = np.flatnonzero(np.diff(order)) + 1
    for where, part in zip(order[np.r_[0, cuts]], np.split(ship.sog_kn[good], cuts), strict=True):
        v[where] = np.median(part)
    if len(v) < 24:
        return []
    windows = np.lib.stride_tricks.sliding_window_view
    moving = np.where(v >= 1.8, v, np.nan)
    before, after = windows(moving, 18)[: len(v) - 23], windows(v, 6)[18:]
    known = np.isfinite(before).sum(axis=1) >= 9
    ref = np.full(len(before), np.nan)
    ref[known] = np.nanmedian(before[known], axis=1)
    with np.errstate(invalid="ignore"):
        low = (after >= 1.8) & (after <= 0.8 * ref[:, None])
    fires = low.sum(axis=1) == 6
    begin = (first + 18 + np.flatnonzero(fires)) * _BIN_S
    return [(float(b), float(b) + 3600.0) for b in begin]


def waves(ship: Voyage) -> Spans:
    """Return where the heading swings like waves for at least half of an hour.

    From the notebook on Samus Swan, which counts zig-zag waves of the heading and names no
    threshold: a wave here is a swing of at least 6 degrees from one turning point of the
    heading to the next within 1 to 10 min, while under way (2 kn and more).
    """
    known = np.isfinite(ship.heading_deg) & (np.nan_to_num(ship.sog_kn) >= 2.0)
    t, bow = ship.t_s[known], np.degrees(np.unwrap(np.radians(ship.heading_deg[known])))
    if len(t) < 10:
        return []
    step = np.sign(np.diff(bow))
    moves = np.flatnonzero(step)
    turns = moves[1:][step[moves[1:]] != step[moves[:-1]]]
    if len(turns) < 2:
        return []
    width, height = np.diff(t[turns]), np.abs(np.diff(bow[turns]))
    wave = (height >= 6.0) & (width >= 60.0) & (width <= 600.0)
    begin, length = t[turns][:-1][wave], width[wave]
    if len(begin) == 0:
        return []
    total = np.concatenate([[0.0], np.cumsum(length)])
    upto = np.searchsorted(begin, begin + 3600.0)
    share = (total[upto] - total[np.arange(len(begin))]) / 3600.0
    return [(float(b), float(b) + 3600.0) for b in begin[share >= 0.5]]


#: Name in the table -> rule.
RULES: dict[str, Callable[[Voyage], Spans]] = {
    "GRAPNEL anchor_drag": grapnel,
    "AIS_Tracker drag": heading_jitter,
    "20 % slower for an hour": drop_for_an_hour,
    "heading waves": waves,
}


def run_rules(
    tracks: pl.DataFrame, assets: gpd.GeoDataFrame, places: pd.DataFrame
) -> dict[str, dict[int, Spans]]:
    """Run every rule on every ship.

    Parameters
    ----------
    tracks
        Table TRACKS; the first hull of each MMSI is judged.
    assets, places
        Tables ASSETS and PLACES.

    Returns
    -------
    dict
        Rule -> MMSI -> spans; ships on which it never fires are left out.
    """
    single = tracks.filter(pl.col("hull") == 0).sort("mmsi", "t")
    out: dict[str, dict[int, Spans]] = {name: {} for name in RULES}
    if single.height == 0:
        return out
    near, at_place = _nearness(single, assets, places)
    names = ["lon", "lat", "sog_kn", "cog_deg", "heading_deg"]
    columns = {c: single[c].cast(pl.Float64).fill_null(np.nan).to_numpy() for c in names}
    t = single["t"].dt.timestamp("us").to_numpy() / 1e6
    moored = single["nav_status"].is_in([1, 5]).fill_null(False).to_numpy()
    mmsi = single["mmsi"].to_numpy()
    starts = np.flatnonzero(np.r_[True, mmsi[1:] != mmsi[:-1]])
    for a, b in zip(starts, np.r_[starts[1:], len(mmsi)], strict=True):
        own = slice(a, b)
        ship = Voyage(
            t_s=t[own],
            moored=moored[own],
            near=near[own],
            at_place=at_place[own],
            **{name: column[own] for name, column in columns.items()},
        )
        for name, rule in RULES.items():
            spans = rule(ship)
            if spans:
                out[name][int(mmsi[a])] = spans
    return out


def _nearness(
    single: pl.DataFrame, assets: gpd.GeoDataFrame, places: pd.DataFrame
) -> tuple[Flags, Flags]:
    """Return which slow fixes are near an asset, and which lie in a port or anchorage."""
    import pyproj

    lon, lat = single["lon"].to_numpy(), single["lat"].to_numpy()
    slow = single["sog_kn"].fill_null(99.0).to_numpy() <= 5.0
    near, at_place = np.zeros(len(lon), dtype=bool), np.zeros(len(lon), dtype=bool)
    index = np.flatnonzero(slow)
    if len(index) == 0:
        return near, at_place
    metres = pyproj.Transformer.from_crs("EPSG:4326", _EQUAL_AREA, always_xy=True)
    points = shapely.points(*metres.transform(lon[index], lat[index]))
    # Long straight legs are straight in degrees: points in between keep them so.
    lines = shapely.segmentize(assets.geometry.to_numpy(), 0.05)
    flat = shapely.transform(lines, lambda xy: np.column_stack(metres.transform(*xy.T)))
    tree = shapely.STRtree(flat)
    near[index[np.unique(tree.query(points, "dwithin", _CORRIDOR_M)[0])]] = True
    spots = shapely.points(*metres.transform(places["lon"].to_numpy(), places["lat"].to_numpy()))
    round_them = shapely.buffer(spots, places["radius_km"].to_numpy(dtype=float) * 1000.0)
    at_place[index[np.unique(shapely.STRtree(round_them).query(points, "within")[0])]] = True
    return near, at_place
