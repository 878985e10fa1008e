"""When a change of speed began, to the fix, and how long it took."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Ramp", "fit_ramp"]

Floats = NDArray[np.float64]

#: Time constants of an exponential and lengths of a linear ramp that are tried, minutes.
_TAUS = np.array([0.25, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 7, 8.5, 10, 13, 17, 22, 30])
_LENGTHS = np.array([1, 2, 4, 6, 8, 10, 13, 16, 20, 25, 30, 36, 43, 52])

#: From 85 to 25 % of a drop: ln(0.85 / 0.25) time constants, 0.6 lengths.
_EXP_SHARE, _LINEAR_SHARE = float(np.log(0.85 / 0.25)), 0.60
_STEP_S = 30.0
_STARTS = 41


@dataclass(frozen=True)
class Ramp:
    """A fitted change of speed.

    Attributes
    ----------
    t_s
        When it began.
    minutes
        From 85 to 25 % of the change; NaN when the fixes are too far apart to tell.
    tau_min
        Time constant of the exponential, NaN when a straight ramp fits better.
    before_kn, after_kn
        The two levels.
    """

    t_s: float
    minutes: float
    tau_min: float
    before_kn: float
    after_kn: float


def fit_ramp(t_s: Floats, v_kn: Floats, about_s: float, *, half_s: float = 2700.0) -> Ramp | None:
    """Fit ``V2 + (V0 - V2) exp(-(t - t0) / tau)``, or a straight ramp, around a time.

    Parameters
    ----------
    t_s, v_kn
        Fixes of one ship in time order, s and knots; only those within `half_s` are used.
    about_s
        Where the bins saw the change.

    Returns
    -------
    Ramp or None
        None with fewer than six fixes, or when they do not show a change.

    Examples
    --------
    >>> t = np.arange(0.0, 7200.0, 60.0)
    >>> v = 7.0 + 4.0 * np.exp(-np.maximum(t - 3000.0, 0.0) / 300.0)
    >>> ramp = fit_ramp(t, v, 3300.0)
    >>> abs(ramp.t_s - 3000.0) < 120, round(ramp.tau_min)
    (True, 5)
    """
    near = (np.abs(t_s - about_s) <= half_s) & np.isfinite(v_kn)
    t, v = _thinned(t_s[near], v_kn[near])
    if len(t) < 6:
        return None
    spacing = float(np.median(np.diff(t)))
    begins = about_s + np.linspace(-2100.0, 1500.0, _STARTS)
    best = (np.inf, about_s, 60.0, 0.0, 0.0, False)
    for _ in range(2):
        for linear, sizes in ((False, _TAUS), (True, _LENGTHS)):
            found = _best(t, v, begins, sizes * 60.0, linear)
            # A straight ramp has to fit clearly better: the physics is exponential.
            if found[0] < best[0] * (0.97 if linear else 1.0) - 1e-12:
                best = (*found, linear)
        begins = best[1] + np.linspace(-90.0, 90.0, 13)
    error, begin, size, low, high, linear = best
    flat = float(((v - v.mean()) ** 2).sum())
    # Speeds are sent in 0.1 kn: a smaller change is none.
    if not np.isfinite(error) or error > 0.7 * flat or abs(high - low) < 0.1:
        return None
    minutes = size / 60.0 * (_LINEAR_SHARE if linear else _EXP_SHARE)
    if spacing > 240.0:
        minutes = float("nan")
    tau = float("nan") if linear else size / 60.0
    return Ramp(begin, minutes, tau, high, low)


def _thinned(t: Floats, v: Floats) -> tuple[Floats, Floats]:
    """Average to half minutes: 2-second and 10-second feeds then cost and weigh the same."""
    if len(t) < 2:
        return t, v
    cell = np.floor(t / _STEP_S)
    starts = np.flatnonzero(np.r_[True, cell[1:] != cell[:-1]])
    n = np.diff(np.r_[starts, len(t)])
    return np.add.reduceat(t, starts) / n, np.add.reduceat(v, starts) / n


def _best(
    t: Floats, v: Floats, begins: Floats, sizes: Floats, linear: bool
) -> tuple[float, float, float, float, float]:
    """Return error, begin, size and the two levels (low, high) of the best shape."""
    since = np.maximum(t[None, None, :] - begins[:, None, None], 0.0) / sizes[None, :, None]
    shape = np.maximum(1.0 - since, 0.0) if linear else np.exp(-since)
    n = len(t)
    sg, sgg = shape.sum(axis=2), (shape * shape).sum(axis=2)
    sgv, sv, svv = shape @ v, v.sum(), (v * v).sum()
    c_gg, c_gv, c_vv = sgg - sg * sg / n, sgv - sg * sv / n, svv - sv * sv / n
    with np.errstate(divide="ignore", invalid="ignore"):
        change = np.where(c_gg > 1e-6 * n, c_gv / c_gg, 0.0)
    error = c_vv - change * c_gv
    i, j = np.unravel_index(int(np.argmin(error)), error.shape)
    low = float((sv - change[i, j] * sg[i, j]) / n)
    return float(error[i, j]), float(begins[i]), float(sizes[j]), low, low + float(change[i, j])
