"""An injected drag keeps the real path, the real times and everybody else."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import polars as pl
import pytest
import shapely

from baltic.audit import Audit
from baltic.evaluation.injection import find_legs, inject
from baltic.settings import Settings
from baltic.simulate import simulate_traffic
from baltic.tables import FIXES
from baltic.tracks import clean

SETTINGS = Settings()


@pytest.fixture(scope="module")
def sea():
    made = simulate_traffic(
        t_start="2025-07-01T00:00Z", hours=18, ships=24, seed=4, world="A", interval_s=60.0
    )
    audit = Audit()
    audit.read(made.fixes.height)
    audit.use(made.fixes.height)
    tracks = clean(made.fixes.with_columns(pl.lit("measured").alias("provenance")), audit, SETTINGS)
    return tracks, made.vessels


@pytest.fixture(scope="module")
def injected(sea):
    tracks, vessels = sea
    legs = find_legs(tracks, vessels)[:3]
    return legs, inject(tracks, vessels, legs, seed=7, settings=SETTINGS)


def test_legs_are_of_merchant_ships_that_sail_on(sea) -> None:
    tracks, vessels = sea
    legs = find_legs(tracks, vessels)
    assert len(legs) > 3
    types = dict(vessels.select("mmsi", "ship_type").iter_rows())
    for leg in legs:
        assert 70 <= types[leg.mmsi] < 90
        assert leg.end_s - leg.begin_s >= 3 * 3600
    assert len({leg.mmsi for leg in legs}) == len(legs)


@pytest.mark.slow
def test_others_and_the_time_before_are_untouched(sea, injected) -> None:
    tracks, (legs, made) = sea[0], injected
    FIXES.check(made.fixes)
    assert made.fixes.height == tracks.height
    chosen = [leg.mmsi for leg in legs]
    others = made.fixes.filter(~pl.col("mmsi").is_in(chosen))
    assert others.equals(tracks.select(FIXES.names).filter(~pl.col("mmsi").is_in(chosen)))
    for told in made.truth:
        drop = datetime.fromisoformat(told["t_drop"])
        early = (pl.col("mmsi") == told["mmsi"]) & (pl.col("t") < drop)
        columns = ["t", "lon", "lat", "sog_kn"]
        new = made.fixes.filter(early).select(columns)
        assert new.height > 30
        assert new.equals(tracks.filter(early).select(columns))


def test_positions_stay_on_the_path_and_times_are_kept(sea, injected) -> None:
    tracks, (_, made) = sea[0], injected
    for told in made.truth:
        mine = pl.col("mmsi") == told["mmsi"]
        old, new = tracks.filter(mine), made.fixes.filter(mine)
        assert old["t"].equals(new["t"])
        assert new["provenance"].unique().to_list() == ["simulated"]
        path = shapely.LineString(old.select("lon", "lat").to_numpy())
        off = shapely.distance(path, shapely.points(new.select("lon", "lat").to_numpy()))
        assert off.max() * 111_195 < 5.0


def test_speed_follows_the_physics_in_tenths(injected) -> None:
    for told in injected[1].truth:
        mine = injected[1].fixes.filter(pl.col("mmsi") == told["mmsi"])
        begin, end = (datetime.fromisoformat(told[k]) for k in ("t_drop", "t_end"))
        middle = begin + 0.3 * (end - begin)
        inside = mine.filter(pl.col("t").is_between(middle, end))
        sog = inside["sog_kn"].drop_nulls().to_numpy()
        assert np.median(sog) == pytest.approx(told["v_during_kn"], abs=1.2)
        assert np.allclose(np.round(sog, 1), sog, atol=1e-5)
        # What the positions say agrees with what is reported.
        step = inside.with_columns(pl.col("t").dt.timestamp("us") / 1e6)
        lon, lat, t = (step[c].to_numpy() for c in ("lon", "lat", "t"))
        from baltic.geo import haversine_m

        made = haversine_m(lon[:-1], lat[:-1], lon[1:], lat[1:]).sum() / (t[-1] - t[0]) / 0.5144
        assert made == pytest.approx(np.mean(sog), abs=0.6)


def test_same_seed_same_drags(sea, injected) -> None:
    tracks, vessels = sea
    legs, made = injected
    again = inject(tracks, vessels, legs[:1], seed=7, settings=SETTINGS)
    assert again.truth[0] == made.truth[0]
    other = inject(tracks, vessels, legs[:1], seed=8, settings=SETTINGS)
    assert other.truth[0] != made.truth[0]
