from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.ais import AisData
from baltic.errors import InputError

from .shapes import DMA_HEADER, dma, dropped, named, read, small_blocks, track, write, write_bytes

OLD = 22
HEADER_2006 = ",".join(DMA_HEADER.split(",")[:OLD])


def to_2006(row: str) -> str:
    """Return a row of today without the antenna's distances."""
    return ",".join(row.split(",")[:OLD])


def to_2015(row: str) -> str:
    """Return a row of today as it stood in 2015: ``;``, decimal commas, no A to D."""
    cells = row.split(",")[:OLD]
    numbers = (3, 4, 6, 7, 8, 18)
    cells = [c.replace(".", ",") if i in numbers else c for i, c in enumerate(cells)]
    cells[11] = cells[11].replace("Unknown", "")
    return ";".join(cells)


def world() -> list[str]:
    """Return rows of today with all that a row may be, and may be not."""
    return [
        *track(4),
        *track(3, 219000002, lon=14.25),
        dma(static=named(cells=",,,")),
        dma("25/12/2024 10:27:00", motion="-3.7,102.3,360.0,511", static=named(cells=",,,")),
        dma("25/12/2024 10:28:00", lat="91.0", lon="0.0"),
        dma("25/12/2024 10:28:00", mmsi=2190064, mobile="Base Station"),
        dma("25/12/2024 10:29:00", mobile="Class B", motion=",0.4,45.0,", status="Unknown value"),
        dma("never"),
        *track(2),
    ]


def same(one: AisData, two: AisData) -> None:
    assert one.fixes.equals(two.fixes)
    assert one.vessels.equals(two.vessels)
    assert dropped(one) == dropped(two) and one.audit.rows_in == two.audit.rows_in


def test_a_2006_file_is_read_like_one_of_today(tmp_path: Path) -> None:
    today = read(write(tmp_path / "a.csv", world()))
    old = read(write(tmp_path / "b.csv", [to_2006(r) for r in world()], header=HEADER_2006))
    same(old, today)
    assert old.audit.rows_used > 8 and len(dropped(old)) >= 4
    assert "22 columns" in old.inputs[0]["why"]
    assert "; not there: A, B, C, D" in old.inputs[0]["why"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("block", [300, 32_000_000])
def test_a_2015_file_is_read_like_one_of_today(tmp_path: Path, end: str, block: int) -> None:
    today = read(write(tmp_path / "a.csv", world()))
    rows = [to_2015(r) for r in world()]
    path = write(tmp_path / "aisdk_20150701.csv", rows, header=None, end=end)
    old = read(path, settings=small_blocks(block))
    same(old, today)
    assert "22 cells, no header line" in old.inputs[0]["why"]


def test_a_2015_row_cell_by_cell(tmp_path: Path) -> None:
    row = (
        "01/07/2015 00:00:05;Class A;218999001;55,123456;12,654321;Moored;-7,5;12,5;90,1;91;"
        '9329760;DTEST;FAERGE "Å";Passenger;;20;100;GPS;5,5;"A;B";01/07/2015 06:00:00;AIS'
    )
    data = read(write_bytes(tmp_path / "a.csv", (row + "\r\n").encode("latin-1")))
    fix = data.fixes.row(0, named=True)
    assert str(fix["t"]) == "2015-07-01 00:00:05+00:00"
    assert (fix["lat"], fix["lon"]) == (55.123456, 12.654321)
    assert (fix["sog_kn"], fix["rot_deg_min"], fix["heading_deg"]) == (12.5, -7.5, 91)
    assert fix["cog_deg"] == pytest.approx(90.1) and fix["nav_status"] == 5
    ship = data.vessels.row(0, named=True)
    assert (ship["imo"], ship["callsign"], ship["destination"]) == (9329760, "DTEST", "A;B")
    assert (ship["loa_m"], ship["beam_m"], ship["draught_m"]) == (100, 20, 5.5)
    assert ship["ship_type"] == 60 and ship["to_bow_m"] is None


@pytest.mark.parametrize(
    "header",
    [
        DMA_HEADER.upper(),
        DMA_HEADER.replace("# Timestamp", "Timestamp"),
        DMA_HEADER.replace("# Timestamp", "#Timestamp").replace(",", " , "),
        "\ufeff" + DMA_HEADER,
        ",".join(f'"{c}"' for c in DMA_HEADER.split(",")),
        DMA_HEADER.replace(",A,B,C,D", ",Size A,Size B,Size C,Size D"),
        "\n\n" + DMA_HEADER,
    ],
)
def test_headers_may_be_written_otherwise(tmp_path: Path, header: str) -> None:
    rows = [*track(), dma(static=named())]
    data = read(write(tmp_path / "a.csv", rows, header=header))
    plain = read(write(tmp_path / "b.csv", rows))
    same(data, plain)
    assert plain.vessels["to_bow_m"].max() == 189


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(order=st.permutations(range(26)), separator=st.sampled_from(",;\t|"))
def test_columns_may_stand_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], separator: str
) -> None:
    folder = tmp_path_factory.mktemp("order")
    rows = world()

    def moved(line: str) -> str:
        cells = line.split(",")
        return separator.join(cells[i] for i in order)

    data = read(write(folder / "a.csv", [moved(r) for r in rows], header=moved(DMA_HEADER)))
    same(data, read(write(folder / "b.csv", rows)))


