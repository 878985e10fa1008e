"""Fixes that contradict themselves are flagged, regions are told from single bad sensors."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st

from baltic.settings import Settings
from baltic.tables import TRACKS
from baltic.tracks.gnss import regional_state, watch_gnss
from baltic.tracks.gnss_cells import DEGRADED, in_degraded
from baltic.tracks.gnss_flags import flag_fixes
from tests.drag.tracks import T0, make_track

from .jamming import WAYS, inside, jam
from .ships import cleaned

S = Settings()
JAM = (T0 + timedelta(hours=3), T0 + timedelta(hours=4))
FIELDS = {"heading": True, "yaw_deg": 1.5, "noise_kn": 0.08}


def fleet(n=8, *, lon=18.3, lat=56.03, hours=7, step_s=60.0, first=200000100, **words):
    """`n` ships on parallel courses, a mile and more apart, at 9 to 13 knots."""
    return pl.concat(
        make_track(
            [(hours, 9 + 4 * i / max(n - 1, 1))], mmsi=first + i, seed=i, segment=first + i,
            start=(lon + 0.025 * (i % 13), lat + 0.02 * (i // 13)), step_s=step_s,
            **FIELDS, **words,
        )
        for i in range(n)
    )  # fmt: skip


def disturbed(tracks, way, ships=None, span=JAM):
    rows = inside(tracks, *span)
    if ships is not None:
        rows &= tracks["mmsi"].is_in(list(ships))
    return jam(tracks, rows, way, 1)


def state(tracks, lost=None):
    return regional_state(tracks, flag_fixes(tracks, S), S, lost)


@pytest.mark.parametrize("step_s", [5.0, 30.0, 60.0, 180.0, 600.0])
def test_ordinary_ships_have_no_flag(step_s):
    tracks = fleet(4, step_s=step_s, hours=4)
    assert flag_fixes(tracks, S).sum().row(0) == (0,) * 6
    assert not watch_gnss(tracks, S).muted.any()


@pytest.mark.parametrize(
    ("way", "flag"),
    [
        ("scatter", "speed"),
        ("frozen", "contradiction"),
        ("stopped", "elsewhere"),
        ("slow_sog", "contradiction"),
        ("absurd_sog", "speed"),
        ("circle", "elsewhere"),
        ("own_circle", "circle"),
        ("own_circle", "heading"),
    ],
)
def test_every_way_to_lie_has_its_flag(way, flag):
    tracks = disturbed(fleet(1), way)
    flags = flag_fixes(tracks, S)
    hour = inside(tracks, *JAM)
    assert flags.filter(hour)[flag].mean() > 0.3
    assert flags.filter(~hour).select(pl.any_horizontal(pl.all()).sum()).item() <= 8


def test_five_hulls_in_one_place_are_a_crowd_and_yachts_are_not():
    same = pl.concat(
        make_track([(2, 10)], mmsi=300 + i, segment=i, start=(18.0, 56.5 + i / 5000))
        for i in range(5)
    )
    assert flag_fixes(same, S)["crowd"].mean() > 0.9
    assert not flag_fixes(same.filter(pl.col("mmsi") < 304), S)["crowd"].any()
    yachts = same.with_columns(source=pl.lit("class-b"))
    assert not flag_fixes(yachts, S)["crowd"].any()
    moored = same.with_columns(sog_kn=pl.lit(0.1, pl.Float32))
    assert not flag_fixes(moored, S)["crowd"].any()


def test_five_hulls_on_one_circle_are_flagged_though_speed_and_course_agree():
    tracks = fleet(5).with_columns(heading_deg=pl.lit(None, pl.Float32))
    tracks = disturbed(tracks, "circle", span=(T0, T0 + timedelta(hours=7)))
    assert flag_fixes(tracks, S).select(pl.col("circle") | pl.col("crowd")).to_series().mean() > 0.8


def test_a_compass_off_by_ninety_degrees_is_no_bad_position():
    tracks = make_track([(4, 11)], heading=True)
    off = tracks.with_columns(((pl.col("heading_deg") + 90) % 360).cast(pl.Float32))
    assert not flag_fixes(off, S)["heading"].any()
    ferry = tracks.with_columns(((pl.col("heading_deg") + 180) % 360).cast(pl.Float32))
    assert not flag_fixes(ferry, S)["heading"].any()


def test_a_fast_ferry_and_a_turning_pilot_boat_are_no_liars():
    assert not flag_fixes(make_track([(1, 2), (2, 38), (1, 2)]), S)["speed"].any()
    turns = pl.concat(
        make_track([(0.1, 20)], mmsi=9, course=c, t0=T0 + timedelta(minutes=6 * i), start=p)
        for i, (c, p) in enumerate([(0.0, (18.0, 56.5)), (180.0, (18.0, 56.533))])
    )
    assert not flag_fixes(turns, S)["contradiction"].any()


@pytest.mark.parametrize("way", [w for w in WAYS if w != "own_circle"])
def test_a_jammed_fleet_is_a_disturbed_region_of_that_hour(way):
    cells = state(disturbed(fleet(), way))
    assert cells.height
    assert cells.schema == pl.Schema(DEGRADED)
    assert cells["t_start"].min() >= JAM[0] - timedelta(minutes=90)
    assert cells["t_end"].max() <= JAM[1] + timedelta(minutes=60)
    assert (cells["flagged"] <= cells["hulls"]).all()


@pytest.mark.parametrize("way", WAYS)
def test_one_bad_sensor_silences_itself_only(way):
    tracks = disturbed(fleet(), way, ships=[200000103])
    found = watch_gnss(tracks, S)
    assert found.degraded.height == 0
    assert set(tracks.filter(pl.Series(found.muted))["mmsi"]) <= {200000103}


def test_two_of_many_are_no_region_but_two_of_few_are():
    two, span = [200000100, 200000101], (T0, T0 + timedelta(hours=1))
    assert state(disturbed(fleet(16), "absurd_sog", two, span)).height == 0
    assert state(disturbed(fleet(4), "absurd_sog", two, span)).height > 0


def test_three_of_eighty_are_no_region():
    odd, span = [200000100, 200000109, 200000118], (T0, T0 + timedelta(hours=1))
    assert state(disturbed(fleet(80, hours=2), "absurd_sog", odd, span)).height == 0
    assert state(disturbed(fleet(40, hours=2), "absurd_sog", odd, span)).height > 0


@pytest.mark.parametrize("way", WAYS)
def test_jamming_of_one_region_leaves_the_other_alone(way):
    north = fleet(8, lon=18.0, lat=60.5, first=200000200)
    tracks = pl.concat([disturbed(fleet(8), way), north])
    found = watch_gnss(tracks, S)
    assert not found.muted[(tracks["mmsi"] >= 200000200).to_numpy()].any()
    if found.degraded.height:
        assert found.degraded["lat_max"].max() < 60


def test_the_place_a_spoofer_names_is_not_disturbed():
    far = make_track([(7, 10)], mmsi=7, start=(30.2, 59.7), course=0.0, heading=True)
    tracks = pl.concat([disturbed(fleet(), "circle"), far]).sort("mmsi", "t")
    found = watch_gnss(tracks, S)
    assert found.degraded["lon_max"].max() < 25
    assert not found.muted[(tracks["mmsi"] == 7).to_numpy()].any()


def test_what_cleaning_set_aside_counts_where_the_ship_must_have_been():
    tracks = fleet()
    hour = inside(tracks, *JAM)
    kept = tracks.filter(~hour)
    lost = tracks.filter(hour).with_columns(lon=pl.lit(99.0), lat=pl.lit(0.0))
    assert state(kept).height == 0
    cells = state(kept, lost)
    assert cells.height
    assert cells["lon_max"].max() < 21
    found = watch_gnss(kept, S, lost)
    assert found.apart.height == lost.height
    assert "8 hulls" in found.notes[0]
    assert "1 to 10 km" in found.notes[0]


def test_a_disturbed_cell_covers_its_bounds_and_minutes_around():
    cells = state(disturbed(fleet(), "absurd_sog")).head(1)
    lon = (cells["lon_min"][0] + cells["lon_max"][0]) / 2
    lat = (cells["lat_min"][0] + cells["lat_max"][0]) / 2
    begin, end = cells["t_start"][0].timestamp(), cells["t_end"][0].timestamp()
    t = np.array([begin - 601, begin - 599, begin, end - 1, end + 599, end + 601])
    six = np.ones(6)
    inside_ = in_degraded(lon * six, lat * six, t, cells, S)
    assert inside_.tolist() == [False, True, True, True, True, False]
    wide = np.array([cells["lon_min"][0] - 1e-6, cells["lon_min"][0] + 1e-6])
    at = np.full(2, begin)
    assert in_degraded(wide, np.full(2, lat), at, cells, S).tolist() == [False, True]
    nautical = (cells["lat_max"][0] - cells["lat_min"][0]) * 60
    assert nautical == pytest.approx(30)
    wide_nm = (cells["lon_max"][0] - cells["lon_min"][0]) * 60 * np.cos(np.radians(lat))
    assert wide_nm == pytest.approx(30)


@rules(max_examples=8)
@given(seed=st.integers(0, 1000), way=st.sampled_from(WAYS))
def test_the_order_of_rows_does_not_matter(seed, way):
    tracks = disturbed(fleet(5, hours=5), way)
    mixed = tracks.with_row_index("k").sample(fraction=1.0, shuffle=True, seed=seed)
    back = mixed.select(pl.col("k").arg_sort()).to_series()
    assert state(mixed.drop("k")).equals(state(tracks))
    flags = flag_fixes(mixed.drop("k"), S)
    assert flags[back].equals(flag_fixes(tracks, S))
    one, other = watch_gnss(tracks, S), watch_gnss(mixed.drop("k"), S)
    assert (one.muted == other.muted[back.to_numpy()]).all()


@rules(max_examples=8)
@given(halves=st.integers(-4000, 4000), way=st.sampled_from(WAYS))
def test_a_shift_by_half_hours_shifts_the_cells(halves, way):
    tracks = disturbed(fleet(5, hours=5), way)
    by = timedelta(minutes=30 * halves)
    cells, moved = state(tracks), state(tracks.with_columns(pl.col("t") + by))
    assert moved.equals(cells.with_columns(pl.col("t_start", "t_end") + by))


@rules(max_examples=20)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(1, 4), st.integers(0, 7200), st.floats(10, 30), st.floats(54, 66),
            st.one_of(st.none(), st.floats(0, 102)), st.one_of(st.none(), st.floats(0, 359.9)),
        ),
        max_size=40,
    )
)  # fmt: skip
def test_any_table_gets_an_answer(rows):
    n = len(rows)
    tracks = pl.DataFrame(
        {
            "mmsi": [r[0] for r in rows], "t": [T0 + timedelta(seconds=r[1]) for r in rows],
            "lon": [r[2] for r in rows], "lat": [r[3] for r in rows],
            "sog_kn": [r[4] for r in rows], "cog_deg": [r[5] for r in rows],
            "heading_deg": [r[5] for r in rows], "rot_deg_min": [None] * n,
            "nav_status": [0] * n, "source": [None] * n, "provenance": ["simulated"] * n,
            "hull": [0] * n, "segment": [r[0] for r in rows],
        },
        schema=TRACKS.schema, strict=False,
    ).unique(["mmsi", "t"])  # fmt: skip
    found = watch_gnss(tracks, S, tracks.head(3))
    assert len(found.muted) == tracks.height
    assert found.degraded.schema == pl.Schema(DEGRADED)


@pytest.mark.parametrize("way", ["frozen", "stopped", "circle", "flip", "scatter"])
def test_a_ship_that_lied_for_an_hour_stays_one_ship(way):
    tracks = make_track([(12, 11)], heading=True)
    lied, _, flags = cleaned(disturbed(tracks, way).drop("hull", "segment"))
    ship = lied.filter(pl.col("hull") == 0)
    good = ~inside(tracks, *JAM)
    times = set(tracks.filter(good)["t"])
    assert len(times & set(ship["t"])) >= 0.99 * len(times)
    if way in ("frozen", "stopped"):
        assert flags["twin_hull"] >= 40


def test_two_ships_with_one_number_stay_two():
    a = make_track([(10, 11)], mmsi=5)
    b = make_track([(10, 9)], mmsi=5, start=(18.0, 57.5), t0=T0 + timedelta(seconds=17))
    tracks, _, _ = cleaned(pl.concat([a, b]).drop("hull", "segment"))
    assert sorted(tracks["hull"].unique()) == [1, 2]
    one_after_the_other = pl.concat(
        [a, b.with_columns(pl.col("t") + timedelta(hours=10), pl.col("lat") + 6)]
    )
    tracks, _, _ = cleaned(one_after_the_other.drop("hull", "segment"))
    assert sorted(tracks["hull"].unique()) == [1, 2]
