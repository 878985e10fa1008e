"""``baltic investigate``: an incident and AIS to ranked and excluded vessels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import (
    AisFiles,
    AssetsFile,
    Bathymetry,
    Bbox,
    Catalogue,
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
    from ..engine import Investigation

__all__ = ["investigate", "print_ranking"]


def investigate(
    incident: Annotated[
        str, typer.Argument(metavar="INCIDENT", help="catalogue id, or a YAML or JSON file")
    ],
    ais: AisFiles,
    out: OutFolder,
    from_: FromTime = None,
    to: ToTime = None,
    bbox: Bbox = None,
    assets: AssetsFile = None,
    catalogue: Catalogue = None,
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
    """Rank which ships could have caused an outage, and exclude those that could not.

    Writes attribution.json, map.html, report.html, report.md and everything that
    scan writes to DIR.

    Example: baltic investigate estlink2-eagle-s-2024 ais.csv.gz --out case
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
    from ..catalogue import own_record
    from ..engine import investigate as run
    from ..settings import load_settings
    from .outputs import write_investigation

    talk = Talk(quiet=quiet, as_json=json)
    found = run(
        own_record(incident, catalogue) if catalogue else incident,
        expand_inputs(ais),
        assets=assets,
        settings=load_settings(settings),
        progress=talk.step,
        **reading,
    )
    talk.step("writing tables, map and report")
    missing = write_investigation(found, out)
    print_ranking(talk, found)
    talk.say(f"map: {out / 'map.html'}")
    talk.say(f"report: {out / 'report.html'}")
    for sentence in missing:
        talk.say(f"note: {sentence}")
    talk.document(found.document())


def print_ranking(talk: Talk, found: Investigation) -> None:
    """Print the ranked hypotheses and how many ships are excluded."""
    from rich.table import Table
    from rich.text import Text

    from ..reports.words import likelihood

    document = found.document()
    talk.say(f"{found.incident.id}: {found.incident.title}")
    covered = document["coverage"]["share"]
    if covered == 0:
        talk.say("NOT COVERED: nothing of the windows and places is in this AIS; below are priors")
    elif not document["covered"]:
        talk.say(
            f"covered to {likelihood(covered)} of windows and places; what is missing is noted"
        )
    table = Table(
        title="Ranked by evidence, never a verdict", box=None, pad_edge=False, title_justify="left"
    )
    for head, justify in (
        ("rank", "right"), ("hypothesis", "left"), ("MMSI", "left"), ("posterior", "right"),
        ("without drag", "right"), ("LLR", "right"),
    ):  # fmt: skip
        table.add_column(head, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for h in document["hypotheses"][:12]:
        llr = "" if h["llr"] is None else f"{h['llr']:+.1f}"
        cells = (
            str(h["rank"]), _who(h), number_of(h["mmsi"]), likelihood(h["posterior"]),
            likelihood(h["posterior_without_drag_evidence"]), llr,
        )  # fmt: skip
        table.add_row(*(Text(cell) for cell in cells))
    talk.table(table)
    rest = len(document["hypotheses"]) - 12
    if rest > 0:
        talk.say(f"and {rest} more in attribution.json")
    talk.say(f"excluded with a reason: {len(document['excluded'])} ships")
    for reason in document["hypotheses"][0]["reasons"]:
        talk.say(f"rank 1: {reason}")
    for note in [*found.scan.notes, *document.get("notes", [])]:
        talk.say(f"note: {note}")


def _who(h: dict[str, Any]) -> str:
    if h["kind"] != "vessel":
        return _WORDS[h["kind"]]
    word = f" ({h['provenance']})" if h.get("provenance") else ""
    return f"{safe(h['name'], 28) or 'no name sent'}{word}"


_WORDS = {"dark": "a ship not heard here", "none": "no ship (technical, natural)"}
