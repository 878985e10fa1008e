"""Documented cases: tracks that are shipped, and innocent traffic where nothing was dragged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from ..catalogue import (
    Incident,
    list_tracks,
    load_assets,
    load_incidents,
    load_track,
    track_vessels,
)
from ..drag.levels import LEVELS, vessel_days
from ..records import Candidate, iso
from ..settings import Settings
from ..simulate import SimulationError, traffic_across
from .seas import scan_tables

__all__ = ["ControlPlan", "TrackPlan", "control_plans", "run_control", "run_track", "track_plans"]

#: Causes for which a drag is documented or officially looked into.
_DRAGS = ("confirmed anchor drag", "suspected")
_MARGIN_H = 12.0
_SHIPS = 8
_LEAST_FIXES = 100


@dataclass(frozen=True)
class TrackPlan:
    """A shipped track to scan."""

    name: str
    settings: Settings


@dataclass(frozen=True)
class ControlPlan:
    """Innocent traffic over one asset in one window of the catalogue."""

    incident_id: str
    why: str
    asset_id: str | None
    t_from: datetime | None
    t_to: datetime | None
    world: str
    seed: int
    settings: Settings


def track_plans(settings: Settings) -> list[TrackPlan]:
    """Return a plan for each shipped track."""
    return [TrackPlan(str(row["name"]), settings) for row in list_tracks()]


def run_track(plan: TrackPlan) -> dict[str, Any]:
    """Return the highest level that a shipped track gets, and when its episode lies."""
    entry = next(row for row in list_tracks() if row["name"] == plan.name)
    fixes = load_track(plan.name)
    ships = track_vessels().filter(pl.col("mmsi") == int(entry["mmsi"]))
    found = scan_tables(fixes, ships, plan.settings)
    best = max(found.detection.episodes, key=lambda c: c.llr, default=None)
    return {
        "track": plan.name,
        "incident_id": entry.get("incident_id"),
        "provenance": entry["provenance"],
        "fixes": fixes.height,
        "key_frames_only": fixes.height < _LEAST_FIXES,
        "level": "none" if best is None else best.level,
        "llr": None if best is None else best.llr,
        "t_start": None if best is None else iso(best.t_start),
        "t_end": None if best is None else iso(best.t_end),
        "assets": [] if best is None else sorted({hit.asset_id for hit in best.assets}),
    }


def control_plans(world: str, seed: int, settings: Settings) -> list[ControlPlan]:
    """Return a plan for each record without a drag, and for each that names cleared ships."""
    plans = []
    for number, (key, incident) in enumerate(sorted(load_incidents().items())):
        cleared = sum(v.role == "cleared" for v in incident.suspected_vessels)
        control = incident.cause_status not in _DRAGS
        if not (control or cleared):
            continue
        words = [f"cause: {incident.cause_status}"] if control else []
        words += [f"{cleared} cleared ship{'s' * (cleared > 1)}"] if cleared else []
        asset_id, t_from, t_to = _where_and_when(incident)
        plans.append(
            ControlPlan(
                key, ", ".join(words), asset_id, t_from, t_to, world, seed + number, settings
            )
        )
    return plans


def _where_and_when(incident: Incident) -> tuple[str | None, datetime | None, datetime | None]:
    """Return the first asset in the catalogue and its window; the day where none is stated."""
    named = [a for a in incident.assets if a.asset_ids]
    if not named:
        return None, None, None
    timed = [a for a in named if a.t_earliest and a.t_latest]
    first = (timed or named)[0]
    if first.t_earliest and first.t_latest:
        return first.asset_ids[0], first.t_earliest, first.t_latest
    day = str(incident.date_utc_start or "")[:10]
    if len(day) < 10:
        return first.asset_ids[0], None, None
    begin = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return first.asset_ids[0], begin, begin + timedelta(days=1)


def run_control(plan: ControlPlan) -> dict[str, Any]:
    """Return the levels that simulated innocent ships get where no drag was.

    ``level`` and its counts are of slow stretches over the record's asset in its window, for
    which the outage would be laid to a ship; ``elsewhere`` of all others of these ships,
    twelve hours before and after included.
    """
    row: dict[str, Any] = {
        "incident_id": plan.incident_id,
        "why": plan.why,
        "asset_id": plan.asset_id,
        "provenance": "simulated",
        "not_run": None,
    }
    if plan.asset_id is None or plan.t_from is None or plan.t_to is None:
        what = "asset of the catalogue" if plan.asset_id is None else "date"
        return {**row, "not_run": f"the record names no {what}"}
    assets = load_assets()
    line = assets.loc[assets["asset_id"] == plan.asset_id, "geometry"].iloc[0]
    margin = timedelta(hours=_MARGIN_H)
    try:
        made = traffic_across(
            line,
            plan.t_from - margin,
            plan.t_to + margin,
            _SHIPS,
            plan.seed,
            world=plan.world,
            settings=plan.settings,
        )
    except SimulationError as error:
        return {**row, "not_run": error.what}
    found = scan_tables(made.fixes, made.vessels, plan.settings)
    days = vessel_days(found.tracks, found.vessels, plan.settings)[0]
    candidates = found.detection.candidates
    here = [c for c in candidates if _over(c, plan)]
    others = [c for c in candidates if not _over(c, plan)]
    told = {"ships": _SHIPS, "vessel_days": round(days, 3)}
    return {**row, **told, **_levels(here), "elsewhere": _levels(others)}


def _over(candidate: Candidate, plan: ControlPlan) -> bool:
    """Return whether a slow stretch lies over the asset of a control in its window."""
    assert plan.t_from is not None and plan.t_to is not None
    return any(
        hit.asset_id == plan.asset_id and plan.t_from <= hit.t <= plan.t_to
        for hit in candidate.assets
    )


def _levels(found: Sequence[Candidate]) -> dict[str, Any]:
    words = [c.level for c in found]
    highest = max(words, key=LEVELS.index, default="none")
    return {"level": highest, **{w: words.count(w) for w in ("alert", "watch", "note")}}
