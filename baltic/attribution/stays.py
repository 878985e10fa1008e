"""How long ships stayed at a line: along it, or at anchor over it, a crossing has no one time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ..geo import DEG_M
from ..records import SILENT_S
from .measured import Measured, reach_asset
from .passages import LOOSE_S, place_reach_km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .legs import Legs
    from .targets import Target
    from .windows import Outage

__all__ = ["STAY_COLUMNS", "add_stays", "stays_at"]

#: The span of time in which a ship was within twice the error of a line without a break, how near
#: it came to the published place meanwhile (in the times that could explain the outage, where the
#: stay reaches into them), and when it was as near as that may err.
STAY_COLUMNS = ("mmsi", "asset_id", "stay_from_s", "stay_to_s", "stay_off_km",
                "place_from_s", "place_to_s")  # fmt: skip
_ERRORS = 2.0
#: A crossing belongs to a span that ends so long before it, for the seconds between fixes.
_SLACK_S = 120.0


def stays_at(outage: Outage, target: Target, legs: Legs, measured: Measured) -> pd.DataFrame:
    """Return the spans in which each ship was within twice the error of a line.

    Parameters
    ----------
    legs, measured
        Legs in the order of ships and times, and their distances from the asset; a silence
        that begins or ends near the line belongs to the span.
    """
    reach_m = _ERRORS * measured.error_m
    rows = np.flatnonzero(measured.near.within(reach_m) & (legs.t1 > legs.t0))
    a, b = _at_line(legs, measured, rows, reach_m[rows])
    kept = b > a
    rows, a, b = rows[kept], a[kept], b[kept]
    if not len(rows):
        return pd.DataFrame({name: [] for name in STAY_COLUMNS})
    begins = np.ones(len(rows), dtype=bool)
    same = legs.mmsi[rows[1:]] == legs.mmsi[rows[:-1]]
    begins[1:] = ~(same & (a[1:] == b[:-1]))
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(rows)) - 1
    off = measured.off_place_m(rows) / 1000
    # Where the ship was at another time of its stay is no place of the outage's.
    early, late = outage.support_s()
    other = (b < early) | (a > late)
    some = np.logical_or.reduceat(~other, first)
    here = np.where(other & np.repeat(some, np.diff(np.append(first, len(rows)))), np.inf, off)
    there = off <= place_reach_km(outage, target)
    came = np.minimum.reduceat(np.where(there, a, np.inf), first)
    went = np.maximum.reduceat(np.where(there, b, -np.inf), first)
    return pd.DataFrame(
        {
            "mmsi": legs.mmsi[rows[first]],
            "asset_id": target.asset_id,
            "stay_from_s": a[first],
            "stay_to_s": b[last],
            "stay_off_km": np.minimum.reduceat(here, first),
            "place_from_s": np.where(np.isfinite(came), came, np.nan),
            "place_to_s": np.where(np.isfinite(went), went, np.nan),
        }
    )


def _at_line(
    legs: Legs, measured: Measured, rows: NDArray[np.intp], reach_m: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return from when to when a ship may have been at the line on each leg.

    On a leg between two fixes in touch that is all of it.  In a silence that begins or ends at the
    line, the ship was there no longer than it leaves time for the way to the other end; one that
    neither begins nor ends there is no stay: what it hides is weighed as a silence.
    """
    a, b = legs.t0[rows], legs.t1[rows]
    silent = np.flatnonzero(b - a > SILENT_S)
    t0, t1 = a[silent], b[silent]
    ends = measured.ends_m(rows[silent])
    out, back = (np.maximum(d - reach_m[silent], 0.0) / legs.reach_ms[rows[silent]] for d in ends)
    a[silent] = np.where(out > 0, np.minimum(t0 + out, t1), t0)
    b[silent] = np.where(back > 0, np.maximum(t1 - back, t0), t1)
    away = silent[(out > 0) & (back > 0)]
    b[away] = a[away]
    return a, b


def _around(target: Target, legs: Legs, ships: NDArray[np.int64]) -> Legs:
    """Return the legs of some ships in the box of an asset and twice its error around."""
    west, south, east, north = shapely.bounds(target.geometry)
    pad = 1000.0 * _ERRORS * max(target.parts_km) / DEG_M
    wide = pad / max(np.cos(np.radians(max(abs(south), abs(north)))), 0.05)
    near = np.isin(legs.mmsi, ships)
    near &= np.minimum(legs.lat0, legs.lat1) <= north + pad
    near &= np.maximum(legs.lat0, legs.lat1) >= south - pad
    # Where a line or a leg goes over 180 degrees, its longitudes bound nothing.
    over = np.abs(legs.lon1 - legs.lon0) > 180.0
    if east - west < 180.0:
        near &= over | (np.minimum(legs.lon0, legs.lon1) <= east + wide)
        near &= over | (np.maximum(legs.lon0, legs.lon1) >= west - wide)
    return legs.take(np.flatnonzero(near))


def add_stays(
    crossings: pd.DataFrame,
    t_s: NDArray[np.float64],
    outages: Sequence[Outage],
    legs: Legs,
) -> pd.DataFrame:
    """Return crossings with the span in which the ship was at the line around each.

    Parameters
    ----------
    crossings
        ``mmsi``, ``asset_id``, ``t_sd_s`` and more; only where the time is loose, or a ship
        crossed an asset more than once, is the ship followed.
    t_s
        Their times, Unix s.
    outages
        With the assets that may have failed.
    legs
        Of all ships.

    Returns
    -------
    pandas.DataFrame
        The crossings with the last columns of :data:`STAY_COLUMNS`, NaN where the ship was not
        followed.
    """
    columns = list(STAY_COLUMNS[2:])
    plain = crossings.assign(**dict.fromkeys(columns, np.nan))
    loose = crossings["t_sd_s"].to_numpy(float) > LOOSE_S
    loose |= crossings.duplicated(["mmsi", "asset_id"], keep=False).to_numpy()
    ships = crossings["mmsi"].to_numpy(np.int64)
    pieces = []
    for target, outage in ((t, o) for o in outages for t in o.targets):
        rows = loose & (crossings["asset_id"] == target.asset_id).to_numpy()
        followed = _around(target, legs, ships[rows])
        reach_m = 1000.0 * _ERRORS * max(target.parts_km)
        followed = followed.take(reach_asset(target, followed, reach_m))
        if len(followed.mmsi):
            pieces.append(stays_at(outage, target, followed, Measured(target, followed)))
    if not pieces:
        return plain
    table = pd.concat(pieces, ignore_index=True)
    keys = pd.DataFrame(
        {"mmsi": ships, "asset_id": crossings["asset_id"].to_numpy(),
         "row": np.arange(len(crossings)), "t_s": t_s}
    )[loose]  # fmt: skip
    joined = keys.merge(table, on=["mmsi", "asset_id"])
    inside = (joined["t_s"] >= joined["stay_from_s"] - _SLACK_S) & (
        joined["t_s"] <= joined["stay_to_s"] + _SLACK_S
    )
    widest = (
        joined[inside].groupby("row").agg({c: "max" if "_to_" in c else "min" for c in columns})
    )
    rows = widest.index.to_numpy()
    for name in columns:
        values = np.full(len(crossings), np.nan)
        values[rows] = widest[name].to_numpy(float)
        plain[name] = values
    return plain
