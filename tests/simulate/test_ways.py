"""Ways over an asset that no lane crosses."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from baltic import geo
from baltic.catalogue import load_assets
from baltic.simulate.lanes import axis_of
from baltic.simulate.sea import Sea
from baltic.simulate.waypoints import NODES
from baltic.simulate.ways import ways_over


@pytest.fixture(scope="module")
def off_lanes():
    """A charted cable in an archipelago that no lane crosses."""
    assets = load_assets()
    return assets.loc[assets.asset_id == "al-link"].geometry.item()


def test_ways_lead_over_the_asset_from_port_to_port_at_sea(off_lanes, sea):
    ways = ways_over(off_lanes, sea, np.random.default_rng(1))
    assert len(ways) == 12
    names = {tuple(xy) for xy in NODES.values()}
    for way in ways:
        xy = np.column_stack([way.lon, way.lat])
        assert shapely.LineString(xy).intersects(off_lanes)
        assert not sea.crosses_land(way.lon, way.lat)
        assert sum(tuple(p) in names for p in xy) == len(xy) - 1  # all but the point of the asset
        assert len({tuple(p) for p in xy}) == len(xy)
        # Hours of sailing on both sides, and no hairpins.
        assert axis_of(way, sea).s_m[-1] > 100_000.0
        legs = geo.bearing_deg(xy[:-1, 0], xy[:-1, 1], xy[1:, 0], xy[1:, 1])
        assert float(np.abs(geo.turn_deg(legs[:-1], legs[1:])).max()) < 150.0


def test_ways_are_drawn_from_the_seed_alone(off_lanes, sea):
    a, b, c = (ways_over(off_lanes, sea, np.random.default_rng(s)) for s in (1, 1, 2))
    assert a == b != c


def test_nothing_in_sight_gives_no_way():
    ring = shapely.box(10.0, 50.0, 40.0, 70.0) - shapely.box(19.0, 57.0, 19.6, 57.4)
    line = shapely.LineString([(19.2, 57.2), (19.4, 57.2)])
    assert ways_over(line, Sea(ring), np.random.default_rng(1)) == []
