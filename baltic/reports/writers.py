"""Writes candidates as JSON, CSV, GeoJSON and Parquet from plain documents.

Names and texts stay as they were in JSON, GeoJSON and Parquet (those formats hold text
as data); CSV cells that a spreadsheet would run are disarmed.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..escape import csv_cell
from ..files import dump_json
from ..records import as_json
from .kp_places import parts_of
from .words import identity, parse

__all__ = ["candidates_csv", "candidates_geojson", "candidates_table", "write_candidates"]

_FLAT = (
    "candidate_id", "level", "llr", "mmsi", "mmsi_is", "imo", "name", "ship_type", "loa_m",
    "t_start", "t_end", "lon", "lat", "distance_km", "v_ref_kn", "v_drag_kn", "provenance",
)  # fmt: skip
_CSV = (*_FLAT, "assets", "evidence", "innocent")

_EVIDENCE = pa.struct(
    [
        ("item", pa.string()), ("value", pa.string()), ("unit", pa.string()),
        ("neighbours", pa.string()), ("llr", pa.float64()), ("text", pa.string()),
    ]
)  # fmt: skip
_ASSET = pa.struct(
    [
        ("asset_id", pa.string()), ("t", pa.timestamp("us", "UTC")), ("t_sd_s", pa.float64()),
        ("lon", pa.float64()), ("lat", pa.float64()), ("kp_km", pa.float64()),
        ("sog_kn", pa.float64()), ("cog_deg", pa.float64()), ("angle_deg", pa.float64()),
        ("p_contact", pa.float64()), ("accuracy_km", pa.float64()), ("gap_s", pa.float64()),
        ("part", pa.int64()),
    ]
)  # fmt: skip
_TYPES = {
    "mmsi": pa.int64(), "imo": pa.int64(), "ship_type": pa.int64(), "llr": pa.float64(),
    "loa_m": pa.float64(), "lon": pa.float64(), "lat": pa.float64(), "distance_km": pa.float64(),
    "v_ref_kn": pa.float64(), "v_drag_kn": pa.float64(), "t_start": pa.timestamp("us", "UTC"),
    "t_end": pa.timestamp("us", "UTC"),
}  # fmt: skip
_SCHEMA = pa.schema(
    [
        *((name, _TYPES.get(name, pa.string())) for name in _FLAT),
        ("evidence", pa.list_(_EVIDENCE)),
        ("assets", pa.list_(_ASSET)),
        ("innocent", pa.list_(pa.string())),
        ("quality", pa.string()),
    ]
)


def write_candidates(
    document: Mapping[str, Any],
    folder: Path,
    assets: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    """Write ``candidates.json``, ``.csv``, ``.geojson`` and ``.parquet`` into a folder.

    Parameters
    ----------
    document
        ``candidates.json`` as a dict.
    folder
        An existing folder.
    assets
        Asset id to ``lines`` (degrees).  Kilometre points restart on each: every crossing has
        ``part``, the number of the line that it counts on, from 1; None where there is one only.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_candidates({"candidates": []}, Path(folder))
    ...     sorted(path.suffix for path in Path(folder).iterdir())
    ['.csv', '.geojson', '.json', '.parquet']
    """
    plain = _encodable(as_json(dict(document)))
    rows = plain["candidates"]
    _add_parts(rows, assets or {})
    dump_json(folder / "candidates.json", plain)
    dump_json(folder / "candidates.geojson", candidates_geojson(rows))
    (folder / "candidates.csv").write_text(candidates_csv(rows), encoding="utf-8", newline="")
    pq.write_table(candidates_table(rows), folder / "candidates.parquet")


def _add_parts(rows: Sequence[Mapping[str, Any]], assets: Mapping[str, Mapping[str, Any]]) -> None:
    """Give each crossing the part of its asset that its kilometre point counts on."""
    by_asset: dict[str, list[dict[str, Any]]] = {}
    for hit in (hit for row in rows for hit in row.get("assets", ())):
        by_asset.setdefault(str(hit.get("asset_id")), []).append(hit)
    for asset_id, hits in by_asset.items():
        lines = (assets.get(asset_id) or {}).get("lines") or []
        for hit, part in zip(hits, parts_of(hits, lines), strict=True):
            hit["part"] = part


def _encodable(value: Any) -> Any:
    """Return the document without lone surrogates, which no UTF-8 file can hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_encodable(k): _encodable(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_encodable(v) for v in value]
    return value


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    word = identity(row.get("mmsi"))
    known = word if word in ("placeholder", "simulated") else "as sent"
    return {name: known if name == "mmsi_is" else row.get(name) for name in _FLAT}


