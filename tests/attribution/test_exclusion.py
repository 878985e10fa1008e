"""Exclusions carry their reason; an AIS gap that leaves it open is never an exclusion."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.attribution import attribute

from .world import SETTINGS, T0, episode, incident, run, ship, tracks
from .world import assets as world_assets
from .world import crossings as world_crossings
from .world import vessels as world_vessels

TRIP = incident(("alpha", 0, 1))


def reasons(found: Any) -> dict[int, str]:
    return {e.mmsi: e.reason for e in found.excluded}


def test_never_within_reach() -> None:
    found = run(TRIP, tracks(ship(1001, 0, lat=58.95)))
    row = found.excluded[0]
    assert "never came within reach" in row.reason
    assert row.closest_km == pytest.approx(27.9, abs=0.3)
    assert abs((row.closest_t - TRIP.windows()[0].t_earliest).total_seconds()) < 130


@pytest.mark.parametrize(
    ("minute", "words"), [(-90, "before the last good reading"), (45, "after the outage")]
)
def test_crossed_at_another_time(minute: float, words: str) -> None:
    found = run(TRIP, tracks(ship(1001, minute)))
    text = reasons(found)[1001]
    assert text.startswith("excluded because it crossed Alpha at 2024-12-25")
    assert words in text
    assert found.excluded[0].closest_km == 0


def test_gap_that_allows_it_leaves_it_open() -> None:
    open_, shut = (
        run(TRIP, tracks(ship(1001, 5, lat=59.15, silent=s))) for s in ((-80, 80), (-8, 8))
    )
    vessel = next(h for h in open_.hypotheses if h.mmsi == 1001)
    assert "AIS gap" in vessel.reasons[0]
    assert vessel.posterior < 0.05
    assert 1001 not in reasons(open_)
    assert "never came within reach" in reasons(shut)[1001]


def test_track_that_ends_near_the_cable_stays_open() -> None:
    """Silent from 20 min before the trip, 6 km short of the cable on its way to it."""
    track = ship(1001, 1, hours=10)
    cut = track.filter(track["t"] < TRIP.windows()[0].t_earliest - timedelta(minutes=20))
    watcher = ship(1002, 200, lat=59.6)
    found = run(TRIP, tracks(cut, watcher))
    vessel = next(h for h in found.hypotheses if h.mmsi == 1001)
    assert vessel.crossings[0]["how"] == "unheard"
    assert 1001 not in reasons(found)


def test_near_miss_within_the_error_of_the_line_stays_open() -> None:
    """The ship turns back 400 m before a line known to 500 m."""
    track = ship(1001, 0)
    west = track.filter(track["lon"] < 23.993)
    turned = west.with_columns(t=west["t"].max() + (west["t"].max() - west["t"])).sort("t")
    both = tracks(west, turned.filter(turned["t"] > west["t"].max()))
    found = run(TRIP, both)
    vessel = next(h for h in found.hypotheses if h.mmsi == 1001)
    assert vessel.crossings[0]["how"] == "near"
    assert "may have crossed the true one" in vessel.reasons[0]


@settings(max_examples=6, deadline=None)
@given(
    minute=st.floats(-300, 300),
    lat=st.floats(58.8, 60.3),
    gap=st.tuples(st.floats(-200, 0), st.floats(0, 200)),
)
def test_every_ship_near_is_ranked_or_excluded_once(
    minute: float, lat: float, gap: tuple[float, float]
) -> None:
    found = run(TRIP, tracks(ship(1001, minute, lat=lat, silent=gap)), [episode(1001, -9, 9, 1.0)])
    ranked = [h.mmsi for h in found.hypotheses if h.mmsi]
    excluded = [e.mmsi for e in found.excluded]
    assert len(ranked) + len(excluded) <= 1
    assert all(e.reason.startswith("excluded because") for e in found.excluded)


def test_reach_is_conservative() -> None:
    """Whoever truly crossed inside the window is never excluded, whatever fixes are missing."""
    for a, b in ((-5, 5), (-60, 60), (-170, 30), (-10, 200)):
        track = ship(1001, 0.5, hours=8, silent=(a, b))
        found = run(TRIP, tracks(track))
        assert 1001 not in reasons(found), (a, b)
        assert 1001 in {h.mmsi for h in found.hypotheses}, (a, b)


def test_far_in_time_or_place_is_not_listed() -> None:
    found = run(TRIP, tracks(ship(1001, 60 * 24), ship(1002, 0, lat=56.5)))
    assert found.excluded == ()


@pytest.mark.slow
def test_a_window_of_days_alone_ranks_no_ship_and_excludes_none() -> None:
    """Beside a trip of a known minute, who crossed some cable in three days is told apart."""
    both = incident(("alpha", 0, 1), ("gamma", -1000, 3000))
    lone = ship(1002, 400, at=25.0, lat=59.6, hours=16)
    found = run(both, tracks(ship(1001, 0, hours=12), lone))
    assert [h.mmsi for h in found.hypotheses if h.mmsi] == [1001]
    (row,) = found.excluded
    assert found.loose_only == (row,)
    assert row.mmsi == 1002 and row.kind == "loose_only"
    assert row.reason.startswith("excluded because it crossed Alpha at 2024-12-25")
    assert "; it fits Gamma (its window is " in row.reason
    assert "a window longer than 12 h alone ranks no ship" in row.reason
    alpha, gamma = sorted(row.by_outage, key=lambda e: e["name"])
    assert (alpha["state"], alpha["kind"]) == ("excluded", "crossed_after")
    assert gamma["state"] == "possible" and "posterior_alone" not in alpha
    assert found.as_dict()["excluded"][0]["by_outage"][0]["name"] == "Gamma"
    # It is among those of its outage looked at alone; one ship behind both leaves it little.
    lone_alone = gamma["posterior_alone"]
    told = next(e for e in found.each_outage if e["name"] == "Gamma")["explanations"]
    assert {e["mmsi"]: e["posterior"] for e in told}[1002] == pytest.approx(lone_alone)
    assert gamma["posterior_together"] < lone_alone / 10
    (note,) = (n for n in found.notes if "ranks no ship by itself" in n)
    assert (
        note.startswith("Gamma: its window of 67 h is longer than 12 h") and "one more ship" in note
    )
    assert {row["name"]: row["ships_set_aside"] for row in found.each_outage} == {
        "Alpha": 0, "Gamma": 1,
    }  # fmt: skip
    alone = run(incident(("gamma", -1000, 3000)), tracks(ship(1001, 0, hours=12), lone))
    assert {h.mmsi for h in alone.hypotheses if h.mmsi} == {1001, 1002}
    assert {h.mmsi: h.posterior for h in alone.hypotheses}[1002] == pytest.approx(lone_alone)


@pytest.mark.slow
def test_where_no_ship_fits_the_dated_outage_nobody_is_not_said_of_the_other() -> None:
    both = incident(("alpha", 0, 1), ("gamma", -1000, 3000))
    lone = ship(1002, 400, at=25.0, lat=59.6, hours=16)
    unseen = run(both, tracks(lone)).finding
    assert unseen["code"] == "not_covered" and "1 ship fits Gamma" in unseen["text"]
    found = run(both, tracks(lone, ship(1003, -90, hours=5)))
    assert not [h for h in found.hypotheses if h.mmsi]
    assert found.finding["code"] == "open" and found.excluded == found.loose_only
    assert "fits window, place and depth of Alpha; 2 ships fit Gamma" in found.finding["text"]
    # The record of the other ends near Gamma.
    assert [row.mmsi for row in found.loose_only] == [1003, 1002]


def test_an_exclusion_names_every_outage_that_it_speaks_of() -> None:
    three = incident(("alpha", 0, 1), ("beta", 120, 121), ("delta", -5, 5))
    (row,) = run(three, tracks(ship(1001, -90, hours=8))).excluded
    assert row.reason.startswith("excluded because it crossed ")
    assert [e["name"] for e in row.by_outage] == ["Delta", "Alpha", "Beta"]
    assert all(e["state"] == "excluded" and e["name"] in row.reason for e in row.by_outage)
    assert all(e["reason"].startswith("excluded because ") for e in row.by_outage)
    (lead,) = (e for e in row.by_outage if e["leads"])
    assert row.reason.startswith(lead["reason"])
    (alone,) = run(incident(("alpha", 0, 1)), tracks(ship(1001, -90, hours=8))).excluded
    assert "as to" not in alone.reason and len(alone.by_outage) == 1


def test_two_outages_of_one_asset_are_told_apart() -> None:
    twice = incident(("alpha", 0, 1), ("alpha", 300, 301))
    (row,) = run(twice, tracks(ship(1001, -30, hours=8))).excluded
    assert "as to Alpha (25 Dec 15:27Z), it crossed Alpha" in row.reason


def test_a_crossing_in_a_silence_is_not_told_to_the_minute() -> None:
    """Heard on both sides of the line hours before the trip, and silent over it."""
    silent = ship(1001, -240, silent=(-50, 50), hours=14)
    (row,) = run(TRIP, tracks(silent)).excluded
    assert (
        "(a steady straight way through 1.7 h without a fix)" in row.reason
        and "±" not in row.reason
    )
    assert row.reason.endswith("and the silence left it no time to be there in the window")
    (heard,) = run(TRIP, tracks(ship(1001, -240, hours=14))).excluded
    assert "±" in heard.reason and "silence" not in heard.reason


def test_wrong_side() -> None:
    """Within reach of the line in a window of an hour, and seen to stay on its side."""
    lines = world_assets(0.01)
    # Along the cable, 2.8 km west of it, all the time heard.
    north = ship(1001, 0, at=23.95, lat=59.4, hours=4)
    along = north.with_columns(
        lon=north["lon"] * 0 + 23.95, lat=59.5 + (north["lon"] - 23.95) * 0.5
    )
    found = run(incident(("alpha", 0, 60)), tracks(along), lines=lines)
    row = found.excluded[0]
    assert row.kind == "wrong_side"
    assert "stayed on one side, west of Alpha" in row.reason


def test_every_exclusion_has_a_kind() -> None:
    table = tracks(
        ship(1001, -90), ship(1002, 45), ship(1003, 0, lat=58.95), ship(1004, 0, lat=59.3)
    )
    found = run(incident(("alpha", 0, 1), lon=24.0, lat=59.7, position_sd_km=0.5), table)
    kinds = {e.mmsi: e.kind for e in found.excluded}
    assert kinds[1001] == "crossed_before" and kinds[1002] == "crossed_after"
    assert kinds[1003] == "never_in_reach" and kinds[1004] == "other_place"
    assert found.finding["code"] == "nobody"


def test_nobody_says_what_was_missing() -> None:
    day = incident(("alpha", 0, 600))
    found = run(day, tracks(ship(1001, 700, hours=20)))
    assert found.finding["code"] == "nobody"
    assert "no statement about ships" in found.finding["text"]
    assert "no AIS of Alpha: hours 2024-12-25T10:26:00Z to" in found.finding["text"]


def test_an_asset_that_nobody_crossed() -> None:
    """The ships stay a day's sailing off; the result says that nobody crossed at any time."""
    found = run(incident(("delta", 0, 1)), tracks(ship(1001, 0, at=25.0, hours=2)))
    assert found.finding["code"] == "nobody"
    assert "at no time does it show a crossing of Delta" in found.finding["text"]


