"""Speeds that positions tell, and what falls of speed look like between fixes far apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic.drag.onset import fit_ramp
from baltic.drag.speeds import speeds_made_good, with_speeds_between

FALL_S, TAU_MIN, HOUR_S = 5400.0, 4.0, 3600.0


def anchor(t):
    return 7.5 + 3.5 * np.exp(-np.maximum(t - FALL_S, 0.0) / (60.0 * TAU_MIN))


def programme(t):
    return 11.0 - 3.5 * np.clip((t - FALL_S) / 1500.0, 0.0, 1.0)


def heard(speed, each_s, seed):
    """Return fixes of a ship going north: rounded speeds, positions with 8 m of noise."""
    rng = np.random.default_rng(seed)
    fine = np.arange(0.0, 4 * HOUR_S, 5.0)
    way_m = np.cumsum(speed(fine)) * 5.0 * 0.514444
    t = np.arange(rng.uniform(0.0, each_s), 4 * HOUR_S, each_s)
    lat = 58.0 + (np.interp(t, fine, way_m) + rng.normal(0.0, 8.0, len(t))) / 111_195.0
    return t, np.round(speed(t) + rng.normal(0.0, 0.05, len(t)), 1), np.full(len(t), 20.0), lat


def force_like(speed, each_s, seed):
    t, v = with_speeds_between(*heard(speed, each_s, seed))
    ramp = fit_ramp(t, v, FALL_S + 300.0, tau_min=TAU_MIN)
    return ramp.force_like


@pytest.mark.slow
@pytest.mark.parametrize("each_s", [60.0, 180.0, 300.0])
def test_an_anchor_and_an_engine_programme_are_told_apart(each_s):
    anchors = [force_like(anchor, each_s, seed) for seed in range(12)]
    programmes = [force_like(programme, each_s, seed) for seed in range(12)]
    assert np.median(anchors) > 0.3
    assert np.median(programmes) < -0.3
    assert sum(a > 0.0 for a in anchors) >= 10
    assert sum(p < 0.0 for p in programmes) >= 10


def test_close_fixes_stay_as_they_are():
    t, v, lon, lat = heard(anchor, 60.0, 1)
    when, speed = with_speeds_between(t, v, lon, lat)
    assert when is t
    assert speed is v


@given(st.lists(st.integers(1, 2000), min_size=1, max_size=30), st.integers(0, 99))
def test_fixes_are_all_there_and_in_order(steps, unknown):
    t = np.cumsum(np.array([0, *steps], float))
    v = np.where(np.arange(len(t)) % 7 == unknown % 7, np.nan, 9.0)
    when, speed = with_speeds_between(t, v, np.full(len(t), 20.0), 58.0 + t / 24_000.0 / 60.0 * 60)
    assert (np.diff(when) > 0).all()
    kept = np.isin(when, t)
    assert np.array_equal(when[kept], t)
    assert np.array_equal(speed[kept], v, equal_nan=True)
    assert np.isfinite(speed[~kept]).all()


def test_the_way_between_two_fixes_is_at_its_middle():
    when, speed = speeds_made_good(
        np.array([0.0, 20.0, 600.0]), np.zeros(3), 59.0 + np.array([0.0, 0.1, 2.0]) / 60.0
    )
    assert when.tolist() == [300.0]
    assert speed.round(1).tolist() == [12.0]
