"""What is to happen in a drag: what the caller gave, and the rest drawn from a world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..physics import SEABED_LAMBDA, tow_depth_m
from .faults import SimulationError
from .ships import Ship
from .worlds import World, drawn

__all__ = ["DragPlan", "draw_plan"]

_RUN_OUT = 0.95
#: How drags end, and what crews that react do first, shares.
_ENDS = {"stop": 0.45, "lost": 0.38, "snag": 0.17}
_REACTIONS = {"none": 0.0, "power": 0.4, "ease": 0.25, "course": 0.2, "look": 0.15}
#: A speed pilot or pitch control gives back what an anchor on little chain takes: how much
#: of it, and how little chain.
_STEADY_HOLD = (0.6, 1.0)
_STEADY_CHAIN_M = (80.0, 200.0)


@dataclass(frozen=True)
class DragPlan:
    """One drag to put into simulated traffic; what is None is drawn.

    Attributes
    ----------
    ship
        Number of the ship, 0 the first.
    start_h
        Hours from the start of the simulation to the drop; negative: it drags already when
        the record begins.
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
        ``stop`` (the crew stops, recovers, sails on), ``lost`` (the chain parts) or ``snag``
        (it parts at an obstacle that holds the ship for some minutes first).
    reaction
        What the crew does before: ``none``, ``power`` (more engine, to keep the speed),
        ``ease`` (less), ``course`` (corrects the course) or ``look`` (stops for a while,
        finds nothing, goes on).
    hold
        Share of the lost speed that the propulsion gives back within the hour by itself.

    Examples
    --------
    >>> DragPlan(ship=0, start_h=2.0, hours=6.0, seabed="mud").chain_out_m is None
    True
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
    reaction: str | None = None
    hold: float | None = None


def draw_plan(
    plan: DragPlan, ship: Ship, world: World, rng: np.random.Generator, full_run_out: float
) -> DragPlan:
    """Return the plan with every open value drawn from the priors of a world.

    Raises
    ------
    SimulationError
        A word that is not known, or a drag that is over before the record begins.
    """
    full = _drawn_values(ship, world, rng, full_run_out)
    given = {k: v for k in full if (v := getattr(plan, k)) is not None}
    for name, words in (("seabed", SEABED_LAMBDA), ("ends", _ENDS), ("reaction", _REACTIONS)):
        if name in given and given[name] not in words:
            raise SimulationError(f"{name} of a drag must be one of {', '.join(words)}")
    made = DragPlan(plan.ship, plan.start_h, **{**full, **given})
    if made.hours is not None and made.start_h + made.hours <= 0.0:
        raise SimulationError(
            f"the drag of ship {plan.ship} is over before the record begins",
            hint="give it more hours",
        )
    return made


def _drawn_values(
    ship: Ship, world: World, rng: np.random.Generator, full_run_out: float
) -> dict[str, Any]:
    """Return a value for every open field.

    Chain: half of them nearly all out, else uniform from three shackles on.  Where the
    propulsion holds the speed, little chain is out and more thrust makes up for the loss.
    """
    side = float(ship.anchor.chain_side_m)
    out = _RUN_OUT * side if rng.random() < full_run_out else float(rng.uniform(80.0, side))
    slope = drawn(world.thrust_slope, rng)
    steady, acts = rng.random(2)
    little, hold = float(rng.uniform(*_STEADY_CHAIN_M)), float(rng.uniform(*_STEADY_HOLD))
    if steady < world.steady:
        out = min(out, little)
    twist, lean = drawn(world.drag_yaw, rng), drawn(world.drag_drift, rng)
    depth = float(rng.uniform(35.0, 85.0))
    act = str(rng.choice(list(_REACTIONS), p=list(_REACTIONS.values())))
    # A drag touches: water that the drawn chain cannot reach at four fifths of the speed
    # is made shallower (a given depth is kept).
    gear = (min(out, side), float(ship.anchor.mass_kg), float(ship.anchor.chain_d_m))
    reach = float(tow_depth_m(0.8 * ship.speed_kn, *gear))
    return {
        "hours": float(np.clip(np.exp(rng.normal(np.log(5.0), 0.8)), 1.0, 20.0)),
        "chain_out_m": min(out, side),
        "seabed": None,
        "depth_m": min(depth, 0.9 * reach),
        "thrust_slope": slope,
        "yaw_ratio": float(np.exp(twist * rng.normal(rng.uniform(0.15, 0.45), 0.4))),
        "drift_deg": float(lean * rng.choice([-1, 1]) * rng.uniform(0.7, 3.0)),
        "ends": str(rng.choice(list(_ENDS), p=list(_ENDS.values()))),
        "hold": hold if steady < world.steady else 0.0,
        "reaction": act if acts < world.reaction else "none",
    }
