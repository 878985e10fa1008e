"""Lanes keep to the sea, and what cannot be sailed is told."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from baltic import geo
from baltic.simulate import Lane, Sea, SimulationError, baltic_lanes, simulate_traffic
from baltic.simulate.lanes import axis_of, route
from baltic.simulate.paths import lane_path
from baltic.simulate.ships import ship_stream
from baltic.simulate.traffic import Waters
from baltic.simulate.waypoints import CHAINS, NODES, ROUTES


def test_chains_and_routes_name_known_points():
    used = {name for chain in CHAINS for name in chain.split()}
    assert used == set(NODES)
    for origin, target, weight, _ in ROUTES:
        assert weight > 0
        chain = route(origin, target)
        assert chain[0] == origin and chain[-1] == target
        assert len(set(chain)) == len(chain)


def test_every_lane_of_the_baltic_is_at_sea(sea):
    water = Waters.of(baltic_lanes(), sea)
    assert water.notes == []
    assert len(water.lanes) == 2 * len(ROUTES)
    for lane, axis in zip(water.lanes, water.axes, strict=True):
        assert axis.room_m.min() > 300.0, lane.name
        assert np.diff(axis.s_m).min() > 0
        assert not sea.crosses_land(axis.lon, axis.lat), lane.name


def test_deep_ships_take_the_great_belt():
    by_name = {lane.name: lane for lane in baltic_lanes()}
    assert NODES["drogden"][0] not in by_name["skagerrak - primorsk"].lon
    assert NODES["great_belt"][0] in by_name["skagerrak - primorsk"].lon
    assert NODES["drogden"][0] in by_name["skagerrak - riga"].lon


def test_ships_keep_to_starboard_and_off_the_coast(sea):
    water = Waters.of(baltic_lanes((22.0, 59.0, 29.0, 60.5)), sea)
    for number, (lane, axis) in enumerate(zip(water.lanes, water.axes, strict=True)):
        path = lane_path(lane, axis, ship_stream(5, number))
        assert not sea.crosses_land(path.lon, path.lat), lane.name
        right = (path.lon - axis.lon) / axis.right_lon
        wide = np.abs(axis.right_lon) > np.abs(axis.right_lat)
        assert np.median(right[wide]) > 0 or wide.sum() < 10


def test_both_ways_share_one_axis(sea):
    lane = baltic_lanes()[0]
    there, back = axis_of(lane, sea), axis_of(lane.reverse(), sea)
    assert back.lon[::-1] == pytest.approx(there.lon, abs=1e-6)
    turned = there.reverse()
    assert turned.s_m[-1] == pytest.approx(there.s_m[-1])
    assert turned.right_lat == pytest.approx(back.right_lat, abs=1e-9)


def test_lane_over_land_is_refused_and_noted(sea):
    bad = Lane("over Gotland", (18.0, 19.5), (57.5, 57.5))
    with pytest.raises(SimulationError, match="crosses land"):
        axis_of(bad, sea)
    good = Lane("east of Gotland", (19.6, 19.9), (57.0, 57.6))
    water = Waters.of([bad, good], sea)
    assert [lane.name for lane in water.lanes] == ["east of Gotland"]
    assert "over Gotland" in water.notes[0]
    with pytest.raises(SimulationError, match="no lane is left"):
        simulate_traffic(t_start="2024-01-01T00:00Z", hours=1, ships=1, lanes=[bad], sea=sea)


@pytest.mark.parametrize("lon", [(19.6,), (19.6, float("nan"))])
def test_lane_without_a_line_is_refused(sea, lon):
    with pytest.raises(SimulationError, match="way-points"):
        axis_of(Lane("stub", lon, (57.0,) * len(lon)), sea)


def test_unknown_way_point_is_named():
    with pytest.raises(SimulationError, match="atlantis"):
        route("kiel", "atlantis")


def test_clearance_is_the_distance_to_the_coast():
    sea = Sea(shapely.box(20.0, 58.0, 21.0, 59.0))
    lon, lat = np.array([19.7, 21.4, 20.5, 20.5, 15.0]), np.array([58.4, 58.6, 59.2, 58.5, 58.5])
    true = [
        geo.distance_m(19.7, 58.4, 20.0, 58.4), geo.distance_m(21.4, 58.6, 21.0, 58.6),
        geo.distance_m(20.5, 59.2, 20.5, 59.0),
    ]  # fmt: skip
    found = sea.clearance_m(lon, lat)
    assert found[:3] == pytest.approx(np.array(true, float), rel=0.03)
    assert found[3] == 0.0
    assert found[4] == pytest.approx(66_717.0, rel=0.01)
    assert sea.is_land([20.5], [58.5])[0]


def test_sea_without_land():
    sea = Sea(shapely.MultiPolygon())
    assert sea.clearance_m([20.0], [58.0])[0] > 60_000
    assert not sea.crosses_land([10.0, 20.0], [58.0, 58.0])
