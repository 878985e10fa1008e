"""A thinned track gives back place, speed and time within its bounds."""

from __future__ import annotations

import dataclasses

import numpy as np
import polars as pl
import shapely
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st

from baltic.geo import KN_MS, distance_m
from baltic.settings import Maps, Settings
from baltic.tracks import thin

from .ships import DEG_M, cleaned, fixes, straight


def check_bounds(tracks: pl.DataFrame, thinned: pl.DataFrame, bounds: Maps) -> None:
    """Interpolate the thinned track at the times of the full one."""
    for (segment,), full in tracks.group_by("segment", maintain_order=True):
        kept = thinned.filter(pl.col("segment") == segment)
        t = full["t"].dt.epoch("us").to_numpy() / 1e6
        tk = kept["t"].dt.epoch("us").to_numpy() / 1e6
        assert tk[0] == t[0]
        assert tk[-1] == t[-1]
        lon = np.interp(t, tk, kept["lon"].to_numpy())
        lat = np.interp(t, tk, kept["lat"].to_numpy())
        off = distance_m(lon, lat, full["lon"].to_numpy(), full["lat"].to_numpy())
        assert off.max() <= bounds.thin_m * 1.01
        sog, sogk = (f["sog_kn"].cast(pl.Float64).to_numpy() for f in (full, kept))
        for i in np.flatnonzero(~np.isnan(sog)):
            k = np.searchsorted(tk, t[i], side="right") - 1
            j = min(k + 1, len(tk) - 1) if t[i] > tk[k] else k
            share = (t[i] - tk[k]) / (tk[j] - tk[k]) if j > k else 0.0
            back = sogk[k] if j == k else sogk[k] + share * (sogk[j] - sogk[k])
            assert abs(back - sog[i]) <= bounds.thin_kn + 1e-5
        for k in range(len(tk) - 1):
            between = ((t > tk[k]) & (t < tk[k + 1])).any()
            assert tk[k + 1] - tk[k] <= bounds.thin_s or not between


def test_a_straight_steady_ship_needs_few_fixes() -> None:
    tracks, _, _ = cleaned(straight(n=3000))
    thinned = thin(tracks, Settings())
    check_bounds(tracks, thinned, Settings().maps)
    assert thinned.height <= 3000 * 10 / 600 + 2
    assert thinned.columns == tracks.columns


def test_a_slow_down_on_a_straight_track_survives() -> None:
    # 12 kn, then 8.5 kn within five minutes, then 12 kn: Douglas-Peucker keeps two points.
    s = np.arange(0, 3 * 3600, 10.0)
    kn = 12 - 3.5 * ((s > 3600) & (s < 7200)) * (1 - np.exp(-np.clip(s - 3600, 0, None) / 300))
    way = np.cumsum(kn * KN_MS * 10.0)
    tracks, _, _ = cleaned(fixes(1, s, np.full(len(s), 20.0), 57 + way / DEG_M, kn))
    line = shapely.linestrings(tracks["lon"].to_numpy(), tracks["lat"].to_numpy())
    assert shapely.get_num_points(shapely.simplify(line, 60 / DEG_M)) == 2
    thinned = thin(tracks, Settings())
    check_bounds(tracks, thinned, Settings().maps)
    assert thinned["sog_kn"].min() < 8.9
    assert thinned.height < 60


def test_place_alone_also_keeps_the_slow_down() -> None:
    s = np.arange(0, 7200, 10.0)
    kn = np.where(s > 3600, 8.0, 12.0)
    lat = 57 + np.cumsum(kn * KN_MS * 10.0) / DEG_M
    tracks, _, _ = cleaned(fixes(1, s, np.full(len(s), 20.0), lat))  # no speed sent
    check_bounds(tracks, thin(tracks, Settings()), Settings().maps)


@st.composite
def wandering(draw):
    seed = draw(st.integers(0, 10_000))
    rng = np.random.default_rng(seed)
    ships = []
    for mmsi in range(1, draw(st.integers(1, 3)) + 1):
        n = draw(st.integers(1, 120))
        gaps = rng.choice([2.0, 10.0, 60.0, 700.0, 9000.0], n, p=[0.3, 0.4, 0.2, 0.08, 0.02])
        s = np.cumsum(gaps)
        turn = np.cumsum(rng.normal(0, 0.3, n))
        kn = np.abs(10 + np.cumsum(rng.normal(0, 0.5, n)))
        step = kn * KN_MS * gaps
        lat = 58 + np.cumsum(step * np.cos(turn)) / DEG_M
        lon = 20 + np.cumsum(step * np.sin(turn)) / (DEG_M * 0.5)
        sog = np.where(rng.random(n) < 0.1, np.nan, kn)
        ships.append(fixes(mmsi, s, lon, lat, sog).with_columns(pl.col("sog_kn").fill_nan(None)))
    return pl.concat(ships)


@rules(max_examples=60, deadline=None)
@given(wandering(), st.sampled_from([20.0, 60.0, 500.0]), st.sampled_from([0.2, 1.0]),
       st.sampled_from([60.0, 600.0]))  # fmt: skip
def test_bounds_hold_on_any_track(rows, metres, knots, seconds) -> None:
    tracks, _, _ = cleaned(rows)
    bounds = dataclasses.replace(Maps(), thin_m=metres, thin_kn=knots, thin_s=seconds)
    settings = dataclasses.replace(Settings(), maps=bounds)
    thinned = thin(tracks, settings)
    check_bounds(tracks, thinned, bounds)
    assert thin(thinned, settings).height <= thinned.height


def test_ships_are_thinned_alone() -> None:
    a, b = (cleaned(straight(mmsi=m, n=500, noise_m=40, seed=m))[0] for m in (1, 2))
    both = cleaned(pl.concat([straight(mmsi=m, n=500, noise_m=40, seed=m) for m in (1, 2)]))[0]
    alone = pl.concat([thin(a, Settings()), thin(b, Settings())])
    assert thin(both, Settings()).drop("segment").equals(alone.drop("segment"))
