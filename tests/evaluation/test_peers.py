"""The peers' rules fire where their programs were seen to fire, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from baltic.catalogue import load_assets, load_places
from baltic.evaluation.peers import (
    RULES,
    Voyage,
    drop_for_an_hour,
    grapnel,
    heading_jitter,
    run_rules,
    waves,
)
from baltic.evaluation.scenarios import find_sites, scenes
from baltic.settings import Settings


def voyage(legs, *, yaw=0.0, near=True, seed=1):
    """Legs of (hours, knots) on a straight course east, a fix a minute."""
    sog = np.concatenate([np.full(int(h * 60), v) for h, v in legs])
    t = 60.0 * np.arange(len(sog))
    east = np.concatenate([[0.0], np.cumsum(sog[:-1] * 1852.0 / 60.0)])
    n = len(t)
    swing = np.random.default_rng(seed).normal(0.0, yaw, n) if yaw else np.zeros(n)
    return Voyage(
        t_s=t,
        lon=20.0 + east / (111_195.0 * np.cos(np.radians(57.0))),
        lat=np.full(n, 57.0),
        sog_kn=sog,
        cog_deg=np.full(n, 90.0),
        heading_deg=(90.0 + swing) % 360.0,
        moored=np.zeros(n, dtype=bool),
        near=np.full(n, near),
        at_place=np.zeros(n, dtype=bool),
    )


def run(v, **more):
    return voyage([(3, 11.0), (4, v), (2, 11.0)], **more)


@pytest.mark.parametrize(("v", "fires"), [(1, 1), (3, 1), (4.5, 1), (5.5, 0), (7, 0), (9, 0)])
def test_grapnel_sees_slow_drags_only(v: float, fires: int) -> None:
    assert len(grapnel(run(v))) == fires


def test_grapnel_needs_a_cable_half_an_hour_and_a_faster_past() -> None:
    assert grapnel(run(3, near=False)) == []
    assert grapnel(voyage([(3, 11.0), (0.4, 4.5), (2, 11.0)])) == []
    assert grapnel(voyage([(9, 4.2)])) == []


def test_the_jitter_rule_needs_slow_and_restless() -> None:
    assert heading_jitter(run(3)) == []
    assert heading_jitter(run(3, yaw=15.0))
    assert heading_jitter(run(5, yaw=15.0)) == []


def test_an_hour_at_four_fifths() -> None:
    begin, end = drop_for_an_hour(run(8))[0]
    assert 2.5 * 3600 <= begin <= 4 * 3600 and end - begin == 3600.0
    assert drop_for_an_hour(run(9.5)) == []
    assert drop_for_an_hour(voyage([(4, 11.0), (0.5, 6.0), (4, 11.0)])) == []


def test_waves_of_the_heading() -> None:
    ship = run(8)
    swing = np.where(ship.sog_kn < 9, 8.0 * np.sin(2 * np.pi * ship.t_s / 300.0), 0.0)
    wavy = Voyage(**{**vars(ship), "heading_deg": 90.0 + swing})
    assert waves(ship) == []
    begin, _ = waves(wavy)[0]
    assert 2.5 * 3600 <= begin <= 4 * 3600


@pytest.mark.slow
def test_rules_run_on_tables_near_charted_cables() -> None:
    from baltic.evaluation.scenarios import run_scene

    scene = next(
        s for s in scenes(find_sites(1), 1, Settings()) if s.name == "3 kn" and "only" in s.signs
    )
    peers = run_scene(scene)["peers"]
    assert set(peers) == set(RULES)
    assert peers["GRAPNEL anchor_drag"] and not peers["AIS_Tracker drag"]


def test_no_fix_no_rule() -> None:
    from baltic.tables import TRACKS

    found = run_rules(TRACKS.empty(), load_assets(), load_places())
    assert found == {name: {} for name in RULES}
