"""Where tracks break, and the silences in between."""

from __future__ import annotations

import polars as pl

from baltic.geo import distance_m
from baltic.settings import Settings
from baltic.tables import GAPS, TRACKS
from baltic.tracks import gaps

from .ships import cleaned, straight


def test_a_gap_longer_than_the_limit_breaks_a_track() -> None:
    ship = pl.concat([straight(n=10), straight(n=10, start=90 + 7200.0, lat=59.9),
                      straight(n=5, start=90 + 7200 + 90 + 7201.0, lat=60.0)])  # fmt: skip
    tracks, _, _ = cleaned(ship)
    assert tracks["segment"].to_list() == [0] * 20 + [1] * 5, "7200 s is no gap, 7201 s is"


def test_segments_count_over_ships_and_hulls() -> None:
    twins = pl.concat([straight(mmsi=5, n=30), straight(mmsi=5, n=30, lat=55.0, start=1)])
    tracks, _, _ = cleaned(pl.concat([straight(mmsi=9, n=4), twins, straight(mmsi=1, n=4)]))
    assert tracks["segment"].dtype == pl.UInt32
    ends = tracks.group_by("mmsi", "hull", maintain_order=True).agg(pl.col("segment").unique())
    assert ends["segment"].to_list() == [[0], [1], [2], [3]]


def test_gaps_tell_from_where_to_where() -> None:
    a, b = straight(n=10), straight(n=10, start=40_000.0, lon=25.7)
    tracks, _, _ = cleaned(pl.concat([a, b, straight(mmsi=3, n=3)]))
    silences = gaps(tracks, Settings())
    GAPS.check(silences)
    assert silences.height == 1
    row = silences.row(0, named=True)
    assert row["t_start"] == a["t"][-1]
    assert row["t_end"] == b["t"][0]
    ends = (a["lon"][-1], a["lat"][-1], b["lon"][0], b["lat"][0])
    assert abs(row["dist_m"] - float(distance_m(*ends))) < 1e-6


def test_two_hulls_are_never_paired_into_one_gap() -> None:
    a = straight(mmsi=7, n=40)
    b = straight(mmsi=7, n=40, lat=55.0, start=3)
    later = straight(mmsi=7, n=40, lat=55.0, start=30_000.0)
    tracks, _, _ = cleaned(pl.concat([a, b, later]))
    silences = gaps(tracks, Settings())
    assert silences.height == 1
    assert abs(silences["lat_start"][0] - silences["lat_end"][0]) < 0.1


def test_no_tracks_no_gaps() -> None:
    GAPS.check(gaps(TRACKS.empty(), Settings()))
