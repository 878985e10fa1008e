"""Ordinary reasons to change speed: each a factor on the commanded speed over time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..physics import time_constant_s
from .course import Course, Guarded
from .ships import Ship
from .waits import heave_to, lie_waiting, lose_command, wait_for_pilot
from .weather import Weather
from .worlds import World, drawn

__all__ = ["ordinary_events"]

Floats = NDArray[np.float64]

_HOUR = 3600.0
_STOPPED = 0.004
#: A mended engine is brought up by its programme, not at once (METHOD 1.7).
_PROGRAMME_MIN = (5.0, 30.0)


def ordinary_events(
    course: Course,
    ship: Ship,
    world: World,
    under_way: tuple[float, float],
    arrival: float | None,
    keep_clear: tuple[float, float] | None,
    weather: Weather,
    rng: np.random.Generator,
) -> None:
    """Draw and write the ordinary events of one ship.

    Parameters
    ----------
    under_way
        Seconds between which the ship sails.
    arrival
        When it reaches its port, if it does soon.
    keep_clear
        No event overlaps this interval (a drag that is to be judged alone).
    weather
        Storms in which small ships may heave to.
    """
    guard = Guarded(course, keep_clear, weather, arrival)
    chances: tuple[tuple[float, _Write], ...] = (
        (world.dip, _dip), (world.slow_order, _slow_order), (world.speed_order, _speed_order),
        (world.stop, _stop), (world.engine, _engine_trouble), (world.anchoring, _anchor),
    )  # fmt: skip
    _scatter(guard, ship, world, under_way, chances, rng)
    own = _own(rng)
    if arrival is not None and own.random() < world.jit * 3.0:
        _jit(guard, arrival, own)
    waits: tuple[tuple[float, _Write], ...] = (
        (world.not_under_command, lose_command), (world.waiting, lie_waiting),
    )  # fmt: skip
    _scatter(guard, ship, world, under_way, waits, rng)
    own = _own(rng)
    if arrival is not None and own.random() < world.pilot_wait:
        wait_for_pilot(guard, arrival, own)
    own = _own(rng)
    if own.random() < world.hove_to:
        heave_to(guard, ship, under_way, own)


_Write = Callable[[Guarded, Ship, World, float, np.random.Generator], None]


def _own(rng: np.random.Generator) -> np.random.Generator:
    """Return a stream for one kind of event: every kind takes one draw, whatever happens."""
    return np.random.default_rng(int(rng.integers(2**63)))


def _scatter(
    guard: Guarded,
    ship: Ship,
    world: World,
    under_way: tuple[float, float],
    chances: tuple[tuple[float, _Write], ...],
    rng: np.random.Generator,
) -> None:
    """Write events at random times, each kind with its chance a day under way."""
    begin, end = under_way
    days = max(end - begin, 0.0) / 86400.0
    for chance, write in chances:
        own = _own(rng)
        for _ in range(int(own.poisson(chance * days))):
            write(guard, ship, world, float(own.uniform(begin, end)), own)


def _dip(
    guard: Guarded, _ship: Ship, _world: World, start: float, rng: np.random.Generator
) -> None:
    length = rng.uniform(5, 20) * 60.0
    if not guard.free(start, start + length):
        return
    low = rng.uniform(0.75, 0.94)
    ramp = min(rng.uniform(2, 6) * 60.0, length / 2)
    guard.course.knots(
        (start, 1.0), (start + ramp, low), (start + length - ramp, low), (start + length, 1.0)
    )
    guard.course.mark("dip", start, start + length)


def _slow_order(
    guard: Guarded, _ship: Ship, _world: World, start: float, rng: np.random.Generator
) -> None:
    down, up = rng.uniform(5, 40, 2) * 60.0
    length = float(np.exp(rng.normal(np.log(4.0), 0.7))) * _HOUR + down
    if not guard.free(start, start + length + up):
        return
    low = rng.uniform(0.5, 0.88)
    guard.course.knots(
        (start, 1.0), (start + down, low), (start + length, low), (start + length + up, 1.0)
    )
    guard.course.mark("slow_order", start, start + length + up)


def _speed_order(
    guard: Guarded, _ship: Ship, _world: World, start: float, rng: np.random.Generator
) -> None:
    ramp = rng.uniform(5, 30) * 60.0
    level = rng.uniform(0.82, 1.12)
    if not guard.free(start, np.inf):
        return
    guard.course.knots((start, 1.0), (start + ramp, level))
    guard.course.mark("speed_order", start, start + ramp)


def _jit(guard: Guarded, arrival: float, rng: np.random.Generator) -> None:
    start = arrival - rng.uniform(3.0, 11.0) * _HOUR
    ramp = rng.uniform(5, 30) * 60.0
    if not guard.free(start, np.inf):
        return
    guard.course.knots((start, 1.0), (start + ramp, rng.uniform(0.55, 0.9)))
    guard.course.mark("jit", start, np.inf)


def _stop(
    guard: Guarded, _ship: Ship, _world: World, start: float, rng: np.random.Generator
) -> None:
    down, up = rng.uniform(6, 20, 2) * 60.0
    length = rng.uniform(20, 180) * 60.0 + down
    if not guard.free(start, start + length + up):
        return
    course = guard.course
    course.knots(
        (start, 1.0), (start + down, _STOPPED), (start + length, _STOPPED),
        (start + length + up, 1.0),
    )  # fmt: skip
    course.drift(start + down, start + length, rng.uniform(0.15, 0.6), rng.uniform(0, 360))
    course.mark("drift", start, start + length + up)


def _brought_up(since_s: Floats, programme_s: float, tau_s: float) -> Floats:
    """Return the share of a change of speed that a ship has made.

    Its thrust is brought up evenly over the time of a programme; the ship follows with its
    time constant.
    """

    def area(t: Floats) -> Floats:
        t = np.maximum(t, 0.0)
        return np.asarray(t - tau_s * (1.0 - np.exp(-t / tau_s)))

    return (area(since_s) - area(since_s - programme_s)) / programme_s


def _engine_trouble(
    guard: Guarded, ship: Ship, world: World, start: float, rng: np.random.Generator
) -> None:
    tau = drawn(world.engine_tau_min, rng) * 60.0
    length = rng.uniform(0.5, 5.0) * _HOUR
    stopped = rng.random() < 0.4
    low = _STOPPED if stopped else rng.uniform(0.35, 0.78)
    after = rng.uniform(0.8, 1.0)
    own_tau = float(time_constant_s(max(ship.speed_kn, 3.0), ship.hull))
    # A stream of its own: what else happens to the ship stays as it is.
    programme = rng.spawn(1)[0].uniform(*_PROGRAMME_MIN) * 60.0
    if not guard.free(start, start + length):
        return
    course = guard.course
    since = np.maximum(course.t_s - start, 0.0)
    fall = low + (1.0 - low) * np.exp(-since / tau)
    back = course.t_s - start - length
    rise = fall + (after - fall) * _brought_up(back, programme, own_tau)
    course.factor *= np.where(back > 0, rise, np.where(since > 0, fall, 1.0))
    if stopped:
        course.drift(start + 3 * tau, start + length, rng.uniform(0.15, 0.6), rng.uniform(0, 360))
    course.mark("engine_trouble", start, start + length, status=2 if stopped else None)


def _anchor(
    guard: Guarded, ship: Ship, _world: World, start: float, rng: np.random.Generator
) -> None:
    length = float(np.exp(rng.normal(np.log(8.0), 0.5))) * _HOUR
    away = min(float(np.interp(start, guard.course.t_s, guard.course.limit_m)) * 0.8, 5000.0)
    toward, swing = rng.uniform(0, 360), rng.uniform(60, 160)
    ramp = max(1500.0, 1.6 * away / max(ship.speed_kn * 0.5144, 1.0))
    turn = rng.uniform(2.5, 6.0) * _HOUR
    if away < 600.0 or not guard.free(start, start + length + ramp):
        return
    course = guard.course
    course.knots(
        (start, 1.0), (start + ramp, _STOPPED / 8), (start + length, _STOPPED / 8),
        (start + length + ramp, 1.0),
    )  # fmt: skip
    part = np.interp(
        course.t_s, [start, start + ramp, start + length, start + length + ramp], [0, 1, 1, 0]
    )
    part = part * part * (3.0 - 2.0 * part)
    angle = 2 * np.pi * (course.t_s - start) / turn
    course.east_m += part * (away * np.sin(np.radians(toward)) + swing * np.sin(angle))
    course.north_m += part * (away * np.cos(np.radians(toward)) + swing * np.cos(angle))
    course.mark("anchored", start, start + ramp)
    course.mark("anchored", start + ramp, start + length, status=1)
    course.mark("anchored", start + length, start + length + ramp, status=0)
