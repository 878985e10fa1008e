"""Which legs cross which lines: no ship is joined with another, and no gap is too long."""

from __future__ import annotations

import pandas as pd
import polars as pl

from baltic.tables import TRACKS

from .lines import LINE, SETTINGS, asset, assets, cross, track


def test_hulls_and_ships_are_never_joined_and_long_gaps_not_crossed() -> None:
    west, east = [(23.9, 59.3), (23.95, 59.3)], [(24.05, 59.3), (24.1, 59.3)]
    ship = track(west + east)
    assert len(cross(ship, LINE)) == 1
    for column in ("mmsi", "hull"):
        apart = ship.with_columns(
            pl.Series(column, [1, 1, 2, 2]).cast(ship.schema[column])
        )  # fmt: skip
        assert not len(cross(apart, LINE))
    limit = SETTINGS.crossings.max_gap_h * 3600
    for gap, count in ((limit, 1), (limit + 1, 0)):
        found = cross(track(west + east, [0, 60, 60 + gap, 120 + gap]), LINE)
        assert len(found) == count
        assert found.gap_s.tolist() == [gap] * count


def test_planned_assets_are_crossed_and_provenance_is_the_weaker() -> None:
    ship = track([(23.9, 59.3), (24.1, 59.3)], provenance=["measured", "reconstructed"])
    planned = asset([(24.0, 59.0), (24.0, 59.5)], asset_id="p", status="planned")
    found = cross(ship, assets(LINE, planned))
    assert found.asset_id.tolist() == ["a", "p"]
    assert set(found.provenance) == {"reconstructed"}


def test_nothing_to_cross() -> None:
    for lines in (LINE, LINE.iloc[:0], asset([(24.0, 59.0), (24.0, 59.0)])):
        for ship in (TRACKS.empty(), track([(23.9, 59.3)]), track([(10, 54), (10.1, 54)])):
            assert not len(cross(ship, lines))


def test_a_line_of_repeated_vertices_is_the_same_line() -> None:
    double = asset([(24.0, 59.0), (24.0, 59.0), (24.0, 59.2), (24.0, 59.2), (24.0, 59.5)])
    ship = track([(23.9, 59.1), (24.1, 59.4)])
    pd.testing.assert_frame_equal(cross(ship, LINE), cross(ship, double))
