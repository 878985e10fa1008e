"""The whole road, as a newcomer walks it: files in, flagged ships on a map out."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from baltic.catalogue import load_incident

from .browser import opened
from .cli.runner import run

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "ais"
DANISH_HEAD = SHARED / "aisdk-2026-04-26_first20000lines.csv.gz"
SCAN_FILES = {
    "candidates.json", "candidates.geojson", "candidates.csv", "candidates.parquet",
    "crossings.parquet", "dark_crossings.parquet", "audit.json", "manifest.json", "map.html",
    "report.html", "report.md", "report.json", "tracks.kml", "events.csv",
}  # fmt: skip


PAGES = (
    "scan/map.html", "scan/report.html", "investigate/map.html", "investigate/report.html",
    "atlas.html",
)  # fmt: skip


def _json(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def test_demo_takes_under_a_minute_and_says_where_the_maps_are(demo) -> None:
    out, done, seconds = demo
    assert done.code == 0, done.err
    assert seconds < 60
    assert str(out / "investigate" / "map.html") in done.out
    assert str(out / "atlas.html") in done.out
    assert "Eagle S" in done.out


def test_demo_ranks_the_documented_ship_first(demo) -> None:
    document = _json(demo[0] / "investigate" / "attribution.json")
    first = document["hypotheses"][0]
    assert (first["kind"], first["name"], first["mmsi"]) == ("vessel", "Eagle S", 518998865)
    assert first["provenance"] == "reconstructed"
    assert first["posterior"] > 0.5
    assert first["reasons"]
    total = sum(h["posterior"] for h in document["hypotheses"])
    assert total == pytest.approx(1.0, abs=1e-4)
    assert {"dark", "none"} <= {h["kind"] for h in document["hypotheses"]}


def test_demo_ship_stands_among_ordinary_traffic(demo) -> None:
    """At least 30 simulated ships, several of which cross EstLink 2 in a widened window."""
    crossings = pd.read_parquet(demo[0] / "investigate" / "crossings.parquet")
    tracks = pd.read_parquet(demo[0] / "investigate" / "tracks.parquet")
    simulated = tracks[tracks.provenance == "simulated"].mmsi.unique()
    assert len(simulated) >= 30
    trip = load_incident("estlink2-eagle-s-2024").windows()[0].t_earliest
    near = crossings[
        (crossings.asset_id == "estlink-2") & ((crossings.t - trip).abs() < pd.Timedelta("6h"))
    ]
    assert near[near.provenance == "simulated"].mmsi.nunique() >= 3
    found = _json(demo[0] / "investigate" / "attribution.json")
    excluded = found["excluded"]
    assert len(excluded) >= 3
    assert all(e["reason"].startswith("excluded because") for e in excluded)
    # One of the cables is known to three days only, which leave it open to most ships.
    apart = [e for e in excluded if e["kind"] == "loose_only"]
    assert len(apart) >= 3 and all("; it fits Baltika" in e["reason"] for e in apart)
    trips = [e for row in apart for e in row["by_outage"] if e["name"].startswith("EstLink 2")]
    assert {e["state"] for e in trips} == {"excluded"}
    assert all(e["reason"].startswith("excluded because") for e in trips)


def test_demo_flags_the_drag_and_its_cables(demo) -> None:
    found = _json(demo[0] / "scan" / "candidates.json")["candidates"]
    eagle = [c for c in found if c["mmsi"] == 518998865]
    assert eagle and eagle[0]["level"] in ("alert", "watch")
    assert "estlink-2" in {a["asset_id"] for a in eagle[0]["assets"]}
    assert eagle[0]["v_drag_kn"] > 5, "a rule with a 5 kn ceiling would have seen nothing"


def test_scan_writes_every_file_of_the_contract(demo) -> None:
    assert {p.name for p in (demo[0] / "scan").iterdir()} >= SCAN_FILES
    assert {p.name for p in (demo[0] / "investigate").iterdir()} >= SCAN_FILES | {
        "attribution.json",
        "attribution.geojson",
    }


@pytest.mark.browser
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_with_the_network_off(demo, browser, page: str) -> None:
    """No request, no console line, no error, and something to read."""
    with opened(browser, demo[0] / page) as (tab, watch):
        tab.wait_for_timeout(800)
        assert len(tab.inner_text("body")) > 200
        assert "vidence, not verdict" in tab.inner_text("body")
        watch.assert_silent()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_refuses_the_network_itself(demo, page: str) -> None:
    html = (demo[0] / page).read_text(encoding="utf-8")
    head = html[html.index("<head>") + len("<head>") :].lstrip()
    assert head.startswith('<meta http-equiv="Content-Security-Policy" content="default-src')


def test_reconstructed_and_simulated_are_told_apart_everywhere(demo) -> None:
    for page in (*PAGES[:4], "scan/report.md", "investigate/report.md"):
        text = (demo[0] / page).read_text(encoding="utf-8")
        assert "reconstructed" in text and "simulated" in text, page


def test_candidates_hold_the_fields_of_the_contract(demo) -> None:
    document = _json(demo[0] / "scan" / "candidates.json")
    assert document["schema"] == "baltic-candidates/1"
    fields = {
        "candidate_id", "mmsi", "imo", "name", "ship_type", "loa_m", "t_start", "t_end", "lon",
        "lat", "distance_km", "v_ref_kn", "v_drag_kn", "llr", "level", "evidence", "assets",
        "innocent", "quality",
    }  # fmt: skip
    hit = {
        "asset_id", "t", "t_sd_s", "lon", "lat", "kp_km", "sog_kn", "cog_deg", "angle_deg",
        "p_contact", "accuracy_km",
    }  # fmt: skip
    for candidate in document["candidates"]:
        assert fields <= set(candidate)
        assert candidate["innocent"], "a candidate without an innocent explanation"
        for line in candidate["evidence"]:
            assert set(line) == {"item", "value", "unit", "neighbours", "llr", "text"}
        for asset in candidate["assets"]:
            assert hit <= set(asset)
    llr = [c["llr"] for c in document["candidates"]]
    assert llr == sorted(llr, reverse=True)


@pytest.mark.slow
def test_shown_incident_is_an_accepted_incident(demo, tmp_path: Path) -> None:
    shown = run("incidents", "show", "estlink2-eagle-s-2024", "--json")
    mine = tmp_path / "mine.json"
    mine.write_text(shown.out)
    assert run("incidents", "validate", mine).code == 0
    done = run(
        "investigate", mine, demo[0] / "ais.csv.gz", "--out", tmp_path / "o", "--quiet", "--json"
    )
    assert done.code == 0, done.err
    assert json.loads(done.out)["hypotheses"][0]["name"] == "Eagle S"


def test_row_order_and_file_split_change_nothing(demo, tmp_path: Path) -> None:
    import gzip

    lines = gzip.decompress((demo[0] / "ais.csv.gz").read_bytes()).decode().splitlines()
    head, rows = lines[0], lines[1:]
    for name, part in (("b.csv", rows[1::2][::-1]), ("a.csv", rows[::2])):
        (tmp_path / name).write_text("\n".join([head, *part]) + "\n")
    done = run("scan", tmp_path / "b.csv", tmp_path / "a.csv", "--out", tmp_path / "o", "--quiet")
    assert done.code == 0, done.err
    there, here = (_json(p / "manifest.json") for p in (demo[0] / "scan", tmp_path / "o"))
    assert here["result_hash"] == there["result_hash"]


@pytest.mark.skipif(not DANISH_HEAD.exists(), reason="the real Danish head is not here")
def test_real_danish_head(tmp_path: Path) -> None:
    out = tmp_path / "o"
    done = run("scan", DANISH_HEAD, "--out", out, "--quiet")
    assert (done.code, done.err) == (0, "")
    audit = _json(out / "audit.json")
    dropped = {reason: tally["count"] for reason, tally in audit["dropped"].items()}
    assert audit["rows_in"] == 19_999 == audit["rows_used"] + sum(dropped.values())
    assert dropped["exact_duplicate"] == 8_023
    assert audit["flagged"]["lat_91"]["count"] == 750
    assert dropped["no_position"] <= 518
    document = _json(out / "candidates.json")
    assert document["candidates"] == []
    for name in ("report.md", "report.html"):
        text = (out / name).read_text()
        assert "too short" in text and "coverage" in text.lower()


@pytest.mark.slow
def test_installed_wheel_carries_its_data(tmp_path: Path) -> None:
    """Works from an installed wheel, not only from a checkout."""
    import subprocess
    import sys

    root = Path(__file__).resolve().parents[1]
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", tmp_path, root], check=True)
    wheel = next(tmp_path.glob("baltic-*.whl"))
    subprocess.run([*pip, "install", "--no-deps", "--target", tmp_path / "site", wheel], check=True)
    code = (
        "import baltic, baltic.data as d; print(baltic.__file__); print(d.data_folder());"
        "print(len(baltic.load_assets()), len(baltic.load_incidents()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path, env={"PYTHONPATH": str(tmp_path / "site"), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    where, data, counts = done.stdout.splitlines()
    assert str(tmp_path / "site") in where and data.endswith("_geodata")
    assert counts == "90 15"
