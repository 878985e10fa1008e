"""What the facts say in words about places, checked against the lines and key-frames."""

from __future__ import annotations

from itertools import pairwise

import geopandas as gpd
import pytest
import shapely

from baltic.catalogue import assets_near, load_assets, load_incidents
from baltic.catalogue.moments import parse_time
from baltic.geo import KN_MS, bearing_deg, distance_m, turn_deg

ASSETS = load_assets()
LINES = ASSETS.set_index("asset_id").geometry
NM_KM = 1.852


def only(*asset_ids: str) -> gpd.GeoDataFrame:
    return ASSETS[ASSETS.asset_id.isin(asset_ids)]


def crossing(one: str, other: str) -> tuple[float, float]:
    """Return the one place where two assets cross."""
    point = LINES[one].intersection(LINES[other])
    assert isinstance(point, shapely.Point)
    return point.x, point.y


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    return float(distance_m(*a, *b)) / 1000


def test_yi_peng_3_dead_reckoned_to_the_break_is_on_the_cable() -> None:
    """55.885 N 17.09 E at 02:04Z, error at least 5 km; about 700 km of cable from Helsinki."""
    row = assets_near(only("c-lion1"), 17.09, 55.885, 50.0).iloc[0]
    assert row.distance_km < 5
    assert row.kp_km == pytest.approx(700, abs=75)


def test_vezhen_crossed_two_cables_at_one_place() -> None:
    assert km(crossing("c-lion1", "sweden-latvia-lvrtc"), (19.620, 57.742)) < 0.2


def test_bornholm_break_is_17_and_26_km_from_the_shores() -> None:
    """The two distances are one kilometre point, seen from either end of the sea cable."""
    line = LINES["bornholm-cable"].geoms[0]
    ends = sorted(km((14.41, 55.32), xy) for xy in (line.coords[0], line.coords[-1]))
    assert ends == pytest.approx([17, 26], abs=1.5)
    assert assets_near(only("bornholm-cable"), 14.41, 55.32, 5.0).distance_km[0] < 1


def test_balticconnector_damage_lies_between_the_strings_north_of_paldiski() -> None:
    """About 40 km north of Paldiski, at Nord Stream 1."""
    place = crossing("balticconnector", "nord-stream-1")
    assert km(place, (24.05, 59.35)) == pytest.approx(40, abs=8)


def test_elisa_cables_lie_20_nautical_miles_east_of_that() -> None:
    lon, lat = crossing("balticconnector", "nord-stream-1")
    rows = assets_near(only("fec-1", "fec-2"), lon, lat, 100.0)
    assert rows.distance_km.min() == pytest.approx(20 * NM_KM, abs=12)
    assert (rows.lon > lon).all()


def test_c_lion1_of_christmas_lies_close_to_estlink_1() -> None:
    lon, lat = crossing("c-lion1", "estlink-1")
    assert 24 < lon < 25.5
    assert 59.5 < lat < 60.1


def test_estlink_2_crosses_what_eagle_s_crossed_south_of_loviisa() -> None:
    """About 55 km south of Loviisa, in the Finnish zone."""
    rows = assets_near(only("estlink-2"), 26.23, 60.456 - 55 / 111.2, 20.0)
    assert rows.distance_km[0] < 10


def frames() -> list[tuple[str, dict, dict]]:
    """Return neighbouring AIS key-frames under way, less than two hours apart."""
    pairs = []
    for record in load_incidents().values():
        own = [f for f in record.track_facts if f["confidence"] == "dataset" and f["lat"]]
        for a, b in pairwise(own):
            gap = parse_time(b["time_utc"]) - parse_time(a["time_utc"])
            if min(a["sog_kn"], b["sog_kn"]) > 4 and gap.total_seconds() < 7200:
                pairs.append((record.id, a, b))
    return pairs


def test_key_frames_agree_with_themselves() -> None:
    """Distance over time lies near the printed speeds, and the way near the printed courses."""
    assert len(frames()) == 9
    for _, a, b in frames():
        seconds = (parse_time(b["time_utc"]) - parse_time(a["time_utc"])).total_seconds()
        places = (a["lon"], a["lat"], b["lon"], b["lat"])
        knots = float(distance_m(*places)) / seconds / KN_MS
        low, high = sorted((a["sog_kn"], b["sog_kn"]))
        assert low - 0.7 <= knots <= high + 0.7, (a, b, knots)
        way = float(bearing_deg(*places))
        turns = [abs(float(turn_deg(way, f["cog_deg"]))) for f in (a, b)]
        assert min(turns) < 20, (a, b, way)
