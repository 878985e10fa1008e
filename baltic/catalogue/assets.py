"""Assets: cables, power links and pipelines, with how well each line is known.

Part 0 of a line is the trunk, parts 1.. its branches; each has its own accuracy.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ..data import data_file, read_once
from ..errors import AssetError, UnknownIdError, did_you_mean, nearest
from ..geo import GEOD, local_projection, project, unproject
from .asset_files import plain_status, read_asset_file

__all__ = [
    "assets_near",
    "find_asset",
    "is_in_service",
    "is_real",
    "load_assets",
    "near",
    "unknown_asset",
]

#: Statuses of lines that do not lie on the seabed: drawn and crossed, never evidence.
NOT_LAID = frozenset({"planned", "cancelled", "canceled", "proposed", "shelved"})
#: On the seabed, perhaps, but nobody would miss it.
_NOT_USED = frozenset(
    {
        *("out_of_service", "out_of_use", "out_of_order", "not_in_use", "not_in_service"),
        *("disused", "unused", "inactive", "abandoned", "retired", "decommissioned"),
        *("decommissioning", "removed", "recovered", "dismantled", "destroyed", "damaged"),
        *("under_construction", "construction", "approved", "permitted", "announced", "future"),
    }
)

#: Legs are straight in degrees; cut this fine, they are straight in metres too.
_LEG_DEG = 0.02

_NEAR_COLUMNS = {
    "asset_id": "str",
    "name": "str",
    "kind": "str",
    "status": "str",
    "part": "int64",
    "part_name": "str",
    "distance_km": "float64",
    "kp_km": "float64",
    "lon": "float64",
    "lat": "float64",
    "accuracy_km": "float64",
    "accuracy_class": "str",
}


def load_assets(path: str | Path | None = None, **options: Any) -> gpd.GeoDataFrame:
    """Return the asset table: the shipped one, or a user's own file.

    Parameters
    ----------
    path
        GeoJSON, GeoPackage, KML, KMZ or Shapefile with a line and an id or a name a row;
        None for the shipped catalogue.
    **options
        ``default_kind``, ``default_accuracy_km``, ``default_accuracy_class`` for columns
        the file lacks; see :func:`baltic.catalogue.asset_files.read_asset_file`.

    Returns
    -------
    GeoDataFrame
        Contract ``ASSETS`` (WGS84, MultiLineString) and, among others, ``aliases``,
        ``landings`` (name, country, lon, lat), ``parts`` (name, accuracy_km,
        accuracy_class, licence; one for each line), ``branches_accuracy`` (km, parts 1..),
        ``sources``, ``owner``, ``countries``, ``in_service_year``, ``length_km``,
        ``route_basis``, ``source_features``.

    Raises
    ------
    AssetError
        The file breaks the contract; all faults on one line.

    Examples
    --------
    >>> assets = load_assets()
    >>> len(assets), assets.set_index("asset_id").loc["c-lion1", "accuracy_km"].item()
    (90, 0.3)
    """
    if path is not None or options:
        file = data_file("assets.geojson") if path is None else Path(path)
        return read_asset_file(file, **options)
    return _shipped(data_file("assets.geojson"))


_shipped = read_once(read_asset_file)


def is_real(status: str | None) -> bool:
    """Return whether an asset of this status can lie on the seabed.

    Parameters
    ----------
    status
        As in the asset table; None counts as laid.

    Returns
    -------
    bool
        False for what is only planned, proposed or cancelled.

    Examples
    --------
    >>> is_real("in_service"), is_real("out_of_service"), is_real("planned")
    (True, True, False)
    """
    return plain_status(status) not in NOT_LAID


def is_in_service(status: str | None) -> bool:
    """Return whether an outage of an asset of this status would have been noticed.

    Parameters
    ----------
    status
        As in the asset table; None or ``unknown`` counts as in service, as most assets are.

    Returns
    -------
    bool
        False for what is not laid, not finished or out of use.

    Examples
    --------
    >>> is_in_service("In service"), is_in_service("unknown"), is_in_service("Out-of-service")
    (True, True, False)
    """
    word = plain_status(status)
    return word not in NOT_LAID and word not in _NOT_USED


def unknown_asset(asset_id: str, known: gpd.GeoDataFrame | Iterable[str]) -> UnknownIdError:
    """Return the error for an asset id that is not in the table, with the nearest ones.

    Parameters
    ----------
    asset_id
        As the user wrote it.
    known
        Asset table, or ids.

    Returns
    -------
    UnknownIdError
        To be raised.

    Examples
    --------
    >>> unknown_asset("estlnk-2", ["estlink-1", "estlink-2", "nordbalt"]).hint
    'did you mean estlink-2 or estlink-1?'
    """
    words = _id_words(known)
    near = list(dict.fromkeys(words[w] for w in nearest(asset_id, words, limit=6)))[:3]
    return UnknownIdError(
        f"unknown asset {asset_id!r}", hint=did_you_mean(near, "see baltic assets list")
    )


def find_asset(assets: gpd.GeoDataFrame, word: str) -> str:
    """Return the id of the asset with this id, name or alias (letter case aside).

    Parameters
    ----------
    assets
        Asset table.
    word
        Id, name or alias.

    Returns
    -------
    str
        The id.

    Raises
    ------
    UnknownIdError
        None, or more than one, matches.

    Examples
    --------
    >>> find_asset(load_assets(), "Sea Lion")
    'c-lion1'
    """
    hits = {i for w, i in _pairs(assets) if w.casefold() == word.casefold()}
    if word in set(assets["asset_id"]):
        return word
    if len(hits) > 1:
        raise UnknownIdError(
            "this name fits several assets", example=word, hint="use " + " or ".join(sorted(hits))
        )
    if not hits:
        raise unknown_asset(word, assets)
    return hits.pop()


def _pairs(assets: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    pairs = []
    for asset_id, name, aliases in zip(
        assets["asset_id"], assets["name"], assets["aliases"], strict=True
    ):
        pairs += [(asset_id, asset_id), (name, asset_id), *((a, asset_id) for a in aliases)]
    return pairs


def _id_words(known: gpd.GeoDataFrame | Iterable[str]) -> dict[str, str]:
    """Return word -> id, the words being ids, names and aliases."""
    if isinstance(known, gpd.GeoDataFrame):
        return dict(_pairs(known))
    return {k: k for k in known}


def near(
    lon: float, lat: float, km: float, *, assets: gpd.GeoDataFrame | None = None
) -> pd.DataFrame:
    """Return the shipped (or given) assets within some kilometres of a place.

    See :func:`assets_near`.

    Parameters
    ----------
    lon, lat
        Degrees, WGS84.
    km
        Radius, km.
    assets
        Asset table; None for the shipped one.

    Returns
    -------
    pandas.DataFrame
        As of :func:`assets_near`.

    Examples
    --------
    >>> near(26.2, 59.96, 30.0)["asset_id"].iloc[0]
    'estlink-2'
    """
    return assets_near(load_assets() if assets is None else assets, lon, lat, km)


def assets_near(
    assets: gpd.GeoDataFrame,
    lon: float,
    lat: float,
    km: float,
    *,
    kinds: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return assets within some kilometres of a place, the nearest first.

    Distances are metres in a projection centred on the place, not degrees.

    Parameters
    ----------
    assets
        Asset table.
    lon, lat
        Degrees, WGS84.
    km
        Radius, km.
    kinds
        Keep these kinds only.

    Returns
    -------
    pandas.DataFrame
        One row an asset: ``asset_id name kind status part part_name distance_km kp_km lon
        lat accuracy_km accuracy_class``; ``lon``, ``lat`` is the nearest point of the line,
        ``kp_km`` the kilometre point along that part, accuracy that part's own.

    Raises
    ------
    AssetError
        A coordinate or radius that cannot be.

    Examples
    --------
    >>> rows = assets_near(load_assets(), 26.2, 59.96, 30.0)
    >>> bool(rows.distance_km.is_monotonic_increasing)
    True
    """
    _check_place(lon, lat, km)
    transformer = local_projection(lon, lat)
    rows = []
    for row in assets[assets["kind"].isin(kinds)].itertuples() if kinds else assets.itertuples():
        part, found = _nearest_part(row.geometry, lon, lat, km, transformer)
        if found is None:
            continue
        own = row.parts[part]
        rows.append(
            {
                "asset_id": row.asset_id,
                "name": row.name,
                "kind": row.kind,
                "status": row.status,
                "part": part,
                "part_name": own["name"],
                **found,
                "accuracy_km": own["accuracy_km"],
                "accuracy_class": own["accuracy_class"],
            }
        )
    # Typed also when empty, so that tables can be joined.
    table = pd.DataFrame(rows, columns=list(_NEAR_COLUMNS)).astype(_NEAR_COLUMNS)
    return table.sort_values(["distance_km", "asset_id"], ignore_index=True)


