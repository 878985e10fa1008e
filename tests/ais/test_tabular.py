from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from baltic.errors import InputError

from .shapes import dropped, flagged, read, small_blocks, write_bytes


def table(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    return write_bytes(path, ("\n".join(lines) + "\n").encode(encoding))


PLAIN = ("t,mmsi,lon,lat,sog_kn,cog_deg", "2024-12-25T10:26:00Z,518998865,25.5,59.5,9.5,251.3")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(tmp_path: Path, separator: str) -> None:
    path = table(tmp_path / "a.txt", *(line.replace(",", separator) for line in PLAIN))
    data = read(path)
    fix = data.fixes.row(0, named=True)
    assert fix["t"] == datetime(2024, 12, 25, 10, 26, tzinfo=UTC)
    assert (fix["mmsi"], fix["lon"], fix["lat"]) == (518998865, 25.5, 59.5)
    assert fix["sog_kn"] == 9.5 and fix["cog_deg"] == pytest.approx(251.3)
    assert fix["provenance"] == "measured" and fix["source"] is None
    assert data.inputs[0]["format"] == "csv" and "mmsi" in data.inputs[0]["why"]


def test_what_the_project_writes_reads_back_without_loss(tmp_path: Path) -> None:
    rows = pl.DataFrame(
        {
            "mmsi": [518998865, 518998865, 219000001],
            "t": [datetime(2024, 12, 25, 10, 26, 0, 123456, tzinfo=UTC)] * 3,
            "lon": [25.123456789012345, 25.2, 20.1],
            "lat": [59.1, 59.987654321098765, 58.3],
            "sog_kn": [9.3, None, 0.1],
            "cog_deg": [251.7, 0.0, None],
            "heading_deg": [250.0, None, 359.0],
            "rot_deg_min": [-3.7, None, 0.0],
            "nav_status": [0, None, 5],
            "source": ["class-a", "class-b", None],
            "provenance": ["reconstructed", "simulated", "measured"],
            "imo": [9329760, 9329760, None],
            "name": ['EAGLE "S", SAID', None, None],
            "callsign": ["E5U1234", None, None],
            "ship_type": [80, 80, None],
            "loa_m": [228.6, 228.6, None],
            "beam_m": [32.2, None, None],
            "draught_m": [12.5, None, None],
            "to_bow_m": [190.0, None, None],
            "destination": ["PORT, SAID", None, None],
            "truth_drag": [True, False, False],
        },
        schema_overrides={"sog_kn": pl.Float32, "cog_deg": pl.Float32, "rot_deg_min": pl.Float32},
    )
    rows.write_csv(tmp_path / "a.csv")
    rows.write_parquet(tmp_path / "a.parquet")
    for name in ("a.csv", "a.parquet"):
        data = read(tmp_path / name)
        want = rows.sort("mmsi", "t", "lon").select(data.fixes.columns)
        want = want.cast({c: t for c, t in data.fixes.schema.items() if c != "t"})
        assert data.fixes.equals(want.with_columns(pl.col("t").dt.cast_time_unit("us")))
        ship = data.vessels.filter(pl.col("mmsi") == 518998865).row(0, named=True)
        assert ship["name"] == 'EAGLE "S", SAID' and ship["ship_type"] == 80
        assert ship["loa_m"] == pytest.approx(228.6) and ship["to_bow_m"] == 190
        assert ship["destination"] == "PORT, SAID" and ship["imo"] == 9329760
        assert data.notes == [] and flagged(data) == {}


@pytest.mark.parametrize(
    "cell",
    [
        "2024-12-25T10:26:00Z",
        "2024-12-25 10:26:00+00:00",
        "2024-12-25T12:26:00+0200",
        "2024-12-25T12:26+02",
        "2024-12-25 10:26:00 UTC",
        "2024-12-25 10:26:00 GMT",
        "2024-12-25T10:26:00.000000000Z",
        "1735122360",
        "1735122360.0",
        "1735122360000",
        "1735122360000000",
        '"2024-12-25T10:26:00Z"',
    ],
)
def test_evident_times(tmp_path: Path, cell: str) -> None:
    data = read(table(tmp_path / "a.csv", PLAIN[0], PLAIN[1].replace(PLAIN[1][:20], cell)))
    assert data.fixes["t"][0] == datetime(2024, 12, 25, 10, 26, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("2024-12-25T10:26:00", "no zone"),
        ("2024-12-25 10:26", "no zone"),
        ("25/12/2024 10:26:00", "no zone"),
        ("05/12/2024 10:26:00", "day and month"),
        ("12-25-24 10:26", "no zone"),
        ("37", "no epoch"),
        ("20241225_102600", "not evident"),
        ("Christmas", "not evident"),
        ("2024-12-25 10:26:00 EET", "zone EET"),
        ("1.73512E+12", "short of digits"),
        ("", "empty|unreadable"),
    ],
)
def test_doubtful_times_are_refused(tmp_path: Path, cell: str, says: str) -> None:
    path = table(tmp_path / "a.csv", PLAIN[0], PLAIN[1].replace(PLAIN[1][:20], cell))
    with pytest.raises(InputError, match=says) as caught:
        read(path)
    assert "a.csv" in str(caught.value)
    if cell.startswith("2024-12") and "EET" not in cell:
        assert "--map t:utc=t" in str(caught.value)


