"""What the way in which a speed fell, and came back, is worth."""

from __future__ import annotations

from dataclasses import dataclass

from .declare import Steps
from .declare import setting as _s

__all__ = ["ChangeItems"]


@dataclass(frozen=True)
class ChangeItems:
    """How the speed changed: as by an outside force, or as an engine is set."""

    ramp: Steps = _s(
        (
            (0.35, 0.32),
            (0.5, 1.1),
            (0.65, 1.0),
            (0.8, 0.7),
            (1, 0.0),
            (1.3, -1.1),
            (1.8, -2.2),
            (2.5, -2.2),
            (4, -2.2),
        ),
        "nats",
        "time from 85 to 25 % of the drop over that of the ship under a constant force",
        "fitted on simulated world A (1.48, 1.13, 0.96, -0.68, -1.58, -2.2), blurred: the time "
        "constant of a hull is known to a third, and a fall as slow as that of METHOD 1.6 itself "
        "must not speak against a drag; below 0.35, which no ship can, as fitted; METHOD 2",
    )
    shape: Steps = _s(
        (
            (-2.5, -3.6),
            (-1.5, -2.6),
            (-1, -2.19),
            (-0.6, -2.11),
            (-0.3, -0.98),
            (0, -0.17),
            (0.3, 1.54),
            (0.6, 1.54),
            (1, 1.54),
            (1.5, 1.54),
        ),
        "nats",
        "ln squared error of the best engine programme over that of an outside force",
        "fitted on simulated world A; METHOD 1.7",
    )
    kept: Steps = _s(
        (
            (-1.5, -1.15),
            (-0.8, 0.33),
            (-0.4, 1),
            (-0.2, 1),
            (0, -0.46),
            (0.15, -0.62),
            (0.4, -1.2),
            (1, -1.2),
        ),
        "nats",
        "ln of the median loss of speed over the loss in the first fall: gear pulls on, an engine "
        "is repaired in part, weather comes and goes",
        "fitted on simulated world A, no less than -1.2: drags that deepen in steps are rare there",
    )
    kept_of_force: Steps = _s(
        (
            (-1.5, -2.17),
            (-0.8, -1.56),
            (-0.4, -0.81),
            (-0.2, 0.73),
            (0, 0.13),
            (0.15, 0.13),
            (0.4, -0.22),
            (1, -0.93),
        ),
        "nats",
        "the same after a fall as by an outside force: what is left is an engine that failed",
        "fitted on simulated world A",
    )
    release_ramp: Steps = _s(
        ((0.4, -0.67), (0.8, -0.24), (1.2, 0.06), (1.6, 0.06), (2.2, 0.06), (3.5, 0.06)),
        "nats",
        "the same where speed comes back: chain lost or engine ordered",
        "fitted on simulated world A; below 0.4, which no ship can, as at 0.4; METHOD 1.7",
    )
    release_shape: Steps = _s(
        (
            (-2.5, -1.5),
            (-1.5, -1.5),
            (-1, -1.5),
            (-0.6, -0.95),
            (-0.3, -0.91),
            (0, -0.22),
            (0.3, 0.6),
            (0.6, 1.5),
            (1, 1.5),
            (1.5, 1.5),
        ),
        "nats",
        "the same comparison where the speed comes back",
        "fitted on simulated world A, no more than 1.5 either way: nobody has measured how mended "
        "engines are brought up; METHOD 1.7",
    )
    back: Steps = _s(
        ((-0.25, -1.32), (-0.12, -1.07), (-0.05, 0.01), (0, 0.12), (0.05, 0.07), (0.12, -0.29)),
        "nats",
        "ln of the speed afterwards over that before: an engine in trouble seldom is back",
        "fitted on simulated world A",
    )
    back_of_force: Steps = _s(
        (
            (-0.25, -1.49),
            (-0.12, -0.98),
            (-0.07, -0.75),
            (-0.04, 0.44),
            (0, 0.97),
            (0.04, 1.76),
            (0.08, 0.55),
            (0.15, -1.11),
        ),
        "nats",
        "the same after a fall as by an outside force: an engine that failed is seldom back at "
        "all it had, an anchor that is up or lost leaves nothing behind",
        "fitted on simulated world A",
    )
    usual_tau_min: float = _s(
        4.7,
        "min",
        "time constant of the ship that the knots of ramp_min stand for; a ship's own ramp is "
        "judged against its own time constant, 2.5 to 8 min by size",
        "method note 1.6 and 3.5; median of simulated cargo ships and tankers at 9 kn",
    )
    no_onset_llr: float = _s(
        -1.97,
        "nats",
        "speed lost so slowly that no onset is seen",
        "fitted on simulated world A; METHOD 2",
    )
    unseen_fall_llr: float = _s(
        -0.45,
        "nats",
        "a fall of speed between fixes too far apart: what ramp and shape say of ordinary falls on "
        "average, which the other items were fitted beside",
        "half of what the fit on simulated world A gives (-0.88): drags in sparse records shall "
        "still reach a watch",
    )
