"""A result folder holds one run: leftovers of an earlier one go, all else stays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from baltic.cli.leftovers import result_folder

from .files import dma_row, write_dma
from .runner import run

MANIFEST = {"program": "baltic", "version": "0"}


def put(out: Path, *names: str) -> list[str]:
    """Write files into a result folder as a run does; return what was removed."""
    with result_folder(out, MANIFEST) as result:
        for name in names:
            (result.folder / name).parent.mkdir(exist_ok=True)
            (result.folder / name).write_text(f"of {names}: {name}")
    return result.removed


def names(out: Path) -> list[str]:
    return sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file())


def rewrite(out: Path, outputs: dict[str, Any], **more: Any) -> None:
    (out / "manifest.json").write_text(json.dumps({**MANIFEST, "outputs": outputs, **more}))


def test_what_the_new_run_does_not_write_is_removed(tmp_path: Path) -> None:
    out = tmp_path / "o"
    assert put(out, "a.txt", "b.txt", "sub/c.txt") == []
    assert put(out, "a.txt") == ["b.txt", "sub/c.txt"]
    assert names(out) == ["a.txt", "manifest.json"]
    assert list(json.loads((out / "manifest.json").read_text())["outputs"]) == ["a.txt"]


def test_what_a_person_put_there_or_changed_stays(tmp_path: Path) -> None:
    out = tmp_path / "o"
    put(out, "a.txt", "b.txt")
    (out / "b.txt").write_text("my remarks")
    (out / "mine.txt").write_text("mine")
    assert put(out, "a.txt") == []
    assert names(out) == ["a.txt", "b.txt", "manifest.json", "mine.txt"]


def test_a_run_that_fails_removes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "o"
    put(out, "a.txt", "b.txt")
    before = {name: (out / name).read_text() for name in names(out)}
    with pytest.raises(ZeroDivisionError), result_folder(out, MANIFEST) as result:
        (result.folder / "a.txt").write_text("half")
        raise ZeroDivisionError
    assert {name: (out / name).read_text() for name in names(out)} == before


def test_a_manifest_of_another_program_or_outside_the_folder_removes_nothing(
    tmp_path: Path,
) -> None:
    out, outside = tmp_path / "o", tmp_path / "outside.txt"
    put(out, "b.txt")
    listed = json.loads((out / "manifest.json").read_text())["outputs"]
    outside.write_text((out / "b.txt").read_text())
    (out / "link.txt").symlink_to(outside)
    facts = listed["b.txt"]
    for name in ("../outside.txt", str(outside), "link.txt", "", ".", "..\\outside.txt"):
        rewrite(out, {name: facts})
        assert put(out, "a.txt") == [], name
    rewrite(out, listed, program="another")
    assert put(out, "a.txt") == []
    for text in ("no json", "[]", '{"program": "baltic", "outputs": 7}'):
        (out / "manifest.json").write_text(text)
        assert put(out, "a.txt") == []
    assert outside.exists() and (out / "b.txt").exists() and (out / "link.txt").is_symlink()


@pytest.mark.slow
def test_a_scan_into_the_folder_of_an_investigation_leaves_no_ranking(tmp_path: Path) -> None:
    rows = [
        dma_row(lon=26.0 + i * 0.005, lat=59.9, t=f"25/12/2024 10:{i:02d}:00") for i in range(30)
    ]
    ais, out = write_dma(tmp_path / "a.csv", rows), tmp_path / "o"
    assert run("investigate", "estlink2-eagle-s-2024", ais, "--out", out, "--quiet").code == 0
    assert (out / "attribution.json").exists() and (out / "incident.json").exists()
    (out / "notes.txt").write_text("mine")
    done = run("scan", ais, "--out", out)
    assert done.code == 0
    assert "removed what an earlier run had left" in " ".join(done.out.split())
    left = {p.name for p in out.iterdir()}
    assert not {"attribution.json", "attribution.geojson", "incident.json", "report.pdf"} & left
    assert {"notes.txt", "candidates.json", "report.html", "manifest.json"} <= left
    listed = json.loads((out / "manifest.json").read_text())["outputs"]
    assert set(listed) == left - {"notes.txt", "manifest.json"}
