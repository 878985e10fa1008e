"""How far the reading of several files is."""

from __future__ import annotations

from pathlib import Path

import pytest

from baltic.ais.telling import Telling


def test_rows_and_bytes_of_several_files_add_up(tmp_path: Path) -> None:
    files = [tmp_path / "a", tmp_path / "b", tmp_path / "gone"]
    files[0].write_bytes(b"x" * 30)
    files[1].write_bytes(b"x" * 70)
    heard: list[tuple[int, float]] = []
    telling = Telling.of(lambda rows, share: heard.append((rows, share)), files)
    telling(2, 15)
    telling.add(4, 30)
    telling(1, 35)
    telling.add(7, 70)
    telling(0, 0)
    assert heard == [(2, 0.15), (5, pytest.approx(0.65)), (11, 1.0)]


def test_nothing_to_read_is_no_division_by_nothing() -> None:
    Telling.of(lambda rows, share: None, [])(0, 0)
