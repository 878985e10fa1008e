"""The asset table, looking around a place, exporting and reading back."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.catalogue import (
    assets_near,
    export_assets,
    find_asset,
    is_in_service,
    is_real,
    load_assets,
    near,
    unknown_asset,
)
from baltic.catalogue.asset_files import asset_table
from baltic.errors import AssetError, OutputError, UnknownIdError
from baltic.geo import distance_m, line_length_m, point_at
from baltic.tables import ASSETS

SHIPPED = load_assets()


def one(asset_id: str) -> gpd.GeoDataFrame:
    return SHIPPED[SHIPPED.asset_id == asset_id]


def straight(west: float, east: float, lat: float, asset_id: str = "x") -> gpd.GeoDataFrame:
    """Return a table of one line along a parallel."""
    return gpd.GeoDataFrame(
        {
            "asset_id": [asset_id],
            "name": [asset_id],
            "kind": ["telecom"],
            "status": ["in_service"],
            "parts": [[{"name": "trunk", "accuracy_km": 1.0, "accuracy_class": "traced"}]],
        },
        geometry=[shapely.MultiLineString([[(west, lat), (east, lat)]])],
        crs=4326,
    )


def test_the_contract_is_kept_and_nothing_is_shared() -> None:
    ASSETS.check(SHIPPED)
    again = load_assets()
    again.loc[0, "name"] = "changed"
    assert SHIPPED.loc[0, "name"] != "changed"
    assert load_assets().loc[0, "name"] != "changed"


def test_empty_text_is_none_so_that_it_is_false() -> None:
    for column in ("notes", "status_note", "owner", "operator", "route_basis"):
        assert {type(v) for v in SHIPPED[column]} <= {str, type(None)}, column
    assert {type(y) for y in SHIPPED.in_service_year} == {int, type(None)}


@pytest.mark.parametrize(
    ("status", "real"),
    [
        ("in_service", True),
        ("out_of_service", True),
        ("under_construction", True),
        ("unknown", True),
        ("planned", False),
        ("Cancelled ", False),
        ("", True),
        (None, True),
    ],
)
def test_is_real(status: str | None, real: bool) -> None:
    assert is_real(status) is real


@pytest.mark.parametrize(
    ("status", "used"),
    [
        *((word, True) for word in ("in_service", "In service", "IN-SERVICE", "active", "laid")),
        *((word, True) for word in ("unknown", "", " ", None)),
        *((word, False) for word in ("planned", "Cancelled ", "under construction", "proposed")),
        *((word, False) for word in ("Out of service", "out_of_service", "decommissioned")),
    ],
)
def test_is_in_service(status: str | None, used: bool) -> None:
    assert is_in_service(status) is used


def test_find_by_id_name_and_alias() -> None:
    assert find_asset(SHIPPED, "estlink-2") == "estlink-2"
    assert find_asset(SHIPPED, "ESTLINK 2") == "estlink-2"
    assert find_asset(SHIPPED, "Sea Lion") == "c-lion1"
    with pytest.raises(UnknownIdError, match="fec-1 or fec-2"):
        find_asset(SHIPPED, "FEC")
    with pytest.raises(UnknownIdError, match="did you mean estlink-2"):
        find_asset(SHIPPED, "estlink2")


def test_unknown_asset_offers_ids_for_aliases() -> None:
    assert "c-lion1" in unknown_asset("Sea Lyon", SHIPPED).one_line()
    assert "baltic assets list" in unknown_asset("zzzzzz", SHIPPED).one_line()


@settings(max_examples=20, deadline=None)
@given(
    along=st.floats(0.05, 0.95),
    off_km=st.floats(0.0, 30.0),
    side=st.sampled_from([0.0, 180.0]),
    lat=st.floats(54.0, 66.0),
)
def test_distance_and_kp_are_metres_not_degrees(
    along: float, off_km: float, side: float, lat: float
) -> None:
    """A point put off a line by a known geodesic distance is found at that distance and KP."""
    table = straight(20.0, 20.5, lat)
    lon0 = 20.0 + 0.5 * along
    lon, at = point_at(lon0, lat, side, off_km * 1000)
    row = assets_near(table, float(lon), float(at), off_km + 1).iloc[0]
    assert row.distance_km == pytest.approx(off_km, abs=0.01)
    assert row.kp_km == pytest.approx(float(distance_m(20.0, lat, lon0, lat)) / 1000, abs=0.15)


def test_kp_at_the_ends_is_zero_and_the_length() -> None:
    for asset_id in ("c-lion1", "estlink-2", "konti-skan"):
        table = one(asset_id)
        line = table.geometry.iloc[0].geoms[0]
        first = assets_near(table, *line.coords[0], 0.5).iloc[0]
        last = assets_near(table, *line.coords[-1], 0.5).iloc[0]
        assert first.kp_km == pytest.approx(0.0, abs=0.01)
        assert last.kp_km == pytest.approx(line_length_m(line) / 1000, rel=1e-4)


def test_a_branch_answers_with_its_own_accuracy() -> None:
    table = one("sweden-latvia-lvrtc")
    onward = table.geometry.iloc[0].geoms[1]
    middle = onward.interpolate(0.5, normalized=True)
    row = assets_near(table, middle.x, middle.y, 1.0).iloc[0]
    assert (row.part, row.part_name, row.accuracy_km) == (1, "Fårösund-Stockholm", 30)


def test_more_kilometres_never_lose_an_asset() -> None:
    found: set[str] = set()
    for km in (1, 5, 20, 80, 300):
        rows = near(24.6, 59.7, km)
        assert found <= set(rows.asset_id)
        assert (rows.distance_km <= km).all()
        assert rows.distance_km.is_monotonic_increasing
        found = set(rows.asset_id)
    assert len(near(20, 60, 3000)) == 90


@pytest.mark.slow
def test_the_quick_box_never_hides_a_near_asset() -> None:
    """The same answer as a brute search over all lines, at places around the sea."""
    rng = np.random.default_rng(7)
    for lon, lat in zip(rng.uniform(9, 31, 12), rng.uniform(53.5, 66, 12), strict=True):
        everything = assets_near(SHIPPED, lon, lat, 2500.0)
        assert len(everything) == 90
        got = assets_near(SHIPPED, lon, lat, 60.0)
        want = everything[everything.distance_km <= 60.0].reset_index(drop=True)
        pd.testing.assert_frame_equal(got, want)


def test_nothing_near_is_an_empty_table_with_columns() -> None:
    rows = near(0.0, 0.0, 10)
    assert rows.empty
    assert {"asset_id", "distance_km", "kp_km"} <= set(rows.columns)


@pytest.mark.parametrize(
    "place",
    [(200, 60, 1), (20, 95, 1), (float("nan"), 60, 1), (20, 60, -1), (20, 60, float("inf"))],
)
def test_impossible_places_are_refused(place: tuple[float, float, float]) -> None:
    with pytest.raises(AssetError):
        near(*place)


@pytest.mark.parametrize("format", ["geojson", "kml", "gpkg"])
def test_what_is_exported_is_read_back(format: str, tmp_path: Path) -> None:
    content = export_assets(SHIPPED, format)
    path = tmp_path / f"out.{format}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    again = load_assets(path)
    assert again.asset_id.tolist() == SHIPPED.asset_id.tolist()
    for column in SHIPPED.columns.drop("geometry"):
        assert (
            again[column].tolist() == SHIPPED[column].tolist()
            or column.endswith("_km")
            or (SHIPPED[column].isna().any())
        ), column
    assert (again.geometry.values == SHIPPED.geometry.values).all()


def test_exports_carry_the_licence() -> None:
    for format in ("geojson", "kml"):
        assert "OpenStreetMap contributors" in str(export_assets(SHIPPED, format))


def test_an_unknown_format_names_the_known() -> None:
    with pytest.raises(OutputError, match="geojson, kml, gpkg"):
        export_assets(SHIPPED, "dxf")


def test_a_line_over_the_antimeridian_is_near_there_only() -> None:
    line = shapely.MultiLineString([[(179, 60), (-179, 61)], [(-178, 61), (-177, 61)]])
    raw = gpd.GeoDataFrame({"name": ["Far"]}, geometry=[line], crs=4326)
    assets = asset_table(raw, Path("far.geojson"))
    for lon in (180.0, -180.0, 179.9):
        (row,) = assets_near(assets, lon, 60.5, 10.0).to_dict("records")
        assert row["distance_km"] < 5 and 60 < row["kp_km"] < 80 and row["part"] == 0
    assert assets_near(assets, 0.0, 60.5, 500.0).empty
    short = asset_table(raw.set_geometry([shapely.LineString([(179.9, 60), (179.95, 61)])]), Path())
    assert len(assets_near(short, -179.95, 60.5, 20.0)) == 1
