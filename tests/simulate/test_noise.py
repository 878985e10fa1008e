"""Processes have the spread, memory and period asked for, at any sampling."""

from __future__ import annotations

import numpy as np
import pytest

from baltic.simulate.noise import drifting, swinging


def test_spread_and_memory():
    t = np.arange(0.0, 40_000.0, 20.0)
    rows = np.array([drifting(t, 2.0, 1000.0, np.random.default_rng(k)) for k in range(300)])
    assert rows.std() == pytest.approx(2.0, rel=0.05)
    assert abs(rows.mean()) < 0.15
    lag = [np.mean(rows[:, 0] * rows[:, k]) / 4.0 for k in (0, 50, 200)]
    assert lag[0] == pytest.approx(1.0, abs=0.2)
    assert lag[1] == pytest.approx(np.exp(-1), abs=0.15)
    assert abs(lag[2]) < 0.2


def test_period():
    t = np.arange(0.0, 7200.0, 2.0)
    wave = swinging(t, 1.5, 90.0, np.random.default_rng(3))
    assert wave.std() == pytest.approx(1.5, rel=0.3)
    power = np.abs(np.fft.rfft(wave)) ** 2
    mean = np.average(np.fft.rfftfreq(len(t), 2.0)[1:], weights=power[1:])
    assert 60 < 1 / mean < 130


@pytest.mark.parametrize("step", [2.0, 7.0, 1900.0])
def test_reading_does_not_change_the_process(step):
    t = np.arange(0.0, 20_000.0, step)
    own = drifting(t, 1.0, 600.0, np.random.default_rng(1))
    fine = np.arange(0.0, 20_001.0, 1.0)
    assert own == pytest.approx(
        drifting(fine, 1.0, 600.0, np.random.default_rng(1))[t.astype(int)], abs=1e-9
    )


def test_nothing_to_read():
    assert len(drifting(np.empty(0), 1.0, 60.0, np.random.default_rng(1))) == 0
