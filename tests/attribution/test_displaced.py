"""Lines that lie beside the charted ones: when and where they are met belongs together."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from baltic.attribution import attribute
from baltic.attribution.displaced import Shift, joint_density
from baltic.attribution.likelihood import location_density, time_density
from baltic.crossings import find_crossings
from baltic.geo import DEG_M, KN_MS

from .world import LAT, SETTINGS, along, assets, incident, tracks, vessels

SPEED_MS = 10.0 * KN_MS


def outage(start_s: float, end_s: float, **more: Any) -> Any:
    told = {"reading_sd_s": 20.0, "delay_s": 120.0, "place_radius_km": 0.0, **more}
    return SimpleNamespace(earliest_s=start_s, latest_s=end_s, **told)


def joint(one: Any, at_s: Any, sd_s: float, off_km: Any, place_km: float, shift: Shift) -> Any:
    n = np.broadcast_shapes(np.shape(at_s), np.shape(off_km)) or (1,)
    full = [np.broadcast_to(np.asarray(v, float), n) for v in (at_s, sd_s, off_km)]
    wide = Shift(*(np.broadcast_to(np.asarray(v, float), n) for v in shift))
    return joint_density(one, *full, place_km, 80.0, wide)


@given(
    at_s=st.floats(-1500, 1500), sd_s=st.floats(60, 900), off_km=st.floats(0, 6),
    radius_km=st.sampled_from([0.0, 3.0]),
)  # fmt: skip
@example(at_s=-1377.0, sd_s=60.0, off_km=0.0, radius_km=0.0)  # six delays before the window
@settings(max_examples=25)
def test_where_nothing_moves_it_is_the_product(
    at_s: float, sd_s: float, off_km: float, radius_km: float
) -> None:
    one = outage(-600.0, 600.0, place_radius_km=radius_km)
    found = joint(one, at_s, sd_s, off_km, 2.0, Shift(np.array([sd_s]), np.zeros(1)))
    when = time_density(at_s, np.hypot(sd_s, 20.0), -600.0, 600.0, 120.0)
    where = location_density(off_km, 2.0, 80.0, radius_km)
    assert found[0] == pytest.approx(float(when * where), rel=0.05, abs=2e-5)


@pytest.mark.slow
@pytest.mark.parametrize("along_ms", [3.0, -12.0])
def test_it_integrates_to_one(along_ms: float) -> None:
    t, km = np.meshgrid(np.arange(-6000.0, 6000.0, 60.0), np.arange(0.125, 30.0, 0.25))
    both = [
        joint(outage(0.0, 900.0), t.ravel(), 500.0, km.ravel(), 1.0, Shift(400.0, sign * along_ms))
        for sign in (1, -1)  # on either side of the place
    ]
    assert sum(v.sum() for v in both) * 60 / 3600 * 0.25 == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("degrees", [8.0, 25.0])
def test_ships_over_lines_that_lie_aside(degrees: float) -> None:
    """Lines drawn aside by chance: the share of outages in a window and a stretch is as told."""
    rng = np.random.default_rng(8)
    n, line_m, place_km = 400_000, 800.0, 0.7
    aside = rng.normal(0.0, line_m, n)
    later = aside / (SPEED_MS * np.sin(np.radians(degrees)))
    place = SPEED_MS * np.cos(np.radians(degrees)) * later / 1000 + rng.normal(0, place_km, n)
    fails = later + rng.exponential(120.0, n) + rng.normal(0.0, 20.0, n)
    sd = line_m / (SPEED_MS * np.sin(np.radians(degrees)))
    along_ms = SPEED_MS * np.cos(np.radians(degrees))
    for middle, km in ((0.0, 0.0), (sd, 0.0), (sd, sd * along_ms / 1000)):
        seen = (np.abs(fails - middle) <= 150) & (np.abs(place - km) <= 0.25)
        # The ship meets the chart at the origin, and goes towards places further along.
        at_km = np.linspace(km - 0.25, km + 0.25, 41)
        shift = Shift(sd, np.where(at_km > 0, -along_ms, along_ms))
        told = joint(outage(middle - 150, middle + 150), 0.0, sd, at_km, place_km, shift).mean()
        assert told * (300 / 3600) * 0.5 == pytest.approx(seen.mean(), rel=0.06, abs=2e-4)


def slanted(mmsi: int, aside_km: float, degrees: float = 10.0) -> Any:
    """A ship that meets the charted alpha at T0, at a small angle, from the south-west."""
    minute = np.arange(-120.0, 121.0, 2.0)
    way_km = SPEED_MS * 60 * minute / 1000
    a = np.radians(degrees)
    east, north = way_km * np.sin(a) + aside_km, way_km * np.cos(a)
    return along(mmsi, list(zip(minute, east, north, strict=True)))


def rank(what: Any, table: Any, line_km: float) -> dict[int, float]:
    lines = assets(line_km)
    crossed = find_crossings(table, lines, SETTINGS)
    found = attribute(what, table, vessels(table), crossed, [], lines, SETTINGS)
    return {h.mmsi: h.posterior for h in found.hypotheses if h.mmsi}


@pytest.mark.slow
def test_time_and_place_have_to_fit_for_one_and_the_same_line() -> None:
    """Met 1 km aside the line would be met 19 min later and 5.7 km further: not 5.7 km before."""
    later_min = 1000 / (SPEED_MS * np.sin(np.radians(10.0))) / 60
    further_km = 1 / np.tan(np.radians(10.0))
    told = {}
    for sign in (1, -1):
        for side in (1, -1):
            lat = LAT + side * further_km * 1000 / DEG_M
            window = incident(
                ("alpha", sign * later_min, sign * later_min + 1),
                lon=24.0, lat=lat, position_sd_km=0.5, evidence_kind="scada_trip",
            )  # fmt: skip
            told[sign, side] = rank(window, tracks(slanted(1001, 0.0)), 1.0).get(1001, 0.0)
    assert told[1, 1] > 0.1 and told[-1, -1] > 0.1, told
    assert told[1, -1] < 1e-6 and told[-1, 1] < 1e-6, told


def test_ships_that_met_a_displaced_line_lead_others_that_fit_time_and_place_apart() -> None:
    """Two ways mirrored at the line: in time both fit as well, and so they do in place."""
    degrees = 12.0
    later_min = 800 / (SPEED_MS * np.sin(np.radians(degrees))) / 60
    lat = LAT + 0.8 / np.tan(np.radians(degrees)) * 1000 / DEG_M
    window = incident(
        ("alpha", later_min - 1, later_min + 1), lon=24.0, lat=lat, position_sd_km=0.5
    )
    other = slanted(1002, 0.0, 180.0 - degrees)
    told = rank(window, tracks(slanted(1001, 0.0, degrees), other), 0.8)
    assert told[1001] > 20 * told.get(1002, 0.0)


@pytest.mark.parametrize("degrees, told", [(10.0, "by ± 6 km"), (60.0, None)])
def test_what_the_error_of_a_line_does_to_the_place_is_told(
    degrees: float, told: str | None
) -> None:
    window = incident(("alpha", -30, 30), lon=24.0, lat=LAT, position_sd_km=2.0)
    lines, table = assets(1.0), tracks(slanted(1001, 0.0, degrees))
    crossed = find_crossings(table, lines, SETTINGS)
    found = attribute(window, table, vessels(table), crossed, [], lines, SETTINGS)
    reasons = " ".join(r for h in found.hypotheses if h.mmsi == 1001 for r in h.reasons)
    assert f"{degrees:.0f}° to the line" in reasons
    assert ("by ± " in reasons) == (told is not None) and (told or "") in reasons
