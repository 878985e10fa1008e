"""Which ships are behind which of several outages: sums over all ways to share them out.

Every outage has one cause: one of the ships heard, or anything else.  With W_i(S) the rate at
which ship i is behind just the outages S, and B_k that of any other cause of outage k, all ways
are the terms with every x_k once in::

    prod_i (1 + sum_S W_i(S) x^S)  prod_k (1 + B_k x_k)        with x_k^2 = 0

One drag may cut several cables: W_i(S) holds the chance of a drag once, however large S is.
What n ships explain together counts 1/n for each: that is the mean over u from 0 to 1 where each
of the others is taken times u.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["MOST_OUTAGES", "behind", "shared_out"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: More outages have too many sets.
MOST_OUTAGES = 8
#: Ships times pairs of sets that are multiplied out; weaker ships count outage by outage.
_MOST_TERMS = 400_000


def shared_out(prior: Floats, given: Floats, other: Floats) -> tuple[Floats, Floats]:
    """Return the log rate of each ship by each way, and P(behind k | behind any).

    Parameters
    ----------
    prior : shape (ways, ships)
        Log chance that holds for all outages at once.
    given : shape (ways, ships, outages)
        Rate at each outage given that.
    other : shape (outages,)
        Rate of any other cause, in the same unit.

    Examples
    --------
    One ship, two outages: it is behind both, or behind one while the other has another cause.

    >>> log_r, share = shared_out(np.zeros((1, 1)), np.full((1, 1, 2), 2.0), np.ones(2))
    >>> float(np.exp(log_r[0, 0]).round(6)), share.round(3).tolist()
    (8.0, [[0.75, 0.75]])
    """
    outages = len(other)
    ways, whole, sets = _rates_of_sets(prior, given), 2**outages - 1, np.arange(2**outages)
    rates = ways.sum(axis=0)
    strong = _strong(rates)
    apart = rates.sum(axis=0) - rates[strong].sum(axis=0)
    single = np.array([apart[1 << k] for k in range(outages)])
    nodes, weights = np.polynomial.legendre.leggauss((outages + 1) // 2)
    total = np.zeros(ways.shape)
    for u, weight in zip((nodes + 1) / 2, weights / 2, strict=True):
        without, full = _others(u * rates[strong], _products((other + u * single)[None])[0])
        rest = np.tile(full, (len(rates), 1))
        rest[strong] = without
        total += weight * ways * rest[:, whole ^ sets]
    with np.errstate(divide="ignore"):
        log_r = np.log(total.sum(axis=2))
    of_ship = total.sum(axis=0)
    behind = of_ship @ _members(outages).astype(float)
    return log_r, behind / np.maximum(of_ship.sum(axis=1), 1e-300)[:, None]


def behind(prior: Floats, given: Floats, other: Floats) -> tuple[Floats, float]:
    """Return the log rates of all ways in which a ship is behind an outage, and any behind any.

    What several ships explain together counts whole for each, so that these do not add up to the
    latter over ships; over all causes of one outage they do.

    Parameters
    ----------
    prior, given, other
        As for :func:`shared_out`.

    Examples
    --------
    One ship, two outages: nine ways, in eight of which it is behind any, in six behind each.

    >>> log_w, log_any = behind(np.zeros((1, 1)), np.full((1, 1, 2), 2.0), np.ones(2))
    >>> np.exp(log_w).round(6).tolist(), round(float(np.exp(log_any)), 6)
    ([[6.0, 6.0]], 8.0)
    """
    outages = len(other)
    rates, whole = _rates_of_sets(prior, given).sum(axis=0), 2**outages - 1
    strong = _strong(rates)
    apart = rates.sum(axis=0) - rates[strong].sum(axis=0)
    single = np.array([apart[1 << k] for k in range(outages)])
    without, full = _others(rates[strong], _products((other + single)[None])[0])
    rest = np.tile(full, (len(rates), 1))
    rest[strong] = without
    ways = (rates * rest[:, whole ^ np.arange(2**outages)]) @ _members(outages).astype(float)
    with np.errstate(divide="ignore"):
        return np.log(ways), float(np.log(max(full[whole] - other.prod(), 0.0)))


def _rates_of_sets(prior: Floats, given: Floats) -> Floats:
    """Return W (ways x ships x sets of outages); none for the empty set."""
    rates = np.exp(prior)[:, :, None] * _products(given)
    rates[:, :, 0] = 0.0
    return np.asarray(rates)


def _products(factors: Floats) -> Floats:
    """Return the product of the factors of each set of outages (last axis)."""
    inside = _members(factors.shape[-1])
    return np.asarray(np.where(inside, factors[..., None, :], 1.0).prod(axis=-1))


def _strong(rates: Floats) -> Ints:
    """Return the ships that may be behind several outages, the strongest where they are many."""
    size = _members(int(np.log2(rates.shape[1]))).sum(axis=1)
    fits = np.flatnonzero((rates[:, size == 1] > 0).sum(axis=1) > 1)
    most = rates[fits][:, size > 1].max(axis=1, initial=0.0)
    room = _MOST_TERMS // len(_pairs(rates.shape[1])[0])
    return np.asarray(fits[np.argsort(-most, kind="stable")[:room]])


def _others(rates: Floats, start: Floats) -> tuple[Floats, Floats]:
    """Return start times all ships but each, and times all of them, by a tree of products."""
    n = len(rates)
    leaves = np.zeros((1 << max(n - 1, 0).bit_length(), rates.shape[1]))
    leaves[:n] = rates
    leaves[:, 0] = 1.0
    tree = [leaves]
    while len(tree[-1]) > 1:
        tree.append(_times(tree[-1][0::2], tree[-1][1::2]))
    without = start[None]
    for level in tree[-2::-1]:
        both = np.empty_like(level)
        both[0::2] = _times(without, level[1::2])
        both[1::2] = _times(without, level[0::2])
        without = both
    return without[:n], _times(start[None], tree[-1])[0]


def _times(a: Floats, b: Floats) -> Floats:
    """Return products of sums over sets: no outage has two causes."""
    one, other, starts = _pairs(a.shape[1])
    return np.asarray(np.add.reduceat(a[:, one] * b[:, other], starts, axis=1))


@cache
def _pairs(sets: int) -> tuple[Ints, Ints, Ints]:
    """Return all splits of each set in two, and where those of each set begin."""
    whole = np.arange(sets)
    made, one = np.nonzero((whole[None, :] & ~whole[:, None]) == 0)
    return one, made ^ one, np.searchsorted(made, whole)


@cache
def _members(outages: int) -> NDArray[np.bool_]:
    """Return which outages (columns) each set (row) holds."""
    return np.asarray((np.arange(2**outages)[:, None] >> np.arange(outages)) & 1 == 1)
