"""``baltic demo``: the main job on shipped data, from a file to a map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import Json, Quiet, SettingsFile
from .talk import Talk

if TYPE_CHECKING:
    import polars as pl

    from ..engine.progress import Progress
    from .progress import Bars

__all__ = ["DEMO_INCIDENT", "demo"]

DEMO_INCIDENT = "estlink2-eagle-s-2024"
_TRACK = "eagle-s-2024"
_SEED = 20241225


def demo(
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="folder for the results")
    ] = Path("baltic-demo"),
    settings: SettingsFile = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Investigate one documented incident on shipped data, and draw the atlas.

    The documented ship's track is reconstructed from published times and speeds;
    the ships around it are simulated. Both words stand on every map and report.

    Examples:
      baltic demo
      baltic demo --out my-demo
    """
    from ..engine import investigate, scan
    from ..files import check_folder, output_file
    from ..settings import load_settings
    from ..simulate import write_ais
    from .investigate import print_ranking
    from .outputs import write_atlas, write_investigation, write_scan

    talk = Talk(quiet=quiet, as_json=json)
    chosen = load_settings(settings)
    check_folder(out)
    ais = out / "ais.csv.gz"
    with talk.progress() as progress:
        progress("laying the reconstructed track among simulated ships")
        fixes, vessels = demo_traffic()
        with output_file(ais) as scratch:
            write_ais(fixes, vessels, scratch)
        found = scan([ais], settings=chosen, progress=_part("scan", progress))
        progress("scan: writing tables, map and report")
        write_scan(found, out / "scan")
        case = investigate(
            DEMO_INCIDENT, [ais], settings=chosen, progress=_part("investigate", progress)
        )
        progress("investigate: writing tables, map and report")
        missing = write_investigation(case, out / "investigate")
        progress("drawing the atlas")
        write_atlas(out / "atlas.html")
    print_ranking(talk, case)
    for sentence in missing:
        talk.say(f"note: {sentence}")
    talk.say("open these in a browser; they need no network:")
    talk.line(f"map of the case:    {out / 'investigate' / 'map.html'}")
    talk.line(f"report of the case: {out / 'investigate' / 'report.html'}")
    talk.line(f"map of the scan:    {out / 'scan' / 'map.html'}")
    talk.line(f"atlas:              {out / 'atlas.html'}")
    talk.say("the same with your own files:")
    talk.copyable(f"baltic investigate {DEMO_INCIDENT} AIS --out DIR")
    talk.document(case.document())


def _part(name: str, progress: Bars) -> Progress:
    """Return a progress whose steps say what they are a part of."""

    def told(sentence: str) -> None:
        progress(f"{name}: {sentence}")

    told.gauge = progress.gauge  # type: ignore[attr-defined]
    return told


def demo_traffic() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the fixes and vessels of the demo: one reconstructed ship, many simulated."""
    import polars as pl

    from ..catalogue import load_assets, load_track, track_vessels
    from ..simulate import traffic_across
    from ..tables import FIXES, VESSELS

    track = load_track(_TRACK)
    assets = load_assets()
    line = assets.loc[assets.asset_id == "estlink-2"].geometry.item()
    first, last = track.select(pl.col("t").min().alias("first"), pl.col("t").max()).row(0)
    traffic = traffic_across(line, first, last, 36, seed=_SEED)
    names = track_vessels().filter(pl.col("mmsi").is_in(track["mmsi"].unique().to_list()))
    fixes = pl.concat([track.select(FIXES.names), traffic.fixes.select(FIXES.names)])
    vessels = pl.concat([names.select(VESSELS.names), traffic.vessels.select(VESSELS.names)])
    return fixes, vessels
