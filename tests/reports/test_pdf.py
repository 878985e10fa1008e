"""The report on paper, where the extra ``pdf`` is installed: whole, quiet, repeatable."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from baltic.errors import MissingExtraError
from baltic.reports import investigation_report, scan_report
from baltic.reports.pdf import report_pdf

from . import samples
from .test_hostile import HOSTILE, poisoned


@pytest.fixture
def paper() -> None:
    pytest.importorskip("weasyprint", reason="the extra pdf is not installed", exc_type=ImportError)


def texts(raw: bytes) -> list[str]:
    reader = pytest.importorskip("pypdf").PdfReader(io.BytesIO(raw))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_without_the_extra_the_hint_is_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'weasyprint>="):
        report_pdf("<p>x</p>")


@pytest.mark.usefixtures("paper")
def test_the_first_page_is_the_summary() -> None:
    pages = texts(report_pdf(investigation_report(samples.investigation())["report.html"]))
    assert "Evidence, not verdict" in pages[0]
    for heading in ("What failed, when and where", "First in the ranking"):
        assert heading in pages[0]
    assert "Timeline" not in pages[0]
    assert all(f"page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1))
    whole = " ".join(pages)
    for heading in ("Ships in detail", "excluded", "Sensitivity", "Audit of rows", "Manifest"):
        assert heading in whole
    assert "ab" * 16 in whole.replace(" ", ""), "hash of the input"


@pytest.mark.slow
@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize("workers", [1, 2])
def test_the_command_writes_the_same_paper_here_and_beside(
    demo: tuple[Path, Any, float], tmp_path: Path, workers: int
) -> None:
    ais, out = demo[0] / "ais.csv.gz", tmp_path / "case"
    command = [sys.executable, "-m", "baltic", "investigate", "estlink2-eagle-s-2024", str(ais)]
    command += ["--out", str(out), "--workers", str(workers), "--quiet"]
    subprocess.run(command, check=True, capture_output=True)
    html = (out / "report.html").read_text(encoding="utf-8")
    assert (out / "report.pdf").read_bytes() == report_pdf(html)


@pytest.mark.slow
@pytest.mark.usefixtures("paper")
def test_the_summary_of_the_demo_fits_one_page(demo: tuple[Path, Any, float]) -> None:
    """Six outages, one of them on one of four cables: the longest record there is."""
    for kind, last in (("investigate", "Check first"), ("scan", "Land from Natural Earth")):
        html = (demo[0] / kind / "report.html").read_text(encoding="utf-8")
        # What follows the summary is left out: the break before it stays.
        short = html.split("</section>")[0] + "</section><h2>NEXT</h2>"
        pages = texts(report_pdf(short))
        assert last in pages[0] and "NEXT" not in pages[0]
        assert len(pages) == 2


def beyond_the_margin(html: str) -> list[str]:
    """Return the texts that reach beyond the right margin of their page."""
    weasyprint = pytest.importorskip("weasyprint")
    from weasyprint.formatting_structure.boxes import TextBox

    found = []
    for page in weasyprint.HTML(string=html).render().pages:
        sheet = page._page_box
        right = sheet.content_box_x() + sheet.width
        texts = [b for b in sheet.descendants() if isinstance(b, TextBox)]
        found += [b.text for b in texts if b.position_x + b.width > right + 1.0]
    return found


@pytest.mark.slow
@pytest.mark.usefixtures("paper")
def test_nothing_is_cut_off_at_the_margin(demo: tuple[Path, Any, float]) -> None:
    """The case of the demo crosses assets of several parts and has spans for times."""
    assert beyond_the_margin(f"<p style='margin-left:170mm'>{'x' * 40}"), "the check sees it"
    for kind in ("investigate", "scan"):
        html = (demo[0] / kind / "report.html").read_text(encoding="utf-8")
        assert beyond_the_margin(html) == []


@pytest.mark.slow
@pytest.mark.usefixtures("paper")
def test_the_same_report_gives_the_same_bytes() -> None:
    html = scan_report(samples.scan())["report.html"]
    first = report_pdf(html)
    assert first == report_pdf(html)
    later = report_pdf(html.replace("2026-01-02T03:04:05Z", "2027-01-02T03:04:05Z", 1))
    assert later != first, "the date of creation is that of the run"
    assert len(later) == len(first) and texts(later) == texts(first)
    assert sum(a != b for a, b in zip(first, later, strict=True)) < 40


@pytest.mark.usefixtures("paper")
def test_a_report_reaches_no_address() -> None:
    page = report_pdf('<p>text<img src="http://evil.example/x.png"><img src="file:///etc/passwd">')
    assert page.startswith(b"%PDF") and texts(page) == ["text"]


@pytest.mark.slow
@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize("bad", [*HOSTILE[:6], *HOSTILE[14:18]])
def test_no_name_breaks_the_paper(bad: str) -> None:
    scan, case = poisoned(bad)
    for html in (scan_report(scan)["report.html"], investigation_report(case)["report.html"]):
        raw = report_pdf(html)
        assert raw.startswith(b"%PDF")
        assert not any(word in raw for word in (b"/JavaScript", b"/Launch", b"/EmbeddedFile"))
        links = re.findall(rb"/URI \(([^)]*)\)", raw)
        assert not any(b"evil" in link or b"javascript" in link for link in links)
        assert "Evidence, not verdict" in texts(raw)[0]
