from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .hints import offers, refused, table
from .shapes import read, small_blocks

HEADER = "mmsi;t;lon;lat;sog;cog;draught"


def rows(sog: Callable[[int], str], draught: str = "10.5") -> list[str]:
    return [
        f"219000001;2024-12-25T10:{i:02d}:00Z;{20 + i / 200};59.5;{sog(i)};90;{draught}"
        for i in range(60)
    ]


def test_speeds_with_their_unit_in_the_cells_are_not_lost_silently(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", HEADER, *rows(lambda i: f"{8 + i % 2}.5 kn"))
    text = refused(path)
    assert "column sog" in text and "60 of 60" in text and "'8.5 kn'" in text


def test_decimal_commas_of_the_speed_alone_are_seen_and_the_hint_works(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", HEADER, *rows(lambda i: f"{8 + i % 2},5"))
    (offer,) = offers(refused(path))
    assert read(path, mapping=offer).fixes["sog_kn"].to_list()[:2] == [8.5, 9.5]


@pytest.mark.parametrize("block", [500, 32_000_000])
def test_a_few_are_left_out_and_told(tmp_path: Path, block: int) -> None:
    path = table(tmp_path / "a.csv", HEADER, *rows(lambda i: "9.5kn" if i % 10 == 7 else "9.5"))
    data = read(path, settings=small_blocks(block))
    assert data.audit.rows_used == 60 and data.fixes["sog_kn"].null_count() == 6
    (note,) = data.notes
    assert "6 of 60 values of column sog" in note and "'9.5kn'" in note


def test_words_for_not_known_are_no_lost_numbers(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", HEADER, *rows(lambda i: ("--", "N/A", "?")[i % 3], "unknown"))
    data = read(path)
    assert data.audit.rows_used == 60 and data.notes == []


def test_sizes_in_words_are_told_but_no_reason_to_refuse(tmp_path: Path) -> None:
    data = read(table(tmp_path / "a.csv", HEADER, *rows(lambda _: "9.5", "10.5 m")))
    assert data.audit.rows_used == 60 and "column draught" in data.notes[0]
