from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from baltic.errors import InputError

from .shapes import dropped, read, small_blocks

MOTION = {
    **{"Cog": 308.2, "CommunicationState": 81982, "Latitude": 59.5, "Longitude": 25.5},
    **{"MessageID": 1, "NavigationalStatus": 5, "PositionAccuracy": True, "Raim": False},
    **{"RateOfTurn": -20, "RepeatIndicator": 0, "Sog": 9.5, "Spare": 0, "Timestamp": 7},
    **{"SpecialManoeuvreIndicator": 0, "TrueHeading": 235},
}
SIZE = {"A": 160, "B": 33, "C": 20, "D": 12}


def envelope(
    kind: str = "PositionReport", mmsi: Any = 219000001, second: float = 0, **body: Any
) -> dict[str, Any]:
    """A message as the service sends it; its own position is the ship's last known one."""
    meta = {"MMSI": mmsi, "MMSI_String": mmsi, "ShipName": "EAGLE <S>           "}
    fraction = f"{second:012.9f}".rstrip("0").rstrip(".")
    t = f"2026-07-12 12:00:{fraction} +0000 UTC"
    meta |= {"latitude": 1.5, "longitude": 2.5, "time_utc": t}
    message = {"UserID": mmsi, "Valid": True, **body}
    return {"MessageType": kind, "MetaData": meta, "Message": {kind: message}}


def position(second: float = 0, mmsi: Any = 219000001, **body: Any) -> dict[str, Any]:
    return envelope("PositionReport", mmsi, second, **{**MOTION, **body})


def write(path: Path, *values: Any) -> Path:
    path.write_text("\n".join(v if isinstance(v, str) else json.dumps(v) for v in values))
    return path


def test_position_reports(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *(position(s) for s in (0, 1.25, 2.000000001)))
    data = read(path)
    assert data.inputs[0]["why"].startswith(
        "JSON lines whose objects have MessageType, MetaData and Message: "
        "a recording of aisstream.io"
    )
    assert data.audit.rows_used == 3
    assert data.fixes["t"].to_list() == [
        datetime(2026, 7, 12, 12, 0, 0, tzinfo=UTC),
        datetime(2026, 7, 12, 12, 0, 1, 250_000, tzinfo=UTC),
        datetime(2026, 7, 12, 12, 0, 2, tzinfo=UTC),
    ]
    fix = data.fixes.row(0, named=True)
    assert (fix["lon"], fix["lat"], fix["sog_kn"], fix["heading_deg"]) == (25.5, 59.5, 9.5, 235)
    assert fix["rot_deg_min"] == pytest.approx(-((20 / 4.733) ** 2))
    assert (fix["nav_status"], fix["source"]) == (5, "class-a")
    assert data.vessels["name"].to_list() == ["EAGLE <S>"]
    listed = tmp_path / "b.json"
    listed.write_text(json.dumps([position(s) for s in (0, 1.25, 2.000000001)]))
    assert read(listed).fixes.equals(data.fixes)


def test_classes_and_devices(tmp_path: Path) -> None:
    long_range = {
        "Latitude": 59.6,
        "Longitude": 25.6,
        "NavigationalStatus": 0,
        "Sog": 63,
        "Cog": 511,
    }
    place = {"Latitude": 59.7, "Longitude": 25.7}
    path = write(
        tmp_path / "a.jsonl",
        envelope("StandardClassBPositionReport", 219000001, **MOTION),
        envelope("ExtendedClassBPositionReport", 219000002, **MOTION, Name="SMALL", Type=37),
        envelope("LongRangeAisBroadcastMessage", 219000003, **long_range),
        envelope("BaseStationReport", 2190064, **place),
        envelope("AidsToNavigationReport", 992111840, **place, Name="BUOY"),
        envelope("StandardSearchAndRescueAircraftReport", 111219501, **place, Sog=140),
        envelope("DataLinkManagementMessage", 219000003),
        envelope("SafetyBroadcastMessage", 219000004, Text="x"),
    )
    data = read(path)
    # What has no position of its own but a name from the envelope is static only.
    assert dropped(data) == {"non_ship": 3, "static_only": 2}
    assert data.fixes["source"].to_list() == ["class-b", "class-b", None]
    far = data.fixes.row(2, named=True)
    assert far["sog_kn"] is None and far["cog_deg"] is None and far["lat"] == 59.6
    assert data.vessels.filter(pl.col("mmsi") == 219000002)["name"].item() == "SMALL"


