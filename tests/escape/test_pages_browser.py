"""Pages full of hostile names in a real browser: nothing runs, nothing is asked for, each name
is shown as people should see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ..browser import opened
from . import pages
from .names import TELLING, batches, seen, smallest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DRIVE = (Path(__file__).parent / "drive.js").read_text(encoding="utf-8")
MAPS: dict[str, Callable[[Sequence[str]], str]] = {
    "scan": pages.scan_map,
    "investigation": pages.investigation_map,
    "atlas": pages.atlas,
}
#: Whatever the names: elements by tag and attributes, in the order of the page.
SKELETON = """() => [...document.querySelectorAll('*')].map(
    (n) => n.tagName + ' ' + n.getAttributeNames().sort().join(' '))"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


def driven(browser: Any, folder: Path, kind: str, names: Sequence[str]) -> dict[str, Any]:
    """Return what each path of a map showed; it made no request, no noise, ran nothing.

    ``plain`` and ``cells`` are elements and table cells that a browser without scripts has.
    """
    file = folder / "map.html"
    file.write_text(MAPS[kind](names), encoding="utf-8")
    with opened(browser, file) as (page, watch):
        page.wait_for_selector("body.ready", timeout=20_000)
        found: dict[str, Any] = page.evaluate(DRIVE, [seen(n, 12) for n in names])
        watch.assert_silent()
    assert found["pwned"] == "undefined"
    with opened(browser, file, javascript=False) as (page, watch):
        found["cells"] = page.locator("td, noscript h1, .noscript li").all_text_contents()
        found["plain"] = page.evaluate(SKELETON)
        watch.assert_silent()
    return found


@pytest.fixture(scope="module")
def harmless(browser: Any, folder: Path) -> Callable[[str, int], dict[str, Any]]:
    """Return how a map is when so many names mean no harm."""

    @cache
    def drive(kind: str, count: int) -> dict[str, Any]:
        return driven(browser, folder, kind, pages.benign(count))

    return drive


@pytest.mark.parametrize("kind", MAPS)
@batches()
def test_a_map_shows_names_and_obeys_none(
    browser: Any, folder: Path, harmless: Any, kind: str, names: Sequence[str]
) -> None:
    def check(some: Sequence[str]) -> None:
        own, found = harmless(kind, len(some)), driven(browser, folder, kind, some)
        assert set(found["made"]) <= set(own["made"]), "an element came from a name"
        assert found["plain"] == own["plain"], "an element came from a name, without scripts"
        told = {seen(name) for name in some}
        _check_lists(kind, found, some, told)
        for listed, heading, page, _ in found["details"]:
            assert seen(heading) == seen(listed) and seen(listed) in seen(page, 10**6)
        assert len(found["details"]) > len(some) / 4
        assert {seen(text) for hits in found["search"] for text in hits if text} <= told
        assert sum(map(bool, found["search"])) > len(some) / 4
        assert len(found["tips"]) > 20 and (kind == "atlas" or len(found["popups"]) > 20)
        for text in [*found["tips"], *found["popups"]]:
            assert any(seen(text, 10**6).startswith(name) for name in told), text
        if kind == "investigation":
            assert seen(found["h1"]) in told and seen(found["title"]).startswith(seen(found["h1"]))
            charts = seen(" ".join(d[3] for d in found["details"]), 10**6)
            assert any(name in charts for name in told)

    smallest(names, check)


def _check_lists(kind: str, found: dict[str, Any], some: Sequence[str], told: set[str]) -> None:
    """Panel and tables list every name; those of the atlas only such as fall on a title."""
    cards, cells = ({seen(text) for text in found[k]} for k in ("cards", "cells"))
    if kind == "atlas":
        assert min(len(cards & told), len(cells & told)) > 0.8 * min(len(told), 60)
        return
    ranked = some[: len(some) // 3] if kind == "investigation" else some
    assert cards >= told
    assert cells >= {seen(name) for name in ranked}


@pytest.fixture(scope="module")
def read(browser: Any, folder: Path) -> Callable[[tuple[str, ...]], dict[str, list[Any]]]:
    """Return elements, text, title and a trace of code of both reports under given names."""

    @cache
    def opened_reports(names: tuple[str, ...]) -> dict[str, list[Any]]:
        found = {}
        for kind, texts in pages.reports_of(names).items():
            file = folder / "report.html"
            file.write_text(texts["report.html"], encoding="utf-8")
            with opened(browser, file) as (page, watch):
                found[kind] = [
                    page.evaluate(script)
                    for script in (
                        SKELETON, "document.body.textContent", "document.title",
                        "String(window.__pwned)",
                    )
                ]  # fmt: skip
                watch.assert_silent()
        return found

    return opened_reports


@batches()
def test_a_report_shows_names_and_obeys_none(read: Any, names: Sequence[str]) -> None:
    def check(some: Sequence[str]) -> None:
        own = read(tuple(pages.benign(len(some))))
        for kind, (skeleton, body, title, pwned) in read(tuple(some)).items():
            assert pwned == "undefined"
            assert skeleton == own[kind][0], "an element came from a name"
            shown = seen(body, 10**9)
            assert [n for n in some if seen(n) not in shown] == []
            assert kind == "scan" or any(seen(n) in seen(title, 999) for n in some)

    smallest(names, check)


def test_a_map_in_a_notebook_keeps_names_to_itself(browser: Any, folder: Path) -> None:
    views = pytest.importorskip("baltic.views", reason="maps are not shown in notebooks")
    file = folder / "notebook.html"
    shown = views.show_map(pages.investigation_map(TELLING))._repr_html_()
    file.write_text(f"<!DOCTYPE html><title>x</title><body>{shown}</body>", encoding="utf-8")
    with opened(browser, file) as (page, watch):
        frame = page.frames[-1]
        frame.wait_for_selector("body.ready", timeout=20_000)
        cards = frame.evaluate(
            "[...document.querySelectorAll('.card .foreign')].map((n) => n.textContent)"
        )
        assert [f.evaluate("String(window.__pwned)") for f in page.frames] == ["undefined"] * 2
        tags = [sign.split()[0] for sign in page.evaluate(SKELETON)]
        assert tags == ["HTML", "HEAD", "TITLE", "BODY", "IFRAME"]
        watch.assert_silent()
    assert {seen(text) for text in cards} >= {seen(name) for name in TELLING}
