"""Crossings: exact in place and time, counted once, the same however the data are cut."""

from __future__ import annotations

import dataclasses
import itertools
from datetime import timedelta

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st

from baltic.crossings import find_crossings
from baltic.crossings.mercator import latitude, to_plane
from baltic.geo import GEOD, KN_MS, distance_m
from baltic.settings import Settings
from baltic.tables import ASSETS, CROSSINGS, FIXES, TRACKS

from .tracks.ships import T0, cleaned, fixes, straight

SETTINGS = Settings()
#: No fix is "on" a line: random fixes may come within half a metre and turn back.
EXACT = dataclasses.replace(
    SETTINGS, crossings=dataclasses.replace(SETTINGS.crossings, touch_m=1e-6)
)
START = np.array([22.0, 58.0])
PLANE = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3395", always_xy=True)


def asset(*lines, asset_id="a", accuracy_km=0.1, **more) -> gpd.GeoDataFrame:
    row = dict.fromkeys(ASSETS.names, "x") | {"asset_id": asset_id, "accuracy_km": accuracy_km}
    geometry = shapely.multilinestrings([shapely.linestrings(np.array(c, float)) for c in lines])
    return gpd.GeoDataFrame([row | more | {"geometry": geometry}], crs=4326)


def assets(*frames) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=4326)


def track(points, seconds=None, sog=None, mmsi=1, **more) -> pl.DataFrame:
    """TRACKS without cleaning; a fix a minute unless told."""
    points = np.array(points, float)
    s = 60.0 * np.arange(len(points)) if seconds is None else seconds
    frame = fixes(mmsi, s, points[:, 0], points[:, 1], sog, **more)
    return frame.with_columns(hull=pl.lit(0, pl.UInt8), segment=pl.lit(0, pl.UInt32))


def cross(tracks, lines, settings=SETTINGS) -> pd.DataFrame:
    TRACKS.check(tracks)
    found = find_crossings(tracks, lines, settings)
    CROSSINGS.check(found)
    return found


def seconds_of(found: pd.DataFrame) -> np.ndarray:
    return ((found["t"] - pd.Timestamp(T0)) / pd.Timedelta("1s")).to_numpy()


def rhumb(a, b, share) -> tuple[np.ndarray, np.ndarray]:
    """Points of a rhumb line by PROJ's own ellipsoidal Mercator; an independent road."""
    (x0, x1), (y0, y1) = PLANE.transform([a[0], b[0]], [a[1], b[1]])
    share = np.asarray(share, float)
    lon, lat = PLANE.transform(x0 + share * (x1 - x0), y0 + share * (y1 - y0), direction="INVERSE")
    return np.asarray(lon), np.asarray(lat)


def by_bisection(a, b, c, d, path=rhumb) -> tuple[float, float, float]:
    """Where the path from a to b meets the lon/lat-straight line c to d; share of its length."""

    def side(share: float) -> float:
        lon, lat = path(a, b, share)
        return (d[0] - c[0]) * (lat - c[1]) - (d[1] - c[1]) * (lon - c[0])

    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if side(low) * side(middle) > 0 else (low, middle)
    lon, lat = (float(v) for v in path(a, b, low))
    fine = [path(a, b, np.linspace(0, end, 2001)) for end in (low, 1.0)]
    part, whole = (GEOD.line_length(*p) for p in fine)
    return lon, lat, part / whole


def geodesic(a, b, share) -> tuple[np.ndarray, np.ndarray]:
    azimuth, _, length = GEOD.inv(*a, *b)
    share = np.asarray(share, float)
    each = (np.full(share.shape, v) for v in (*a, azimuth))
    lon, lat, _ = GEOD.fwd(*each, share * length)
    return np.asarray(lon), np.asarray(lat)


