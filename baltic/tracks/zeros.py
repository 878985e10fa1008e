"""Speeds of nought that stand for none: a ship that says 0 kn and sails on all the same.

Feeds and tables write 0 where a speed was not sent, and a sensor may stick there.  Taken at
its word such a ship lies still, and whatever it does is lost.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..geo import KN_MS, haversine_m
from ..settings import Cleaning

__all__ = ["idle_zeros", "says_zero"]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: AIS sends tenths of a knot, in single precision here.
_ZERO_KN = 0.05


def says_zero() -> pl.Expr:
    """Return the expression that tells which fixes were sent with a speed of nought.

    Returns
    -------
    polars.Expr
        Boolean, false where no speed was sent; needs the column ``sog_kn``.

    Examples
    --------
    >>> pl.DataFrame({"sog_kn": [0.0, 0.1, None]}).select(says_zero())["sog_kn"].to_list()
    [True, False, False]
    """
    return (pl.col("sog_kn") < _ZERO_KN).fill_null(value=False)


def idle_zeros(rows: pl.DataFrame, ship: list[str], rules: Cleaning) -> pl.Series:
    """Return which fixes say 0 kn while their own positions go on.

    Parameters
    ----------
    rows
        Fixes sorted by the columns of `ship` and t.
    ship
        Columns that are the same for fixes of one ship.
    rules
        ``zero_sog_kn``, ``zero_sog_least_s``, ``zero_sog_s`` and ``zero_sog_in_line``;
        ``max_speed_kn`` and ``slack_m``.

    Returns
    -------
    polars.Series
        True where the way from fixes before and to fixes after is too fast for a ship that
        lies still, and leads on: a stray fix comes back.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> t = [datetime(2025, 1, 15, 8, minute, tzinfo=UTC) for minute in range(3)]
    >>> fixes = pl.DataFrame({"mmsi": 1, "t": t, "lon": 20.0, "lat": [58.0, 58.003, 58.006],
    ...                       "sog_kn": [10.8, 0.0, 10.8]})
    >>> idle_zeros(fixes, ["mmsi"], Cleaning()).to_list()
    [False, True, False]
    """
    zero = rows.select(says_zero()).to_series().to_numpy()
    if rows.height < 3 or not zero.any():
        return pl.Series(np.zeros(rows.height, bool))
    t = rows["t"].dt.epoch("us").to_numpy() / 1e6
    new = np.logical_or.reduce([np.diff(rows[c].to_numpy().astype(np.int64)) != 0 for c in ship])
    starts = np.flatnonzero(np.r_[True, new])
    ends = np.r_[starts[1:] - 1, len(t) - 1]
    # Times of one ship after those of another, so that one search serves all.
    number = np.r_[0, np.cumsum(new)]
    key = t - t.min() + number * (np.ptp(t) + 4 * rules.zero_sog_s)
    at = np.flatnonzero(zero)
    least, of = rules.zero_sog_least_s, number[at]
    # At either end of a track the way is known to one side only: as that a little inside is.
    first, last = key[starts[of]] + least, key[ends[of]] - least
    middle = np.searchsorted(key, np.maximum(key[at], first))
    middle = np.minimum(middle, np.searchsorted(key, last, side="right") - 1)
    back = np.searchsorted(key, key[middle] - least, side="right") - 1
    on = np.minimum(np.searchsorted(key, key[middle] + least), len(t) - 1)
    lon, lat = (rows[c].to_numpy() for c in ("lon", "lat"))
    whole = (number[back] == of) & (number[on] == of) & (number[middle] == of)
    zero[at] = whole & _goes_on(lon, lat, t, (back, middle, on), rules)
    return pl.Series(zero)


def _goes_on(
    lon: Floats, lat: Floats, t: Floats, at: tuple[Ints, Ints, Ints], rules: Cleaning
) -> Bools:
    """Return whether a ship goes on at speed from one fix by another to a third.

    They are a while apart: between fixes of seconds the noise of a receiver would be a speed.
    """
    back, middle, on = at
    sails = np.ones(len(middle), bool)
    way = np.zeros(len(middle))
    for other in (back, on):
        took = np.abs(t[other] - t[middle])
        metres = haversine_m(lon[middle], lat[middle], lon[other], lat[other])
        sails &= (took <= rules.zero_sog_s) & (metres > rules.zero_sog_kn * KN_MS * took)
        # A way that no ship can sail is a stray fix or another ship's.
        sails &= metres <= rules.max_speed_kn * KN_MS * (took + 1.0) + rules.slack_m
        way += metres
    across = haversine_m(lon[back], lat[back], lon[on], lat[on])
    return np.asarray(sails & (across >= rules.zero_sog_in_line * way))
