"""Rates of other causes: a ship not heard sails like those heard."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from baltic.attribution.rates import Priors, dark_rate, unheard_ratio

from .world import incident, run, ship, tracks


def dark(found: Any) -> float:
    return next(h.posterior for h in found.hypotheses if h.kind == "dark")


def test_neighbouring_cables_are_crossed_by_unheard_ships_too() -> None:
    """Where every ship over one cable crosses the next in its window, two say little more."""
    lane = tracks(*(ship(1000 + i, 40 * i, lat=59.4 + i / 40) for i in range(-6, 9)))
    both = run(incident(("alpha", 0, 5), ("beta", 60, 180)), lane)
    wrong_lag = run(incident(("alpha", 0, 5), ("beta", 300, 420)), lane)
    ratio = {}
    for name, found in (("both", both), ("wrong", wrong_lag)):
        ships = sum(h.posterior for h in found.hypotheses if h.kind == "vessel")
        ratio[name] = dark(found) / ships
    assert 0.01 < ratio["both"] < 0.5
    alone = run(incident(("alpha", 0, 5)), lane)
    one = dark(alone) / sum(h.posterior for h in alone.hypotheses if h.kind == "vessel")
    assert ratio["both"] == pytest.approx(one, rel=0.6)


def test_dark_rate_of_one_outage_is_its_rate() -> None:
    log = dark_rate(np.array([2e-9]), np.array([6e-9]), np.array([0.5]), np.zeros((1, 1)))
    assert np.exp(log) == pytest.approx(3.0)


def test_dark_rate_multiplies_what_follows() -> None:
    technical, rate, hit = np.full(2, 1e-9), np.full(2, 1e-9), np.ones(2)
    follows = np.array([[0, 9e-9], [5e-3, 0]])
    # First breaks 0 then 1 (1 + 9), or breaks 1 alone; nothing is counted twice.
    assert np.exp(dark_rate(technical, rate, hit, follows)) == pytest.approx(11.0)


@pytest.mark.parametrize(("kappa", "covered", "ratio"), [(0.0, 1, 0), (0.5, 1, 1), (0.0, 0.5, 1)])
def test_unheard_ratio(kappa: float, covered: float, ratio: float) -> None:
    assert float(unheard_ratio(kappa, np.array(covered))) == pytest.approx(ratio)


def test_nothing_heard_is_no_infinity() -> None:
    assert float(unheard_ratio(0.07, np.array(0.0))) == 100


def test_priors_vary_by_factors() -> None:
    varied = Priors(q=1e-6, kappa=0.07).vary(technical=3, accuracy=2)
    assert (varied.q, varied.kappa, varied.technical, varied.accuracy) == (1e-6, 0.07, 3.0, 2.0)
