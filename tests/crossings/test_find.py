"""From fixes to crossings of the shipped assets."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from baltic.crossings import find_crossings
from baltic.geo import KN_MS, distance_m
from baltic.tables import FIXES, TRACKS

from ..tracks.ships import cleaned, straight
from .lines import LINE, SETTINGS, cross, seconds_of, track


def test_the_whole_road_from_fixes() -> None:
    ship = pl.concat([straight(mmsi=7, n=400, course=90, noise_m=15, lat=59.3, lon=23.8)])
    tracks, _, _ = cleaned(ship.select(FIXES.names))
    found = cross(tracks, LINE)
    assert len(found) == 1
    assert found.side[0] == "LR"
    expected = float(distance_m(23.8, 59.3, 24.0, 59.3)) / (12 * KN_MS)
    assert abs(seconds_of(found)[0] - expected) < 15


@pytest.mark.slow
def test_a_million_legs_against_the_shipped_assets_are_quick() -> None:
    import time

    from baltic.catalogue import load_assets

    lines = load_assets()
    rng = np.random.default_rng(0)
    ships = 1000
    n = 1000
    start = rng.uniform([17, 55], [26, 60], (ships, 1, 2))
    course = rng.uniform(0, 2 * np.pi, (ships, 1))
    way = 12 * KN_MS * 60 * np.arange(n) / 111_195
    lon = start[..., 0] + way * np.sin(course) / 0.53
    lat = start[..., 1] + way * np.cos(course) / 4
    t = np.tile(np.arange(n) * 60_000_000 + 1_735_113_600_000_000, ships)
    mmsi = pl.Series("mmsi", np.repeat(np.arange(ships) + 1, n)).cast(pl.UInt32)
    tracks = TRACKS.empty().clear(ships * n).with_columns(
        mmsi=mmsi, t=pl.Series(t).cast(pl.Datetime("us", "UTC")), hull=pl.lit(0, pl.UInt8),
        lon=pl.Series(lon.ravel()), lat=pl.Series(lat.ravel()), provenance=pl.lit("simulated"),
        segment=pl.lit(0, pl.UInt32), sog_kn=pl.lit(12.0, pl.Float32),
    )  # fmt: skip
    begin = time.perf_counter()
    found = find_crossings(tracks, lines, SETTINGS)
    took = time.perf_counter() - begin
    assert len(found) > 1000
    assert took < 10, f"{took:.1f} s"  # about 1 s on two idle cores; the machine may be busy


def test_kilometre_points_agree_with_the_catalogue() -> None:
    from baltic.catalogue import assets_near, load_assets

    lines = load_assets()
    rng = np.random.default_rng(5)
    points = rng.uniform([18, 55], [26, 60], (300, 2))
    found = cross(track(points, 36_000.0 * np.arange(300)), lines)
    assert len(found) > 300
    for row in found.iloc[:: len(found) // 25].itertuples():
        near = assets_near(lines, row.lon, row.lat, 0.05)
        told = near[(near.asset_id == row.asset_id) & (near.part == row.part)]
        assert len(told) == 1
        assert told.distance_km.iloc[0] < 0.002
        assert abs(told.kp_km.iloc[0] - row.kp_km) < 0.01
