"""``baltic investigate``: an incident and AIS to ranked and excluded vessels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..files import check_folder
from .completion import incident_ids
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
    named_inputs,
    reading_options,
)
from .talk import Column, Talk, number_of, safe, some

if TYPE_CHECKING:
    from ..engine import Investigation

__all__ = ["investigate", "print_ranking"]


def investigate(
    incident: Annotated[
        str,
        typer.Argument(
            metavar="INCIDENT",
            help="catalogue id, or a YAML or JSON file",
            autocompletion=incident_ids,
        ),
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

    For an outage of your own, begin with the record of a known one and change it:
    `baltic incidents show ID --json > mine.json`.

    Examples:
      baltic investigate estlink2-eagle-s-2024 ais/*.zip --out case
      baltic investigate mine.json ais-2024 --out case --assets my-cables.geojson
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
    paths, told = named_inputs(ais, settings, reading, last="baltic.engine.visits", always=True)
    check_folder(out)
    from ..catalogue import own_record
    from ..engine import investigate as run
    from ..engine.ahead import load_ahead
    from .outputs import write_investigation

    talk = Talk(quiet=quiet, as_json=json)
    with talk.progress() as progress:
        load_ahead("baltic.reports", "baltic.maps")
        found = run(
            own_record(incident, catalogue) if catalogue else incident,
            paths,
            assets=assets,
            settings=told,
            progress=progress,
            **reading,
        )
        progress("writing tables, map and report")
        missing = write_investigation(found, out)
    print_ranking(talk, found)
    for sentence in missing:
        talk.say(f"note: {sentence}")
    talk.file("map", out / "map.html")
    talk.file("report", out / "report.html")
    talk.document(found.document())


def print_ranking(talk: Talk, found: Investigation) -> None:
    """Print the ranked hypotheses and how many ships are excluded."""
    from ..reports.answer_words import count_loose
    from ..reports.words import portion

    document = found.document()
    talk.say(f"{found.incident.id}: {found.incident.title}")
    covered = document["coverage"]["share"]
    if covered == 0:
        talk.say(
            "NOT COVERED: no ship was heard there in the window; below are priors, and what ships "
            "did before and after"
        )
    elif not document["covered"]:
        talk.say(f"covered to {portion(covered)} of windows and places; what is missing is noted")
    talk.table(
        _COLUMNS,
        [_cells(h) for h in document["hypotheses"][:_SHOWN]],
        title="Ranked by evidence, never a verdict",
    )
    rest = len(document["hypotheses"]) - _SHOWN
    if rest > 0:
        talk.say(f"and {rest} more in attribution.json")
    excluded = document["excluded"]
    loose = count_loose(excluded)
    but = f" ({loose:,} of them fit an outage known to a window of days only)" if loose else ""
    talk.say(f"excluded with a reason: {some(len(excluded), 'ship')}{but}")
    if document["unjudged"]:
        talk.say(f"could not be judged: {some(len(document['unjudged']), 'ship')}")
    for reason in document["hypotheses"][0]["reasons"]:
        talk.say(f"rank 1: {reason}")
    for note in [*found.scan.notes, *document.get("notes", [])]:
        talk.say(f"note: {note}")


_SHOWN = 12
_COLUMNS = (
    Column("rank", right=True, whole=True),
    Column("hypothesis"),
    Column("MMSI", whole=True),
    Column("posterior", right=True, whole=True),
    Column("without drag", right=True),
    Column("LLR", right=True, whole=True),
)


def _cells(h: dict[str, Any]) -> tuple[str, ...]:
    from ..reports.words import likelihood

    return (
        str(h["rank"]),
        _who(h),
        number_of(h["mmsi"]),
        likelihood(h["posterior"]),
        likelihood(h["posterior_without_drag_evidence"]),
        "" if h["llr"] is None else f"{h['llr']:+.1f}",
    )


def _who(h: dict[str, Any]) -> str:
    if h["kind"] != "vessel":
        return _WORDS[h["kind"]]
    word = f" ({h['provenance']})" if h.get("provenance") else ""
    return f"{safe(h['name'], 28) or 'no name sent'}{word}"


_WORDS = {"dark": "a ship not heard here", "none": "no ship (technical, natural)"}
