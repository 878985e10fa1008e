"""Asset lines cut into short straight pieces, and a fast answer to "is a leg near any?"."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from ..geo import distance_m
from .mercator import to_plane

__all__ = ["Mask", "Pieces", "cut_assets"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: Lines are straight in lon/lat (GeoJSON); pieces of this length are straight in the
#: Mercator plane too, within 0.15 m up to 66 N.
_PIECE_KM = 2.0

#: Cells of the finest mask at most, how high they are at least (half a kilometre: with half
#: of that more time goes into cells than into legs), and how much coarser the next ones are.
_MASK_CELLS = 16_000_000
_MASK_DEG = 0.005
_MASK_STEPS = (1, 8, 64)


@dataclass(frozen=True)
class Pieces:
    """Two-point pieces of all assets, in order along each part.

    Attributes
    ----------
    asset, part
        Row of the asset table and line of the asset (0 trunk, 1.. branches).
    ax, ay, bx, by
        Ends in the Mercator plane, radians.
    edge
        Number of the original two-vertex line a piece was cut from.
    lon_a, lat_a, lon_b, lat_b
        Ends in degrees.
    kp_a_km
        Kilometre point of the first end: geodesic, summed over the part's pieces, so that
        more vertices on the same line do not move it.
    """

    asset: Ints
    part: Ints
    ax: Floats
    ay: Floats
    bx: Floats
    by: Floats
    edge: Ints
    lon_a: Floats
    lat_a: Floats
    lon_b: Floats
    lat_b: Floats
    kp_a_km: Floats

    def __len__(self) -> int:
        return len(self.asset)

    def kp_km(self, piece: Ints, lon: Floats, lat: Floats) -> Floats:
        """Return kilometre points of places on pieces, geodesic from the part's first vertex."""
        back = distance_m(self.lon_a[piece], self.lat_a[piece], lon, lat)
        return np.asarray(self.kp_a_km[piece] + back / 1000.0)

    def tree(self, margin: float) -> shapely.STRtree:
        """Return a tree of the pieces' bounding boxes in the plane, grown by `margin`."""
        return shapely.STRtree(
            shapely.box(
                np.minimum(self.ax, self.bx) - margin,
                np.minimum(self.ay, self.by) - margin,
                np.maximum(self.ax, self.bx) + margin,
                np.maximum(self.ay, self.by) + margin,
            )
        )


def cut_assets(assets: gpd.GeoDataFrame) -> Pieces:
    """Cut all lines into pieces of at most 2 km that meet exactly at their ends.

    Parameters
    ----------
    assets
        Contract ``ASSETS``.

    Examples
    --------
    >>> line = shapely.LineString([(20, 57), (20, 57.1)])
    >>> len(cut_assets(gpd.GeoDataFrame({"geometry": [line]}, crs=4326)))
    6
    """
    lines, asset = shapely.get_parts(assets.geometry.to_numpy(), return_index=True)
    _, part_start = np.unique(asset, return_index=True)
    part = np.arange(len(asset)) - np.repeat(part_start, np.unique(asset, return_counts=True)[1])
    points, line = shapely.get_coordinates(lines, return_index=True)
    joined = np.flatnonzero(np.diff(line) == 0)
    lon_a, lat_a = points[joined, 0], points[joined, 1]
    lon_b, lat_b = points[joined + 1, 0], points[joined + 1, 1]
    line = line[joined]
    km = distance_m(lon_a, lat_a, lon_b, lat_b) / 1000.0
    real = np.flatnonzero((lon_a != lon_b) | (lat_a != lat_b))
    count = np.maximum(1, np.ceil(km[real] / _PIECE_KM)).astype(np.int64)
    leg = np.repeat(real, count)
    step = np.arange(len(leg)) - np.repeat(np.cumsum(count) - count, count)
    count = np.repeat(count, count)

    def between(share: Floats, a: Floats, b: Floats) -> Floats:
        # The far end is taken from the vertex itself, so neighbours meet bit for bit.
        return np.asarray(np.where(share == 1.0, b[leg], a[leg] + share * (b[leg] - a[leg])))

    s0, s1 = step / count, (step + 1) / count
    ends = [between(s, a, b) for s in (s0, s1) for a, b in ((lon_a, lon_b), (lat_a, lat_b))]
    ax, ay = to_plane(ends[0], ends[1])
    bx, by = to_plane(ends[2], ends[3])
    return Pieces(
        asset=asset[line[leg]], part=part[line[leg]], ax=ax, ay=ay, bx=bx, by=by, edge=leg,
        lon_a=ends[0], lat_a=ends[1], lon_b=ends[2], lat_b=ends[3],
        kp_a_km=_kilometre_points(line[leg], ends),
    )  # fmt: skip


