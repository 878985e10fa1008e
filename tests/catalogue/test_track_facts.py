"""Published positions, times and figures of a record: checked, and kept as they were written."""

from __future__ import annotations

import math
from typing import Any

import pytest
from pydantic import ValidationError

from baltic.catalogue import Incident


def record(**fields: Any) -> dict[str, Any]:
    return {"id": "mine", "record_type": "no_damage", "assets": [], **fields}


ZONED = "2025-01-01T02:30:00Z"


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ({"time_utc": "2025-01-01T02:30"}, "has no time zone"),
        ({"time_utc": "yesterday"}, "is no time"),
        ({"time_utc": ZONED, "time_utc_end": "2025-01-01T02:29:00Z"}, "is after time_utc_end"),
        ({"time_utc": ZONED, "time_utc_end": "2024-12-31"}, "is after time_utc_end"),
        ({"lat": 99}, "degrees from -90 to 90"),
        ({"lon": 181}, "degrees from -180 to 180"),
        ({"lon": "east"}, "degrees from -180 to 180"),
        ({"sog_kn": -4}, "a number, 0 or more"),
        ({"sog_kn": math.inf}, "a number, 0 or more"),
        ({"sog_kn": True}, "a number, 0 or more"),
        ({"cog_deg": 720}, "degrees from 0 to 360"),
    ],
)
def test_a_fact_that_cannot_be_is_refused(fact: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Incident(**record(track_facts=[fact]))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"drag": {"speed_during_kn": -1}}, "a number, 0 or more"),
        ({"drag": {"speed_during_range_kn": [1, -1]}}, "a number, 0 or more"),
        ({"suspected_vessels": [{"loa_m": -5}]}, "a number, 0 or more"),
        ({"suspected_vessels": [{"built": 3000}]}, "a year from 1700"),
        ({"assets": [{"asset_id": None, "break_time_utc": "2025-01-01T02:30"}]}, "no time zone"),
        ({"assets": [{"asset_id": None, "depth_m": -50}]}, "a number, 0 or more"),
        (
            {"assets": [{"asset_id": None, "position_estimate_third_party": {"lat": 99}}]},
            "degrees from -90 to 90",
        ),
    ],
)
def test_a_figure_that_cannot_be_is_refused(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Incident(**record(**fields))


def test_facts_stay_as_written_but_for_the_zone() -> None:
    fact = {"time_utc": "2025-01-01T04:30:00+02:00", "lat": None, "sog_kn": 7, "own": [1]}
    document = Incident(**record(track_facts=[fact], drag={"distance_km": 90})).document()
    assert document["track_facts"] == [{**fact, "time_utc": ZONED}]
    assert isinstance(document["track_facts"][0]["sog_kn"], int)
    assert document["drag"] == {"distance_km": 90}


def test_what_was_not_said_is_not_written() -> None:
    document = Incident(
        **record(assets=[{"asset_id": None}], suspected_vessels=[{"name": "A"}])
    ).document()
    assert "break_time_utc" not in document["assets"][0]
    assert "loa_m" not in document["suspected_vessels"][0]
    told = {"asset_id": None, "break_time_utc": "2025-01-01T04:30:00+02:00"}
    assert Incident(**record(assets=[told])).document()["assets"][0]["break_time_utc"] == ZONED
