"""``baltic scan``: files to candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    reading_options,
)
from .talk import Talk, number_of, safe

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

    Example: baltic scan aisdk-2024-12-25.zip --out drags --bbox 14,55,17,56
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
    from ..ais.store import expand_inputs
    from ..engine import scan as run
    from ..settings import load_settings
    from .outputs import write_scan

    talk = Talk(quiet=quiet, as_json=json)
    found = run(
        expand_inputs(ais),
        assets=assets,
        settings=load_settings(settings),
        progress=talk.step,
        **reading,
    )
    talk.step("writing tables, map and report")
    missing = write_scan(found, out)
    print_candidates(talk, found)
    talk.say(f"map: {out / 'map.html'}")
    talk.say(f"report: {out / 'report.html'}")
    for sentence in missing:
        talk.say(f"note: {sentence}")
    talk.document(found.document())


def print_candidates(talk: Talk, found: ScanResult) -> None:
    """Print what was read and the candidates."""
    from rich.table import Table
    from rich.text import Text

    counts: dict[str, Any] = found.manifest["counts"]
    talk.say(
        f"{counts['rows_in']:,} rows in, {counts['rows_used']:,} used, "
        f"{counts['vessels']:,} ships, {counts['crossings']:,} crossings, "
        f"{counts['vessel_days']:.2f} vessel-days"
    )
    for note in found.notes:
        talk.say(f"note: {note}")
    if not found.candidates:
        talk.say("no candidate")
        return
    table = Table(title="Candidates: observations to check, no verdict", box=None, pad_edge=False)
    for head, justify in (
        ("level", "left"), ("ship", "left"), ("MMSI", "left"), ("from (UTC)", "left"),
        ("kn before", "right"), ("kn in", "right"), ("LLR", "right"), ("assets", "left"),
    ):  # fmt: skip
        table.add_column(head, justify=justify, no_wrap=head == "MMSI")  # type: ignore[arg-type]
    for c in found.candidates[:30]:
        hit = ", ".join(dict.fromkeys(a["asset_id"] for a in c["assets"]))
        cells = (
            c["level"], f"{safe(c['name'], 24) or 'unnamed'} ({c['provenance']})",
            number_of(c["mmsi"]), c["t_start"][:16],
            f"{c['v_ref_kn']:.1f}", f"{c['v_drag_kn']:.1f}", f"{c['llr']:+.1f}",
            safe(hit, 60) or "none",
        )  # fmt: skip
        table.add_row(*(Text(cell) for cell in cells))
    talk.table(table)
    if len(found.candidates) > 30:
        talk.say(f"and {len(found.candidates) - 30} more in candidates.csv")
