"""A crossing is counted once, wherever the fixes lie."""

from __future__ import annotations

import numpy as np
import pytest

from .lines import LINE, asset, cross, seconds_of, track


def test_a_fix_on_the_line_is_one_crossing() -> None:
    for points in ([(23.9, 59.3), (24.0, 59.3), (24.1, 59.3)], [(24.1, 59.1), (24, 59.2),
                   (23.9, 59.3)]):  # fmt: skip
        found = cross(track(points), LINE)
        assert len(found) == 1
        assert not found.interpolated[0]
        assert found.gap_s[0] == 0
        assert seconds_of(found)[0] == 60
        assert found.side[0] == ("LR" if points[0][0] < 24 else "RL")


@pytest.mark.parametrize("off_m", [-0.4, -0.01, 0.0, 0.01, 0.4])
@pytest.mark.parametrize("dy", [0.0, 0.02, -0.05])
def test_a_fix_nearly_on_the_line_is_one_crossing(off_m: float, dy: float) -> None:
    x = 24.0 + off_m / 57_000
    for points in ([(23.9, 59.3 - dy), (x, 59.3), (24.1, 59.3 + dy)],
                   [(x, 59.3), (24.1, 59.3 + dy)], [(23.9, 59.3 - dy), (x, 59.3)]):  # fmt: skip
        assert len(cross(track(points), LINE)) == 1
    touch = cross(track([(23.9, 59.3), (x, 59.3), (23.9, 59.31)]), LINE)
    assert touch.side.tolist() == ["LR"], "touch and turn back: one contact"


def test_a_vertex_of_the_line_is_crossed_once() -> None:
    bent = asset([(24.0, 59.0), (24.01, 59.2), (24.0, 59.4)])
    for dy in (0.0, 0.03, -0.03):
        assert len(cross(track([(23.9, 59.2 - dy), (24.12, 59.2 + dy)]), bent)) == 1
        through = cross(track([(23.9, 59.2), (24.12, 59.2)]), LINE)
        assert len(through) == 1
    # A sharp bend whose tip the leg just touches is one contact, not two crossings.
    tip = asset([(24.0, 59.0), (24.05, 59.2), (24.1, 59.0)])
    grazing = track([(24.0, 59.2 - 2e-9), (24.1, 59.2 - 2e-9)])
    assert len(cross(grazing, tip)) <= 1


def test_running_along_a_line_is_one_contact_at_its_beginning() -> None:
    points = [(23.9, 59.05), (24, 59.1), (24, 59.15), (24, 59.25), (24, 59.3), (24.1, 59.35)]
    found = cross(track(points, 1800.0 * np.arange(6)), LINE)
    assert len(found) == 1
    assert seconds_of(found)[0] == 1800
    assert found.side[0] == "LR"
    # From its very end to its very end.
    whole = cross(track([(24, 59.0), (24, 59.5)], [0, 9000]), LINE)
    assert len(whole) == 1


def test_lying_still_on_a_line_is_one_contact() -> None:
    points = [(23.99, 59.3), *[(24.0, 59.3)] * 20, (24.01, 59.3)]
    found = cross(track(points, 600.0 * np.arange(22)), LINE)
    assert seconds_of(found).tolist() == [600.0]


def test_crossing_twice_counts_twice() -> None:
    points = [(23.9, 59.1), (24.0, 59.2), (24.1, 59.3), (23.9, 59.31)]
    assert cross(track(points), LINE).side.tolist() == ["LR", "RL"]
    u_shape = asset([(24.0, 59.5), (24.0, 59.0), (24.1, 59.0), (24.1, 59.5)])
    found = cross(track([(23.9, 59.2), (24.2, 59.2)]), u_shape)
    assert found.side.tolist() == ["RL", "LR"]
    assert found.kp_km.is_monotonic_increasing


def test_swinging_over_a_line_at_anchor_keeps_every_crossing() -> None:
    rng = np.random.default_rng(3)
    lon = 24.0 + rng.normal(0, 30 / 57_000, 500)
    found = cross(track(np.column_stack([lon, np.full(500, 59.3)]), 180.0 * np.arange(500)), LINE)
    switches = int((np.diff(lon > 24.0) != 0).sum())
    assert abs(len(found) - switches) <= 6  # but for fixes within half a metre of the line
    assert (found.side[1:].to_numpy() != found.side[:-1].to_numpy()).mean() > 0.95
    assert found.t_sd_s.min() > 30, "slow and noisy: never sure"


def test_passing_the_end_of_a_line_is_no_crossing() -> None:
    assert not len(cross(track([(23.9, 59.51), (24.1, 59.51)]), LINE))
    assert not len(cross(track([(23.9, 58.99), (24.1, 58.99)]), LINE))
