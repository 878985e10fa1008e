"""Outages made from incidents; wrong records end in one clear line."""

from __future__ import annotations

from types import SimpleNamespace

import polars as pl
import pytest
import shapely

from baltic.attribution.rates import technical_rates
from baltic.attribution.readings import make_outages
from baltic.errors import IncidentError, UnknownIdError

from . import world


@pytest.mark.parametrize("kind", ["no_damage", "not_at_sea", "damage"])
def test_incident_without_a_window_says_so(kind: str) -> None:
    record = SimpleNamespace(id="x-1", title="", record_type=kind, windows=list, assets=[])
    with pytest.raises(IncidentError, match=r"incident x-1 .* no ship ranks; (give|choose)"):
        make_outages(record, world.assets(), world.SETTINGS)


def test_unknown_asset_offers_the_nearest() -> None:
    what = world.incident(("alpah", 0, 1))
    with pytest.raises(UnknownIdError, match="alpha"):
        make_outages(what, world.assets(), world.SETTINGS)


def test_fault_off_the_asset_is_noted_and_widened() -> None:
    what = world.incident(("alpha", 0, 1), lon=24.8, lat=59.7, position_sd_km=1.0)
    outages, notes = make_outages(what, world.assets(), world.SETTINGS)
    assert any("km from the charted line of Alpha" in n for n in notes)
    assert outages[0].targets[0].fault_off_km == pytest.approx(45, abs=1)


def test_fault_on_the_asset_gives_its_kilometre_point() -> None:
    what = world.incident(("alpha", 0, 1), lon=24.0, lat=59.7, position_sd_km=1.0)
    outages, notes = make_outages(what, world.assets(), world.SETTINGS)
    assert outages[0].targets[0].fault_kp_km == pytest.approx(55.7, abs=0.3)
    assert not any("charted line" in n for n in notes)


def test_windows_are_sorted_by_time_and_keep_defaults() -> None:
    what = world.incident(("beta", 90, 100), ("alpha", 0, 1), t_sd_s=None)
    outages, _ = make_outages(what, world.assets(), world.SETTINGS)
    assert [o.window.asset_ids for o in outages] == [("alpha",), ("beta",)]
    assert [o.number for o in outages] == [0, 1]
    assert outages[0].reading_sd_s == 30.0
    assert (outages[0].delay_s, outages[1].delay_s) == (60.0, 120.0)


def outage(**entry: object) -> object:
    made, _ = make_outages(world.incident(("alpha", 0, 1), **entry), world.assets(), world.SETTINGS)
    return made[0]


@pytest.mark.parametrize(
    ("kind", "sd"),
    [("scada_trip", 5), ("loss_of_light", 30), ("routing_outage", 300), ("pressure_drop", 900),
     ("seismic", 20), ("operator_notice", 120), ("press_window", 900), ("day_only", 7200)],
)  # fmt: skip
def test_each_kind_of_evidence_has_its_error(kind: str, sd: float) -> None:
    assert outage(evidence_kind=kind, t_sd_s=None).reading_sd_s == sd
    assert outage(evidence_kind=kind, t_sd_s=7.0).reading_sd_s == 7.0


def test_slow_evidence_dates_no_failure_to_the_minute() -> None:
    def width(kind: str, sd: float | None) -> float:
        made = outage(evidence_kind=kind, t_sd_s=sd)
        return made.latest_s - made.earliest_s

    assert width("routing_outage", None) == 300
    assert width("pressure_drop", None) == 1800
    assert width("scada_trip", None) == 60
    assert width("pressure_drop", 60.0) == 60


def test_places_by_kind() -> None:
    otdr = outage(kp_km=50.0)
    assert otdr.place_sd_km == pytest.approx((0.5**2 + 0.5**2) ** 0.5)
    assert outage(kp_km=50.0, position_kind="tdr").place_sd_km == pytest.approx(1.118, abs=0.001)
    assert outage(lon=24.0, lat=59.7, position_kind="survey").place_sd_km == 0.01
    assert outage(lon=24.0, lat=59.7).place_sd_km == 2.0
    words = outage(lon=24.0, lat=59.7, position_kind="words", radius_km=20.0)
    assert (words.place_sd_km, words.place_radius_km) == (5.0, 20.0)


def test_a_scar_tells_the_course() -> None:
    table = world.tracks(world.ship(1001, 0))
    along, across = (
        world.run(world.incident(("alpha", 0, 1), scar_bearing_deg=b), table) for b in (270.0, 0.0)
    )
    told = [next(h.reasons[0] for h in f.hypotheses if h.mmsi) for f in (along, across)]
    assert "0° off the bearing of the drag scar" in told[0] and "90° off" in told[1]
    # What the course says, whatever the speed.
    p = [
        next(h.posterior_without_drag_evidence for h in f.hypotheses if h.mmsi)
        for f in (along, across)
    ]
    assert p[0] > 0.7 > 0.1 > p[1]


