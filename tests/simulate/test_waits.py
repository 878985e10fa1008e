"""Holding back at sea: speeds, statuses and truth of each kind of wait."""

from __future__ import annotations

import numpy as np
import pytest

from baltic import geo
from baltic.simulate.course import STATES, Course, Guarded
from baltic.simulate.motion import KN_MS
from baltic.simulate.ships import make_ship, ship_stream
from baltic.simulate.waits import heave_to, lie_waiting, lose_command, wait_for_pilot
from baltic.simulate.weather import Weather
from baltic.simulate.worlds import WORLDS

HOUR = 3600.0
T = np.arange(0.0, 72 * HOUR, 30.0)


def _guard(**more):
    course = Course(T, np.full(len(T), 30_000.0), np.full(len(T), 40.0))
    return Guarded(course, **more)


def _ship(index=0, kind="general"):
    return make_ship(index, kind, ship_stream(5, index))


def _over_ground(course, knots):
    """Return speed over ground, kn, and course, of a ship on a straight line to 40 degrees."""
    ahead = course.factor * knots * KN_MS
    east = ahead * np.sin(np.radians(40.0)) + np.gradient(course.east_m, T)
    north = ahead * np.cos(np.radians(40.0)) + np.gradient(course.north_m, T)
    return np.hypot(east, north) / KN_MS, np.degrees(np.arctan2(east, north)) % 360.0


def _where(course, word):
    return course.state == STATES.index(word)


@pytest.mark.parametrize("seed", range(6))
def test_a_ship_without_command_drifts_at_the_pace_of_the_wind(seed):
    guard = _guard()
    lose_command(guard, _ship(), WORLDS["A"], 10 * HOUR, np.random.default_rng(seed))
    speed, _ = _over_ground(guard.course, 11.0)
    adrift = _where(guard.course, "not_under_command") & (guard.course.factor < 0.01)
    assert 0.5 < np.median(speed[adrift]) < 2.2
    hours = np.sum(_where(guard.course, "not_under_command")) * 30.0 / HOUR
    assert 0.7 < hours < 15.5
    told = guard.course.status == 2
    assert not told.any() or _where(guard.course, "not_under_command")[told].all()


def test_most_ships_without_command_say_so():
    told = []
    for seed in range(60):
        guard = _guard()
        lose_command(guard, _ship(), WORLDS["A"], 10 * HOUR, np.random.default_rng(seed))
        told.append((guard.course.status == 2).any())
    assert 0.6 < np.mean(told) < 0.95


def test_waiting_ships_go_slowly_round_or_drift_and_return():
    status, speeds = [], []
    for seed in range(40):
        guard = _guard()
        lie_waiting(guard, _ship(), WORLDS["A"], 6 * HOUR, np.random.default_rng(seed))
        course = guard.course
        speed, _ = _over_ground(course, 11.0)
        there = _where(course, "waiting") & (course.factor < 0.01)
        assert speed[there].max() < 4.6
        speeds.append(float(np.median(speed[there])))
        status.append(int(course.status.max()))
        # Back on the line in the end, unless the wait lasts as long as the record.
        if not there[-1200:].any():
            assert np.hypot(course.east_m[-1], course.north_m[-1]) < 400.0
    assert min(speeds) < 1.2 and max(speeds) > 1.8
    assert status.count(0) > 20 and {1, 2} & set(status)


def test_a_ship_waits_off_its_port():
    guard = _guard(arrival=40 * HOUR)
    lie_waiting(guard, _ship(), WORLDS["A"], 6 * HOUR, np.random.default_rng(1))
    first = T[np.argmax(_where(guard.course, "waiting"))]
    assert 37 * HOUR < first < 39 * HOUR


def test_the_pilot_is_waited_for_an_hour_or_so():
    for seed in range(10):
        guard = _guard()
        wait_for_pilot(guard, 40 * HOUR, np.random.default_rng(seed))
        on = _where(guard.course, "pilot_wait")
        assert 0.2 < np.sum(on) * 30.0 / HOUR < 1.7
        assert 0.02 < guard.course.factor.min() < 0.36
        assert guard.course.factor[T > 41 * HOUR].min() == 1.0


def _storm(from_deg):
    t = np.arange(-24 * HOUR, 96 * HOUR, 600.0)
    height = 0.8 + 3.4 * np.exp(-0.5 * ((t - 30 * HOUR) / (6 * HOUR)) ** 2)
    return Weather(t, height, np.full(len(t), from_deg))


@pytest.mark.parametrize("from_deg", [60.0, 130.0, 220.0, 300.0])
def test_a_small_ship_turns_into_the_sea_and_keeps_steerage(from_deg):
    guard = _guard(weather=_storm(from_deg))
    ship = _ship()
    heave_to(guard, ship, (0.0, T[-1]), np.random.default_rng(2))
    on = _where(guard.course, "hove_to")
    assert 1.5 < np.sum(on) * 30.0 / HOUR < 12.1
    slowing = guard.weather.slowing(T, np.full(len(T), 40.0), ship.speed_kn, ship.hull)
    speed, course = _over_ground(guard.course, ship.speed_kn * slowing)
    middle = np.flatnonzero(on)[60:-60]
    assert speed[middle].min() > 2.9 and speed[middle].max() < 5.1
    assert np.abs(geo.turn_deg(course[middle], np.full(len(middle), from_deg))).max() < 3.0
    # It closes its line again without racing.
    assert speed.max() < 1.35 * ship.speed_kn
    assert np.hypot(guard.course.east_m[-1], guard.course.north_m[-1]) < 1.0


def test_large_ships_and_quiet_seas_heave_nothing_to():
    large = _ship(1, "bulk")
    assert large.loa_m > 150
    for ship, weather in ((large, _storm(60.0)), (_ship(), None)):
        guard = _guard() if weather is None else _guard(weather=weather)
        heave_to(guard, ship, (0.0, T[-1]), np.random.default_rng(2))
        assert (guard.course.state == 0).all() and (guard.course.factor == 1.0).all()


@pytest.mark.parametrize("write", [lose_command, lie_waiting])
def test_nothing_is_written_into_a_drag(write):
    guard = _guard(clear=(8 * HOUR, 20 * HOUR))
    write(guard, _ship(), WORLDS["A"], 10 * HOUR, np.random.default_rng(0))
    assert (guard.course.state == 0).all() and (guard.course.factor == 1.0).all()
