"""An anchor let go under way: the speed by the physics, the truth beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..physics import SEABED_LAMBDA, drag_run, force_n, tow_depth_m
from ..settings import Physics
from .events import Course
from .faults import SimulationError
from .ships import Ship
from .worlds import World, drawn

__all__ = ["DragPlan", "Dragged", "apply_drag", "draw_plan"]

Floats = NDArray[np.float64]

_STEP_S = 10.0
_LAMBDAS = np.exp(np.linspace(np.log(0.15), np.log(14.0), 7))
_RUN_OUT = 0.95
_SHARE_STOP = 0.45


@dataclass(frozen=True)
class DragPlan:
    """One drag to put into simulated traffic; what is None is drawn.

    Attributes
    ----------
    ship
        Number of the ship, 0 the first.
    start_h
        Hours from the start of the simulation to the drop.
    hours
        How long the anchor is down.
    chain_out_m
        Chain paid out, m.
    seabed
        ``rock``, ``mud`` or ``sand``: the ground all along; None draws patches.
    depth_m
        Water depth.
    thrust_slope
        a of ``Thrust = R(V0) (1 + a (1 - v))``.
    yaw_ratio
        Yaw while dragging over yaw before.
    drift_deg
        Added drift angle.
    ends
        ``stop`` (the crew stops, recovers, sails on) or ``lost`` (the chain parts).
    """

    ship: int
    start_h: float
    hours: float | None = None
    chain_out_m: float | None = None
    seabed: str | None = None
    depth_m: float | None = None
    thrust_slope: float | None = None
    yaw_ratio: float | None = None
    drift_deg: float | None = None
    ends: str | None = None


@dataclass(frozen=True)
class Dragged:
    """A drag as it ran.

    Attributes
    ----------
    speed_kn
        Speed over the time grid, all of it.
    yaw_ratio, drift_deg
        What it does to the heading, over the grid.
    begin_s, end_s, stop_end_s
        Drop, anchor up or lost, and end of the recovery stop.
    truth
        What the table of truth says.
    """

    speed_kn: Floats
    yaw_ratio: Floats
    drift_deg: Floats
    begin_s: float
    end_s: float
    stop_end_s: float
    truth: dict[str, Any]


def draw_plan(
    plan: DragPlan, ship: Ship, world: World, rng: np.random.Generator, full_run_out: float
) -> DragPlan:
    """Return the plan with every open value drawn from the priors of a world.

    Chain: half of them nearly all out, else uniform from three shackles on.
    """
    side = float(ship.anchor.chain_side_m)
    out = _RUN_OUT * side if rng.random() < full_run_out else float(rng.uniform(80.0, side))
    full: dict[str, Any] = {
        "hours": float(np.clip(np.exp(rng.normal(np.log(5.0), 0.8)), 1.0, 20.0)),
        "chain_out_m": min(out, side),
        "seabed": None,
        "depth_m": float(rng.uniform(35.0, 85.0)),
        "thrust_slope": drawn(world.thrust_slope, rng),
        "yaw_ratio": float(
            np.exp(drawn(world.drag_yaw, rng) * rng.normal(rng.uniform(0.15, 0.45), 0.4))
        ),
        "drift_deg": float(
            drawn(world.drag_drift, rng) * rng.choice([-1, 1]) * rng.uniform(0.7, 3.0)
        ),
        "ends": "stop" if rng.random() < _SHARE_STOP else "lost",
    }
    # A drag touches: water that the drawn chain cannot reach at four fifths of the speed
    # is made shallower (a given depth is kept).
    gear = (full["chain_out_m"], float(ship.anchor.mass_kg), float(ship.anchor.chain_d_m))
    reach = float(tow_depth_m(0.8 * ship.speed_kn, *gear))
    full["depth_m"] = min(float(full["depth_m"]), 0.9 * reach)
    given = {k: v for k in full if (v := getattr(plan, k)) is not None}
    if given.get("seabed") is not None and given["seabed"] not in SEABED_LAMBDA:
        raise SimulationError(f"seabed must be one of {', '.join(SEABED_LAMBDA)}")
    if given.get("ends", "stop") not in ("stop", "lost"):
        raise SimulationError("a drag ends with 'stop' or 'lost'")
    return DragPlan(plan.ship, plan.start_h, **{**full, **given})


def apply_drag(
    command_kn: Floats,
    course: Course,
    ship: Ship,
    plan: DragPlan,
    rng: np.random.Generator,
    physics: Physics,
) -> Dragged:
    """Return the speed with the anchor down and write the states into the course.

    Parameters
    ----------
    command_kn
        Speed that the ship would make, on the grid of `course`.
    plan
        A complete plan (:func:`draw_plan`).
    """
    assert plan.hours is not None and plan.chain_out_m is not None and plan.depth_m is not None
    assert plan.yaw_ratio is not None and plan.drift_deg is not None
    t = course.t_s
    begin = plan.start_h * 3600.0
    end = begin + plan.hours * 3600.0
    stop_s = rng.uniform(20.0, 120.0) * 60.0 if plan.ends == "stop" else 0.0
    fine = np.arange(begin, max(min(end, t[-1]), begin + 2 * _STEP_S), _STEP_S)
    wanted = np.interp(fine, t, command_kn) * _response(fine, begin, end, rng)
    patches, names = _patches(fine, plan.seabed, rng)
    speeds = np.linspace(0.0, max(float(wanted.max()) + 1.0, 4.0), 17)
    gear = (plan.chain_out_m, float(ship.anchor.mass_kg), float(ship.anchor.chain_d_m))
    table = force_n(speeds[:, None], *gear, plan.depth_m, _LAMBDAS, physics=physics)
    where = np.interp(np.log(patches), np.log(_LAMBDAS), np.arange(len(_LAMBDAS)))
    run = drag_run(
        wanted, table, speeds, where, _STEP_S, ship.hull,
        thrust_slope=plan.thrust_slope, physics=physics,
    )  # fmt: skip
    speed, back = _joined(t, command_kn, fine, run, end, stop_s)
    course.mark("recovery", end + stop_s, end + stop_s + back)
    course.mark("drag", begin, end)
    if stop_s:
        course.mark("recovery_stop", end, end + stop_s)
        course.drift(end, end + stop_s, 0.45, rng.uniform(0, 360))
    on = np.interp(t, [begin, begin + 600.0, end, end + 300.0], [0.0, 1.0, 1.0, 0.0])
    half = run[len(run) // 4 :]
    deep = tow_depth_m(half, *gear, physics=physics)
    truth = {
        "v_before_kn": round(float(np.interp(begin, t, command_kn)), 2),
        "v_during_kn": round(float(np.median(half)), 2),
        "chain_out_m": round(plan.chain_out_m, 1),
        "anchor_kg": float(ship.anchor.mass_kg),
        "depth_m": round(plan.depth_m, 1),
        "contact_share": round(float(np.mean(deep >= plan.depth_m)), 3),
        "seabed": names,
        "thrust_slope": round(float(plan.thrust_slope or 0.0), 3),
        "yaw_ratio": round(plan.yaw_ratio, 3),
        "drift_deg": round(plan.drift_deg, 2),
        "ends": plan.ends,
    }
    return Dragged(speed, plan.yaw_ratio**on, plan.drift_deg * on, begin, end, end + stop_s, truth)


def _response(fine: Floats, begin: float, end: float, rng: np.random.Generator) -> Floats:
    """Return what the crew does with the engine: mostly nothing, else a little either way."""
    level = rng.uniform(0.85, 1.1) if rng.random() < 0.3 else 1.0
    at = begin + rng.uniform(0.5, 3.0) * 3600.0
    return np.asarray(np.interp(fine, [at, min(at + 1200.0, max(end, at + 1.0))], [1.0, level]))


def _patches(
    fine: Floats, seabed: str | None, rng: np.random.Generator
) -> tuple[Floats, list[str]]:
    """Return holding along the way: patches of a median half hour, blurred at their edges."""
    kinds = list(SEABED_LAMBDA)
    values, names = np.empty(len(fine)), []
    at = 0
    while at < len(fine):
        n = int(np.clip(np.exp(rng.normal(np.log(180.0), 0.8)), 30, 2000))
        kind = seabed or kinds[int(rng.choice(3, p=[0.25, 0.5, 0.25]))]
        median, spread = SEABED_LAMBDA[kind]
        values[at : at + n] = median * np.exp(rng.normal(0.0, spread))
        names.append(kind)
        at += n
    width = min(31, len(fine))
    smooth = np.convolve(np.pad(values, width // 2, mode="edge"), np.ones(width) / width, "valid")
    return np.asarray(smooth[: len(fine)]), sorted(set(names))


def _joined(
    t: Floats, command: Floats, fine: Floats, run: Floats, end: float, stop_s: float
) -> tuple[Floats, float]:
    """Join the drag with what follows; also return how long the return to speed takes."""
    last = float(run[-1])
    tau = 300.0
    since = t - end
    wanted = np.maximum(command, 0.0)
    if stop_s:
        stopping = 0.15 + (last - 0.15) * np.exp(-np.maximum(since, 0.0) / 240.0)
        rising = wanted * (1.0 - np.exp(-np.maximum(since - stop_s, 0.0) / tau)) + 0.1
        after = np.where(since < stop_s, stopping, np.minimum(rising, wanted))
    else:
        after = wanted + (last - wanted) * np.exp(-np.maximum(since, 0.0) / tau)
    during = np.interp(t, fine, run)
    speed = np.where(t < fine[0], command, np.where(t <= end, during, after))
    return np.asarray(speed), 4 * tau
