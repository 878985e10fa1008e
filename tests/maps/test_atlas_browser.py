"""Every control of the atlas, driven in a browser with the network off."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from baltic.catalogue import load_assets
from baltic.maps import build_atlas

from ..axe import faults
from ..browser import opened
from .driving import undriven, watch_controls
from .samples import HOSTILE
from .test_atlas import own_assets, records, whole

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = (390, 844)
EAGLE = "estlink2-eagle-s-2024"
ASSETS = 90
INCIDENTS = 15
TITLE = "document.querySelector('.detail h2')?.textContent.includes('{}')"
VIEW = "[baltic.app.map.getZoom(), baltic.app.map.getCenter().lng]"


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("atlas") / "atlas.html"
    path.write_text(whole(), encoding="utf-8")
    return path


def ready(page, timeout=10_000):
    page.wait_for_selector("body.ready", timeout=timeout)


def until(page, words):
    """Wait for a condition; the page's own policy forbids to hand it over as text to run."""
    for _ in range(200):
        if page.evaluate(words):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never came: {words}")


def address(page):
    """Return the address once what is pending has been written."""
    page.wait_for_timeout(450)
    return page.evaluate("decodeURIComponent(location.hash)")


def shown(page):
    return page.locator(".shown").inner_text()


def heading(page):
    return page.locator(".detail h2").inner_text()


def choose(page, name, value):
    page.locator(f"[data-filter={name}]").select_option(value)


@pytest.mark.parametrize("size", [(1400, 900), PHONE])
def test_it_lists_all_and_is_silent(browser, atlas, size):
    with opened(browser, atlas, size=size) as (page, watch):
        ready(page)
        assert page.locator("a.card[data-asset]").count() == ASSETS
        assert page.locator("a.card[data-incident]").count() == INCIDENTS
        assert shown(page) == f"Shown: all {INCIDENTS} incidents, all {ASSETS} assets"
        for sort in ("quiet", "unplaced", "estimate", "published"):
            assert page.locator(f".incident-mark.{sort}.leaflet-marker-icon").count() >= 1
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        watch.assert_silent()


def test_filters_combine_are_counted_and_reset(browser, atlas):
    with opened(browser, atlas) as (page, watch):
        ready(page)
        choose(page, "year", "2024")
        assert page.locator("a.card[data-incident]").count() == 5
        assert shown(page) == f"Shown: 5 of {INCIDENTS} incidents, all {ASSETS} assets"
        choose(page, "record", "no_damage")
        assert page.locator("a.card[data-incident]").count() == 1
        choose(page, "record", "")
        choose(page, "kind", "power")
        choose(page, "status", "in_service")
        choose(page, "accuracy", "charted")
        wanted = load_assets().query(
            "kind == 'power' and status == 'in_service' and accuracy_class == 'charted'"
        )
        assert page.locator("a.card[data-asset]").count() == len(wanted) > 0
        choose(page, "hit", "yes")
        ids = page.locator("a.card[data-asset]").evaluate_all(
            "all => all.map(a => a.dataset.asset)"
        )
        assert ids == ["estlink-2"]
        drawn = page.evaluate(
            "[...baltic.app.assetMap.values()].filter(a => baltic.app.map.hasLayer(a.layer)).length"
        )
        assert drawn == 1
        for word in ("year=2024", "kind=power", "accuracy=charted", "hit=yes"):
            assert word in address(page)
        page.locator(".reset").click()
        assert shown(page) == f"Shown: all {INCIDENTS} incidents, all {ASSETS} assets"
        assert page.locator(".reset").is_disabled()
        assert "kind" not in address(page)
        assert page.evaluate("document.activeElement.dataset.filter") == "kind"
        choose(page, "cause", "explosion")
        choose(page, "year", "2026")
        assert "None passes the filters." in page.locator(".panel").inner_text()
        watch.assert_silent()


def test_pages_open_close_and_link_both_ways(browser, atlas):
    with opened(browser, atlas) as (page, watch):
        ready(page)
        choose(page, "year", "2024")
        page.locator(f"a.card[data-incident={EAGLE}]").click()
        assert f"incident={EAGLE}" in page.evaluate("location.hash")
        assert "Eagle S" in page.title()
        page.locator(".detail a[data-asset=estlink-2]").click()
        assert heading(page) == "Estlink 2"
        assert page.evaluate("document.activeElement.tagName") == "H2"
        assert "asset=estlink-2" in page.evaluate("location.hash")
        page.locator(f".detail a[data-incident={EAGLE}]").click()
        assert "four telecom cables" in heading(page)
        page.go_back()
        until(page, TITLE.format("Estlink 2"))
        page.evaluate("history.go(-2)")  # as two quick presses do
        until(page, "!document.querySelector('.detail')")
        assert page.locator("a.card[data-incident]").count() == 5
        assert page.locator("[data-filter=year]").input_value() == "2024"
        assert page.evaluate("document.activeElement.dataset.incident") == EAGLE
        page.go_forward()
        until(page, TITLE.format("four telecom cables"))
        page.locator(".back").click()
        assert page.evaluate("document.activeElement.dataset.incident") == EAGLE
        assert "incident=" not in address(page)
        watch.assert_silent()


