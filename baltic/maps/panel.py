"""The ranked list beside the map: hypotheses of an investigation, candidates of a scan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ..escape import text
from ..reports.passage_words import (
    heard,
    passage_span,
    passage_stay,
    passage_tag,
    passage_words,
    silent_there,
)
from .values import clean, mmsi_words, percent, seconds, ship_type_words

__all__ = ["excluded", "put_anchors", "subjects", "summary_table", "unjudged"]

#: What the reports tell in detail: candidates of a scan, ships of an investigation, and how
#: probable such a ship must be (a test follows the links).
_CANDIDATES_TOLD, _SHIPS_TOLD, _LEAST_TOLD = 25, 5, 0.005

# fmt: off
_CANDIDATE_FIELDS = [
    "candidate_id", "lon", "lat", "distance_km", "v_ref_kn", "v_drag_kn", "llr", "level",
    "evidence", "innocent", "quality", "provenance",
]
# fmt: on


def subjects(
    candidates: Sequence[Mapping[str, Any]],
    attribution: Mapping[str, Any] | None,
    tracks: pd.DataFrame,
    names: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """Return what the panel lists, best first.

    Parameters
    ----------
    candidates
        Entries of ``candidates.json``.
    attribution
        ``attribution.json`` or None; with it hypotheses come first, in their rank, each
        with the drag-like episodes of its ship, first that which speaks of its passage.
    tracks
        Fixes, for the provenance words of each listed ship.
    names
        Names of assets by id, for passages that are only possible.

    Returns
    -------
    list of dict
        ``id kind rank mmsi imo name role episodes crossings reasons ...``.
    """
    listed = [_hypothesis(h, names or {}) for h in (attribution or {}).get("hypotheses") or []]
    by_ship: dict[Any, dict[str, Any]] = {s["mmsi"]: s for s in listed if s["mmsi"] is not None}
    for candidate in sorted(candidates, key=lambda c: -(c.get("llr") or 0.0)):
        episode = _episode(candidate)
        ship = by_ship.get(candidate.get("mmsi")) if attribution else None
        if ship is None:
            ship = _candidate(candidate, rank=None if attribution else len(listed) + 1)
            listed.append(ship)
            if attribution:
                by_ship[ship["mmsi"]] = ship
        if not _other_hull(ship, candidate):
            for key in ("imo", "name", "loa_m"):
                ship[key] = ship.get(key) or clean(candidate.get(key))
            kind = ship_type_words(candidate.get("ship_type"))
            ship["ship_type"] = ship.get("ship_type") or kind
        if episode["candidate_id"] not in {e["candidate_id"] for e in ship["episodes"]}:
            ship["episodes"].append(episode)
    _set_provenance(listed, tracks)
    return listed


def _other_hull(ship: Mapping[str, Any], candidate: Mapping[str, Any]) -> bool:
    """Return whether the MMSI had passed to another ship between the two."""
    ours, theirs = ship.get("imo"), candidate.get("imo")
    return bool(ours and theirs and ours != theirs)


def _episode(candidate: Mapping[str, Any]) -> dict[str, Any]:
    episode = {key: clean(candidate.get(key)) for key in _CANDIDATE_FIELDS}
    episode["t0"] = seconds(candidate.get("t_start"))
    episode["t1"] = seconds(candidate.get("t_end"))
    episode["assets"] = [
        {**clean(dict(hit)), "t": seconds(hit.get("t"))} for hit in candidate.get("assets") or ()
    ]
    return episode


def _candidate(candidate: Mapping[str, Any], rank: int | None) -> dict[str, Any]:
    level = candidate.get("level") or "none"
    return {
        "id": clean(candidate.get("candidate_id") or f"mmsi-{candidate.get('mmsi')}"),
        "kind": "candidate",
        "rank": rank,
        "mmsi": clean(candidate.get("mmsi")),
        "imo": clean(candidate.get("imo")),
        "name": clean(candidate.get("name")),
        "llr": clean(candidate.get("llr")),
        "level": clean(level),
        "role": {"alert": "first", "watch": "second"}.get(str(level), "third"),
        "episodes": [],
        "crossings": [],
        "reasons": [],
    }


def _hypothesis(hypothesis: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    kind, mmsi = clean(hypothesis.get("kind") or "vessel"), clean(hypothesis.get("mmsi"))
    rank = int(hypothesis.get("rank") or 0)
    role = "first" if rank == 1 else "second" if rank <= 3 else "third"
    own = hypothesis.get("episode") or {}
    return {
        "id": f"mmsi-{mmsi}" if kind == "vessel" else str(kind),
        "kind": kind,
        "rank": rank,
        "mmsi": mmsi if kind == "vessel" else None,
        "imo": clean(hypothesis.get("imo")),
        "name": clean(hypothesis.get("name")),
        "posterior": clean(hypothesis.get("posterior")),
        "posterior_without": clean(hypothesis.get("posterior_without_drag_evidence")),
        "llr": clean(hypothesis.get("llr")),
        "role": role if kind == "vessel" else None,
        "provenance": clean(hypothesis.get("provenance")),
        "episodes": [_episode(own)] if (own.get("llr") or 0.0) > 0.0 else [],
        "crossings": [_passage(c, names) for c in hypothesis.get("crossings") or ()],
        "reasons": clean(list(hypothesis.get("reasons") or ())),
    }


def _passage(passage: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a passage; ``open`` says in words what a passage only possible could have been."""
    plain = {k: v for k, v in clean(dict(passage)).items() if k not in ("t_from", "t_to")}
    span = passage_span(passage)
    tag = passage_tag(passage)
    asset = str(names.get(str(passage.get("asset_id"))) or passage.get("asset_id"))
    return {
        **plain,
        "t": seconds(passage.get("t")),
        "span": [seconds(t) for t in span] if len(span) == 2 else None,
        "span_words": passage_stay(passage) if len(span) == 2 else None,
        "silent": silent_there(passage),
        "heard": heard(passage),
        "tag": tag or None,
        "open": clean(passage_words(passage, asset)) if tag else None,
    }


