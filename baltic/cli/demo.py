"""``baltic demo``: the main job on shipped data, from a file to a map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import Json, Quiet
from .talk import Talk

if TYPE_CHECKING:
    import polars as pl

__all__ = ["DEMO_INCIDENT", "demo"]

DEMO_INCIDENT = "estlink2-eagle-s-2024"
_TRACK = "eagle-s-2024"
_SEED = 20241225


def demo(
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="folder for the results")
    ] = Path("baltic-demo"),
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Investigate one documented incident on shipped data, and draw the atlas.

    The documented ship's track is reconstructed from published times and speeds;
    the ships around it are simulated. Both words stand on every map and report.

    Example: baltic demo --out my-demo
    """
    from ..engine import investigate, scan
    from ..files import output_file
    from ..simulate import write_ais
    from .investigate import print_ranking
    from .outputs import write_atlas, write_investigation, write_scan

    talk = Talk(quiet=quiet, as_json=json)
    ais = out / "ais.csv.gz"
    talk.step("laying the reconstructed track among simulated ships")
    fixes, vessels = demo_traffic()
    with output_file(ais) as scratch:
        write_ais(fixes, vessels, scratch)
    found = scan([ais], progress=lambda s: talk.step("scan: " + s))
    write_scan(found, out / "scan")
    case = investigate(DEMO_INCIDENT, [ais], progress=lambda s: talk.step("investigate: " + s))
    missing = write_investigation(case, out / "investigate")
    talk.step("drawing the atlas")
    write_atlas(out / "atlas.html")
    print_ranking(talk, case)
    talk.say(f"map of the case:    {out / 'investigate' / 'map.html'}")
    talk.say(f"report of the case: {out / 'investigate' / 'report.html'}")
    for sentence in missing:
        talk.say(f"note: {sentence}")
    talk.say(f"map of the scan:    {out / 'scan' / 'map.html'}")
    talk.say(f"atlas:              {out / 'atlas.html'}")
    talk.document(case.document())


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
