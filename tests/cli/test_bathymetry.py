"""``--bathymetry``: depths reach the ledger and the manifest, bad grids end in one line."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tests.bathymetry.grids import write_netcdf, write_tiff
from tests.drag.tracks import make_track

from .runner import run

DEPTH = np.full((30, 40), -45.0, dtype=np.float32)


@pytest.fixture
def drag_csv(tmp_path: Path) -> Path:
    track = make_track([(4, 11.5), (6, 6.5, "drag"), (4, 11.5)], yaw_drag=4.0)
    path = tmp_path / "ais.csv"
    ship = {"ship_type": 80, "length": 180.0, "width": 28.0, "draught": 9.5}
    columns = {"t": "timestamp", "sog_kn": "sog", "cog_deg": "cog"}
    table = track.select("mmsi", "t", "lon", "lat", "sog_kn", "cog_deg").rename(columns)
    table.with_columns(*(pl.lit(v).alias(k) for k, v in ship.items())).write_csv(path)
    return path


def scan(*words: object) -> dict[str, object]:
    done = run("scan", *words, "--json")
    assert done.code == 0, done.err
    document: dict[str, object] = json.loads(done.out)
    return document


def test_depths_reach_ledger_and_manifest(drag_csv: Path, tmp_path: Path) -> None:
    path = write_netcdf(tmp_path / "dtm.nc", DEPTH, extra=("value_count",), fill=-9999)
    found = scan(drag_csv, "--out", tmp_path / "o", "--bathymetry", path)
    manifest = json.loads((tmp_path / "o" / "manifest.json").read_text())
    entry = manifest["bathymetry"]
    assert entry["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert entry["size"] == path.stat().st_size and entry["file"] == str(path)
    assert entry["variable"] == "elevation" and "negative" in entry["values"]
    items = {i["item"]: i for i in found["candidates"][0]["evidence"]}  # type: ignore[index]
    assert "45 m" in items["one_chain"]["text"] and "depth of 45 m" in items["force"]["text"]
    assert entry["sha256"] in (tmp_path / "o" / "report.md").read_text()
    assert "no water depths given" not in " ".join(manifest["notes"])
    bare = scan(drag_csv, "--out", tmp_path / "p")
    assert bare["manifest"]["bathymetry"] is None  # type: ignore[index]
    assert "no water depths given" in " ".join(bare["manifest"]["notes"])  # type: ignore[index]


@pytest.mark.slow
def test_ships_settle_an_unclear_sign_and_the_settings_do(drag_csv: Path, tmp_path: Path) -> None:
    both = DEPTH.copy()
    both[:, :3] = 20.0
    path = write_tiff(tmp_path / "a.tif", both)
    found = scan(drag_csv, "--out", tmp_path / "o", "--bathymetry", path)
    assert "ships' positions" in found["manifest"]["bathymetry"]["why"]  # type: ignore[index]
    rules = tmp_path / "s.toml"
    rules.write_text("[bathymetry]\nvalues = 'depth'\n")
    wrong = scan(drag_csv, "--out", tmp_path / "p", "--bathymetry", path, "--settings", rules)
    notes = " ".join(wrong["manifest"]["notes"])  # type: ignore[index]
    assert "has water at only 0%" in notes
    limits = wrong["candidates"][0]["quality"]["limits"]  # type: ignore[index]
    assert any("water depth unknown at 100%" in text for text in limits)


def test_bad_grids_are_one_line_and_nothing_is_written(drag_csv: Path, tmp_path: Path) -> None:
    half = DEPTH.copy()
    half[::2] = 20.0
    bad = {
        "no such file": tmp_path / "none.tif",
        "is no depth grid": drag_csv,
        "elevations or depths": write_tiff(tmp_path / "half.tif", half),
    }
    for says, path in bad.items():
        done = run("scan", drag_csv, "--out", tmp_path / "o", "--bathymetry", path, "--quiet")
        assert done.code == 1 and says in done.err, (says, done.err)
        assert len(done.err.strip().splitlines()) == 1
        assert not (tmp_path / "o").exists()


@pytest.mark.slow
def test_investigate_takes_depths_too(tmp_path: Path) -> None:
    from baltic.data import data_file

    done = run(
        "investigate", "estlink2-eagle-s-2024", data_file("tracks/eagle-s-2024.csv"),
        "--out", tmp_path / "o", "--bathymetry", write_tiff(tmp_path / "far.tif", DEPTH), "--json",
    )  # fmt: skip
    assert done.code == 0, done.err
    manifest = json.loads(done.out)["manifest"]
    assert manifest["bathymetry"]["size"] > 0
    assert "no ship's position lies inside the depth grid" in " ".join(manifest["notes"])
