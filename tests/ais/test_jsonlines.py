from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from baltic.errors import InputError

from .shapes import dropped, read, small_blocks


def row(i: int = 0, **more: Any) -> dict[str, Any]:
    t = f"2026-07-12T12:{i:02d}:00Z"
    place = {"mmsi": 219000001, "time": t, "lon": 20 + i / 100, "lat": 59.5}
    return place | {"sog": 9.5, "cog": 90.5, "heading": 91, "name": "EAGLE S"} | more


def write(path: Path, *values: Any) -> Path:
    path.write_text("\n".join(v if isinstance(v, str) else json.dumps(v) for v in values))
    return path


def test_lines_and_lists_read_the_same(tmp_path: Path) -> None:
    rows = [row(i) for i in range(9)]
    (tmp_path / "b.json").write_text(json.dumps(rows, indent=2))
    one, two = read(write(tmp_path / "a.jsonl", *rows)), read(tmp_path / "b.json")
    assert one.fixes.equals(two.fixes) and one.audit.rows_used == 9
    assert one.inputs[0]["format"] == two.inputs[0]["format"] == "json"
    assert one.inputs[0]["why"].startswith(
        "JSON lines whose objects name mmsi, t, lon, lat, sog, cog, heading, name"
    )
    fix = one.fixes.row(3, named=True)
    assert fix["t"] == datetime(2026, 7, 12, 12, 3, tzinfo=UTC)
    assert (fix["lon"], fix["sog_kn"], fix["heading_deg"]) == (20.03, 9.5, 91)
    assert one.vessels["name"].to_list() == ["EAGLE S"]


def test_a_mapping_goes_before_every_special_form(tmp_path: Path) -> None:
    rows = [
        {"ship": 219000001, "when": f"2026-07-12 12:0{i}", "x": 20, "y": 59 + i, "v": 5}
        for i in range(5)
    ]
    mapping = {"mmsi": "ship", "t:utc": "when", "lon": "x", "lat": "y", "sog:ms": "v"}
    path = write(tmp_path / "a.jsonl", *rows)
    data = read(path, mapping=mapping)
    assert data.inputs[0]["why"].startswith(
        "JSON lines whose objects are rows, names mapped by you;"
    )
    assert data.fixes["sog_kn"].to_list() == pytest.approx([5 * 3600 / 1852] * 5)
    with pytest.raises(InputError, match="holds JSON whose names are those of no known"):
        read(path)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"time": "2026-07-12T12:00:00"}, r"times have no zone.*--map t:utc=time"),
        ({"time": "12/07/2026 12:00"}, "order of day and month"),
        ({"time": 37}, "no epoch"),
        ({"speed": 3, "sog": None}, ""),
        ({"sog": 105}, "unit is another"),
        ({"cog": 905}, r"unit is another.*cog:tenths"),
        ({"longitude": 20}, ""),
        ({"MMSI": 219000001}, "several columns may be mmsi"),
    ],
)
def test_what_is_not_evident_is_refused(tmp_path: Path, more: dict[str, Any], says: str) -> None:
    path = write(tmp_path / "a.jsonl", *(row(i) | more for i in range(5)))
    if not says:
        assert read(path).fixes.height == 5
        return
    with pytest.raises(InputError, match=says):
        read(path)


def test_a_speed_without_unit_is_refused(tmp_path: Path) -> None:
    rows = [{k: v for k, v in row(i).items() if k != "sog"} | {"speed": 5} for i in range(3)]
    with pytest.raises(InputError, match=r"unit of the speed is not evident.*sog:kn=speed"):
        read(write(tmp_path / "a.jsonl", *rows))


def test_every_line_is_accounted_for(tmp_path: Path) -> None:
    deep = '{"mmsi": ' + "[" * 2000 + "]" * 2000 + "}"
    lines = [
        *(row(0), row(0), row(1, lat={"deg": 59}), row(2, lat="x"), row(3, mmsi=1e300)),
        *(
            row(4, mmsi="219000001"),
            row(5, mmsi=219000001.0),
            row(6, mmsi=10**40),
            row(7, time=None),
        ),
        *(deep, "{", "null", "[1]", "3", '{"mmsi": NaN}', row(8, mmsi=2190064)),
        *(row(9, lat=None, lon=None), row(10, lat=None, lon=None, name=None), row(11, tags=["a"])),
    ]
    data = read(write(tmp_path / "a.jsonl", *lines))
    assert data.audit.rows_in == len(lines)
    assert dropped(data) == {
        "unreadable": 10,
        "exact_duplicate": 1,
        "non_ship": 1,
        "static_only": 1,
        "no_position": 2,
    }


def test_a_name_may_come_late(tmp_path: Path) -> None:
    rows = [row(i) for i in range(9)] + [row(10, callsign="OX1", colour="red")]
    for order in (1, -1):
        path = write(tmp_path / "a.jsonl", *rows[::order])
        for settings in (None, small_blocks()):
            data = read(path, settings=settings)
            assert data.vessels["callsign"].to_list() == ["OX1"] and not data.notes


def test_a_late_name_that_makes_another_doubtful_is_refused(tmp_path: Path) -> None:
    rows = [row(i) for i in range(9)] + [row(10, sog_kn=5)]
    for order in (1, -1):
        path = write(tmp_path / "a.jsonl", *rows[::order])
        assert read(path, mapping={"sog": "sog"}, settings=small_blocks()).fixes.height == 10
    with pytest.raises(InputError, match="several names may be sog: sog, sog_kn"):
        read(write(tmp_path / "a.jsonl", *rows), settings=small_blocks())


def test_a_bare_rate_of_turn_is_left_out_with_a_note(tmp_path: Path) -> None:
    data = read(write(tmp_path / "a.jsonl", *(row(i, rot=5) for i in range(3))))
    assert data.fixes["rot_deg_min"].null_count() == 3
    assert "rot:raw=rot" in data.notes[0]


def test_endless_names_are_no_table(tmp_path: Path) -> None:
    rows = [row(i, **{f"x{i}_{k}": 1 for k in range(300)}) for i in range(9)]
    with pytest.raises(InputError, match="more than 1000 different names"):
        read(write(tmp_path / "a.jsonl", *rows))
