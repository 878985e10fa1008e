"""The map of a scan or an investigation: tracks, assets, candidates, evidence, playback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from ..catalogue import load_coastline
from ..escape import text
from ..records import SILENT_S
from ..reports.coverage_words import limits
from ..seam import Seam, find_seam
from ..settings import Settings
from .base import new_map, render
from .codec import as_rows
from .credits import licence_lines
from .layers import (
    encode_assets,
    encode_crossings,
    encode_land,
    lines_of,
    name_all,
    outages,
    place_by_kp,
)
from .panel import excluded, put_anchors, subjects, summary_table, unjudged
from .ships import encode_vessels, put_ships_then
from .tracks import FULL_DETAIL_FIXES, encode_density, encode_tracks
from .values import clean

__all__ = ["VERDICT_LINE", "build_map"]

VERDICT_LINE = (
    "Evidence, not verdict: ships are ranked by how well their tracks fit; "
    "a high rank is a reason to look closer, not a finding."
)


def build_map(
    *,
    candidates: Sequence[Mapping[str, Any]],
    tracks: pd.DataFrame,
    vessels: pd.DataFrame,
    crossings: pd.DataFrame,
    assets: Any,
    incident: Mapping[str, Any] | None = None,
    attribution: Mapping[str, Any] | None = None,
    manifest: Mapping[str, Any] | None = None,
    settings: Settings | None = None,
    report_href: str | None = None,
) -> str:
    """Return one self-contained HTML page of a scan, or with `attribution` an investigation.

    Parameters
    ----------
    candidates
        Entries of ``candidates.json``; may be empty.
    tracks
        Thinned fixes (times UTC, degrees, knots); above ``settings.maps.max_fixes`` rows a
        density raster stands for all ships but those listed.
    vessels, crossings
        Tables of their contracts; may be empty.
    assets
        GeoDataFrame of the ``assets`` contract.
    incident
        An incident record as plain JSON, or None.
    attribution
        ``attribution.json`` as a dict, or None.
    manifest
        ``manifest.json`` as a dict; program version and inputs are shown.
    settings
        Defaults when None.
    report_href
        Relative address of the report beside the map, linked from every ship's evidence.

    Returns
    -------
    str
        HTML that loads nothing from anywhere.

    Raises
    ------
    TableError
        A table lacks a column it must have.

    Examples
    --------
    >>> from baltic.catalogue import load_assets
    >>> fixes = pd.DataFrame({"mmsi": [1], "lon": [25.0], "lat": [59.8],
    ...     "t": pd.to_datetime(["2024-12-25T10:00Z"])})
    >>> ships = crossings = pd.DataFrame({"mmsi": []})
    >>> page = build_map(candidates=[], tracks=fixes, vessels=ships, crossings=crossings,
    ...     assets=load_assets())
    >>> "No candidate was found" in page
    True
    """
    settings = settings or Settings()
    names = dict(zip(assets["asset_id"], assets["name"], strict=True))
    listed = subjects(candidates, attribution, tracks, names)
    put_ships_then(listed, vessels)
    put_anchors(listed)
    left_out, open_cases = excluded(attribution), unjudged(attribution)
    windows = outages(incident, attribution)
    place_by_kp(windows, assets)
    name_all(windows, names)
    ships = {s["mmsi"] for s in listed if s["mmsi"] is not None}
    ranked = list(dict.fromkeys(s["mmsi"] for s in listed if s["mmsi"] is not None))
    lines = [line for geometry in assets.geometry for line in lines_of(geometry)]
    seam = find_seam(tracks["lon"] if "lon" in tracks.columns else [], lines)
    packs, density = _tracks(tracks, ranked, settings.maps.max_fixes, seam)
    marked = encode_crossings(crossings, ships=ships, windows=windows)
    for rows in (*_places(listed), windows, marked["items"]):
        seam.put(rows)
    shown = {m for pack in packs for m in pack["ships"]} | ships
    shown |= {e["mmsi"] for e in (*left_out, *open_cases) if e.get("mmsi") is not None}
    title = _title(incident, attribution)
    document = {
        "view": "investigation" if attribution else "scan",
        "title": title,
        "verdict": VERDICT_LINE,
        "land": encode_land(load_coastline()),
        "seam": seam.west,
        "silent_s": _silence(settings),
        "assets": encode_assets(assets, seam),
        "crossings": {**marked, "items": as_rows(marked["items"])},
        "outages": windows,
        "incident": _incident(incident),
        "subjects": listed,
        "excluded": left_out,
        "unjudged": open_cases,
        "limits": limits(attribution),
        "ships": encode_vessels(vessels, shown),
        "density": density,
        "report": clean(report_href),
        "notes": _notes(attribution, manifest, tracks, candidates),
        "run": _run(manifest),
        "licences": licence_lines(assets),
    }
    page = new_map(f"{title} – baltic", _noscript(title, listed, document))
    return render(page, "scan", document, packs)


def _places(listed: Sequence[Mapping[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of the ranked list that have a place."""
    for subject in listed:
        yield subject["crossings"]
        yield subject["episodes"]
        for episode in subject["episodes"]:
            yield episode["assets"]


