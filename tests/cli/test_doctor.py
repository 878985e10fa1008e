"""``baltic doctor``: what is missing, the command that mends it, and when it ends with 1."""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import re
import shlex
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from baltic.cli import checks
from baltic.extras import EXTRAS

from .runner import Done, run

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def told(*words: object) -> tuple[Done, dict[str, dict[str, Any]]]:
    """Run the doctor; return its end and its findings by name."""
    done = run("doctor", "--json", "--quiet", *words)
    assert done.err == ""
    return done, {row["what"]: row for row in json.loads(done.out)["checks"]}


def hide(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Make packages look as if they were not installed."""
    version = importlib.metadata.version

    def hidden(name: str) -> str:
        if name in names:
            raise importlib.metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(importlib.metadata, "version", hidden)


def break_import(monkeypatch: pytest.MonkeyPatch, module: str, error: Exception) -> None:
    load = importlib.import_module

    def broken(name: str, *rest: Any) -> Any:
        if name == module:
            raise error
        return load(name, *rest)

    monkeypatch.setattr(importlib, "import_module", broken)


def test_the_lists_are_those_of_the_project() -> None:
    wanted = {re.split(r"[<>=]", row)[0] for row in PROJECT["dependencies"]}
    assert {name for name, _ in checks.CORE} == wanted


def test_a_whole_machine_can_run() -> None:
    done, found = told()
    assert done.code == 0
    assert {r["group"] for r in found.values()} == {
        "program", "packages", "data", "extras", "machine"
    }  # fmt: skip
    assert "90 assets, 15 incidents" in found["data"]["found"]
    for what in ("cores", "memory", "free disk here", "writing here", "polars"):
        assert found[what]["ok"] is True and found[what]["do"] is None


def test_every_extra_that_is_missing_has_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, *(extra.package for extra in EXTRAS))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    done, found = told()
    assert done.code == 0, "the program works without extras"
    for extra in EXTRAS:
        row = found[f"{extra.name} ({extra.what})"]
        assert row["ok"] is None and row["found"] == "not installed"
        words = shlex.split(row["do"])
        assert words[:4] == [sys.executable, "-m", "pip", "install"]
        assert tuple(words[4:]) == extra.wanted
    assert found["Chromium (browser tests only)"]["do"] == "apt-get install -y chromium"
    shown = run("doctor")
    assert shown.code == 0 and "baltic can run here" in shown.out
    lines = [line.strip() for line in shown.out.splitlines()]
    assert f"{sys.executable} -m pip install 'typst>=0.15,<0.16'" in lines, "whole, to be copied"


def test_a_missing_package_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, "pyogrio")
    done, found = told()
    assert done.code == 1 and json.loads(done.out)["can_run"] is False
    assert found["pyogrio"]["ok"] is False and "install 'pyogrio" in found["pyogrio"]["do"]
    shown = run("doctor")
    assert shown.code == 1 and "FAIL  pyogrio: missing" in shown.out
    assert "cannot run here" in shown.out


@pytest.mark.slow
def test_half_a_package_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    break_import(monkeypatch, "scipy", ImportError("libopenblas.so.0: no such file"))
    done, found = told()
    assert done.code == 1
    assert "does not load (ImportError: libopenblas" in found["scipy"]["found"]
    assert "--force-reinstall" in found["scipy"]["do"]


@pytest.mark.slow
def test_an_old_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_wanted", lambda: ["polars>=99.0"])
    done, found = told()
    assert done.code == 0 and "older than polars>=99.0" in found["polars"]["found"]
    assert found["polars"]["do"].endswith("'polars>=99.0'")


@pytest.mark.slow
def test_rich_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What prints tables is itself a package that can be missing."""
    for name in [n for n in sys.modules if n.split(".")[0] == "rich"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    break_import(monkeypatch, "rich", ImportError("no module named rich"))
    done = run("doctor")
    assert done.code == 1 and done.err == "" and "FAIL  rich" in done.out


def _data(folder: Path, schema: int = 1) -> Path:
    copied = folder / "geodata"
    shutil.copytree(ROOT / "geodata", copied, ignore=shutil.ignore_patterns("scripts", "sources"))
    file = copied / "assets.geojson"
    file.write_text(file.read_text().replace('"schema_version": 1', f'"schema_version": {schema}'))
    return copied


@pytest.mark.slow
def test_other_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = _data(tmp_path, 2)
    monkeypatch.setenv("BALTIC_GEODATA", str(newer))
    done, found = told()
    assert done.code == 1 and "schema 2, newer than this program's 1" in found["data"]["found"]
    assert "unset BALTIC_GEODATA" in found["data"]["do"]
    (newer / "assets.geojson").write_text('{"type": "FeatureCollection", "featu')
    done, found = told()
    assert done.code == 1 and found["data"]["do"] == "unset BALTIC_GEODATA"
    monkeypatch.setenv("BALTIC_GEODATA", str(tmp_path / "none"))
    assert told()[0].code == 0, "the shipped data is used where the named folder holds none"


@pytest.mark.slow
def test_the_own_catalogue_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BALTIC_CATALOGUE", str(tmp_path))
    (tmp_path / "a.json").write_text("{")
    done, found = told()
    assert done.code == 0 and found["own incidents"]["do"] == "baltic incidents validate"


@pytest.mark.slow
def test_no_right_to_write_is_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(checks.tempfile, "TemporaryFile", refused)
    done, found = told()
    assert done.code == 0 and "Permission denied" in found["writing here"]["found"]
    assert "--out" in found["writing here"]["do"]


def test_settings_are_checked(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text("[segments]\ngap_h = 3.0\n")
    assert "defaults" not in told("--settings", file)[1]["settings"]["found"]
