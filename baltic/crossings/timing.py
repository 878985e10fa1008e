"""When a ship was over a point of its leg, and how well that is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..geo import KN_MS
from ..settings import Crossings

__all__ = ["Passage", "passage", "time_sd_s"]

Floats = NDArray[np.float64]

#: Below this angle (1.1 degrees) a line and a course count as parallel: a route error then
#: moves the crossing by 50 times itself, and more would be false precision.
_MIN_SINE = 0.02


@dataclass(frozen=True)
class Passage:
    """Share of the leg's time before the point, speed there, and time lost on the leg.

    ``speed_ms`` is the speed of the motion model, ``sog_kn`` the reported speed there
    (leg speed where one end sent none), ``idle_s`` how much longer the leg took than at
    the larger reported speed.
    """

    share: Floats
    speed_ms: Floats
    sog_kn: Floats
    idle_s: Floats


def passage(
    way: Floats, length_m: Floats, dt_s: Floats, sog0: Floats, sog1: Floats, rules: Crossings
) -> Passage:
    """Return when a leg's point is passed.

    Parameters
    ----------
    way
        Share of the leg's length before the point, 0-1.
    length_m, dt_s
        Length and duration of the leg.
    sog0, sog1
        Reported speeds at both ends, knots; NaN = not sent.
    rules
        Section ``crossings`` of the settings.

    Notes
    -----
    If the mean of both reported speeds fits the leg's own (within ``sog_fit_kn`` or
    ``sog_fit_share``) the speed is taken to change evenly in time, scaled to the leg's
    length: after a share f of the way it is sqrt((1 - f) v0^2 + f v1^2).  Else it is
    constant.

    Examples
    --------
    >>> p = passage(*(np.array([x]) for x in (0.5, 3600.0, 700.0, 15.0, 5.0)), Crossings())
    >>> float(p.share[0].round(3))  # the fast half takes less time
    0.382
    """
    leg_ms = length_m / dt_s
    v0, v1 = sog0 * KN_MS, sog1 * KN_MS
    mean = (v0 + v1) / 2
    slack = np.maximum(rules.sog_fit_kn * KN_MS, rules.sog_fit_share * leg_ms)
    fits = (np.abs(mean - leg_ms) <= slack) & (mean > 0) & (leg_ms > 0)
    v0, v1 = np.where(fits, v0, 1.0), np.where(fits, v1, 1.0)
    at = np.sqrt((1 - way) * v0**2 + way * v1**2)
    share = np.where(fits, way * (v0 + v1) / (v0 + at), way)
    speed = np.where(fits, at * leg_ms / ((v0 + v1) / 2), leg_ms)
    sog = sog0 + share * (sog1 - sog0)
    fastest = np.fmax(sog0, sog1) * KN_MS
    # A ship that lies still has no speed to have lost time against.
    sails = fastest > rules.min_speed_kn * KN_MS
    needs = length_m / np.where(sails, fastest, 1.0)
    idle = np.where(sails & ~fits, np.maximum(dt_s - needs, 0.0), 0.0)
    return Passage(share, speed, np.where(np.isnan(sog), leg_ms / KN_MS, sog), idle)


def time_sd_s(
    passed: Passage,
    way: Floats,
    dt_s: Floats,
    angle_deg: Floats,
    accuracy_km: Floats,
    rules: Crossings,
) -> Floats:
    """Return the standard deviation of a crossing time, s.

    Notes
    -----
    Distances across the line, in m, over the speed across it: error of the line, of the
    fixes, and of a Brownian bridge between them (sigma^2 T a (1 - a), a = share of time;
    legs longer than ``turn_after_s`` may hide a turn: a mixture of two sigmas).  And time
    lost somewhere on the leg, which may have been before or after the point:
    idle * sqrt(f (1 - f)).  Method note, section 4.2.

    Examples
    --------
    >>> p = Passage(*(np.array([x]) for x in (0.5, 10 * KN_MS, 10.0, 0.0)))
    >>> one = [np.array([x]) for x in (0.5, 10.0, 90.0, 10.0)]
    >>> round(float(time_sd_s(p, *one, Crossings())[0] / 60))  # a line known to 10 km
    32
    """
    across = np.maximum(passed.speed_ms, rules.min_speed_kn * KN_MS)
    across = across * np.maximum(np.sin(np.radians(angle_deg)), _MIN_SINE)
    turn = np.where(dt_s > rules.turn_after_s, rules.turn_share, 0.0)
    sigma2 = (1 - turn) * rules.sigma_m_sqrt_s**2 + turn * rules.sigma_turn_m_sqrt_s**2
    bridge = sigma2 * dt_s * passed.share * (1 - passed.share)
    off = (accuracy_km * 1000.0) ** 2 + rules.fix_sd_m**2 + bridge
    lost = passed.idle_s**2 * way * (1 - way)
    return np.asarray(np.sqrt(off / across**2 + lost))
