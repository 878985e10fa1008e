"""Speed loss and time constants against the tables of the method note.

Inputs chosen where the note gives only a class: draught = the class's share of beam (the
105 m tanker 7.0 m), chain of grade 3, mud of lambda 2.2; the handysize is hull form
``general``.  The note's time constants are reached at about 9 kn, amid the fall.
"""

from __future__ import annotations

import numpy as np
import pytest

from baltic.physics import (
    drag_run,
    force_from_speed_n,
    force_n,
    hull_of,
    speed_with_anchor_kn,
    time_constant_s,
)

LAMBDAS = np.array([0.8, 2.2, 3.7])

# hull, anchor kg, chain m diameter, 90 % of the side, speeds with 110 m and with 90 %,
# forces in mud kN, time constant min
FALL = [
    ((105, 17, 7.0, "tanker"), 3060, 0.044, 223, (8.7, 8.6, 8.6), (7.1, 6.2, 5.2), (79, 129), 3.5),
    ((132, 16, 0, "general"), 2900, 0.042, 223, (9.0, 8.9, 8.9), (7.5, 6.7, 5.9), (77, 132), 3.5),
    ((170, 27, 0, "general"), 6900, 0.064, 272, (9.3, 9.1, 9.0), (7.5, 6.5, 5.5), (151, 282), 5.4),
    ((169, 27, 0, "container"), 6900, 0.064, 272, (8.9, 8.7, 8.5), (6.9, 5.8, 4.5), (144, 258), 4),
    ((229, 33, 0, "tanker"), 9900, 0.078, 297, (9.7, 9.5, 9.5), (8.0, 7.1, 6.2), (212, 433), 7.7),
    ((225, 32, 0, "bulk"), 10500, 0.078, 297, (9.7, 9.5, 9.4), (8.0, 7.1, 6.1), (217, 442), 7.7),
]


@pytest.mark.parametrize(("size", "mass", "d", "long", "few", "many", "kn", "tau"), FALL)
def test_speed_after_the_drop(size, mass, d, long, few, many, kn, tau):
    hull = hull_of(*size)
    for out, expected, force in ((110.0, few, kn[0]), (long, many, kn[1])):
        speed = speed_with_anchor_kn(11.5, out, mass, d, 60.0, LAMBDAS, hull)
        assert speed == pytest.approx(expected, abs=0.3)
        assert force_n(speed[1], out, mass, d, 60.0, 2.2) / 1e3 == pytest.approx(force, rel=0.06)
    assert time_constant_s(9.0, hull) / 60 == pytest.approx(tau, rel=0.3)


EAGLE_S = ((228.6, 32.6, 13.35, "tanker"), 11000.0, 0.084, 65.0)
YI_PENG_3 = ((225, 32.3, 14.0, "bulk"), 10500.0, 0.078, 60.0)
SAMUS_SWAN = ((105.5, 16.8, 7.0, "tanker"), 3060.0, 0.044, 50.0)

# ship, chain m, speed before kn, speeds over rock, mud and sand (nan: not in the note)
EVENTS = [
    (EAGLE_S, 165.0, 11.5, (np.nan, 8.2, np.nan)),
    (EAGLE_S, 165.0, 12.0, (np.nan, 8.7, np.nan)),
    (EAGLE_S, 330.0, 11.5, (7.4, 6.5, 5.5)),
    (EAGLE_S, 330.0, 12.0, (7.9, 7.0, 6.0)),
    (YI_PENG_3, 297.0, 11.5, (8.0, 7.1, 6.1)),
    (SAMUS_SWAN, 110.0, 12.5, (np.nan, 9.4, np.nan)),
    (SAMUS_SWAN, 165.0, 12.5, (np.nan, 7.8, np.nan)),
]


@pytest.mark.parametrize(("ship", "chain", "before", "speeds"), EVENTS)
def test_speeds_of_the_documented_events(ship, chain, before, speeds):
    size, mass, d, depth = ship
    found = speed_with_anchor_kn(before, chain, mass, d, depth, LAMBDAS, hull_of(*size))
    known = np.isfinite(speeds)
    assert found[known] == pytest.approx(np.asarray(speeds)[known], abs=0.3)


