"""Ready-made scenes: traffic over one asset, and the straight run of the speed grid."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest
import shapely

from baltic import geo
from baltic.catalogue import load_assets
from baltic.simulate import SimulationError, straight_run, traffic_across
from baltic.simulate.lanes import Lane

DAY = ("2024-12-25T00:00Z", "2024-12-25T18:00Z")


@pytest.fixture(scope="module")
def estlink():
    assets = load_assets()
    return assets.loc[assets.asset_id == "estlink-2"].geometry.item()


def _crossings(fixes, line):
    """Return the first time of each ship over a line."""
    times = {}
    for (mmsi,), own in fixes.sort("t").group_by("mmsi"):
        xy = own.select("lon", "lat").to_numpy()
        if len(xy) < 2:
            continue
        legs = shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1))
        hit = np.flatnonzero(shapely.intersects(legs, line))
        if len(hit):
            times[mmsi] = own["t"][int(hit[0])]
    return times


def test_every_ship_crosses_inside_the_window_and_none_drags(estlink, sea):
    found = traffic_across(estlink, *DAY, 36, seed=7, sea=sea)
    times = _crossings(found.fixes, estlink)
    assert len(times) == found.vessels.height == 36
    first, last = min(times.values()), max(times.values())
    assert first < datetime(2024, 12, 25, 3, tzinfo=UTC)
    assert last > datetime(2024, 12, 25, 15, tzinfo=UTC)
    # Spread evenly: no three-hour stretch is empty.
    assert np.diff(sorted(t.timestamp() for t in times.values())).max() < 2.5 * 3600
    assert found.truth == []
    assert not {"drag", "recovery_stop"} & set(found.fixes["truth_state"])
    assert found.fixes["t"].min() >= datetime(2024, 12, 25, tzinfo=UTC)
    assert found.fixes["t"].max() <= datetime(2024, 12, 25, 18, tzinfo=UTC)
    lon, lat = found.fixes["lon"].to_numpy(), found.fixes["lat"].to_numpy()
    assert sea.is_land(lon, lat).sum() == 0


def test_both_directions_and_several_classes(estlink, sea):
    found = traffic_across(estlink, *DAY, 36, seed=7, sea=sea)
    course = found.fixes.filter(pl.col("sog_kn") > 6)["cog_deg"]
    assert 0.15 < float((course < 180).mean()) < 0.85
    assert found.vessels["ship_type"].n_unique() >= 3


def test_aware_datetimes_work_too(estlink, sea):
    t0, t1 = datetime(2024, 12, 25, 6, tzinfo=UTC), datetime(2024, 12, 25, 12, tzinfo=UTC)
    found = traffic_across(estlink, t0, t1, 5, seed=1, sea=sea)
    assert len(_crossings(found.fixes, estlink)) == 5


def test_asset_off_all_lanes_is_crossed_on_the_way_from_port_to_port(sea):
    line = shapely.LineString([(17.9, 61.5), (18.4, 61.9)])
    found = traffic_across(line, *DAY, 4, seed=3, sea=sea)
    assert len(_crossings(found.fixes, line)) == 4
    assert "from lane to lane were made up" in found.notes[0]
    lon, lat = found.fixes["lon"].to_numpy(), found.fixes["lat"].to_numpy()
    assert sea.is_land(lon, lat).sum() == 0


def test_lanes_that_miss_the_asset_give_straight_courses(sea):
    line = shapely.LineString([(19.0, 57.0), (19.0, 57.5)])
    lane = Lane("elsewhere", (18.5, 19.5), (55.5, 55.5), ports=(False, False))
    found = traffic_across(line, *DAY, 3, seed=3, sea=sea, lanes=[lane])
    assert len(_crossings(found.fixes, line)) == 3
    assert "straight courses over it were made up" in found.notes[0]


def test_asset_on_land_is_refused(sea):
    with pytest.raises(SimulationError, match="open water"):
        traffic_across(shapely.LineString([(25.0, 62.0), (25.5, 62.2)]), *DAY, 2, sea=sea)
    with pytest.raises(SimulationError, match="not after"):
        traffic_across(shapely.LineString([(20, 58), (21, 58)]), DAY[1], DAY[0], 2, sea=sea)


@pytest.mark.parametrize("knots", [1.0, 4.5, 9.0])
def test_straight_run_keeps_its_speeds(knots):
    run = straight_run([(3, 11.0), (4, knots), (2, 11.0)], drag_legs=[1], course_deg=30.0)
    fixes = run.fixes
    assert fixes.height == 9 * 60 + 1
    hour = (fixes["t"] - fixes["t"][0]).dt.total_seconds() / 3600
    slow = fixes.filter((hour > 4) & (hour < 7))
    assert float(slow["sog_kn"].median()) == pytest.approx(knots, rel=0.04, abs=0.1)
    assert set(slow["truth_state"]) == {"drag"}
    assert float(fixes.filter(hour < 3)["sog_kn"].median()) == pytest.approx(11.0, rel=0.04)
    far = geo.distance_m(
        *(fixes[c][0] for c in ("lon", "lat")), *(fixes[c][-1] for c in ("lon", "lat"))
    )
    assert float(far) / 1852 == pytest.approx(55 + 4 * knots, rel=0.05)
    first = float(
        geo.bearing_deg(
            *(fixes[c][0] for c in ("lon", "lat")), *(fixes[c][-1] for c in ("lon", "lat"))
        )
    )
    assert first == pytest.approx(30.0, abs=0.3)
    assert run.truth[0]["v_during_kn"] == knots


@pytest.mark.parametrize("interval", [2.0, 10.0, 600.0, 1900.0])
def test_straight_run_is_one_ship_at_any_sampling(interval):
    base = straight_run([(2, 10.0), (2, 6.0)], interval_s=10.0, seed=3).fixes
    other = straight_run([(2, 10.0), (2, 6.0)], interval_s=interval, seed=3).fixes
    both = other.join(base, on="t", how="inner", suffix="_b")
    assert both.height >= 7
    metres = geo.distance_m(*(both[c].to_numpy() for c in ("lon", "lat", "lon_b", "lat_b")))
    assert np.percentile(metres, 95) < 60.0


def test_steady_run_has_no_noise():
    run = straight_run([(1, 10.0), (1, 5.0)], noise=False, tau_min=0.0)
    sog = run.fixes["sog_kn"]
    assert sog.head(55).n_unique() == 1 and sog.tail(55).n_unique() == 1
    assert float(sog[10]) == pytest.approx(10.0, abs=0.051)


@pytest.mark.parametrize("speeds", [[], [(0, 5.0)], [(1, -2.0)]])
def test_straight_run_without_sense(speeds):
    with pytest.raises(SimulationError, match="pairs"):
        straight_run(speeds)
