"""The atlas: every asset and every incident of the catalogue on one map; no AIS needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..catalogue import load_coastline
from ..escape import text
from .base import new_map, render
from .layers import encode_assets, encode_land, licence_lines, outages
from .values import clean

__all__ = ["build_atlas"]

_TITLE = "Atlas of Baltic submarine assets and incidents"

# fmt: off
_INCIDENT_FACTS = [
    "id", "title", "kind", "record_type", "date_utc_start", "date_utc_end", "date_precision",
    "cause_status", "cause_detail", "legal_status", "weather", "notes",
]
# fmt: on


def build_atlas(assets: Any, incidents: Sequence[Mapping[str, Any]]) -> str:
    """Return one self-contained HTML page with every asset and incident.

    Parameters
    ----------
    assets
        GeoDataFrame of the ``assets`` contract.
    incidents
        Incident records as plain JSON; ``record_type`` ``no_damage`` is drawn apart.

    Returns
    -------
    str
        HTML that loads nothing from anywhere.

    Examples
    --------
    >>> from baltic.catalogue import load_assets
    >>> "C-Lion1" in build_atlas(load_assets(), [])
    True
    """
    listed = [_incident(i) for i in incidents]
    listed.sort(key=lambda i: str(i.get("date_utc_start") or ""), reverse=True)
    document = {
        "view": "atlas",
        "title": _TITLE,
        "verdict": (
            "Evidence, not verdict: incidents are told with their published facts and sources; "
            "routes are approximate and not for navigation."
        ),
        "land": encode_land(load_coastline()),
        "assets": encode_assets(assets),
        "incidents": listed,
        "licences": licence_lines(assets),
    }
    page = new_map(_TITLE, _noscript(document))
    return render(page, "atlas", document, [])


def _incident(incident: Mapping[str, Any]) -> dict[str, Any]:
    facts = {k: clean(incident.get(k)) for k in _INCIDENT_FACTS}
    facts["record_type"] = facts["record_type"] or "damage"
    facts["outages"] = outages(incident, None)
    facts["ships"] = [
        {k: clean(v.get(k)) for k in ("name", "imo", "mmsi", "type", "role", "notes")}
        for v in incident.get("suspected_vessels") or ()
        if isinstance(v, Mapping)
    ]
    facts["sources"] = [
        {k: clean(s.get(k)) for k in ("id", "publisher", "date", "url")}
        if isinstance(s, Mapping)
        else {"id": clean(s)}
        for s in incident.get("sources") or ()
    ]
    return facts


def _noscript(document: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{text((i['date_utc_start'] or '')[:10])}</td><td>{text(i['title'])}</td>"
        f"<td>{text(i['cause_status'])}</td></tr>"
        for i in document["incidents"]
    )
    assets = "".join(
        f"<tr><td>{text(a['name'])}</td><td>{text(a['kind'])}</td><td>{text(a['status'])}</td>"
        f"<td>{text(a.get('accuracy_km'))}</td></tr>"
        for a in document["assets"]["items"]
    )
    return (
        f"<main class='noscript'><h1>{text(_TITLE)}</h1><p>{text(document['verdict'])}</p>"
        f"<p>The map needs JavaScript; these tables hold its content.</p>"
        f"<table><caption>Incidents</caption><tr><th>Date</th><th>Incident</th><th>Cause</th></tr>"
        f"{rows}</table><table><caption>Assets</caption><tr><th>Name</th><th>Kind</th>"
        f"<th>Status</th><th>Accuracy, km</th></tr>{assets}</table>"
        f"<p>{text('; '.join(document['licences']))}</p></main>"
    )
