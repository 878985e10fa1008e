from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from baltic.errors import InputError

from .shapes import dropped, read


def _frame(n: int = 4) -> pd.DataFrame:
    t = pd.date_range("2024-12-25T10:00:00Z", periods=n, freq="min")
    return pd.DataFrame({"mmsi": 518998865, "t": t, "sog": 9.5, "name": "EAGLE S"})


def _points(n: int = 4, crs: object = "EPSG:4326") -> gpd.GeoDataFrame:
    shapes = shapely.points([25.0 + i / 100 for i in range(n)], [59.5] * n)
    return gpd.GeoDataFrame(_frame(n), geometry=shapes, crs=crs)


def test_parquet(tmp_path: Path) -> None:
    frame = _frame().assign(longitude=[25.0, 25.1, 25.1, float("nan")], latitude=59.5)
    frame.loc[2] = frame.loc[1]
    frame.to_parquet(tmp_path / "a.parquet")
    data = read(tmp_path / "a.parquet")
    assert data.inputs[0]["format"] == "parquet"
    assert data.fixes["t"][0] == datetime(2024, 12, 25, 10, tzinfo=UTC)
    assert dropped(data) == {"exact_duplicate": 1, "static_only": 0, "no_position": 1} or dropped(
        data
    ) == {"exact_duplicate": 1, "no_position": 1}
    assert data.vessels["name"].to_list() == ["EAGLE S"]
    example = data.audit.dropped["exact_duplicate"].example
    assert example is not None and example.line == 3 and "518998865" in example.text


def test_times_without_zone_are_refused(tmp_path: Path) -> None:
    frame = _frame().assign(lon=25.0, lat=59.5)
    frame["t"] = frame["t"].dt.tz_localize(None)
    frame.to_parquet(tmp_path / "a.parquet")
    with pytest.raises(InputError, match=r"column t: times have no zone.*t:utc=t"):
        read(tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet", mapping={"t:utc": "t"}).audit.rows_used == 4


def test_times_in_another_zone_are_moved(tmp_path: Path) -> None:
    frame = _frame().assign(lon=25.0, lat=59.5)
    frame["t"] = frame["t"].dt.tz_convert("Europe/Helsinki")
    frame.to_parquet(tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet").fixes["t"][0] == datetime(2024, 12, 25, 10, tzinfo=UTC)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3067", "EPSG:3857", None])
def test_geoparquet_honours_its_crs(tmp_path: Path, crs: str | None) -> None:
    points = _points()
    points = points.set_crs(None, allow_override=True) if crs is None else points.to_crs(crs)
    points.to_parquet(tmp_path / "a.parquet")
    data = read(tmp_path / "a.parquet")
    assert data.fixes["lon"].to_list() == pytest.approx([25.0, 25.01, 25.02, 25.03], abs=1e-6)
    assert data.fixes["lat"].to_list() == pytest.approx([59.5] * 4, abs=1e-6)


def test_projected_points_without_crs_are_refused(tmp_path: Path) -> None:
    points = _points().to_crs("EPSG:3067").set_crs(None, allow_override=True)
    points.to_parquet(tmp_path / "a.parquet")
    with pytest.raises(InputError, match="no CRS is declared"):
        read(tmp_path / "a.parquet")


def test_other_geometries_and_none_are_counted(tmp_path: Path) -> None:
    points = _points()
    points["geometry"] = [
        points.geometry[0],
        shapely.LineString([(25, 59), (26, 59)]),
        None,
        shapely.Point(91, 26),
    ]
    points.drop(columns="name").to_parquet(tmp_path / "a.parquet")
    assert dropped(read(tmp_path / "a.parquet")) == {"unreadable": 1, "no_position": 1}


