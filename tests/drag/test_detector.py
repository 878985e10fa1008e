"""The whole detector on tracks with a known story: drags found, ordinary sailing quiet."""

import re
from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from baltic.records import as_json
from baltic.settings import Settings

from .tracks import (
    START,
    make_asset,
    make_crossings,
    make_places,
    make_track,
    make_vessel,
    no_places,
    run,
)

RANK = {"none": 0, "note": 1, "watch": 2, "alert": 3}
RICH = {
    "heading": True, "yaw_deg": 1.5, "yaw_drag": 3.0, "drift_drag": 2.0,
    "tau_min": 5.0, "noise_kn": 0.08, "step_s": 30.0,
}  # fmt: skip


def some_slow(values, fast):
    """Return parameters of which those not named are slow tests."""
    return [v if v in fast else pytest.param(v, marks=pytest.mark.slow) for v in values]


def best(found):
    return found.episodes[0].level if found.episodes else "none"


# Stories of a drag -----------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("v", some_slow([1, 2, 3, 4, 4.5, 5, 5.5, 6, 6.5, 7, 8], [1, 4.5, 6, 8]))
def test_bare_slow_down_over_a_cable_is_listed_at_any_speed(v):
    # Speed alone, no steering in the record: enough for a note, whatever the speed.
    found = run(make_track([(3, 11), (4, v, "drag"), (2, 11)]))
    assert RANK[best(found)] >= 1
    c = found.candidates[0]
    assert [a.asset_id for a in c.assets] == ["cable-1"]
    assert c.v_ref_kn == pytest.approx(11, abs=0.2)
    assert c.v_drag_kn == pytest.approx(v, abs=0.2)
    assert abs((c.t_end - c.t_start).total_seconds() / 3600 - 4) < 0.35


@pytest.mark.slow
@pytest.mark.parametrize("v", some_slow([3, 5, 7, 8, 9], [3, 7, 9]))
def test_drag_with_yaw_drift_and_physical_ramp_is_an_alert_or_watch(v):
    found = run(make_track([(4, 11.5), (5, v, "drag"), (3, 11.5)], **RICH))
    assert RANK[best(found)] >= 2
    assert found.candidates[0].quality["yaw_from"] == "heading"


def test_without_heading_course_is_used_and_it_is_said():
    found = run(make_track([(4, 11.5), (5, 7, "drag"), (3, 11.5)], **{**RICH, "heading": False}))
    c = found.candidates[0]
    assert RANK[c.level] >= 2
    assert c.quality["yaw_from"] == "course"
    assert any("no heading" in w for w in c.quality["limits"])


def test_a_record_that_begins_in_the_drag():
    found = run(
        make_track([(30, 7), (1, 0.3), (3, 10.5)]), vessel=make_vessel(loa=225.0, beam=32.0)
    )
    assert RANK[best(found)] >= 2
    assert found.candidates[0].quality["reference"] == "after"


def test_a_drag_without_slow_down_is_reached_through_its_end():
    track = make_track(
        [(6, 9.8), (4, 9.6, "drag"), (0.75, 0.5), (3, 9.8)], start=(16.0, 55.3), heading=True,
        yaw_deg=1.5, yaw_drag=3.6, drift_drag=1.8, noise_kn=0.08, tau_min=4.0, step_s=20.0,
    )  # fmt: skip
    found = run(track, assets=make_asset(track, 0.55))
    # Either the restless steering before the stop is listed, or the stop that ended it.
    c = found.candidates[0]
    assert RANK[c.level] >= 1
    assert {"released", "stop_and_recovery"} <= {e.item for e in c.evidence if e.llr > 0}


@pytest.mark.slow
@pytest.mark.parametrize("step_s", some_slow([2, 10, 60, 180, 600], [2, 60, 600]))
def test_any_sampling(step_s):
    legs = [(4, 11.5), (5, 6.5, "drag"), (3, 11.5)]
    found = run(make_track(legs, **{**RICH, "step_s": float(step_s)}))
    assert RANK[best(found)] >= 1


def test_very_sparse_tracks_work_and_are_called_low():
    found = run(make_track([(6, 11), (8, 6, "drag"), (6, 11)], step_s=1900.0))
    assert RANK[best(found)] >= 1
    assert found.candidates[0].quality["grade"] == "low"


# Ordinary stories ------------------------------------------------------------------


def port_at_end(track):
    return make_places(("port", "Haven", track["lon"][-1], track["lat"][-1], 3.0))


@pytest.mark.parametrize("v", [4.0, 8, 11, 14, 19])
def test_constant_speed_is_quiet(v):
    vessel = make_vessel(loa=90.0, beam=14.0) if v < 8 else make_vessel()
    for rich in ({}, RICH):
        found = run(make_track([(24, v)], **{**rich, "yaw_drag": None}), vessel=vessel)
        assert found.candidates == []


