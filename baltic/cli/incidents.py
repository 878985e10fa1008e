"""``baltic incidents``: the catalogue of outages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from .options import Json, Quiet
from .talk import Talk, safe

__all__ = ["app"]

app = typer.Typer(
    help="The catalogue of Baltic incidents: list, show, validate, export.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list")
def list_(json: Json = False, quiet: Quiet = False) -> None:
    """List all incidents.

    Example: baltic incidents list
    """
    from rich.table import Table
    from rich.text import Text

    from ..catalogue import load_incidents
    from ..records import as_json

    talk = Talk(quiet=quiet, as_json=json)
    rows: list[dict[str, Any]] = []
    for incident in load_incidents().values():
        record = incident.document()
        rows.append(
            {
                "id": record["id"],
                "date_utc_start": as_json(record["date_utc_start"]),
                "record_type": record["record_type"],
                "cause_status": record["cause_status"],
                "assets": [a["asset_id"] for a in record["assets"]],
                "title": record["title"],
            }
        )
    table = Table(box=None, pad_edge=False)
    for head in ("id", "from (UTC)", "cause", "title"):
        table.add_column(head, overflow="fold", no_wrap=head in ("id", "from (UTC)"))
    for row in rows:
        cells = (row["id"], row["date_utc_start"][:10], row["cause_status"] or "", row["title"])
        table.add_row(*(Text(safe(cell, 90)) for cell in cells))
    talk.table(table)
    talk.document(rows)


@app.command()
def show(
    incident_id: Annotated[str, typer.Argument(metavar="ID")],
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show one incident; with --json exactly what `investigate` accepts.

    Example: baltic incidents show estlink2-eagle-s-2024 --json > mine.json
    """
    import yaml

    from ..catalogue import load_incidents, unknown_incident

    talk = Talk(quiet=quiet, as_json=json)
    known = load_incidents()
    if incident_id not in known:
        raise unknown_incident(incident_id, known)
    document = known[incident_id].document()
    if not json:
        print(yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=88), end="")
    talk.document(document)


@app.command()
def validate(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="default: the shipped ones")
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check an incident file (YAML or JSON), or the shipped catalogue.

    Example: baltic incidents validate mine.yaml
    """
    from ..catalogue import load_incidents

    talk = Talk(quiet=quiet, as_json=json)
    known = load_incidents(file)
    talk.say(f"{len(known)} incident{'s' * (len(known) != 1)} valid: {', '.join(known)}")
    talk.document({"valid": True, "incidents": list(known)})


@app.command()
def export(
    format_: Annotated[str, typer.Option("--format", metavar="geojson|csv|kml")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="default: stdout")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Export the incidents; geometry is break positions only, estimates marked as such.

    Example: baltic incidents export --format geojson --out incidents.geojson
    """
    from ..catalogue import export_incidents, load_incidents
    from .outputs import write_text

    write_text(export_incidents(load_incidents(), format_), out, Talk(quiet=quiet))
