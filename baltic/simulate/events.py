"""Ordinary reasons to change speed: each a factor on the commanded speed over time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..physics import time_constant_s
from .ships import Ship
from .worlds import World, drawn

__all__ = ["STATES", "Course", "ordinary_events"]

Floats = NDArray[np.float64]

#: Words of the column ``truth_state``.
STATES = (
    "transit", "slow_order", "speed_order", "jit", "dip", "pilot", "drift", "engine_trouble",
    "anchored", "moored", "ferry", "fishing", "tow", "patrol", "storm", "drag", "recovery_stop",
    "recovery",
)  # fmt: skip

_HOUR = 3600.0
_STOPPED = 0.004


@dataclass
class Course:
    """What one ship does over the time grid; events write into it.

    Attributes
    ----------
    t_s
        Grid, seconds from the start.
    factor
        Factor on the commanded speed.
    state
        Index into :data:`STATES`.
    status
        AIS navigational status.
    east_m, north_m
        Displacement from the line.
    limit_m
        How far the ship may be displaced at each time.
    """

    t_s: Floats
    limit_m: Floats
    factor: Floats = field(init=False)
    state: NDArray[np.uint8] = field(init=False)
    status: NDArray[np.uint8] = field(init=False)
    east_m: Floats = field(init=False)
    north_m: Floats = field(init=False)

    def __post_init__(self) -> None:
        n = len(self.t_s)
        self.factor = np.ones(n)
        self.state = np.zeros(n, dtype=np.uint8)
        self.status = np.zeros(n, dtype=np.uint8)
        self.east_m, self.north_m = np.zeros(n), np.zeros(n)

    def mark(self, state: str, begin: float, end: float, status: int | None = None) -> None:
        """Write the truth (and the status) between two times."""
        a, b = np.searchsorted(self.t_s, [begin, end])
        self.state[a:b] = STATES.index(state)
        if status is not None:
            self.status[a:b] = status

    def knots(self, *points: tuple[float, float]) -> None:
        """Multiply the factor by a broken line of (time, factor)."""
        self.factor *= np.interp(self.t_s, [p[0] for p in points], [p[1] for p in points])

    def drift(self, begin: float, end: float, speed_ms: float, toward_deg: float) -> None:
        """Let the ship drift, never out of its room, and find back within the hour."""
        room = float(np.interp(begin, self.t_s, self.limit_m))
        speed = min(speed_ms, 0.7 * room / max(end - begin, 1.0))
        away = speed * (np.clip(self.t_s, begin, end) - begin)
        away *= np.exp(-np.maximum(self.t_s - end - 300.0, 0.0) / 2400.0)
        self.east_m += away * np.sin(np.radians(toward_deg))
        self.north_m += away * np.cos(np.radians(toward_deg))


def ordinary_events(
    course: Course,
    ship: Ship,
    world: World,
    under_way: tuple[float, float],
    arrival: float | None,
    keep_clear: tuple[float, float] | None,
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
    """
    begin, end = under_way
    days = max(end - begin, 0.0) / 86400.0
    for chance, write in (
        (world.dip, _dip),
        (world.slow_order, _slow_order),
        (world.speed_order, _speed_order),
        (world.stop, _stop),
        (world.engine, _engine_trouble),
        (world.anchoring, _anchor),
    ):
        # Every draw is made whatever the outcome, so that one event never shifts the next.
        own = np.random.default_rng(int(rng.integers(2**63)))
        for _ in range(int(own.poisson(chance * days))):
            start = float(own.uniform(begin, end))
            write(_Guarded(course, keep_clear), ship, world, start, own)
    own = np.random.default_rng(int(rng.integers(2**63)))
    if arrival is not None and own.random() < world.jit * 3.0:
        _jit(_Guarded(course, keep_clear), arrival, own)


@dataclass
class _Guarded:
    """A course that says whether an event may be written."""

    course: Course
    clear: tuple[float, float] | None

    def free(self, begin: float, end: float) -> bool:
        return self.clear is None or end < self.clear[0] or begin > self.clear[1]


_Write = Callable[[_Guarded, Ship, World, float, np.random.Generator], None]


def _dip(
    guard: _Guarded, _ship: Ship, _world: World, start: float, rng: np.random.Generator
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
    guard: _Guarded, _ship: Ship, _world: World, start: float, rng: np.random.Generator
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
    guard: _Guarded, _ship: Ship, _world: World, start: float, rng: np.random.Generator
) -> None:
    ramp = rng.uniform(5, 30) * 60.0
    level = rng.uniform(0.82, 1.12)
    if not guard.free(start, np.inf):
        return
    guard.course.knots((start, 1.0), (start + ramp, level))
    guard.course.mark("speed_order", start, start + ramp)


def _jit(guard: _Guarded, arrival: float, rng: np.random.Generator) -> None:
    start = arrival - rng.uniform(3.0, 11.0) * _HOUR
    ramp = rng.uniform(5, 30) * 60.0
    if not guard.free(start, np.inf):
        return
    guard.course.knots((start, 1.0), (start + ramp, rng.uniform(0.55, 0.9)))
    guard.course.mark("jit", start, np.inf)


def _stop(
    guard: _Guarded, _ship: Ship, _world: World, start: float, rng: np.random.Generator
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


def _engine_trouble(
    guard: _Guarded, ship: Ship, world: World, start: float, rng: np.random.Generator
) -> None:
    tau = drawn(world.engine_tau_min, rng) * 60.0
    length = rng.uniform(0.5, 5.0) * _HOUR
    stopped = rng.random() < 0.4
    low = _STOPPED if stopped else rng.uniform(0.35, 0.78)
    after = rng.uniform(0.8, 1.0)
    own_tau = float(time_constant_s(max(ship.speed_kn, 3.0), ship.hull))
    if not guard.free(start, start + length):
        return
    course = guard.course
    since = np.maximum(course.t_s - start, 0.0)
    fall = low + (1.0 - low) * np.exp(-since / tau)
    back = np.maximum(course.t_s - start - length, 0.0)
    rise = fall + (after - fall) * (1.0 - np.exp(-back / own_tau))
    course.factor *= np.where(back > 0, rise, np.where(since > 0, fall, 1.0))
    if stopped:
        course.drift(start + 3 * tau, start + length, rng.uniform(0.15, 0.6), rng.uniform(0, 360))
    course.mark("engine_trouble", start, start + length, status=2 if stopped else None)


def _anchor(
    guard: _Guarded, ship: Ship, _world: World, start: float, rng: np.random.Generator
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
