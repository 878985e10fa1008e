"""An MMSI that passes to another hull half way: right name and number, and nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from baltic.ais import AisData, read_fixes
from baltic.catalogue import load_track, track_vessels
from baltic.cli.outputs import write_investigation
from baltic.engine import Investigation, ScanResult, investigate, scan
from baltic.maps.ships import encode_vessels, put_ships_then
from baltic.simulate import write_ais
from baltic.tables import VESSELS

MMSI, IMO, OTHER_IMO = 518998865, 9329760, 9100138
TRIP = datetime(2024, 12, 25, 10, 26, tzinfo=UTC)
#: Hours after the trip at which the MMSI passes on, and the name that stands at the trip.
CHANGES = [(-6.0, "Eagle S"), (6.0, "FORMER")]


def ships(change: datetime) -> pl.DataFrame:
    """Return a ship of another type and length before a moment, the documented one after it."""
    one = track_vessels().filter(pl.col("mmsi") == MMSI)
    before = one.with_columns(
        pl.lit("FORMER").alias("name"), pl.lit(OTHER_IMO, pl.UInt32).alias("imo"),
        pl.lit("ZZ9").alias("callsign"), pl.lit(101.0, pl.Float32).alias("loa_m"),
        pl.lit(change - timedelta(minutes=10), VESSELS.schema["last_t"]).alias("last_t"),
    )  # fmt: skip
    after = one.with_columns(pl.lit(change, VESSELS.schema["first_t"]).alias("first_t"))
    return pl.concat([after, before])


@pytest.fixture(scope="module")
def plain() -> ScanResult:
    return scan(AisData.of(load_track("eagle-s-2024"), track_vessels()))


@pytest.fixture(scope="module", params=CHANGES, ids=["before", "after"])
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, AisData, Investigation]:
    hours, name = request.param
    path = tmp_path_factory.mktemp("ais") / "ais.csv.gz"
    write_ais(load_track("eagle-s-2024"), ships(TRIP + timedelta(hours=hours)), path)
    data = read_fixes([path])
    return name, data, investigate("estlink2-eagle-s-2024", data)


def test_each_hull_is_one_row_of_its_time(told: tuple[str, AisData, Any]) -> None:
    data = told[1]
    rows = data.vessels.filter(pl.col("mmsi") == MMSI)
    assert rows.select("imo", "name").rows() == [(OTHER_IMO, "FORMER"), (IMO, "Eagle S")]
    assert rows["last_t"][0] < rows["first_t"][1]
    assert rows["first_t"][0] == data.fixes["t"].min()
    assert rows["last_t"][1] == data.fixes["t"].max()


def test_nothing_stands_twice(told: tuple[str, AisData, Any], plain: ScanResult) -> None:
    found = told[2].scan
    assert found.tracks.select("mmsi", "hull", "t").equals(plain.tracks.select("mmsi", "hull", "t"))
    assert len(found.crossings) == len(plain.crossings)
    ids = [c["candidate_id"] for c in found.candidates]
    assert len(ids) == len(set(ids))
    spans = sorted((c.t_start, c.t_end) for c in found.detection.episodes)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    keys = [(h.kind, h.mmsi) for h in told[2].attribution.hypotheses]
    assert len(keys) == len(set(keys))
    assert sum(h.posterior for h in told[2].attribution.hypotheses) == pytest.approx(1.0)


def test_every_candidate_has_the_name_and_number_of_its_time(
    told: tuple[str, AisData, Any],
) -> None:
    change = ships_change(told[1])
    episodes = told[2].scan.detection.episodes
    assert episodes, "nothing to look at"
    for c in episodes:
        own = ("Eagle S", IMO) if c.t_start >= change else ("FORMER", OTHER_IMO)
        assert (c.name, c.imo) == own
        assert (c.loa_m == 101.0) == (c.name == "FORMER")


def ships_change(data: AisData) -> datetime:
    return data.vessels.filter(pl.col("imo") == IMO)["first_t"][0]


def test_the_hypothesis_has_the_name_and_number_of_the_trip(
    told: tuple[str, AisData, Any],
) -> None:
    vessel = next(h for h in told[2].attribution.hypotheses if h.kind == "vessel")
    assert vessel.mmsi == MMSI
    assert (vessel.name, vessel.imo) == (
        ("Eagle S", IMO) if told[0] == "Eagle S" else ("FORMER", OTHER_IMO)
    )


def test_written_files_and_map_hold_the_right_ship(
    told: tuple[str, AisData, Any], tmp_path: Path
) -> None:
    write_investigation(told[2], tmp_path / "o")
    vessels = pl.read_parquet(tmp_path / "o" / "vessels.parquet")
    assert vessels.filter(pl.col("mmsi") == MMSI).height == 2
    (entry,) = encode_vessels(vessels.to_pandas(), {MMSI})
    assert entry["name"] == "Eagle S" and "FORMER" in entry["former"]
    assert f"IMO {OTHER_IMO}" in entry["former"]
    listed = [{"mmsi": MMSI, "crossings": [{"t": TRIP.timestamp()}], "episodes": []}]
    put_ships_then(listed, vessels.to_pandas())
    assert listed[0]["ship"]["name"] == told[0]


def test_one_hull_gives_what_it_gave_by_mmsi_alone(plain: ScanResult) -> None:
    assert plain.vessels.height == 1 or plain.vessels["mmsi"].is_unique().all()
    for c in plain.detection.episodes:
        assert (c.name, c.imo) == ("Eagle S", IMO)


def test_a_run_in_parts_gives_the_same_ships(tmp_path: Path) -> None:
    path = tmp_path / "ais.csv"
    write_ais(load_track("eagle-s-2024"), ships(TRIP + timedelta(hours=6)), path)
    whole, parts = scan([path]), scan([path], work=tmp_path / "work")
    assert parts.vessels.equals(whole.vessels)
    assert parts.known.equals(whole.known)
    assert parts.candidates == whole.candidates