ORDINARY = {
    "just in time into port": ([(6, 12), (5, 8.5)], {"tau_min": 12.0}),
    "pilot": ([(5, 11), (0.5, 4), (0.3, 0.5), (4, 11)], {"tau_min": 5.0}),
    "short dip": ([(5, 11), (0.4, 8), (5, 11)], {}),
    "speed trim": ([(5, 11), (6, 10.4)], {"tau_min": 10.0}),
}


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_slow_downs_are_quiet(name):
    legs, more = ORDINARY[name]
    base = {"heading": True, "yaw_deg": 1.5, "noise_kn": 0.08}
    track = make_track(legs, **{**base, **more})
    assert RANK[best(run(track, places=port_at_end(track)))] == 0


def test_anchoring_is_quiet():
    track = make_track([(5, 11), (0.5, 5), (9, 0.1), (4, 11)], heading=True, yaw_deg=1.5)
    stop = track.row(6 * 60, named=True)
    places = make_places(("anchorage", "Roads", stop["lon"], stop["lat"], 4.0))
    assert RANK[best(run(track, places=places))] == 0


@pytest.mark.parametrize(("kind", "legs"), [
    (30, [(3, 9), (5, 3.2, "drag"), (3, 9)]),  # trawler
    (52, [(2, 8), (24, 3.5, "drag"), (2, 8)]),  # tow
    (35, [(3, 12), (4, 5, "drag"), (3, 12)]),  # patrol
    (60, [(2, 18), (1.5, 9), (2, 18), (1.5, 9), (2, 18)]),  # ferry
])  # fmt: skip
def test_working_ships_raise_no_alarm(kind, legs):
    track = make_track(legs, heading=True, yaw_deg=2.0, yaw_drag=5.0, noise_kn=0.2, tau_min=4.0)
    assert RANK[best(run(track, vessel=make_vessel(ship_type=kind, loa=40.0, beam=9.0)))] <= 1


def test_straight_tow_for_a_day_is_quiet():
    track = make_track([(24, 3.5)], status=3)
    assert run(track, vessel=make_vessel(ship_type=31, loa=35.0)).candidates == []


def test_engine_trouble_says_so():
    track = make_track([(4, 11), (3, 6), (3, 10)], heading=True, yaw_deg=1.5, noise_kn=0.08)
    status = np.zeros(track.height, dtype=np.uint8)
    status[4 * 60 : 7 * 60] = 2
    found = run(track.with_columns(nav_status=pl.Series(status)))
    c = found.episodes[0]
    assert RANK[c.level] <= 1
    assert any("not under command" in w for w in c.innocent)


def lane(n, legs, **more):
    parts, vessels = [], []
    for i in range(n):
        mmsi = 200000101 + i
        start = (START[0] + 0.02 * i, START[1] + 0.01 * (i % 3))
        parts.append(make_track(legs, mmsi=mmsi, start=start, segment=i, seed=i, **more))
        vessels.append(make_vessel(mmsi))
    return pl.concat(parts).sort("mmsi", "t"), pl.concat(vessels)


def test_a_whole_lane_that_slows_is_quiet_and_one_ship_alone_is_not():
    base = {"heading": True, "yaw_deg": 1.5, "noise_kn": 0.08}
    storm, vessels = lane(9, [(5, 11), (5, 8), (4, 11)], tau_min=6.0, **base)
    found = run(storm, vessel=vessels)
    assert all(RANK[c.level] == 0 for c in found.episodes)
    drag = make_track([(5, 11), (5, 7, "drag"), (4, 11)], mmsi=200000101, seed=0, **RICH)
    calm, _ = lane(9, [(14, 11)], **base)
    mixed = pl.concat([drag, calm.filter(pl.col("mmsi") != 200000101)]).sort("mmsi", "t")
    found = run(mixed, vessel=vessels)
    assert {c.mmsi for c in found.candidates} == {200000101}
    assert found.candidates[0].quality["neighbours"] >= 5


def test_one_corrupt_fix_makes_nothing():
    track = make_track([(12, 11)])
    bad = track.with_columns(
        sog_kn=pl.when(pl.int_range(pl.len()) == 300).then(0.5).otherwise("sog_kn").cast(pl.Float32)
    )
    assert run(bad).episodes == []


# What is said ----------------------------------------------------------------------


@pytest.mark.slow
def test_planned_and_cancelled_assets_raise_nothing():
    track = make_track([(3, 11), (4, 6, "drag"), (2, 11)])
    for status, expected in (("planned", 0), ("cancelled", 0), ("in_service", 1)):
        found = run(track, assets=make_asset(track, status=status))
        assert len(found.candidates[0].assets) == expected


