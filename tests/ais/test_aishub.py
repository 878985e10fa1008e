from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from baltic.errors import InputError

from .shapes import dropped, read


def head(form: str = "HUMAN", **more: Any) -> dict[str, Any]:
    return {"ERROR": False, "USERNAME": "AH_1", "FORMAT": form, "RECORDS": 1, **more}


def ship(minute: int = 0, **more: Any) -> dict[str, Any]:
    """A ship in human units."""
    return {
        **{"MMSI": 230111000, "TIME": f"2024-12-25 10:{minute:02d}:30 GMT"},
        **{"LONGITUDE": 25.51234, "LATITUDE": 59.71234, "COG": 251.3, "SOG": 9.5},
        **{"HEADING": 250, "ROT": -7, "NAVSTAT": 0, "IMO": 9329760, "NAME": "SIM <b>ONE"},
        **{"CALLSIGN": "SIM1", "TYPE": 80, "A": 189, "B": 40, "C": 12, "D": 20},
        **{"DRAUGHT": 12.5, "DEST": "PORT SAID", "ETA": "12-26 08:00"},
        **more,
    }


def raw(minute: int = 0, **more: Any) -> dict[str, Any]:
    """The same in the units of AIS."""
    return ship(minute) | {
        "TIME": 1735122630 - 600 + 60 * (minute - 20),
        **{"LONGITUDE": 15307404, "LATITUDE": 35827404, "COG": 2513, "SOG": 95, "DRAUGHT": 125},
        **more,
    }


def write(path: Path, *answers: Any) -> Path:
    path.write_text("\n".join(json.dumps(a) for a in answers))
    return path


def test_both_units_and_both_forms_read_the_same(tmp_path: Path) -> None:
    one = read(write(tmp_path / "a.json", [head(), [ship(20), ship(20, MMSI=230222000)]]))
    raws = [raw(20), raw(20, MMSI=230222000)]
    two = read(write(tmp_path / "b.json", [head("AIS"), raws]))
    many = read(write(tmp_path / "c.json", *([head(), [ship(m)]] for m in range(20, 25))))
    for data in (one, two):
        assert data.inputs[0]["format"] == "aishub"
        fixes = data.fixes
        assert fixes["mmsi"].to_list() == [230111000, 230222000]
        first = fixes.row(0, named=True)
        assert f"{first['t']:%Y-%m-%d %H:%M:%S}" == "2024-12-25 10:20:30"
        assert first["lon"] == pytest.approx(25.51234, abs=1e-6)
        assert first["lat"] == pytest.approx(59.71234, abs=1e-6)
        assert first["sog_kn"] == pytest.approx(9.5)
        assert first["cog_deg"] == pytest.approx(251.3, abs=0.01)
        assert first["rot_deg_min"] == pytest.approx(-((7 / 4.733) ** 2), abs=0.01)
    assert one.fixes.drop("lon", "lat").equals(two.fixes.drop("lon", "lat"))
    assert many.fixes.height == 5
    vessel = one.vessels.row(0, named=True)
    assert (vessel["name"], vessel["imo"], vessel["draught_m"]) == ("SIM <b>ONE", 9329760, 12.5)
    assert vessel["loa_m"] == 229


def test_what_is_not_known_is_null(tmp_path: Path) -> None:
    none = {"COG": 360.0, "SOG": 102.4, "HEADING": 511, "ROT": -128, "NAVSTAT": 15, "IMO": 0}
    raw_none = none | {"COG": 3600, "SOG": 1024}
    for form, row in (("HUMAN", ship(20, **none)), ("AIS", raw(20, **raw_none))):
        fixes = read(write(tmp_path / f"{form}.json", [head(form), [row]])).fixes
        shown = fixes.select("sog_kn", "cog_deg", "heading_deg", "rot_deg_min").row(0)
        assert shown == (None, None, None, None)


def test_answers_in_other_units_and_errors_between_are_counted(tmp_path: Path) -> None:
    refused = [{"ERROR": True, "USERNAME": "AH_1", "ERROR_MESSAGE": "Too frequent requests!"}]
    file = write(
        tmp_path / "a.json",
        [head(), [ship(1)]], refused, [head("AIS"), [raw(2)]], [head(), [ship(3), "no ship"]],
    )  # fmt: skip
    data = read(file)
    assert data.fixes.height == 2
    assert dropped(data) == {"unreadable": 2}
    assert data.audit.rows_in == 4


def test_an_error_of_the_service_is_said(tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", [{"ERROR": True, "ERROR_MESSAGE": "Too frequent requests!"}])
    with pytest.raises(InputError, match="Too frequent requests") as caught:
        read(file)
    assert "once a minute" in caught.value.one_line()


def test_the_same_answer_again_counts_once(tmp_path: Path) -> None:
    answer = [head(), [ship(m) for m in range(3)]]
    data = read(write(tmp_path / "a.json", answer, answer))
    assert data.fixes.height == 3
    assert dropped(data) == {"exact_duplicate": 3}


def test_a_large_answer_is_cut_in_the_head(tmp_path: Path) -> None:
    ships = [ship(20, MMSI=230000000 + k) for k in range(3000)]
    data = read(write(tmp_path / "a.json", [head(), ships]))
    assert data.fixes.select(pl.col("mmsi").n_unique()).item() == 3000


@pytest.mark.parametrize("clock", ["TIME", "TSTAMP"])
def test_the_table_reads_as_the_document(tmp_path: Path, clock: str) -> None:
    document = read(write(tmp_path / "a.json", [head(), [ship(m) for m in range(5)]]))
    for name, make in (("human", ship), ("ais", raw)):
        found = [{clock if k == "TIME" else k: v for k, v in make(m).items()} for m in range(5)]
        path = tmp_path / f"{name}.csv"
        with path.open("w", newline="") as file:
            table = csv.DictWriter(file, found[0])
            table.writeheader()
            table.writerows(found)
        data = read(path)
        assert data.inputs[0]["format"] == "aishub"
        assert data.fixes.drop("lon", "lat").equals(document.fixes.drop("lon", "lat"))
        for axis in ("lon", "lat"):
            assert (data.fixes[axis] - document.fixes[axis]).abs().max() < 2e-6
        assert data.vessels.equals(document.vessels)
        assert data.vessels["ship_type"].to_list() == [80]
