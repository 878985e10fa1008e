"""Times of tables as Unix seconds and back, to the microsecond."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

__all__ = ["times_at", "unix_seconds"]


def unix_seconds(t: pd.Series) -> NDArray[np.float64]:
    """Return times as Unix seconds, whatever the unit of the column.

    Parameters
    ----------
    t
        Times with a zone, shape (n,).

    Returns
    -------
    ndarray of float
        Shape (n,), s.

    Examples
    --------
    >>> unix_seconds(pd.Series(pd.to_datetime(["1970-01-01T00:00:01.5Z"]))).tolist()
    [1.5]
    """
    micros = t.dt.tz_convert("UTC").dt.tz_localize(None).astype("datetime64[us]")
    return np.asarray(micros).astype("int64") / np.float64(1e6)


def times_at(seconds: ArrayLike) -> pd.Series:
    """Return Unix seconds as UTC times.

    Parameters
    ----------
    seconds
        Shape (n,), s; NaN where there is no time.

    Returns
    -------
    pandas.Series
        Shape (n,), to the microsecond; NaT for NaN.

    Examples
    --------
    >>> [str(t) for t in times_at([1.5, float("nan")])]
    ['1970-01-01 00:00:01.500000+00:00', 'NaT']
    """
    given: NDArray[Any] = np.asarray(seconds, float)
    known = np.isfinite(given)
    micros = np.round(np.where(known, given, 0.0) * 1e6).astype(np.int64)
    t = pd.Series(pd.to_datetime(micros, unit="us", utc=True).as_unit("us"))
    return t if known.all() else t.where(known)
