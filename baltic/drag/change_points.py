"""Where a piecewise constant series changes: the exact minimum, for many series at once.

``best[end] = min over start of best[start] + cost(start, end) + penalty`` (optimal
partitioning, Jackson 2005).  Short series are worked out side by side; of long ones, starts
that can never win again are swept out (PELT, Killick 2012), so that time grows with length.
A piece has a least length, which the pruning of PELT has to wait for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["change_points", "change_points_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Series longer than this go alone; side by side go so many numbers as stay in the cache.
_LONG, _BLOCK = 1000, 20_000
#: Every so often starts that are beaten are swept out.
_SWEEP = 32


def change_points(y: Floats, penalty: float, least: int = 2) -> Ints:
    """Return the first index of each piece of one series.

    Exact minimum of the squared error plus `penalty` a change, pieces of at least `least`
    points.

    Examples
    --------
    >>> change_points(np.array([0.0, 0, 0, 1, 1, 1, 0, 0]), 0.1).tolist()
    [0, 3, 6]
    """
    return change_points_of([y], [penalty], least)[0]


def change_points_of(
    series: Sequence[Floats], penalties: Sequence[float], least: int = 2
) -> list[Ints]:
    """Return the same of many series as :func:`change_points` of each.

    Examples
    --------
    >>> one, two = change_points_of([np.zeros(9), np.r_[np.zeros(5), np.ones(5)]], [0.1, 0.1])
    >>> one.tolist(), two.tolist()
    ([0], [0, 5])
    """
    out = [np.zeros(1, dtype=np.int64)] * len(series)
    order = sorted(range(len(series)), key=lambda i: len(series[i]))
    order = [i for i in order if len(series[i]) >= 2 * least]
    block: list[int] = []
    for i in reversed(order):
        if len(series[i]) > _LONG:
            out[i] = _alone(series[i], penalties[i], least)
            continue
        block.append(i)
        # The longest came first: all others are padded to its length.
        if len(block) * len(series[block[0]]) >= _BLOCK or i == order[0]:
            found = _together([series[k] for k in block], [penalties[k] for k in block], least)
            for k, starts in zip(block, found, strict=True):
                out[k] = starts
            block = []
    return out


def _together(series: Sequence[Floats], penalties: Sequence[float], least: int) -> list[Ints]:
    """Search all starts of some series of about one length."""
    rows, n = len(series), len(series[0])
    y = np.zeros((rows, n))
    for row, values in zip(y, series, strict=True):
        row[: len(values)] = values
    s1, s2 = (np.pad(np.cumsum(x, axis=1), ((0, 0), (1, 0))) for x in (y, y * y))
    penalty = np.asarray(penalties, float)
    best = np.full((rows, n + 1), np.inf)
    best[:, 0] = -penalty
    back = np.zeros((rows, n + 1), dtype=np.int64)
    every = np.arange(rows)
    length = np.arange(n, -1, -1.0)
    for end in range(least, n + 1):
        m = end - least + 1
        gap = s1[:, end, None] - s1[:, :m]
        gap *= gap
        gap /= length[n - end : n - end + m]
        total = best[:, :m] + s2[:, end, None]
        total -= s2[:, :m]
        total -= gap
        at = total.argmin(axis=1)
        back[:, end] = at
        best[:, end] = total[every, at] + penalty
    return [_traced(b, len(values)) for b, values in zip(back, series, strict=True)]


def _alone(y: Floats, penalty: float, least: int) -> Ints:
    """Search the starts of one series that may still win."""
    n = len(y)
    s1, s2 = np.r_[0.0, np.cumsum(y)], np.r_[0.0, np.cumsum(y * y)]
    best = np.full(n + 1, np.inf)
    best[0] = -penalty
    back = np.zeros(n + 1, dtype=np.int64)
    # Starts that may still win, the cost before them, and both sums up to them.
    rows = np.zeros((4, n + 1))
    rows[:, 0] = 0.0, -penalty, 0.0, 0.0
    count, beaten = 1, np.zeros(0, bool)
    for end in range(least, n + 1):
        open_, cost, sum1, sum2 = rows[:, :count]
        gap = s1[end] - sum1
        total = cost + s2[end] - sum2 - gap * gap / (end - open_)
        at = int(total.argmin())
        best[end], back[end] = total[at] + penalty, int(open_[at])
        # A start that is beaten now by a piece that ends here can never win again, but only
        # once a new piece from here is long enough.
        if end % _SWEEP == 0:
            beaten = total > best[end] + 1e-12
        if end % _SWEEP == least - 1 and len(beaten):
            keep = np.ones(count, bool)
            keep[: len(beaten)] = ~beaten
            left = rows[:, :count][:, keep]
            count = left.shape[1]
            rows[:, :count] = left
        start = end - least + 1
        if start >= least:
            rows[:, count] = start, best[start], s1[start], s2[start]
            count += 1
    return _traced(back, n)


def _traced(back: Ints, n: int) -> Ints:
    """Follow the best starts back from the end."""
    starts = [int(back[n])]
    while starts[-1] > 0:
        starts.append(int(back[starts[-1]]))
    return np.array(starts[::-1], dtype=np.int64)