def test_the_user_says_how_times_are_written(tmp_path: Path) -> None:
    t = datetime(2024, 12, 25, 10, 26, tzinfo=UTC)
    for cell, key in (
        ("2024-12-25T10:26:00", "t:utc"),
        ("25.12.2024 10:26", "t:%d.%m.%Y %H:%M"),
        ("20241225_122600+0200", "t:%Y%m%d_%H%M%S%z"),
        ("1735122360", "t:epoch_s"),
    ):
        path = table(tmp_path / "a.csv", PLAIN[0], PLAIN[1].replace(PLAIN[1][:20], cell))
        assert read(path, mapping={key: "t"}).fixes["t"][0] == t


def test_a_column_named_utc_needs_no_zone(tmp_path: Path) -> None:
    lines = (
        "mmsi;lon;lat;date_time_utc;sog;cog;true_heading;nav_status;rot;message_nr;source",
        "257000001;5.5;59.5;2024-12-25 10:26:00;9.5;251.3;250;0;0;1;g",
    )
    data = read(table(tmp_path / "a.csv", *lines))
    assert data.fixes["t"][0] == datetime(2024, 12, 25, 10, 26, tzinfo=UTC)
    assert data.fixes["rot_deg_min"][0] is None and "rot" in data.notes[0]
    data = read(tmp_path / "a.csv", mapping={"rot:raw": "rot"})
    assert data.fixes["rot_deg_min"][0] == 0 and data.notes == []


def test_mixed_time_formats_are_refused(tmp_path: Path) -> None:
    other = PLAIN[1].replace("2024-12-25T10:26:00Z", "2024-12-25 11:00:00")
    with pytest.raises(InputError, match="mixed time formats"):
        read(table(tmp_path / "a.csv", PLAIN[0], PLAIN[1], PLAIN[1] + "1", other))


def test_speed_without_unit_is_refused(tmp_path: Path) -> None:
    head = PLAIN[0].replace("sog_kn", "speed")
    path = table(tmp_path / "a.csv", head, PLAIN[1])
    with pytest.raises(InputError, match=r"column speed: the unit.*--map sog:kn=speed"):
        read(path)
    assert read(path, mapping={"sog_kn": "speed"}).fixes["sog_kn"][0] == 9.5
    metres = read(path, mapping={"sog:ms": "speed"}).fixes["sog_kn"][0]
    assert metres == pytest.approx(9.5 * 3600 / 1852)


