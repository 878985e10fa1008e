from __future__ import annotations

import copy
import dataclasses
import gzip
import json
import math
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baltic.errors import InputError
from baltic.settings import Settings

from .shapes import dropped, flagged, read, real

NOW = datetime(2026, 7, 12, 12, 0, tzinfo=UTC)


def _ms(ago_h: float = 0.0) -> int:
    return round((NOW - timedelta(hours=ago_h)).timestamp() * 1000)


def rest(mmsi: int = 219000001, ago_h: float = 0.0, **properties: Any) -> dict[str, Any]:
    """A feature of /api/ais/v1/locations, and of the first MQTT version."""
    return {
        "mmsi": mmsi,
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [22.5, 59.5]},
        "properties": {
            "mmsi": mmsi,
            "sog": 9.5,
            "cog": 251.3,
            "navStat": 0,
            "rot": 0,
            "posAcc": True,
            "raim": False,
            "heading": 250,
            "timestamp": 10,
            "timestampExternal": _ms(ago_h),
            **properties,
        },
    }


def collection(*features: Any) -> dict[str, Any]:
    updated = {"dataUpdatedTime": "2026-07-12T12:00:00Z"}
    return {"type": "FeatureCollection", **updated, "features": list(features)}


def location(second: int = 0, **more: Any) -> dict[str, Any]:
    """A payload of vessels-v2/<mmsi>/location."""
    motion = {"sog": 10.7, "cog": 326.6, "navStat": 0, "rot": 4, "posAcc": True, "raim": False}
    place = {"heading": 325, "lon": 20.345818, "lat": 60.03802}
    return {"time": _ms() // 1000 + second, **motion, **place, **more}


def metadata(**more: Any) -> dict[str, Any]:
    """A payload of vessels-v2/<mmsi>/metadata."""
    who = {"destination": "UST LUGA", "name": "ARUNA <b>&CIHAN", "draught": 68, "eta": 733376}
    size = {"posType": 15, "refA": 160, "refB": 33, "refC": 20, "refD": 12}
    return {
        "timestamp": _ms(1),
        **who,
        **size,
        "callSign": "V7WW7",
        "imo": 9543756,
        "type": 70,
        **more,
    }


def vessel(mmsi: int = 219000001) -> dict[str, Any]:
    """An element of /api/ais/v1/vessels."""
    refs = dict(zip(("A", "B", "C", "D"), (160, 33, 20, 12), strict=True))
    return {
        **{"name": "ARUNA", "timestamp": _ms(300), "mmsi": mmsi, "callSign": "V7WW7"},
        **{"imo": 9543756, "shipType": 70, "draught": 68, "eta": 733376, "posType": 15},
        **{f"referencePoint{k}": v for k, v in refs.items()},
        "destination": "UST LUGA",
    }


def write(path: Path, document: Any, indent: int | None = None) -> Path:
    path.write_text(json.dumps(document, indent=indent))
    return path


def lines(path: Path, *values: Any) -> Path:
    texts = [v if isinstance(v, str) else json.dumps(v) for v in values]
    path.write_text("\n".join(texts) + "\n")
    return path


def test_collection_list_and_lines_read_the_same(tmp_path: Path) -> None:
    features = [rest(219000001 + i, heading=i) for i in range(5)]
    paths = [
        write(tmp_path / "a.json", collection(*features), 1),
        write(tmp_path / "b.json", collection(*features)),
        write(tmp_path / "c.json", features, 4),
        lines(tmp_path / "d.jsonl", *features),
        lines(tmp_path / "e.jsonl", collection(*features[:3]), collection(*features[3:])),
    ]
    (tmp_path / "f.json.gz").write_bytes(gzip.compress(paths[0].read_bytes()))
    found = [read(p) for p in [*paths, tmp_path / "f.json.gz"]]
    for data in found:
        assert data.fixes.equals(found[0].fixes) and data.audit.rows_used == 5
        assert data.inputs[0]["format"] == "digitraffic"
    assert (
        found[0]
        .inputs[0]["why"]
        .startswith(
            "a FeatureCollection whose features have mmsi, navStat and timestampExternal: "
            "Digitraffic locations"
        )
    )
    fix = found[0].fixes.row(3, named=True)
    assert (fix["t"], fix["lon"], fix["lat"]) == (NOW, 22.5, 59.5)
    assert (fix["sog_kn"], fix["heading_deg"], fix["nav_status"]) == (9.5, 3, 0)


def test_sentinels_and_the_raw_rate_of_turn(tmp_path: Path) -> None:
    rots = [-128, -127, 127, 128, 0, 20, -126]
    features = [rest(219000001 + i, rot=rot) for i, rot in enumerate(rots)]
    features.append(rest(219000100, sog=102.3, cog=360.0, heading=511, navStat=15, rot=None))
    fixes = read(write(tmp_path / "a.json", features)).fixes
    told = fixes["rot_deg_min"].to_list()
    assert told[:4] == [None] * 4 and told[4] == 0 and told[7] is None
    assert told[5] == pytest.approx((20 / 4.733) ** 2) and math.isclose(
        told[6], -708.7, abs_tol=0.1
    )
    last = fixes.row(7, named=True)
    for name in ("sog_kn", "cog_deg", "heading_deg", "nav_status"):
        assert last[name] is None


def test_the_second_of_the_minute_is_no_time(tmp_path: Path) -> None:
    features = [rest(timestamp=_ms()) for _ in range(3)]
    for feature in features:
        del feature["properties"]["timestampExternal"]
    with pytest.raises(InputError, match="no usable row"):
        read(write(tmp_path / "a.json", features), format="digitraffic")


def test_old_rows_of_a_snapshot_are_stale(tmp_path: Path) -> None:
    ages = [0.0, 23.9, 24.0, 24.1, 9000.0, 60_000.0]
    features = [rest(219000001 + i, age) for i, age in enumerate(ages)]
    features += [copy.deepcopy(features[4]), rest(992111840, 9000.0)]
    old_nowhere = rest(219000050, 9000.0)
    old_nowhere["geometry"]["coordinates"] = [181.0, 91.0]
    counts = []
    for order in (1, -1):
        data = read(write(tmp_path / "a.json", collection(*features[::order], old_nowhere)))
        counts.append(dropped(data))
        assert data.fixes["mmsi"].to_list() == [219000001, 219000002, 219000003]
        assert data.vessels["mmsi"].to_list() == [219000001, 219000002, 219000003, 219000050]
    assert counts[0] == counts[1] == {
        "stale": 3, "exact_duplicate": 1, "non_ship": 1, "no_position": 1
    }  # fmt: skip
    assert list(data.audit.as_dict()["dropped"])[-1] == "stale"


def test_the_limit_is_a_setting(tmp_path: Path) -> None:
    base = Settings()
    longer = dataclasses.replace(base, reading=dataclasses.replace(base.reading, stale_h=100.0))
    path = write(tmp_path / "a.json", [rest(219000001), rest(219000002, 99)])
    assert dropped(read(path)) == {"stale": 1}
    assert dropped(read(path, settings=longer)) == {}


def test_a_wild_clock_makes_nothing_stale(tmp_path: Path) -> None:
    features = [rest(219000001), rest(219000002), rest(219000003, timestampExternal=10**16)]
    assert dropped(read(write(tmp_path / "a.json", features))) == {"unreadable": 1}


def test_what_was_news_in_one_snapshot_stays_so_beside_a_later_one(tmp_path: Path) -> None:
    first = write(tmp_path / "a.json", [rest(219000001, 48), rest(219000002, 48)])
    later = write(tmp_path / "b.json", [rest(219000001, 48), rest(219000002, 0)])
    found = [read(*paths) for paths in ((first, later), (later, first))]
    assert found[0].fixes.equals(found[1].fixes) and found[0].fixes.height == 3
    assert dropped(found[0]) == dropped(found[1]) == {"stale": 1}
    polled = lines(tmp_path / "c.jsonl", *(json.loads(p.read_text()) for p in (first, later)))
    polled.write_text(
        "\n".join(json.dumps(collection(*json.loads(p.read_text()))) for p in (first, later))
    )
    assert read(polled).fixes.equals(found[0].fixes)


def test_a_recording_has_no_stale_rows(tmp_path: Path) -> None:
    features = [rest(219000001, 24.0 * day) for day in range(10)]
    for path in (write(tmp_path / "a.json", features), lines(tmp_path / "b.jsonl", *features)):
        assert dropped(read(path)) == {} and read(path).fixes.height == 10


@pytest.mark.slow
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ages=st.lists(st.floats(0, 100), min_size=1, max_size=12), seed=st.randoms())
def test_staleness_leaves_no_trace_of_order(tmp_path: Path, ages: list[float], seed: Any) -> None:
    features = [rest(219000001 + i, age) for i, age in enumerate(ages)]
    mixed = list(features)
    seed.shuffle(mixed)
    one, two = (read(write(tmp_path / "a.json", f)) for f in (features, mixed))
    assert one.fixes.equals(two.fixes) and dropped(one) == dropped(two)
    stale = sum(_ms(a) < _ms(min(ages)) - 24 * 3_600_000 for a in ages)
    assert dropped(one).get("stale", 0) == stale


