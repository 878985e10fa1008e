"""Fishing gear over a cable: weighed as gear, not as an anchor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest

from baltic.attribution.rates import Priors, unheard_trawls
from baltic.attribution.readings import make_outages

from .test_anchor import flat
from .world import SETTINGS, assets, incident, run, ship, tracks, vessels

CABLE = incident(("beta", -15, 15))
FISHING = 30


def fleet(kn: float = 3.0, status: int = 0) -> pl.DataFrame:
    """A boat (1001) over beta in the window, and a merchant ship (1002) at the same minute."""
    boat = ship(1001, 0, at=24.5, kn=kn).with_columns(nav_status=pl.lit(status, pl.UInt8))
    return tracks(boat, ship(1002, 0, at=24.5, lat=59.65))


def static(table: pl.DataFrame, kind: int | None = FISHING, **size: Any) -> pl.DataFrame:
    boat = pl.col("mmsi") == 1001
    told = {"ship_type": kind, **size}
    return vessels(table).with_columns(
        pl.when(boat).then(pl.lit(v)).otherwise(pl.col(c)).cast(vessels(table).schema[c]).alias(c)
        for c, v in told.items()
    )


def of(found: Any, mmsi: int) -> Any:
    return next(h for h in found.hypotheses if h.mmsi == mmsi)


def ratio(found: Any) -> float:
    return float(of(found, 1001).posterior / of(found, 1002).posterior)


def test_a_boat_at_the_speed_of_a_trawl_is_weighed_by_its_gear() -> None:
    table = fleet()
    found = run(CABLE, table, ships=static(table))
    boat, merchant = of(found, 1001), of(found, 1002)
    assert (boat.rank, boat.by_gear, merchant.by_gear) == (1, 1.0, 0.0)
    text = " ".join(boat.reasons)
    assert "its fishing gear and no anchor may have come over the asset (100 %" in text
    assert "3.0 kn" in text and "few of their passes break one" in text
    assert "gear it towed would be over the line" in text and "an anchor it dragged" not in text
    assert sum(h.posterior for h in found.hypotheses) == pytest.approx(1.0)
    # Slow sailing is what trawling is: no drag evidence counts for or against it.
    assert boat.llr == 0.0


def test_the_ratio_to_a_merchant_ship_is_that_of_the_priors() -> None:
    """Same passage, no drag evidence: q_trawl P(on bottom) against q P(contact) P(break)."""
    table = fleet()
    prior = SETTINGS.attribution
    found = run(CABLE, table, ships=static(table))
    bare = [of(found, m).posterior_without_drag_evidence for m in (1001, 1002)]
    gear = prior.q_trawl * prior.trawl_on_bottom
    anchor = prior.q_drag * prior.p_contact * prior.p_break_telecom
    # The boat is slower over the line's error, and its gear lies further behind.
    assert bare[0] / bare[1] == pytest.approx(gear / anchor, rel=0.25)


@pytest.mark.parametrize(
    ("kn", "kind", "status", "by_gear"),
    [
        (9.0, 30, 0, 0.0),
        (9.0, 30, 7, 0.0),
        (3.0, 70, 0, 0.0),
        (3.0, None, 7, 1.0),
        (1.0, 30, 7, 0.0),
    ],
)
def test_only_a_ship_that_fishes_at_the_speed_of_gear_does(
    kn: float, kind: int | None, status: int, by_gear: float
) -> None:
    table = fleet(kn, status)
    found = run(CABLE, table, ships=static(table, kind))
    assert of(found, 1001).by_gear == by_gear


@pytest.mark.slow
def test_no_chain_limits_the_depth_of_a_trawl() -> None:
    table = fleet()
    small = {"loa_m": 25.0, "beam_m": 7.0, "draught_m": 3.0}
    deep = run(CABLE, table, ships=static(table, **small), depth=flat(300.0))
    assert of(deep, 1001).by_gear == 1.0
    other = run(CABLE, table, ships=static(table, 70, **small), depth=flat(300.0))
    assert {e.mmsi: e.kind for e in other.excluded}[1001] == "anchor_cannot_reach"


def test_two_broken_cables_are_two_chances_for_gear_and_one_for_an_anchor() -> None:
    both = incident(("beta", -15, 15), ("gamma", 285, 345))
    boat, merchant = (
        ship(m, 0, at=24.5, kn=kn, hours=26, lat=lat)
        for m, kn, lat in ((1001, 3.0, 59.7), (1002, 2.9, 59.69))
    )
    table = tracks(boat, merchant)
    one, two = (run(what, table, ships=static(table)) for what in (CABLE, both))
    assert {c["window"] for c in of(two, 1001).crossings} == {0, 1}
    assert ratio(two) < 1e-3 * ratio(one)


def test_a_pipeline_is_laid_to_be_trawled_over() -> None:
    table = fleet()
    lines = assets()
    pipe = lines.assign(kind=lines["kind"].where(lines["asset_id"] != "beta", "gas"))
    cable, gas = (run(CABLE, table, ships=static(table), lines=k) for k in (lines, pipe))
    assert ratio(gas) < 0.1 * ratio(cable)
    assert "break a pipeline" in " ".join(of(gas, 1001).reasons)


def test_without_such_gear_nothing_is_as_likely_by_it() -> None:
    table = fleet()
    none = replace(SETTINGS, attribution=replace(SETTINGS.attribution, q_trawl=1e-30))
    found = run(CABLE, table, ships=static(table), settings=none)
    assert of(found, 1001).posterior < 1e-12


def test_a_silent_boat_counts_for_the_time_in_which_boats_work() -> None:
    boat = ship(1001, 0, at=24.5, kn=8.0, silent=(-40, 40))
    table = tracks(boat, ship(1002, 0, at=24.5, lat=59.65))
    found = of(run(CABLE, table, ships=static(table)), 1001)
    assert found.by_gear == 1.0
    assert "its speed there is not known, and such ships work 50 % of their time" in " ".join(
        found.reasons
    )


def test_gear_not_heard_counts_the_more_the_less_is_covered() -> None:
    outages, _ = make_outages(CABLE, assets(), SETTINGS)
    priors = Priors(q=1e-6, kappa=0.07, q_trawl=2e-5)
    rates = [
        float(unheard_trawls(outages, np.array([c]), priors, SETTINGS)[0]) for c in (1.0, 0.5, 0.0)
    ]
    assert rates == pytest.approx([2e-5 * 1.4e-4 * u for u in (0.2, 0.6, 1.0)])


def test_the_band_shows_what_other_priors_of_gear_would_give() -> None:
    table = fleet()
    found = run(CABLE, table, ships=static(table))
    by_name = {v["name"]: v["posterior"]["1001"] for v in found.sensitivity["variants"]}
    assert by_name["fishing gear / 3"] < of(found, 1001).posterior < by_name["fishing gear x 3"]
    assert found.priors["q_trawl_per_million_passes"] == pytest.approx(15.0)
