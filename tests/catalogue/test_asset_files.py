"""A user's asset file: what is accepted, what is refused, in one clear line."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baltic.catalogue import assets_near, export_assets, find_asset, load_assets
from baltic.errors import AssetError, BalticError
from baltic.tables import ASSETS

LINE = [[24.0, 59.5], [24.5, 59.8], [25.0, 60.1]]


def collection(*features: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", **members, "features": list(features)}


def feature(
    properties: dict[str, Any] | None = None,
    coordinates: Any = None,
    kind: str = "LineString",
) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": LINE if coordinates is None else coordinates}
    return {
        "type": "Feature",
        "properties": {"name": "My cable"} if properties is None else properties,
        "geometry": geometry,
    }


USUAL_NAME = "mine.geojson"


def refusal(path: Path) -> str:
    """Return the one line with which a file is refused."""
    with pytest.raises(AssetError) as caught:
        load_assets(path)
    line = caught.value.one_line()
    assert "\n" not in line
    assert path.name in line
    return line


@pytest.mark.parametrize("written", ["In service", "in-service", " IN_SERVICE "])
def test_a_status_is_one_word_however_it_is_written(save: Any, written: str) -> None:
    assert (
        load_assets(save(collection(feature({"name": "My cable", "status": written}))))
        .iloc[0]
        .status
        == "in_service"
    )


def test_a_name_and_a_line_are_enough(save: Any) -> None:
    assets = load_assets(save(collection(feature())))
    ASSETS.check(assets)
    row = assets.iloc[0]
    assert (row.asset_id, row["name"], row.kind, row.status) == (
        "my-cable",
        "My cable",
        "telecom",
        "unknown",
    )
    assert row.geometry.geom_type == "MultiLineString"
    assert row.parts == [
        {"name": "trunk", "accuracy_class": "traced", "accuracy_km": 2.0, "licence": None}
    ]
    assert (row.aliases, row.sources, row.landings) == ([], [], [])
    assert row.notes is None


def test_an_id_and_a_line_are_enough(save: Any) -> None:
    assets = load_assets(save(collection(feature({"ID": 17}))))
    assert assets.asset_id.tolist() == assets["name"].tolist() == ["17"]


def test_own_columns_are_kept_and_defaults_can_be_given(save: Any) -> None:
    path = save(collection(feature({"name": "a", "depth_class": "deep", "Kind": "power"})))
    assets = load_assets(path, default_accuracy_km=0.2, default_accuracy_class="surveyed")
    assert assets.depth_class.tolist() == ["deep"]
    assert assets.kind.tolist() == ["power"]
    assert assets.accuracy_km.tolist() == [0.2]


def test_a_name_in_another_script_makes_an_id(save: Any) -> None:
    names = ["Кабель Балтика", "Šventoji – Katthammarsvik", "海底电缆"]
    assets = load_assets(save(collection(*(feature({"name": n}) for n in names))))
    assert assets.asset_id.tolist() == [
        "кабель-балтика",
        "sventoji-katthammarsvik",
        "海底电缆",
    ]


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "kml", "shp", "zip"])
def test_every_format_gives_the_same_lines(tmp_path: Path, suffix: str) -> None:
    frame = gpd.GeoDataFrame(
        {"name": ["A", "B"], "kind": ["power", "gas"]},
        geometry=[shapely.LineString(LINE), shapely.LineString([[20, 57], [21, 57.5]])],
        crs=4326,
    )
    path = tmp_path / f"mine.{'shp' if suffix == 'zip' else suffix}"
    # Without a driver the KML writer makes a folder.
    frame.to_file(path, **({"driver": "KML"} if suffix == "kml" else {}))
    if suffix == "zip":
        with zipfile.ZipFile(tmp_path / "mine.zip", "w") as archive:
            for part in tmp_path.glob("mine.*"):
                if part.suffix != ".zip":
                    archive.write(part, part.name)
        path = tmp_path / "mine.zip"
    assets = load_assets(path)
    assert assets.asset_id.tolist() == ["a", "b"]
    for got, want in zip(assets.geometry, frame.geometry, strict=True):
        assert got.geoms[0].equals_exact(want, 1e-9)
    if suffix != "kml":
        assert assets.kind.tolist() == ["power", "gas"]


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp"])
def test_a_declared_system_is_reprojected(tmp_path: Path, suffix: str) -> None:
    frame = gpd.GeoDataFrame({"name": ["A"]}, geometry=[shapely.LineString(LINE)], crs=4326)
    path = tmp_path / f"mine.{suffix}"
    options = {"driver": "GeoJSON", "RFC7946": "NO"} if suffix == "geojson" else {}
    frame.to_crs(3067).to_file(path, **options)
    assert load_assets(path).geometry[0].geoms[0].equals_exact(shapely.LineString(LINE), 1e-6)


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_metres_without_a_system_are_an_error(save: Any, tmp_path: Path) -> None:
    metres = [[385000.0, 6671000.0], [386000.0, 6690000.0]]
    line = refusal(save(collection(feature(coordinates=metres))))
    assert "undeclared projected CRS" in line
    assert "385000 6.671e+06" in line
    frame = gpd.GeoDataFrame({"name": ["A"]}, geometry=[shapely.LineString(metres)])
    for suffix in ("gpkg", "shp"):
        path = tmp_path / f"bare.{suffix}"
        frame.to_file(path)
        assert "undeclared projected CRS" in refusal(path)


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_degrees_without_a_system_are_taken(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"name": ["A"]}, geometry=[shapely.LineString(LINE)])
    frame.to_file(tmp_path / "bare.shp")
    assert load_assets(tmp_path / "bare.shp").crs.to_epsg() == 4326


def test_swapped_coordinates_are_suspected(save: Any) -> None:
    swapped = [[y, x] for x, y in LINE]
    assert "look swapped" in refusal(save(collection(feature(coordinates=swapped))))


def test_a_line_far_from_the_baltic_is_fine(save: Any) -> None:
    away = [[60.0, 10.0], [100.0, -20.0], [120.0, -25.0]]
    assert len(load_assets(save(collection(feature(coordinates=away))))) == 1


@pytest.mark.parametrize(
    ("kind", "coordinates", "word"),
    [
        ("Point", [24.0, 60.0], "Point"),
        ("MultiPoint", [[24.0, 60.0]], "MultiPoint"),
        ("Polygon", [[[24, 60], [25, 60], [25, 61], [24, 60]]], "Polygon"),
    ],
)
def test_other_shapes_are_refused(save: Any, kind: str, coordinates: Any, word: str) -> None:
    path = save(collection(feature(), feature({"name": "b"}, coordinates, kind)))
    line = refusal(path)
    assert "1 of 2 rows" in line
    assert word in line
    assert "first in row 2" in line


def test_what_is_needed_is_told_where_it_is_missing_only(save: Any) -> None:
    assert "are needed" not in refusal(save(collection(feature({"name": "a", "kind": "sewage"}))))
    assert "a line are needed" in refusal(save(collection(feature({"kind": "gas"}))))


def test_all_faults_are_said_at_once(save: Any) -> None:
    gone = {**feature({"name": "c"}), "geometry": None}
    path = save(
        collection(
            feature({"name": "a", "accuracy_km": -1, "kind": "sewage"}),
            feature({"name": "a"}, [24.0, 60.0], "Point"),
            gone,
            feature({"name": None}),
        )
    )
    line = refusal(path)
    for words in (
        "without geometry, or of one point, first in row 3",
        "Point",
        "accuracy_km must be",
        "'sewage'",
        "stands twice, rows 1 and 2",
        "without id and name, first in row 4",
    ):
        # The line shows five of the six and says that there is one more.
        assert words in line or "and 1 more" in line
    assert "and 1 more" in line


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.geojson", "is empty"),
        (b"  \n", "a.geojson", "is empty"),
        (b"\x00\x01\x02", "a.geojson", "is no geojson file inside"),
        (b"not a database", "a.gpkg", "is no gpkg file inside"),
        (b"<xml/>", "a.kml", "is no kml file inside"),
        (b"PK\x03\x04broken", "a.zip", "damaged zip"),
        (b"lon,lat\n1,2\n", "a.csv", "unknown kind of file"),
        (b"lon,lat\n1,2\n", "a.csv", "baltic assets import --format positions"),
        (b'{"type": "FeatureCollection", "features": [', "a.geojson", "cannot be read"),
        (b'{"type": "FeatureCollection", "features": []}', "a.geojson", "no"),
        (b'{"hello": 1}', "a.geojson", "cannot be read"),
        (b"PK\x03\x04broken", "a.kmz", "damaged kmz"),
        (
            json.dumps(collection(feature({"name": "K\u00e5"})), ensure_ascii=False).encode(
                "latin-1"
            ),
            "a.geojson",
            "is not UTF-8 text; save it as UTF-8",
        ),
        (b"\x00\x00\x27\x0a" + b"\x00" * 96, "a.shp", "no"),
        (b"SQLite format 3\x00" + b"\x00" * 100, "a.gpkg", "cannot be read"),
        (b"<kml><Document></Document></kml>", "a.kml", "no"),
    ],
)
def test_rubbish_is_refused_in_one_line(save: Any, content: bytes, name: str, words: str) -> None:
    assert words in refusal(save(content, name))


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "none.geojson")
    assert "is a folder" in refusal(tmp_path)


def test_a_driver_that_reaches_outside_is_never_asked(save: Any, tmp_path: Path) -> None:
    """GDAL picks the driver by content: a virtual file could read or fetch anything."""
    inner = tmp_path / "secret.geojson"
    inner.write_text(json.dumps(collection(feature())))
    vrt = (
        f'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>{inner}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    )
    assert "is no geojson file inside" in refusal(save(vrt, "a.geojson"))
    assert "is no kml file inside" in refusal(save(vrt, "a.kml"))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.vrt", vrt)
    assert "no shapefile" in refusal(tmp_path / "a.zip")


def test_hostile_names_stay_text(save: Any) -> None:
    name = "<script>alert(1)</script>\u202e{{7*7}}"
    assets = load_assets(save(collection(feature({"name": name, "asset_id": "x"}))))
    assert assets["name"].tolist() == [name]
    kml = export_assets(assets, "kml")
    assert isinstance(kml, str)
    assert "<script>" not in kml


def test_a_type_column_that_is_no_kind_is_left_alone(save: Any) -> None:
    path = save(collection(feature({"name": "a", "type": "way"}), feature({"name": "b"})))
    assets = load_assets(path)
    assert assets.kind.tolist() == ["telecom", "telecom"]
    assert assets["type"].tolist()[0] == "way"
    path = save(collection(feature({"name": "a", "type": "Power Cable"})))
    assert load_assets(path).kind.tolist() == ["power"]


def test_parts_and_landings_of_the_wrong_shape_are_not_believed(save: Any) -> None:
    own = {"name": "a", "parts": ["3"], "landings": ["Hanko"], "aliases": [1, "b"]}
    row = load_assets(save(collection(feature(own)))).iloc[0]
    assert row.parts[0]["name"] == "trunk"
    assert row.landings == []
    assert row.aliases == ["1", "b"]


def test_heights_are_dropped(save: Any) -> None:
    path = save(collection(feature(coordinates=[[24, 60, -50], [25, 60, -60]])))
    assert not shapely.has_z(load_assets(path).geometry[0])


def test_a_line_of_no_length_is_refused(save: Any) -> None:
    path = save(collection(feature(coordinates=[[24, 60], [24, 60]])))
    assert "no length" in refusal(path)


def test_layers_of_one_file_are_joined(tmp_path: Path) -> None:
    path = tmp_path / "two.gpkg"
    for name in ("north", "south"):
        gpd.GeoDataFrame({"name": [name]}, geometry=[shapely.LineString(LINE)], crs=4326).to_file(
            path, layer=name
        )
    assert sorted(load_assets(path).asset_id) == ["north", "south"]


def test_a_line_of_one_point_is_a_fault(save: Any) -> None:
    path = save(collection(feature(), feature({"name": "b"}, [[24.0, 60.0]])))
    assert "of one point, first in row 2" in refusal(path)


def test_degrees_that_are_called_metres_are_refused(save: Any) -> None:
    system = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3067"}}
    line = refusal(save(collection(feature(), crs=system)))
    assert "declares a system in metres" in line and "24 59.5" in line


def test_one_swapped_line_among_others_is_told(save: Any) -> None:
    swapped = feature({"name": "b"}, [[y, x] for x, y in LINE])
    whole = [feature({"name": n}) for n in "acde"]
    assert "look swapped in 1 of 5 rows, first in row 5" in refusal(
        save(collection(*whole, swapped))
    )
    arabia = [feature({"name": "f"}, [[-10.0, 50.0], [-5.0, 51.0]])]
    assert len(load_assets(save(collection(*whole, swapped, *arabia)))) == 6


def test_a_number_with_its_unit_is_read_and_no_number_is_a_fault(save: Any) -> None:
    own = {"name": "a", "length_km": "150,5", "voltage_kv": "450 kV", "in_service_year": "2016-03"}
    row = load_assets(save(collection(feature(own)))).iloc[0]
    assert (row.length_km, row.voltage_kv, row.in_service_year) == (150.5, 450.0, 2016)
    own = {"name": "a", "length_km": "n/a", "in_service_year": "Unknown"}
    row = load_assets(save(collection(feature(own)))).iloc[0]
    assert row.length_km != row.length_km and row.in_service_year is None
    line = refusal(save(collection(feature({"name": "a", "length_km": "1,172 km"}))))
    assert "length_km is no number, row 1: '1,172 km'" in line


def test_times_of_a_file_stay_as_they_were_told(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"name": ["a", "b"], "laid": pd.to_datetime(["2020-01-01T10:00:00", None])},
        geometry=[shapely.LineString(LINE)] * 2,
        crs=4326,
    )
    frame.to_file(tmp_path / "mine.gpkg")
    assets = load_assets(tmp_path / "mine.gpkg")
    assert assets.laid[0] == "2020-01-01T10:00:00"
    for format_ in ("geojson", "kml"):
        assert "2020-01-01T10:00:00" in export_assets(assets, format_)


KML = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>F</name>
<Placemark id="k1"><name>A</name><TimeStamp><when>2020-01-01</when></TimeStamp>
<LineString><coordinates>24,59.5 25,60</coordinates></LineString></Placemark>
<Placemark><name>B</name><LineString><coordinates>20,57 21,57.5</coordinates></LineString>
</Placemark></Folder></Document></kml>"""


