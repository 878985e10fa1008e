"""What is measured of an episode's motion: speed, steering and recovery."""

from __future__ import annotations

from ..settings import Settings
from .case import Case
from .evidence import Measure
from .kinds import kind_of_ship
from .loss_measures import measure_drop, measure_duration, measure_force, measure_roughness
from .ramp_measures import (
    measure_kept_loss,
    measure_ramp,
    measure_release,
    measure_release_ramp,
    measure_release_shape,
    measure_return,
    measure_shape,
)
from .steering_measures import measure_drift, measure_yaw
from .stops import stop_measures

__all__ = ["motion_measures"]


def motion_measures(case: Case, settings: Settings) -> list[Measure]:
    """Return the measures of speed, steering, stop and recovery.

    Of ships whose work or timetable makes them slow down, turn and stop, only those measures
    are taken that their work does not explain.
    """
    found = [
        measure_drop(case),
        measure_force(case, settings),
        measure_duration(case),
        measure_roughness(case, settings),
    ]
    if kind_of_ship(case.ship.ship_type) in ("merchant", "unknown"):
        found += [
            measure_ramp(case, settings),
            measure_shape(case),
            measure_kept_loss(case, settings),
            measure_release(case, settings),
            measure_release_ramp(case),
            measure_release_shape(case),
            measure_return(case),
            measure_yaw(case),
            measure_drift(case),
        ]
    return [item for item in found if item is not None] + stop_measures(case, settings)