def test_an_incident_page_tells_how_all_is_known(browser, atlas):
    with opened(browser, atlas, fragment=f"#incident={EAGLE}") as (page, watch):
        ready(page)
        text = page.locator(".panel").inner_text()
        for words in (
            "Evidence, not verdict",
            "2024-12-25 10:26 – 10:27 UTC",
            "trip seen by the grid operator's control system; ±5 s",
            "estimated place, ±10 km",
            "break place not published",
            "Baltic Sea Submarine Cable or BCS North - Phase 1 or",
            "Who says what",
            "accident of navigation, flag-State jurisdiction",
            "being named is no finding",
            "Helsinki Court of Appeal reversed on 2026-08-27",
            "90 km (others say 93, 100 km)",
            "Demokraatti/STT (prosecutor in court), 2025-08-25",
            "address not recorded",
        ):
            assert words in text
        moments = page.locator("details.moments li")
        assert moments.count() == 17
        page.locator("details.moments summary").click()
        assert "anchor lost during hoisting" in moments.nth(15).inner_text()
        assert page.locator(".incident-mark.faded").count() > 5
        watch.assert_silent()


def test_an_asset_page_tells_what_is_known_and_what_is_not(browser, atlas):
    with opened(browser, atlas, fragment="#asset=c-lion1") as (page, watch):
        ready(page)
        text = page.locator(".panel").inner_text()
        for words in (
            "1172 km published",
            "8 fibre pairs; 144 Tbit/s by design",
            "Helsinki (Santahamina), FI\n60°08.40′ N",
            "surveyed, about ±0.3 km (as-laid or as-built survey quality",
            "derived from OpenStreetMap",
            "Hanko branch",
            "Sea Lion",
            "EstLink 2 and four telecom cables (Eagle S)",
            "TeleGeography cable attributes",
        ):
            assert words in text
        assert page.locator(".hits > li").count() == 4
        page.evaluate("location.hash = '#asset=d6-oil'")
        until(page, "document.querySelector('h2').textContent.includes('D-6')")
        text = page.locator(".panel").inner_text()
        assert "Take no distance from the line drawn" in text
        assert page.locator("dt:text-is('Capacity') + dd").inner_text() == "not known"
        assert "no proof that there was none" in text
        watch.assert_silent()


@pytest.mark.parametrize(
    "fragment", ["#sel=incident-nord-stream-2022", "#incident=nord-stream-2022"]
)
def test_a_link_opens_its_page_also_one_of_old(browser, atlas, fragment):
    with opened(browser, atlas, fragment=fragment + "&kind=power&off=asset-gas") as (page, watch):
        ready(page)
        assert "Nord Stream" in heading(page)
        assert not page.locator("[data-layer=asset-gas]").is_checked()
        drawn = page.evaluate(
            "baltic.app.map.hasLayer(baltic.app.assetMap.get('nord-stream-1').layer)"
        )
        assert drawn, "what the page is about is drawn whatever the filters"
        page.locator(".back").click()
        assert page.locator("[data-filter=kind]").input_value() == "power"
        watch.assert_silent()


def test_a_link_to_nothing_says_so(browser, atlas):
    with opened(browser, atlas, fragment="#asset=<b>none&kind=plasma") as (page, watch):
        ready(page)
        assert "no asset with the id <b>none" in page.locator("[role=alert]").inner_text()
        assert page.locator("[data-filter=kind]").input_value() == "plasma"
        page.locator(".reset").click()
        assert page.locator("a.card[data-asset]").count() == ASSETS
        watch.assert_silent()


def test_all_by_keyboard(browser, atlas):
    with opened(browser, atlas) as (page, watch):
        ready(page)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the evidence"
        page.keyboard.press("Enter")
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.className").startswith("card"):
                break
        page.keyboard.press("Enter")
        assert page.locator(".detail").count() == 1
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.className").startswith("card")
        page.keyboard.press("/")
        page.keyboard.type("santahamina")
        page.keyboard.press("Enter")
        assert heading(page) == "C-Lion1"
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        page.keyboard.type("eagle s")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        assert "Eagle S" in heading(page)
        page.keyboard.press("Escape")
        page.locator(".incident-mark.published.leaflet-marker-icon").focus()
        page.keyboard.press("Enter")
        assert "Nord Stream" in heading(page)
        page.keyboard.press("Escape")
        page.locator("[data-filter=kind]").focus()
        page.keyboard.type("gas")
        assert page.locator("a.card[data-asset]").count() == 8
        watch.assert_silent()


