"""What a loss of speed is worth: how much, how often, beside whom, by what force, how long."""

from __future__ import annotations

from dataclasses import dataclass

from .declare import Steps
from .declare import setting as _s

__all__ = ["DurationItems", "LossItems"]


@dataclass(frozen=True)
class LossItems:
    """How much speed was lost, and what else slows a ship."""

    drop: Steps = _s(
        (
            (0.05, 1.44),
            (0.12, 1.44),
            (0.2, 1.44),
            (0.3, 1.44),
            (0.45, 1.44),
            (0.7, 0.45),
            (1.2, -0.1),
            (2.5, -0.6),
        ),
        "nats",
        "ln(V before / V during)",
        "fitted on simulated world A, from 0.7 on raised towards METHOD 2: few simulated drags "
        "bring a ship below half its speed",
    )
    drop_of_after: Steps = _s(
        ((0.08, 0.26), (0.2, 0.42), (0.3, 0.42), (0.45, -0.51), (0.8, -1.06)),
        "nats",
        "the same when the record begins in the slow stretch: compared with what follows",
        "fitted on simulated world A",
    )
    drop_of_norm: Steps = _s(
        ((0.3, -1), (0.45, 1.8), (0.6, 2.8), (0.8, 1.2), (1, -1.5)),
        "nats",
        "ln(norm of its class / V) when the ship was never seen faster: 5 % of cargo ships and "
        "tankers sail at 5 to 8 kn",
        "METHOD 6, last fixes of 6,463 ships",
    )
    drop_of_steering: Steps = _s(
        ((0, -2.38), (0.1, -0.52), (0.2, -0.02), (0.3, -0.02)),
        "nats",
        "the same when rough steering is what was noticed: one of six known drags shows no loss "
        "of speed (and the physics expects fewer), ordinary rough steering mostly none",
        "fitted on simulated world A; METHOD 2",
    )
    repeats: Steps = _s(
        ((0, 0.36), (1, 0.36), (2, -0.63), (3, -2.14), (5, -2.35)),
        "nats",
        "like slow-downs of the same ship: work, rounds and timetables repeat",
        "fitted on simulated world A",
    )
    wander: Steps = _s(
        (
            (3, 0.43),
            (8, -0.19),
            (15, -0.2),
            (25, -0.59),
            (40, -1.44),
            (60, -1.5),
            (80, -1.5),
            (110, -1.6),
        ),
        "nats",
        "spread of the courses, degrees: a ship under way keeps its course",
        "fitted on simulated world A; beyond 60 degrees own choice",
    )
    company: Steps = _s(
        ((1.0, -0.7), (2.0, -2.0), (3.0, -3.0)),
        "nats",
        "ships that kept within 10 km at the same speed: convoy, tow, transfer",
        "METHOD 2: ice convoys",
    )
    alongside_llr: float = _s(
        -1.01,
        "nats",
        "another ship within 600 m all along: transfer or tow",
        "fitted on simulated world A; METHOD 2",
    )
    force: Steps = _s(
        ((-3, -1.02), (-1, -0.34), (0, 0.3), (1, 0.67), (2, -1.28)),
        "nats",
        "ln P(force | anchor and chain of this ship) / P(force | ordinary slow-down)",
        "fitted on simulated world A; METHOD 2",
    )


@dataclass(frozen=True)
class DurationItems:
    """How long the speed stayed below what is expected."""

    duration_h: Steps = _s(
        (
            (0.6, -0.44),
            (1, -0.44),
            (1.5, 0.28),
            (2.2, 0.95),
            (3, 1.15),
            (4.5, 1.22),
            (7, 1.56),
            (12, 1.56),
            (20, 1.56),
        ),
        "nats",
        "hours below expectation",
        "fitted on simulated world A; METHOD 2",
    )
    duration_of_force_h: Steps = _s(
        (
            (0.6, -3),
            (0.8, -2.4),
            (1, -1),
            (1.5, -0.3),
            (2.2, -0.3),
            (3, -0.3),
            (4.5, -0.3),
            (5.5, -0.3),
            (7, 0.69),
            (12, 1.21),
            (20, 1.46),
        ),
        "nats",
        "hours below expectation after a fall as by an outside force: what is left is an engine "
        "that failed, and those are repaired sooner",
        "fitted on simulated world A, below 1.5 h lowered towards METHOD 2: pilots and blows",
    )
    duration_end_h: Steps = _s(
        ((0.6, -3.25), (1, -3.25), (2, -0.52), (4, -0.52), (7, -0.52), (12, -0.52), (20, -0.52)),
        "nats",
        "hours below expectation up to a stop or a silence: often an arrival",
        "fitted on simulated world A; METHOD 2",
    )
    duration_norm_h: Steps = _s(
        ((6.0, -1.2), (12.0, -1.0), (24.0, -0.8), (30.0, 0.8), (40.0, 1.2)),
        "nats",
        "hours of a ship never seen at cruise: slow steaming is common, but seldom for days",
        "own choice",
    )
    duration_open_h: Steps = _s(
        ((0.6, -0.79), (1, -0.79), (2, -0.79), (4, 0.53), (7, 0.57), (12, 0.57), (20, 0.57)),
        "nats",
        "hours below expectation so far, when the record ends there: it may go on",
        "fitted on simulated world A; METHOD 2",
    )
