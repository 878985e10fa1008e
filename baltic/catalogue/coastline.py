"""The coastline: Natural Earth 10 m land around the Baltic, for maps and coarse checks."""

from __future__ import annotations

import json
from functools import cache

import shapely
from shapely.geometry import shape

from ..data import data_file

__all__ = ["load_coastline"]


@cache
def load_coastline() -> shapely.Geometry:
    """Return Baltic land as a MultiPolygon in WGS84 (8-32 E, 53-67 N).

    Small islands are missing and inlets simplified; some anchorages lie "on land" in it:
    do not drop a fix for that.

    Returns
    -------
    shapely.MultiPolygon
        Read once and kept.

    Examples
    --------
    >>> from baltic.geo import on_land
    >>> on_land([25.5, 20.0], [62.0, 58.0], load_coastline()).tolist()
    [True, False]
    """
    document = json.loads(data_file("coastline.geojson").read_text(encoding="utf-8"))
    return shape(document["features"][0]["geometry"])
