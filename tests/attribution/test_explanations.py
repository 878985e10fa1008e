"""All ways to share outages out among ships, against counting them one by one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from baltic.attribution.explanations import behind


def counted(prior: np.ndarray, given: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, float]:
    """Sum over every cause of every outage: the weight of each ship's part, and of any ship's."""
    ships, outages = given.shape[1:]
    ways, some = np.zeros((ships, outages)), 0.0
    for causes in product(range(-1, ships), repeat=outages):
        weight = 1.0
        for i in set(causes) - {-1}:
            mine = [k for k, c in enumerate(causes) if c == i]
            weight *= sum(np.exp(prior[w, i]) * given[w, i, mine].prod() for w in range(len(prior)))
        weight *= np.prod([other[k] for k, c in enumerate(causes) if c == -1])
        for k, i in enumerate(causes):
            if i >= 0:
                ways[i, k] += weight
        some += weight * any(c >= 0 for c in causes)
    return ways, some


@pytest.mark.parametrize("outages", [1, 2, 3])
def test_behind_is_the_sum_over_every_cause_of_every_outage(outages: int) -> None:
    rng = np.random.default_rng(outages)
    prior, given = rng.normal(-1, 1, (2, 4)), rng.uniform(0, 3, (2, 4, outages))
    given[:, 2, 0], given[:, 3, 1:] = 0.0, 0.0
    other = rng.uniform(0.5, 2, outages)
    ways, some = counted(prior, given, other)
    log_w, log_any = behind(prior, given, other)
    assert np.exp(log_w) == pytest.approx(ways)
    assert np.exp(log_any) == pytest.approx(some)
