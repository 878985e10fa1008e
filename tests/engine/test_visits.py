"""When ships were near the assets that failed: found beside the ranking, the same as here."""

from dataclasses import replace

import numpy as np
import pandas as pd
import polars as pl
import pytest
from pandas.testing import assert_frame_equal

from baltic.ais import AisData
from baltic.catalogue import Incident, IncidentAsset, load_track, track_vessels
from baltic.crossings import find_zone_events, with_unheard
from baltic.engine import investigate, scan
from baltic.engine.visits import find_visits, watch_assets
from baltic.settings import Settings
from baltic.tables import ZONE_EVENTS

WHEN = "2024-12-25T10:26:00Z"


@pytest.fixture(scope="module")
def ais():
    return AisData.of(load_track("eagle-s-2024"), track_vessels())


@pytest.fixture(scope="module")
def found(ais):
    return scan(ais)


def watch(found, tracks=None, asset_ids=None):
    tracks = found.tracks if tracks is None else tracks
    return watch_assets(tracks, found.crossings, found.assets, found.settings, asset_ids)


def test_a_watch_keeps_to_its_assets_and_ships(found) -> None:
    watched = watch(found, asset_ids=["estlink-2", "no-such-asset"])
    assert list(watched.assets.asset_id) == ["estlink-2"]
    assert set(watched.crossings.asset_id) == {"estlink-2"}
    nobody = watch(found, tracks=found.tracks.filter(pl.col("mmsi") == 1))
    assert nobody.crossings.empty and len(nobody.assets) == len(found.assets)
    assert find_visits(nobody).empty


@pytest.mark.slow
def test_visits_are_those_of_the_whole_tracks(found) -> None:
    ZONE_EVENTS.check(find_visits(watch(found)))
    plain = with_unheard(
        find_zone_events(found.tracks, found.assets, found.settings), found.crossings, found.tracks
    )
    assert_frame_equal(find_visits(watch(found)), plain)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_an_investigation_has_the_visits_to_what_failed(ais, workers) -> None:
    failed = [
        IncidentAsset(asset_id=a, t_earliest=WHEN, t_latest=WHEN) for a in ("estlink-2", "c-lion1")
    ]
    # So few rows to a part that the visits are looked for beside the ranking.
    plain = Settings()
    settings = replace(plain, engine=replace(plain.engine, part_rows=1))
    case = investigate(Incident(id="mine", assets=failed), ais, settings=settings, workers=workers)
    assert set(case.visits.asset_id) == {"estlink-2", "c-lion1"}
    over = case.visits[(case.visits.asset_id == "estlink-2") & (case.visits.event == "in_zone")]
    away = (over["t"] - pd.Timestamp(WHEN)).abs().min()
    assert away < pd.Timedelta(minutes=1)
    assert np.isclose(over["distance_km"].min(), 0.0, atol=0.1)
