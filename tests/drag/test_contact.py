"""One length of chain must explain all bins of an episode, given the depths under it."""

from __future__ import annotations

import time
from functools import lru_cache
from types import SimpleNamespace

import numpy as np
import pytest

from baltic import physics
from baltic.drag.case import Ship, own_of
from baltic.drag.contact import contact_measures, sound_cases
from baltic.drag.forces import DEPTH_M, chain_prior, pulls_n, ship_pull
from baltic.settings import Physics, Settings

from .tracks import make_track, make_vessel, run

BIG = Ship(1, ship_type=80, loa_m=229.0, beam_m=33.0, draught_m=13.0)
SMALL = Ship(2, ship_type=80, loa_m=105.0, beam_m=17.0, draught_m=7.0)
N = 36  # six hours
WAVES = np.sin(np.arange(N) / N * 4 * np.pi)
RULES = Settings()


def make_case(speed_kn, depth_m, ship=BIG, before_kn=11.5):
    v = np.broadcast_to(np.asarray(speed_kn, float), (N,))
    leg = SimpleNamespace(t=np.arange(N) * 600.0, v=v, r=np.log(v), e=np.zeros(N))
    episode = SimpleNamespace(leg=leg, inside=slice(0, N), ref=float(np.log(before_kn)))
    depth = np.broadcast_to(np.asarray(depth_m, float), (N,))
    return SimpleNamespace(
        episode=episode, own=own_of(ship), v_ref_kn=before_kn, depth_m=depth, ship=ship
    )


@lru_cache
def settled(chain_m, ship):
    """Return depths, and the speeds at which a ship settles over them."""
    own = own_of(ship)
    gear = physics.anchor_of(own.equipment_number)
    depths = np.geomspace(15.0, 450.0, 25)
    return depths, physics.speed_with_anchor_kn(
        11.5, chain_m, gear.mass_kg, gear.chain_d_m, depths, 2.2, own.hull
    )


