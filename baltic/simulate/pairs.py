"""Two ships that lie side by side at sea for hours: bunkering, or cargo from ship to ship."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..geo import KN_MS
from .noise import drifting
from .paths import OwnPath
from .scripts import Part, Script
from .ships import Ship

__all__ = ["Meeting", "draw_meeting", "lie_alongside"]

Floats = NDArray[np.float64]

_HOUR = 3600.0
_SHOALING_M = 3_000.0  # least room beside the line for two ships to lie
_FAR_M = 6_000.0
_TURN_S = 2400.0  # to leave the line, and to come back to it
_FENDER_M = 5.0


@dataclass(frozen=True)
class Meeting:
    """Where and when two ships lie side by side.

    Attributes
    ----------
    path, u_m
        Line that both come along, and the progress abeam of the place.
    begin_s, end_s
        When the first ship is there and leaves.
    east_m, north_m
        Place off the line over the grid: fixed at anchor, else adrift.
    bow_deg
        Where both bows point.
    anchored
        Whether the first ship lies at anchor.
    """

    path: OwnPath
    u_m: float
    begin_s: float
    end_s: float
    east_m: Floats
    north_m: Floats
    bow_deg: Floats
    anchored: bool


def draw_meeting(
    path: OwnPath, start_u_m: float, ship: Ship, t: Floats, rng: np.random.Generator
) -> Meeting | None:
    """Return a meeting somewhere on a ship's way; None where there is no room for it."""
    share, toward_share, far_share = rng.random(3)
    hours = float(np.clip(np.exp(rng.normal(np.log(8.0), 0.5)), 2.0, 30.0))
    anchored, knots, toward = rng.random() < 0.6, rng.uniform(0.2, 0.8), rng.uniform(0, 2 * np.pi)
    bow, swing = rng.uniform(0.0, 360.0), drifting(t, 25.0, 3.0 * _HOUR, rng)
    speed = ship.speed_kn * KN_MS
    span = float(path.u_m[-1])
    first, last = max(start_u_m, 0.1 * span), min(start_u_m + speed * float(t[-1]), 0.9 * span)
    u = first + share * (last - first)
    room = float(np.interp(u, path.u_m, path.room_m))
    if last <= first or room < _SHOALING_M:
        return None
    begin = (u - start_u_m) / speed
    end = begin + hours * _HOUR
    far = min(0.4 * room, _FAR_M) * (0.5 + 0.5 * far_share)
    angle = 2 * np.pi * toward_share
    adrift = min(knots * KN_MS, 0.4 * room / (end - begin)) * (0.0 if anchored else 1.0)
    gone = adrift * (np.clip(t, begin, end) - begin)
    back = 1.0 - np.clip((t - end) / max(_TURN_S, gone.max() / 0.8), 0.0, 1.0)
    east = far * np.sin(angle) + gone * back * np.sin(toward)
    north = far * np.cos(angle) + gone * back * np.cos(toward)
    return Meeting(path, u, begin, end, east, north, (bow + swing) % 360.0, anchored)


def lie_alongside(
    meeting: Meeting,
    second: tuple[float, float] | None,
    ship: Ship,
    t: Floats,
    rng: np.random.Generator,
) -> Script:
    """Return the voyage of one of the two ships.

    Parameters
    ----------
    second
        None for the first ship; for the one that comes to her, the beams of both, m.
    """
    begin, end = meeting.begin_s, meeting.end_s
    here, gone = begin, end
    if second is not None:
        here, gone = begin + rng.uniform(0.5, 1.2) * _HOUR, end - rng.uniform(0.3, 0.7) * _HOUR
    speed = ship.speed_kn * KN_MS
    u = meeting.u_m + speed * (np.minimum(t - here, 0.0) + np.maximum(t - gone, 0.0))
    kernel = np.full(21, 1.0 / 21.0)
    u = np.convolve(np.pad(u, 10, mode="reflect", reflect_type="odd"), kernel, "valid")
    part = np.interp(t, [here - _TURN_S, here, gone, gone + _TURN_S], [0.0, 1.0, 1.0, 0.0])
    part = part * part * (3.0 - 2.0 * part)
    east, north = part * meeting.east_m, part * meeting.north_m
    if second is not None:
        abeam = np.radians(meeting.bow_deg + 90.0)
        off = part * (0.5 * sum(second) + _FENDER_M)
        east, north = east + off * np.sin(abeam), north + off * np.cos(abeam)
    fast = (t >= here) & (t <= gone)
    status = 1 if meeting.anchored else 0
    parts = (
        Part("alongside", here - 0.4 * _TURN_S, gone + 0.4 * _TURN_S),
        Part("alongside", here, gone, status),
    )
    return Script(u, east, north, parts, np.where(fast, meeting.bow_deg, np.nan))
