"""Changes of speed on a grid of half minutes, and the shapes that are laid over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .medians import median

__all__ = ["EXP_SHARE", "LINEAR_SHARE", "STEP_S", "Change", "Grid", "Heard", "grid_of", "on_grid"]

Floats = NDArray[np.float64]

#: From 85 to 25 % of a drop: ln(0.85 / 0.25) time constants, 0.6 lengths.
EXP_SHARE, LINEAR_SHARE = float(np.log(0.85 / 0.25)), 0.60
STEP_S = 30.0


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
class Grid:
    """Shapes (shape x cell) on half minutes about a time, each with its begin and size, s."""

    cells: Floats
    shape: Floats
    begin: Floats
    size: Floats
    straight: NDArray[np.bool_]


@dataclass(frozen=True)
class Heard:
    """Fixes of changes on a grid.

    Attributes
    ----------
    w, wv, wvv
        Weight, sum and sum of squares of the speeds (kn), change x cell.
    spacing
        Usual time between fixes, s.
    shift
        Where inside its cell the mean fix lies, s.
    """

    w: Floats
    wv: Floats
    wvv: Floats
    spacing: Floats
    shift: Floats


def grid_of(cells: Floats, begins: Floats, taus_min: Floats, lengths_min: Floats) -> Grid:
    """Return exponentials and straight ramps from 1 to 0 of every size, from every begin.

    Examples
    --------
    >>> grid = grid_of(np.array([0.0, 60.0]), np.zeros(1), np.ones(1), np.array([2.0]))
    >>> grid.shape.round(2).tolist()
    [[1.0, 0.37], [1.0, 0.5]]
    """
    sizes = np.r_[taus_min, lengths_min] * 60.0
    straight = np.r_[np.zeros(len(taus_min), bool), np.ones(len(lengths_min), bool)]
    b, k = (a.ravel() for a in np.meshgrid(begins, np.arange(len(sizes)), indexing="ij"))
    since = np.maximum(cells[None, :] - b[:, None], 0.0) / sizes[k][:, None]
    shape = np.where(straight[k][:, None], np.maximum(1.0 - since, 0.0), np.exp(-since))
    return Grid(cells, np.asarray(shape), np.asarray(b, float), sizes[k], straight[k])


def on_grid(changes: Sequence[Change], about_s: Sequence[float] | Floats, cells: Floats) -> Heard:
    """Return the fixes of each change on cells about a time of its own.

    A half minute weighs one however many fixes it holds: 2-second and 10-second feeds then
    cost and weigh the same.
    """
    count, low = len(cells), float(cells[0])
    span = float(cells[-1]) - low
    w, wv, wvv = (np.zeros((len(changes), count)) for _ in range(3))
    spacing, shift = np.full(len(changes), np.inf), np.zeros(len(changes))
    for i, (c, about) in enumerate(zip(changes, about_s, strict=True)):
        begin = float(about) + low
        a, b = np.searchsorted(c.t_s, [begin, begin + span])
        known = np.isfinite(c.v_kn[a:b])
        since, v = (c.t_s[a:b] - begin)[known], c.v_kn[a:b][known]
        if len(v) < 2:
            continue
        at = np.minimum((since / STEP_S).astype(np.int64), count - 1)
        heard = np.bincount(at, minlength=count)
        mean = np.bincount(at, weights=v, minlength=count) / np.maximum(heard, 1)
        w[i] = heard > 0
        wv[i], wvv[i] = mean, mean * mean
        spacing[i] = median(np.diff(since)) if len(since) > 1 else np.inf
        # Where inside its cell the mean fix lies: the grid is moved by it.
        shift[i] = float(np.mean(since - at * STEP_S))
    return Heard(w, wv, wvv, np.maximum(spacing, STEP_S), shift)
