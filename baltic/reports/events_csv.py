"""The event log of an operator: which ship entered, was nearest in, and left a zone."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from ..escape import csv_cell
from .kp_places import parts_of
from .words import clean, identity, letter, parse, provenance_word

__all__ = ["EVENT_COLUMNS", "events_csv"]

EVENT_COLUMNS = (
    "visit", "event", "t_utc", "vessel", "mmsi", "mmsi_is", "asset_id", "asset", "kp_km",
    "part", "distance_km", "min_distance_km", "sog_kn", "cog_deg", "lon", "lat", "heard",
    "in_outage", "zone_km", "line_known_to_km", "provenance", "silent_from_utc", "silent_to_utc",
)  # fmt: skip

_DIGITS = {
    "kp_km": 3, "distance_km": 3, "min_distance_km": 3, "sog_kn": 1, "cog_deg": 0, "lon": 6,
    "lat": 6, "zone_km": 3, "line_known_to_km": 3,
}  # fmt: skip
_UNSEEN = {
    "enter": "already in the zone when first heard",
    "exit": "in the zone when last heard",
    "unheard": "no: the straight way through a silence crosses the line",
}
_BETWEEN = "no: within a silence, by the straight way between its ends"


def events_csv(
    events: Sequence[Mapping[str, Any]],
    assets: Mapping[str, Mapping[str, Any]],
    zone_km: float,
    windows: Sequence[Mapping[str, Any]] = (),
) -> str:
    """Return the event log as CSV; texts are disarmed for spreadsheets.

    Parameters
    ----------
    events
        Rows of the contract ``ZONE_EVENTS`` as plain JSON, with ``name`` of the ship.
    assets
        Asset id to ``name``, ``accuracy_km`` and ``lines`` (degrees).  Where there are several
        lines, kilometre points restart on each; ``part`` is the number of the line, from 1.
    zone_km
        Half width of the zones.
    windows
        ``windows`` of ``attribution.json``; ``in_outage`` is the letter of the outage in the
        report in whose window and zone the ship was, at any time of its visit.  Of a visit in a
        silence that is the time of the straight way, which may have been another.

    Returns
    -------
    str
        With a line of names, then one line an event: ``enter``, ``in_zone`` and ``exit`` of a
        visit, or ``unheard`` alone.  ``heard`` is ``yes`` only where fixes tell the event;
        ``silent_from_utc`` and ``silent_to_utc`` bound the silence that holds one.

    Examples
    --------
    >>> events_csv([], {}, 1.852).split(",")[:3]
    ['visit', 'event', 't_utc']
    """
    spans = _visits(events)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(EVENT_COLUMNS)
    parts = _parts(events, assets)
    for event, part in zip(clean(events), parts, strict=True):
        about = assets.get(str(event["asset_id"])) or {}
        asset = clean({key: about.get(key) for key in ("name", "accuracy_km")})
        word = identity(event["mmsi"])
        row = {
            **event,
            "t_utc": event["t"],
            "vessel": event.get("name"),
            "mmsi_is": word if word in ("placeholder", "simulated") else "as sent",
            "asset": asset.get("name"),
            "part": part,
            "heard": _heard(event),
            "silent_from_utc": event.get("silent_from"),
            "silent_to_utc": event.get("silent_to"),
            "in_outage": _outages(event, spans, windows),
            "zone_km": zone_km,
            "line_known_to_km": asset.get("accuracy_km"),
            "provenance": provenance_word(event.get("provenance")),
        }
        writer.writerow([_cell(name, row.get(name)) for name in EVENT_COLUMNS])
    return out.getvalue()


def _heard(event: Mapping[str, Any]) -> str:
    if not event["seen"]:
        return _UNSEEN.get(str(event["event"]), "no")
    return "yes" if parse(event.get("silent_from")) is None else _BETWEEN


def _cell(name: str, value: Any) -> Any:
    if value is None:
        return ""
    if name in _DIGITS and isinstance(value, (int, float)):
        return f"{value:.{_DIGITS[name]}f}"
    return csv_cell(value)


def _parts(
    events: Sequence[Mapping[str, Any]], assets: Mapping[str, Mapping[str, Any]]
) -> list[int | None]:
    """Return the part of its asset that each event's kilometre point counts on."""
    found: list[int | None] = [None] * len(events)
    rows: dict[str, list[int]] = {}
    for n, event in enumerate(events):
        rows.setdefault(str(event["asset_id"]), []).append(n)
    for asset_id, mine in rows.items():
        lines = (assets.get(asset_id) or {}).get("lines") or []
        for n, part in zip(mine, parts_of([events[n] for n in mine], lines), strict=True):
            found[n] = part
    return found


def _visits(events: Sequence[Mapping[str, Any]]) -> dict[Any, tuple[Any, Any]]:
    """Return first and last time of each visit."""
    spans: dict[Any, tuple[Any, Any]] = {}
    for event in events:
        moment, (low, high) = parse(event["t"]), spans.get(event["visit"], (None, None))
        if moment is not None:
            spans[event["visit"]] = (min(low or moment, moment), max(high or moment, moment))
    return spans


def _outages(
    event: Mapping[str, Any],
    spans: Mapping[Any, tuple[Any, Any]],
    windows: Sequence[Mapping[str, Any]],
) -> str:
    entered, left = spans.get(event["visit"], (None, None))
    found = []
    for number, window in enumerate(windows):
        low, high = parse(window.get("t_earliest")), parse(window.get("t_latest"))
        known = None not in (entered, left, low, high)
        if known and event["asset_id"] in (window.get("asset_ids") or []):
            assert low is not None and high is not None
            if entered <= high and left >= low:
                found.append(letter(number))
    return " ".join(found)
