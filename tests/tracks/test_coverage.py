"""Counts of what was received."""

from __future__ import annotations

import polars as pl

from baltic.tracks import coverage

from .ships import cleaned, straight


def test_fixes_and_hulls_are_counted_by_hour_and_cell() -> None:
    a = straight(mmsi=1, n=7, dt=600, kn=0, lon=25.1, lat=59.9)  # 08:00 .. 09:00
    b = straight(mmsi=2, n=2, dt=600, kn=0, lon=25.4, lat=59.6)
    west = straight(mmsi=3, n=1, lon=-0.2, lat=59.9)
    tracks, _, _ = cleaned(pl.concat([a, b, west]))
    cells = coverage(tracks)
    assert str(cells["hour"].dt.tz) == "UTC"
    rows = [tuple(r) for r in cells[["cell_lon", "cell_lat", "n_fixes", "n_hulls"]].to_numpy()]
    assert rows == [(-0.5, 59.5, 1, 1), (25.0, 59.5, 8, 2), (25.0, 59.5, 1, 1)]
    assert cells["n_fixes"].sum() == tracks.height


def test_two_hulls_of_one_mmsi_count_twice() -> None:
    a = straight(mmsi=1, n=20, kn=0, lon=25.05, lat=59.55)
    b = straight(mmsi=1, n=20, kn=0, lon=25.45, lat=59.95)
    tracks, _, _ = cleaned(pl.concat([a, b]))
    assert coverage(tracks)["n_hulls"].tolist() == [2]
