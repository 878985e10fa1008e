"""Water depths from a grid file: GeoTIFF, NetCDF (EMODnet, GEBCO, BSBD) or ESRI ASCII grid.

The file stays closed to memory: only the tiles around the asked places are read, and few of
them are kept.  A depth is interpolated between the four nearest cell centres (bilinear), which
follows the slope of the sea bed better than the value of one cell; what the nearest cell does
not know, lies outside the grid or is land by it, is unknown, never guessed.
"""

from __future__ import annotations

from .files import open_bathymetry
from .grid import Bathymetry

__all__ = ["Bathymetry", "open_bathymetry"]
