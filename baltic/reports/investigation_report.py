"""The report of an investigation: what failed, which ships could, which could not, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from ..catalogue import who_says
from .coverage_words import together_words, uncovered_words, unseen_words
from .kp_places import placed_windows
from .locator import locator
from .passage_words import passage_error, passage_span, passage_what, possible_only, silent_there
from .render import render
from .shared import asset_words, common, ledger, passages_of, series_of
from .timeline import silences, timeline_chart
from .words import (
    clean,
    count,
    distance,
    identity,
    letter,
    likelihood,
    number,
    parse,
    provenance_word,
    utc,
)

__all__ = ["investigation_page", "investigation_report"]

_RANKED, _DETAILED, _EXCLUDED = 12, 5, 400
#: Ranks on the first page, and windows from which there is room for fewer.
_FIRST, _FEWER, _MANY = 5, 3, 7
_EVIDENCE_WORDS = {
    "scada_trip": "trip seen by the operator (SCADA)",
    "press_window": "span named in the press",
}
_KIND_WORDS = {"dark": "a ship not heard in this AIS", "none": "no ship (technical or natural)"}
_BASE_RATE = 0.005
_NOISE = 0.01


def investigation_report(data: Mapping[str, Any]) -> dict[str, str]:
    """Return ``report.html`` and ``report.md`` of an investigation.

    Parameters
    ----------
    data
        The dict described in :mod:`baltic.reports`, with ``attribution_document`` and, when
        known, ``incident`` and ``candidates_document``.

    Returns
    -------
    dict
        Text by file name.

    Examples
    --------
    >>> document = {"incident_id": "mine", "windows": [], "hypotheses": []}
    >>> "not verdict" in investigation_report({"attribution_document": document})["report.md"]
    True
    """
    return render("investigation", investigation_page(data))


def investigation_page(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the report says, as the one dict behind every form of it.

    Parameters
    ----------
    data
        As for :func:`investigation_report`.

    Returns
    -------
    dict
        For :func:`~baltic.reports.render` and :func:`~baltic.reports.as_plain`.

    Examples
    --------
    >>> document = {"incident_id": "mine", "windows": [], "hypotheses": []}
    >>> investigation_page({"attribution_document": document})["answer"]
    ['No hypothesis was evaluated.']
    """
    document = clean(data["attribution_document"])
    incident = clean(data.get("incident") or {})
    shared = common({**data, "manifest": data.get("manifest") or document.get("manifest")})
    placed = placed_windows(document["windows"], data.get("lines") or {})
    untold = _untold_kinds(incident)
    windows = [_window(w, shared["assets"], i, untold) for i, w in enumerate(placed)]
    _add_readings(windows, document.get("priors") or {})
    rows = [_hypothesis(h, len(windows)) for h in document["hypotheses"]]
    ships = [r for r in rows if r["kind"] == "vessel"]
    detailed = [r for r in ships if r["posterior"] >= _BASE_RATE][:_DETAILED] or ships[:1]
    for row in detailed:
        _detail(row, windows, shared["assets"], data)
    shown = [r for i, r in enumerate(rows) if i < _RANKED or r["kind"] != "vessel"]
    excluded = document.get("excluded") or []
    unjudged = document.get("unjudged") or []
    loose = document.get("loose_only") or []
    sensitivity = document.get("sensitivity") or {}
    keys = {str(r["mmsi"] or r["kind"]): r["label"] for r in rows}
    coverage = _coverage(document.get("coverage") or {})
    return {
        **shared,
        "title": document.get("title") or incident.get("title") or document["incident_id"],
        "incident_id": document["incident_id"],
        "windows": windows,
        "rows": shown,
        "more_rows": len(rows) - len(shown),
        "detailed": detailed,
        "excluded": excluded[:_EXCLUDED],
        "excluded_count": len(excluded),
        "loose_only": loose[:_EXCLUDED],
        "loose_only_count": len(loose),
        "each_outage": _each(document) if len(windows) > 1 else [],
        "unjudged": unjudged[:_EXCLUDED],
        "unjudged_count": len(unjudged),
        "answer": _answer(rows, document),
        "credible": [keys.get(str(k), str(k)) for k in document.get("credible_set_95") or []],
        "variants": _variants(sensitivity, keys),
        "band": _band(sensitivity, keys),
        "priors": _priors(document.get("priors") or {}),
        "coverage": coverage,
        "summary": _summary(rows, windows, document, shared, detailed, coverage),
        "covered": bool(document.get("covered", True)),
        "findings": document.get("notes") or [],
        "timeline": _timeline(windows, detailed, coverage, data),
        "events": _events(windows, detailed),
        "map": _map(windows, detailed, data),
        "claims": _claims(incident),
        "innocent": _innocent(detailed),
    }


