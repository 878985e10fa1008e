"""How near each vessel came to a failed asset, and the near misses that its error leaves open.

Legs between fixes (one every two minutes is enough for kilometres) are measured
against the asset in local metres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.special import erfc

from ..geo import unproject
from .likelihood import time_support
from .measured import Measured, nearest_share, open_rows
from .passages import no_passages
from .unheard import UNJUDGED_COLUMNS, silences, unjudged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..settings import Settings
    from .legs import Legs
    from .windows import Outage, Target

__all__ = ["approaches"]

Floats = NDArray[np.float64]

_STEERAGE_MS = 5.0
_LEG_GAP_S = 3600.0
_CLOSEST = ("mmsi", "outage", "asset_id", "closest_km", "closest_s", "window_km", "window_s",
            "window_deg", "reach_km")  # fmt: skip


def approaches(
    outages: Sequence[Outage], legs: Legs, settings: Settings
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return closest approaches, passages left open by silences or line errors, and doubts.

    Returns
    -------
    closest
        ``mmsi outage asset_id closest_km closest_s`` within the window and its margin,
        for vessels within the area of the asset; ``window_km`` and ``window_s`` the same
        within the window alone, ``window_deg`` the bearing from the asset to the ship
        then, ``reach_km`` how far the ship could sail in the window.
    open
        Passages (see :data:`PASSAGE_COLUMNS`) with ``how`` = gap, unheard or near.  A silence
        counts from wherever it began, if it was long enough to go there and back.
    unjudged
        :data:`.unheard.UNJUDGED_COLUMNS` of ships never heard in the area, whose track begins
        or ends so that they could have been there: nothing tells where they went.
    """
    closest, left_open, doubts = [], [], []
    for outage in outages:
        margin = settings.attribution.margin_h * 3600
        start, end = outage.earliest_s - margin, outage.latest_s + margin
        inside = (legs.t1 >= start) & (legs.t0 <= end)
        for target in outage.targets:
            box = _in_box(legs, target, settings)
            near = legs.take(np.flatnonzero(inside & (box | _long_silent(legs, settings))))
            if not len(near.mmsi):
                continue
            measured = Measured(target, near)
            found = _closest(outage, target, near, measured, settings)
            closest.append(found)
            area = np.isin(near.mmsi, found["mmsi"].to_numpy())
            left_open.append(_near_misses(outage, target, near, measured, area))
            left_open.append(silences(outage, target, near, measured, area, settings))
            doubts.append(unjudged(outage, target, near, measured, ~area))
    return (
        pd.concat(closest, ignore_index=True)
        if closest
        else pd.DataFrame({name: [] for name in _CLOSEST}),
        pd.concat(left_open, ignore_index=True) if left_open else no_passages(),
        pd.concat(doubts, ignore_index=True)
        if doubts
        else pd.DataFrame({name: [] for name in UNJUDGED_COLUMNS}),
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


def _closest(
    outage: Outage, target: Target, legs: Legs, measured: Measured, settings: Settings
) -> pd.DataFrame:
    rows = _nearest(legs, measured, np.arange(len(legs.mmsi)))
    rows = rows[measured.leg_m[rows] <= settings.attribution.area_km * 1000]
    share = nearest_share(measured.lines[rows], target.line)
    first, last = time_support(
        outage.reading_sd_s, outage.earliest_s, outage.latest_s, outage.delay_s
    )
    then = np.flatnonzero((legs.t1 >= first) & (legs.t0 <= last))
    table = pd.DataFrame(
        {
            "mmsi": legs.mmsi[rows],
            "outage": outage.number,
            "asset_id": target.asset_id,
            "closest_km": measured.leg_m[rows] / 1000,
            "closest_s": legs.t0[rows] + share * (legs.t1[rows] - legs.t0[rows]),
        }
    )
    span_s = float(last - first)
    inside = _in_window(target, legs, measured, _nearest(legs, measured, then), span_s)
    joined: pd.DataFrame = table.merge(inside, on="mmsi", how="left")
    return joined[list(_CLOSEST)]


def _nearest(legs: Legs, measured: Measured, among: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the nearest leg of each vessel among some legs."""
    order = among[np.lexsort((legs.t0[among], measured.leg_m[among], legs.mmsi[among]))]
    return np.asarray(order[np.unique(legs.mmsi[order], return_index=True)[1]])


def _in_window(
    target: Target, legs: Legs, measured: Measured, rows: NDArray[np.int64], span_s: float
) -> pd.DataFrame:
    """Return how near each vessel came in the window itself, on which side, and its reach."""
    share = nearest_share(measured.lines[rows], target.line)
    ways = shapely.shortest_line(measured.lines[rows], target.line)
    ship, asset = (shapely.get_point(ways, k) for k in (0, 1))
    east, north = (f(ship) - f(asset) for f in (shapely.get_x, shapely.get_y))
    return pd.DataFrame(
        {
            "mmsi": legs.mmsi[rows],
            "window_km": measured.leg_m[rows] / 1000,
            "window_s": legs.t0[rows] + share * (legs.t1[rows] - legs.t0[rows]),
            "window_deg": np.degrees(np.arctan2(east, north)) % 360.0,
            "reach_km": legs.reach_ms[rows] * span_s / 1000,
        }
    )


def _near_misses(
    outage: Outage, target: Target, legs: Legs, measured: Measured, area: NDArray[np.bool_]
) -> pd.DataFrame:
    """Return passes so near that the true line may lie on the other side."""
    accuracy_m = target.accuracy_km * 1000
    sd = min(accuracy_m / _STEERAGE_MS, 7200.0)
    first, last = time_support(
        np.hypot(outage.reading_sd_s, sd), outage.earliest_s, outage.latest_s, outage.delay_s
    )
    short = legs.t1 - legs.t0 <= _LEG_GAP_S
    wanted = (
        area & short & (measured.leg_m <= 2 * accuracy_m) & (legs.t1 >= first) & (legs.t0 <= last)
    )
    rows = np.flatnonzero(wanted)
    # One passage a vessel: its nearest leg, spread over the time it stayed near.
    order = rows[np.lexsort((legs.t0[rows], measured.leg_m[rows], legs.mmsi[rows]))]
    best = order[np.unique(legs.mmsi[order], return_index=True)[1]]
    stay = pd.DataFrame({"mmsi": legs.mmsi[rows], "a": legs.t0[rows], "b": legs.t1[rows]})
    spans = stay.groupby("mmsi").agg({"a": "min", "b": "max"})
    share = nearest_share(measured.lines[best], target.line)
    middle = legs.t0[best] + share * (legs.t1[best] - legs.t0[best])
    p = 0.5 * erfc(measured.leg_m[best] / (accuracy_m * np.sqrt(2)))
    return open_rows(
        outage,
        target,
        legs,
        measured,
        best,
        how="near",
        t_s=middle,
        t_from_s=spans["a"].to_numpy(float),
        t_to_s=spans["b"].to_numpy(float),
        sd_s=np.full(len(best), sd),
        p=p,
    )