def test_a_scar_tells_the_course_of_a_ship_heard_beside_the_line_too() -> None:
    """It runs north 300 m east of a line known to 500 m: a scar from west to east is not its."""
    north = world.ship(1001, 0, hours=2).with_columns(
        lat=world.LAT + (pl.col("lon") - 24.0) / 2, lon=pl.lit(24.0053), cog_deg=pl.lit(0.0)
    )
    north = world.tracks(north.cast(world.ship(1001, 0).schema))
    along, across = (
        world.run(world.incident(("alpha", 0, 1), scar_bearing_deg=b), north) for b in (0.0, 90.0)
    )
    p = [
        next(h.posterior_without_drag_evidence for h in f.hypotheses if h.mmsi)
        for f in (along, across)
    ]
    (passage,) = next(h.crossings for h in along.hypotheses if h.mmsi)
    assert passage["how"] == "near" and passage["cog_deg"] == pytest.approx(0.0, abs=1.0)
    assert p[0] > 50 * p[1]
    reasons = next(h.reasons for h in across.hypotheses if h.mmsi)
    assert "on a course 90° off the bearing of the drag scar" in reasons[0]


def test_a_kilometre_point_beyond_the_end_rules_nobody_out_and_says_so() -> None:
    found = world.run(world.incident(("alpha", 0, 1), kp_km=300.0), world.tracks(world.ship(1, 0)))
    assert 1 in {h.mmsi for h in found.hypotheses} and not found.excluded
    assert any("300 lies beyond the end of Alpha" in n for n in found.notes)


def test_a_kilometre_point_is_held_against_the_part_it_is_along() -> None:
    """The whole is long enough; kilometre points are along the first part."""
    lines = shapely.MultiLineString([[(24, 59.0), (24, 59.4)], [(24, 59.4), (24, 61.0)]])
    table = world.assets()
    table["geometry"] = [lines, *table.geometry[1:]]
    case = world.incident(("alpha", 0, 1), kp_km=100.0)
    found = world.run(case, world.tracks(world.ship(1, 0)), lines=table)
    (note,) = (n for n in found.notes if "beyond the end" in n)
    assert "(45 km of charted line, the first of its 2 parts)" in note


def test_a_place_far_from_the_asset_counts_for_nothing_and_says_so() -> None:
    seen = world.tracks(world.ship(1, 0, hours=14), world.ship(2, 0, lat=59.6, hours=14))
    plain = world.run(world.incident(("alpha", 0, 1)), seen)
    far = world.run(world.incident(("alpha", 0, 1), lon=29.0, lat=59.7, position_sd_km=0.5), seen)
    assert [h.posterior for h in far.hypotheses] == [h.posterior for h in plain.hypotheses]
    assert far.covered and far.coverage == plain.coverage
    assert any("asset or place must be wrong" in n for n in far.notes)


def test_a_window_without_a_name_has_that_of_its_asset() -> None:
    found = world.run(world.incident(("alpha", 0, 1)), world.tracks(world.ship(1, 0)))
    assert found.windows[0].name == "Alpha"


def test_words_that_contradict_each_other_are_noted_and_count_for_nothing() -> None:
    def notes(words: str) -> tuple[float, str]:
        record = world.incident(("alpha", 0, 1), damage=words)
        (made,), found = make_outages(record, world.assets(), world.SETTINGS)
        return technical_rates([made], world.SETTINGS)[0], " ".join(found)

    plain, none = notes("severed")
    both, told = notes("sheath torn; internal fault")
    assert both == plain
    assert "(Alpha): they contradict each other" in told and "contradict" not in none
    assert "contradict" not in notes("torn by an anchor in a storm")[1]


@pytest.mark.parametrize("field", ["radius_km", "scar_bearing_deg"])
@pytest.mark.parametrize("told", ["eight", -3.0, True, float("inf")])
def test_a_stated_number_that_is_none_is_one_clear_line(field: str, told: object) -> None:
    what = world.incident(("alpha", 0, 1), lon=24.0, lat=59.7, **{field: told})
    with pytest.raises(IncidentError, match=f"{field} of the damage to Alpha is"):
        make_outages(what, world.assets(), world.SETTINGS)


def test_a_bearing_beyond_the_circle_is_one_clear_line() -> None:
    record = world.incident(("alpha", 0, 1), scar_bearing_deg=361.0)
    with pytest.raises(IncidentError, match="scar_bearing_deg of the damage to Alpha is") as error:
        make_outages(record, world.assets(), world.SETTINGS)
    assert error.value.hint == "give a number, 0 to 360, or leave it out"


@pytest.mark.parametrize("told", ["guess", "Words", ["words"]])
def test_a_kind_of_place_that_is_none_is_one_clear_line(told: object) -> None:
    record = world.incident(("alpha", 0, 1), lon=24.0, lat=59.7, position_kind=told)
    with pytest.raises(IncidentError, match="position_kind of the damage to Alpha is") as error:
        make_outages(record, world.assets(), world.SETTINGS)
    assert error.value.hint == "give one of otdr, tdr, survey, words, or leave it out"
