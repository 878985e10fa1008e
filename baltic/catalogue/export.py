"""Writing assets and incidents for other programs: GeoJSON, KML, GeoPackage, CSV.

Incident geometry is break positions only: published ones, or a third party's estimate
marked as such.  Foreign text is disarmed for the format it goes into.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from ..errors import OutputError, did_you_mean, nearest
from ..escape import csv_cell, json_text, kml, printable, xml
from ..records import as_json
from .claims import who_says
from .incidents import Incident

__all__ = ["export_assets", "export_incidents"]

_LICENCE = (
    "Routes derived from OpenStreetMap (c) OpenStreetMap contributors, ODbL-1.0; "
    "EMODnet Human Activities and Global Energy Monitor, CC BY 4.0; own waypoints. "
    "See route_licence of each feature. Not for navigation."
)
_INCIDENTS_LICENCE = "shipped records: CC BY 4.0, see LICENSE-incidents.md"
_KML = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">'


def export_assets(
    assets: gpd.GeoDataFrame,
    format: str,
    *,
    licence: str | None = None,
    notes: Sequence[str] = (),
) -> str | bytes:
    """Return the asset table as a file's content.

    Parameters
    ----------
    assets
        Asset table.
    format
        ``geojson``, ``kml`` (text) or ``gpkg`` (bytes).  Each can be read again by
        :func:`baltic.load_assets` with the same ids and lines.
    licence
        Sentence on the licence of the lines; None for that of the shipped ones.
    notes
        What a reader of the GeoJSON should know of how it was made; it stands in its metadata.

    Returns
    -------
    str or bytes
        Text for ``geojson`` and ``kml``, bytes for ``gpkg``.

    Raises
    ------
    OutputError
        Unknown format.

    Examples
    --------
    >>> import json
    >>> from baltic.catalogue import load_assets
    >>> text = export_assets(load_assets().head(2), "geojson")
    >>> len(json.loads(text)["features"])
    2
    """
    if format == "geojson":
        return _assets_geojson(assets, licence or _LICENCE, notes)
    if format == "kml":
        return _assets_kml(assets, licence or _LICENCE)
    if format == "gpkg":
        return _assets_gpkg(assets)
    raise _unknown(format, ("geojson", "kml", "gpkg"))


def export_incidents(
    incidents: Mapping[str, Incident], format: str, *, own: Collection[str] = ()
) -> str:
    """Return incidents as the text of a ``geojson``, ``csv`` or ``kml`` file.

    One row an asset of an incident.  ``position_basis`` is ``published``,
    ``third-party estimate`` (then ``position_note`` says from what), or null with no geometry.
    KML holds the rows with a position only, as it has no way to hold others.

    Parameters
    ----------
    incidents
        By id, as of :func:`baltic.load_incidents`.
    format
        ``geojson``, ``csv`` or ``kml``.
    own
        Ids of the user's own records: ``catalogue`` of their rows is ``own``, of others
        ``shipped``.

    Returns
    -------
    str
        Foreign text is escaped for the format.

    Raises
    ------
    OutputError
        Unknown format.

    Examples
    --------
    >>> from baltic.catalogue import load_incident
    >>> one = load_incident("estlink2-technical-2024")
    >>> export_incidents({one.id: one}, "csv").splitlines()[1].partition(",")[0]
    'estlink2-technical-2024'
    """
    rows = [
        {**row, "catalogue": "own" if incident.id in own else "shipped"}
        for incident in incidents.values()
        for row in _incident_rows(incident)
    ]
    if format == "geojson":
        return _collection("incidents", _INCIDENTS_LICENCE, map(_feature, rows))
    if format == "csv":
        return _csv(rows)
    if format == "kml":
        marks = [
            _placemark(
                row["incident_id"] if row["asset_name"] is None else f"{row['title']}",
                {k: v for k, v in row.items() if k not in ("lon", "lat")},
                f"<Point><coordinates>{row['lon']},{row['lat']}</coordinates></Point>",
            )
            for row in rows
            if row["lon"] is not None
        ]
        return _kml("Baltic incidents: break positions", marks)
    raise _unknown(format, ("geojson", "csv", "kml"))


def _unknown(format: str, known: tuple[str, ...]) -> OutputError:
    near = nearest(format, known, 1)
    return OutputError(
        f"unknown format {format!r}", hint=did_you_mean(near, "use " + ", ".join(known))
    )


def _collection(
    name: str, licence: str, features: Iterable[dict[str, Any]], notes: Sequence[str] = ()
) -> str:
    rows = [json_text(f, indent=None) for f in features]
    told = {"licence": licence, "not_for": "navigation", **({"notes": [*notes]} if notes else {})}
    head = json_text(told, indent=None)
    return (
        f'{{"type": "FeatureCollection", "name": "{name}",\n"metadata": {head},\n"features": [\n'
        + ",\n".join(rows)
        + "\n]}\n"
    )


def _asset_rows(assets: gpd.GeoDataFrame) -> list[tuple[dict[str, Any], Any]]:
    columns = [c for c in assets.columns if c != "geometry"]
    records = assets[columns].to_dict("records")
    return [(as_json(r), g) for r, g in zip(records, assets.geometry, strict=True)]


def _assets_geojson(assets: gpd.GeoDataFrame, licence: str, notes: Sequence[str]) -> str:
    features = (
        {
            "type": "Feature",
            "id": row["asset_id"],
            "properties": row,
            "geometry": shapely.geometry.mapping(line),
        }
        for row, line in _asset_rows(assets)
    )
    return _collection("assets", licence, features, notes)


def _assets_kml(assets: gpd.GeoDataFrame, licence: str) -> str:
    marks = []
    for row, line in _asset_rows(assets):
        parts = "".join(
            "<LineString><tessellate>1</tessellate><coordinates>"
            + " ".join(f"{x},{y}" for x, y in part.coords)
            + "</coordinates></LineString>"
            for part in line.geoms
        )
        flat = {k: v for k, v in row.items() if v not in (None, [])}
        marks.append(_placemark(row["name"], flat, f"<MultiGeometry>{parts}</MultiGeometry>"))
    return _kml("Baltic submarine assets. " + licence, marks)


def _placemark(name: str, row: Mapping[str, Any], geometry: str) -> str:
    # "name" is an element of its own: a data item of that name would hide it from readers.
    items = "".join(
        f'<Data name="{xml(kml(key))}"><value>{xml(kml(_flat(value)))}</value></Data>'
        for key, value in row.items()
        if key != "name" and value is not None
    )
    return (
        f"<Placemark><name>{xml(kml(name))}</name><ExtendedData>{items}</ExtendedData>"
        f"{geometry}</Placemark>"
    )


def _kml(name: str, marks: list[str]) -> str:
    return (
        f"{_KML}\n<Document><name>{xml(kml(name))}</name>\n"
        + "\n".join(marks)
        + "\n</Document></kml>\n"
    )


def _flat(value: Any) -> Any:
    """Return lists and objects as JSON text, for formats of plain cells."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value


