"""Distances and directions on the ellipsoid."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from baltic import geo

LON = st.floats(9, 31)
LAT = st.floats(53.5, 66)


@given(LON, LAT, LON, LAT)
def test_haversine_is_within_half_a_percent_of_the_geodesic(a, b, c, d) -> None:
    exact = float(geo.distance_m(a, b, c, d))
    quick = float(geo.haversine_m(*map(np.asarray, (a, b, c, d))))
    assert abs(quick - exact) <= 0.006 * exact + 1e-3


@given(LON, LAT, st.floats(0, 359.9), st.floats(10, 50_000))
def test_point_at_inverts_distance_and_bearing(lon, lat, bearing, dist) -> None:
    lon2, lat2 = geo.point_at(lon, lat, bearing, dist)
    assert abs(float(geo.distance_m(lon, lat, lon2, lat2)) - dist) < 1e-3
    assert abs(float(geo.turn_deg(geo.bearing_deg(lon, lat, lon2, lat2), bearing))) < 1e-2


@pytest.mark.slow
@given(LON, LAT, st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_local_metres_round_trip_and_measure(lon, lat, dx, dy) -> None:
    here = geo.local_projection(lon, lat)
    x, y = geo.project(here, [lon + dx], [lat + dy])
    back = geo.unproject(here, x, y)
    assert abs(back[0][0] - lon - dx) < 1e-8 and abs(back[1][0] - lat - dy) < 1e-8  # a millimetre
    exact = float(geo.distance_m(lon, lat, lon + dx, lat + dy))
    assert abs(float(np.hypot(x[0], y[0])) - exact) < 0.01


@given(st.floats(0, 360), st.floats(0, 360))
def test_angles(a, b) -> None:
    between = float(geo.angle_between(a, b))
    assert 0 <= between <= 90 + 1e-9
    assert between == pytest.approx(float(geo.angle_between(b, a + 180)), abs=1e-9)
    assert -180 <= float(geo.turn_deg(a, b)) < 180


def test_land() -> None:
    land = shapely.box(20, 58, 21, 59)
    assert geo.on_land([20.5, 22.0], [58.5, 58.5], land).tolist() == [True, False]


def test_a_kilometre_point_is_as_far_along_as_it_says() -> None:
    line = shapely.LineString([(20.0, 57.2), (21.5, 58.4), (22.0, 58.4)])
    for km in (0.0, 33.4, 150.0, 180.0):
        point = geo.point_at_km(line, km)
        assert point is not None
        leg = [(20.0, 57.2), *([(21.5, 58.4)] if point[0] > 21.5 else []), point]
        fine = shapely.segmentize(shapely.LineString(leg), 0.01) if km else None
        assert abs((geo.line_length_m(fine) / 1000 if km else 0.0) - km) < 0.02
    end = geo.line_length_m(line) / 1000
    assert geo.point_at_km(line, end + 0.5) == (22.0, 58.4), "slack of the cable"
    over = geo.point_at_km(shapely.LineString([(179.9, 60.0), (-179.9, 60.0)]), 6.0)
    assert over is not None and -180 < over[0] < -179.98, "the short way over the antimeridian"
    assert geo.point_at_km(line, 1.1 * end + 2) is None and geo.point_at_km(line, -1.0) is None