def test_static_messages(tmp_path: Path) -> None:
    who = {"ImoNumber": 9329760, "CallSign": "E5U1234", "Name": "EAGLE S@@", "Type": 80}
    five = who | {"Dimension": SIZE, "MaximumStaticDraught": 12.5, "Destination": "PORT SAID"}
    part_a = {"PartNumber": False, "ReportA": {"Valid": True, "Name": "LITTLE"}}
    part_a |= {
        "ReportB": {"Valid": False, "CallSign": "WRONG", "ShipType": 99, "Dimension": {"A": 9}}
    }
    part_b = {"PartNumber": True, "ReportA": {"Valid": False, "Name": "WRONG"}}
    part_b |= {"ReportB": {"Valid": True, "CallSign": "OX1", "ShipType": 36, "Dimension": SIZE}}
    nameless = envelope("StaticDataReport", 219000002, 2, **part_b)
    nameless["MetaData"]["ShipName"] = ""
    path = write(
        tmp_path / "a.jsonl",
        envelope("ShipStaticData", 219000001, **five),
        envelope("StaticDataReport", 219000002, 1, **part_a),
        nameless,
        position(5),
        position(5, 219000002),
    )
    data = read(path)
    assert dropped(data) == {"static_only": 3}
    eagle, little = data.vessels.sort("mmsi").iter_rows(named=True)
    assert (eagle["imo"], eagle["ship_type"], eagle["loa_m"]) == (9329760, 80, 193)
    assert (eagle["draught_m"], eagle["destination"]) == (12.5, "PORT SAID")
    assert (little["callsign"], little["ship_type"], little["loa_m"]) == ("OX1", 36, 193)


def test_every_line_is_accounted_for(tmp_path: Path) -> None:
    without_time, contradicts, bare = position(3), position(4), position(5)
    del without_time["MetaData"]["time_utc"]
    contradicts["MetaData"]["MMSI"] = 219000009
    bare["Message"] = {}
    lines = [
        *(position(0), position(0), position(1, Valid=False), without_time, contradicts, bare),
        *(position(6, mmsi="219000001"), position(7, Latitude="59,5"), position(8, Latitude=None)),
        *(position(9, Latitude=91, Longitude=181), position(10, mmsi=0), position(11, mmsi=None)),
        *('{"error": "Api Key Is Not Valid"}', "{", "[]", "7", json.dumps(position(12))[:200]),
    ]
    path = write(tmp_path / "a.jsonl", *lines)
    data = read(path)
    assert data.audit.rows_in == len(lines)
    # A null latitude beside a longitude is no position.
    assert dropped(data) == {"unreadable": 12, "exact_duplicate": 1, "no_position": 2}
    assert data.fixes.height == 2
    assert read(path, settings=small_blocks()).fixes.equals(data.fixes)


@pytest.mark.parametrize(
    ("t", "says"),
    [
        ("2026-07-12 12:00:00.000000000", "times have no zone"),
        ("07/12/2026 12:00:00", "order of day and month"),
        ("soon", "time format is not evident"),
    ],
)
def test_other_times_are_refused(tmp_path: Path, t: str, says: str) -> None:
    wrong = position()
    wrong["MetaData"]["time_utc"] = t
    with pytest.raises(InputError, match=says):
        read(write(tmp_path / "a.jsonl", wrong))


def test_a_broken_name_stays_on_one_line(tmp_path: Path) -> None:
    rows = [position(i, mmsi=None) for i in range(3)]
    for row in rows:
        row["MetaData"]["ShipName"] = "\x1b[31m\nEVIL\u202e"
    with pytest.raises(InputError) as caught:
        read(write(tmp_path / "a.jsonl", *rows))
    assert str(caught.value).isprintable()
