"""The reports in a real browser with the network off: silent, whole, and fit for A4."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from baltic.reports import investigation_report, scan_report

from ..browser import opened
from . import samples
from .test_hostile import HOSTILE, poisoned

pytestmark = pytest.mark.browser

_A4_PX = 688  # 210 mm less two margins of 14 mm, at 96 dots an inch


@pytest.fixture
def chromium(browser: Any) -> Any:
    """The one browser of the session: a second one beside it cannot be started."""
    return browser


def written(kind: str, folder: Path) -> Path:
    """Return the file of a sample report."""
    make, data = {
        "scan": (scan_report, samples.scan()),
        "investigation": (investigation_report, samples.investigation()),
    }[kind]
    path = folder / "report.html"
    path.write_text(make(data)["report.html"], encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["scan", "investigation"])
def test_report_opens_silently_and_fits_the_page(kind: str, chromium: Any, tmp_path: Path) -> None:
    path = written(kind, tmp_path)
    with opened(chromium, path, size=(_A4_PX, 1000)) as (page, watch):
        page.emulate_media(media="print")
        wide = page.evaluate("document.documentElement.scrollWidth")
        drawn = page.evaluate("[...document.querySelectorAll('svg')].map(s => s.clientHeight)")
    watch.assert_silent()
    assert wide <= _A4_PX
    assert len(drawn) >= 2


@pytest.mark.parametrize("kind", ["scan", "investigation"])
def test_report_fits_a_phone(kind: str, chromium: Any, tmp_path: Path) -> None:
    """No page wider than the screen; tables and drawings scroll within it, text stays legible."""
    path = written(kind, tmp_path)
    with opened(chromium, path, size=(390, 844)) as (page, watch):
        wide = page.evaluate("document.documentElement.scrollWidth")
        drawn = page.evaluate(
            "[...document.querySelectorAll('figure svg')].map(s => s.getBoundingClientRect().width)"
        )
    watch.assert_silent()
    assert wide <= 390
    assert min(drawn) >= 600


@pytest.mark.parametrize("size", [(390, 844), (_A4_PX, 1000), (700, 900)])
def test_a_long_word_does_not_widen_the_page(
    size: tuple[int, int], chromium: Any, tmp_path: Path
) -> None:
    made = copy.deepcopy(samples.investigation())
    word = "W" * 400
    document = made["attribution_document"]
    document["title"] = document["incident_id"] = word
    document["hypotheses"][0].update(name=word, reasons=[word])
    made["notes"] = [word]
    path = tmp_path / "report.html"
    path.write_text(investigation_report(made)["report.html"], encoding="utf-8")
    with opened(chromium, path, size=size) as (page, watch):
        if size[0] == _A4_PX:
            page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    watch.assert_silent()


@pytest.mark.slow
def test_hostile_names_do_nothing(chromium: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    for bad in HOSTILE[:6]:
        scan, case = poisoned(bad)
        for make, data in ((scan_report, scan), (investigation_report, case)):
            path.write_text(make(data)["report.html"], encoding="utf-8")
            with opened(chromium, path) as (page, watch):
                assert page.evaluate("document.scripts.length") == 0
            watch.assert_silent()
