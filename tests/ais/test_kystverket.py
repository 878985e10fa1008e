from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from .shapes import dropped, read, write
from .test_known_tables import NORWAY


def test_message_numbers_tell_ships_from_stations(tmp_path: Path) -> None:
    rows = [
        "257000001;5.5;59.5;2019-08-07 10:26:00;9.5;251.3;511;0;-128;1;g",
        "257000002;5.5;59.5;2019-08-07 10:26:00;102.3;360.0;250;-99;;18;s",
        "257000003;5.5;59.5;2019-08-07 10:26:00;1.0;2.0;3;15;0;27;s",
        "257000004;5.5;59.5;2019-08-07 10:26:00;;;;;;4;g",
        "992576001;5.5;59.5;2019-08-07 10:26:00;;;;;;21;g",
        "257000005;181;91;2019-08-07 10:26:00;;;;;;3;g",
    ]
    data = read(write(tmp_path / "a.csv", rows, header=NORWAY))
    assert data.inputs[0]["format"] == "kystverket"
    assert data.fixes["source"].to_list() == ["class-a", "class-b", None]
    assert data.fixes["nav_status"].to_list() == [0, None, None]
    assert data.fixes["heading_deg"].to_list() == [None, 250, 3]
    assert data.fixes["sog_kn"][1] is data.fixes["cog_deg"][1] is None
    assert dropped(data) == {"non_ship": 2, "no_position": 1}


def test_rate_of_turn_is_left_out_unless_said(tmp_path: Path) -> None:
    row = "257000001;5.5;59.5;2019-08-07 10:26:00;9.5;251.3;250;0;-20;1;g"
    path = write(tmp_path / "a.csv", [row], header=NORWAY)
    data = read(path)
    assert data.fixes["rot_deg_min"][0] is None and "--map rot:raw=rot" in data.notes[0]
    data = read(path, mapping={"rot:raw": "rot"})
    assert data.inputs[0]["format"] == "kystverket" and data.notes == []
    assert data.fixes["rot_deg_min"][0] == pytest.approx(-((20 / 4.733) ** 2))
    assert data.fixes["source"][0] == "class-a"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            "mmsi;lon;lat;date_time_utc;sog;cog;true_heading;nav_status;message_nr;source",
            "257000001;7.9;63.1;2018-01-01 16:58:42;0.0;59.5;511;-99;18;g",
        ),
        (
            "mmsi;imo_nr;length;date_time_utc;lon;lat;sog;cog;true_heading;nav_status;message_nr",
            "257000001;9329760;229;2018-01-01 16:58:42;7.9;63.1;0.0;59.5;511;-99;18",
        ),
    ],
)
def test_other_extracts(tmp_path: Path, header: str, row: str) -> None:
    data = read(write(tmp_path / "a.csv", [row], header=header))
    fix = data.fixes.row(0, named=True)
    assert (fix["lon"], fix["lat"], fix["source"]) == (7.9, 63.1, "class-b")
    assert data.inputs[0]["format"] == "kystverket"
    if "length" in header:
        assert data.vessels.select("imo", "loa_m").row(0) == (9329760, 229)
    assert data.fixes.filter(pl.col("nav_status").is_not_null()).height == 0
