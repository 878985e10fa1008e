"""The outages of a record as a report tells them: letter, name, how time and place are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .kp_places import placed_windows
from .shared import asset_words
from .words import distance, letter, number, parse

__all__ = ["told_windows"]

_EVIDENCE_WORDS = {
    "scada_trip": "trip seen by the operator (SCADA)",
    "press_window": "span named in the press",
}


def told_windows(
    document: Mapping[str, Any],
    incident: Mapping[str, Any],
    assets: Mapping[str, Any],
    lines: Mapping[str, Sequence[Any]],
) -> list[dict[str, Any]]:
    """Return the windows of an investigation with what a report says of each.

    Parameters
    ----------
    document
        ``attribution.json`` as a dict.
    incident
        The record; empty when it is not known.
    assets
        Assets in words, by id.
    lines
        Asset id to its lines, degrees.

    Returns
    -------
    list of dict
        ``windows`` of the document, with ``known``, ``lines_known``, ``letter``, ``label``,
        ``kind_words``, ``reading`` and ``place_error`` added.
    """
    untold = _untold_kinds(incident)
    placed = placed_windows(document["windows"], lines)
    windows = [_window(w, assets, i, untold) for i, w in enumerate(placed)]
    _add_readings(windows, document.get("priors") or {})
    return windows


def _errors(known: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return how well the lines of some assets are known, each that differs once."""
    told = dict.fromkeys((a["accuracy_km"], a["accuracy_class"]) for a in known)
    return [{"accuracy_km": km, "accuracy_class": how} for km, how in told]


def _key(entry: Mapping[str, Any], ids: Any) -> tuple[Any, ...]:
    """Return what tells the entry of a record that a window is of."""
    named = (ids,) if isinstance(ids, str) else tuple(ids or ())
    return named, parse(entry.get("t_earliest")), parse(entry.get("t_latest"))


def _untold_kinds(incident: Mapping[str, Any]) -> set[tuple[Any, ...]]:
    """Return the entries of a record that do not say how their times are known."""
    entries = [e for e in incident.get("assets") or [] if isinstance(e, Mapping)]
    return {_key(e, e.get("asset_id")) for e in entries if e.get("evidence_kind") is None}


def _window(
    window: Mapping[str, Any],
    assets: Mapping[str, Any],
    place: int,
    untold: set[tuple[Any, ...]],
) -> dict[str, Any]:
    """Return a window with its letter, its assets, and how its time is known."""
    ids = list(window.get("asset_ids") or [])
    known = [assets.get(a) or asset_words(a, None) for a in ids]
    kind = str(window.get("evidence_kind") or "–")
    words = _EVIDENCE_WORDS.get(kind, kind.replace("_", " "))
    return {
        **window,
        "known": known,
        "lines_known": _errors(known),
        "letter": letter(place),
        "label": known[0]["name"] if len(known) == 1 else window.get("name") or "an asset",
        "kind_words": f"not stated, taken as a {words}" if _key(window, ids) in untold else words,
    }


def _add_readings(windows: Sequence[dict[str, Any]], priors: Mapping[str, Any]) -> None:
    """Give each window the errors of its reading and place in words: as stated, else as taken."""
    taken = priors.get("windows") or []
    for i, window in enumerate(windows):
        stated = window.get("t_sd_s")
        used = taken[i].get("reading_sd_s") if i < len(taken) else None
        window["reading"] = (
            number(stated, 0, "s")
            if stated is not None or used is None
            else f"{number(used, 0, 's')} (usual)"
        )
        window["place_error"] = _place_error(window, taken[i] if i < len(taken) else {})


def _place_error(window: Mapping[str, Any], taken: Mapping[str, Any]) -> str:
    """Return how well a published place is known: as stated, else as taken; nothing without one."""
    stated, used = window.get("position_sd_km"), taken.get("place_sd_km")
    radius = taken.get("place_radius_km") or 0.0
    words = [f"(anywhere within {distance(radius)})"] if radius > 0 else []
    if stated is not None:
        words.append(f"± {distance(stated)}")
    elif used is not None:
        words.append(f"± {distance(used)} (usual)")
    return " ".join(words)
