"""In which order outages happened, as far as their windows tell, and sums over that order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .windows import Outage

__all__ = ["chained", "order_chances"]

Floats = NDArray[np.float64]

#: An exact time is a window of a second.
_LEAST_WIDTH_S = 1.0
_LEAST_SD_S = 1.0
#: Order is certain where two windows lie so many standard deviations apart.
_CERTAIN_SD = 6.0
#: Outages without a certain order among them that are summed over all orders; of more, the
#: likeliest order of groups as large counts.
_MOST = 10


def order_chances(outages: Sequence[Outage]) -> Floats:
    """Return P(outage k failed before outage j): each is anywhere in its window, with its error.

    Returns
    -------
    array
        Shape (k, j); one half on the diagonal.
    """
    a = np.array([o.earliest_s for o in outages])
    b = np.maximum(np.array([o.latest_s for o in outages]), a + _LEAST_WIDTH_S)
    reading = np.maximum([o.reading_sd_s for o in outages], _LEAST_SD_S)
    sd = np.hypot(reading[:, None], reading[None, :])
    width = (b - a)[:, None] * (b - a)[None, :]
    first = _second_integral(b[None, :] - a[:, None], sd)
    first -= _second_integral(a[None, :] - a[:, None], sd)
    first -= _second_integral(b[None, :] - b[:, None], sd)
    first += _second_integral(a[None, :] - b[:, None], sd)
    chance = np.clip(first / width, 0.0, 1.0)
    # Differences of large numbers: far apart they say nothing any more.
    chance = np.where(a[None, :] - b[:, None] > _CERTAIN_SD * sd, 1.0, chance)
    chance = np.where(a[:, None] - b[None, :] > _CERTAIN_SD * sd, 0.0, chance)
    return np.asarray((chance + 1.0 - chance.T) / 2)


def _second_integral(x: Floats, sd: Floats) -> Floats:
    """Return the integral of the integral of P(normal error < x)."""
    z = x / sd
    bell = np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    return np.asarray(((x**2 + sd**2) * ndtr(z) + x * sd * bell) / 2)


def chained(first: Floats, after: Floats, before: Floats) -> float:
    """Return the sum over all sets of outages of first times each next, mean over their orders.

    An order counts by how well all pairs in it agree with the windows, so that the sum does
    not depend on how outages are numbered.

    Parameters
    ----------
    first
        Of each outage as the first of a set.
    after
        Of outage j (column) next after k (row).
    before
        From :func:`order_chances`.

    Examples
    --------
    One before the other, and both at once:

    >>> after = np.array([[0.0, 9.0], [3.0, 0.0]])
    >>> chained(np.ones(2), after, np.array([[0.5, 1.0], [0.0, 0.5]]))
    11.0
    >>> chained(np.ones(2), after, np.full((2, 2), 0.5))
    8.0
    """
    ending = np.zeros(len(first))
    done: list[int] = []
    for group in _groups(before):
        entry = first[group] + ending[done] @ after[np.ix_(done, group)]
        ending[group] = _ends(entry, after[np.ix_(group, group)], before[np.ix_(group, group)])
        done += group
    return float(ending.sum())


def _groups(before: Floats) -> list[list[int]]:
    """Return outages in groups, each of which is certainly before the next."""
    likeliest = np.argsort(-before.sum(axis=1), kind="stable")
    sorted_ = before[np.ix_(likeliest, likeliest)]
    groups: list[list[int]] = []
    start = 0
    for end in range(1, len(likeliest) + 1):
        if end - start == _MOST or bool((sorted_[start:end, end:] >= 1.0).all()):
            groups.append([int(i) for i in likeliest[start:end]])
            start = end
    return groups


def _ends(entry: Floats, after: Floats, before: Floats) -> Floats:
    """Return the sum of the sets of one group that end with each of its outages."""
    n = len(entry)
    members = np.arange(n)
    total, weight = np.zeros((1 << n, n)), np.zeros(1 << n)
    weight[0] = 1.0
    ends = np.zeros(n)
    for which in range(1 << n):
        inside = (which >> members) & 1 == 1
        if which:
            ends += total[which] / max(weight[which], 1e-300)
        new = members[~inside]
        agrees = before[np.ix_(inside, new)].prod(axis=0)
        came = total[which] @ after[:, new] if which else entry[new]
        total[which | (1 << new), new] += agrees * came
        np.add.at(weight, which | (1 << new), agrees * weight[which])
    return np.asarray(ends)
