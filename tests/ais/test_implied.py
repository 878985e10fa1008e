from __future__ import annotations

from pathlib import Path

import pytest

from .hints import offers, refused, table
from .shapes import read

KN = 12.0


def _log(path: Path, factor: float, *, n: int = 60, name: str = "sog") -> Path:
    """A ship that goes north at 12 kn, its speed sent in another unit, a little uneven."""
    rows = [
        f"219000001,2024-12-25T10:{i:02d}:00Z,25.0,{59 + i * KN / 3600:.6f},"
        f"{KN * factor * (1 + 0.01 * (i % 3)):.1f}"
        for i in range(n)
    ]
    return table(path, f"mmsi,t,lon,lat,{name}", *rows)


@pytest.mark.parametrize(("unit", "factor"), [("ms", 0.5144), ("kmh", 1.852)])
def test_speeds_that_positions_contradict_are_refused(
    tmp_path: Path, unit: str, factor: float
) -> None:
    path = _log(tmp_path / "a.csv", factor)
    text = refused(path)
    assert "column sog" in text and "12 kn" in text
    first, second = offers(text)
    assert first == {f"sog:{unit}": "sog"} and second == {"sog:kn": "sog"}
    assert read(path, mapping=first).fixes["sog_kn"].median() == pytest.approx(KN, rel=0.02)
    assert read(path, mapping=second).audit.rows_used == 60


def test_knots_few_legs_and_named_units_are_believed(tmp_path: Path) -> None:
    assert read(_log(tmp_path / "kn.csv", 1.0)).audit.rows_used == 60
    assert read(_log(tmp_path / "few.csv", 0.5144, n=20)).audit.rows_used == 20
    assert read(_log(tmp_path / "named.csv", 0.5144, name="sog_kn")).audit.rows_used == 60


def test_a_spoofed_ship_is_no_unit(tmp_path: Path) -> None:
    path = _log(tmp_path / "a.csv", 1.0)
    lines = path.read_text().splitlines()
    far = [line.replace("25.0,", f"{25 + (i % 2)}.0,") for i, line in enumerate(lines)]
    assert read(table(tmp_path / "b.csv", lines[0], *far[1:])).audit.rows_in == 60


def test_no_speed_in_all_rows_is_no_unit(tmp_path: Path) -> None:
    rows = [
        f"219000001,2024-12-25T10:{i:02d}:00Z,25.0,{59 + i * 10.23 / 3600:.6f},102.3"
        for i in range(60)
    ]
    data = read(table(tmp_path / "a.csv", "mmsi,t,lon,lat,sog", *rows))
    assert data.audit.rows_used == 60 and data.fixes["sog_kn"].null_count() == 60
