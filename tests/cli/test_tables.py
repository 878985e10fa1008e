"""What is printed fits 80 columns; ids, numbers and paths are whole; a pipe reads the same."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from baltic.cli.backtest import _print_table
from baltic.cli.console import open_console
from baltic.cli.tables import Column, table_lines
from baltic.cli.talk import Talk

from .runner import Done, run


def fits(text: str) -> None:
    """Refuse a line of more than 80 columns, unless it is one word or where a file lies."""
    for line in text.splitlines():
        path = re.fullmatch(r"[^:]+: +\S+", line)
        assert len(line) <= 80 or path or len(line.split()) == 1, line
        assert "…" not in line, line


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_assets_list() -> None:
    done = run("assets", "list")
    fits(done.out)
    rows = json.loads(run("assets", "list", "--json").out)
    words = done.out.split()
    for row in rows:
        assert row["asset_id"] in words and row["accuracy_class"] in words
    assert "globalconnect-denmark-sweden" in words


def test_assets_near() -> None:
    done = run("assets", "near", "26.2", "59.96", "--km", "60")
    fits(done.out)
    for row in json.loads(run("assets", "near", "26.2", "59.96", "--km", "60", "--json").out):
        assert row["asset_id"] in done.out.split() and f"{row['distance_km']:.2f}" in done.out
    assert "(out of service)" in " ".join(done.out.split())


def test_incidents_list() -> None:
    done = run("incidents", "list")
    fits(done.out)
    for row in json.loads(run("incidents", "list", "--json").out):
        assert row["id"] in done.out.split()
        assert row["title"] in " ".join(done.out.split())
        assert f"cause: {row['cause_status']}" in " ".join(done.out.split())


def test_demo_is_narrow_and_names_every_ship(demo: tuple[Path, Done, float]) -> None:
    out, done, _ = demo
    fits(done.out)
    words = done.out.split()
    document = json.loads((out / "investigate" / "attribution.json").read_text())
    ships = [h for h in document["hypotheses"][:12] if h["mmsi"]]
    assert ships and all(str(h["mmsi"]) in words for h in ships)
    assert str(out / "atlas.html") in words
    assert [line for line in done.out.splitlines() if line.startswith("atlas")]


@pytest.mark.slow
def test_scan_names_ships_and_assets(demo: tuple[Path, Done, float], tmp_path: Path) -> None:
    done = run("scan", demo[0] / "ais.csv.gz", "--out", tmp_path / "o", "--quiet")
    fits(done.out)
    found = json.loads((tmp_path / "o" / "candidates.json").read_text())["candidates"]
    assert found
    words = [w.strip(",") for w in done.out.split()]
    for c in found:
        assert str(c["mmsi"]) in words and c["level"] in words
        assert {a["asset_id"] for a in c["assets"]} <= set(words)


@pytest.mark.slow
def test_results_in_a_folder_are_no_ais(demo: tuple[Path, Done, float], tmp_path: Path) -> None:
    """The first thing a new user scans is the folder of the demo."""
    done = run("scan", demo[0], "--out", tmp_path / "o", "--quiet", "--json")
    assert (done.code, done.err) == (0, "")
    (used,) = json.loads(done.out)["manifest"]["inputs"]
    assert used["file"].endswith("ais.csv.gz")


@pytest.mark.slow
def test_doctor() -> None:
    done = run("doctor")
    fits(done.out)


def test_a_table_of_the_backtest(capsys: pytest.CaptureFixture[str]) -> None:
    wide = [
        "| rule | drags found [95 %] | false alarms per 1,000 vessel-days [95 %] | vessel-days |",
        "|---|---|---|---|",
        "| the same at 5, drags that cost 15 % or more | 0.79 [0.72, 0.83] | 432.5 [419.0, 446.4] "
        "| 8,931 |",
        "| baltic, `alert` (too few vessel-days to tell) | 0.58 [0.54, 0.61] | 2.7 [1.7, 4.0] "
        "| 8,931 |",
    ]
    eight = [
        "| outage | n | true ship first | target | first among ships | without drag evidence | "
        "mean posterior | 95 % set |",
        "|---|---|---|---|---|---|---|---|",
        "| window of 30 min | 115 | 0.90 (0.84-0.95) | 0.95 | 0.98 (0.94-1.00) | 0.52 (0.43-0.61) "
        "| 0.88 | 1.2 |",
    ]
    for table in (wide, eight):
        _print_table("\n".join(table), Talk())
        out = capsys.readouterr().out
        fits(out)
        cells = [c.strip().replace("`", "") for c in table[2].split("|")[1:-1]]
        assert set(" ".join(cells).split()) <= set(out.split()), "a word is cut"
        assert "`" not in out and "---" not in out


def test_a_pipe_does_not_know_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    told = set()
    for columns in ("20", "80", "300"):
        monkeypatch.setenv("COLUMNS", columns)
        told.add(run("assets", "near", "26.2", "59.96", "--km", "60").out)
    assert len(told) == 1


def test_a_terminal_too_narrow_for_columns_gets_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("COLUMNS", "30")
    console = open_console(Terminal())
    assert console.width == 30
    columns = [Column("asset_id", whole=True), Column("name"), Column("km", right=True)]
    row = ("globalconnect-denmark-sweden", "GlobalConnect", "15")
    assert table_lines(console, columns, [row]).splitlines() == [
        "globalconnect-denmark-sweden", "  name: GlobalConnect", "  km: 15",
    ]  # fmt: skip


def test_hostile_names_stay_one_cell(capsys: pytest.CaptureFixture[str]) -> None:
    rows: list[tuple[Any, ...]] = [("219000001", "\x1b[31mRED\u202eEVIL [bold]x[/bold] :smile:")]
    Talk().table((Column("MMSI", whole=True), Column("ship")), rows)
    out = capsys.readouterr().out
    assert "\x1b" not in out and "\u202e" not in out
    assert "[bold]x[/bold] :smile:" in out
