"""Vessel-days and levels."""

import polars as pl
import pytest

from baltic.drag.levels import level_of, vessel_days
from baltic.settings import Levels, Settings

from .tracks import make_track, make_vessel

S = Settings()


def days(track, vessel):
    return vessel_days(track, vessel, S)[0]


def test_a_day_under_way_is_one():
    assert days(make_track([(24, 10)]), make_vessel()) == pytest.approx(1.0, abs=0.002)


def test_time_at_rest_and_other_ships_do_not_count():
    assert days(make_track([(12, 10), (12, 0.2)]), make_vessel()) == pytest.approx(0.5, abs=0.01)
    assert days(make_track([(24, 10)]), make_vessel(ship_type=60)) == 0.0
    assert days(make_track([(24, 10)], status=1), make_vessel()) == 0.0


def test_unknown_types_count_and_are_told():
    total, unknown = vessel_days(make_track([(24, 10)]), make_vessel(ship_type=None), S)
    assert total == unknown == pytest.approx(1.0, abs=0.002)


def test_silences_and_second_hulls_do_not_count():
    track = make_track([(24, 10)])
    cut = track.with_columns(
        segment=(pl.int_range(pl.len()) >= track.height // 2).cast(pl.UInt32)
    ).filter(pl.int_range(pl.len()).is_between(0, 360) | (pl.int_range(pl.len()) > 1080))
    assert days(cut, make_vessel()) == pytest.approx(0.5, abs=0.01)
    assert days(make_track([(24, 10)], hull=1), make_vessel()) == 0.0


def test_levels_are_ordered():
    rules = Levels()
    assert rules.note_llr < rules.watch_llr < rules.alert_llr
    assert level_of(rules.watch_llr, rules) == "watch"
    assert level_of(rules.note_llr - 0.01, rules) == "none"
