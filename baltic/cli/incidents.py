"""``baltic incidents``: the catalogue of outages, the shipped one and the user's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .choices import one_of
from .completion import incident_ids, words
from .helping import Command, new_app
from .options import AssetsFile, Catalogue, Json, Quiet
from .talk import Column, Talk, some

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..catalogue import Incident, Library

__all__ = ["app"]

app = new_app(
    """The catalogue of Baltic incidents: list, show, validate, add, extract, export, schema.

    Examples:
      baltic incidents list
      baltic incidents show estlink2-eagle-s-2024 --json > mine.json
    """
)

_FORMATS = ("geojson", "csv", "kml")

OutFile = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="default: stdout")]


@app.command("list", cls=Command)
def list_(catalogue: Catalogue = None, json: Json = False, quiet: Quiet = False) -> None:
    """List all incidents: the shipped ones and those of your own catalogue folder.

    Examples:
      baltic incidents list
    """
    talk = Talk(quiet=quiet, as_json=json)
    library = _library(catalogue, talk)
    rows = [_row(record, library) for record in library.incidents.values()]
    talk.table(
        (Column("from (UTC)", whole=True), Column("id, title and cause")),
        [(_began(library.incidents[row["id"]]), f"{row['id']}\n{_told(row)}") for row in rows],
    )
    talk.document(rows)


@app.command(cls=Command)
def show(
    incident_id: Annotated[str, typer.Argument(metavar="ID", autocompletion=incident_ids)],
    catalogue: Catalogue = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show one incident; with --json exactly what `investigate` accepts.

    Examples:
      baltic incidents show estlink2-eagle-s-2024 --json > mine.json
    """
    from ..catalogue import IncidentFileError, unknown_incident
    from ..catalogue.documents import as_yaml

    talk = Talk(quiet=quiet, as_json=json)
    library = _library(catalogue, talk)
    if mine := [f for f in library.faults if f.record == incident_id]:
        raise IncidentFileError(mine)
    if incident_id not in library.incidents:
        raise unknown_incident(incident_id, library.incidents)
    document = library.incidents[incident_id].document()
    if not json:
        print(as_yaml(document), end="")
    talk.document(document)


@app.command(cls=Command)
def validate(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="default: the whole catalogue")
    ] = None,
    assets: AssetsFile = None,
    catalogue: Catalogue = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check an incident file (YAML or JSON), or the shipped and your own catalogue.

    Every fault is named with its file, record and field.  Fields and words that are not known
    are allowed, and noted.

    Examples:
      baltic incidents validate mine.yaml
    """
    from ..catalogue import IncidentFileError, check_file, check_library, load_assets, load_library

    talk = Talk(quiet=quiet, as_json=json)
    table = load_assets(assets)
    library = load_library(catalogue, known_assets=set(table["asset_id"]))
    try:
        if file is not None:
            found = check_file(file, library, table)
        else:
            found = check_library(library, table)
    except IncidentFileError as error:
        if len(error.faults) > 1:
            for fault in error.faults:
                talk.line(fault.line())
        faults = [vars(fault) for fault in error.faults]
        talk.document({"valid": False, "faults": faults})
        raise
    talk.say(f"{some(len(found), 'incident')} valid: {', '.join(found)}")
    _say_drafts(found.values(), talk)
    noted = _say_remarks(found, talk)
    drafts = {k: r.unconfirmed for k, r in found.items() if r.record_status == "draft"}
    talk.document({"valid": True, "incidents": list(found), "drafts": drafts, "remarks": noted})


@app.command(cls=Command)
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="YAML or JSON incident file")],
    assets: AssetsFile = None,
    catalogue: Catalogue = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check the incidents of a file and add them to your own catalogue folder, all or none.

    Examples:
      baltic incidents add mine.yaml
    """
    from ..catalogue import add_incidents, load_assets, load_library

    talk = Talk(quiet=quiet, as_json=json)
    library = load_library(catalogue)
    table = load_assets(assets)
    written = add_incidents(file, library, table)
    for key, path in written.items():
        talk.file(f"added {key}", path)
    now = load_library(catalogue, known_assets=set(table["asset_id"])).incidents
    noted = _say_remarks({key: now[key] for key in written if key in now}, talk)
    added = {key: str(path) for key, path in written.items()}
    talk.document({"added": added, **({"remarks": noted} if noted else {})})