def _summary(
    rows: Sequence[Mapping[str, Any]],
    windows: Sequence[Any],
    document: Mapping[str, Any],
    shared: Mapping[str, Any],
    detailed: Sequence[Mapping[str, Any]],
    coverage: Mapping[str, Any],
) -> dict[str, Any]:
    """Return what stands on the first page besides the answer and what failed."""
    heard = shared["counts"].get("vessels")
    ranked = sum(row["kind"] == "vessel" for row in rows)
    excluded, loose, unjudged = (
        len(document.get(key) or []) for key in ("excluded", "loose_only", "unjudged")
    )
    judged = ranked + excluded + loose + unjudged
    return {
        "rows": rows[: _FIRST if len(windows) < _MANY else _FEWER],
        "outages": len(windows),
        "ships_heard": heard,
        "ships_ranked": ranked,
        # Ships of the whole input that came into no question: the numbers add up with them.
        "ships_elsewhere": max(heard - judged, 0) if isinstance(heard, int) else 0,
        "ships_excluded": excluded,
        "ships_loose_only": loose,
        "ships_unjudged": unjudged,
        "covered_share": coverage.get("share"),
        "rows_used": shared["audit"]["rows_used"],
        "innocent": (detailed[0]["innocent"] if detailed else [])[:3],
    }


def _key(entry: Mapping[str, Any], ids: Any) -> tuple[Any, ...]:
    """Return what tells the entry of a record that a window is of."""
    named = (ids,) if isinstance(ids, str) else tuple(ids or ())
    return named, parse(entry.get("t_earliest")), parse(entry.get("t_latest"))


def _untold_kinds(incident: Mapping[str, Any]) -> set[tuple[Any, ...]]:
    """Return the entries of a record that do not say how their times are known."""
    entries = [e for e in incident.get("assets") or [] if isinstance(e, Mapping)]
    return {_key(e, e.get("asset_id")) for e in entries if e.get("evidence_kind") is None}


def _window(
    window: Mapping[str, Any],
    assets: Mapping[str, Any],
    place: int,
    untold: set[tuple[Any, ...]],
) -> dict[str, Any]:
    ids = list(window.get("asset_ids") or [])
    known = [assets.get(a) or asset_words(a, None) for a in ids]
    kind = str(window.get("evidence_kind") or "–")
    words = _EVIDENCE_WORDS.get(kind, kind.replace("_", " "))
    return {
        **window,
        "known": known,
        "letter": letter(place),
        "label": known[0]["name"] if len(known) == 1 else window.get("name") or "an asset",
        "kind_words": f"not stated, taken as a {words}" if _key(window, ids) in untold else words,
    }


def _add_readings(windows: Sequence[dict[str, Any]], priors: Mapping[str, Any]) -> None:
    """Give each window the errors of its reading and place in words: as stated, else as taken."""
    taken = priors.get("windows") or []
    for i, window in enumerate(windows):
        stated = window.get("t_sd_s")
        used = taken[i].get("reading_sd_s") if i < len(taken) else None
        window["reading"] = (
            number(stated, 0, "s")
            if stated is not None or used is None
            else f"{number(used, 0, 's')} (usual)"
        )
        window["place_error"] = _place_error(window, taken[i] if i < len(taken) else {})


def _place_error(window: Mapping[str, Any], taken: Mapping[str, Any]) -> str:
    """Return how well a published place is known: as stated, else as taken; nothing without one."""
    stated, used = window.get("position_sd_km"), taken.get("place_sd_km")
    radius = taken.get("place_radius_km") or 0.0
    words = [f"(anywhere within {distance(radius)})"] if radius > 0 else []
    if stated is not None:
        words.append(f"± {distance(stated)}")
    elif used is not None:
        words.append(f"± {distance(used)} (usual)")
    return " ".join(words)


