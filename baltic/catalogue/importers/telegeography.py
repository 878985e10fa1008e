"""A user's own copy of TeleGeography's map: lines drawn for the eye, far from the seabed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import shapely

from ..asset_layers import open_layers
from .rows import Rows, word

__all__ = ["read_telegeography"]


def read_telegeography(path: Path) -> Rows:
    """Return the cables of ``cable-geo.json``; features of one id are one asset.

    Raises
    ------
    AssetError
        The file cannot be read.
    """
    found = Rows()
    by_id: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(open_layers(path).to_dict("records"), start=1):
        shape = row["geometry"]
        if "LineString" not in getattr(shape, "geom_type", ""):
            found.left_out["no line"] += 1
            continue
        name = word(row.get("name"))
        key = next(filter(None, (word(row.get(k)) for k in _IDS)), name or f"cable-{number}")
        held = by_id.setdefault(key, {"asset_id": key, "name": name or key, "parts": []})
        held["parts"] += list(getattr(shape, "geoms", [shape]))
    for held in by_id.values():
        geometry = shapely.MultiLineString(held.pop("parts"))
        found.rows.append({**held, "kind": "telecom", "status": "unknown", "geometry": geometry})
    return found


_IDS = ("id", "cable_id", "feature_id")
