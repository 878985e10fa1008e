"""Ships in the zone around an asset: when they entered, how near they came, when they left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.crossings import find_crossings, find_zone_events, with_unheard
from baltic.geo import KN_MS, distance_m
from baltic.settings import Settings
from baltic.tables import TRACKS, ZONE_EVENTS

T0 = datetime(2024, 12, 25, 10, tzinfo=UTC)
ZONE_M = Settings().crossings.zone_km * 1000
LAT, AT = 57.0, 20.0
#: Metres a degree of longitude along the ships' parallel.
DEG_M = float(distance_m(AT, LAT, AT + 0.1, LAT)) * 10


def line(*points: tuple[float, float]) -> gpd.GeoDataFrame:
    shape = shapely.LineString(points or [(AT, 56.5), (AT, 57.5)])
    return gpd.GeoDataFrame({"asset_id": ["cable"]}, geometry=[shape], crs=4326)


def ship(
    x_m: Any, y_m: Any = 0.0, *, mmsi: int = 219000001, step_s: float = 60.0, segment: Any = 0
) -> pl.DataFrame:
    """Fixes at metres east and north of where the cable meets the parallel."""
    x = np.asarray(x_m, float)
    y = np.broadcast_to(np.asarray(y_m, float), x.shape)
    n = len(x)
    return pl.DataFrame(
        {
            "mmsi": [mmsi] * n, "t": [T0 + timedelta(seconds=step_s * i) for i in range(n)],
            "lon": AT + x / DEG_M, "lat": LAT + y / 111_300, "sog_kn": [10.0] * n,
            "cog_deg": [90.0] * n, "heading_deg": [None] * n, "rot_deg_min": [None] * n,
            "nav_status": [0] * n, "source": ["class-a"] * n, "provenance": ["simulated"] * n,
            "hull": [0] * n, "segment": np.broadcast_to(segment, n).tolist(),
        },
        schema=TRACKS.schema,
    )  # fmt: skip


def events(*ships: pl.DataFrame, assets: gpd.GeoDataFrame | None = None) -> pd.DataFrame:
    table = pl.concat(ships).sort("mmsi", "hull", "t")
    found = find_zone_events(table, line() if assets is None else assets, Settings())
    ZONE_EVENTS.check(found)
    return found


def test_a_passage_is_entry_nearest_and_exit_at_the_right_times() -> None:
    metres = 10 * KN_MS * 60
    found = events(ship((np.arange(-20, 21)) * metres))
    assert list(found["event"]) == ["enter", "in_zone", "exit"]
    seconds = [(t - T0).total_seconds() for t in found["t"]]
    middle, reach = 20 * 60, ZONE_M / (10 * KN_MS)
    assert seconds == pytest.approx([middle - reach, middle, middle + reach], abs=3)
    assert found["distance_km"].tolist() == pytest.approx([1.852, 0, 1.852], abs=0.005)
    assert found["min_distance_km"].max() < 0.001
    kp = float(distance_m(AT, 56.5, AT, LAT)) / 1000
    assert found["kp_km"].tolist() == pytest.approx([kp] * 3, abs=0.02)
    assert found["seen"].all() and set(found["sog_kn"]) == {10.0}


@pytest.mark.parametrize("step_s", [10.0, 60.0, 600.0, 1800.0])
def test_a_coarse_track_enters_at_the_same_time(step_s: float) -> None:
    metres = 10 * KN_MS * step_s
    n = int(7200 / step_s)
    found = events(ship((np.arange(-n, n + 1) + 0.3) * metres, step_s=step_s))
    assert len(found) == 3
    enter, nearest, leave = ((t - T0).total_seconds() for t in found["t"])
    assert leave - enter == pytest.approx(2 * ZONE_M / (10 * KN_MS), abs=8)
    assert nearest == pytest.approx((n - 0.3) * step_s, abs=2)


def test_a_ship_outside_or_passing_at_the_edge() -> None:
    along = (np.arange(-20, 21)) * 300.0
    assert events(ship(np.full(41, ZONE_M + 50), along)).empty
    near = events(ship(np.full(41, ZONE_M - 50), along))
    assert near["min_distance_km"].tolist() == pytest.approx([1.802] * 3, abs=0.004)
    assert near["seen"].tolist() == [False, True, False]


def test_a_ship_at_anchor_in_the_zone_and_one_heard_once() -> None:
    still = events(ship(np.full(30, 500.0)))
    assert len(still) == 3 and still["min_distance_km"].iloc[0] == pytest.approx(0.5, abs=0.002)
    once = events(ship([500.0]))
    assert once["event"].tolist() == ["enter", "in_zone", "exit"]
    assert once["t"].nunique() == 1 and once["seen"].tolist() == [False, True, False]


def test_a_silence_ends_a_visit() -> None:
    found = events(ship(np.full(20, 100.0), segment=[0] * 10 + [1] * 10))
    assert found["visit"].nunique() == 2
    assert found[found["event"] != "in_zone"]["seen"].sum() == 0


def test_ships_do_not_mix() -> None:
    a = ship(np.full(5, 100.0))
    b = ship(np.full(5, 200.0), mmsi=219000002)
    found = events(a, b)
    assert found.groupby("mmsi")["visit"].nunique().tolist() == [1, 1]
    assert sorted(found["min_distance_km"].round(1).unique()) == [0.1, 0.2]


def test_nothing_in_gives_the_empty_contract() -> None:
    ZONE_EVENTS.check(find_zone_events(TRACKS.empty(), line(), Settings()))
    far = ship(np.arange(5) * 100.0 + 80_000)
    assert events(far).empty


@pytest.mark.slow
@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(-6000, 6000), st.floats(-6000, 6000)), min_size=1, max_size=12))
def test_any_track_gives_ordered_whole_visits(points: list[tuple[float, float]]) -> None:
    """Against a slow count: every place within the zone lies in a visit, none outside does."""
    x, y = np.array(points).T
    track = ship(x, y)
    found = events(track)
    wide = found.pivot(index="visit", columns="event", values="t")
    if len(found):
        assert (wide["enter"] <= wide["in_zone"]).all()
        assert (wide["in_zone"] <= wide["exit"]).all()
        assert (found["min_distance_km"] <= found["distance_km"] + 1e-9).all()
        assert (found["distance_km"] <= 1.852 + 1e-6).all()
    for i in range(len(x)):
        km = (
            float(distance_m(track["lon"][i], LAT + y[i] / 111_300, AT, LAT + y[i] / 111_300))
            / 1000
        )
        t = pd.Timestamp(track["t"][i])
        inside = bool(len(wide)) and ((wide["enter"] <= t) & (t <= wide["exit"])).any()
        if abs(km - 1.852) > 0.02:
            assert inside == (km < 1.852), (km, points)


def coarse(*, minutes: float, segment: Any = 0) -> pl.DataFrame:
    """Eastward at 10 kn, with a silence over the line that begins 10 min before it."""
    metres = 10 * KN_MS * 60
    rows = np.arange(-200, 400)
    track = ship(rows * metres)
    if segment:
        late = rows > -10
        track = track.with_columns(segment=pl.Series(late.astype(int)).cast(track["segment"].dtype))
    return track.filter(pl.Series((rows <= -10) | (rows >= -10 + minutes)))


def test_events_within_a_silence_have_its_ends() -> None:
    silent = events(coarse(minutes=60))
    begin, end = T0 + timedelta(minutes=190), T0 + timedelta(minutes=250)
    assert silent["event"].tolist() == ["enter", "in_zone", "exit"]
    assert [t.to_pydatetime() for t in silent["silent_from"]] == [begin] * 3
    assert [t.to_pydatetime() for t in silent["silent_to"]] == [end] * 3
    assert events(coarse(minutes=14))["silent_from"].isna().all()


def test_a_crossing_in_a_silence_that_breaks_the_track_is_one_row_unheard() -> None:
    track = coarse(minutes=180, segment=1)
    lines = line().assign(kind="power", status="in_service", accuracy_km=0.1)
    crossed = find_crossings(track, lines, Settings())
    seen = events(track)
    assert seen.empty
    found = with_unheard(seen, crossed, track)
    ZONE_EVENTS.check(found)
    (row,) = found.to_dict("records")
    assert (row["visit"], row["event"], row["seen"], row["distance_km"]) == (1, "unheard", False, 0)
    assert row["t"] == pd.Timestamp(T0) + pd.Timedelta(minutes=200)
    assert row["silent_from"] == pd.Timestamp(T0) + pd.Timedelta(minutes=190)
    assert row["silent_to"] == pd.Timestamp(T0) + pd.Timedelta(minutes=370)


def test_unheard_rows_stand_among_the_visits_in_order_of_time() -> None:
    early, dark = ship(np.arange(-20, 21) * 300.0, mmsi=219000002), coarse(minutes=180, segment=1)
    late = ship(np.arange(-300, 21) * 300.0, mmsi=219000003)
    track = pl.concat([dark, early, late]).sort("mmsi", "hull", "t")
    lines = line().assign(kind="power", status="in_service", accuracy_km=0.1)
    found = with_unheard(events(track), find_crossings(track, lines, Settings()), track)
    ZONE_EVENTS.check(found)
    assert found["visit"].tolist() == [1, 1, 1, 2, 3, 3, 3]
    assert found["mmsi"].tolist() == [219000002] * 3 + [219000001] + [219000003] * 3
    assert found["event"].tolist()[3:] == ["unheard", "enter", "in_zone", "exit"]
