"""A number that changes under way is noted: both halves are ranked as ships of their own."""

from __future__ import annotations

import polars as pl
import pytest

from .world import LAT, T0, incident, run, ship, tracks

TRIP = incident(("alpha", -15, 15))


def notes(*ships: pl.DataFrame) -> list[str]:
    return [n for n in run(TRIP, tracks(*ships)).notes if "under two numbers" in n]


def before(mmsi: int, table: pl.DataFrame) -> pl.DataFrame:
    return table.filter(pl.col("t") < T0).with_columns(mmsi=pl.lit(mmsi, pl.UInt32))


def after(mmsi: int, table: pl.DataFrame) -> pl.DataFrame:
    return table.filter(pl.col("t") > T0).with_columns(mmsi=pl.lit(mmsi, pl.UInt32))


def test_a_number_changed_over_the_line_is_noted() -> None:
    one = ship(1001, 0)
    (note,) = notes(before(1001, one), after(1002, one), ship(1003, 5, lat=59.5))
    assert note.startswith("MMSI 1001 was last heard at 2024-12-25 10:25")
    assert "MMSI 1002 first 2 min later and 0.6 km on" in note


@pytest.mark.parametrize("other", [{"lat": LAT + 0.1}, {"kn": 14.0}])
def test_a_ship_that_is_no_continuation_is_not(other: dict[str, float]) -> None:
    one = ship(1001, 0)
    assert not notes(before(1001, one), after(1002, ship(1002, 0, **other)))
    assert not notes(one, ship(1002, 3, lat=59.5))
