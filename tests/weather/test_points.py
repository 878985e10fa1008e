"""Waves at points from a table."""

from __future__ import annotations

import numpy as np
import pytest

from baltic.errors import InputError
from baltic.weather import open_weather

from .files import T0, write_points

ROWS = [f"2025-03-01T{h:02d}:00:00Z,{lon},56.0,{1 + h},{(350 + 10 * h) % 360}" for h in range(3)
        for lon in (12.0, 12.4)]  # fmt: skip


def read(tmp_path, rows, **kw):
    return open_weather(write_points(tmp_path / "w.csv", rows, **kw))


def test_at_a_row_its_own_value_counts(tmp_path) -> None:
    hs, origin = read(tmp_path, ROWS)([12.0, 12.4], [56.0, 56.0], [T0, T0 + 7200])
    assert hs == pytest.approx([1, 3], abs=1e-3)
    assert origin == pytest.approx([350, 10], abs=0.1)


def test_between_rows_in_time_and_through_north(tmp_path) -> None:
    hs, origin = read(tmp_path, ROWS)([12.2], [56.0], [T0 + 3600])
    assert 1.5 < hs[0] < 2.5
    assert origin[0] < 6 or origin[0] > 354


def test_far_away_or_long_before_is_unknown(tmp_path) -> None:
    hs, origin = read(tmp_path, ROWS)(
        [14.0, 12.0, 12.0], [56.0, 57.0, 56.0], [T0, T0, T0 - 4 * 3600]
    )
    assert np.isnan(hs).all() and np.isnan(origin).all()


def test_more_columns_other_order_and_times_without_a_zone(tmp_path) -> None:
    sea = read(
        tmp_path, ["240,1.5,56.0,12.0,2025-03-01 00:00,9,250"],
        header="Wave_from_deg,hs_m,lat,lon,T,wind_ms,wind_from_deg",
    )  # fmt: skip
    assert sea([12.0], [56.0], [T0])[0] == pytest.approx([1.5])


def test_empty_values_are_unknown_not_zero(tmp_path) -> None:
    rows = ["2025-03-01T00:00:00Z,12,56,,240", "2025-03-01T00:00:00Z,12.1,56,2,240"]
    assert read(tmp_path, rows)([12.0], [56.0], [T0])[0] == pytest.approx([2.0])


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("yesterday,12,56,1,240", "line 3, column t: is no time"),
        ("2025-03-01T00:00:00Z,east,56,1,240", "line 3, column lon"),
        ("2025-03-01T00:00:00Z,12,96,1,240", "line 3, column lat"),
        ("2025-03-01T00:00:00Z,12,56,-1,240", "line 3, column hs_m"),
        ("2025-03-01T00:00:00Z,12,56,1,400", "line 3, column wave_from_deg"),
    ],
)
def test_a_value_that_is_none_is_named_with_its_line(tmp_path, row, says) -> None:
    with pytest.raises(InputError, match=says):
        read(tmp_path, [ROWS[0], row])


def test_missing_columns_and_no_rows(tmp_path) -> None:
    with pytest.raises(InputError, match="no column lon, hs_m"):
        read(tmp_path, ["2025-03-01T00:00:00Z,56,240"], header="t,lat,wave_from_deg")
    with pytest.raises(InputError, match="no row with all"):
        read(tmp_path, [])


def test_shapes_are_kept(tmp_path) -> None:
    hs, origin = read(tmp_path, ROWS)(np.full((2, 3), 12.0), 56.0, T0)
    assert hs.shape == origin.shape == (2, 3)
