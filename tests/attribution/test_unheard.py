"""Time before the first fix and after the last: what a ship may have done unheard."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic.attribution.bridge import mixture
from baltic.attribution.unheard import _p_unheard

from .world import LAT, SETTINGS, T0, assets, incident, run, ship, tracks

LEAST = SETTINGS.attribution.open_gap_p
TRIP = incident(
    ("beta", 0, 0.5), evidence_kind="scada_trip", t_sd_s=5.0,
    lon=24.5, lat=LAT, position_sd_km=1.0,
)  # fmt: skip


def chance(away_m: float, sd_m: float, since_s: float, until_s: float) -> float:
    one = (np.array([v]) for v in (since_s, until_s))
    return float(_p_unheard(np.array([away_m]), sd_m, *one, SETTINGS)[0])


@pytest.mark.parametrize("hours", [-5.0, -1.0, 1.0, 5.0])
@pytest.mark.parametrize("east_deg", [0.0, 0.02, -0.05])
def test_a_ship_at_rest_by_the_line_is_not_blamed_for_silence(
    hours: float, east_deg: float
) -> None:
    """Moored at the landing, its record ends hours before the trip, or begins hours after."""
    moored = ship(1001, 0, kn=0.0, at=24.5 + east_deg, hours=24)
    apart = pl.col("t") - T0
    end = timedelta(hours=hours)
    part = moored.filter(apart < end if hours < 0 else apart > end)
    found = run(TRIP, tracks(part, ship(1002, 200, lat=59.6)), lines=assets(accuracy_km=2.0))
    vessel = next(h for h in found.hypotheses if h.mmsi == 1001)
    assert vessel.crossings[0]["how"] == "unheard"
    # The speed of the last fix before is none of the passage.
    assert vessel.crossings[0]["sog_kn"] is None
    assert vessel.posterior < 0.1


def test_who_sails_towards_the_line_when_last_heard_stays_likely() -> None:
    sailing, moored = (
        ship(1001, 0, kn=kn, at=24.5 - off).filter(pl.col("t") < T0 - timedelta(minutes=12))
        for kn, off in ((10.0, 0.0), (0.0, 0.06))
    )
    watcher = ship(1002, 200, lat=59.6)
    ahead, still = (
        next(h.posterior for h in run(TRIP, tracks(one, watcher)).hypotheses if h.mmsi == 1001)
        for one in (sailing, moored)
    )
    assert ahead > 0.5 > 5 * still


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("north_deg", "could"), [(0.05, True), (-0.05, True), (0.3, False)])
def test_who_could_sail_to_the_published_place_unheard_is_not_excluded(
    after: bool, north_deg: float, could: bool
) -> None:
    """Last heard at the line minutes before the window, or first heard there minutes after it."""
    minute = 31 if after else -1
    sailing, apart = ship(1001, minute, at=24.5), pl.col("t") - T0
    heard = sailing.filter(
        apart > timedelta(minutes=minute + 1) if after else apart < timedelta(minutes=minute - 1)
    )
    located = incident(
        ("beta", 0, 30),
        lon=24.5,
        lat=LAT + north_deg,
        position_sd_km=0.3,
        evidence_kind="scada_trip",
    )
    found = run(located, tracks(heard, ship(1002, 200, lat=59.6)), lines=assets(0.1))
    assert any(h.mmsi == 1001 for h in found.hypotheses) == could
    assert any(e.mmsi == 1001 for e in found.excluded) != could


@pytest.mark.parametrize("lat", [59.6, 59.65, 59.7])
def test_a_silence_beside_the_line_leaves_every_place_open_that_it_gave_time_for(
    lat: float,
) -> None:
    """It comes out nearer to the line than it went in, which says nothing of where it crossed."""
    lane, mid = ship(1001, 0, at=24.48), T0 + timedelta(minutes=10)
    s = pl.col("t").sub(mid).dt.total_seconds()
    north = lane.with_columns(
        lat=59.65 + s * 4.6 / 111_200,
        lon=24.48 + s * 1e-6,
        cog_deg=pl.lit(0.0),
        sog_kn=pl.lit(12.0),
    )
    heard = north.filter(s.abs() > 1200).cast(lane.schema)
    located = incident(
        ("beta", -12, 32), lon=24.5, lat=lat, position_sd_km=0.3, evidence_kind="scada_trip"
    )
    found = run(located, tracks(heard, ship(1002, 200, lat=59.6)), lines=assets(0.1))
    passed = next(h for h in found.hypotheses if h.mmsi == 1001)
    assert passed.crossings[0]["how"] == "gap"


@pytest.mark.parametrize("away_m", [200.0, 2000.0])
@pytest.mark.parametrize("sd_m", [0.0, 700.0])
@pytest.mark.parametrize("span_s", [(0.0, 3600.0), (3600.0, 30_000.0)])
def test_the_chance_is_that_of_sampled_first_passages(
    away_m: float, sd_m: float, span_s: tuple[float, float]
) -> None:
    rng = np.random.default_rng(5)
    n = 400_000
    away = np.abs(away_m + sd_m * rng.normal(size=n))
    wanted = 0.0
    for sigma, weight in mixture(SETTINGS, span_s[1] - span_s[0]):
        # The time of first passage of a distance is Levy distributed.
        t = (away / (sigma * rng.normal(size=n))) ** 2
        wanted += float(weight) * float(((t > span_s[0]) & (t <= span_s[1])).mean())
    assert chance(away_m, sd_m, *span_s) == pytest.approx(max(wanted, LEAST), rel=0.03)


hours: Any = st.floats(0.0, 48.0)


@given(st.floats(0.0, 50_000.0), st.floats(0.0, 10_000.0), hours, hours)
def test_chances_are_chances_and_grow_with_the_time(
    away_m: float, sd_m: float, since_h: float, more_h: float
) -> None:
    since, until = 3600 * since_h, 3600 * (since_h + more_h)
    p = chance(away_m, sd_m, since, until)
    assert LEAST <= p <= 1.0
    assert chance(away_m, sd_m, since, until + 3600) >= p - 0.1
    assert chance(away_m, sd_m, 0.0, until) >= p - 0.1


@given(st.floats(0.0, 5000.0), st.floats(0.0, 3000.0))
def test_spans_one_after_the_other_add_up(away_m: float, sd_m: float) -> None:
    parts = [chance(away_m, sd_m, 7200.0 * k, 7200.0 * (k + 1)) for k in range(4)]
    whole = chance(away_m, sd_m, 0.0, 4 * 7200.0)
    assert whole <= sum(parts) + 1e-9 <= whole + 4 * LEAST + 1e-9


@pytest.mark.slow
def test_a_ship_that_went_dark_at_one_outage_may_be_behind_the_next() -> None:
    """Crossed Alpha as it failed, was not heard again, and Delta, 84 km on, failed as it would."""
    two = incident(("alpha", 0, 1), ("delta", 275, 276))
    whole = ship(1001, 0, hours=20)
    dark = whole.filter(pl.col("t") < T0 + timedelta(minutes=20))
    others = [ship(2000 + i, -60 + 90 * i, lat=59.6, hours=14, step_s=300) for i in range(3)]
    found = run(two, tracks(dark, *others))
    (mine,) = (h for h in found.hypotheses if h.mmsi == 1001)
    assert [(c["window_name"], c["how"]) for c in mine.crossings] == [
        ("Alpha", "crossing"), ("Delta", "unheard"),
    ]  # fmt: skip
    assert not any("no passage of Delta" in reason for reason in mine.reasons)
    assert mine.posterior > 1e-3
    # However long it was not heard before.
    late = run(incident(("alpha", 0, 1), ("delta", 900, 901)), tracks(dark, *others))
    assert {c["window_name"] for h in late.hypotheses for c in h.crossings if h.mmsi == 1001} == {
        "Alpha", "Delta",
    }  # fmt: skip
    # One that was heard elsewhere only, and fits no other outage, is named as not judged.
    away = ship(1003, -41, lat=59.75, hours=20).filter(pl.col("t") < T0 - timedelta(hours=5))
    again = run(two, tracks(dark, away, *others))
    assert 1003 not in {h.mmsi for h in again.hypotheses}
    assert 1003 in {e.mmsi for e in again.unjudged}
