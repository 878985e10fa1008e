"""Writes all files of a command at once: they appear when complete."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..files import dump_json, output_file
from ..records import as_json
from .leftovers import Result, result_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..catalogue import Library
    from ..engine import Investigation, ScanResult
    from .talk import Talk

__all__ = ["write_atlas", "write_investigation", "write_scan", "write_text"]

#: Where the map says that the report is: beside it.
_REPORT = "report.html"


def write_scan(found: ScanResult, out: Path, *, workers: int | None = 1) -> list[str]:
    """Write the files of ``baltic scan`` into a folder; return what is to be noted.

    After a run in parts, which had processes, the map is drawn in one of its own meanwhile.
    """
    from ..engine.processes import beside
    from ..reports import render, scan_page
    from ..views import draw_map, map_request
    from .exports import export_scan

    request = map_request(found, report_href=_REPORT)
    with (
        result_folder(out, found.manifest) as result,
        beside(draw_map, request, workers if found.in_parts else 1) as drawn,
    ):
        folder = result.folder
        document = found.document()
        _write_tables(found, document, folder)
        export_scan(found, document["candidates"], folder)
        keys = [(c["candidate_id"], c["mmsi"]) for c in document["candidates"]]
        page = scan_page(
            {
                "candidates_document": document,
                **_shared(found),
                "series": _series(found, keys),
                "dark_crossings": _dark_crossings(found),
            }
        )
        # What is printed and filed is the case of an incident: no PDF of a scan.
        _write_report("scan", page, render("scan", page), folder)
        _write_map(drawn(), folder)
    return _gone(result)


def write_investigation(found: Investigation, out: Path) -> list[str]:
    """Write the files of ``baltic investigate`` into a folder; return what is to be noted."""
    from ..reports import investigation_page, render
    from ..views import map_page
    from .exports import export_investigation

    with result_folder(out, found.scan.manifest) as result:
        folder = result.folder
        scan, document, incident = found.scan, found.document(), found.incident.document()
        candidates = scan.document()
        top = [h["mmsi"] for h in document["hypotheses"] if h["kind"] == "vessel"][:5]
        page = investigation_page(
            {
                "attribution_document": document,
                "candidates_document": candidates,
                "incident": incident,
                **_shared(scan),
                "series": _series(scan, [(mmsi, mmsi) for mmsi in top]),
            }
        )
        _write_tables(scan, candidates, folder)
        dump_json(folder / "attribution.json", document)
        dump_json(folder / "incident.json", incident)
        _write_map(map_page(found, report_href=_REPORT), folder)
        export_investigation(found, document, folder)
        _write_report("investigation", page, render("investigation", page), folder)
        missing = _write_pdf(page, folder)
    return [*missing, *_gone(result)]


def write_atlas(
    out: Path, *, assets_file: Path | None = None, library: Library | None = None
) -> dict[str, int]:
    """Write the atlas and return how much is on it.

    Of the shipped catalogue, unless a file of assets or a library of incidents is given.
    """
    from ..catalogue import load_assets, load_incidents
    from ..maps import build_atlas

    assets = load_assets(assets_file)
    incidents = load_incidents() if library is None else library.incidents
    html = build_atlas(
        assets,
        [incident.document() for incident in incidents.values()],
        own_incidents=frozenset() if library is None else library.own,
        own_assets=assets_file is not None,
    )
    with output_file(out) as scratch:
        scratch.write_text(html, encoding="utf-8")
    return {"assets": len(assets), "incidents": len(incidents)}


def write_text(
    content: str | bytes,
    out: Path | None,
    talk: Talk,
    format_: str,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Write an export to a file, or to stdout when none is named.

    With ``--json`` stdout holds one JSON document: the export itself where it is JSON, else
    its text; of a file that was written, where it is, and `more` of how it was made.

    Raises
    ------
    InputError
        A binary format for a JSON document.
    """
    raw = content if isinstance(content, bytes) else content.encode()
    if out is None:
        if talk.as_json and format_ not in ("json", "geojson"):
            if isinstance(content, bytes) and format_ == "gpkg":
                raise InputError("gpkg does not go into JSON", hint="name a file with --out")
            talk.document({"format": format_, "content": raw.decode()})
            return
        sys.stdout.buffer.write(raw)
        return
    with output_file(out) as scratch:
        scratch.write_bytes(raw)
    talk.step(f"wrote {out}")
    talk.document({"format": format_, "file": str(out), "bytes": len(raw), **(more or {})})