def _shown(value: Any) -> Any:
    """Return text as people should see it: map programs show a cell as it stands."""
    if isinstance(value, dict):
        return {printable(k): _shown(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_shown(v) for v in value]
    return printable(value) if isinstance(value, str) else value


def _assets_gpkg(assets: gpd.GeoDataFrame) -> bytes:
    frame = assets.rename(columns=_column_names(assets))
    for column in frame.columns:
        if column in ("asset_id", "geometry"):
            continue  # an id stays whole: other tables point to it
        if frame[column].dtype == object or isinstance(frame[column].dtype, pd.StringDtype):
            frame[column] = [_flat(_shown(v)) for v in frame[column]]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "assets.gpkg"
        try:
            frame.to_file(path, layer="assets", driver="GPKG", engine="pyogrio")
        except (pyogrio.errors.DataSourceError, ValueError, RuntimeError, OverflowError) as error:
            raise OutputError(f"cannot be written as GeoPackage: {error}") from error
        return path.read_bytes()


def _column_names(assets: gpd.GeoDataFrame) -> dict[Any, str]:
    """Return new names for columns that a GeoPackage cannot hold: it ignores letter case."""
    taken = {"fid", "geom", ""} | {str(c) for c in assets.columns if str(c).islower()}
    names = {}
    for column in assets.columns:
        name = str(column)
        if name.islower() and name not in ("fid", "geom"):
            continue
        while name.casefold() in taken:
            name += "_own"
        taken.add(name.casefold())
        names[column] = name
    return names


def _incident_rows(incident: Incident) -> list[dict[str, Any]]:
    """Return one flat row an asset entry, one without asset when there is none."""
    record = incident.document()
    head = {
        "incident_id": record["id"],
        "title": record["title"],
        "record_type": record["record_type"],
        "date_utc_start": record["date_utc_start"],
        "date_utc_end": record["date_utc_end"],
        "cause_status": record["cause_status"],
        "record_status": record["record_status"],
        "legal_status": record["legal_status"],
        "vessels": "; ".join(
            f"{v.name or 'unnamed'} ({v.role or 'role not said'})"
            for v in incident.suspected_vessels
        ),
        "claims": "; ".join(f"{who_says(c)}: {c['claim']}" for c in record["attribution_claims"]),
    }
    empty = {"asset_id": None, "name": None, "lon": None, "lat": None}
    rows = []
    for entry in record["assets"] or [empty]:
        lon, lat, sd, basis, note = _position(entry)
        rows.append(
            {
                **head,
                "asset_id": entry["asset_id"],
                "asset_name": entry["name"],
                **{
                    key: entry.get(key)
                    for key in ("damage", "damaged", "t_earliest", "t_latest", "evidence_kind")
                },
                "lon": lon,
                "lat": lat,
                "position_basis": basis,
                "position_sd_km": sd,
                "position_note": note,
                "position_in_words": entry.get("position_in_words"),
            }
        )
    return rows


def _position(entry: Mapping[str, Any]) -> tuple[Any, Any, Any, str | None, str | None]:
    """Return lon, lat, uncertainty km, basis and note of the break."""
    if entry.get("lon") is not None:
        return entry["lon"], entry["lat"], entry.get("position_sd_km"), "published", None
    guess = entry.get("position_estimate_third_party")
    if isinstance(guess, dict) and guess.get("lon") is not None and guess.get("lat") is not None:
        note = f"{guess.get('basis')} (source {guess.get('source')})"
        return (
            guess["lon"],
            guess["lat"],
            guess.get("uncertainty_km"),
            "third-party estimate",
            note,
        )
    return None, None, None, None, None


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    point = None
    if row["lon"] is not None:
        point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    properties = {k: v for k, v in row.items() if k not in ("lon", "lat")}
    return {"type": "Feature", "properties": properties, "geometry": point}


def _csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        cells = {k: " or ".join(map(str, v)) if isinstance(v, list) else v for k, v in row.items()}
        writer.writerow({k: csv_cell(v) for k, v in cells.items()})
    return text.getvalue()