def test_layers_corridor_lines_and_tooltips(browser, atlas):
    with opened(browser, atlas, fragment="#map=8/59.9/26.2") as (page, watch):
        ready(page)
        bands = "Object.values(baltic.app.corridor._layers).length"
        full = page.evaluate(bands)
        page.locator("[data-layer=corridor]").check()
        assert page.locator(".leaflet-corridor-pane canvas").count() == 1
        choose(page, "kind", "gas")
        assert 0 < page.evaluate(bands) < full
        page.locator("[data-layer=asset-gas]").uncheck()
        assert page.evaluate(bands) == 0
        assert page.locator(".incident-mark.leaflet-marker-icon").count() > 0
        page.locator("[data-layer=incidents]").uncheck()
        assert page.locator(".incident-mark.leaflet-marker-icon").count() == 0
        assert "off=asset-gas,incidents&on=corridor" in address(page)
        page.locator("[data-layer=asset-gas]").check()
        page.locator(".reset").click()
        at = page.evaluate(
            """() => { const line = baltic.app.assetMap.get('estlink-2').lines[0].latlngs;
            const p = baltic.app.map.latLngToContainerPoint(line[line.length >> 1]);
            const r = baltic.app.map.getContainer().getBoundingClientRect();
            return [p.x + r.x, p.y + r.y]; }"""
        )
        page.mouse.move(at[0] - 2, at[1])
        page.mouse.move(*at)
        page.wait_for_timeout(200)
        assert "Estlink 2" in page.locator(".leaflet-tooltip").inner_text()
        page.mouse.click(*at)
        assert heading(page) == "Estlink 2"
        zoom = page.evaluate("baltic.app.map.getZoom()")
        page.locator(".leaflet-control-zoom-in").click()
        until(page, f"baltic.app.map.getZoom() > {zoom}")
        assert "asset=estlink-2&map=" in address(page)
        watch.assert_silent()


def test_on_a_phone(browser, atlas):
    with opened(browser, atlas, size=PHONE, touch=True) as (page, watch):
        ready(page)
        assert not page.locator("[data-filter=year]").is_visible()
        page.locator(".filters summary").tap()
        choose(page, "year", "2023")
        assert page.locator("a.card[data-incident]").count() == 1
        page.locator(".handle").tap()
        page.locator("a.card[data-incident]").tap()
        assert "NewNew" in heading(page).replace("Newnew", "NewNew")
        page.locator(".handle").tap()
        assert page.locator(".panel").get_attribute("data-sheet") == "low"
        page.wait_for_timeout(250)
        page.locator(".incident-mark.estimate.leaflet-marker-icon:not(.faded)").first.tap()
        assert page.locator(".panel").get_attribute("data-sheet") == "half"
        page.locator(".legend > summary").tap()
        page.locator("[data-layer=corridor]").tap()
        page.locator(".legend > summary").tap()
        page.locator(".back").tap()
        assert page.locator("[data-filter=year]").input_value() == "2023"
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        for box in page.locator(".filters select, .reset").all():
            assert box.bounding_box()["height"] >= 38
        watch.assert_silent()


@pytest.mark.parametrize("size", [(1280, 800), PHONE])
def test_no_control_is_left_undriven(browser, atlas, size):
    """What was ever in sight in this one page is pressed, chosen, typed in or pulled."""
    with opened(browser, atlas, size=size, touch=size == PHONE) as (page, watch):
        ready(page)
        watch_controls(page)
        drive_the_tools(page)
        if size == PHONE:
            page.locator(".filters summary").tap()
            page.locator(".legend > summary").tap()
        drive_the_legend(page)
        drive_the_filters(page)
        drive_the_map(page)
        drive_the_search(page)
        for fragment in ("#asset=c-lion1", f"#incident={EAGLE}", "#incident=nord-stream-2022"):
            drive_a_page(page, fragment, is_sheet=size == PHONE)
        drive_cards_and_marks(page)
        if size == PHONE:
            page.locator(".handle").tap()
        assert undriven(page) == []
        watch.assert_silent()


def drive_the_tools(page):
    page.evaluate("window.print = () => { window.printed = true; }")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    for tool in page.locator("[data-tool]").all():
        tool.click()


