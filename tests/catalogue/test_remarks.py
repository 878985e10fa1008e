"""Valid records in which something looks amiss."""

from __future__ import annotations

from typing import Any

import pytest

from baltic.catalogue import Incident, load_incidents, remarks_on


def told(entry: dict[str, Any] | None = None, **fields: Any) -> list[str]:
    assets = [{"asset_id": "estlink-2", **(entry or {})}]
    return remarks_on(Incident(id="mine", record_type="no_damage", assets=assets, **fields))


WINDOW = {"t_earliest": "2024-12-25T10:26:00Z", "t_latest": "2024-12-26T00:00:00Z"}


def step(day: str | None) -> dict[str, Any]:
    return {"date": day, "status": "charged"}


def test_the_shipped_records_are_without_remarks() -> None:
    assert {key: remarks_on(record) for key, record in load_incidents().items()} == {
        key: [] for key in load_incidents()
    }


@pytest.mark.parametrize(
    ("entry", "fields", "words"),
    [
        ({"damged": False}, {}, "assets[0].damged is no known field and is not used, did you mean"),
        ({"position_sd": 2}, {}, "did you mean position_sd_km?"),
        ({"t_sd": 30}, {}, "did you mean t_sd_s?"),
        (
            {"position_estimate_third_party": {"uncertainty": 1}},
            {},
            "assets[0].position_estimate_third_party.uncertainty is no known field and is not "
            "used, did you mean uncertainty_km?",
        ),
        ({}, {"suspected_vesels": [{"name": "A"}]}, "did you mean suspected_vessels?"),
        ({}, {"suspected_vessels": [{"naem": "A"}]}, "suspected_vessels[0].naem"),
        ({}, {"track_facts": [{"time": "x"}]}, "track_facts[0].time is no known field"),
        ({}, {"drag": {"speed_during": 7}}, "drag.speed_during is no known field"),
        ({}, {"frobnicate": 1}, "frobnicate is no known field and is not used; it is kept"),
        ({}, {"cause_status": "maybe"}, "cause_status 'maybe' is none of confirmed anchor drag"),
        ({}, {"kind": "spaceship"}, "kind 'spaceship' is none of power"),
        ({"kind": "spaceship"}, {}, "assets[0].kind 'spaceship' is none of power"),
        (
            WINDOW,
            {"date_utc_start": "2023-12-25"},
            "assets[0] failed in a window that lies outside",
        ),
        (
            WINDOW,
            {"date_utc_start": "2025-01-02"},
            "assets[0] failed in a window that lies outside",
        ),
        ({}, {"date_utc_start": "2199-01"}, "date_utc_start 2199-01 lies in the future"),
        (
            {},
            {"legal_history": [step("2199-01-01")]},
            "legal_history[0].date 2199-01-01 lies in the",
        ),
        (
            {},
            {"attribution_claims": [{"by": "X", "claim": "y", "date": "2199"}]},
            "attribution_claims[0].date 2199 lies in the future",
        ),
        (
            {},
            {"legal_history": [step("2025-03-01"), step(None), step("2024-12-26")]},
            "legal_history is not in the order of its dates",
        ),
        (
            {"sources": ["s2"]},
            {"sources": [{"id": "s1"}]},
            "assets[0].sources names 's2', which is no id in sources",
        ),
    ],
)
def test_what_looks_amiss_is_said(
    entry: dict[str, Any], fields: dict[str, Any], words: str
) -> None:
    (sentence,) = told(entry, **fields)
    assert words in sentence


def test_what_is_in_order_is_passed_over() -> None:
    assert told({"sources": ["s1", "https://example.org/a"]}, sources=[{"id": "s1"}]) == []
    assert told(WINDOW, date_utc_start="2024-12-26", date_utc_end="2024-12") == []
    assert told({}, legal_history=[step("2024-12"), step("2024-12-26"), step(None)]) == []
    assert told({"t_note": "n"}, own_sources=["s"], kind="power", cause_status="claimed") == []
    # The ranking reads these: they are used.
    assert told({"position_kind": "words", "radius_km": 8.0, "scar_bearing_deg": 75.0}) == []