def random_case(rng, leg_km: float):
    """A leg and a line of up to 60 km that cross, at 54-65 N."""
    while True:
        middle = rng.uniform([10, 54.5], [30, 64.5])
        course, turn = rng.uniform(0, 360), rng.uniform(10, 170)
        before, after = rng.uniform(0.05, 0.95) * leg_km, rng.uniform(0.05, 0.95) * leg_km
        ends = [GEOD.fwd(*middle, course + 180 * k, 1000 * km)[:2]
                for k, km in ((1, before), (0, after))]  # fmt: skip
        line = [GEOD.fwd(*middle, course + turn + 180 * k, 1000 * rng.uniform(2, 30))[:2]
                for k in (1, 0)]  # fmt: skip
        (a, b), (c, d) = ends, line
        fine = shapely.get_coordinates(shapely.segmentize(shapely.LineString(line), 0.01))
        plane = [shapely.LineString(np.column_stack(to_plane(*np.transpose(p))))
                 for p in (ends, fine)]  # fmt: skip
        if plane[0].intersects(plane[1]):
            return a, b, c, d


# --- exactness ------------------------------------------------------------------------------


@pytest.mark.parametrize("leg_km", [0.3, 5.0, 40.0, 200.0])
def test_place_and_time_agree_with_bisection_on_the_ellipsoid(leg_km: float) -> None:
    rng = np.random.default_rng(round(leg_km * 10))
    for _ in range(25):
        a, b, c, d = random_case(rng, leg_km)
        dt = leg_km * 1000 / (12 * KN_MS)
        found = cross(track([a, b], [0, dt]), asset([c, d]))
        lon, lat, share = by_bisection(a, b, c, d)
        assert len(found) == 1
        assert distance_m(found.lon[0], found.lat[0], lon, lat) < 0.6
        assert abs(seconds_of(found)[0] - share * dt) < 0.2
        assert abs(found.kp_km[0] - float(distance_m(*c, lon, lat)) / 1000) < 0.001


def test_a_great_circle_instead_of_a_rhumb_line_matters_only_in_long_gaps() -> None:
    rng = np.random.default_rng(7)
    for leg_km in (0.5, 5.0, 50.0):
        for _ in range(15):
            a, b, c, d = random_case(rng, leg_km)
            found = cross(track([a, b], [0, 3600]), asset([c, d]))
            lon, lat, _ = by_bisection(a, b, c, d, geodesic)
            off = float(distance_m(found.lon[0], found.lat[0], lon, lat))
            # Sagitta between both: L^2 tan(lat) / (8 R), here with 20 % to spare.
            length = float(distance_m(*a, *b))
            sagitta = length**2 * np.tan(np.radians(lat)) / (8 * 6_371_000)
            assert off * np.sin(np.radians(found.angle_deg[0])) < 1.2 * sagitta + 0.2


def test_time_follows_the_reported_speeds_where_they_fit() -> None:
    # From 12 to 6 kn at an even rate: half-way is passed before half-time.
    dt = 600.0
    length = 9 * KN_MS * dt
    a = (20.0, 57.0)
    b = GEOD.fwd(*a, 90, length)[:2]
    middle = rhumb(a, b, 0.5)
    line = asset([(float(middle[0]), 56.9), (float(middle[0]), 57.1)])
    even = cross(track([a, b], [0, dt], [9.0, 9.0]), line)
    slowing = cross(track([a, b], [0, dt], [12.0, 6.0]), line)
    assert abs(seconds_of(even)[0] - 300) < 0.1
    v0, acceleration = 12 * KN_MS, -6 * KN_MS / dt
    t = seconds_of(slowing)[0]
    assert abs(v0 * t + acceleration * t**2 / 2 - length / 2) < 1.0
    assert abs(slowing.sog_kn[0] - (12 - 6 * t / dt)) < 1e-3
    # 15 and 15 kn do not fit a leg made at 9: constant speed, and the time less sure.
    odd = cross(track([a, b], [0, dt], [15.0, 15.0]), line)
    assert abs(seconds_of(odd)[0] - 300) < 0.1
    assert odd.t_sd_s[0] > even.t_sd_s[0] + 50


