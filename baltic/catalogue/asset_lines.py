"""Lines of an asset file: what is one, and whether its degrees can be right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from ..errors import AssetError

__all__ = ["lines_of", "row_of"]


def lines_of(raw: gpd.GeoDataFrame, path: Path, faults: list[str]) -> list[Any]:
    """Return the rows of a file as MultiLineStrings; add faults for what is none.

    Raises
    ------
    AssetError
        Most of the file has longitude and latitude in each other's place.
    """
    shapes = raw.geometry.to_numpy()
    missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    if missing.any():
        faults.append(
            f"{int(missing.sum())} without geometry, or of one point, "
            f"first in row {row_of(missing)}"
        )
    kinds = shapely.get_type_id(shapes)
    line, multi = shapely.GeometryType.LINESTRING.value, shapely.GeometryType.MULTILINESTRING.value
    wrong = ~np.isin(kinds, (line, multi)) & ~missing
    if wrong.any():
        kind = raw.geometry.geom_type[wrong].iloc[0]
        faults.append(
            f"{int(wrong.sum())} of {len(raw)} rows hold {kind} and the like instead of lines, "
            f"first in row {row_of(wrong)} (baltic assets import --format generic leaves them out)"
        )
    short = ~missing & ~wrong & ~(shapely.length(shapes) > 0)
    if short.any():
        faults.append(f"{int(short.sum())} lines of no length, first in row {row_of(short)}")
    _check_swapped(shapes[~missing], path)
    _check_swapped_rows(shapes, faults)
    return [
        shapely.MultiLineString([s]) if k == line else s for s, k in zip(shapes, kinds, strict=True)
    ]


def row_of(mask: Any) -> int:
    """Return the first row that a mask marks, counted from 1.

    Examples
    --------
    >>> row_of([False, True, True])
    2
    """
    return int(np.flatnonzero(mask)[0]) + 1


def _check_swapped(shapes: Any, path: Path) -> None:
    """Refuse a file that lies in the Baltic only when longitude and latitude change places."""
    xy = shapely.get_coordinates(shapes)
    if len(xy) == 0:
        return
    x, y = xy.T
    swapped = (x > 53) & (x < 67) & (y > 8) & (y < 32)
    if swapped.mean() > 0.5:
        raise AssetError(
            "longitude and latitude look swapped",
            file=path,
            example=f"{x[swapped][0]:g} {y[swapped][0]:g}",
            hint="the order is longitude, latitude",
        )


def _check_swapped_rows(shapes: Any, faults: list[str]) -> None:
    """Add a fault for single lines that are swapped in a file that else lies in the Baltic.

    A swapped line of the Baltic lies off Arabia, where a file of the whole world has lines, too.
    """
    west, south, east, north = shapely.bounds(shapes).T
    swapped = (west > 53) & (east < 67) & (south > 8) & (north < 32)
    baltic = (west > 8) & (east < 32) & (south > 53) & (north < 67)
    if swapped.any() and baltic.any() and (swapped | baltic | np.isnan(west)).all():
        faults.append(
            f"longitude and latitude look swapped in {int(swapped.sum())} of {len(shapes)} rows, "
            f"first in row {row_of(swapped)}"
        )
