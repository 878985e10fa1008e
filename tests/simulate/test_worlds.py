"""Worlds: what is uncertain is a range that each drag or ship draws from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from baltic.simulate import WORLDS, SimulationError, World
from baltic.simulate.plans import DragPlan, draw_plan
from baltic.simulate.ships import make_ship, ship_stream
from baltic.simulate.worlds import drawn


def test_a_spans_what_b_holds_fixed():
    a, b = WORLDS["A"], WORLDS["B"]
    for name in ("drag_yaw", "drag_drift", "yaw_restless", "speed_noise"):
        low, high = getattr(a, name)
        assert low < high, name
        fixed = getattr(b, name)
        assert fixed[0] == fixed[1] and low <= fixed[0] <= high, name
    assert b.storm_share > a.storm_share and b.engine > a.engine


@pytest.mark.parametrize("pair", [0.5, (0.5,), (1.0, 0.5), (0.1, float("nan"))])
def test_a_range_is_a_pair_in_order(pair):
    with pytest.raises(SimulationError, match="drag_yaw is a pair"):
        World("odd", storm_share=0.0, drag_yaw=pair)


def test_each_drag_draws_its_own_signs():
    ship = make_ship(0, "bulk", ship_stream(1, 0))

    def drifts(world):
        plans = [
            draw_plan(DragPlan(0, 1.0), ship, world, ship_stream(1, k), 0.5) for k in range(400)
        ]
        return np.abs([plan.drift_deg for plan in plans])

    # 0.7 to 3.0 degrees times the multiplier of the world.
    narrow = drifts(replace(WORLDS["A"], drag_drift=(1.0, 1.0)))
    broad = drifts(WORLDS["A"])
    assert narrow.min() > 0.69 and narrow.max() < 3.01
    assert broad.min() < 0.3 and 3.0 < broad.max() < 3.61
    weak = drifts(WORLDS["B"])
    assert weak.max() < 1.01


def test_a_fixed_value_costs_a_draw_too():
    one, two = (np.random.default_rng(3) for _ in range(2))
    assert drawn((0.5, 0.5), one) == 0.5
    drawn((0.0, 1.0), two)
    assert one.random() == two.random()
