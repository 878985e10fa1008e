"""Two worlds that differ on purpose: nothing is judged in the one it was tuned in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .faults import SimulationError

__all__ = ["WORLDS", "Range", "World", "drawn", "world_of"]

#: Low and high of a value that is drawn evenly; both the same where it is fixed.
Range = tuple[float, float]


@dataclass(frozen=True)
class World:
    """Assumptions of a simulated sea; chances are per ship and day.

    A world made by hand has none of the rarer events (their chances are 0 unless named).

    What nobody knows well is a range (low, high) and not a number: each drag or each ship
    draws its own value, so that nothing fitted in such a world leans on one guess.

    Attributes
    ----------
    name
        Of the world: A, B, or the maker's own word.
    storm_share
        Share of days with a storm.
    jit, slow_order, speed_order, stop, engine, dip, anchoring, anchorage
        Chance a day of: slowing for a just-in-time arrival, an order to go slower, a trim
        of the speed, a stop with drift, engine trouble, a short dip, a wait at anchor
        anywhere, a wait at a charted anchorage (where one is near the lane).
    engine_tau_min
        Range of the time constant with which a failing engine lets the speed fall; drawn
        for each failure.
    thrust_slope
        Range of a in ``Thrust = R(V0) (1 + a (1 - v))``; drawn for each drag.
    drag_yaw
        Range of what multiplies the logarithm of the yaw ratio of a dragging ship; drawn for
        each drag, as the next one.
    drag_drift
        Range of what multiplies its change of drift angle.
    yaw_restless
        Range of the spread (ln) with which ordinary yaw waxes and wanes by the hour; drawn
        for each ship, as the next one.
    speed_noise
        Range of the relative s.d. of the ordinary wander of the speed.
    waiting, not_under_command
        Chance a day of hours on station (rounds, legs, drifting), and of hours adrift.
    pilot_wait
        Chance that a ship that arrives waits for its pilot.
    hove_to
        Chance that a small ship heaves to where it meets a storm.
    convoy
        Chance a day that a ship bound through the ice (in winter) sails behind an icebreaker,
        with those after it.
    alongside
        Chance a day that a ship meets another and lies side by side with it for hours.
    twin
        Chance a day that another hull sends the same number.
    jamming, spoofing, outage, congestion
        A day in the whole sea: areas where GNSS is jammed, or shows one false place; base
        stations that are down; stretches where all slow down.
    steady
        Share of drags whose propulsion holds the speed, so that hardly any of it is lost.
    reaction
        Share of crews that do something about the lost speed before they stop.
    begun
        Share of drags that begin before the record.
    loss, gaps_per_day
        Share of fixes not received, and silences a day.
    fishing, tow, patrol
        Share of such vessels among all.

    Examples
    --------
    >>> WORLDS["B"].storm_share > WORLDS["A"].storm_share
    True
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
    engine_tau_min: Range = (3.0, 8.0)
    thrust_slope: Range = (0.0, 1.0)
    drag_yaw: Range = (1.0, 1.0)
    drag_drift: Range = (1.0, 1.0)
    yaw_restless: Range = (0.15, 0.15)
    speed_noise: Range = (0.012, 0.012)
    waiting: float = 0.0
    not_under_command: float = 0.0
    pilot_wait: float = 0.0
    hove_to: float = 0.0
    convoy: float = 0.0
    alongside: float = 0.0
    twin: float = 0.0
    jamming: float = 0.0
    spoofing: float = 0.0
    outage: float = 0.0
    congestion: float = 0.0
    steady: float = 0.0
    reaction: float = 0.3
    begun: float = 0.0
    loss: float = 0.15
    gaps_per_day: float = 0.6
    fishing: float = 0.05
    tow: float = 0.015
    patrol: float = 0.01

    def __post_init__(self) -> None:
        for name in _RANGES:
            pair = getattr(self, name)
            if not isinstance(pair, tuple) or len(pair) != 2 or not pair[0] <= pair[1]:
                raise SimulationError(
                    f"world {self.name!r}: {name} is a pair (low, high), not {pair!r}"
                )


_RANGES = (
    "engine_tau_min", "thrust_slope", "drag_yaw", "drag_drift", "yaw_restless", "speed_noise",
)  # fmt: skip

#: A: broad, to fit in: what is uncertain spans what is believed possible.  B: rougher, with
#: weaker drag signs, each at one value (the shift of method note 7): to judge in only.
WORLDS: dict[str, World] = {
    "A": World(
        "A",
        storm_share=0.25,
        engine=0.016,
        engine_tau_min=(2.5, 8.0),
        thrust_slope=(0.0, 1.2),
        drag_yaw=(0.2, 1.2),
        drag_drift=(0.2, 1.2),
        yaw_restless=(0.10, 0.25),
        speed_noise=(0.008, 0.020),
        waiting=0.02,
        not_under_command=0.004,
        pilot_wait=0.10,
        hove_to=0.10,
        convoy=0.004,
        alongside=0.006,
        twin=0.0005,
        jamming=0.15,
        spoofing=0.05,
        outage=0.5,
        congestion=0.5,
        steady=0.10,
        reaction=0.4,
        begun=0.04,
    ),
    "B": World(
        "B",
        storm_share=0.40,
        engine=0.03,
        engine_tau_min=(2.0, 5.0),
        thrust_slope=(0.4, 1.6),
        drag_yaw=(1.0 / 3.0, 1.0 / 3.0),
        drag_drift=(1.0 / 3.0, 1.0 / 3.0),
        yaw_restless=(0.25, 0.25),
        speed_noise=(0.016, 0.016),
        waiting=0.03,
        not_under_command=0.008,
        pilot_wait=0.20,
        hove_to=0.20,
        convoy=0.006,
        alongside=0.010,
        twin=0.001,
        jamming=0.30,
        spoofing=0.10,
        outage=1.0,
        congestion=1.0,
        steady=0.15,
        reaction=0.5,
        begun=0.06,
    ),
}


def drawn(span: Range, rng: np.random.Generator) -> float:
    """Return a value drawn evenly from a range (always one draw, even where it is fixed).

    Examples
    --------
    >>> drawn((0.5, 0.5), np.random.default_rng(1))
    0.5
    """
    return float(rng.uniform(*span))


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
