"""Competing rates: which of several assets, and which of several ships."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from baltic.attribution.posterior import _of_ships, _Rates
from baltic.attribution.readings import make_outages

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
    return _Rates(
        log_q, given_, some, 0.2 * some, 0.1 * some, 0.3 * some, np.zeros((len(some), len(some)))
    )


def counted(made: _Rates) -> tuple[np.ndarray, np.ndarray]:
    """Every way to share the outages out, one by one: a ship's drag counts once in each."""
    _, ships, outages = made.given.shape
    other = made.technical + made.dark + made.trawled
    rates, behind = np.zeros((2, ships)), np.zeros((ships, outages))
    # Causes: each ship by anchor or by gear, and anything else.
    for told in itertools.product([None, *range(ships)], repeat=outages):
        some = sorted({i for i in told if i is not None})
        for by in itertools.product(range(2), repeat=len(some)):
            way = dict(zip(some, by, strict=True))
            weight = np.prod([other[k] for k, i in enumerate(told) if i is None])
            for i, w in way.items():
                mine = [made.given[w, i, k] for k in range(outages) if told[k] == i]
                weight *= np.exp(made.prior[w, i]) * np.prod(mine)
            for i, w in way.items():
                rates[w, i] += weight / len(some)
                behind[i] += weight / len(some) * (np.array(told, dtype=object) == i)
    return rates / np.prod(made.technical), behind / np.prod(made.technical)


@settings(max_examples=40)
@given(RATES, st.floats(-12, 1))
def test_all_ways_to_share_outages_out_are_counted(given_: np.ndarray, prior: float) -> None:
    made = rates(given_, prior)
    ways, share = _of_ships(made)
    wanted, behind = counted(made)
    assert np.exp(ways) == pytest.approx(wanted, rel=1e-9)
    one = wanted.sum(axis=0)
    some = one > 0
    assert share[some] == pytest.approx(behind[some] / one[some, None], rel=1e-9)


def test_a_second_ship_behind_two_of_three_outages_drags_once() -> None:
    """It was taken to drag twice: of a chance of a drag of 1e-6 a million times too little."""
    given_ = np.zeros((2, 2, 3))
    given_[0, 0, 0] = given_[0, 1, 1] = given_[0, 1, 2] = 50.0
    q = 1e-6
    one = np.ones(3)
    made = _Rates(np.log([[q, q], [1, 1]]), given_, one, 0 * one, 0 * one, one, np.zeros((3, 3)))
    ways, share = _of_ships(made)
    together = q * 50 * q * 50 * 50 / 2
    assert np.exp(ways[0, 0]) == pytest.approx(q * 50 * (1 + 2 * q * 50 / 2) + together)
    assert share[1] == pytest.approx([0.0, *[share[1, 1]] * 2]) and share[1, 1] > 0.9


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