def _check_place(lon: float, lat: float, km: float) -> None:
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        raise AssetError(
            "the place is not in degrees",
            example=f"lon {lon} lat {lat}",
            hint="longitude comes first, both in decimal degrees",
        )
    if not (math.isfinite(km) and km >= 0):
        raise AssetError("the radius must be zero or more kilometres", example=km)


def _nearest_part(
    geometry: shapely.MultiLineString, lon: float, lat: float, km: float, transformer: Any
) -> tuple[int, dict[str, float] | None]:
    """Return the nearest part and its distance, KP and nearest point, None beyond `km`."""
    # A degree of latitude has at least 110 km, of longitude less: skip what cannot be near.
    west, south, east, north = geometry.bounds
    if east - west > 180:
        # Written on both sides of 180 degrees: the short way is meant, not that round the world.
        geometry = shapely.transform(geometry, _whole)
        west, south, east, north = geometry.bounds
    pad = km / 110.0 + 0.01
    if not south - pad <= lat <= north + pad:
        return 0, None
    wide = pad / max(math.cos(math.radians(min(89.0, abs(lat) + pad))), 0.01)
    if wide < 90 and (lon - west + wide) % 360 > east - west + 2 * wide:
        return 0, None
    best: dict[str, float] | None = None
    best_part = 0
    for part, line in enumerate(geometry.geoms):
        xy = shapely.get_coordinates(shapely.segmentize(line, _LEG_DEG))
        x, y = project(transformer, xy[:, 0], xy[:, 1])
        flat = shapely.LineString(np.column_stack([x, y]))
        distance_km = float(shapely.distance(flat, shapely.Point(0, 0))) / 1000
        if distance_km > km or (best is not None and distance_km >= best["distance_km"]):
            continue
        along = float(shapely.line_locate_point(flat, shapely.Point(0, 0)))
        foot = shapely.get_coordinates(flat.interpolate(along))[0]
        foot_lon, foot_lat = unproject(transformer, *foot)
        best_part = part
        best = {
            "distance_km": round(distance_km, 4),
            "kp_km": round(_kp_km(xy, flat, along, float(foot_lon), float(foot_lat)), 3),
            "lon": round(float(foot_lon), 5),
            "lat": round(float(foot_lat), 5),
        }
    return best_part, best


def _whole(coordinates: Any) -> Any:
    """Return coordinates whose longitudes go on beyond 180 degrees where a leg leads over it."""
    lon, lat = coordinates.T
    return np.column_stack([np.unwrap(lon, period=360), lat])


def _kp_km(xy: Any, flat: shapely.LineString, along: float, lon: float, lat: float) -> float:
    """Return the geodesic length from the first vertex to a point of the line, km."""
    legs = np.hypot(*np.diff(shapely.get_coordinates(flat), axis=0).T)
    passed = int(np.searchsorted(np.cumsum(legs), along, side="right"))
    head = np.vstack([xy[: passed + 1], [lon, lat]])
    return float(GEOD.line_length(head[:, 0], head[:, 1])) / 1000
