"""What no single time, place or speed tells: ships along a line, in silences, on one number."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from baltic.attribution.damage import damage_state
from baltic.attribution.legs import make_legs
from baltic.attribution.measured import Measured
from baltic.attribution.passage_motion import passage_llr
from baltic.attribution.readings import make_outages
from baltic.attribution.stays import stays_at

from .world import LAT, SETTINGS, T0, assets, episode, incident, run, ship, tracks

WINDOW = incident(("alpha", 0, 30))
#: What a ship that passes as fast as ever has for its motion, nats.
KEPT = passage_llr("none", SETTINGS, lost=0.0)


def moored(mmsi: int, lon: float, lat: float, minutes: tuple[int, int]) -> pl.DataFrame:
    """A ship that swings within some ten metres of a place, a fix a minute."""
    one = ship(mmsi, 0, hours=(minutes[1] - minutes[0]) / 60)
    rng = np.random.default_rng(mmsi)
    n = one.height
    return one.with_columns(
        t=pl.Series(
            [T0 + timedelta(minutes=minutes[0] + i) for i in range(n)], dtype=one["t"].dtype
        ),
        lon=pl.Series(lon + rng.normal(0, 3e-4, n)),
        lat=pl.Series(lat + rng.normal(0, 1e-4, n)),
        sog_kn=pl.lit(0.1, pl.Float32),
    )


def vessel(found: Any, mmsi: int) -> Any:
    return next(h for h in found.hypotheses if h.mmsi == mmsi)


def test_a_ship_that_lay_on_the_line_is_said_to_have_lain_there() -> None:
    """Its first crossing may be hours before; so may any moment of the stay be the one."""
    lying = moored(1001, 24.0, LAT, (-300, 240))
    found = run(WINDOW, tracks(lying, ship(1002, 15, lat=59.5)), lines=assets(accuracy_km=2.0))
    text = vessel(found, 1001).reasons[0]
    assert text.startswith("lay on or ran along Alpha from 2024-12-25 05:26:00Z to")
    assert "also in the window" in text and "hours" not in text.split(";")[0]


def test_the_time_of_a_crossing_is_no_looser_than_the_ship_was_near() -> None:
    """Nine hours of error from a small angle mean little for a ship that left within one."""
    from baltic.attribution.passages import _time_error

    rows = {"t_sd_s": [32_400.0, 32_400.0, 60.0], "stay_from_s": [0.0, np.nan, 0.0],
            "stay_to_s": [2400.0, np.nan, 10_000.0], "sog_kn": 9.0}  # fmt: skip
    import pandas as pd

    sd, along = _time_error(pd.DataFrame(rows), 1.0, np.full(3, 60.0))
    assert sd.tolist() == [600.0, 32_400.0, 60.0] and not along.any()


def test_a_silence_over_the_asset_leaves_the_published_place_open() -> None:
    """Three hours unheard are time for a detour of some kilometres, not for one of a hundred."""
    gap = ship(1001, 0, lat=59.70, hours=10, silent=(-90, 90))
    near = incident(("alpha", -15, 15), lon=24.0, lat=59.73, position_sd_km=0.2)
    far = incident(("alpha", -15, 15), lon=24.0, lat=60.19, position_sd_km=0.2)
    found = run(near, tracks(gap, ship(1002, 200, lat=59.72)))
    assert vessel(found, 1001).reasons[0].startswith("possible only through an AIS gap")
    assert 1001 not in {e.mmsi for e in found.excluded}
    assert 1001 in {e.mmsi for e in run(far, tracks(gap, ship(1002, 200, lat=59.72))).excluded}


def test_the_nearer_the_place_to_the_straight_way_the_likelier_the_silence() -> None:
    gap = ship(1001, 0, lat=59.70, hours=10, silent=(-90, 90))

    def posterior(lat: float) -> float:
        window = incident(("alpha", -15, 15), lon=24.0, lat=lat, position_sd_km=0.2)
        return float(vessel(run(window, tracks(gap)), 1001).posterior)

    assert posterior(59.702) > posterior(59.72) > posterior(59.76) > 0


def slowed(mmsi: int, minutes: float, to_kn: float) -> pl.DataFrame:
    """A ship that crosses at T0 and is slow for some minutes around it."""
    one = ship(mmsi, 0, kn=11.0, hours=20)
    off = ((one["t"].dt.epoch("s") - T0.timestamp()) / 60).abs()
    kn = pl.Series(np.where(off.to_numpy() <= minutes / 2, to_kn, 11.0))
    return one.with_columns(kn.cast(pl.Float32).alias("sog_kn"))


def test_a_dip_at_the_crossing_is_not_counted_as_speed_kept() -> None:
    window = incident(("alpha", -10, 10))
    kept = vessel(run(window, tracks(slowed(1001, 0, 11.0))), 1001)
    dipped = vessel(run(window, tracks(slowed(1001, 10, 8.0))), 1001)
    assert kept.llr < -1 and dipped.llr == 0
    assert any("it passed at 8.0 kn, though it sailed 11.0 kn" in r for r in dipped.reasons)
    assert not any("no stretch below" in r for r in dipped.reasons)


def test_two_hulls_on_one_number_are_no_evidence_and_have_two_names() -> None:
    window = incident(("alpha", -10, 10))
    twin = ship(1001, 0, lat=58.0, at=20.0, hours=20).with_columns(hull=pl.lit(1, pl.UInt8))
    table = tracks(slowed(1001, 0, 11.0), twin.cast(dict(ship(1, 0).schema)))
    from .world import vessels

    known = vessels(table, name="ONE", former_names="OTHER")
    h = vessel(run(window, table, ships=known), 1001)
    assert h.llr == 0 and h.name == "ONE / OTHER" and h.imo is None
    assert any("sent from several places" in r for r in h.reasons)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("not damaged by an anchor", "unknown"),
        ("anchor ruled out by survey", "unknown"),
        ("an anchor is excluded; internal fault of a joint", "internal"),
        ("no longer in service, sheath torn", "external"),
        ("never dragged, but torn by ice ridge", "other"),
        ("no explosion; dragged 20 m", "external"),
    ],
)
def test_what_a_record_denies_is_not_its_damage(words: str, state: str) -> None:
    assert damage_state(words) == state


def test_a_kilometre_point_and_a_place_that_disagree_are_told() -> None:
    told = {"lon": 24.0, "lat": 59.3, "kp_km": 70.0}
    _, notes = make_outages(incident(("alpha", 0, 10), **told), assets(), SETTINGS)
    assert any("lie 59 km apart on the line: one of them is wrong" in n for n in notes)
    agree = {"lon": 24.0, "lat": 59.3, "kp_km": 11.5}
    _, notes = make_outages(incident(("alpha", 0, 10), **agree), assets(), SETTINGS)
    assert not any("apart" in n for n in notes)


def test_a_lead_that_rests_on_silence_says_so() -> None:
    """A ship is last heard a mile off, on its way to the cable, minutes before the window."""
    on_its_way = ship(1001, 0, kn=12.0, hours=10)
    minutes = (on_its_way["t"].dt.epoch("s") - T0.timestamp()) / 60
    others = [ship(1100 + i, 90 + 20 * i, lat=59.6, hours=30) for i in range(12)]
    trip = incident(("alpha", 0, 2), lon=24.0, lat=LAT, position_sd_km=0.5)
    found = run(trip, tracks(on_its_way.filter(minutes < -4), *others))
    top = found.hypotheses[0]
    assert top.mmsi == 1001 and top.posterior > 0.5
    assert top.reasons[0].startswith("possible only outside its heard time")
    assert "though it was not heard at any failed asset" in found.finding["text"]


def test_two_failures_of_one_asset_are_no_two_assets() -> None:
    both = incident(("alpha", 0, 10), ("alpha", 120, 130))
    found = run(both, tracks(ship(1001, 5), ship(1002, 125)))
    assert "both failures" in found.finding["text"] and "all 2" not in found.finding["text"]
    assert any("crossings fit 1 of 2 failures" in r for h in found.hypotheses for r in h.reasons)


def test_along_a_line_the_published_place_tells_the_time() -> None:
    """A ship runs along the line for five hours; it is at the place of the fault in one of them."""
    one = ship(1001, 0, kn=10.0, hours=5)
    north = one.with_columns(
        lat=pl.Series(np.linspace(59.25, 60.15, one.height)), lon=pl.lit(24.0), cog_deg=pl.lit(0.0)
    ).cast(dict(one.schema))
    located = incident(("alpha", -30, 30), lon=24.0, lat=59.7, position_sd_km=0.3)
    (outage,), _ = make_outages(located, assets(), SETTINGS)
    legs = make_legs(tracks(north), T0.timestamp() - 9000, T0.timestamp() + 9000, SETTINGS)
    (target,) = outage.targets
    (row,) = stays_at(outage, target, legs, Measured(target, legs)).to_dict("records")
    assert row["stay_to_s"] - row["stay_from_s"] > 4.9 * 3600
    assert row["stay_off_km"] < 0.5
    assert abs((row["place_from_s"] + row["place_to_s"]) / 2 - T0.timestamp()) < 300
    assert row["place_to_s"] - row["place_from_s"] < 3600


@pytest.mark.parametrize("hours", [2.7, 4.0])
def test_how_long_a_ship_lies_is_how_loose_its_time_is(hours: float) -> None:
    """The error of a crossing at next to no speed may be as long as the stay, and says nothing."""
    short = incident(("alpha", -10, 10))
    half = round(30 * hours)
    lying = moored(1001, 24.0, LAT, (-half, half))
    came = ship(1001, -half, hours=2).filter(pl.col("t") < lying["t"].min())
    left = ship(1001, half, hours=2).filter(pl.col("t") > lying["t"].max())
    found = run(short, tracks(came, lying, left, ship(1002, 1, lat=59.5)))
    lay, passed = vessel(found, 1001), vessel(found, 1002)
    assert lay.reasons[0].startswith("lay on or ran along Alpha from 2024-12-25 0")
    share = lay.posterior_without_drag_evidence / passed.posterior_without_drag_evidence
    assert share == pytest.approx(20 / (60 * hours), rel=0.5), "of its stay the window is so much"
    at = lay.crossings[0]["t"]
    assert abs((at - T0).total_seconds()) <= 600, "of a stay the crossing nearest to it is told"


def leaves_port(minutes_after: int) -> pl.DataFrame:
    """A ship moored beside the line within its error, that later sails slowly over it."""
    lying = moored(1001, 24.02, LAT, (-300, minutes_after))
    sails = ship(1001, minutes_after + 10, kn=6.0, hours=20)
    return tracks(
        lying,
        sails.filter((pl.col("t") > lying["t"].max()) & (pl.col("lon") > 23.0)),
        ship(1002, 15, lat=59.5),
    )


@pytest.mark.parametrize("still", [True, False])
def test_of_a_stay_only_what_the_ship_did_in_the_window_speaks(still: bool) -> None:
    """A ferry in port when a cable beside it fails: how slowly it left says nothing of that."""
    after = 90 if still else -10
    window = incident(("alpha", 0, 1), lon=24.0, lat=LAT, position_sd_km=1.0)
    found = run(window, leaves_port(after), lines=assets(accuracy_km=2.0))
    one = vessel(found, 1001)
    said = [r for r in one.reasons if "it lay still at that time (0.1 kn" in r]
    assert bool(said) == still, one.reasons
    if still:
        assert one.llr == pytest.approx(KEPT, abs=0.1) and f"{KEPT:.1f} nats" in said[0]
        assert "12:26" not in said[0] and "10:2" in said[0], "the time of the window is told"


@pytest.mark.parametrize(
    "span, llr", [((-60, 200), None), ((95, 200), KEPT)], ids=["holds it", "begins later"]
)
def test_a_stop_within_a_slow_stretch_belongs_to_the_stretch(
    span: tuple[int, int], llr: float | None
) -> None:
    """Who drags an anchor stops to heave it; who leaves port slowly was not dragging before."""
    window = incident(("alpha", 0, 1), lon=24.0, lat=LAT, position_sd_km=1.0)
    stretch = episode(1001, *span, 5.0)
    one = vessel(run(window, leaves_port(90), [stretch], lines=assets(2.0)), 1001)
    lay = [r for r in one.reasons if "it lay still at that time" in r]
    if llr is None:
        assert one.llr > 3 and not lay, one.reasons
    else:
        assert one.llr == pytest.approx(llr, abs=0.1) and lay, one.reasons


def test_how_near_a_ship_lay_to_the_place_is_asked_of_the_window() -> None:
    """It lay 3 km off the published place then, and passed it an hour later."""
    (outage,), _ = make_outages(
        incident(("alpha", 0, 1), lon=24.0, lat=LAT, position_sd_km=0.2), assets(2.0), SETTINGS
    )
    lying = moored(1001, 24.0, LAT + 0.027, (-120, 60))
    sails = ship(1001, 80, lat=LAT, hours=8).filter(pl.col("t") > lying["t"].max())
    span = (T0.timestamp() - 30_000, T0.timestamp() + 30_000)
    legs = make_legs(tracks(lying, sails), *span, SETTINGS)
    (target,) = outage.targets
    rows = stays_at(outage, target, legs, Measured(target, legs)).to_dict("records")
    assert rows[0]["stay_off_km"] == pytest.approx(3.0, abs=0.2)
