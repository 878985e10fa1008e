"""Drives every control of the maps of a scan and of an investigation, desktop and phone, with
the network off.

One page a view and size serves all checks, in order; each leaves the list open behind it.
What was ever in sight and never driven fails, so the checks of a page are one test: tests may
run in any order and in several processes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from baltic.maps import build_map

from ..browser import keep, opened
from .driving import undriven, watch_controls
from .samples import investigation

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESKTOP, PHONE = (1280, 800), (390, 844)

#: What the tabulator must reach.
REACHED = (
    "[data-tool]", "#search", ".leaflet-container", ".leaflet-control-zoom a", ".legend summary",
    ".leaflet-marker-icon", ".card", ".panel summary", ".play", ".player select", ".player input",
)  # fmt: skip


SHIP = 518_998_865


@pytest.fixture(scope="module")
def map_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("controls")
    found = {}
    for kind in ("investigation", "scan"):
        changes = {} if kind == "investigation" else {"attribution": None, "incident": None}
        found[kind] = folder / f"{kind}.html"
        found[kind].write_text(
            build_map(**investigation(**changes), report_href="report.html"), encoding="utf-8"
        )
    return found


@pytest.fixture(
    scope="module",
    params=[(kind, size) for kind in ("investigation", "scan") for size in (DESKTOP, PHONE)],
    ids=lambda p: f"{p[0]}-{'desktop' if p[1] == DESKTOP else 'phone'}",
)
def driven(request: Any, browser: Any, map_files: dict[str, Path]) -> Iterator[Any]:
    """Yield a page, ready; whatever a test did, it asked for nothing and said nothing."""
    kind, size = request.param
    with opened(browser, map_files[kind], size=size, touch=size == PHONE) as (page, watch):
        page.wait_for_selector("body.ready", timeout=20_000)
        page.name = "desktop" if size == DESKTOP else "phone"
        page.kind, page.case, page.size = kind, kind == "investigation", size
        page.subject = f"mmsi-{SHIP}" if page.case else f"c-{SHIP}"
        watch_controls(page)
        yield page
        watch.assert_silent()


def clock(page: Any) -> str:
    return str(page.locator(".player .clock").inner_text())


def at_rest(page: Any) -> None:
    """Go back to the list, the sheet half open, the panel at its top."""
    page.locator("h1").click()
    page.keyboard.press("Escape")
    page.evaluate("baltic.app.shell.setSheet('half'); baltic.app.map.closePopup() && null")
    page.locator(".panel .content").evaluate("e => e.scrollTo(0, 0)")
    page.wait_for_timeout(200)


def point(page: Any, lat: float, lon: float) -> list[float]:
    """Bring a place under no control of the map and return its position on the screen."""
    page.evaluate(
        "([lat, lon]) => { baltic.app.map.setView([lat, lon], 12, { animate: false }); }",
        [lat, lon],
    )
    if page.name == "phone":
        page.evaluate("baltic.app.shell.setSheet('low')")
    page.wait_for_timeout(250)
    return page.evaluate(
        """([lat, lon]) => { const p = baltic.app.map.latLngToContainerPoint([lat, lon]);
        const r = baltic.app.map.getContainer().getBoundingClientRect();
        return [p.x + r.x, p.y + r.y]; }""",
        [lat, lon],
    )


def check_the_first_view(driven: Any) -> None:
    at_rest(driven)
    keep(driven, f"{driven.kind}-{driven.name}-list")
    assert driven.locator(".card .who").first.inner_text().startswith("EAGLE S")
    assert driven.evaluate("document.documentElement.scrollWidth") <= driven.viewport_size["width"]
    # Scale, coordinates and the licences are in sight, on a phone above the sheet.
    for box in (".scale", ".leaflet-control-attribution"):
        found = driven.locator(box).bounding_box()
        if driven.name == "phone":
            assert found["y"] + found["height"] <= driven.locator(".panel").bounding_box()["y"] + 1
        assert driven.evaluate(
            "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('.leaflet-control'))",
            [found["x"] + found["width"] / 2, found["y"] + found["height"] / 2],
        )
    scale, note = (
        driven.locator(s).bounding_box() for s in (".scale", ".leaflet-control-attribution")
    )
    apart = scale["x"] + scale["width"] <= note["x"] or scale["y"] + scale["height"] <= note["y"]
    assert apart


def check_the_player(driven: Any) -> None:
    at_rest(driven)
    before = clock(driven)
    driven.locator(".play").click()
    assert driven.locator(".play").get_attribute("aria-label") == "Pause"
    driven.wait_for_timeout(400)
    driven.locator(".play").click()
    assert clock(driven) > before
    driven.locator(".player select").select_option("60")
    assert driven.evaluate("baltic.app.player.state.speed") == 60
    slider = driven.locator(".player input[type=range]")
    slider.evaluate("e => { e.value = e.min; e.dispatchEvent(new Event('input')); }")
    first = clock(driven)
    assert first < before
    bands = driven.locator(".band")
    assert (bands.count() > 2) is driven.case, "a scan knows of no outage"
    for i in range(bands.count()):
        bands.nth(i).dispatch_event("click")
        assert clock(driven) >= first
        assert bands.nth(i).get_attribute("aria-label").startswith("Go to outage of")


def check_the_keys(driven: Any) -> None:
    at_rest(driven)
    press = driven.keyboard.press
    driven.evaluate("baltic.app.player.set(baltic.app.player.state.t + 60)")
    before = clock(driven)
    press("ArrowRight")
    press("ArrowLeft")
    assert clock(driven) == before
    press("Shift+ArrowLeft")
    assert clock(driven) < before
    driven.locator(".player input[type=range]").focus()
    # The bar steps like the rest of the page: a minute, not its own ten seconds.
    t = driven.evaluate("baltic.app.player.state.t")
    press("ArrowRight")
    assert driven.evaluate("baltic.app.player.state.t") == pytest.approx(t + 60, abs=1)
    press("Space")
    assert driven.evaluate("baltic.app.player.state.playing")
    press("Space")
    assert not driven.evaluate("baltic.app.player.state.playing")
    speed = int(driven.locator(".player select").input_value())
    press("]")
    assert int(driven.locator(".player select").input_value()) > speed
    press("[")
    assert int(driven.locator(".player select").input_value()) == speed
    press("o")
    seen = {clock(driven)}
    for _ in range(8):
        press("o")
        seen.add(clock(driven))
    assert ("2024-12-25 10:26:00 UTC" in seen) is driven.case
    assert len(seen) >= 2 if driven.case else len(seen) == 1
    press("/")
    assert driven.evaluate("document.activeElement.id") == "search"
    press("Escape")
    assert driven.evaluate("document.activeElement.id") != "search"


def check_the_legend(driven: Any) -> None:
    at_rest(driven)
    legend = driven.locator(".legend")
    if driven.name == "phone":
        legend.locator("summary").first.click()
    for fold in legend.locator(".section").all():
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
    driven.wait_for_timeout(100)
    keep(driven, f"{driven.kind}-{driven.name}-legend")
    shown = """() => [...baltic.app.assetMap.values()].flatMap((a) => a.layers)
        .filter((l) => baltic.app.map.hasLayer(l)).length"""
    routes = driven.evaluate(shown)
    for box in legend.locator("input").all():
        key = box.get_attribute("data-layer")
        was = box.is_checked()
        box.click()
        assert box.is_checked() != was
        driven.wait_for_timeout(20)
        if key.startswith(("asset-", "acc-")):
            assert driven.evaluate(shown) < routes, key
        elif key == "corridor":
            keep(driven, f"{driven.kind}-{driven.name}-corridor")
        box.click()
    assert driven.evaluate(shown) == routes
    # Kind and accuracy are both asked: no power cable comes back while its class is off.
    legend.locator("[data-layer=acc-schematic]").uncheck()
    legend.locator("[data-layer=asset-power]").uncheck()
    less = driven.evaluate(shown)
    legend.locator("[data-layer=asset-power]").check()
    assert less < driven.evaluate(shown) < routes
    assert "acc-schematic" in driven.evaluate("(baltic.app.address.keep(), location.href)")
    legend.locator("[data-layer=acc-schematic]").check()
    for fold in legend.locator(".section").all():
        fold.locator("summary").click()
    legend.locator("summary").first.click()
    assert not legend.locator(".body").is_visible()
    if driven.name == "desktop":
        legend.locator("summary").first.click()


def check_zoom_and_scale(driven: Any) -> None:
    at_rest(driven)
    zoom = "baltic.app.map.getZoom()"
    before, bar = driven.evaluate(zoom), driven.locator(".scale .bar").first.inner_text()
    for _ in range(3):
        driven.locator(".leaflet-control-zoom-in").click()
        driven.wait_for_timeout(350)
    assert driven.evaluate(zoom) > before
    assert driven.locator(".scale .bar").first.inner_text() != bar
    for _ in range(3):
        driven.locator(".leaflet-control-zoom-out").click()
        driven.wait_for_timeout(350)
    assert driven.evaluate(zoom) == before
    driven.locator(".leaflet-container").focus()
    where = driven.locator(".where").inner_text()
    driven.keyboard.press("ArrowUp")
    driven.wait_for_timeout(500)
    assert driven.locator(".where").inner_text() != where
    assert "′ N" in where
    assert "′ E" in where


def check_search(driven: Any) -> None:
    at_rest(driven)
    box, hits = driven.locator("#search"), driven.locator("#search-list li")
    box.fill("sim trader")
    assert hits.count() == 9
    driven.keyboard.press("ArrowDown")
    driven.keyboard.press("ArrowDown")
    driven.keyboard.press("ArrowUp")
    assert hits.nth(1).get_attribute("aria-selected") == "true"
    assert box.get_attribute("aria-activedescendant") == "search-1"
    keep(driven, f"{driven.kind}-{driven.name}-search")
    driven.keyboard.press("Enter")
    assert "SIM TRADER" in driven.locator(".detail h2").inner_text()
    box.fill("sea lion")
    hits.first.click()
    driven.wait_for_timeout(400)
    assert "C-Lion1" in driven.locator(".leaflet-popup").inner_text()
    keep(driven, f"{driven.kind}-{driven.name}-asset")
    driven.locator(".leaflet-popup-close-button").dispatch_event("click")
    driven.wait_for_timeout(400)
    assert driven.locator(".leaflet-popup").count() == 0
    box.fill("no such thing")
    assert "nothing found" in driven.locator("#search-list").inner_text()
    box.press("Escape")
    assert box.input_value() == ""


def check_the_evidence_of_a_ship(driven: Any) -> None:
    at_rest(driven)
    driven.locator(f"[data-subject='{driven.subject}']").click()
    if driven.name == "phone":
        driven.locator(".handle").click()
        driven.wait_for_timeout(250)
    detail = driven.locator(".detail")
    keep(driven, f"{driven.kind}-{driven.name}-evidence")
    text = detail.inner_text()
    order = (
        "Track:", "Posterior probability", "Speed and course", "Ledger",
        "Innocent explanations", "Data quality", "Assets crossed", "Reasons in words",
    ) if driven.case else (
        "Track:", "Speed and course", "Ledger", "Innocent explanations", "Data quality",
        "Assets crossed",
    )  # fmt: skip
    assert ("Posterior" in text) is driven.case
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "Good for this episode" in text
    assert "Listed: assets crossed in the slow stretch" in text
    assert ("passages of failed assets" in text) is driven.case
    wanted = "ship-518998865" if driven.case else driven.subject
    assert detail.locator("a").get_attribute("href") == f"report.html#{wanted}"
    detail.locator("a").click()
    numbers = detail.locator(".crossings tbody tr").count()
    assert numbers == detail.locator(".chart .cross").count() == 2
    assert detail.locator(".chart .mark").all_text_contents() == ["1", "2"]
    assert detail.locator(".crossings tr.lit").count() == (1 if driven.case else 0)
    detail.locator(".crossings .link").last.click()
    assert clock(driven) == "2024-12-25 16:20:00 UTC"
    driven.wait_for_timeout(400)  # the zoom glides
    assert driven.evaluate("baltic.app.map.getZoom()") >= 11
    chart = detail.locator(".chart")
    chart.scroll_into_view_if_needed()
    keep(driven, f"{driven.kind}-{driven.name}-chart")
    chart.click(position={"x": 60, "y": 50})
    assert clock(driven) < "2024-12-25 12"
    assert "speed 8" in chart.get_attribute("aria-label")
    for fold in detail.locator("details > summary").all():
        was = fold.evaluate("e => e.parentNode.open")
        fold.click()
        assert fold.evaluate("e => e.parentNode.open") != was
    driven.locator(".back").click()
    assert driven.locator(".back").count() == 0
    assert driven.evaluate("document.activeElement.dataset.subject") == driven.subject


def check_all_cards_open(driven: Any) -> None:
    at_rest(driven)
    cards = driven.locator(".cards .card").count()
    assert cards == (4 if driven.case else 2)
    for i in range(cards):
        at_rest(driven)
        driven.locator(".cards .card").nth(i).click()
        assert driven.locator(".detail h2").inner_text()


def check_an_excluded_ship_shows_why_and_where(driven: Any) -> None:
    at_rest(driven)
    for fold in driven.locator(".panel .content > details").all():
        fold.locator("summary").first.click()
    if not driven.case:
        assert "2024-12-25" not in driven.locator(".about").inner_text()
        assert "traffic.csv" in driven.locator(".about").inner_text()
        assert driven.locator("[data-excluded]").count() == 0
        return
    driven.locator("[data-excluded]").nth(2).click()
    text = driven.locator(".detail").inner_text()
    assert "Excluded because it was 14 km away during the window" in text
    assert driven.locator(".detail a").get_attribute("href") == "report.html#excluded"
    assert driven.locator(".chart path.speed").count() == 1
    assert clock(driven) == "2024-12-25 10:22:00 UTC"
    keep(driven, f"{driven.kind}-{driven.name}-excluded")
    assert "sel=ship-200000112" in driven.evaluate("(baltic.app.address.keep(), location.href)")
    driven.locator(".back").click()
    assert driven.evaluate("document.activeElement.dataset.excluded") == "200000112"


def check_marks_and_tracks_on_the_map(driven: Any) -> None:
    at_rest(driven)
    mark = driven.locator(".rank-mark.leaflet-marker-icon[title^='Rank 2']")
    mark.dispatch_event("click")
    assert "SIM TRADER 1" in driven.locator(".detail h2").inner_text()
    at_rest(driven)
    driven.locator(".rank-mark.leaflet-marker-icon[title^='Rank 1']").focus()
    driven.keyboard.press("Enter")
    assert "EAGLE S" in driven.locator(".detail h2").inner_text()
    at_rest(driven)
    outages = driven.locator(".outage-mark.leaflet-marker-icon")
    assert (outages.count() > 0) is driven.case
    if driven.case:
        outages.first.focus()
        driven.keyboard.press("Enter")
        assert "Outage" in driven.locator(".leaflet-popup").inner_text()
        at_rest(driven)
    # On the track of a ship that is no hypothesis; ferries share it.
    lat, lon = driven.evaluate(
        "{ const m = baltic.app.model; const l = m.byShip.get(200000103)[0];"
        " const i = l.start + 40; [m.lat[i], m.lon[i]] }"
    )
    x, y = point(driven, lat, lon)
    (driven.touchscreen.tap if driven.name == "phone" else driven.mouse.click)(x, y)
    popup = driven.locator(".leaflet-popup")
    name = popup.locator("b").inner_text()
    assert name.startswith("SIM TRADER")
    assert "simulated" in popup.inner_text()
    popup.locator(".link").click()
    assert driven.locator(".detail h2").inner_text() == name
    assert driven.locator(".chart path.course").count() == 1


def check_links_and_print(driven: Any) -> None:
    at_rest(driven)
    driven.context.grant_permissions(["clipboard-read", "clipboard-write"])
    driven.locator(".card").first.click()
    driven.locator("[data-tool=link]").click()
    driven.wait_for_selector(".said:has-text('Link copied')")
    copied = driven.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("file:")
    assert f"sel={driven.subject}" in copied
    driven.evaluate("window.printed = 0; window.print = () => { window.printed += 1; }; null")
    driven.locator("[data-tool=print]").click()
    assert driven.evaluate("window.printed") == 1


BOX = """(s) => { const r = document.querySelector(s).getBoundingClientRect();
  return [r.left, r.top + scrollY, r.right, r.bottom + scrollY].map(Math.round); }"""


def check_paper_has_the_map_its_legend_and_all_of_the_panel(driven: Any, tmp_path: Path) -> None:
    at_rest(driven)
    driven.locator(f"[data-subject='{driven.subject}']").click()
    driven.wait_for_timeout(300)
    # A reader may have folded the legend; paper shows it, and the screen gets back what was.
    view = "[baltic.app.map.getZoom(), baltic.app.map.getCenter().lng]"
    before = driven.evaluate(view), driven.locator("details:not([open])").count()
    driven.evaluate("dispatchEvent(new Event('beforeprint')) && null")
    driven.evaluate("dispatchEvent(new Event('beforeprint')) && null")
    driven.emulate_media(media="print")
    driven.set_viewport_size({"width": 703, "height": 1000})  # A4 less its margins
    assert driven.locator(".panel details:not([open])").count() == 0
    for gone in (".player", "[data-tool=link]", ".search", ".back", ".crossings .link", ".hint"):
        assert not driven.locator(gone).first.is_visible(), gone
    left, top, right, bottom = driven.evaluate(BOX, ".folium-map")
    for box in (".scale", ".leaflet-control-attribution"):
        x, _, u, v = driven.evaluate(BOX, box)
        assert left <= x < u <= right and bottom - 40 <= v <= bottom, box
    assert top >= driven.evaluate(BOX, ".top")[3] - 1
    assert driven.evaluate(BOX, ".legend")[1] >= bottom
    assert driven.evaluate(BOX, ".panel")[1] >= driven.evaluate(BOX, ".paper")[3] - 1
    assert driven.locator(".legend .row").first.is_visible()
    assert not driven.locator("label.row:has([data-layer=corridor])").is_visible()
    assert "Ships as they were at 2024-12-25" in driven.locator(".paper").inner_text()
    assert driven.locator(".panel .content").evaluate("e => e.scrollHeight <= e.clientHeight + 1")
    assert driven.evaluate("document.documentElement.scrollWidth") <= 703
    keep(driven, f"{driven.kind}-{driven.name}-paper")
    driven.evaluate("dispatchEvent(new Event('afterprint')) && null")
    paper = tmp_path / "page.pdf"
    # The size first: a screen as narrow as paper is a phone and shows a phone's controls.
    driven.set_viewport_size(dict(zip(("width", "height"), driven.size, strict=True)))
    driven.emulate_media(media="null")  # as the printer asks
    driven.pdf(path=paper, format="A4", print_background=True)
    text = " ".join(" ".join(p.extract_text().split()) for p in PdfReader(paper).pages)
    words = ["EAGLE S", "Rank marks", "Innocent explanations", "head wind explains a part"]
    for word in [*words, *(["Posterior probability"] if driven.case else [])]:
        assert word in text, word
    for word in ("Copy link", "Skip to", "click sets the clock", "Keys:"):
        assert word not in text, word
    driven.wait_for_timeout(300)
    assert driven.locator(".still").count() == 0
    assert driven.locator(".leaflet-left .legend").count() == 1
    after = driven.evaluate(view), driven.locator("details:not([open])").count()
    assert after[0] == pytest.approx(before[0], abs=0.01) and after[1] == before[1]


def check_the_sheet_of_a_phone(driven: Any) -> None:
    at_rest(driven)
    if driven.name == "desktop":
        assert not driven.locator(".handle").is_visible()
        return
    height = lambda: round(driven.locator(".panel").bounding_box()["height"])  # noqa: E731
    handle = driven.locator(".handle")
    half = height()
    box = handle.bounding_box()
    driven.mouse.move(box["x"] + 150, box["y"] + 10)
    driven.mouse.down()
    driven.mouse.move(box["x"] + 150, box["y"] - 90, steps=4)
    driven.mouse.up()
    driven.wait_for_timeout(250)
    assert height() > half
    handle.tap()
    driven.wait_for_timeout(250)
    assert height() < half
    note = driven.locator(".leaflet-control-attribution")
    line = note.bounding_box()["height"]
    note.click()
    assert note.bounding_box()["height"] > line
    note.click()
    handle.focus()
    driven.keyboard.press("Enter")
    driven.wait_for_timeout(250)
    assert height() == half


def check_keyboard_only_reaches_everything_and_shows_where_it_is(driven: Any) -> None:
    at_rest(driven)
    driven.evaluate("document.activeElement.blur(); document.querySelector('.skip').focus(); null")
    assert driven.locator(".skip").bounding_box()["x"] >= 0
    driven.keyboard.press("Enter")
    assert driven.evaluate("document.activeElement.className") == "content"
    driven.evaluate("document.querySelector('.skip').focus(); null")
    seen = set()
    for _ in range(140):
        driven.keyboard.press("Tab")
        kind, ring = driven.evaluate(
            """(names) => { const e = document.activeElement; const s = getComputedStyle(e);
            const ring = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
            return [names.find((n) => e.matches(n)) || e.tagName, ring]; }""",
            list(REACHED),
        )
        if kind == "BODY":
            break
        assert ring, kind
        seen.add(kind)
    assert seen >= set(REACHED)
    keep(driven, f"{driven.kind}-{driven.name}-focus")


def test_every_control_is_driven(driven: Any, tmp_path: Path) -> None:
    """All that was ever in sight has been pressed, typed in or pulled."""
    check_the_first_view(driven)
    check_the_player(driven)
    check_the_keys(driven)
    check_the_legend(driven)
    check_zoom_and_scale(driven)
    check_search(driven)
    check_the_evidence_of_a_ship(driven)
    check_all_cards_open(driven)
    check_an_excluded_ship_shows_why_and_where(driven)
    check_marks_and_tracks_on_the_map(driven)
    check_links_and_print(driven)
    check_paper_has_the_map_its_legend_and_all_of_the_panel(driven, tmp_path)
    check_the_sheet_of_a_phone(driven)
    check_keyboard_only_reaches_everything_and_shows_where_it_is(driven)
    at_rest(driven)
    assert undriven(driven) == [], undriven(driven)
    # What finds nothing might look at nothing.
    driven.evaluate("document.body.append(baltic.dom.h('button', { class: 'new' }, 'New')); null")
    assert undriven(driven) == ["button new"]
    driven.evaluate("document.querySelector('button.new').remove()")
