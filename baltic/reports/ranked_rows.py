"""The ranked explanations as a report shows them: one row each, and the detail of the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from .shared import ledger, passages_of, series_of
from .words import clean, identity, letter, parse

__all__ = ["add_detail", "each_outage", "ranked_row"]

_KIND_WORDS = {"dark": "a ship not heard in this AIS", "none": "no ship (technical or natural)"}
_NOISE = 0.01
#: Around what is told of a ship.
_MARGIN = timedelta(hours=4)


def ranked_row(row: Mapping[str, Any], windows: int) -> dict[str, Any]:
    """Return one explanation with its label and at how many outages it fits.

    Parameters
    ----------
    row
        Of ``hypotheses`` of ``attribution.json``.
    windows
        Number of outages.
    """
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


def add_detail(
    row: dict[str, Any],
    windows: Sequence[Mapping[str, Any]],
    assets: Mapping[str, Any],
    data: Mapping[str, Any],
) -> None:
    """Add passages, ledger and charts to a row.

    Parameters
    ----------
    row
        From :func:`ranked_row`.
    windows
        Of all outages, as told.
    assets
        Assets in words, by id.
    data
        As for :func:`~baltic.reports.investigation_report`.
    """
    # A passage that carries a hundredth of the weight at its outage is noise to a reader.
    told = [p for p in row.get("crossings") or [] if (p.get("share_of_passages") or 1) >= _NOISE]
    passages = passages_of(told, assets, data.get("lines") or {})
    for p in passages:
        share, whole = p.get("share_of_passages"), p.get("p_behind_this_outage")
        p["explains"] = whole if share is None or whole is None else share * whole
    episode = row.get("episode") or _episode_of(row, data)
    span = _span(passages, episode)
    row["crossings"] = told
    row["passages"] = passages
    row["ledger"] = ledger(episode) if episode else {"rows": [], "chart": "", "sum": None}
    row["innocent"] = (episode or {}).get("innocent") or []
    row["slow"] = (episode.get("t_start"), episode.get("t_end")) if episode else None
    row["chart"] = series_of(
        data, [row["mmsi"]], passages, episode=episode, windows=windows, span=span
    )


def each_outage(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return each outage with what could be behind it: looked at alone, and given all of them.

    Parameters
    ----------
    document
        ``attribution.json`` as a dict.

    Examples
    --------
    >>> how = {"kind": "none", "posterior": 1.0, "posterior_together": None}
    >>> each_outage({"each_outage": [{"name": "EstLink 2", "explanations": [how]}]})[0]["letter"]
    'A'
    """
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


def _span(
    passages: Sequence[Mapping[str, Any]], episode: Mapping[str, Any] | None
) -> tuple[str, str] | None:
    """Return from when to when a chart shows a ship: some hours around all that is told of it."""
    stretch = (episode.get("t_start"), episode.get("t_end")) if episode else ()
    told = [parse(t) for t in (*(p["t"] for p in passages), *stretch)]
    times = [t for t in told if t is not None]
    if not times:
        return None
    return (min(times) - _MARGIN).isoformat(), (max(times) + _MARGIN).isoformat()


def _episode_of(row: Mapping[str, Any], data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the strongest candidate of a ship, where its row has no slow stretch itself."""
    found = clean((data.get("candidates_document") or {}).get("candidates") or [])
    mine = [c for c in found if c.get("mmsi") == row["mmsi"]]
    return max(mine, key=lambda c: float(c.get("llr") or 0), default=None)
