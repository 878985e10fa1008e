"""When a change of speed began, to the half minute, how long it took, and of what shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .medians import median

__all__ = ["Change", "Ramp", "fit_ramp", "fit_ramps"]

Floats = NDArray[np.float64]

#: Time constants of an exponential and lengths of a linear ramp that are tried, minutes.
_TAUS = np.array([0.25, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 7, 8.5, 10, 13, 17, 22, 30])
_LENGTHS = np.array([1, 2, 4, 6, 8, 10, 13, 16, 20, 25, 30, 36, 43, 52])
#: Shorter straight ramps are no engine programme.
_PROGRAMME_MIN = 5.0
#: The longest time constant, as a share of the ship's own, that an outside force may show;
#: a blow or a stopped engine is quicker.
_OWN = 1.7

#: From 85 to 25 % of a drop: ln(0.85 / 0.25) time constants, 0.6 lengths.
_EXP_SHARE, _LINEAR_SHARE = float(np.log(0.85 / 0.25)), 0.60
_STEP_S = 30.0
_HALF_S = 2700.0
#: Speeds are sent in 0.1 kn: a fit cannot be better than this, kn.
_ROUNDING_KN = 0.03
_BLOCK = 256
#: Fixes this close show the shape of a change; a change longer than so many steps shows anyway.
_DENSE_S, _RESOLVED = 240.0, 2.0


@dataclass(frozen=True)
class Change:
    """Fixes of one ship around one change of speed.

    Attributes
    ----------
    t_s, v_kn
        Fixes in time order.
    about_s
        Where the bins saw the change.
    tau_min
        The ship's own time constant, min; NaN when its size is unknown.
    """

    t_s: Floats
    v_kn: Floats
    about_s: float
    tau_min: float = float("nan")


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
        more) over that of the best exponential as quick as the ship's own or quicker; above 0
        the speed changed as by an outside force.  NaN where the fixes cannot tell.
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
def _shapes() -> tuple[Floats, Floats, Floats, NDArray[np.bool_]]:
    """Return shapes (shape x cell), their begin (s), size (s) and whether straight."""
    cells = np.arange(-_HALF_S, _HALF_S + 0.5, _STEP_S)
    begins = np.arange(-2100.0, 1500.5, _STEP_S)
    sizes = np.r_[_TAUS, _LENGTHS] * 60.0
    straight = np.r_[np.zeros(len(_TAUS), bool), np.ones(len(_LENGTHS), bool)]
    b, k = (a.ravel() for a in np.meshgrid(begins, np.arange(len(sizes)), indexing="ij"))
    since = np.maximum(cells[None, :] - b[:, None], 0.0) / sizes[k][:, None]
    shape = np.where(straight[k][:, None], np.maximum(1.0 - since, 0.0), np.exp(-since))
    return shape, b, sizes[k], straight[k]


def _fit_block(changes: Sequence[Change]) -> list[Ramp | None]:
    shape, begin, size, straight = _shapes()
    w, wv, wvv, spacing, shift = _on_grid(changes)
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
    flat = np.maximum(wvv.sum(axis=1) - (sv * sv / n)[:, 0], 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        change = np.where(c_gg > 1e-6 * n, c_gv / c_gg, 0.0)
    error = np.maximum(flat[:, None] - change * c_gv, 0.0)
    # A straight ramp has to fit clearly better: the physics is exponential.
    judged = np.where(straight, error / 0.97 + 1e-12, error)
    best = np.argmin(judged, axis=1)
    row = np.arange(len(changes))
    low = (sv[:, 0] - change[row, best] * sg[row, best]) / n[:, 0]
    like = _force_like(error, size, straight, change, fixes, changes)
    out: list[Ramp | None] = []
    for i, k in enumerate(best):
        step = float(change[i, k])
        # Speeds are sent in 0.1 kn: a smaller change is none.
        if fixes[i] < 6 or error[i, k] > 0.7 * flat[i] or abs(step) < 0.1:
            out.append(None)
            continue
        dense = spacing[i] <= _DENSE_S
        minutes = float(size[k]) / 60.0 * (_LINEAR_SHARE if straight[k] else _EXP_SHARE)
        # Fixes far apart tell a slow change from a quick one, but not quick ones apart.
        seen = dense or minutes * 60.0 > _RESOLVED * spacing[i]
        out.append(
            Ramp(
                t_s=float(changes[i].about_s + begin[k] + shift[i]),
                minutes=minutes if seen else float("nan"),
                tau_min=float("nan") if straight[k] else float(size[k]) / 60.0,
                before_kn=float(low[i]) + step,
                after_kn=float(low[i]),
                force_like=float(like[i]) if dense else float("nan"),
            )
        )
    return out


def _force_like(
    error: Floats,
    size: Floats,
    straight: NDArray[np.bool_],
    change: Floats,
    fixes: Floats,
    changes: Sequence[Change],
) -> Floats:
    """Compare the best exponential that a force gives with the best engine programme."""
    own = np.array([c.tau_min for c in changes])[:, None] * 60.0
    longest = np.where(np.isfinite(own), _OWN * own, 540.0)
    forced = ~straight & (size <= longest)
    ordered = straight & (size >= _PROGRAMME_MIN * 60.0)
    # Both must be a change the same way as the best one: compare falls with falls.
    falls = change > 0.0
    way = np.take_along_axis(falls, np.argmin(error, axis=1)[:, None], axis=1)
    same = falls == way
    floor = fixes * _ROUNDING_KN**2 + 1e-9
    best = [np.min(np.where(which & same, error, np.inf), axis=1) for which in (forced, ordered)]
    with np.errstate(invalid="ignore"):
        return np.asarray(np.log(best[1] + floor) - np.log(best[0] + floor))


def _on_grid(changes: Sequence[Change]) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Return weight, sum and sum of squares a cell, the spacing, and the shift of the grid.

    A half minute weighs one however many fixes it holds: 2-second and 10-second feeds then
    cost and weigh the same.
    """
    cells = int(2 * _HALF_S / _STEP_S) + 1
    w, wv, wvv = (np.zeros((len(changes), cells)) for _ in range(3))
    spacing, shift = np.full(len(changes), np.inf), np.zeros(len(changes))
    for i, c in enumerate(changes):
        a, b = np.searchsorted(c.t_s, [c.about_s - _HALF_S, c.about_s + _HALF_S])
        known = np.isfinite(c.v_kn[a:b])
        since, v = (c.t_s[a:b] - c.about_s + _HALF_S)[known], c.v_kn[a:b][known]
        if len(v) < 2:
            continue
        at = np.minimum((since / _STEP_S).astype(np.int64), cells - 1)
        count = np.bincount(at, minlength=cells)
        mean = np.bincount(at, weights=v, minlength=cells) / np.maximum(count, 1)
        w[i] = count > 0
        wv[i], wvv[i] = mean, mean * mean
        spacing[i] = median(np.diff(since)) if len(since) > 1 else np.inf
        # Where inside its cell the mean fix lies: the grid is moved by it.
        shift[i] = float(np.mean(since - at * _STEP_S))
    spacing = np.maximum(spacing, _STEP_S)
    return w, wv, wvv, spacing, shift
