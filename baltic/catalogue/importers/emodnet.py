"""Layers of EMODnet Human Activities: national cables and pipelines, each with its own fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..asset_layers import open_layers
from .rows import PIPE, Rows, number, word

__all__ = ["read_emodnet"]

#: Our column -> fields of the layers (BSH, NVE, Rijkswaterstaat, pipelines), in small letters.
_FIELDS = {
    "asset_id": ("featureid", "lokalid", "kabel_nr", "code", "uuid", "id", "gml_id"),
    "name": ("name_", "name", "navn", "naam"),
    "status": ("status", "rpl_status"),
    "owner": ("owner", "eier", "eigenaar"),
    "operator": ("operator",),
    "what": ("featuretyp", "featuretype_name", "medium", "kabelsoort", "type"),
    "kv": ("spenning_k", "voltage"),
    "year": ("driftsatta", "year"),
}
_STATUS = {
    "inuse": "in_service", "active": "in_service", "outofuse": "out_of_service",
    "notinuse": "out_of_service", "outofservice": "out_of_service",
    "underconstruction": "under_construction",
    "planned": "planned", "approved": "planned", "applicationsubmitted": "planned",
}  # fmt: skip
_KINDS = (
    ("telecom", re.compile(r"data|daten|tele|fib|comm|glas")),
    ("power", re.compile(r"power|energ|elect|elek|str[oø]m|high.?voltage|grid")),
    ("gas", re.compile(r"gas|hydrogen")),
    ("oil", re.compile(r"oil|condensate")),
    ("none", re.compile(r"water|sewage|chemical")),
)


def read_emodnet(path: Path) -> Rows:
    """Return the cables and pipelines of a layer, saved as GeoJSON, GeoPackage or Shapefile.

    A row whose fields name no kind is left without one.

    Raises
    ------
    AssetError
        The file cannot be read.
    """
    layer = open_layers(path)
    found = Rows()
    for number_, row in enumerate(layer.to_dict("records"), start=1):
        held = {str(k).casefold(): v for k, v in row.items()}
        kind = _kind(held) or _of_layer(path.stem, held)
        if kind == "none":
            found.left_out["water, sewage and the like"] += 1
            continue
        if "LineString" not in getattr(row["geometry"], "geom_type", ""):
            found.left_out["no line"] += 1
            continue
        told = {ours: _first(held, names) for ours, names in _FIELDS.items()}
        key = told["asset_id"] or str(number_)
        found.rows.append(
            {
                "asset_id": f"emodnet-{path.stem}-{key}",
                "name": told["name"] or f"{path.stem} {key}",
                "kind": kind,
                "status": _status(told["status"]),
                "operator": told["operator"],
                "owner": told["owner"],
                "voltage_kv": number(told["kv"]),
                "in_service_year": number(told["year"]),
                "geometry": row["geometry"],
            }
        )
    return found


def _status(told: str | None) -> str | None:
    """Return a status in our words; one that is not known stays as the layer has it.

    Examples
    --------
    >>> _status("inUse"), _status("Decommissioned"), _status(None)
    ('in_service', 'Decommissioned', None)
    """
    return _STATUS.get(re.sub(r"[\W_]", "", told or "").casefold(), told)


def _of_layer(layer: str, held: Mapping[str, Any]) -> str | None:
    """Return the kind that the name or the fields of a layer tell of rows that say nothing.

    Examples
    --------
    >>> _of_layer("pcablesbshcontis", {}), _of_layer("pipelines", {}), _of_layer("cables", {})
    ('power', 'pipe', None)
    """
    if word(held.get("medium")) or "pipeline" in layer.casefold():
        return PIPE
    return "power" if layer.casefold().startswith("pcables") else None


def _first(held: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next(filter(None, (word(held.get(name)) for name in names)), None)


def _kind(held: Mapping[str, Any]) -> str | None:
    """Return the kind that the fields of a row tell, ``none`` for what is no asset here.

    Examples
    --------
    >>> _kind({"featuretyp": "Telecommunication cable"}), _kind({"spenning_k": 420})
    ('telecom', 'power')
    """
    words = (_first(held, _FIELDS["what"]) or "").casefold()
    for kind, pattern in _KINDS:
        if pattern.search(words):
            return kind
    return "power" if number(held.get("spenning_k")) else None
