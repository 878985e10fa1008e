"""Every command takes --json and --quiet; stdout is one JSON document, or empty and exit 1."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .commands import COMMANDS
from .files import dma_row, write_dma
from .runner import run

#: Commands whose work no setting changes.
NO_SETTINGS = {
    "atlas",
    *(f"incidents {w}" for w in ("list", "show", "validate", "add", "extract", "export", "schema")),
    *(f"assets {w}" for w in ("list", "show", "near", "validate", "import", "export")),
    *(f"fetch {w}" for w in ("assets", "bathymetry", "digitraffic")),
}


def options(command: Any) -> set[str]:
    return {name for p in command.params for name in p.opts}


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_takes_the_common_options(path: str) -> None:
    found = options(COMMANDS[path])
    assert {"--json", "--quiet", "--settings"} <= found


@pytest.mark.parametrize("path", sorted(NO_SETTINGS))
def test_a_settings_file_is_checked_where_nothing_is_set(path: str, tmp_path: Path) -> None:
    """Wrong settings stop the command before it does anything."""
    assert path in COMMANDS
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[levels]\nalert = 1\n")
    words = {"incidents show": ["x"], "incidents add": ["x"], "incidents extract": ["x"],
             "incidents export": ["--format", "csv"], "assets show": ["x"],
             "assets near": ["1", "2"], "assets export": ["--format", "kml"],
             "assets import": ["x", "--format", "generic"],
             "atlas": ["--out", tmp_path / "a.html"]}.get(path, [])  # fmt: skip
    done = run(*path.split(), *words, "--settings", wrong, "--quiet")
    assert done.code == 1 and "wrong.toml" in done.err and done.out == ""


def test_right_settings_change_nothing_there(tmp_path: Path) -> None:
    right = tmp_path / "right.toml"
    right.write_text("")
    assert run("assets", "list", "--settings", right).out == run("assets", "list").out


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("json")
    rows = [dma_row(lon=14 + i * 0.005, t=f"25/12/2024 10:{i:02d}:00") for i in range(30)]
    write_dma(made / "a.csv", rows)
    (made / "news.txt").write_text("A ship cut the EstLink 2 cable on 25 December 2024.")
    shown = json.loads(run("incidents", "show", "nord-stream-2022", "--json").out)
    (made / "mine.json").write_text(json.dumps({**shown, "id": "mine"}))
    exported = run("assets", "export", "--format", "geojson").out
    (made / "lines.geojson").write_text(exported)
    return made


CHEAP = {
    "doctor": "",
    "atlas": "--out o/atlas.html",
    "simulate": "--out o/sim.csv --ships 2 --hours 1",
    "scan": "a.csv --out o/scan",
    "investigate": "estlink2-eagle-s-2024 a.csv --out o/case",
    "ingest": "a.csv --store o/store",
    "incidents list": "",
    "incidents show": "nord-stream-2022",
    "incidents validate": "mine.json",
    "incidents add": "mine.json --catalogue o/own",
    "incidents extract": "news.txt",
    "incidents export": "--format kml",
    "incidents schema": "",
    "assets list": "",
    "assets show": "estlink-2",
    "assets near": "26.2 59.96",
    "assets validate": "lines.geojson",
    "assets import": "lines.geojson --format generic",
    "assets export": "--format geojson",
}
#: What is run elsewhere with --json: long ones (test_end_to_end, test_backtest), a download.
ELSEWHERE = {"demo", "backtest", "fetch dma"}
LATER = {"fetch assets", "fetch bathymetry", "fetch digitraffic"}


def test_nothing_is_left_out() -> None:
    assert set(COMMANDS) == set(CHEAP) | ELSEWHERE | LATER


_SLOW = {"simulate", "scan", "investigate", "atlas"}


@pytest.mark.parametrize(
    "path", [pytest.param(p, marks=pytest.mark.slow if p in _SLOW else ()) for p in CHEAP]
)
def test_one_document_and_nothing_else(
    path: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    words = CHEAP[path].replace("o/", f"{tmp_path}/").split()
    done = run(*path.split(), *words, "--json", "--quiet")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) is not None


@pytest.mark.parametrize(
    "words",
    [
        "scan none.csv --out o",
        "investigate none a.csv --out o",
        "ingest none.csv --store o",
        "incidents show none",
        "incidents add none.json",
        "incidents extract none.txt",
        "assets show none",
        "assets validate none.geojson",
        "assets import none.json --format overpass",
        "assets export --format gpkg",
        *sorted(LATER),
    ],
)
def test_an_error_leaves_stdout_empty(
    words: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    done = run(*words.split(), "--json", "--quiet")
    assert (done.code, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1 and done.err.startswith("baltic: ")
    assert not (folder / "o").exists()


def test_exports_in_json(tmp_path: Path) -> None:
    document = json.loads(run("incidents", "export", "--format", "csv", "--json").out)
    assert document["format"] == "csv" and "nord-stream-2022" in document["content"]
    printed = run("assets", "export", "--format", "geojson", "--json").out
    assert json.loads(printed)["type"] == "FeatureCollection"
    file = tmp_path / "a.gpkg"
    done = run("assets", "export", "--format", "gpkg", "--out", file, "--json", "--quiet")
    size = file.stat().st_size
    assert json.loads(done.out) == {"format": "gpkg", "file": str(file), "bytes": size}
    assert done.err == ""
