"""``baltic backtest``: writes its files at once, says what is missing, one line on bad input."""

from __future__ import annotations

import builtins
import json
from pathlib import Path

import pytest

import baltic.evaluation as evaluation
from baltic.extras import extra_command
from tests.evaluation.test_backtest import TINY

from .runner import run


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation, "QUICK", TINY)


def test_files_appear_and_json_is_one_document(tmp_path: Path) -> None:
    done = run("backtest", "--out", tmp_path / "o", "--quick", "--runs", 1, "--json", "--quiet")
    assert (done.code, done.err) == (0, "")
    printed = json.loads(done.out)
    assert printed == json.loads((tmp_path / "o" / "backtest.json").read_text())
    assert printed["seeds"] == [1000, 1000]
    assert "simulated" in (tmp_path / "o" / "backtest.md").read_text()
    names = {p.name for p in (tmp_path / "o").iterdir()}
    assert {"backtest.json", "backtest.md"} <= names
    assert not any(name.startswith(".") for name in names)


@pytest.mark.slow
def test_without_matplotlib_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *more, **named):
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    done = run("backtest", "--out", tmp_path / "o", "--quick", "--runs", 1)
    assert done.code == 0
    assert done.err.count(extra_command("plots")) == 1
    assert sorted(p.name for p in (tmp_path / "o").iterdir()) == ["backtest.json", "backtest.md"]


def test_bad_input_is_one_line_and_writes_nothing(tmp_path: Path) -> None:
    done = run("backtest", "--out", tmp_path / "o", "--quick", "--world", "Z")
    assert done.code == 2 and done.err.count("\n") == 1 and "unknown world" in done.err
    done = run("backtest", "--out", tmp_path / "o", "--ais", tmp_path / "none.csv", "--quiet")
    assert done.code == 1 and done.err.count("\n") == 1
    assert run("backtest", "--out", tmp_path / "o", "--from", "2024-01-01T00:00Z").code == 2
    assert run("backtest", "--out", tmp_path / "o", "--runs", 0).code == 2
    assert not (tmp_path / "o").exists()


@pytest.mark.slow
def test_own_files_give_both_sides(tmp_path: Path) -> None:
    files = []
    for seed in (3, 4):
        files.append(tmp_path / f"{seed}.csv.gz")
        run("simulate", "--out", files[-1], "--ships", 10, "--hours", 12, "--seed", seed, "--quiet",
            "--start", f"2025-06-0{seed}T00:00Z")  # fmt: skip
    done = run("backtest", "--out", tmp_path / "o", "--quick", "--ais", *files, "--json", "--quiet")
    assert (done.code, done.err) == (0, "")
    told = json.loads(done.out)
    assert told["data"] == "injected" and 1 <= told["drags"] <= 2
    assert len(told["manifest"]["inputs"]) == 2
    assert told["latency"] is None
    assert "injected" in (tmp_path / "o" / "backtest.md").read_text()
