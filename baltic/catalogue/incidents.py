"""Incidents: which asset failed, when, how that is known, and what has been said about it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from ..records import Window, as_json
from .vessels import imo_is_valid

__all__ = [
    "EVIDENCE_KINDS",
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
RecordType = Literal["damage", "no_damage", "not_at_sea"]

_ZONE = re.compile(r"(?:[zZ]|[+-]\d{2}:?\d{2})$")
_DATE = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")


def parse_time(value: object) -> datetime | None:
    """Return a time as aware UTC.

    Raises
    ------
    ValueError
        No text, no ISO 8601 time, or no zone.

    Examples
    --------
    >>> parse_time("2024-12-25T12:26:00+02:00").isoformat()
    '2024-12-25T10:26:00+00:00'
    """
    if value is None or isinstance(value, datetime):
        if value is not None and value.tzinfo is None:
            raise ValueError("has no time zone; end it with Z for UTC")
        return None if value is None else value.astimezone(UTC)
    if not isinstance(value, str):
        raise ValueError("must be a time such as 2024-12-25T10:26:00Z")
    text = value.strip()
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("is no time such as 2024-12-25T10:26:00Z") from None
    if _DATE.match(text) or "T" not in text.upper().replace(" ", "T"):
        raise ValueError("is a date without a time; write 2024-12-25T10:26:00Z")
    if time.tzinfo is None or not _ZONE.search(text):
        raise ValueError("has no time zone; end it with Z for UTC")
    try:
        return time.astimezone(UTC)
    except OverflowError:
        raise ValueError("is out of range") from None


def _date(value: object) -> str | None:
    """Return a date (year, month, day) or a time with zone, as text."""
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise ValueError("must be a date such as 2024-12-25 or a time with zone")
    if _DATE.match(value):
        return value
    parse_time(value)
    return value


def _ids(value: object) -> str | list[str] | None:
    """Return an asset id, a list of possible ids, or None."""
    good = value is None or isinstance(value, str)
    if isinstance(value, list) and value:
        good = all(isinstance(v, str) for v in value)
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
    return isinstance(value, str) and bool(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", value))


def _id(value: object) -> object:
    if not is_id(value):
        raise ValueError("must be a short id of letters, digits, dot, hyphen, underscore")
    return value


Time = Annotated[datetime | None, BeforeValidator(parse_time)]
Day = Annotated[str | None, BeforeValidator(_date)]
Positive = Annotated[float | None, Field(ge=0, allow_inf_nan=False)]


class _Record(BaseModel):
    """Unknown keys are kept: facts are never lost on the way."""

    model_config = ConfigDict(extra="allow", frozen=True, strict=False)


class IncidentAsset(_Record):
    """One asset of an incident: what happened to it, when, where."""

    asset_id: Annotated[str | list[str] | None, BeforeValidator(_ids)]
    name: str | None = None
    kind: str | None = None
    damage: str | None = None
    damaged: bool = True
    t_earliest: Time = None
    t_latest: Time = None
    evidence_kind: EvidenceKind | None = None
    t_sd_s: Positive = None
    lon: Annotated[float | None, Field(ge=-180, le=180)] = None
    lat: Annotated[float | None, Field(ge=-90, le=90)] = None
    kp_km: Positive = None
    position_sd_km: Positive = None
    position_in_words: str | None = None
    sources: list[Any] = Field(default_factory=list)

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
    """A ship named by a public source, with the role an authority gave it."""

    name: str | None = None
    imo: int | None = None
    mmsi: Annotated[int | None, Field(ge=1, le=999_999_999)] = None
    role: str | None = None

    @model_validator(mode="after")
    def _check(self) -> SuspectedVessel:
        if self.imo is not None and not imo_is_valid(self.imo):
            raise ValueError(f"imo {self.imo} has a wrong check digit")
        return self


class Incident(_Record):
    """One record of the catalogue; the shape of an incident file.

    Examples
    --------
    >>> from baltic.catalogue import load_incident
    >>> incident = load_incident("estlink2-eagle-s-2024")
    >>> incident.windows()[0].asset_ids, incident.windows()[0].evidence_kind
    (('estlink-2',), 'scada_trip')
    """

    id: Annotated[str, BeforeValidator(_id)]
    title: str = ""
    kind: str | None = None
    record_type: RecordType = "damage"
    date_utc_start: Day = None
    date_utc_end: Day = None
    assets: list[IncidentAsset]
    suspected_vessels: list[SuspectedVessel] = Field(default_factory=list)
    track_facts: list[dict[str, Any]] = Field(default_factory=list)
    drag: dict[str, Any] | None = None
    cause_status: str | None = None
    attribution_claims: list[dict[str, Any]] = Field(default_factory=list)
    legal_status: str | None = None
    weather: str | None = None
    notes: str | None = None
    sources: list[Any] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _defaults(cls, value: object) -> object:
        """Take null for a list or title as nothing said."""
        if not isinstance(value, dict):
            return value
        empty = {"title", "suspected_vessels", "track_facts", "attribution_claims", "sources"}
        return {k: v for k, v in value.items() if v is not None or k not in empty}

    @model_validator(mode="after")
    def _check(self) -> Incident:
        faults = []
        if self.record_type == "damage":
            if not self.assets:
                faults.append("names no asset")
            elif not any(a.asset_ids and a.t_earliest for a in self.assets if a.damaged):
                faults.append("no damaged asset has asset_id, t_earliest and t_latest")
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
        """Return when each damaged asset failed; entries without asset or time are left out."""
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

    def document(self) -> dict[str, Any]:
        """Return the record as plain JSON, which :func:`load_incident` accepts again."""
        plain: dict[str, Any] = as_json(self.model_dump())
        return plain
