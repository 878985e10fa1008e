"""Documented tracks, and innocent traffic where a record has no drag."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from baltic.catalogue import load_incidents
from baltic.evaluation.documented import (
    TrackPlan,
    _over,
    control_plans,
    run_control,
    run_track,
    track_plans,
)
from baltic.settings import Settings

SETTINGS = Settings()


def test_controls_are_records_without_a_drag_or_with_cleared_ships() -> None:
    plans = {p.incident_id: p for p in control_plans("B", 1, SETTINGS)}
    assert "estlink2-technical-2024" in plans
    assert "estlink2-eagle-s-2024" not in plans
    for key, incident in load_incidents().items():
        if any(v.role == "cleared" for v in incident.suspected_vessels):
            assert "cleared" in plans[key].why


def test_a_control_is_marked_simulated_or_says_why_not() -> None:
    plans = {p.incident_id: p for p in control_plans("B", 1, SETTINGS)}
    told = run_control(plans["estlink2-technical-2024"])
    assert told["provenance"] == "simulated" and told["not_run"] is None
    assert told["vessel_days"] > 1.0
    assert set(told["elsewhere"]) == {"level", "alert", "watch", "note"}
    land = run_control(plans["fi-se-land-cable-excavator-2024"])
    assert land["not_run"] == "the record names no asset of the catalogue"


def test_every_track_is_run_and_key_frames_are_told_apart() -> None:
    names = {p.name for p in track_plans(SETTINGS)}
    assert {"eagle-s-2024", "yi-peng-3-2024"} <= names
    told = run_track(TrackPlan("vezhen-measured", SETTINGS))
    assert told["key_frames_only"] and told["provenance"] == "measured"


def test_only_a_crossing_of_the_asset_in_the_window_is_laid_to_a_ship() -> None:
    begin = datetime(2026, 3, 10, tzinfo=UTC)
    plan = replace(
        control_plans("B", 1, SETTINGS)[0], asset_id="here", t_from=begin,
        t_to=begin + timedelta(days=1),
    )  # fmt: skip

    def crossed(asset_id: str, hours: float) -> SimpleNamespace:
        hit = SimpleNamespace(asset_id=asset_id, t=begin + timedelta(hours=hours))
        return SimpleNamespace(assets=[hit])

    assert _over(crossed("here", 3.0), plan)
    assert not _over(crossed("there", 3.0), plan)
    assert not _over(crossed("here", 25.0), plan)
