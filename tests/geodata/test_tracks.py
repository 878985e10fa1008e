"""Tracks: provenance, published times and speeds, the sea, and what is not kept."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
import yaml

from baltic.catalogue import load_assets, load_coastline
from baltic.geo import KN_MS, bearing_deg, distance_m, local_projection, on_land, project, turn_deg

from .conftest import GEODATA, script

TRACKS = GEODATA / "tracks"
LAID = ("eagle-s-2024", "newnew-polar-bear-2023", "yi-peng-3-2024", "vezhen-2025")
MEASURED = ("yi-peng-3-measured", "vezhen-measured")

#: Break times as published; half a minute around a single minute.
WINDOWS = [
    ("eagle-s-2024", "estlink-2", "2024-12-25T10:25:59", "2024-12-25T10:26:30"),
    ("eagle-s-2024", "fec-1", "2024-12-25T16:04:00", "2024-12-25T16:44:00"),
    ("eagle-s-2024", "fec-2", "2024-12-25T16:04:00", "2024-12-25T16:44:00"),
    ("eagle-s-2024", "c-lion1", "2024-12-25T16:04:00", "2024-12-25T16:44:00"),
    ("newnew-polar-bear-2023", "ee-s-1", "2023-10-07T15:12:30", "2023-10-07T15:13:30"),
    ("newnew-polar-bear-2023", "baltika", "2023-10-07T20:29:30", "2023-10-07T20:30:30"),
    ("newnew-polar-bear-2023", "balticconnector", "2023-10-07T22:19:30", "2023-10-07T22:20:30"),
    ("newnew-polar-bear-2023", "fec-2", "2023-10-07T22:20:30", "2023-10-08T00:13:00"),
    ("yi-peng-3-2024", "bcs-east-west-interlink", "2024-11-17T07:59:30", "2024-11-17T08:00:30"),
    ("yi-peng-3-2024", "c-lion1", "2024-11-18T02:03:30", "2024-11-18T02:04:30"),
    ("vezhen-2025", "c-lion1", "2025-01-26T00:36:30", "2025-01-26T00:37:30"),
    ("vezhen-2025", "sweden-latvia-lvrtc", "2025-01-26T00:44:30", "2025-01-26T00:45:30"),
]
#: Speeds as published, with the room that a rounded reading leaves.
SPEEDS = [
    ("eagle-s-2024", "2024-12-25T10:23:00", 9.2, 0.15),
    ("eagle-s-2024", "2024-12-25T10:25:00", 9.3, 0.11),
    ("eagle-s-2024", "2024-12-25T10:27:00", 8.8, 0.11),
    ("eagle-s-2024", "2024-12-25T11:00:00", 8.5, 0.11),
    ("eagle-s-2024", "2024-12-25T11:35:00", 6.3, 0.11),
    ("eagle-s-2024", "2024-12-25T12:10:00", 0.7, 0.6),
    ("eagle-s-2024", "2024-12-25T13:05:00", 7.5, 0.11),
    ("eagle-s-2024", "2024-12-25T16:52:00", 0.5, 0.5),
    ("newnew-polar-bear-2023", "2023-10-07T18:00:00", 11.0, 0.5),
    ("newnew-polar-bear-2023", "2023-10-07T22:00:00", 0.2, 0.5),
    ("newnew-polar-bear-2023", "2023-10-07T22:19:00", 11.0, 0.5),
    ("newnew-polar-bear-2023", "2023-10-07T22:22:00", 9.5, 0.1),
    ("yi-peng-3-2024", "2024-11-17T03:00:00", 5.0, 0.1),
    ("yi-peng-3-2024", "2024-11-18T04:00:00", 7.3, 0.2),
]
#: Drop, and the speeds before and after it as the plans assume them.
DROPS = [
    ("eagle-s-2024", None, 11.75, 9.2),
    ("newnew-polar-bear-2023", None, 15.0, 11.2),
    ("yi-peng-3-2024", "2024-11-16T20:00:00Z", 10.7, 5.0),
    ("vezhen-2025", "2025-01-25T03:11:00Z", 11.2, 7.6),
]


@pytest.fixture(scope="module")
def index() -> dict[str, Any]:
    return yaml.safe_load((TRACKS / "index.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def entries(index: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {e["name"]: e for e in index["tracks"]}


@pytest.fixture(scope="module")
def incidents(facts: dict[str, Any]) -> dict[str, Any]:
    return {i["id"]: i for i in facts["incidents"]}


@pytest.fixture(scope="module")
def rows() -> dict[str, pd.DataFrame]:
    found = {}
    for name in (*LAID, *MEASURED):
        frame = pd.read_csv(TRACKS / f"{name}.csv")
        frame["t"] = pd.to_datetime(frame["t"], utc=True)
        frame["s"] = (frame["t"] - pd.Timestamp("2020-01-01", tz="UTC")).dt.total_seconds()
        found[name] = frame
    return found


@pytest.fixture(scope="module")
def trunks() -> dict[str, shapely.LineString]:
    table = load_assets()
    return {
        i: shapely.get_parts(g)[0] for i, g in zip(table["asset_id"], table.geometry, strict=True)
    }


def utc(text: str) -> float:
    moment = datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)
    return (moment - datetime(2020, 1, 1, tzinfo=UTC)).total_seconds()


def crossing_times(track: pd.DataFrame, line: shapely.LineString, lo: float, hi: float) -> list:
    """Return seconds of the crossings between two moments, found in local metres."""
    near = track[(track["s"] >= lo - 300) & (track["s"] <= hi + 300)]
    middle = near.iloc[len(near) // 2]
    to_m = local_projection(middle["lon"], middle["lat"])
    x, y = project(to_m, near["lon"], near["lat"])
    dense = shapely.segmentize(line, 0.01)
    asset = shapely.LineString(np.column_stack(project(to_m, *np.asarray(dense.coords).T[:2])))
    found, s = [], near["s"].to_numpy()
    for i in range(len(x) - 1):
        step = shapely.LineString([(x[i], y[i]), (x[i + 1], y[i + 1])])
        for p in shapely.get_parts(step.intersection(asset)):
            if p.is_empty:
                continue
            part = math.hypot(p.centroid.x - x[i], p.centroid.y - y[i]) / step.length
            found.append(s[i] + part * (s[i + 1] - s[i]))
    return [t for t in found if lo <= t <= hi]


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return script("make_tracks").render()


def test_script_reproduces_every_file(made: dict[str, str]) -> None:
    assert set(made) == {p.name for p in TRACKS.iterdir()}
    for name, text in made.items():
        assert text.encode() == (TRACKS / name).read_bytes(), name


@pytest.mark.parametrize("name", [*LAID, *MEASURED])
def test_rows_are_well_formed(name: str, rows: dict, entries: dict) -> None:
    track, entry = rows[name], entries[name]
    header = (TRACKS / f"{name}.csv").read_text().splitlines()[0]
    assert header == ("t,mmsi,lon,lat,sog_kn,cog_deg,heading_deg,nav_status,provenance,note")
    assert track["s"].is_monotonic_increasing
    assert track["s"].is_unique
    assert set(track["mmsi"]) == {entry["mmsi"]}
    counts = track["provenance"].value_counts().to_dict()
    assert counts == {k: n for k, n in entry["rows"].items() if n}
    assert entry["provenance"] == " and ".join(k for k in entry["rows"] if entry["rows"][k])
    # Nothing of these is published; an invented heading would plant evidence of yaw.
    assert track[["heading_deg", "nav_status"]].isna().all().all()
    assert track["note"].notna().all()


@pytest.mark.parametrize("name", [*LAID, *MEASURED])
def test_measured_rows_are_the_facts_and_nothing_else(
    name: str, rows: dict, entries: dict, incidents: dict
) -> None:
    incident = incidents[entries[name]["incident_id"]]
    want = {
        (utc(f["time_utc"]), f["lon"], f["lat"], f["sog_kn"], float(f["cog_deg"]))
        for f in incident["track_facts"]
        if f["lat"] is not None and f["confidence"] == "dataset"
    }
    track = rows[name]
    own = track[track["provenance"] == "measured"]
    got = {tuple(r) for r in own[["s", "lon", "lat", "sog_kn", "cog_deg"]].to_numpy()}
    assert got == want
    assert bool(want) == (name not in ("eagle-s-2024", "newnew-polar-bear-2023"))


def test_a_press_position_is_no_measurement(rows: dict, entries: dict) -> None:
    for name in ("yi-peng-3-measured", "yi-peng-3-2024"):
        assert rows[name]["lat"].max() < 60
        assert rows[name]["s"].max() < utc("2024-11-19T12:00:00")
    assert "press" in entries["yi-peng-3-measured"]["left_out"][0]


@pytest.mark.parametrize(("name", "asset_id", "lo", "hi"), WINDOWS)
def test_damaged_assets_are_crossed_in_their_window(
    name: str, asset_id: str, lo: str, hi: str, rows: dict, trunks: dict, entries: dict
) -> None:
    times = crossing_times(rows[name], trunks[asset_id], utc(lo), utc(hi))
    assert len(times) == 1
    listed = [c for c in entries[name]["checks"] if c["asset_id"] == asset_id]
    assert min(abs(utc(c["t"]) - times[0]) for c in listed if c["inside_window"]) < 3


def test_the_last_cable_of_eagle_s_is_not_bssc(entries: dict) -> None:
    crossed = {c["asset_id"] for c in entries["eagle-s-2024"]["other_crossings"]}
    assert "bssc" not in crossed
    assert any("left open" in d["why"] for d in entries["eagle-s-2024"]["departures"])


@pytest.mark.parametrize("name", LAID)
def test_checks_name_every_damaged_asset_and_keep_its_published_time(
    name: str, entries: dict, incidents: dict
) -> None:
    checks = entries[name]["checks"]
    by_id = {c["asset_id"]: c for c in checks}
    for asset in incidents[entries[name]["incident_id"]]["assets"]:
        ids = [asset["asset_id"]] if isinstance(asset["asset_id"], str) else asset["asset_id"]
        if asset["damage"].startswith("not damaged") or "CITIC" in asset["name"]:
            continue
        found = [i for i in ids if i in by_id]
        assert found, asset["name"]
        if asset["break_time_utc"]:
            inside = [c for c in checks if c["asset_id"] in found and c["inside_window"]]
            assert any(abs(utc(c["t"]) - utc(asset["break_time_utc"])) <= 30 for c in inside)


@pytest.mark.slow
@pytest.mark.parametrize("name", LAID)
def test_no_crossing_is_hidden(name: str, rows: dict, trunks: dict, entries: dict) -> None:
    track, entry = rows[name], entries[name]
    listed = {
        (c["asset_id"], utc(c["t"]))
        for c in entry["checks"] + entry["other_crossings"]
        if c["part"] == 0
    }
    end = track["s"].iloc[np.flatnonzero(np.diff(track["s"]) <= 600)[-1] + 1]
    for asset_id in ("nordbalt", "nord-stream-1", "baltika", "c-lion1", "eesf-2", "bssc"):
        for lo in np.arange(track["s"].iloc[0], end, 7200.0):
            for t in crossing_times(track, trunks[asset_id], lo, min(lo + 7200.0, end)):
                assert any(a == asset_id and abs(t - s) < 30 for a, s in listed), (asset_id, t)


@pytest.mark.parametrize(("name", "when", "knots", "room"), SPEEDS)
def test_published_speeds_are_kept(
    name: str, when: str, knots: float, room: float, rows: dict
) -> None:
    track = rows[name]
    assert abs(np.interp(utc(when), track["s"], track["sog_kn"]) - knots) <= room


def test_eagle_s_makes_three_miles_between_the_readings(rows: dict) -> None:
    track = rows["eagle-s-2024"]
    ends = track[track["s"].isin([utc("2024-12-25T11:35:00"), utc("2024-12-25T13:05:00")])]
    metres = distance_m(*ends[["lon", "lat"]].to_numpy().ravel())
    assert 2.7 < float(metres) / 1852 < 3.3


def test_eagle_s_crosses_estlink_2_south_of_loviisa(entries: dict) -> None:
    c = entries["eagle-s-2024"]["checks"][0]
    assert abs(float(distance_m(26.225, 60.457, c["lon"], c["lat"])) / 1e3 - 55) < 3
    assert abs(float(turn_deg(180, bearing_deg(26.225, 60.457, c["lon"], c["lat"])))) < 15


@pytest.mark.parametrize(
    ("name", "until", "km"),
    [
        ("eagle-s-2024", "2024-12-25T16:53:00Z", 90),
        ("newnew-polar-bear-2023", "2023-10-07T22:20:00Z", 180),
    ],
)
def test_drag_has_the_published_length(
    name: str, until: str, km: float, rows: dict, entries: dict
) -> None:
    track = rows[name]
    inside = track[track["s"].between(utc(entries[name]["solved"]["drop"]), utc(until))]
    steps = distance_m(inside["lon"][:-1], inside["lat"][:-1], inside["lon"][1:], inside["lat"][1:])
    assert abs(steps.sum() / 1e3 - km) < 0.6


@pytest.mark.parametrize(("name", "drop", "before", "after"), DROPS)
def test_drop_is_a_ramp_after_hours_of_sea_speed(
    name: str, drop: str | None, before: float, after: float, rows: dict, entries: dict
) -> None:
    track = rows[name]
    t0 = utc(drop or entries[name]["solved"]["drop"])
    lead = track[track["s"] <= t0 - 60]
    assert t0 - track["s"].iloc[0] >= 6 * 3600
    assert np.allclose(lead["sog_kn"], before, atol=0.06)
    ramp = track[(track["s"] > t0 + 60) & (track["s"] < t0 + 600)]
    share = ((ramp["sog_kn"] - after) / (before - after)).to_numpy()
    keep = share > 0.1
    slope = np.polyfit((ramp["s"].to_numpy() - t0)[keep] / 60, np.log(share[keep]), 1)[0]
    assert 3.4 < -1 / slope < 8.3


@pytest.mark.parametrize("name", LAID)
def test_positions_agree_with_speed_and_course(name: str, rows: dict) -> None:
    track = rows[name]
    last = np.flatnonzero(np.diff(track["s"]) <= 600)[-1] + 1
    track = track.iloc[: last + 1].reset_index(drop=True)
    lon, lat, s = (track[c].to_numpy() for c in ("lon", "lat", "s"))
    v = track["sog_kn"].to_numpy() * KN_MS
    steps = distance_m(lon[:-1], lat[:-1], lon[1:], lat[1:])
    sailed = np.diff(s) * (v[1:] + v[:-1]) / 2
    windows = np.add.reduceat(steps, np.arange(0, len(steps), 10))
    wanted = np.add.reduceat(sailed, np.arange(0, len(steps), 10))
    assert np.abs(windows - wanted).max() < 120
    moving = wanted > 1000
    assert (np.abs(windows / wanted - 1)[moving] < 0.05).all()
    assert abs(steps.sum() / sailed.sum() - 1) < 0.01
    # Course: the chord over both neighbours, away from key-frames and stops.
    chord = bearing_deg(lon[:-2], lat[:-2], lon[2:], lat[2:])
    course = track["cog_deg"].to_numpy()[1:-1]
    laid = (track["provenance"] == "reconstructed").to_numpy()
    usable = laid[:-2] & laid[1:-1] & laid[2:] & (v[1:-1] > 1.0) & (v[:-2] > 1.0)
    assert np.abs(turn_deg(course, chord))[usable].max() < 6
    assert (np.isnan(course) == (track["sog_kn"].to_numpy()[1:-1] < 0.5))[laid[1:-1]].mean() > 0.99


@pytest.mark.parametrize("name", LAID)
def test_speeds_change_as_a_ship_can(name: str, rows: dict) -> None:
    track = rows[name]
    laid = track[track["provenance"] == "reconstructed"]
    assert laid["sog_kn"].between(0, 15).all()
    change = np.abs(np.diff(laid["sog_kn"])) / np.diff(laid["s"]) * 60
    assert change.max() < 4.0  # kn a minute
    gaps = np.diff(track["s"])[track["provenance"].to_numpy()[1:] == "reconstructed"]
    assert gaps.max() <= 120


@pytest.mark.parametrize("name", [*LAID, *MEASURED])
def test_tracks_stay_at_sea(name: str, rows: dict) -> None:
    land, track = load_coastline(), rows[name]
    assert not on_land(track["lon"], track["lat"], land).any()
    xy = track[["lon", "lat"]].to_numpy()
    near = np.diff(track["s"]) <= 600
    if near.any():
        steps = shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1)[near])
        assert not shapely.intersects(steps, land).any()


def test_a_placeholder_is_declared_and_used_only_where_no_number_is_known(
    entries: dict, incidents: dict
) -> None:
    for entry in entries.values():
        ship = entry["ship"]
        known = next(
            v["mmsi"]
            for v in incidents[entry["incident_id"]]["suspected_vessels"]
            if v["name"] == ship["name"]
        )
        assert entry["mmsi_is_placeholder"] is (known is None)
        if known is None:
            assert 200_000_001 <= entry["mmsi"] < 201_000_000
            assert "placeholder" in entry["assumptions"][0]
        else:
            assert entry["mmsi"] == known
    placeholders = [e["mmsi"] for e in entries.values() if e["mmsi_is_placeholder"]]
    assert placeholders == [200_000_001]


@pytest.mark.parametrize("name", [*LAID, *MEASURED])
def test_particulars_are_the_published_ones(name: str, entries: dict, incidents: dict) -> None:
    ship = entries[name]["ship"]
    vessel = next(
        v
        for v in incidents[entries[name]["incident_id"]]["suspected_vessels"]
        if v["name"] == ship["name"]
    )
    for key in ("imo", "loa_m", "beam_m", "draught_m"):
        assert ship[key] == vessel[key]
    assert ship["to_bow_m"] is None
    assert ship["ship_type"] == (80 if "tanker" in vessel["type"] else 70)


@pytest.mark.parametrize("name", LAID)
def test_departures_and_assumptions_are_listed(name: str, entries: dict, incidents: dict) -> None:
    entry = entries[name]
    known = {s["id"] for s in incidents[entry["incident_id"]]["sources"]}
    assert len(entry["departures"]) >= 2
    assert len(entry["assumptions"]) >= 5
    for departure in entry["departures"]:
        assert list(departure) == ["published", "used", "why", "source"]
        assert all(departure.values())
        assert set(departure["source"].split(", ")) <= known
    assert {s["id"] for s in entry["sources"]} <= known
    text = yaml.dump(entry)
    assert "{" not in text.replace("{}", "")
    assert "nan" not in text.split()


def test_newnew_polar_bear_conflicts_are_all_told(entries: dict) -> None:
    told = " ".join(
        d["published"] + d["why"] for d in entries["newnew-polar-bear-2023"]["departures"]
    )
    for figure in ("50-52 km", "80 nm", "180 km", "11.2 kn"):
        assert figure in told
    assert any("1.4 nm" in a for a in entries["newnew-polar-bear-2023"]["assumptions"])


def test_ships_without_enough_facts_are_said(index: dict[str, Any]) -> None:
    assert {x["vessel"] for x in index["not_laid"]} == {"Samus Swan", "Fitburg"}
    assert all(len(x["why"]) > 40 for x in index["not_laid"])


def test_words_stay_evidence(entries: dict) -> None:
    for entry in entries.values():
        # Addresses of sources are the publishers' words.
        own = yaml.dump({k: v for k, v in entry.items() if k != "sources"})
        assert not re.search(r"guilty|culprit|sabot", own, re.IGNORECASE)


def test_the_licence_is_beside_the_tracks() -> None:
    text = (GEODATA / "LICENSE-tracks.md").read_text(encoding="utf-8")
    assert "Danish Maritime Authority" in text
    assert "ODbL" in text


def test_catalogue_reads_every_track(entries: dict) -> None:
    from baltic.catalogue import list_tracks, load_track, track_vessels

    assert [e["name"] for e in list_tracks()] == list(entries)
    for name, entry in entries.items():
        assert load_track(name).height == sum(entry["rows"].values())
    assert set(track_vessels()["mmsi"]) == {e["mmsi"] for e in entries.values()}
