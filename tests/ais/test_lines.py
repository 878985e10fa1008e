"""Tables split into cells: numbers that come as numbers are those that texts would give."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from baltic.ais.lines import Block, Lines
from baltic.ais.rows import lost_numbers, to_numbers

WANTED = {0: "mmsi", 1: "sog", 2: "name"}
NUMBERS = {"mmsi": pl.Int64, "sog": pl.Float64}
#: What a cell of numbers may hold, and what looks like it.
_MARKS = st.text("0123456789+-.eE_ \tinfaINx\u0660,".replace(",", ""), max_size=8)
_FIGURES = st.one_of(
    st.integers(-(10**20), 10**20).map(str),
    st.floats(allow_nan=True, allow_infinity=True).map(str),
    st.decimals(-999, 999, places=6, allow_nan=False).map(str),
)
CELLS = st.one_of(st.just(""), _FIGURES, _MARKS)


def lines_of(rows: list[tuple[str, str, str]]) -> Lines:
    text = "".join(",".join(row) + "\n" for row in rows)
    return Lines(Block(text.encode(), 1), separator=",", columns=3, seed=1)


def values(table: pl.DataFrame) -> pl.DataFrame:
    return to_numbers(table.select(list(NUMBERS)), whole=("mmsi",))


def lost(table: pl.DataFrame) -> list[list[bool]]:
    return [lost_numbers(table[c], values(table)[c]).to_list() for c in NUMBERS]


@pytest.mark.slow
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
@example([("219000001", " 9.5"), ("+219000001", "9.5 ")])
@example([("219000001.0", "nan"), ("1", "inf")])
@example([("99999999999999999999", "1e400"), ("  ", " ")])
def test_numbers_are_those_of_the_texts(cells: list[tuple[str, str]]) -> None:
    lines = lines_of([(a, b, f"ship {i}") for i, (a, b) in enumerate(cells)])
    plain, quick = lines.table(WANTED), lines.table(WANTED, numbers=NUMBERS)
    assert_frame_equal(values(plain), values(quick), check_exact=True)
    assert lost(plain) == lost(quick)
    assert plain.select("name", "at").equals(quick.select("name", "at"))


def test_plain_numbers_come_as_numbers() -> None:
    table = lines_of([("219000001", "9.5", "a"), ("219000002", "", "b")]).table(
        WANTED, numbers=NUMBERS
    )
    assert table.schema["mmsi"] == pl.Int64
    assert table["sog"].to_list() == [9.5, None]


@pytest.mark.parametrize("odd", ["x", "nan", "inf", "9,5", "1 2"])
def test_one_odd_cell_leaves_texts(odd: str) -> None:
    rows = [("219000001", "9.5", "a"), ("219000002", odd.replace(",", ";"), "b")]
    table = lines_of(rows).table(WANTED, numbers=NUMBERS)
    assert table.schema["sog"] == pl.String
    assert values(table)["sog"].to_list() == [9.5, None]
    assert lost(table)[1] == [False, True]


def test_a_line_with_quotes_keeps_the_numbers_of_the_others() -> None:
    rows = [("219000001", "9.5", '"a, b"'), ("219000002", "8", "c")]
    table = lines_of(rows).table(WANTED, numbers=NUMBERS)
    assert table.schema["sog"] == pl.Float64
    assert sorted(table.select("sog", "name", "at").rows()) == [(8.0, "c", 1), (9.5, "a, b", 0)]


def test_an_odd_number_in_quotes_leaves_texts() -> None:
    rows = [("219000001", '"9.5 kn"', "a"), ("219000002", "8", "c")]
    table = lines_of(rows).table(WANTED, numbers=NUMBERS)
    assert sorted(table["sog"].to_list()) == ["8", "9.5 kn"]


def test_a_broken_line_is_no_row() -> None:
    lines = lines_of([("219000001", "9.5", "a"), ("219000002", "x"), ("219000003", "7", "b")])  # type: ignore[list-item]
    table = lines.table(WANTED, numbers=NUMBERS)
    assert values(table)["mmsi"].to_list() == [219000001, 219000003]
