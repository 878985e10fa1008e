"""Where a break known by its kilometre point only lies on the charted line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import shapely

from ..geo import point_at_km
from .svg import finite
from .words import number

__all__ = ["place_words", "placed_windows"]


def placed_windows(
    windows: Sequence[Mapping[str, Any]], lines: Mapping[str, Sequence[Any]]
) -> list[dict[str, Any]]:
    """Return windows with a place each where one is told, be it by a kilometre point only.

    Parameters
    ----------
    windows
        ``windows`` of ``attribution.json``.
    lines
        Asset id to its lines, degrees.  Kilometre points count along the first one.

    Returns
    -------
    list of dict
        ``place_from`` is ``published``, ``kp_km`` (``lon`` and ``lat`` are worked out from it)
        or None.  One of several assets has no such place: it is not known which failed.

    Examples
    --------
    >>> window = {"asset_ids": ["a"], "lon": None, "lat": None, "kp_km": 55.8}
    >>> (found,) = placed_windows([window], {"a": [[[20.0, 57.0], [20.0, 58.0]]]})
    >>> found["place_from"], round(found["lat"], 2)
    ('kp_km', 57.5)
    """
    return [{**window, **_place(window, lines)} for window in windows]


def place_words(window: Mapping[str, Any]) -> str:
    """Return what a place of a break is, by how it is told.

    Examples
    --------
    >>> place_words({"place_from": "kp_km", "kp_km": 33.4})
    'place of the break by its published KP 33.4 km'
    """
    if window.get("place_from") == "kp_km":
        return f"place of the break by its published KP {number(window['kp_km'], 1, 'km')}"
    return "published place of the break"


def _place(window: Mapping[str, Any], lines: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    if finite(window.get("lon")) and finite(window.get("lat")):
        return {"place_from": "published"}
    ids, kp = window.get("asset_ids") or [], window.get("kp_km")
    parts = lines.get(str(ids[0])) if len(ids) == 1 else None
    if kp is None or not finite(kp) or not parts or len(parts[0]) < 2:
        return {"place_from": None}
    point = point_at_km(shapely.LineString([p[:2] for p in parts[0]]), float(kp))
    if point is None:
        return {"place_from": None}
    return {"place_from": "kp_km", "lon": round(point[0], 6), "lat": round(point[1], 6)}
