"""A flag is shown, never scored."""

from __future__ import annotations

import ast
from pathlib import Path

import polars as pl
import pytest

import baltic
from baltic.ais import AisData
from baltic.catalogue import load_track, track_vessels
from baltic.engine import scan

FOLDER = Path(baltic.__file__).parent
SCORED = sorted(p for name in ("drag", "attribution") for p in (FOLDER / name).rglob("*.py"))
FLAGS = {"flag", "flag_of_mmsi", "MIDS", "nationality", "country"}


def _words(source: str) -> set[str]:
    """Return every name, attribute, import and whole text of a program; prose is longer."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.alias):
            found.update(node.name.split("."))
        elif isinstance(node, ast.ImportFrom):
            found.update((node.module or "").split("."))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return found


@pytest.mark.parametrize("path", SCORED, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_no_file_that_scores_reads_a_flag(path: Path) -> None:
    assert not _words(path.read_text(encoding="utf-8")) & FLAGS


@pytest.mark.parametrize(
    "source", ["ship['flag']", "pl.col('flag')", "row.flag", "from ..catalogue.mids import MIDS"]
)
def test_the_test_would_see_one(source: str) -> None:
    assert _words(source) & FLAGS


def test_another_flag_changes_no_result() -> None:
    track, ships = load_track("eagle-s-2024"), track_vessels()
    found = [
        scan(AisData.of(track, ships.with_columns(pl.lit(flag, pl.String).alias("flag"))))
        for flag in ("FI", "CK", None)
    ]
    assert found[0].detection.episodes
    assert found[0].candidates == found[1].candidates == found[2].candidates