def test_no_ais_of_window_or_place_is_not_covered() -> None:
    for table in (tracks(ship(1001, 60 * 40)), tracks(ship(1001, 0, at=14.0, lat=55.0)), tracks()):
        lines = world_assets(0.5)
        crossed = world_crossings(table, lines)
        found = attribute(TRIP, table, world_vessels(table), crossed, [], lines, SETTINGS)
        assert found.finding["code"] == "not_covered"
        assert "nothing is said about ships" in found.finding["text"]


def there_and_back(hours: float) -> pl.DataFrame:
    """170 km west of the cable before the trip, silent for `hours`, then heard there again."""
    trip, half = TRIP.windows()[0].t_earliest, timedelta(hours=hours / 2)
    parts = [ship(1001, m * 30 * hours, at=21.0, lat=59.0) for m in (-1, 1)]
    return pl.concat(
        [parts[0].filter(pl.col("t") <= trip - half), parts[1].filter(pl.col("t") >= trip + half)]
    )


def test_a_silence_of_three_days_around_the_outage_is_left_open() -> None:
    """Neither end of it lies within a day of the window; the ship is not forgotten for that."""
    slow = ship(1001, 0, hours=160, kn=1.0, silent=(-40 * 60, 30 * 60))
    found = run(TRIP, tracks(slow, *(ship(2000 + i, 60 + 20 * i) for i in range(4))))
    [left_open] = [h for h in found.hypotheses if h.mmsi == 1001]
    assert "possible only through an AIS gap" in left_open.reasons[0]


