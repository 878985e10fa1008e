from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.errors import InputError

from .hints import offers, refused, table
from .shapes import flagged, read, small_blocks

HEADER = "t,mmsi,lon,lat,sog,cog,heading"


def rows(n: int = 60, **form: Callable[[float], str]) -> list[str]:
    """Return fixes of a ship that turns once and speeds up, each column in its own form."""

    def as_it_is(value: float) -> str:
        return f"{value:g}"

    found = []
    for i in range(n):
        cells = {
            "lon": 20.5 + i / 1000,
            "lat": 59.5,
            "sog": 8 + i / 10,
            "cog": (i * 6.1) % 360,
            "heading": i,
        }
        texts = [form.get(k, as_it_is)(v) for k, v in cells.items()]
        found.append(f"2024-12-25T10:{i:02d}:00Z,219000001," + ",".join(texts))
    return found


def tenths(value: float) -> str:
    return str(round(value * 10))


#: What is odd, the forms of the columns, and which offer is right.
CASES: dict[str, tuple[dict[str, Callable[[float], str]], dict[str, str]]] = {
    "speed in tenths": ({"sog": lambda v: tenths(v + 5)}, {"sog:tenths": "sog"}),
    "course in tenths": ({"cog": tenths}, {"cog:tenths": "cog"}),
    "course in radians": ({"cog": lambda v: f"{v / 57.29577951308232:.6f}"}, {"cog:rad": "cog"}),
    "speed in km/h": ({"sog": lambda v: f"{(v + 50) * 1.852:.3f}"}, {"sog:kmh": "sog"}),
    "places in 1/10 000 minute": (
        {c: lambda v: str(round(v * 600_000)) for c in ("lon", "lat")},
        {"lon:min10000": "lon", "lat:min10000": "lat"},
    ),
    "places in 1/10 minute": (
        {c: lambda v: str(round(v * 600)) for c in ("lon", "lat")},
        {"lon:min10": "lon", "lat:min10": "lat"},
    ),
    "places in millionths": (
        {c: lambda v: str(round(v * 1e6)) for c in ("lon", "lat")},
        {"lon:e6": "lon", "lat:e6": "lat"},
    ),
    "places swapped": (
        {"lon": lambda _: "59.5", "lat": lambda _: "20.5"},
        {"lon": "lat", "lat": "lon"},
    ),
    "places swapped far from home": (
        {"lon": lambda _: "-33.5", "lat": lambda _: "151.25"},
        {"lon": "lat", "lat": "lon"},
    ),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("block", [500, 32_000_000])
def test_another_unit_is_refused_and_the_hint_works(tmp_path: Path, case: str, block: int) -> None:
    forms, right = CASES[case]
    path = table(tmp_path / "a.csv", HEADER, *rows(**forms))
    text = refused(path)
    assert right in offers(text), text
    data = read(path, mapping=right, settings=small_blocks(block))
    assert data.audit.rows_used == 60 and flagged(data) == {}
    fix = data.fixes.row(2, named=True)
    assert fix["cog_deg"] == pytest.approx(12.2, abs=0.06)
    faster = {"speed in tenths": 5, "speed in km/h": 50}.get(case, 0)
    assert fix["sog_kn"] == pytest.approx(8.2 + faster, abs=0.06)
    if "far" in case:
        assert (fix["lon"], fix["lat"]) == (151.25, -33.5)
    elif "1/10 minute" in case:
        assert (fix["lon"], fix["lat"]) == pytest.approx((20.502, 59.5), abs=0.002)
    else:
        assert (fix["lon"], fix["lat"]) == pytest.approx((20.502, 59.5), abs=0.003)


def test_each_reading_of_a_place_says_where_it_would_lie(tmp_path: Path) -> None:
    forms = CASES["places in 1/10 000 minute"][0]
    text = refused(table(tmp_path / "a.csv", HEADER, *rows(**forms)))
    assert "(59.5000 N 20.5000 E)" in text and "(35.7000 N 12.3000 E)" in text


@pytest.mark.parametrize(
    ("column", "cells", "offered"),
    [
        ("sog", ["0", "1023", "5", "12"], {"sog:tenths": "sog"}),
        ("cog", ["0", "3600", "35", "359"], {"cog:tenths": "cog"}),
        ("sog", ["0.5", "52.63", "52.63", "9.1"], {"sog:ms": "sog"}),
    ],
)
def test_values_for_none_betray_a_unit(
    tmp_path: Path, column: str, cells: list[str], offered: dict[str, str]
) -> None:
    few = [*cells, *cells, *cells[:1] * 2000]
    body = [
        f"2024-12-25T10:{i % 60:02d}:{i // 60:02d}Z,219000001,20.5,59.5,{cell}"
        for i, cell in enumerate(few)
    ]
    path = table(tmp_path / "a.csv", f"t,mmsi,lon,lat,{column}", *body)
    assert offered in offers(refused(path))
    assert read(path, mapping=offered).fixes.height > 0


def test_a_stated_unit_is_not_doubted(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", HEADER, *rows(sog=lambda v: tenths(v + 5)))
    data = read(path, mapping={"sog:kn": "sog"})
    assert flagged(data)["sog_out_of_range"] > 0
    assert "--map sog:tenths=sog" in refused(path, {"sog": "sog"})


def test_minus_one_for_none_is_no_crash(tmp_path: Path) -> None:
    cells = ["-1", "30", "31", "32"] * 200
    body = [
        f"2024-12-25T10:00:{i % 60:02d}Z,{219000000 + i},20,59,{c}" for i, c in enumerate(cells)
    ]
    data = read(table(tmp_path / "a.csv", "t,mmsi,lon,lat,heading", *body))
    assert data.audit.rows_used == len(cells)


def test_a_ship_that_keeps_its_course_north_is_no_radian(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", HEADER, *rows(cog=lambda v: f"{v / 60:.1f}"))
    assert read(path).audit.rows_used == 60


def test_a_huge_file_is_refused_by_its_first_rows(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", HEADER, *rows(sog=lambda v: tenths(v + 5)) * 30)
    with pytest.raises(InputError, match="--map sog:tenths=sog"):
        read(path, settings=small_blocks(300))


def test_a_pair_of_sine_and_cosine(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv",
        "t,mmsi,lon,lat,cog_sin,cog_cos",
        "2024-12-25T10:26:00Z,219000001,20.5,59.5,1.0,0.0",
        "2024-12-25T10:27:00Z,219000001,20.5,59.5,-0.5,-0.8660254",
        "2024-12-25T10:28:00Z,219000001,20.5,59.5,0.0,0.0",
        "2024-12-25T10:29:00Z,219000001,20.5,59.5,,1",
    )
    [mapping] = offers(refused(path))
    assert mapping == {"cog:sin": "cog_sin", "cog:cos": "cog_cos"}
    assert read(path, mapping=mapping).fixes["cog_deg"].to_list() == [90, 210, None, None]
    assert "only one" in refused(path, {"cog:sin": "cog_sin"})


@settings(max_examples=15, deadline=None)
@given(
    cells=st.lists(
        st.one_of(
            st.floats(allow_nan=True, allow_infinity=True, width=64).map(str),
            st.integers(-(10**20), 10**20).map(str),
            st.text(alphabet="0123456789.,-+eEnaif ", max_size=10),
        ),
        min_size=10,
        max_size=10,
    )
)
def test_any_numbers_give_rows_or_one_error(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str]
) -> None:
    body = [f"2024-12-25T10:26:00Z;219000001;{';'.join(cells[i : i + 5])}" for i in (0, 5)]
    path = tmp_path_factory.mktemp("any") / "a.csv"
    table(path, HEADER.replace(",", ";"), *body)
    try:
        data = read(path)
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert data.audit.rows_in == 2


@pytest.mark.parametrize(
    ("column", "name", "form"),
    [
        ("sog", "sog_tenths", lambda v: tenths(v + 5)),
        ("sog", "Speed (0.1 kn)", lambda v: tenths(v + 5)),
        ("cog", "cog_tenths", tenths),
        ("cog", "cog_rad", lambda v: f"{v / 57.29577951308232:.6f}"),
    ],
)
def test_a_unit_in_the_name_is_not_doubted(
    tmp_path: Path, column: str, name: str, form: Callable[[float], str]
) -> None:
    plain = read(table(tmp_path / "a.csv", HEADER, *rows(sog=lambda v: f"{v + 5:g}")))
    forms = {"sog": lambda v: f"{v + 5:g}", column: form}
    path = table(tmp_path / "b.csv", HEADER.replace(column, name), *rows(**forms))
    data = read(path)
    for values in ("sog_kn", "cog_deg"):
        assert data.fixes[values].to_list() == pytest.approx(plain.fixes[values], abs=0.06)


def test_draughts_in_tenths_of_a_metre_are_refused_and_the_hint_works(tmp_path: Path) -> None:
    body = [f"2024-12-25T10:{i:02d}:00Z,219000001,20.5,59.5,{95 + i % 2}" for i in range(60)]
    path = table(tmp_path / "a.csv", "t,mmsi,lon,lat,draught", *body)
    right = {"draught:dm": "draught"}
    assert right in offers(refused(path))
    assert read(path, mapping=right).vessels["draught_m"][0] == pytest.approx(9.6, abs=0.2)


def test_a_course_with_all_bits_set_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    found = rows()
    found[::5] = [",".join([*r.split(",")[:5], "409.5", r.split(",")[6]]) for r in found[::5]]
    path.write_text("\n".join([HEADER, *found]))
    fixes = read(path).fixes
    assert fixes.height == 60 and fixes["cog_deg"].null_count() == 12


def test_another_number_for_none_can_be_said_to_be_none(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", HEADER, *rows(cog=lambda v: "999" if v > 180 else f"{v:g}"))
    text = refused(path)
    assert "stand for none" in text and {"cog:deg": "cog"} in offers(text)
    data = read(path, mapping={"cog:deg": "cog"})
    assert data.audit.rows_used == 60 and data.fixes["cog_deg"].max() < 181  # type: ignore[operator]
