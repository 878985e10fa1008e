"""Vessels in the area and the window that could not have done it, each with the reason."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..records import Exclusion
from .reasons import exclusion_reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..settings import Settings
    from .windows import Outage

__all__ = ["exclude"]


def exclude(
    outages: Sequence[Outage],
    passages: pd.DataFrame,
    closest: pd.DataFrame,
    names: Mapping[int, str | None],
    settings: Settings,
) -> list[Exclusion]:
    """Return the exclusions, nearest first.

    Parameters
    ----------
    passages
        All passages, possible or not; a vessel with a possible one is never excluded.
    closest
        Closest approaches within the windows and their margin.
    """
    possible = set(passages.loc[passages["possible"].astype(bool), "mmsi"].astype(int))
    margin = settings.attribution.margin_h
    crossed = passages[~passages["mmsi"].isin(possible) & (passages["how"] == "crossing")]
    crossed = crossed[_in_margin(crossed, outages, margin)]
    ships = sorted((set(closest["mmsi"].astype(int)) | set(crossed["mmsi"].astype(int))) - possible)
    by_closest = dict(list(closest.groupby("mmsi"))) if len(closest) else {}
    by_crossed = dict(list(crossed.groupby("mmsi"))) if len(crossed) else {}
    rows = []
    for ship in ships:
        near = by_closest.get(ship, closest.iloc[:0])
        mine = by_crossed.get(ship, crossed.iloc[:0])
        km, when = _nearest(near, mine)
        rows.append(
            Exclusion(
                mmsi=ship,
                name=names.get(ship),
                reason=exclusion_reason(outages, near, mine, margin),
                closest_km=km,
                closest_t=when,
            )
        )
    return sorted(rows, key=lambda r: (r.closest_km if r.closest_km is not None else 1e9, r.mmsi))


def _in_margin(
    rows: pd.DataFrame, outages: Sequence[Outage], margin_h: float
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    start = np.array([o.earliest_s for o in outages]) - 3600 * margin_h
    end = np.array([o.latest_s for o in outages]) + 3600 * margin_h
    k = rows["outage"].to_numpy(int)
    t = rows["t_s"].to_numpy(float)
    return np.asarray((t >= start[k]) & (t <= end[k]))


def _nearest(closest: pd.DataFrame, crossed: pd.DataFrame) -> tuple[float | None, datetime | None]:
    if len(crossed):
        # The crossing nearest to a window is what the reason speaks of.
        return 0.0, _time(float(crossed.sort_values("t_s")["t_s"].iloc[0]))
    if closest.empty:
        return None, None
    row = closest.sort_values(["closest_km", "closest_s"]).iloc[0]
    return round(float(row["closest_km"]), 3), _time(float(row["closest_s"]))


def _time(s: float) -> datetime:
    return datetime.fromtimestamp(round(s), UTC)
