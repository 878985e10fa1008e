"""Simulated drags: truth, speed law, endings, seabed, steering."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

from baltic import geo
from baltic.physics import SEABED_LAMBDA, hull_of, speed_with_anchor_kn
from baltic.simulate import DragPlan, SimulationError, World, baltic_lanes, simulate_traffic
from baltic.simulate.ships import make_ship, ship_stream

START = "2024-06-01T00:00Z"
QUIET = World(
    "quiet", storm_share=0.0, jit=0.0, slow_order=0.0, speed_order=0.0, stop=0.0, engine=0.0,
    dip=0.0, anchoring=0.0, anchorage=0.0, fishing=0.0, tow=0.0, patrol=0.0, loss=0.0,
    gaps_per_day=0.0,
)  # fmt: skip


def _long_lanes():
    return [lane for lane in baltic_lanes() if lane.name.startswith("skagerrak - petersburg")]


def _one(sea, plan, *, hours=20, seed=0, world=QUIET, assets=None):
    """Return a simulation in which ship 0 sails all the time and follows the plan."""
    for attempt in range(60):
        wish = {
            "t_start": START, "hours": hours, "seed": seed + attempt, "ships": 1, "sea": sea,
            "lanes": _long_lanes(), "world": world,
        }  # fmt: skip
        plain = simulate_traffic(**wish)
        if plain.fixes.height > 0.98 * hours * 60 and plain.fixes["sog_kn"].min() > 7:
            return plain, simulate_traffic(drags=[plan], assets=assets, **wish)
    raise AssertionError("no ship sails through")


def _mean(fixes, first, last):
    t0 = datetime.fromisoformat(START)
    window = pl.col("t").is_between(t0 + timedelta(hours=first), t0 + timedelta(hours=last))
    return float(fixes.filter(window)["sog_kn"].mean())


@pytest.mark.parametrize("seabed", sorted(SEABED_LAMBDA))
def test_speed_falls_to_the_steady_solution(sea, seabed):
    plan = DragPlan(
        0, 5.0, hours=6.0, chain_out_m=150.0, seabed=seabed, depth_m=40.0, thrust_slope=0.4,
        yaw_ratio=1.0, drift_deg=0.0, ends="lost",
    )  # fmt: skip
    plain, found = _one(sea, plan)
    ship = make_ship(0, "general", ship_stream(0, 0))
    row = found.vessels.row(0, named=True)
    assert ship.mmsi == row["mmsi"]
    truth = found.truth[0]
    before = _mean(plain.fixes, 6.5, 10.5)
    kinds = {70: ("bulk", "general", "container", "roro"), 71: ("bulk", "container"),
             79: ("container", "general", "roro")}  # fmt: skip
    lams = SEABED_LAMBDA[seabed][0] * np.exp(SEABED_LAMBDA[seabed][1] * np.array([2.5, -2.5]))
    low, high = np.inf, 0.0
    for kind in kinds.get(row["ship_type"], ("tanker",)):
        hull = hull_of(row["loa_m"], row["beam_m"], row["draught_m"], kind)
        gear = (truth["anchor_kg"], 0.001 * np.array([30.0, 105.0])[:, None])
        speeds = speed_with_anchor_kn(before, 150.0, *gear, 40.0, lams, hull, thrust_slope=0.4)
        low, high = min(low, float(speeds.min())), max(high, float(speeds.max()))
    dragging = _mean(found.fixes, 6.5, 10.5)
    assert low - 0.3 < dragging < high + 0.3
    assert dragging < 0.97 * before
    assert _mean(found.fixes, 13.0, 16.0) == pytest.approx(_mean(plain.fixes, 13.0, 16.0), abs=0.5)


def test_the_fall_is_a_ramp_of_minutes(sea):
    plan = DragPlan(0, 5.0, hours=4.0, chain_out_m=250.0, seabed="mud", depth_m=40.0, ends="lost")
    plain, found = _one(sea, plan)
    v0, v1 = _mean(plain.fixes, 4.5, 5.0), _mean(found.fixes, 6.0, 8.5)
    t0 = datetime.fromisoformat(START) + timedelta(hours=5)
    after = found.fixes.filter(pl.col("t") >= t0)
    minutes = ((after["t"] - t0).dt.total_seconds() / 60).to_numpy()
    share = (after["sog_kn"].to_numpy() - v1) / (v0 - v1)
    half = minutes[np.argmax(share < 0.5)]
    assert 1.0 < half < 10.0
    assert share[0] > 0.7


def test_recovery_stop_then_full_speed(sea):
    plan = DragPlan(0, 5.0, hours=3.0, seabed="mud", depth_m=40.0, ends="stop")
    plain, found = _one(sea, plan)
    stop = found.fixes.filter(pl.col("truth_state") == "recovery_stop")
    minutes = (stop["t"].max() - stop["t"].min()).total_seconds() / 60
    assert 18 < minutes < 122
    assert float(stop["sog_kn"].tail(stop.height // 2).median()) < 1.8
    assert found.truth[0]["ends"] == "stop"
    assert _mean(found.fixes, 12.0, 15.0) == pytest.approx(_mean(plain.fixes, 12.0, 15.0), abs=0.5)
    lost = _one(sea, DragPlan(0, 5.0, hours=3.0, seabed="mud", depth_m=40.0, ends="lost"))[1]
    assert "recovery_stop" not in set(lost.fixes["truth_state"])


@pytest.mark.slow
def test_states_and_truth_agree(day):
    assert len(day.truth) == 4
    for truth in day.truth:
        own = day.fixes.filter(pl.col("mmsi") == truth["mmsi"])
        t0, t1 = (datetime.fromisoformat(truth[k]) for k in ("t_drop", "t_end"))
        inside = own.filter(
            pl.col("t").is_between(t0 + timedelta(minutes=1), t1 - timedelta(minutes=1))
        )
        assert set(inside["truth_state"]) <= {"drag"}
        outside = own.filter(
            (pl.col("t") < t0 - timedelta(minutes=1)) | (pl.col("t") > t1 + timedelta(minutes=1))
        )
        assert "drag" not in set(outside["truth_state"])
        assert truth["v_during_kn"] < truth["v_before_kn"]
        assert 0.5 < float(inside["sog_kn"].median()) < truth["v_before_kn"]
        assert truth["contact_share"] > 0.3
        assert truth["world"] == "A" and truth["seed"] == 11
    others = day.fixes.filter(~pl.col("mmsi").is_in([t["mmsi"] for t in day.truth]))
    assert not {"drag", "recovery", "recovery_stop"} & set(others["truth_state"])


def test_truth_names_the_assets_under_the_anchor(sea):
    from baltic.catalogue import load_assets

    assets = load_assets()
    _, found = _one(sea, DragPlan(0, 2.0, hours=16.0, seabed="mud", depth_m=40.0), assets=assets)
    truth = found.truth[0]
    own = found.fixes.filter(pl.col("truth_state") == "drag").sort("t")
    line = own.select("lon", "lat").to_numpy()
    import shapely

    track = shapely.LineString(line)
    expected = {asset.asset_id for asset in assets.itertuples() if asset.geometry.intersects(track)}
    named = {hit["asset_id"] for hit in truth["assets"]}
    assert len(named ^ expected) <= 1  # a line within a fix of the drop or the end
    for hit in truth["assets"]:
        t = datetime.fromisoformat(hit["t"])
        near = own.filter((pl.col("t") - t).abs() <= timedelta(minutes=1))
        away = geo.distance_m(
            near["lon"].to_numpy(), near["lat"].to_numpy(), hit["lon"], hit["lat"]
        )
        assert away.min() < 400.0


def test_dragging_ship_yaws_and_drifts(sea):
    wild = DragPlan(0, 5.0, hours=5.0, seabed="mud", depth_m=40.0, yaw_ratio=3.0, drift_deg=3.0)
    tame = DragPlan(0, 5.0, hours=5.0, seabed="mud", depth_m=40.0, yaw_ratio=1.0, drift_deg=0.0)
    spread, lean = [], []
    for plan in (wild, tame):
        own = _one(sea, plan)[1].fixes.filter(pl.col("truth_state") == "drag")
        heading = np.degrees(np.unwrap(np.radians(own["heading_deg"].to_numpy())))
        spread.append(np.std(np.diff(heading, 2)))
        lean.append(
            np.median(geo.turn_deg(own["heading_deg"].to_numpy(), own["cog_deg"].to_numpy()))
        )
    assert spread[0] > 1.5 * spread[1]
    assert lean[0] - lean[1] == pytest.approx(3.0, abs=0.7)


@pytest.mark.parametrize(
    "plan", [DragPlan(0, 1.0, seabed="custard"), DragPlan(0, 1.0, ends="happily")]
)
def test_plans_without_sense(sea, plan):
    with pytest.raises(SimulationError):
        simulate_traffic(
            t_start=START, hours=4, ships=1, seed=1, drags=[plan], sea=sea, world=QUIET,
            lanes=_long_lanes(),
        )  # fmt: skip


@pytest.mark.slow
def test_seeds_give_different_drags(sea):
    found = [
        simulate_traffic(t_start=START, hours=24, ships=40, seed=s, drags=2, sea=sea).truth
        for s in (1, 2)
    ]
    assert [t["t_drop"] for t in found[0]] != [t["t_drop"] for t in found[1]]
    assert len({t["chain_out_m"] for group in found for t in group}) > 2


def test_drop_is_the_log_of_the_speeds(day):
    for truth in day.truth:
        told = np.log(truth["v_before_kn"] / truth["v_during_kn"])
        assert truth["drop_ln"] == pytest.approx(told, abs=0.01)


def test_a_speed_pilot_leaves_hardly_any_slow_down(sea):
    gear = {"hours": 6.0, "chain_out_m": 150.0, "seabed": "sand", "depth_m": 40.0, "ends": "lost"}
    held = _one(sea, DragPlan(0, 5.0, hold=0.95, reaction="none", **gear))[1].truth[0]
    left = _one(sea, DragPlan(0, 5.0, hold=0.0, reaction="none", **gear))[1].truth[0]
    assert left["drop_ln"] > 0.1
    assert abs(held["drop_ln"]) < 0.35 * left["drop_ln"]
    assert held["contact_share"] > 0.9


@pytest.mark.parametrize(
    ("reaction", "low", "high"), [("power", 1.02, 1.3), ("ease", 0.7, 0.98), ("none", 1.0, 1.0)]
)
def test_crews_that_react_change_the_speed(sea, reaction, low, high):
    gear = {"hours": 8.0, "chain_out_m": 120.0, "seabed": "rock", "depth_m": 40.0, "hold": 0.0,
            "yaw_ratio": 1.0, "drift_deg": 0.0, "thrust_slope": 0.5, "ends": "lost"}  # fmt: skip
    found = _one(sea, DragPlan(0, 3.0, reaction=reaction, **gear))[1].fixes
    plain = _one(sea, DragPlan(0, 3.0, reaction="none", **gear))[1].fixes
    share = _mean(found, 7.0, 10.5) / _mean(plain, 7.0, 10.5)
    assert low <= share <= high


def test_a_crew_that_looks_stops_with_the_anchor_still_down(sea):
    plan = DragPlan(
        0, 3.0, hours=8.0, chain_out_m=120.0, seabed="rock", depth_m=40.0, reaction="look",
        ends="lost", hold=0.0,
    )  # fmt: skip
    own = _one(sea, plan)[1].fixes.filter(pl.col("truth_state") == "drag")
    slow = own.filter(pl.col("sog_kn") < 2.5)
    assert 5 < slow.height < 70
    assert float(own.tail(60)["sog_kn"].median()) > 4.0


def test_a_snag_holds_the_ship_before_the_chain_parts(sea):
    gear = {"hours": 5.0, "chain_out_m": 120.0, "seabed": "rock", "depth_m": 40.0, "hold": 0.0,
            "reaction": "none"}  # fmt: skip
    _, found = _one(sea, DragPlan(0, 3.0, ends="snag", **gear))
    _, lost = _one(sea, DragPlan(0, 3.0, ends="lost", **gear))
    ratio = _mean(found.fixes, 7.97, 8.0) / _mean(lost.fixes, 7.97, 8.0)
    assert 0.25 < ratio < 0.9
    assert _mean(found.fixes, 9.0, 10.0) == pytest.approx(_mean(lost.fixes, 9.0, 10.0), abs=0.4)
    assert found.truth[0]["ends"] == "snag"


def test_a_drag_may_begin_before_the_record(sea):
    plan = DragPlan(0, -1.5, hours=6.0, seabed="mud", depth_m=40.0, ends="lost")
    _, found = _one(sea, plan)
    truth = found.truth[0]
    assert truth["starts_before_window"] and truth["t_drop"] < "2024-06-01"
    own = found.fixes
    assert own["truth_state"][0] == "drag"
    assert _mean(own, 0.2, 4.0) < 0.95 * _mean(own, 6.0, 12.0)
    with pytest.raises(SimulationError, match="over before"):
        _one(sea, DragPlan(0, -3.0, hours=2.0))


@pytest.mark.slow
def test_a_world_can_begin_all_drags_before_the_record(sea):
    from dataclasses import replace

    wish = {"t_start": START, "hours": 24, "ships": 60, "seed": 2, "drags": 4, "sea": sea}
    found = simulate_traffic(world=replace(QUIET, begun=1.0), **wish).truth
    assert sum(t["starts_before_window"] for t in found) >= 2
    assert not any(t["starts_before_window"] for t in simulate_traffic(world=QUIET, **wish).truth)


def test_a_partial_engine_failure_falls_holds_and_returns(sea):
    from baltic.simulate.course import Course, Guarded
    from baltic.simulate.events import _engine_trouble

    t = np.arange(0.0, 24 * 3600.0, 30.0)
    ship = make_ship(0, "general", ship_stream(0, 0))
    world = World("w", storm_share=0.0, engine_tau_min=(4.0, 4.0))
    lows = []
    for seed in range(30):
        course = Course(t, np.full(len(t), 9000.0))
        _engine_trouble(Guarded(course), ship, world, 6 * 3600.0, np.random.default_rng(seed))
        on = course.state > 0
        low = float(course.factor.min())
        lows.append(low)
        # 63 % of the fall within the time constant, and held until the end of the trouble.
        after = course.factor[np.searchsorted(t, 6 * 3600.0 + 240.0)]
        assert after == pytest.approx(low + (1 - low) * np.exp(-1), abs=0.03)
        assert (np.diff(course.factor[t < 6 * 3600.0 + 1800.0]) <= 1e-12).all()
        assert 0.5 <= np.sum(on) * 30.0 / 3600.0 <= 5.02
        assert 0.78 < course.factor[-1] <= 1.001
        assert (course.status == 2).any() == (low < 0.1)
        # It comes back by the programme of the engine, 5 to 30 min, and the ship lags behind.
        end = t[on].max()
        gone = np.interp(end + np.array([120.0, 3600.0]), t, course.factor) - low
        assert gone[0] < 0.2 * (course.factor[-1] - low)
        assert gone[1] > 0.8 * (course.factor[-1] - low)
    partial = [low for low in lows if low > 0.1]
    assert 10 < len(partial) < 26 and min(partial) > 0.33 and max(partial) < 0.8
