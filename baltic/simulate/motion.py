"""From a ship's plan to its motion, and from its motion to what AIS would report."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..geo import DEG_M, KN_MS
from .course import STATES, Course
from .noise import drifting, swinging
from .paths import OwnPath
from .ships import Ship
from .weather import Weather
from .worlds import World

__all__ = ["GRID_S", "Motion", "Reports", "move", "report", "report_times"]

Floats = NDArray[np.float64]

GRID_S = 30.0
_FIX_SD_M = 4.0
_ANCHORED_S = 180.0  # class A reports every three minutes at anchor and alongside


@dataclass(frozen=True)
class Motion:
    """One ship over the time grid.

    Attributes
    ----------
    t_s, lon, lat
        Grid and positions.
    east_ms, north_ms
        Velocity over ground.
    bow_deg
        Course of the line: where the bow points but for yaw and drift.
    tied
        Whether the bow points there whatever the ship's way: alongside another, or a quay.
    state, status
        Truth and AIS status.
    present
        Whether the ship is heard at all.
    """

    t_s: Floats
    lon: Floats
    lat: Floats
    east_ms: Floats
    north_ms: Floats
    bow_deg: Floats
    tied: NDArray[np.bool_]
    state: NDArray[np.uint8]
    status: NDArray[np.uint8]
    present: NDArray[np.bool_]


@dataclass(frozen=True)
class Reports:
    """Fixes of one ship as arrays, named as the columns of the table."""

    t_s: Floats
    lon: Floats
    lat: Floats
    sog_kn: Floats
    cog_deg: Floats
    heading_deg: Floats
    rot_deg_min: Floats
    nav_status: NDArray[np.uint8]
    state: NDArray[np.uint8]


def move(path: OwnPath, u_m: Floats, course: Course, present: NDArray[np.bool_]) -> Motion:
    """Return the motion of a ship with progress `u_m` along a line.

    Course and speed over ground come from the positions, so they always agree.
    """
    lon, lat = path.place(u_m)
    per_lon = DEG_M * np.cos(np.radians(lat))
    # Whatever the events wished, the room beside the line is what keeps a ship off land.
    room = 0.9 * np.maximum(np.interp(u_m, path.u_m, path.room_m), 0.0)
    away = np.hypot(course.east_m, course.north_m)
    share = np.minimum(1.0, room / np.maximum(away, 1.0))
    lon = lon + share * course.east_m / per_lon
    lat = lat + share * course.north_m / DEG_M
    east = np.gradient(lon, course.t_s) * per_lon
    north = np.gradient(lat, course.t_s) * DEG_M
    pilot = np.interp(u_m, path.u_m, path.pilot.astype(float)) > 0.5
    state = course.state.copy()
    state[pilot & (state == 0)] = STATES.index("pilot")
    moored = (u_m <= 0.0) | (u_m >= path.u_m[-1])
    state[moored & present] = STATES.index("moored")
    status = np.where(moored, 5, course.status).astype(np.uint8)
    bow, tied = path.bearing(u_m), moored
    if course.bow_deg is not None:
        alongside = np.isfinite(course.bow_deg)
        bow, tied = np.where(alongside, course.bow_deg, bow), moored | alongside
    return Motion(course.t_s, lon, lat, east, north, bow, tied, state, status, present)


def report_times(
    t_end_s: float, interval_s: float, world: World | None, rng: np.random.Generator
) -> Floats:
    """Return when a ship is received: jitter, single losses and silences.

    Parameters
    ----------
    world
        Gives losses and silences; None receives everything on the beat.
    """
    beat = np.arange(0.0, t_end_s + 0.5, interval_s)
    if world is None:
        return beat
    n = len(beat)
    times = beat + rng.uniform(0.0, interval_s) + rng.uniform(-0.1, 0.1, n) * interval_s
    keep = rng.random(n) >= world.loss
    for _ in range(int(rng.poisson(world.gaps_per_day * t_end_s / 86400.0))):
        start = rng.uniform(0.0, t_end_s)
        length = 60.0 * float(np.exp(rng.normal(np.log(12.0), 0.9)))
        keep &= (times < start) | (times > start + length)
    times = np.floor(times[keep])
    return np.asarray(times[(times >= 0) & (times <= t_end_s)])


def report(
    motion: Motion,
    times_s: Floats,
    ship: Ship,
    weather: Weather,
    restless: float,
    rng: np.random.Generator,
    *,
    yaw_ratio: Floats | None = None,
    drift_deg: Floats | None = None,
    steady: bool = False,
) -> Reports:
    """Return what AIS says of a motion at given times.

    Parameters
    ----------
    restless
        Spread (ln) with which this ship's yaw waxes and wanes.
    yaw_ratio, drift_deg
        Factor on the yaw and added drift angle over the grid, of a dragging ship.
    steady
        Leave out yaw, drift and the errors of the sensors.
    """
    t = motion.t_s
    times = _thinned(motion, times_s)
    at = np.clip(np.searchsorted(t, times, side="right") - 1, 0, len(t) - 1)

    def read(values: Floats) -> Floats:
        return np.asarray(np.interp(times, t, values))

    east, north = read(motion.east_ms), read(motion.north_ms)
    speed = np.hypot(east, north) / KN_MS
    track = np.degrees(np.arctan2(east, north))
    bow = np.degrees(read(np.unwrap(np.radians(motion.bow_deg))))
    ratio = np.ones(len(times)) if yaw_ratio is None else read(yaw_ratio)
    yaw, slow_yaw = _yaw(times, ship, weather, restless, ratio, rng)
    drift = _drift(times, ship, weather, bow, rng)
    if drift_deg is not None:
        drift = drift + read(drift_deg)
    # Without way on, the bow no longer follows the line but swings about it.
    free = np.interp(speed, [0.5, 2.0], [1.0, 0.0])
    berth = motion.status[at] == 5
    swing = drifting(times, 25.0, 2400.0, rng)
    along = np.where(free > 0.5, bow, track)
    heading = along - drift * (1 - free) + yaw * (1 - free) + swing * free
    heading = np.where(motion.tied[at], bow, heading)
    noise = rng.normal(0.0, 1.0, (5, len(times)))
    if steady:
        yaw, slow_yaw, swing = (np.zeros(len(times)) for _ in range(3))
        drift = np.zeros(len(times)) if drift_deg is None else read(drift_deg)
        noise = np.zeros_like(noise)
    cog = track + slow_yaw * (1 - free) + noise[0] * np.minimum(0.25 + 4.0 / (speed + 0.05), 100.0)
    sog = np.abs(speed + noise[1] * np.where(berth, 0.02, 0.07))
    rot = _turn_deg_min(times, along) + yaw * 0.8 + noise[2]
    metre = _FIX_SD_M / DEG_M
    lat = read(motion.lat)
    return Reports(
        t_s=times,
        lon=np.round(read(motion.lon) + noise[3] * metre / np.cos(np.radians(lat)), 6),
        lat=np.round(lat + noise[4] * metre, 6),
        sog_kn=np.round(sog, 1),
        cog_deg=np.round(cog % 360.0, 1) % 360.0,
        heading_deg=np.round(heading % 360.0) % 360.0,
        rot_deg_min=np.where(berth, 0.0, np.round(np.clip(rot, -120.0, 120.0), 1)).astype(float),
        nav_status=motion.status[at],
        state=motion.state[at],
    )


def _turn_deg_min(times: Floats, bow_deg: Floats) -> Floats:
    """Return how fast the bow turns, degrees a minute."""
    if len(times) < 2:
        return np.zeros(1)
    return np.asarray(np.degrees(np.gradient(np.unwrap(np.radians(bow_deg)), times)) * 60.0)


def _thinned(motion: Motion, times: Floats) -> Floats:
    """Keep times at which the ship is heard; one in three minutes when it lies still."""
    at = np.clip(np.searchsorted(motion.t_s, times, side="right") - 1, 0, len(motion.t_s) - 1)
    keep = motion.present[at]
    still = (motion.status[at] == 5) | (motion.status[at] == 1)
    slot = np.floor(times / _ANCHORED_S)
    first = np.ones(len(times), dtype=bool)
    first[1:] = slot[1:] != slot[:-1]
    return np.asarray(times[keep & (~still | first)])


def _yaw(
    times: Floats,
    ship: Ship,
    weather: Weather,
    restless: float,
    ratio: Floats,
    rng: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Return yaw of the heading and what of it the course shows, degrees.

    Two ships in one Baltic lane had course s.d. of 0.5-1.9 and (dragging) 3.9 degrees with
    periods of 85-98 s and 135-160 s; smaller ships and higher seas yaw more.
    """
    height, _ = weather.at(times)
    size = (0.35 + 55.0 / max(ship.loa_m, 30.0)) * float(np.exp(rng.normal(0.0, 0.25)))
    sd = size * (1.0 + 0.3 * height) * np.exp(drifting(times, restless, 7200.0, rng))
    period = 85.0 * (ship.loa_m / 150.0) ** 0.3 * float(np.exp(rng.normal(0.0, 0.15)))
    quick = swinging(times, sd, period, rng)
    slow = swinging(times, sd, period * 1.7, rng)
    # A dragged anchor adds the slower swing about the pull of the chain.
    extra = np.sqrt(np.maximum(ratio**2 - 1.0, 0.0))
    yaw = quick * np.minimum(ratio, 1.0) + slow * extra
    return yaw, 0.7 * yaw


def _drift(
    times: Floats, ship: Ship, weather: Weather, bow: Floats, rng: np.random.Generator
) -> Floats:
    """Return the drift angle by wind, current and a gyro that is a little off, degrees."""
    scale = float(np.exp(rng.normal(np.log(1.15), 0.75)))
    gyro = float(rng.normal(0.0, 0.8))
    height, origin = weather.at(times)
    beam = np.sin(np.radians(origin - bow))
    windage = 1.0 if ship.kind in ("ferry", "roro", "container") else 0.6
    return np.asarray(
        gyro + drifting(times, scale, 3.0 * 3600.0, rng) - windage * beam * 0.6 * height
    )
