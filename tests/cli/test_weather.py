"""``--weather``: told in the manifest and the report; a bad file is one line, nothing written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..drag.tracks import make_track
from .runner import run


@pytest.fixture
def ais(tmp_path: Path) -> Path:
    track = make_track([(3, 11), (3, 7), (2, 11)])
    track.write_parquet(tmp_path / "ais.parquet")
    return tmp_path / "ais.parquet"


@pytest.mark.slow
def test_a_weather_file_is_used_and_told(ais: Path, tmp_path: Path) -> None:
    rows = [f"2025-03-01T{h:02d}:00:00Z,18.0,56.5,1.5,30" for h in range(3)]
    waves = tmp_path / "waves.csv"
    waves.write_text("t,lon,lat,hs_m,wave_from_deg\n" + "\n".join(rows) + "\n")
    done = run("scan", ais, "--out", tmp_path / "out", "--weather", waves)
    assert done.code == 0, done.err
    told = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert told["weather"]["format"] == "csv" and len(told["weather"]["sha256"]) == 64
    assert any("weather file covers" in n for n in told["notes"])
    for name in ("report.html", "report.md"):
        assert "waves: " in (tmp_path / "out" / name).read_text()


def test_a_bad_weather_file_is_one_line_and_nothing_is_written(ais: Path, tmp_path: Path) -> None:
    waves = tmp_path / "waves.csv"
    waves.write_text("t,lon,lat\n")
    done = run("scan", ais, "--out", tmp_path / "out", "--weather", waves)
    assert done.code == 1 and done.err.count("\n") <= 1 and "hs_m" in done.err
    assert not (tmp_path / "out").exists()
