"""Ships whose whole voyage is arranged with others: where each is at every time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .course import Course
from .motion import Motion, move
from .paths import OwnPath

__all__ = ["Part", "Script", "sail_script"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Part:
    """A stretch of a script with its truth and its AIS status."""

    word: str
    begin_s: float
    end_s: float
    status: int | None = None


@dataclass(frozen=True)
class Script:
    """An arranged voyage.

    Attributes
    ----------
    u_m
        Progress along the ship's line over the grid.
    east_m, north_m
        Displacement from the line.
    parts
        What is marked when; later ones win.
    bow_deg
        Where the bow points while lying alongside; NaN otherwise.
    """

    u_m: Floats
    east_m: Floats
    north_m: Floats
    parts: tuple[Part, ...] = ()
    bow_deg: Floats | None = None


def sail_script(script: Script, path: OwnPath, t: Floats, present: NDArray[np.bool_]) -> Motion:
    """Return the motion of a ship that follows a script.

    Examples
    --------
    >>> from baltic.simulate.course import STATES
    >>> from baltic.simulate.paths import line_path
    >>> path = line_path(np.array([19.0, 20.0]), np.array([57.0, 57.0]))
    >>> t = np.arange(0.0, 3600.0, 30.0)
    >>> script = Script(2.0 * t, 0.0 * t, 0.0 * t, (Part("ice", 600.0, 1200.0),))
    >>> motion = sail_script(script, path, t, t >= 0)
    >>> int(np.sum(motion.state == STATES.index("ice")))
    20
    """
    room = np.interp(script.u_m, path.u_m, path.room_m)
    course = Course(t, room, bow_deg=script.bow_deg)
    course.east_m, course.north_m = script.east_m, script.north_m
    for part in script.parts:
        course.mark(part.word, part.begin_s, part.end_s, status=part.status)
    return move(path, script.u_m, course, present)
