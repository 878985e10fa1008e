"""Which of several spans of time, that may overlap, stands at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Standing"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Standing:
    """When which span of a group takes over from which.

    At a moment that spans cover, the one that began last stands (of those that began
    together the shortest): a long span goes on after a short one inside it.  Where none
    covers the moment, the one that stood last stands on; before all of them, the first.
    This depends on the spans alone, not on their order, but for spans equal in all:
    of those the last in the order given.

    Attributes
    ----------
    group, t, row
        The changes in order: from `t` on (any whole unit) the span of `row` stands in `group`.
    first
        By change: the span that stands before all changes of its group.
    """

    group: Ints
    t: Ints
    row: Ints
    first: Ints

    @classmethod
    def of(cls, group: NDArray[Any], begin: NDArray[Any], end: NDArray[Any]) -> Standing:
        """Return the changes of spans that hold both their ends.

        Parameters
        ----------
        group, begin, end
            Whole numbers, one a span, in any order; only spans of one group compete.

        Examples
        --------
        >>> long_and_short = Standing.of(np.array([7, 7]), np.array([0, 5]), np.array([20, 6]))
        >>> long_and_short.at(np.array([7, 7, 7, 7, 8]), np.array([-9, 5, 6, 7, 7])).tolist()
        [0, 1, 1, 0, -1]
        """
        g, a, b = (np.asarray(x).astype(np.int64) for x in (group, begin, end))
        b = np.maximum(a, b)
        order = np.lexsort((-b, a, g))
        g, a, b = g[order], a[order], b[order]
        n = len(g)
        resumes = _reaching_on(g, a, b)
        again = np.flatnonzero(resumes >= 0)
        at = np.r_[np.arange(n), resumes[again]]
        when = np.r_[a, b[again] + 1]
        who = np.r_[g, g[again]]
        sorted_ = np.lexsort((at, when, who))
        at, when, who = at[sorted_], when[sorted_], who[sorted_]
        last = np.r_[(who[1:] != who[:-1]) | (when[1:] != when[:-1]), True][: len(who)]
        at, when, who = at[last], when[last], who[last]
        leaders = order[np.searchsorted(g, who)] if n else order
        return cls(who, when, order[at], leaders)

    def at(self, group: NDArray[Any], t: NDArray[Any]) -> Ints:
        """Return the span that stands in each group at each time; -1 for unknown groups."""
        group, t = np.asarray(group).astype(np.int64), np.asarray(t).astype(np.int64)
        if not len(self.t):
            return np.full(len(group), -1, np.int64)
        times = np.unique(self.t)
        groups = np.unique(self.group)
        width = len(times) + 1
        key = np.searchsorted(groups, self.group) * width + np.searchsorted(times, self.t) + 1
        mine = np.minimum(np.searchsorted(groups, group), len(groups) - 1)
        asked = mine * width + np.searchsorted(times, t, side="right")
        place = np.searchsorted(key, asked, side="right") - 1
        begins = np.searchsorted(self.group, groups)[mine]
        found = np.where(place >= begins, self.row[np.maximum(place, 0)], self.first[begins])
        return np.where(groups[mine] == group, found, -1)


def _reaching_on(g: Ints, a: Ints, b: Ints) -> Ints:
    """Return which span stands right after each has ended; -1 where that needs no saying.

    That is the last span (in order of begin) begun by then that ends later.  It is sought
    in a table of greatest ends over 1, 2, 4, ... spans: n log n for any spans.
    """
    if not len(g):
        return np.zeros(0, np.int64)
    rank = np.cumsum(np.r_[0, g[1:] != g[:-1]])
    times, ends = np.unique(np.r_[a, b + 1]), np.unique(b)
    begun, over = (rank * len(times) + np.searchsorted(times, t) for t in (a, b + 1))
    # Spans of earlier groups end before those of later ones: the search stays in its group.
    reach = rank * len(ends) + np.searchsorted(ends, b)
    place = np.searchsorted(begun, over, side="right") - 1
    tables = [reach]
    while 2 ** len(tables) <= np.bincount(rank).max():
        half, step = tables[-1], 2 ** (len(tables) - 1)
        tables.append(np.maximum(half, np.r_[half[:step], half[:-step]]))
    for power, greatest in reversed(list(enumerate(tables))):
        nothing = (place >= 0) & (greatest[np.maximum(place, 0)] <= reach)
        place = np.where(nothing, place - 2**power, place)
    return np.where((place >= 0) & (reach[np.maximum(place, 0)] > reach), place, -1)
