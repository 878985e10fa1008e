"""Ramps at fix resolution: time constants, straight ramps, coarse records."""

import numpy as np
import pytest

from baltic.drag.onset import fit_ramp


def speeds(tau_s, step_s, *, noise=0.0, straight_s=None, seed=0):
    t = np.arange(0.0, 10_800.0, step_s)
    since = np.maximum(t - 5400.0, 0.0)
    shape = np.exp(-since / tau_s) if straight_s is None else np.maximum(1 - since / straight_s, 0)
    return t, 7.0 + 4.0 * shape + np.random.default_rng(seed).normal(0, noise, len(t))


@pytest.mark.parametrize("step_s", [2, 10, 60, 120])
@pytest.mark.parametrize("tau_min", [3.5, 5.0, 8.0])
def test_time_constant_and_begin(step_s, tau_min):
    t, v = speeds(tau_min * 60, step_s, noise=0.1)
    ramp = fit_ramp(t, v, 5700.0)
    assert abs(ramp.t_s - 5400) < 240
    assert ramp.minutes == pytest.approx(1.22 * tau_min, rel=0.45)
    assert ramp.before_kn == pytest.approx(11, abs=0.2)
    assert ramp.after_kn == pytest.approx(7, abs=0.3)


def test_an_engine_programme_is_long():
    t, v = speeds(1, 60, straight_s=2400.0, noise=0.05)
    assert fit_ramp(t, v, 6000.0).minutes > 15


def test_a_step_has_no_length():
    t, v = speeds(1.0, 60)
    assert fit_ramp(t, v, 5700.0).minutes < 1.0


def test_coarse_sampling_tells_when_but_not_how_fast():
    t, v = speeds(300.0, 600)
    ramp = fit_ramp(t, v, 5700.0)
    assert np.isnan(ramp.minutes)


def test_no_change_no_ramp():
    t = np.arange(0.0, 7200.0, 60.0)
    assert fit_ramp(t, np.full(len(t), 9.0), 3600.0) is None
    assert fit_ramp(t[:3], np.array([9.0, 8.0, 7.0]), 100.0) is None
    assert fit_ramp(t, np.full(len(t), np.nan), 3600.0) is None


def wandering(shape, seed):
    """Return minutes and speeds of one shape under the slow wander that every ship shows."""
    t = np.arange(0.0, 10_800.0, 60.0)
    rng = np.random.default_rng(seed)
    wander = np.convolve(rng.normal(0, 1, len(t) + 80), np.ones(80) / 80**0.5, "same")[: len(t)]
    return t, (7.0 + 3.0 * shape(t)) * (1 + 0.016 * wander) + rng.normal(0, 0.07, len(t))


def test_a_force_and_an_engine_programme_are_told_apart_in_spite_of_wander():
    forces, orders = [], []
    for seed in range(20):
        t, v = wandering(lambda t: np.exp(-np.maximum(t - 5400.0, 0.0) / 240.0), seed)
        forces.append(fit_ramp(t, v, 5700.0, tau_min=5.0).force_like)
        t, v = wandering(lambda t: np.clip(1 - (t - 5400.0) / 900.0, 0.0, 1.0), seed)
        orders.append(fit_ramp(t, v, 5900.0, tau_min=5.0).force_like)
    assert np.mean(np.array(forces) > 0.2) >= 0.9, forces
    assert np.mean(np.array(orders) < -0.2) >= 0.9, orders


def test_a_rise_is_looked_at_as_a_fall_is():
    t, v = wandering(lambda t: -np.exp(-np.maximum(t - 5400.0, 0.0) / 240.0), 1)
    ramp = fit_ramp(t, v, 5700.0, tau_min=5.0)
    assert ramp.after_kn > ramp.before_kn
    assert ramp.force_like > 0.2
    assert ramp.minutes == pytest.approx(1.22 * 4, rel=0.4)


def test_a_silence_over_the_fall_hides_how_long_it_took():
    t = np.arange(0.0, 7200.0, 60.0)
    v = 7.0 + 4.0 * np.exp(-np.maximum(t - 3000.0, 0.0) / 300.0)
    heard = fit_ramp(t, v, 3300.0)
    assert 4.0 < heard.minutes < 9.0 and heard.force_like > 0.5
    # Half an hour without a fix, from before the fall to after it.
    known = (t < 2700.0) | (t > 4500.0)
    hidden = fit_ramp(t[known], v[known], 3300.0)
    assert np.isnan(hidden.minutes) and np.isnan(hidden.force_like)
    assert hidden.before_kn > 10.0 > hidden.after_kn
    # A silence elsewhere hides nothing.
    known = (t < 600.0) | (t > 2400.0)
    other = fit_ramp(t[known], v[known], 3300.0)
    assert abs(other.minutes - heard.minutes) < 1.0
