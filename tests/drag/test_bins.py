"""Bins: medians, yaw about a turn, sparse and missing values, ships kept apart."""

import numpy as np
import polars as pl
import pytest

from baltic.drag.bins import BINS, make_bins
from baltic.settings import Settings
from baltic.tables import TRACKS

from .tracks import make_track

S = Settings()


def test_one_row_each_ten_minutes_and_ship():
    a = make_track([(2, 10)])
    b = make_track([(2, 6)], mmsi=200000102, segment=1)
    bins = make_bins(pl.concat([a, b]), S)
    assert bins.schema == pl.Schema(BINS)
    assert bins.group_by("mmsi").len().sort("mmsi")["len"].to_list() == [12, 12]
    speeds = bins.group_by("mmsi").agg(pl.col("v_kn").median()).sort("mmsi")["v_kn"].to_list()
    assert speeds == pytest.approx([10, 6], abs=0.05)


@pytest.mark.parametrize("step_s", [5, 10, 60])
def test_yaw_is_the_swing_whatever_the_sampling(step_s):
    bins = make_bins(make_track([(3, 10)], yaw_deg=3.0, step_s=step_s, heading=True), S)
    assert bins["yaw_hdg"].median() == pytest.approx(3.0, rel=0.15)
    assert bins["drift"].median() == pytest.approx(0.0, abs=0.3)


def test_a_steady_turn_is_no_yaw():
    track = make_track([(1, 10)])
    turning = (np.arange(track.height) * 3.0) % 360
    bins = make_bins(track.with_columns(cog_deg=pl.Series(turning, dtype=pl.Float32)), S)
    assert bins["yaw_cog"].drop_nans().max() < 0.3


def test_speed_from_positions_when_none_is_sent():
    track = make_track([(2, 9)]).with_columns(sog_kn=pl.lit(None, dtype=pl.Float32))
    assert make_bins(track, S)["v_kn"].median() == pytest.approx(9, rel=0.02)


def test_legs_longer_than_a_bin_are_filled():
    bins = make_bins(make_track([(6, 9)], step_s=1900.0), S)
    assert (bins["n"] == 0).sum() > bins.height / 2
    assert bins["v_kn"].to_numpy() == pytest.approx(np.full(bins.height, 9.0), abs=0.1)
    assert np.diff(bins["t_s"].to_numpy()).max() == 600.0


def test_other_hulls_are_left_out():
    track = make_track([(1, 9)], hull=1)
    assert make_bins(track, S).height == 0
    assert make_bins(TRACKS.empty(), S).height == 0
