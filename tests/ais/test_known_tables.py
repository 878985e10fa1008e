"""The same fixes in the tables of every publisher are the same fixes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.errors import InputError

from .shapes import dropped, read, write
from .test_dma_dialects import HEADER_2006, to_2006, to_2015

Fix = tuple[datetime, int, float, float, float, float, int]

EXACT_EARTH = (
    "MMSI,Message_ID,Repeat_indicator,Time,Millisecond,Region,Country,Vessel_Name,Call_sign,IMO,"
    "Ship_Type,Dimension_to_Bow,Dimension_to_stern,Dimension_to_port,Dimension_to_starboard,"
    "Draught,Destination,Navigational_status,ROT,SOG,Accuracy,Longitude,Latitude,COG,Heading"
)
SPIRE = (
    "created_at,timestamp,mmsi,msg_type,latitude,longitude,speed,course,heading,rot,imo,name,"
    "call_sign,flag,draught,ship_and_cargo_type,length,width,eta,destination,status,maneuver,"
    "accuracy,collection_type"
)
CADASTRE = (
    "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,"
    "Width,Draft,Cargo,TransceiverClass"
)
CADASTRE_2025 = (
    "mmsi,base_date_time,longitude,latitude,sog,cog,heading,vessel_name,imo,call_sign,"
    "vessel_type,status,length,width,draft,cargo,transceiver"
)
NORWAY = "mmsi;lon;lat;date_time_utc;sog;cog;true_heading;nav_status;rot;message_nr;source"


def danish(f: Fix) -> str:
    t, mmsi, lon, lat, sog, cog, heading = f
    unknown = "Unknown,Unknown,,Undefined,,,,Undefined,,Unknown,,AIS,,,,"
    when = t.strftime("%d/%m/%Y %H:%M:%S")
    return f"{when},Class A,{mmsi},{lat},{lon},Moored,,{sog},{cog},{heading},{unknown}"


def exact_earth(f: Fix) -> str:
    t, mmsi, lon, lat, sog, cog, heading = f
    when = t.strftime("%Y%m%d_%H%M%S")
    cells = [mmsi, 1, 0, when, 680, 66, *[""] * 11, 5, "None", sog, 0, lon, lat, cog, heading]
    return ",".join(f'"{c}"' for c in cells)


def spire(f: Fix) -> str:
    t, mmsi, lon, lat, sog, cog, heading = f
    when = t.isoformat()
    head = f"{when},{when},{mmsi},1,{lat},{lon},{sog},{cog},{heading},-128"
    return head + ",,,,,,,,,,,5,0,1,satellite"


def cadastre(f: Fix) -> str:
    t, mmsi, lon, lat, sog, cog, heading = f
    return f"{mmsi},{t:%Y-%m-%dT%H:%M:%S},{lat},{lon},{sog},{cog},{heading}.0,,,,,5.0,,,,,A"


def cadastre_2025(f: Fix) -> str:
    t, mmsi, lon, lat, sog, cog, heading = f
    return f"{mmsi},{t:%Y-%m-%d %H:%M:%S},{lon},{lat},{sog},{cog},{heading},,,,,5,,,,,A"


def norway(f: Fix) -> str:
    t, mmsi, lon, lat, sog, cog, heading = f
    return f"{mmsi};{lon};{lat};{t:%Y-%m-%d %H:%M:%S};{sog};{cog};{heading};5;0;1;g"


def raw_numbers(f: Fix) -> str:
    t, mmsi, lon, lat, sog, cog, heading = f
    places = f"{round(lon * 600_000)}|{round(lat * 600_000)}"
    ms = round(t.timestamp() * 1000)
    return f"{mmsi}|{ms}|{places}|{round(sog * 10)}|{round(cog * 10)}|{heading}|5|A"


#: Name, expected format, header, row and mapping of each way to write fixes.
WAYS: list[tuple[str, str | None, Callable[[Fix], str], dict[str, str]]] = [
    ("dma", HEADER_2006, lambda f: to_2006(danish(f)), {}),
    ("dma", None, lambda f: to_2015(danish(f)), {}),
    ("exactearth", EXACT_EARTH, exact_earth, {}),
    ("spire", SPIRE, spire, {}),
    ("marine-cadastre", CADASTRE, cadastre, {}),
    ("marine-cadastre", CADASTRE_2025, cadastre_2025, {}),
    ("kystverket", NORWAY, norway, {}),
    ("kystverket", NORWAY.upper(), norway, {}),
    (
        "csv",
        "mmsi|timestamp|x|y|v|c|heading|status|aisclass",
        raw_numbers,
        {"lon:min10000": "x", "lat:min10000": "y", "sog:tenths": "v", "cog:tenths": "c"},
    ),
]

_FIX = st.tuples(
    st.integers(0, 86_400 * 300).map(lambda s: datetime(2016, 1, 1, tzinfo=UTC) + timedelta(0, s)),
    st.integers(200_000_000, 799_999_999),
    st.integers(5 * 10_000, 30 * 10_000).map(lambda v: v / 10_000),
    st.integers(54 * 10_000, 66 * 10_000).map(lambda v: v / 10_000),
    st.integers(0, 300).map(lambda v: v / 10),
    st.integers(0, 3599).map(lambda v: v / 10),
    st.integers(0, 359),
)


@pytest.mark.slow
@settings(max_examples=5, deadline=None)
@given(fixes=st.lists(_FIX, min_size=1, max_size=20, unique=True))
def test_every_way_to_write_fixes_gives_the_same_table(
    tmp_path_factory: pytest.TempPathFactory, fixes: list[Fix]
) -> None:
    folder = tmp_path_factory.mktemp("ways")
    want = read(write(folder / "today.csv", [danish(f) for f in fixes])).fixes
    assert want.height == len(fixes)
    for i, (name, header, row, mapping) in enumerate(WAYS):
        path = write(folder / f"{i}.csv", [row(f) for f in fixes], header=header)
        data = read(path, mapping=mapping)
        assert data.inputs[0]["format"] == name
        rounded = [pl.col(c).round(9) for c in ("lon", "lat")]
        places = [pl.col("cog_deg", "sog_kn").round(3), pl.lit(None).alias("rot_deg_min")]
        got = data.fixes.with_columns(*rounded, *places)
        assert got.equals(want.with_columns(*rounded, *places), null_equal=True), name


def one(way: Callable[[Fix], str], **change: object) -> str:
    fix = (datetime(2020, 7, 1, 10, 26, tzinfo=UTC), 219000001, 20.0, 59.5, 9.5, 251.3, 250)
    return way(fix)


@pytest.mark.parametrize(
    ("header", "gone", "says"),
    [
        (CADASTRE, ",LAT", "without the column for lat (lat or latitude)"),
        (CADASTRE_2025, ",longitude", "for lon (lon or longitude)"),
        (NORWAY, ";lon", "for lon (lon)"),
        (NORWAY, "mmsi;", "for mmsi (mmsi)"),
        (EXACT_EARTH, ",Latitude", "for lat (latitude)"),
        (SPIRE, ",mmsi", "for mmsi (mmsi)"),
    ],
)
def test_a_known_header_without_a_needed_column_says_which(
    tmp_path: Path, header: str, gone: str, says: str
) -> None:
    path = write(tmp_path / "a.csv", ["x"], header=header.replace(gone, "", 1))
    with pytest.raises(InputError) as caught:
        read(path)
    assert says in str(caught.value) and "--map" in str(caught.value)
    assert str(path) in str(caught.value) and "line 1" in str(caught.value)


def test_the_users_mapping_goes_before_the_declaration(tmp_path: Path) -> None:
    header = CADASTRE.replace("LAT", "Y").replace("SOG", "V")
    path = write(tmp_path / "a.csv", [one(cadastre)], header=header)
    data = read(path, mapping={"lat": "Y", "sog:tenths": "V"})
    assert data.inputs[0]["format"] == "marine-cadastre"
    assert data.fixes["sog_kn"][0] == pytest.approx(0.95) and data.fixes["lat"][0] == 59.5


def test_a_declared_unit_is_still_looked_at(tmp_path: Path) -> None:
    rows = [one(norway).replace(";9.5;", f";{95 + i};") for i in range(60)]
    path = write(tmp_path / "a.csv", rows, header=NORWAY)
    with pytest.raises(InputError, match="--map sog:tenths=sog"):
        read(path)
    assert read(path, mapping={"sog:tenths": "sog"}).fixes["sog_kn"][0] == 9.5


def test_why_names_columns_units_and_what_was_left_out(tmp_path: Path) -> None:
    why = read(write(tmp_path / "a.csv", [one(norway)], header=NORWAY)).inputs[0]["why"]
    assert "Kystverket" in why and "';'" in why
    assert "heading = true_heading [deg]" in why and "left out: rot, source" in why
    assert "declared UTC" in why


@pytest.mark.parametrize("name", ["exactearth", "spire", "marine-cadastre", "kystverket"])
def test_a_named_format_must_fit(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "a.csv", ["2024-12-25T10:26:00Z,1,2,3"], header="t,mmsi,lon,lat")
    with pytest.raises(InputError, match="has no header of"):
        read(path, format=name)


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(
    cells=st.lists(st.text(max_size=8), min_size=1, max_size=12),
    way=st.sampled_from([(CADASTRE, cadastre, ","), (NORWAY, norway, ";"), (SPIRE, spire, ",")]),
    at=st.integers(0, 11),
)
def test_hostile_cells_spoil_their_own_row_only(
    tmp_path_factory: pytest.TempPathFactory,
    cells: list[str],
    way: tuple[str, Callable[[Fix], str], str],
    at: int,
) -> None:
    header, row, separator = way
    good = [one(row).replace("219000001", str(219000001 + i)) for i in range(200)]
    parts = one(row).replace("219000001", "218000001").split(separator)
    parts[at : at + len(cells)] = cells
    bad = separator.join(parts).replace("\n", " ").replace("\r", " ")
    path = tmp_path_factory.mktemp("hostile") / "a.csv"
    path.write_bytes("\n".join([header, *good, bad, ""]).encode("utf-8", "surrogatepass"))
    data = read(path)
    ours = data.fixes.filter(pl.col("mmsi").is_between(219_000_001, 219_000_200))
    assert ours["mmsi"].n_unique() == 200
    assert data.audit.rows_in == data.audit.rows_used + sum(dropped(data).values())
