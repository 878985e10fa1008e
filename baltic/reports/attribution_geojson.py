"""The ranking as GeoJSON: outages, passages, tracks of ranked ships, excluded ships."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..escape import json_text
from .kp_places import placed_windows
from .passage_words import heard, possible_only
from .words import clean, identity, letter

__all__ = ["VERDICT", "attribution_geojson", "geojson_text"]

VERDICT = (
    "Evidence, not verdict: nothing here says that a ship did anything; it says what recorded "
    "motion is consistent with."
)
_HYPOTHESIS = ("kind", "rank", "mmsi", "imo", "name", "posterior",
               "posterior_without_drag_evidence", "llr", "provenance")  # fmt: skip


def attribution_geojson(
    document: Mapping[str, Any],
    lines: Mapping[str, Sequence[Any]],
    tracks: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return ``attribution.geojson`` (WGS84).

    Parameters
    ----------
    document
        ``attribution.json`` as a dict.
    lines
        Asset id to its lines, degrees.
    tracks
        ``mmsi``, ``rank``, ``name``, ``provenance``, ``parts`` (``t``, ``lon``, ``lat`` of
        each unbroken stretch) of ranked ships.

    Returns
    -------
    dict
        ``properties.feature`` is ``outage`` (the line of an asset that failed), ``place`` (a
        published break; ``place_from`` says by what), ``track``, ``passage`` (where
        ``possible_only`` its track does not meet the line: the point is the nearest of the
        line), or ``excluded`` and ``unjudged`` (no geometry).

    Examples
    --------
    >>> document = {"excluded": [{"mmsi": 1, "reason": "excluded because it was elsewhere"}]}
    >>> [f["properties"]["feature"] for f in attribution_geojson(document, {}, [])["features"]]
    ['excluded']
    """
    document = clean(dict(document))
    windows = placed_windows(document.get("windows") or [], lines)
    features = [
        *(f for i, w in enumerate(windows) for f in _outage(w, i, lines)),
        *(_track(track) for track in clean(list(tracks), chars=10**6)),
        *(f for h in document.get("hypotheses") or [] for f in _passages(h)),
        *(_feature("excluded", None, e) for e in document.get("excluded") or []),
        *(_feature("unjudged", None, e) for e in document.get("unjudged") or []),
    ]
    return {
        "type": "FeatureCollection",
        "incident_id": document.get("incident_id"),
        "covered": document.get("covered"),
        "description": VERDICT,
        "features": features,
    }


def geojson_text(collection: Mapping[str, Any]) -> str:
    """Return GeoJSON as text that ends no script element of a page it is pasted into.

    Parameters
    ----------
    collection
        Plain JSON without NaN.

    Returns
    -------
    str
        One line.

    Examples
    --------
    >>> "</script" in geojson_text({"name": "</script>"})
    False
    """
    return json_text(collection, indent=None) + "\n"


def _feature(feature: str, geometry: Any, properties: Mapping[str, Any]) -> dict[str, Any]:
    kept = {k: v for k, v in properties.items() if k not in ("lon", "lat")}
    if "mmsi" in kept:
        word = identity(kept["mmsi"])
        kept["mmsi_is"] = word if word in ("placeholder", "simulated") else "as sent"
    return {"type": "Feature", "geometry": geometry, "properties": {"feature": feature, **kept}}


def _point(place: Mapping[str, Any]) -> dict[str, Any] | None:
    lon, lat = place.get("lon"), place.get("lat")
    return {"type": "Point", "coordinates": [lon, lat]} if None not in (lon, lat) else None


def _outage(
    window: Mapping[str, Any], number: int, lines: Mapping[str, Sequence[Any]]
) -> list[dict[str, Any]]:
    about = {"outage": letter(number), **window}
    found = []
    for asset_id in window.get("asset_ids") or []:
        parts = lines.get(asset_id)
        shape = {"type": "MultiLineString", "coordinates": parts} if parts else None
        found.append(_feature("outage", shape, {"asset_id": asset_id, **about}))
    if (place := _point(window)) is not None:
        found.append(_feature("place", place, about))
    return found


def _track(track: Mapping[str, Any]) -> dict[str, Any]:
    parts = [p for p in track["parts"] if len(p["lon"]) > 1]
    places = [[list(x) for x in zip(p["lon"], p["lat"], strict=True)] for p in parts]
    shape = {"type": "MultiLineString", "coordinates": places} if places else None
    about = {k: track.get(k) for k in ("mmsi", "rank", "name", "provenance")}
    return _feature("track", shape, {**about, "coordTimes": [p["t"] for p in parts]})


def _passages(hypothesis: Mapping[str, Any]) -> list[dict[str, Any]]:
    about = {k: hypothesis.get(k) for k in _HYPOTHESIS}
    found = []
    for p in hypothesis.get("crossings") or []:
        known = {"possible_only": possible_only(p), "heard": heard(p)}
        outage = letter(int(p.get("window") or 0))
        found.append(_feature("passage", _point(p), {**p, **about, **known, "outage": outage}))
    return found