def _hypothesis(row: Mapping[str, Any], windows: int) -> dict[str, Any]:
    kind = str(row["kind"])
    name = row.get("name")
    label = _KIND_WORDS.get(kind) or f"{name or 'unnamed ship'} ({identity(row.get('mmsi'))})"
    passages = row.get("crossings") or []
    hit = {c.get("window") for c in passages if c.get("how", "crossing") == "crossing"}
    left_open = {c.get("window") for c in passages} - hit
    return {
        **row,
        "label": label,
        "posterior": float(row.get("posterior") or 0.0),
        "bare": row.get("posterior_without_drag_evidence"),
        "hit": len(hit),
        "of": windows,
        "open": len(left_open),
        "reasons": list(row.get("reasons") or []),
        "provenance": row.get("provenance"),
        "mmsi": row.get("mmsi"),
        "imo": row.get("imo"),
        "llr": row.get("llr"),
    }


def _detail(
    row: dict[str, Any],
    windows: Sequence[Mapping[str, Any]],
    assets: Mapping[str, Any],
    data: Mapping[str, Any],
) -> None:
    """Add passages, ledger and charts to a row."""
    # A passage that carries a hundredth of the weight at its outage is noise to a reader.
    told = [p for p in row.get("crossings") or [] if (p.get("share_of_passages") or 1) >= _NOISE]
    passages = passages_of(told, assets, data.get("lines") or {})
    for p in passages:
        share, whole = p.get("share_of_passages"), p.get("p_behind_this_outage")
        p["explains"] = whole if share is None or whole is None else share * whole
    row["crossings"] = told
    episode = row.get("episode") or _episode_of(row, data)
    times = [t for t in (parse(p["t"]) for p in passages) if t is not None]
    if episode:
        ends = (parse(episode.get("t_start")), parse(episode.get("t_end")))
        times += [t for t in ends if t is not None]
    span = None
    if times:
        margin = timedelta(hours=4)
        span = ((min(times) - margin).isoformat(), (max(times) + margin).isoformat())
    row["passages"] = passages
    row["ledger"] = ledger(episode) if episode else {"rows": [], "chart": "", "sum": None}
    row["innocent"] = (episode or {}).get("innocent") or []
    row["slow"] = (episode.get("t_start"), episode.get("t_end")) if episode else None
    row["chart"] = series_of(
        data, [row["mmsi"]], passages, episode=episode, windows=windows, span=span
    )


