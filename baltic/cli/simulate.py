"""``baltic simulate``: test traffic with known truth."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from .options import Bbox, Json, Quiet, SettingsFile, World, parse_bbox, parse_time
from .talk import Talk, some

__all__ = ["simulate"]


def simulate(
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="AIS to write: .csv, .csv.gz or .parquet")
    ],
    start: Annotated[
        str, typer.Option("--start", metavar="T", help="UTC time of the first fix")
    ] = "2025-01-15T00:00:00Z",
    hours: Annotated[float, typer.Option("--hours", min=0.01, help="length")] = 24.0,
    ships: Annotated[int, typer.Option("--ships", min=1, help="number of ships")] = 100,
    drags: Annotated[int, typer.Option("--drags", min=0, help="ships that drag an anchor")] = 0,
    seed: Annotated[int, typer.Option("--seed", help="same seed, same file")] = 0,
    world: World = "A",
    interval: Annotated[
        float, typer.Option("--interval", min=1.0, help="seconds between reports")
    ] = 60.0,
    ice: Annotated[
        bool | None, typer.Option("--ice/--no-ice", help="ice convoys; else from January to April")
    ] = None,
    jamming: Annotated[
        bool | None,
        typer.Option("--jamming/--no-jamming", help="GNSS jammed somewhere; else by chance"),
    ] = None,
    bbox: Bbox = None,
    settings: SettingsFile = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write simulated AIS: ordinary traffic, and drags by the physics if asked for.

    Every row says `simulated`; column truth_state says what the ship did. The drags
    stand in FILE with .truth.json behind it. MMSIs are of an unassigned block. The world
    also holds what happens to several ships: convoys, pairs alongside, doubled numbers,
    jammed areas, silent base stations, crowded stretches; --json lists these.

    Examples:
      baltic simulate --out sim.csv.gz --ships 200 --drags 3 --seed 7
      baltic simulate --out ice.parquet --start 2025-02-01T00:00Z --hours 48 --ice
    """
    t_start, box = parse_time(start, "--start"), parse_bbox(bbox)
    from ..catalogue import load_assets
    from ..files import dump_json, output_file
    from ..records import as_json
    from ..settings import load_settings
    from ..simulate import simulate_traffic, write_ais

    talk = Talk(quiet=quiet, as_json=json)
    assert t_start is not None
    with talk.progress() as progress:
        progress(f"simulating {some(ships, 'ship')} for {hours:g} h in world {world}")
        made = simulate_traffic(
            t_start=t_start,
            hours=hours,
            ships=ships,
            seed=seed,
            assets=load_assets(),
            bbox=box,
            drags=drags,
            world=world,
            interval_s=interval,
            settings=load_settings(settings),
            ice=ice,
            jamming=jamming,
        )
        truth = as_json(made.truth)
        with output_file(out) as scratch:
            write_ais(made.fixes, made.vessels, scratch)
    side = out.with_name(out.name + ".truth.json")
    with output_file(side) as scratch:
        dump_json(scratch, truth)
    fixes, of = some(made.fixes.height, "simulated fix", "simulated fixes"), some(ships, "ship")
    talk.file(f"{fixes} of {of}", out)
    talk.file(some(len(truth), "drag"), side)
    if made.happenings:
        counts = Counter(str(each["kind"]) for each in made.happenings)
        talk.say("with " + ", ".join(f"{kind}: {n}" for kind, n in sorted(counts.items())))
    for note in made.notes:
        talk.say(f"note: {note}")
    talk.document(
        {
            "file": str(out),
            "fixes": made.fixes.height,
            "ships": ships,
            "truth": truth,
            "happenings": as_json(made.happenings),
        }
    )
