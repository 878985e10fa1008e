from __future__ import annotations

import csv
import gzip
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from .shapes import dropped, read, real, write
from .test_known_tables import EXACT_EARTH, SPIRE

REAL = "exactearth_2021-07-01_test_data_20210701.csv.gz"
SHIP = ("1", "2", "3", "18", "19", "27")
STATION = ("4", "9", "20", "21")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with gzip.open(real(REAL), "rt") as lines:
        return list(csv.DictReader(lines))


def test_real_file_is_accounted_for_by_message_type(rows: list[dict[str, str]]) -> None:
    data = read(real(REAL))
    assert data.inputs[0]["format"] == "exactearth" and "139 columns" in data.inputs[0]["why"]
    known = [r for r in rows if r["MMSI"] != "0"]
    assert data.audit.rows_in == len(rows) == 2498
    placed = [r for r in known if r["Message_ID"] in SHIP and r["Latitude"] != "91.0"]
    device = [r for r in placed if re.match(r"99\d{7}$|111\d{6}$|97[024]\d{6}$", r["MMSI"])]
    assert data.audit.rows_used == len(placed) - len(device)
    static = [r for r in known if r["Message_ID"] in ("5", "24")]
    counts = dropped(data)
    assert counts["unreadable"] == len(rows) - len(known) == 1
    assert counts["non_ship"] >= sum(r["Message_ID"] in STATION for r in known)
    assert counts["static_only"] <= len(static) and counts["static_only"] > 50
    assert sum(counts.values()) + data.audit.rows_used == 2498


def test_real_file_has_the_units_declared(rows: list[dict[str, str]]) -> None:
    data = read(real(REAL))
    # times: the UTC that a base station sends is a few seconds before they were taken down
    for r in rows:
        if r["Message_ID"] == "4":
            said = datetime(*(int(r[f"UTC_{p}"]) for p in ("year", "month", "day")), tzinfo=UTC)
            clock = {p + "s": int(r[f"UTC_{p}"]) for p in ("hour", "minute", "second")}
            taken = datetime.strptime(r["Time"] + "Z", "%Y%m%d_%H%M%S%z")
            assert abs(taken - said - timedelta(**clock)) < timedelta(seconds=15)
    # rates of turn: every value but 10 is a whole raw number, (raw / 4.733) squared
    turns = [abs(float(r["ROT"])) for r in rows if r["ROT"] not in ("", "None")]
    raw = [4.733 * t**0.5 for t in turns if t != 10]
    assert max(abs(x - round(x)) for x in raw) < 0.01 and turns.count(10.0) == 116
    assert data.fixes.filter(pl.col("rot_deg_min").abs() == 10.0).height == 0
    assert data.fixes["rot_deg_min"].abs().max() == pytest.approx(61.1125547)
    # draughts: tenths, for no ship draws 179 m
    assert max(int(r["Draught"]) for r in rows if r["Draught"]) == 179
    assert data.vessels["draught_m"].max() == pytest.approx(17.9)
    slow = [r for r in rows if r["Message_ID"] in SHIP and not r["MMSI"].startswith("111")]
    fastest = max(float(r["SOG"]) for r in slow if r["SOG"] != "None")
    assert data.fixes["sog_kn"].max() == pytest.approx(fastest) == 35.0


def exact_earth(**cells: Any) -> str:
    full = {"MMSI": 219000001, "Message_ID": 1, "Time": "20210701_185151", "Region": 66} | cells
    return ",".join(f'"{full.get(c, "")}"' for c in EXACT_EARTH.split(","))


def test_message_types_of_exact_earth(tmp_path: Path) -> None:
    place = {"Longitude": 20.5, "Latitude": 59.5}
    static = {
        "Vessel_Name": "GH ZONDA            ",
        "Call_sign": "V7MF3  ",
        "IMO": 9436472,
        "Ship_Type": 71,
        "Dimension_to_Bow": 182,
        "Dimension_to_stern": 49,
        "Dimension_to_port": 24,
        "Dimension_to_starboard": 8,
        "Draught": 87,
        "Destination": "BLUFF   ",
    }
    lines = [
        exact_earth(**place, SOG=13.6, ROT="-10.0", COG="None", Heading="None"),
        exact_earth(**place, MMSI=219000002, Message_ID=18, SOG=102.3, COG=360.0, Heading=511.0),
        exact_earth(**place, MMSI=219000003, Message_ID=27, SOG=40, ROT="1.11600720834"),
        exact_earth(Message_ID=5, **static),
        exact_earth(**place, MMSI=5030133, Message_ID=4),
        exact_earth(**place, MMSI=2918, Message_ID=9),
        exact_earth(Message_ID=8),
    ]
    data = read(write(tmp_path / "a.csv", lines, header=EXACT_EARTH))
    assert dropped(data) == {"non_ship": 2, "static_only": 1, "no_position": 1}
    assert data.fixes["source"].to_list() == ["class-a", "class-b", None]
    assert data.fixes["sog_kn"].to_list() == pytest.approx([13.6, None, 40])
    assert data.fixes["rot_deg_min"].to_list() == pytest.approx([None, None, 1.11600720834])
    assert data.fixes["cog_deg"].null_count() == data.fixes["heading_deg"].null_count() == 3
    ship = data.vessels.filter(pl.col("mmsi") == 219000001).row(0, named=True)
    assert (ship["name"], ship["callsign"], ship["destination"]) == ("GH ZONDA", "V7MF3", "BLUFF")
    assert (ship["loa_m"], ship["beam_m"], ship["to_bow_m"]) == (231, 32, 182)
    assert ship["draught_m"] == pytest.approx(8.7) and ship["ship_type"] == 71


def spire(**cells: Any) -> str:
    full = {"timestamp": "2022-05-01T10:26:00Z", "mmsi": 219000001, "msg_type": 1} | cells
    return ",".join(str(full.get(c, "")) for c in SPIRE.split(","))


@pytest.mark.parametrize(
    "time", ["2022-05-01T10:26:00Z", "2022-05-01T10:26:00+00:00", "2022-05-01 10:26:00 UTC"]
)
def test_spires_own_table(tmp_path: Path, time: str) -> None:
    lines = [
        spire(timestamp=time, latitude=59.5, longitude=20.5, speed=9.5, course=251.3, rot=-20),
        spire(timestamp=time, msg_type=5, name="EAGLE S", imo=9329760, length=229, draught=125),
    ]
    path = write(tmp_path / "a.csv", lines, header=SPIRE)
    data = read(path)
    assert data.inputs[0]["format"] == "spire"
    fix = data.fixes.row(0, named=True)
    assert str(fix["t"]) == "2022-05-01 10:26:00+00:00" and fix["sog_kn"] == 9.5
    assert fix["cog_deg"] == pytest.approx(251.3) and fix["source"] == "class-a"
    assert fix["rot_deg_min"] is None
    assert data.vessels.select("name", "loa_m", "draught_m").row(0) == ("EAGLE S", 229, None)
    assert len(data.notes) == 2 and "--map draught:dm=draught" in " ".join(data.notes)
    data = read(path, mapping={"draught:dm": "draught", "rot:raw": "rot"})
    assert data.vessels["draught_m"][0] == 12.5 and data.notes == []
    assert data.fixes["rot_deg_min"][0] == pytest.approx(-((20 / 4.733) ** 2))
