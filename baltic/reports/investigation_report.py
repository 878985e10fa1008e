"""The report of an investigation: what failed, which ships could, which could not, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..catalogue import who_says
from .answer_words import answer, count_loose
from .case_story import case_events, case_map, case_timeline
from .ranked_rows import add_detail, each_outage, ranked_row
from .ranking_basis import band, coverage_rows, prior_rows, variants
from .render import render
from .set_aside_rows import set_aside_row
from .shared import common
from .window_words import told_windows
from .words import clean

__all__ = ["investigation_page", "investigation_report"]

_RANKED, _DETAILED, _EXCLUDED = 12, 5, 400
#: Ranks on the first page, and assets from which there is room for fewer.
_FIRST, _FEWER, _MANY = 5, 3, 7
_BASE_RATE = 0.005


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
    windows = told_windows(document, incident, shared["assets"], data.get("lines") or {})
    rows = [ranked_row(h, len(windows)) for h in document["hypotheses"]]
    ships = [r for r in rows if r["kind"] == "vessel"]
    detailed = [r for r in ships if r["posterior"] >= _BASE_RATE][:_DETAILED] or ships[:1]
    for row in detailed:
        add_detail(row, windows, shared["assets"], data)
    shown = [r for i, r in enumerate(rows) if i < _RANKED or r["kind"] != "vessel"]
    excluded = document.get("excluded") or []
    unjudged = document.get("unjudged") or []
    sensitivity = document.get("sensitivity") or {}
    keys = {str(r["mmsi"] or r["kind"]): r["label"] for r in rows}
    coverage = coverage_rows(document.get("coverage") or {})
    return {
        **shared,
        "title": document.get("title") or incident.get("title") or document["incident_id"],
        "incident_id": document["incident_id"],
        "windows": windows,
        "rows": shown,
        "more_rows": len(rows) - len(shown),
        "detailed": detailed,
        "excluded": [set_aside_row(row) for row in excluded[:_EXCLUDED]],
        "excluded_count": len(excluded),
        "loose_only_count": count_loose(excluded),
        "each_outage": each_outage(document) if len(windows) > 1 else [],
        "unjudged": [set_aside_row(row) for row in unjudged[:_EXCLUDED]],
        "unjudged_count": len(unjudged),
        "answer": answer(rows, document),
        "credible": [keys.get(str(k), str(k)) for k in document.get("credible_set_95") or []],
        "variants": variants(sensitivity, keys),
        "band": band(sensitivity, keys),
        "priors": prior_rows(document.get("priors") or {}),
        "coverage": coverage,
        "summary": _summary(rows, windows, document, shared, detailed, coverage),
        "covered": bool(document.get("covered", True)),
        "findings": document.get("notes") or [],
        "timeline": case_timeline(windows, detailed, coverage, data),
        "events": case_events(windows, detailed),
        "map": case_map(windows, detailed, data),
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
    excluded, unjudged = (document.get(key) or [] for key in ("excluded", "unjudged"))
    judged = ranked + len(excluded) + len(unjudged)
    return {
        # Each asset in question takes a line or two of the page.
        "rows": rows[: _FIRST if sum(len(w["known"]) for w in windows) < _MANY else _FEWER],
        "outages": len(windows),
        "ships_heard": heard,
        "ships_ranked": ranked,
        # Ships of the whole input that came into no question: the numbers add up with them.
        "ships_elsewhere": max(heard - judged, 0) if isinstance(heard, int) else 0,
        "ships_excluded": len(excluded),
        "ships_loose_only": count_loose(excluded),
        "ships_unjudged": len(unjudged),
        "covered_share": coverage.get("share"),
        "rows_used": shared["audit"]["rows_used"],
        "innocent": (detailed[0]["innocent"] if detailed else [])[:3],
        "innocent_of": detailed[0]["label"] if detailed else None,
    }


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
