from __future__ import annotations

import dataclasses
import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from baltic.errors import InputError
from baltic.settings import Settings

from .shapes import dropped, read, real


def _feature(i: int = 0, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [25.0 + i / 100, 59.5]},
        "properties": {
            "mmsi": 518998865,
            "time": f"2024-12-25T10:{i:02d}:00Z",
            "sog": 9.5,
            "name": "EAGLE S",
            **properties,
        },
    }


def _write(path: Path, document: Any) -> Path:
    path.write_text(json.dumps(document, indent=1))
    return path


def _collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def test_collection_list_and_lines_read_the_same(tmp_path: Path) -> None:
    features = [_feature(i) for i in range(4)]
    lines = "\n".join(json.dumps(f) for f in features)
    (tmp_path / "c.ndjson").write_text(lines)
    (tmp_path / "d.geojson.gz").write_bytes(gzip.compress(lines.encode()))
    (tmp_path / "e.geojsons").write_text("".join(f"\x1e{json.dumps(f)}\n" for f in features))
    read_all = [
        read(_write(tmp_path / "a.geojson", _collection(*features))),
        read(_write(tmp_path / "b.json", features)),
        read(tmp_path / "c.ndjson"),
        read(tmp_path / "d.geojson.gz"),
        read(tmp_path / "e.geojsons"),
    ]
    for data in read_all:
        assert data.fixes.equals(read_all[0].fixes) and data.audit.rows_used == 4
        assert data.inputs[0]["format"] == "geojson"
    fix = read_all[0].fixes.row(1, named=True)
    assert fix["t"] == datetime(2024, 12, 25, 10, 1, tzinfo=UTC)
    assert (fix["lon"], fix["lat"], fix["sog_kn"]) == (25.01, 59.5, 9.5)
    assert read_all[0].vessels["name"].to_list() == ["EAGLE S"]


def test_every_feature_is_accounted_for(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[25, 59], [26, 59]]}
    features = [
        _feature(0),
        _feature(0),
        _feature(1) | {"geometry": line},
        _feature(2) | {"geometry": None},
        _feature(3, mmsi=None),
        _feature(4, mmsi=2190064),
        _feature(5) | {"geometry": {"type": "Point", "coordinates": ["x", 1]}},
        _feature(6) | {"geometry": {"type": "Point", "coordinates": []}},
        _feature(7) | {"properties": None},
        None,
        7,
    ]
    data = read(_write(tmp_path / "a.geojson", _collection(*features)))
    assert dropped(data) == {
        "unreadable": 7,
        "exact_duplicate": 1,
        "non_ship": 1,
        "static_only": 1,
    }
    assert data.audit.dropped["unreadable"].example.line == 3  # type: ignore[union-attr]


def test_declared_crs_is_honoured(tmp_path: Path) -> None:
    points = gpd.GeoDataFrame(
        {"mmsi": [518998865], "t": ["2024-12-25T10:00:00Z"]},
        geometry=[shapely.Point(25, 59.5)],
        crs=4326,
    ).to_crs(3067)
    points.to_file(tmp_path / "a.geojson", driver="GeoJSON")
    data = read(tmp_path / "a.geojson")
    assert data.fixes.select("lon", "lat").row(0) == pytest.approx((25, 59.5), abs=1e-6)


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (_collection({**_feature(), "properties": {"mmsi": 518998865}}), "no column for t"),
        (_collection(_feature(time="2024-12-25T10:00:00")), "no zone"),
        (_collection(_feature(time=37)), "no epoch"),
        ({"type": "FeatureCollection", "features": 7}, "without GeoJSON features"),
        (_collection(_feature(speed=3, sog=None) | {"properties": {}}), "no column"),
    ],
)
def test_useless_documents_are_one_line(tmp_path: Path, document: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(_write(tmp_path / "a.geojson", document))


def test_cut_file(tmp_path: Path) -> None:
    text = json.dumps(_collection(*[_feature(i) for i in range(9)]), indent=1)
    (tmp_path / "a.geojson").write_text(text[: len(text) // 2])
    with pytest.raises(InputError, match=r"a\.geojson, line \d+: is truncated or broken JSON"):
        read(tmp_path / "a.geojson")


def test_real_snapshot_with_its_time_named_by_the_user() -> None:
    path = real("locations_features_commit211c0c1e.json.gz")
    with pytest.raises(InputError, match="column timestamp"):
        read(path, format="geojson")
    data = read(path, mapping={"t": "timestampExternal"})
    assert data.inputs[0]["format"] == "geojson"
    assert data.audit.rows_used == data.fixes.height > 1000
    assert data.fixes["heading_deg"].drop_nulls().max() < 360


@pytest.mark.parametrize(
    "odd",
    [
        "9" * 6000,  # Python refuses to make a number of so many digits
        "[" * 5000,
        '"\\ud800"',  # half a character
        '"a\\u2028b"',
        "1e999",
    ],
)
@pytest.mark.parametrize("field", ["lon", "mmsi", "name", "more"])
def test_a_value_that_json_cannot_hold_spoils_its_own_line_only(
    tmp_path: Path, odd: str, field: str
) -> None:
    feature = _feature(3, more="@", **({field: "@"} if field in ("mmsi", "name") else {}))
    if field == "lon":
        feature["geometry"]["coordinates"][0] = "@"
    lines = [json.dumps(_feature(i)) for i in range(3)] + [json.dumps(feature).replace('"@"', odd)]
    (tmp_path / "a.ndjson").write_text("\n".join(lines))
    data = read(tmp_path / "a.ndjson")
    assert data.audit.rows_in == 4 and data.audit.rows_used >= 3
    data.fixes.write_json()


def test_an_enormous_coordinate_is_no_place(tmp_path: Path) -> None:
    feature = _feature(1)
    feature["geometry"]["coordinates"] = [10**400, 59.5]
    data = read(_write(tmp_path / "a.geojson", _collection(_feature(), feature)))
    assert dropped(data) == {"unreadable": 1}


def test_a_document_too_large_to_read_whole_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.geojson", _collection(*(_feature(i) for i in range(9))))
    limits = dataclasses.replace(Settings().limits, max_json_bytes=500)
    with pytest.raises(InputError, match=r"a\.geojson: is GeoJSON of more than 500 bytes"):
        read(path, settings=dataclasses.replace(Settings(), limits=limits))
