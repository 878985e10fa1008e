"""``baltic assets``: the geometries of cables, links and pipelines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from .choices import one_of
from .completion import asset_ids, words
from .helping import Command, new_app
from .options import AssetsFile, Json, Quiet
from .talk import Column, Talk, safe, some

__all__ = ["app"]

app = new_app(
    """Submarine cables, power links and pipelines: list, show, near, validate, import,
    export.

    Examples:
      baltic assets list
      baltic assets near 26.2 59.96 --km 5
    """
)

_FORMATS = ("geojson", "kml", "gpkg")
#: Those of :mod:`baltic.catalogue.importers`, whose import takes longer than a shell should wait.
_IMPORTS = ("overpass", "emodnet", "s57", "telegeography", "positions", "generic")
_KINDS = ("telecom", "power", "gas", "oil")
_LICENCE_OF_OWN = "Lines: see route_licence of each feature. Not for navigation."
_BALTIC_LON, _BALTIC_LAT = (5.0, 35.0), (52.0, 67.0)
_COLUMNS = ("asset_id", "name", "kind", "status", "accuracy_class", "accuracy_km", "route_licence")


@app.command("list", cls=Command)
def list_(assets: AssetsFile = None, json: Json = False, quiet: Quiet = False) -> None:
    """List all assets with kind, status and how well the line is known.

    Examples:
      baltic assets list
    """
    from ..catalogue import load_assets

    talk = Talk(quiet=quiet, as_json=json)
    rows = _plain(load_assets(assets)[list(_COLUMNS)].to_dict("records"))
    talk.table(
        (
            Column("asset_id", whole=True),
            Column("kind", whole=True),
            Column("± km", right=True, whole=True),
            Column("line is", whole=True),
            Column("name"),
        ),
        [
            (r["asset_id"], r["kind"], f"{r['accuracy_km']:g}", r["accuracy_class"], _named(r))
            for r in rows
        ],
    )
    talk.document(rows)


@app.command(cls=Command)
def show(
    asset_id: Annotated[str, typer.Argument(metavar="ID", autocompletion=asset_ids)],
    assets: AssetsFile = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show all facts of one asset, told by its id, name or alias.

    Examples:
      baltic assets show estlink-2
      baltic assets show "Sea Lion"
    """
    import shapely

    from ..catalogue import find_asset, load_assets
    from ..catalogue.documents import as_yaml

    talk = Talk(quiet=quiet, as_json=json)
    table = load_assets(assets)
    rows = table[table.asset_id == find_asset(table, asset_id)]
    record = _plain(rows.drop(columns="geometry").to_dict("records"))[0]
    if not json:
        print(as_yaml(record), end="")
    record["geometry"] = shapely.geometry.mapping(rows.geometry.iloc[0])
    talk.document(record)