@pytest.mark.parametrize("name", ["mine.kmz", "mine.KML"])
def test_google_earth_files_however_they_are_called(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if path.suffix == ".kmz":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("doc.kml", KML)
            archive.writestr("files/photo.png", b"\x89PNG")
    else:
        path.write_text(KML)
    assets = load_assets(path)
    assert assets.asset_id.tolist() == ["a", "b"]
    assert "A" in export_assets(assets, "geojson")


def test_a_shapefile_in_a_folder_of_a_zip(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"name": ["A"]}, geometry=[shapely.LineString(LINE)], crs=4326)
    frame.to_crs(3006).to_file(tmp_path / "mine.shp")
    with zipfile.ZipFile(tmp_path / "mine.zip", "w") as archive:
        for part in [p for p in tmp_path.glob("mine.*") if p.suffix != ".zip"]:
            archive.write(part, f"survey of may/{part.name}")
            archive.writestr(f"__MACOSX/survey of may/._{part.name}", b"x")
    line = load_assets(tmp_path / "mine.zip").geometry[0].geoms[0]
    assert line.equals_exact(shapely.LineString(LINE), 1e-6)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    names=st.lists(st.text(max_size=12), min_size=1, max_size=4),
    xs=st.lists(st.floats(-200, 200), min_size=2, max_size=4),
    ys=st.lists(st.floats(-100, 100), min_size=2, max_size=4),
)
def test_a_file_is_valid_or_refused(
    tmp_path: Path, names: list[str], xs: list[float], ys: list[float]
) -> None:
    """Property: the contract holds, or there is one line; nothing else escapes."""
    path = tmp_path / "any.geojson"
    line = [list(xy) for xy in zip(xs, ys, strict=False)]
    path.write_text(json.dumps(collection(*(feature({"name": n}, line) for n in names))))
    try:
        assets = load_assets(path)
    except BalticError as error:
        assert "\n" not in error.one_line()
    else:
        ASSETS.check(assets)
        assert assets.asset_id.is_unique


