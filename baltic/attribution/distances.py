"""How far many legs are from a line, worked out for those of which it is asked.

Most legs around a long line are far from it, which a look at their middles tells.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import KDTree

__all__ = ["Distances", "Pieces", "pieces_of"]

Floats = NDArray[np.float64]

#: No silence of a day reaches further.
_FAR_KM = 2000.0
#: Points along the line that middles are held against, at most so far apart, m.
_STEP_M = 1000.0


class Pieces:
    """The straight pieces of a line of one or several parts, in a tree that is made once.

    Parameters
    ----------
    line
        In local metres.

    Examples
    --------
    >>> pieces = Pieces(shapely.LineString([(0, 0), (90_000, 0)]))
    >>> pieces.nearest_m(shapely.points([[0, 40], [-30, 40]])).tolist()
    [40.0, 50.0]
    """

    def __init__(self, line: Any) -> None:
        self.line = line

    @cached_property
    def tree(self) -> shapely.STRtree:
        return shapely.STRtree(pieces_of(self.line))

    def nearest_m(self, geometries: Any) -> Floats:
        """Return how far each of many geometries is from the line, m; inf beyond all reach."""
        found = np.full(len(geometries), np.inf)
        rows, gaps = self.tree.query_nearest(
            geometries, max_distance=_FAR_KM * 1000, return_distance=True, all_matches=False
        )
        found[rows[0]] = gaps
        return found


class Distances:
    """Distances of legs from a line, m.

    Parameters
    ----------
    pieces
        Of the line.
    xy
        Both ends of each leg there, shape (n, 2, 2).
    lines
        The same legs as geometries.

    Examples
    --------
    >>> line = Pieces(shapely.LineString([(0, 0), (90_000, 0)]))
    >>> xy = np.array([[[0, 50], [10, 60]], [[0, 7000], [0, 9000]], [[0, 7500], [10, 7500]]], float)
    >>> away = Distances(line, xy, shapely.linestrings(xy))
    >>> away.within(100.0).tolist(), away.of([2]).tolist()
    ([True, False, False], [7500.0])
    >>> away.nearest(np.array([8, 9, 9]), np.zeros(3), np.arange(3)).tolist()
    [0, 1]
    """

    def __init__(self, pieces: Pieces, xy: Floats, lines: Any) -> None:
        self._pieces, self._lines = pieces, lines
        self._m = _least_m(pieces.line, xy)
        self._exact = np.zeros(len(xy), bool)

    @classmethod
    def known(cls, away_m: Floats) -> Distances:
        """Return distances that are worked out already."""
        found = cls.__new__(cls)
        found._m, found._exact = away_m, np.ones(len(away_m), bool)
        return found

    def of(self, rows: Any) -> Floats:
        """Return the distances of some legs, m; inf beyond all reach."""
        rows = np.asarray(rows, np.int64)
        new = rows[~self._exact[rows]]
        if len(new):
            self._m[new] = self._pieces.nearest_m(self._lines[new])
            self._exact[new] = True
        return np.asarray(self._m[rows])

    def within(self, reach_m: Floats | float) -> NDArray[np.bool_]:
        """Return which of all legs come so near."""
        self.of(np.flatnonzero(self._m <= reach_m))
        return np.asarray(self._m <= reach_m)

    def nearest(self, ships: NDArray[Any], t_s: Floats, among: NDArray[Any]) -> NDArray[np.int64]:
        """Return the nearest leg of each ship among some legs, of several the first in time."""
        one = self._first(ships, t_s, among)
        # What is no more than a bound counts if it lets a leg be as near as one that is known.
        limit = self.of(one)[np.searchsorted(ships[one], ships[among])]
        close = among[self._m[among] <= limit]
        self.of(close)
        return self._first(ships, t_s, close)

    def _first(self, ships: NDArray[Any], t_s: Floats, among: NDArray[Any]) -> NDArray[np.int64]:
        order = among[np.lexsort((t_s[among], self._m[among], ships[among]))]
        return np.asarray(order[np.unique(ships[order], return_index=True)[1]], np.int64)


def _least_m(line: Any, xy: Floats) -> Floats:
    """Return what the distance of each leg from a line is at the least, m."""
    if not len(xy) or shapely.is_empty(line):
        return np.zeros(len(xy))
    stations = shapely.get_coordinates(shapely.segmentize(line, _STEP_M))
    middle, half_m = xy.mean(axis=1), np.hypot(*(xy[:, 1] - xy[:, 0]).T) / 2
    known = np.isfinite(middle).all(axis=1)
    least = np.zeros(len(xy))
    least[known] = KDTree(stations).query(middle[known])[0]
    # Rounding must not turn what is at least so far into a little more than that.
    return np.asarray(np.maximum(least - half_m - _STEP_M / 2 - 1.0, 0.0))


def pieces_of(line: Any) -> Any:
    """Return the straight pieces of a line of one or several parts.

    Examples
    --------
    >>> len(pieces_of(shapely.LineString([(0, 0), (1, 0), (1, 2)])))
    2
    """
    xy, part = shapely.get_coordinates(shapely.get_parts(line), return_index=True)
    same = part[1:] == part[:-1]
    return shapely.linestrings(np.stack([xy[:-1][same], xy[1:][same]], axis=1))