def test_columns_of_one_plain_crossing() -> None:
    line = asset([(24.0, 59.0), (24.0, 59.5)], accuracy_km=0.5)
    ship = track([(23.99, 59.2), (24.01, 59.2)], [0, 180], [12.3, 12.3])
    row = cross(ship, line).iloc[0]
    assert row.side == "LR"  # eastward over a line that runs north
    assert abs(row.cog_deg - 90) < 1e-9
    assert abs(row.angle_deg - 90) < 1e-6
    assert row.gap_s == 180
    assert row.interpolated
    assert row.p_cross == 1
    assert abs(row.kp_km - 22.28) < 0.01
    assert row.provenance == "measured"
    assert abs(row.t_sd_s - 500 / (12.3 * KN_MS)) < 1.5
    assert str(row.t) == "2024-12-25 08:01:30+00:00"


def test_uncertainty_grows_with_route_error_angle_and_gap() -> None:
    ship = track([(23.99, 59.2), (24.01, 59.2)], [0, 180], [12.3, 12.3])
    sharp = asset([(23.9, 59.195), (24.1, 59.205)])
    assert cross(ship, sharp).t_sd_s[0] > 4 * cross(ship, asset([(24, 59), (24, 59.5)])).t_sd_s[0]
    rough = cross(ship, asset([(24, 59), (24, 59.5)], accuracy_km=10.0)).t_sd_s[0]
    assert abs(rough - 10_000 / (12.3 * KN_MS)) < 8
    # A silence may hide a turn: four times the time, far more than twice the spread.
    fine = asset([(24, 59), (24, 59.5)], accuracy_km=0.0)
    short, long = (
        cross(track([(24 - d, 59.2), (24 + d, 59.2)], [0, 9000 * d]), fine).t_sd_s[0]
        for d in (0.06, 0.24)
    )
    assert long > 3 * short
    # One hour silent though ten minutes would do: half an hour at least is unknown.
    idle = track([(23.9, 59.2), (24.1, 59.2)], [0, 3600], [37.0, 37.0])
    assert cross(idle, asset([(24, 59), (24, 59.5)])).t_sd_s[0] > 1400


def test_a_branch_has_its_own_accuracy_and_kilometre_points() -> None:
    line = asset([(24, 59), (24, 59.5)], [(24, 59.25), (24.5, 59.25)],
                 accuracy_km=0.2, branches_accuracy=[5.0])  # fmt: skip
    ship = track([(24.3, 59.3), (24.3, 59.2)], [0, 900], [24.0, 24.0])
    row = cross(ship, line).iloc[0]
    assert row.part == 1
    assert abs(row.kp_km - float(distance_m(24, 59.25, 24.3, 59.25)) / 1000) < 0.01
    assert row.t_sd_s > 5000 / (24.5 * KN_MS)


# --- counted once ---------------------------------------------------------------------------

LINE = asset([(24.0, 59.0), (24.0, 59.2), (24.0, 59.5)])


def test_a_fix_on_the_line_is_one_crossing() -> None:
    for points in ([(23.9, 59.3), (24.0, 59.3), (24.1, 59.3)], [(24.1, 59.1), (24, 59.2),
                   (23.9, 59.3)]):  # fmt: skip
        found = cross(track(points), LINE)
        assert len(found) == 1
        assert not found.interpolated[0]
        assert found.gap_s[0] == 0
        assert seconds_of(found)[0] == 60
        assert found.side[0] == ("LR" if points[0][0] < 24 else "RL")


