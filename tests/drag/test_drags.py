"""Drags of many shapes must be found; the mistakes of other tools (PEERS 10) must not recur."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import pytest
import shapely

from baltic.records import as_json
from baltic.settings import EvidenceDefaults
from baltic.tracks import thin

from .not_yet import told
from .stories import BULKER, EAST, RANK, SITES, Story, Telling, ledger, tell, voyage
from .story_drags import DRAGS, PLAIN
from .tracks import REAL, Leg, catalogue, judge, make_vessel, sail, silence, straight, way_km

FEW = [(s, s.tellings("few")[i % 2]) for i, s in enumerate(DRAGS)][::2]
MANY = [(s, t) for s in DRAGS for t in s.tellings("all") if (s, t) not in FEW]


@pytest.mark.parametrize(("story", "telling"), told(FEW))
def test_drag_reaches_its_level(story: Story, telling: Telling) -> None:
    outcome = tell(story, telling)
    assert outcome.fine, str(outcome)


@pytest.mark.slow
@pytest.mark.parametrize(("story", "telling"), told(MANY, slow=True))
def test_drag_reaches_its_level_in_every_telling(story: Story, telling: Telling) -> None:
    outcome = tell(story, telling)
    assert outcome.fine, str(outcome)


@pytest.mark.slow
@pytest.mark.parametrize(("every_s", "unseen"), [(60, False), (600, False), (1900, True)])
def test_a_fall_between_fixes_far_apart_is_said_to_be_unseen(every_s: int, unseen: bool) -> None:
    story = next(s for s in DRAGS if s.name == f"drag: a fix each {every_s} s")
    best = tell(story, Telling(2)).best
    assert best is not None
    (fall,) = [item for item in best.evidence if item.item == "ramp"]
    assert (fall.llr == EvidenceDefaults().unseen_fall_llr) == unseen
    assert ("too far apart" in fall.text) == unseen


def test_times_and_speeds_of_a_drag_are_those_of_the_story() -> None:
    telling = Telling(3)
    best = tell(Story("plain", voyage(PLAIN, BULKER), "watch"), telling).best
    assert best is not None
    assert abs(best.t_start - (telling.t0 + timedelta(hours=5))) < timedelta(minutes=8)
    assert abs(best.t_end - (telling.t0 + timedelta(hours=10))) < timedelta(minutes=12)
    assert best.v_ref_kn == pytest.approx(11.4, abs=0.3)
    assert best.v_drag_kn == pytest.approx(6.8, abs=0.3)


# PEERS 10, by number ---------------------------------------------------------------


def plain(**more):
    """Return fixes and static data of a plain drag over the northern site, and its asset."""
    scene = voyage(PLAIN, BULKER, site="northern", **more)(Telling(1))
    return scene.fixes, scene.vessels


@cache
def found_plain():
    """Return what is found of it, for tests that look and change nothing."""
    return judge(*plain())


def levels(found):
    return [c.level for c in found.candidates]


@pytest.mark.parametrize("kn", [8.0, 9.0])
def test_01_no_speed_cap_hides_a_strike(kn: float) -> None:
    from .story_drags import dragging

    legs = [Leg(5, 13.4), dragging(5, kn), Leg(4, 13.4, tau_min=6)]
    outcome = tell(Story("fast", voyage(legs, BULKER), "watch"), Telling(1))
    assert outcome.fine, str(outcome)


@pytest.mark.parametrize("status", [0, 5, 8, 15, None])
def test_02_no_status_is_needed(status) -> None:
    fixes, vessels = plain()
    fixes = fixes.with_columns(nav_status=pl.lit(status, dtype=pl.UInt8))
    found = judge(fixes, vessels)
    assert RANK[found.episodes[0].level] >= 2, ledger(found.episodes[0])


def test_03_a_square_crossing_is_not_too_short() -> None:
    best = found_plain().candidates[0]
    hit = next(h for h in best.assets if h.asset_id == "c-lion1")
    assert hit.angle_deg > 60


def test_04_every_line_on_the_way_is_named_not_the_first_alone() -> None:
    legs = [Leg(4, 11.2), *PLAIN[1:2], Leg(3, 11, tau_min=6)]
    fixes = sail(legs, EAST, begin_km=735.0)
    best = judge(fixes, make_vessel()).candidates[0]
    assert len({h.asset_id for h in best.assets}) >= 5
    assert [h.t for h in best.assets] == sorted(h.t for h in best.assets)


def test_05_a_line_of_two_far_vertices_is_met_between_them() -> None:
    fixes, vessels = plain()
    lon, lat = SITES["northern"][:2]
    line = shapely.LineString([(lon - 2.5, lat - 1.0), (lon + 2.5, lat + 1.0)])
    one = catalogue()[0].iloc[:1].assign(asset_id="made", geometry=[line])
    assets = gpd.GeoDataFrame(one, geometry="geometry", crs=4326)
    best = judge(fixes, vessels, assets=assets).candidates[0]
    assert [h.asset_id for h in best.assets] == ["made"]


def test_06_07_places_and_lengths_are_on_the_ellipsoid() -> None:
    best = found_plain().candidates[0]
    assert best.distance_km == pytest.approx(5 * 6.8 * 1.852, rel=0.12)


def test_11_a_crossing_inside_a_silence_is_called_interpolated() -> None:
    fixes, vessels = plain()
    fixes = silence(fixes, 6.9, 8.2)
    best = judge(fixes, vessels).candidates[0]
    hit = next(h for h in best.assets if h.asset_id == "c-lion1")
    assert hit.t_sd_s > 30
    assert best.quality["longest_silence_s"] > 3600


def test_12_a_silence_over_many_lines_is_one_candidate_at_most() -> None:
    fixes = silence(sail([Leg(16, 11)], EAST, begin_km=560.0), 4.0, 9.0)
    found = judge(fixes, make_vessel())
    assert len(found.candidates) <= 1
    assert "alert" not in levels(found)


def test_13_one_corrupt_fix_changes_nothing() -> None:
    fixes, vessels = plain()
    at = fixes.height // 2
    bad = fixes.with_columns(
        lon=pl.when(pl.int_range(pl.len()) == at).then(pl.col("lon") + 1.1).otherwise("lon")
    )
    a, b = found_plain().candidates, judge(bad, vessels).candidates
    assert [(c.level, [h.asset_id for h in c.assets]) for c in a] == [
        (c.level, [h.asset_id for h in c.assets]) for c in b
    ]


def test_14_the_baseline_is_not_swallowed_by_a_long_drag() -> None:
    from .story_drags import dragging

    legs = [Leg(3, 11.2), dragging(30, 6.2), Leg(1.5, 11.2, tau_min=6)]
    best = judge(sail(legs, EAST, begin_km=60.0), make_vessel(loa=189.0)).episodes[0]
    assert best.v_ref_kn == pytest.approx(11.2, abs=0.6), ledger(best)
    assert RANK[best.level] >= 2, ledger(best)


def test_15_two_ships_on_one_number_make_no_silence_and_no_slow_down() -> None:
    one = sail([Leg(5, 11.5)], EAST, begin_km=100.0)
    two = sail([Leg(5, 6.0)], EAST[::-1], begin_km=100.0, late_h=8.0, seed=4)
    assert "alert" not in levels(judge(pl.concat([one, two]), make_vessel()))


def test_16_thinning_for_maps_keeps_the_slow_down() -> None:
    from baltic.audit import Audit
    from baltic.settings import Settings
    from baltic.tracks import clean

    fixes, _ = plain(bare=True)
    audit = Audit()
    audit.read(fixes.height)
    audit.use(fixes.height)
    tracks = clean(fixes, audit, Settings())
    kept = thin(tracks, Settings())
    assert kept.height < tracks.height / 4
    assert kept["sog_kn"].min() < 7 < 11 < kept["sog_kn"].max()


@pytest.mark.slow
@pytest.mark.parametrize("t0", ["2025-03-29T20:00Z", "2025-10-25T20:00Z", "2024-12-31T19:00Z"])
def test_18_a_day_of_clock_change_or_new_year_is_a_day(t0: str) -> None:
    fixes, vessels = plain(t0=pd.Timestamp("2025-02-10T20:00Z").to_pydatetime())
    shift = pd.Timestamp(t0) - pd.Timestamp("2025-02-10T20:00Z")
    moved = fixes.with_columns(pl.col("t") + shift.to_pytimedelta())
    a, b = judge(fixes, vessels).candidates, judge(moved, vessels).candidates
    assert levels(judge(moved, vessels))
    assert [(c.level, c.t_start + shift.to_pytimedelta()) for c in a] == [
        (c.level, c.t_start) for c in b
    ]


@pytest.mark.parametrize("mmsi", [273000001, 352000001, 413000001, 266000001, 999000001])
def test_19_22_neither_watchlist_nor_flag_is_behaviour(mmsi: int) -> None:
    fixes, vessels = plain()
    other = judge(
        fixes.with_columns(mmsi=pl.lit(mmsi, dtype=pl.UInt32)),
        vessels.with_columns(
            mmsi=pl.lit(mmsi, dtype=pl.UInt32), name=pl.lit("NOBODY"), flag=pl.lit("XX")
        ),
    )
    same = found_plain()
    a, b = ([(c.level, c.llr) for c in found.candidates] for found in (other, same))
    assert a == b


def test_21_passing_a_line_is_no_evidence() -> None:
    lon, lat, course, _ = SITES["gulf"]
    way = straight(lon, lat, course, way_km([Leg(4, 11)]))
    found = judge(sail([Leg(8, 11)], way), make_vessel())
    assert found.candidates == []


def test_a_ship_that_drags_near_no_line_is_still_told() -> None:
    fixes, vessels = plain()
    far = catalogue()[0].iloc[:1].assign(asset_id="far")
    far = far.set_geometry([shapely.LineString([(10.0, 57.0), (10.5, 57.2)])], crs=4326)
    best = judge(fixes, vessels, assets=far).candidates[0]
    assert best.assets == ()
    assert as_json(best)["evidence"]


def test_two_drags_of_one_ship_are_two_candidates() -> None:
    from .story_drags import dragging

    legs = [Leg(5, 11.4), dragging(4, 6.8), Leg(7, 11.4, tau_min=6), dragging(4, 7.0),
            Leg(5, 11.4, tau_min=6)]  # fmt: skip
    ear = replace(REAL, heading=True)
    found = judge(sail(legs, EAST, begin_km=120.0, ear=ear), make_vessel(loa=189.0, beam=30.0))
    mine = [c for c in found.candidates if RANK[c.level] >= 2]
    assert len(mine) == 2, [ledger(c) for c in found.episodes]
    assert np.diff(sorted(c.t_start.timestamp() for c in mine)) > 8 * 3600
