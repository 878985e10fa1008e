"""How far a point at sea is from the nearest coast."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from ..geo import DEG_M

__all__ = ["Sea"]

Floats = NDArray[np.float64]

#: Distances are taken in a plate carree stretched at this latitude, per point: see below.
_NEAR_DEG = 0.6


class Sea:
    """A coastline prepared for many questions.

    Distances are a lower bound within 3 %: degrees of longitude are shrunk by the cosine of
    the point's own latitude (bands of half a degree), which at 60 km is off by that much.

    Parameters
    ----------
    land
        Polygons of land, WGS84 degrees.

    Examples
    --------
    >>> sea = Sea(shapely.box(20.0, 58.0, 21.0, 59.0))
    >>> [round(float(m) / 1000) for m in sea.clearance_m([22.0, 20.5], [58.5, 58.5])]
    [58, 0]
    """

    def __init__(self, land: shapely.Geometry) -> None:
        self.land = land
        shapely.prepare(self.land)
        self._bands: dict[float, shapely.STRtree] = {}
        lines = shapely.get_parts(shapely.boundary(shapely.get_parts(land)))
        ends = [shapely.get_coordinates(line) for line in lines]
        self._pieces: Floats = np.concatenate(
            [np.stack([xy[:-1], xy[1:]], axis=1) for xy in ends] if ends else [np.empty((0, 2, 2))]
        )

    def is_land(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """Return whether points lie on land.

        Parameters
        ----------
        lon, lat
            Degrees, of one shape.

        Returns
        -------
        ndarray of bool
            In that shape.

        Examples
        --------
        >>> Sea(shapely.box(20.0, 58.0, 21.0, 59.0)).is_land([20.5, 22.0], [58.5, 58.5]).tolist()
        [True, False]
        """
        return np.asarray(shapely.contains_xy(self.land, np.asarray(lon), np.asarray(lat)))

    def crosses_land(self, lon: ArrayLike, lat: ArrayLike) -> bool:
        """Return whether a line of points touches land.

        Parameters
        ----------
        lon, lat
            Degrees, shape (n,), n at least 2.

        Returns
        -------
        bool
            Whether any leg does.

        Examples
        --------
        >>> Sea(shapely.box(20.0, 58.0, 21.0, 59.0)).crosses_land([19.0, 22.0], [58.5, 58.5])
        True
        """
        line = shapely.linestrings(np.asarray(lon, float), np.asarray(lat, float))
        return bool(shapely.intersects(self.land, line))

    def clearance_m(self, lon: ArrayLike, lat: ArrayLike) -> Floats:
        """Return the distance to the nearest coast.

        Parameters
        ----------
        lon, lat
            Degrees; scalars or arrays that broadcast.

        Returns
        -------
        ndarray
            Metres in the common shape; 0 on land, at most about 66 km.
        """
        x, y = np.broadcast_arrays(np.asarray(lon, float), np.asarray(lat, float))
        out = np.full(x.shape, _NEAR_DEG * DEG_M)
        band = np.round(y * 2) / 2
        for level in np.unique(band):
            here = band == level
            scale = float(np.cos(np.radians(level + 0.25)))
            points = shapely.points(x[here] * scale, y[here])
            found, dist = self._tree(level, scale).query_nearest(
                points, max_distance=_NEAR_DEG, return_distance=True, all_matches=False
            )
            near = out[here]
            near[found[0]] = dist * DEG_M
            out[here] = near
        out[self.is_land(x, y)] = 0.0
        return out

    def _tree(self, level: float, scale: float) -> shapely.STRtree:
        if level not in self._bands:
            # Only the coast that can be near this band.
            low = self._pieces[..., 1].min(axis=1) < level + 1.0
            high = self._pieces[..., 1].max(axis=1) > level - 1.0
            part: Any = self._pieces[low & high] * np.array([scale, 1.0])
            self._bands[level] = shapely.STRtree(shapely.linestrings(part))
        return self._bands[level]
