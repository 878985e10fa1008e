"""The columns of an asset table that users rely on: there whatever a file has, and plain."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

__all__ = ["CLASSES", "NUMBERS", "complete"]

CLASSES = ("surveyed", "charted", "traced", "schematic")
_LISTS = ("aliases", "landings", "countries", "sources", "source_features", "parts")
_OBJECTS = ("capacity",)
NUMBERS = (
    "length_km",
    "submarine_length_km",
    "route_length_km_computed",
    "voltage_kv",
    "in_service_year",
)
_TEXTS = (
    "subtype",
    "status_note",
    "operator",
    "owner",
    "length_note",
    "circuits_or_poles",
    "route_licence",
    "route_basis",
    "facts_confidence",
    "notes",
)


def complete(frame: gpd.GeoDataFrame) -> None:
    """Add the columns that users rely on, with plain lists and None for nothing.

    Parameters
    ----------
    frame
        Checked assets; changed in place.
    """
    for name in filter(lambda c: pd.api.types.is_object_dtype(frame[c]), list(frame.columns)):
        plain = [c.tolist() if isinstance(c, np.ndarray) else c for c in frame[name]]
        frame[name] = pd.Series(plain, dtype=object)
    for name in _LISTS:
        cells = frame[name] if name in frame else [None] * len(frame)
        frame[name] = pd.Series([_as_list(c, name) for c in cells], dtype=object)
    for name in _OBJECTS:
        cells = frame[name] if name in frame else [None] * len(frame)
        frame[name] = pd.Series([_as_object(c) for c in cells], dtype=object)
    for name in NUMBERS:
        cells = frame.get(name, np.nan)
        frame[name] = pd.Series(cells, index=frame.index, dtype=float)
    whole = frame["in_service_year"]
    frame["in_service_year"] = pd.Series(
        [int(y) if np.isfinite(y) else None for y in whole], dtype=object
    )
    for name in _TEXTS:
        cells = frame[name] if name in frame else pd.Series([None] * len(frame), dtype=object)
        # None, not NaN: an empty note must be false in a report.
        frame[name] = pd.Series([c if isinstance(c, str) else None for c in cells], dtype=object)
    frame["parts"] = pd.Series(_parts(frame), dtype=object)
    frame["branches_accuracy"] = pd.Series(
        [[float(p["accuracy_km"]) for p in parts[1:]] for parts in frame["parts"]], dtype=object
    )


def _parts(frame: gpd.GeoDataFrame) -> list[list[dict[str, Any]]]:
    """Return the parts of each asset: as told where they fit its lines, else one a line."""
    named = ("parts", "accuracy_km", "accuracy_class", "route_licence")
    rows = zip(frame.geometry, *(frame[name] for name in named), strict=True)
    return [
        parts
        if len(parts) == len(line.geoms) and all(map(_is_part, parts))
        else _plain_parts(line, km, cls, licence)
        for line, parts, km, cls, licence in rows
    ]


def _plain_parts(line: Any, km: float, cls: str, licence: Any) -> list[dict[str, Any]]:
    """Return parts made from lines alone, each as well known as the whole asset."""
    licence = licence if isinstance(licence, str) else None
    return [
        {
            "name": "trunk" if number == 0 else f"part {number}",
            "accuracy_class": cls,
            "accuracy_km": float(km),
            "licence": licence,
        }
        for number in range(len(line.geoms))
    ]


def _is_part(part: dict[str, Any]) -> bool:
    """Return whether a part from outside has what ours have."""
    km = part.get("accuracy_km")
    return (
        isinstance(part.get("name"), str)
        and part.get("accuracy_class") in CLASSES
        and isinstance(km, (int, float))
        and 0 <= km < np.inf
    )


def _as_list(cell: Any, name: str) -> list[Any]:
    """Return a list cell: a list, an array, or JSON text as some formats store it.

    Parts and landings are objects, all others text; what is neither is left out.
    """
    if isinstance(cell, str):
        try:
            cell = json.loads(cell) if cell.lstrip().startswith("[") else [cell]
        except ValueError:
            cell = [cell]
    if isinstance(cell, np.ndarray):
        cell = cell.tolist()
    cells = list(cell) if isinstance(cell, (list, tuple)) else []
    if name in ("parts", "landings"):
        return [c for c in cells if isinstance(c, dict)]
    return [str(c) for c in cells if isinstance(c, (str, int, float))]


def _as_object(cell: Any) -> dict[str, Any] | None:
    """Return an object cell: a dict, or JSON text as some formats store it."""
    if isinstance(cell, str):
        try:
            cell = json.loads(cell)
        except ValueError:
            return None
    return cell if isinstance(cell, dict) else None
