"""Speeds that positions tell: of ships that send none, and between fixes far apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .. import geo

__all__ = ["TOO_FAR_S", "speeds_made_good", "with_speeds_between"]

Floats = NDArray[np.float64]

_MINUTE_S = 60.0
#: Fixes further apart than this, and no more than that, have the speed made good between them, s.
_FAR_S, TOO_FAR_S = 150.0, 700.0


def speeds_made_good(t_s: Floats, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return the speeds over a minute or more, and when: the middle of each of these times.

    Parameters
    ----------
    t_s, lon, lat
        Fixes of one ship in time order, s and degrees.

    Returns
    -------
    tuple of ndarray
        Times (s) and speeds (kn); NaN at the fixes where there are too few.

    Examples
    --------
    >>> t = np.array([0.0, 600.0, 1200.0])
    >>> when, speed = speeds_made_good(t, np.zeros(3), 59.0 + t / 21600.0)
    >>> when.tolist(), speed.round(1).tolist()
    ([300.0, 900.0], [10.0, 10.0])
    """
    minute = np.floor(t_s / _MINUTE_S)
    kept = np.flatnonzero(np.r_[True, minute[1:] != minute[:-1]])
    if len(kept) < 2:
        return t_s, np.full(len(t_s), np.nan)
    return _between(t_s, lon, lat, kept[:-1], kept[1:])


def with_speeds_between(
    t_s: Floats, v_kn: Floats, lon: Floats, lat: Floats
) -> tuple[Floats, Floats]:
    """Return the speeds sent and, between fixes far apart, the speeds made good.

    How quickly the speed fell shows in the way that was made while nothing was heard: at a fix
    each five minutes an anchor and an engine programme can be told apart by it, by the speeds
    sent alone they cannot.

    Parameters
    ----------
    t_s, v_kn, lon, lat
        Fixes of one ship in time order, s, knots (NaN = not known) and degrees.

    Returns
    -------
    tuple of ndarray
        Times (s) in order and speeds (kn).

    Examples
    --------
    >>> t = np.array([0.0, 300.0, 360.0])
    >>> lat = 59.0 + np.array([0.0, 0.9, 1.0]) / 60.0
    >>> when, speed = with_speeds_between(t, np.array([11.0, 7.0, 7.0]), np.zeros(3), lat)
    >>> when.tolist(), speed.round(1).tolist()
    ([0.0, 150.0, 300.0, 360.0], [11.0, 10.8, 7.0, 7.0])
    """
    dt = np.diff(t_s)
    known = np.isfinite(v_kn[:-1] + v_kn[1:])
    far = np.flatnonzero((dt > _FAR_S) & (dt <= TOO_FAR_S) & known)
    if not len(far):
        return t_s, v_kn
    when, speed = _between(t_s, lon, lat, far, far + 1)
    return np.insert(t_s, far + 1, when), np.insert(v_kn, far + 1, speed)


def _between(
    t_s: Floats, lon: Floats, lat: Floats, a: NDArray[np.int64], b: NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Return the middle times and the speeds between fixes `a` and `b`."""
    step = geo.haversine_m(lon[a], lat[a], lon[b], lat[b])
    return 0.5 * (t_s[a] + t_s[b]), np.asarray(step / (t_s[b] - t_s[a]) / geo.KN_MS)
