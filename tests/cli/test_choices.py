"""Wrong words and reversed windows are wrong usage: exit 2, one line, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from .runner import run


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "scan a.csv --out o --format nmae",
            "unknown format 'nmae'; did you mean nmea?",
        ),
        ("investigate x a.csv --out o --format zz", "'--format': unknown format 'zz'; known: "),
        ("ingest a.csv --store o --format zz", "'--format': unknown format 'zz'; known: "),
        ("backtest --out o --ais a.csv --format zz", "'--format': unknown format 'zz'; known: "),
        (
            "scan a.csv --out o --engine daks",
            "unknown engine 'daks'; did you mean dask?",
        ),
        ("simulate --out o --world C", "'--world': unknown world 'C'; known: A, B"),
        ("assets export --format docx", "unknown format 'docx'; known: geojson, kml, gpkg"),
        ("incidents export --format json", "unknown format 'json'; did you mean geojson?"),
    ],
)
def test_an_unknown_word_is_wrong_usage(line: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("")
    done = run(*[tmp_path / w if w in ("o", "a.csv") else w for w in line.split()])
    assert (done.code, done.out) == (2, "")
    assert words in done.err and done.err.count("\n") == 1
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize("command", ["scan a.csv", "investigate x a.csv", "backtest --ais a.csv"])
def test_a_reversed_window_is_wrong_usage_and_told_in_utc(command: str, tmp_path: Path) -> None:
    window = ("--from", "2025-01-02T02:00+02:00", "--to", "2025-01-01T00:00Z")
    done = run(*command.split(), "--out", tmp_path / "o", *window)
    assert (done.code, done.out) == (2, "")
    assert "ends before it begins: 2025-01-02T00:00:00Z to 2025-01-01T00:00:00Z" in done.err
    assert done.err.count("\n") == 1
