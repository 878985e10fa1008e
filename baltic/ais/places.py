"""Points of files that declare a coordinate system, as degrees."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError

__all__ = ["to_degrees"]

Floats = NDArray[np.float64]


def to_degrees(x: Floats, y: Floats, crs: Any, *, file: str) -> tuple[Floats, Floats]:
    """Return WGS84 lon and lat of points; what cannot be transformed becomes NaN.

    Parameters
    ----------
    x, y
        Coordinates, easting first.
    crs
        Anything pyproj understands; None = not declared, then degrees are required.

    Raises
    ------
    InputError
        A CRS that cannot be understood, or coordinates out of degrees without one.

    Examples
    --------
    >>> lon, lat = to_degrees(np.array([500000.0]), np.array([6650000.0]), 3067, file="a")
    >>> round(float(lon[0]), 3), round(float(lat[0]), 2)
    (27.0, 59.99)
    """
    x, y = np.asarray(x, float), np.asarray(y, float)
    if crs is None:
        # 91 and 181 are what AIS sends for an unknown position.
        if np.nanmax(np.abs(x), initial=0) > 181 or np.nanmax(np.abs(y), initial=0) > 91:
            raise InputError(
                "coordinates are out of degrees and no CRS is declared",
                file=file,
                hint="write the file with its coordinate reference system",
            )
        return x, y
    import pyproj  # loads half of the web; few files declare a CRS

    try:
        known = pyproj.CRS.from_user_input(crs)
        if known.is_geographic:
            same = known.equals("OGC:CRS84", ignore_axis_order=True) or known.equals(
                "EPSG:4326", ignore_axis_order=True
            )
            if same:
                return x, y
        moved = pyproj.Transformer.from_crs(known, "OGC:CRS84", always_xy=True)
    except pyproj.exceptions.ProjError as error:
        raise InputError("declares a CRS that is not known", file=file, example=crs) from error
    lon, lat = moved.transform(x, y)
    lon, lat = np.asarray(lon, float), np.asarray(lat, float)
    lost = ~(np.isfinite(lon) & np.isfinite(lat))
    lon[lost], lat[lost] = np.nan, np.nan
    return lon, lat
