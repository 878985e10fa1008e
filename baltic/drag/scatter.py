"""How far the speed of a stretch scatters about a straight line."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .legs import Leg
from .medians import median

__all__ = ["scatter"]

Floats = NDArray[np.float64]


def _trend_free(t: Floats, y: Floats) -> float:
    """Return the robust spread of a series about its straight line."""
    if len(y) < 5:
        return math.nan
    x = t - t.mean()
    power = float(x @ x)
    rest = np.sort(y - y.mean() - (float(x @ y) / power if power > 0 else 0.0) * x)
    return (_quantile(rest, 0.84) - _quantile(rest, 0.16)) / 2.0


def _quantile(ordered: Floats, share: float) -> float:
    at = share * (len(ordered) - 1)
    i = int(at)
    low, high = float(ordered[i]), float(ordered[min(i + 1, len(ordered) - 1)])
    return low + (at - i) * (high - low)


def scatter(leg: Leg, index: NDArray[np.int64], window_s: float) -> float:
    """Return the median over windows of the spread about a straight line.

    Windows as long as the cruise that an episode is compared with: over a day every ship's
    speed wanders.
    """
    if len(index) < 5:
        return math.nan
    t = leg.t[index]
    count = max(1, round((t[-1] - t[0]) / window_s))
    cuts = np.searchsorted(t, np.linspace(t[0], t[-1] + 1.0, count + 1))
    found = [_trend_free(leg.t[i], leg.r[i]) for i in np.split(index, cuts[1:-1])]
    known = [f for f in found if math.isfinite(f)]
    return median(np.array(known)) if known else math.nan