@app.command(cls=Command, context_settings={"ignore_unknown_options": True})
def near(
    lon: Annotated[float, typer.Argument(metavar="LON", help="longitude, degrees east")],
    lat: Annotated[float, typer.Argument(metavar="LAT", help="latitude, degrees north")],
    km: Annotated[float, typer.Option("--km", min=0.0, help="how far to look")] = 10.0,
    assets: AssetsFile = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """List the assets near a place, with distance and kilometre point.

    Examples:
      baltic assets near 26.2 59.96 --km 5
      baltic assets near 26.2 59.96 --assets my-cables.geojson
    """
    from ..catalogue import assets_near, load_assets

    talk = Talk(quiet=quiet, as_json=json)
    rows = _plain(assets_near(load_assets(assets), lon, lat, km).to_dict("records"))
    if rows:
        talk.table(
            (
                Column("asset_id", whole=True),
                Column("km off", right=True, whole=True),
                Column("KP km", right=True, whole=True),
                Column("± km", right=True, whole=True),
                Column("name"),
            ),
            [
                (
                    r["asset_id"], f"{r['distance_km']:.2f}", f"{r['kp_km']:.2f}",
                    f"{r['accuracy_km']:g}", _named(r),
                )
                for r in rows
            ],
        )  # fmt: skip
    else:
        talk.say(_nothing_near(lon, lat, km))
    talk.document(rows)


@app.command(cls=Command)
def validate(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="default: the shipped ones")
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check an asset file (GeoJSON, GeoPackage, KML, KMZ, Shapefile), or the shipped catalogue.

    What the file does not say (kind, accuracy_km) is noted with what is taken instead.

    Examples:
      baltic assets validate my-cables.geojson
    """
    from ..catalogue import load_assets
    from ..catalogue.asset_files import taken_for_granted
    from ..catalogue.asset_layers import open_layers

    talk = Talk(quiet=quiet, as_json=json)
    table = load_assets(file)
    talk.say(f"{some(len(table), 'asset')} valid")
    notes = [] if file is None else taken_for_granted(open_layers(file))
    for note in notes:
        talk.say(f"note: {note}")
    told = {"valid": True, "assets": list(table.asset_id), **({"remarks": notes} if notes else {})}
    talk.document(told)


@app.command("import", cls=Command)
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="a file of your own")],
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="NAME",
            help=f"{', '.join(_IMPORTS)} (all that --assets takes)",
            autocompletion=words(*_IMPORTS),
            callback=one_of("format", *_IMPORTS),
        ),
    ],
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="|".join(_KINDS),
            help="of rows that do not say",
            autocompletion=words(*_KINDS),
            callback=one_of("kind", *_KINDS),
        ),
    ] = "telecom",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="default: stdout")
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Turn another program's cables and pipelines into a GeoJSON file that --assets takes.

    overpass is the JSON of OpenStreetMap's Overpass or the GeoJSON of overpass turbo, emodnet
    a layer of EMODnet Human Activities, s57 a chart cell, telegeography a copy of its map
    (lines up to 40 km off), positions a CSV list of points along a cable (taken as known to
    2 km: write your accuracy_km into the file that is made). What is left out is counted, also
    in that file. Each line keeps its licence; a chart is not to be passed on.

    Examples:
      baltic assets import overpass.json --format overpass --out mine.geojson
      baltic assets import route.csv --format positions --out mine.geojson
    """
    from ..catalogue import export_assets, import_assets
    from .outputs import write_text

    talk = Talk(quiet=quiet, as_json=json)
    found = import_assets(file, format_, default_kind=kind)
    for note in found.notes:
        talk.step(note)
    licence = f"Lines: {found.licence}. Not for navigation." if found.licence else _LICENCE_OF_OWN
    text = export_assets(found.assets, "geojson", licence=licence, notes=found.notes)
    write_text(text, out, talk, "geojson", {"notes": [*found.notes]})


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
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="default: stdout")
    ] = None,
    assets: AssetsFile = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Export the asset lines with their licences.

    Examples:
      baltic assets export --format kml --out assets.kml
      baltic assets export --format gpkg --out assets.gpkg
    """
    from ..catalogue import export_assets, load_assets
    from .outputs import write_text

    talk = Talk(quiet=quiet, as_json=json)
    licence = None if assets is None else _LICENCE_OF_OWN
    write_text(export_assets(load_assets(assets), format_, licence=licence), out, talk, format_)


def _plain(rows: list[dict[Any, Any]]) -> list[dict[str, Any]]:
    """Return rows as JSON values; missing numbers become null."""
    from ..records import as_json

    return [as_json(row) for row in rows]


def _named(row: dict[str, Any]) -> str:
    """Return the name, with the status of an asset that is not in service."""
    status = str(row["status"] or "").replace("_", " ")
    return safe(row["name"], 60) + (f" ({status})" if status != "in service" else "")


def _nothing_near(lon: float, lat: float, km: float) -> str:
    """Say that nothing is near; longitude and latitude are easily swapped."""
    place = f"{abs(lon):g} {'W' if lon < 0 else 'E'}, {abs(lat):g} {'S' if lat < 0 else 'N'}"
    words_ = f"no asset within {km:g} km of {place}"
    if _BALTIC_LON[0] <= lat <= _BALTIC_LON[1] and _BALTIC_LAT[0] <= lon <= _BALTIC_LAT[1]:
        return f"{words_}; longitude comes first: did you mean {lat:g} {lon:g}?"
    return words_
