"""The report of a scan: candidates with their evidence, and what could not be seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .locator import locator
from .passage_words import silence_tag
from .render import render
from .shared import common, ledger, passages_of, series_of
from .timeline import silences, timeline_chart
from .words import clean, letter, parse

__all__ = ["scan_page", "scan_report", "state_words"]

#: A drag is seen against half an hour of cruise and lasts half an hour or more.
_SHORTEST_S = 2 * 3600.0
_SHORT_TRACK_H = 1.0
_DETAILED, _RANKED, _FIRST, _DRAWN, _LETTERS = 25, 200, 8, 5, 26
_STATES = 14


def scan_report(data: Mapping[str, Any]) -> dict[str, str]:
    """Return ``report.html`` and ``report.md`` of a scan.

    Parameters
    ----------
    data
        The dict described in :mod:`baltic.reports`, with ``candidates_document``.

    Returns
    -------
    dict
        Text by file name.

    Examples
    --------
    >>> made = scan_report({"candidates_document": {"candidates": [], "vessel_days": 3.0}})
    >>> "0 candidates" in made["report.md"]
    True
    """
    return render("scan", scan_page(data))


def scan_page(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the report says, as the one dict behind every form of it.

    Parameters
    ----------
    data
        As for :func:`scan_report`.

    Returns
    -------
    dict
        For :func:`~baltic.reports.render` and :func:`~baltic.reports.as_plain`.

    Examples
    --------
    >>> scan_page({"candidates_document": {"candidates": [], "vessel_days": 3.0}})["total"]
    0
    """
    document = clean(data["candidates_document"])
    shared = common({**data, "manifest": data.get("manifest") or document.get("manifest")})
    rows = [_candidate(c, shared["assets"], data) for c in document.get("candidates") or []]
    vessel_days = document.get("vessel_days")
    return {
        **shared,
        "candidates": rows[:_DETAILED],
        "ranked": rows[:_RANKED],
        "total": len(rows),
        "first": rows[:_FIRST],
        "timeline": _timeline(rows[:_DRAWN], data),
        **_map(rows[:_DRAWN], data),
        "levels": {k: sum(r["level"] == k for r in rows) for k in ("alert", "watch", "note")},
        "vessel_days": vessel_days,
        "cannot": _cannot(shared, vessel_days),
        "dark": _dark(clean(data.get("dark_crossings") or {}), shared["assets"]),
    }


def _timeline(rows: Sequence[Mapping[str, Any]], data: Mapping[str, Any]) -> Any:
    """Return the slow stretches of the first candidates with their crossings."""
    ships = [
        {
            "label": f"{number}. {row['name'] or 'unnamed ship'}",
            "episode": (row["t_start"], row["t_end"]),
            "passages": [hit["t"] for hit in row["hits"]],
            "holes": silences((data.get("series") or {}).get(str(row["candidate_id"]))),
        }
        for number, row in enumerate(rows, 1)
    ]
    return timeline_chart([], [], ships)


