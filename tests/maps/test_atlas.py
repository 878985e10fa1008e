"""The atlas, built and driven in a browser with the network off."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from baltic.catalogue import load_assets, load_incidents
from baltic.maps import build_atlas

from ..browser import opened
from .samples import HOSTILE


def records() -> list[dict]:
    return [i.model_dump(mode="json") for i in load_incidents().values()]


@pytest.fixture(scope="module")
def atlas_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("atlas") / "atlas.html"
    path.write_text(build_atlas(load_assets(), records()), encoding="utf-8")
    return path


def test_every_asset_and_incident_stands_without_a_script(atlas_file):
    noscript = atlas_file.read_text(encoding="utf-8").split("<noscript>")[1].split("</noscript>")[0]
    assert noscript.count("<tr>") == len(load_assets()) + len(records()) + 2


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1400, 900), (390, 844)])
def test_it_lists_all_and_is_silent(browser, atlas_file, size):
    with opened(browser, atlas_file, size=size) as (page, watch):
        page.wait_for_selector("body.ready")
        assert page.locator("[data-asset]").count() == len(load_assets())
        assert page.locator("[data-incident]").count() == len(records())
        assert page.locator(".incident-mark.quiet.leaflet-marker-icon").count() >= 1
        assert page.locator(".incident-mark.unplaced.leaflet-marker-icon").count() >= 5
        page.wait_for_timeout(500)
        watch.assert_silent()


@pytest.mark.browser
def test_filters_pages_and_links(browser, atlas_file):
    with opened(browser, atlas_file) as (page, watch):
        page.wait_for_selector("body.ready")
        page.locator("[data-filter=year]").select_option("2024")
        count = page.locator("[data-incident]").count()
        assert 0 < count < len(records())
        page.locator("[data-filter=record]").select_option("no_damage")
        assert page.locator("[data-incident]").count() < count
        page.locator("[data-filter=record]").select_option("")
        page.locator("[data-filter=kind]").select_option("power")
        assert page.locator("[data-asset]").count() < len(load_assets())
        page.wait_for_timeout(600)
        assert "year=2024" in page.evaluate("location.hash")
        page.locator("[data-incident=estlink2-eagle-s-2024]").click()
        text = page.locator(".panel").inner_text()
        assert "Ships named in public sources" in text
        assert "being named is no finding" in text
        assert "place not published" in text
        page.locator(".panel .link", has_text="Estlink 2").first.click()
        text = page.locator(".panel").inner_text()
        assert "Route accuracy" in text
        assert "EstLink 2 and four telecom cables" in text
        page.locator(".back").click()
        assert page.locator("[data-filter=year]").input_value() == "2024"
        watch.assert_silent()


@pytest.mark.browser
def test_a_link_opens_an_incident(browser, atlas_file):
    with opened(browser, atlas_file, fragment="#sel=incident-nord-stream-2022") as (page, watch):
        page.wait_for_selector("body.ready")
        assert "Nord Stream" in page.locator(".detail h2").inner_text()
        watch.assert_silent()


@pytest.mark.browser
def test_hostile_records_are_shown_as_they_are(browser, tmp_path):
    record = {
        "id": "x", "title": HOSTILE[1], "kind": HOSTILE[0], "date_utc_start": "2024-01-01",
        "cause_status": HOSTILE[4], "notes": HOSTILE[2], "legal_status": HOSTILE[3],
        "assets": [{"asset_id": "estlink-2", "name": HOSTILE[4], "damage": HOSTILE[6]}],
        "suspected_vessels": [{"name": HOSTILE[5], "role": HOSTILE[1]}],
        "sources": [{"id": "s", "publisher": HOSTILE[1], "url": "javascript:alert(1)"}],
    }  # fmt: skip
    path = tmp_path / "atlas.html"
    path.write_text(build_atlas(load_assets(), [record]), encoding="utf-8")
    with opened(browser, path, fragment="#sel=incident-x") as (page, watch):
        page.wait_for_selector("body.ready")
        assert HOSTILE[1] in page.locator(".detail h2").inner_text()
        assert page.locator("a[href^=javascript]").count() == 0
        assert page.locator("img[src='x']").count() == 0
        watch.assert_silent()


@pytest.mark.browser
@pytest.mark.slow
def test_five_thousand_assets(browser, tmp_path):
    rng = np.random.default_rng(2)
    count = 5000
    start = np.column_stack([rng.uniform(12, 28, count), rng.uniform(54, 64, count)])
    lines = shapely.linestrings(np.stack([start, start + rng.normal(0, 0.5, (count, 2))], axis=1))
    assets = gpd.GeoDataFrame(
        {
            "asset_id": [f"a{i}" for i in range(count)], "name": "cable", "kind": "telecom",
            "subtype": None, "operator": None, "status": "in_service", "accuracy_km": 1.0,
            "accuracy_class": "traced", "route_licence": "own",
        },
        geometry=lines, crs=4326,
    )  # fmt: skip
    path = tmp_path / "atlas.html"
    path.write_text(build_atlas(assets, []), encoding="utf-8")
    with opened(browser, path) as (page, watch):
        page.wait_for_selector("body.ready", timeout=20_000)
        assert page.locator("[data-asset]").count() == count
        watch.assert_silent()
