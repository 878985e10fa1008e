from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic.ais import fields
from baltic.ais.columns import Column, make_plan, map_words, plan_words
from baltic.errors import InputError

from .hints import offers, refused, table
from .shapes import read, small_blocks

ROW = "2024-12-25T10:26:00Z,219000001,20.5,59.5"


@given(ours=st.text(min_size=1), theirs=st.text(min_size=1))
def test_words_to_type_come_back_as_they_were(ours: str, theirs: str) -> None:
    ours, theirs = ours.replace("=", "_").strip() or "x", theirs.strip() or "y"
    if "\n" not in ours + theirs:
        [mapping] = offers("say " + map_words((ours, theirs)))
        assert mapping == {ours: theirs}


@pytest.mark.parametrize("name", ["speed", "Speed (over ground?)", "it's speed", "VELOCITY"])
def test_a_speed_of_unknown_unit(tmp_path: Path, name: str) -> None:
    path = table(tmp_path / "a.csv", f"t,mmsi,lon,lat,{name}", ROW + ",9.5")
    if name.lower() in ("speed", "velocity"):
        [mapping] = offers(refused(path))
        assert mapping == {"sog:kn": name}
    else:
        mapping = {"sog:kn": name}
    assert read(path, mapping=mapping).fixes["sog_kn"][0] == 9.5


def test_two_columns_for_one_field_are_offered(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "t,mmsi,lon,lat,SOG,sog", ROW + ",9.5,8.5")
    found = offers(refused(path))
    assert found == [{"sog": "SOG"}, {"sog": "sog"}]
    assert [read(path, mapping=m).fixes["sog_kn"][0] for m in found] == [9.5, 8.5]


def test_missing_columns_are_named_together(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "t,mmsi,x,y", ROW)
    [mapping] = offers(refused(path))
    assert mapping == {"lon": "COLUMN", "lat": "COLUMN"}
    assert read(path, mapping={"lon": "x", "lat": "y"}).audit.rows_used == 1


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ({"sog:kn": "a", "sog:ms": "b"}, "mapped twice"),
        ({"cog:sin": "a", "cog:tan": "b"}, "cog:sin"),
        ({"decimal": "dot"}, "decimal=comma"),
        ({"lon:feet": "lon"}, "min10000"),
        ({"t:local": "t"}, "epoch_ms"),
    ],
)
def test_wrong_words(tmp_path: Path, mapping: dict[str, str], says: str) -> None:
    path = table(tmp_path / "a.csv", "t,mmsi,lon,lat,a,b", ROW + ",1,2")
    assert says in refused(path, mapping)


def test_every_word_of_the_table_in_the_docs_is_understood() -> None:
    assert fields.__doc__ is not None
    units = [f"{f}:{u}" for f, field in fields.FIELDS.items() for u in field.units or ()]
    header = ["t", "mmsi", "lon", "lat", "c"]
    for key in [*units, *fields.PAIRS, *fields.ALIASES]:
        try:
            plan = make_plan(header, {key: "c"}, file="f")
        except InputError as error:
            assert "only one of sine" in str(error)
        else:
            assert any(column.name == "c" for column in plan.values())
        assert key.partition(":")[2] in fields.__doc__
    for unit in fields.TIME_UNITS:
        assert unit in fields.__doc__


def test_plan_words_are_bounded() -> None:
    header = ["mmsi", *(f"column {i}" for i in range(500))]
    text = plan_words({"mmsi": Column("mmsi")}, header)
    assert len(text) < 300 and "and 488 more" in text


COMMAS = ("t;mmsi;lon;lat;sog", "2024-12-25T10:26:00Z;219000001;20,5;59,5;9,5")


def test_decimal_commas_are_read_where_evident(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", *COMMAS, *[COMMAS[1].replace(";9,5", ";10")] * 3)
    data = read(path)
    assert data.fixes.select("lon", "lat", "sog_kn").row(0) == (20.5, 59.5, 9.5)
    assert data.fixes["sog_kn"][1] == 10 and "decimal commas" in data.inputs[0]["why"]
    whole = table(tmp_path / "b.csv", COMMAS[0], COMMAS[1].replace("20,5", "20"))
    assert read(whole).fixes["lon"][0] == 20


@pytest.mark.parametrize(
    "lines",
    [
        ("t,mmsi,lon,lat", '2024-12-25T10:26:00Z,219000001,"20,5","59,5"'),
        (
            "t;mmsi;lon;lat",
            *["2024-12-25T10:26:00Z;219000001;20,5;59,5"] * 3,
            ROW.replace(",", ";"),
        ),
    ],
)
def test_decimal_commas_that_are_not_evident(tmp_path: Path, lines: tuple[str, ...]) -> None:
    path = table(tmp_path / "a.csv", *lines)
    [mapping] = offers(refused(path))
    assert mapping == {"decimal": "comma"}
    data = read(path, mapping=mapping, settings=small_blocks(100))
    assert data.fixes.select("lon", "lat").unique().row(0) == (20.5, 59.5)


def test_one_comma_among_points_is_a_bad_row(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv", *(r.replace(",", ";") for r in ("t,mmsi,lon,lat", ROW, ROW + "1"))
    )
    path.write_text(path.read_text() + "2024-12-25T10:26:00Z;219000001;20,5;59,5\n")
    data = read(path)
    assert data.audit.dropped["unreadable"].count == 1


def test_antenna_and_sizes_in_decimetres(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "t,mmsi,lon,lat,L,D", ROW + ",2290,125")
    ship = read(path, mapping={"loa:dm": "L", "draught:dm": "D"}).vessels.row(0, named=True)
    assert ship["loa_m"] == pytest.approx(229) and ship["draught_m"] == pytest.approx(12.5)


@pytest.mark.parametrize(
    ("name", "sent", "kn"),
    [
        ("SOG (kts)", 9.5, 9.5),
        ("sog_mps", 5.0, 9.72),
        ("Speed [m/s]", 5.0, 9.72),
        ("Speed over ground (km/h)", 18.52, 10.0),
        ("SOG (1/10 kn)", 95, 9.5),
        ("SOG_tenths", 95, 9.5),
    ],
)
def test_a_unit_in_the_name_is_taken(tmp_path: Path, name: str, sent: float, kn: float) -> None:
    data = read(table(tmp_path / "a.csv", f"t,mmsi,lon,lat,{name}", f"{ROW},{sent}"))
    assert data.fixes["sog_kn"][0] == pytest.approx(kn, abs=0.01)


@pytest.mark.parametrize("name", ["sog_fathoms", "SOG raw", "COG_gon", "cog (mils)"])
def test_an_unknown_unit_in_the_name_is_refused(tmp_path: Path, name: str) -> None:
    path = table(tmp_path / "a.csv", f"t,mmsi,lon,lat,{name}", f"{ROW},9.5")
    text = refused(path)
    assert f"column {name}" in text
    assert read(path, mapping=offers(text)[0]).audit.rows_used == 1


def test_a_course_in_radians_is_read_by_its_name(tmp_path: Path) -> None:
    data = read(table(tmp_path / "a.csv", "t,mmsi,lon,lat,cog_rad", f"{ROW},3.14159265"))
    assert data.fixes["cog_deg"][0] == pytest.approx(180)
