"""The reports in a real browser with the network off: silent, whole, and fit for A4."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from baltic.reports import investigation_report, scan_report

from .. import browser
from . import samples
from .test_hostile import HOSTILE, poisoned

WHY_NOT = browser.missing()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        WHY_NOT is not None and not os.environ.get("BALTIC_REQUIRE_BROWSER"), reason=str(WHY_NOT)
    ),
]

_A4_PX = 688  # 210 mm less two margins of 14 mm, at 96 dots an inch


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser.launched() as found:
        yield found


@pytest.mark.parametrize("kind", ["scan", "investigation"])
def test_report_opens_silently_and_fits_the_page(kind: str, chromium: Any, tmp_path: Path) -> None:
    make, data = {
        "scan": (scan_report, samples.scan()),
        "investigation": (investigation_report, samples.investigation()),
    }[kind]
    path = tmp_path / "report.html"
    path.write_text(make(data)["report.html"], encoding="utf-8")
    with browser.opened(chromium, path, size=(_A4_PX, 1000)) as (page, watch):
        page.emulate_media(media="print")
        wide = page.evaluate("document.documentElement.scrollWidth")
        drawn = page.evaluate("[...document.querySelectorAll('svg')].map(s => s.clientHeight)")
    watch.assert_silent()
    assert wide <= _A4_PX
    assert len(drawn) >= 2


@pytest.mark.slow
def test_hostile_names_do_nothing(chromium: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    for bad in HOSTILE[:6]:
        scan, case = poisoned(bad)
        for make, data in ((scan_report, scan), (investigation_report, case)):
            path.write_text(make(data)["report.html"], encoding="utf-8")
            with browser.opened(chromium, path) as (page, watch):
                assert page.evaluate("document.scripts.length") == 0
            watch.assert_silent()
