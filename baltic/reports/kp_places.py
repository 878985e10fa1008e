"""Where a break known by its kilometre point only lies on the charted line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from ..geo import distance_m, kilometres_along, point_at_km
from .svg import finite
from .words import number

__all__ = ["kp_words", "parts_of", "place_words", "placed_windows"]


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


def parts_of(rows: Sequence[Mapping[str, Any]], parts: Sequence[Any]) -> list[int | None]:
    """Return on which part of an asset each kilometre point counts: it restarts on each.

    Parameters
    ----------
    rows
        ``kp_km``, ``lon``, ``lat`` of crossings of one asset, or of ships beside it at
        ``distance_km`` from the line.
    parts
        Lines of the asset, degrees.

    Returns
    -------
    list of int or None
        Number of the part from 1, by where its kilometre point lies; None where it is the
        only one, or the row has no such point or place.

    Examples
    --------
    >>> parts = [[[20.0, 57.0], [20.0, 57.5]], [[20.0, 57.5], [20.0, 58.0]]]
    >>> parts_of([{"kp_km": 11.1, "lon": 20.0, "lat": 57.6}], parts)
    [2]
    """
    keys = ("kp_km", "lon", "lat")
    known = [n for n, row in enumerate(rows) if all(finite(row.get(key)) for key in keys)]
    found: list[int | None] = [None] * len(rows)
    if len(parts) < 2 or not known:
        return found
    kp, lon, lat = (np.array([float(rows[n][key]) for n in known]) for key in keys)
    away = np.array([float(rows[n].get("distance_km") or 0.0) for n in known])
    errors = [_misfit_km(part, kp, lon, lat, away) for part in parts]
    for n, best in zip(known, np.argmin(errors, axis=0), strict=True):
        found[n] = int(best) + 1
    return found


def _misfit_km(part: Any, kp: Any, lon: Any, lat: Any, away_km: Any) -> Any:
    """Return how badly places fit kilometre points on a part, km."""
    if len(part) < 2:
        return np.full(len(kp), np.inf)
    along, x, y = kilometres_along(shapely.LineString([p[:2] for p in part]))
    there = distance_m(np.interp(kp, along, x), np.interp(kp, along, y), lon, lat) / 1000
    return np.abs(there - away_km) + np.maximum(kp - along[-1], 0.0)


def kp_words(kp_km: Any, part: int | None, count: int) -> str:
    """Return a kilometre point with the part it counts on, where an asset has several.

    Examples
    --------
    >>> kp_words(5.0, 2, 3), kp_words(5.0, None, 1)
    ('5.0 km of part 2 of 3', '5.0 km')
    """
    words = number(kp_km, 1, "km")
    return words if part is None else f"{words} of part {part} of {count}"


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
