"""What the AIS cannot have seen is said, and "no ship" is never concluded from it."""

from __future__ import annotations

from .world import incident, run, ship, tracks

TRIP = incident(("alpha", 0, 1), lon=24.0, lat=59.7, position_sd_km=1.0)


def test_covered_window() -> None:
    found = run(TRIP, tracks(ship(1001, 0, hours=14), ship(1002, 30, lat=59.6, hours=14)))
    assert found.covered
    assert found.coverage["windows"][0]["window_share"] == 1


def test_no_overlap_in_time() -> None:
    found = run(TRIP, tracks(ship(1001, 60 * 30)))
    assert not found.covered
    assert {h.kind for h in found.hypotheses} == {"dark", "none"}
    text = " ".join(found.notes)
    assert "not covered" in text and "nothing is concluded" in text
    none = next(h for h in found.hypotheses if h.kind == "none")
    assert any("not covered" in r for r in none.reasons)


def test_no_overlap_in_place() -> None:
    found = run(TRIP, tracks(ship(1001, 0, lat=55.0, at=15.0)))
    assert not found.covered
    assert "No ship was heard within 40 km" in " ".join(found.notes)


def test_missing_hours_are_named() -> None:
    day = incident(("alpha", 0, 600))
    found = run(day, tracks(ship(1001, 0, hours=6)))
    row = found.coverage["windows"][0]
    assert not found.covered
    assert row["window_hours_missing"] == ["2024-12-25T12:26:00Z/2024-12-25T20:26:00Z"]
    assert any("no AIS from 2024-12-25 12:26Z to" in n for n in found.notes)


def test_an_unseen_window_raises_the_share_of_ships_not_heard() -> None:
    def dark(track_hours: float) -> float:
        table = tracks(ship(1001, -100, hours=track_hours))
        return next(h.posterior for h in run(TRIP, table).hypotheses if h.kind == "dark")

    assert dark(2) > dark(8)


def test_ais_that_begins_in_the_hour_after_the_window_does_not_cover_it() -> None:
    late = run(TRIP, tracks(ship(1001, 130, hours=3)))
    assert late.coverage["first_fix"] > "2024-12-25T10:50"
    assert late.coverage["windows"][0]["hours_missing_count"] < 13
    assert not late.covered and late.coverage["share"] == 0
    assert late.finding["code"] == "not_covered"


def test_the_part_of_a_window_before_the_first_fix_is_named() -> None:
    half = incident(("alpha", 0, 60))
    found = run(half, tracks(ship(1001, 130, hours=3)))
    row = found.coverage["windows"][0]
    assert 0.3 < row["window_share"] < 0.8
    assert not found.covered
    assert row["window_hours_missing"] == ["2024-12-25T10:26:00Z/2024-12-25T11:06:00Z"]
