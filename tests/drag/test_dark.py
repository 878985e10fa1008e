"""Silences that may hide a crossing."""

from __future__ import annotations

from datetime import timedelta

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import pytest
import shapely

from baltic.catalogue import load_places
from baltic.crossings import find_crossings
from baltic.drag import detect
from baltic.drag.dark import find_dark_crossings
from baltic.drag.silences import find_silences
from baltic.settings import Settings
from baltic.tables import DARK_CROSSINGS

from .tracks import T0, make_asset, make_track, make_vessel

S = Settings()


def silent(track, begin_h, end_h):
    """Return a track without the fixes strictly between two times."""
    t = (track["t"] - T0).dt.total_seconds() / 3600.0
    return track.filter(~((t > begin_h) & (t < end_h)))


def line(*points, asset_id="line-1"):
    base = make_asset(make_track([(2, 12)]), asset_id=asset_id)
    return base.set_geometry([shapely.LineString(points)], crs=4326)


def sea(ships=8, hours=8.0):
    """Return ordinary ships on one course, a kilometre or two apart."""
    return [
        make_track([(hours, 12)], mmsi=200000200 + k, start=(18.0 + 0.02 * k, 56.5), seed=k)
        for k in range(ships)
    ]


def joined(*tracks):
    return pl.concat(tracks).sort("mmsi", "hull", "t")


def test_a_crossing_in_a_silence_is_found_and_agrees_with_the_crossings() -> None:
    track = make_track([(8, 12)])
    assets = make_asset(track, 0.5)
    gone = silent(track, 3.5, 4.5)
    found = find_dark_crossings(joined(gone, *sea()), assets, S)
    DARK_CROSSINGS.check(found)
    assert len(found) == 1
    row, crossing = found.iloc[0], find_crossings(gone, assets, S).iloc[0]
    assert row.straight and row.p_cross > 0.9
    assert row.gap_s == crossing.gap_s and crossing.interpolated
    assert row.t_earliest <= crossing.t <= row.t_latest
    assert abs(row.slack_min) < 2 and row.expected_kn == pytest.approx(12, abs=0.1)
    assert row.hulls_heard == 8 and row.share_silent < 0.05 and row.llr > 0.3


def test_a_dense_track_has_no_silence() -> None:
    track = make_track([(8, 12)])
    assert find_dark_crossings(track, make_asset(track, 0.5), S).empty


def test_a_ship_that_lies_still_has_no_silence() -> None:
    track = silent(make_track([(8, 0)]), 2, 6)
    assert find_dark_crossings(track, make_asset(make_track([(0.2, 12)]), 0.5), S).empty


def test_silence_of_all_says_nothing() -> None:
    track = make_track([(8, 12)])
    assets = make_asset(track, 0.5)
    others = [silent(t, 3.4, 4.6) for t in sea()]
    row = find_dark_crossings(joined(silent(track, 3.5, 4.5), *others), assets, S)
    row = row[row.mmsi == 200000101].iloc[0]
    assert row.hulls_heard < 5 or row.share_silent > 0.1
    assert row.llr == 0.0


def test_nobody_around_says_nothing() -> None:
    track = make_track([(8, 12)])
    row = find_dark_crossings(silent(track, 3.5, 4.5), make_asset(track, 0.5), S).iloc[0]
    assert row.hulls_heard == 0 and np.isnan(row.share_silent) and row.llr == 0.0


def test_a_hidden_slow_down_is_slack() -> None:
    slow = silent(make_track([(3.5, 12), (2, 6), (3, 12)]), 3.5, 5.5)
    full = silent(make_track([(8.5, 12)]), 3.5, 5.5)
    line_ = make_asset(make_track([(8.5, 12)]), 0.5)
    a, b = (find_dark_crossings(t, line_, S) for t in (slow, full))
    assert a.slack_min.iloc[0] == pytest.approx(60, abs=3)
    assert abs(b.slack_min.iloc[0]) < 3


def test_slack_adds_to_what_a_silence_says() -> None:
    line_ = make_asset(make_track([(8.5, 12)]), 0.5)
    llr = []
    for legs in ([(3.5, 12), (2, 6), (3, 12)], [(8.5, 12)]):
        found = find_dark_crossings(joined(silent(make_track(legs), 3.5, 5.5), *sea(6)), line_, S)
        llr.append(found.llr.max())
    assert llr[0] == S.evidence.gap_cap and llr[1] < llr[0] - 0.5


