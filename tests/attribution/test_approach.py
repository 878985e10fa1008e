"""Ships that crossed the true line, off the charted one by its error, are never excluded."""

from __future__ import annotations

import re
from typing import Any

import geopandas as gpd
import numpy as np
import polars as pl
import pytest
import shapely

from baltic.attribution import attribute
from baltic.crossings import find_crossings
from baltic.geo import DEG_M, KN_MS

from .world import LAT, SETTINGS, along, assets, incident, run, ship, tracks, vessels

_KN10 = 10 * KN_MS * 60 / 1000  # km a minute


def states(found: Any, mmsi: int = 1001) -> tuple[bool, str]:
    """Return whether a ship is ranked, and the kind of its exclusion."""
    kinds = {e.mmsi: e.kind for e in found.excluded}
    return mmsi in {h.mmsi for h in found.hypotheses}, kinds.get(mmsi, "")


def turns_back(step_min: float, turn_km: float = 0.0) -> pl.DataFrame:
    """Eastbound at 10 kn up to `turn_km` east of the chart at T0, and back, heard seldom."""
    half = np.arange(step_min / 2, 300, step_min)
    minute = np.concatenate([-half[::-1], half])
    return along(1001, [(m, turn_km - abs(m) * _KN10, 0.0) for m in minute])


@pytest.mark.parametrize("step_min", [4.0, 6.0, 9.9])
def test_a_ship_may_turn_back_at_the_line_between_two_fixes(step_min: float) -> None:
    """Its legs stay a kilometre off a line known to 50 m: it had the time to come and go."""
    lines = assets(0.05)
    found = run(incident(("alpha", 0, 1)), tracks(turns_back(step_min)), lines=lines)
    assert states(found) == (True, "")
    (ship,) = (h for h in found.hypotheses if h.mmsi == 1001)
    assert re.search(
        r"known to 0.05 km and between its fixes it had time to come nearer, so it may have",
        ship.reasons[0],
    )
    # Two kilometres further west nothing but another speed would bring it there.
    found = run(incident(("alpha", 0, 1)), tracks(turns_back(step_min, -2.0)), lines=lines)
    assert states(found)[0] is False


def test_where_a_ship_was_in_the_window_counts_and_not_all_of_its_leg() -> None:
    """Heard every five minutes, it was over the line eight minutes before the support begins."""
    straight = along(1001, [(m, (m + 15.0) * _KN10, 0.0) for m in np.arange(-242.5, 240, 5.0)])
    trip = incident(("alpha", 0, 1), t_sd_s=5.0)
    found = run(trip, tracks(straight), lines=assets(0.05))
    assert states(found) == (False, "crossed_before")


def test_a_chart_met_far_from_the_place_rules_out_no_passage_of_it() -> None:
    """At four degrees to the line its error of 500 m moves the crossing by seven kilometres."""
    slope = np.tan(np.radians(4.0))
    # 420 m east of the chart at the place, where the true line may be; over the chart 6 km south.
    track = along(1001, [(m, 0.42 + m * _KN10 * slope, m * _KN10) for m in range(-200, 200, 2)])
    what = incident(("alpha", -1, 2), lon=24.0, lat=59.7, position_sd_km=0.2)
    lines = assets(0.5)
    crossed = find_crossings(track, lines, SETTINGS)
    found = attribute(what, track, vessels(track), crossed, [], lines, SETTINGS)
    assert states(found) == (True, "")


def branched(trunk_km: float, branch_km: float) -> gpd.GeoDataFrame:
    """Alpha with a branch to the east at 59.7 N."""
    lines = assets(trunk_km)
    trunk = [(24.0, 59.2), (24.0, 60.2)]
    branch = shapely.MultiLineString([trunk, [(24.0, 59.7), (24.5, 59.7)]])
    shapes = [branch, *lines.geometry[1:]]
    known = [[branch_km], *([] for _ in range(len(lines) - 1))]
    return lines.set_geometry(gpd.GeoSeries(shapes, crs=4326)).assign(branches_accuracy=known)


def test_a_ship_beside_a_branch_known_well_is_near_it_though_the_trunk_is_known_badly() -> None:
    """It turns back at the branch, within the error of neither but for the time between fixes."""
    half = np.arange(4.5, 300, 9.0)
    minute = np.concatenate([-half[::-1], half])
    # 16 km east of the trunk, which is known to 7 km.
    track = along(1001, [(m, 16.0, 0.02 + abs(m) * _KN10) for m in minute])
    found = run(incident(("alpha", 0, 1)), tracks(track), lines=branched(7.0, 0.05))
    assert states(found) == (True, "")


def test_a_silence_beside_a_branch_known_badly_is_judged_by_its_own_error() -> None:
    """Half an hour at 10 kn, twelve kilometres north of a branch that is known to 5 km."""
    minute = [m for m in range(-240, 240, 2) if not -13 < m < 17]
    track = along(1001, [(m, 12.0 + m * 0.05, 12.0 + 0.02 * m) for m in minute])
    found = run(incident(("alpha", 0, 1)), tracks(track), lines=branched(0.05, 5.0))
    assert states(found) == (True, "")


def test_a_leg_that_was_near_before_the_window_only_is_told_as_that() -> None:
    """It turned back 1.9 km off a line known to 1 km, and was away five minutes before the trip."""
    km_min = 2 * _KN10
    minute = [*np.arange(-11 - 4 * 60, -10, 5.0), *np.arange(-1.5, 300, 9.5)]
    track = along(1001, [(m, -1.9 - abs(m + 11) * km_min, 0.0) for m in minute], kn=20.0)
    found = run(incident(("alpha", 0, 1), t_sd_s=5.0), tracks(track), lines=assets(1.0))
    assert states(found) == (False, "never_in_reach")
    reason = found.excluded[0].reason
    assert "heard nearest at 2024-12-25 10:15:00Z, 1.9 km off Alpha, 11 min before" in reason
    assert "nan" not in reason


def beside(north_km: float) -> float:
    """Return the odds, ship to none, of one that ran along the line half its error off it.

    It was at the published place, `north_km` further on, so much later than the outage.
    """
    way = along(1001, [(m, 0.25, m * _KN10) for m in range(-60, 61)])
    place = {"lon": 24.0, "lat": LAT + north_km * 1000 / DEG_M, "position_sd_km": 1.0}
    found = run(incident(("alpha", 0, 1), **place), tracks(way), lines=assets(0.5))
    odds = {h.kind: h.posterior for h in found.hypotheses}
    return odds["vessel"] / odds["none"]


def test_a_near_miss_fits_time_and_place_together_or_neither() -> None:
    """Three kilometres on, it was there ten minutes after the outage: possible, and unlikely."""
    here, behind, ahead = beside(0.0), beside(-3.0), beside(3.0)
    assert 0 < ahead < 0.05 * here
    # An asset fails some minutes after it was touched, never before.
    assert ahead < behind < 0.3 * here


def test_a_kilometre_point_of_a_branching_line_is_said_to_be_one_of_its_main_line() -> None:
    """Those of a branch count from where it leaves: kilometre 10 may be meant there."""
    what, one = incident(("alpha", 0, 20), kp_km=10.0), tracks(ship(1002, 5, lat=59.3))
    found = run(what, one, lines=branched(0.5, 0.5))
    assert any("taken along the first of its 2 parts" in n for n in found.notes)
    assert not any("parts" in n for n in run(what, one).notes)
    told = next(h for h in found.hypotheses if h.mmsi == 1002).reasons[0]
    assert "KP 11.1 km of part 1 of 2" in told
