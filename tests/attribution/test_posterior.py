"""Competing rates: which of several assets, and which of several ships."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from baltic.attribution.posterior import _of_ships, _Rates
from baltic.attribution.windows import make_outages

from . import world
from .world import episode, incident, run, ship, tracks


def by_key(found: Any) -> dict[int | str, float]:
    return {h.mmsi or h.kind: h.posterior for h in found.hypotheses}


SEEN = tracks(
    ship(1001, 0, lat=59.65, hours=14), ship(1002, 8, at=24.5, hours=14), ship(1003, 40, hours=14)
)


def test_which_asset_is_named_first_says_nothing() -> None:
    """A power cable and a telecom one may have failed: each breaks and fails in its own way."""
    one, other = (
        by_key(run(incident((list(ids), 0, 30)), SEEN))
        for ids in (("alpha", "beta"), ("beta", "alpha"))
    )
    assert one == pytest.approx(other, rel=1e-9)


def test_the_delay_of_several_assets_is_their_mean() -> None:
    (made,), _ = make_outages(incident((["alpha", "beta"], 0, 30)), world.assets(), world.SETTINGS)
    assert made.delay_s == 90.0


RATES = st.integers(1, 4).flatmap(
    lambda k: hnp.arrays(float, (2, 3, k), elements=st.floats(1e-4, 50) | st.just(0.0))
)


def rates(given_: np.ndarray, prior: float = -2.0) -> _Rates:
    outages = given_.shape[2]
    some = np.linspace(1, 3, outages)
    log_q = np.array([[prior, prior + 1, prior + 2], [0.0, 0.0, 0.0]])
    return _Rates(log_q, given_, some, 0.2 * some, 0.1 * some, 0.3 * some)


@given(RATES)
def test_rates_of_ships_are_the_mean_over_their_rivals(given_: np.ndarray) -> None:
    """Against the integral over u, and the share of each outage likewise."""
    made = rates(given_)
    ways, share = _of_ships(made)
    u = (np.arange(2000)[:, None] + 0.5) / 2000
    one = made.heard.sum(axis=0)
    for way, i in itertools.product(range(2), range(3)):
        rivals = one.sum(axis=0) - one[i]
        rivals = rivals if given_.shape[2] > 1 else 0 * rivals
        other = made.technical + made.dark + made.trawled + u * rivals
        both = np.prod(given_[way, i] + other, axis=1) - np.prod(other, axis=1)
        r = np.exp(made.prior[way, i]) * both.mean()
        assert np.exp(ways[way, i]) == pytest.approx(r / np.prod(made.technical), rel=1e-4)
    assert (share <= 1 + 1e-9).all()
    some = np.isfinite(ways).any(axis=0)
    assert (share[some].sum(axis=1) > 1 - 1e-9).all()


@given(hnp.arrays(float, (3, 2), elements=st.floats(0, 50)))
def test_what_two_ships_explain_together_is_counted_once(given_: np.ndarray) -> None:
    made = rates(np.stack([given_, np.zeros_like(given_)]))
    b = made.technical + made.dark + made.trawled
    q, one = np.exp(made.prior[0]), made.heard[0]
    alone = (q * (given_[:, 0] * b[1] + given_[:, 1] * b[0] + given_.prod(axis=1))).sum()
    pairs = sum(one[i, 0] * one[j, 1] for i, j in itertools.permutations(range(3), 2))
    total = np.exp(_of_ships(made)[0]).sum() * np.prod(made.technical)
    assert total == pytest.approx(alone + pairs, rel=1e-9)


def two_ships(*windows: tuple[str, float, float]) -> Any:
    """Ship 1001 drags over alpha, 1002 over beta five hours later; none passes both in time."""
    seen = tracks(ship(1001, 0, lat=59.65, hours=14), ship(1002, 300, lat=59.75, at=24.5, hours=14))
    drags = [episode(1001, -60, 60, 6.0, ("alpha",)), episode(1002, 240, 360, 6.0, ("beta",))]
    return run(incident(*windows), seen, drags)


def test_two_outages_by_two_ships_are_no_ship_not_heard() -> None:
    both = two_ships(("alpha", 0, 1), ("beta", 300, 301))
    p = by_key(both)
    assert p[1001] == pytest.approx(0.5, abs=0.03) and p[1002] == pytest.approx(0.5, abs=0.03)
    assert p["dark"] < 0.01 and sum(p.values()) == pytest.approx(1)
    assert both.finding["code"] == "open"
    told = "looked at one by one, SHIP 1001 fits Alpha and SHIP 1002 fits Beta: two ships may each"
    assert told in both.finding["text"] and any(told in note for note in both.notes)


def test_each_outage_is_that_of_a_record_of_it_alone() -> None:
    windows = ("alpha", 0, 1), ("beta", 300, 301)
    both = two_ships(*windows)
    assert [e["name"] for e in both.each_outage] == ["Alpha", "Beta"]
    assert both.as_dict()["each_outage"][0]["explanations"][0]["mmsi"] == 1001
    for window, each in zip(windows, both.each_outage, strict=True):
        one = two_ships(window)
        assert "one by one" not in one.finding["text"]
        found = {e["mmsi"] or e["kind"]: e["posterior"] for e in each["explanations"]}
        assert sum(found.values()) == pytest.approx(1)
        assert [e["kind"] for e in each["explanations"]][-2:] == ["dark", "none"]
        for key, p in by_key(one).items():
            assert found.get(key, 0.0) == pytest.approx(p, abs=2e-3)
        again = one.each_outage[0]["explanations"]
        assert {e["mmsi"] or e["kind"]: e["posterior"] for e in again} == pytest.approx(by_key(one))


def test_one_ship_behind_both_is_not_set_against_itself() -> None:
    seen = tracks(ship(1001, 0, hours=14), ship(1002, 200, lat=59.6, hours=14))
    drag = [episode(1001, -60, 150, 6.0, ("alpha", "beta"))]
    found = run(incident(("alpha", 0, 1), ("beta", 91, 92)), seen, drag)
    assert found.hypotheses[0].mmsi == 1001 and found.hypotheses[0].posterior > 0.9
    assert "one by one" not in found.finding["text"]
