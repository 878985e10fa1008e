"""Aims are judged by every case, and what was not measured is not claimed."""

from __future__ import annotations

from baltic.evaluation.headline import headline


def _numbers(levels):
    points = [
        {"rate": 1.0, "found": 0.9, "resolved": False},
        {"rate": 5.0, "found": 0.8, "resolved": True},
    ]
    scenes = [
        {"group": "grid", "name": "7 kn", "signs": "speed only", "level": level} for level in levels
    ]
    return {
        "scenes": scenes,
        "steady": {"vessel_days": 500.0, "alert": 1, "watch": 0, "note": 0},
        "operating_points": points,
        "operating_points_slowed": points,
        "calibration": {"natural": None, "equal": None},
        "latency": None,
        "documented": [{"key_frames_only": True, "level": "none"}],
        "controls": [{"not_run": "the record names no date"}],
    }


def test_one_missed_case_misses_the_speed() -> None:
    first = headline(_numbers(["alert", "note"]))[0]
    assert (first["value"], first["unit"], first["reached"]) == (0, "of 1", False)
    assert headline(_numbers(["alert", "watch"]))[0]["reached"]


def test_rates_and_what_is_not_measured() -> None:
    rows = {r["name"]: r for r in headline(_numbers(["alert"]))}
    steady = rows["alerts on steady ships of the same generator"]
    assert (steady["value"], steady["reached"]) == (2.0, False)
    assert rows["found at 5 false alarms per 1,000 vessel-days, all drags"]["reached"]
    assert rows["found at 1 false alarms per 1,000 vessel-days, all drags"]["reached"] is None
    assert rows["expected calibration error, equal shares"]["reached"] is None
    assert not any("records without" in name or "documented" in name for name in rows)