def test_a_cut_out_of_the_columns_is_enough(tmp_path: Path) -> None:
    lines = ["# Timestamp,MMSI,Latitude,Longitude,SOG,x", "25/12/2024 10:26:00,219000001,59,25,9,?"]
    data = read(write(tmp_path / "a.csv", lines[1:], header=lines[0]))
    assert data.inputs[0]["format"] == "dma" and data.fixes["sog_kn"].to_list() == [9]
    assert "left out: x; not there: Type of mobile" in data.inputs[0]["why"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (DMA_HEADER.replace("Latitude,", ""), "without the column Latitude"),
        (DMA_HEADER.replace("Latitude,", "").replace("MMSI,", ""), "columns MMSI, Latitude"),
        (DMA_HEADER.replace("Latitude", "MMSI"), "two columns MMSI"),
        ("25/12/2015 10:26:00;Class A;219000001;57,8794;17,9125;0", "of 6 cells"),
        (to_2015(dma()) + ";1", "of 23 cells"),
        (to_2015(dma()).replace("59,5", "Moored"), "no latitude and longitude"),
    ],
)
def test_what_no_danish_file_has_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = write_bytes(tmp_path / "a.csv", f"{text}\nx\n".encode())
    with pytest.raises(InputError, match=r"a\.csv") as caught:
        read(path)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("time", "says"),
    [
        ("12/25/2024 10:26:00", "--map 't:%m/%d/%Y %H:%M:%S=# Timestamp'"),
        ("2024-12-25 10:26:00", "--map 't:utc=# Timestamp'"),
        ("25-12-2024 10:26", "--map 't:%d-%m-%Y %H:%M=# Timestamp'"),
        ("2024-12-25T10:26:00Z", "--format csv"),
        ("1735122360", "--format csv"),
    ],
)
def test_times_as_never_published_are_refused(tmp_path: Path, time: str, says: str) -> None:
    path = write(tmp_path / "a.csv", [dma(time), dma(time, 219000001)])
    with pytest.raises(InputError) as caught:
        read(path)
    assert says in str(caught.value)
    key = says.split("'")[1].partition("=")[0] if "'" in says else None
    how = {"mapping": {key: "# Timestamp"}} if key else {"format": "csv"}
    data = read(path, **how)
    assert data.audit.rows_used == 2
    assert {str(t) for t in data.fixes["t"]} == {"2024-12-25 10:26:00+00:00"}


def month(path: Path, days: int, rows: int = 3) -> Path:
    """Write a monthly zip as published in 2015, the second half in the form of today."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for day in range(1, days + 1):
            lines = [
                dma(f"{day:02d}/09/2016 {i // 3600 % 24:02d}:{i // 60 % 60:02d}:{i % 60:02d}")
                for i in range(rows)
            ]
            old = day <= days // 2
            text = "\r\n".join([to_2015(r) for r in lines] if old else [DMA_HEADER, *lines])
            name = f"FtpRoot/ais_data/aisdk_201609{day:02d}.csv"
            archive.writestr(name if old else f"aisdk-2016-09-{day:02d}.csv", text + "\r\n")
    return path


@pytest.mark.slow
@pytest.mark.parametrize("days", [28, 30, 31])
def test_a_monthly_zip_of_two_dialects(tmp_path: Path, days: int) -> None:
    data = read(month(tmp_path / "aisdk-2016-09.zip", days))
    assert len(data.inputs) == days and data.audit.rows_used == 3 * days - (days == 31) * 3
    whys = {i["why"].split(";")[0] for i in data.inputs}
    assert len(whys) == 2
    assert data.fixes["t"].dt.day().n_unique() == 30 - (days == 28) * 2


_CELLS = st.text(
    st.characters(blacklist_characters="\n\r", blacklist_categories=("Cs",)), max_size=12
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(
    cells=st.lists(_CELLS, min_size=22, max_size=22),
    at=st.sets(st.integers(0, 21), max_size=22),
    extra=st.binary(max_size=40),
)
def test_hostile_cells_of_2015_spoil_their_own_row_only(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str], at: set[int], extra: bytes
) -> None:
    good = [to_2015(r) for r in track(9)]
    row = to_2015(dma(mmsi=219000009)).split(";")
    for i in at:
        row[i] = cells[i]
    raw = "\n".join([*good, ";".join(row), ""]).encode() + extra.replace(b"\n", b"").replace(
        b"\r", b""
    )
    data = read(write_bytes(tmp_path_factory.mktemp("hostile") / "a.csv", raw))
    mine = data.fixes.filter(pl.col("mmsi") == 219000001)
    assert mine.height == 9
    assert data.audit.rows_in == data.audit.rows_used + sum(dropped(data).values())
