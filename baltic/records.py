"""Nested results: candidates with their ledger, hypotheses, exclusions.

Plain frozen records whose :func:`as_json` is the shape of ``candidates.json`` and
``attribution.json``; reports and maps read the saved documents, not these classes.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
from datetime import UTC, datetime
from typing import Any

__all__ = [
    "AssetHit",
    "Candidate",
    "Evidence",
    "Exclusion",
    "Hypothesis",
    "Window",
    "as_json",
    "content_id",
    "iso",
]


def iso(t: datetime | None) -> str | None:
    """Return a UTC time as ISO 8601 with Z and at most milliseconds.

    Examples
    --------
    >>> iso(datetime(2024, 12, 25, 10, 26, tzinfo=UTC))
    '2024-12-25T10:26:00Z'
    """
    if t is None:
        return None
    t = t.astimezone(UTC)
    spec = "milliseconds" if t.microsecond else "seconds"
    return t.isoformat(timespec=spec).replace("+00:00", "Z")


def as_json(value: Any) -> Any:
    """Return records, times and numbers as plain JSON values; NaN becomes null."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(k): as_json(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_json(v) for v in value]
    if isinstance(value, datetime):
        return iso(value)
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value


def content_id(prefix: str, *parts: object) -> str:
    """Return an id made from content, so that a re-run never duplicates.

    Examples
    --------
    >>> content_id("c", 518998865, "2024-12-25T10:26:00Z")
    'c-bf0918bcad'
    """
    text = json.dumps([as_json(p) for p in parts], ensure_ascii=True)
    return f"{prefix}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


@dataclasses.dataclass(frozen=True)
class Evidence:
    """One line of the ledger.

    ``llr`` is the natural log of P(value | drag) / P(value | ordinary sailing), capped.
    ``neighbours`` is the same measure among neighbouring ships, None when not known.
    """

    item: str
    value: float | str | None
    unit: str
    neighbours: float | str | None
    llr: float
    text: str


@dataclasses.dataclass(frozen=True)
class AssetHit:
    """A crossing of one asset during an episode."""

    asset_id: str
    t: datetime
    t_sd_s: float
    lon: float
    lat: float
    kp_km: float
    sog_kn: float
    cog_deg: float
    angle_deg: float
    p_contact: float | None
    accuracy_km: float


@dataclasses.dataclass(frozen=True)
class Candidate:
    """An episode that looks like an anchor drag: an observation to check, no verdict."""

    candidate_id: str
    mmsi: int
    imo: int | None
    name: str | None
    ship_type: int | None
    loa_m: float | None
    t_start: datetime
    t_end: datetime
    lon: float
    lat: float
    distance_km: float
    v_ref_kn: float
    v_drag_kn: float
    llr: float
    level: str
    evidence: tuple[Evidence, ...]
    assets: tuple[AssetHit, ...]
    innocent: tuple[str, ...]
    quality: dict[str, Any]
    provenance: str


@dataclasses.dataclass(frozen=True)
class Window:
    """When (and about where) one asset failed, and how that is known."""

    asset_ids: tuple[str, ...]
    name: str
    t_earliest: datetime
    t_latest: datetime
    evidence_kind: str
    t_sd_s: float | None
    lon: float | None
    lat: float | None
    kp_km: float | None
    position_sd_km: float | None


@dataclasses.dataclass(frozen=True)
class Hypothesis:
    """A vessel, a vessel not heard (``dark``), or no vessel (``none``) behind the outages."""

    kind: str
    mmsi: int | None
    imo: int | None
    name: str | None
    rank: int
    posterior: float
    posterior_without_drag_evidence: float
    llr: float | None
    crossings: tuple[dict[str, Any], ...]
    reasons: tuple[str, ...]
    provenance: str | None = None
    episode: Candidate | None = None


@dataclasses.dataclass(frozen=True)
class Exclusion:
    """A vessel in the area and window that could not have done it, with the reason.

    ``kind`` is one of ``never_in_reach``, ``wrong_side``, ``crossed_before``,
    ``crossed_after``, ``other_place``, ``anchor_cannot_reach``, ``not_near``.
    """

    mmsi: int
    name: str | None
    reason: str
    closest_km: float | None
    closest_t: datetime | None
    kind: str = "never_in_reach"
