from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from baltic.errors import InputError

from .shapes import dropped, read


def simple(minute: int = 0, mmsi: Any = 257030830, **more: Any) -> dict[str, Any]:
    """A position of the model "Simple"; historic tracks have the same names."""
    return {
        **{"courseOverGround": 18.2, "latitude": 59.439188, "longitude": 10.39865},
        **{"name": "OCEAN <i>DRONE", "rateOfTurn": -7, "shipType": 99, "speedOverGround": 9.5},
        **{"trueHeading": 136, "navigationalStatus": 0, "mmsi": mmsi},
        "msgtime": f"2026-07-12T12:{minute:02d}:00+00:00",
        **more,
    }


def full(minute: int = 0, **more: Any) -> dict[str, Any]:
    place = simple(minute) | {"type": "Position", "messageType": 1, "reportClass": "A"}
    return place | {"altitude": None, "stream": "terra"} | more


def static(mmsi: int = 257030830) -> dict[str, Any]:
    return {
        **{"type": "Staticdata", "messageType": 5, "mmsi": mmsi, "imoNumber": 9329760},
        **{"msgtime": "2026-07-12T12:00:30+00:00", "callSign": "LM8196", "destination": "Tromsø"},
        **{"eta": "12251830", "name": "OLIVIA", "draught": 68, "shipLength": 10, "shipWidth": 3},
        **{"shipType": 90, "dimensionA": 3, "dimensionB": 7, "dimensionC": 2, "dimensionD": 1},
        **{"positionFixingDeviceType": 1, "reportClass": "A", "stream": "terra"},
    }


def feature(minute: int = 0) -> dict[str, Any]:
    properties = simple(minute)
    place = [properties.pop("longitude"), properties.pop("latitude")]
    geometry = {"type": "Point", "coordinates": place}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def write(path: Path, document: Any) -> Path:
    path.write_text(json.dumps(document))
    return path


def lines(path: Path, *values: Any) -> Path:
    path.write_text("\n".join(json.dumps(v) for v in values))
    return path


def test_lists_lines_and_features_read_the_same(tmp_path: Path) -> None:
    backwards = range(9, -1, -1)  # a track comes newest first
    found = [
        read(write(tmp_path / "a.json", [simple(m) for m in backwards])),
        read(lines(tmp_path / "b.jsonl", *(simple(m) for m in backwards))),
        read(lines(tmp_path / "c.jsonl", *(feature(m) for m in backwards))),
        read(
            write(
                tmp_path / "d.json",
                {"type": "FeatureCollection", "features": [feature(m) for m in backwards]},
            )
        ),
    ]
    for data in found:
        assert data.fixes.equals(found[0].fixes) and data.audit.rows_used == 10
        assert data.inputs[0]["format"] == "barentswatch"
    assert (
        found[0]
        .inputs[0]["why"]
        .startswith(
            "a JSON list whose objects have mmsi, msgtime and courseOverGround: BarentsWatch"
        )
    )
    fix = found[0].fixes.row(3, named=True)
    assert fix["t"] == datetime(2026, 7, 12, 12, 3, tzinfo=UTC)
    assert (fix["lon"], fix["lat"], fix["sog_kn"]) == (10.39865, 59.439188, 9.5)
    assert fix["rot_deg_min"] == pytest.approx(-((7 / 4.733) ** 2))
    assert found[0].vessels["name"].to_list() == ["OCEAN <i>DRONE"]


def test_the_zone_is_obeyed(tmp_path: Path) -> None:
    rows = [
        simple(0, msgtime="2026-07-12T14:00:00.5+02:00"),
        simple(1, msgtime="2026-07-12T12:01:00Z"),
    ]
    t = read(write(tmp_path / "a.json", rows)).fixes["t"].to_list()
    assert t == [
        datetime(2026, 7, 12, 12, 0, 0, 500_000, tzinfo=UTC),
        datetime(2026, 7, 12, 12, 1, tzinfo=UTC),
    ]
    with pytest.raises(InputError, match=r"times have no zone.*--map t:utc=msgtime"):
        read(write(tmp_path / "b.json", [simple(msgtime="2026-07-12T12:00:00")]))
    naive = write(tmp_path / "b.json", [simple(msgtime="2026-07-12T12:00:00")])
    assert read(naive, mapping={"t:utc": "msgtime"}).inputs[0]["format"] == "json"


def test_static_data_and_devices(tmp_path: Path) -> None:
    aton = {
        "type": "Aton",
        "messageType": 21,
        "mmsi": 257581027,
        "latitude": 61.3,
        "longitude": 2.2,
    }
    aton |= {"msgtime": "2026-07-12T12:00:00+00:00", "name": "HYWIND", "stream": "offshore"}
    other = {"type": "BinaryBroadcastMessageMetHyd", "messageType": 8, "mmsi": 257000001}
    other |= {"msgtime": "2026-07-12T12:00:00+00:00"}
    data = read(lines(tmp_path / "a.jsonl", full(), static(), aton, other, full(1)))
    assert dropped(data) == {"static_only": 1, "non_ship": 1, "no_position": 1}
    assert data.fixes["source"].to_list() == ["class-a", "class-a"]
    ship = data.vessels.filter(data.vessels["mmsi"] == 257030830).row(0, named=True)
    assert (ship["imo"], ship["callsign"], ship["destination"]) == (9329760, "LM8196", "Tromsø")
    assert (ship["loa_m"], ship["beam_m"], ship["to_bow_m"]) == (10, 3, 3)
    assert ship["draught_m"] == pytest.approx(6.8)


def test_every_row_is_accounted_for(tmp_path: Path) -> None:
    rows = [
        *(simple(0), simple(0), simple(1, latitude=None, longitude=None, name=None, shipType=None)),
        *(simple(2, latitude="x"), simple(3, msgtime=None), simple(4, mmsi="abc"), None, 7, "x"),
        simple(5, speedOverGround=None, courseOverGround=None, trueHeading=511, rateOfTurn=None),
        simple(6, speedOverGround=102.3, courseOverGround=360.0, rateOfTurn=-128),
        *(simple(7, latitude=91, longitude=181), simple(8, mmsi=2573010), simple(9, latitude=True)),
    ]
    data = read(write(tmp_path / "a.json", rows))
    assert data.audit.rows_in == len(rows)
    assert dropped(data) == {
        "unreadable": 7,
        "exact_duplicate": 1,
        "no_position": 2,
        "non_ship": 1,
    }
    motion = ["sog_kn", "cog_deg", "rot_deg_min"]
    assert data.fixes.height == 3 and data.fixes[1:].select(motion).null_count().row(0) == (2, 2, 2)
