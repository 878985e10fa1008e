"""Rates by hand, thresholds, intervals that widen where they should."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from baltic.evaluation.blocks import MISSED, PeerScore
from baltic.evaluation.classes import breakdown
from baltic.evaluation.intervals import wilson
from baltic.evaluation.metrics import operating_points, peer_points, slowed_only, threshold_at
from baltic.settings import Settings

from .blocks import block

SETTINGS = Settings()


def _points(blocks, **more):
    return {
        p["rate"] or p["name"]: p for p in operating_points(blocks, SETTINGS, draws=200, **more)
    }


def test_the_threshold_lets_through_what_the_rate_allows() -> None:
    scores = np.array([9.0, 8.0, 7.0, 6.0, 5.0, 4.0])
    for rate, over in ((0.5, 0), (1.0, 1), (5.0, 5)):
        cut = threshold_at(scores, np.ones(6), 1000.0, rate)
        assert (scores > cut).sum() == over
    assert threshold_at(scores, np.ones(6), 1000.0, 20.0) == -math.inf


def test_found_and_false_alarms_by_hand() -> None:
    levels = SETTINGS.levels
    high, low = levels.alert_llr + 1, levels.note_llr - 5
    blocks = [block("1", [high, low], [high, MISSED]), block("2", [low], [high, low])]
    points = _points(blocks)
    assert points["alert"]["found"] == 0.5
    assert points["alert"]["false_per_1000"] == 0.5
    assert points["alert"]["false_alarms"] == 1
    assert points["alert"]["vessel_days"] == 2000.0
    assert points[1.0]["found"] == 0.5  # one of two allowed alarms is the high one
    assert points[0.5]["threshold_llr"] == pytest.approx(low)


def test_drags_that_cost_no_speed_can_be_left_out() -> None:
    blocks = [block("1", [-9.0], [9.0, MISSED])]
    kept = slowed_only(blocks)[0]
    assert all(d.drop_ln >= -math.log(0.85) for d in kept.drags)
    fast = replace(blocks[0].drags[0], truth={**blocks[0].drags[0].truth, "v_during_kn": 10.0,
                                              "v_before_kn": 10.5})  # fmt: skip
    without = slowed_only([replace(blocks[0], drags=(fast,))])
    assert without[0].drags == ()
    assert _points(without)["alert"]["found"] is None


def test_a_rate_that_cannot_be_seen_says_so() -> None:
    points = _points([block("1", [1.0], [2.0], days=100.0)])
    assert not points[5.0]["resolved"]
    assert points[20.0]["resolved"]


def test_no_alarm_is_not_certainty() -> None:
    point = _points([block("1", [-9.0], [9.0]), block("2", [-9.0], [9.0])])["alert"]
    assert point["false_per_1000"] == 0.0
    # Three in 2,000 is what zero of 2,000 still allows (95 %, two-sided: 3.7).
    assert point["false_high"] == pytest.approx(3.689 / 2, abs=0.01)


def test_whole_seas_are_drawn_again() -> None:
    good = [block(str(k), [], [9.0] * 10) for k in range(2)]
    bad = [block(str(k), [], [MISSED] * 10) for k in range(2, 4)]
    point = _points(good + bad)["alert"]
    assert point["found"] == 0.5
    # Twenty of forty drags drawn one by one would give 0.35 to 0.65.
    assert point["found_low"] <= 0.25 and point["found_high"] >= 0.75


def test_one_block_is_no_certainty_either() -> None:
    """Of a single day there is nothing to draw again: the counts alone still leave a width."""
    only = block("1", [], [9.0] * 7 + [MISSED] * 11, peers={"rule": PeerScore(0, (False,) * 18)})
    low, high = wilson(7, 18)
    for point in (_points([only])["alert"], _points([only])[1.0]):
        assert point["found_low"] == pytest.approx(low, abs=1e-4)
        assert point["found_high"] == pytest.approx(high, abs=1e-4)
    peer = peer_points([only], draws=50)[0]
    assert (peer["found_low"], peer["found_high"]) == pytest.approx(
        (0.0, wilson(0, 18)[1]), abs=1e-4
    )


def test_draws_that_all_agree_are_no_certainty() -> None:
    seas = [block(str(k), [], [9.0, MISSED]) for k in range(12)]
    point = _points(seas)["alert"]
    low, high = wilson(12, 24)
    assert (point["found_low"], point["found_high"]) == pytest.approx((low, high), abs=1e-4)


def test_same_seed_same_intervals() -> None:
    blocks = [block(str(k), [0.1 * k, k], [k - 1.0, 2.0]) for k in range(6)]
    assert _points(blocks, seed=3) == _points(blocks, seed=3)
    assert _points(blocks, seed=3) != _points(blocks, seed=4)


def test_peers_count_ships_and_drags() -> None:
    rule = {"rule": PeerScore(3, (True, False))}
    point = peer_points([block("1", [], [1.0, 2.0], peers=rule)] * 2, draws=50)[0]
    assert (point["found"], point["false_per_1000"], point["false_alarms"]) == (0.5, 3.0, 6)


def test_classes_hold_every_drag_once() -> None:
    rows = breakdown([block("1", [5.0, -5.0], [5.0, MISSED, 1.0])], {"watch": 2.0})
    for split in ("drag speed", "drop size", "duration", "ship length", "weather"):
        assert sum(r["drags"] for r in rows if r["split"] == split) == 3
    calm = next(r for r in rows if r.get("label") == "calm")
    assert calm["found"]["watch"]["found"] == pytest.approx(1 / 3, abs=1e-4)
    assert calm["vessel_days"] == 500.0
    assert calm["false_per_1000"]["watch"] == 0.0  # the alarm was in rough weather


def test_wilson_never_leaves_the_unit_interval() -> None:
    for hits, trials in ((0, 1), (1, 1), (0, 1000), (500, 1000)):
        low, high = wilson(hits, trials)
        assert 0.0 <= low <= hits / trials <= high <= 1.0
