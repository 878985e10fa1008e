"""Others that slow at the same place at other hours: fairways, limits of speed."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from baltic.drag.slowing import Place, Slowing, slowing_cells

from .tracks import T0, make_track, make_vessel, run

ZONE = [(4, 11), (3, 7.5), (4, 11)]
STEADY = [(11, 11)]


def ships(*legs, apart_h=3.0, **more):
    """Return ships that sail the same line, each some hours after the one before."""
    tracks, vessels = [], []
    for k, own in enumerate(legs):
        mmsi = 200000101 + k
        t0 = T0 + timedelta(hours=k * apart_h)
        tracks.append(make_track(own, mmsi=mmsi, t0=t0, tau_min=5.0, noise_kn=0.05, seed=k, **more))
        vessels.append(make_vessel(mmsi))
    return pl.concat(tracks), pl.concat(vessels)


def items(detection, mmsi=200000101):
    """Return level and ledger of the slow stretch of one ship, by item."""
    one = max((e for e in detection.episodes if e.mmsi == mmsi), key=lambda e: e.llr)
    return one, {e.item: e for e in one.evidence}


@pytest.mark.slow
def test_a_place_where_all_slow_down_speaks_against_a_drag():
    alone, told = ships(ZONE)
    one, seen = items(run(alone, vessel=told))
    assert "place_of_change" not in seen
    locked, told = ships(*[ZONE] * 8)
    zone, seen = items(run(locked, vessel=told))
    assert seen["place_of_change"].value == 1.0
    assert seen["place_of_change"].llr < -2.0
    assert "7 of 7 other ships" in seen["place_of_change"].text
    assert zone.llr < one.llr - 1.5
    assert "limit of speed" in zone.innocent[0]


def test_a_place_where_others_do_not_slow_says_nothing():
    tracks, told = ships(ZONE, *[STEADY] * 7)
    detection = run(tracks, vessel=told)
    _, seen = items(detection)
    assert seen["place_of_change"].value == 0.0
    assert seen["place_of_change"].llr == 0.0


def test_a_record_that_begins_slow_is_compared_where_it_sped_up():
    slow_first = [(4, 7.5), (5, 11)]
    tracks, told = ships(*[slow_first] * 6)
    _, seen = items(run(tracks, vessel=told))
    assert "sped up here as well" in seen["place_of_change"].text
    assert seen["place_of_change"].llr < -2.0


@pytest.mark.slow
def test_ships_on_the_other_course_do_not_count():
    mine, told = ships(ZONE)
    others, more = ships(*[ZONE] * 6, course=210.0)
    others = others.with_columns(pl.col("mmsi") + 100)
    more = more.with_columns(pl.col("mmsi") + 100)
    _, seen = items(run(pl.concat([mine, others]), vessel=pl.concat([told, more])))
    assert "place_of_change" not in seen


def forked(k, *, hours=4):
    """Return a ship that sails the same line at first, then turns off it and keeps its speed."""
    t0 = T0 + timedelta(hours=1 + k)
    first = make_track([(hours, 11)], mmsi=200000301 + k, t0=t0, noise_kn=0.05, seed=k)
    end = first.row(-1, named=True)
    second = make_track(
        [(7, 11)], mmsi=200000301 + k, t0=end["t"] + timedelta(minutes=1), course=65.0,
        start=(end["lon"], end["lat"]), noise_kn=0.05, seed=100 + k,
    )  # fmt: skip
    return pl.concat([first, second])


@pytest.mark.slow
def test_where_lanes_part_those_that_sail_the_same_way_are_asked():
    tracks, told = ships(*[ZONE] * 5)
    off = [forked(k) for k in range(16)]
    more = [make_vessel(200000301 + k) for k in range(16)]
    zone, seen = items(run(pl.concat([tracks, *off]), vessel=pl.concat([told, *more])))
    assert "4 of 4 other ships" in seen["place_of_change"].text
    assert seen["place_of_change"].llr < -1.5
    assert "limit of speed" in zone.innocent[0]
    # Nobody else sails on this way: all that came by are asked.
    alone, told = ships(ZONE)
    _, seen = items(run(pl.concat([alone, *off]), vessel=pl.concat([told, *more])))
    assert "0 of 16 other ships" in seen["place_of_change"].text


def moving(speeds, *, mmsi=1, leg=1, lon=20.0, lat=57.0, cog=90.0):
    """Return bins of ten minutes that all lie in one cell."""
    n = len(speeds)
    return pl.DataFrame(
        {
            "mmsi": [mmsi] * n,
            "leg": [leg] * n,
            "t_s": 600.0 * np.arange(n),
            "y": np.log(speeds),
            "lon": [lon] * n,
            "lat": [lat] * n,
            "cog": [cog] * n,
        }
    )


def test_changes_are_those_of_half_an_hour_before_and_after():
    cells = slowing_cells(moving([10.0] * 6 + [5.0] * 6))
    assert cells.height == 1
    assert cells["least"].item() == pytest.approx(np.log(0.5), abs=1e-6)
    assert cells["most"].item() == pytest.approx(0.0)
    # A dip of one bin is no change, and a silence between hides one.
    assert slowing_cells(moving([10.0] * 6 + [5.0] + [10.0] * 6))["least"].item() == 0.0
    late = moving([10.0] * 6 + [5.0] * 6).with_columns(
        pl.col("t_s") + 7200.0 * (pl.int_range(pl.len()) >= 6)
    )
    assert slowing_cells(late)["least"].item() == 0.0


def test_only_other_ships_near_and_on_that_course_are_asked():
    rows = [
        moving([10.0] * 6 + [5.0] * 6, mmsi=1),
        moving([10.0] * 6 + [8.0] * 6, mmsi=2, leg=2, lon=20.05, cog=80.0),
        moving([10.0] * 6 + [5.0] * 6, mmsi=3, leg=3, lon=21.0),
        moving([10.0] * 6 + [5.0] * 6, mmsi=4, leg=4, cog=180.0),
        moving([8.0] * 6 + [10.0] * 6, mmsi=5, leg=5, cog=91.0),
    ]
    every = Slowing.of(slowing_cells(pl.concat(rows)))
    here, nowhere = Place(20.0, 57.0, 90.0), Place(np.nan, 57.0, 90.0)
    lost = every.others(1, here, nowhere, faster=False)
    assert sorted(lost.round(3).tolist()) == [0.0, round(float(np.log(10 / 8)), 3)]
    won = every.others(1, here, nowhere, faster=True)
    assert sorted(won.round(3).tolist()) == [0.0, round(float(np.log(10 / 8)), 3)]
    # Courses about north, and cells without anybody.
    north = Place(20.0, 57.0, 359.0)
    assert len(every.others(1, north, nowhere, faster=False)) == 0
    assert len(Slowing.of(slowing_cells(moving([]))).others(1, here, nowhere, faster=True)) == 0


def test_those_that_sailed_on_are_asked_if_they_are_enough():
    slows = [moving([10.0] * 6 + [7.0] * 6, mmsi=k, leg=k) for k in range(2, 5)]
    keeps = [moving([10.0] * 12, mmsi=k, leg=k) for k in range(5, 25)]
    on = [moving([7.0] * 6, mmsi=k, leg=50 + k, lon=21.0) for k in range(2, 5)]
    here, there = Place(20.0, 57.0, 90.0), Place(21.0, 57.0, 90.0)

    def asked(rows):
        every = Slowing.of(slowing_cells(pl.concat(rows)))
        return sorted(every.others(1, here, there, faster=False).round(2).tolist())

    assert asked([*slows, *keeps, *on]) == [0.36, 0.36, 0.36]
    assert asked([*slows, *keeps, *on[:2]]) == [0.0] * 20 + [0.36] * 3
