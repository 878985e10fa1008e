"""Incidents: which asset failed, when, how that is known, and what has been said about it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    WithJsonSchema,
    model_serializer,
    model_validator,
)

from ..records import Window, as_json
from .amounts import Amount, Latitude, Longitude, Year, unquoted
from .claims import AttributionClaim, LegalStep
from .moments import Day, Time, day_bounds, parse_time
from .roles import check_role, role_schema
from .track_facts import DragFacts, PositionEstimate, TrackFact
from .vessels import imo_is_valid

__all__ = [
    "EVIDENCE_KINDS",
    "NULL_IS_EMPTY",
    "Incident",
    "IncidentAsset",
    "SuspectedVessel",
    "is_id",
    "parse_time",
]

EvidenceKind = Literal[
    "scada_trip",
    "loss_of_light",
    "routing_outage",
    "pressure_drop",
    "seismic",
    "operator_notice",
    "press_window",
    "day_only",
]
EVIDENCE_KINDS: tuple[str, ...] = EvidenceKind.__args__  # type: ignore[attr-defined]
RecordType = Annotated[
    Literal["damage", "no_damage", "not_at_sea"],
    Field(description="no_damage: a false alarm; not_at_sea: a break on land"),
]
RecordStatus = Annotated[
    Literal["confirmed", "draft"],
    Field(description="draft: made from a text, to be confirmed by a person"),
]
_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"


def _ids(value: object) -> str | list[str] | None:
    """Return an asset id, a list of possible ids, or None."""
    good = value is None or isinstance(value, str)
    if isinstance(value, list) and value:
        good = all(isinstance(v, str) and v for v in value)
    if not good or value == "":
        raise ValueError("must be an asset id, a list of possible ids, or null")
    return value  # type: ignore[return-value]


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


_IDS_SCHEMA = {
    "anyOf": [
        {"type": "string", "minLength": 1},
        {
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "minItems": 1,
            "uniqueItems": True,
        },
        {"type": "null"},
    ],
    "description": "an asset id, a list of possible ones (the likeliest first), or null",
}


class _Record(BaseModel):
    """Unknown keys are kept: facts are never lost on the way."""

    model_config = ConfigDict(extra="allow", frozen=True, strict=False)
    #: Fields that most records lack: they are written where the record has them.
    _if_said: ClassVar[frozenset[str]] = frozenset()

    @model_serializer(mode="wrap")
    def _what_was_said(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        plain: dict[str, Any] = handler(self)
        return {
            k: v for k, v in plain.items() if k not in self._if_said or k in self.model_fields_set
        }


class IncidentAsset(_Record):
    """One asset of an incident: what happened to it, when, where.

    Attributes
    ----------
    asset_id
        One id, a list of possible ones (the likeliest first), or None: not in the catalogue.
    name, kind, damage
        As the sources call it; what was found on it, in words.
    damaged
        False for an asset that a source names but that did not fail.
    t_earliest, t_latest
        Bounds of the time of failure, with a zone; both or neither.
    evidence_kind
        How that time is known, one of :data:`EVIDENCE_KINDS`.
    t_sd_s
        Standard deviation of the reading, seconds.
    lon, lat, kp_km
        Where, degrees and kilometre point; None when not known.
    position_sd_km, position_in_words
        Standard deviation of the place, kilometres; the place as a source tells it.
    position_estimate_third_party
        Where others take the break to be, and from what.
    break_time_utc, depth_m
        The time that a source prints; the depth of water at the break, metres.
    sources
        What it rests on.

    Examples
    --------
    >>> IncidentAsset(asset_id=["fec-1", "fec-2"]).asset_ids
    ('fec-1', 'fec-2')
    """

    asset_id: Annotated[str | list[str] | None, BeforeValidator(_ids), WithJsonSchema(_IDS_SCHEMA)]
    name: str | None = None
    kind: str | None = None
    damage: str | None = None
    damaged: Annotated[bool, Field(strict=True)] = True
    t_earliest: Time = None
    t_latest: Time = None
    evidence_kind: EvidenceKind | None = None
    t_sd_s: Amount = None
    lon: Longitude = None
    lat: Latitude = None
    kp_km: Amount = None
    position_sd_km: Amount = None
    position_in_words: str | None = None
    position_estimate_third_party: PositionEstimate | None = None
    break_time_utc: Time = None
    depth_m: Amount = None
    sources: list[Any] = Field(default_factory=list)
    _if_said: ClassVar[frozenset[str]] = frozenset(
        ["position_estimate_third_party", "break_time_utc", "depth_m"]
    )

    @property
    def asset_ids(self) -> tuple[str, ...]:
        """Possible assets, the likeliest first; empty when none is in the catalogue."""
        if self.asset_id is None:
            return ()
        return (self.asset_id,) if isinstance(self.asset_id, str) else tuple(self.asset_id)

    @model_validator(mode="after")
    def _check(self) -> IncidentAsset:
        faults = []
        if (self.t_earliest is None) != (self.t_latest is None):
            faults.append("t_earliest and t_latest go together")
        elif self.t_earliest and self.t_latest and self.t_earliest > self.t_latest:
            faults.append("the window is reversed: t_earliest is after t_latest")
        if self.t_earliest and self.t_earliest > datetime.now(UTC):
            faults.append("the window lies in the future")
        if (self.lon is None) != (self.lat is None):
            faults.append("lon and lat go together")
        elif 53 < (self.lon or 0.0) < 67 and 8 < (self.lat or 0.0) < 32:
            faults.append("lon and lat look swapped")
        if len(set(self.asset_ids)) < len(self.asset_ids):
            faults.append("asset_id names one asset twice")
        if faults:
            raise ValueError("; ".join(faults))
        return self


class SuspectedVessel(_Record):
    """A ship named by a public source, with the role an authority gave it.

    ``named`` is the role of a ship of which the source says no more.
    """

    name: str | None = None
    imo: Annotated[int | None, BeforeValidator(unquoted)] = None
    mmsi: Annotated[int | None, Field(ge=1, le=999_999_999), BeforeValidator(unquoted)] = None
    role: Annotated[
        str | None, BeforeValidator(check_role), Field(json_schema_extra=role_schema)
    ] = None
    loa_m: Amount = None
    beam_m: Amount = None
    draught_m: Amount = None
    dwt_t: Amount = None
    gt: Amount = None
    built: Year = None
    _if_said: ClassVar[frozenset[str]] = frozenset(
        ["loa_m", "beam_m", "draught_m", "dwt_t", "gt", "built"]
    )

    @model_validator(mode="after")
    def _check(self) -> SuspectedVessel:
        if self.imo is not None and not imo_is_valid(self.imo):
            raise ValueError(f"imo {self.imo} has a wrong check digit")
        return self


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


class Incident(_Record):
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
