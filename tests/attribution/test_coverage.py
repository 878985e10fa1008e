"""What the AIS cannot have seen is said, and "no ship" is never concluded from it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic import investigate
from baltic.attribution.coverage import cover, coverage_notes
from baltic.attribution.finding import _missing
from baltic.attribution.readings import make_outages
from baltic.catalogue import Incident, IncidentAsset

from .world import SETTINGS, T0, assets, incident, run, ship, tracks

PLACE = {"lon": 24.0, "lat": 59.7, "position_sd_km": 1.0}
WHEN = "2024-12-25T10:26:00Z"
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
    assert "59.20 N 24.00 E" in row["unheard_places"]
    assert "no ship heard near 59.20 N 24.00 E" in " ".join(run(long, before).notes)


def test_ships_are_heard_on_either_side_of_180_degrees() -> None:
    def seen(at: float) -> float:
        table = assets()
        table["geometry"] = table.geometry.translate(xoff=at - 24.0)
        sailed = ship(1001, 0, at=at, hours=14)
        lon = pl.when(pl.col("lon") > 180).then(pl.col("lon") - 360).otherwise(pl.col("lon"))
        (outage,), _ = make_outages(incident(("alpha", 0, 1)), table, SETTINGS)
        return float(cover([outage], tracks(sailed.with_columns(lon)), SETTINGS)["share"])

    assert seen(179.99) == pytest.approx(seen(24.0), abs=0.01)


def share_where_ais_ends(ends_min: float, window_min: float = 20) -> dict[str, object]:
    """Return the coverage of a window from 10:26 by a dense feed that ends in it."""
    full = tracks(*(ship(1001 + i, 3 * i, lat=59.6 + 0.02 * i, step_s=10.0) for i in range(6)))
    cut = full.filter((pl.col("t").dt.epoch("us") / 1e6 - T0.timestamp()) <= 60 * ends_min)
    return cover_of(incident(("alpha", 0, window_min), **PLACE), cut)


def cover_of(record: object, seen: pl.DataFrame) -> dict[str, object]:
    (outage,), _ = make_outages(record, assets(), SETTINGS)
    return cover([outage], seen, SETTINGS)["windows"][0]


@pytest.mark.parametrize("window", [10, 20, 60])
def test_what_is_heard_ends_with_the_last_fix(window: float) -> None:
    row = share_where_ais_ends(1.62, window)
    assert row["share"] == pytest.approx(1.62 / window, abs=0.02)
    assert not row["covered"]


@pytest.mark.slow
@given(st.floats(1, 119), st.integers(2, 120))
@settings(max_examples=25, deadline=None)
def test_shares_are_those_of_the_hours_named(ends: float, window: int) -> None:
    row = share_where_ais_ends(ends, window)
    spans = [[datetime.fromisoformat(t) for t in s.split("/")] for s in row["window_hours_missing"]]
    missing = sum((b - a).total_seconds() for a, b in spans) / 60
    assert row["window_share"] == pytest.approx(1 - missing / window, abs=1 / window)
    assert row["share"] <= row["window_share"]


def test_a_silence_that_is_usual_at_its_place_is_heard_up_to_where_the_record_ends() -> None:
    """Ships pass every half an hour: the receiver is on for as long as others are heard."""
    passing = [ship(1001 + i, 30 * i, hours=0.3, lat=59.7) for i in range(-6, 3)]
    elsewhere = ship(2001, 0, lat=58.0, at=20.0, hours=3)
    row = cover_of(incident(("alpha", 0, 80), **PLACE), tracks(*passing, elsewhere))
    assert row["window_share"] == 1


def test_places_heard_seldom_are_not_called_unheard() -> None:
    long = incident(("alpha", 0, 120))
    always = ship(1001, 60, lat=59.7, hours=14)
    short = ship(1002, 60, lat=59.25, hours=0.5)
    found = run(long, tracks(always, short))
    row = found.coverage["windows"][0]
    place = next(p for p in row["missing_places"] if p not in row["unheard_places"])
    text = " ".join(found.notes)
    assert f"heard for less than half of the window near {place}" in text
    assert f"more than half of the window near {place}" in text
    assert "no ship heard near" not in text or place not in text.split("no ship heard near")[1][:60]
    assert " % of it is covered" in text and "covered, to" not in text


def test_how_much_is_covered_is_said_as_what_there_is() -> None:
    row = {
        "name": "Alpha", "share": 0.567, "covered": False, "fixes": 9, "missing_places": [],
        "unheard_places": [], "window_hours_missing": [],
    }  # fmt: skip

    def note(**change: object) -> str:
        windows = [{**row, **change}]
        return coverage_notes({"first_fix": "a", "last_fix": "b", "windows": windows})[0]

    assert note() == "Alpha: 56 % of it is covered, which is not enough"
    assert note(share=0.999, covered=True) == "Alpha: 99 % of it is covered"
    assert note(share=0.001).startswith("Alpha: less than 1 % of it")


def test_rows_of_other_times_are_told_of(tmp_path: Path) -> None:
    feed = tmp_path / "old.csv"
    feed.write_text(
        "timestamp,mmsi,lon,lat\n2023-01-01T08:00:00Z,230000001,25,59.9\n"
        "2023-01-01T08:10:00Z,230000001,25.01,59.9\n"
    )
    record = Incident(
        id="mine",
        assets=[IncidentAsset(asset_id="estlink-2", t_earliest=WHEN, t_latest=WHEN)],
    )
    notes = " ".join(investigate(record, [str(feed)], workers=1).attribution.notes)
    assert "no AIS of the time of the windows (2 rows are of other times)" in notes
    assert "no AIS at all" not in notes


def test_what_is_missing_is_never_told_by_the_asset_alone() -> None:
    """`no AIS of Alpha` would say that nothing of it was heard, where most was."""
    row = {
        "name": "Alpha", "share": 0.947, "missing_places": [], "unheard_places": [],
        "window_hours_missing": [],
    }  # fmt: skip
    assert _missing({"windows": [row]}) == " (no AIS of Alpha: 6 % of its hours and places)"
    assert _missing({"windows": [{**row, "share": 1.0}]}) == ""
