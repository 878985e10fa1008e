"""GeoJSON as overpass turbo exports it: tags as properties, ``@id`` as ``way/123``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

__all__ = ["elements_of"]

_IDS = ("@id", "id", "osm_id")
_ID = re.compile(r"(way|relation|node)/(\d+)")


def elements_of(features: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    """Yield each feature as an element of Overpass whose `geometry` holds all its points.

    Parts of a line are told apart by a point that is missing; what is no line has no point.

    Examples
    --------
    >>> line = {"type": "LineString", "coordinates": [[24.0, 59.5], [25.0, 60.1]]}
    >>> (way,) = elements_of([{"properties": {"@id": "way/7", "power": "cable"}, "geometry": line}])
    >>> way["type"], way["id"], way["tags"]["power"], way["geometry"][0]
    ('way', '7', 'cable', {'lon': 24.0, 'lat': 59.5})
    """
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, Mapping):
            continue
        told = feature.get("properties")
        tags = told if isinstance(told, Mapping) else {}
        ids = [str(v) for v in (feature.get("id"), *(tags.get(k) for k in _IDS)) if v is not None]
        match = next(filter(None, map(_ID.fullmatch, ids)), None)
        kind, key = match.groups() if match else ("feature", str(number))
        yield {
            "type": kind,
            "id": key,
            "tags": {k: v for k, v in tags.items() if k not in _IDS and v is not None},
            "geometry": list(_points(feature.get("geometry"))),
        }


def _points(shape: Any) -> Iterator[dict[str, Any] | None]:
    if not isinstance(shape, Mapping):
        return
    kind, held = shape.get("type"), shape.get("coordinates")
    parts = {"LineString": [held], "MultiLineString": held}.get(str(kind))
    for part in parts if isinstance(parts, list) else []:
        for place in part if isinstance(part, list) else []:
            good = isinstance(place, list) and len(place) >= 2
            yield {"lon": place[0], "lat": place[1]} if good else None
        yield None
