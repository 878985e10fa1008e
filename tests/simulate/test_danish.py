"""Files in the Danish form come back whole, and stay what they were called."""

from __future__ import annotations

import zipfile

import polars as pl
import pytest

from baltic.ais import read_fixes
from baltic.errors import InputError
from baltic.simulate import SimulationError, straight_run, write_dma


@pytest.fixture(scope="module")
def run():
    return straight_run([(1, 11.0), (1, 5.0)], drag_legs=[1])


@pytest.mark.parametrize("name", ["aisdk-2024-01-01.csv", "aisdk-2024-01-01.zip"])
def test_the_danish_reader_takes_it_back(run, tmp_path, name):
    write_dma(run.fixes, run.vessels, tmp_path / name)
    back = read_fixes([tmp_path / name])
    assert back.inputs[0]["format"] == "dma"
    assert back.audit.as_dict()["dropped"] == {}
    assert set(back.fixes["provenance"]) == {"simulated"}
    assert back.fixes["t"].equals(run.fixes["t"])
    for column, within in (("lon", 1e-6), ("lat", 1e-6), ("sog_kn", 0.06), ("cog_deg", 0.06)):
        assert (back.fixes[column] - run.fixes[column]).abs().max() < within
    assert back.fixes["nav_status"].equals(run.fixes["nav_status"])
    ship, known = (t.row(0, named=True) for t in (back.vessels, run.vessels))
    for column in ("mmsi", "name", "callsign", "ship_type", "loa_m", "beam_m", "destination"):
        assert ship[column] == pytest.approx(known[column])
    assert ship["to_bow_m"] == pytest.approx(known["to_bow_m"], abs=0.51)


def test_a_zip_holds_one_csv_of_its_name_and_the_same_bytes_each_time(run, tmp_path):
    first, again = tmp_path / "day.zip", tmp_path / "again" / "day.zip"
    again.parent.mkdir()
    for path in (first, again):
        write_dma(run.fixes, run.vessels, path)
    assert zipfile.ZipFile(first).namelist() == ["day.csv"]
    assert first.read_bytes() == again.read_bytes()


def test_a_ship_of_which_little_is_known(run, tmp_path):
    names = run.vessels.with_columns(
        name=pl.lit('A,"B"'),
        loa_m=pl.lit(None, pl.Float32),
        ship_type=pl.lit(None, pl.UInt8),
        callsign=pl.lit(None, pl.String),
    )
    fixes = run.fixes.with_columns(nav_status=pl.lit(None, pl.UInt8), provenance=pl.lit("measured"))
    write_dma(fixes, names, tmp_path / "day.csv")
    back = read_fixes([tmp_path / "day.csv"])
    ship = back.vessels.row(0, named=True)
    assert (ship["name"], ship["ship_type"], ship["callsign"]) == ('A,"B"', None, None)
    assert set(back.fixes["provenance"]) == {"measured"}


def test_a_word_that_is_no_provenance_is_refused(run, tmp_path):
    path = tmp_path / "day.csv"
    write_dma(run.fixes, run.vessels, path)
    path.write_text(path.read_text().replace("simulated", "honest"))
    with pytest.raises(InputError, match=r"the provenance is none of .*honest"):
        read_fixes([path])


def test_unknown_ending(run, tmp_path):
    with pytest.raises(SimulationError, match=r"csv or \.zip"):
        write_dma(run.fixes, run.vessels, tmp_path / "a.parquet")
    assert list(tmp_path.iterdir()) == []
