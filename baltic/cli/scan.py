"""``baltic scan``: files to candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..files import check_folder
from .options import (
    AisFiles,
    AssetsFile,
    Bathymetry,
    Bbox,
    Engine,
    FormatName,
    FromTime,
    Json,
    Mapping_,
    OutFolder,
    Quiet,
    Rate,
    SettingsFile,
    Start,
    ToTime,
    Weather,
    Work,
    Workers,
    named_inputs,
    reading_options,
)
from .talk import Column, Talk, number_of, safe, some

if TYPE_CHECKING:
    from ..engine import ScanResult

__all__ = ["print_candidates", "scan"]


def scan(
    ais: AisFiles,
    out: OutFolder,
    from_: FromTime = None,
    to: ToTime = None,
    bbox: Bbox = None,
    assets: AssetsFile = None,
    format_: FormatName = None,
    map_: Mapping_ = None,
    start: Start = None,
    rate: Rate = None,
    workers: Workers = None,
    engine: Engine = "local",
    work: Work = None,
    bathymetry: Bathymetry = None,
    weather: Weather = None,
    settings: SettingsFile = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Look through AIS files for ships that look as if they drag an anchor.

    Writes candidates (JSON, GeoJSON, CSV, Parquet), crossings, audit, manifest,
    map.html, report.html and report.md to DIR.

    Examples:
      baltic scan aisdk-2024-12-25.zip --out drags
      baltic scan ais/*.zip --out drags --bbox 14,55,17,56
      baltic scan ais-2024 --out june --from 2024-06-01T00:00Z
      baltic scan own.csv --out drags --map t:utc=Time --map sog:kn=Speed
    """
    reading = reading_options(
        from_=from_,
        to=to,
        bbox=bbox,
        map_=map_,
        format_=format_,
        start=start,
        rate=rate,
        engine=engine,
        work=work,
        bathymetry=bathymetry,
        weather=weather,
        workers=workers,
    )
    paths, told = named_inputs(ais, settings, reading, last="baltic.maps")
    check_folder(out)
    from ..engine import scan as run
    from .outputs import write_scan

    talk = Talk(quiet=quiet, as_json=json)
    with talk.progress() as progress:
        found = run(
            paths,
            assets=assets,
            settings=told,
            progress=progress,
            **reading,
        )
        progress("writing tables, map and report")
        missing = write_scan(found, out, workers=workers)
    print_candidates(talk, found)
    for sentence in missing:
        talk.say(f"note: {sentence}")
    talk.file("map", out / "map.html")
    talk.file("report", out / "report.html")
    talk.document(found.document())


def print_candidates(talk: Talk, found: ScanResult) -> None:
    """Print what was read, the candidates, and which assets they crossed."""
    counts: dict[str, Any] = found.manifest["counts"]
    talk.say(
        f"{some(counts['rows_in'], 'row')} in, {counts['rows_used']:,} used, "
        f"{some(counts['vessels'], 'ship')}, {some(counts['crossings'], 'crossing')}, "
        f"{counts['vessel_days']:.2f} vessel-days"
    )
    for note in found.notes:
        talk.say(f"note: {note}")
    if not found.candidates:
        talk.say("no candidate")
        return
    shown = found.candidates[:_SHOWN]
    talk.table(
        _COLUMNS,
        [_cells(c) for c in shown],
        title="Candidates: observations to check, no verdict",
        styles=_COLOURS,
    )
    over = [(number_of(c["mmsi"]), _crossed(c)) for c in shown if c["assets"]]
    if over:
        talk.table(
            (Column("MMSI", whole=True), Column("assets crossed while slow")),
            list(dict.fromkeys(over)),
        )
    if len(found.candidates) > _SHOWN:
        talk.say(f"and {len(found.candidates) - _SHOWN} more in candidates.csv")


_SHOWN = 30
_COLUMNS = (
    Column("level", whole=True),
    Column("ship"),
    Column("MMSI", whole=True),
    Column("from (UTC)"),
    Column("kn expected", right=True),
    Column("kn in", right=True),
    Column("LLR", right=True, whole=True),
)
_COLOURS = {"alert": "bold red", "watch": "yellow"}


def _cells(c: dict[str, Any]) -> tuple[str, ...]:
    return (
        c["level"],
        f"{safe(c['name'], 24) or 'unnamed'} ({c['provenance']})",
        number_of(c["mmsi"]),
        f"{c['t_start'][:10]} {c['t_start'][11:16]}",
        f"{c['v_ref_kn']:.1f}",
        f"{c['v_drag_kn']:.1f}",
        f"{c['llr']:+.1f}",
    )


def _crossed(c: dict[str, Any]) -> str:
    return ", ".join(dict.fromkeys(a["asset_id"] for a in c["assets"]))
