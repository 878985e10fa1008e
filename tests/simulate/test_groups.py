"""Ships that belong together: convoys, pairs side by side, two hulls on one number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from baltic import geo
from baltic.simulate import DragPlan, World, simulate_traffic
from baltic.simulate.convoys import is_ice_season

WINTER, SUMMER = "2025-02-10T00:00Z", "2025-07-10T00:00Z"
PLAIN = World("plain", storm_share=0.0, loss=0.0, gaps_per_day=0.0, fishing=0.0, patrol=0.0)
FIRST = 200_100_001


def _of(found, kind):
    return [h["mmsi"] for h in found.happenings if h["kind"] == kind]


@pytest.fixture(scope="module")
def winter(sea):
    world = replace(PLAIN, convoy=0.05)
    return simulate_traffic(t_start=WINTER, hours=48, ships=90, seed=4, world=world, sea=sea)


def _track(found, mmsi, t):
    own = found.fixes.filter(pl.col("mmsi") == mmsi)
    seconds = own["t"].dt.epoch("s").to_numpy()
    return [np.interp(t, seconds, own[c].to_numpy()) for c in ("lon", "lat", "sog_kn")]


def test_convoys_sail_in_the_ice_behind_an_icebreaker(winter):
    convoys = _of(winter, "convoy")
    assert convoys
    names = dict(winter.vessels.select("mmsi", "name").iter_rows())
    for mmsi in convoys:
        assert 4 <= len(mmsi) <= 8
        assert "ICEBREAKER" in names[mmsi[0]] or mmsi[0] not in names
    ice = winter.fixes.filter(pl.col("truth_state") == "ice")
    assert set(ice["mmsi"]) <= {m for group in convoys for m in group}
    moving = ice.filter(pl.col("sog_kn") > 1.0)
    assert 3.0 < float(moving["sog_kn"].median()) < 9.0
    assert float((ice["sog_kn"] < 1.0).mean()) > 0.1  # waits, and ships stuck
    east, north = ice["lon"] > 25.0, ice["lat"] > 62.5
    assert float((east | north).mean()) > 0.95


def test_the_ships_of_a_convoy_slow_and_stop_together(winter):
    seen = 0
    for mmsi in _of(winter, "convoy"):
        led = winter.fixes.filter(
            pl.col("mmsi").is_in(mmsi) & (pl.col("truth_state") == "ice") & (pl.col("sog_kn") > 2)
        )
        shared = led.group_by("mmsi").agg(a=pl.col("t").min(), b=pl.col("t").max())
        if shared.height < 4:
            continue
        t = np.arange(shared["a"].max().timestamp(), shared["b"].min().timestamp(), 60.0)
        if len(t) < 240:
            continue
        speeds = np.array([_track(winter, m, t)[2] for m in shared["mmsi"]])
        wide = np.ones(15) / 15
        smooth = np.array([np.convolve(row, wide, "valid") for row in speeds])
        assert np.corrcoef(smooth)[0].min() > 0.4
        lon, lat, _ = (np.array(x) for x in zip(*[_track(winter, m, t) for m in mmsi], strict=True))
        far = geo.distance_m(lon[0], lat[0], lon[1], lat[1])
        assert 100.0 < np.median(far) < 3000.0
        seen += 1
    assert seen >= 1


@pytest.mark.slow
def test_convoys_are_for_winter_or_for_who_asks(sea):
    world = replace(PLAIN, convoy=0.3)
    wish = {"hours": 24, "ships": 40, "seed": 4, "world": world, "sea": sea, "interval_s": 300}
    assert _of(simulate_traffic(t_start=WINTER, **wish), "convoy")
    assert not _of(simulate_traffic(t_start=SUMMER, **wish), "convoy")
    assert _of(simulate_traffic(t_start=SUMMER, ice=True, **wish), "convoy")
    assert not _of(simulate_traffic(t_start=WINTER, ice=False, **wish), "convoy")
    # Who asks for ice gets it, even in a world without.
    assert _of(
        simulate_traffic(t_start=SUMMER, ice=True, **{**wish, "world": PLAIN, "ships": 90}),
        "convoy",
    )
    assert [m for m in range(1, 13) if is_ice_season(m)] == [1, 2, 3, 4]


@pytest.fixture(scope="module")
def meetings(sea):
    world = replace(PLAIN, alongside=0.4)
    return simulate_traffic(t_start=SUMMER, hours=48, ships=60, seed=3, world=world, sea=sea)


def test_two_ships_lie_side_by_side_for_hours(meetings):
    pairs = [pair for pair in _of(meetings, "alongside") if len(pair) == 2]
    assert len(pairs) > 4
    seen = 0
    for first, second in pairs:
        both = meetings.fixes.filter(
            pl.col("mmsi").is_in([first, second]) & (pl.col("truth_state") == "alongside")
        )
        span = both.group_by("mmsi").agg(a=pl.col("t").min(), b=pl.col("t").max())
        if span.height < 2:
            continue
        t0, t1 = span["a"].max().timestamp() + 2400.0, span["b"].min().timestamp() - 2400.0
        if t1 - t0 < 3600.0:
            continue
        t = np.arange(t0, t1, 60.0)
        a, b = _track(meetings, first, t), _track(meetings, second, t)
        far = geo.distance_m(a[0], a[1], b[0], b[1])
        assert 5.0 < np.median(far) < 60.0 and np.percentile(far, 95) < 90.0
        assert np.percentile(a[2], 95) < 2.0
        bows = [
            meetings.fixes.filter(
                (pl.col("mmsi") == m) & pl.col("t").dt.epoch("s").is_between(t0, t1)
            )
            for m in (first, second)
        ]
        near = bows[0].join_asof(bows[1].select("t", other="heading_deg"), on="t", tolerance="2m")
        near = near.drop_nulls("other")
        turn = geo.turn_deg(near["heading_deg"].to_numpy(), near["other"].to_numpy())
        assert np.abs(turn).max() < 6.0
        seen += 1
    assert seen >= 3


def test_nobody_is_on_land_in_a_group(winter, meetings, sea):
    for found in (winter, meetings):
        lon, lat = found.fixes["lon"].to_numpy(), found.fixes["lat"].to_numpy()
        assert sea.is_land(lon, lat).sum() == 0


def test_twins_send_one_number_from_two_places(sea):
    world = replace(PLAIN, twin=0.3)
    found = simulate_traffic(t_start=SUMMER, hours=24, ships=40, seed=3, world=world, sea=sea)
    twins = _of(found, "twin")
    assert len(twins) > 2 and all(len(mmsi) == 1 for mmsi in twins)
    assert found.vessels["mmsi"].is_unique().all()
    assert not found.fixes.select("mmsi", "t").is_duplicated().any()
    assert found.fixes.equals(found.fixes.sort("mmsi", "t", maintain_order=True))
    jumps = 0
    for (mmsi,) in twins:
        own = found.fixes.filter(pl.col("mmsi") == mmsi)
        assert "twin" in set(own["truth_state"])
        lon, lat = own["lon"].to_numpy(), own["lat"].to_numpy()
        jumps += int((geo.distance_m(lon[:-1], lat[:-1], lon[1:], lat[1:]) > 10_000).sum())
    assert jumps > 100


@pytest.mark.slow
def test_one_ship_more_changes_no_group(sea):
    world = replace(PLAIN, convoy=0.2, alongside=0.2, twin=0.05)
    wish = {
        "t_start": WINTER,
        "hours": 24,
        "seed": 6,
        "world": world,
        "sea": sea,
        "interval_s": 300,
    }
    more = simulate_traffic(ships=30, **wish)
    assert len(more.happenings) > 3
    for ships in (11, 19, 24):
        few = simulate_traffic(ships=ships, **wish)
        # The last leader may gain those who join; what the ships before do stays.
        mine = few.fixes.filter(pl.col("truth_state") != "twin")
        known = more.fixes.filter(pl.col("mmsi") < FIRST + ships).filter(
            pl.col("truth_state") != "twin"
        )
        assert known.equals(mine)


def test_a_ship_that_is_to_drag_leaves_its_group(sea):
    world = replace(PLAIN, alongside=2.0)
    wish = {"t_start": SUMMER, "hours": 24, "seed": 3, "ships": 8, "world": world, "sea": sea}
    pairs = _of(simulate_traffic(**wish), "alongside")
    first, second = pairs[0]
    found = simulate_traffic(drags=[DragPlan(first - FIRST, 4.0, hours=3.0)], **wish)
    own = found.fixes.filter(pl.col("mmsi") == first)
    assert "alongside" not in set(own["truth_state"])
    assert [first, second] not in _of(found, "alongside")
    assert len(found.truth) == 1
