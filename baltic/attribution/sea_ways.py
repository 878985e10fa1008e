"""The least way by sea to an asset, never overstated: no ship is excluded for a way it had.

Where the straight way is over land, a field of ways over cells of water around the asset
tells how long the way around is at least.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from ..drag.coast import land_at, land_on_ways
from ..geo import project, unproject

if TYPE_CHECKING:
    from .targets import Target

__all__ = ["SeaWays"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: The field of ways by sea: cells, least width (m), how far from the asset (m), and how much
#: too long a way over sixteen directions can come out.
_CELLS = 60_000
_CELL_M = 1000.0
_FIELD_M = 80_000.0
_TURNS = 1.03
_STEPS = ((1, 0), (0, 1), (1, 1), (1, -1), (2, 1), (1, 2), (2, -1), (1, -2))


class SeaWays:
    """Ways to one asset; the field is made when the first way is barred by land."""

    def __init__(self, target: Target) -> None:
        self.target = target

    def least_m(self, lon: Floats, lat: Floats, straight_m: Floats) -> Floats:
        """Return the least way by sea from positions to the asset, m.

        Parameters
        ----------
        lon, lat
            Positions, degrees.
        straight_m
            Their straight distances from the asset, which is the answer where no land lies
            between or the coast is not known.
        """
        way = np.array(straight_m, float)
        x, y = project(self.target.transformer, lon, lat)
        points = shapely.points(x, y)
        to = shapely.get_point(shapely.shortest_line(points, self.target.line), 1)
        to_lon, to_lat = unproject(self.target.transformer, shapely.get_x(to), shapely.get_y(to))
        ends = [np.stack(pair, axis=1) for pair in ((lon, lat), (to_lon, to_lat))]
        ways: Any = shapely.linestrings(np.stack(ends, axis=1))
        known = np.flatnonzero(np.isfinite(way))
        barred = known[land_on_ways(ways[known])]
        if len(barred):
            way[barred] = np.maximum(way[barred], self._field.way_m(x[barred], y[barred]))
        return way

    @cached_property
    def _field(self) -> _Field:
        return _Field(self.target)


class _Field:
    """Ways by sea to an asset from the cells around it."""

    def __init__(self, target: Target) -> None:
        x0, y0, x1, y1 = (float(v) for v in shapely.bounds(target.line))
        self.west, self.south = x0 - _FIELD_M, y0 - _FIELD_M
        wide, high = x1 + _FIELD_M - self.west, y1 + _FIELD_M - self.south
        self.cell_m = max(_CELL_M, float(np.sqrt(wide * high / _CELLS)))
        self.shape = (int(wide / self.cell_m) + 1, int(high / self.cell_m) + 1)
        self.sea = self._sea(target)
        self.far = self._spread(target)

    def _sea(self, target: Target) -> Bools:
        """Return the cells with any water: one that is all land alone bars a way."""
        at = np.stack(np.meshgrid(*(np.arange(n) + 0.5 for n in self.shape), indexing="ij"), -1)
        dry = np.ones(self.shape, bool)
        for dx, dy in ((0.0, 0.0), (-0.4, -0.4), (-0.4, 0.4), (0.4, -0.4), (0.4, 0.4)):
            x = self.west + (at[..., 0] + dx) * self.cell_m
            y = self.south + (at[..., 1] + dy) * self.cell_m
            rest = np.flatnonzero(dry.ravel())
            lon, lat = unproject(target.transformer, x.ravel()[rest], y.ravel()[rest])
            dry.ravel()[rest] = land_at(lon, lat)
        return ~dry

    def _cell(self, x: Floats, y: Floats) -> tuple[Ints, Ints]:
        ix = np.floor((x - self.west) / self.cell_m).astype(np.int64)
        iy = np.floor((y - self.south) / self.cell_m).astype(np.int64)
        return np.clip(ix, 0, self.shape[0] - 1), np.clip(iy, 0, self.shape[1] - 1)

    def _spread(self, target: Target) -> Floats:
        number = np.arange(self.sea.size).reshape(self.shape)
        a, b, way = [], [], []
        for dx, dy in _STEPS:
            low, high = slice(max(-dy, 0), None), slice(max(dy, 0), None)
            here = number[: self.shape[0] - dx, low][:, : self.shape[1] - abs(dy)]
            there = number[dx:, high][:, : self.shape[1] - abs(dy)]
            both = self.sea.ravel()[here] & self.sea.ravel()[there]
            a.append(here[both])
            b.append(there[both])
            way.append(np.full(int(both.sum()), np.hypot(dx, dy) * self.cell_m))
        size = self.sea.size
        graph = coo_array(
            (np.concatenate(way), (np.concatenate(a), np.concatenate(b))), shape=(size, size)
        )
        dense = shapely.get_coordinates(shapely.segmentize(target.line, self.cell_m / 2))
        sources = np.unique(number[self._cell(dense[:, 0], dense[:, 1])])
        sources = sources[self.sea.ravel()[sources]]
        if not len(sources):
            return np.zeros(self.shape)
        far = dijkstra(graph.tocsr(), directed=False, indices=sources, min_only=True)
        return np.asarray(far).reshape(self.shape)

    def way_m(self, x: Floats, y: Floats) -> Floats:
        """Return the least way from places to the asset; zero where it is not known."""
        ix, iy = self._cell(x, y)
        way = np.maximum(self.far[ix, iy] / _TURNS - 2 * self.cell_m, 0.0)
        # A way may leave the field and come back: it is then at least the field's margin.
        return np.asarray(np.where(self.sea[ix, iy], np.minimum(way, _FIELD_M), 0.0))
