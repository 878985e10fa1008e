"""Crossings are exact in place and time, and say how sure they are."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from baltic.crossings.mercator import to_plane
from baltic.geo import GEOD, KN_MS, distance_m

from .lines import asset, cross, rhumb, seconds_of, track


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


@pytest.mark.slow
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


@pytest.mark.slow
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
