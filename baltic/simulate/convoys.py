"""Ships that follow an icebreaker through the ice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..geo import KN_MS
from .noise import drifting
from .paths import OwnPath
from .scripts import Part, Script
from .ships import Ship

__all__ = ["Convoy", "draw_convoy", "follow", "ice_stretch", "is_ice_season"]

Floats = NDArray[np.float64]

_HOUR = 3600.0
#: Where there is ice in an ordinary winter: west, south, east, north.
_ICE = ((17.0, 63.2, 26.0, 66.5), (25.8, 59.2, 31.0, 61.0))
_LEAST_M = 40_000.0
_SMOOTH = 11  # grid steps over which ships in a convoy change speed
_WOBBLE_M, _WOBBLE_SCALE_M = 110.0, 1500.0  # the channel bends round ridges and floes


@dataclass(frozen=True)
class Convoy:
    """An icebreaker's way through the ice, which others follow.

    Attributes
    ----------
    path
        The line that all sail.
    first_u_m, last_u_m
        Progress at the edges of the ice.
    begin_s
        When it sets out.
    u_m
        Progress of the icebreaker over the grid, from the one edge to the other.
    seed
        Draws the bends of the channel, the same for all.
    """

    path: OwnPath
    first_u_m: float
    last_u_m: float
    begin_s: float
    u_m: Floats
    seed: int


def is_ice_season(month: int) -> bool:
    """Return whether convoys sail in a month (1 January to 30 April)."""
    return 1 <= month <= 4


def ice_stretch(path: OwnPath) -> tuple[float, float] | None:
    """Return the progress between which a line leads through the ice; None if hardly any."""
    icy = np.zeros(len(path.lon), dtype=bool)
    for west, south, east, north in _ICE:
        icy |= (path.lon > west) & (path.lon < east) & (path.lat > south) & (path.lat < north)
    at = np.flatnonzero(icy)
    # Harbour ice is left out: there a ship sails by itself.
    if not len(at) or path.s_m[at[-1]] - path.s_m[at[0]] < _LEAST_M:
        return None
    edge = 12_000.0
    first = float(np.interp(max(path.s_m[at[0]], edge), path.s_m, path.u_m))
    last = float(np.interp(min(path.s_m[at[-1]], path.s_m[-1] - edge), path.s_m, path.u_m))
    return (first, last) if last - first > 0.5 * _LEAST_M else None


def draw_convoy(
    path: OwnPath, stretch: tuple[float, float], t: Floats, rng: np.random.Generator
) -> Convoy:
    """Return a convoy at some time of the window: 3 to 9 knots, stops, shared slow-downs."""
    begin = float(rng.uniform(-4.0 * _HOUR, max(t[-1] - 2.0 * _HOUR, 0.0)))
    times, knots = [begin], [float(rng.uniform(3.0, 9.0))]
    while times[-1] < t[-1]:
        stuck = rng.random() < 0.15
        length = rng.uniform(8.0, 50.0) if stuck else rng.uniform(20.0, 110.0)
        speed = rng.uniform(0.0, 0.4) if stuck else rng.uniform(3.0, 9.0)
        times += [times[-1] + 240.0, times[-1] + 240.0 + length * 60.0]
        knots += [float(speed)] * 2
    early = np.arange(min(begin, t[0]), t[-1] + 30.0, 30.0)
    speed_kn = np.where(early < begin, 0.0, np.interp(early, times, knots))
    u = stretch[0] + np.concatenate([[0.0], np.cumsum(speed_kn[:-1] * KN_MS * 30.0)])
    return Convoy(
        path, stretch[0], stretch[1], begin, np.interp(t, early, u), int(rng.integers(2**31))
    )


def follow(convoy: Convoy, slot: int, ship: Ship, t: Floats, rng: np.random.Generator) -> Script:
    """Return the voyage of one ship of a convoy; slot 0 is the icebreaker.

    A ship waits at the edge of the ice, follows some hundred metres behind the one ahead,
    slows and stops with it, and sails on by itself behind the ice; the icebreaker stays.
    """
    gap = float(rng.uniform(350.0, 800.0) * slot + rng.uniform(-80.0, 80.0) * (slot > 0))
    lag = slot * float(rng.uniform(20.0, 70.0))
    waited = float(np.clip(np.exp(rng.normal(np.log(3.0), 0.7)), 0.3, 14.0)) * _HOUR
    own = ship.speed_kn * KN_MS
    led = np.interp(t - lag, t, convoy.u_m)
    u = led - gap + drifting(t, 40.0 * (slot > 0), 1500.0, rng)
    out = convoy.last_u_m - gap
    done = t >= float(t[np.argmax(u >= out)]) if np.any(u >= out) else np.zeros(len(t), bool)
    start = convoy.begin_s + lag
    arrives = start - waited
    before = convoy.first_u_m - gap
    u = np.where(t < start, before + own * np.minimum(t - arrives, 0.0), np.maximum(u, before))
    parts = [Part("ice", arrives, start), Part("ice", start, np.inf)]
    if slot == 0:
        u = np.where(t < start, before, u)
        parts = [
            Part("ice", -np.inf, start),
            Part("ice", start, np.inf, 3 if rng.random() < 0.4 else 0),
        ]
    if done.any():
        end = float(t[np.argmax(done)])
        # The icebreaker stays by the edge for the next ones; the others sail on.
        u = np.where(done, out + (0.0 if slot == 0 else own) * (t - end), u)
        parts.append(Part("ice" if slot == 0 else "transit", end, np.inf, 0))
    half = _SMOOTH // 2
    padded = np.concatenate(
        [
            u[0] + (u[1] - u[0]) * np.arange(-half, 0),
            u,
            u[-1] + (u[-1] - u[-2]) * np.arange(1, half + 1),
        ]
    )
    u = np.convolve(padded, np.full(_SMOOTH, 1.0 / _SMOOTH), "valid")
    east, north = _channel(convoy, u)
    return Script(u, east, north, tuple(parts))


def _channel(convoy: Convoy, u: Floats) -> tuple[Floats, Floats]:
    """Return how far the channel leads off the line: by place, so that all take the same bends."""
    path = convoy.path
    off = drifting(path.u_m, _WOBBLE_M, _WOBBLE_SCALE_M, np.random.default_rng(convoy.seed))
    off *= np.interp(
        path.u_m,
        [convoy.first_u_m - 5000.0, convoy.first_u_m, convoy.last_u_m, convoy.last_u_m + 5000.0],
        [0.0, 1.0, 1.0, 0.0],
    )
    side = np.radians(path.bearing(u) + 90.0)
    here = np.interp(u, path.u_m, off)
    return here * np.sin(side), here * np.cos(side)
