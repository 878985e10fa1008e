"""Speed of a ship over time: pieces of a profile, and legs that must fit a distance.

A leg runs between two moments. When both ends are pinned to places, one number of it is
free, and the solver finds the value for which the distance sailed fits the path.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from scipy.optimize import brentq

KN_MS = 1852.0 / 3600.0


def at(text: str) -> float:
    """Return seconds since 1970 of a moment like ``2024-12-25T10:26:00Z``."""
    return datetime.fromisoformat(text).timestamp()


@dataclass(frozen=True)
class Hold:
    """Keep the speed (or take this one) until a moment."""

    until: float
    knots: float | None = None
    words: str = ""

    def speed(self, t0: float, v0: float, t: np.ndarray) -> np.ndarray:
        del t0
        return np.full_like(t, v0 if self.knots is None else self.knots)


@dataclass(frozen=True)
class Slide:
    """Change the speed evenly to another one."""

    until: float
    knots: float
    words: str = ""

    def speed(self, t0: float, v0: float, t: np.ndarray) -> np.ndarray:
        return v0 + (self.knots - v0) * (t - t0) / (self.until - t0)


@dataclass(frozen=True)
class Ease:
    """Ramp ``V2 + (V0 - V2) exp(-(t - t0)/tau)``: a ship that takes up, or loses, a load."""

    until: float
    knots: float
    tau_min: float
    words: str = ""

    def speed(self, t0: float, v0: float, t: np.ndarray) -> np.ndarray:
        return self.knots + (v0 - self.knots) * np.exp(-(t - t0) / (60.0 * self.tau_min))


@dataclass(frozen=True)
class Bend:
    """Change from the speed held to another one so that a distance is sailed.

    A power curve when the mean lies between the two speeds, else a parabola on the chord.
    """

    until: float
    knots: float
    metres: float
    words: str = ""

    def speed(self, t0: float, v0: float, t: np.ndarray) -> np.ndarray:
        s = (t - t0) / (self.until - t0)
        mean = self.metres / (self.until - t0) / KN_MS
        v1 = self.knots
        if (mean - v0) * (v1 - mean) > 0:
            power = (v1 - v0) / (mean - v0) - 1.0
            return v0 + (v1 - v0) * s**power
        return v0 + (v1 - v0) * s + 6.0 * (mean - (v0 + v1) / 2) * s * (1 - s)


Piece = Hold | Slide | Ease | Bend


@dataclass(frozen=True)
class Leg:
    """A stretch of the voyage between two moments.

    Parameters
    ----------
    pieces
        Function of the free number that returns the pieces; the last one ends the leg.
    free, bracket
        Name and bounds of the free number; None when the leg has none.
    end, offset_m
        Name of the way-point where the leg ends, and how far past it (negative: short of it);
        "" when the place of its end is a result.
    drag
        The free number is the moment of the drop, and the way from there to the place of
        a later moment is (metres, moment).
    v0
        Speed at the start (kn) where it is published; None for the one reached before.
    """

    pieces: Callable[[float], Sequence[Piece]]
    free: str | None = None
    bracket: tuple[float, float] = (0.0, 0.0)
    end: str = ""
    offset_m: float = 0.0
    drag: tuple[float, float] | None = None
    v0: float | None = None


def profile(
    pieces: Sequence[Piece], t0: float, v0: float, step_s: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """Return times (s) and speeds (kn) of some pieces in a row, every second."""
    times, speeds = [np.array([t0])], [np.array([v0])]
    for piece in pieces:
        if piece.until < t0:
            raise SystemExit(f"piece {piece} ends before it begins")
        if piece.until == t0:
            continue
        n = max(1, int(np.ceil((piece.until - t0) / step_s)))
        t = np.linspace(t0, piece.until, n + 1)
        v = piece.speed(t0, v0, t)
        times.append(t[1:])
        speeds.append(v[1:])
        t0, v0 = piece.until, float(v[-1])
    return np.concatenate(times), np.concatenate(speeds)


def sailed(t: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return metres sailed since the first moment."""
    steps = np.diff(t) * (v[1:] + v[:-1]) / 2 * KN_MS
    return np.concatenate([[0.0], np.cumsum(steps)])


def solve(surplus: Callable[[float], float], leg: Leg) -> float:
    """Return the free number of a leg for which the surplus vanishes."""
    low, high = leg.bracket
    a, b = surplus(low), surplus(high)
    if a * b > 0:
        raise SystemExit(
            f"leg to {leg.end!r}: no {leg.free} in {leg.bracket} fits, "
            f"surplus {a:+.0f} m and {b:+.0f} m"
        )
    return tidy(float(brentq(surplus, low, high, xtol=1e-6)))


def tidy(x: float) -> float:
    """Round a free number: tenths of a second, 0.0001 kn.

    The last digits of a root differ from machine to machine; the metre that rounding costs
    is spread over the leg, and the files come out the same everywhere.
    """
    return round(x, 1 if x > 1e6 else 4)
