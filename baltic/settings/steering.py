"""What rough steering and a rough speed are worth."""

from __future__ import annotations

from dataclasses import dataclass

from .declare import Steps
from .declare import setting as _s

__all__ = ["SteeringItems"]


@dataclass(frozen=True)
class SteeringItems:
    """How the ship steered and how smoothly it ran."""

    yaw: Steps = _s(
        (
            (-0.5, -0.24),
            (-0.2, -0.24),
            (0, -0.24),
            (0.12, -0.24),
            (0.25, 0.28),
            (0.4, 0.53),
            (0.6, 0.57),
            (0.9, 0.57),
            (1.3, 0.57),
        ),
        "nats",
        "ln ratio of heading or course s.d. inside to outside, less the neighbours'",
        "fitted on simulated world A; METHOD 2",
    )
    yaw_of_steering: Steps = _s(
        ((0, -0.44), (0.3, -0.44), (0.5, -0.44), (0.7, 0.4), (1, 3.07), (1.4, 3.51)),
        "nats",
        "the same where rough steering is what was noticed",
        "fitted on simulated world A; METHOD 2",
    )
    drift: Steps = _s(
        (
            (0, -0.49),
            (0.2, -0.49),
            (0.5, -0.24),
            (0.9, 0.35),
            (1.4, 0.35),
            (2, 0.56),
            (3, 0.56),
            (5, 0.56),
        ),
        "nats",
        "change of drift angle, degrees, leeway of a slower ship taken out; an anchor makes up "
        "to 3, more is wind",
        "fitted on simulated world A; METHOD 2",
    )
    rough: Steps = _s(
        (
            (-1, -1.96),
            (-0.3, -1.96),
            (0, -1.39),
            (0.4, -0.38),
            (0.8, 0.06),
            (1.2, 0.07),
            (1.8, 1.14),
            (2.6, 1.49),
        ),
        "nats",
        "ln ratio of the speed's roughness to before: a constant engine setting is as smooth "
        "as before, patches of seabed roughen it",
        "fitted on simulated world A; METHOD 2",
    )
    rough_of_force: Steps = _s(
        (
            (-1, -0.85),
            (-0.3, -0.66),
            (0, -0.66),
            (0.4, -0.03),
            (0.8, 1.28),
            (1.2, 1.54),
            (1.8, 1.54),
            (2.6, 1.54),
        ),
        "nats",
        "the same after a fall as by an outside force: a failing engine runs as smoothly as before",
        "fitted on simulated world A",
    )
    rough_of_steering: Steps = _s(
        (
            (-1, -0.35),
            (-0.3, -0.35),
            (0, -0.35),
            (0.4, 0.23),
            (0.8, 0.23),
            (1.2, 0.36),
            (1.8, 0.36),
            (2.6, 0.87),
        ),
        "nats",
        "the same where rough steering is what was noticed: a propulsion that holds its speed "
        "shows little of the pull",
        "fitted on simulated world A",
    )
