"""Crossings about 180 degrees are those that the same ways have anywhere else."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import pytest
import shapely

from baltic.catalogue import load_assets
from baltic.crossings import find_crossings
from baltic.settings import Settings
from baltic.tables import TRACKS

from ..maps.samples import over_180, own_cable


def as_tracks(frame: pd.DataFrame) -> pl.DataFrame:
    made = pl.from_pandas(frame)
    missing = [pl.lit(None).alias(n) for n in TRACKS.names if n not in made.columns]
    return (
        TRACKS.empty()
        .clear()
        .vstack(
            made.with_columns(missing).select(
                pl.col(n).cast(kind) for n, kind in TRACKS.empty().schema.items()
            )
        )
    )


def turned(assets: gpd.GeoDataFrame, degrees: float) -> gpd.GeoDataFrame:
    """Return assets moved east, each line whole."""
    shapes = [
        shapely.transform(g, lambda p: np.column_stack([p[:, 0] % 360 + degrees, p[:, 1]]))
        for g in assets.geometry
    ]
    return assets.set_geometry(gpd.GeoSeries(shapes, crs=4326))


def test_a_ship_over_180_crosses_nothing_of_the_baltic() -> None:
    """Its legs do not lead the other way round the world, over Finland."""
    assert len(find_crossings(as_tracks(over_180()), load_assets(), Settings())) == 0


@pytest.mark.parametrize("split", [False, True])
def test_a_cable_over_180_is_crossed_as_it_would_be_at_20_east(split: bool) -> None:
    frame, assets = over_180(), own_cable(split=split)
    here = find_crossings(as_tracks(frame), assets, Settings())
    moved = frame.assign(lon=frame["lon"] % 360 - 160)
    there = find_crossings(as_tracks(moved), turned(assets, -160), Settings())
    assert len(here) == len(there) == 2
    for name in ("mmsi", "t", "asset_id", "part", "side"):
        assert here[name].tolist() == there[name].tolist()
    for name in ("lat", "kp_km", "sog_kn", "cog_deg", "angle_deg", "t_sd_s"):
        assert np.allclose(here[name], there[name], atol=1e-6), name
    assert np.allclose(here["lon"] % 360 - 160, there["lon"], atol=1e-9)
    assert here["lon"].between(-180, 180).all()


def test_a_cable_over_180_lies_not_over_the_baltic() -> None:
    ship = over_180().assign(lon=lambda f: f["lon"] % 360 - 160)
    assert len(find_crossings(as_tracks(ship), own_cable(), Settings())) == 0
