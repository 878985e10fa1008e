"""Change points against brute force; episodes of plain series."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.drag.change_points import change_points, change_points_of
from baltic.drag.episode_search import find_episodes
from baltic.drag.legs import Leg, noise_of
from baltic.settings import Settings


def brute(y, penalty, least=2):
    n = len(y)
    best, back = [-penalty] + [np.inf] * n, [0] * (n + 1)
    for end in range(1, n + 1):
        for start in range(end - least + 1):
            part = y[start:end]
            cost = best[start] + ((part - part.mean()) ** 2).sum() + penalty
            if cost < best[end] - 1e-12:
                best[end], back[end] = cost, start
    out, at = [], n
    while at > 0:
        at = back[at]
        out.append(at)
    return out[::-1], best[n]


def cost_of(y, starts, penalty):
    parts = np.split(y, starts[1:])
    return sum(((p - p.mean()) ** 2).sum() for p in parts) + penalty * (len(parts) - 1)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(-3, 3, allow_nan=False), min_size=4, max_size=22),
    st.floats(0.05, 2.0),
)
def test_change_points_are_the_exact_minimum(values, penalty):
    y = np.array(values)
    _, least = brute(y, penalty)
    assert abs(cost_of(y, change_points(y, penalty), penalty) - least) < 1e-6


def test_a_step_is_found_at_its_place():
    rng = np.random.default_rng(1)
    y = np.r_[np.zeros(40), -0.4 * np.ones(20), np.zeros(30)] + rng.normal(0, 0.01, 90)
    assert change_points(y, 25 * 0.01**2 + 0.004).tolist() == [0, 40, 60]


def test_short_and_constant_series_have_one_piece():
    for n in (0, 1, 3, 50):
        assert change_points(np.zeros(n), 0.01).tolist() == [0]


def test_many_series_are_searched_as_each_alone():
    rng = np.random.default_rng(3)
    sizes = [0, 3, 4, 9, 9, 60, 150, 999, 1001, 1500]
    series = [np.cumsum(rng.random(n) < 0.05) + rng.normal(0, 0.2, n) for n in sizes]
    penalties = list(rng.uniform(0.2, 1.0, len(sizes)))
    together = change_points_of(series, penalties)
    for y, penalty, starts in zip(series, penalties, together, strict=True):
        assert starts.tolist() == change_points(y, penalty).tolist()
    # A long series is swept as it is searched; with zeros before it is no other.
    y, penalty = series[7], penalties[7]
    longer = change_points(np.r_[np.full(50, -9.0), y], penalty)
    assert longer.tolist() == [0, *(together[7] + 50)]


def test_noise_is_not_taken_from_a_step():
    rng = np.random.default_rng(2)
    y = np.r_[np.zeros(200), np.ones(200)] + rng.normal(0, 0.05, 400)
    assert 0.04 < noise_of(y, 0.001) < 0.06
    assert noise_of(np.zeros(5), 0.012) == 0.012


def leg_of(speeds_kn):
    """Return a leg of ten-minute bins of one ship alone."""
    v = np.array(speeds_kn, float)
    n, nothing, zero = len(v), np.full(len(v), np.nan), np.zeros(len(v))
    t = 600.0 * np.arange(n)
    return Leg(
        leg=0, mmsi=1, t=t, v=v, y=np.log(v), r=np.log(v), e=zero, ly=nothing, e_yaw=zero,
        drift=nothing, e_drift=zero, yaw_level=nothing, hulls=zero, lon=20 + t / 1e5,
        lat=np.full(n, 57.0), cog=np.full(n, 90.0), n=np.full(n, 10.0), large=True,
        yaw_from=None, waves=nothing,
    )  # fmt: skip


def first_of(*stretches):
    """Return first and last bin of the first episode of (hours, knots), and if it closed."""
    leg = leg_of(np.concatenate([np.full(round(6 * hours), kn) for hours, kn in stretches]))
    found = find_episodes([leg], Settings(), [None])[0]
    return found[0].first, found[0].last, found[0].closed


def test_an_engine_repaired_in_part_ends_the_stretch():
    assert first_of((6, 11.0), (2, 5.0), (12, 8.6)) == (36, 47, True)


def test_a_slow_stretch_with_a_quicker_part_inside_is_one():
    assert first_of((6, 11.0), (3, 5.0), (1, 8.6), (3, 5.0), (4, 11.0)) == (36, 77, True)


def test_a_short_first_dip_does_not_end_it():
    # A propulsion that holds its speed gives back within half an hour what was lost at first.
    assert first_of((6, 11.0), (0.5, 7.0), (6, 9.6), (4, 11.0)) == (36, 74, True)


def test_a_record_that_begins_slow_is_seen_however_the_speed_comes_back():
    assert first_of((4, 8.2), (5, 12.0)) == (0, 23, True)
    # In two steps of which the first is short and the second is small.
    leg = leg_of(np.repeat([7.6, 6.8, 8.2, 11.2, 12.1], [3, 3, 21, 3, 30]))
    assert (0, 26) in {(e.first, e.last) for e in find_episodes([leg], Settings(), [None])[0]}
    # A spell of half an hour at more is no return.
    leg = leg_of(np.r_[np.full(24, 8.2), np.full(3, 12.0), np.full(24, 8.2)])
    assert not any(e.reference == "after" for e in find_episodes([leg], Settings(), [None])[0])


def test_a_stretch_slowest_at_first_is_weighed_to_its_end_as_well():
    leg = leg_of(np.repeat([12.8, 6.8, 9.5, 12.8], [36, 5, 24, 24]))
    found = find_episodes([leg], Settings(), [None])[0]
    assert [(e.first, e.last) for e in found] == [(36, 40), (36, 64)]
    # Where the loss stays as it was there is but one end.
    leg = leg_of(np.repeat([12.8, 9.5, 12.8], [36, 24, 24]))
    assert [(e.first, e.last) for e in find_episodes([leg], Settings(), [None])[0]] == [(36, 59)]
