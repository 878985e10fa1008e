"""How one ship sails its line: travelling, working, keeping a timetable, dragging."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ..geo import KN_MS
from ..settings import Settings
from .course import STATES, Course, Guarded
from .drags import Dragged, apply_drag
from .events import ordinary_events
from .jamming import disturb
from .motion import GRID_S, Motion, Reports, move, report, report_times
from .noise import drifting
from .paths import OwnPath
from .plans import DragPlan, draw_plan
from .regional import Regional
from .scripts import Script, sail_script
from .ships import Ship, ship_stream
from .weather import Weather
from .worlds import World, drawn

__all__ = ["Berth", "Habits", "Run", "habits", "heard", "sail", "under_way"]

Floats = NDArray[np.float64]

_QUEUES = 50  # first of a ship's own streams for crowded stretches
#: The approach to a port with pilot and recovery before it, and the shortest drag, h.
_APPROACH_H, _LEAST_DRAG_H = 1.5, 1.0
_STAY_BEFORE_S, _STAY_AFTER_S = 2.0 * 3600.0, 5.0 * 3600.0


@dataclass(frozen=True)
class Berth:
    """One ship put on a line: where it is at the start, or when it passes a point.

    Attributes
    ----------
    ship, path, mode
        Who, where, and how it behaves: ``lane``, ``ferry``, ``fishing``, ``tow``,
        ``patrol``, ``convoy``, ``alongside``.
    start_u_m
        Progress at the start; negative = it leaves later.
    passes
        Instead: (seconds, progress) that it must meet exactly.
    script
        Arranged voyage (convoys, pairs), which then is all the ship does.
    detour
        Line by way of an anchorage, and the progress at which the ship anchors there;
        taken unless a drag is planned.
    """

    ship: Ship
    path: OwnPath
    mode: str = "lane"
    start_u_m: float = 0.0
    passes: tuple[float, float] | None = None
    detour: tuple[OwnPath, float] | None = None
    script: Script | None = None


@dataclass
class Run:
    """What a simulation shares between its ships."""

    seed: int
    t: Floats
    world: World
    weather: Weather
    interval_s: float
    settings: Settings
    plans: dict[int, DragPlan] = field(default_factory=dict)
    regional: Regional = field(default_factory=Regional)


@dataclass(frozen=True)
class Habits:
    """How unsteadily one ship sails (fields as in :class:`World`, one value each)."""

    yaw_restless: float
    speed_noise: float


def habits(ship: Ship, run: Run) -> Habits:
    """Return a ship's own habits, from a stream of their own."""
    rng = ship_stream(run.seed, ship.index, 8)
    return Habits(drawn(run.world.yaw_restless, rng), drawn(run.world.speed_noise, rng))


def under_way(berth: Berth, last: float) -> tuple[float, float]:
    """Return the seconds between which a ship nominally sails inside the window."""
    speed = berth.ship.speed_kn * KN_MS
    at = berth.start_u_m
    if berth.passes is not None:
        at = berth.passes[1] - speed * berth.passes[0]
    begin = max(0.0, -at / speed)
    end = min(last, (float(berth.path.u_m[-1]) - at) / speed)
    return begin, max(begin, end)