def _map(rows: Sequence[Mapping[str, Any]], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return where the first candidates were slow, with the assets crossed then by letter."""
    series = data.get("series") or {}
    crossed = {h["asset_id"]: h["name"] for row in rows for h in row["hits"]}
    letters = {asset: letter(i) for i, asset in enumerate(list(crossed)[:_LETTERS])}
    tracks = [
        {**series.get(str(row["candidate_id"]), {}), "rank": number}
        for number, row in enumerate(rows, 1)
    ]
    points = [(h["lon"], h["lat"]) for row in rows for h in row["hits"]]
    points += [(row["lon"], row["lat"]) for row in rows]
    return {
        "map": locator(data.get("lines") or {}, letters, tracks, points),
        "legend": [{"letter": word, "name": crossed[a]} for a, word in letters.items()],
    }


def _candidate(
    row: Mapping[str, Any], assets: Mapping[str, Any], data: Mapping[str, Any]
) -> dict[str, Any]:
    hits = passages_of(row.get("assets") or [], assets, data.get("lines") or {})
    hits = [hit | {"tag": silence_tag(hit)} for hit in hits]
    wanted = (
        "candidate_id", "mmsi", "imo", "name", "ship_type", "loa_m", "t_start", "t_end", "lon",
        "lat", "distance_km", "v_ref_kn", "v_drag_kn", "llr", "level",
    )  # fmt: skip
    return {
        **{key: row.get(key) for key in wanted},
        "provenance": row.get("provenance"),
        "hits": hits,
        "crossed": ", ".join(dict.fromkeys(str(h["name"]) for h in hits)) or "none",
        "ledger": ledger(row),
        "innocent": row.get("innocent") or [],
        "quality": [
            {"name": str(k).replace("_", " "), "value": _words(v)}
            for k, v in (row.get("quality") or {}).items()
            if k != "states"
        ],
        "states": state_words((row.get("quality") or {}).get("states") or []),
        "chart": series_of(data, [row.get("candidate_id"), row.get("mmsi")], hits, episode=row),
    }


def state_words(spans: Sequence[Mapping[str, Any]]) -> str:
    """Return labelled spans of time as one line; a day is named where it begins.

    Examples
    --------
    >>> day = "2025-03-01T"
    >>> state_words([
    ...     {"state": "transit", "t_start": day + "10:00:00Z", "t_end": day + "14:20:00Z"},
    ...     {"state": "drag-like", "t_start": day + "14:20:00Z", "t_end": day + "19:00:00Z"},
    ... ])
    'transit 2025-03-01 10:00 to 14:20, drag-like 14:20 to 19:00'
    """
    parts, day = [], None
    for span in spans[:_STATES]:
        times = []
        for moment in (parse(span.get("t_start")), parse(span.get("t_end"))):
            if moment is None:
                continue
            times.append(f"{moment:%H:%M}" if moment.date() == day else f"{moment:%Y-%m-%d %H:%M}")
            day = moment.date()
        parts.append(f"{span.get('state')} {' to '.join(times)}".strip())
    if len(spans) > _STATES:
        parts.append(f"and {len(spans) - _STATES} more")
    return ", ".join(parts)


def _dark(found: Mapping[str, Any], assets: Mapping[str, Any]) -> dict[str, Any]:
    """Return the silences that may hide a crossing, with the asset's name."""
    wanted = (
        "mmsi", "name", "provenance", "t_start", "t_end", "gap_s", "t_earliest", "t_latest",
        "straight", "p_cross", "slack_min", "hulls_heard", "share_silent", "llr",
    )  # fmt: skip
    rows = [
        {
            **{key: row.get(key) for key in wanted},
            "asset": (assets.get(str(row.get("asset_id"))) or {}).get("name")
            or row.get("asset_id"),
        }
        for row in found.get("rows") or []
    ]
    return {"rows": rows, "total": found.get("total"), "silences": found.get("silences")}


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, (list, dict)):
        return ", ".join(str(v) for v in value) or "–"
    return "–" if value is None else str(value)


def _cannot(shared: Mapping[str, Any], vessel_days: Any) -> list[str]:
    """Return what this data is too short or too thin to show."""
    seconds = shared["span"]["seconds"]
    counts = shared["counts"]
    said = []
    if seconds is None:
        said.append(
            "No usable position in this data: time span and coverage are too short to find a drag."
        )
    elif seconds < _SHORTEST_S:
        said.append(
            f"The data spans {shared['span']['words']}: time span and coverage are too short to "
            "find a drag, which is seen as half an hour or more below a ship's own speed before. "
            "No candidate here says nothing about any ship."
        )
    ships = counts.get("vessels")
    if seconds is not None and seconds >= _SHORTEST_S and ships and vessel_days is not None:
        hours = 24 * float(vessel_days) / max(int(ships), 1)
        if hours < _SHORT_TRACK_H:
            said.append(
                f"On average {hours:.1f} h of each ship under way is covered: coverage is too "
                "short to find a drag of most ships."
            )
    return said
