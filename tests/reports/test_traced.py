"""Each number of the demo's report is one of the tables and files it came with."""

from __future__ import annotations

import csv
import hashlib
import itertools
import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from baltic.reports.words import likelihood

EXCLUDED = "Ships in the area and time that are excluded"
TIME = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ"


@pytest.fixture(scope="module")
def case(demo: tuple[Path, Any, float]) -> Path:
    return demo[0] / "investigate"


@pytest.fixture(scope="module")
def said(case: Path) -> str:
    return (case / "report.md").read_text(encoding="utf-8").replace("\\", "")


@pytest.fixture(scope="module")
def found(case: Path) -> dict[str, Any]:
    return json.loads((case / "attribution.json").read_text(encoding="utf-8"))


def table(said: str, heading: str) -> list[list[str]]:
    """Return the cells of the first table below a heading, without its head."""
    below = said.split(f"# {heading}\n", 1)[1].split("\n#", 1)[0]
    lines = itertools.dropwhile(lambda line: not line.startswith("|"), below.splitlines())
    rows = list(itertools.takewhile(lambda line: line.startswith("|"), lines))
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def test_posteriors_are_those_of_the_attribution(said: str, found: dict[str, Any]) -> None:
    rows = {int(r[0]): r for r in table(said, "Ranking")}
    assert len(rows) > 5
    for h in found["hypotheses"]:
        if h["rank"] in rows:
            row = rows[h["rank"]]
            assert row[4] == likelihood(h["posterior"])
            assert row[5] == likelihood(h["posterior_without_drag_evidence"])
            assert h["llr"] is None or float(row[7]) == pytest.approx(h["llr"], abs=0.05)
    assert sum(h["posterior"] for h in found["hypotheses"]) == pytest.approx(1)


def test_passages_are_rows_of_the_crossings(said: str, case: Path, found: dict[str, Any]) -> None:
    crossings = pd.read_parquet(case / "crossings.parquet")
    mine = crossings[crossings["mmsi"] == found["hypotheses"][0]["mmsi"]]
    times = mine["t"].dt.round("s").dt.strftime("%Y-%m-%d %H:%M:%SZ")
    passages = table(said, "1. Eagle S (518998865, track reconstructed)")
    assert len(passages) > 5
    for name, t, sd, kp, _, speed, angle, place, _ in passages:
        if "near" in name:
            continue
        row = mine[times == t].iloc[0]
        assert float(sd.replace(",", "").split()[0]) == pytest.approx(row["t_sd_s"], abs=0.51)
        assert float(kp.split()[0]) == pytest.approx(row["kp_km"], abs=0.051)
        assert float(speed.split()[0]) == pytest.approx(row["sog_kn"], abs=0.051)
        assert float(angle.split()[0]) == pytest.approx(row["angle_deg"], abs=0.51)
        degrees, minutes = re.match(r"(\d+)°([\d.]+)′N", place).groups()
        assert int(degrees) + float(minutes) / 60 == pytest.approx(row["lat"], abs=1e-4)


def test_reasons_name_the_times_of_the_passages(said: str) -> None:
    detail = said.split("### 1. ", 1)[1].split("\n#", 1)[0]
    listed = set(re.findall(rf"\| ({TIME}) \|", detail))
    told = re.findall(rf"crossed .* at ({TIME})", detail)
    assert len(told) > 4
    assert set(told) <= listed


def test_passages_are_visits_of_the_event_log(case: Path, found: dict[str, Any]) -> None:
    with (case / "events.csv").open(encoding="utf-8", newline="") as file:
        events = [e for e in csv.DictReader(file) if e["event"] == "in_zone"]
    for h in found["hypotheses"][:5]:
        for p in h["crossings"]:
            if p["how"] != "crossing":
                continue
            when = pd.Timestamp(p["t"])
            at = [
                e
                for e in events
                if (e["asset_id"], e["mmsi"]) == (p["asset_id"], str(h["mmsi"]))
                and float(e["min_distance_km"]) < 0.01
            ]
            assert at, p
            # A visit in which the ship crosses a line twice is logged once.
            apart = min(abs(pd.Timestamp(e["t_utc"]) - when) for e in at)
            assert apart < pd.Timedelta("2h")


def test_counts_are_those_of_the_files(said: str, case: Path, found: dict[str, Any]) -> None:
    n = {k: int(v.replace(",", "")) for v, k in re.findall(
        r"([\d,]+) (outages|ships heard|not excluded|excluded with a reason)", said)}  # fmt: skip
    assert n["outages"] == len(found["windows"])
    assert n["excluded with a reason"] == len(found["excluded"]) == len(table(said, EXCLUDED))
    assert n["not excluded"] == sum(h["kind"] == "vessel" for h in found["hypotheses"])
    ships = pd.read_parquet(case / "tracks.parquet")["mmsi"].nunique()
    assert n["ships heard"] == ships == n["not excluded"] + len(found["excluded"])


def test_excluded_ships_were_where_it_says(said: str, case: Path) -> None:
    crossings = pd.read_parquet(case / "crossings.parquet")
    known = set(crossings["t"].dt.round("s").dt.strftime("%Y-%m-%d %H:%M:%SZ"))
    for _, _, closest, t, reason in table(said, EXCLUDED):
        if "because it crossed" in reason:
            assert closest == "0.0 km" and t in known and t in reason


def test_rows_and_hashes_are_those_of_the_input(
    said: str, demo: tuple[Path, Any, float], case: Path
) -> None:
    raw = (demo[0] / "ais.csv.gz").read_bytes()
    audit = json.loads((case / "audit.json").read_text(encoding="utf-8"))
    assert hashlib.sha256(raw).hexdigest() in said and f"{len(raw):,}" in said
    rows = f"{audit['rows_in']:,} rows in = {audit['rows_used']:,} used + 0 dropped"
    assert rows in said
    kinds = re.search(r"Fixes used: ([\d,]+) simulated, ([\d,]+) reconstructed", said)
    assert sum(int(v.replace(",", "")) for v in kinds.groups()) == audit["rows_used"]
