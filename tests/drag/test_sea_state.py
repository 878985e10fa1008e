"""Waves in the expected speed: neighbours first, then the file, else nothing."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from baltic import physics
from baltic.catalogue import load_places
from baltic.crossings import find_crossings
from baltic.drag import detect
from baltic.drag.sea_state import add_waves
from baltic.settings import Settings

from .tracks import T0, make_asset, make_track, make_vessel

S = Settings()


def storm(height=3.0, begin_h=4.0, end_h=9.0, origin=30.0):
    """Return a sea with a storm of some hours, waves from ahead of course 30."""

    def sea(lon, lat, t_s):
        hour = (np.asarray(t_s) - T0.timestamp()) / 3600.0
        high = np.where((hour >= begin_h) & (hour < end_h), height, 0.3)
        return high, np.full(len(hour), origin)

    return sea


def bins(hulls=0, e=0.0, hours=12, course=30.0, speed=11.5):
    n = hours * 6
    return pl.DataFrame(
        {
            "mmsi": pl.Series([200000101] * n, dtype=pl.UInt32), "leg": [1] * n,
            "t_s": T0.timestamp() + 600.0 * np.arange(n) + 300.0,
            "lon": [18.0] * n, "lat": [56.5] * n, "cog": [course] * n, "v_kn": [speed] * n,
            "hulls": np.broadcast_to(hulls, n), "e": np.broadcast_to(float(e), n)
            if np.ndim(e) == 0 else e,
        }
    )  # fmt: skip


def loss(table):
    """Return ln of expected speed in the storm over that before it."""
    e = table["e"].to_numpy()
    return float(np.median(e[26:50]) - np.median(e[:22]))


def test_head_waves_lower_the_expected_speed_by_the_formula() -> None:
    found = add_waves(bins(), make_vessel(), storm(), S)
    hull = physics.hull_of(180.0, 28.0, 9.5, "bulk")
    a = S.physics.thrust_slope
    per = [
        1 - physics.wave_resistance_n(h, hull) / ((2 + a) * physics.resistance_n(11.5, hull))
        for h in (3.0, 0.3)
    ]
    assert loss(found) == pytest.approx(float(np.log(per[0] / per[1])), rel=0.02)
    assert -0.3 < loss(found) < -0.08


@pytest.mark.parametrize(("origin", "share"), [(30, 1.0), (70, 1.0), (120, 0.33), (210, 0.0)])
def test_the_angle_off_the_bow_matters(origin, share) -> None:
    full = loss(add_waves(bins(), make_vessel(), storm(), S))
    found = loss(add_waves(bins(), make_vessel(), storm(origin=float(origin)), S))
    assert found / full == pytest.approx(share, abs=0.05)


def test_neighbours_come_first() -> None:
    found = add_waves(bins(hulls=6, e=-0.05), make_vessel(), storm(), S)
    assert found["e"].to_list() == [-0.05] * 72
    assert found["waves"].is_not_null().all()


def test_waves_fill_what_neighbours_leave_without_a_step() -> None:
    # Neighbours tell a calm first half; the file goes on from where they stop.
    hulls = np.r_[np.full(20, 6), np.zeros(52, int)]
    e = np.r_[np.full(20, 0.02), np.zeros(52)]
    found = add_waves(bins(hulls=hulls, e=e), make_vessel(), storm(), S)["e"].to_numpy()
    assert found[:20] == pytest.approx(np.full(20, 0.02))
    assert found[20:24] == pytest.approx(np.full(4, 0.02), abs=1e-6)
    assert found[30] < -0.06


def test_nothing_is_guessed_without_size_or_without_waves() -> None:
    unsized = make_vessel(loa=None, beam=None, draught=None)
    for vessel, sea in ((unsized, storm()), (make_vessel(), None)):
        found = add_waves(bins(), vessel, sea, S)
        assert found["e"].to_list() == [0.0] * 72
        assert found["waves"].is_null().all()

    def nowhere(lon, lat, t_s):
        return np.full(len(lon), np.nan), np.full(len(lon), np.nan)

    assert add_waves(bins(), make_vessel(), nowhere, S)["e"].to_list() == [0.0] * 72


def test_the_edge_of_the_file_is_no_change_of_speed() -> None:
    def part(lon, lat, t_s):
        high, origin = storm()(lon, lat, t_s)
        return np.where(np.asarray(t_s) > T0.timestamp() + 7 * 3600, np.nan, high), origin

    e = add_waves(bins(), make_vessel(), part, S)["e"].to_numpy()
    assert e[41] == pytest.approx(e[60])


def judged(sea):
    # What head seas of 3 m cost this ship, and back to speed afterwards.
    table = add_waves(bins(), make_vessel(), storm(), S)
    slow = 11.5 * float(np.exp(loss(table)))
    track = make_track([(4, 11.5), (5, slow), (3, 11.5)], tau_min=5.0, noise_kn=0.05)
    assets = make_asset(track, 0.5)
    crossings = find_crossings(track, assets, S)
    return detect(track, make_vessel(), crossings, assets, load_places(), S, sea=sea)


def test_a_storm_slow_down_alone_at_sea_is_explained_by_the_file() -> None:
    without, with_file = judged(None), judged(storm())
    first = without.episodes[0]
    assert first.v_ref_kn - first.v_drag_kn > 1.0
    same = [c for c in with_file.episodes if c.t_start < first.t_end and c.t_end > first.t_start]
    assert not same or same[0].llr < first.llr - 1.0


@pytest.mark.slow
def test_it_is_said_how_weather_was_taken_out() -> None:
    track = make_track([(4, 11.5), (5, 6.0), (3, 11.5)], tau_min=5.0, noise_kn=0.05)
    assets = make_asset(track, 0.5)
    crossings = find_crossings(track, assets, S)
    said = []
    for sea in (None, storm()):
        found = detect(track, make_vessel(), crossings, assets, load_places(), S, sea=sea)
        c = found.episodes[0]
        said.append((" ".join(c.quality["limits"]), " ".join(c.innocent), c.quality["wave_loss"]))
    assert "too few neighbours to take weather" in said[0][0] and said[0][2] is None
    assert "waves taken out by the weather file, traffic not" in said[1][0]
    assert "by the weather file" in said[1][1] and 0.08 < said[1][2] < 0.3
