"""Areas: where and when they are, and what they do to the ships inside."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from baltic import geo
from baltic.simulate import World, simulate_traffic
from baltic.simulate.jamming import disturb
from baltic.simulate.lanes import axis_of, baltic_lanes
from baltic.simulate.motion import Reports
from baltic.simulate.regional import Area, Regional, draw_regional
from baltic.simulate.ships import make_ship, ship_stream

START = "2024-06-01T00:00Z"
HOUR = 3600.0
PLAIN = World("plain", storm_share=0.0, loss=0.0, gaps_per_day=0.0, fishing=0.0, patrol=0.0)
AREA = Area("jamming", 19.5, 57.0, 60_000.0, 2 * HOUR, 5 * HOUR, style="circle",
            place=(19.6, 57.1), reach_m=4000.0)  # fmt: skip


def _reports(n=600):
    """Return a ship that sails north at 11 kn through the area, a fix a minute."""
    t = 60.0 * np.arange(n)
    lat = 56.2 + t * 11.0 / 3600.0 / 60.0
    full = {"lon": np.full(n, 19.5), "lat": lat, "sog_kn": np.full(n, 11.0)}
    zero = {"cog_deg": np.zeros(n), "heading_deg": np.full(n, 2.0), "rot_deg_min": np.zeros(n)}
    marks = {"nav_status": np.zeros(n, np.uint8), "state": np.zeros(n, np.uint8)}
    return Reports(t_s=t, **full, **zero, **marks)


def _ship(index=0):
    return make_ship(index, "general", ship_stream(1, index))


def _touched(style, **more):
    area = replace(AREA, style=style, share=1.0, **more)
    for index in range(40):
        told = disturb(_reports(), _ship(index), Regional(jamming=(area,)), 1)
        yield told, np.flatnonzero(told.state != 0)


def test_an_area_holds_a_disc_for_a_time():
    t = np.array([1.0, 3.0, 3.0, 6.0]) * HOUR
    inside = AREA.holds(t, np.array([19.5, 19.5, 21.5, 19.5]), np.full(4, 57.0))
    assert inside.tolist() == [False, True, False, False]


@pytest.mark.parametrize("style", ["circle", "offset", "scatter", "frozen"])
def test_jamming_falsifies_the_receiver_and_not_the_gyro(style):
    plain = _reports()
    far, speeds = [], []
    for told, at in _touched(style):
        inside = AREA.holds(plain.t_s, plain.lon, plain.lat)
        assert inside[at].all() and len(at) > 0.5 * inside.sum()
        assert (told.heading_deg == plain.heading_deg).all()
        same = np.setdiff1d(np.arange(len(plain.t_s)), at)
        assert (told.lon[same] == plain.lon[same]).all()
        far.append(geo.distance_m(told.lon[at], told.lat[at], plain.lon[at], plain.lat[at]))
        speeds.append(told.sog_kn[at])
        assert told.sog_kn.max() <= 102.2 and (told.cog_deg < 360.0).all()
    assert np.median(np.concatenate(far)) > 300.0
    assert (np.abs(np.concatenate(speeds) - 11.0) > 3.0).mean() > (
        0.02 if style == "frozen" else 0.2
    )


def test_most_ships_are_drawn_onto_the_same_circle():
    radii = [
        np.median(geo.distance_m(told.lon[at], told.lat[at], *AREA.place))
        for told, at in _touched("circle")
    ]
    assert np.mean(np.abs(np.array(radii) - 4000.0) < 100.0) > 0.5


def test_spoofing_shows_one_place_and_a_ship_that_stands():
    area = replace(AREA, kind="spoofing", place=(30.27, 59.8), share=1.0)
    told = disturb(_reports(), _ship(), Regional(spoofing=(area,)), 1)
    at = np.flatnonzero(told.state)
    assert len(at) > 50
    assert geo.distance_m(told.lon[at], told.lat[at], 30.27, 59.8).max() < 500.0
    assert told.sog_kn[at].max() < 2.0


def test_a_base_station_that_is_down_hears_nobody():
    area = replace(AREA, kind="outage")
    told = disturb(_reports(), _ship(), Regional(outage=(area,)), 1)
    assert (
        len(told.t_s)
        == 600 - AREA.holds(*(getattr(_reports(), k) for k in ("t_s", "lon", "lat"))).sum()
    )
    assert not AREA.holds(told.t_s, told.lon, told.lat).any()


def test_the_truth_of_a_drag_outlives_jamming():
    from baltic.simulate.course import STATES

    reports = replace(_reports(), state=np.full(600, STATES.index("drag"), np.uint8))
    told = disturb(reports, _ship(), Regional(jamming=(replace(AREA, share=1.0),)), 1)
    assert set(told.state) == {STATES.index("drag")}
    assert (told.lat != reports.lat).any()


def test_asking_for_jamming_or_for_none(sea):
    axes = [axis_of(lane, sea) for lane in baltic_lanes()[:8]]
    world = World("w", storm_share=0.0, jamming=5.0, spoofing=5.0, outage=2.0)
    none = draw_regional(1, 86400.0, world, axes, jamming=False)
    assert not none.jamming and not none.spoofing
    by_chance = draw_regional(1, 86400.0, world, axes)
    assert none.outage == by_chance.outage and len(by_chance.jamming) > 1
    quiet = World("q", storm_share=0.0)
    assert draw_regional(1, 86400.0, quiet, axes).all == ()
    forced = draw_regional(1, 7200.0, quiet, axes, jamming=True)
    assert len(forced.jamming) == 1 and 0 < forced.jamming[0].end_s <= 7200.0


def test_several_ships_of_a_region_are_jammed_together(sea):
    box = (22.0, 59.0, 27.0, 60.3)
    wish = {"t_start": START, "hours": 12, "seed": 4, "world": PLAIN, "sea": sea, "bbox": box}
    jammed = simulate_traffic(ships=40, jamming=True, **wish)
    told = jammed.fixes.filter(pl.col("truth_state") == "jammed")
    assert told["mmsi"].n_unique() >= 4
    area = next(h for h in jammed.happenings if h["kind"] == "jamming")
    assert area["t_start"] <= str(told["t"].min()).replace(" ", "T")
    plain = simulate_traffic(ships=40, jamming=False, **wish)
    assert "jammed" not in set(plain.fixes["truth_state"])
    # Outside the area nothing is different.
    rest = jammed.fixes.filter(pl.col("truth_state") != "jammed")
    assert rest.join(plain.fixes, on=["mmsi", "t", "lon", "lat"], how="anti").height == 0


def test_all_ships_in_a_disc_fall_silent_together(sea):
    world = replace(PLAIN, outage=6.0)
    found = simulate_traffic(t_start=START, hours=24, ships=60, seed=2, world=world, sea=sea)
    areas = [h for h in found.happenings if h["kind"] == "outage"]
    assert areas
    for area in areas:
        inside = found.fixes.filter(
            (pl.col("t").dt.strftime("%Y-%m-%dT%H:%M:%SZ") > area["t_start"])
            & (pl.col("t").dt.strftime("%Y-%m-%dT%H:%M:%SZ") < area["t_end"])
        )
        away = geo.distance_m(
            inside["lon"].to_numpy(), inside["lat"].to_numpy(), area["lon"], area["lat"]
        )
        assert away.min() > 980.0 * area["radius_km"]


@pytest.mark.slow
def test_ships_in_a_crowded_stretch_slow_together(sea):
    world = replace(PLAIN, congestion=12.0)
    found = simulate_traffic(t_start=START, hours=24, ships=120, seed=2, world=world, sea=sea)
    plain = simulate_traffic(t_start=START, hours=24, ships=120, seed=2, world=PLAIN, sea=sea)
    slow = found.fixes.filter(pl.col("truth_state") == "congestion")
    assert slow["mmsi"].n_unique() >= 4
    both = slow.join(plain.fixes, on=["mmsi", "t"], suffix="_0")
    share = (both["sog_kn"] / both["sog_kn_0"]).median()
    assert 0.5 < share < 0.95
