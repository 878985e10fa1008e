"""How well a crossing fits an outage: densities in time (1/h) and along the asset (1/km).

Both integrate to one over time and length, so that a ship's rate, a technical
rate and the rate of ships not heard share the unit 1/(km h).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtr

from ..geo import angle_between

__all__ = ["SUPPORT_SD", "bearing_factor", "location_density", "time_density", "time_support"]

Floats = NDArray[np.float64]

#: A crossing further than this many standard deviations from a window is not possible.
SUPPORT_SD = 4.0
_DELAYS = 6.0
_LEAST_WIDTH_S = 1.0
_LEAST_SD_S = 1.0
_LEAST_DELAY_S = 0.1


def time_density(t_s: Any, sd_s: Any, earliest_s: float, latest_s: float, delay_s: float) -> Floats:
    """Return the density of an outage window given a crossing time, 1/h.

    The asset fails a delay after contact, exponential with mean `delay_s`; the
    failure lies uniformly between `earliest_s` and `latest_s`; crossing time and
    reading share a normal error.  An exact time is a window without width.

    Parameters
    ----------
    t_s
        Crossing times, s.
    sd_s
        Standard deviation of crossing time and reading together, s.
    earliest_s, latest_s
        Last good reading and first bad one, s.
    delay_s
        Mean time from contact to failure, s; 0 for none.

    Returns
    -------
    array
        Density, 1/h; its integral over `t_s` is one.

    Notes
    -----
    Source: normal less exponential (the exponentially modified normal, mirrored)
    integrated over the window.

    Examples
    --------
    >>> t = np.arange(-7200.0, 7200.0)
    >>> round(float(time_density(t, 60.0, 0.0, 600.0, 120.0).sum() / 3600), 4)
    1.0
    """
    t = np.asarray(t_s, float)
    sd = np.maximum(np.asarray(sd_s, float), _LEAST_SD_S)
    half = max(latest_s - earliest_s, _LEAST_WIDTH_S) / 2
    middle = (latest_s + earliest_s) / 2
    before, after = t - (middle - half), t - (middle + half)
    low = _cdf(before, sd, delay_s) - _cdf(after, sd, delay_s)
    high = _survival(after, sd, delay_s) - _survival(before, sd, delay_s)
    share = np.where(t < middle, low, high)
    return np.asarray(np.clip(share, 0.0, 1.0) / (2 * half) * 3600.0)


def _tail(x: Floats, sd: Floats, mean: float) -> Floats:
    if mean < _LEAST_DELAY_S:
        return np.zeros(np.broadcast(x, sd).shape)
    return np.asarray(np.exp(x / mean + sd**2 / (2 * mean**2) + log_ndtr(-x / sd - sd / mean)))


def _cdf(x: Floats, sd: Floats, mean: float) -> Floats:
    """Return P(normal - exponential <= x)."""
    return np.asarray(ndtr(x / sd) + _tail(x, sd, mean))


def _survival(x: Floats, sd: Floats, mean: float) -> Floats:
    return np.asarray(ndtr(-x / sd) - _tail(x, sd, mean))


def time_support(
    sd_s: Any, earliest_s: float, latest_s: float, delay_s: float
) -> tuple[Floats, Floats]:
    """Return the first and last crossing time that could explain a window, s.

    Examples
    --------
    >>> [float(v) for v in time_support(10.0, 0.0, 60.0, 60.0)]
    [-400.0, 100.0]
    """
    sd = np.maximum(np.asarray(sd_s, float), _LEAST_SD_S)
    first = earliest_s - SUPPORT_SD * sd - _DELAYS * delay_s
    return np.asarray(first), np.asarray(latest_s + SUPPORT_SD * sd)


def location_density(
    offset_km: Any, sd_km: Any, length_km: float, radius_km: float = 0.0
) -> Floats:
    """Return the density of a fault's place given a crossing's place, 1/km.

    Parameters
    ----------
    offset_km
        Distance along the asset between crossing and fault; NaN where the fault is not
        located, which leaves it anywhere on the asset.
    sd_km
        Standard deviation of that distance.
    length_km
        Length of the asset.
    radius_km
        A place told in words lies anywhere within this radius of where it was put.

    Examples
    --------
    >>> location_density(4.0, 0.1, 50.0, radius_km=5.0).round(3).item()
    0.1
    >>> location_density([np.nan, 0.0], 1.0, 50.0).round(3).tolist()
    [0.02, 0.399]
    """
    offset = np.asarray(offset_km, float)
    sd = np.maximum(np.asarray(sd_km, float), 0.01)
    if radius_km > 0:
        inside = ndtr((offset + radius_km) / sd) - ndtr((offset - radius_km) / sd)
        normal = inside / (2 * radius_km)
    else:
        normal = np.exp(-0.5 * (offset / sd) ** 2) / (sd * np.sqrt(2 * np.pi))
    return np.asarray(np.where(np.isnan(offset), 1.0 / max(length_km, 1.0), normal))


def bearing_factor(cog_deg: Any, scar_deg: float | None, sd_deg: float) -> Floats:
    """Return how much better a course fits the bearing of a drag scar than any course does.

    A scar has no arrow, so that both directions fit; a course not known gives 1, and no
    course less than a hundredth, for crews steer.

    Examples
    --------
    >>> bearing_factor([90.0, 270.0, 0.0], 90.0, 3.0).round(2).tolist()
    [16.93, 16.93, 0.01]
    """
    cog = np.asarray(cog_deg, float)
    if scar_deg is None:
        return np.ones(cog.shape)
    # Course over ground itself errs by as much.
    sd = np.hypot(sd_deg, sd_deg)
    off = angle_between(cog, scar_deg)
    fit = 180.0 * np.exp(-0.5 * (off / sd) ** 2) / (sd * np.sqrt(2 * np.pi))
    return np.asarray(np.where(np.isnan(off), 1.0, np.maximum(fit, 0.01)))
