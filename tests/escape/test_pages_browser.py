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
from .names import batches, seen, smallest

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
    """Return what each path of a map showed; the page made no request, no noise, ran nothing."""
    file = folder / "map.html"
    file.write_text(MAPS[kind](names), encoding="utf-8")
    with opened(browser, file) as (page, watch):
        page.wait_for_selector("body.ready", timeout=20_000)
        found: dict[str, Any] = page.evaluate(DRIVE, [seen(n, 12) for n in names])
        watch.assert_silent()
    assert found["pwned"] == "undefined"
    return found


@pytest.fixture(scope="module")
def harmless(browser: Any, folder: Path) -> Callable[[str], set[str]]:
    """Return what elements a map makes when the names mean no harm."""

    @cache
    def made(kind: str) -> set[str]:
        return set(driven(browser, folder, kind, pages.benign(60))["made"])

    return made


def all_known(shown: Sequence[str], names: Sequence[str]) -> None:
    """Each text that a page shows of a name begins as one of them does."""
    told = {seen(name) for name in names}
    assert {seen(text) for text in shown} <= told


@pytest.mark.parametrize("kind", MAPS)
@batches(100, examples=2)
def test_a_map_shows_names_and_obeys_none(
    browser: Any, folder: Path, harmless: Any, kind: str, names: Sequence[str]
) -> None:
    own = harmless(kind)

    def check(some: Sequence[str]) -> None:
        found = driven(browser, folder, kind, some)
        assert set(found["made"]) <= own, "an element came from a name"
        told = {seen(name) for name in some}
        if kind == "atlas":
            assert len(set(map(seen, found["cards"])) & told) > min(len(told), 100) * 0.8
        else:
            assert {seen(text) for text in found["cards"]} >= told
        for listed, heading, page, _ in found["details"]:
            assert seen(heading) == seen(listed) and seen(listed) in seen(page, 10**6)
        assert len(found["details"]) > len(some) / 4
        all_known([text for hits in found["search"] for text in hits if text], some)
        assert sum(map(bool, found["search"])) > len(some) / 4
        assert len(found["tips"]) > 20 and (kind == "atlas" or len(found["popups"]) > 20)
        for text in [*found["tips"], *found["popups"]]:
            assert any(seen(text, 10**6).startswith(name) for name in told), text
        if kind == "investigation":
            assert seen(found["h1"]) in told and seen(found["title"]).startswith(seen(found["h1"]))
            charts = seen(" ".join(d[3] for d in found["details"]), 10**6)
            assert any(name in charts for name in told)

    smallest(names, check)


@pytest.mark.parametrize("kind", MAPS)
@batches(100, examples=2)
def test_without_scripts_the_tables_hold_the_names(
    browser: Any, folder: Path, kind: str, names: Sequence[str]
) -> None:
    def skeleton(some: Sequence[str]) -> tuple[list[str], list[str]]:
        file = folder / "map.html"
        file.write_text(MAPS[kind](some), encoding="utf-8")
        with opened(browser, file, javascript=False) as (page, watch):
            cells = page.locator("td, noscript h1, .noscript li").all_text_contents()
            watch.assert_silent()
            return page.evaluate(SKELETON), cells

    def check(some: Sequence[str]) -> None:
        ours, cells = skeleton(some)
        assert ours == skeleton(pages.benign(len(some)))[0], "an element came from a name"
        told = {seen(name) for name in some}
        listed = some[: len(some) // 3] if kind == "investigation" else some
        shown = {seen(text) for text in cells}
        if kind == "atlas":
            assert len(shown & told) > min(len(told), 60) * 0.8
        else:
            assert shown >= {seen(name) for name in listed}

    smallest(names, check)


@batches(100, examples=2)
def test_a_report_shows_names_and_obeys_none(
    browser: Any, folder: Path, names: Sequence[str]
) -> None:
    def opened_reports(some: Sequence[str]) -> dict[str, tuple[list[str], str, str, str]]:
        found = {}
        for kind, texts in pages.reports_of(some).items():
            file = folder / "report.html"
            file.write_text(texts["report.html"], encoding="utf-8")
            with opened(browser, file) as (page, watch):
                found[kind] = (
                    page.evaluate(SKELETON),
                    page.evaluate("document.body.textContent"),
                    page.title(),
                    page.evaluate("String(window.__pwned)"),
                )
                watch.assert_silent()
        return found

    def check(some: Sequence[str]) -> None:
        own = opened_reports(pages.benign(len(some)))
        for kind, (skeleton, body, title, pwned) in opened_reports(some).items():
            assert pwned == "undefined"
            assert skeleton == own[kind][0], "an element came from a name"
            shown = seen(body, 10**9)
            assert [n for n in some if seen(n) not in shown] == []
            assert kind == "scan" or any(seen(n) in seen(title, 999) for n in some)

    smallest(names, check)


@batches(40, examples=2)
def test_a_map_in_a_notebook_keeps_names_to_itself(
    browser: Any, folder: Path, names: Sequence[str]
) -> None:
    views = pytest.importorskip("baltic.views", reason="maps are not shown in notebooks")

    def check(some: Sequence[str]) -> None:
        file = folder / "notebook.html"
        shown = views.show_map(pages.investigation_map(some))._repr_html_()
        file.write_text(f"<!DOCTYPE html><title>x</title><body>{shown}</body>", encoding="utf-8")
        with opened(browser, file) as (page, watch):
            frame = page.frames[-1]
            frame.wait_for_selector("body.ready", timeout=20_000)
            cards = frame.evaluate(
                "[...document.querySelectorAll('.card .foreign')].map((n) => n.textContent)"
            )
            pwned = [f.evaluate("String(window.__pwned)") for f in page.frames]
            assert [s.split()[0] for s in page.evaluate(SKELETON)] == [
                "HTML", "HEAD", "TITLE", "BODY", "IFRAME"
            ]  # fmt: skip
            watch.assert_silent()
        assert pwned == ["undefined", "undefined"]
        assert {seen(text) for text in cards} >= {seen(name) for name in some}

    smallest(names, check)
