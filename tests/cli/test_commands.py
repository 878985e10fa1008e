"""Each command does what its help says, and --json prints one document and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from baltic.files import sha256

from .files import dma_row, write_dma
from .runner import run


def test_version() -> None:
    assert run("--version").out.startswith("baltic 0.")


def test_lists_hold_everything() -> None:
    assert len(json.loads(run("assets", "list", "--json").out)) == 90
    assert len(json.loads(run("incidents", "list", "--json").out)) == 15
    assert "estlink-2" in run("assets", "list").out


def test_near_knows_distance_and_kilometre_point() -> None:
    rows = json.loads(run("assets", "near", "26.2", "59.96", "--km", "5", "--json").out)
    assert rows[0]["asset_id"] == "estlink-2"
    assert 0 < rows[0]["distance_km"] < 5 and 0 < rows[0]["kp_km"] < 150
    assert json.loads(run("assets", "near", "15", "58.5", "--km", "0.1", "--json").out) == []
    assert "no asset within" in run("assets", "near", "-40", "30").out


@pytest.mark.slow
def test_every_incident_can_be_shown_and_is_valid(tmp_path: Path) -> None:
    for row in json.loads(run("incidents", "list", "--json").out):
        shown = run("incidents", "show", row["id"], "--json")
        assert shown.code == 0
        assert json.loads(shown.out)["id"] == row["id"]
        file = tmp_path / f"{row['id']}.json"
        file.write_text(shown.out)
        assert run("incidents", "validate", file).code == 0, row["id"]


@pytest.mark.parametrize("what", ["incidents", "assets"])
def test_export_prints_or_writes(tmp_path: Path, what: str) -> None:
    printed = run(what, "export", "--format", "geojson")
    assert json.loads(printed.out)["type"] == "FeatureCollection"
    file = tmp_path / "x.geojson"
    assert run(what, "export", "--format", "geojson", "--out", file).out == ""
    assert json.loads(file.read_text()) == json.loads(printed.out)
    assert run(what, "export", "--format", "docx").code == 2


def test_doctor_says_the_program_can_run() -> None:
    done = run("doctor", "--json")
    assert done.code == 0
    assert json.loads(done.out)["can_run"] is True


def test_atlas_is_one_file(tmp_path: Path) -> None:
    file = tmp_path / "atlas.html"
    done = run("atlas", "--out", file, "--json")
    assert json.loads(done.out) == {"file": str(file), "assets": 90, "incidents": 15}
    assert "estlink-2" in file.read_text()


def test_simulated_file_scans_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "sim.csv.gz"
    made = run(
        "simulate", "--out", file, "--ships", 6, "--hours", 6, "--seed", 3, "--json", "--quiet"
    )
    assert (made.code, made.err) == (0, "")
    fixes = json.loads(made.out)["fixes"]
    done = run("scan", file, "--out", tmp_path / "o", "--json", "--quiet")
    assert (done.code, done.err) == (0, "")
    counts = json.loads(done.out)["manifest"]["counts"]
    assert counts["provenance"] == {"simulated": counts["fixes"]}
    assert counts["rows_in"] == fixes
    assert pl.read_csv(file)["mmsi"].min() >= 200_100_001
    for text in ("map.html", "report.html", "report.md"):
        assert "simulated" in (tmp_path / "o" / text).read_text()


@pytest.mark.slow
def test_a_made_up_number_is_never_printed_as_a_fact(tmp_path: Path) -> None:
    from baltic.catalogue import load_track, track_vessels
    from baltic.simulate import write_ais

    file = tmp_path / "nnpb.csv"
    write_ais(load_track("newnew-polar-bear-2023"), track_vessels(), file)
    done = run("scan", file, "--out", tmp_path / "o", "--quiet")
    assert "200000001" in done.out
    assert done.out.count("200000001") == done.out.count("200000001 (placeholder)")


@pytest.mark.slow
def test_the_manifest_of_an_investigation_counts_the_ranking(tmp_path: Path) -> None:
    file = write_dma(tmp_path / "a.csv", [dma_row()])
    done = run("investigate", "estlink2-eagle-s-2024", file, "--out", tmp_path / "o", "--quiet")
    assert done.code == 0, done.err
    manifest = json.loads((tmp_path / "o" / "manifest.json").read_text())
    assert {"read", "clean", "cross", "detect", "rank"} <= set(manifest["steps_s"])
    assert manifest["duration_s"] >= sum(manifest["steps_s"].values()) - 0.01


def test_json_of_a_scan_is_the_document_on_disk(tmp_path: Path) -> None:
    rows = [dma_row(lon=14 + i * 0.005, t=f"25/12/2024 10:{i:02d}:00") for i in range(40)]
    file = write_dma(tmp_path / "a.csv", rows)
    done = run("scan", file, "--out", tmp_path / "o", "--json", "--quiet")
    assert json.loads(done.out) == json.loads((tmp_path / "o" / "candidates.json").read_text())


def test_progress_goes_to_stderr_only(tmp_path: Path) -> None:
    file = write_dma(tmp_path / "a.csv", [dma_row()])
    done = run("scan", file, "--out", tmp_path / "o", "--json")
    json.loads(done.out)
    assert "reading" in done.err


def test_own_assets_replace_the_catalogue(tmp_path: Path) -> None:
    assets = tmp_path / "mine.geojson"
    assets.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Mine"},'
        '"geometry":{"type":"LineString","coordinates":[[14.1,54.9],[14.1,55.1]]}}]}'
    )
    rows = [dma_row(lon=14 + i * 0.005, t=f"25/12/2024 10:{i:02d}:00") for i in range(40)]
    file = write_dma(tmp_path / "a.csv", rows)
    done = run("scan", file, "--assets", assets, "--out", tmp_path / "o", "--json", "--quiet")
    assert done.code == 0, done.err
    manifest = json.loads(done.out)["manifest"]
    assert manifest["counts"]["crossings"] == 1
    told = {"file": str(assets), "size": assets.stat().st_size, "sha256": sha256(assets)}
    assert manifest["assets"] == told
    crossing = pl.read_parquet(tmp_path / "o" / "crossings.parquet").to_dicts()[0]
    assert crossing["asset_id"] == "mine"
    assert abs(crossing["lon"] - 14.1) < 1e-6
    assert crossing["t"].isoformat() == "2024-12-25T10:20:00+00:00"


def test_time_and_area_filters_are_counted(tmp_path: Path) -> None:
    rows = [dma_row(lon=14 + i * 0.005, t=f"25/12/2024 10:{i:02d}:00") for i in range(40)]
    file = write_dma(tmp_path / "a.csv", rows)
    out = tmp_path / "o"
    done = run(
        "scan", file, "--out", out, "--quiet",
        "--from", "2024-12-25T10:10:00Z", "--bbox", "14.1,54,15,56",
    )  # fmt: skip
    assert done.code == 0, done.err
    audit = json.loads((out / "audit.json").read_text())
    assert {k: v["count"] for k, v in audit["dropped"].items()} == {
        "outside_time": 10,
        "outside_area": 10,
    }
    assert audit["rows_used"] == 20


def test_ais_of_another_sea_is_said_to_cover_nothing(tmp_path: Path) -> None:
    file = write_dma(
        tmp_path / "a.csv", [dma_row(t=f"25/12/2023 10:{m:02d}:00") for m in range(30)]
    )
    done = run("investigate", "estlink2-eagle-s-2024", file, "--out", tmp_path / "o", "--quiet")
    assert done.code == 0, done.err
    assert "NOT COVERED" in done.out
    document = json.loads((tmp_path / "o" / "attribution.json").read_text())
    assert document["covered"] is False
    assert {h["kind"] for h in document["hypotheses"]} == {"dark", "none"}
    assert "not covered" in (tmp_path / "o" / "report.md").read_text()


def test_own_lines_are_listed_shown_and_measured_as_the_shipped_ones(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[24.0, 59.5], [25.0, 60.1]]}
    file = tmp_path / "mine.geojson"
    file.write_text(
        json.dumps({"type": "Feature", "properties": {"name": "Mine"}, "geometry": line})
    )
    own = ("--assets", file)
    assert [r["asset_id"] for r in json.loads(run("assets", "list", *own, "--json").out)] == [
        "mine"
    ]
    for word in ("mine", "MINE"):
        assert json.loads(run("assets", "show", word, *own, "--json").out)["name"] == "Mine"
    assert json.loads(run("assets", "near", "24.5", "59.8", *own, "--json").out)[0]["kp_km"] > 20
    text = run("assets", "export", "--format", "geojson", *own).out
    assert [f["id"] for f in json.loads(text)["features"]] == ["mine"]
    assert "OpenStreetMap" not in json.loads(text)["metadata"]["licence"]


def test_validate_tells_what_it_takes_for_granted(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[24.0, 59.5], [25.0, 60.1]]}
    rows = [{"name": "A", "kind": "power"}, {"name": "B", "kind": "gas", "accuracy_km": 0.1}]
    features = [{"type": "Feature", "properties": row, "geometry": line} for row in rows]
    file = tmp_path / "mine.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    remarks = json.loads(run("assets", "validate", file, "--json").out)["remarks"]
    assert remarks == [
        "accuracy_km is not told in 1 of 2 rows: 2 km is taken (a line that is traced)"
    ]
    assert "note: accuracy_km is not told" in run("assets", "validate", file).out