def _kilometre_points(line: Ints, ends: list[Floats]) -> Floats:
    """Return the way along each line before each of its pieces, km."""
    km = distance_m(*ends) / 1000.0
    along = np.cumsum(km) - km
    first = np.flatnonzero(np.diff(line, prepend=-1) != 0)
    pieces = np.diff(np.r_[first, len(line)])
    return np.asarray(along - np.repeat(along[first], pieces))


class Mask:
    """Which cells of the sea lie next to an asset; most legs are done with after one look.

    Three grids, each coarser than the one before.  A leg is looked up in the finest grid
    whose cells it does not exceed; cells are marked one further out than the pieces reach,
    so the cell of the leg's first fix decides.
    """

    def __init__(self, pieces: Pieces, margin_deg: float) -> None:
        lon = np.concatenate([pieces.lon_a, pieces.lon_b])
        lat = np.concatenate([pieces.lat_a, pieces.lat_b])
        self._west, self._south = lon.min() - margin_deg, lat.min() - margin_deg
        width, height = lon.max() + margin_deg - self._west, lat.max() + margin_deg - self._south
        # A cell is twice as wide as high in degrees: about square at 60 N.
        fine = max(_MASK_DEG, float(np.sqrt(width * height / 2 / _MASK_CELLS)))
        self._grids = []
        for factor in _MASK_STEPS:
            size = fine * factor
            grid = np.zeros((int(width / (2 * size)) + 4, int(height / size) + 4), bool)
            self._mark(grid, size, pieces, margin_deg)
            self._grids.append((size, grid))

    def _cell(self, lon: Floats, lat: Floats, size: float) -> tuple[Ints, Ints]:
        ix = np.floor((lon - self._west) / (2 * size)).astype(np.int64) + 1
        iy = np.floor((lat - self._south) / size).astype(np.int64) + 1
        return ix, iy

    def _mark(self, grid: Bools, size: float, pieces: Pieces, margin: float) -> None:
        west, east = np.minimum(pieces.lon_a, pieces.lon_b), np.maximum(pieces.lon_a, pieces.lon_b)
        south, north = (f(pieces.lat_a, pieces.lat_b) for f in (np.minimum, np.maximum))
        x0, y0 = self._cell(west - margin, south - margin, size)
        x1, y1 = self._cell(east + margin, north + margin, size)
        x0, y0, x1, y1 = x0 - 1, y0 - 1, x1 + 1, y1 + 1
        for dx in range(int((x1 - x0).max()) + 1):
            for dy in range(int((y1 - y0).max()) + 1):
                ix, iy = x0 + dx, y0 + dy
                ok = (ix <= x1) & (iy <= y1) & (ix >= 0) & (iy >= 0)
                ok &= (ix < grid.shape[0]) & (iy < grid.shape[1])
                grid[ix[ok], iy[ok]] = True

    def near(self, lon: Floats, lat: Floats) -> Bools:
        """Return, for each leg between neighbours of these arrays, whether it may meet a piece.

        Parameters
        ----------
        lon, lat
            Fixes in order, degrees; n fixes give n - 1 answers.
        """
        far = np.maximum(np.abs(np.diff(lon)) / 2, np.abs(np.diff(lat)))
        maybe = far >= self._grids[-1][0]
        lower = -1.0
        for size, grid in self._grids:
            some = np.flatnonzero((far < size) & (far > lower))
            lower = np.nextafter(size, 0.0)
            ix, iy = self._cell(lon[some], lat[some], size)
            inside = (ix >= 0) & (iy >= 0) & (ix < grid.shape[0]) & (iy < grid.shape[1])
            maybe[some[inside]] = grid[ix[inside], iy[inside]]
        return maybe