@pytest.mark.parametrize("off_m", [-0.4, -0.01, 0.0, 0.01, 0.4])
@pytest.mark.parametrize("dy", [0.0, 0.02, -0.05])
def test_a_fix_nearly_on_the_line_is_one_crossing(off_m: float, dy: float) -> None:
    x = 24.0 + off_m / 57_000
    for points in ([(23.9, 59.3 - dy), (x, 59.3), (24.1, 59.3 + dy)],
                   [(x, 59.3), (24.1, 59.3 + dy)], [(23.9, 59.3 - dy), (x, 59.3)]):  # fmt: skip
        assert len(cross(track(points), LINE)) == 1
    touch = cross(track([(23.9, 59.3), (x, 59.3), (23.9, 59.31)]), LINE)
    assert touch.side.tolist() == ["LR"], "touch and turn back: one contact"


def test_a_vertex_of_the_line_is_crossed_once() -> None:
    bent = asset([(24.0, 59.0), (24.01, 59.2), (24.0, 59.4)])
    for dy in (0.0, 0.03, -0.03):
        assert len(cross(track([(23.9, 59.2 - dy), (24.12, 59.2 + dy)]), bent)) == 1
        through = cross(track([(23.9, 59.2), (24.12, 59.2)]), LINE)
        assert len(through) == 1
    # A sharp bend whose tip the leg just touches is one contact, not two crossings.
    tip = asset([(24.0, 59.0), (24.05, 59.2), (24.1, 59.0)])
    grazing = track([(24.0, 59.2 - 2e-9), (24.1, 59.2 - 2e-9)])
    assert len(cross(grazing, tip)) <= 1


def test_running_along_a_line_is_one_contact_at_its_beginning() -> None:
    points = [(23.9, 59.05), (24, 59.1), (24, 59.15), (24, 59.25), (24, 59.3), (24.1, 59.35)]
    found = cross(track(points, 1800.0 * np.arange(6)), LINE)
    assert len(found) == 1
    assert seconds_of(found)[0] == 1800
    assert found.side[0] == "LR"
    # From its very end to its very end.
    whole = cross(track([(24, 59.0), (24, 59.5)], [0, 9000]), LINE)
    assert len(whole) == 1


def test_lying_still_on_a_line_is_one_contact() -> None:
    points = [(23.99, 59.3), *[(24.0, 59.3)] * 20, (24.01, 59.3)]
    found = cross(track(points, 600.0 * np.arange(22)), LINE)
    assert seconds_of(found).tolist() == [600.0]


def test_crossing_twice_counts_twice() -> None:
    points = [(23.9, 59.1), (24.0, 59.2), (24.1, 59.3), (23.9, 59.31)]
    assert cross(track(points), LINE).side.tolist() == ["LR", "RL"]
    u_shape = asset([(24.0, 59.5), (24.0, 59.0), (24.1, 59.0), (24.1, 59.5)])
    found = cross(track([(23.9, 59.2), (24.2, 59.2)]), u_shape)
    assert found.side.tolist() == ["RL", "LR"]
    assert found.kp_km.is_monotonic_increasing


def test_swinging_over_a_line_at_anchor_keeps_every_crossing() -> None:
    rng = np.random.default_rng(3)
    lon = 24.0 + rng.normal(0, 30 / 57_000, 500)
    found = cross(track(np.column_stack([lon, np.full(500, 59.3)]), 180.0 * np.arange(500)), LINE)
    switches = int((np.diff(lon > 24.0) != 0).sum())
    assert abs(len(found) - switches) <= 6  # but for fixes within half a metre of the line
    assert (found.side[1:].to_numpy() != found.side[:-1].to_numpy()).mean() > 0.95
    assert found.t_sd_s.min() > 30, "slow and noisy: never sure"


def test_passing_the_end_of_a_line_is_no_crossing() -> None:
    assert not len(cross(track([(23.9, 59.51), (24.1, 59.51)]), LINE))
    assert not len(cross(track([(23.9, 58.99), (24.1, 58.99)]), LINE))


# --- which legs -----------------------------------------------------------------------------


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


# --- metamorphic ----------------------------------------------------------------------------


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
