"""The order of outages: certain, open or in between; the sum over it does not see numbers."""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from baltic.attribution.order import chained, order_chances


def windows(*spans: tuple[float, float], sd: float = 30.0) -> Any:
    return [SimpleNamespace(earliest_s=a, latest_s=b, reading_sd_s=sd) for a, b in spans]


SPANS = st.lists(
    st.tuples(st.floats(0, 1e4), st.floats(0, 5e3)).map(lambda v: (v[0], v[0] + v[1])),
    min_size=1, max_size=5,
)  # fmt: skip


@given(SPANS, st.floats(0, 900), st.integers(0, 2**32 - 1))
def test_chances_are_those_of_drawn_times(spans: Any, sd: float, seed: int) -> None:
    found = order_chances(windows(*spans, sd=sd))
    assert np.allclose(found + found.T, 1.0)
    random = np.random.default_rng(seed)
    times = [random.uniform(a, max(b, a + 1), 4000) + random.normal(0, max(sd, 1), 4000)
             for a, b in spans]  # fmt: skip
    for (k, one), (j, other) in itertools.permutations(enumerate(times), 2):
        assert found[k, j] == pytest.approx((one < other).mean(), abs=0.05)


def test_windows_far_apart_have_an_order() -> None:
    year = 3.2e7
    found = order_chances(windows((1.7e9, 1.7e9), (1.7e9 + 600, 1.7e9 + 600), (1.7e9 + year,) * 2))
    assert (found[np.triu_indices(3, 1)] == 1.0).all()


@given(SPANS, st.integers(0, 4), st.floats(-1, 1))
def test_a_second_changes_little(spans: Any, which: int, shift: float) -> None:
    moved = list(spans)
    which %= len(spans)
    moved[which] = (spans[which][0] + shift, spans[which][1])
    if moved[which][1] < moved[which][0]:
        return
    change = order_chances(windows(*moved)) - order_chances(windows(*spans))
    assert np.abs(change).max() < 0.03


RATES = hnp.arrays(float, (5, 5), elements=st.floats(0, 1e3))


@given(RATES, SPANS, st.randoms(use_true_random=False))
def test_renumbering_changes_nothing(after: np.ndarray, spans: Any, random: Any) -> None:
    n = len(spans)
    first, after = np.linspace(1, 9, n), after[:n, :n]
    order = list(range(n))
    random.shuffle(order)
    plain = chained(first, after, order_chances(windows(*spans)))
    other = chained(
        first[order], after[np.ix_(order, order)],
        order_chances(windows(*(spans[i] for i in order))),
    )  # fmt: skip
    assert other == pytest.approx(plain, rel=1e-9)


@given(RATES, SPANS)
def test_the_sum_against_a_slow_count(after: np.ndarray, spans: Any) -> None:
    n = len(spans)
    first, before = np.linspace(1, 9, n), order_chances(windows(*spans))
    slow = 0.0
    for size in range(1, n + 1):
        for which in itertools.combinations(range(n), size):
            orders = list(itertools.permutations(which))
            weights = [
                np.prod([before[k, j] for k, j in itertools.combinations(o, 2)]) for o in orders
            ]
            sums = [
                first[o[0]] * np.prod([after[k, j] for k, j in itertools.pairwise(o)])
                for o in orders
            ]
            slow += np.average(sums, weights=weights)
    assert chained(first, after, before) == pytest.approx(slow, rel=1e-6)


def test_many_outages_without_an_order_are_summed_at_once() -> None:
    n = 25
    found = chained(np.ones(n), np.full((n, n), 0.1), order_chances(windows(*[(0.0, 60.0)] * n)))
    assert found == pytest.approx((1.1**n - 1) / 0.1, rel=1e-9)