def _tracks(
    tracks: pd.DataFrame, ranked: Sequence[int], most: int, seam: Seam
) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """Pack listed ships, best first, in full detail, the rest as fine as size allows."""
    if len(tracks) <= FULL_DETAIL_FIXES:
        return ([encode_tracks(tracks, fine=True, seam=seam)] if len(tracks) else []), None
    sizes = tracks["mmsi"].value_counts().reindex(pd.Index(ranked)).fillna(0).cumsum()
    best = sizes.index[sizes <= FULL_DETAIL_FIXES]
    fine = tracks["mmsi"].isin(best).to_numpy(bool)
    coarse, density = ~fine, None
    if len(tracks) > most:
        density = encode_density(tracks, seam=seam)
        coarse &= tracks["mmsi"].isin(sizes.index[sizes <= most]).to_numpy(bool)
    packs = [
        encode_tracks(tracks[rows], fine=rows is fine, seam=seam)
        for rows in (fine, coarse)
        if rows.any()
    ]
    return packs, density


def _silence(settings: Settings) -> float:
    """Return how far apart fixes must be to be a silence, not the work of thinning, s."""
    longest = settings.maps.thin_s
    # Whole seconds in the page: fixes kept as far apart as thinning may leave them are heard.
    return SILENT_S if longest < SILENT_S else longest + 1.0


def _title(incident: Mapping[str, Any] | None, attribution: Mapping[str, Any] | None) -> str:
    if incident:
        return str(clean(incident.get("title") or incident.get("id") or "Incident", 200))
    if attribution:
        return str(clean(attribution.get("incident_id") or "Investigation", 200))
    return "Ships that look as if they drag an anchor"


def _incident(incident: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not incident:
        return None
    names = "id title kind record_type date_utc_start date_utc_end cause_status legal_status"
    return {name: clean(incident.get(name)) for name in names.split()}


def _notes(
    attribution: Mapping[str, Any] | None,
    manifest: Mapping[str, Any] | None,
    tracks: pd.DataFrame,
    candidates: Sequence[Mapping[str, Any]],
) -> list[str]:
    notes = list((attribution or {}).get("notes") or []) + list((manifest or {}).get("notes") or [])
    if not len(tracks):
        notes.insert(0, "No ship tracks in this map.")
    elif not candidates and not attribution:
        notes.insert(0, "No candidate was found in these tracks.")
    return [str(clean(n)) for n in dict.fromkeys(map(str, notes))]


def _run(manifest: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what the reader needs to know of the run: version, settings, inputs."""
    manifest = manifest or {}
    names = "version program_version settings_hash created finished started duration_s"
    run = {n: clean(manifest[n]) for n in names.split() if n in manifest}
    inputs = manifest.get("inputs") or []
    if isinstance(inputs, Sequence):
        run["inputs"] = [
            clean(i.get("file") or i.get("name")) if isinstance(i, Mapping) else clean(i)
            for i in inputs[:50]
        ]
    return run


def _noscript(title: str, listed: list[dict[str, Any]], document: Mapping[str, Any]) -> str:
    outage_rows = "".join(
        f"<li>{text(o['name'] or ', '.join(o['asset_ids']))}: {text(_when(o))}</li>"
        for o in document["outages"]
        if o["damaged"]
    )
    return (
        f"<main class='noscript'><h1>{text(title)}</h1><p>{text(VERDICT_LINE)}</p>"
        f"{''.join(f'<p>{text(words)}</p>' for words in document['limits'])}"
        f"<p>The map needs JavaScript; this table holds its result.</p>"
        f"<ul>{outage_rows}</ul>{summary_table(listed, 'Ranked list')}"
        f"<p>{text('; '.join(document['licences']))}</p></main>"
    )


def _when(outage: Mapping[str, Any]) -> str:
    words = [
        pd.Timestamp(round(outage[k]), unit="s").strftime("%Y-%m-%d %H:%M:%S UTC")
        for k in ("t0", "t1")
        if outage[k] is not None
    ]
    return " to ".join(dict.fromkeys(words)) or "time not published"
