"""Rates of other causes: a ship not heard sails like those heard."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from baltic.attribution.rates import Priors, dark_rate, still_unheard, unheard_ratio
from baltic.catalogue import load_assets, load_incidents
from baltic.geo import line_length_m

from .world import SETTINGS, incident, run, ship, tracks

#: Minutes from the first cable to each of the next at 10 kn.
LAGS = {"beta": 91, "gamma": 182, "delta": 274}


def dark(found: Any) -> float:
    return next(h.posterior for h in found.hypotheses if h.kind == "dark")


def ships(found: Any) -> float:
    return sum(h.posterior for h in found.hypotheses if h.kind == "vessel")


@pytest.mark.slow
def test_neighbouring_cables_are_crossed_by_unheard_ships_too() -> None:
    """Where every ship over one cable crosses the next in its window, two say little more."""
    lane = tracks(*(ship(1000 + i, 40 * i, lat=59.65 + i / 20) for i in range(-6, 9)))
    both = run(incident(("alpha", 0, 5), ("beta", 60, 180)), lane)
    wrong_lag = run(incident(("alpha", 0, 5), ("beta", 300, 420)), lane)
    ratio = {}
    for name, found in (("both", both), ("wrong", wrong_lag)):
        ratio[name] = dark(found) / ships(found)
    assert 0.01 < ratio["both"] < 1.0
    alone = run(incident(("alpha", 0, 5)), lane)
    one = dark(alone) / ships(alone)
    assert ratio["both"] == pytest.approx(one, rel=0.6)


def test_dark_rate_of_one_outage_is_its_rate() -> None:
    log = dark_rate(np.array([2e-9]), np.array([6e-9]), np.array([0.5]), np.zeros((1, 1)))
    assert np.exp(log) == pytest.approx(3.0)


def test_dark_rate_multiplies_what_follows() -> None:
    technical, rate, hit = np.full(2, 1e-9), np.full(2, 1e-9), np.ones(2)
    follows = np.array([[0, 9e-9], [5e-3, 0]])
    # First breaks 0 then 1 (1 + 9), or breaks 1 alone; nothing is counted twice.
    assert np.exp(dark_rate(technical, rate, hit, follows)) == pytest.approx(11.0)


@given(hnp.arrays(float, (5, 5), elements=st.floats(0, 1e-2)), st.integers(1, 5))
def test_dark_rate_sums_every_set_of_outages_in_order(follows: np.ndarray, n: int) -> None:
    """Against a slow count: a set's rate is that of its first times each next, given the last."""
    technical, rate, hit = np.linspace(1, 3, n), np.linspace(4, 2, n), np.linspace(0.5, 0.9, n)
    slow = 0.0
    for size in range(1, n + 1):
        for which in itertools.combinations(range(n), size):
            steps = [follows[k, j] * hit[j] / technical[j] for k, j in itertools.pairwise(which)]
            slow += rate[which[0]] / technical[which[0]] * np.prod(steps)
    found = np.exp(dark_rate(technical, rate, hit, follows[:n, :n]))
    assert found == pytest.approx(slow, rel=1e-9)


@pytest.mark.slow
def test_who_was_elsewhere_at_a_trip_ranks_below_a_ship_not_heard() -> None:
    """Three cables fit a ship of the lane, yet at the trip of the first it was an hour away."""
    lane = tracks(*(ship(1000 + i, 10 + 20 * i, hours=20) for i in range(-6, 20)))
    late = [(name, 130 + lag - 20, 130 + lag + 20) for name, lag in LAGS.items()]
    three = run(incident(*late), lane)
    all_four = run(incident(("alpha", 0, 0.2), *late), lane)
    # Half of the cable is out of hearing in this small world, and all kept their speed.
    assert ships(three) > 0.2
    assert ships(all_four) < 0.02 and dark(all_four) > 0.98
    assert "no ship in this AIS could have passed all 4 failed assets" in all_four.finding["text"]
    assert all_four.finding["all_of_it"].endswith(": 3 at most")
    assert three.finding["all_of_it"].startswith("3 ships in this AIS could have passed all 3")


@pytest.mark.parametrize(("kappa", "covered", "ratio"), [(0.0, 1, 0), (0.5, 1, 1), (0.0, 0.5, 1)])
def test_unheard_ratio(kappa: float, covered: float, ratio: float) -> None:
    assert float(unheard_ratio(kappa, np.array(covered))) == pytest.approx(ratio)


def test_nothing_heard_is_no_infinity() -> None:
    assert float(unheard_ratio(0.07, np.array(0.0))) == 100


def test_priors_vary_by_factors() -> None:
    varied = Priors(q=1e-6, kappa=0.07, q_trawl=2e-5).vary(technical=3, accuracy=2, trawl=0.5)
    assert varied.q_trawl == 1e-5
    assert (varied.q, varied.kappa, varied.technical, varied.accuracy) == (1e-6, 0.07, 3.0, 2.0)


@pytest.mark.slow
def test_a_ship_not_heard_has_no_order_where_windows_have_none() -> None:
    """Which of two outages in one window is numbered first is a matter of their names."""
    lane = tracks(*(ship(1000 + i, 40 * i, lat=59.65 + i / 20) for i in range(-6, 9)))

    def share(alpha_s: float, beta_s: float) -> float:
        spans = (("alpha", alpha_s / 60, 120), ("beta", beta_s / 60, 120))
        return dark(run(incident(*spans, t_sd_s=5.0), lane))

    # How much of a window is covered goes by steps of some minutes, and with it who is not heard.
    assert share(0, 1) == pytest.approx(share(1, 0), rel=0.02)
    assert share(0, 0) == pytest.approx(share(0, 1), rel=0.02)


def test_who_is_not_heard_for_want_of_ais_is_heard_where_there_is_some() -> None:
    again = still_unheard(0.07, np.array([1.0, 0.5, 0.0]))
    # A ship without AIS stays unheard; one in hours without any is heard at the covered one.
    assert again[0] == pytest.approx([1.0, 1.0, 1.0])
    assert again[2] == pytest.approx([0.07, 0.07 + 0.93 * 0.5, 1.0])
    # However two are taken one after the other, both are missed by the same ships.
    missed = 0.07 + 0.93 * np.array([0.0, 0.5, 1.0])
    both = missed[:, None] * again
    assert both == pytest.approx(both.T)


def test_faults_of_telecom_cables_without_a_ship_are_those_of_the_world_and_the_catalogue() -> None:
    """The records that the rate of drags was counted in, after the mean of all oceans."""
    assets = load_assets()
    cables = assets[(assets["kind"] == "telecom") & (assets["status"] == "in_service")]
    km = sum(line_length_m(line) for line in cables.geometry) / 1000
    faults = sum(
        len(record.assets)
        for record in load_incidents().values()
        if record.kind == "telecom"
        and record.record_type == "damage"
        and record.cause_status == "natural/technical"
        and "2022" <= str(record.date_utc_start) < "2026"
    )
    world_km_h, km_h = 1 / 3e-9, km * 4 * 365.25 * 24
    expected = (1 + faults) / (world_km_h + km_h)
    assert SETTINGS.attribution.lam_telecom_km_h == pytest.approx(expected, rel=0.05)
