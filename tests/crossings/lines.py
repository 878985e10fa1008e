"""Lines, ships that sail over them, and the crossings of both."""

from __future__ import annotations

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import pyproj
import shapely

from baltic.crossings import find_crossings
from baltic.settings import Settings
from baltic.tables import ASSETS, CROSSINGS, TRACKS

from ..tracks.ships import T0, fixes

SETTINGS = Settings()
#: No fix is "on" a line: random fixes may come within half a metre and turn back.
EXACT = dataclasses.replace(
    SETTINGS, crossings=dataclasses.replace(SETTINGS.crossings, touch_m=1e-6)
)
START = np.array([22.0, 58.0])
PLANE = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3395", always_xy=True)


def asset(*lines, asset_id="a", accuracy_km=0.1, **more) -> gpd.GeoDataFrame:
    row = dict.fromkeys(ASSETS.names, "x") | {"asset_id": asset_id, "accuracy_km": accuracy_km}
    geometry = shapely.multilinestrings([shapely.linestrings(np.array(c, float)) for c in lines])
    return gpd.GeoDataFrame([row | more | {"geometry": geometry}], crs=4326)


def assets(*frames) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=4326)


def track(points, seconds=None, sog=None, mmsi=1, **more) -> pl.DataFrame:
    """TRACKS without cleaning; a fix a minute unless told."""
    points = np.array(points, float)
    s = 60.0 * np.arange(len(points)) if seconds is None else seconds
    frame = fixes(mmsi, s, points[:, 0], points[:, 1], sog, **more)
    return frame.with_columns(hull=pl.lit(0, pl.UInt8), segment=pl.lit(0, pl.UInt32))


def cross(tracks, lines, settings=SETTINGS) -> pd.DataFrame:
    TRACKS.check(tracks)
    found = find_crossings(tracks, lines, settings)
    CROSSINGS.check(found)
    return found


def seconds_of(found: pd.DataFrame) -> np.ndarray:
    return ((found["t"] - pd.Timestamp(T0)) / pd.Timedelta("1s")).to_numpy()


def rhumb(a, b, share) -> tuple[np.ndarray, np.ndarray]:
    """Points of a rhumb line by PROJ's own ellipsoidal Mercator; an independent road."""
    (x0, x1), (y0, y1) = PLANE.transform([a[0], b[0]], [a[1], b[1]])
    share = np.asarray(share, float)
    lon, lat = PLANE.transform(x0 + share * (x1 - x0), y0 + share * (y1 - y0), direction="INVERSE")
    return np.asarray(lon), np.asarray(lat)


#: A cable along a meridian, with a vertex at 59.2.
LINE = asset([(24.0, 59.0), (24.0, 59.2), (24.0, 59.5)])