def _set_provenance(listed: list[dict[str, Any]], tracks: pd.DataFrame) -> None:
    """Say of each listed ship how its track is known (it may be known in several ways)."""
    if "provenance" not in tracks.columns or not len(tracks):
        return
    ships = [s["mmsi"] for s in listed if s["mmsi"] is not None]
    mine = tracks.loc[tracks["mmsi"].isin(ships), ["mmsi", "provenance"]].drop_duplicates()
    words: dict[int, list[str]] = {}
    for mmsi, word in zip(mine["mmsi"], mine["provenance"], strict=True):
        words.setdefault(int(mmsi), []).append(str(word))
    for subject in listed:
        found = sorted(words.get(subject["mmsi"] or -1, []))
        subject["provenance"] = " and ".join(found) or subject.get("provenance")


def put_anchors(listed: Sequence[dict[str, Any]]) -> None:
    """Give each subject the ``anchor`` of the report's section about it."""
    ships = [s for s in listed if s["kind"] == "vessel"]
    told = [s for s in ships if (s.get("posterior") or 0.0) >= _LEAST_TOLD] or ships[:1]
    for subject in listed:
        subject["anchor"] = "ranking" if subject["kind"] != "candidate" else None
        if subject["kind"] == "candidate" and subject["rank"]:
            subject["anchor"] = subject["id"] if subject["rank"] <= _CANDIDATES_TOLD else "ships"
    for subject in told[:_SHIPS_TOLD]:
        subject["anchor"] = f"ship-{subject['mmsi']}"


def excluded(attribution: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Return the ships that could not have caused the outage, with the reason."""
    return _set_aside(attribution, "excluded")


def unjudged(attribution: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Return the ships that could have been there unheard: neither ranked nor excluded."""
    return _set_aside(attribution, "unjudged")


def _set_aside(attribution: Mapping[str, Any] | None, key: str) -> list[dict[str, Any]]:
    return [
        {**clean(dict(e)), "closest_t": seconds(e.get("closest_t"))}
        for e in (attribution or {}).get(key) or ()
    ]


def summary_table(listed: Sequence[Mapping[str, Any]], caption: str) -> str:
    """Return the list as an HTML table for a browser without JavaScript."""
    words = ("Rank", "Ship", "MMSI", "Posterior", "Evidence (LLR)", "Level", "Track")
    head = "".join(f'<th scope="col">{word}</th>' for word in words)
    rows = []
    for subject in listed:
        name = subject.get("name") or {"dark": "a ship not heard", "none": "no ship"}.get(
            str(subject["kind"]), "unnamed"
        )
        posterior = subject.get("posterior")
        llr = subject.get("llr")
        cells = (
            subject.get("rank") or "",
            name,
            mmsi_words(subject.get("mmsi")),
            "" if posterior is None else percent(posterior),
            "" if llr is None else f"{llr:+.1f}",
            "" if subject.get("level") in (None, "none") else subject["level"],
            subject.get("provenance") or "",
        )
        rows.append("<tr>" + "".join(f"<td>{text(c)}</td>" for c in cells) + "</tr>")
    if not rows:
        rows.append('<tr><td colspan="7">No candidates.</td></tr>')
    return (
        f"<table><caption>{text(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
