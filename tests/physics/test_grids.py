"""The grids of the hot path against the solver, and what they may not do."""

from __future__ import annotations

import time

import numpy as np
import pytest

from baltic.physics import anchor_of, force_n, pull_grid, tow_depth_m

NUMBERS = np.geomspace(150.0, 6000.0, 10)
SPEEDS = np.array([2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 17.0, 21.0])
DEPTHS = np.array([10.0, 20.0, 30.0, 45.0, 60.0, 80.0, 100.0, 130.0, 165.0, 210.0, 270.0, 350.0])
SHARES = np.array([0.15, 0.25, 0.35, 0.45, 0.55, 0.7, 0.85, 0.95])
LAMBDAS = np.array([0.8, 2.2, 3.7])


@pytest.fixture(scope="module")
def grid():
    return pull_grid(NUMBERS, SPEEDS, DEPTHS, SHARES, LAMBDAS)


def test_nodes_agree_with_the_solver(grid):
    rng = np.random.default_rng(0)
    at = [rng.integers(0, len(a), 1500) for a in (NUMBERS, SPEEDS, DEPTHS, SHARES, LAMBDAS)]
    gear = anchor_of(NUMBERS[at[0]])
    out = SHARES[at[3]] * gear.chain_side_m
    solved = force_n(
        SPEEDS[at[1]], out, gear.mass_kg, gear.chain_d_m, DEPTHS[at[2]], LAMBDAS[at[4]]
    )
    off = np.exp(grid.log_force[tuple(at)]) / solved - 1.0
    assert np.abs(off).max() < 0.03
    assert np.abs(off).mean() < 0.003
    reach = tow_depth_m(SPEEDS[at[1]], out, gear.mass_kg, gear.chain_d_m)
    assert grid.reach_m[at[0], at[1], at[3]] == pytest.approx(reach, rel=0.003, abs=0.1)


def test_between_the_nodes_of_one_ship(grid):
    # A ship whose gear is a node: only speed and depth lie between.
    ship = grid.of(NUMBERS[6])
    gear = anchor_of(NUMBERS[6])
    assert ship.chain_m == pytest.approx(SHARES * float(gear.chain_side_m))
    speeds, depth = np.array([5.3, 7.1, 9.2, 11.4]), 52.0
    solved = force_n(
        speeds[:, None, None], ship.chain_m[:, None], gear.mass_kg, gear.chain_d_m, depth, LAMBDAS
    )
    found = np.exp(ship.log_force_at(speeds, depth))
    assert found.shape == (4, 8, 3)
    assert np.median(np.abs(found / solved - 1.0)) < 0.02
    assert np.abs(found / solved - 1.0).max() < 0.25  # where the anchor lands between two nodes
    reach = tow_depth_m(speeds[:, None], ship.chain_m, gear.mass_kg, gear.chain_d_m)
    assert ship.reach_at(speeds) == pytest.approx(reach, rel=0.02)
    assert ship.log_force_at(speeds).shape == (4, len(DEPTHS), 8, 3)


def test_longer_chain_and_harder_ground_never_pull_less(grid):
    assert (np.diff(grid.log_force, axis=3) > -0.01).all()
    assert (np.diff(grid.log_force, axis=4) > -0.01).all()
    assert (np.diff(grid.reach_m, axis=2) > 0).all() and (np.diff(grid.reach_m, axis=1) < 0).all()


def test_beyond_the_axes_the_edge_holds(grid):
    ship = grid.of(50_000.0)
    assert ship.log_force == pytest.approx(grid.log_force[-1])
    assert ship.log_force_at(99.0, 5000.0) == pytest.approx(grid.log_force[-1, -1, -1])


def test_the_grid_is_far_cheaper_than_the_solver():
    start = time.process_time()
    pull_grid(NUMBERS, SPEEDS, DEPTHS, SHARES, LAMBDAS)
    assert time.process_time() - start < 1.0  # 26,000 cases in 0.06 s here
