"""Crossings stay the same however space, time, lines and files are cut or turned."""

from __future__ import annotations

import itertools
from datetime import timedelta

import numpy as np
import pandas as pd
import polars as pl
import pytest
import shapely
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st

from baltic.crossings.mercator import latitude, to_plane
from baltic.geo import GEOD, distance_m

from ..tracks.ships import T0
from .lines import EXACT, START, asset, assets, cross, rhumb, track


@st.composite
def scene(draw):
    """Ships that wander over a few bent lines with branches."""
    rng = np.random.default_rng(draw(st.integers(0, 100_000)))
    span = draw(st.sampled_from([0.02, 0.3, 3.0]))
    lines = []
    for k in range(draw(st.integers(1, 3))):
        parts = []
        for _ in range(draw(st.integers(1, 2))):
            steps = rng.normal(0, span / 2, (draw(st.integers(2, 7)), 2)) * [2, 1]
            parts.append(np.cumsum(steps, axis=0) + START)
        lines.append(asset(*parts, asset_id=f"asset-{k}"))
    ships = []
    for mmsi in range(1, draw(st.integers(1, 3)) + 1):
        n = draw(st.integers(2, 40))
        points = np.cumsum(rng.normal(0, span / 3, (n, 2)) * [2, 1], axis=0) + START
        seconds = np.cumsum(rng.integers(10, 4000, n)).astype(float)
        sog = rng.uniform(0, 20, n) if draw(st.booleans()) else None
        ships.append(track(points, seconds, sog, mmsi=mmsi))
    return pl.concat(ships), assets(*lines)


def same(a: pd.DataFrame, b: pd.DataFrame, seconds=0.01, metres=0.5, skip=(), flat=False) -> None:
    """`flat`: bounds hold across the line; along it a flat crossing slides by 1 / sine."""
    order = ["mmsi", "t", "asset_id", "part", "kp_km"]
    a, b = (f.sort_values(order, ignore_index=True) for f in (a, b))
    assert len(a) == len(b)
    if not len(a):
        return
    for name in ("mmsi", "asset_id", "part", "side", "interpolated"):
        if name not in skip:
            assert a[name].tolist() == b[name].tolist(), name
    sine = np.maximum(np.sin(np.radians(a.angle_deg)), 1e-3) if flat else 1.0
    assert (abs((a.t - b.t) / pd.Timedelta("1s")) * sine).max() < seconds
    assert (distance_m(a.lon, a.lat, b.lon, b.lat) * sine).max() < metres
    for name, bound in (("kp_km", metres / 1000), ("angle_deg", 0.1), ("sog_kn", 0.01)):
        if name not in skip:
            assert (abs(a[name] - b[name]) * sine).max() < bound, name


MODEST = rules(max_examples=15, deadline=None)


@MODEST
@given(scene())
def test_shapely_counts_the_same_crossings(case) -> None:
    ships, lines = case
    found = cross(ships, lines, EXACT)
    count = 0
    for (_,), ship in ships.group_by("mmsi"):
        x, y = to_plane(ship["lon"].to_numpy(), ship["lat"].to_numpy())
        legs = [shapely.LineString([(x[i], y[i]), (x[i + 1], y[i + 1])]) for i in range(len(x) - 1)]
        for line in lines.geometry:
            for part in shapely.get_parts(shapely.segmentize(line, 0.01)):
                xy = shapely.LineString(np.column_stack(to_plane(*part.coords.xy)))
                count += sum(shapely.get_num_geometries(leg.intersection(xy)) for leg in legs
                             if leg.intersects(xy))  # fmt: skip
    assert len(found) == count


@MODEST
@given(scene(), st.integers(-(10**9), 10**9))
def test_shift_in_time(case, shift) -> None:
    ships, lines = case
    later = ships.with_columns(t=pl.col("t") + timedelta(seconds=shift))
    a, b = cross(ships, lines, EXACT), cross(later, lines, EXACT)
    b["t"] -= pd.Timedelta(seconds=shift)
    same(a, b)


@MODEST
@given(scene())
def test_mirror_in_space(case) -> None:
    ships, lines = case
    flip = lines.copy()
    flip["geometry"] = shapely.transform(lines.geometry.to_numpy(), lambda c: c * [-1, 1])
    a = cross(ships, lines, EXACT)
    b = cross(ships.with_columns(lon=-pl.col("lon")), flip, EXACT)
    b["lon"] = -b["lon"]
    b["side"] = b["side"].str[::-1]
    same(a, b)


