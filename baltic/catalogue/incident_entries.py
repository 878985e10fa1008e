"""What an incident lists: assets that failed, each with its time and place, and ships named."""

from __future__ import annotations

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

from .amounts import Amount, Latitude, Longitude, Year, unquoted
from .moments import Time
from .roles import check_role, role_schema
from .track_facts import PositionEstimate
from .vessels import imo_is_valid

__all__ = ["EVIDENCE_KINDS", "IncidentAsset", "Record", "SuspectedVessel"]

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


def _ids(value: object) -> str | list[str] | None:
    """Return an asset id, a list of possible ids, or None."""
    good = value is None or isinstance(value, str)
    if isinstance(value, list) and value:
        good = all(isinstance(v, str) and v for v in value)
    if not good or value == "":
        raise ValueError("must be an asset id, a list of possible ids, or null")
    return value  # type: ignore[return-value]


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


class Record(BaseModel):
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


class IncidentAsset(Record):
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


class SuspectedVessel(Record):
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
