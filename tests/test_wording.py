"""Evidence, never a verdict: no sentence of the program says that a ship did it.

Every text of the package (constants, docstrings, comments, templates, scripts) and the
rendered sample reports are read.  A word of judgement may stand only in a sentence that
plainly denies it, and those sentences are listed here.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .reports import samples

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted(
    p
    for pattern in ("**/*.py", "**/*.j2", "**/*.js", "**/*.css", "**/*.html")
    for p in (ROOT / "baltic").glob(pattern)
    if "_geodata" not in p.parts
)
JUDGEMENT = re.compile(
    r"\bguilt\w*|\bculprit\w*|\bperpetrat\w*|\boffend(?:er|ers|ing ship)\b|\bsuspect did\b"
    r"|\bcriminal\w*|\bsaboteur\w*|\bsabotag\w*|\bblam(?:e|ed|ing)\b|\bconvict\w*"
    r"|\bdid it\b|\bdone it\b|\bto blame\b|\bis responsible for\b|\bcaught red"
    r"|\bcaused by (?:the |a |this )?(?:ship|vessel)\b"
    r"|\b(?:ship|vessel) (?:that )?(?:broke|cut|severed|caused|damaged) ",
    re.IGNORECASE,
)
#: Sentences that deny, question or name a kind of record; each is here on purpose.
ALLOWED = (
    "could not have done it",
    "could have done it",
    "never a verdict",
    "no verdict",
    "or blaming anyone",
)


def _findings(text: str) -> list[str]:
    flat = " ".join(text.split())
    for phrase in ALLOWED:
        flat = flat.replace(phrase, "")
    return [flat[max(0, m.start() - 50) : m.end() + 30] for m in JUDGEMENT.finditer(flat)]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_text_of_the_package_judges(path: Path) -> None:
    assert _findings(path.read_text(encoding="utf-8")) == []


def test_rendered_reports_judge_nobody() -> None:
    from baltic.reports import investigation_report, scan_report

    made = [*scan_report(samples.scan()).values()]
    made += investigation_report(samples.investigation()).values()
    for text in made:
        assert _findings(text) == []
        assert "onsistent with" in text or "ikelier" in text


def test_settings_and_readme_judge_nobody() -> None:
    from baltic.settings import describe

    assert _findings(" ".join(f"{r['name']} {r['why']} {r['source']}" for r in describe())) == []
    readme = ROOT / "README.md"
    if readme.exists():
        assert _findings(readme.read_text(encoding="utf-8")) == []


def test_exclusions_and_ranks_use_the_agreed_words() -> None:
    document = samples.attribution_document()
    assert all(e["reason"].startswith("excluded because") for e in document["excluded"])


@pytest.mark.parametrize(
    "sentence",
    ["the guilty ship", "Culprit found", "the vessel that cut the cable", "this ship did it",
     "caused by the ship", "the perpetrators"],
)  # fmt: skip
def test_the_test_can_fail(sentence: str) -> None:
    assert _findings(sentence)
