"""The report on paper, where the extra ``pdf`` is installed: whole, quiet, repeatable."""

from __future__ import annotations

import html as html_
import io
import re
import sys
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.cli.outputs import _write_pdf
from baltic.errors import BalticError, MissingExtraError
from baltic.reports import investigation_page, render
from baltic.reports import pdf as pdf_module
from baltic.reports.pdf import _drawn, report_pdf
from baltic.reports.render import typst_source
from baltic.reports.svg import label, svg

from . import samples
from .test_hostile import HOSTILE, poisoned

TEMPLATES = Path(pdf_module.__file__).parent / "templates"

#: What would be a command, a reference, a comment or an end of text in Typst.
OF_TYPST = (
    '";#import "@preview/x:1.0.0": * #eval("1+1")', '#read("/etc/passwd") #sys.version \\u{41}\\',
    "*_`$@<label>= // /* #[ ] ) #let x = [", "مرحبا 123 日本丸",
)  # fmt: skip


@pytest.fixture
def paper() -> None:
    pytest.importorskip("typst", reason="the extra pdf is not installed")


def case(bad: str | None = None, **manifest: Any) -> dict[str, Any]:
    data = samples.investigation() if bad is None else poisoned(bad)[1]
    return investigation_page({**data, "manifest": {**data["manifest"], **manifest}})


def reader(raw: bytes) -> Any:
    return pytest.importorskip("pypdf").PdfReader(io.BytesIO(raw))


def words(page: Any) -> str:
    # Of a font with many signs the reader gives each letter as two bytes, the first of them zero.
    return " ".join(page.extract_text().replace("\0", "").split())


def texts(raw: bytes) -> list[str]:
    return [words(page) for page in reader(raw).pages]


def pressed(text: str) -> str:
    return "".join(text.split()).casefold()


def test_without_the_extra_the_hint_is_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'typst>="):
        report_pdf(case())


