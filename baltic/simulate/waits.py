"""Ships that hold back at sea: for a pilot, for orders, without command, against the sea."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..geo import KN_MS
from .course import Guarded
from .ships import Ship
from .worlds import World

__all__ = ["heave_to", "lie_waiting", "lose_command", "wait_for_pilot"]

Floats = NDArray[np.float64]

_HOUR = 3600.0
_STOPPED = 0.004
_STORM_M = (2.2, 3.0)  # waves in which masters of small ships heave to, significant height
_SMALL_M = 150.0  # longer ships go on, only slower
_BACK = 0.25  # share of its speed with which a ship closes its line again


def lose_command(
    guard: Guarded, _ship: Ship, _world: World, start: float, rng: np.random.Generator
) -> None:
    """Write hours adrift without command; most crews set the status, some late."""
    down, up = rng.uniform(6, 25, 2) * 60.0
    length = float(np.clip(np.exp(rng.normal(np.log(3.5), 0.6)), 0.7, 14.0)) * _HOUR + down
    told, delay = rng.random() < 0.8, rng.uniform(0.0, 40.0) * 60.0
    knots, toward = rng.uniform(0.6, 2.0), rng.uniform(0, 360)
    if not guard.free(start, start + length + up):
        return
    course = guard.course
    course.knots(
        (start, 1.0), (start + down, _STOPPED), (start + length, _STOPPED),
        (start + length + up, 1.0),
    )  # fmt: skip
    course.drift(start + down, start + length, knots * KN_MS, toward)
    course.mark("not_under_command", start, start + length + up)
    if told:
        course.mark("not_under_command", start + delay, start + length, status=2)


def lie_waiting(
    guard: Guarded, _ship: Ship, _world: World, start: float, rng: np.random.Generator
) -> None:
    """Write hours on station: slow rounds, legs to and fro, or drifting; near the port if any."""
    length = float(np.clip(np.exp(rng.normal(np.log(7.0), 0.7)), 1.5, 40.0)) * _HOUR
    down, up = rng.uniform(8, 30, 2) * 60.0
    style = rng.choice(["round", "legs", "drift"], p=[0.3, 0.25, 0.45])
    speed, toward = rng.uniform(1.8, 4.2) * KN_MS, rng.uniform(0, 360)
    size, silent = rng.random(2)
    before = rng.uniform(1.2, 2.5) * _HOUR
    if guard.arrival is not None:
        start = guard.arrival - before
    if not guard.free(start, start + length + up):
        return
    course = guard.course
    course.knots(
        (start, 1.0), (start + down, _STOPPED), (start + length, _STOPPED),
        (start + length + up, 1.0),
    )  # fmt: skip
    begin, end = start + down, start + length
    if style == "drift":
        course.drift(begin, end, 0.25 * speed, toward)
    else:
        room = float(np.interp(begin, course.t_s, course.limit_m))
        wide, narrow = (400.0 + 900.0 * size,) * 2
        if style == "legs":
            wide, narrow = 1000.0 + 2500.0 * size, 300.0
        shrink = min(1.0, 0.4 * room / wide)
        _go_round(guard, begin, end, speed, (wide * shrink, narrow * shrink), toward)
    # A few set "not under command" or "at anchor"; nearly all stay "under way".
    status = 2 if silent < 0.15 else 1 if silent < 0.22 else None
    course.mark("waiting", start, start + length + up)
    course.mark("waiting", begin, end, status=status)


def _go_round(
    guard: Guarded,
    begin: float,
    end: float,
    speed_ms: float,
    half: tuple[float, float],
    toward_deg: float,
) -> None:
    """Displace a ship round an ellipse that it leaves where it entered."""
    course = guard.course
    # Even speed round the ellipse: the angle by the way covered, from a fine table.
    angles = np.linspace(0.0, 2 * np.pi, 361)
    steps = np.hypot(half[0] * np.sin(angles[1:]), half[1] * np.cos(angles[1:])) * angles[1]
    way = np.concatenate([[0.0], np.cumsum(steps)])
    turns = max(1.0, np.round(speed_ms * (end - begin) / max(way[-1], 1.0)))
    share = turns * (np.clip(course.t_s, begin, end) - begin) / (end - begin)
    phase = np.interp(np.mod(share, 1.0) * way[-1], way, angles)
    ahead, aside = half[0] * (1.0 - np.cos(phase)), half[1] * np.sin(phase)
    angle = np.radians(toward_deg)
    course.east_m += ahead * np.sin(angle) + aside * np.cos(angle)
    course.north_m += ahead * np.cos(angle) - aside * np.sin(angle)


def wait_for_pilot(guard: Guarded, arrival: float, rng: np.random.Generator) -> None:
    """Write a wait for the pilot off the port: slow or stopped for up to an hour or so."""
    start = arrival - rng.uniform(0.9, 1.5) * _HOUR
    length = rng.uniform(12, 80) * 60.0
    down, up = rng.uniform(5, 12, 2) * 60.0
    low = rng.uniform(0.03, 0.35)
    if not guard.free(start, start + length + up):
        return
    guard.course.knots(
        (start, 1.0), (start + down, low), (start + length, low), (start + length + up, 1.0)
    )
    guard.course.mark("pilot_wait", start, start + length + up)


def heave_to(
    guard: Guarded, ship: Ship, under_way: tuple[float, float], rng: np.random.Generator
) -> None:
    """Write a ship that turns into a storm's sea and keeps 3 to 5 knots for hours."""
    height_from, wish = rng.uniform(*_STORM_M), rng.uniform(3.0, 12.0) * _HOUR
    knots, late = rng.uniform(3.0, 5.0), rng.uniform(0.0, 1.5) * _HOUR
    course = guard.course
    t = course.t_s
    height, origin = guard.weather.at(t)
    rough = (height > height_from) & (t > under_way[0] + _HOUR) & (t < under_way[1] - 2 * _HOUR)
    if ship.loa_m > _SMALL_M or course.line_deg is None or not rough.any():
        return
    start = float(t[np.argmax(rough)]) + late
    at = int(np.searchsorted(t, min(start, t[-1])))
    angle = np.radians(origin[at] - course.line_deg[at])
    room = 0.8 * float(course.limit_m[at])
    across = knots * KN_MS * float(np.sin(angle))
    length = min(wish, room / max(abs(across), 1e-3))
    back = max(_HOUR, 1.5 * abs(across) * length / (_BACK * ship.speed_kn * KN_MS))
    if length < 1.5 * _HOUR or not guard.free(start, start + length + back):
        return
    _turn_to_sea(guard, ship, (start, start + length, back), (knots * float(np.cos(angle)), across))


def _turn_to_sea(
    guard: Guarded, ship: Ship, when: tuple[float, float, float], speed: tuple[float, float]
) -> None:
    """Write the way along the line (kn) and off it (m/s), and the way back to it."""
    course = guard.course
    t, (start, end, back) = course.t_s, when
    assert course.line_deg is not None
    turn = 900.0
    slowing = guard.weather.slowing(t, course.line_deg, max(ship.speed_kn, 4.0), ship.hull)
    own = np.interp(t, [start, start + turn, end - turn, end], [0.0, 1.0, 1.0, 0.0])
    level = speed[0] / (ship.speed_kn * slowing)
    course.factor *= 1.0 + own * (level - 1.0)
    off = np.cumsum(own * speed[1]) * float(t[1] - t[0])
    ebb = np.clip((t - end) / back, 0.0, 1.0)
    off *= 1.0 - ebb * ebb * (3.0 - 2.0 * ebb)
    right = np.radians(course.line_deg[int(np.searchsorted(t, start))] + 90.0)
    course.east_m += off * np.sin(right)
    course.north_m += off * np.cos(right)
    course.mark("storm", end, end + back)
    course.mark("hove_to", start, end)
