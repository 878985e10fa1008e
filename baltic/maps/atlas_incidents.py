"""What the atlas tells of an incident: what failed, how that is known, who says what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .layers import outages
from .values import clean

__all__ = ["begin", "encode_incident"]

#: Longest prose kept, characters: the catalogue's own limit of one claim.
_PROSE_CHARS = 5000

# fmt: off
_FACTS = (
    "id", "title", "kind", "record_type", "record_status", "date_utc_start", "date_utc_end",
    "date_precision", "cause_status", "cause_detail", "legal_status", "weather", "notes",
    "repair_cost", "linked_incidents", "unconfirmed", "drag",
)
_OF_ASSET = (
    "kind", "t_sd_s", "t_note", "break_time_note", "break_time_confidence", "repaired_on",
    "depth_m", "kp_km", "sources",
)
_OF_SHIP = (
    "name", "imo", "mmsi", "type", "role", "caused_damage_per_authority", "notes", "sources",
)
_OF_CLAIM = ("by", "claim", "stance", "about", "date", "sources")
_OF_STEP = ("date", "status", "by", "sources")
_OF_MOMENT = (
    "time_utc", "time_utc_end", "what", "sog_kn", "lon", "lat", "confidence", "sources",
)
_OF_SOURCE = ("id", "publisher", "title", "date", "url", "tier")
# fmt: on


def encode_incident(
    incident: Mapping[str, Any], kind_of: Mapping[str, str], *, own: bool = False
) -> dict[str, Any]:
    """Return one incident record as plain JSON for ``js/atlasincident.js``.

    Parameters
    ----------
    incident
        The record, as :meth:`baltic.catalogue.Incident.document` gives it.
    kind_of
        Asset id -> kind, of the assets on the map.
    own
        The record is the user's, not a shipped one.

    Examples
    --------
    >>> record = {"id": "x", "assets": [{"asset_id": "c-lion1", "damaged": True}]}
    >>> encode_incident(record, {"c-lion1": "telecom"})["kinds"]
    ['telecom']
    """
    facts = {k: v for k in _FACTS if (v := _prose(incident.get(k))) not in (None, "", [])}
    if start := begin(incident):
        facts["date_utc_start"] = start
    facts["record_type"] = facts.get("record_type") or "damage"
    facts["own"] = own
    facts["outages"] = _outages(incident)
    facts["kinds"] = _kinds(incident, facts["outages"], kind_of)
    facts["ships"] = _rows(incident.get("suspected_vessels"), _OF_SHIP)
    facts["claims"] = _rows(incident.get("attribution_claims"), _OF_CLAIM)
    facts["legal"] = _rows(incident.get("legal_history"), _OF_STEP)
    facts["moments"] = _rows(incident.get("track_facts"), _OF_MOMENT)
    facts["sources"] = [
        _some(s, _OF_SOURCE) if isinstance(s, Mapping) else {"id": clean(s)}
        for s in incident.get("sources") or ()
    ]
    return facts


def begin(incident: Mapping[str, Any]) -> str | None:
    """Return when an incident began: its date, else the earliest time of a failure.

    Examples
    --------
    >>> begin({"assets": [{"t_earliest": "2024-12-25T10:26:00Z"}, {"t_earliest": None}]})
    '2024-12-25T10:26:00Z'
    """
    entries = [a for a in incident.get("assets") or () if isinstance(a, Mapping)]
    times = [str(a["t_earliest"]) for a in entries if a.get("t_earliest")]
    return incident.get("date_utc_start") or min(times, default=None)


def _outages(incident: Mapping[str, Any]) -> list[dict[str, Any]]:
    entries = [a for a in incident.get("assets") or () if isinstance(a, Mapping)]
    found = []
    for entry, outage in zip(entries, outages({"assets": entries}, None), strict=True):
        guess = entry.get("position_estimate_third_party")
        source = guess.get("source") if isinstance(guess, Mapping) else None
        found.append({**outage, **_some(entry, _OF_ASSET), "place_source": clean(source)})
    return found


def _kinds(
    incident: Mapping[str, Any], entries: Sequence[Mapping[str, Any]], kind_of: Mapping[str, str]
) -> list[str]:
    """Return the kinds of all assets concerned; ``multiple`` is no kind of asset."""
    kinds = {incident.get("kind"), *(e.get("kind") for e in entries)}
    kinds |= {kind_of.get(i) for e in entries for i in e["asset_ids"]}
    return sorted(clean(str(k)) for k in kinds if k and k != "multiple")


def _rows(rows: Any, names: Sequence[str]) -> list[dict[str, Any]]:
    return [_some(row, names) for row in rows or () if isinstance(row, Mapping)]


def _some(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {k: v for k in names if (v := _prose(row.get(k))) not in (None, "", [])}


def _prose(value: Any) -> Any:
    return clean(value, _PROSE_CHARS)