def _write_tables(found: ScanResult, document: dict[str, Any], folder: Path) -> None:
    """Write candidates, crossings, tracks and audit."""
    from ..reports import write_candidates
    from .exports import asset_lines

    crossed = {hit["asset_id"] for row in document["candidates"] for hit in row["assets"]}
    write_candidates(document, folder, asset_lines(found.assets, crossed))
    found.crossings.to_parquet(folder / "crossings.parquet", index=False)
    found.detection.dark.to_parquet(folder / "dark_crossings.parquet", index=False)
    for name, table in (("tracks", found.thinned), ("vessels", found.vessels)):
        # By way of memory: a full disk is then an OSError like everywhere else.
        raw = io.BytesIO()
        table.write_parquet(raw)
        (folder / f"{name}.parquet").write_bytes(raw.getvalue())
    dump_json(folder / "audit.json", found.audit.as_dict())


def _gone(result: Result) -> list[str]:
    """Say which files of an earlier run were removed."""
    if not result.removed:
        return []
    return [f"removed what an earlier run had left in that folder: {', '.join(result.removed)}"]


def _write_map(page: str, folder: Path) -> None:
    (folder / "map.html").write_text(page, encoding="utf-8")


def _shared(found: ScanResult) -> dict[str, Any]:
    from .exports import asset_lines

    columns = ["asset_id", "name", "kind", "status", "accuracy_km", "accuracy_class"]
    rows = found.assets[columns].to_dict("records")
    return {
        "audit": found.audit.as_dict(),
        "manifest": found.manifest,
        "notes": found.notes,
        "assets": {row["asset_id"]: as_json(row) for row in rows},
        "lines": {k: row["lines"] for k, row in asset_lines(found.assets).items()},
    }


def _dark_crossings(found: ScanResult, most: int = 15) -> dict[str, Any]:
    """Return the silences over assets that say most, and how many there are."""
    from ..catalogue import at_time

    table = found.detection.dark
    told = (table["llr"] * table["p_cross"]).rename("weight")
    top = table.assign(weight=told).sort_values(
        ["weight", "p_cross", "gap_s"], ascending=False, kind="stable"
    )
    top = top.head(most)
    names = at_time(found.known, top["mmsi"], top["t_start"], ["name"])["name"]
    rows = [as_json(row) for row in top.to_dict("records")]
    return {
        "total": len(table),
        "silences": len(table[["mmsi", "t_start"]].drop_duplicates()),
        "rows": [{**row, "name": name} for row, name in zip(rows, names, strict=True)],
    }


def _series(found: ScanResult, keys: list[tuple[Any, int]]) -> dict[str, Any]:
    """Return speed and course over time of the named ships, thinned for a chart."""
    import polars as pl

    wanted = [mmsi for _, mmsi in keys]
    some = found.thinned.filter(pl.col("mmsi").is_in(wanted))
    series = {}
    for key, mmsi in keys:
        ship = some.filter(pl.col("mmsi") == mmsi)
        series[str(key)] = {
            "t": [as_json(t) for t in ship["t"].to_list()],
            "sog_kn": [as_json(v) for v in ship["sog_kn"].to_list()],
            "cog_deg": [as_json(v) for v in ship["cog_deg"].to_list()],
            "lon": ship["lon"].to_list(),
            "lat": ship["lat"].to_list(),
        }
    return series


def _write_report(kind: str, page: dict[str, Any], texts: dict[str, str], folder: Path) -> None:
    """Write the report as text and as data."""
    from ..reports import as_plain

    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    dump_json(folder / "report.json", as_plain(kind, page))


def _write_pdf(page: dict[str, Any], folder: Path) -> list[str]:
    """Write the report on paper where that is possible; return why it is not."""
    from ..errors import BalticError
    from ..reports import report_pdf

    try:
        (folder / "report.pdf").write_bytes(report_pdf(page))
    except BalticError as error:
        return [error.one_line()]
    return []
