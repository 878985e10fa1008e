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
from typing import Any, NamedTuple

__all__ = [
    "SHORT_REASONS",
    "SILENT_S",
    "AssetHit",
    "Candidate",
    "Evidence",
    "Exclusion",
    "Hypothesis",
    "ShortReason",
    "Window",
    "as_json",
    "content_id",
    "iso",
]

#: Fixes further apart than the usual thinning of feeds leave what lies between them unheard, s.
SILENT_S = 15 * 60.0


def iso(t: datetime | None) -> str | None:
    """Return a UTC time as ISO 8601 with Z and at most milliseconds.

    Parameters
    ----------
    t
        With a time zone; None stays None.

    Returns
    -------
    str or None
        Like ``2024-12-25T10:26:00Z``.

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
    """Return records, times and numbers as plain JSON values.

    Parameters
    ----------
    value
        Dataclass, dict, list, tuple, time, numpy scalar or plain value, nested at will.

    Returns
    -------
    Any
        Floats rounded to six decimals, NaN and infinities as None, times as :func:`iso`, and
        as None where a table has none (``NaT``).

    Examples
    --------
    >>> as_json({"kn": (9.1234567, float("nan"))})
    {'kn': [9.123457, None]}
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(k): as_json(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_json(v) for v in value]
    if isinstance(value, datetime):
        # NaT is a datetime, and like NaN not itself.
        return iso(value) if value == value else None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value


def content_id(prefix: str, *parts: object) -> str:
    """Return an id made from content, so that a re-run never duplicates.

    Parameters
    ----------
    prefix
        Says what kind of thing it names.
    *parts
        Content, as for :func:`as_json`.

    Returns
    -------
    str
        The prefix and ten hexadecimal digits.

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

    Attributes
    ----------
    item
        Name of the measure.
    value, unit
        What was measured, and in what.
    neighbours
        The same measure among neighbouring ships, None when not known.
    llr
        Natural log of P(value | drag) / P(value | ordinary sailing), nats, capped.
    text
        A sentence for the reader.

    Examples
    --------
    >>> Evidence("drop", 0.36, "ln", 0.02, 0.8, "30 % slower than expected").llr
    0.8
    """

    item: str
    value: float | str | None
    unit: str
    neighbours: float | str | None
    llr: float
    text: str


@dataclasses.dataclass(frozen=True)
class AssetHit:
    """A crossing of one asset during an episode.

    Attributes
    ----------
    asset_id
        Of the catalogue, or of the file given with ``--assets``.
    t, t_sd_s
        When the ship was over the line, and the standard deviation of that, seconds.
    lon, lat
        Where, degrees.
    kp_km
        Kilometre point along the asset.
    sog_kn, cog_deg
        Speed over ground, knots, and course, degrees from true north.
    angle_deg
        Acute angle between course and asset, degrees.
    p_contact
        Chance that the ship's anchor could touch the bottom there; None without a depth.
    accuracy_km
        Error of the charted line, kilometres.
    gap_s
        Time between the fixes around it, seconds: long ones leave its time a guess.

    Examples
    --------
    >>> t = datetime(2024, 12, 25, 10, 26, tzinfo=UTC)
    >>> hit = AssetHit("estlink-2", t, 40.0, 25.3, 59.8, 71.0, 9.1, 80.0, 65.0, None, 0.2)
    >>> as_json(hit)["t"], hit.sog_kn
    ('2024-12-25T10:26:00Z', 9.1)
    """

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
    gap_s: float | None = None


@dataclasses.dataclass(frozen=True)
class Candidate:
    """An episode that looks like an anchor drag: an observation to check, no verdict.

    Attributes
    ----------
    candidate_id
        Made from content: the same episode has the same id in every run.
    mmsi, imo, name, ship_type, loa_m
        The ship as its AIS says: numbers, name, AIS ship type, length in metres.
    t_start, t_end
        Begin and end of the episode.
    lon, lat
        Where it began, degrees.
    distance_km
        Sailed during it, kilometres.
    v_ref_kn, v_drag_kn
        The speed expected of this ship there, and the speed it made, knots.
    llr
        Log-likelihood ratio of the whole ledger, nats.
    level
        ``alert``, ``watch`` or ``note``, by rate of false alarms on simulated traffic.
    evidence, assets
        The ledger; the crossings during the episode.
    innocent
        Ordinary explanations that fit, as sentences.
    quality
        What is wrong or missing in the data behind it.
    provenance
        ``measured``, ``reconstructed`` or ``simulated``.

    Examples
    --------
    >>> t = datetime(2024, 12, 25, 10, 26, tzinfo=UTC)
    >>> found = Candidate("c-1", 219000001, None, "A", 70, 180.0, t, t, 25.3, 59.8, 30.0, 11.5,
    ...     8.0, 6.2, "alert", (), (), ("a pilot boards there",), {}, "simulated")
    >>> as_json(found)["llr"], found.level
    (6.2, 'alert')
    """

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