def sail(berth: Berth, plan: DragPlan | None, run: Run) -> tuple[Motion, Dragged | None]:
    """Return the motion of one ship over the grid."""
    ship, path, t = berth.ship, berth.path, run.t
    if berth.script is not None:
        u = berth.script.u_m
        return sail_script(berth.script, path, t, _present(u, t, path)), None
    waits = berth.detour if plan is None and berth.passes is None else None
    if waits is not None:
        path = waits[0]
    rng = ship_stream(run.seed, ship.index, 1)
    begin, end = under_way(berth, float(t[-1]))
    speed = ship.speed_kn * KN_MS
    nominal = np.clip(berth.start_u_m + speed * t, 0.0, path.u_m[-1])
    if berth.passes is not None:
        nominal = np.clip(berth.passes[1] + speed * (t - berth.passes[0]), 0.0, path.u_m[-1])
    line = path.bearing(nominal)
    course = Course(t, np.interp(nominal, path.u_m, path.room_m), line)
    noise = np.exp(drifting(t, habits(ship, run).speed_noise, 2400.0, rng))
    slowing = run.weather.slowing(t, line, max(ship.speed_kn, 4.0), ship.hull)
    if berth.mode == "ferry":
        return _ferry(berth, course, run, rng), None
    dragged = None
    if berth.mode in ("fishing", "patrol", "tow"):
        command = _working(berth.mode, course, ship, rng) * noise
    else:
        course.state[slowing < 0.9] = STATES.index("storm")
        clear = _clear_of(plan)
        arrival = end if end < t[-1] and path.stays[1] else None
        events = ship_stream(run.seed, ship.index, 2)
        ordinary_events(course, ship, run.world, (begin, end), arrival, clear, run.weather, events)
        command = ship.speed_kn * noise * slowing * course.factor
        if run.regional.congestion:
            command = _in_queue(command, berth, path, course, clear, run)
        if plan is not None:
            drag_rng = ship_stream(run.seed, ship.index, 4)
            physics = run.settings.physics
            full = draw_plan(plan, ship, run.world, drag_rng, physics.full_run_out)
            if plan.hours is None and arrival is not None:
                full = _noticed_before(full, arrival)
            dragged = apply_drag(command, course, ship, full, drag_rng, physics)
            command = dragged.speed_kn
    u = _progress(command, berth, t)
    if berth.mode in ("fishing", "patrol"):
        u = _there_and_back(u, float(path.u_m[-1]))
    if waits is not None:
        u = _at_anchor(u, waits[1], course, ship_stream(run.seed, ship.index, 7))
    return move(path, u, course, _present(u, t, path)), dragged


def _progress(command_kn: Floats, berth: Berth, t: Floats) -> Floats:
    """Return the progress along the line, m, that a commanded speed makes."""
    u = np.empty(len(t))
    u[0] = 0.0
    np.cumsum(0.5 * (command_kn[1:] + command_kn[:-1]) * KN_MS * GRID_S, out=u[1:])
    if berth.passes is None:
        return np.asarray(u + berth.start_u_m)
    return np.asarray(u + berth.passes[1] - np.interp(berth.passes[0], t, u))


def _in_queue(
    command: Floats,
    berth: Berth,
    path: OwnPath,
    course: Course,
    clear: tuple[float, float] | None,
    run: Run,
) -> Floats:
    """Return the speed with what all ships lose where a stretch is crowded."""
    lon, lat = path.place(_progress(command, berth, run.t))
    for number, area in enumerate(run.regional.congestion):
        inside = area.holds(run.t, lon, lat)
        if not inside.any():
            continue
        when = run.t[inside]
        joins = ship_stream(run.seed, berth.ship.index, _QUEUES + number).random() < area.share
        if not joins or not Guarded(course, clear).free(float(when[0]), float(when[-1])):
            continue
        soft = np.convolve(
            np.pad(inside.astype(float), 10, mode="edge"), np.full(21, 1 / 21), "valid"
        )
        command = command * (1.0 - (1.0 - area.level) * soft)
        course.state[inside & (course.state == 0)] = STATES.index("congestion")
    return command


def _noticed_before(plan: DragPlan, arrival_s: float) -> DragPlan:
    """Return a drag that is over before the approach to the port, where pilots board.

    Nobody takes a ship through a fairway with the anchor down and does not notice.
    """
    assert plan.hours is not None
    left = 0.8 * (arrival_s / 3600.0 - plan.start_h) - _APPROACH_H
    return replace(plan, hours=min(plan.hours, max(left, _LEAST_DRAG_H)))


def _at_anchor(u: Floats, at: float, course: Course, rng: np.random.Generator) -> Floats:
    """Hold the progress at an anchorage for some hours; what follows comes later."""
    t = course.t_s
    length = float(np.exp(rng.normal(np.log(9.0), 0.6))) * 3600.0
    if not u[0] < at < u[-1]:
        return u
    begin = float(t[np.argmax(u >= at)])
    swing, turn = rng.uniform(60, 160), rng.uniform(2.5, 6.0) * 3600.0
    part = np.interp(t, [begin, begin + 1800, begin + length, begin + length + 900], [0, 1, 1, 0])
    angle = 2 * np.pi * (t - begin) / turn
    course.east_m += part * swing * np.sin(angle)
    course.north_m += part * swing * np.cos(angle)
    # Whatever was due in these hours did not happen, or happened at anchor.
    course.mark("anchored", begin - 1500.0, begin + length + 900.0)
    course.mark("anchored", begin, begin + length, status=1)
    held = np.where(t < begin, u, np.where(t < begin + length, at, np.interp(t - length, t, u)))
    return np.asarray(held)


