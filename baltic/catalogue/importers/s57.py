"""A cell of an electronic chart (S-57): submarine cables and pipelines."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio

from ...errors import AssetError, like_file
from .rows import PIPE, Rows, number, word

__all__ = ["read_s57", "rows_of_layers"]

_GIVE = "give a chart cell such as CELL.000"
_LAYERS = ("CBLSUB", "PIPSOL")
#: Category of a cable (CATCBL): 6 is a mooring chain.
_CABLES = {"1": "power", "3": "power", "4": "telecom", "5": "telecom", "6": "none"}
#: What a pipeline carries (PRODCT): oil, gas, liquefied gas; water and others are no asset here.
_PRODUCTS = {"1": "oil", "2": "gas", "18": "gas"}


def read_s57(path: Path) -> Rows:
    """Return the cables and pipelines of a chart cell.

    Raises
    ------
    AssetError
        Missing file, or no S-57 cell.
    """
    if not path.is_file():
        raise AssetError("no such file", file=path, hint=like_file(path, _GIVE))
    try:
        with path.open("rb") as stream:
            head = stream.read(24)
    except OSError as error:
        raise AssetError(f"cannot be read: {error.strerror}", file=path) from error
    # The leader of ISO 8211, on which S-57 is built: GDAL would open other things too.
    if head[6:7] != b"L" or not head[:5].isdigit():
        raise AssetError("is no S-57 cell", file=path, hint=_GIVE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            have = {str(name) for name, _ in pyogrio.list_layers(path)}
            layers = {
                name: pyogrio.read_dataframe(path, layer=name) for name in _LAYERS if name in have
            }
    except (pyogrio.errors.DataSourceError, ValueError, RuntimeError) as error:
        raise AssetError("cannot be read as S-57", file=path, hint=_GIVE) from error
    return rows_of_layers(layers)


def rows_of_layers(layers: Mapping[str, gpd.GeoDataFrame]) -> Rows:
    """Return the assets of the layers ``CBLSUB`` and ``PIPSOL`` as GDAL reads them.

    Charted cables mostly have no name; they get that of their object.

    Examples
    --------
    >>> rows_of_layers({}).rows
    []
    """
    found = Rows()
    for layer, table in layers.items():
        for row in table.to_dict("records"):
            kind = _kind(layer, row)
            if kind == "none":
                found.left_out["mooring, water and the like"] += 1
            elif "LineString" not in getattr(row["geometry"], "geom_type", ""):
                found.left_out["no line"] += 1
            else:
                key = "-".join(str(word(row.get(k))) for k in ("AGEN", "FIDN", "FIDS"))
                name = word(row.get("OBJNAM")) or word(row.get("NOBJNM"))
                found.rows.append(
                    {
                        "asset_id": f"s57-{key}",
                        "name": name
                        or f"charted {'cable' if layer == 'CBLSUB' else 'pipeline'} {key}",
                        "kind": kind,
                        "status": "unknown",
                        "in_service_year": number((word(row.get("DATSTA")) or "")[:4]),
                        "geometry": row["geometry"],
                    }
                )
    return found


def _kind(layer: str, row: Mapping[str, Any]) -> str | None:
    """Return the kind of an object; None where the chart does not tell."""
    if layer == "CBLSUB":
        return _CABLES.get(word(row.get("CATCBL")) or "")
    codes = re.findall(r"\d+", str(row.get("PRODCT")))
    return next((_PRODUCTS[c] for c in codes if c in _PRODUCTS), "none" if codes else PIPE)
