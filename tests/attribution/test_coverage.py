"""What the AIS cannot have seen is said, and "no ship" is never concluded from it."""

from __future__ import annotations

import polars as pl
import pytest

from baltic.attribution.coverage import cover
from baltic.attribution.windows import make_outages

from .world import SETTINGS, T0, assets, incident, run, ship, tracks

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
    assert row["window_hours_missing"] == ["2024-12-25T12:20:00Z/2024-12-25T20:26:00Z"]
    assert any("no AIS from 2024-12-25 12:20Z to" in n for n in found.notes)


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


def test_a_silence_shorter_than_an_hour_is_none_of_a_busy_place() -> None:
    window = incident(("alpha", 0, 40), lon=24.0, lat=59.7, position_sd_km=1.0)
    silent = (-10.0, 45.0)
    passing = [ship(1001 + i, 20 + 2 * i, lat=59.6 + 0.02 * i) for i in range(6)]
    full = tracks(*passing)
    minutes = (full["t"].dt.epoch("s") - T0.timestamp()) / 60
    holed = full.filter((minutes < silent[0]) | (minutes > silent[1]))
    assert run(window, full).covered
    found = run(window, holed)
    row = found.coverage["windows"][0]
    assert not found.covered and row["window_share"] < 0.2
    assert row["window_hours_missing"] == ["2024-12-25T10:26:00Z/2024-12-25T11:06:00Z"]
    assert "no AIS from 2024-12-25 10:26Z to 2024-12-25 11:06Z" in " ".join(found.notes)


def test_a_feed_of_one_report_in_ten_minutes_is_no_silence() -> None:
    thinned = tracks(ship(1001, 0, hours=14, step_s=600.0))
    assert run(TRIP, thinned).coverage["share"] == 1


def test_a_place_heard_hours_before_the_window_is_not_covered_in_it() -> None:
    long = incident(("alpha", 0, 30))
    before = tracks(ship(1001, -300, lat=59.25, hours=2), ship(1002, 15, lat=60.15, hours=2))
    row = run(long, before).coverage["windows"][0]
    assert row["window_share"] > 0.9 > row["place_share"]
    assert "59.20 N 24.00 E" in row["missing_places"]


def test_ships_are_heard_on_either_side_of_180_degrees() -> None:
    def seen(at: float) -> float:
        table = assets()
        table["geometry"] = table.geometry.translate(xoff=at - 24.0)
        sailed = ship(1001, 0, at=at, hours=14)
        lon = pl.when(pl.col("lon") > 180).then(pl.col("lon") - 360).otherwise(pl.col("lon"))
        (outage,), _ = make_outages(incident(("alpha", 0, 1)), table, SETTINGS)
        return float(cover([outage], tracks(sailed.with_columns(lon)), SETTINGS)["share"])

    assert seen(179.99) == pytest.approx(seen(24.0), abs=0.01)