@pytest.mark.slow
def test_the_ledger_counts_a_silence_in_a_drag_against_the_speed_before_it() -> None:
    # The cruise just before the silence is that of the drag: only the episode knows better.
    track = make_track([(4, 12), (3, 8.5), (2, 8.5), (3, 8.5), (4, 12)], tau_min=4, noise_kn=0.05)
    assets = make_asset(track, 0.48)
    hidden = silent(track, 7.0, 9.0)
    tracks = joined(hidden, *sea(8, 16.0))
    vessels = pl.concat([make_vessel(), *(make_vessel(mmsi=200000200 + k) for k in range(8))])
    crossings = find_crossings(tracks, assets, S)
    found = detect(tracks, vessels, crossings, assets, load_places(), S)
    row = found.dark[found.dark.mmsi == 200000101].iloc[0]
    assert abs(row.slack_min) < 5 and row.llr < 1.0
    best = max((c for c in found.episodes if c.mmsi == 200000101), key=lambda c: c.llr)
    item = next(e for e in best.evidence if e.item == "silence_at_asset")
    assert item.llr > row.llr and "more than sailing on" in item.text
    # A share of time beside minutes would read as minutes.
    assert item.unit == "min" and item.neighbours is None and "% of their time)" in item.text
    alone = detect(hidden, make_vessel(), crossings, assets, load_places(), S)
    assert not any(e.item == "silence_at_asset" for c in alone.episodes for e in c.evidence)


def test_beside_the_way_only_a_detour_crosses() -> None:
    track = silent(make_track([(8, 12)], course=0.0), 3, 5)
    # 3 km to the east of the way, along it; the ship had reach for more than that.
    near = line((18.05, 56.9), (18.05, 57.8))
    far = line((22.0, 56.9), (22.0, 57.8), asset_id="far")
    assets = gpd.GeoDataFrame(pd.concat([near, far], ignore_index=True), crs=4326)
    found = find_dark_crossings(track, assets, S)
    assert found.asset_id.tolist() == ["line-1"]
    row = found.iloc[0]
    assert not row.straight and 0.01 <= row.p_cross <= S.dark.detour_share + 1e-9
    assert row.assets_in_reach == 1


def test_a_planned_asset_is_not_there_to_be_crossed() -> None:
    track = make_track([(8, 12)])
    assets = make_asset(track, 0.5, status="planned")
    assert find_dark_crossings(silent(track, 3.5, 4.5), assets, S).empty


def test_paths_over_land_are_left_out() -> None:
    # From the west of Gotland to its east, silent: the straight way lies over the island.
    rows = make_track([(2, 12)], course=90.0, start=(17.2, 57.5))
    later = make_track([(2, 12)], course=90.0, start=(19.4, 57.5), t0=T0 + timedelta(hours=9))
    inland = line((18.45, 57.3), (18.45, 57.6))
    found = find_dark_crossings(joined(rows, later), inland, S)
    # The straight way is told, with few feasible paths and no sampled one over it.
    assert found.straight.all()
    assert found.share_feasible.iloc[0] < 0.1 and found.p_cross.iloc[0] < 0.1


def test_a_sparse_feed_is_no_silence() -> None:
    track = make_track([(12, 12)], step_s=1900.0)
    assert find_dark_crossings(track, make_asset(track, 0.5), S).empty
    longer = silent(track, 4.0, 8.0)
    assert len(find_dark_crossings(longer, make_asset(track, 0.5), S)) == 1


def test_shift_in_time_mirror_and_row_order_keep_the_result() -> None:
    track = make_track([(8, 12)])
    assets = make_asset(track, 0.52)
    base = find_dark_crossings(joined(silent(track, 3.5, 4.5), *sea()), assets, S)
    later = joined(silent(track, 3.5, 4.5), *sea()).with_columns(pl.col("t") + pl.duration(days=40))
    shifted = find_dark_crossings(later, assets, S)
    names = ["p_cross", "llr", "hulls_heard", "slack_min", "assets_in_reach"]
    pd.testing.assert_frame_equal(base[names], shifted[names])
    again = find_dark_crossings(joined(*sea(), silent(track, 3.5, 4.5)), assets, S)
    pd.testing.assert_frame_equal(base, again)
    east = joined(silent(track, 3.5, 4.5), *sea()).with_columns(lon=40.0 - pl.col("lon"))
    flipped = assets.set_geometry(
        shapely.transform(assets.geometry.to_numpy(), lambda xy: np.array([40, 0]) + xy * [-1, 1])
    )
    mirrored = find_dark_crossings(east, flipped, S)
    assert mirrored.p_cross.tolist() == pytest.approx(base.p_cross.tolist(), abs=0.02)


def test_second_hulls_are_left_out() -> None:
    track = make_track([(8, 12)], hull=1)
    assert find_dark_crossings(silent(track, 3, 5), make_asset(track, 0.5), S).empty


def test_the_longest_silences_of_a_ship_are_kept() -> None:
    track = make_track([(30, 12)])
    for k in range(10):
        track = silent(track, 2.0 + 2 * k, 2.6 + 2 * k + 0.02 * k)
    few = pl.DataFrame(track)
    rules = S.__class__(dark=S.dark.__class__(max_per_ship=3))
    found = find_silences(few.filter(pl.col("hull") == 0), rules)
    assert len(found) == 3
    assert found.gap_s.min() >= 0.74 * 3600


def test_no_sent_speed_is_no_error() -> None:
    track = silent(make_track([(8, 12)]), 3.5, 4.5)
    mute = track.with_columns(sog_kn=pl.lit(None, pl.Float32))
    row = find_dark_crossings(mute, make_asset(make_track([(8, 12)]), 0.5), S).iloc[0]
    assert np.isnan(row.expected_kn) and np.isnan(row.slack_min)
    assert row.reach_kn >= row.need_kn
