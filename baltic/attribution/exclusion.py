"""Vessels in the area and the window that could not have done it, each with the reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl

from ..catalogue import at_time
from ..records import Exclusion
from .exclusion_reasons import (
    also_words,
    exclusion_reason,
    loose_words,
    nearest,
    nearest_crossing,
    not_near_reason,
    unjudged_reason,
)
from .passages import rows_by

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence, Set

    from ..settings import Settings
    from .passages import Row
    from .windows import Outage

__all__ = ["exclude", "judge_not"]

_Key = tuple[int, ...]
#: What excludes first is told first.
_SHUT, _CROSSED, _BESIDE, _FAR, _ELSEWHERE = range(5)


@dataclass(frozen=True)
class _Seen:
    """What was seen of each ship at each outage: approaches and passages that do not fit.

    ``fits`` are the pairs of ship and outage with a passage that does; ``doubts`` those of which
    nothing tells where the ship was.
    """

    near: Mapping[_Key, Sequence[Row]]
    crossed: Mapping[_Key, Sequence[Row]]
    fits: Set[_Key]
    doubts: Mapping[_Key, Any]


def exclude(
    outages: Sequence[Outage],
    passages: pd.DataFrame,
    closest: pd.DataFrame,
    doubts: pd.DataFrame,
    vessels: pl.DataFrame,
    settings: Settings,
    *,
    left_out: Set[int] = frozenset(),
    chances: Mapping[int, Mapping[int, tuple[float, float]]] | None = None,
) -> list[Exclusion]:
    """Return the exclusions, each naming every outage that it speaks of.

    Nearest first, and then those that fit loosely dated outages, the most probable first.

    Parameters
    ----------
    passages
        All passages, possible or not; a vessel with a possible one is excluded only where it has
        `chances`.
    closest
        Closest approaches within the windows and their margin.
    doubts
        From :func:`~baltic.attribution.approach.approaches`.
    vessels
        Contract ``VESSELS``: each ship has the name that it had when it came closest.
    left_out
        Ships of :func:`judge_not`.
    chances
        Of ships that fit loosely dated outages only, by each that it fits: P(behind it) where
        that outage is looked at alone, and given all outages together.
    """
    seen = _seen(outages, passages, closest, doubts, settings)
    near_or_over = {ship for ship, _ in (*seen.near, *seen.crossed)}
    ships = sorted(near_or_over - {ship for ship, _ in seen.fits} - left_out)
    rows = [_exclusion(ship, outages, seen, settings) for ship in ships]
    loose = [
        _exclusion(ship, outages, seen, settings, fits) for ship, fits in (chances or {}).items()
    ]
    best = {ship: max(p for _, p in fits.values()) for ship, fits in (chances or {}).items()}
    last = sorted(_named(loose, outages, vessels), key=lambda r: (-best[r.mmsi], r.mmsi))
    return _named(rows, outages, vessels) + last


def _exclusion(
    ship: int,
    outages: Sequence[Outage],
    seen: _Seen,
    settings: Settings,
    fits: Mapping[int, tuple[float, float]] | None = None,
) -> Exclusion:
    """Return the exclusion of a ship; for all but those outages that it `fits`, if any."""
    told = [_of_outage(ship, o, outages, seen, settings) for o in outages]
    for entry, *_ in told:
        if fits and entry["window"] in fits:
            alone, together = fits[entry["window"]]
            entry.update(posterior_alone=alone, posterior_together=together)
    lead, by_outage = _told(told)
    reason = lead["reason"] + _which(outages[lead["window"]]) + also_words(lead, by_outage)
    kind = lead["kind"]
    if fits:
        reason, kind = reason + loose_words(outages, by_outage, settings), "loose_only"
    return Exclusion(
        mmsi=ship,
        name=None,
        reason=reason,
        closest_km=lead["km"],
        closest_t=lead["when"],
        kind=kind,
        by_outage=by_outage,
    )


def _which(outage: Outage) -> str:
    """Return of which failure a reason speaks where its asset failed several times."""
    return "" if outage.name == outage.window.name else f" (this as to {outage.name})"


def judge_not(
    outages: Sequence[Outage],
    passages: pd.DataFrame,
    doubts: pd.DataFrame,
    vessels: pl.DataFrame,
    settings: Settings,
    loose: Collection[int] = frozenset(),
) -> list[Exclusion]:
    """Return the ships that could not be judged, nearest first, each with the reason.

    Parameters
    ----------
    doubts
        From :func:`~baltic.attribution.approach.approaches`.
    loose
        Outages known to a window of days only: beside those of known time they leave nobody in
        doubt (:mod:`.loose`).
    """
    possible = passages.loc[passages["possible"].astype(bool), "mmsi"].astype(int)
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


def _seen(
    outages: Sequence[Outage],
    passages: pd.DataFrame,
    closest: pd.DataFrame,
    doubts: pd.DataFrame,
    settings: Settings,
) -> _Seen:
    fits = _pairs(passages[passages["possible"].astype(bool)])
    # What silences or the line's error leave open is shut by the depth alone.
    told = (passages["how"] != "crossing") | _in_margin(
        passages, outages, settings.attribution.margin_h
    )
    crossed = rows_by(passages[told], "mmsi", "outage")
    return _Seen(
        near=rows_by(closest, "mmsi", "outage"),
        crossed={key: rows for key, rows in crossed.items() if key not in fits},
        fits=fits,
        doubts={(int(r.mmsi), int(r.outage)): r for r in doubts.itertuples()},  # type: ignore[arg-type]
    )


def _pairs(rows: pd.DataFrame) -> set[_Key]:
    return {(int(m), int(k)) for m, k in zip(rows["mmsi"], rows["outage"], strict=True)}


def _of_outage(
    ship: int,
    outage: Outage,
    outages: Sequence[Outage],
    seen: _Seen,
    settings: Settings,
) -> tuple[dict[str, Any], tuple[float, ...], tuple[float | None, datetime | None]]:
    """Return what is told of a ship at one outage, in which order, and how near it came."""
    key = ship, outage.number
    entry: dict[str, Any] = {"window": outage.number, "name": outage.name}
    if key in seen.fits:
        told = {**entry, "state": "possible", "kind": None, "reason": None}
        return told, (np.inf,), (None, None)
    near, mine = seen.near.get(key, ()), seen.crossed.get(key, ())
    if not mine and (doubt := seen.doubts.get(key)) is not None:
        kind, reason = unjudged_reason(outages, doubt, settings)
        told = {**entry, "state": "not_judged", "kind": kind, "reason": reason}
        return told, (np.inf,), (None, None)
    if not near and not mine:
        kind, reason = not_near_reason(outage.name, settings)
        order: tuple[float, ...] = (_ELSEWHERE,)
    else:
        kind, reason = exclusion_reason(outages, near, mine)
        order = _order(outages, near, mine, kind)
    told = {**entry, "state": "excluded", "kind": kind, "reason": reason}
    return told, order, _nearest(outages, near, mine, kind)


def _order(
    outages: Sequence[Outage], near: Sequence[Row], mine: Sequence[Row], kind: str
) -> tuple[float, ...]:
    """Return a key that sorts the reasons of one ship, the one that was nearest first."""
    if mine:
        shut = any(row["how"] != "crossing" for row in mine)
        return (_SHUT,) if shut else (_CROSSED, nearest_crossing(outages, mine)[1])
    what = _when(kind)
    return (_BESIDE if what == "window" else _FAR, float(nearest(near, what)[f"{what}_km"]))


def _when(kind: str) -> str:
    """Return whether a reason of some kind speaks of the window or of all times."""
    return "window" if kind in ("wrong_side", "other_place") else "closest"


def _told(
    told: Sequence[tuple[dict[str, Any], tuple[float, ...], tuple[float | None, datetime | None]]],
) -> tuple[dict[str, Any], tuple[dict[str, Any], ...]]:
    """Return the exclusion told first, with how near the ship came, and what is told of each."""
    shut = [row for row in told if row[0]["state"] == "excluded"] or told
    lead, _, (km, when) = min(shut, key=lambda row: row[1])
    by_outage = tuple({**entry, "leads": entry is lead} for entry, *_ in told)
    return {**lead, "km": km, "when": when}, by_outage


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
    outages: Sequence[Outage], closest: Sequence[Row], crossed: Sequence[Row], kind: str
) -> tuple[float | None, datetime | None]:
    """Return how near a ship came, km, and when: of the approach that its reason speaks of."""
    if crossed:
        # The crossing nearest to a window is what the reason speaks of.
        return 0.0, _time(float(nearest_crossing(outages, crossed)[0]["t_s"]))
    if not closest:
        return None, None
    what = _when(kind)
    row = nearest(closest, what)
    return round(float(row[f"{what}_km"]), 3), _time(float(row[f"{what}_s"]))


def _time(s: float) -> datetime:
    return datetime.fromtimestamp(round(s), UTC)