def test_a_fast_container_ship_keeps_eleven_knots_from_fourteen_to_sixteen():
    # Pitch control holds the revolutions: thrust slope 1; anywhere from 165 to 272 m of chain.
    hull = hull_of(169.0, 27.2, 9.0, "container")
    before = np.linspace(12.0, 18.0, 61)
    found = [
        float(np.interp(11.0, speed_with_anchor_kn(
            before, chain, 6900.0, 0.064, 60.0, 2.2, hull, thrust_slope=1.0), before))
        for chain in (165.0, 272.0)
    ]  # fmt: skip
    assert found == pytest.approx([14.5, 16.0], abs=0.3)


def test_a_blow_slows_by_its_impulse():
    # 100 kN for 30 s and 400 kN for 60 s on a coaster.
    mass = float(hull_of(132, 15.9, 0, "general").mass_kg)
    lost = [force * s / mass / (1852 / 3600) for force, s in ((100e3, 30), (400e3, 60))]
    assert lost == pytest.approx([0.57, 4.5], rel=0.03)


def test_force_inverts_speed():
    hull = hull_of(170, 27, 0, "bulk")
    speed = speed_with_anchor_kn(12.0, 220.0, 6900.0, 0.064, 60.0, LAMBDAS, hull)
    told = force_from_speed_n(12.0, speed, hull)
    assert told == pytest.approx(force_n(speed, 220.0, 6900.0, 0.064, 60.0, LAMBDAS), rel=0.02)


def test_stiffer_propulsion_keeps_more_speed():
    hull = hull_of(170, 27, 0, "bulk")
    speeds = [
        float(speed_with_anchor_kn(12.0, 220.0, 6900.0, 0.064, 60.0, 2.2, hull, thrust_slope=slope))
        for slope in (0.0, 0.4, 1.0)
    ]
    assert speeds == sorted(speeds)
    assert speeds[0] < speeds[2]


def test_hard_ground_can_stop_a_slow_ship():
    hull = hull_of(80, 12, 4, "general")
    assert speed_with_anchor_kn(3.0, 200.0, 2000.0, 0.036, 20.0, 8.0, hull) == 0.0


def test_drag_run_settles_where_the_steady_solution_lies():
    hull = hull_of(170, 27, 0, "bulk")
    speeds = np.linspace(0.0, 14.0, 29)
    table = force_n(speeds[:, None], 220.0, 6900.0, 0.064, 60.0, np.array([0.8, 2.2, 3.7]))
    run = drag_run(np.full(2000, 11.5), table, speeds, np.ones(2000), 5.0, hull)
    steady = speed_with_anchor_kn(11.5, 220.0, 6900.0, 0.064, 60.0, 2.2, hull)
    assert run[-1] == pytest.approx(float(steady), abs=0.05)
    # An exponential fall: 63 % of it within a few time constants, never a step.
    half = np.argmax(run < (11.5 + run[-1]) / 2) * 5.0
    assert 60 < half < 600
    assert (np.diff(run) <= 1e-6).all()


def test_drag_run_does_not_depend_on_the_step():
    hull = hull_of(105, 17, 7, "tanker")
    speeds = np.linspace(0.0, 14.0, 29)
    table = force_n(speeds[:, None], 165.0, 3060.0, 0.044, 50.0, np.array([0.8, 2.2, 3.7]))
    coarse = drag_run(np.full(360, 12.0), table, speeds, np.full(360, 0.5), 10.0, hull)
    fine = drag_run(np.full(3600, 12.0), table, speeds, np.full(3600, 0.5), 1.0, hull)
    assert coarse == pytest.approx(fine[9::10], abs=0.05)


def test_no_anchor_no_fall():
    hull = hull_of(105, 17, 7, "tanker")
    speeds = np.linspace(0.0, 16.0, 33)
    run = drag_run(np.full(100, 12.0), np.zeros((33, 2)), speeds, np.zeros(100), 10.0, hull)
    assert run == pytest.approx(np.full(100, 12.0), abs=0.02)
