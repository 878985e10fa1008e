"""Two worlds that differ on purpose: nothing is judged in the one it was tuned in."""

from __future__ import annotations

from dataclasses import dataclass

from .faults import SimulationError

__all__ = ["WORLDS", "World", "world_of"]


@dataclass(frozen=True)
class World:
    """Assumptions of a simulated sea; chances are per ship and day.

    Attributes
    ----------
    storm_share
        Share of days with a storm.
    jit, slow_order, speed_order, stop, engine, dip, anchoring, anchorage
        Chance a day of: slowing for a just-in-time arrival, an order to go slower, a trim
        of the speed, a stop with drift, engine trouble, a short dip, a wait at anchor
        anywhere, a wait at a charted anchorage (where one is near the lane).
    engine_tau_min
        Range of the time constant with which a failing engine lets the speed fall.
    thrust_slope
        Range of a in ``Thrust = R(V0) (1 + a (1 - v))``.
    drag_yaw
        Multiplies the logarithm of the yaw ratio of a dragging ship.
    drag_drift
        Multiplies its change of drift angle.
    yaw_restless
        Spread (ln) with which ordinary yaw waxes and wanes by the hour.
    speed_noise
        Relative s.d. of the ordinary wander of the speed.
    loss, gaps_per_day
        Share of fixes not received, and silences a day.
    fishing, tow, patrol
        Share of such vessels among all.
    """

    name: str
    storm_share: float
    jit: float = 0.11
    slow_order: float = 0.07
    speed_order: float = 0.08
    stop: float = 0.04
    engine: float = 0.012
    dip: float = 0.30
    anchoring: float = 0.01
    anchorage: float = 0.06
    engine_tau_min: tuple[float, float] = (3.0, 8.0)
    thrust_slope: tuple[float, float] = (0.0, 1.0)
    drag_yaw: float = 1.0
    drag_drift: float = 1.0
    yaw_restless: float = 0.15
    speed_noise: float = 0.012
    loss: float = 0.15
    gaps_per_day: float = 0.6
    fishing: float = 0.05
    tow: float = 0.015
    patrol: float = 0.01


#: A: the assumptions that defaults were set in.  B: rougher, with weaker drag signs.
WORLDS: dict[str, World] = {
    "A": World("A", storm_share=0.25),
    "B": World(
        "B",
        storm_share=0.40,
        engine=0.03,
        engine_tau_min=(2.0, 5.0),
        thrust_slope=(0.4, 1.6),
        drag_yaw=1.0 / 3.0,
        drag_drift=1.0 / 3.0,
        yaw_restless=0.25,
        speed_noise=0.016,
    ),
}


def world_of(world: str | World) -> World:
    """Return a world by its letter.

    Examples
    --------
    >>> world_of("B").storm_share
    0.4
    """
    if isinstance(world, World):
        return world
    if world not in WORLDS:
        raise SimulationError(f"unknown world {world!r}; known: {', '.join(WORLDS)}")
    return WORLDS[world]
