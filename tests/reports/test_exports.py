"""Files for other programs: they open, agree with the ranking, and no name in them acts."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baltic.errors import MissingExtraError
from baltic.reports import (
    attribution_geojson,
    attribution_stix,
    events_csv,
    geojson_text,
    tracks_kml,
)

from . import samples
from .test_hostile import HOSTILE, poison

KML = "{http://www.opengis.net/kml/2.2}"
GX = "{http://www.google.com/kml/ext/2.2}"

#: Order of children in OGC KML 2.2 (with gx), as far as the files use it.
_FEATURE = ("name", "description", "TimeStamp", "TimeSpan", "styleUrl", "Style")
ORDER = {
    "kml": ("Document",),
    "Document": (*_FEATURE, "Folder"),
    "Folder": (*_FEATURE, "Placemark"),
    "Placemark": (*_FEATURE, "MultiGeometry", "Point", "MultiTrack"),
    "Style": ("LineStyle",), "LineStyle": ("color", "width"),
    "TimeStamp": ("when",), "TimeSpan": ("begin", "end"),
    "MultiGeometry": ("LineString",), "LineString": ("tessellate", "coordinates"),
    "Point": ("coordinates",), "MultiTrack": ("interpolate", "Track"), "Track": ("when", "coord"),
}  # fmt: skip


def tracks(name: str = "A SHIP") -> list[dict[str, Any]]:
    times = [f"2024-12-25T10:{m:02d}:00Z" for m in range(6)]
    part = {"t": times, "lon": [23.9 + 0.04 * i for i in range(6)], "lat": [59.7] * 6}
    passage = {"t": times[3], "lon": 24.0, "lat": 59.7, "asset_id": "alpha", "t_sd_s": 30.0}
    ship = {"rank": 1, "mmsi": 518998865, "name": name, "provenance": "simulated",
            "posterior": 0.75, "parts": [part, {"t": times[:1], "lon": [24.2], "lat": [59.7]}],
            "episode": (times[1], times[4]), "passages": [passage]}  # fmt: skip
    return [ship, {**ship, "rank": 2, "mmsi": 200100007, "posterior": None, "episode": None}]


def lines(name: str = "Alpha") -> dict[str, dict[str, Any]]:
    about = {"name": name, "kind": "power", "accuracy_km": 0.5, "accuracy_class": name}
    return {k: {**about, "lines": [[[24.0, 59.2], [24.0, 60.2]]]} for k in ("alpha", "beta")}


def zone_events(name: str = "A SHIP") -> list[dict[str, Any]]:
    base = {"visit": 1, "mmsi": 200100007, "hull": 0, "asset_id": "alpha", "lon": 24.0,
            "lat": 59.7, "kp_km": 55.7, "distance_km": 1.852, "min_distance_km": 0.0,
            "sog_kn": 10.0, "cog_deg": None, "provenance": "simulated", "name": name}  # fmt: skip
    times = ("10:20:00", "10:26:30", "10:33:00")
    return [
        {**base, "event": event, "t": f"2024-12-25T{t}Z", "seen": event != "exit"}
        for event, t in zip(("enter", "in_zone", "exit"), times, strict=True)
    ]


def document(bad: str | None = None) -> dict[str, Any]:
    made = samples.attribution_document()
    return made if bad is None else poison(made, bad)


def kml(bad: str | None = None) -> bytes:
    name = "A SHIP" if bad is None else bad
    return tracks_kml(name, lines(name), tracks(name), document(bad)["windows"])


def in_order(element: ET.Element) -> None:
    name = element.tag.rpartition("}")[2]
    if name not in ORDER:
        assert len(element) == 0, name
        return
    places = [ORDER[name].index(child.tag.rpartition("}")[2]) for child in element]
    assert places == sorted(places), name
    for child in element:
        in_order(child)


def test_kml_has_the_order_of_the_standard_and_times() -> None:
    root = ET.fromstring(kml())
    in_order(root)
    for track in root.iter(f"{GX}Track"):
        assert len(track.findall(f"{KML}when")) == len(track.findall(f"{GX}coord")) > 0
    spans = root.findall(f".//{KML}TimeSpan")
    assert len(spans) >= len(document()["windows"])
    for span in spans:
        assert str(span.findtext(f"{KML}begin")) <= str(span.findtext(f"{KML}end"))
    assert root.find(f".//{KML}TimeStamp/{KML}when") is not None
    text = kml().decode()
    assert "vidence, not verdict" in text and "(simulated)" in text and "75.0 %" in text
    assert "200100007" not in text, "a made-up number is no fact"


def test_kml_is_valid_by_the_schema_of_the_standard(tmp_path: Path) -> None:
    validator = pytest.importorskip("fastkml.validator")
    pytest.importorskip("lxml")
    file = tmp_path / "tracks.kml"
    for content in (kml(), tracks_kml("empty", {}, []), *(kml(bad) for bad in HOSTILE)):
        file.write_bytes(content)
        assert validator.validate(file_to_validate=file)


def test_kml_opens_in_a_gis(tmp_path: Path) -> None:
    import pyogrio

    file = tmp_path / "tracks.kml"
    file.write_bytes(kml())
    layers = pyogrio.list_layers(file)[:, 0].tolist()
    assert layers[:2] == ["Assets", "Outages"]
    assert len(pyogrio.read_dataframe(file, layer="Assets")) == 2


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=60), st.sampled_from(HOSTILE)))
def test_no_name_acts_in_kml(bad: str) -> None:
    root = ET.fromstring(kml(bad))
    in_order(root)
    assert _shape(root) == _shape(ET.fromstring(kml()))
    for element in root.iter():
        words = element.text or ""
        # Google Earth shows these as HTML, fills in $[...], and links addresses.
        assert "<" not in words and "$[" not in words and "&" not in words
        assert "javascript:a" not in words and "//evil" not in words.replace(": //", "")


def _shape(root: ET.Element) -> list[str]:
    return [e.tag for e in root.iter()]


def test_geojson_holds_the_whole_ranking() -> None:
    made = attribution_geojson(document(), {k: v["lines"] for k, v in lines().items()}, tracks())
    kinds = [f["properties"]["feature"] for f in made["features"]]
    told = document()
    assert kinds.count("excluded") == len(told["excluded"]) > 0
    passages = [c for h in told["hypotheses"] for c in h["crossings"]]
    assert kinds.count("passage") == len(passages)
    assert kinds.count("outage") == sum(len(w["asset_ids"]) for w in told["windows"])
    assert made["covered"] is told["covered"] and "not verdict" in made["description"]
    track = next(f for f in made["features"] if f["properties"]["feature"] == "track")
    places, times = track["geometry"]["coordinates"], track["properties"]["coordTimes"]
    assert [len(p) for p in places] == [len(t) for t in times] == [6]
    ranked = {f["properties"]["mmsi"]: f["properties"]["mmsi_is"] for f in made["features"]
              if f["properties"]["feature"] == "passage"}  # fmt: skip
    assert ranked[200000001] == "placeholder"


@settings(max_examples=25)
@given(st.one_of(st.text(max_size=60), st.sampled_from(HOSTILE)))
def test_no_name_acts_in_geojson(bad: str) -> None:
    shapes = {k: v["lines"] for k, v in lines(bad).items()}
    text = geojson_text(attribution_geojson(document(bad), shapes, tracks(bad)))
    assert not re.search("<[A-Za-z/!?]", text) and text.encode()  # a lone sign begins no tag
    back = json.loads(text)
    assert len(back["features"]) > 5
    assert not any(c in text for c in "\x00\x07\x1b\u202e\u2066\u2028")


def test_the_event_log_has_operators_columns_and_outages() -> None:
    windows = document()["windows"]
    rows = list(csv.DictReader(io.StringIO(events_csv(zone_events(), lines(), 1.852, windows))))
    assert [r["event"] for r in rows] == ["enter", "in_zone", "exit"]
    first, last = rows[0], rows[-1]
    assert first["t_utc"] == "2024-12-25T10:20:00Z" and first["kp_km"] == "55.700"
    assert first["vessel"] == "A SHIP" and first["mmsi_is"] == "simulated"
    assert first["in_outage"] == "A", "alpha failed at 10:26, within the visit"
    assert first["cog_deg"] == "" and first["sog_kn"] == "10.0"
    assert first["line_known_to_km"] == "0.500" and first["provenance"] == "simulated"
    assert first["heard"] == "yes" and last["heard"] == "in the zone when last heard"
    none = list(csv.DictReader(io.StringIO(events_csv(zone_events(), lines(), 1.852))))
    assert {r["in_outage"] for r in none} == {""}
    assert len(events_csv([], {}, 1.852).splitlines()) == 1


@settings(max_examples=40)
@given(st.one_of(st.text(max_size=60), st.sampled_from(HOSTILE)))
def test_no_name_acts_in_the_event_log(bad: str) -> None:
    rows = list(csv.reader(io.StringIO(events_csv(zone_events(bad), lines(bad), 1.852))))
    assert len(rows) == 4 and len({len(row) for row in rows}) == 1
    for cell in (cell for row in rows[1:] for cell in row):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell


def test_the_event_log_says_heard_of_what_fixes_tell_alone() -> None:
    whole = {"silent_from": None, "silent_to": None}
    dark = {"silent_from": "2024-12-25T10:15:00Z", "silent_to": "2024-12-25T11:15:00Z"}
    enter, nearest, _ = zone_events()
    alone = {**enter, **dark, "visit": 2, "event": "unheard", "seen": False}
    rows = [{**enter, **whole}, {**nearest, **dark}, alone]
    heard, between, unheard = csv.DictReader(io.StringIO(events_csv(rows, lines(), 1.852)))
    assert (heard["heard"], heard["silent_from_utc"]) == ("yes", "")
    assert between["heard"].startswith("no: within a silence")
    assert unheard["heard"].startswith("no: the straight way through a silence")
    assert unheard["silent_to_utc"] == "2024-12-25T11:15:00Z"


def test_without_the_extra_the_hint_is_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "stix2", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'stix2>="):
        attribution_stix(document(), lines(), samples.manifest())


def test_stix_says_confidence_and_what_it_is_not() -> None:
    stix2 = pytest.importorskip("stix2")
    text = attribution_stix(document(), lines(), samples.manifest())
    bundle = stix2.parse(text)
    kinds = [o["type"] for o in bundle.objects]
    assert {"incident", "infrastructure", "observed-data", "identity", "note"} <= set(kinds)
    ships = [h for h in document()["hypotheses"] if h["kind"] == "vessel"]
    seen = [o for o in bundle.objects if o["type"] == "observed-data"]
    ships = [h for h in ships if any(p["how"] in ("crossing", "near") for p in h["crossings"])]
    assert len(seen) == len(ships) > 0, "nothing was observed of a ship that was not heard"
    expected = [min(max(round(100 * h["posterior"]), 1), 99) for h in ships]
    assert [o["confidence"] for o in seen] == expected
    note = next(o for o in bundle.objects if o["type"] == "note")
    assert note["abstract"] == "Evidence, not verdict"
    assert "200000001" not in text.replace("SHIP 200000001", ""), "a made-up number is no fact"
    file = next(o for o in bundle.objects if o["type"] == "file")
    assert file["hashes"]["SHA-256"] == "ab" * 32


def test_stix_ids_come_from_content() -> None:
    stix2 = pytest.importorskip("stix2")
    now, later = samples.manifest(), {**samples.manifest(), "created": "2031-01-01T00:00:00Z"}
    first, second = (
        [o["id"] for o in stix2.parse(attribution_stix(document(), lines(), m)).objects]
        for m in (now, later)
    )
    assert first == second and len(set(first)) == len(first)
    other = attribution_stix(document("another"), lines("another"), now)
    assert [o["id"] for o in stix2.parse(other).objects] != first


@settings(max_examples=15)
@given(st.one_of(st.text(max_size=60), st.sampled_from(HOSTILE)))
def test_no_name_breaks_stix(bad: str) -> None:
    stix2 = pytest.importorskip("stix2")
    text = attribution_stix(document(bad), lines(bad), samples.manifest())
    assert text.encode()
    assert len(stix2.parse(text).objects) > 10
