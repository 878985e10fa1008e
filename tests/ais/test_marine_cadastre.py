from __future__ import annotations

import csv
import gzip
from pathlib import Path

import polars as pl

from .shapes import dropped, flagged, read, real, write
from .test_known_tables import CADASTRE, CADASTRE_2025

REAL = "noaa_marinecadastre_2023-01-01_1000rows.csv.gz"


def test_real_file_agrees_with_the_csv_module() -> None:
    path = real(REAL)
    data = read(path)
    with gzip.open(path, "rt") as lines:
        rows = list(csv.DictReader(lines))
    assert data.inputs[0]["format"] == "marine-cadastre"
    assert data.audit.rows_in == data.audit.rows_used == len(rows) == 1000
    assert data.vessels.height == len({r["MMSI"] for r in rows})
    nothing = sum(r["COG"] == "360.0" for r in rows)
    assert data.fixes["cog_deg"].null_count() == nothing > 0
    assert data.fixes["heading_deg"].null_count() == sum(
        r["Heading"] in ("511.0", "") for r in rows
    )
    assert data.fixes.filter(pl.col("source") == "class-b").height == sum(
        r["TransceiverClass"] == "B" for r in rows
    )
    ship = data.vessels.filter(pl.col("mmsi") == 636021061).row(0, named=True)
    assert (ship["imo"], ship["ship_type"], ship["loa_m"]) == (9307839, 70, 208)
    assert data.notes == []


def test_a_row_of_each_kind(tmp_path: Path) -> None:
    rows = [
        "636021061,2023-01-11T00:00:00,59.5,20.1,8.8,272.7,270.0,MSC NAISHA III,IMO9307839,5LCB4,"
        "70,8.0,208.0,30.0,8.0,70.0,A",
        "367752440,2023-01-11T00:00:00,59.5,20.2,102.3,360.0,511.0,,IMO0000000,,1019,15.0,,,,52,B",
        "2190064,2023-01-11T00:00:00,59.5,20.2,0.0,0.0,511.0,,,,,,,,,,",
    ]
    data = read(write(tmp_path / "AIS_2023_01_11.zip", rows, header=CADASTRE))
    fix = data.fixes.filter(pl.col("mmsi") == 636021061).row(0, named=True)
    assert str(fix["t"]) == "2023-01-11 00:00:00+00:00" and fix["nav_status"] == 8
    ship = data.vessels.filter(pl.col("mmsi") == 636021061).row(0, named=True)
    assert (ship["imo"], ship["name"], ship["beam_m"], ship["draught_m"]) == (
        9307839,
        "MSC NAISHA III",
        30,
        8,
    )
    small = data.fixes.filter(pl.col("mmsi") == 367752440).row(0, named=True)
    assert (
        small["sog_kn"] is small["cog_deg"] is small["heading_deg"] is small["nav_status"] is None
    )
    assert data.vessels.filter(pl.col("mmsi") == 367752440)["ship_type"].to_list() == [None]
    assert dropped(data) == {"non_ship": 1} and flagged(data) == {}


def test_names_of_2025_on(tmp_path: Path) -> None:
    row = (
        "368382440,2025-12-31 00:00:00,20.5,59.96,4.7,321.6,327,P. B. MORAN,IMO1079618,WDP7519,"
        "52,0,26,11,5.5,52,A"
    )
    data = read(write(tmp_path / "ais-2025-12-31.csv.zst", [row], header=CADASTRE_2025))
    fix = data.fixes.row(0, named=True)
    assert (fix["lon"], fix["lat"], fix["heading_deg"], fix["source"]) == (
        20.5,
        59.96,
        327,
        "class-a",
    )
    assert data.vessels["loa_m"][0] == 26 and data.vessels["ship_type"][0] == 52