def drive_the_legend(page):
    for box in page.locator(".legend input").all():
        was = box.is_checked()
        box.click()
        assert box.is_checked() != was
        box.click()
    for fold in page.locator(".legend .section > summary").all() * 2:
        fold.click()
    page.locator(".legend > summary").click()


def drive_the_filters(page):
    names = page.locator("[data-filter]").evaluate_all("all => all.map((e) => e.dataset.filter)")
    for name in names:
        before = shown(page)
        page.locator(f"[data-filter={name}]").select_option(index=1)
        assert shown(page) != before
        page.locator(".reset").click()


def drive_the_map(page):
    page.locator(".leaflet-container").focus()
    page.keyboard.press("ArrowUp")
    for way in ("in", "out"):
        page.locator(f".leaflet-control-zoom-{way}").click()
        page.wait_for_timeout(350)


def drive_the_search(page):
    page.locator("#search").fill("c-lion")
    page.locator("#search-list li").first.click()
    assert "C-Lion1" in heading(page)


def drive_a_page(page, fragment, *, is_sheet):
    """Open a page by its address, press all that it holds, and go back."""
    page.evaluate("hash => { location.hash = hash; }", fragment)
    until(page, "baltic.app.page && location.hash.includes(baltic.app.page[1])")
    if is_sheet:
        page.evaluate("baltic.app.shell.setSheet('full')")
    for fold in page.locator(".detail summary").all():
        fold.click()
    outward = page.locator(".detail a[href^=http]")
    if outward.count():
        assert outward.first.get_attribute("rel") == "noopener noreferrer"
        outward.first.click()
    for link in ("[data-asset]", "[data-incident]"):
        if page.locator(f".detail a{link}").count():
            page.locator(f".detail a{link}").first.click()
            page.go_back()
            page.wait_for_timeout(100)
    page.locator(".back").click()


def drive_cards_and_marks(page):
    for sort in ("asset", "incident"):
        page.locator(f"a.card[data-{sort}]").first.click()
        page.locator(".back").click()
    page.locator(".about summary").click()
    for kind in ("published", "estimate", "unplaced", "quiet"):
        page.locator(f".incident-mark.{kind}.leaflet-marker-icon").first.focus()
        page.keyboard.press("Enter")
        page.locator(".back").click()


def test_a_page_prints_whole_and_the_screen_comes_back(browser, atlas, tmp_path):
    with opened(browser, atlas, fragment=f"#incident={EAGLE}") as (page, watch):
        ready(page)
        page.evaluate("window.print = () => { window.printed = true; }")
        page.locator("[data-tool=print]").click()
        assert page.evaluate("window.printed")
        view = page.evaluate(VIEW)
        paper = tmp_path / "page.pdf"
        page.pdf(path=paper, format="A4", print_background=True)
        from pypdf import PdfReader

        text = " ".join(" ".join(p.extract_text().split()) for p in PdfReader(paper).pages)
        for words in (
            "Eagle S",
            "Helsinki",
            "anchor lost during hoisting",
            "https://demokraatti.",
        ):
            assert words in text
        assert "Skip to" not in text
        assert "Copy link" not in text
        until(page, "!document.body.classList.contains('printing')")
        assert page.evaluate(VIEW) == pytest.approx(view, abs=0.01)
        assert page.locator(".leaflet-left .legend").count() == 1
        assert page.locator("canvas.still").count() == 0
        assert not page.locator("details.moments").evaluate("d => d.open")
        watch.assert_silent()


def test_without_javascript_the_tables_stand(browser, atlas):
    with opened(browser, atlas, javascript=False, size=PHONE) as (page, watch):
        assert page.locator(".noscript").is_visible()
        text = page.locator(".noscript").inner_text()
        assert "C-Lion1" in text
        assert "EstLink 2 and four telecom cables (Eagle S)" in text
        assert watch.requests == []


@pytest.mark.parametrize("size", [(1400, 900), PHONE])
def test_no_grave_accessibility_fault(browser, atlas, size):
    with opened(browser, atlas, size=size) as (page, _):
        ready(page)
        assert faults(page) == []
        for fragment in (f"#incident={EAGLE}", "#asset=eastern-light-1&on=corridor"):
            page.evaluate("hash => { location.hash = hash; }", fragment)
            page.wait_for_selector(".detail")
            assert faults(page) == []


