"""Names, claims and notes are data: nothing in them runs, links or breaks a table."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from baltic.reports import (
    candidates_csv,
    candidates_geojson,
    investigation_report,
    scan_report,
    write_candidates,
)

from . import samples

HOSTILE = (
    "{{ 7*7 }}",
    "{% include '/etc/passwd' %}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "`${alert(1)}`",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "a | b | c",
    "[click](javascript:alert(1))",
    "![x](http://evil.example/x.png)",
    "http://evil.example/ www.evil.example",
    "# heading\n\n---\n| x |",
    "- item\n1. item",
    "\u202egnp.exe\u2066",
    "\x00\x07\x1b[31m",
    "\ud800",
    "X" * 10_000,
    "&lt;b&gt;",
)


class Page(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.handlers: list[str] = []
        self.links: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.handlers += [a for a, _ in attrs if a.startswith("on")]
        self.links += [v or "" for a, v in attrs if a in ("href", "src", "xlink:href")]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def poison(value: Any, bad: str) -> Any:
    """Put `bad` in place of every text that comes from outside."""
    if isinstance(value, dict):
        return {
            k: bad if k in _FOREIGN and not isinstance(v, (dict, list)) else poison(v, bad)
            for k, v in value.items()
        }
    if isinstance(value, list):
        return [bad if isinstance(v, str) and v not in _OWN else poison(v, bad) for v in value]
    return value


_FOREIGN = {"name", "title", "text", "item", "unit", "by", "claim", "file", "accuracy_class",
            "provenance", "level", "incident_id", "candidate_id", "reason", "window_name", "value",
            "sha256", "format", "damage_described_as"}  # fmt: skip
_OWN = {"alpha", "beta", "gamma", "delta", "dark", "none"}


def poisoned(bad: str) -> tuple[dict[str, Any], dict[str, Any]]:
    scan, case = (poison(d, bad) for d in (samples.scan(), samples.investigation()))
    for data in (scan, case):
        data["series"] = samples.series()
    return scan, case


@pytest.mark.parametrize("bad", HOSTILE)
def test_nothing_runs_in_the_page(bad: str) -> None:
    scan, case = poisoned(bad)
    for text in (scan_report(scan)["report.html"], investigation_report(case)["report.html"]):
        page = Page()
        page.feed(text)
        assert not page.tags & {"script", "img", "iframe", "object", "link", "base"}
        assert not page.handlers
        assert all(link.startswith("#") or link.endswith((".html", ".json")) for link in page.links)
        assert not any("evil" in link or "javascript" in link for link in page.links)
        seen = "".join(page.text)
        assert not any(c in seen for c in "\x00\x07\x1b\u202e\u2066")
        assert len(text) < 300_000, "endless names are cut"


@pytest.mark.parametrize("bad", HOSTILE)
def test_nothing_runs_or_links_in_markdown(bad: str) -> None:
    scan, case = poisoned(bad)
    for make, data in ((scan_report, scan), (investigation_report, case)):
        text = make(data)["report.md"]
        clean = make(samples.scan() if make is scan_report else samples.investigation())
        here, there = (_outline(t) for t in (text, clean["report.md"]))
        assert here["links"] == {"map.html"}
        assert here["images"] == 0 and here["html"] == 0
        assert here["tables"] == there["tables"], "a name added or broke a table row"
        assert here["headings"] == there["headings"]


def _outline(text: str) -> dict[str, Any]:
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inline = [c for t in tokens for c in (t.children or [])]
    return {
        "links": {str(c.attrs["href"]) for c in inline if c.type == "link_open"},
        "images": sum(c.type == "image" for c in inline),
        "html": sum(t.type.startswith("html") for t in [*tokens, *inline]),
        "tables": (
            sum(t.type == "table_open" for t in tokens),
            sum(t.type == "tr_open" for t in tokens),
            sum(t.type == "td_open" for t in tokens),
        ),
        "headings": sum(t.type == "heading_open" for t in tokens),
    }


@settings(max_examples=10, deadline=None)
@given(st.text(max_size=60))
def test_any_name_leaves_the_page_whole(bad: str) -> None:
    _, case = poisoned(bad)
    texts = investigation_report(case)
    page = Page()
    page.feed(texts["report.html"])
    assert "script" not in page.tags and not page.handlers
    assert _outline(texts["report.md"])["links"] == {"map.html"}


@pytest.mark.parametrize("bad", HOSTILE)
def test_spreadsheets_run_no_cell(bad: str) -> None:
    rows = poison(samples.candidates_document(), bad)["candidates"]
    table = list(csv.reader(io.StringIO(candidates_csv(rows))))
    assert len(table) == 2 and len(table[0]) == len(table[1])
    for cell in table[1]:
        assert not cell.startswith(("=", "+", "@", "\t", "\r")), cell
        assert not cell.startswith("-") or cell[1:2].isdigit()


@pytest.mark.parametrize("bad", HOSTILE)
def test_files_of_data_keep_the_text_as_it_was(bad: str, tmp_path: Path) -> None:
    document = poison(samples.candidates_document(), bad)
    write_candidates(document, tmp_path)
    kept = bad.encode("utf-8", "replace").decode("utf-8")
    shown = json.loads((tmp_path / "candidates.json").read_text(encoding="utf-8"))
    assert shown["candidates"][0]["name"] == kept
    places = json.loads((tmp_path / "candidates.geojson").read_text(encoding="utf-8"))
    assert places["features"][0]["properties"]["name"] == kept
    assert pq.read_table(tmp_path / "candidates.parquet").to_pylist()[0]["name"] == kept


def test_values_are_never_rendered_twice() -> None:
    _, case = poisoned("{{ 7*7 }}")
    texts = investigation_report(case)
    assert "49" not in texts["report.html"].split("<main>")[1].split("<h2")[0]
    assert "&#123;&#123; 7*7 &#125;&#125;" in texts["report.html"]


def test_geojson_points_lie_where_the_candidates_are() -> None:
    rows = samples.candidates_document()["candidates"]
    found = candidates_geojson(rows)
    kinds = [f["properties"]["feature"] for f in found["features"]]
    assert kinds == ["candidate", "crossing", "crossing"]
    assert found["features"][0]["geometry"]["coordinates"] == [rows[0]["lon"], rows[0]["lat"]]
