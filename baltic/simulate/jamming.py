"""Reports of ships whose satellite receiver is jammed, or shown a place where they are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..geo import DEG_M, KN_MS
from .course import STATES
from .motion import Reports
from .noise import drifting
from .regional import Area, Regional
from .ships import Ship, ship_stream

__all__ = ["disturb"]

Floats = NDArray[np.float64]

_STREAM = 100  # first of the ship's own streams for areas
_OWN_STYLE = 0.3  # share of receivers that fail in another way than most around them
_STYLES = ("circle", "offset", "scatter", "frozen")
_SOG_MAX = 102.2
#: The truth of these is worth more than that the receiver was disturbed meanwhile.
_KEPT = tuple(STATES.index(word) for word in ("drag", "recovery_stop", "recovery"))


def disturb(reports: Reports, ship: Ship, regional: Regional, seed: int) -> Reports:
    """Return a ship's reports as the areas leave them: some lost, some false.

    Position, speed and course over ground are wrong where GNSS is; heading and rate of
    turn come from the gyro and stay right.
    """
    for area in regional.outage:
        inside = area.holds(reports.t_s, reports.lon, reports.lat)
        if inside.any():
            reports = _kept(reports, ~inside)
    true_lon, true_lat = reports.lon, reports.lat
    for number, area in enumerate(regional.jamming + regional.spoofing):
        inside = area.holds(reports.t_s, true_lon, true_lat)
        if inside.any():
            rng = ship_stream(seed, ship.index, _STREAM + number)
            if rng.random() < area.share:
                reports = _falsified(reports, inside, area, rng)
    return reports


def _kept(reports: Reports, keep: NDArray[np.bool_]) -> Reports:
    return Reports(**{name: getattr(reports, name)[keep] for name in Reports.__annotations__})


def _falsified(
    reports: Reports, inside: NDArray[np.bool_], area: Area, rng: np.random.Generator
) -> Reports:
    """Return reports with false positions, speeds and courses at the times inside."""
    style = area.style
    if rng.random() < _OWN_STYLE:
        style = str(rng.choice(_STYLES))
    # Receivers lose and find the true signal again within minutes.
    lost = drifting(reports.t_s, 1.0, 600.0, rng) > -1.0
    at = np.flatnonzero(inside & lost)
    if not len(at):
        return reports
    if area.kind == "spoofing":
        told = _at_place(reports, at, area, rng)
    else:
        make = {"circle": _circle, "offset": _offset, "scatter": _scatter, "frozen": _frozen}
        told = make[style](reports, at, area, rng)
    state = reports.state.copy()
    here = at[~np.isin(state[at], _KEPT)]
    state[here] = STATES.index("spoofed" if area.kind == "spoofing" else "jammed")
    lon, lat, sog, cog = (
        values.copy() for values in (reports.lon, reports.lat, reports.sog_kn, reports.cog_deg)
    )
    lon[at], lat[at] = np.round(told[0], 6), np.round(told[1], 6)
    sog[at] = np.round(np.clip(told[2], 0.0, _SOG_MAX), 1)
    cog[at] = np.round(told[3] % 360.0, 1) % 360.0
    return replace(reports, lon=lon, lat=lat, sog_kn=sog, cog_deg=cog, state=state)


_Told = tuple[Floats, Floats, Floats, Floats]


def _moved(lon: Floats, lat: Floats, east_m: Floats, north_m: Floats) -> tuple[Floats, Floats]:
    per_lon = DEG_M * np.cos(np.radians(lat))
    return lon + east_m / per_lon, lat + north_m / DEG_M


def _circle(reports: Reports, at: NDArray[np.int64], area: Area, rng: np.random.Generator) -> _Told:
    """Return a round about the place of the area, one and the same for all ships."""
    knots = rng.uniform(8.0, 60.0)
    angle = rng.uniform(0, 2 * np.pi) + reports.t_s[at] * knots * KN_MS / area.reach_m
    far = area.reach_m + rng.normal(0.0, 0.01 * area.reach_m, len(at))
    x, y = np.full(len(at), area.place[0]), np.full(len(at), area.place[1])
    lon, lat = _moved(x, y, far * np.sin(angle), far * np.cos(angle))
    return lon, lat, knots + rng.normal(0.0, 1.0, len(at)), np.degrees(angle) + 90.0


def _offset(reports: Reports, at: NDArray[np.int64], area: Area, rng: np.random.Generator) -> _Told:
    """Return the true way some kilometres off, with the true speed or an absurd one."""
    toward, far = rng.uniform(0, 2 * np.pi), area.reach_m * rng.uniform(0.1, 1.2)
    wander = drifting(reports.t_s[at], 0.15 * far, 900.0, rng)
    lon, lat = _moved(
        reports.lon[at], reports.lat[at],
        (far + wander) * np.sin(toward), (far - wander) * np.cos(toward),
    )  # fmt: skip
    if rng.random() < 0.5:
        return lon, lat, reports.sog_kn[at], reports.cog_deg[at]
    return lon, lat, rng.uniform(0.0, _SOG_MAX, len(at)), rng.uniform(0.0, 360.0, len(at))


def _scatter(
    reports: Reports, at: NDArray[np.int64], area: Area, rng: np.random.Generator
) -> _Told:
    """Return positions that jump about the true one, speeds and courses without sense."""
    size = 0.25 * area.reach_m * np.exp(rng.normal(0.0, 0.5))
    lon, lat = _moved(
        reports.lon[at], reports.lat[at],
        rng.normal(0.0, size, len(at)), rng.normal(0.0, size, len(at)),
    )  # fmt: skip
    sog = reports.sog_kn[at] * np.exp(rng.normal(0.0, 1.2, len(at)))
    return lon, lat, sog, rng.uniform(0.0, 360.0, len(at))


def _frozen(
    reports: Reports, at: NDArray[np.int64], _area: Area, _rng: np.random.Generator
) -> _Told:
    """Return the last true fix again and again."""
    good = np.arange(len(reports.t_s))
    good[at] = 0
    last = np.maximum.accumulate(good)[at]
    return reports.lon[last], reports.lat[last], reports.sog_kn[last], reports.cog_deg[last]


def _at_place(
    _reports: Reports, at: NDArray[np.int64], area: Area, rng: np.random.Generator
) -> _Told:
    """Return the one false place, with the scatter of a receiver that stands still."""
    x, y = np.full(len(at), area.place[0]), np.full(len(at), area.place[1])
    lon, lat = _moved(x, y, rng.normal(0.0, 60.0, len(at)), rng.normal(0.0, 60.0, len(at)))
    return lon, lat, np.abs(rng.normal(0.0, 0.3, len(at))), rng.uniform(0.0, 360.0, len(at))
