"""The back-test of attribution: what is made of cases and outages, without long runs."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import shapely

from baltic.catalogue import load_assets, load_incident
from baltic.errors import BalticError
from baltic.evaluation import INCIDENTS_QUICK, backtest_incidents
from baltic.evaluation.incident_backtest import (
    _calibration,
    _of_kind,
    _pseudo,
    incident_numbers,
)
from baltic.evaluation.incident_words import incident_report
from baltic.evaluation.incidents import (
    CasePlan,
    case_plans,
    moved_assets,
    run_case,
    summarise_cases,
    widened,
)
from baltic.evaluation.outages import (
    KINDS,
    Kind,
    OutageRow,
    OutageSea,
    _Sea,
    find_outage_assets,
    run_outage_sea,
)
from baltic.geo import DEG_M, KN_MS, distance_m
from baltic.settings import Settings

SETTINGS = Settings()


def row(truth: str, top: float, right: bool, **other: object) -> OutageRow:
    plain = OutageRow(
        "x", KINDS[0].name, truth, 1 if right else 2, 1, 1, top if right else 0.1, 0.3, top, right,
        0.2, 3, 5, 0.5,
    )  # fmt: skip
    return replace(plain, **other)  # type: ignore[arg-type]


def test_every_record_has_a_plan_with_its_own_seed() -> None:
    plans = case_plans("B", 5, SETTINGS)
    assert len({p.seed for p in plans}) == len(plans) >= 15


def test_a_record_of_no_damage_says_why_it_is_not_run() -> None:
    found = run_case(CasePlan("mt-jazz-hanko-2024", "B", 1, SETTINGS))
    assert found["variants"] == [] and "records no damage" in found["not_run"]


def test_widened_windows_keep_their_middle() -> None:
    plain = load_incident("estlink2-eagle-s-2024")
    for before, after in zip(plain.windows(), widened(plain).windows(), strict=True):
        assert after.t_latest - after.t_earliest >= before.t_latest - before.t_earliest
        middle = [w.t_earliest + (w.t_latest - w.t_earliest) / 2 for w in (before, after)]
        assert middle[0] == middle[1]


def test_moved_route_lies_a_kilometre_off_and_others_stay() -> None:
    plain = load_assets()
    moved = moved_assets(plain, {"estlink-2"})
    at = plain.asset_id == "estlink-2"
    a, b = (t.loc[at, "geometry"].iloc[0] for t in (plain, moved))
    first, last = ((g.geoms[0] if hasattr(g, "geoms") else g).coords[0][:2] for g in (a, b))
    assert float(distance_m(*first, *last)) == pytest.approx(1000, abs=1)
    assert plain.geometry[~at].equals(moved.geometry[~at])


def test_shares_and_calibration_are_of_the_rows() -> None:
    rows = [row("vessel", 0.9, True)] * 9 + [row("vessel", 0.9, False)]
    rows += [row("dark", 0.9, False)] + [row("none", 0.9, True)] * 3
    told = _of_kind(rows, KINDS[0].name, 0.98)
    assert told["first"]["share"] == 0.9 and told["first"]["n"] == 10
    every = {(c["mix"], c["kind"]): c for c in _calibration(rows)}
    # 70 % of ships at 0.9, 10 % not heard never, 20 % no ship always: 0.83 against 0.9.
    assert every["fixed", "all"]["ece"] == pytest.approx(0.07, abs=1e-3)
    assert _pseudo(rows, None)["no_ship_leads"]["share"] is None
    pseudo = [row("pseudo", 0.9, True), row("pseudo", 0.9, True, best_ship=0.8)]
    assert _pseudo(pseudo, None)["no_ship_leads"]["share"] == 0.5


def test_a_ranking_told_other_priors() -> None:
    """Causes thought of as 20, 20 and 60 % that in truth come equally often."""
    even = {"vessel": 0.2, "dark": 0.2, "none": 0.6}
    other = dict.fromkeys(even, 1 / 3)
    plain = row("vessel", 0.5, False, ship_rank=1, p_true=0.3, best_ship=0.3, p_dark=0.1,
                p_none=0.5, prior=even)  # fmt: skip
    same, told = plain.told(even), plain.told(other)
    assert (same.p_true, same.top, same.top_right) == (
        pytest.approx(0.3),
        pytest.approx(0.5),
        False,
    )
    assert told.p_true == pytest.approx(0.3 / (2 / 3)) and told.top_right
    assert told.p_none == pytest.approx(0.5 / 3 / (2 / 3))
    assert plain.told(other).told(even).p_true == pytest.approx(plain.p_true)
    second = replace(plain, ship_rank=2, p_true=0.05)
    assert not second.told(other).top_right and second.told(other).top == told.top
    unheard = replace(plain, truth="dark", p_true=0.1, ship_rank=None)
    assert unheard.told(other).p_true == pytest.approx(0.1 / (2 / 3))
    assert plain.told(other).top_right and row("vessel", 0.9, True).told(other).top == 0.9


def test_summary_counts_ships_and_controls() -> None:
    variant = {"name": "as recorded", "rank": 1, "top": "vessel", "cleared_posterior": None}
    cases = [
        {"group": "vessel", "variants": [variant], "no_ais": "not_covered"},
        {"group": "control", "variants": [{**variant, "rank": None, "top": "none"}],
         "no_ais": "not_covered"},
        {"group": "cleared", "variants": [{**variant, "top": "dark", "cleared_posterior": 0.03}],
         "no_ais": None},
    ]  # fmt: skip
    told = summarise_cases(cases)
    first = told["variants"][0]
    assert (first["first"], first["ships"], first["controls_no_ship_on_top"]) == (1, 1, 2)
    assert first["cleared_highest"] == 0.03
    assert told["without_ais_not_covered"] == [2, 2]


@pytest.mark.parametrize("change", [{"seas": 0}, {"hours": 10.0}, {"per_day": 1.0}])
def test_sizes_that_make_no_sense(change: dict[str, float]) -> None:
    with pytest.raises(BalticError, match="must be at least"):
        backtest_incidents(size=replace(INCIDENTS_QUICK, **change))  # type: ignore[arg-type]


def test_the_report_reads_the_document() -> None:
    variant = {
        "name": "as recorded", "rank": 1, "posterior": 0.9, "log_score": 0.1, "set_size": 1,
        "top": "vessel", "top_posterior": 0.9, "best_innocent": 0.01, "cleared_posterior": None,
    }  # fmt: skip
    sure = {**variant, "posterior": 0.99999, "top_posterior": 0.997, "best_innocent": 1e-7}
    plain = {"why": "", "provenance": "simulated", "not_run": None, "no_ais": "not_covered"}
    cases = [
        {**plain, "incident_id": "a|b<i>", "group": "vessel", "variants": [variant]},
        {**plain, "incident_id": "c", "group": "control", "variants": [], "not_run": "no date"},
    ]
    rows = [row("vessel", 0.9, True), row("pseudo", 0.9, True)]
    numbers = incident_numbers(cases, rows)
    document = {"world": "B", "seed": 1, "data": "simulated ships", **numbers}
    document["cases"][0]["variants"].append(sure)
    text = incident_report(json.loads(json.dumps(document, allow_nan=False)))
    assert "Outages with a known cause" in text and KINDS[2].name in text
    assert "1 of 1" in text and "not measured" in text and "c: no date" in text
    assert "| > 0.999 |" in text and "vessel > 0.99 |" in text and "| < 0.001 |" in text
    assert ". Simulated ships. Evidence" in text, "a sentence begins with a capital"
    assert "<i>" not in text.replace("\\<", "")  # a sign after a backslash is no tag


@pytest.mark.slow
def test_a_small_sea_gives_all_causes() -> None:
    small = replace(INCIDENTS_QUICK, seas=1, drags=2, pseudo=3, per_day=20.0, documented=False)
    document = backtest_incidents(size=small, seed=3)
    again = json.loads(json.dumps(document, allow_nan=False))
    assert again["pseudo"][-1]["no_ship_leads"]["n"] == 3
    assert again["outages"][0]["first"]["n"] in (1, 2)


@pytest.mark.slow
def test_same_seed_same_rows() -> None:
    plan = OutageSea(find_outage_assets(8)[1], 3, 30.0, 30.0, 3, 3, "B", 60.0, SETTINGS)
    assert run_outage_sea(plan) == run_outage_sea(plan)


@pytest.mark.slow
def test_eagle_s_ranks_first() -> None:
    found = run_case(CasePlan("estlink2-eagle-s-2024", "B", 1, SETTINGS))
    assert all(v["rank"] == 1 for v in found["variants"])
    assert found["no_ais"] == "not_covered"
    assert found["provenance"] == "reconstructed and simulated"


def test_the_place_of_an_outage_moves_with_its_time() -> None:
    """A ship on 030 meets a line that lies 1 km further east 1.7 km further north."""
    sea = object.__new__(_Sea)
    sea.plan = SimpleNamespace(settings=SETTINGS, asset_id="estlink-2")
    sea.kind, sea.accuracy_km, sea.to_bow, sea.rng = "power", 2.0, {}, np.random.default_rng(3)
    sea.line = shapely.LineString([(25.0, 58.0), (25.0, 62.0)])
    at = {"t": pd.Timestamp("2025-03-01T12:00Z"), "lon": 25.0, "lat": 60.0, "sog_kn": 10.0,
          "cog_deg": 30.0, "angle_deg": 30.0}  # fmt: skip
    drag = {"mmsi": 1, "chain_out_m": 1.0, "depth_m": 0.5}
    told = [sea.incident(at, drag, Kind("exact", 2.0, "scada_trip", 0.1, 0.001)) for _ in range(60)]
    windows = [one.windows()[0] for one in told]
    later_s = np.array([w.t_earliest.timestamp() for w in windows]) - at["t"].timestamp()
    north_km = (np.array([w.lat for w in windows]) - 60.0) * DEG_M / 1000
    slope = np.polyfit(later_s, north_km, 1)[0] * 1000
    assert slope == pytest.approx(10.0 * KN_MS * np.cos(np.radians(30.0)), rel=0.1)