def _clear_of(plan: DragPlan | None) -> tuple[float, float] | None:
    if plan is None:
        return None
    hours = 20.0 if plan.hours is None else plan.hours
    return (plan.start_h - 3.5) * 3600.0, (plan.start_h + hours + 3.0) * 3600.0


def _present(u: Floats, t: Floats, path: OwnPath) -> NDArray[np.bool_]:
    """Return when the ship is heard: under way, and some hours in port around that."""
    end = path.u_m[-1]
    leaves = float(t[np.argmax(u > 0)]) if np.any(u > 0) else np.inf
    arrives = float(t[np.argmax(u >= end)]) if np.any(u >= end) else np.inf
    before = _STAY_BEFORE_S if path.stays[0] else 0.0
    after = _STAY_AFTER_S if path.stays[1] else 0.0
    here = (t >= leaves - before) & (t <= arrives + after)
    return np.asarray(here & (path.stays[0] | (u > 0)) & (path.stays[1] | (u < end)))


def _there_and_back(u: Floats, span: float) -> Floats:
    folded = np.mod(u, 2.0 * span)
    return np.asarray(np.clip(span - np.abs(folded - span), 1.0, span - 1.0))


def _working(mode: str, course: Course, ship: Ship, rng: np.random.Generator) -> Floats:
    """Return the speed of a vessel that works instead of travelling."""
    t = course.t_s
    if mode == "tow":
        course.state[:] = STATES.index("tow")
        return np.full(len(t), ship.speed_kn)
    course.state[:] = STATES.index("fishing" if mode == "fishing" else "patrol")
    times, speeds = [-rng.uniform(0, 4 * 3600.0)], [ship.speed_kn]
    while times[-1] < t[-1]:
        if mode == "fishing":
            # Steam, shoot, tow the trawl for some hours, haul.
            steps = [
                (rng.uniform(0.3, 2.0), ship.speed_kn), (rng.uniform(2.5, 5.5), 3.4),
                (rng.uniform(0.3, 0.7), 0.8),
            ]  # fmt: skip
        else:
            steps = [(rng.uniform(0.3, 2.5), rng.uniform(2.0, 18.0)), (rng.uniform(0.2, 2.0), 0.6)]
        for hours, speed in steps:
            speed *= rng.uniform(0.88, 1.12)
            times += [times[-1] + 180.0, times[-1] + 180.0 + hours * 3600.0]
            speeds += [speed, speed]
    if mode == "fishing":
        course.status[:] = 7
    return np.asarray(np.interp(t, times, speeds))


def _ferry(berth: Berth, course: Course, run: Run, rng: np.random.Generator) -> Motion:
    """Return a ferry that keeps a timetable there and back."""
    span = float(berth.path.u_m[-1])
    sail = span / (berth.ship.speed_kn * KN_MS)
    # The whole cycle is a number of half hours: the same times every day.
    cycle = 1800.0 * np.ceil(2.0 * (sail + rng.uniform(45, 90) * 60.0) / 1800.0)
    pause = cycle / 2.0 - sail
    late = drifting(run.t, 60.0, 2400.0, rng)
    phase = np.mod(run.t + late + rng.uniform(0.0, cycle), cycle)
    out = np.interp(phase, [0.0, sail, sail + pause, 2 * sail + pause, cycle], [0, 1, 1, 0, 0])
    course.state[:] = STATES.index("ferry")
    motion = move(berth.path, span * out, course, np.ones(len(run.t), dtype=bool))
    back = (phase > sail + pause / 2) & (phase < cycle - pause / 2)
    motion.bow_deg[back] = (motion.bow_deg[back] + 180.0) % 360.0
    return motion


def heard(ship: Ship, motion: Motion, dragged: Dragged | None, run: Run) -> Reports:
    rng = ship_stream(run.seed, ship.index, 5)
    world = run.world if run.world.loss or run.world.gaps_per_day else None
    times = report_times(float(run.t[-1]), run.interval_s, world, rng)
    if ship.borrowed is not None and world is None:
        # The twin has a beat of its own: no receiver hears both hulls at the same instant.
        times = times[:-1] + 0.5 * run.interval_s
    yaw, drift = (None, None) if dragged is None else (dragged.yaw_ratio, dragged.drift_deg)
    restless = habits(ship, run).yaw_restless
    told = report(motion, times, ship, run.weather, restless, rng, yaw_ratio=yaw, drift_deg=drift)
    if ship.borrowed is not None:
        told.state[told.state == 0] = STATES.index("twin")
    return disturb(told, ship, run.regional, run.seed)
