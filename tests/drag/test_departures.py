"""Drags of ships that have just left: little was seen of their cruise, and much of fairways."""

from __future__ import annotations

import pytest

from .tracks import START, T0, make_places, make_track, run

REST, FAIRWAY = (2.0, 0.0), (1.0, 8.0)
NOISE = {"tau_min": 3.0, "noise_kn": 0.08, "yaw_deg": 0.8, "heading": True}


def told(*legs, **more):
    """Return the episode that tells most, or None."""
    found = run(make_track(legs, **{**NOISE, **more})).episodes
    return max(found, key=lambda e: e.llr, default=None)


@pytest.mark.slow
@pytest.mark.parametrize("cruise_h", [0.6, 1.0, 2.0])
@pytest.mark.parametrize("start", [(REST, FAIRWAY), (FAIRWAY,)])
def test_the_way_out_of_port_is_not_the_cruise(cruise_h, start):
    drag = ((6.0, 10.5, "drag"), (1.0, 0.5), (4.0, 14.5))
    one = told(*start, (cruise_h, 14.5), *drag, yaw_drag=1.4)
    assert one.v_ref_kn == pytest.approx(14.5, abs=0.4)
    assert one.level in ("watch", "alert")
    slow_h = (one.t_end - one.t_start).total_seconds() / 3600
    assert slow_h == pytest.approx(7.0, abs=1.0)
    # It tells as much as with hours of cruise before.
    long = told(*start, (8.0, 14.5), *drag, yaw_drag=1.4)
    assert one.llr > long.llr - 2.0


@pytest.mark.parametrize("start", [(REST, FAIRWAY), (FAIRWAY,)])
def test_where_hardly_any_cruise_was_seen_it_is_what_follows(start):
    one = told(*start, (0.35, 14.5), (6.0, 10.5, "drag"), (4.0, 14.5), yaw_drag=1.4)
    assert one.v_ref_kn == pytest.approx(14.5, abs=0.4)
    assert one.quality["reference"] == "after"
    assert any("hardly seen at cruise before" in line for line in one.quality["limits"])


@pytest.mark.slow
@pytest.mark.parametrize("fairway", [FAIRWAY, (1.3, 6.0)])
def test_an_anchor_lost_in_the_fairway_is_found_and_not_told_from_the_berth(fairway):
    """Never at cruise before: slow out of port, less slow with the anchor down, then fast."""
    legs = [REST, fairway, (5.0, 10.5, "drag"), (1.2, 0.5), (4.0, 15.5)]
    port = make_places(("port", "home", *START, 3.0))
    found = run(make_track(legs, **NOISE, yaw_drag=1.4), places=port).episodes
    one = max(found, key=lambda e: e.llr)
    assert one.level in ("watch", "alert")
    assert one.v_ref_kn == pytest.approx(15.5, abs=0.5)
    begin_h = (one.t_start - T0).total_seconds() / 3600
    assert 2.25 < begin_h < 2.6 + fairway[0]


@pytest.mark.parametrize(
    "legs",
    [
        # A pilot disembarks; a ship speeds up in steps.
        [REST, FAIRWAY, (0.6, 12.5), (0.3, 6.0), (8.0, 12.5)],
        [REST, (1.0, 6.0), (1.0, 9.0), (1.0, 11.0), (8.0, 12.5)],
    ],
)
def test_an_ordinary_departure_is_no_watch(legs):
    one = told(*legs)
    assert one is None or one.level in ("none", "note")


@pytest.mark.slow
def test_a_short_cruise_that_never_comes_back_is_no_reference():
    """It sails 13 % slower for the rest of its record: 45 min at more were not its cruise."""
    one = told(REST, FAIRWAY, (0.75, 11.2), (20.0, 9.8))
    assert one is None or one.v_ref_kn < 10.5
    # A drag at whose end the record ends falls further.
    one = told(REST, FAIRWAY, (0.75, 14.5), (6.0, 10.0, "drag"), yaw_drag=1.4)
    assert one.v_ref_kn == pytest.approx(14.5, abs=0.4)
    assert one.level in ("watch", "alert")


@pytest.mark.slow
def test_a_spurt_on_the_way_out_hides_no_slower_stretch():
    one = told(REST, (2.0, 8.0), (0.35, 12.5), (5.0, 5.0, "drag"), yaw_drag=1.4)
    assert one.v_drag_kn == pytest.approx(5.0, abs=0.3)
    assert one.v_ref_kn == pytest.approx(8.0, abs=0.5)


@pytest.mark.slow
def test_a_slower_sail_without_a_departure_stays_the_reference():
    """A ship that hurried for 40 min has not shown that 14 kn is what it does."""
    one = told((8.0, 10.0), (0.7, 13.5), (6.0, 10.0))
    assert one is None or one.v_ref_kn < 11.0
