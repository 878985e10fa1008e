"""``baltic atlas`` of one's own assets and incidents."""

from __future__ import annotations

import json
from pathlib import Path

from .runner import run

LINE = {"type": "LineString", "coordinates": [[20.0, 58.0], [21.0, 58.5]]}


def write_assets(path: Path) -> Path:
    feature = {
        "type": "Feature", "properties": {"id": "mine", "name": "كابل بحري"}, "geometry": LINE,
    }  # fmt: skip
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


def test_own_assets_replace_the_catalogue(tmp_path: Path) -> None:
    file = tmp_path / "atlas.html"
    done = run(
        "atlas", "--assets", write_assets(tmp_path / "a.geojson"), "--out", file, "--json",
        "--catalogue", tmp_path / "none",
    )  # fmt: skip
    assert json.loads(done.out) == {"file": str(file), "assets": 1, "incidents": 15}
    page = file.read_text()
    assert "كابل بحري" in page
    assert "Routes: own asset file, licence not stated" in page


def test_own_incidents_are_on_the_map_and_a_faulty_one_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    folder.mkdir()
    good = json.loads(run("incidents", "show", "estlink2-technical-2024", "--json").out)
    (folder / "good.json").write_text(json.dumps({**good, "id": "my-break", "title": "My break"}))
    (folder / "bad.json").write_text(json.dumps({"id": "bad one"}))
    file = tmp_path / "atlas.html"
    done = run("atlas", "--catalogue", folder, "--out", file, "--json")
    assert json.loads(done.out)["incidents"] == 16
    assert "left out" in done.err
    assert '"own":true' in file.read_text()


def test_a_broken_asset_file_is_one_line_and_no_file(tmp_path: Path) -> None:
    bad = tmp_path / "bad.geojson"
    bad.write_text("{")
    file = tmp_path / "atlas.html"
    done = run("atlas", "--assets", bad, "--out", file, "--quiet")
    assert done.code == 1
    assert len(done.err.strip().splitlines()) == 1
    assert not file.exists()
