"""The layers of the house hold, and nothing heavy loads before it is needed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def test_import_contracts() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("heavy", ["pandas", "polars", "folium", "geopandas"])
def test_help_loads_no_heavy_package(heavy: str) -> None:
    code = (
        "import sys, baltic.cli.app\n"
        f"sys.exit({heavy!r} in sys.modules)\n"
    )  # fmt: skip
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_top_level_is_the_agreed_one() -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if tracked.returncode:
        pytest.skip("not a git checkout")
    top = {line.split("/")[0] for line in tracked.stdout.splitlines()}
    agreed = {
        "README.md", "pyproject.toml", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", ".readme",
        "baltic", "geodata", "notebooks", "tests", ".ci", ".gitignore",
    }  # fmt: skip
    assert top <= agreed