@pytest.mark.parametrize("name", ["speed_knots", "SOG", "Speed over ground", "sog_kn", "speedKts"])
def test_speed_with_evident_unit(tmp_path: Path, name: str) -> None:
    data = read(table(tmp_path / "a.csv", PLAIN[0].replace("sog_kn", name), PLAIN[1]))
    assert data.fixes["sog_kn"][0] == 9.5


def test_tenths_are_noticed(tmp_path: Path) -> None:
    rows = [f"2024-12-25T10:{i:02d}:00Z,518998865,25.5,59.5,{90 + i},2513" for i in range(50)]
    path = table(tmp_path / "a.csv", "t,mmsi,lon,lat,sog,cog", *rows)
    with pytest.raises(InputError, match="tenths"):
        read(path)
    data = read(path, mapping={"sog:tenths": "sog", "cog:tenths": "cog"})
    assert data.fixes["sog_kn"][0] == 9.0 and data.fixes["cog_deg"][0] == pytest.approx(251.3)


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("t,mmsi,lon,sog", r"no column for lat.*--map lat=COLUMN"),
        ("when,mmsi,lon,lat", "no column for t"),
        ("t,ship,lon,lat", "no column for mmsi"),
        ("t,mmsi,lon,lat,Latitude", None),
        ("t,mmsi,lat,lat", "several columns|no column for lon"),
        ("t mmsi lon lat", "no known AIS format"),
        ("a,b,c,d", "no known AIS format"),
    ],
)
def test_headers(tmp_path: Path, header: str, says: str | None) -> None:
    cells = "2024-12-25T10:26:00Z,518998865,25.5,59.5" + ",59.5" * (header.count(",") - 3)
    path = table(tmp_path / "a.csv", header, cells)
    if says is None:
        assert read(path).audit.rows_used == 1
    else:
        with pytest.raises(InputError, match=says):
            read(path)


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ({"mmmsi": "mmsi"}, "did you mean mmsi"),
        ({"sog:furlongs": "sog_kn"}, "unknown unit"),
        ({"sog": "sogg_kn"}, "did you mean sog_kn"),
        ({"name:x": "t"}, "unknown unit"),
    ],
)
def test_wrong_mappings(tmp_path: Path, mapping: dict[str, str], says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(table(tmp_path / "a.csv", *PLAIN), mapping=mapping)


def test_mapped_columns_of_any_name(tmp_path: Path) -> None:
    lines = ("wann;wer;x;y", "2024-12-25T10:26:00Z;518998865;25.5;59.5")
    mapping = {"t": "wann", "mmsi": "wer", "lon": "x", "lat": "y"}
    assert read(table(tmp_path / "a.csv", *lines), mapping=mapping).audit.rows_used == 1


def test_rows_are_accounted_for_in_small_blocks(tmp_path: Path) -> None:
    good = [
        f"2024-12-25T10:{i % 60:02d}:00Z,518998865,25.{i:04d},59.5,9.5,251.3" for i in range(300)
    ]
    bad = ["x", PLAIN[1] + ",", PLAIN[1].replace("59.5", "N59"), PLAIN[1].replace("Z", ""), '"']
    path = table(tmp_path / "a.csv", PLAIN[0], *good, *bad, good[0])
    data = read(path, settings=small_blocks(1500))
    assert dropped(data) == {"unreadable": 5, "exact_duplicate": 1}
    assert data.audit.rows_used == 300 and data.audit.rows_in == 306


def test_provenance_is_honoured_or_refused(tmp_path: Path) -> None:
    lines = (PLAIN[0] + ",provenance", PLAIN[1] + ",Simulated")
    assert read(table(tmp_path / "a.csv", *lines)).fixes["provenance"][0] == "simulated"
    with pytest.raises(InputError, match=r"column provenance.*guessed"):
        read(table(tmp_path / "b.csv", lines[0], PLAIN[1] + ",guessed"))


def test_words_for_status_and_station(tmp_path: Path) -> None:
    lines = (
        "t,mmsi,lon,lat,status,TransceiverClass",
        "2024-12-25T10:26:00Z,518998865,25.5,59.5,Moored,A",
        "2024-12-25T10:26:00Z,518998866,25.5,59.5,5.0,B",
        "2024-12-25T10:26:00Z,518998867,25.5,59.5,15,",
        "2024-12-25T10:26:00Z,518998868,25.5,59.5,?,Base Station",
    )
    data = read(table(tmp_path / "a.csv", *lines))
    assert data.fixes["nav_status"].to_list() == [5, 5, None]
    assert data.fixes["source"].to_list() == ["class-a", "class-b", None]
    assert dropped(data) == {"non_ship": 1}


def test_rows_of_names_only_feed_the_vessels(tmp_path: Path) -> None:
    lines = (
        "t,mmsi,lon,lat,name",
        "2024-12-25T10:26:00Z,518998865,25.5,59.5,",
        "2024-12-25T10:27:00Z,518998865,,,EAGLE S",
        "2024-12-25T10:28:00Z,518998865,,,",
    )
    data = read(table(tmp_path / "a.csv", *lines))
    assert dropped(data) == {"static_only": 1, "no_position": 1}
    assert data.vessels["name"].to_list() == ["EAGLE S"]


def test_equal_lines_under_other_headers_are_no_duplicates(tmp_path: Path) -> None:
    row = "2024-12-25T10:26:00Z,518998865,25.5,26.5"
    one = table(tmp_path / "a.csv", "t,mmsi,lon,lat", row)
    two = table(tmp_path / "b.csv", "t,mmsi,lat,lon", row)
    assert read(one, two).audit.rows_used == 2


def test_an_mmsi_that_a_spreadsheet_rounded_is_no_ship(tmp_path: Path) -> None:
    rows = (PLAIN[1].replace("518998865", cell) for cell in ("5.19E+08", "5.18998865E8", "5.2e8"))
    data = read(table(tmp_path / "a.csv", PLAIN[0], *rows))
    assert dropped(data) == {"unreadable": 2} and data.fixes["mmsi"].to_list() == [518998865]


@pytest.mark.parametrize("word", ["NULL", "nan", "None", "N/A", "\\N", "-"])
def test_a_word_for_no_number_is_no_position(tmp_path: Path, word: str) -> None:
    lost = PLAIN[1].replace("25.5,59.5,9.5", f"{word},{word},{word}")
    data = read(table(tmp_path / "a.csv", *PLAIN, lost, PLAIN[1].replace("25.5", "east")))
    assert dropped(data) == {"no_position": 1, "unreadable": 1}


def test_seconds_and_milliseconds_in_one_column_are_refused(tmp_path: Path) -> None:
    seconds = [PLAIN[1].replace(PLAIN[1][:20], f"{1735122360 + i}") for i in range(9)]
    mixed = PLAIN[1].replace(PLAIN[1][:20], "1735122360000")
    with pytest.raises(InputError, match=r"a\.csv, column t: mixed time formats: 1 of 10"):
        read(table(tmp_path / "a.csv", PLAIN[0], *seconds, mixed))
    bad = PLAIN[1].replace(PLAIN[1][:20], "-1")
    assert dropped(read(table(tmp_path / "b.csv", PLAIN[0], *seconds, bad))) == {"unreadable": 1}


def test_a_header_line_again_is_one_unreadable_row(tmp_path: Path) -> None:
    head, row = PLAIN[0] + ",provenance", PLAIN[1] + ",simulated"
    other = row.replace("10:26", "10:27")
    data = read(table(tmp_path / "a.csv", head, row, head, other))
    assert data.audit.rows_used == 2 and dropped(data) == {"unreadable": 1}
    assert set(data.fixes["provenance"]) == {"simulated"}
