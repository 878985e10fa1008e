"""What looks amiss in a record that is valid: fields and words that the catalogue does not know.

Unknown fields are kept, so that a user may have some of their own; one that is spelt almost
like a known field is most likely that field, which then is empty without a word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, get_type_hints

from ..errors import nearest
from .claims import AttributionClaim, LegalStep
from .incident_entries import IncidentAsset, SuspectedVessel
from .incidents import Incident
from .remarks_dates import odd_dates
from .track_facts import DragFacts, PositionEstimate, TrackFact

__all__ = ["remarks_on"]

# fmt: off
#: Fields without a check: those of the shipped records, and those that ``extract`` writes.
_OF_RECORD = (
    "date_precision", "cause_detail", "repair_cost", "background", "cause_claimed",
    "repair_status", "other_vessels",
)
_OF_ASSET = (
    "break_time_note", "break_time_confidence", "repaired_on", "t_note", "count", "candidates",
    # What the ranking of ships reads beside the fields that are checked.
    "position_kind", "radius_km", "scar_bearing_deg",
)
_OF_SHIP = ("flag", "type", "notes", "sources", "caused_damage_per_authority")
_OF_SOURCE = ("id", "url", "publisher", "title", "date", "tier", "lang", "note", "notes")
# fmt: on
#: A name that ends so tells what another field rests on, or is a remark.
_ALWAYS_KNOWN = ("_sources", "_note", "_notes")
_WORDS = {
    "kind": ("power", "telecom", "gas", "oil", "multiple"),
    "cause_status": (
        "confirmed anchor drag", "suspected", "natural/technical", "explosion", "claimed",
        "unknown",
    ),
}  # fmt: skip


def remarks_on(record: Incident) -> list[str]:
    """Return what a person should look at in a valid record, one sentence each.

    Parameters
    ----------
    record
        Checked.

    Returns
    -------
    list of str
        Unknown fields, with the known ones that they resemble; words for the kind and the
        cause that the catalogue does not use; sources that are named but not there; dates that
        do not go together.

    Examples
    --------
    >>> entry = {"asset_id": "estlink-2", "t_sd": 30}
    >>> remarks_on(Incident(id="mine", record_type="no_damage", assets=[entry]))
    ['assets[0].t_sd is no known field and is not used, did you mean t_sd_s?']
    """
    plain = record.document()
    return [
        *_unknown_fields(plain),
        *_unusual_words(plain),
        *_absent_sources(plain),
        *odd_dates(record),
    ]


def _unknown_fields(plain: Mapping[str, Any]) -> Iterator[str]:
    for where, row, known in _parts(plain):
        for name in row:
            if name in known or name.endswith(_ALWAYS_KNOWN):
                continue
            near = nearest(name, known, 1)
            offer = f", did you mean {near[0]}?" if near else "; it is kept"
            yield f"{where}{name} is no known field and is not used{offer}"


def _parts(plain: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any], Collection[str]]]:
    """Yield each mapping of a record with its place and the names that it may hold."""
    yield "", plain, (*Incident.model_fields, *_OF_RECORD)
    for field, known in _FIELDS.items():
        held = plain.get(field)
        rows = held if isinstance(held, list) else [held]
        for number, row in enumerate(rows):
            if isinstance(row, Mapping):
                yield f"{field}[{number}]." if rows is held else f"{field}.", row, known
    for number, entry in enumerate(plain["assets"]):
        if guess := entry.get("position_estimate_third_party"):
            where = f"assets[{number}].position_estimate_third_party."
            yield where, guess, tuple(get_type_hints(PositionEstimate))


_FIELDS: dict[str, tuple[str, ...]] = {
    "assets": (*IncidentAsset.model_fields, *_OF_ASSET),
    "suspected_vessels": (*SuspectedVessel.model_fields, *_OF_SHIP),
    "track_facts": tuple(get_type_hints(TrackFact.__origin__)),  # type: ignore[attr-defined]
    "drag": tuple(get_type_hints(DragFacts)),
    "attribution_claims": tuple(AttributionClaim.model_fields),
    "legal_history": tuple(LegalStep.model_fields),
    "sources": _OF_SOURCE,
}


def _unusual_words(plain: Mapping[str, Any]) -> Iterator[str]:
    places = [("", plain, name) for name in _WORDS]
    places += [(f"assets[{n}].", entry, "kind") for n, entry in enumerate(plain["assets"])]
    for where, row, name in places:
        word = row.get(name)
        if word is not None and word not in _WORDS[name]:
            yield f"{where}{name} {word[:40]!r} is none of {', '.join(_WORDS[name])}"


def _absent_sources(plain: Mapping[str, Any]) -> Iterator[str]:
    """Yield the ids of sources that no entry of ``sources`` has; addresses are no ids."""
    ids = {str(s["id"]) for s in plain["sources"] if isinstance(s, dict) and "id" in s}
    for where, row, _ in _parts(plain):
        for name, named in row.items():
            if not name.endswith("sources") or where.startswith("sources") or row is plain:
                continue
            for source in named if isinstance(named, list) else [named]:
                if isinstance(source, str) and not set(source) & set(": /") and source not in ids:
                    yield f"{where}{name} names {source[:40]!r}, which is no id in sources"
