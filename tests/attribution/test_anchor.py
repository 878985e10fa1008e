"""Where the anchor is, and which anchors cannot reach the bottom."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from baltic import physics
from baltic.attribution.anchor import add_gear
from baltic.attribution.passages import unix_seconds
from baltic.geo import KN_MS

from . import world
from .world import SETTINGS, along, incident, run, ship, tracks, vessels

TRIP = incident(("alpha", 0, 1))
BIG = {"loa_m": 228.0, "beam_m": 32.0, "draught_m": 13.0, "to_bow_m": 190.0, "ship_type": 80}
SMALL = {"loa_m": 40.0, "beam_m": 8.0, "draught_m": 3.0, "to_bow_m": 30.0, "ship_type": 70}


def flat(metres: float) -> Any:
    return lambda lon, lat: np.full(np.shape(lon), metres)


def gear(depth: Any = None, kn: float = 10.0, **size: Any) -> Any:
    table = tracks(ship(1001, 0, kn=kn))
    rows = world.crossings(table, world.assets())
    rows = rows[rows.asset_id == "alpha"]
    error = np.full(len(rows), 0.5)
    known = vessels(table, **size)
    return add_gear(rows, unix_seconds(rows["t"]), known, error, depth, SETTINGS).iloc[0]


def test_bow_ahead_and_chain_behind() -> None:
    """All chain of a tanker out in 60 m: about 320 m behind a hawse 190 m ahead, at 5.1 m/s."""
    row = gear(flat(60.0), **BIG)
    assert -25 < row["lag_s"] < 30
    assert 10 < row["lag_sd_s"] < 25
    assert row["p_contact"] > 0.8 and row["reach_m"] > 150
    near_bow = gear(flat(60.0), **{**BIG, "to_bow_m": 20.0})
    assert near_bow["lag_s"] - row["lag_s"] == pytest.approx(170 / 5.144, rel=0.01)


def test_half_the_speed_takes_twice_as_long() -> None:
    """Where all chains reach the bottom at either speed."""
    fast, slow = (gear(flat(25.0), kn=k, **BIG) for k in (10.0, 5.0))
    assert slow["lag_s"] == pytest.approx(2 * fast["lag_s"], rel=0.02)
    assert slow["lag_sd_s"] > fast["lag_sd_s"]


def test_over_deep_water_the_anchor_lags_by_the_chains_that_reach_it() -> None:
    """At 10 kn the half and quarter chain of a tanker hang above 180 m."""
    row = gear(flat(180.0), **BIG)
    own = physics.anchor_of(physics.equipment_number(228.0, 32.0, 13.0, "tanker"))
    side = float(own.chain_side_m) * np.array([0.7, 0.95])
    pull = physics.pull_of(10.0, side, own.mass_kg, own.chain_d_m, 180.0, 2.2)
    assert pull.touches.tolist() == [False, True]
    behind = row["lag_s"] * 10 * KN_MS + BIG["to_bow_m"]
    assert behind == pytest.approx(float(pull.layback_m[1]), abs=10)
    assert behind > float(physics.layback_m(side[0], 180.0)) + 100


@pytest.mark.parametrize("deep", [150.0, 400.0])
def test_a_lag_is_known_wherever_there_is_water(deep: float) -> None:
    row = gear(flat(deep), kn=14.0, **SMALL)
    assert np.isfinite(row["lag_s"]) and np.isfinite(row["lag_sd_s"])


def test_what_is_not_known_widens() -> None:
    known, no_depth = gear(flat(60.0), **BIG), gear(None, **BIG)
    nothing = gear(None)
    assert np.isnan(no_depth["depth_m"]) and np.isnan(no_depth["p_contact"])
    no_bow = gear(flat(60.0), **{**BIG, "to_bow_m": None})
    assert no_bow["lag_sd_s"] > known["lag_sd_s"]
    assert np.isfinite(nothing["lag_s"]) and np.isnan(nothing["reach_m"])


@pytest.mark.slow
def test_a_short_chain_over_a_deep_is_excluded_and_a_long_one_is_not() -> None:
    table = tracks(ship(1001, 0))
    small, big = (
        run(TRIP, table, ships=vessels(table, **size), depth=flat(150.0)) for size in (SMALL, BIG)
    )
    assert {h.kind for h in small.hypotheses} == {"dark", "none"}
    row = small.excluded[0]
    assert row.kind == "anchor_cannot_reach" and "150 m deep" in row.reason
    assert 1001 in {h.mmsi for h in big.hypotheses}
    unknown = run(TRIP, table, depth=flat(150.0))
    assert 1001 in {h.mmsi for h in unknown.hypotheses}, "a ship of unknown size stays open"
    shallow = run(TRIP, table, ships=vessels(table, **SMALL), depth=flat(40.0))
    assert 1001 in {h.mmsi for h in shallow.hypotheses}


def test_the_shallowest_bottom_within_the_error_of_the_line_counts() -> None:
    """Deep under the charted line, shallow 400 m beside it: it may have been reached there."""
    table = tracks(ship(1001, 0))

    def bank(lon: Any, lat: Any) -> Any:
        return np.where(np.asarray(lon) > 24.004, 30.0, 400.0)

    found = run(TRIP, table, ships=vessels(table, **SMALL), depth=bank)
    assert 1001 in {h.mmsi for h in found.hypotheses}


def test_holes_in_the_grid_exclude_nobody() -> None:
    table = tracks(ship(1001, 0))
    found = run(TRIP, table, ships=vessels(table, **SMALL), depth=flat(float("nan")))
    assert 1001 in {h.mmsi for h in found.hypotheses}


def test_words_and_document_say_when_the_anchor_was_over_the_line() -> None:
    table = tracks(ship(1001, 0))
    found = run(TRIP, table, ships=vessels(table, **BIG))
    first = next(h for h in found.hypotheses if h.mmsi)
    assert "an anchor it dragged would be over the line" in first.reasons[0]
    assert "depth unknown" in first.reasons[0]
    row = first.crossings[0]
    assert row["anchor_t_sd_s"] > row["t_sd_s"]
    assert abs((row["anchor_t"] - row["t"]).total_seconds()) < 60


def test_no_crossing_no_gear() -> None:
    rows = world.crossings(tracks(ship(1, 0)), world.assets()).iloc[:0]
    empty = vessels(pl.DataFrame(tracks(ship(1, 0))).head(0))
    assert "lag_s" in add_gear(rows, np.zeros(0), empty, np.zeros(0), None, SETTINGS)


def bank(north_of: float) -> Any:
    """Deep water, with a bank north of a parallel."""
    return lambda lon, lat: np.where(np.asarray(lat) > north_of, 30.0, 400.0)


def only(found: Any) -> tuple[set[int], list[str]]:
    return {h.mmsi for h in found.hypotheses if h.mmsi}, [e.kind for e in found.excluded]


@pytest.mark.slow
def test_a_silence_is_shut_by_the_depth_of_all_the_line_within_its_reach() -> None:
    """Its straight way crosses deep water, and half an hour north of it there is a bank."""
    table = tracks(ship(1001, 0.5, silent=(-60, 60)))
    small = vessels(table, **SMALL)
    assert only(run(TRIP, table, ships=small, depth=bank(59.75))) == ({1001}, [])
    # Its eleven knots do not bring it to one 25 km off and back.
    found = run(TRIP, table, ships=small, depth=bank(59.98))
    assert only(found) == (set(), ["anchor_cannot_reach"])
    assert "wherever it may have passed Alpha" in found.excluded[0].reason
    assert "it is at least 400 m deep" in found.excluded[0].reason


@pytest.mark.slow
def test_a_ship_beside_the_line_for_an_hour_is_judged_by_the_shallowest_of_it() -> None:
    """Five knots along a line known to 500 m, nearest to it over deep water, and then a bank."""
    points = [(m, 0.3 + 0.004 * abs(m), m * 5 * KN_MS * 0.06) for m in range(-120, 240, 2)]
    table = tracks(along(1001, points, kn=5.0))
    small = vessels(table, **SMALL)
    hour = incident(("alpha", 0, 60))
    assert only(run(hour, table, ships=small, depth=bank(59.75))) == ({1001}, [])
    assert only(run(hour, table, ships=small, depth=bank(59.90)))[0] == set()
