"""``assets import``: another program's lines become a file that ``--assets`` takes."""

from __future__ import annotations

import json
from pathlib import Path

from .files import dma_row, write_dma
from .runner import run


def overpass(folder: Path) -> Path:
    def way(number: int, tags: dict[str, str]) -> dict[str, object]:
        line = [{"lat": 54.9, "lon": 14.1}, {"lat": 55.1, "lon": 14.1}]
        return {"type": "way", "id": number, "tags": tags, "geometry": line}

    elements = [way(1, {"communication": "line"}), way(2, {"highway": "service"})]
    file = folder / "overpass.json"
    file.write_text(json.dumps({"elements": elements}))
    return file


def test_an_import_is_scanned(tmp_path: Path) -> None:
    out = tmp_path / "mine.geojson"
    done = run("assets", "import", overpass(tmp_path), "--format", "overpass", "--out", out)
    assert (done.code, done.out) == (0, "")
    assert "left out: 1 (no telecom or power cable" in " ".join(done.err.split())
    assert json.loads(out.read_text())["metadata"]["licence"].startswith("Lines: ODbL-1.0")
    assert "1 asset valid" in run("assets", "validate", out).out
    rows = [dma_row(lon=14 + i * 0.005, t=f"25/12/2024 10:{i:02d}:00") for i in range(40)]
    ais = write_dma(tmp_path / "a.csv", rows)
    done = run("scan", ais, "--assets", out, "--out", tmp_path / "o", "--json", "--quiet")
    assert json.loads(done.out)["manifest"]["counts"]["crossings"] == 1


def test_without_out_it_is_printed(tmp_path: Path) -> None:
    done = run("assets", "import", overpass(tmp_path), "--format", "overpass", "--quiet")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["features"][0]["id"] == "osm-way-1"


def test_a_format_must_be_named_and_known(tmp_path: Path) -> None:
    file = overpass(tmp_path)
    assert run("assets", "import", file).code == 2
    assert run("assets", "import", file, "--format", "osm").code == 2
    done = run("assets", "import", file, "--format", "generic")
    assert done.code == 1 and len(done.err.splitlines()) == 1


def test_what_was_left_out_stands_in_the_file_and_the_document(tmp_path: Path) -> None:
    out = tmp_path / "mine.geojson"
    command = ("assets", "import", overpass(tmp_path), "--format", "overpass", "--out", out)
    done = run(*command, "--json", "--quiet")
    told = json.loads(done.out)["notes"]
    assert told == ["left out: 1 (no telecom or power cable, no gas or oil pipeline)"]
    assert json.loads(out.read_text())["metadata"]["notes"] == told