def test_a_silence_counts_wherever_it_began() -> None:
    watcher = ship(1002, 200, lat=59.6)
    found = run(TRIP, tracks(there_and_back(20), watcher))
    vessel = next(h for h in found.hypotheses if h.mmsi == 1001)
    assert vessel.crossings[0]["how"] == "gap"
    assert vessel.posterior < 0.05
    found = run(TRIP, tracks(there_and_back(10), watcher))
    assert 1001 not in {h.mmsi for h in found.hypotheses} | {e.mmsi for e in found.unjudged}


@pytest.mark.parametrize(
    ("side", "kind"),
    [(-1, "unheard_after"), (1, "unheard_before")],
)
def test_a_ship_heard_elsewhere_only_could_not_be_judged(side: int, kind: str) -> None:
    """Its record ends 80 km west of the cable five hours before, or begins so after."""
    trip, hours = TRIP.windows()[0].t_earliest, timedelta(hours=5)
    track = ship(1001, 41 * side, lat=59.75, hours=20)
    part = track.filter(track["t"] < trip - hours if side < 0 else track["t"] > trip + hours)
    found = run(TRIP, tracks(part, ship(1002, 200, lat=59.6)))
    row = next(e for e in found.unjudged if e.mmsi == 1001)
    assert row.kind == kind
    assert row.reason.startswith("could not be judged because it was ")
    assert row.closest_km == pytest.approx(80, abs=12)
    assert 1001 not in {h.mmsi for h in found.hypotheses} | set(reasons(found))
    assert found.as_dict()["unjudged"][0]["reason"] == row.reason


