"""Incidents: which asset failed, when, how that is known, and what has been said about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from ..data import data_file
from ..errors import IncidentError, UnknownIdError, nearest
from ..records import Window, as_json
from .documents import read_document
from .vessels import imo_is_valid

__all__ = [
    "EVIDENCE_KINDS",
    "Incident",
    "IncidentAsset",
    "SuspectedVessel",
    "load_incident",
    "load_incidents",
    "unknown_incident",
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

_SHOWN_FAULTS = 6
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


def _id(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", value):
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


def load_incidents(
    path: str | Path | None = None, *, known_assets: Collection[str] | None = None
) -> dict[str, Incident]:
    """Return incidents by id: the shipped ones, or those of a file.

    Parameters
    ----------
    path
        YAML or JSON holding one incident, a list, or ``{"incidents": [...]}``;
        None for the shipped catalogue.
    known_assets
        Ids that may be named; None for those of the shipped assets.

    Raises
    ------
    IncidentError
        All faults of the file on one line, each with its record.

    Examples
    --------
    >>> len(load_incidents())
    15
    """
    file = data_file("incidents.yaml") if path is None else Path(path)
    document = read_document(file)
    if isinstance(document, dict) and "incidents" in document and "assets" not in document:
        document = document["incidents"]
    rows = document if isinstance(document, list) else [document]
    faults: list[str] = []
    found: dict[str, Incident] = {}
    known = _known_assets() if known_assets is None else set(known_assets)
    for number, row in enumerate(rows):
        label = _label(row, number, len(rows))
        record = _validate(row, label, faults)
        if record is None:
            continue
        for fault in _unknown_assets(record, known):
            faults.append(label + fault)
        if record.id in found:
            faults.append(f"{label}this incident id stands twice")
        found[record.id] = record
    if not rows:
        faults.append("holds no incident")
    if faults:
        more = len(faults) - _SHOWN_FAULTS
        text = "; ".join(faults[:_SHOWN_FAULTS]) + (f"; and {more} more" if more > 0 else "")
        raise IncidentError(text, file=file, hint="a valid one: baltic incidents show ID --json")
    return found


def load_incident(
    id_or_path: str | Path, *, known_assets: Collection[str] | None = None
) -> Incident:
    """Return one incident: a catalogue id, or a YAML or JSON file that holds one.

    Raises
    ------
    UnknownIdError
        No such id, and no such file; the nearest ids are offered.
    IncidentError
        The file breaks the contract or holds several incidents.
    """
    path = Path(id_or_path)
    looks_like_file = path.suffix.casefold() in (".yaml", ".yml", ".json") or len(path.parts) > 1
    if isinstance(id_or_path, Path) or looks_like_file or path.is_file():
        found = load_incidents(path, known_assets=known_assets)
        if len(found) > 1:
            raise IncidentError(
                f"holds {len(found)} incidents, one is wanted",
                file=path,
                hint="put one of them into its own file: " + ", ".join(list(found)[:5]),
            )
        return next(iter(found.values()))
    catalogue = load_incidents(known_assets=_known_assets())
    if id_or_path not in catalogue:
        raise unknown_incident(str(id_or_path), catalogue)
    return catalogue[str(id_or_path)]


def unknown_incident(incident_id: str, known: Iterable[str]) -> UnknownIdError:
    """Return the error for an id that is not in the catalogue, with the nearest ones."""
    near = nearest(incident_id, known)
    return UnknownIdError(
        "unknown incident",
        example=incident_id,
        hint="did you mean " + " or ".join(near) + "?" if near else "see baltic incidents list",
    )


def _known_assets() -> set[str]:
    """Return the ids of the shipped assets."""
    from .assets import load_assets

    return set(load_assets()["asset_id"])


def _label(row: object, number: int, of: int) -> str:
    if isinstance(row, dict) and isinstance(row.get("id"), str):
        return f"{row['id'][:60]}: "
    return f"record {number + 1}: " if of > 1 else ""


def _validate(row: object, label: str, faults: list[str]) -> Incident | None:
    if not isinstance(row, Mapping):
        faults.append(f"{label}is {type(row).__name__}, not a record of names and values")
        return None
    try:
        return Incident.model_validate(row)
    except ValidationError as error:
        for item in error.errors(include_url=False, include_input=True):
            faults.append(label + _sentence(item))
        return None


_WORDS: dict[str, Callable[[Any], str]] = {
    "missing": lambda _: "is missing",
    "value_error": lambda item: str(item["ctx"]["error"]),
    "literal_error": lambda item: f"must be one of {item['ctx']['expected']}",
}


def _sentence(item: Any) -> str:
    """Return one fault of pydantic in our words: where, what, the value."""
    where = ""
    for step in item["loc"]:
        where += f"[{step}]" if isinstance(step, int) else f".{step}" if where else str(step)
    words = _WORDS.get(item["type"], lambda i: str(i["msg"]))(item)
    value = item.get("input")
    shown = f" ({str(value)[:40]!r})" if isinstance(value, (str, int, float)) else ""
    return f"{where} {words}{shown}".strip()


def _unknown_assets(record: Incident, known: Collection[str]) -> list[str]:
    faults = []
    for number, entry in enumerate(record.assets):
        for asset_id in entry.asset_ids:
            if asset_id not in known:
                near = nearest(asset_id, known)
                offer = f", did you mean {' or '.join(near)}?" if near else ""
                faults.append(f"assets[{number}].asset_id unknown asset {asset_id[:60]!r}{offer}")
    return faults
