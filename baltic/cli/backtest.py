"""``baltic backtest``: how well drags are found, with a seed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..files import check_folder, dump_json, output_folder
from .options import (
    Bbox,
    FormatName,
    FromTime,
    Json,
    Mapping_,
    OutFolder,
    Quiet,
    SettingsFile,
    ToTime,
    Workers,
    World,
    parse_bbox,
    parse_mapping,
    parse_window,
)
from .talk import Column, Talk

if TYPE_CHECKING:
    from ..ais import AisData
    from ..evaluation import Size
    from ..settings import Settings
    from .progress import Bars

__all__ = ["backtest"]


def backtest(
    out: OutFolder,
    more: Annotated[
        list[str] | None, typer.Argument(metavar="FILES...", help="further files of --ais")
    ] = None,
    ais: Annotated[
        list[str] | None,
        typer.Option(
            "--ais", metavar="FILES...", help="your own AIS: false alarms of it, drags put into it"
        ),
    ] = None,
    incidents: Annotated[
        bool,
        typer.Option("--incidents", help="measure the ranking of ships, not the finding of drags"),
    ] = False,
    world: World = "B",
    seed: Annotated[int, typer.Option("--seed", help="same seed, same numbers")] = 1000,
    runs: Annotated[int | None, typer.Option("--runs", min=1, help="simulated seas")] = None,
    ships: Annotated[int | None, typer.Option("--ships", min=2, help="ships of a sea")] = None,
    hours: Annotated[float | None, typer.Option("--hours", min=6.0, help="length of a sea")] = None,
    drags: Annotated[int | None, typer.Option("--drags", min=0, help="drags of a sea")] = None,
    interval: Annotated[
        float | None, typer.Option("--interval", min=1.0, help="seconds between reports")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="a small run of a few minutes")] = False,
    workers: Workers = None,
    from_: FromTime = None,
    to: ToTime = None,
    bbox: Bbox = None,
    format_: FormatName = None,
    map_: Mapping_ = None,
    settings: SettingsFile = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Measure how many drags are found at how many false alarms.

    Simulates seas with drags in them, scans each, and judges it by its truth; then set
    scenes over charted cables, documented tracks, and other programs' published rules on
    the same ships. With --ais it takes your files instead: half of the ships are given a
    drag by the physics, the others give the false alarms.
    Writes backtest.json, backtest.md and plots to DIR.

    With --incidents it ranks ships instead: for every record of the catalogue (documented
    ships on shipped tracks, all others simulated), for simulated outages whose cause is
    known, and for outages at random places and times. Writes incidents.json, incidents.md.

    Examples:
      baltic backtest --out measured --quick
      baltic backtest --out mine --ais ais/*.zip
      baltic backtest --out ranking --incidents --quick
    """
    files = [*(ais or []), *(more or [])]
    t_from, t_to = parse_window(from_, to)
    reading = {
        "t_from": t_from,
        "t_to": t_to,
        "bbox": parse_bbox(bbox),
        "mapping": parse_mapping(map_),
        "format": format_,
    }
    if not files and any(value is not None for value in reading.values()):
        raise typer.BadParameter("--from, --to, --bbox, --format and --map go with --ais")
    if files and any(value is not None for value in (ships, hours, interval)):
        raise typer.BadParameter("--ships, --hours and --interval are of simulated seas")
    check_folder(out)
    if incidents:
        if files or ships is not None:
            raise typer.BadParameter("--ais and --ships do not go with --incidents")
        _rank_incidents(
            out, Talk(quiet=quiet, as_json=json), quick=quick, settings=settings,
            given={"seas": runs, "hours": hours, "drags": drags, "interval_s": interval},
            world=world, seed=seed, workers=workers,
        )  # fmt: skip
        return
    from ..evaluation import backtest as run
    from ..evaluation import backtest_files
    from ..settings import load_settings

    talk = Talk(quiet=quiet, as_json=json)
    size = _size(quick, runs=runs, ships=ships, hours=hours, drags=drags, interval_s=interval)
    shared: dict[str, Any] = {
        "world": world,
        "seed": seed,
        "size": size,
        "workers": workers,
        "settings": load_settings(settings),
    }
    with talk.progress() as progress:
        if files:
            data = _read(files, reading, shared["settings"], progress)
            document = backtest_files(data, **shared, progress=progress)
        else:
            document = run(**shared, progress=progress)
    _write(document, out, talk)
    talk.document(document)


def _rank_incidents(
    out: Path,
    talk: Talk,
    *,
    quick: bool,
    settings: Path | None,
    given: dict[str, Any],
    **shared: Any,
) -> None:
    """Measure the ranking, write its document and report, and print the main table."""
    from dataclasses import replace

    from ..evaluation import INCIDENTS_FULL, INCIDENTS_QUICK, backtest_incidents
    from ..evaluation.incident_words import incident_report, incident_table
    from ..settings import load_settings

    size = replace(
        INCIDENTS_QUICK if quick else INCIDENTS_FULL,
        **{k: v for k, v in given.items() if v is not None},
    )
    with talk.progress() as progress:
        document = backtest_incidents(
            size=size, settings=load_settings(settings), progress=progress, **shared
        )
    with output_folder(out) as folder:
        dump_json(folder / "incidents.json", document)
        (folder / "incidents.md").write_text(incident_report(document), encoding="utf-8")
    _print_table(incident_table(document), talk)
    talk.file("report", out / "incidents.md")
    talk.document(document)


def _read(files: list[str], reading: dict[str, Any], settings: Settings, progress: Bars) -> AisData:
    from ..ais import expand_paths, read_fixes
    from ..engine.progress import row_gauge

    progress("reading")
    told = row_gauge(progress)
    return read_fixes(expand_paths(files), settings=settings, told=told, **reading)


def _size(quick: bool, **given: Any) -> Size:
    from dataclasses import replace

    from ..evaluation import FULL, QUICK

    return replace(QUICK if quick else FULL, **{k: v for k, v in given.items() if v is not None})


def _write(document: dict[str, Any], out: Path, talk: Talk) -> None:
    """Write the document, the report and the plots, and print the main table."""
    from ..errors import MissingExtraError
    from ..evaluation.backtest_words import main_table, report
    from ..evaluation.plots import write_plots

    with output_folder(out) as folder:
        dump_json(folder / "backtest.json", document)
        (folder / "backtest.md").write_text(report(document), encoding="utf-8")
        try:
            write_plots(document, folder)
        except MissingExtraError as error:
            talk.step(f"no plots: {error.one_line()}")
    _print_table(main_table(document), talk)
    talk.file("report", out / "backtest.md")


def _print_table(markdown: str, talk: Talk) -> None:
    """Print a table of the report in columns that fit the terminal."""
    rows = [
        [cell.strip().replace("`", "") for cell in line.strip().strip("|").split("|")]
        for line in markdown.splitlines()
        if line.startswith("|")
    ]
    head, *body = [row for row in rows if set("".join(row)) - set("-: ")]
    talk.table([Column(head[0]), *(Column(name, right=True) for name in head[1:])], body)
