"""Passages: what is one, what silences and the line's error leave open, and what shuts them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import geopandas as gpd
import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.attribution.readings import make_outages
from baltic.attribution.targets import fault_offset_km
from baltic.geo import line_length_m

from .test_anchor import BIG, SMALL, TRIP, flat
from .test_stays import moored
from .world import LAT, SETTINGS, T0, assets, incident, run, ship, tracks, vessels


def posterior(found: Any, mmsi: int) -> float:
    return sum(h.posterior for h in found.hypotheses if h.mmsi == mmsi)


def thinned(table: pl.DataFrame, every: int) -> pl.DataFrame:
    return table.gather_every(every)


@pytest.mark.slow
def test_how_often_a_ship_at_anchor_is_heard_changes_nothing() -> None:
    """It swings over the charted line with every fix; that is one stay and no passage each."""
    lying = moored(1001, 24.0, LAT, (-1500, 240))
    passing = ship(1002, 5, lat=59.5)
    window = incident(("alpha", 0, 12))
    told = [
        posterior(run(window, tracks(thinned(lying, n), passing), lines=assets(0.3)), 1001)
        for n in (1, 3, 6)
    ]
    assert max(told) < 0.1
    assert max(told) < 3 * min(told)
    assert posterior(run(window, tracks(lying, passing), lines=assets(0.3)), 1002) > 5 * max(told)


def test_a_zigzag_makes_a_passage_each_time() -> None:
    ways = [ship(1001, m, at=24.0, kn=12.0, hours=0.8) for m in (-150, -100, -50, 0)]
    table = tracks(pl.concat(ways).sort("t"))
    found = run(incident(("alpha", -160, 10)), table, lines=assets(0.1))
    crossed = [c for h in found.hypotheses if h.mmsi == 1001 for c in h.crossings]
    assert len(crossed) >= 4


def test_a_silent_ship_is_not_at_the_line_all_the_while() -> None:
    """Heard 50 km away at both ends of six hours: it was not there minutes after the first."""
    one = ship(1001, 0, kn=9.0, hours=14, silent=(-180, 180))
    # The line errs by kilometres, so that the time of the crossing is loose.
    lines = assets(accuracy_km=6.0)
    for minute, there in ((-185, False), (-174, False), (0, True), (186, False)):
        found = run(incident(("alpha", minute, minute + 0.1), t_sd_s=5.0), tracks(one), lines=lines)
        likely = posterior(found, 1001)
        assert (likely > 0.01) == there, (minute, likely)


@pytest.mark.slow
def test_of_a_crossing_and_the_silence_around_it_the_larger_counts() -> None:
    """The further the trip from the likely time, the less likely the ship: no dip between."""
    one = ship(1001, 0, kn=9.0, hours=14, silent=(-180, 180))
    told = [
        posterior(run(incident(("alpha", -m, -m + 0.1), t_sd_s=5.0), tracks(one)), 1001)
        for m in (0, 5, 6, 7, 20, 100)
    ]
    low = np.minimum.accumulate(told)
    assert all(b <= 1.7 * a for a, b in zip(low, told, strict=True)), told
    assert told[0] > told[3] > told[-1]


@pytest.mark.parametrize("before", [None, 90, 66, 54, 30])
def test_an_earlier_crossing_does_not_exonerate_a_ship_that_lingers(before: int | None) -> None:
    """0.3 km off a line known to 1 km at the trip; whether it crossed the chart before or not.

    What its motion says is another matter: how it came there may speak against a drag.
    """
    lying = moored(1001, 24.0 + 0.3 / 56.2, LAT, (-25, 60))
    if before is not None:
        way = ship(1001, -before, hours=2 * (before - 26) / 60, kn=6.0)
        lying = tracks(way.filter(pl.col("t") < T0 - timedelta(minutes=26)), lying)
    found = run(incident(("alpha", 0, 0.5)), lying, lines=assets(1.0))
    h = next(h for h in found.hypotheses if h.mmsi == 1001)
    assert h.posterior_without_drag_evidence == pytest.approx(0.02, abs=0.003), found.excluded


def test_a_ship_that_only_crossed_before_is_still_excluded() -> None:
    found = run(incident(("alpha", 0, 0.5)), tracks(ship(1001, -40)), lines=assets(1.0))
    assert {e.mmsi: e.kind for e in found.excluded} == {1001: "crossed_before"}


def test_what_runs_along_the_line_counts_where_the_place_is() -> None:
    """Nearest to the line an hour after the window and far off; over the place inside it."""
    n = 241
    lat = 59.7 + np.linspace(-0.35, 0.35, n)
    one = ship(1001, 0, hours=4.05).head(n).with_columns(
        lat=pl.Series(lat), lon=pl.Series(24.0 + (0.1 - 0.05 * np.linspace(0, 1, n)) / 56.2)
    )  # fmt: skip
    window = incident(("alpha", -15, 15), lon=24.0, lat=59.7, position_sd_km=1.0)
    table = one.with_columns(t=pl.Series([T0 + timedelta(minutes=i - 120) for i in range(n)]))
    assert posterior(run(window, tracks(table.cast(one.schema)), lines=assets(0.3)), 1001) > 0.03
    far = incident(("alpha", -15, 15), lon=24.0, lat=59.25, position_sd_km=1.0)
    gone = run(far, tracks(table.cast(one.schema)), lines=assets(0.3))
    assert {e.mmsi: e.kind for e in gone.excluded} == {1001: "other_place"}
    assert "nowhere nearer to the published place than 42.3 km" in gone.excluded[0].reason


@pytest.mark.slow
def test_depth_shuts_what_was_not_heard_as_it_shuts_what_was() -> None:
    silent = ship(1001, 0, hours=16, silent=(-300, 300))
    ended = ship(1001, 0).filter(pl.col("t") < T0 - timedelta(minutes=6))
    beside = ship(1001, 0, kn=3.0).with_columns(
        lon=pl.lit(24.0 + 0.25 / 56.2), lat=pl.col("lon") - 24.0 + LAT
    )
    other = ship(1002, 300)
    for one in (silent, ended, beside):
        table = tracks(one, other)
        small, big, dry = (
            run(TRIP, table, ships=vessels(table, **size), depth=deep)
            for size, deep in ((SMALL, flat(400.0)), (BIG, flat(150.0)), (SMALL, None))
        )
        assert posterior(small, 1001) == 0
        assert "400 m deep" in {e.mmsi: e.reason for e in small.excluded}[1001]
        assert posterior(big, 1001) > 0 and posterior(dry, 1001) > 0


def test_a_place_by_its_kilometre_point_counts_as_one_by_coordinates() -> None:
    near = ship(1001, 0, kn=6.0, lat=59.30).with_columns(lon=pl.lit(24.0 + 0.3 / 56.8))
    silent = ship(1002, 0, lat=59.30, hours=10, silent=(-60, 60))
    table = tracks(near, silent, ship(1003, 0))
    by_place = incident(("alpha", -3, 3), lon=24.0, lat=LAT, position_sd_km=0.5)
    km = line_length_m(shapely.LineString([(24.0, 59.2), (24.0, LAT)])) / 1000
    by_kp = incident(("alpha", -3, 3), kp_km=km, position_sd_km=0.1)
    one, other = run(by_place, table), run(by_kp, table)
    assert {h.mmsi for h in one.hypotheses} == {h.mmsi for h in other.hypotheses} == {1003, None}
    assert posterior(other, 1003) == pytest.approx(posterior(one, 1003), abs=0.1)
    outages, _ = make_outages(by_kp, assets(), SETTINGS)
    target = outages[0].targets[0]
    assert (target.fault_lon, target.fault_lat) == pytest.approx((24.0, LAT), abs=1e-3)


def bent(apart_km: float) -> gpd.GeoDataFrame:
    """Alpha as a U: two limbs so far apart, 110 km long each."""
    east = 24.0 + apart_km / 56.2
    shape = shapely.MultiLineString([[(24.0, 60.2), (24.0, 59.2), (east, 59.2), (east, 60.2)]])
    lines = assets(0.3)
    return lines.assign(
        geometry=[
            shape if a == "alpha" else g
            for a, g in zip(lines.asset_id, lines.geometry, strict=True)
        ]
    )


def test_a_place_by_coordinates_errs_across_a_bend() -> None:
    outages, _ = make_outages(
        incident(("alpha", 0, 1), lon=24.012, lat=LAT, position_sd_km=2.0), bent(1.8), SETTINGS
    )
    target = outages[0].targets[0]
    for lon in (24.0, 24.0 + 1.8 / 56.2):
        assert fault_offset_km(target, 0, 0.0, lon, LAT) < 1.2
    by_kp, _ = make_outages(incident(("alpha", 0, 1), kp_km=56.0), bent(1.8), SETTINGS)
    along = fault_offset_km(by_kp[0].targets[0], 0, np.array([56.0, 170.0]), 24.0, LAT)
    assert along.tolist() == pytest.approx([0.0, 114.0])


@settings(max_examples=12, deadline=None)
@given(st.floats(-0.4, 0.4), st.floats(-3, 3), st.floats(-0.4, 0.4))
def test_on_a_straight_line_the_offset_is_the_way_along_it(
    place: float, off_km: float, crossing: float
) -> None:
    lon = 24.0 + off_km / 56.2
    outages, _ = make_outages(
        incident(("alpha", 0, 1), lon=lon, lat=LAT + place, position_sd_km=2.0), assets(), SETTINGS
    )
    found = float(fault_offset_km(outages[0].targets[0], 0, 0.0, 24.0, LAT + crossing))
    assert found == pytest.approx(111.4 * abs(place - crossing), rel=0.02, abs=0.15)


@pytest.mark.slow
def test_where_fixes_fall_in_a_window_does_not_move_a_turn() -> None:
    """A ship turns a quarter of a kilometre off: that fix counts, whatever the window is."""
    to = ship(1001, 0, at=23.9956, kn=20.0).filter(pl.col("t") <= T0)
    back = to.reverse().tail(-1)
    times = pl.Series([T0 + (T0 - t) for t in back["t"]], dtype=to.schema["t"])
    table = tracks(pl.concat([to, back.with_columns(t=times)]))
    for minutes in (3, 3.5, 4, 4.5, 5, 5.5, 6):
        found = run(incident(("alpha", -minutes, 1)), table, lines=assets(0.3))
        assert posterior(found, 1001) > 0, (minutes, found.excluded)


def test_a_straight_crossing_of_a_poor_line_is_no_stay() -> None:
    one = tracks(ship(1001, 0))
    told = [run(TRIP, one, lines=assets(km)).hypotheses for km in (4.0, 5.0, 8.0)]
    texts = [next(h for h in hs if h.mmsi == 1001).reasons[0] for hs in told]
    assert all(text.startswith("crossed Alpha at 2024-12-25 10:26:00Z (±") for text in texts)
    likely = [next(h.posterior for h in hs if h.mmsi == 1001) for hs in told]
    assert likely[0] > likely[1] > likely[2] > 0.5 * likely[1]


def test_the_nearest_approach_told_is_that_of_the_reason() -> None:
    found = run(
        incident(("alpha", 0, 1)),
        tracks(ship(1001, 0, at=24.2, kn=6.0, hours=1.5)),
        lines=assets(0.1),
    )
    row = found.excluded[0]
    assert row.kind in ("wrong_side", "never_in_reach")
    assert f"{row.closest_km:.1f} km" in row.reason and f"{row.closest_t:%H:%M:%S}" in row.reason


def test_of_an_anchor_out_of_time_the_reason_tells_the_anchor() -> None:
    """Slow over deep water the anchor comes minutes later than the antenna."""
    prior = replace(SETTINGS.attribution, bow_share=0.0, bow_share_sd=0.0)
    table = tracks(ship(1001, 0.2, kn=3.0))
    found = run(
        incident(("alpha", 0, 0.4), t_sd_s=1.0), table, lines=assets(0.01), depth=flat(100.0),
        ships=vessels(table, **BIG), settings=replace(SETTINGS, attribution=prior),
    )  # fmt: skip
    for row in found.excluded:
        assert "0 s after the outage" not in row.reason
        assert "an anchor it dragged would have come over the line at" in row.reason


def test_a_branch_known_worse_than_its_trunk_keeps_ships_beside_it_possible() -> None:
    shape = shapely.MultiLineString([[(23.0, 59.2), (23.0, 60.2)], [(24.0, 59.2), (24.0, 60.2)]])
    lines = assets(0.5)
    alpha = lines["asset_id"] == "alpha"
    lines = lines.assign(
        geometry=[shape if a else g for a, g in zip(alpha, lines.geometry, strict=True)],
        branches_accuracy=[[20.0] if a else [] for a in alpha],
    )
    north = ship(1001, 0, hours=3).with_columns(
        lon=pl.lit(24.0 + 8 / 56.2), lat=LAT + (pl.col("lon") - 24.0) / 2
    )
    window = incident(("alpha", -30, 30))
    found = run(window, tracks(north), lines=lines)
    ship_ = next(h for h in found.hypotheses if h.mmsi == 1001)
    assert "8.0 km from the charted line of Alpha" in ship_.reasons[0]
    assert "known to 20 km" in ship_.reasons[0] and ship_.crossings[0]["accuracy_km"] == 20.0
    beside_trunk = north.with_columns(lon=pl.lit(23.0 - 8 / 56.2))
    other = run(window, tracks(beside_trunk), lines=lines.assign(branches_accuracy=[[1.0]] * 4))
    assert "known to 0.5 km" in {e.mmsi: e.reason for e in other.excluded}[1001]


def test_a_crossing_in_a_silence_needs_time_for_the_way_there() -> None:
    """Ten minutes after it was heard 25 km off no ship is at the line, however loose the time."""
    one = ship(1001, 0, kn=9.0, hours=10, silent=(-90, 90))
    lines = assets(accuracy_km=3.0)
    shut = run(incident(("alpha", -80, -79.9), t_sd_s=5.0), tracks(one), lines=lines)
    assert posterior(shut, 1001) == 0 and {e.mmsi for e in shut.excluded} == {1001}
    free = run(incident(("alpha", -20, -19.9), t_sd_s=5.0), tracks(one), lines=lines)
    assert posterior(free, 1001) > 1e-4
