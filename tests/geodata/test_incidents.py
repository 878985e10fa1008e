"""Consistency of the incident facts: assets, positions, clocks, ships' numbers, sources."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from baltic.catalogue import (
    Incident,
    assets_near,
    flag_of_mmsi,
    imo_is_valid,
    load_assets,
    load_incidents,
)
from baltic.catalogue.moments import parse_time

INCIDENTS = load_incidents()
ASSETS = load_assets()

#: A printed minute is the whole minute; "about" is five minutes either side.
SLACK = timedelta(minutes=6)

#: Zones as the prose of the facts writes them, hours ahead of UTC.
ZONES = {"EET": 2, "EEST": 3, "CET": 1, "CEST": 2, "Moscow time": 3, "Finnish time": 2}

records = pytest.mark.parametrize("record", INCIDENTS.values(), ids=list(INCIDENTS))


def test_fifteen_records_of_three_types() -> None:
    types = [r.record_type for r in INCIDENTS.values()]
    assert len(types) == 15
    assert {t: types.count(t) for t in set(types)} == {
        "damage": 12,
        "no_damage": 2,
        "not_at_sea": 1,
    }


@records
def test_every_asset_resolves(record: Incident) -> None:
    known = set(ASSETS.asset_id)
    for entry in record.assets:
        assert set(entry.asset_ids) <= known
        kinds = set(ASSETS.kind[ASSETS.asset_id.isin(entry.asset_ids)])
        assert kinds <= {entry.kind}, "an entry's kind is that of its asset"


@records
def test_published_positions_lie_on_their_asset(record: Incident) -> None:
    """Within the larger of the printed uncertainty and twice the line's own error."""
    for entry in record.assets:
        if entry.lon is None:
            continue
        near = assets_near(ASSETS, entry.lon, entry.lat, 100.0)
        near = near[near.asset_id.isin(entry.asset_ids)]
        assert len(near), f"{entry.name}: not within 100 km"
        row = near.iloc[0]
        assert row.distance_km <= max(entry.position_sd_km or 0.0, 2 * row.accuracy_km)


def test_distances_of_third_party_estimates_are_reported(record_property: Any) -> None:
    """An estimate from words may be anywhere: it is measured and shown, never judged."""
    rows = 0
    for record in INCIDENTS.values():
        for entry in record.assets:
            guess = entry.position_estimate_third_party
            if not guess or not entry.asset_ids:
                continue
            near = assets_near(ASSETS, guess["lon"], guess["lat"], 500.0)
            km = near[near.asset_id.isin(entry.asset_ids)].distance_km.min()
            record_property(f"{record.id}/{entry.asset_ids[0]}", f"{km:.1f} km")
            rows += 1
    assert rows == 8


def bounds(text: str) -> tuple[datetime, datetime]:
    """Return the first and last instant of a printed date or time."""
    if len(text) > 10:
        time = parse_time(text)
        assert time
        return time, time
    parts = [int(p) for p in text.split("-")]
    year, month, day = [*parts, 1, 1][:3]
    first = parse_time(f"{year:04d}-{month:02d}-{day:02d}T00:00:00Z")
    assert first
    days = {10: 1, 7: 31, 4: 366}[len(text)]
    return first, first + timedelta(days=days)


@records
def test_windows_lie_in_the_range_of_the_record(record: Incident) -> None:
    """Unless a note says why the interval is wider than the printed range."""
    first, last = bounds(record.date_utc_start)[0], bounds(record.date_utc_end)[1]
    assert first <= last
    for entry in record.assets:
        if entry.t_earliest is None or entry.model_extra.get("t_note"):
            continue
        assert first - SLACK <= entry.t_earliest <= entry.t_latest <= last + SLACK, entry.name


@records
def test_the_published_time_lies_in_the_derived_window(record: Incident) -> None:
    for entry in record.assets:
        printed = entry.break_time_utc
        if printed:
            assert entry.t_earliest <= parse_time(printed) <= entry.t_latest, entry.name


def local_times(note: str) -> list[tuple[int, int, float]]:
    """Return hour, minute and UTC offset of each local time printed with its zone."""
    found = []
    for match in re.finditer(
        r"(\d{1,2}:\d{2}) (?:local \()?(EEST|EET|CEST|CET|Moscow time|Finnish time)", note
    ):
        hour, minute = map(int, match[1].split(":"))
        found.append((hour, minute, ZONES[match[2]]))
    return found


@records
def test_utc_agrees_with_the_local_time_beside_it(record: Incident) -> None:
    """Of all local times printed in a note, one is the published UTC time."""
    for entry in record.assets:
        printed, note = entry.break_time_utc, entry.model_extra.get("break_time_note")
        if not printed or not note or not (times := local_times(note)):
            continue
        utc = parse_time(printed)
        minutes = [
            ((h - zone) * 60 + m - (utc.hour * 60 + utc.minute)) % 1440 for h, m, zone in times
        ]
        assert min(min(d, 1440 - d) for d in minutes) <= 1, (entry.name, note, printed)