SPECIAL = [
    *("asset_id", "id", "name", "kind", "type", "status", "operator", "owner", "accuracy_km"),
    *("accuracy_class", "route_licence", "aliases", "landings", "parts", "sources", "countries"),
    *("capacity", "in_service_year", "length_km", "notes", "subtype", "branches_accuracy"),
    *("geometry", "fid", "index", "Name", ""),
]
CELL = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=4,
)


@pytest.mark.slow
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.dictionaries(st.sampled_from(SPECIAL), CELL, max_size=4), min_size=1, max_size=2
    )
)
def test_any_column_of_any_type_is_valid_or_refused(
    tmp_path: Path, rows: list[dict[str, Any]]
) -> None:
    """Property: our own column names with foreign contents never escape as another error."""
    path = tmp_path / "columns.geojson"
    named = ({"name": f"n{number}", **row} for number, row in enumerate(rows))
    path.write_text(json.dumps(collection(*map(feature, named))))
    try:
        assets = load_assets(path)
    except BalticError as error:
        assert "\n" not in error.one_line()
        return
    ASSETS.check(assets)
    assert find_asset(assets, assets.asset_id[0]) == assets.asset_id[0]
    assert len(assets_near(assets, 24.5, 59.8, 50.0)) == len(assets)
    for format in ("geojson", "kml", "gpkg"):
        try:
            export_assets(assets, format)
        except BalticError as error:
            assert "\n" not in error.one_line()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cut=st.integers(0, 400), junk=st.binary(max_size=20))
def test_a_damaged_file_is_valid_or_refused(tmp_path: Path, cut: int, junk: bytes) -> None:
    whole = json.dumps(collection(feature(), feature({"name": "b"}))).encode()
    path = tmp_path / "cut.geojson"
    path.write_bytes(whole[:cut] + junk + whole[cut + len(junk) :])
    try:
        ASSETS.check(load_assets(path))
    except BalticError as error:
        assert "\n" not in error.one_line()
