"""A passage that is only possible is told as such in every file that shows it."""

from __future__ import annotations

import copy
import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from baltic.reports import (
    attribution_geojson,
    attribution_stix,
    investigation_page,
    investigation_report,
    timeline_chart,
    tracks_kml,
)
from baltic.reports.locator import locator
from baltic.reports.passage_words import passage_span, passage_tag, passage_words

from . import samples
from .test_exports import KML, lines, tracks

A, B, T = "2024-12-25T10:00:00Z", "2024-12-25T14:00:00Z", "2024-12-25T12:00:00Z"
SPAN = "2024-12-25 10:00:00Z and 2024-12-25 14:00:00Z"
OPEN = {
    "how": "unheard", "t": T, "t_from": A, "t_to": B, "t_sd_s": 0.0, "p_cross": 0.25,
    "distance_km": 2.34, "lon": 24.0, "lat": 59.7, "sog_kn": 7.9, "kp_km": None,
    "asset_id": "alpha", "provenance": "measured", "window": 0,
}  # fmt: skip
SURE = {**OPEN, "how": "crossing", "t_from": T, "t_to": T, "t_sd_s": 30.0}
STAY = {**OPEN, "how": "crossing"}


def case(*passages: dict[str, Any]) -> dict[str, Any]:
    """Return an investigation whose first ship has these passages."""
    made = copy.deepcopy(samples.investigation())
    first = made["attribution_document"]["hypotheses"][0]
    first["crossings"] = [{**first["crossings"][0], **p} for p in passages]
    return made


def test_words_name_the_span_and_no_error_of_nothing() -> None:
    for how, what in (("unheard", "could have crossed X unheard"), ("gap", "could have crossed")):
        words = passage_words({**OPEN, "how": how}, "X")
        assert what in words and SPAN in words and "25.0 %" in words
        assert "give or take" not in words and "over X" not in words
    near = passage_words({**OPEN, "how": "near"}, "X")
    assert near.startswith("passed 2.3 km from the charted line of X and may have crossed")
    assert passage_words(SURE, "X") == "over X at 2024-12-25 12:00:00Z, give or take 30 s"
    assert "at no certain time from" in passage_words(STAY, "X")
    assert passage_tag(STAY) == "" and passage_span(STAY) == (A, B)


def test_the_timeline_gives_the_error_of_a_time_and_says_where_nothing_was_heard() -> None:
    for passage, told in (
        ({**SURE, "t_sd_s": 30.0, "gap_s": 60.0}, "(± 30 s)"),
        ({**SURE, "t_sd_s": 1210.0, "gap_s": 7200.0}, "(± 20 min, not heard there)"),
    ):
        page = investigation_report(case(passage))["report.md"]
        timeline = page.split("## Timeline")[1].split("## ")[0]
        assert f"over Alpha {told}" in timeline


def test_kml_shows_the_span_of_what_is_only_possible() -> None:
    ship = {**tracks()[0], "episode": None}
    found = {}
    for how, passage in (("open", OPEN), ("near", {**OPEN, "how": "near"}), ("sure", SURE)):
        root = ET.fromstring(tracks_kml("t", lines(), [{**ship, "passages": [passage]}]))
        found[how] = root.findall(f".//{KML}Placemark")[-1]
    sure = found.pop("sure")
    assert sure.find(f"{KML}TimeStamp") is not None and sure.findtext(f"{KML}name") == "Alpha"
    for mark in found.values():
        assert mark.find(f"{KML}TimeStamp") is None
        assert mark.findtext(f"{KML}TimeSpan/{KML}begin") == A
        assert "possible only" in str(mark.findtext(f"{KML}name"))
        words = str(mark.findtext(f"{KML}description"))
        assert SPAN in words and "give or take" not in words and " over Alpha" not in words
        assert "nearest to its track" in words


def test_the_report_tells_the_span_in_table_and_timeline() -> None:
    texts = investigation_report(case(SURE, OPEN))
    row = next(r for r in texts["report.md"].splitlines() if "(possible only" in r)
    cells = [c.strip() for c in row.split("|")]
    assert " (possible only: not heard)" in cells[1]
    assert cells[2] == "2024-12-25 10:00:00Z to 2024-12-25 14:00:00Z"
    assert cells[3] == "in that time" and cells[6] == "–" and cells[8] == "not known"
    assert re.search(
        r"10:00:00Z to .*14:00:00Z: .* could have crossed .* unheard", texts["report.md"]
    )
    assert "if this ship is behind it" in texts["report.md"]
    assert "possible only: not heard" in texts["report.html"]
    events = investigation_page(case(STAY))["events"]
    stay = next(e for e in events if "over " in e["words"])
    assert (stay["a"], stay["b"]) == (A, B) and stay["words"].endswith("at no certain time")


def test_pictures_tell_the_possible_from_the_seen() -> None:
    window = {"name": "a", "t_earliest": A, "t_latest": B}
    seen = timeline_chart([window], [{"window": 0, "t": T, "rank": 1}])
    span = timeline_chart([window], [{"window": 0, "t": None, "span": (A, B), "rank": 1}])
    assert "dasharray" not in seen and span.count("stroke-dasharray") == 1 and ">1<" in span
    alone = timeline_chart([], [], [{"label": "s", "passages": [{"t": None, "span": (A, B)}]}])
    assert "stroke-dasharray" in alone, "a span alone still has an axis"
    shape = {"alpha": [[[24.0, 59.2], [24.0, 60.2]]]}
    assert "stroke-dasharray" in locator(shape, {}, [], [], [(24.0, 59.7)])
    assert "stroke-dasharray" not in locator(shape, {}, [], [(24.0, 59.7)])


def test_stix_observes_only_what_was_heard() -> None:
    pytest.importorskip("stix2")

    def bundle(*passages: dict[str, Any]) -> list[dict[str, Any]]:
        document = case(*passages)["attribution_document"]
        document["hypotheses"] = document["hypotheses"][:1]
        made: list[dict[str, Any]] = json.loads(
            attribution_stix(document, lines(), samples.manifest())
        )["objects"]
        return made

    def of(objects: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
        return [o for o in objects if o["type"] == kind]

    both = bundle(SURE, OPEN)
    (seen,) = of(both, "observed-data")
    assert seen["first_observed"] == seen["last_observed"] == T and seen["number_observed"] == 1
    unheard = bundle(OPEN)
    assert of(unheard, "observed-data") == []
    told = [o for o in of(unheard, "relationship") if o.get("description")]
    assert any("ould have crossed" in o["description"] and SPAN in o["description"] for o in told)
    ranked = next(o for o in told if o["description"].startswith("Rank 1"))
    assert 1 <= ranked["confidence"] <= 99 and "%. Evidence, not verdict" in ranked["description"]
    (near,) = of(bundle({**OPEN, "how": "near"}), "observed-data")
    assert (near["first_observed"], near["last_observed"]) == (A, B)


def test_geojson_says_what_is_only_possible() -> None:
    made = attribution_geojson(case(SURE, OPEN)["attribution_document"], {}, [])
    found = [f["properties"] for f in made["features"] if f["properties"]["feature"] == "passage"]
    assert [(p["possible_only"], p["heard"]) for p in found[:2]] == [(False, True), (True, False)]
    assert found[1]["how"] == "unheard" and (found[1]["t_from"], found[1]["t_to"]) == (A, B)
