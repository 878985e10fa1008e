"""NMEA logs without times: refused with a hint, read when start and rate are given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..ais.sentences import log, position
from .runner import run

_START = ("--start", "2024-12-25T10:00:00Z", "--rate", "0.1")


@pytest.fixture
def untimed(tmp_path: Path) -> Path:
    return log(tmp_path / "a.nmea", [position(lon=20 + i / 500) for i in range(60)])


def test_log_without_times_is_refused_in_one_line(untimed: Path, tmp_path: Path) -> None:
    done = run("scan", untimed, "--out", tmp_path / "out", "--quiet")
    assert done.code == 1 and not (tmp_path / "out").exists()
    assert "without any time" in done.err and "--start T --rate N" in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_start_and_rate_make_times_and_say_so(untimed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run("scan", untimed, "--out", out, *_START)
    assert done.code == 0 and "times were made from --start and --rate" in done.out + done.err
    manifest = json.loads((out / "candidates.json").read_text())["manifest"]
    assert manifest["counts"]["rows_used"] == 60


@pytest.mark.slow
def test_investigate_takes_them_too(untimed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run("investigate", "estlink2-eagle-s-2024", untimed, "--out", out, *_START)
    assert done.code == 0 and "times were made" in done.out + done.err


@pytest.mark.parametrize("words", [("--rate", "1"), ("--start", "2024-12-25T10:00:00Z")])
def test_one_without_the_other_is_refused(
    untimed: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = run("scan", untimed, "--out", tmp_path / "out", *words)
    assert done.code == 1 and "give both" in done.err
