"""``baltic assets``: the geometries of cables, links and pipelines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from .options import Json, Quiet
from .talk import Talk, safe

__all__ = ["app"]

app = typer.Typer(
    help="Submarine cables, power links and pipelines: list, show, near, validate, export.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_COLUMNS = ("asset_id", "name", "kind", "status", "accuracy_class", "accuracy_km", "route_licence")


@app.command("list")
def list_(json: Json = False, quiet: Quiet = False) -> None:
    """List all assets with kind, status and how well the line is known.

    Example: baltic assets list
    """
    from ..catalogue import load_assets

    talk = Talk(quiet=quiet, as_json=json)
    rows = _plain(load_assets()[list(_COLUMNS)].to_dict("records"))
    _print_rows(talk, rows, ("asset_id", "name", "kind", "status", "accuracy_class", "accuracy_km"))
    talk.document(rows)


@app.command()
def show(
    asset_id: Annotated[str, typer.Argument(metavar="ID")],
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show all facts of one asset.

    Example: baltic assets show estlink-2
    """
    import shapely

    from ..catalogue import load_assets, unknown_asset
    from ..catalogue.documents import as_yaml

    talk = Talk(quiet=quiet, as_json=json)
    table = load_assets()
    rows = table[table.asset_id == asset_id]
    if rows.empty:
        raise unknown_asset(asset_id, table)
    record = _plain(rows.drop(columns="geometry").to_dict("records"))[0]
    if not json:
        print(as_yaml(record), end="")
    record["geometry"] = shapely.geometry.mapping(rows.geometry.iloc[0])
    talk.document(record)


@app.command(context_settings={"ignore_unknown_options": True})
def near(
    lon: Annotated[float, typer.Argument(help="longitude, degrees east")],
    lat: Annotated[float, typer.Argument(help="latitude, degrees north")],
    km: Annotated[float, typer.Option("--km", min=0.0, help="how far to look")] = 10.0,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """List the assets near a place, with distance and kilometre point.

    Example: baltic assets near 26.2 59.96 --km 5
    """
    from ..catalogue import assets_near, load_assets

    talk = Talk(quiet=quiet, as_json=json)
    rows = _plain(assets_near(load_assets(), lon, lat, km).to_dict("records"))
    if not rows:
        talk.say(f"no asset within {km:g} km of {lon:g} {lat:g}")
    else:
        _print_rows(
            talk, rows, ("asset_id", "name", "distance_km", "kp_km", "accuracy_km", "status")
        )
    talk.document(rows)


@app.command()
def validate(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="default: the shipped ones")
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check an asset file (GeoJSON, GeoPackage, KML, Shapefile), or the shipped catalogue.

    Example: baltic assets validate my-cables.geojson
    """
    from ..catalogue import load_assets

    talk = Talk(quiet=quiet, as_json=json)
    table = load_assets(file)
    talk.say(f"{len(table)} asset{'s' * (len(table) != 1)} valid")
    talk.document({"valid": True, "assets": list(table.asset_id)})


@app.command()
def export(
    format_: Annotated[str, typer.Option("--format", metavar="geojson|kml|gpkg")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="default: stdout")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Export the asset lines with their licences.

    Example: baltic assets export --format kml --out assets.kml
    """
    from ..catalogue import export_assets, load_assets
    from .outputs import write_text

    write_text(export_assets(load_assets(), format_), out, Talk(quiet=quiet))


def _plain(rows: list[dict[Any, Any]]) -> list[dict[str, Any]]:
    """Return rows as JSON values; missing numbers become null."""
    from ..records import as_json

    return [as_json(row) for row in rows]


def _print_rows(talk: Talk, rows: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column != "name")
    for row in rows:
        cells = (row[c] for c in columns)
        table.add_row(*(Text(f"{c:.2f}" if isinstance(c, float) else safe(c, 44)) for c in cells))
    talk.table(table)
