"""The atlas for a browser without JavaScript, and for a search engine: two plain tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..escape import text
from .values import clean

__all__ = ["plain_tables"]

#: Longest cell, characters.
_CELL_CHARS = 160


def plain_tables(document: Mapping[str, Any]) -> str:
    """Return every asset and incident of an atlas as escaped HTML tables.

    Parameters
    ----------
    document
        What :func:`baltic.maps.build_atlas` gives to the page.
    """
    items, incidents = document["assets"]["items"], document["incidents"]
    names = {a["asset_id"]: a["name"] for a in items}
    hits: dict[str, list[str]] = {}
    for incident in incidents:
        for asset_id in {i for o in incident["outages"] for i in o["asset_ids"]}:
            hits.setdefault(asset_id, []).append(_day(incident))
    return (
        f"<main class='noscript'><h1>{text(document['title'])}</h1>"
        f"<p>{text(document['verdict'])}</p>"
        "<p>The map needs JavaScript; these tables sum up what it shows.</p>"
        + _table(
            f"Incidents ({len(incidents)})",
            ("Date (UTC)", "Incident", "Record", "Assets", "Cause", "Legal status"),
            (_incident_row(i, names) for i in incidents),
        )
        + _table(
            f"Assets ({len(items)})",
            ("Name", "Kind", "Status", "Owner", "In service", "Route", "Incidents"),
            (_asset_row(a, hits.get(a["asset_id"], [])) for a in items),
        )
        + f"<p>{text('; '.join(document['licences']))}; not for navigation</p></main>"
    )


def _incident_row(incident: Mapping[str, Any], names: Mapping[str, str]) -> Iterable[Any]:
    record = "draft, not confirmed" if incident.get("record_status") == "draft" else None
    told = (
        o["name"] or " or ".join(str(names.get(i, i)) for i in o["asset_ids"])
        for o in incident["outages"]
    )
    return (
        _day(incident),
        incident.get("title") or incident["id"],
        record or _words(incident["record_type"]),
        "; ".join(name or "not in the catalogue" for name in told) or "none",
        _words(incident.get("cause_status")),
        incident.get("legal_status"),
    )


def _asset_row(asset: Mapping[str, Any], days: list[str]) -> Iterable[Any]:
    km = asset.get("accuracy_km")
    return (
        asset["name"],
        _words(asset.get("subtype") or asset["kind"]),
        _words(asset.get("status")),
        asset.get("owner") or asset.get("operator"),
        asset.get("in_service_year"),
        f"{asset.get('accuracy_class')}, ±{km:g} km" if km is not None else None,
        ", ".join(days) or "none",
    )


def _table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    top = "".join(f"<th scope='col'>{text(h)}</th>" for h in heads)
    body = "".join("<tr>" + "".join(_cell(c) for c in row) + "</tr>" for row in rows)
    return (
        f"<table><caption>{text(caption)}</caption><thead><tr>{top}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _cell(value: Any) -> str:
    if value in (None, ""):
        return "<td>not known</td>"
    return f"<td dir='auto'>{text(clean(str(value), _CELL_CHARS))}</td>"


def _day(incident: Mapping[str, Any]) -> str:
    return str(incident.get("date_utc_start") or "")[:10] or "not known"


def _words(value: Any) -> str:
    return str(value or "").replace("_", " ")