@app.command(cls=Command)
def extract(
    file: Annotated[Path, typer.Argument(metavar="NEWS.txt", help="news text, English")],
    date: Annotated[
        str | None,
        typer.Option(
            "--date", metavar="DAY", help="day of the article, for words like 'on Sunday'"
        ),
    ] = None,
    out: OutFile = None,
    assets: AssetsFile = None,
    catalogue: Catalogue = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Read a news text into draft incident records, to be confirmed by a person.

    Each field names the sentence it was read from; `unknown` is where the text is silent.

    Examples:
      baltic incidents extract article.txt --date 2025-01-27 > drafts.yaml
    """
    import json as json_

    from ..catalogue import load_assets
    from ..catalogue.documents import as_yaml
    from ..catalogue.news import extract_incidents, read_news
    from .outputs import write_text

    talk = Talk(quiet=quiet, as_json=json)
    found = extract_incidents(
        read_news(file),
        published=_day(date),
        assets=load_assets(assets),
        catalogue=_library(catalogue, talk).incidents,
    )
    if found.note:
        talk.step(f"{file}: {found.note}")
    text = json_.dumps(found.drafts, indent=1, allow_nan=False) if json else as_yaml(found.drafts)
    write_text(text.rstrip("\n") + "\n", out, talk, "json" if json else "yaml")


@app.command(cls=Command)
def export(
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="|".join(_FORMATS),
            autocompletion=words(*_FORMATS),
            callback=one_of("format", *_FORMATS),
        ),
    ],
    out: OutFile = None,
    catalogue: Catalogue = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Export the incidents; geometry is break positions only, estimates marked as such.

    Examples:
      baltic incidents export --format geojson --out incidents.geojson
    """
    from ..catalogue import export_incidents
    from .outputs import write_text

    talk = Talk(quiet=quiet, as_json=json)
    library = _library(catalogue, talk)
    text = export_incidents(library.incidents, format_, own=library.own)
    write_text(text, out, talk, format_)


@app.command(cls=Command)
def schema(
    out: OutFile = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Print the JSON Schema of incident files.

    Examples:
      baltic incidents schema --out incident.schema.json
    """
    import json as json_

    from ..catalogue import incident_schema
    from .outputs import write_text

    text = json_.dumps(incident_schema(), ensure_ascii=False, indent=1) + "\n"
    write_text(text, out, Talk(quiet=quiet, as_json=json), "json")


def _day(text: str | None) -> Any:
    """Return the day of ``--date``."""
    from datetime import date

    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no day such as 2025-01-27") from error


def _library(folder: Path | None, talk: Talk) -> Library:
    """Return all records; what is wrong in the own folder is said and left out."""
    from ..catalogue import load_library

    library = load_library(folder)
    if folder is not None and not folder.exists():
        talk.step(f"no such folder: {folder}; the shipped incidents only")
    for fault in library.faults:
        talk.step(f"left out: {fault.line()}")
    return library


def _row(record: Incident, library: Library) -> dict[str, Any]:
    return {
        "id": record.id,
        "date_utc_start": record.date_utc_start,
        "record_type": record.record_type,
        "record_status": record.record_status,
        "cause_status": record.cause_status,
        "assets": [a.asset_id for a in record.assets],
        "title": record.title,
        "catalogue": "own" if record.id in library.own else "shipped",
    }


def _began(record: Incident) -> str:
    """Return the day of a record; one without a date may have times of failure."""
    times = [a.t_earliest for a in record.assets if a.t_earliest]
    return (record.date_utc_start or min((t.isoformat() for t in times), default=""))[:10]


def _told(row: dict[str, Any]) -> str:
    """Return the title, cause and marks of a record, for the list."""
    marks = [w for w in (row["catalogue"], row["record_status"]) if w in ("own", "draft")]
    cause = row["cause_status"]
    title = f"{row['title']} ({', '.join(marks)})" if marks else row["title"]
    return f"{title}; cause: {cause}" if cause else str(title)


def _say_drafts(records: Any, talk: Talk) -> None:
    for record in records:
        if record.record_status == "draft":
            left = ", ".join(record.unconfirmed) or "nothing"
            talk.say(f"{record.id} is a draft; to be confirmed: {left}")


def _say_remarks(records: Mapping[str, Incident], talk: Talk) -> dict[str, list[str]]:
    """Say what looks amiss in valid records; return it by record."""
    from ..catalogue import remarks_on

    noted = {key: remarks_on(record) for key, record in records.items()}
    for key, sentences in noted.items():
        for sentence in sentences:
            talk.say(f"note: {key}: {sentence}")
    return {key: sentences for key, sentences in noted.items() if sentences}