class Reading(Candidate):
    """Another reading of a stretch: it overlaps a candidate that tells more, and is not listed.

    Its level is ``none``.  Whoever asks what a ship did at a certain time reads it too.

    Examples
    --------
    >>> issubclass(Reading, Candidate)
    True
    """


@dataclasses.dataclass(frozen=True)
class Window:
    """When (and about where) one asset failed, and how that is known.

    Attributes
    ----------
    asset_ids, name
        The asset; several ids where it is not known which of them failed.
    t_earliest, t_latest
        Bounds of the time of failure.
    evidence_kind
        How the time is known: one of :data:`baltic.catalogue.EVIDENCE_KINDS`.
    t_sd_s
        Stated standard deviation of the reading, seconds; None where none is stated.
    lon, lat, kp_km
        Where, degrees and kilometre point; None when not known.
    position_sd_km
        Standard deviation of that place, kilometres.

    Examples
    --------
    >>> t = datetime(2024, 12, 25, 10, 26, tzinfo=UTC)
    >>> window = Window(("estlink-2",), "EstLink 2", t, t, "scada_trip", 1.0, *4 * (None,))
    >>> as_json(window)["t_latest"]
    '2024-12-25T10:26:00Z'
    """

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
    """A vessel, a vessel not heard (``dark``), or no vessel (``none``) behind the outages.

    Attributes
    ----------
    kind
        ``vessel``, ``dark`` or ``none``.
    mmsi, imo, name
        The ship as its AIS says; None for the other two kinds.
    rank
        1 is the most probable.
    posterior, posterior_without_drag_evidence
        Probability among all hypotheses, 0 to 1; the same without the drag evidence.
    llr
        Drag evidence, nats; None where there is none.
    crossings, reasons
        What it rests on: crossings of the failed assets, sentences for and against.
    provenance
        ``measured``, ``reconstructed``, ``simulated``, or several of them joined by ``+``.
    episode
        The drag-like episode that was weighed, if any.
    by_gear
        P(fishing gear and no anchor came over the assets | this vessel is behind it).

    Examples
    --------
    >>> none = Hypothesis("none", None, None, None, 2, 0.04, 0.11, None, (), ("cables age",))
    >>> none.rank
    2
    """

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
    by_gear: float = 0.0


@dataclasses.dataclass(frozen=True)
class Exclusion:
    """A vessel that could not have done it, or that could not be judged, with the reason.

    Attributes
    ----------
    mmsi, name
        The ship as its AIS says.
    reason
        A sentence that begins with "excluded because" or "could not be judged because".
    closest_km, closest_t
        How near it came, kilometres, and when; None when not known.
    kind
        One of ``never_in_reach``, ``wrong_side``, ``crossed_before``, ``crossed_after``,
        ``other_place``, ``anchor_cannot_reach``, ``not_near``; of a vessel that could not be
        judged ``unheard_before`` or ``unheard_after``; ``loose_only`` of one that could have
        done a loosely dated outage and none of known time.
    by_outage
        One dict each outage: ``window``, ``name``, ``state`` (``excluded``, ``possible``,
        ``not_judged``), ``kind`` and ``reason`` of that outage, and whether it ``leads``: whether
        ``reason`` above begins with it; where it is possible ``posterior_alone`` and
        ``posterior_together``.  Empty for a vessel that could not be judged.

    Examples
    --------
    >>> Exclusion(219000001, "A", "excluded because it came no nearer than 9 km", 9.0, None).kind
    'never_in_reach'
    """

    mmsi: int
    name: str | None
    reason: str
    closest_km: float | None
    closest_t: datetime | None
    kind: str = "never_in_reach"
    by_outage: tuple[dict[str, Any], ...] = ()


class ShortReason(NamedTuple):
    """A kind of :class:`Exclusion` in few words, told beside another reason told in full.

    Attributes
    ----------
    clause
        Goes on in a sentence; ``{of}`` is "its" or "their" of the outages meant.
    note
        Stands alone.

    Examples
    --------
    >>> SHORT_REASONS["not_near"].clause.format(of="its")
    'it was not in the area around its window'
    """

    clause: str
    note: str


#: By kind; a crossing is told in full, as it has a time of its own.
SHORT_REASONS = {
    kind: ShortReason(clause, note)
    for kind, clause, note in (
        ("never_in_reach", "it never came within reach in {of} window",
         "never within reach in the window"),
        ("wrong_side", "it stayed on one side in and around {of} window",
         "stayed on one side in and around the window"),
        ("other_place", "it was nowhere near {of} published place",
         "nowhere near the published place"),
        ("anchor_cannot_reach",
         "no anchor of a ship of its size reaches the bottom where it passed",
         "no anchor of its size reaches the bottom where it passed"),
        ("not_near", "it was not in the area around {of} window",
         "not in the area around the window"),
        ("unheard_before", "it could not be judged, as it was first heard later and elsewhere",
         "not judged, first heard later and elsewhere"),
        ("unheard_after", "it could not be judged, as it was last heard before and elsewhere",
         "not judged, last heard before and elsewhere"),
    )
}  # fmt: skip