def test_missing_column_and_damage_are_one_line(tmp_path: Path) -> None:
    _frame().to_parquet(tmp_path / "a.parquet")
    with pytest.raises(InputError, match="no column for lon, lat"):
        read(tmp_path / "a.parquet")
    raw = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "cut.parquet").write_bytes(raw[: len(raw) // 2])
    with pytest.raises(InputError, match=r"cut\.parquet: is truncated or damaged") as caught:
        read(tmp_path / "cut.parquet")
    assert "\n" not in str(caught.value)


def test_no_rows(tmp_path: Path) -> None:
    _frame(0).assign(lon=[], lat=[]).to_parquet(tmp_path / "a.parquet")
    with pytest.raises(InputError, match="no rows"):
        read(tmp_path / "a.parquet")


def _write(path: Path, **columns: pa.Array) -> Path:
    frame = {
        "mmsi": pa.array([518998865, 518998866]),
        "t": pa.array([1735122360, 1735122361], pa.timestamp("s", "UTC")),
        "lon": pa.array([25.0, 25.1]),
        "lat": pa.array([59.5, 59.6]),
    }
    pq.write_table(pa.table(frame | columns), path)
    return path


@pytest.mark.parametrize(
    "odd",
    [
        pa.array([5, 6], pa.duration("ms")),
        pa.array([-1, 2**62], pa.timestamp("us", "Asia/Tokyo")),
        pa.array([-(2**63), 2**63 - 1], pa.timestamp("ns", "UTC")),
        pa.array([2**30, -(2**30)], pa.date32()),
        pa.array([b"\xff\xfe", b"SIM"]),
        pa.array([[1], [2]]),
        pa.array([{"a": 1}, None]),
    ],
)
@pytest.mark.parametrize("field", ["name", "t", "mmsi", "sog_kn"])
def test_a_column_of_an_odd_type_is_no_crash(tmp_path: Path, odd: pa.Array, field: str) -> None:
    path = _write(tmp_path / "a.parquet", **{field: odd})
    try:
        data = read(path)
    except InputError as error:
        told = field in ("t", "mmsi") or "are no plain numbers" in str(error)
        assert told and str(error).isprintable()
    else:
        assert data.audit.rows_in == 2
        data.audit.check()


def test_times_beyond_the_calendar_spoil_their_own_row_only(tmp_path: Path) -> None:
    t = pa.array([1735122360_000000, 2**62], pa.timestamp("us", "UTC"))
    data = read(_write(tmp_path / "a.parquet", t=t))
    assert dropped(data) == {"unreadable": 1}
    example = data.audit.dropped["unreadable"].example
    assert example is not None and str(2**62) in example.text


def test_bytes_that_are_text_are_read_as_text(tmp_path: Path) -> None:
    data = read(_write(tmp_path / "a.parquet", name=pa.array([b"SIM ONE", b"\xff"])))
    assert "SIM ONE" in data.vessels["name"].to_list()


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    one = pa.array([518998865])
    pq.write_table(pa.Table.from_arrays([one, one], ["mmsi", "mmsi"]), tmp_path / "a.parquet")
    with pytest.raises(InputError, match=r"several columns of one name.*mmsi"):
        read(tmp_path / "a.parquet")


def test_a_geometry_that_is_no_wkb_is_refused(tmp_path: Path) -> None:
    geo = b'{"primary_column": "t", "columns": {"t": {"encoding": "WKB"}}}'
    table = pq.read_table(_write(tmp_path / "a.parquet")).replace_schema_metadata({b"geo": geo})
    pq.write_table(table, tmp_path / "a.parquet")
    with pytest.raises(InputError, match="geometry column of timestamp"):
        read(tmp_path / "a.parquet")


@pytest.mark.parametrize("name", ["mmsi", "t"])
def test_numbers_of_nine_digits_in_32_bits_are_refused(tmp_path: Path, name: str) -> None:
    rows = pl.DataFrame(
        {"mmsi": [219000001.0], "t": [1735122360.0], "lon": [25.5], "lat": [59.5]}
    ).with_columns(pl.col(name).cast(pl.Float32))
    rows.write_parquet(tmp_path / "a.parquet")
    with pytest.raises(InputError, match=rf"column {name}: .*32-bit"):
        read(tmp_path / "a.parquet")


_TENTHS = pl.Decimal(6, 1)


@pytest.mark.parametrize("kinds", [
    {"mmsi": pl.Int32, "lon": pl.Float64, "lat": pl.Float64, "sog": pl.Float64, "imo": pl.Int64},
    {"mmsi": pl.UInt32, "lon": pl.Float32, "lat": pl.Float32, "sog": pl.UInt8, "imo": pl.Float64},
    {"mmsi": pl.Float64, "lon": pl.Int64, "lat": pl.Int16, "sog": _TENTHS, "imo": pl.String},
])  # fmt: skip
def test_numbers_and_their_texts_are_read_alike(tmp_path: Path, kinds: dict[str, object]) -> None:
    """Typed columns, with what is no number or none among them, say what their texts say."""
    table = pl.DataFrame(
        {
            "mmsi": [518998865, 0, None, 230000001, 230000001],
            "t": [f"2024-12-25T10:0{n}:00Z" for n in range(5)],
            "lon": [25.0, 25.0, 26.0, None, 181.0],
            "lat": [59.0, 59.0, 60.0, 60.0, 91.0],
            "sog": [9.0, 8.0, None, 102.0, 7.0],
            "imo": [9329760, None, 9329760, 1, 0],
        }
    )
    typed = table.with_columns(pl.col(name).cast(kind) for name, kind in kinds.items())
    if typed["lat"].dtype.is_float():
        typed = typed.with_columns(lat=pl.col("lat").replace(60.0, float("inf")))
    typed.write_parquet(tmp_path / "typed.parquet")
    typed.with_columns(pl.col("*").cast(pl.String)).write_parquet(tmp_path / "texts.parquet")
    one, other = (read(tmp_path / f"{name}.parquet") for name in ("typed", "texts"))
    assert one.fixes.height > 0 and one.fixes.equals(other.fixes)
    assert one.vessels.equals(other.vessels) and dropped(one) == dropped(other)
