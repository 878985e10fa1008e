"""A second look at a change of speed: how long it took, and of what shape it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .change_grid import EXP_SHARE, LINEAR_SHARE, STEP_S, Change, Grid, Heard, grid_of, on_grid

__all__ = ["Look", "look_near"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: From before the change to after it, and where its beginning may lie.  Short, and with a
#: slope of its own, so that the ordinary wander of the speed (half an hour and more) does not
#: hide the shape.
_BEFORE_S, _AFTER_S, _ABOUT_S = 900.0, 1800.0, 360.0
#: Time constants of an exponential and lengths of a straight ramp that are tried, minutes.
_TAUS = np.array(
    [0.25, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 7, 8, 9, 10, 12, 14, 17, 20, 25]
)
_LENGTHS = np.array([1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20, 23, 26, 30, 35, 40])
_LEAST_CELLS = 8
#: Shorter straight ramps are no engine programme.
_PROGRAMME_MIN = 5.0
#: The longest time constant, as a share of the ship's own, that an outside force may show;
#: a blow or a stopped engine is quicker.
_OWN, _UNKNOWN_S = 1.7, 540.0
#: Speeds are sent in 0.1 kn: a fit cannot be better than this, kn.
_ROUNDING_KN = 0.03


@dataclass(frozen=True)
class Look:
    """How long a change took (85 to 25 %, min), its time constant (NaN = straight), its shape."""

    minutes: float
    tau_min: float
    force_like: float


@lru_cache(maxsize=1)
def _shapes() -> Grid:
    cells = np.arange(-_BEFORE_S, _AFTER_S + 0.5, STEP_S)
    return grid_of(cells, np.arange(-_ABOUT_S, _ABOUT_S + 0.5, STEP_S), _TAUS, _LENGTHS)


def look_near(changes: Sequence[Change], begin_s: Floats, falls: Flags) -> list[Look | None]:
    """Fit every shape, and a slope beside it, to the three quarters of an hour around.

    Parameters
    ----------
    changes
        Fixes around each change.
    begin_s
        When each began, s.
    falls
        Which of them are falls of speed.

    Returns
    -------
    list
        One :class:`Look` a change, None where too few half minutes were heard, or where
        nothing that is tried goes the same way.
    """
    if not len(changes):
        return []
    grid = _shapes()
    heard = on_grid(changes, begin_s, grid.cells)
    error, change = _errors(heard, grid)
    cells = heard.w.sum(axis=1)
    error = np.where((change > 0.0) == falls[:, None], error, np.inf)
    best = np.argmin(np.where(grid.straight, error / 0.97 + 1e-12, error), axis=1)
    like = _force_like(error, grid, cells, changes)
    out: list[Look | None] = []
    for i, k in enumerate(best):
        if cells[i] < _LEAST_CELLS or not np.isfinite(like[i]):
            out.append(None)
            continue
        minutes, straight = float(grid.size[k]) / 60.0, bool(grid.straight[k])
        share = LINEAR_SHARE if straight else EXP_SHARE
        tau = float("nan") if straight else minutes
        out.append(Look(minutes * share, tau, float(like[i])))
    return out


def _errors(heard: Heard, grid: Grid) -> tuple[Floats, Floats]:
    """Return squared error and change (kn) of each shape beside a level and a slope."""
    w, wv, shape = heard.w, heard.wv, grid.shape.T
    n = np.maximum(w.sum(axis=1), 1.0)[:, None]
    t = grid.cells / _AFTER_S
    wt = w * (t - (w @ t)[:, None] / n)  # times from their mean
    tt = np.maximum((wt * wt).sum(axis=1), 1e-9)[:, None]
    g, gg, tg = w @ shape, w @ (shape * shape), wt @ shape
    v, vt = wv.sum(axis=1)[:, None], (wt * wv).sum(axis=1)[:, None]
    c_gg = gg - g * g / n - tg * tg / tt
    c_gv = wv @ shape - g * v / n - tg * vt / tt
    flat = heard.wvv.sum(axis=1)[:, None] - v * v / n - vt * vt / tt
    known = c_gg > 1e-6 * n
    change = np.where(known, c_gv / np.where(known, c_gg, 1.0), 0.0)
    return np.maximum(flat - change * c_gv, 0.0), change


def _force_like(error: Floats, grid: Grid, cells: Floats, changes: Sequence[Change]) -> Floats:
    """Compare the best exponential that a force gives with the best engine programme."""
    own = np.array([c.tau_min for c in changes])[:, None] * 60.0
    longest = np.where(np.isfinite(own), _OWN * own, _UNKNOWN_S)
    forced = ~grid.straight & (grid.size <= longest)
    ordered = grid.straight & (grid.size >= _PROGRAMME_MIN * 60.0)
    floor = cells * _ROUNDING_KN**2 + 1e-9
    best = [np.min(np.where(which, error, np.inf), axis=1) for which in (forced, ordered)]
    with np.errstate(invalid="ignore"):
        return np.asarray(np.log(best[1] + floor) - np.log(best[0] + floor))