def dragged(depth_m, chain_m, ship=BIG, seed=0):
    """Return speeds of a ship that drags over these depths, with gusts of half an hour."""
    calm = np.interp(depth_m, *settled(chain_m, ship))
    rng = np.random.default_rng(seed)
    return calm * np.exp(0.03 * np.repeat(rng.normal(size=N // 3), 3))


def ratio(*case, **more):
    (item,) = contact_measures(make_case(*case, **more), RULES)
    assert item.item == "one_chain"
    return item.x


@pytest.mark.parametrize("ship", [BIG, SMALL], ids=["229 m", "105 m"])
@pytest.mark.parametrize("chain", [130.0, 165.0])
def test_slow_in_shallow_and_fast_in_deep_water_counts_for_a_chain(ship, chain):
    depth = 75.0 + 55.0 * WAVES
    true = [ratio(dragged(depth, chain, ship, s), depth, ship) for s in range(4)]
    constant = [ratio(dragged(np.full(N, 60.0), chain, ship, s), depth, ship) for s in range(4)]
    wrong_way = [ratio(dragged(150.0 - depth, chain, ship, s), depth, ship) for s in range(4)]
    assert np.mean(true) > 1.0
    assert np.mean(constant) < -0.5
    assert np.mean(wrong_way) < np.mean(constant)


@pytest.mark.parametrize("ship", [BIG, SMALL], ids=["229 m", "105 m"])
def test_slow_where_no_anchor_reaches_counts_against(ship):
    assert ratio(7.5, 430.0, ship) < -3.0
    # Slow all along, half of it over a basin.
    half = np.r_[np.full(N // 2, 60.0), np.full(N // 2, 400.0)]
    assert ratio(dragged(np.full(N, 60.0), 165.0, ship), half, ship) < -1.0


def test_a_small_ship_cannot_reach_where_a_large_one_can():
    assert ratio(8.5, 190.0, SMALL) < ratio(8.5, 190.0, BIG) - 1.0


@pytest.mark.parametrize("speed", [5.0, 7.0, 9.0])
def test_a_flat_bottom_within_reach_says_nothing(speed):
    assert abs(ratio(speed, 45.0)) < 0.3


def test_one_length_not_one_for_each_bin():
    # Each half alone is a drag: a short chain in the shallows, a long one over the deep, but
    # slower there.  No single chain makes both.
    half = np.r_[np.full(N // 2, 40.0), np.full(N // 2, 150.0)]
    short, long = dragged(np.full(N, 40.0), 90.0), dragged(np.full(N, 150.0), 300.0)
    both = np.r_[short[: N // 2], long[N // 2 :]]
    assert ratio(both, half) < -1.0
    assert ratio(dragged(half, 200.0), half) > 0.0


def test_nothing_is_said_where_depth_or_length_is_unknown():
    assert contact_measures(make_case(7.0, np.nan), RULES) == []
    mostly = np.full(N, np.nan)
    mostly[:10] = 50.0
    assert contact_measures(make_case(7.0, mostly), RULES) == []
    assert contact_measures(make_case(7.0, 50.0, Ship(3)), RULES) == []
    bare = make_case(7.0, 50.0)
    bare.depth_m = np.zeros(0)
    assert contact_measures(bare, RULES) == []
    some = np.full(N, 50.0)
    some[::5] = np.nan
    assert len(contact_measures(make_case(7.0, some), RULES)) == 1


def test_it_is_cheap():
    case = make_case(dragged(75.0 + 55.0 * WAVES, 165.0), 75.0 + 55.0 * WAVES)
    contact_measures(case, RULES)
    start = time.process_time()
    for _ in range(20):
        contact_measures(case, RULES)
    assert (time.process_time() - start) / 20 < 0.006  # 1 ms here; slack for slow machines


def test_prior_of_chain_is_that_of_the_contact_probability():
    for ship in (BIG, SMALL):
        tables = ship_pull(own_of(ship).equipment_number, Physics())
        prior = chain_prior(tables, Physics())
        assert prior.sum() == pytest.approx(1.0) and prior[-1] >= 0.5
        # Lengths whose range ends below two shackles have none of it.
        middle = (tables.chain_m[1:] + tables.chain_m[:-1]) / 2
        assert (prior[:-1][middle <= 55.0] == 0).all()


def test_the_force_knows_the_depth():
    at, weight = pulls_n(2300.0, 7.0, Physics())
    assert pulls_n(2300.0, 7.0, Physics(), DEPTH_M)[0] == pytest.approx(at)
    shallow, deep = (pulls_n(2300.0, 7.0, Physics(), h)[0] @ weight for h in (25.0, 140.0))
    assert shallow > 1.05 * (at @ weight) > 1.05 * deep


# In the detector ------------------------------------------------------------------------

TRACK = make_track([(3, 11), (4, 6.5, "drag"), (3, 11)])
LONG = make_vessel(ship_type=80, loa=105.0, beam=17.0, draught=7.0)


def items(found):
    return {i.item: i for i in found.episodes[0].evidence}


@pytest.mark.slow
def test_depths_reach_the_ledger_and_the_words():
    at_60 = items(run(TRACK, vessel=LONG, depth=lambda lon, lat: np.full(len(lon), 50.0)))
    assert "at a depth of 50 m" in at_60["force"].text
    assert abs(at_60["one_chain"].llr) < 0.3
    deep = items(run(TRACK, vessel=LONG, depth=lambda lon, lat: np.full(len(lon), 300.0)))
    assert deep["one_chain"].llr < -1.5
    assert "no chain of a ship of this size reaches" in deep["one_chain"].text
    none = items(run(TRACK, vessel=LONG))
    assert "one_chain" not in none and "depth taken as 60 m" in none["force"].text


@pytest.mark.slow
def test_unknown_depths_are_said():
    start = TRACK["lat"].min()
    found = run(
        TRACK, vessel=LONG, depth=lambda lon, lat: np.where(lat < start + 0.7, 50.0, np.nan)
    )
    limits = found.episodes[0].quality["limits"]
    assert any("water depth unknown at" in text for text in limits)


def test_depths_are_asked_for_all_episodes_at_once():
    calls = []

    def depth(lon, lat):
        calls.append(len(lon))
        return np.full(len(lon), 50.0)

    two = make_track([(3, 11), (4, 6.5, "drag"), (5, 11), (4, 6, "drag"), (3, 11)])
    found = run(two, vessel=LONG, depth=depth)
    assert len(found.episodes) >= 2
    assert calls[0] >= 2 * 4 * 5  # all bins of both; what follows are the crossings
    # Once, and once more for each beginning of the bins of ships near a level.
    assert sum(n > 3 for n in calls) == 1 + Settings().episodes.phases
    assert sound_cases([], depth) == []
