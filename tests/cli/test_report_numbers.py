"""Each number of a report's first page is that of the table it came from.

The demo's files are made, the summaries parsed, and every number in them taken out by what
the tables beside the report say; a number that is left came from nowhere.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from markdown_it import MarkdownIt

from baltic.reports.passage_words import passage_span

from .runner import run


@pytest.fixture
def made(demo: tuple[Path, Any, float]) -> Path:
    return demo[0]


class Section(HTMLParser):
    """Text and table cells of the element with an id; drawings are left out."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self._wanted, self._depth, self._drawn, self._cell = wanted, 0, 0, False
        self.text: list[str] = []
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._depth or ("id", self._wanted) in attrs:
            self._depth += tag != "br"
        self._drawn += tag == "svg"
        if self._depth and tag == "tr":
            self.rows.append([])
        if self._depth and tag in ("td", "th"):
            self.rows[-1].append("")
            self._cell = True
        if self._depth and tag in ("br", "td", "th", "p", "div", "span"):
            self.handle_data(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pieces of drawings hold nothing."""

    def handle_endtag(self, tag: str) -> None:
        if self._depth:
            self._depth -= 1
        self._drawn -= tag == "svg"
        self._cell &= tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._depth and not self._drawn:
            self.text.append(data)
            if self._cell:
                self.rows[-1][-1] += data


def summary(page: Path) -> tuple[str, list[list[str]]]:
    section = Section("summary")
    section.feed(page.read_text(encoding="utf-8"))
    rows = [[" ".join(cell.split()) for cell in row] for row in section.rows]
    return " ".join("".join(section.text).split()), rows


def table_under(text: str, heading: str) -> list[list[str]]:
    """Return the cells of the first table below a heading of a Markdown file."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    start = next(i for i, t in enumerate(tokens) if t.type == "inline" and t.content == heading)
    rows: list[list[str]] = []
    for t in tokens[start:]:
        if t.type == "tr_open":
            rows.append([])
        if t.type == "inline" and rows:
            rows[-1].append("".join(c.content for c in t.children or []))
        if t.type == "table_close":
            return rows[1:]
    raise AssertionError(heading)


def load(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def percent(p: float) -> str:
    return "> 99.9 %" if p > 0.999 else "< 0.1 %" if p < 0.001 else f"{100 * p:.1f} %"


def clock(t: str, spec: str = "%Y-%m-%d %H:%M:%SZ") -> str:
    moment = pd.Timestamp(t)
    return (moment.round("s") if "%S" in spec else moment).strftime(spec)


def strike(text: str, told: Iterable[str]) -> str:
    """Take each told number out of the text, once each; the longest first."""
    for words in sorted(told, key=len, reverse=True):
        assert words in text, f"{words!r} is not in the summary: {text}"
        text = text.replace(words, " ", 1)
    return text


def crossed(h: dict[str, Any]) -> int:
    return len({c["window"] for c in h["crossings"] if c["how"] == "crossing"})


def ranking(h: dict[str, Any], outages: int, band: dict[str, Any]) -> list[str]:
    low_high = band.get(str(h["mmsi"] or h["kind"]))
    spread = "not varied"
    if low_high:
        low, high = percent(low_high["low"]), percent(low_high["high"])
        spread = low if low == high else f"{low} to {high}"
    llr = "–" if h["llr"] is None else f"{h['llr']:+.1f}"
    both = [percent(h["posterior"]), percent(h["posterior_without_drag_evidence"]), spread, llr]
    fitted = f"{crossed(h)} of {outages}" if h["kind"] == "vessel" else ""
    return [str(h["rank"]), *both, fitted]


def test_the_summary_of_an_investigation(made: Path) -> None:
    folder = made / "investigate"
    text, rows = summary(folder / "report.html")
    found, manifest = load(folder, "attribution.json"), load(folder, "manifest.json")
    vessels = pd.read_parquet(folder / "tracks.parquet")["mmsi"].nunique()
    windows, ranked = found["windows"], found["hypotheses"]
    top, outages = ranked[0], len(windows)
    ships = [h for h in ranked if h["kind"] == "vessel"]
    assert manifest["counts"]["vessels"] == vessels
    elsewhere = vessels - sum(map(len, (ships, found["excluded"], found["unjudged"])))
    assert elsewhere >= 0
    loose = sum(row["kind"] == "loose_only" for row in found["excluded"])
    told = [
        f"({loose} fit a loosely dated outage)",
        f"{top['provenance']} track of {top['name']} ({top['mmsi']}) is consistent with "
        f"{crossed(top)} of {outages} outages; its posterior is {percent(top['posterior'])} "
        f"({percent(top['posterior_without_drag_evidence'])} without any drag evidence)",
        f"{len(found['excluded'])} ships in the area and time are excluded",
        f"{outages} outages", f"{vessels} ships in this AIS", f"{len(ships)} not excluded",
        *([f"{elsewhere} not near in that time"] if elsewhere else []),
        f"{len(found['excluded'])} excluded", f"{percent(found['coverage']['share'])} of times",
    ]  # fmt: skip
    whose = f"Check first of {top['name']} ({top['mmsi']}), as it may be innocent: "
    innocent = whose + "; ".join(top["episode"]["innocent"][:3])
    assert innocent in text
    table = {row[1]: row for row in rows if len(row) == 10 and row[0].isdigit()}
    assert len(table) >= 3
    for h in ranked[: len(table)]:
        words = {"dark": "a ship not heard in this AIS", "none": "no ship (technical or natural)"}
        row = table[h["name"] or words[h["kind"]]]
        shown = [row[0], row[4], row[6], row[7], row[8], row[9].split(" (+")[0]]
        assert shown == ranking(h, outages, found["sensitivity"]["band"]), h["name"]
    failed = [row for row in rows if len(row) == 7 and row[0] in "ABCDEF" and row[0]]
    assert len(failed) == outages
    assets = {f["properties"]["asset_id"]: f["properties"] for f in _features()}
    for row, w, used in zip(failed, windows, found["priors"]["windows"], strict=True):
        assert row[2] == f"{clock(w['t_earliest'])} {clock(w['t_latest'])}"
        taken = f"{used['reading_sd_s']:.0f} s (usual)"
        assert row[4] == (taken if w["t_sd_s"] is None else f"{w['t_sd_s']:.0f} s")
        for asset_id in w["asset_ids"]:
            assert assets[asset_id]["name"] in row[1]
            km = assets[asset_id]["accuracy_km"]
            assert (f"{km:.1f} km" if km >= 1 else f"{km:.2f} km") in row[6]
    # What is left once all of it is taken out holds no number.
    left = strike(text, [*told, _all_of_it(found, outages)])
    cells = [c for row in rows for c in row if re.search(r"\d", c)]
    left = strike(left, [innocent, *cells])
    assert not re.search(r"\d", left), left


def _all_of_it(found: dict[str, Any], outages: int) -> str:
    ships = [h["crossings"] for h in found["hypotheses"] if h["kind"] == "vessel"]
    whole = sum(len({c["window"] for c in passed}) == outages for passed in ships)
    assert whole >= 1
    ways = "One ship" if whole == 1 else f"{whole} ships"
    return f"{ways} in this AIS could have passed all {outages} failed assets in their windows."


def _features() -> list[dict[str, Any]]:
    return list(json.loads(run("assets", "export", "--format", "geojson").out)["features"])


def test_passages_of_the_ranking_are_rows_of_the_crossings(made: Path) -> None:
    folder = made / "investigate"
    crossings = pd.read_parquet(folder / "crossings.parquet")
    known = {(r.mmsi, r.asset_id): [] for r in crossings.itertuples()}
    for r in crossings.itertuples():
        known[(r.mmsi, r.asset_id)].append(r)
    told = table_under((folder / "report.md").read_text(), "Ships in detail")
    top = load(folder, "attribution.json")["hypotheses"][0]
    passages = [c for c in top["crossings"] if c["share_of_passages"] >= 0.01]
    assert len(told) == len(passages) > 0
    for row, passage in zip(told, passages, strict=True):
        assert row[1] == " to ".join(clock(t) for t in passage_span(passage))
        kp = "–" if passage["kp_km"] is None else f"{passage['kp_km']:.1f} km"
        assert row[3].split(" of part ")[0] == kp
        if passage["how"] == "crossing":
            moment = pd.Timestamp(passage["t"])
            near = [
                r for r in known[(top["mmsi"], passage["asset_id"])]
                if abs((r.t - moment).total_seconds()) < 0.01
            ]  # fmt: skip
            assert len(near) == 1 and near[0].kp_km == pytest.approx(passage["kp_km"], abs=1e-3)


def test_reasons_name_the_times_of_passages_in_the_table(made: Path) -> None:
    detail = (made / "investigate" / "report.md").read_text().split("### 1. ", 1)[1]
    detail = detail.split("\n#", 1)[0]
    time = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ"
    told = set(re.findall(rf"crossed .* at ({time})", detail))
    assert len(told) > 4
    assert told <= set(re.findall(rf"\| ({time}) \|", detail))


def test_excluded_ships_crossed_when_it_says(made: Path) -> None:
    folder = made / "investigate"
    times = pd.read_parquet(folder / "crossings.parquet")["t"]
    known = {clock(t) for t in times}
    told = table_under(
        (folder / "report.md").read_text(), "Ships in the area and time that are excluded"
    )
    crossed = [row for row in told if "because it crossed" in row[4]]
    assert len(crossed) > 10
    for row in crossed:
        assert row[2] == "0.0 km" and row[3] in known and row[3] in row[4]


def test_the_summary_of_a_scan(made: Path) -> None:
    folder = made / "scan"
    text, rows = summary(folder / "report.html")
    found, counts = load(folder, "candidates.json"), load(folder, "manifest.json")["counts"]
    candidates = found["candidates"]
    levels = [c["level"] for c in candidates]
    crossings = pd.read_parquet(folder / "crossings.parquet")
    vessels = pd.read_parquet(folder / "tracks.parquet")["mmsi"].nunique()
    told = [
        *(f"{levels.count(level)} {level}" for level in ("alert", "watch", "note")),
        f"{vessels} ships", f"{found['vessel_days']:.1f} vessel-days under way",
        f"{len(crossings):,} asset crossings",
        f"AIS from {clock(counts['first_fix'])} to {clock(counts['last_fix'])}",
    ]  # fmt: skip
    innocent = "; ".join(candidates[0]["innocent"][:3])
    table = [row for row in rows if len(row) == 11 and row[0].isdigit()]
    assert len(table) == len(candidates[:8])
    for row, c in zip(table, candidates, strict=False):
        times = [clock(c[k], "%Y-%m-%d %H:%MZ") for k in ("t_start", "t_end")]
        assert row[5] == " ".join(times) and row[1] == c["level"] and row[2] == c["name"]
        assert row[6:10] == [
            f"{c['v_ref_kn']:.1f} kn", f"{c['v_drag_kn']:.1f} kn", f"{c['distance_km']:.0f} km",
            f"{c['llr']:+.1f}",
        ]  # fmt: skip
        hits = crossings[
            (crossings.mmsi == c["mmsi"])
            & (crossings.t >= pd.Timestamp(c["t_start"]))
            & (crossings.t <= pd.Timestamp(c["t_end"]))
        ]
        assert {a["asset_id"] for a in c["assets"]} <= set(hits.asset_id)
    left = strike(text, told)
    cells = [c for row in rows for c in row if re.search(r"\d", c)]
    legend = re.findall(r"[A-Z] [^;)]*(?:\([^)]*\))?", left[left.find("(gold") :])
    left = strike(left, [innocent, *cells])
    left = re.sub(r"\(gold.*?\)\. Dots", "", left)
    assert legend and not re.search(r"\d", left.replace("for number 1,", "")), left


@pytest.mark.parametrize("kind", ["scan", "investigate"])
@pytest.mark.parametrize("form", ["report.html", "report.md"])
def test_audit_and_manifest_in_the_report_are_those_beside_it(
    made: Path, kind: str, form: str
) -> None:
    folder = made / kind
    text = (folder / form).read_text(encoding="utf-8")
    audit, manifest = load(folder, "audit.json"), load(folder, "manifest.json")
    dropped = sum(tally["count"] for tally in audit["dropped"].values())
    assert (
        f"{audit['rows_in']:,} rows in = {audit['rows_used']:,} used + {dropped:,} dropped" in text
    )
    raw = (made / "ais.csv.gz").read_bytes()
    assert hashlib.sha256(raw).hexdigest() in text and f"{len(raw):,}" in text
    for name in ("settings_hash", "result_hash"):
        assert manifest[name] in text
    for word, fixes in manifest["counts"]["provenance"].items():
        assert f"{fixes:,} {word}" in text


@pytest.mark.parametrize("kind", ["scan", "investigate"])
def test_every_form_says_the_same(made: Path, kind: str) -> None:
    folder = made / kind
    page, text = load(folder, "report.json"), (folder / "report.md").read_text()
    assert page["schema"] == "baltic-report/1"
    if kind == "investigate":
        told = table_under(text, "Ranking")
        assert [int(row[0]) for row in told] == [r["rank"] for r in page["rows"]]
        assert [row[4] for row in told] == [percent(r["posterior"]) for r in page["rows"]]
        assert page["excluded_count"] == len(load(folder, "attribution.json")["excluded"])
        assert len(table_under(text, "Ships in the area and time that are excluded")) == len(
            page["excluded"]
        )
    else:
        told = table_under(text, "Candidates by evidence")
        assert [row[8] for row in told] == [f"{c['llr']:+.1f}" for c in page["ranked"]]


def test_the_event_log_agrees_with_the_crossings(made: Path) -> None:
    """Whoever crossed a failed line is in the log, within the visit and at no distance."""
    folder = made / "investigate"
    rows = pd.DataFrame(csv.DictReader((folder / "events.csv").open(encoding="utf-8")))
    failed = {a for w in load(folder, "attribution.json")["windows"] for a in w["asset_ids"]}
    crossings = pd.read_parquet(folder / "crossings.parquet")
    crossings = crossings[crossings.asset_id.isin(failed)]
    wide = rows.pivot(index="visit", columns="event", values="t_utc").map(pd.Timestamp)
    near = rows[rows.event == "in_zone"].set_index("visit")
    assert len(crossings) > 50
    for r in crossings.itertuples():
        mine = (near.mmsi == str(r.mmsi)) & (near.asset_id == r.asset_id)
        hit = mine & (wide.enter.loc[near.index] <= r.t) & (wide.exit.loc[near.index] >= r.t)
        assert hit.sum() == 1 and float(near[hit].min_distance_km.iloc[0]) < 0.01
