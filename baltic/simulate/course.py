"""What one ship does over the time grid; events write into it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .weather import Weather, calm

__all__ = ["STATES", "Course", "Guarded"]

Floats = NDArray[np.float64]

#: Words of the column ``truth_state``; new ones go to the end.
STATES = (
    "transit", "slow_order", "speed_order", "jit", "dip", "pilot", "drift", "engine_trouble",
    "anchored", "moored", "ferry", "fishing", "tow", "patrol", "storm", "drag", "recovery_stop",
    "recovery", "pilot_wait", "waiting", "not_under_command", "hove_to", "congestion", "ice",
    "alongside", "twin", "jammed", "spoofed",
)  # fmt: skip

_BACK_MS = 0.8  # how fast at most a ship that drifted closes its line again


@dataclass
class Course:
    """The plan of one ship over the time grid.

    Attributes
    ----------
    t_s
        Grid, seconds from the start.
    factor
        Factor on the commanded speed.
    state
        Index into :data:`STATES`.
    status
        AIS navigational status.
    east_m, north_m
        Displacement from the line.
    limit_m
        How far the ship may be displaced at each time.
    line_deg
        Course of the line at each time, where it is known.
    bow_deg
        Where the bow points while a ship lies alongside another; NaN otherwise.
    """

    t_s: Floats
    limit_m: Floats
    line_deg: Floats | None = None
    bow_deg: Floats | None = None
    factor: Floats = field(init=False)
    state: NDArray[np.uint8] = field(init=False)
    status: NDArray[np.uint8] = field(init=False)
    east_m: Floats = field(init=False)
    north_m: Floats = field(init=False)

    def __post_init__(self) -> None:
        n = len(self.t_s)
        self.factor = np.ones(n)
        self.state = np.zeros(n, dtype=np.uint8)
        self.status = np.zeros(n, dtype=np.uint8)
        self.east_m, self.north_m = np.zeros(n), np.zeros(n)

    def mark(self, state: str, begin: float, end: float, status: int | None = None) -> None:
        """Write the truth (and the status) between two times."""
        a, b = np.searchsorted(self.t_s, [begin, end])
        self.state[a:b] = STATES.index(state)
        if status is not None:
            self.status[a:b] = status

    def knots(self, *points: tuple[float, float]) -> None:
        """Multiply the factor by a broken line of (time, factor)."""
        self.factor *= np.interp(self.t_s, [p[0] for p in points], [p[1] for p in points])

    def drift(self, begin: float, end: float, speed_ms: float, toward_deg: float) -> None:
        """Let the ship drift, never out of its room, and find back at a modest speed."""
        room = float(np.interp(begin, self.t_s, self.limit_m))
        speed = min(speed_ms, 0.7 * room / max(end - begin, 1.0))
        away = speed * (np.clip(self.t_s, begin, end) - begin)
        tau = max(2400.0, speed * (end - begin) / _BACK_MS)
        away *= np.exp(-np.maximum(self.t_s - end - 300.0, 0.0) / tau)
        self.east_m += away * np.sin(np.radians(toward_deg))
        self.north_m += away * np.cos(np.radians(toward_deg))


@dataclass
class Guarded:
    """A course that says whether an event may be written, and what events need to know.

    Attributes
    ----------
    clear
        Seconds between which nothing may be written.
    weather
        Of the whole simulation.
    arrival
        When the ship reaches its port, if it does soon.
    """

    course: Course
    clear: tuple[float, float] | None = None
    weather: Weather = field(default_factory=calm)
    arrival: float | None = None

    def free(self, begin: float, end: float) -> bool:
        return self.clear is None or end < self.clear[0] or begin > self.clear[1]
