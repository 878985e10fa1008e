from __future__ import annotations

from pathlib import Path

import pytest

from .hints import refused, table
from .shapes import DMA_HEADER, dma, dropped, read, small_blocks, track

HEADER = "mmsi,t,lon,lat,sog"


def rows(n: int = 20) -> list[list[str]]:
    return [
        ["219000001", f"2024-12-25T10:{i:02d}:00Z", f"{20 + i / 100}", "59.5", "9.5"]
        for i in range(n)
    ]


def lines(cells: list[list[str]]) -> list[str]:
    return [",".join(row) for row in cells]


@pytest.mark.parametrize(
    "second",
    [
        "mmsi,t,lat,lon,sog",
        "t,mmsi,lon,lat,sog",
        "MMSI;BaseDateTime;LAT;LON;SOG",
        '"mmsi","timestamp","longitude","latitude","sog","heading"',
    ],
)
def test_a_header_with_other_columns_among_the_rows_is_refused(tmp_path: Path, second: str) -> None:
    path = table(tmp_path / "a.csv", HEADER, *lines(rows()), second, *lines(rows()))
    text = refused(path)
    assert "line 22" in text and second[:20] in text and "split the file" in text


def test_it_is_found_in_a_later_block(tmp_path: Path) -> None:
    swapped = [[m, t, lat, lon, sog] for m, t, lon, lat, sog in rows()]
    path = table(tmp_path / "a.csv", HEADER, *lines(rows()), "mmsi,t,lat,lon,sog", *lines(swapped))
    with pytest.raises(Exception, match="line 22: another header"):
        read(path, settings=small_blocks(300))


def test_the_same_header_again_is_one_unreadable_row(tmp_path: Path) -> None:
    again = HEADER.upper().replace(",", ", ")
    data = read(table(tmp_path / "a.csv", HEADER, *lines(rows()), again))
    assert data.audit.rows_used == 20 and dropped(data) == {"unreadable": 1}


def test_a_row_of_words_is_no_header(tmp_path: Path) -> None:
    data = read(table(tmp_path / "a.csv", HEADER, *lines(rows()), "late,lat,none,none,none"))
    assert data.audit.rows_used == 20 and dropped(data) == {"unreadable": 1}


def test_danish_files_of_two_dialects_in_one_are_refused(tmp_path: Path) -> None:
    old = ",".join(DMA_HEADER.split(",")[:22])
    short = ",".join(dma().split(",")[:22])
    text = refused(table(tmp_path / "a.csv", DMA_HEADER, *track(5), old, short))
    assert "line 7" in text and "another header" in text
    same = read(table(tmp_path / "b.csv", DMA_HEADER, *track(5), DMA_HEADER, dma()))
    assert same.audit.rows_used == 6 and dropped(same) == {"unreadable": 1}
