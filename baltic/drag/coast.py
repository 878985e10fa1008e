"""The land test of paths that nobody heard, off the shipped coastline."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from ..catalogue import load_coastline
from ..geo import on_land

__all__ = ["land_at", "land_on_ways"]

Floats = NDArray[np.float64]

#: Around the Baltic the shipped coastline is complete; elsewhere the coast is unknown.
_COAST_BOX = (8.0, 53.0, 32.0, 67.0)


def land_at(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Return which positions lie on land of the shipped coastline; none outside its box.

    Examples
    --------
    >>> land_at(np.array([25.5, 20.0, -40.0]), np.array([62.0, 58.0, 40.0])).tolist()
    [True, False, False]
    """
    west, south, east, north = _COAST_BOX
    inside = (lon > west) & (lon < east) & (lat > south) & (lat < north)
    dry = np.zeros(len(lon), bool)
    if inside.any():
        dry[inside] = on_land(lon[inside], lat[inside], _land())
    return dry


def land_on_ways(ways: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Return which lines (WGS84) touch land of the shipped coastline."""
    land = _land()
    shapely.prepare(land)
    return np.asarray(shapely.intersects(land, ways))


@lru_cache(maxsize=1)
def _land() -> shapely.Geometry:
    return load_coastline()