@records
def test_track_facts_agree_with_the_local_time_beside_them(record: Incident) -> None:
    for fact in record.track_facts:
        times = local_times(fact["what"])
        if not times or not fact["time_utc"] or len(fact["time_utc"]) == 10:
            continue
        utc = parse_time(fact["time_utc"])
        gaps = [abs((h - z) * 60 + m - (utc.hour * 60 + utc.minute)) % 1440 for h, m, z in times]
        assert min(min(g, 1440 - g) for g in gaps) <= 5, (fact["what"], fact["time_utc"])


def test_the_clock_checks_see_something() -> None:
    seen = [
        entry.name
        for record in INCIDENTS.values()
        for entry in record.assets
        if entry.break_time_utc and local_times(str(entry.model_extra.get("break_time_note")))
    ]
    assert len(seen) >= 8


@records
def test_ships_numbers(record: Incident) -> None:
    for ship in record.suspected_vessels:
        assert ship.imo is None or imo_is_valid(ship.imo), ship.name
        if ship.mmsi is not None:
            assert flag_of_mmsi(ship.mmsi), f"{ship.name}: no country has this MID"


def test_flags_agree_with_the_mid() -> None:
    names = {
        "China": "CN",
        "Cook Islands": "CK",
        "Malta": "MT",
        "Saint Vincent and the Grenadines": "VC",
    }
    checked = 0
    for record in INCIDENTS.values():
        for ship in record.suspected_vessels:
            if ship.mmsi is not None:
                assert flag_of_mmsi(ship.mmsi) == names[ship.model_extra["flag"]], ship.name
                checked += 1
    assert checked == 5


def source_ids(node: Any) -> set[str]:
    """Return every id under a key that ends in ``sources`` (or is ``source``) below a node."""
    found: set[str] = set()
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "sources" or key.endswith("_sources"):
                found |= {v for v in value if isinstance(v, str)}
            elif key == "source" and isinstance(value, str):
                found.add(value)
            else:
                found |= source_ids(value)
    elif isinstance(node, list):
        for value in node:
            found |= source_ids(value)
    return found


@records
def test_every_source_id_resolves_inside_its_record(record: Incident) -> None:
    document = record.document()
    listed = [s["id"] for s in document["sources"]]
    assert len(listed) == len(set(listed))
    used = source_ids({k: v for k, v in document.items() if k != "sources"})
    assert used <= set(listed), used - set(listed)
    assert set(listed) <= used, "a listed source backs some statement"


@records
def test_linked_records_exist(record: Incident) -> None:
    assert set(record.model_extra.get("linked_incidents", [])) <= set(INCIDENTS)


@records
def test_no_damage_means_no_window(record: Incident) -> None:
    for entry in record.assets:
        words = (entry.damage or "").startswith(("none", "not damaged"))
        assert entry.damaged is not words
        assert not words or entry.t_earliest is None
    assert (record.windows() == []) is (record.record_type != "damage")


@records
def test_track_facts_lie_within_days_of_the_record(record: Incident) -> None:
    first, last = bounds(record.date_utc_start)[0], bounds(record.date_utc_end)[1]
    for fact in record.track_facts:
        t = bounds(fact["time_utc"])[0] if fact["time_utc"] else None
        if t:
            assert first - timedelta(days=3) <= t <= last + timedelta(days=21), fact["what"]
        if t and fact["time_utc_end"]:
            assert t <= bounds(fact["time_utc_end"])[0]
        if fact["lat"] is not None:
            assert 53 < fact["lat"] < 67
            assert 9 < fact["lon"] < 31


def test_conflicting_readings_are_both_inside() -> None:
    """Bornholm: 06:17 and about 06:19 CET; Fitburg: 04:53 and about 05:00 EET."""
    for name, first, last in (
        ("bornholm-cable-samus-swan-2022", "2022-02-26T05:17:00Z", "2022-02-26T05:19:00Z"),
        ("elisa-arelion-fitburg-2025", "2025-12-31T02:53:00Z", "2025-12-31T03:00:00Z"),
    ):
        window = INCIDENTS[name].windows()[0]
        assert window.t_earliest <= parse_time(first)
        assert parse_time(last) <= window.t_latest


def test_the_order_of_events_of_one_drag() -> None:
    """Newnew Polar Bear: EE-S1, Baltika, the pipe, then the Elisa cable."""
    order = [w.asset_ids[0] for w in INCIDENTS["balticconnector-newnew-polar-bear-2023"].windows()]
    starts = [w.t_earliest for w in INCIDENTS["balticconnector-newnew-polar-bear-2023"].windows()]
    assert order == ["ee-s-1", "baltika", "balticconnector", "fec-2"]
    assert starts == sorted(starts)
