"""What stands around the asset catalogue: its sources, what its words mean, what it lacks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from ..data import data_file

__all__ = ["AssetBackground", "load_asset_background"]


@dataclass(frozen=True)
class AssetBackground:
    """The head of the shipped asset file.

    Attributes
    ----------
    compiled
        Day on which the catalogue was put together, ISO 8601.
    accuracy_classes
        Class -> what it means, with its usual error in km.
    licences
        Licence of a route -> what it asks of who shows the route.
    sources
        Id of a source -> ``title``, ``licence``, ``url`` (each may be missing).
    known_gaps
        What the catalogue leaves out, one sentence each.
    """

    compiled: str
    accuracy_classes: Mapping[str, str]
    licences: Mapping[str, str]
    sources: Mapping[str, Mapping[str, Any]]
    known_gaps: tuple[str, ...]


@cache
def load_asset_background() -> AssetBackground:
    """Return what the shipped asset file says of itself.

    Raises
    ------
    DataNotFoundError
        The shipped data are not installed.

    Examples
    --------
    >>> background = load_asset_background()
    >>> background.accuracy_classes["schematic"].split(";")[0]
    'only the landings are known'
    >>> background.sources["osm-telecom"]["licence"]
    'ODbL-1.0'
    """
    head = json.loads(data_file("assets.geojson").read_text(encoding="utf-8"))["metadata"]
    return AssetBackground(
        compiled=str(head["compiled"]),
        accuracy_classes=MappingProxyType(head["accuracy_classes"]),
        licences=MappingProxyType(head["licences"]),
        sources=MappingProxyType(head["sources"]),
        known_gaps=tuple(head["known_gaps"]),
    )
