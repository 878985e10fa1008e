"""A ship that says 0 kn and sails on did not send its speed."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from baltic.drag.levels import vessel_days
from baltic.settings import Settings
from baltic.tables import VESSELS

from .ships import cleaned, fixes, moved, straight


def zeroed(frame: pl.DataFrame, each: int) -> pl.DataFrame:
    here = pl.int_range(pl.len()) % each == 0
    return frame.with_columns(
        pl.when(here).then(0.0).otherwise("sog_kn").cast(pl.Float32).alias("sog_kn")
    )


@pytest.mark.parametrize("dt", [10.0, 60.0, 300.0])
@pytest.mark.parametrize("each", [1, 2, 5])
def test_noughts_of_a_ship_under_way_are_none(dt: float, each: int) -> None:
    ship = straight(n=200, dt=dt, noise_m=5.0)
    tracks, dropped, flags = cleaned(zeroed(ship, each))
    assert dropped == {} and set(tracks["hull"]) == {0}
    assert flags == {"sog_zero_moving": 200 // each}
    assert tracks["sog_kn"].null_count() == 200 // each
    whole, _, _ = cleaned(ship)
    settings = Settings()
    counted = vessel_days(tracks, VESSELS.empty(), settings)
    assert counted == vessel_days(whole, VESSELS.empty(), settings)


def test_cleaning_again_changes_nothing() -> None:
    strays = moved(zeroed(straight(n=300, dt=60.0, noise_m=5.0), 3), range(5, 300, 40), dlat=1.0)
    tracks, _, _ = cleaned(strays)
    again, dropped, flags = cleaned(tracks.drop("hull", "segment"))
    assert again.equals(tracks)
    assert (dropped, flags) == ({}, {})


def test_both_hulls_of_a_number_lose_theirs() -> None:
    twins = pl.concat([straight(n=200, dt=60.0), straight(n=200, dt=60.0, lat=57.0, start=30.0)])
    tracks, _, flags = cleaned(zeroed(twins, 1))
    assert set(tracks["hull"]) == {1, 2}
    assert tracks["sog_kn"].null_count() == flags["sog_zero_moving"] == 400


def test_noughts_of_a_ship_that_lies_stay() -> None:
    moored = straight(n=300, dt=10.0, kn=0.0, noise_m=8.0)
    strays = moved(moored, range(9, 300, 30), dlat=0.002)
    for ship in (moored, strays):
        tracks, _, flags = cleaned(ship)
        assert tracks["sog_kn"].null_count() == 0
        assert "sog_zero_moving" not in flags


def test_a_stop_between_sparse_fixes_stays() -> None:
    """A ferry is heard at the quay only, between two ways of half an hour."""
    t = np.arange(0.0, 9000.0, 1800.0)
    sog = np.array([14.0, 14.0, 0.0, 14.0, 14.0])
    tracks, _, flags = cleaned(fixes(230000001, t, np.full(5, 25.0), 59.0 + t / 3600 * 0.2, sog))
    assert tracks["sog_kn"].to_list() == sog.tolist()
    assert flags == {}


def test_noughts_of_a_ship_that_lies_stay_beside_another_of_its_number() -> None:
    lies = straight(n=12, dt=5.0, kn=0.0, lat=55.0)
    sails = straight(n=12, dt=60.0, kn=11.0, lat=55.25, course=0.0, sog=False)
    strays = (moved(lies, [0], dlon=0.04), moved(sails, [0], dlon=0.02, dlat=0.2))
    tracks, _, flags = cleaned(pl.concat(strays))
    assert set(tracks["hull"]) == {1, 2}
    assert "sog_zero_moving" not in flags
    assert tracks.filter(pl.col("lat") < 55.1)["sog_kn"].to_list() == [0.0] * 11
    assert cleaned(tracks.drop("hull", "segment"))[0].equals(tracks)
