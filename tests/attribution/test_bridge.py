"""First passage of a line between two fixes: it integrates, and agrees with sampled paths."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.attribution.bridge import crossing_chance, mixture, passage_share
from baltic.settings import Settings

DISTANCE = st.floats(60, 3000)
SPAN = st.floats(60, 20_000)
SIGMA = st.sampled_from([2.0, 15.0])


def sampled(d0: float, d1: float, span: float, sigma: float, n: int) -> np.ndarray:
    """First crossing times of sampled bridges (NaN: none), crossings inside steps included."""
    rng = np.random.default_rng(5)
    steps = 300
    t = np.linspace(0, span, steps + 1)
    walk = np.cumsum(rng.normal(size=(n, steps)) * sigma * np.sqrt(span / steps), axis=1)
    walk = np.concatenate([np.zeros((n, 1)), walk], axis=1)
    path = d0 + walk - t / span * (walk[:, -1:] - (d1 - d0))
    a, b = path[:, :-1], path[:, 1:]
    hit = rng.random(a.shape) < np.exp(-2 * np.maximum(a * b, 0) / (sigma**2 * span / steps))
    first = np.argmax(hit, axis=1)
    middle = (t[:-1] + t[1:]) / 2
    return np.where(hit.any(axis=1), middle[first], np.nan)


def passage_density(t: np.ndarray, d0: float, d1: float, span: float, sigma: float) -> np.ndarray:
    """Density of the first crossing time by another way, 1/s: it integrates to the chance.

    ``f(t) = |d0| / (sigma sqrt(2 pi t^3)) exp(-d0^2 / (2 sigma^2 t))
    phi(d1; 0, sigma^2 (T-t)) / phi(d1; d0, sigma^2 T)``
    """
    x, y = abs(d0), -d1 if d0 < 0 else d1
    inside = (t > 0) & (t < span)
    t = np.where(inside, t, 0.5 * span)
    left = span - t
    log = (
        np.log(x) - 0.5 * np.log(2 * np.pi * sigma**2 * t**3) - x**2 / (2 * sigma**2 * t)
        - 0.5 * np.log(left / span) - y**2 / (2 * sigma**2 * left)
        + (y - x) ** 2 / (2 * sigma**2 * span)
    )  # fmt: skip
    return np.where(inside, np.exp(log), 0.0)


@pytest.mark.parametrize(
    ("d0", "d1", "sigma"),
    [
        (300, -700, 2.0),
        pytest.param(60, 80, 2.0, marks=pytest.mark.slow),
        (500, 400, 15.0),
        pytest.param(-200, 900, 15.0, marks=pytest.mark.slow),
        pytest.param(-700, -500, 15.0, marks=pytest.mark.slow),
    ],
)
def test_agrees_with_sampled_paths_within_three_percent(d0: float, d1: float, sigma: float) -> None:
    span = 1800.0
    times = sampled(d0, d1, span, sigma, 40_000)
    chance = float(crossing_chance(d0, d1, span, sigma))
    assert np.mean(np.isfinite(times)) == pytest.approx(chance, rel=0.03)
    t = np.linspace(0, span, 40_001)
    density = passage_density(t, d0, d1, span, sigma)
    mean = np.trapezoid(t * density, t) / np.trapezoid(density, t)
    assert np.nanmean(times) == pytest.approx(mean, rel=0.03)
    for share in (0.25, 0.5, 0.75):
        found = np.interp(share * chance, passage_share(t, d0, d1, span, sigma), t)
        assert np.nanquantile(times, share) == pytest.approx(found, rel=0.03)


@settings(max_examples=80, deadline=None)
@given(d0=DISTANCE, d1=st.one_of(DISTANCE, DISTANCE.map(lambda d: -d)), span=SPAN, sigma=SIGMA)
def test_density_integrates_to_the_chance(d0: float, d1: float, span: float, sigma: float) -> None:
    chance = float(crossing_chance(d0, d1, span, sigma))
    grid = np.linspace(0, span, 20_001)
    share = passage_share(grid, d0, d1, span, sigma)
    assert np.all(np.diff(share) >= -1e-9)
    assert share[0] == 0 and share[-1] == pytest.approx(chance, abs=1e-9)
    density = passage_density(grid, d0, d1, span, sigma)
    assert np.all(density >= 0)
    a, b = np.searchsorted(share, [0.05 * chance, 0.95 * chance])
    if b - a > 50:
        inside = np.trapezoid(density[a:b], grid[a:b])
        assert inside == pytest.approx(share[b - 1] - share[a], rel=0.01, abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(d0=DISTANCE, d1=st.floats(-3000, 3000), span=SPAN, sigma=SIGMA, t=st.floats(0, 1))
def test_either_side_of_the_line_is_alike(
    d0: float, d1: float, span: float, sigma: float, t: float
) -> None:
    here = passage_share(t * span, d0, d1, span, sigma)
    assert here == pytest.approx(passage_share(t * span, -d0, -d1, span, sigma), abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(d0=DISTANCE, d1=DISTANCE, span=SPAN, sigma=SIGMA, more=st.floats(1.0, 3.0))
def test_further_off_is_less_likely(
    d0: float, d1: float, span: float, sigma: float, more: float
) -> None:
    near, far = (float(crossing_chance(k * d0, d1, span, sigma)) for k in (1, more))
    assert 0 <= far <= near <= 1
    assert crossing_chance(d0, d1, span, sigma) == crossing_chance(d1, d0, span, sigma)
    assert crossing_chance(d0, -d1, span, sigma) == 1


def test_a_fix_on_the_line_has_crossed() -> None:
    assert float(passage_share(1.0, 0.0, 50.0, 600.0, 2.0)) == 1


def test_short_legs_hide_no_turn() -> None:
    assert [float(w) for _, w in mixture(Settings(), 60.0)] == [1.0, 0.0]
