"""How hard an anchor pulls: continuous over its regimes, and against the method note."""

from __future__ import annotations

import numpy as np
import pytest

from baltic.physics import (
    force_n,
    layback_m,
    pull_of,
)


def test_free_tow_pull_table():
    # 84 mm, 330 m at 8 kn: 388 kN although nothing touches.
    pull = pull_of(8.0, 330.0, 11100.0, 0.084, 5000.0, 2.2)
    assert not pull.touches
    assert float(pull.force_n) == pytest.approx(388e3, rel=0.03)


def test_regimes_join_without_a_step():
    # Growing depth lifts chain, then anchor: force and layback must not jump.
    depths = np.linspace(20.0, 130.0, 400)
    pull = pull_of(8.0, 110.0, 9900.0, 0.078, depths, 2.2)
    assert pull.touches[0] and not pull.touches[-1]
    assert pull.bottom_chain_m[0] > 0 and pull.bottom_chain_m[-1] == 0
    assert (np.diff(pull.touches.astype(int)) <= 0).all()
    jumps = np.abs(np.diff(pull.force_n))
    assert jumps.max() < 0.05 * pull.force_n.max()
    assert np.abs(np.diff(pull.layback_m)).max() < 5.0


def test_chain_closes_the_triangle():
    # Bottom chain plus suspended chain can neither be shorter than the straight line.
    pull = pull_of(np.array([2.0, 6.0, 10.0]), 220.0, 6900.0, 0.064, 50.0, 2.2)
    wet = 220.0 - 8.0
    assert (np.hypot(pull.layback_m, 50.0) <= wet + 0.5).all()
    assert pull.layback_m == pytest.approx([float(layback_m(220.0, 50.0))] * 3, rel=0.05)


def test_harder_ground_pulls_harder():
    force = force_n(6.0, 220.0, 6900.0, 0.064, 50.0, np.array([0.3, 0.8, 2.2, 3.7, 8.0]))
    assert (np.diff(force) > 0).all()