def test_whoever_was_too_far_to_come_in_time_is_in_no_list() -> None:
    trip, track = TRIP.windows()[0].t_earliest, ship(1001, 200, lat=59.75, hours=20)
    part = track.filter(track["t"] < trip - timedelta(hours=2))
    found = run(TRIP, tracks(part, ship(1002, 200, lat=59.6)))
    assert not found.unjudged
    assert 1001 not in reasons(found)


def test_a_crossing_a_whole_hour_off_asks_for_the_clocks_where_nobody_fits() -> None:
    trip = incident(("alpha", 0, 1))
    late, odd = (run(trip, tracks(ship(1001, m, hours=14))) for m in (60.5, 97))
    assert late.finding["code"] == odd.finding["code"] == "nobody"
    assert any("1 h later than the outage" in n and "UTC" in n for n in late.notes)
    assert not any("UTC" in n for n in odd.notes)


def test_a_crossing_inside_a_silence_says_that_nothing_was_heard_there() -> None:
    table = tracks(ship(1001, 0, hours=14))
    apart = (table["t"] - T0).dt.total_minutes().abs()
    silent = run(incident(("alpha", -5, 5)), table.filter(apart > 40))
    words = " ".join(next(h for h in silent.hypotheses if h.mmsi == 1001).reasons)
    assert re.search(r"no fix for 8\d min around it", words)
    heard = run(incident(("alpha", -5, 5)), table)
    assert not any("no fix for" in r for h in heard.hypotheses for r in h.reasons)


def test_hours_covered_are_never_more_than_all() -> None:
    found = run(incident(("alpha", 0, 1)), tracks(ship(1001, 0, hours=14)))
    reasons = " ".join(r for h in found.hypotheses for r in h.reasons)
    assert re.findall(r"though (\d+) % of the hours", reasons) == ["100"]
