from __future__ import annotations

from pathlib import Path

import pytest

from baltic.errors import InputError

from .hints import table
from .shapes import DMA_HEADER, dma, read, write_bytes

HEADER = "MMSI;Timestamp;Longitude;Latitude;SOG"
ROW = "219000001;2024-12-25T10:26:00Z;25.5;59.5;9.5"


@pytest.mark.parametrize(
    "above",
    [("sep=;",), ('"sep=;"',), ("# written by a plotter", "", "# 3 ships"), ("\ufeffSEP=;", "")],
)
def test_lines_above_a_header_are_passed_over(tmp_path: Path, above: tuple[str, ...]) -> None:
    path = table(tmp_path / "a.csv", *above, HEADER, ROW, ROW + "x")
    data = read(path)
    assert data.audit.rows_in == 2 and data.fixes["sog_kn"][0] == 9.5
    example = data.audit.dropped["unreadable"].example if data.audit.rows_used == 1 else None
    assert example is None or example.line == len(above) + 3


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_rows_may_end_in_a_separator_that_the_header_lacks(tmp_path: Path, separator: str) -> None:
    lines = [line.replace(";", separator) for line in (HEADER, ROW + ";", ROW[:-1] + "6;")]
    data = read(table(tmp_path / "a.csv", *lines))
    assert data.audit.rows_used == 2 and data.fixes["lat"][0] == 59.5
    assert "left out" not in data.inputs[0]["why"]


def test_one_row_with_a_cell_too_many_is_a_bad_row(tmp_path: Path) -> None:
    data = read(table(tmp_path / "a.csv", HEADER, ROW, ROW[:-1] + "6;"))
    assert data.audit.rows_used == 1 and data.audit.dropped["unreadable"].count == 1


def test_danish_rows_may_end_in_a_separator_too(tmp_path: Path) -> None:
    plain = read(table(tmp_path / "a.csv", DMA_HEADER, dma()))
    trailing = read(table(tmp_path / "b.csv", DMA_HEADER, dma() + ","))
    cells = dma().split(",")[:22]
    old = ";".join(c.replace(".", ",") if i in (3, 4, 7, 8) else c for i, c in enumerate(cells))
    bare = read(table(tmp_path / "c.csv", old + ";"))
    assert trailing.fixes.equals(plain.fixes) and bare.fixes["lat"][0] == 59.5
    assert {d.inputs[0]["format"] for d in (plain, trailing, bare)} == {"dma"}


def test_lines_that_end_in_carriage_returns_alone_are_refused(tmp_path: Path) -> None:
    path = write_bytes(tmp_path / "a.csv", "\r".join([DMA_HEADER, dma(), ""]).encode())
    with pytest.raises(InputError, match=r"a\.csv, line 1: .*carriage returns"):
        read(path)
