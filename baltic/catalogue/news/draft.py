"""A draft record from one event: the shape of an incident file, with evidence for each field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...records import as_json, content_id
from ..incidents import Incident
from .claims import claims_of
from .dates import DateFound
from .details import cause_of, kind_of, legal_of
from .fields import UNKNOWN, FieldRead, as_record
from .gathered import Event, Part
from .hulls import numbers_of
from .known import known_records
from .lexicon import lexicon
from .moment import Moment
from .repairs import repair_of
from .roles import ShipOf, ships_of
from .sentences import Sentence
from .text import News
from .timing import time_of

__all__ = ["draft_record"]

#: Below this an asset is only offered; from here on it can tell two records apart.
_SURE = 0.3
_NOTE_CHARS = 600

#: An entry of ``assets``, and what its fields were read from.
_Entry = tuple[dict[str, Any], list[FieldRead]]


def draft_record(
    event: Event, news: News, article: DateFound | None, catalogue: Mapping[str, Incident]
) -> dict[str, Any]:
    """Return the draft of an event.

    Text fields hold ``unknown`` where the text is silent, typed ones null; ``unconfirmed``
    lists both and whatever a person should look at.  ``extraction.fields`` holds each field
    with its confidence and the sentences it was read from.
    """
    told = _Told.of(event, catalogue)
    entries = [
        _entry(part, event, number, article) for number, part in enumerate(_different(event.parts))
    ]
    reads = _reads(told, event, entries)
    record = {
        "id": _id(event, told.kind),
        "title": _title(event, told.kind),
        "kind": _or_none(told.kind),
        "record_type": _type(event, told.cause),
        "record_status": "draft",
        "background": event.is_background,
        "date_utc_start": event.days[0].isoformat() if event.days else None,
        "date_utc_end": event.days[1].isoformat() if event.days else None,
        "assets": [entry for entry, _ in entries],
        **_vessels(told.ships),
        "cause_status": "unknown" if told.cause.value == UNKNOWN else "claimed",
        "cause_claimed": told.cause.value,
        "repair_status": told.repair.value,
        "attribution_claims": _claims(told.claims),
        "legal_status": _or_none(told.legal),
        "linked_incidents": _linked(event, told, catalogue),
        "unconfirmed": _unconfirmed(reads, entries),
        "extraction": _extraction(event, reads, news, article),
    }  # fmt: skip
    return as_json(record)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class _Told:
    """What the sentences of an event tell of it as a whole."""

    kind: FieldRead
    repair: FieldRead
    cause: FieldRead
    legal: FieldRead
    ships: list[ShipOf]
    claims: list[Any]

    @classmethod
    def of(cls, event: Event, catalogue: Mapping[str, Incident]) -> _Told:
        ships = ships_of(event, _hulls(catalogue))
        legal = legal_of(event, ships)
        claims = claims_of(event)
        return cls(kind_of(event), repair_of(event), cause_of(event), legal, ships, claims)


def _reads(told: _Told, event: Event, entries: list[_Entry]) -> list[FieldRead]:
    """Return all fields of a draft, with what each was read from."""
    return [
        told.kind,
        _date_read(event),
        _damage_read(event),
        told.repair,
        told.cause,
        told.legal,
        *(read for _, own in entries for read in own),
        *_ship_reads(told.ships),
        *_claim_reads(told.claims),
    ]


def _extraction(
    event: Event, reads: list[FieldRead], news: News, article: DateFound | None
) -> dict[str, Any]:
    return {
        "article_date": article.first.isoformat() if article and article.first else UNKNOWN,
        "background": event.is_background,
        "fields": [as_record(read, news) for read in reads],
    }


def _linked(event: Event, told: _Told, catalogue: Mapping[str, Incident]) -> list[str]:
    """Return the records of the catalogue that an event is, by its assets and ships."""
    likely = [
        i for p in event.parts for i, c in p.resolved.items() if c >= _SURE or len(p.resolved) == 1
    ]
    names = [ship.name for ship, *_ in told.ships if not ship.is_service]
    return known_records(catalogue, likely, event.days, names)


def _or_none(read: FieldRead) -> Any:
    return None if read.value == UNKNOWN else read.value


def _hulls(catalogue: Mapping[str, Incident]) -> list[str]:
    """Return the names of the ships of the known records that no common word can be."""
    names = {v.name or "" for record in catalogue.values() for v in record.suspected_vessels}
    return sorted(n for n in names if len(n) >= 6)


def _different(parts: list[Part]) -> list[Part]:
    """Return the parts without those that say again what one before them says."""
    kept: dict[tuple[Any, ...], Part] = {}
    for part in parts:
        kept.setdefault((part.words, *(part.resolved or [id(part)])), part)
    return list(kept.values())


def _vessels(ships: list[ShipOf]) -> dict[str, Any]:
    """Return ships by what they did there: those that repair or guard apart."""
    names = [one.ship.name for one in ships]
    return {
        "suspected_vessels": [
            {"name": one.ship.name, "role": one.role, "type": one.ship.type, "flag": one.ship.flag}
            | numbers_of(one.ship.name, one.where, names)
            | _let_go(one)
            for one in ships
            if not one.ship.is_service
        ],
        "other_vessels": [
            {"name": one.ship.name, "type": one.ship.type}
            | numbers_of(one.ship.name, one.where, names)
            for one in ships
            if one.ship.is_service
        ],
    }


def _let_go(one: ShipOf) -> dict[str, str]:
    """Return the words by which a ship was let go, as notes: no role says so."""
    words = " ".join(one.let_go.text.split())[:_NOTE_CHARS] if one.let_go else ""
    return {"notes": words} if words else {}


def _claims(claims: list[Any]) -> list[dict[str, Any]]:
    return [
        {"by": said.by or UNKNOWN, "claim": said.claim, "stance": said.stance}
        | ({"about": "incidents at large"} if others else {})
        for said, _, others in claims
    ]


def _type(event: Event, cause: FieldRead) -> str:
    if event.is_denied:
        return "no_damage"
    if event.is_sound:
        # A converter on land failed, the cable did not.
        technical = lexicon().tables["causes"]["technical"]
        return "not_at_sea" if technical.search(str(cause.value)) else "no_damage"
    on_land = any(
        lexicon().words["on_land"].search(s.text) and part.sentences
        for part in event.parts
        for s in event.sentences
    )
    return "not_at_sea" if on_land else "damage"


def _id(event: Event, kind: FieldRead) -> str:
    what = str(kind.value) if kind.value != UNKNOWN else "asset"
    best = [next(iter(p.resolved)) for p in event.parts if p.resolved]
    if len(event.parts) == 1 and best and event.parts[0].resolved[best[0]] >= _SURE:
        what = best[0]
    when = event.days[0].isoformat() if event.days else "undated"
    first = event.sentences[0]
    # How lines end in the file is no matter of the record.
    return content_id(f"draft-{what}-{when}", " ".join(first.text.split()))


def _word(event: Event) -> str:
    return event.damage[0] if event.damage else UNKNOWN


def _title(event: Event, kind: FieldRead) -> str:
    what = event.parts[0].words
    rest = f" and {len(event.parts) - 1} more" if len(event.parts) > 1 else ""
    word = (
        "not damaged" if event.is_denied else event.damage[0] if event.damage else str(kind.value)
    )
    return f"{what}{rest}: {word} (draft)"[:200]


def _date_read(event: Event) -> FieldRead:
    if event.days is None or event.when_sentence is None:
        return FieldRead("date_utc_start")
    first, last = event.days
    value = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    sure = 0.9 if first == last else 0.7 if (last - first).days <= 1 else 0.5
    sure = min(sure, 0.6) if event.is_dated_around else sure
    return FieldRead("date_utc_start", value, (event.when_sentence,), sure)


def _damage_read(event: Event) -> FieldRead:
    if event.is_denied and event.denial:
        return FieldRead("damage", "none", (event.denial,))
    if event.damage is None:
        return FieldRead("damage")
    return FieldRead("damage", event.damage[0], (event.damage[1],))


def _entry(part: Part, event: Event, number: int, article: DateFound | None) -> _Entry:
    """Return one entry of ``assets`` and what its fields were read from."""
    ids = list(part.resolved)
    when = time_of(part, event, article.first if article else None)
    kind = part.said.kind if part.said.kind in ("telecom", "power", "gas", "oil") else None
    entry = {
        "asset_id": None if not ids else ids[0] if len(ids) == 1 else ids,
        "name": part.words,
        "kind": kind,
        "damage": "none" if event.is_denied else part.damage or _word(event),
        "damaged": not (event.is_denied or event.is_sound),
        **_window(when[0] if when else None),
        "count": part.count or UNKNOWN,
        "candidates": [{"asset_id": i, "confidence": c} for i, c in part.resolved.items()],
    }
    return entry, _entry_reads(f"assets[{number}]", part, entry["asset_id"], when)


def _window(moment: Moment | None) -> dict[str, Any]:
    return {
        name: getattr(moment, name, None)
        for name in ("t_earliest", "t_latest", "evidence_kind", "t_sd_s")
    }


def _entry_reads(
    where: str, part: Part, asset_id: Any, when: tuple[Moment, Sentence] | None
) -> list[FieldRead]:
    """Return what the fields of one entry were read from."""
    ids = f"{where}.asset_id"
    best = next(iter(part.resolved.values()), None)
    reads = [
        FieldRead(f"{where}.name", part.words, (part.sentences[0],)),
        FieldRead(ids, asset_id, tuple(part.sentences[:4]), best) if best is not None
        else FieldRead(ids),
    ]  # fmt: skip
    if when is None:
        return [*reads, FieldRead(f"{where}.t_earliest")]
    moment, sentence = when
    value = f"{as_json(moment.t_earliest)}/{as_json(moment.t_latest)}"
    return [*reads, FieldRead(f"{where}.t_earliest", value, (sentence,))]


def _ship_reads(ships: list[ShipOf]) -> list[FieldRead]:
    if not ships:
        return [FieldRead("suspected_vessels")]
    return [
        FieldRead(
            "other_vessels" if one.ship.is_service else "suspected_vessels",
            {"name": one.ship.name, "role": one.role},
            (*one.where[:4], *([one.let_go] if one.let_go else [])),
        )
        for one in ships
    ]


def _claim_reads(claims: list[Any]) -> list[FieldRead]:
    if not claims:
        return [FieldRead("attribution_claims")]
    return [
        FieldRead(
            "attribution_claims", {"by": said.by or UNKNOWN, "stance": said.stance}, (sentence,)
        )
        for said, sentence, _ in claims
    ]


def _unconfirmed(reads: list[FieldRead], entries: list[tuple[dict[str, Any], Any]]) -> list[str]:
    """Return the fields that are silent, or not sure: one asset of many, a day alone."""
    found = [read.field for read in reads if read.value == UNKNOWN]
    for number, (entry, _) in enumerate(entries):
        if isinstance(entry["asset_id"], list):
            found.append(f"assets[{number}].asset_id")
        if entry["evidence_kind"] in ("day_only", "press_window"):
            found.append(f"assets[{number}].t_earliest")
    return list(dict.fromkeys(found))
