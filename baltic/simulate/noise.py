"""Smooth random processes that can be read at any time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["drifting", "swinging"]

Floats = NDArray[np.float64]

_KNOTS = 20.0


def drifting(t_s: Floats, sd: float, tau_s: float, rng: np.random.Generator, n: int = 14) -> Floats:
    """Return a stationary process with correlation time `tau_s`, read at times `t_s`.

    A sum of sines whose frequencies follow the Lorentz spectrum of an Ornstein-Uhlenbeck
    process: reading it every 10 s or every 60 s gives the same ship.

    Examples
    --------
    >>> t = np.arange(0.0, 7200.0, 10.0)
    >>> a = drifting(t, 1.0, 600.0, np.random.default_rng(1))
    >>> b = drifting(t[::6], 1.0, 600.0, np.random.default_rng(1))
    >>> bool(np.allclose(a[::6], b))
    True
    """
    # The far tail of the spectrum is cut: it is roughness below the sampling of any feed.
    omega = np.tan(np.pi / 2 * rng.uniform(0.0, 0.94, n)) / tau_s
    phase = rng.uniform(0.0, 2 * np.pi, n)
    if len(t_s) == 0:
        return np.zeros(0)
    # Twelve knots in the quickest period, at the same times whoever reads: far fewer cosines.
    step = tau_s / _KNOTS
    first, last = np.floor(np.min(t_s) / step), np.ceil(np.max(t_s) / step)
    knots = np.arange(first, last + 1.0) * step
    wave = np.cos(np.outer(knots, omega) + phase).sum(axis=1)
    return np.asarray(sd * np.sqrt(2.0 / n) * np.interp(t_s, knots, wave))


def swinging(
    t_s: Floats, sd: float | Floats, period_s: float, rng: np.random.Generator, n: int = 8
) -> Floats:
    """Return a narrow-band swing about zero: yaw under an autopilot.

    Parameters
    ----------
    t_s
        Times, s.
    sd
        Standard deviation, a number or one value a time.
    period_s
        Dominant period, s; the band is a quarter of it to either side.
    """
    omega = 2 * np.pi / period_s * rng.normal(1.0, 0.25, n).clip(0.4, 1.8)
    phase = rng.uniform(0.0, 2 * np.pi, n)
    wave = np.cos(np.outer(t_s, omega) + phase).sum(axis=1)
    return np.asarray(sd * np.sqrt(2.0 / n) * wave)
