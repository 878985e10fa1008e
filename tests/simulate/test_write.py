"""Written simulations come back whole."""

from __future__ import annotations

import gzip

import polars as pl
import pytest

from baltic.simulate import SimulationError, straight_run, write_ais


@pytest.fixture(scope="module")
def run():
    return straight_run([(1, 11.0), (1, 5.0)], drag_legs=[1])


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.gz"])
def test_text_round_trip(run, tmp_path, name):
    path = tmp_path / name
    write_ais(run.fixes, run.vessels, path)
    raw = path.read_bytes()
    text = gzip.decompress(raw) if name.endswith("gz") else raw
    back = pl.read_csv(text, infer_schema_length=10_000)
    assert back.height == run.fixes.height
    assert back["t"][0] == "2024-01-01T00:00:00Z"
    for column in ("lon", "lat", "sog_kn", "cog_deg"):
        assert (back[column] - run.fixes[column].cast(pl.Float64)).abs().max() < 1e-4
    assert set(back["provenance"]) == {"simulated"}
    assert set(back["truth_state"]) == {"transit", "drag"}
    assert back["name"][0] == run.vessels["name"][0]
    assert back["loa_m"][0] == pytest.approx(run.vessels["loa_m"][0])


def test_parquet_round_trip(run, tmp_path):
    path = tmp_path / "a.parquet"
    write_ais(run.fixes, run.vessels, path)
    back = pl.read_parquet(path)
    assert back.select(run.fixes.columns).equals(run.fixes.sort("t", "mmsi"))


def test_same_bytes_each_time(run, tmp_path):
    for name in ("a.csv.gz", "b.csv.gz"):
        write_ais(run.fixes, run.vessels, tmp_path / name)
    assert (tmp_path / "a.csv.gz").read_bytes() == (tmp_path / "b.csv.gz").read_bytes()


def test_unknown_ending(run, tmp_path):
    with pytest.raises(SimulationError, match="ending"):
        write_ais(run.fixes, run.vessels, tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.parquet"])
def test_the_readers_take_it_back(run, tmp_path, name):
    from baltic import ais

    if not hasattr(ais, "read_fixes"):
        pytest.skip("readers are not there yet")
    from baltic.settings import Settings

    path = tmp_path / name
    write_ais(run.fixes, run.vessels, path)
    data = ais.read_fixes([path], settings=Settings())
    assert data.fixes.height == run.fixes.height
    assert set(data.fixes["provenance"]) == {"simulated"}
    back = data.fixes.sort("mmsi", "t")
    assert (back["lon"] - run.fixes["lon"]).abs().max() < 1e-6
    assert back["t"].equals(run.fixes["t"])
    ship = data.vessels.row(0, named=True)
    known = run.vessels.row(0, named=True)
    for column in ("mmsi", "name", "ship_type", "loa_m", "beam_m", "draught_m"):
        assert ship[column] == pytest.approx(known[column])
