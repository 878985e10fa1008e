"""The atlas as a file: what it holds, and what stands in it without a script."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from baltic.catalogue import load_assets, load_incidents
from baltic.catalogue.background import load_asset_background
from baltic.geo import line_length_m
from baltic.maps import build_atlas

from .samples import HOSTILE

NODE = shutil.which("node")


def records() -> list[dict]:
    return [i.document() for i in load_incidents().values()]


@cache
def whole() -> str:
    return build_atlas(load_assets(), records())


def document(page: str) -> dict:
    inert = re.search(
        r'<script type="application/json" id="baltic-data">(.*?)</script>', page, re.S
    )
    return json.loads(inert.group(1))


def noscript(page: str) -> str:
    return page.split("<noscript>")[1].split("</noscript>")[0]


def own_assets(names: list[str]) -> gpd.GeoDataFrame:
    """Return assets with no column beyond those of the contract."""
    return gpd.GeoDataFrame(
        {
            "asset_id": [f"mine-{i}" for i in range(len(names))], "name": names, "kind": "telecom",
            "subtype": None, "operator": None, "status": "in_service", "accuracy_km": 1.0,
            "accuracy_class": "traced", "route_licence": None,
        },
        geometry=[shapely.LineString([(20, 58 + i), (21, 58.2 + i)]) for i in range(len(names))],
        crs=4326,
    )  # fmt: skip


def test_every_asset_and_incident_stands_without_a_script():
    tables = noscript(whole())
    assert tables.count("<tr>") == len(load_assets()) + len(records()) + 2
    said = html.unescape(tables)
    for incident in records():
        assert incident["title"] in said
    assert "surveyed, ±0.3 km" in said
    assert "Evidence, not verdict" in said


def test_every_fact_of_an_asset_is_in_the_page():
    seen = {a["asset_id"]: a for a in document(whole())["assets"]["items"]}
    for row in load_assets().to_dict("records"):
        item = seen[row["asset_id"]]
        assert [x["name"] for x in item["landings"]] == [x["name"] for x in row["landings"]]
        assert item.get("owner") == row["owner"]
        assert item.get("capacity") == (row["capacity"] or None)
        assert [p["licence"] for p in item["parts"]] == [p["licence"] for p in row["parts"]]


def test_the_length_drawn_counts_every_branch():
    seen = {a["asset_id"]: a["drawn_km"] for a in document(whole())["assets"]["items"]}
    assets = load_assets()
    for row in assets.itertuples():
        lines = [line_length_m(part) / 1e3 for part in row.geometry.geoms]
        assert seen[row.asset_id] == pytest.approx(sum(lines), abs=0.01)
        if len(lines) > 1:
            assert seen[row.asset_id] > row.route_length_km_computed + 1.0


def test_every_source_of_an_asset_has_its_title_and_every_class_its_meaning():
    found = document(whole())
    named = {s for a in found["assets"]["items"] for s in a["sources"]}
    assert named == set(found["asset_sources"])
    assert {a["accuracy_class"] for a in found["assets"]["items"]} <= set(found["classes"])
    assert found["gaps"] == list(load_asset_background().known_gaps)


def test_claims_law_and_windows_of_an_incident_are_in_the_page():
    seen = {i["id"]: i for i in document(whole())["incidents"]}
    for record in records():
        told = seen[record["id"]]
        assert [c["claim"] for c in told["claims"]] == [
            c["claim"] for c in record["attribution_claims"]
        ]
        assert told["legal_status"] == record["legal_status"]
        assert len(told["outages"]) == len(record["assets"])
        assert [s["id"] for s in told["sources"]] == [s["id"] for s in record["sources"]]
        for outage, entry in zip(told["outages"], record["assets"], strict=True):
            assert (outage["t0"] is None) == (entry["t_earliest"] is None)
            assert outage.get("repaired_on") == entry.get("repaired_on")


def test_own_assets_and_records_are_marked_and_the_gaps_of_the_shipped_ones_left_out():
    record = {"id": "x", "assets": [{"asset_id": "mine-0"}], "record_status": "draft"}
    page = build_atlas(own_assets(["one"]), [record], own_incidents={"x"}, own_assets=True)
    found = document(page)
    assert found["incidents"][0]["own"]
    assert found["incidents"][0]["kinds"] == ["telecom"]
    assert (found["gaps"], found["compiled"], found["licence_words"]) == ([], None, {})
    assert "draft, not confirmed" in noscript(page)
    assert "not known" in noscript(page)


def test_hostile_names_stay_text_in_the_tables():
    page = build_atlas(own_assets(list(HOSTILE)), [])
    tables = noscript(page)
    assert "<img" not in tables
    assert "<script" not in tables
    assert tables.count("<tr>") == len(HOSTILE) + 2
    assert max(map(len, re.findall(r"<td[^>]*>(.*?)</td>", tables))) < 2000


def test_an_atlas_of_nothing_can_be_built():
    page = build_atlas(load_assets().head(0), [])
    assert document(page)["assets"]["items"] == []


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_units_of_the_scripts():
    file = Path(__file__).parent / "js" / "atlas.test.js"
    done = subprocess.run(
        [str(NODE), "--test", str(file)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]


def test_a_record_without_a_date_stands_on_the_day_of_its_window():
    times = {"t_earliest": "2024-12-25T10:00:00Z", "t_latest": "2024-12-25T11:00:00Z"}
    mine = {"id": "mine", "title": "Mine", "assets": [{"asset_id": "estlink-2", **times}]}
    held = document(build_atlas(load_assets(), [*records(), mine]))["incidents"]
    assert next(i for i in held if i["id"] == "mine")["date_utc_start"] == "2024-12-25T10:00:00Z"
    assert held[-1]["id"] != "mine"
