"""An anchor let go under way: the speed by the physics, the truth beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..physics import SEABED_LAMBDA, drag_run, force_n, tow_depth_m
from ..settings import Physics
from .course import Course
from .plans import DragPlan
from .ships import Ship

__all__ = ["Dragged", "apply_drag", "log_drop"]

Floats = NDArray[np.float64]

_STEP_S = 10.0
_HOLD_S = 1200.0  # how soon a speed pilot gives back what is lost
_LAMBDAS = np.exp(np.linspace(np.log(0.15), np.log(14.0), 7))


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
        A complete plan (:func:`~baltic.simulate.plans.draw_plan`).
    """
    assert plan.hours is not None and plan.chain_out_m is not None and plan.depth_m is not None
    assert plan.yaw_ratio is not None and plan.drift_deg is not None
    t = course.t_s
    begin = plan.start_h * 3600.0
    end = begin + plan.hours * 3600.0
    stop_s = rng.uniform(20.0, 120.0) * 60.0 if plan.ends == "stop" else 0.0
    fine = np.arange(begin, max(min(end, t[-1]), begin + 2 * _STEP_S), _STEP_S)
    wanted = np.interp(fine, t, command_kn) * _response(fine, plan, rng)
    patches, names = _patches(fine, plan.seabed, rng)
    speeds = np.linspace(0.0, max(float(wanted.max()) + 1.0, 4.0), 17)
    gear = (plan.chain_out_m, float(ship.anchor.mass_kg), float(ship.anchor.chain_d_m))
    table = force_n(speeds[:, None], *gear, plan.depth_m, _LAMBDAS, physics=physics)
    where = np.interp(np.log(patches), np.log(_LAMBDAS), np.arange(len(_LAMBDAS)))
    run = drag_run(
        wanted, table, speeds, where, _STEP_S, ship.hull,
        thrust_slope=plan.thrust_slope, physics=physics,
    )  # fmt: skip
    if plan.hold:
        run = run + plan.hold * (wanted - run) * (1.0 - np.exp(-(fine - begin) / _HOLD_S))
    if plan.ends == "snag":
        run = run * _snag(fine, end, rng)
    if plan.reaction == "course":
        at = begin + rng.uniform(0.2, 0.6) * (end - begin)
        course.drift(
            at, at + rng.uniform(900.0, 2400.0), rng.uniform(0.2, 0.6), rng.uniform(0, 360)
        )
    speed, back = _joined(t, command_kn, fine, run, end, stop_s)
    course.mark("recovery", end + stop_s, end + stop_s + back)
    course.mark("drag", begin, end)
    if stop_s:
        course.mark("recovery_stop", end, end + stop_s)
        course.drift(end, end + stop_s, 0.45, rng.uniform(0, 360))
    on = np.interp(t, [begin, begin + 600.0, end, end + 300.0], [0.0, 1.0, 1.0, 0.0])
    before = float(np.interp(begin, t, command_kn))
    truth = _truth(plan, ship, before, run[len(run) // 4 :], names, physics)
    return Dragged(speed, plan.yaw_ratio**on, plan.drift_deg * on, begin, end, end + stop_s, truth)


def _truth(
    plan: DragPlan,
    ship: Ship,
    before_kn: float,
    settled_kn: Floats,
    seabed: list[str],
    physics: Physics,
) -> dict[str, Any]:
    """Return what the table of truth says of the gear, the speeds and the crew."""
    assert plan.chain_out_m is not None and plan.depth_m is not None
    assert plan.yaw_ratio is not None and plan.drift_deg is not None
    gear = (plan.chain_out_m, float(ship.anchor.mass_kg), float(ship.anchor.chain_d_m))
    deep = tow_depth_m(settled_kn, *gear, physics=physics)
    during = float(np.median(settled_kn))
    return {
        "v_before_kn": round(before_kn, 2),
        "v_during_kn": round(during, 2),
        "drop_ln": round(log_drop(before_kn, during), 4),
        "chain_out_m": round(plan.chain_out_m, 1),
        "anchor_kg": float(ship.anchor.mass_kg),
        "depth_m": round(plan.depth_m, 1),
        "contact_share": round(float(np.mean(deep >= plan.depth_m)), 3),
        "seabed": seabed,
        "thrust_slope": round(float(plan.thrust_slope or 0.0), 3),
        "yaw_ratio": round(plan.yaw_ratio, 3),
        "drift_deg": round(plan.drift_deg, 2),
        "ends": plan.ends,
        "reaction": plan.reaction,
        "hold": round(plan.hold or 0.0, 3),
    }


def log_drop(before_kn: float, during_kn: float) -> float:
    """Return ln of the speed before over the speed during (each at least a tenth of a knot).

    Examples
    --------
    >>> round(log_drop(11.0, 7.0), 3)
    0.452
    """
    return float(np.log(max(before_kn, 0.1) / max(during_kn, 0.1)))


def _response(fine: Floats, plan: DragPlan, rng: np.random.Generator) -> Floats:
    """Return what the crew does with the engine over time: mostly nothing."""
    begin, last = float(fine[0]), float(fine[-1])
    at = begin + min(rng.uniform(0.5, 3.0) * 3600.0, 0.5 * (last - begin))
    raised, eased, low = rng.uniform(1.04, 1.15), rng.uniform(0.75, 0.95), rng.uniform(0.03, 0.15)
    length = rng.uniform(12.0, 45.0) * 60.0
    if plan.reaction in ("power", "ease"):
        level = raised if plan.reaction == "power" else eased
        return np.asarray(np.interp(fine, [at, at + 1200.0], [1.0, level]))
    if plan.reaction == "look":
        knots = [at, at + 300.0, at + 300.0 + length, at + 900.0 + length]
        return np.asarray(np.interp(fine, knots, [1.0, low, low, 1.0]))
    return np.ones(len(fine))


def _snag(fine: Floats, end: float, rng: np.random.Generator) -> Floats:
    """Return the share of the speed left while an obstacle holds, just before the chain parts."""
    length, low = rng.uniform(2.0, 6.0) * 60.0, rng.uniform(0.3, 0.8)
    return np.asarray(np.interp(fine, [end - length, end - 0.4 * length], [1.0, low]))


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
