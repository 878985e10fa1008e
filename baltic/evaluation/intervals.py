"""Intervals of shares and rates: by drawing whole seas or days again, and by their counts."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

__all__ = [
    "FEW_BLOCKS",
    "draws_of_blocks",
    "interval",
    "rounded",
    "wilson",
    "with_poisson",
    "with_wilson",
]

Floats = NDArray[np.float64]
Interval = tuple[float | None, float | None]
#: Of fewer blocks a bootstrap cannot tell how much they differ.
FEW_BLOCKS = 10
#: Quantile of the normal distribution for 95 %.
_Z = 1.959964


def wilson(hits: float, trials: float, z: float = _Z) -> tuple[float, float]:
    """Return the Wilson interval of a share.

    Parameters
    ----------
    hits, trials
        Counts; may be effective (weighted) numbers.
    z
        Quantile of the normal distribution: 1.96 for 95 %.

    Examples
    --------
    >>> [round(x, 3) for x in wilson(8, 10)]
    [0.49, 0.943]
    >>> wilson(0, 0)
    (0.0, 1.0)
    """
    if trials <= 0:
        return 0.0, 1.0
    share = hits / trials
    middle = share + z * z / (2 * trials)
    half = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    # Exact ends, which rounding would miss by a hair.
    low = (middle - half) / scale if hits > 0 else 0.0
    return low, (middle + half) / scale if hits < trials else 1.0


def draws_of_blocks(count: int, times: int, seed: int) -> Floats:
    """Return how often each block is drawn, one row a draw."""
    rng = np.random.default_rng([abs(seed), 15_487_469])
    return rng.multinomial(count, np.full(count, 1.0 / count), size=times).astype(float)


def interval(values: list[float]) -> Interval:
    """Return the middle 95 % of what was drawn, those without a value left out.

    Examples
    --------
    >>> interval([0.0, 1.0, 2.0, math.nan]), interval([])
    ((0.05, 1.95), (None, None))
    """
    kept = [v for v in values if math.isfinite(v)]
    if not kept:
        return None, None
    low, high = np.quantile(kept, [0.025, 0.975])
    return round(float(low), 4), round(float(high), 4)


def with_poisson(drawn: Interval, count: int, days: float) -> Interval:
    """Return the wider of two intervals: few alarms are uncertain even where all seas agree.

    Parameters
    ----------
    drawn
        Interval of the rate per 1,000 vessel-days, from :func:`interval`.
    count, days
        Alarms, and vessel-days in which they came.
    """
    low, high = drawn
    if low is None or high is None or days <= 0:
        return drawn
    least = float(gammaincinv(count, 0.025)) if count else 0.0
    most = float(gammaincinv(count + 1, 0.975))
    scale = 1000.0 / days
    return round(min(low, least * scale), 4), round(max(high, most * scale), 4)


def with_wilson(drawn: Interval, hits: float, trials: float, blocks: int) -> Interval:
    """Return the wider of two intervals where blocks are few: one block cannot be drawn anew.

    Parameters
    ----------
    drawn
        Interval of the share, from :func:`interval`.
    hits, trials
        Its counts.
    blocks
        How many there are to draw from.
    """
    low, high = drawn
    if low is None or high is None or (blocks >= FEW_BLOCKS and low < high):
        return drawn
    least, most = wilson(hits, trials)
    return round(min(low, least), 4), round(max(high, most), 4)


def rounded(value: float) -> float | None:
    """Return a share or rate as documents hold it; None where it is not known.

    Examples
    --------
    >>> rounded(1 / 3), rounded(math.nan)
    (0.3333, None)
    """
    return round(value, 4) if math.isfinite(value) else None