@pytest.mark.usefixtures("paper")
def test_the_first_page_is_the_summary() -> None:
    pages = texts(report_pdf(case()))
    assert "Evidence, not verdict" in pages[0]
    for heading in ("What failed, when and where", "First in the ranking"):
        assert heading in pages[0]
    assert "Timeline" not in pages[0] and "Timeline" in pages[1]
    assert all(f"page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1))
    assert "ab" * 16 in pressed(" ".join(pages)), "hash of the input"


@pytest.mark.usefixtures("paper")
def test_who_hears_or_files_it_finds_title_language_date_and_headings() -> None:
    made = reader(report_pdf(case(created="2026-01-02T03:04:05Z")))
    assert made.metadata.title == f"Investigation: {case()['title']}"
    assert made.metadata.creation_date == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    root = made.trailer["/Root"]
    assert root["/Lang"] == "en" and root["/MarkInfo"]["/Marked"]
    (title, sections) = made.outline
    names = [entry.title for entry in sections if not isinstance(entry, list)]
    assert title.title == case()["title"]
    assert names[:2] == ["What failed, when and where", "First in the ranking"]
    assert names[-3:] == ["Limits", "Audit of rows", "Manifest"]


@pytest.mark.slow
@pytest.mark.usefixtures("paper")
def test_the_summary_of_the_demo_fits_one_page(demo: tuple[Path, Any, float]) -> None:
    """Six outages, one of them on one of four cables: the longest record there is."""
    pages = texts((demo[0] / "investigate" / "report.pdf").read_bytes())
    assert "Check first" in pages[0]
    assert "Where it was" in pages[1] and "Timeline" in pages[1]


def beyond_the_margin(source: str) -> list[int]:
    """Return the pages with anything drawn right of the text, left of it or below."""
    import typst
    from matplotlib.image import imread

    found = []
    pages = typst.Compiler(source.encode()).compile(format="png", ppi=50)
    for number, page in enumerate(pages if isinstance(pages, list) else [pages], 1):
        grey = imread(io.BytesIO(page))[..., :3].min(axis=2)
        margin = round(grey.shape[1] * 13.2 / 210)
        outside = min(grey[:, :margin].min(), grey[:, -margin:].min(), grey[-margin // 2 :].min())
        if outside < 0.99:
            found.append(number)
    return found


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize("bad", [None, "W" * 99, "1-" * 50, "Kingisepp-Kaliningrad-" * 5])
def test_nothing_is_cut_off_at_the_margin(bad: str | None) -> None:
    source = typst_source("investigation", case(bad))
    assert beyond_the_margin(source) == []
    if bad is None:
        assert beyond_the_margin(source + "#place(dx: 178mm)[#box(width: 9cm)[it is out]]")


@pytest.mark.usefixtures("paper")
def test_a_row_that_is_higher_than_a_page_is_shown_whole() -> None:
    page = case()
    page["excluded"][0]["also"] = [f"line {i} of many" for i in range(200)]
    shown = " ".join(texts(report_pdf(page)))
    assert all(f"line {i} of many" in shown for i in range(200))


@pytest.mark.usefixtures("paper")
def test_a_drawing_that_is_higher_than_a_page_is_shown_whole() -> None:
    lines = [label(9, y, f"line {y}") for y in range(50, 3001, 50)]
    page = {**case(), "timeline": svg(700, 3010, "high", lines)}
    pages = [text for text in texts(report_pdf(page)) if "line 3000" in text]
    assert len(pages) == 1 and pages[0].startswith("Timeline"), "below its heading"
    assert "Above: when each asset failed" in pages[0]
    assert beyond_the_margin(typst_source("investigation", page)) == []


@pytest.mark.usefixtures("paper")
def test_a_long_table_has_its_head_on_each_page() -> None:
    page = case()
    page["excluded"] = page["excluded"][:1] * 200
    pages = texts(report_pdf(page))
    full = [text for text in pages if text.count(page["excluded"][0]["name"]) > 10]
    assert len(full) > 3 and all("Closest When, UTC Reason" in text for text in full)


@pytest.mark.usefixtures("paper")
def test_the_same_report_gives_the_same_bytes() -> None:
    first = report_pdf(case())
    assert first == report_pdf(case())
    later = report_pdf(case(created="2027-01-02T03:04:05Z"))
    assert later != first, "the date of creation is that of the run"
    assert words(reader(later).pages[0]) == words(reader(first).pages[0])
    undated = report_pdf(case(created=None))
    assert undated == report_pdf(case(created=None))
    assert reader(undated).metadata.creation_date is None


@pytest.mark.usefixtures("paper")
def test_a_source_reads_no_file() -> None:
    for file in ("/etc/passwd", str(Path(__file__)), "../../../../etc/passwd"):
        with pytest.raises(BalticError, match=r"not found|escape the project root"):
            _drawn(f'#read("{file}")', None)


@pytest.mark.usefixtures("paper")
def test_a_run_goes_on_without_a_paper_that_cannot_be_drawn(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pdf_module, "typst_source", lambda *told: "#panic()")
    (said,) = _write_pdf(case(), tmp_path)
    assert said.startswith("report.pdf could not be drawn: panicked")
    assert said.endswith("; print report.html from a browser")
    assert list(tmp_path.iterdir()) == []


def test_no_template_asks_for_a_file_or_a_package() -> None:
    files = sorted(TEMPLATES.glob("*.typ.j2"))
    assert len(files) == 4
    for file in files:
        # Jinja's own tags are no part of what Typst reads.
        text = re.sub(r"\{%.*?%\}|\{#.*?#\}", "", file.read_text(encoding="utf-8"), flags=re.S)
        assert not re.search(r"@preview|\b(import|include|read|plugin|eval)\b *[(\"@]", text), file


@pytest.mark.slow
@pytest.mark.usefixtures("paper")
@settings(max_examples=25)
@given(st.text(max_size=60))
def test_any_name_leaves_the_paper_whole(bad: str) -> None:
    assert report_pdf(case(bad)).startswith(b"%PDF-")


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize(
    "bad",
    [*OF_TYPST, HOSTILE[16], *(pytest.param(bad, marks=pytest.mark.slow) for bad in HOSTILE)],
)
def test_no_name_breaks_the_paper(bad: str) -> None:
    raw = report_pdf(case(bad))
    assert not any(w in raw for w in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/URI"))
    if len(bad) > 1000:
        return  # letters by the thousand are slow to read back
    first = words(reader(raw).pages[0])
    assert "Evidence, not verdict" in first and "root:" not in first
    if bad in OF_TYPST and bad.isascii():
        assert pressed(bad) in pressed(first), "printed as it is"


# The two forms of the report, on the screen and on paper, say the same.


def expressions(kind: str) -> set[str]:
    """Return what the templates of an investigation print."""
    files = [TEMPLATES / f"{n}.{kind}.j2" for n in ("base", "parts", "tail", "investigation")]
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    # Of a scan, which is not set on paper.
    text = re.sub(r"\{% macro candidates_table.*?\{% endmacro %\}", "", text, flags=re.S)
    found = re.findall(r"\{\{(.*?)\}\}", text, re.S)
    return {"".join(words.removesuffix("| plain ").split()) for words in found}


def test_both_forms_print_the_same_values() -> None:
    html, paper = expressions("html"), expressions("typ")
    assert len(html) > 120
    only_html = html - paper - {"r.mmsi", 'manifest.createdor""', "number(60*r.posterior,1)"}
    assert {e for e in only_html if not e.startswith("wifwin")} == set(), "colour of a badge"
    assert paper - html == {"tone", "share(r.posterior)"}, "colours and bars"


class Blocks(HTMLParser):
    """The words of a page, each cell, line and paragraph by itself, without drawings."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found = [""]
        self.hidden = 0
        self.feed(page.partition("<body>")[2])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("svg", "nav")
        if tag not in ("a", "b", "br", "em", "span", "rect", "line", "path", "circle", "text"):
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("svg", "nav")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found[-1] += data


def full_case() -> dict[str, Any]:
    """Return a case with every part that a report can have."""
    file = {"file": "/data/a.tif", "size": 7, "sha256": "ff" * 32, "format": "GeoTIFF"}
    depths = {**file, "values": "negative down", "why": "most are below zero"}
    waves = {**file, "first": "2024-12-24T00:00:00Z", "last": "2024-12-26T00:00:00Z"}
    page = case(bathymetry=depths, weather=waves)
    return {
        **page,
        "unjudged": [{**page["excluded"][0], "name": "NOT JUDGED"}],
        "unjudged_count": 2,
        "excluded_count": 500,
        "loose_only_count": 1,
        "more_rows": 3,
        "summary": {**page["summary"], "ships_unjudged": 2, "ships_elsewhere": 9},
    }


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize("make", [case, full_case])
def test_paper_and_screen_say_the_same_in_the_same_order(make: Any) -> None:
    page = make()
    html, pages = render("investigation", page)["report.html"], texts(report_pdf(page))
    foot = re.compile(r"evidence,notverdictpage\d+of\d+")
    shown = [foot.sub("", pressed(text)) for text in pages]
    summary, rest = html.split("</section>")
    for part, there in ((summary, shown[0]), ("<body>" + rest, "".join(shown[1:]))):
        blocks = [block for block in map(pressed, Blocks(part).found) if block]
        assert len(blocks) > 50
        place = 0
        for block in blocks:
            at = there.find(block, place)
            assert at >= 0, f"{block!r} is not on paper, or earlier than here"
            place = at + len(block)
    heads = " ".join(re.findall(r"<th(?: [^>]*)?>(.*?)</th>", html)).split()
    assert set(heads) - set(" ".join(pages).split()) == set(), "a word of a head is cut in two"
    # And nothing but that: drawings are the same, what is on paper only would stand out.
    words = pressed(html_.unescape(re.sub("<[^>]*>", " ", html.partition("<body>")[2])))
    assert [w for text in pages for w in foot_words(text) if pressed(w) not in words] == []


def foot_words(text: str) -> list[str]:
    return re.sub(r"Evidence, not verdict page \d+ of \d+", "", text).replace("•", "").split()
