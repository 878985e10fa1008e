"""When a change of speed began, to the half minute, how long it took, and of what shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .change_grid import (
    EXP_SHARE,
    LINEAR_SHARE,
    STEP_S,
    Change,
    Grid,
    Heard,
    grid_of,
    on_grid,
)
from .change_shape import Look, look_near

__all__ = ["Change", "Ramp", "fit_ramp", "fit_ramps"]

Floats = NDArray[np.float64]

#: Time constants of an exponential and lengths of a linear ramp that are tried, minutes.
_TAUS = np.array([0.25, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 7, 8.5, 10, 13, 17, 22, 30])
_LENGTHS = np.array([1, 2, 4, 6, 8, 10, 13, 16, 20, 25, 30, 36, 43, 52])
_HALF_S = 2700.0
_BLOCK = 256
#: Speeds this close show the shape of a change; a change longer than so many steps shows anyway.
_DENSE_S, _RESOLVED = 330.0, 2.0
#: A silence longer than this, and than the change that lies in it, hides how long that took.
_HIDES_S = 600.0


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
    force_like
        ln of the squared error of the best engine programme (straight, five minutes and
        more) over that of the best exponential as quick as the ship's own or quicker, in the
        three quarters of an hour around the change; above 0 the speed changed as by an outside
        force.  NaN where the fixes cannot tell.
    """

    t_s: float
    minutes: float
    tau_min: float
    before_kn: float
    after_kn: float
    force_like: float = float("nan")


def fit_ramp(
    t_s: Floats, v_kn: Floats, about_s: float, *, tau_min: float = float("nan")
) -> Ramp | None:
    """Fit ``V2 + (V0 - V2) exp(-(t - t0) / tau)``, or a straight ramp, around a time.

    Parameters
    ----------
    t_s, v_kn
        Fixes of one ship in time order, s and knots; those within 45 min are used.
    about_s
        Where the bins saw the change.
    tau_min
        The ship's own time constant, min, where known.

    Returns
    -------
    Ramp or None
        None with fewer than six fixes, or when they do not show a change.

    Examples
    --------
    >>> t = np.arange(0.0, 7200.0, 60.0)
    >>> v = 7.0 + 4.0 * np.exp(-np.maximum(t - 3000.0, 0.0) / 300.0)
    >>> ramp = fit_ramp(t, v, 3300.0)
    >>> bool(abs(ramp.t_s - 3000.0) < 120), round(ramp.tau_min), ramp.force_like > 1.0
    (True, 5, True)
    """
    return fit_ramps([Change(t_s, v_kn, about_s, tau_min)])[0]


def fit_ramps(changes: Sequence[Change]) -> list[Ramp | None]:
    """Fit many changes at once: every shape on one grid of half minutes, by least squares.

    Returns
    -------
    list
        One :class:`Ramp` or None a change, as :func:`fit_ramp` returns it.
    """
    out: list[Ramp | None] = []
    for begin in range(0, len(changes), _BLOCK):
        out.extend(_fit_block(changes[begin : begin + _BLOCK]))
    return out


@lru_cache(maxsize=1)
def _shapes() -> Grid:
    cells = np.arange(-_HALF_S, _HALF_S + 0.5, STEP_S)
    return grid_of(cells, np.arange(-2100.0, 1500.5, STEP_S), _TAUS, _LENGTHS)


@dataclass(frozen=True)
class _Fits:
    """The best shape of each change: its number, the level after it, its size; is it one?"""

    shape: NDArray[np.int64]
    low: Floats
    step: Floats
    real: NDArray[np.bool_]


