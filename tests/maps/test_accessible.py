"""axe-core finds no serious fault in maps and reports, on a desktop and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from baltic.maps import build_map
from baltic.reports import investigation_report, scan_report

from ..axe import faults
from ..browser import opened
from ..reports import samples as reports
from .samples import investigation

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = [(1280, 800), (390, 844)]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    scan = investigation(attribution=None, incident=None, report_href="report.html")
    html = {
        "investigation map": build_map(**investigation(report_href="report.html")),
        "scan map": build_map(**scan),
        "investigation report": investigation_report(reports.investigation())["report.html"],
        "scan report": scan_report(reports.scan())["report.html"],
    }
    folder = tmp_path_factory.mktemp("accessible")
    found = {}
    for name, text in html.items():
        found[name] = folder / f"{name.replace(' ', '-')}.html"
        found[name].write_text(text, encoding="utf-8")
    return found


def test_a_fault_is_found(browser: Any, tmp_path: Path) -> None:
    """What finds nothing might look at nothing."""
    path = tmp_path / "bad.html"
    path.write_text("<html><title>x</title><button></button><img src='data:,'></html>")
    with opened(browser, path) as (page, _):
        found = " ".join(faults(page))
    for rule in ("button-name (critical)", "image-alt (critical)", "html-has-lang (serious)"):
        assert rule in found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ["investigation", "scan"])
def test_maps_have_no_grave_fault(browser: Any, pages: Any, kind: str, size: Any) -> None:
    with opened(browser, pages[f"{kind} map"], size=size) as (page, watch):
        page.wait_for_selector("body.ready", timeout=20_000)
        unfold = "document.querySelectorAll('details').forEach((d) => { d.open = true; })"
        page.evaluate(unfold)
        assert faults(page) == []
        page.locator(".card").first.click()
        page.evaluate(unfold)
        assert faults(page) == []
        page.locator("#search").fill("sim")
        assert faults(page) == []
        watch.assert_silent()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ["investigation", "scan"])
def test_reports_have_no_grave_fault(browser: Any, pages: Any, kind: str, size: Any) -> None:
    with opened(browser, pages[f"{kind} report"], size=size) as (page, watch):
        assert faults(page) == []
        watch.assert_silent()


def test_a_phone_on_its_side_keeps_a_map_to_look_at(browser: Any, pages: Any) -> None:
    with opened(browser, pages["investigation map"], size=(844, 390), touch=True) as (page, _):
        page.wait_for_selector("body.ready", timeout=20_000)
        box = "(s) => document.querySelector(s).getBoundingClientRect()"
        top, sheet = (
            page.evaluate(f"({box})('.top').bottom"),
            page.evaluate(f"({box})('.panel').top"),
        )
        assert sheet - top > 180
        for tool in (".search input", "[data-tool=print]"):
            assert page.locator(tool).bounding_box()["y"] < top


def test_bars_and_lit_numbers_reach_paper_and_the_readers_own_colours(
    browser: Any, pages: Any
) -> None:
    with opened(browser, pages["investigation map"]) as (page, _):
        page.wait_for_selector("body.ready", timeout=20_000)
        page.locator(".card").first.click()
        style = "(e, name) => getComputedStyle(e).getPropertyValue(name)"
        shown = [".ledger .bar", ".meter .bar", ".crossings tr.lit td", ".badge"]
        page.emulate_media(media="print")
        for name in shown[:3]:
            exact = page.locator(name).first.evaluate(style, "print-color-adjust")
            assert exact == "exact", name
        page.emulate_media(media="screen", forced_colors="active")
        for name in (*shown[:2], ".player .band", ".legend .swatch"):
            assert page.locator(name).first.evaluate(style, "forced-color-adjust") == "none", name


def test_what_is_not_covered_is_printed_with_the_evidence_of_one_ship(
    browser: Any, tmp_path: Path
) -> None:
    case = {**investigation()["attribution"], "covered": False}
    path = tmp_path / "map.html"
    path.write_text(build_map(**investigation(attribution=case)), encoding="utf-8")
    with opened(browser, path) as (page, _):
        page.wait_for_selector("body.ready", timeout=20_000)
        page.locator(".card").first.click()
        limit = page.locator(".limit")
        assert not limit.is_visible(), "above the list it was read already"
        page.emulate_media(media="print")
        assert limit.inner_text().startswith("Not covered")
