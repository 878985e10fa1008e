"""GeoJSON features as flat objects."""

from __future__ import annotations

from typing import Any

__all__ = ["flatten"]


def flatten(value: Any, lon: str = "lon", lat: str = "lat") -> dict[str, Any] | None:
    """Return a GeoJSON feature as one flat object; any other object as it is.

    Parameters
    ----------
    lon, lat
        Names under which the coordinates of a point are put.

    Examples
    --------
    >>> point = {"type": "Point", "coordinates": [25.5, 59.5]}
    >>> flatten({"type": "Feature", "mmsi": 5, "geometry": point, "properties": {"sog": 1}})
    {'sog': 1, 'mmsi': 5, 'lon': 25.5, 'lat': 59.5}
    """
    if not isinstance(value, dict):
        return None
    if value.get("type") != "Feature":
        return value
    properties = value.get("properties")
    flat = dict(properties) if isinstance(properties, dict) else {}
    if "mmsi" in value:
        flat.setdefault("mmsi", value["mmsi"])
    geometry = value.get("geometry")
    if geometry is not None:
        flat[lon], flat[lat] = _point(geometry)
    return flat


def _point(geometry: Any) -> tuple[Any, Any]:
    """Return the coordinates of a point; a geometry of another kind is no number."""
    spoiled = ("no point", "no point")
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return spoiled
    place = geometry.get("coordinates")
    if not isinstance(place, list) or len(place) < 2:
        return spoiled
    numbers = all(type(v) in (int, float) for v in place[:2])
    return (place[0], place[1]) if numbers else spoiled