@pytest.mark.slow
@MODEST
@given(scene())
def test_a_track_run_backwards_swaps_sides(case) -> None:
    ships, lines = case
    end = ships["t"].max()
    back = ships.with_columns(t=pl.lit(T0) + (end - pl.col("t"))).sort("mmsi", "hull", "t")
    a, b = cross(ships, lines, EXACT), cross(back, lines, EXACT)
    b["t"] = pd.Timestamp(end) - (b["t"] - pd.Timestamp(T0))
    b["side"] = b["side"].str[::-1]
    same(a, b)


@pytest.mark.slow
@MODEST
@given(scene(), st.floats(0.1, 0.9))
def test_fixes_added_on_the_way_change_nothing(case, share) -> None:
    ships, lines = case
    ships = ships.with_columns(sog_kn=pl.lit(None, pl.Float32))
    rows = []
    for (_,), ship in ships.group_by("mmsi", maintain_order=True):
        x, y = to_plane(ship["lon"].to_numpy(), ship["lat"].to_numpy())
        t = ship["t"].dt.epoch("us").to_numpy()
        for i in range(len(x) - 1):
            lon = np.degrees(x[i] + share * (x[i + 1] - x[i]))
            lat = float(latitude(y[i] + share * (y[i + 1] - y[i])))
            a, b = ((ship["lon"][k], ship["lat"][k]) for k in (i, i + 1))
            way = GEOD.line_length(*rhumb(a, b, np.linspace(0, share, 201)))
            whole = GEOD.line_length(*rhumb(a, b, np.linspace(0, 1, 201)))
            rows.append((ship["mmsi"][0], t[i] + round(way / whole * (t[i + 1] - t[i])), lon, lat))
    more = pl.DataFrame(rows, schema=["mmsi", "us", "lon", "lat"], orient="row").select(
        pl.col("mmsi").cast(pl.UInt32), pl.col("lon"), pl.col("lat"),
        t=pl.from_epoch("us", time_unit="us").dt.replace_time_zone("UTC"),
    )  # fmt: skip
    dense = pl.concat([ships, more], how="diagonal").with_columns(
        pl.col("provenance").fill_null("measured"), pl.col("hull").fill_null(0),
        pl.col("segment").fill_null(0),
    ).sort("mmsi", "hull", "t")  # fmt: skip
    same(
        cross(ships, lines, EXACT),
        cross(dense, lines, EXACT),
        seconds=0.5,
        skip=("interpolated", "sog_kn"),
    )


@MODEST
@given(scene(), st.integers(2, 5))
def test_more_vertices_on_a_line_change_nothing(case, cuts) -> None:
    ships, lines = case

    def cut(line):
        shares = np.linspace(0, 1, cuts + 1)[:-1, None]
        c = shapely.get_coordinates(line)
        points = [a + s * (b - a) for a, b in itertools.pairwise(c) for s in shares]
        return shapely.linestrings([*points, c[-1]])

    finer = lines.copy()
    finer["geometry"] = [
        shapely.multilinestrings([cut(p) for p in g.geoms]) for g in lines.geometry
    ]
    same(cross(ships, lines, EXACT), cross(ships, finer, EXACT), seconds=1.0, flat=True)


@pytest.mark.slow
@MODEST
@given(scene(), st.integers(0, 10**6))
def test_files_cut_anywhere_and_more_assets_change_nothing(case, seed) -> None:
    ships, lines = case
    rng = np.random.default_rng(seed)
    cut = T0 + timedelta(seconds=int(rng.integers(1, 20_000)))
    halves = [ships.filter(pl.col("t") < cut), ships.filter(pl.col("t") >= cut)]
    again = pl.concat(halves[::-1]).sort("mmsi", "hull", "t")
    pd.testing.assert_frame_equal(cross(ships, lines, EXACT), cross(again, lines, EXACT))
    # Out of reach of any ship: at 55 N one had wandered over it.
    far = asset([(10, 5), (11, 5)], asset_id="far")
    pd.testing.assert_frame_equal(
        cross(ships, lines, EXACT), cross(ships, assets(lines, far), EXACT)
    )