def _episode_of(row: Mapping[str, Any], data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    found = clean((data.get("candidates_document") or {}).get("candidates") or [])
    mine = [c for c in found if c.get("mmsi") == row["mmsi"]]
    return max(mine, key=lambda c: float(c.get("llr") or 0), default=None)


def _lead(top: Mapping[str, Any]) -> str:
    """Return the sentence on the ship that leads: what of its passages was heard."""
    posterior = (
        f"its posterior is {likelihood(top['posterior'])} ({likelihood(top['bare'])} without any "
        "drag evidence)."
    )
    whose = f"The {provenance_word(top['provenance'])} track of {_named(top)}"
    if not top["hit"]:
        return (
            f"{whose} shows it at none of {count(top['of'], 'outage')}: it could have been there "
            f"only while it was not heard, or by the line's error; {posterior}"
        )
    return f"{whose} is consistent with {top['hit']} of {count(top['of'], 'outage')}; {posterior}"


def _named(row: Mapping[str, Any]) -> str:
    """Return the label of a hypothesis as it stands in a sentence."""
    nameless = row["kind"] == "vessel" and not row.get("name")
    return f"an {row['label']}" if nameless else str(row["label"])


def _answer(
    rows: Sequence[Mapping[str, Any]],
    document: Mapping[str, Any],
) -> list[str]:
    """Return the answer in a few sentences, with what weakens it."""
    if not rows:
        return ["No hypothesis was evaluated."]
    excluded, loose, unjudged = (
        document.get(key) or [] for key in ("excluded", "loose_only", "unjudged")
    )
    top = rows[0]
    said = []
    ship = next((r for r in rows if r["kind"] == "vessel"), None)
    if top["kind"] == "vessel":
        said.append(_lead(top))
    else:
        said.append(
            f"No ship of this AIS ranks first: the likeliest single explanation is {_named(top)}, "
            f"{likelihood(top['posterior'])}."
        )
        if ship is not None:
            said.append(f"The first ship is {_named(ship)} at {likelihood(ship['posterior'])}.")
    unseen = unseen_words(document, ranked=ship is not None)
    if unseen:
        said.append(unseen)
    elif ship is None and loose:
        said.append("No passage in this AIS fits an outage of known time.")
    elif ship is None:
        said.append(
            "Nobody in this AIS could have done it: no passage of the failed assets fits window, "
            "place and depth."
        )
    if together := together_words(document):
        said.append(together)
    if loose:
        are = "is" if len(loose) == 1 else "are"
        said.append(
            f"{count(len(loose), 'ship')} {are} excluded for all but loosely dated outages: told "
            "apart, with chances."
        )
    if excluded:
        how = "is excluded, with its" if len(excluded) == 1 else "are excluded, each with its"
        said.append(f"{count(len(excluded), 'ship')} in the area and time {how} reason.")
    elif ship is None and not unjudged and not loose:
        said.append("No ship was heard in the area and time, so none could be excluded.")
    elif not loose:
        said.append("No ship in the area and time could be excluded.")
    if unjudged:
        said.append(
            f"{count(len(unjudged), 'further ship')} could not be judged: heard elsewhere "
            "only, each could have been there unheard."
        )
    if uncovered := uncovered_words(document):
        said.append(uncovered)
    stable = (document.get("sensitivity") or {}).get("top_unchanged")
    if stable is not None:
        said.append(
            "The first rank stays the same under all varied priors."
            if stable
            else "The first rank changes when the priors are varied: see Sensitivity."
        )
    return said


def _each(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return each of several outages with what could be behind that one."""
    return [
        {
            "letter": letter(i),
            "name": row["name"],
            "explanations": [
                {**e, "label": _KIND_WORDS.get(e["kind"]) or e["name"] or "unnamed ship"}
                for e in row["explanations"]
            ],
        }
        for i, row in enumerate(document.get("each_outage") or [])
    ]


def _variants(sensitivity: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    variants = sensitivity.get("variants") or []
    shown = list((variants[0].get("posterior") or {}) if variants else {})
    columns = [*shown[:3], *(k for k in ("dark", "none") if k in shown[3:])]
    return {
        "columns": [keys.get(k, k) for k in columns],
        "rows": [
            {"name": v["name"], "cells": [likelihood(v["posterior"].get(k)) for k in columns]}
            for v in variants
        ],
    }


def _band(sensitivity: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, str]:
    return {
        keys.get(k, k): _range(likelihood(b["low"]), likelihood(b["high"]))
        for k, b in (sensitivity.get("band") or {}).items()
    }


def _range(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"


def _coverage(coverage: Mapping[str, Any]) -> dict[str, Any]:
    """Return the coverage with its spans in words."""
    windows: list[dict[str, Any]] = []
    for row in coverage.get("windows") or []:
        spans = [str(s).partition("/") for s in row.get("hours_missing") or []]
        words = [f"{utc(a, seconds=False)} to {utc(b, seconds=False)}" for a, _, b in spans[:6]]
        if len(spans) > len(words):
            words.append(f"and {len(spans) - len(words)} more")
        mark = letter(len(windows))
        windows.append({**row, "letter": mark, "silent": ", ".join(words) or "none"})
    return {**coverage, "windows": windows}


_PRIORS = {
    "q_drag_per_million_crossings": "ships that drag an anchor, in a million crossings (q)",
    "kappa_dark": "share of ships not heard (kappa)",
    "p_contact": "chance that a dragged anchor touches the seabed, where physics gave none",
    "q_trawl_per_million_passes": "passes of fishing gear that break a telecom cable, in a million",
}


def _priors(priors: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "numbers": [
            {"name": _PRIORS.get(k, k.replace("_", " ")), "value": f"{v:.3g}"}
            for k, v in priors.items()
            if isinstance(v, (int, float))
        ],
        "windows": [{**w, "letter": letter(i)} for i, w in enumerate(priors.get("windows") or [])],
    }


def _timeline(
    windows: Sequence[Mapping[str, Any]],
    rows: Sequence[Mapping[str, Any]],
    coverage: Mapping[str, Any],
    data: Mapping[str, Any],
) -> Any:
    """Return outages with hours without AIS, and the ships' passages and slow stretches."""
    passages = [
        {"window": p.get("window", 0), "rank": row["rank"], **_ticked(p)}
        for row in rows
        for p in row.get("crossings") or []
    ]
    missing = [w.get("window_hours_missing") or [] for w in coverage["windows"]]
    missing += [[]] * (len(windows) - len(missing))
    outages = [
        {**w, "name": f"{w['letter']} {w['label']}", "holes": [str(s).split("/") for s in spans]}
        for w, spans in zip(windows, missing, strict=False)
    ]
    ships = [
        {
            "label": f"{row['rank']}. {row['name'] or 'unnamed ship'}",
            "episode": row["slow"],
            "passages": [_ticked(p) for p in row.get("crossings") or []],
            "holes": silences((data.get("series") or {}).get(str(row["mmsi"]))),
        }
        for row in rows
    ]
    return timeline_chart(outages, passages, ships)


def _ticked(passage: Mapping[str, Any]) -> dict[str, Any]:
    """Return the moment of a passage, or the span in which it may lie."""
    span = passage_span(passage)
    return {"t": span[0] if len(span) == 1 else None, "span": span if len(span) == 2 else None}


def _events(
    windows: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return what the timeline shows as rows in the order of time."""
    found: list[dict[str, Any]] = []
    for row in rows:
        who = f"{row['name'] or 'unnamed ship'} ({identity(row['mmsi'])})"
        for p in row.get("passages") or []:
            a, b = (*passage_span(p), None, None)[:2]
            found.append({"a": a, "b": b, "words": f"{who} {_told(p)}"})
        if row.get("slow"):
            found.append({"a": row["slow"][0], "b": row["slow"][1], "words": f"{who} slow"})
    for w in windows:
        exact = utc(w["t_earliest"]) == utc(w["t_latest"])
        words = f"{w['letter']}, {w['name']}, failed" + ("" if exact else " within this time")
        end = None if exact else w["t_latest"]
        found.append({"a": w["t_earliest"], "b": end, "words": words})
    return sorted(found, key=lambda e: str(e["a"]))


def _told(passage: Mapping[str, Any]) -> str:
    words = passage_what(passage, passage["name"])
    if possible_only(passage):
        return words
    if len(passage_span(passage)) != 1:
        return f"{words} at no certain time"
    error = passage_error(passage)
    told = [f"± {error}"] if error else []
    told += ["not heard there"] if silent_there(passage) else []
    return f"{words} ({', '.join(told)})" if told else words


def _map(
    windows: Sequence[Mapping[str, Any]],
    rows: Sequence[Mapping[str, Any]],
    data: Mapping[str, Any],
) -> Any:
    letters = {a: w["letter"] for w in reversed(windows) for a in w.get("asset_ids") or []}
    series = data.get("series") or {}
    tracks = [{**series.get(str(r["mmsi"]), {}), "rank": r["rank"]} for r in rows]
    passages = [p for r in rows[:1] for p in r.get("passages") or []]
    points = [(p.get("lon"), p.get("lat")) for p in passages if not possible_only(p)]
    possible = [(p.get("lon"), p.get("lat")) for p in passages if possible_only(p)]
    published = [(w.get("lon"), w.get("lat")) for w in windows]
    return locator(data.get("lines") or {}, letters, tracks, [*points, *published], possible)


def _claims(incident: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what has been said in public, and who asserts, denies or doubts it."""
    found = []
    for claim in incident.get("attribution_claims") or []:
        if not isinstance(claim, Mapping):
            continue
        who = claim.get("by") or claim.get("claimant") or claim.get("who") or claim.get("source")
        words = who_says({**claim, "by": who})
        what = claim.get("claim") or claim.get("text") or claim.get("statement")
        if what:
            found.append({"who": words, "what": str(what)})
    return found


def _innocent(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{"label": r["label"], "texts": r["innocent"]} for r in rows if r.get("innocent")]
