"""Time before the first fix and after the last: what a ship may have done unheard."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest

from .world import LAT, T0, assets, incident, run, ship, tracks

TRIP = incident(
    ("beta", 0, 0.5), evidence_kind="scada_trip", t_sd_s=5.0,
    lon=24.5, lat=LAT, position_sd_km=1.0,
)  # fmt: skip


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
