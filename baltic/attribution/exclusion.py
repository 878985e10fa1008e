"""Vessels in the area and the window that could not have done it, each with the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import polars as pl

from ..catalogue import at_time
from ..records import Exclusion
from .reasons import exclusion_reason, loose_words, nearest_crossing, unjudged_reason

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from ..settings import Settings
    from .windows import Outage

__all__ = ["count_aside", "exclude", "judge_not", "set_aside_loose"]


def set_aside_loose(
    outages: Sequence[Outage], passages: pd.DataFrame, settings: Settings
) -> tuple[pd.DataFrame, frozenset[int]]:
    """Return passages without the ships that fit loosely dated outages only, and those ships.

    Where some outages of an incident have a known time and another only a window of days,
    nearly every ship of the region crossed the latter in its window.  A ship that fits none
    of the former cannot be behind the incident, whatever it crossed in those days.
    """
    hours = np.array([(o.latest_s - o.earliest_s) / 3600 for o in outages])
    loose = hours > settings.attribution.loose_window_h
    possible = passages["possible"].to_numpy(bool)
    if loose.all() or not loose.any() or not possible.any():
        return passages, frozenset()
    tight = ~loose[passages["outage"].to_numpy(int)]
    ships = passages["mmsi"].to_numpy(np.int64)
    aside = np.setdiff1d(ships[possible], ships[possible & tight])
    dropped = np.isin(ships, aside)
    kept = passages.assign(
        possible=possible & ~dropped, density=np.where(dropped, 0.0, passages["density"])
    )
    return kept, frozenset(int(m) for m in aside)


def count_aside(passages: pd.DataFrame, aside: frozenset[int]) -> dict[int, int]:
    """Return how many ships set aside fit each loosely dated outage, by its number.

    Parameters
    ----------
    passages
        As they were before :func:`set_aside_loose`.
    """
    mine = passages[passages["possible"].astype(bool) & passages["mmsi"].isin(aside)]
    return {int(k): int(n) for k, n in mine.groupby("outage")["mmsi"].nunique().items()}  # type: ignore[call-overload]


def exclude(
    outages: Sequence[Outage],
    passages: pd.DataFrame,
    closest: pd.DataFrame,
    vessels: pl.DataFrame,
    settings: Settings,
    *,
    aside: frozenset[int] = frozenset(),
    left_out: Set[int] = frozenset(),
) -> list[Exclusion]:
    """Return the exclusions, nearest first.

    Parameters
    ----------
    passages
        All passages, possible or not; a vessel with a possible one is never excluded.
    closest
        Closest approaches within the windows and their margin.
    vessels
        Contract ``VESSELS``: each ship has the name that it had when it came closest.
    aside
        Ships of :func:`set_aside_loose`: only outages of known time are spoken of.
    left_out
        Ships of :func:`judge_not`.
    """
    loose = _loose(outages, settings)
    possible = set(passages.loc[passages["possible"].astype(bool), "mmsi"].astype(int))
    margin = settings.attribution.margin_h
    others = passages[~passages["mmsi"].isin(possible)]
    # What silences or the line's error leave open is shut by the depth alone.
    crossed = others[(others["how"] != "crossing") | _in_margin(others, outages, margin)]
    near_or_over = set(closest["mmsi"].astype(int)) | set(crossed["mmsi"].astype(int))
    ships = sorted((near_or_over | aside) - possible - left_out)
    by_closest = dict(list(closest.groupby("mmsi"))) if len(closest) else {}
    by_crossed = dict(list(crossed.groupby("mmsi"))) if len(crossed) else {}
    rows = []
    for ship in ships:
        near = by_closest.get(ship, closest.iloc[:0])
        mine = by_crossed.get(ship, crossed.iloc[:0])
        if ship in aside:
            near, mine = (t[~t["outage"].isin(loose)] for t in (near, mine))
        kind, reason = exclusion_reason(outages, near, mine, settings)
        km, when = _nearest(outages, near, mine, kind)
        rows.append(
            Exclusion(
                mmsi=ship,
                name=None,
                reason=reason
                + (loose_words(outages, sorted(loose), settings) if ship in aside else ""),
                closest_km=km,
                closest_t=when,
                kind=kind,
            )
        )
    return _named(rows, outages, vessels)


def judge_not(
    outages: Sequence[Outage],
    passages: pd.DataFrame,
    doubts: pd.DataFrame,
    vessels: pl.DataFrame,
    settings: Settings,
) -> list[Exclusion]:
    """Return the ships that could not be judged, nearest first, each with the reason.

    Parameters
    ----------
    doubts
        From :func:`~baltic.attribution.approach.approaches`.  Beside outages of known time a
        window of days leaves nobody in doubt (:func:`set_aside_loose`).
    """
    possible = passages.loc[passages["possible"].astype(bool), "mmsi"].astype(int)
    loose = _loose(outages, settings)
    if len(loose) < len(outages):
        doubts = doubts[~doubts["outage"].isin(loose)]
    doubts = doubts[~doubts["mmsi"].isin(possible)].sort_values(["away_km", "mmsi", "outage"])
    rows = []
    for row in doubts.drop_duplicates("mmsi").itertuples():
        kind, reason = unjudged_reason(outages, row, settings)
        rows.append(
            Exclusion(
                mmsi=int(row.mmsi),  # type: ignore[arg-type]
                name=None,
                reason=reason,
                closest_km=round(float(row.away_km), 3),  # type: ignore[arg-type]
                closest_t=_time(float(row.last_s)),  # type: ignore[arg-type]
                kind=kind,
            )
        )
    return _named(rows, outages, vessels)


def _loose(outages: Sequence[Outage], settings: Settings) -> set[int]:
    """Return the outages known to a window of days only."""
    limit_s = 3600 * settings.attribution.loose_window_h
    return {k for k, o in enumerate(outages) if o.latest_s - o.earliest_s > limit_s}


def _named(
    rows: list[Exclusion], outages: Sequence[Outage], vessels: pl.DataFrame
) -> list[Exclusion]:
    """Return ships nearest first, with the name each had at that time."""
    windows_s = min(o.earliest_s for o in outages)
    then = [windows_s if r.closest_t is None else r.closest_t.timestamp() for r in rows]
    names = at_time(vessels, [r.mmsi for r in rows], then, ["name"])["name"]
    rows = [replace(r, name=name) for r, name in zip(rows, names, strict=True)]
    return sorted(rows, key=lambda r: (r.closest_km if r.closest_km is not None else 1e9, r.mmsi))


def _in_margin(
    rows: pd.DataFrame, outages: Sequence[Outage], margin_h: float
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    start = np.array([o.earliest_s for o in outages]) - 3600 * margin_h
    end = np.array([o.latest_s for o in outages]) + 3600 * margin_h
    k = rows["outage"].to_numpy(int)
    t = rows["t_s"].to_numpy(float)
    return np.asarray((t >= start[k]) & (t <= end[k]))


def _nearest(
    outages: Sequence[Outage], closest: pd.DataFrame, crossed: pd.DataFrame, kind: str
) -> tuple[float | None, datetime | None]:
    """Return how near a ship came, km, and when: of the approach that its reason speaks of."""
    if len(crossed):
        # The crossing nearest to a window is what the reason speaks of.
        return 0.0, _time(float(nearest_crossing(outages, crossed)[0]["t_s"]))
    if closest.empty:
        return None, None
    what = "window" if kind in ("wrong_side", "other_place") else "closest"
    row = closest.sort_values([f"{what}_km", f"{what}_s"]).iloc[0]
    return round(float(row[f"{what}_km"]), 3), _time(float(row[f"{what}_s"]))


def _time(s: float) -> datetime:
    return datetime.fromtimestamp(round(s), UTC)
