"""A mistyped word is answered with the one that was meant, on one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from .files import dma_row, write_dma
from .runner import run


def answer(code: int, *words: object) -> str:
    """Return the one error line of a command."""
    done = run(*words)
    assert (done.code, done.out) == (code, ""), done
    lines = done.err.splitlines()
    assert len(lines) == 1 and lines[0].startswith("baltic: "), done.err
    return lines[0]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("scna", "did you mean baltic scan?"),
        ("incident", "did you mean baltic incidents?"),
        ("invesitgate x", "did you mean baltic investigate?"),
        ("export", "did you mean baltic incidents export or baltic assets export?"),
        ("near 26 60", "did you mean baltic assets near?"),
        ("help", "did you mean baltic --help?"),
        ("version", "did you mean baltic --version?"),
        ("incidents shwo x", "did you mean baltic incidents show?"),
        ("assets neer 26 60", "did you mean baltic assets near?"),
        ("fetch dmaa", "did you mean baltic fetch dma?"),
        ("watch tcp://x", "watch comes in a later version; record the feed"),
        ("qqqqq", "see baltic --help"),
        ("scan a.csv --outt o", "did you mean --out?"),
        ("scan a.csv --out o --bathimetry x", "did you mean --bathymetry?"),
        ("assets near 26 60 --jsn", "did you mean --json?"),
        ("assets near 26 60 --radius 5", "see baltic assets near --help"),
        ("--verson", "did you mean --version?"),
        ("scan", "missing argument 'AIS'; see baltic scan --help"),
        ("scan a.csv", "missing option '--out'; see baltic scan --help"),
        ("scan a.csv --out o --workers 0", "scan: '--workers': "),
        ("scan a.csv --out o --from 2024-12-25", "write 2024-12-25T00:00:00Z if it is UTC"),
        ("scan a.csv --out o --to noon", "--to: 'noon' is no ISO 8601 time; write for example"),
        ("scan a.csv --out o --bbox 1,2", "--bbox: '1,2' is not W,S,E,N in degrees; write for"),
        ("scan a.csv --out o --map speed", "--map: 'speed' is not OURS=THEIRS; write for"),
    ],
)
def test_words_and_options(words: str, meant: str) -> None:
    assert meant in answer(2, *words.split())


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("incidents show estlink2-eagle-s-2042", "did you mean estlink2-eagle-s-2024"),
        ("investigate nord-stream a.csv --out o", "did you mean nord-stream-2022?"),
        ("incidents show zzzz", "see baltic incidents list"),
        ("assets show estlink2", "did you mean estlink-2"),
        ("assets show c-lion", "did you mean c-lion1"),
    ],
)
def test_ids(words: str, meant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_dma(tmp_path / "a.csv", [dma_row()])
    line = answer(1, *words.split(), "--quiet")
    assert meant in line and "for example" not in line
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("incidents export --format geojsn", "did you mean geojson?"),
        ("assets export --format gpkgg", "did you mean gpkg?"),
        ("scan a.csv --out o --format dmaa", "did you mean dma?"),
        ("scan a.csv --out o --engine locl", "did you mean local?"),
        ("ingest a.csv --store o --engine locl", "did you mean local?"),
    ],
)
def test_formats_and_engines(
    words: str, meant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_dma(tmp_path / "a.csv", [dma_row()])
    line = answer(2, *words.split(), "--quiet")
    assert meant in line and "for example" not in line
    assert not (tmp_path / "o").exists()


def test_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_dma(tmp_path / "aisdk-2024-12-25.csv", [dma_row()])
    (tmp_path / "mine.json").write_text("{}")
    (tmp_path / "cables.geojson").write_text("{}")
    (tmp_path / "depths.tif").write_text("")
    (tmp_path / "news.txt").write_text("")
    (tmp_path / "own.toml").write_text("")
    good = ("aisdk-2024-12-25.csv", "--out", "o", "--quiet")
    for words, meant in (
        (("scan", "aisdk-2024-12-52.csv", *good[1:]), "aisdk-2024-12-25.csv"),
        (("scan", "aisdk-2024-12-25.zip", *good[1:]), "aisdk-2024-12-25.csv"),
        (("investigate", "mine.jsn", *good), "mine.json"),
        (("scan", *good, "--assets", "cable.geojson"), "cables.geojson"),
        (("scan", *good, "--bathymetry", "depth.tif"), "depths.tif"),
        (("scan", *good, "--settings", "own.tml"), "own.toml"),
        (("incidents", "validate", "mien.json"), "mine.json"),
        (("incidents", "extract", "new.txt"), "news.txt"),
        (("assets", "validate", "cables.geojsn"), "cables.geojson"),
    ):
        line = answer(1, *words)
        assert "no such file" in line and f"did you mean {meant}?" in line
    assert "there is no folder nowhere" in answer(1, "scan", "nowhere/a.csv", *good[1:])
    assert not (tmp_path / "o").exists()


def test_settings_names(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    ais = write_dma(tmp_path / "a.csv", [dma_row()])
    for text, meant in (("[segmants]\ngap_h = 3", "segments"), ("[segments]\ngap = 3.0", "gap_h")):
        file.write_text(text)
        for words in (("scan", ais, "--out", tmp_path / "o"), ("doctor",)):
            assert f"did you mean {meant}?" in answer(1, *words, "--settings", file, "--quiet")


def test_swapped_degrees() -> None:
    done = run("assets", "near", "59.96", "26.2")
    assert done.code == 0
    assert "longitude comes first: did you mean 26.2 59.96?" in " ".join(done.out.split())
    assert "comes first" not in run("assets", "near", "15", "40").out


def test_the_demo_refuses_a_file_for_its_folder_as_scan_does(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    line = answer(1, "demo", "--out", tmp_path / "a", "--quiet")
    assert "the output folder is a file" in line and (tmp_path / "a").read_text() == "mine"


def test_an_interrupt_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("baltic.cli.outputs.write_atlas", stopped)
    line = answer(1, "atlas", "--out", tmp_path / "a.html", "--quiet")
    assert "interrupted" in line and list(tmp_path.iterdir()) == []


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("No module named 'pyogrio'", name="pyogrio")

    monkeypatch.setattr("baltic.cli.outputs.write_atlas", absent)
    assert "pyogrio is missing; baltic doctor" in answer(1, "atlas", "--out", "x", "--quiet")
