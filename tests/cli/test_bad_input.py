"""Bad input ends in one clear line and exit 1, with nothing half-written."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .files import DMA_HEADER, dma_row, track_csv, write_dma
from .runner import Done, run


def _good(path: Path) -> Path:
    minutes = [f"25/12/2024 10:{m:02d}:00" for m in range(30)]
    return write_dma(path, [dma_row(t=t, lon=14 + i * 0.005) for i, t in enumerate(minutes)])


def _missing(d: Path) -> Path:
    return d / "none.csv"


def _empty(d: Path) -> Path:
    (d / "empty.csv").write_bytes(b"")
    return d / "empty.csv"


def _header_only(d: Path) -> Path:
    (d / "header.csv").write_text(DMA_HEADER + "\n")
    return d / "header.csv"


def _rubbish(d: Path) -> Path:
    (d / "rubbish.csv").write_bytes(bytes(range(256)) * 40)
    return d / "rubbish.csv"


def _cut_gzip(d: Path) -> Path:
    rows = [dma_row(lon=14 + i * 1e-4, t=f"25/12/2024 10:{i % 60:02d}:01") for i in range(4000)]
    raw = gzip.compress("\n".join([DMA_HEADER, *rows]).encode())
    (d / "cut.csv.gz").write_bytes(raw[: len(raw) // 2])
    return d / "cut.csv.gz"


def _cut_zip(d: Path) -> Path:
    whole = _good(d / "whole.zip").read_bytes()
    (d / "cut.zip").write_bytes(whole[: len(whole) // 2])
    return d / "cut.zip"


def _wrong_delimiter(d: Path) -> Path:
    text = _good(d / "good.csv").read_text().replace(",", "~")
    (d / "tildes.csv").write_text(text)
    return d / "tildes.csv"


def _column_missing(d: Path) -> Path:
    (d / "nolat.csv").write_text("t,mmsi,lon,sog_kn\n2024-12-25T10:00:00Z,219000001,14.0,9\n")
    return d / "nolat.csv"


def _no_zone(d: Path) -> Path:
    return track_csv(d / "nozone.csv", [("2024-12-25T10:00:00", 219000001, 14.0, 55.0, 9, 90)] * 3)


def _swapped(d: Path) -> Path:
    rows = [(f"2024-12-25T10:{m:02d}:00Z", 219000001, 59.5, 25 + m / 100, 9, 90) for m in range(40)]
    return track_csv(d / "swapped.csv", rows)


def _garbage(d: Path) -> Path:
    rows = [dma_row(t="yesterday", mmsi="x", lat="?", lon="?") for _ in range(20)]
    return write_dma(d / "garbage.csv", rows)


BAD = {
    "missing file": (_missing, "none.csv"),
    "empty file": (_empty, "empty"),
    "header only": (_header_only, "no"),
    "binary rubbish": (_rubbish, "rubbish.csv"),
    "truncated gzip": (_cut_gzip, "cut.csv.gz"),
    "truncated zip": (_cut_zip, "cut.zip"),
    "wrong delimiter": (_wrong_delimiter, "tildes.csv"),
    "a column missing": (_column_missing, "lat"),
    "times without zone": (_no_zone, "zone"),
    "lat/lon swapped": (_swapped, "swapped"),
    "all rows garbage": (_garbage, "garbage.csv"),
}


def _one_line(done: Done, says: str) -> None:
    assert done.code == 1, done
    assert done.out == ""
    lines = done.err.strip().splitlines()
    assert len(lines) == 1, done.err
    assert lines[0].startswith("baltic: ")
    assert says in lines[0]
    assert "Traceback" not in done.err and "defect" not in done.err


@pytest.mark.parametrize("name", BAD)
def test_bad_ais_is_one_clear_line(tmp_path: Path, name: str) -> None:
    make, says = BAD[name]
    out = tmp_path / "o"
    _one_line(run("scan", make(tmp_path), "--out", out, "--quiet"), says)
    assert not out.exists()


#: Nothing usable in a small file is no defect of a run that has other files: it is noted.
NOTED = ("header only", "all rows garbage")


@pytest.mark.parametrize("name", NOTED)
def test_a_file_without_a_row_beside_a_good_one_is_noted(tmp_path: Path, name: str) -> None:
    make, _ = BAD[name]
    good, bad = _good(tmp_path / "fine.csv"), make(tmp_path)
    done = run("scan", good, bad, "--out", tmp_path / "o", "--quiet", "--json")
    assert (done.code, done.err) == (0, "")
    manifest = json.loads(done.out)["manifest"]
    assert any(bad.name in note for note in manifest["notes"])
    assert manifest["counts"]["rows_used"] == 30


@pytest.mark.parametrize("name", sorted(set(BAD) - set(NOTED)))
def test_a_bad_file_beside_a_good_one_stops_the_run(tmp_path: Path, name: str) -> None:
    make, says = BAD[name]
    good = _good(tmp_path / "fine.csv")
    bad = make(tmp_path)
    done = run("scan", good, bad, "--out", tmp_path / "o", "--quiet")
    _one_line(done, says)
    assert not (tmp_path / "o").exists()


def test_rows_that_cannot_be_used_are_counted_with_line(tmp_path: Path) -> None:
    rows = [dma_row(lon=14 + i * 0.005, t=f"25/12/2024 10:{i:02d}:00") for i in range(30)]
    rows[7] = dma_row(t="nonsense")
    rows[9] = dma_row(mobile="Base Station", mmsi=2190064)
    rows[11] = dma_row(lat=91.0, lon=0.0)
    file = write_dma(tmp_path / "a.csv", [*rows, rows[3]])
    done = run("scan", file, "--out", tmp_path / "o", "--quiet")
    assert done.code == 0, done.err
    audit = json.loads((tmp_path / "o" / "audit.json").read_text())
    assert audit["rows_in"] == 31
    counts = {reason: tally["count"] for reason, tally in audit["dropped"].items()}
    assert counts == {"unreadable": 1, "exact_duplicate": 1, "non_ship": 1, "no_position": 1}
    assert audit["rows_used"] == 27
    assert audit["dropped"]["unreadable"]["example"]["line"] == 9
    assert "nonsense" in audit["dropped"]["unreadable"]["example"]["text"]
    assert audit["flagged"]["lat_91"]["count"] == 1


def test_unknown_incident_offers_the_nearest(tmp_path: Path) -> None:
    file = _good(tmp_path / "a.csv")
    done = run("investigate", "estlink2-eagle", file, "--out", tmp_path / "o", "--quiet")
    _one_line(done, "estlink2-eagle-s-2024")
    _one_line(run("incidents", "show", "nordstream"), "nord-stream-2022")
    _one_line(run("assets", "show", "estlink2"), "estlink-2")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"a"},'
         '"geometry":{"type":"Point","coordinates":[20,58]}}]}', "line"),
        ('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"a"},'
         '"geometry":{"type":"LineString","coordinates":[[380000,6600000],[390000,6610000]]}}]}',
         "CRS"),
        ('{"type":"FeatureCollection","features":[]}', ""),
        ("not json", ""),
    ],
)  # fmt: skip
def test_bad_asset_file_is_one_clear_line(tmp_path: Path, content: str, says: str) -> None:
    assets = tmp_path / "assets.geojson"
    assets.write_text(content)
    _one_line(run("assets", "validate", assets), says)
    ais = _good(tmp_path / "a.csv")
    out = tmp_path / "o"
    _one_line(run("scan", ais, "--assets", assets, "--out", out, "--quiet"), says)
    assert not out.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("scan",),
        ("scan", "a.csv"),
        ("nonsense",),
        ("scan", "a.csv", "--out", "o", "--from", "2024-12-25T10:00:00"),
        ("scan", "a.csv", "--out", "o", "--bbox", "1,2,3"),
        ("scan", "a.csv", "--out", "o", "--bbox", "30,2,3,4"),
    ],
)
def test_wrong_usage_exits_2(words: tuple[str, ...]) -> None:
    assert run(*words).code == 2


def test_output_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "o").write_text("mine")
    done = run("scan", _good(tmp_path / "a.csv"), "--out", tmp_path / "o", "--quiet")
    _one_line(done, "is a file")
    assert (tmp_path / "o").read_text() == "mine"


def test_one_fix_a_ship_is_no_error(tmp_path: Path) -> None:
    rows = [dma_row(mmsi=219000001 + i, lon=14 + i / 10) for i in range(20)]
    out = tmp_path / "o"
    done = run("scan", write_dma(tmp_path / "a.csv", rows), "--out", out, "--quiet")
    assert (done.code, done.err) == (0, "")
    assert json.loads((out / "candidates.json").read_text())["candidates"] == []
    assert "too short" in (out / "report.md").read_text()


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.zip", "с пробелом ö.csv"])
def test_containers_and_odd_names_read_the_same(tmp_path: Path, name: str) -> None:
    out = tmp_path / "o"
    done = run("scan", _good(tmp_path / name), "--out", out, "--quiet", "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["manifest"]["counts"]["rows_used"] == 30


def test_a_terminal_without_a_degree_sign_is_no_defect(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    code = "import sys; from baltic.cli.app import main; main()"
    words = ["assets", "show", "sweden-latvia-lvrtc"]
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=root, env={**os.environ, "PYTHONIOENCODING": "ascii"}, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"F?r" in done.stdout


#: A disk is full at every stage of a run; some stages are slow tests.
SIZES_KB = [8, 120, 440, *(pytest.param(kb, marks=pytest.mark.slow) for kb in (40, 300))]


@pytest.fixture
def small_disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Yield a folder on a disk of so many kilobytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={request.param}k", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("small_disk", SIZES_KB, indirect=True)
@pytest.mark.parametrize("command", ["scan", "simulate"])
def test_a_full_disk_is_one_line_and_leaves_nothing(
    tmp_path: Path, small_disk: Path, command: str
) -> None:
    if command == "scan":
        rows = [dma_row(lon=14 + i * 0.005, t=f"25/12/2024 10:{i:02d}:00") for i in range(30)]
        file = write_dma(tmp_path / "a.csv", rows)
        done = run("scan", file, "--out", small_disk / "o", "--quiet")
    else:
        out = small_disk / "new" / "s.parquet"
        done = run("simulate", "--out", out, "--ships", 30, "--hours", 24, "--quiet")
    _one_line(done, "No space left")
    assert list(small_disk.iterdir()) == []


def test_a_large_enough_disk_is_no_error(tmp_path: Path) -> None:
    rows = [dma_row(lon=14 + i * 0.005, t=f"25/12/2024 10:{i:02d}:00") for i in range(30)]
    file = write_dma(tmp_path / "a.csv", rows)
    assert run("scan", file, "--out", tmp_path / "o", "--quiet").code == 0
    written = sum(p.stat().st_size for p in (tmp_path / "o").iterdir())
    assert 440_000 < written < 2_000_000, "the small disks above no longer fill at every stage"


@pytest.mark.parametrize("command", ["scan", "investigate", "backtest"])
@pytest.mark.parametrize("where", ["taken", "taken/deep"])
def test_a_folder_that_cannot_be_written_is_told_before_the_work(
    tmp_path: Path, command: str, where: str
) -> None:
    (tmp_path / "taken").write_text("mine")
    ais = str(_good(tmp_path / "good.csv"))
    given = {"scan": [ais], "investigate": ["estlink2-eagle-s-2024", ais], "backtest": []}[command]
    done = run(command, *given, "--out", tmp_path / where)
    assert done.code == 1
    assert len(done.err.splitlines()) == 1, "no step of the work was begun"
    assert "is a file" in done.err
    assert (tmp_path / "taken").read_text() == "mine"
