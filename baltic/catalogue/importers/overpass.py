"""OpenStreetMap by Overpass: JSON of ``out geom;``, or of ``out body;`` with its nodes.

The GeoJSON that overpass turbo exports is read as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import shapely

from ...errors import AssetError, like_file
from .rows import PIPE, Rows, number, word
from .turbo import elements_of

__all__ = ["read_overpass"]

_GIVE = "give the JSON of an Overpass query that ends in: out geom; (or overpass turbo's GeoJSON)"
#: Substances of pipelines that are assets here; water and sewage are none.
_SUBSTANCES = {"gas": "gas", "natural_gas": "gas", "hydrogen": "gas", "oil": "oil", "fuel": "oil"}
_LATER = {"proposed": "planned", "planned": "planned", "construction": "under_construction",
          "disused": "out_of_service", "abandoned": "out_of_service"}  # fmt: skip


def read_overpass(path: Path) -> Rows:
    """Return the submarine cables and pipelines of an answer of Overpass.

    Each way is an asset of its own; the ways of a relation are one.  What says that it lies on
    land is left out: a box of the map holds overhead lines, stations and pipes of towns too.

    Raises
    ------
    AssetError
        Missing file, or no answer of Overpass.
    """
    answer = _answer(path)
    if answer.get("type") == "FeatureCollection" and isinstance(answer.get("features"), list):
        found = Rows()
        for element in elements_of(answer["features"]):
            _add(found, element, [element], {})
        return found
    elements = _elements(answer, path)
    nodes = {e.get("id"): e for e in elements if e.get("type") == "node" and "lat" in e}
    ways = {e.get("id"): e for e in elements if e.get("type") == "way"}
    found, inside = Rows(), set()
    for element in elements:
        if element.get("type") == "relation" and _kind(_tags(element)):
            members = [m for m in element.get("members") or [] if isinstance(m, Mapping)]
            refs = [m.get("ref") for m in members if m.get("type") == "way"]
            dry = {ref for ref in refs if ref in ways and _on_land(_tags(ways[ref]))}
            members = [m for m in members if m.get("ref") not in dry]
            wet = {ref for ref in refs if ref in ways} - dry
            inside |= wet
            _add(found, element, [*members, *(ways[r] for r in refs if r in wet)], nodes)
    for key, way in ways.items():
        if key not in inside:
            _add(found, way, [way], nodes)
    return found


def _answer(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        raise AssetError("no such file", file=path, hint=like_file(path, _GIVE))
    try:
        answer = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise AssetError("is no JSON", file=path, hint=_GIVE) from error
    return answer if isinstance(answer, dict) else {}


def _elements(answer: Mapping[str, Any], path: Path) -> list[Mapping[str, Any]]:
    elements = answer.get("elements")
    if not isinstance(elements, list):
        raise AssetError("is no answer of Overpass", file=path, hint=_GIVE)
    return [e for e in elements if isinstance(e, Mapping)]


def _tags(element: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the tags; ``disused:power`` and the like stand as ``power`` too."""
    tags = element.get("tags")
    if not isinstance(tags, Mapping):
        return {}
    bare = {str(k).partition(":")[2]: v for k, v in tags.items() if _life(str(k))}
    return {**bare, **tags}


def _add(
    found: Rows,
    element: Mapping[str, Any],
    ways: list[Mapping[str, Any]],
    nodes: Mapping[Any, Mapping[str, Any]],
) -> None:
    """Add one asset, or count why it is none."""
    tags = _tags(element)
    kind = _kind(tags)
    if kind is None:
        found.left_out["no telecom or power cable, no gas or oil pipeline"] += 1
        return
    if _on_land(tags):
        found.left_out["on land: overhead, underground or a station"] += 1
        return
    parts = {shape.wkb: shape for way in ways for shape in _lines(way, nodes)}
    if not parts:
        found.left_out["no line: ask Overpass for it with out geom;"] += 1
        return
    label = f"{element.get('type')} {element.get('id')}"
    found.rows.append(
        {
            "asset_id": f"osm-{label.replace(' ', '-')}",
            "name": next(filter(None, (word(tags.get(k)) for k in _NAMES)), f"OSM {label}"),
            "kind": kind,
            "status": _status(tags),
            "operator": word(tags.get("operator")),
            "owner": word(tags.get("owner")),
            "voltage_kv": number(tags.get("voltage"), 1e-3),
            "geometry": shapely.MultiLineString(list(parts.values())),
        }
    )


_NAMES = ("name", "name:en", "seamark:name", "ref")


def _kind(tags: Mapping[str, Any]) -> str | None:
    """Return the kind that tags mean, None for what is no asset here.

    Examples
    --------
    >>> _kind({"seamark:type": "cable_submarine", "voltage": "450000"})
    'power'
    """
    mark = tags.get("seamark:type")
    if tags.get("man_made") == "pipeline" or mark == "pipeline_submarine":
        carried = _carried(tags)
        return next(
            (_SUBSTANCES[s] for s in carried if s in _SUBSTANCES), None if carried else PIPE
        )
    category = str(tags.get("seamark:cable_submarine:category") or "")
    if "power" not in tags and tags.get("communication") != "line" and mark != "cable_submarine":
        return None  # a voltage alone is that of a railway
    if "power" in tags or "voltage" in tags or category in ("power", "transmission"):
        return "power"
    return "telecom"


def _carried(tags: Mapping[str, Any]) -> list[str]:
    told = tags.get("substance") or tags.get("seamark:pipeline_submarine:product") or ""
    return [s for s in (part.strip() for part in str(told).split(";")) if s]


def _on_land(tags: Mapping[str, Any]) -> bool:
    """Return whether tags say that a thing does not lie under water; most ways say nothing.

    Examples
    --------
    >>> _on_land({"power": "line"}), _on_land({"power": "cable", "location": "underground"})
    (True, True)
    >>> _on_land({"power": "cable"}), _on_land({"location": "underground", "submarine": "yes"})
    (False, False)
    """
    places = [part.strip() for part in str(tags.get("location") or "").split(";")]
    marked = str(tags.get("seamark:type") or "").endswith("_submarine")
    if "underwater" in places or tags.get("submarine") == "yes" or marked:
        return False
    return bool(tags.get("location")) or tags.get("power", "cable") != "cable"


def _life(key: str) -> str | None:
    """Return the status that a key such as ``disused:power`` or ``disused`` tells."""
    return _LATER.get(key.partition(":")[0])


def _status(tags: Mapping[str, Any]) -> str:
    told = {_life(str(key)) for key, value in tags.items() if value != "no"}
    return next((status for status in _LATER.values() if status in told), "unknown")


def _lines(
    way: Mapping[str, Any], nodes: Mapping[Any, Mapping[str, Any]]
) -> Iterator[shapely.LineString]:
    """Yield the lines of a way; where points are missing (outside of the box) it is cut."""
    listed = way.get("geometry")
    if isinstance(listed, list):
        points = [p if isinstance(p, Mapping) else None for p in listed]
    else:
        points = [nodes.get(n) for n in way.get("nodes") or []]
    run: list[tuple[float, float]] = []
    for point in [*points, None]:
        place = None if point is None else (point.get("lon"), point.get("lat"))
        if place is not None and all(isinstance(v, (int, float)) for v in place):
            run.append((float(place[0]), float(place[1])))  # type: ignore[arg-type]
            continue
        if len(set(run)) > 1:
            yield shapely.LineString(run)
        run = []
