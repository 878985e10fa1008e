"""The line that one ship sails, and how fast the water lets it go along it.

Confined water and port approaches slow a ship by place, not by time.  With the share
g(s) of its commanded speed that it may do at s, progress ``u`` with ``du = ds / g(s)``
grows with the commanded speed alone, so time never has to be stepped.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .. import geo
from .lanes import Axis, Lane
from .noise import drifting
from .sea import Sea

__all__ = ["OwnPath", "disc_path", "lane_path", "line_path", "with_anchorage"]

Floats = NDArray[np.float64]


_PORT_M = 3_000.0  # harbour speed
_APPROACH_M = 15_000.0  # speed falls from here on
_PILOT_M = (11_000.0, 14_000.0)  # where pilots board
_DETOUR_M = 18_000.0  # farther off the line no ship goes to anchor
_SWING_M = 250.0  # room at anchor
_NARROW_M = 1_500.0  # room below which speed is limited


@dataclass(frozen=True)
class OwnPath:
    """One ship's line.

    Attributes
    ----------
    lon, lat, s_m
        Vertices and the distance along them.
    u_m
        Progress: distance that would be covered at the commanded speed.
    room_m
        How far the ship may leave the line without nearing a coast.
    pilot
        Whether a vertex lies where pilots board.
    stays
        Whether the ship lies in port before the start and after the end.
    """

    lon: Floats
    lat: Floats
    s_m: Floats
    u_m: Floats
    room_m: Floats
    pilot: NDArray[np.bool_]
    stays: tuple[bool, bool]

    def place(self, u_m: Floats) -> tuple[Floats, Floats]:
        """Return positions (degrees) at progress values; clamped to the ends."""
        return np.interp(u_m, self.u_m, self.lon), np.interp(u_m, self.u_m, self.lat)

    def bearing(self, u_m: Floats, ahead_m: float = 1500.0) -> Floats:
        """Return the course of the line at progress values, degrees."""
        end = self.u_m[-1]
        a = self.place(np.clip(u_m, 0.0, end - ahead_m))
        b = self.place(np.clip(u_m, 0.0, end - ahead_m) + ahead_m)
        east = (b[0] - a[0]) * np.cos(np.radians(a[1]))
        return np.asarray(np.degrees(np.arctan2(east, b[1] - a[1])) % 360.0)


def lane_path(lane: Lane, axis: Axis, rng: np.random.Generator) -> OwnPath:
    """Return a ship's own line in a lane: kept to starboard, with a slow wander."""
    base = lane.width_m * float(np.clip(rng.normal(0.5, 0.25), 0.05, 1.2))
    wander = drifting(axis.s_m, 120.0, 25_000.0, rng)
    # Half the room at most for the wander and the lane together: events need the rest.
    offset = np.clip(np.minimum(base, 0.6 * axis.room_m) + wander, -axis.room_m, axis.room_m)
    lon = axis.lon + axis.right_lon * offset
    lat = axis.lat + axis.right_lat * offset
    return _measured(lon, lat, axis.room_m - np.abs(offset), lane.ports)


def line_path(lon: Floats, lat: Floats) -> OwnPath:
    """Return a line of way-points as it is, without limits of speed or room."""
    return _measured(lon, lat, np.full(len(lon), 1e9), (False, False), limited=False)


def disc_path(
    lon: float, lat: float, radius_m: float, rng: np.random.Generator, n: int = 60
) -> OwnPath:
    """Return a rambling line inside a disc at sea: fishing or patrol."""
    angle = rng.uniform(0, 2 * np.pi, n)
    far = radius_m * np.sqrt(rng.uniform(0.02, 1.0, n))
    dx, dy = far * np.cos(angle), far * np.sin(angle)
    steps = np.arange(n * 12) / 12.0
    # Corners are rounded over three quarters of a leg.
    kernel = np.ones(9) / 9.0
    x, y = (
        np.convolve(np.pad(np.interp(steps, np.arange(n), d), 4, mode="edge"), kernel, "valid")
        for d in (dx, dy)
    )
    plon = lon + x / geo.DEG_M / np.cos(np.radians(lat))
    plat = lat + y / geo.DEG_M
    room = np.full(len(plon), max(0.3 * radius_m, 100.0))
    return _measured(plon, plat, room, (False, False), limited=False)


def with_anchorage(path: OwnPath, lon: float, lat: float, sea: Sea) -> tuple[OwnPath, float] | None:
    """Return the line with a detour to an anchorage, and the progress there.

    None where it would be too far or over land.
    """
    metres = geo.haversine_m(
        path.lon, path.lat, np.full_like(path.lon, lon), np.full_like(path.lat, lat)
    )
    near = int(np.argmin(metres))
    turn = max(6, int(metres[near] / 500.0))
    i, j = near - turn, near + turn
    if metres[near] > _DETOUR_M or i < 1 or j > len(path.lon) - 2:
        return None
    n = max(int(metres[i] / 500.0), 2)
    out, back = (np.linspace(0.0, 1.0, n + 1)[1:] for _ in range(2))
    x = np.concatenate([path.lon[i] + out * (lon - path.lon[i]), lon + back * (path.lon[j] - lon)])
    y = np.concatenate([path.lat[i] + out * (lat - path.lat[i]), lat + back * (path.lat[j] - lat)])
    if sea.crosses_land(np.append(path.lon[i], x), np.append(path.lat[i], y)):
        return None
    if float(sea.clearance_m([lon], [lat])[0]) < 2 * _SWING_M:
        return None
    room = np.concatenate([path.room_m[: i + 1], np.full(2 * n, _SWING_M), path.room_m[j + 1 :]])
    found = _measured(
        np.concatenate([path.lon[: i + 1], x, path.lon[j + 1 :]]),
        np.concatenate([path.lat[: i + 1], y, path.lat[j + 1 :]]),
        room,
        path.stays,
        anchor_vertex=i + n,
    )
    return found, float(found.u_m[i + n])


def _measured(
    lon: Floats,
    lat: Floats,
    room: Floats,
    ports: tuple[bool, bool],
    *,
    limited: bool = True,
    anchor_vertex: int | None = None,
) -> OwnPath:
    step = np.maximum(geo.haversine_m(lon[:-1], lat[:-1], lon[1:], lat[1:]), 0.01)
    s = np.concatenate([[0.0], np.cumsum(step)])
    share = np.ones(len(s))
    pilot = np.zeros(len(s), dtype=bool)
    if limited:
        share = np.where(room < _NARROW_M, np.interp(room, [200.0, _NARROW_M], [0.75, 1.0]), 1.0)
        for is_port, left in ((ports[0], s), (ports[1], s[-1] - s)):
            if not is_port:
                continue
            share *= np.interp(left, [0.0, _PORT_M, _APPROACH_M], [0.3, 0.55, 1.0])
            at = (left > _PILOT_M[0]) & (left < _PILOT_M[1]) & (s[-1] > 4 * _APPROACH_M)
            share[at] = np.minimum(share[at], 0.55)
            pilot |= at
    if anchor_vertex is not None:
        share *= np.interp(np.abs(s - s[anchor_vertex]), [0.0, 800.0, 4000.0], [0.2, 0.35, 1.0])
    # Ships change speed over a mile or two, not at a line.
    kernel = np.ones(5) / 5.0
    share = np.convolve(np.pad(share, 2, mode="edge"), kernel, "valid")
    u = np.concatenate([[0.0], np.cumsum(step / (0.5 * (share[1:] + share[:-1])))])
    return OwnPath(lon, lat, s, u, room, pilot, ports)