def _recorded(shape: str, topic: str, payload: dict[str, Any]) -> str:
    text = json.dumps(payload)
    wrapped = {
        "payload": {"topic": topic, "payload": payload},
        "message": {"ts": 1.5, "topic": topic, "message": payload},
        "text": {"tst": "2026-07-12T12:00:00Z", "topic": topic, "qos": 0, "payload": text},
    }
    if shape in wrapped:
        return json.dumps(wrapped[shape])
    return {"space": "{} {}", "tab": "{}\t{}", "time": "2026-07-12T15:00:00+0300 {} {}"}[
        shape
    ].format(topic, text)


@pytest.mark.parametrize("shape", ["payload", "message", "text", "space", "tab", "time"])
def test_recordings_of_the_second_version(tmp_path: Path, shape: str) -> None:
    told = [("vessels-v2/219000001/location", location(i)) for i in range(3)]
    told += [("vessels-v2/219000001/metadata", metadata()), ("vessels-v2/status", {"updated": 1})]
    told += [("vessels-v2/219000002/location", location(mmsi=219000003))]  # contradicts itself
    data = read(lines(tmp_path / "a.txt", *(_recorded(shape, *t) for t in told)))
    assert "MQTT recording" in data.inputs[0]["why"]
    assert dropped(data) == {"static_only": 1, "unreadable": 2}
    assert data.fixes["mmsi"].to_list() == [219000001] * 3
    assert data.fixes["t"].to_list() == [NOW + timedelta(seconds=i) for i in range(3)]
    ship = data.vessels.row(0, named=True)
    assert ship["name"] == "ARUNA <b>&CIHAN" and ship["imo"] == 9543756
    assert (ship["loa_m"], ship["beam_m"], ship["to_bow_m"]) == (193, 32, 160)
    assert ship["draught_m"] == pytest.approx(6.8) and ship["ship_type"] == 70