def hostile_record(name: str) -> dict:
    return {
        "id": "x", "title": name, "kind": name, "date_utc_start": "2024-01-01", "weather": name,
        "cause_status": name, "cause_detail": name, "notes": name, "legal_status": name,
        "record_type": name, "record_status": "draft", "unconfirmed": [name],
        "linked_incidents": [name],
        "assets": [{"asset_id": ["mine-0", name], "name": name, "damage": name, "repaired_on": name,
                    "position_in_words": name, "evidence_kind": name, "break_time_note": name}],
        "suspected_vessels": [{"name": name, "role": name, "type": name, "notes": name}],
        "attribution_claims": [{"by": name, "claim": name, "stance": name, "about": name}],
        "legal_history": [{"date": name, "status": name, "by": name}],
        "track_facts": [{"time_utc": name, "what": name, "confidence": name, "sources": [name]}],
        "drag": {"start": name, "notes": name, "distance_km": name},
        "sources": [{"id": name, "publisher": name, "tier": name, "url": "javascript:alert(1)"}],
    }  # fmt: skip


def hostile_assets(name: str):
    table = own_assets([name, name])
    for column in ("operator", "owner", "notes", "status_note", "route_basis", "route_licence"):
        table[column] = name
    table["subtype"] = name
    table["aliases"] = [[name], [name]]
    table["sources"] = [[name], [name]]
    table["landings"] = [[{"name": name, "country": name, "lon": 20.0, "lat": 58.0}], [name]]
    table["capacity"] = [{name: name}, None]
    table["parts"] = [[{"name": name, "licence": name, "accuracy_class": name}]] * 2
    return table


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_shown_as_they_are(browser, tmp_path, name):
    path = tmp_path / "atlas.html"
    path.write_text(
        build_atlas(hostile_assets(name), [hostile_record(name)], own_assets=True),
        encoding="utf-8",
    )
    seen = "".join(c for c in name if c not in "\u202e\u200f")[:60].rstrip()
    with opened(browser, path, fragment="#incident=x") as (page, watch):
        ready(page)
        assert seen in page.locator(".detail h2").evaluate("e => e.textContent")
        assert page.locator(".detail").evaluate("e => e.textContent").count(seen) > 15
        assert "not on this map" in page.locator(".detail").inner_text()
        page.locator(".detail a[data-asset='mine-0']").click()
        assert page.locator(".detail").evaluate("e => e.textContent").count(seen) > 8
        page.locator(".back").click()
        page.locator("#search").fill(name[:12])
        assert page.locator("#search-list li").count() >= 1
        page.locator("#search").fill("")
        page.evaluate("baltic.app.assetMap.get('mine-0').layer.openTooltip() && null")
        page.locator(".incident-mark.leaflet-marker-icon").first.click(force=True)
        assert page.locator("a[href^='javascript']").count() == 0
        assert page.locator("img[src='x']").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 1400
        watch.assert_silent()


def test_five_thousand_assets(browser, tmp_path):
    names = [("كابل بحري " if i % 2 else "海底電纜 ") + str(i) for i in range(5000)]
    path = tmp_path / "atlas.html"
    table = own_assets(names)
    table["geometry"] = table.geometry.translate(0, 0).affine_transform([1, 0, 0, 0.002, 0, 50])
    path.write_text(build_atlas(table, records(), own_assets=True), encoding="utf-8")
    assert path.stat().st_size < 4_000_000
    with opened(browser, path) as (page, watch):
        ready(page, timeout=20_000)
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        assert paint < 2000
        assert "5000" in shown(page)
        assert page.locator("a.card[data-asset]").count() == 150
        page.locator(".more").last.click()
        assert page.locator("a.card[data-asset]").count() == 300
        assert page.evaluate("document.activeElement.dataset.asset") == "mine-150"
        page.locator("#search").fill("4999")
        page.locator("#search-list li").first.click()
        assert heading(page).endswith("4999")
        watch.assert_silent()


def test_an_atlas_of_nothing(browser, tmp_path):
    path = tmp_path / "atlas.html"
    path.write_text(build_atlas(load_assets().head(0), []), encoding="utf-8")
    with opened(browser, path) as (page, watch):
        ready(page)
        assert shown(page) == "Shown: all 0 incidents, all 0 assets"
        watch.assert_silent()


def test_a_line_round_half_the_world_is_seen_whole(browser, tmp_path):
    path = tmp_path / "atlas.html"
    table = load_assets().head(1).copy()
    table["geometry"] = [shapely.MultiLineString([[(-75, 20), (24, 59.5), (140, 35)]])]
    path.write_text(build_atlas(table, []), encoding="utf-8")
    with opened(browser, path) as (page, watch):
        ready(page)
        for end in ("[20, -75]", "[35, 140]"):
            assert page.evaluate(f"baltic.app.map.getBounds().contains({end})")
        assert "1 asset," in page.locator("header p").inner_text()
        watch.assert_silent()
