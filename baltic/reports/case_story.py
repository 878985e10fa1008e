"""What happened when and where in a case: the timeline, the same as rows, and the small map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .locator import locator
from .passage_words import passage_error, passage_span, passage_what, possible_only, silent_there
from .timeline import silences, timeline_chart
from .words import identity, utc

__all__ = ["case_events", "case_map", "case_timeline"]


def case_timeline(
    windows: Sequence[Mapping[str, Any]],
    rows: Sequence[Mapping[str, Any]],
    coverage: Mapping[str, Any],
    data: Mapping[str, Any],
) -> Any:
    """Return the drawing of outages, hours without AIS, passages and slow stretches.

    Parameters
    ----------
    windows
        From :func:`~baltic.reports.window_words.told_windows`.
    rows
        Ranked ships with their detail.
    coverage
        Coverage with its windows.
    data
        As for :func:`~baltic.reports.investigation_report`.
    """
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


def case_events(
    windows: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return what the timeline shows as rows in the order of time.

    Parameters
    ----------
    windows, rows
        As for :func:`case_timeline`.
    """
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
    """Return a passage in words, with what makes its time unsure."""
    words = passage_what(passage, passage["name"])
    if possible_only(passage):
        return words
    if len(passage_span(passage)) != 1:
        return f"{words} at no certain time"
    error = passage_error(passage)
    told = [f"± {error}"] if error else []
    told += ["not heard there"] if silent_there(passage) else []
    return f"{words} ({', '.join(told)})" if told else words


def case_map(
    windows: Sequence[Mapping[str, Any]],
    rows: Sequence[Mapping[str, Any]],
    data: Mapping[str, Any],
) -> Any:
    """Return the small map: failed lines, tracks of the detailed ships, passages of the first.

    Parameters
    ----------
    windows, rows, data
        As for :func:`case_timeline`.
    """
    letters = {a: w["letter"] for w in reversed(windows) for a in w.get("asset_ids") or []}
    series = data.get("series") or {}
    tracks = [{**series.get(str(r["mmsi"]), {}), "rank": r["rank"]} for r in rows]
    passages = [p for r in rows[:1] for p in r.get("passages") or []]
    points = [(p.get("lon"), p.get("lat")) for p in passages if not possible_only(p)]
    possible = [(p.get("lon"), p.get("lat")) for p in passages if possible_only(p)]
    published = [(w.get("lon"), w.get("lat")) for w in windows]
    return locator(data.get("lines") or {}, letters, tracks, [*points, *published], possible)
