"""Densities in time and place are densities, and lie where they should."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.attribution.likelihood import location_density, time_density, time_support

WINDOWS = {
    "sd": st.floats(2, 3000),
    "width": st.floats(0, 20000),
    "delay": st.floats(0, 600),
}


@settings(max_examples=40, deadline=None)
@given(**WINDOWS)
def test_time_density_integrates_to_one(sd: float, width: float, delay: float) -> None:
    low, high = time_support(sd, 0.0, width, delay)
    t = np.linspace(float(low) - 6 * sd, float(high) + 6 * sd, 20001)
    density = time_density(t, sd, 0.0, width, delay)
    assert np.all(density >= 0)
    assert np.trapezoid(density, t) / 3600 == pytest.approx(1.0, abs=4e-3)


def test_time_density_matches_sampling() -> None:
    """Failure = contact + exponential; the reading errs normally; the window is wide."""
    rng = np.random.default_rng(1)
    n = 400_000
    failure = rng.uniform(0, 600, n)
    contact = failure - rng.exponential(120, n) + rng.normal(0, 90, n)
    edges = np.arange(-900, 1200, 60.0)
    share = np.histogram(contact, edges)[0] / n
    middle = (edges[:-1] + edges[1:]) / 2
    found = time_density(middle, 90.0, 0.0, 600.0, 120.0) * 60 / 3600
    assert np.abs(share - found).max() < 0.002


def test_late_tail_is_clean_and_zero() -> None:
    assert float(time_density(5e4, 60.0, 0.0, 60.0, 120.0)) < 1e-12
    assert float(time_density(-5e4, 60.0, 0.0, 60.0, 120.0)) < 1e-12


def test_contact_comes_before_failure() -> None:
    """A crossing 2 min before a trip fits better than one 2 min after it."""
    before, after = time_density(np.array([-120.0, 120.0]), 40.0, 0.0, 0.0, 120.0)
    assert before > 5 * after


@settings(max_examples=30, deadline=None)
@given(sd=st.floats(0.05, 30))
def test_location_density_integrates_to_one(sd: float) -> None:
    s = np.linspace(-12 * sd, 12 * sd, 4001)
    assert np.trapezoid(location_density(s, sd, 100.0), s) == pytest.approx(1.0, abs=1e-3)


def test_unlocated_fault_is_anywhere_on_the_asset() -> None:
    assert float(location_density(np.nan, 1.0, 200.0)) == pytest.approx(1 / 200)