def test_too_little_data_is_told():
    for track in (
        make_track([(97 / 3600, 11)], step_s=10.0),
        make_track([(0.01, 11)], step_s=60.0),
    ):
        found = run(track, assets=make_asset(make_track([(3, 11)])))
        assert found.candidates == []
        assert any("time span and coverage too short to find a drag" in n for n in found.notes)


def test_twin_hulls_are_left_out_and_told():
    twin = make_track([(3, 11), (4, 6, "drag"), (2, 11)], hull=1, segment=1)
    whole = pl.concat([make_track([(9, 11)]), twin])
    found = run(whole)
    assert found.episodes == []
    assert any("far off their own track" in n for n in found.notes)


def test_words_never_accuse_and_innocent_reasons_are_always_given():
    found = run(make_track([(4, 11.5), (5, 6, "drag"), (3, 11.5)], **RICH))
    text = str([as_json(c) for c in found.candidates]) + str(found.notes)
    assert not re.search(r"guilt|culprit|suspect|sabot|crime|perpetrat", text, re.IGNORECASE)
    assert all(c.innocent for c in found.episodes)


def test_ledger_adds_up_and_is_capped():
    rules = Settings().evidence
    for c in run(make_track([(4, 11.5), (5, 6, "drag"), (3, 11.5)], **RICH)).episodes:
        total = sum(np.clip(e.llr, -rules.cap, rules.cap) for e in c.evidence)
        assert c.llr == pytest.approx(rules.dependence * total, abs=1e-3)
        for e in c.evidence:
            assert abs(e.llr) <= (rules.yaw_cap if e.item in ("yaw", "drift") else rules.cap)
            assert isinstance(as_json(e.value), (int, float, str, type(None)))


@pytest.mark.slow
def test_depth_gives_the_chance_of_contact():
    track = make_track([(3, 11), (4, 6, "drag"), (2, 11)])
    assert run(track).candidates[0].assets[0].p_contact is None
    shallow = run(track, depth=lambda lon, lat: np.full(len(lon), 50.0)).episodes[0]
    deep = run(track, depth=lambda lon, lat: np.full(len(lon), 420.0)).episodes[0]
    assert shallow.assets[0].p_contact > 0.8 > 0.1 > deep.assets[0].p_contact
    assert deep.llr < shallow.llr - 1.0


def test_what_lies_ahead_of_a_ship_still_slow():
    track = make_track([(4, 11), (5, 6, "drag")], **RICH)
    beyond = make_track([(4, 11), (9, 6)])
    c = run(track, assets=make_asset(beyond, 0.9)).episodes[0]
    assert c.assets == ()
    assert c.quality["next_asset"]["asset_id"] == "cable-1"
    assert 1 < c.quality["next_asset"]["km"] < 60


# Metamorphic: what must not matter -------------------------------------------------


def story(**more):
    legs = [(6, 11.5), (6, 6.5, "drag"), (5, 11.5)]
    return make_track(legs, **{**RICH, "step_s": 10.0, **more})


def same(a, b, shift=timedelta(0)):
    assert [(c.mmsi, c.level, [h.asset_id for h in c.assets]) for c in a.candidates] == [
        (c.mmsi, c.level, [h.asset_id for h in c.assets]) for c in b.candidates
    ]
    for x, y in zip(a.candidates, b.candidates, strict=True):
        for p, q in ((x.t_start, y.t_start), (x.t_end, y.t_end)):
            assert abs((p + shift - q).total_seconds()) <= 600


@pytest.fixture(scope="module")
def told():
    track = story()
    found = run(track)
    assert found.candidates
    return track, found


@pytest.mark.slow
@pytest.mark.parametrize("minutes", [7, 61 * 24 * 60 + 3])
def test_shift_in_time(told, minutes):
    track, found = told
    shift = timedelta(minutes=minutes)
    same(found, run(track.with_columns(pl.col("t") + shift)), shift)


def test_mirror_in_space(told):
    track, found = told
    mirrored = track.with_columns(
        lon=2 * START[0] - pl.col("lon"),
        cog_deg=(360 - pl.col("cog_deg")) % 360,
        heading_deg=(360 - pl.col("heading_deg")) % 360,
    )
    same(found, run(mirrored))


def test_resampling(told):
    track, found = told
    same(found, run(track.gather_every(6), assets=make_asset(track)))


def test_cutting_the_file(told):
    track, found = told
    rows = track.height
    part = track.slice(rows // 8, rows - rows // 8 - rows // 10)
    same(found, run(part, assets=make_asset(track)))


def test_row_order_and_ids(told):
    track, found = told
    assets = make_asset(track)
    crossings = make_crossings(track, assets)
    from baltic.drag import detect

    shuffled = track.sample(fraction=1.0, shuffle=True, seed=3)
    again = detect(shuffled, make_vessel(), crossings, assets, no_places(), Settings())
    assert [as_json(c) for c in again.candidates] == [as_json(c) for c in found.candidates]
    assert found.candidates[0].candidate_id.startswith("c-")
