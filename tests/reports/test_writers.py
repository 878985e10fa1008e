"""Writers of candidates: all four files agree, also when there is none."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq

from baltic.reports import candidates_csv, candidates_table, write_candidates

from . import samples


def test_no_candidates_still_makes_readable_files(tmp_path: Path) -> None:
    write_candidates({"schema": "baltic-candidates/1", "candidates": []}, tmp_path)
    table = pq.read_table(tmp_path / "candidates.parquet")
    assert table.num_rows == 0
    assert {"candidate_id", "mmsi", "t_start", "evidence", "assets"} <= set(table.column_names)
    assert json.loads((tmp_path / "candidates.geojson").read_text())["features"] == []
    assert len((tmp_path / "candidates.csv").read_text().splitlines()) == 1


def test_the_four_files_agree(tmp_path: Path) -> None:
    document = samples.candidates_document()
    write_candidates(document, tmp_path)
    row = document["candidates"][0]
    flat = next(csv.DictReader(io.StringIO((tmp_path / "candidates.csv").read_text())))
    table = pq.read_table(tmp_path / "candidates.parquet").to_pylist()[0]
    assert int(flat["mmsi"]) == table["mmsi"] == row["mmsi"]
    assert float(flat["llr"]) == table["llr"] == row["llr"]
    assert table["t_start"].isoformat().replace("+00:00", "Z") == row["t_start"]
    assert [e["item"] for e in table["evidence"]] == [e["item"] for e in row["evidence"]]
    assert "speed fell to 77 %" in flat["evidence"]
    assert "line known to 0.5 km" in flat["assets"]


def test_placeholders_are_named_in_the_table() -> None:
    rows = [{**samples.candidates_document()["candidates"][0], "mmsi": m}
            for m in (200000001, 200100003, 230123450)]  # fmt: skip
    words = [r["mmsi_is"] for r in csv.DictReader(io.StringIO(candidates_csv(rows)))]
    assert words == ["placeholder", "simulated", "as sent"]
    assert candidates_table(rows).column("mmsi_is").to_pylist() == words


def test_a_kilometre_point_has_its_part_in_all_four_files(tmp_path: Path) -> None:
    """It restarts on each part of an asset: alone it names several places."""
    document = samples.candidates_document()
    row = document["candidates"][0]
    hit = {**row["assets"][0], "asset_id": "two", "kp_km": 11.1, "lon": 20.0, "lat": 57.6}
    row["assets"] = [hit, {**hit, "asset_id": "one"}]
    halves = [[[20.0, 57.0], [20.0, 57.5]], [[20.0, 57.5], [20.0, 58.0]]]
    whole = {"two": {"lines": halves}, "one": {"lines": [[[20.0, 57.5], [20.0, 58.0]]]}}
    write_candidates(document, tmp_path, whole)
    files = {f: (tmp_path / f"candidates.{f}").read_text() for f in ("csv", "json", "geojson")}
    flat = next(csv.DictReader(io.StringIO(files["csv"])))["assets"].split("; ")
    assert "KP 11.1 km of part 2 (line" in flat[0]
    assert "KP 11.1 km (line" in flat[1]
    crossed = [f["properties"] for f in json.loads(files["geojson"])["features"][1:3]]
    hits = json.loads(files["json"])["candidates"][0]["assets"]
    table = pq.read_table(tmp_path / "candidates.parquet").to_pylist()[0]["assets"]
    for found in (crossed, hits, table):
        assert [h["part"] for h in found] == [2, None]