def _fit_block(changes: Sequence[Change]) -> list[Ramp | None]:
    grid = _shapes()
    heard = on_grid(changes, [c.about_s for c in changes], grid.cells)
    best = _best_shapes(grid, heard)
    real = best.real
    when = np.array([c.about_s for c in changes]) + grid.begin[best.shape] + heard.shift
    near = look_near(
        [c for c, r in zip(changes, real, strict=True) if r], when[real], best.step[real] > 0.0
    )
    looks = dict(zip(np.flatnonzero(real).tolist(), near, strict=True))
    out: list[Ramp | None] = [None] * len(changes)
    for i, look in looks.items():
        k, spacing_s = best.shape[i], float(heard.spacing[i])
        # Fixes far apart do not show the shape.
        seen = look if spacing_s <= _DENSE_S else None
        length = _length(seen, float(grid.size[k]) / 60.0, bool(grid.straight[k]), spacing_s)
        levels = float(best.low[i] + best.step[i]), float(best.low[i])
        out[i] = _ramp(changes[i], float(when[i]), seen, length, levels)
    return out


def _best_shapes(grid: Grid, heard: Heard) -> _Fits:
    """Return which shape leaves the least squares, for many changes at once."""
    shape, w, wv = grid.shape, heard.w, heard.wv
    fixes = w.sum(axis=1)
    n = np.maximum(fixes, 1.0)[:, None]
    # Which half minutes were heard is mostly the same for many: work that out once.
    _, one, which = np.unique(np.packbits(w > 0, axis=1), axis=0, return_index=True,
                              return_inverse=True)  # fmt: skip
    which = which.ravel()
    sg, sgg = (w[one] @ shape.T)[which], (w[one] @ (shape * shape).T)[which]
    sgv = wv @ shape.T
    sv = wv.sum(axis=1)[:, None]
    c_gg, c_gv = sgg - sg * sg / n, sgv - sg * sv / n
    flat = np.maximum(heard.wvv.sum(axis=1) - (sv * sv / n)[:, 0], 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        change = np.where(c_gg > 1e-6 * n, c_gv / c_gg, 0.0)
    error = np.maximum(flat[:, None] - change * c_gv, 0.0)
    # A straight ramp has to fit clearly better: the physics is exponential.
    best = np.argmin(np.where(grid.straight, error / 0.97 + 1e-12, error), axis=1)
    row = np.arange(len(best))
    step = change[row, best]
    low = (sv[:, 0] - step * sg[row, best]) / n[:, 0]
    # Speeds are sent in 0.1 kn: a smaller change is none.
    real = (fixes >= 6) & (error[row, best] <= 0.7 * flat) & (np.abs(step) >= 0.1)
    return _Fits(best, low, step, real)


def _ramp(
    change: Change,
    when_s: float,
    look: Look | None,
    length: tuple[float, float],
    levels_kn: tuple[float, float],
) -> Ramp:
    """Return a change as a ramp; of one that a silence hides the length is not known."""
    minutes, tau = length
    like = float("nan") if look is None else look.force_like
    if _silence_s(change, when_s, 60.0 * minutes) > max(_HIDES_S, 60.0 * minutes):
        minutes = tau = like = float("nan")
    return Ramp(when_s, minutes, tau, *levels_kn, force_like=like)


def _length(
    look: Look | None, size_min: float, straight: bool, spacing_s: float
) -> tuple[float, float]:
    """Return how long a change took (min; NaN = unknown) and its time constant (min)."""
    if look is not None:
        return look.minutes, look.tau_min
    minutes = size_min * (LINEAR_SHARE if straight else EXP_SHARE)
    if spacing_s > _DENSE_S and minutes * 60.0 <= _RESOLVED * spacing_s:
        # Fixes far apart tell a slow change from a quick one, but not quick ones apart.
        minutes = float("nan")
    return minutes, float("nan") if straight else size_min


def _silence_s(change: Change, begin_s: float, length_s: float) -> float:
    """Return the longest time without a speed that touches a change, s; 0 if its length is NaN."""
    t = change.t_s[np.isfinite(change.v_kn)]
    if not length_s >= 0.0 or len(t) < 2:
        return 0.0
    a = max(int(np.searchsorted(t, begin_s)) - 1, 0)
    b = int(np.searchsorted(t, begin_s + length_s)) + 1
    return float(np.diff(t[a:b]).max(initial=0.0))