def test_recordings_of_the_first_version(tmp_path: Path) -> None:
    told = [
        _recorded("space", "vessels/219000001/locations", rest(rot=5)),
        _recorded("space", "vessels/219000001/metadata", vessel()),
    ]
    data = read(lines(tmp_path / "a.txt", *told))
    assert dropped(data) == {"static_only": 1} and data.fixes.height == 1
    assert data.vessels["name"].to_list() == ["ARUNA"]


def test_payloads_without_topic_are_refused_unless_they_name_the_ship(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", *(location(i) for i in range(3)))
    with pytest.raises(InputError, match=r"MMSI stands only there.*mosquitto_sub -v") as caught:
        read(path)
    assert caught.value.line == 1
    named = lines(tmp_path / "b.jsonl", *(location(i, mmsi=219000001) for i in range(3)))
    data = read(named)
    assert data.fixes.height == 3 and data.inputs[0]["format"] == "digitraffic"
    assert data.fixes["rot_deg_min"][0] == pytest.approx((4 / 4.733) ** 2)


@pytest.mark.parametrize("whole", [True, False])
def test_vessels_join_locations(tmp_path: Path, whole: bool) -> None:
    ships = [vessel(219000001), vessel(219000009)]
    path = write(tmp_path / "v.json", ships, 2) if whole else lines(tmp_path / "v.json", *ships)
    data = read(write(tmp_path / "a.json", collection(rest())), path)
    assert data.inputs[1]["why"].partition(";")[0].endswith("Digitraffic vessels")
    assert dropped(data) == {"static_only": 2}
    ship = data.vessels.filter(pl.col("mmsi") == 219000001).row(0, named=True)
    assert (ship["name"], ship["callsign"], ship["destination"]) == ("ARUNA", "V7WW7", "UST LUGA")
    with pytest.raises(InputError, match="no usable row"):
        read(path)


def test_every_feature_is_accounted_for(tmp_path: Path) -> None:
    nowhere, line, words = rest(219000011), rest(219000012), rest(219000013)
    nowhere["geometry"] = None
    line["geometry"] = {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}
    words["geometry"]["coordinates"] = ["22", "59"]
    features = [
        *(rest(219000001), rest(219000001), nowhere, line, words),
        *(rest(970222278), rest(5), rest(0), rest(10**9), rest(-5), rest(10**30)),
        *(None, 7, "x", [], {}, {"type": "Feature"}),
        *(rest(219000014, timestampExternal=t) for t in (None, "now", -1, 1e300, True, [])),
    ]
    data = read(write(tmp_path / "a.json", collection(*features)))
    assert dropped(data) == {
        "unreadable": 18,
        "exact_duplicate": 1,
        "non_ship": 1,
        "no_position": 1,
    }
    assert data.fixes["mmsi"].to_list() == [5, 219000001] and flagged(data) == {
        "mmsi_none": 1,
        "mmsi_odd": 1,
    }


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (collection(rest()) | {"crs": {"properties": {"name": "EPSG:3067"}}}, "--format geojson"),
        (collection(*(rest(i + 219000001, sog=95 + i) for i in range(50))), "unit is another"),
        (collection(*(rest(None) for _ in range(3))), "no usable row"),  # type: ignore[arg-type]
    ],
)
def test_wrong_documents_are_one_line(tmp_path: Path, document: Any, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read(write(tmp_path / "a.json", document))
    assert "\n" not in str(caught.value)


def test_cut_document(tmp_path: Path) -> None:
    text = json.dumps(collection(*(rest(219000001 + i) for i in range(9))), indent=1)
    (tmp_path / "a.json").write_text(text[: len(text) // 2])
    with pytest.raises(InputError, match="is truncated or broken JSON"):
        read(tmp_path / "a.json")


def test_other_geojson_is_not_taken(tmp_path: Path) -> None:
    feature = rest()
    feature["properties"] = {"mmsi": 219000001, "t": "2026-07-12T12:00:00Z"}
    assert read(write(tmp_path / "a.json", [feature])).inputs[0]["format"] == "geojson"


def test_real_snapshot() -> None:
    path = real("locations_features_commit211c0c1e.json.gz")
    features = json.loads(gzip.decompress(path.read_bytes()))
    newest = max(f["properties"]["timestampExternal"] for f in features)
    fresh = [f for f in features if newest - f["properties"]["timestampExternal"] <= 86_400_000]
    devices = [
        f for f in features if f["mmsi"] // 10**6 in (111, 970, 972, 974) or f["mmsi"] > 99e7
    ]
    ships = [f for f in fresh if f not in devices]
    data = read(path)
    assert data.audit.rows_in == len(features) == 1132
    assert dropped(data) == {
        "non_ship": len(devices),
        "stale": len(features) - len(devices) - len(ships),
    }
    assert data.fixes.height == len(ships) == 415
    assert sorted(data.fixes["mmsi"]) == sorted(f["mmsi"] for f in ships)
    assert data.fixes["t"].max() == datetime.fromtimestamp(newest / 1000, UTC)
    unknown = sum(f["properties"]["rot"] in (-128, -127, 127, 128) for f in ships)
    assert data.fixes["rot_deg_min"].null_count() == unknown > 50


def test_real_recording_of_ferries() -> None:
    data = read(real("mqtt_v1_ferries_2021-11-02.ndjson"))
    assert data.audit.rows_in == data.audit.rows_used == 15 and dropped(data) == {}
    assert set(data.fixes["mmsi"]) == {276829000, 276672000, 276813000}
    first = data.fixes.filter(pl.col("mmsi") == 276829000).row(0, named=True)
    assert first["t"] == datetime(2021, 11, 2, 16, 3, 59, 497000, tzinfo=UTC)
    assert (first["lon"], first["lat"]) == (24.68987, 59.567787)
    assert first["rot_deg_min"] == pytest.approx((5 / 4.733) ** 2)
