"""A break known by its kilometre point has a place; errors of metres are told in metres."""

from __future__ import annotations

import copy
import csv
import io
import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from baltic.reports import (
    attribution_geojson,
    attribution_stix,
    events_csv,
    investigation_report,
    tracks_kml,
)
from baltic.reports.kp_places import parts_of, placed_windows

from . import samples
from .test_exports import KML, lines, zone_events

LINE = {key: about["lines"] for key, about in lines().items()}
KP_KM, LON, LAT = 55.7, 24.0, 59.7


def case(**window: Any) -> dict[str, Any]:
    """Return an investigation in which the place of the first outage is told so."""
    made = copy.deepcopy(samples.investigation())
    nowhere = {"lon": None, "lat": None, "kp_km": None, "position_sd_km": None}
    made["attribution_document"]["windows"][0].update({**nowhere, **window})
    return made


def test_a_kilometre_point_is_placed_on_the_line() -> None:
    windows = case(kp_km=KP_KM)["attribution_document"]["windows"]
    first, *rest = placed_windows(windows, LINE)
    assert first["place_from"] == "kp_km"
    assert (first["lon"], first["lat"]) == (LON, pytest.approx(LAT, abs=0.001))
    assert placed_windows([{**windows[0], "kp_km": 999.0}], LINE)[0]["place_from"] is None
    assert placed_windows(windows, {})[0]["place_from"] is None
    either = {**windows[0], "asset_ids": ["alpha", "beta"]}
    assert placed_windows([either], LINE)[0]["place_from"] is None, "which of the two failed?"
    assert len(rest) == len(windows) - 1


def test_exports_have_the_place_and_say_whence() -> None:
    document = case(kp_km=KP_KM)["attribution_document"]
    made = attribution_geojson(document, LINE, [])
    (place,) = [f for f in made["features"] if f["properties"]["feature"] == "place"]
    assert place["geometry"]["coordinates"] == [LON, pytest.approx(LAT, abs=0.001)]
    assert place["properties"]["place_from"] == "kp_km"
    root = ET.fromstring(tracks_kml("t", lines(), [], document["windows"]))
    names = [e.text for e in root.findall(f".//{KML}Placemark/{KML}name")]
    assert "A place of the break by its published KP 55.7 km" in names
    pytest.importorskip("stix2")
    objects = json.loads(attribution_stix(document, lines(), samples.manifest()))["objects"]
    (location,) = [o for o in objects if o["type"] == "location"]
    assert location["latitude"] == pytest.approx(LAT, abs=0.001)
    assert "published KP 55.7 km" in location["name"]


@pytest.mark.parametrize("form", ["report.md", "report.html"])
def test_the_report_tells_place_and_metres(form: str) -> None:
    told = investigation_report(case(kp_km=KP_KM, position_sd_km=0.01))[form]
    assert "KP 55.7 km, on the charted line 59°42." in told and "± 10 m" in told
    exact = investigation_report(case(lon=LON, lat=LAT, position_sd_km=0.01))[form]
    assert "± 10 m" in exact and "± 0.0 km" not in exact
    wide = investigation_report(case(lon=LON, lat=LAT, position_sd_km=0.5))[form]
    assert "± 0.5 km" in wide


TWO = [[[24.0, 59.2], [24.0, 59.6]], [[24.0, 59.6], [24.0, 60.2]]]


def test_the_part_of_a_kilometre_point_is_found_by_its_place() -> None:
    on = [{"kp_km": kp, "lon": 24.0, "lat": lat} for kp, lat in ((11.14, 59.3), (11.14, 59.7))]
    beside = {"kp_km": 11.14, "lon": 24.03, "lat": 59.7, "distance_km": 1.68}
    joint = [{"kp_km": kp, "lon": 24.0, "lat": 59.6} for kp in (44.56, 0.0)]
    assert parts_of([*on, beside, *joint], TWO) == [1, 2, 2, 1, 2]
    assert parts_of([{"kp_km": None, "lon": 24.0, "lat": 59.7}], TWO) == [None]
    assert parts_of(on, TWO[:1]) == [None, None] and parts_of([], TWO) == []


def test_reports_and_event_log_name_the_part() -> None:
    assets = {"alpha": {**lines()["alpha"], "lines": TWO}}
    events = [{**e, "kp_km": 11.14, "distance_km": 0.0} for e in zone_events()]
    rows = list(csv.DictReader(io.StringIO(events_csv(events, assets, 1.852))))
    assert {r["part"] for r in rows} == {"2"}
    (one,) = {r["part"] for r in csv.DictReader(io.StringIO(events_csv(events, lines(), 1.0)))}
    assert one == "", "an asset of one part names none"
    made = case(kp_km=KP_KM)
    first = made["attribution_document"]["hypotheses"][0]["crossings"][0]
    first.update(asset_id="alpha", how="crossing", kp_km=11.14, lon=24.0, lat=59.7)
    made["lines"] = {**made["lines"], "alpha": TWO}
    for text in investigation_report(made).values():
        assert "11.1 km of part 2 of 2" in text