def candidates_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return candidates as CSV with one row each; texts are disarmed for spreadsheets.

    Parameters
    ----------
    rows
        Entries of ``candidates.json``.

    Returns
    -------
    str
        With a line of names; crossings, ledger and ordinary explanations as sentences.

    Examples
    --------
    >>> text = candidates_csv([{"candidate_id": "c-1", "mmsi": 219000001, "name": "=1+1"}])
    >>> "'=1+1" in text
    True
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_CSV)
    for row in rows:
        flat = _flat(row)
        flat["assets"] = "; ".join(
            f"{a.get('asset_id')} {a.get('t')} KP {a.get('kp_km')} km{_of_part(a)} (line known "
            f"to {a.get('accuracy_km')} km)"
            for a in row.get("assets", ())
        )
        flat["evidence"] = "; ".join(
            f"{e.get('text')} ({e.get('llr'):+.2f})" for e in row.get("evidence", ())
        )
        flat["innocent"] = "; ".join(str(text) for text in row.get("innocent", ()))
        writer.writerow(["" if flat[n] is None else csv_cell(flat[n]) for n in _CSV])
    return out.getvalue()


def _of_part(hit: Mapping[str, Any]) -> str:
    return "" if hit.get("part") is None else f" of part {hit['part']}"


def candidates_geojson(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return candidates, and the crossings during each, as GeoJSON points (WGS84).

    Parameters
    ----------
    rows
        Entries of ``candidates.json``.

    Returns
    -------
    dict
        A FeatureCollection; ``feature`` is ``candidate`` or ``crossing``.

    Examples
    --------
    >>> row = {"candidate_id": "c-1", "mmsi": 219000001, "lon": 25.0, "lat": 59.8}
    >>> candidates_geojson([row])["features"][0]["geometry"]
    {'type': 'Point', 'coordinates': [25.0, 59.8]}
    """
    features = []
    for row in rows:
        properties = {k: v for k, v in row.items() if k not in ("evidence", "assets", "quality")}
        properties["evidence"] = [e.get("text") for e in row.get("evidence", ())]
        features.append(_feature(row, {"feature": "candidate", **_flat(row), **properties}))
        for hit in row.get("assets", ()):
            about = {"candidate_id": row.get("candidate_id"), "mmsi": row.get("mmsi")}
            features.append(_feature(hit, {"feature": "crossing", **about, **hit}))
    return {"type": "FeatureCollection", "features": as_json(features)}


def _feature(place: Mapping[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    lon, lat = place.get("lon"), place.get("lat")
    point = {"type": "Point", "coordinates": [lon, lat]} if None not in (lon, lat) else None
    kept = {k: v for k, v in properties.items() if k not in ("lon", "lat")}
    return {"type": "Feature", "geometry": point, "properties": kept}


def candidates_table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Return candidates as an Arrow table; ledger and crossings are nested lists.

    Parameters
    ----------
    rows
        Entries of ``candidates.json``.

    Returns
    -------
    pyarrow.Table
        One row a candidate, times in UTC.

    Examples
    --------
    >>> candidates_table([{"candidate_id": "c-1", "mmsi": 219000001}])["mmsi"].to_pylist()
    [219000001]
    """
    records = []
    for row in rows:
        evidence = [
            {**e, "value": _text(e.get("value")), "neighbours": _text(e.get("neighbours"))}
            for e in row.get("evidence", ())
        ]
        records.append(
            {
                **_flat(row),
                "t_start": _moment(row.get("t_start")),
                "t_end": _moment(row.get("t_end")),
                "evidence": evidence,
                "assets": [{**a, "t": _moment(a.get("t"))} for a in row.get("assets", ())],
                "innocent": [str(text) for text in row.get("innocent", ())],
                "quality": json.dumps(row.get("quality"), sort_keys=True),
            }
        )
    return pa.Table.from_pylist(records, schema=_SCHEMA)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _moment(value: Any) -> Any:
    return parse(value)
