"""Ordinary traffic: contracts, determinism, realism, land, and hostile wishes."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic import geo
from baltic.catalogue import is_placeholder
from baltic.simulate import DragPlan, SimulationError, World, simulate_traffic
from baltic.simulate.course import STATES
from baltic.tables import FIXES, VESSELS

START = "2024-12-25T00:00Z"
START_T = datetime(2024, 12, 25, tzinfo=UTC)


def _legs(fixes):
    """Return fixes with the distance and time to the next fix of the same ship."""
    after = fixes.with_columns(
        lon2=pl.col("lon").shift(-1).over("mmsi"),
        lat2=pl.col("lat").shift(-1).over("mmsi"),
        dt=(pl.col("t").shift(-1).over("mmsi") - pl.col("t")).dt.total_seconds(),
        sog2=pl.col("sog_kn").shift(-1).over("mmsi"),
    ).drop_nulls("lon2")
    metres = geo.distance_m(*(after[c].to_numpy() for c in ("lon", "lat", "lon2", "lat2")))
    return after.with_columns(metres=pl.Series(metres))


def _undisturbed(fixes):
    """Return fixes of receivers that GNSS was true for: others may show any place."""
    return fixes.filter(~pl.col("truth_state").is_in(["jammed", "spoofed"]))


def test_tables_keep_their_contracts(day):
    FIXES.check(day.fixes)
    VESSELS.check(day.vessels)
    assert day.fixes.equals(day.fixes.sort("mmsi", "t", maintain_order=True))
    assert set(day.fixes["provenance"]) == {"simulated"}
    assert set(day.fixes["truth_state"]) <= set(STATES)
    assert set(day.fixes["mmsi"]) == set(day.vessels["mmsi"])
    assert day.fixes.select("mmsi", "t").is_duplicated().sum() == 0
    assert day.notes == []


def test_no_number_or_name_can_be_a_real_ship(day):
    mmsi = day.vessels["mmsi"].to_numpy()
    assert is_placeholder(mmsi).all()
    assert mmsi.min() >= 200_100_001  # lower ones are kept for reconstructions
    assert day.vessels["imo"].null_count() == day.vessels.height
    assert day.vessels["name"].str.starts_with("SIM ").all()
    assert day.vessels["flag"].null_count() == day.vessels.height


def test_no_ship_is_ever_on_land(day, sea):
    fixes = _undisturbed(day.fixes)
    lon, lat = fixes["lon"].to_numpy(), fixes["lat"].to_numpy()
    assert sea.is_land(lon, lat).sum() == 0


def test_positions_agree_with_speed(day):
    legs = _legs(day.fixes).filter((pl.col("dt") < 130) & (pl.col("dt") > 20))
    implied = legs["metres"] / legs["dt"] / geo.KN_MS
    told = (legs["sog_kn"] + legs["sog2"]) / 2
    assert float((implied - told).abs().quantile(0.99)) < 1.0
    # Trawlers and patrol boats turn round within a minute; a travelling ship does not.
    travels = ~legs["truth_state"].is_in(["fishing", "patrol"])
    assert float((implied - told).abs().filter(travels).max()) < 3.0
    assert float(implied.max()) < 30.0


def test_course_is_where_the_ship_goes(day):
    legs = _legs(day.fixes).filter((pl.col("dt") < 80) & (pl.col("sog_kn") > 6))
    way = geo.bearing_deg(*(legs[c].to_numpy() for c in ("lon", "lat", "lon2", "lat2")))
    off = np.abs(geo.turn_deg(way, legs["cog_deg"].to_numpy()))
    assert np.percentile(off, 90) < 6.0


@pytest.mark.slow
def test_speeds_are_those_of_the_baltic(sea):
    # Cargo ships and tankers above 3 kn, northern Baltic: 7.8/10.4/11.6/12.5/14.4 kn;
    # |COG - heading| 50/90/95 % = 1.3/3.9/5.2 degrees above 5 kn.
    sets = [
        simulate_traffic(t_start=START, hours=24, ships=150, seed=s, interval_s=600, sea=sea)
        for s in (1, 2, 3)
    ]
    table = pl.concat(
        [s.fixes.join(s.vessels.select("mmsi", "ship_type"), on="mmsi") for s in sets]
    ).filter(pl.col("ship_type").is_between(70, 89))
    speed = table.filter(pl.col("sog_kn") > 3)["sog_kn"].to_numpy()
    found = np.percentile(speed, [5, 25, 50, 75, 95])
    assert found == pytest.approx([7.8, 10.4, 11.6, 12.5, 14.4], abs=0.7)
    fast = table.filter(pl.col("sog_kn") > 5)
    angle = np.abs(geo.turn_deg(fast["heading_deg"].to_numpy(), fast["cog_deg"].to_numpy()))
    assert np.percentile(angle, [50, 90, 95]) == pytest.approx([1.3, 3.9, 5.2], rel=0.35)


def test_values_are_as_sent_by_ais(day):
    fixes = day.fixes
    for name, step in (("sog_kn", 0.1), ("cog_deg", 0.1), ("heading_deg", 1.0)):
        values = fixes[name].cast(pl.Float64).to_numpy() / step
        assert np.abs(values - np.round(values)).max() < 1e-3, name
    assert fixes["cog_deg"].is_between(0, 360, closed="left").all()
    assert fixes["heading_deg"].is_between(0, 360, closed="left").all()
    assert fixes["sog_kn"].is_between(0, 102.2).all()


@pytest.mark.slow
def test_same_seed_same_tables_and_another_seed_others(sea):
    wish = {"t_start": START, "hours": 6, "ships": 12, "sea": sea, "drags": 1}
    a, b = simulate_traffic(seed=4, **wish), simulate_traffic(seed=4, **wish)
    assert a.fixes.equals(b.fixes) and a.vessels.equals(b.vessels) and a.truth == b.truth
    assert not a.fixes.equals(simulate_traffic(seed=5, **wish).fixes)


@pytest.mark.slow
def test_one_ship_more_changes_no_other(sea):
    wish = {"t_start": START, "hours": 6, "seed": 4, "sea": sea}
    few, more = simulate_traffic(ships=9, **wish), simulate_traffic(ships=10, **wish)
    assert more.fixes.filter(pl.col("mmsi").is_in(few.vessels["mmsi"].implode())).equals(few.fixes)
    assert more.vessels.height > few.vessels.height


@pytest.mark.slow
def test_a_drag_changes_no_other_ship(sea, day):
    ship = int(day.truth[0]["mmsi"]) - 200_100_001
    wish = {"t_start": START, "hours": 10, "seed": 11, "ships": ship + 3, "sea": sea}
    plain = simulate_traffic(**wish)
    dragged = simulate_traffic(drags=[DragPlan(ship, 3.0, hours=2.0)], **wish)
    other = pl.col("mmsi") != 200_100_001 + ship
    assert dragged.fixes.filter(other).equals(plain.fixes.filter(other))


@pytest.mark.slow
def test_sampling_reads_the_same_ship(sea):
    steady = World("steady", storm_share=0.0, loss=0.0, gaps_per_day=0.0)
    wish = {"t_start": START, "hours": 8, "seed": 2, "ships": 6, "world": steady, "sea": sea}
    fine = simulate_traffic(interval_s=10, **wish).fixes
    coarse = simulate_traffic(interval_s=300, **wish).fixes
    for (mmsi,), table in coarse.group_by("mmsi"):
        own = fine.filter(pl.col("mmsi") == mmsi)
        near = table.sort("t").join_asof(
            own.sort("t").select("t", a="lon", b="lat"), on="t", strategy="nearest"
        )
        metres = geo.distance_m(*(near[c].to_numpy() for c in ("lon", "lat", "a", "b")))
        # Losses, jitter and position noise differ; half an interval of 10 s is 60 m.
        assert np.median(metres) < 60.0


def test_box_keeps_only_its_fixes(sea):
    box = (24.0, 59.0, 27.0, 60.4)
    found = simulate_traffic(
        t_start=START, hours=12, ships=20, seed=1, bbox=box, sea=sea
    ).fixes  # fmt: skip
    assert found.height > 0
    assert found["lon"].is_between(24.0, 27.0).all() and found["lat"].is_between(59.0, 60.4).all()


@pytest.mark.slow
def test_drags_happen_inside_the_box(sea):
    box = (19.0, 56.0, 23.0, 59.8)
    found = simulate_traffic(t_start=START, hours=30, ships=120, seed=2, bbox=box, drags=3, sea=sea)
    assert len(found.truth) == 3
    for truth in found.truth:
        own = found.fixes.filter(pl.col("mmsi") == truth["mmsi"])
        assert "drag" in set(own["truth_state"])
        assert 18.5 < truth["lon"] < 23.5 and 55.5 < truth["lat"] < 60.2


@pytest.mark.slow
def test_worlds_differ(sea):
    wish = {"t_start": START, "hours": 6, "seed": 4, "ships": 10, "sea": sea}
    a, b = (simulate_traffic(world=w, **wish) for w in "AB")
    assert a.world == "A" and b.world == "B"
    assert not a.fixes.equals(b.fixes)


@pytest.mark.slow
def test_ordinary_reasons_occur(sea):
    world = World(
        "busy", storm_share=1.0, stop=0.6, engine=0.6, anchoring=0.6, slow_order=0.6, dip=1.0,
        fishing=0.1, tow=0.1, patrol=0.05,
    )  # fmt: skip
    found = simulate_traffic(t_start=START, hours=48, ships=90, seed=3, world=world, sea=sea)
    states = set(found.fixes["truth_state"])
    assert states >= {
        "transit", "slow_order", "dip", "pilot", "drift", "engine_trouble", "anchored", "moored",
        "fishing", "tow", "storm", "ferry",
    }  # fmt: skip
    assert found.truth == []
    mean = dict(found.fixes.group_by("truth_state").agg(pl.col("sog_kn").median()).iter_rows())
    assert mean["anchored"] < 1.0 and mean["moored"] < 0.3 and mean["drift"] < 3.0
    assert 2.0 < mean["tow"] < 6.5 and 2.0 < mean["fishing"] < 6.0
    assert mean["storm"] < mean["transit"]
    at_anchor = found.fixes.filter(pl.col("nav_status") == 1)
    assert at_anchor.height > 0 and float(at_anchor["sog_kn"].quantile(0.9)) < 1.5
    lon, lat = found.fixes["lon"].to_numpy(), found.fixes["lat"].to_numpy()
    assert sea.is_land(lon, lat).sum() == 0


@pytest.mark.slow
def test_ships_wait_at_charted_anchorages(sea):
    from baltic.catalogue import load_places

    world = World("waiting", storm_share=0.0, anchoring=0.0, anchorage=1.0)
    found = simulate_traffic(t_start=START, hours=72, ships=60, seed=5, world=world, sea=sea)
    still = found.fixes.filter((pl.col("nav_status") == 1) & (pl.col("sog_kn") < 0.5))
    assert still["mmsi"].n_unique() >= 5
    places = load_places()
    places = places[places["kind"] == "anchorage"]
    for (mmsi,), own in still.group_by("mmsi"):
        lon, lat = float(own["lon"].median()), float(own["lat"].median())
        away = geo.distance_m(lon, lat, places["lon"].to_numpy(), places["lat"].to_numpy())
        assert ((away / 1000.0) < places["radius_km"].to_numpy() + 0.5).any(), mmsi
    lon, lat = found.fixes["lon"].to_numpy(), found.fixes["lat"].to_numpy()
    assert sea.is_land(lon, lat).sum() == 0


def test_losses_and_silences(day):
    gaps = _legs(day.fixes).filter(pl.col("nav_status") == 0)["dt"]
    share = float((gaps > 90).mean())
    assert 0.05 < share < 0.3
    assert float(gaps.max()) > 600


def test_ferry_keeps_its_timetable(sea):
    from baltic.simulate import baltic_lanes

    lanes = [lane for lane in baltic_lanes() if lane.name.startswith("helsinki - tallinn")]
    found = simulate_traffic(
        t_start=START, hours=48, ships=3, seed=1, lanes=lanes, sea=sea,
        world=World("still", storm_share=0.0, fishing=0.0, tow=0.0, patrol=0.0),
    )  # fmt: skip
    for (mmsi,), table in found.fixes.group_by("mmsi"):
        north = table.sort("t")["lat"].to_numpy()
        crossings = np.sum(np.diff(np.sign(north - 59.8)) != 0)
        assert crossings >= 6, mmsi


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"hours": 0}, "hours"), ({"hours": float("nan")}, "hours"), ({"ships": -1}, "ships"),
        ({"interval_s": 0}, "interval_s"), ({"world": "C"}, "unknown world"),
        ({"t_start": "2024-01-01T00:00"}, "no zone"), ({"t_start": "noon"}, "no time"),
        ({"drags": 5, "ships": 1}, "drags asked for"),
        ({"drags": [DragPlan(99, 1.0)]}, "ship 99"),
        ({"bbox": (40.0, 10.0, 41.0, 11.0)}, "no lane passes"),
    ],
)  # fmt: skip
def test_wishes_without_sense_are_one_clear_line(sea, wish, told):
    base = {"t_start": START, "hours": 4, "ships": 2, "seed": 1, "sea": sea}
    with pytest.raises(SimulationError, match=told) as caught:
        simulate_traffic(**{**base, **wish})
    assert "\n" not in caught.value.one_line()


def test_no_ships_no_rows(sea):
    empty = simulate_traffic(t_start=START, hours=2, ships=0, sea=sea)
    assert empty.fixes.height == 0 and empty.vessels.height == 0
    FIXES.check(empty.fixes)


@pytest.mark.slow
@settings(max_examples=4, deadline=None)
@given(st.integers(0, 2**31), st.floats(1.0, 30.0), st.sampled_from([7.0, 60.0, 333.0, 1900.0]))
def test_any_seed_and_sampling_keeps_the_contracts(sea, seed, hours, interval):
    found = simulate_traffic(
        t_start=START, hours=hours, ships=8, seed=seed, interval_s=interval, world="B", sea=sea
    )
    FIXES.check(found.fixes)
    assert np.isfinite(found.fixes.select("lon", "lat", "sog_kn", "cog_deg").to_numpy()).all()
    true = _undisturbed(found.fixes)
    lon, lat = true["lon"].to_numpy(), true["lat"].to_numpy()
    assert sea.is_land(lon, lat).sum() == 0
    if found.fixes.height:
        assert found.fixes["t"].min() >= START_T
