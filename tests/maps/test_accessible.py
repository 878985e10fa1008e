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
