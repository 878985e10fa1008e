"""The chance that a ship came to a line before its first fix or after its last."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic.attribution.bridge import mixture
from baltic.attribution.open_ends import p_unheard

from .world import SETTINGS

LEAST = SETTINGS.attribution.open_gap_p


def chance(away_m: float, sd_m: float, since_s: float, until_s: float) -> float:
    one = (np.array([v]) for v in (since_s, until_s))
    return float(p_unheard(np.array([away_m]), sd_m, *one, SETTINGS)[0])


@pytest.mark.parametrize("away_m", [200.0, 2000.0])
@pytest.mark.parametrize("sd_m", [0.0, 700.0])
@pytest.mark.parametrize("span_s", [(0.0, 3600.0), (3600.0, 30_000.0)])
def test_the_chance_is_that_of_sampled_first_passages(
    away_m: float, sd_m: float, span_s: tuple[float, float]
) -> None:
    rng = np.random.default_rng(5)
    n = 400_000
    away = np.abs(away_m + sd_m * rng.normal(size=n))
    wanted = 0.0
    for sigma, weight in mixture(SETTINGS, span_s[1] - span_s[0]):
        # The time of first passage of a distance is Levy distributed.
        t = (away / (sigma * rng.normal(size=n))) ** 2
        wanted += float(weight) * float(((t > span_s[0]) & (t <= span_s[1])).mean())
    assert chance(away_m, sd_m, *span_s) == pytest.approx(max(wanted, LEAST), rel=0.03)


hours: Any = st.floats(0.0, 48.0)


@given(st.floats(0.0, 50_000.0), st.floats(0.0, 10_000.0), hours, hours)
def test_chances_are_chances_and_grow_with_the_time(
    away_m: float, sd_m: float, since_h: float, more_h: float
) -> None:
    since, until = 3600 * since_h, 3600 * (since_h + more_h)
    p = chance(away_m, sd_m, since, until)
    assert LEAST <= p <= 1.0
    assert chance(away_m, sd_m, since, until + 3600) >= p - 0.1
    assert chance(away_m, sd_m, 0.0, until) >= p - 0.1


@given(st.floats(0.0, 5000.0), st.floats(0.0, 3000.0))
def test_spans_one_after_the_other_add_up(away_m: float, sd_m: float) -> None:
    parts = [chance(away_m, sd_m, 7200.0 * k, 7200.0 * (k + 1)) for k in range(4)]
    whole = chance(away_m, sd_m, 0.0, 4 * 7200.0)
    assert whole <= sum(parts) + 1e-9 <= whole + 4 * LEAST + 1e-9
