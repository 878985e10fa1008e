"""The median of a few numbers: NumPy's own takes longer to begin than to sort them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

__all__ = ["median"]


def median(values: NDArray[np.float64]) -> float:
    """Return the median of an array of one axis, as ``np.median`` does.

    NaN where any value is NaN, and of no values at all.

    Examples
    --------
    >>> median(np.array([3.0, 1.0, 2.0])), median(np.array([1.0, 2.0]))
    (2.0, 1.5)
    """
    n = len(values)
    if not n:
        return math.nan
    ordered = np.sort(values)  # NaN last
    if ordered[-1] != ordered[-1]:
        return math.nan
    middle = n // 2
    if n % 2:
        return float(ordered[middle])
    return 0.5 * (float(ordered[middle - 1]) + float(ordered[middle]))
