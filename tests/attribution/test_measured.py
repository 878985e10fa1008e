"""Legs measured against one asset: what is quick gives what a plain look at each would."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from baltic.attribution.legs import Legs
from baltic.attribution.measured import Measured, Near, Times, open_rows, reach_asset
from baltic.attribution.readings import make_outages
from baltic.geo import project, unproject

from .world import SETTINGS, assets, incident


@pytest.fixture(scope="module")
def target():
    """A cable of two parts, one of them known five times worse than the other."""
    (outage,), _ = make_outages(incident(("alpha", 0, 30)), assets(), SETTINGS)
    plain = outage.targets[0]
    branch = shapely.linestrings([[3_000.0, -20_000.0], [9_000.0, 1_000.0], [9_000.0, 30_000.0]])
    line = shapely.multilinestrings([shapely.get_parts(plain.line)[0], branch])
    return replace(plain, line=line, parts_km=(0.4, 2.0))


def make_legs(target, xy: np.ndarray) -> Legs:
    """Legs from places in the plane of the asset, shape (n, 2, 2), one ship each."""
    n = len(xy)
    (lon0, lat0), (lon1, lat1) = (
        unproject(target.transformer, xy[:, k, 0], xy[:, k, 1]) for k in (0, 1)
    )
    zero, no = np.zeros(n), np.zeros(n, bool)
    mmsi, words = np.arange(n), np.full(n, "simulated", object)
    return Legs(mmsi, zero, zero + 120, lon0, lat0, lon1, lat1, zero + 9, zero + 9, no, no, words)


@st.composite
def places(draw) -> np.ndarray:
    """Legs, some of no length, some that begin where the last one ended."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n = draw(st.integers(1, 40))
    xy = rng.uniform(-60_000, 60_000, (n, 2, 2))
    xy[:, 1] = xy[:, 0] + rng.normal(0, draw(st.sampled_from([0, 300, 30_000])), (n, 2))
    for k in range(1, n):
        if rng.random() < 0.5:
            xy[k, 0] = xy[k - 1, 1]
    return xy


@given(xy=places())
def test_distances_are_those_of_each_leg_from_each_part(target, xy) -> None:
    legs = make_legs(target, xy)
    measured = Measured(target, legs)
    ends = [project(target.transformer, legs.lon0, legs.lat0),
            project(target.transformer, legs.lon1, legs.lat1)]  # fmt: skip
    assert measured.xy == pytest.approx(np.stack([np.stack(e, axis=1) for e in ends], axis=1))
    shapes = [
        shapely.Point(a) if (a == b).all() else shapely.LineString([a, b]) for a, b in measured.xy
    ]
    trunk, branch = (shapely.distance(part, shapes) for part in shapely.get_parts(target.line))
    every = np.arange(len(xy))
    assert measured.leg.of(every) == pytest.approx(np.minimum(trunk, branch), abs=1e-6)
    worse = branch / 2.0 < trunk / 0.4
    clear = np.abs(branch / 2.0 - trunk / 0.4) > 1e-6
    assert (measured.part == worse)[clear].all()
    assert measured.near.of(every)[clear] == pytest.approx(
        np.where(worse, branch, trunk)[clear], abs=1e-6
    )
    assert (measured.error_m == np.where(worse, 2000.0, 400.0))[clear].all()


@given(xy=places(), reach_m=st.sampled_from([10.0, 800.0, 4_000.0, 40_000.0]))
def test_a_quick_look_misses_no_leg_within_reach(target, xy, reach_m) -> None:
    legs = make_legs(target, xy)
    quick = reach_asset(target, legs, reach_m)
    near = np.flatnonzero(Measured(target, legs).leg.within(reach_m - 1e-6))
    assert set(near) <= set(quick)


def test_a_quick_look_leaves_out_what_is_far(target) -> None:
    legs = make_legs(target, np.array([[[0, 0], [10, 10]], [[-50_000, 0], [-49_000, 0]]], float))
    assert reach_asset(target, legs, 1000.0).tolist() == [0]


def offset_km(target, xy: np.ndarray, place: tuple[float, float], how: str) -> float:
    """How far from a place, in the plane of the asset, one leg's passage is told to be."""
    lon, lat = (float(v[0]) for v in unproject(target.transformer, *(np.array([v]) for v in place)))
    here = replace(target, fault_lon=lon, fault_lat=lat, fault_kp_km=1.0, fault_part=0)
    (outage,), _ = make_outages(incident(("alpha", 0, 30)), assets(), SETTINGS)
    legs, one = make_legs(here, xy), np.ones(1)
    measured = Measured(here, legs)
    near = Near(measured.part, measured.error_m, measured.near.of([0]), 0 * one)
    row = open_rows(
        replace(outage, targets=(here,), place_sd_km=1.0), measured, np.array([0]),
        Times(one, one, one, one), how=how, p=one,
        near=near if how == "near" else None,
    )  # fmt: skip
    return float(row["offset_km"].iloc[0])


@pytest.mark.parametrize("y", [-2_500.0, 2_500.0])
def test_of_several_meetings_with_a_bent_line_that_at_the_place_counts(target, y: float) -> None:
    bent = shapely.multilinestrings(
        [shapely.linestrings([[0.0, -5_000.0], [4_000.0, 0.0], [0.0, 5_000.0]])]
    )
    leg = np.array([[[2_000.0, -9_000.0], [2_000.0, 9_000.0]]])
    bend = replace(target, line=bent, parts_km=(0.05,), accuracy_km=0.05)
    assert offset_km(bend, leg, (2_000.0, y), "gap") == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("y", [-1_500.0, 0.0, 1_500.0])
def test_who_sails_beside_the_line_passes_the_place_where_it_is_nearest(target, y: float) -> None:
    line = shapely.multilinestrings([shapely.linestrings([[0.0, -9_000.0], [0.0, 9_000.0]])])
    leg = np.array([[[300.0, -2_000.0], [310.0, 2_000.0]]])
    beside = replace(target, line=line, parts_km=(0.5,), accuracy_km=0.5)
    assert offset_km(beside, leg, (0.0, y), "near") <= 0.32
