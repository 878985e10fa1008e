"""Incidents: which asset failed, when, how that is known, and what has been said about it."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from ..records import Window, as_json
from .claims import AttributionClaim, LegalStep
from .incident_entries import IncidentAsset, Record, SuspectedVessel
from .moments import Day, day_bounds, parse_time
from .track_facts import DragFacts, TrackFact

__all__ = ["NULL_IS_EMPTY", "Incident", "is_id"]

RecordType = Annotated[
    Literal["damage", "no_damage", "not_at_sea"],
    Field(description="no_damage: a false alarm; not_at_sea: a break on land"),
]
RecordStatus = Annotated[
    Literal["confirmed", "draft"],
    Field(description="draft: made from a text, to be confirmed by a person"),
]
_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"


def is_id(value: object) -> bool:
    """Return whether a value can be an incident's id: it also names files.

    Examples
    --------
    >>> is_id("estlink2-eagle-s-2024"), is_id("../x")
    (True, False)
    """
    return isinstance(value, str) and bool(re.fullmatch(_ID[1:-1], value))


def _id(value: object) -> object:
    if not is_id(value):
        raise ValueError("must be a short id of letters, digits, dot, hyphen, underscore")
    return value


#: Null is there as good as nothing.
NULL_IS_EMPTY = frozenset(
    [
        "title",
        "suspected_vessels",
        "track_facts",
        "attribution_claims",
        "legal_history",
        "linked_incidents",
        "unconfirmed",
        "sources",
        "record_status",
    ]
)
#: Lists that most records lack: an empty one is not written.
_WRITTEN_IF_ANY = ("legal_history", "linked_incidents", "unconfirmed", "extraction")


class Incident(Record):
    """One record of the catalogue; the shape of an incident file.

    Attributes
    ----------
    id, title, kind
        Also the name of a file; a headline; what sort of event it was.
    record_type, record_status
        ``damage``, ``no_damage`` or ``not_at_sea``; ``confirmed`` or ``draft``.
    date_utc_start, date_utc_end
        Days or times, UTC.
    assets
        What failed, and when: one entry an asset.
    suspected_vessels
        Ships that public sources name, each with the role an authority gave it.
    track_facts, drag
        Published positions, times and speeds; published figures of the drag.
    cause_status, attribution_claims
        How sure the cause is; who said what of it, and who denied.
    legal_status, legal_history
        The newest state, in words; all states by date.
    linked_incidents
        Ids of records about the same ship, night or asset.
    unconfirmed, extraction
        Of a draft: fields to be confirmed, and the sentences each was read from.
    weather, notes, sources
        In words; what each fact rests on.

    Examples
    --------
    >>> from baltic.catalogue import load_incident
    >>> incident = load_incident("estlink2-eagle-s-2024")
    >>> incident.windows()[0].asset_ids, incident.windows()[0].evidence_kind
    (('estlink-2',), 'scada_trip')
    """

    id: Annotated[str, BeforeValidator(_id), WithJsonSchema({"type": "string", "pattern": _ID})]
    title: str = ""
    kind: str | None = None
    record_type: RecordType = "damage"
    record_status: RecordStatus = "confirmed"
    date_utc_start: Day = None
    date_utc_end: Day = None
    assets: list[IncidentAsset]
    suspected_vessels: list[SuspectedVessel] = Field(default_factory=list)
    track_facts: list[TrackFact] = Field(default_factory=list)
    drag: DragFacts | None = None
    cause_status: str | None = None
    attribution_claims: list[AttributionClaim] = Field(default_factory=list)
    legal_status: Annotated[str | None, Field(description="the newest, in words")] = None
    legal_history: Annotated[list[LegalStep], Field(description="oldest first")] = Field(
        default_factory=list
    )
    linked_incidents: Annotated[
        list[
            Annotated[str, BeforeValidator(_id), WithJsonSchema({"type": "string", "pattern": _ID})]
        ],
        Field(description="ids of records about the same ship, night or asset"),
    ] = Field(default_factory=list)
    unconfirmed: Annotated[
        list[str], Field(description="fields of a draft that a person has to confirm or fill")
    ] = Field(default_factory=list)
    extraction: Annotated[
        dict[str, Any] | None,
        Field(description="of a draft: each field with the sentences it was read from"),
    ] = None
    weather: str | None = None
    notes: str | None = None
    sources: list[Any] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _defaults(cls, value: object) -> object:
        """Take null for a list or title as nothing said."""
        if not isinstance(value, dict):
            return value
        return {k: v for k, v in value.items() if v is not None or k not in NULL_IS_EMPTY}

    @model_validator(mode="after")
    def _check(self) -> Incident:
        faults = []
        if self.record_status == "confirmed" and self.unconfirmed:
            faults.append(
                "is called confirmed, yet lists as unconfirmed " + ", ".join(self.unconfirmed[:5])
            )
        if self.record_type == "damage" and self.record_status == "confirmed":
            if not self.assets:
                faults.append("names no asset")
            elif not any(a.asset_ids and a.t_earliest for a in self.assets if a.damaged):
                faults.append("no damaged asset has asset_id, t_earliest and t_latest")
        faults += _date_faults(self.date_utc_start, self.date_utc_end)
        if self.id in self.linked_incidents:
            faults.append("linked_incidents names the record itself")
        ids = [s["id"] for s in self.sources if isinstance(s, dict) and "id" in s]
        for twice in sorted({str(i) for i in ids if ids.count(i) > 1}):
            faults.append(f"source id {twice[:40]!r} stands twice")
        seen = [(a.asset_id, a.t_earliest, a.t_latest, a.lon, a.lat, a.name) for a in self.assets]
        for number, row in enumerate(seen):
            if row[0] is not None and row in seen[:number]:
                faults.append(f"assets[{number}] repeats an entry before it")
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def windows(self) -> list[Window]:
        """Return when each damaged asset failed; entries without asset or time are left out.

        Returns
        -------
        list of Window
            One a damaged asset with a known time, in the order of ``assets``.
        """
        return [
            Window(
                asset_ids=a.asset_ids,
                name=a.name or a.asset_ids[0],
                t_earliest=a.t_earliest,
                t_latest=a.t_latest,
                evidence_kind=a.evidence_kind or "press_window",
                t_sd_s=a.t_sd_s,
                lon=a.lon,
                lat=a.lat,
                kp_km=a.kp_km,
                position_sd_km=a.position_sd_km,
            )
            for a in self.assets
            if self.record_type == "damage"
            and a.damaged
            and a.asset_ids
            and a.t_earliest
            and a.t_latest
        ]

    def cleared_vessels(self) -> list[SuspectedVessel]:
        """Return the ships that an authority has cleared.

        Returns
        -------
        list of SuspectedVessel
            Those with the role ``cleared``.

        Examples
        --------
        >>> ships = [{"name": "A", "role": "cleared"}, {"name": "B", "role": "suspect"}]
        >>> record = Incident(
        ...     id="mine", record_type="no_damage", assets=[], suspected_vessels=ships)
        >>> [ship.name for ship in record.cleared_vessels()]
        ['A']
        """
        return [v for v in self.suspected_vessels if v.role == "cleared"]

    def document(self) -> dict[str, Any]:
        """Return the record as plain JSON, which :func:`load_incident` accepts again.

        Returns
        -------
        dict
            Keys in the order of the fields; some lists only where they hold anything.

        Examples
        --------
        >>> entry = IncidentAsset(asset_id="estlink-2", damaged=False)
        >>> record = Incident(id="mine", record_type="no_damage", assets=[entry])
        >>> Incident(**record.document()) == record
        True
        """
        plain: dict[str, Any] = as_json(self.model_dump())
        return {k: v for k, v in plain.items() if v or k not in _WRITTEN_IF_ANY}


def _date_faults(start: str | None, end: str | None) -> list[str]:
    """Return what is wrong with the range of a record."""
    first, last = day_bounds(start), day_bounds(end)
    if first and last and first[0] > last[1]:
        return ["date_utc_start is after date_utc_end"]
    if first and last and start and end and min(len(start), len(end)) > 10:
        begin, finish = parse_time(start), parse_time(end)
        if begin and finish and begin > finish:
            return ["date_utc_start is after date_utc_end"]
    return []
