from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from baltic.errors import InputError
from baltic.tables import FIXES, VESSELS

from .shapes import DMA_HEADER, dma, dropped, flagged, named, read, real, track, write, write_bytes

HEAD = "aisdk-2026-04-26_first20000lines.csv.gz"


def test_real_head_is_accounted_for_row_by_row() -> None:
    data = read(real(HEAD))
    counts = dropped(data)
    assert data.audit.rows_in == 19_999
    assert counts["exact_duplicate"] == 8_023
    # 518 distinct lat-91 rows, 40 of them from base stations
    assert counts["no_position"] == 518 - 40
    assert counts["non_ship"] == 561
    assert set(counts) == {"exact_duplicate", "no_position", "non_ship"}
    assert flagged(data)["lat_91"] == 750
    assert data.audit.rows_used == data.fixes.height == 19_999 - sum(counts.values())
    assert data.fixes["lat"].max() < 60 and data.fixes["heading_deg"].max() < 360
    example = data.audit.dropped["no_position"].example
    assert example is not None and example.line == 34 and ",91.000000,0.000000," in example.text
    madonna = data.vessels.filter(data.vessels["mmsi"] == 230666000).row(0, named=True)
    assert (madonna["imo"], madonna["name"], madonna["loa_m"], madonna["to_bow_m"]) == (
        9100138,
        "BALTIC MADONNA",
        90,
        77,
    )


def test_row_becomes_a_fix_and_a_vessel(tmp_path: Path) -> None:
    data = read(write(tmp_path / "a.csv", [dma(static=named())]))
    FIXES.check(data.fixes)
    VESSELS.check(data.vessels)
    fix = data.fixes.row(0, named=True)
    assert fix["t"] == datetime(2024, 12, 25, 10, 26, tzinfo=UTC)
    assert (fix["lon"], fix["lat"], fix["nav_status"]) == (25.5, 59.5, 0)
    assert (fix["sog_kn"], fix["heading_deg"], fix["rot_deg_min"]) == (9.5, 250, 0)
    assert (fix["source"], fix["provenance"]) == ("class-a", "measured")
    ship = data.vessels.row(0, named=True)
    assert ship["imo"] == 9329760 and ship["ship_type"] == 81  # tanker, hazard category X
    assert (ship["loa_m"], ship["beam_m"], ship["to_bow_m"]) == (229, 32, 189)
    assert ship["flag"] == "CK" and ship["draught_m"] == 12.5
    assert ship["destination"] == "PORT SAID"


def test_sentinels_become_null(tmp_path: Path) -> None:
    rows = [
        dma("25/12/2024 10:00:00", motion="-731.4,102.3,360.0,511", status="Unknown value"),
        dma("25/12/2024 10:00:01", motion="731.4,102.2,359.9,456"),
        dma("25/12/2024 10:00:02", motion=",,,"),
        dma("25/12/2024 10:00:03", lat="91.0", lon="0.0"),
        dma("25/12/2024 10:00:04", lat="91", lon="181"),
        dma("25/12/2024 10:00:05", lat="59.5", lon="181.0"),
        dma("25/12/2024 10:00:06", lat="0", lon="0.000"),
        dma("25/12/2024 10:00:07", lat="-97", lon="20"),
    ]
    data = read(write(tmp_path / "a.csv", rows))
    motion = data.fixes.select("rot_deg_min", "sog_kn", "cog_deg", "heading_deg").rows()
    assert motion[0] == motion[2] == (None,) * 4
    assert motion[1][0] is None and motion[1][1] == pytest.approx(102.2)
    assert motion[1][2] == pytest.approx(359.9) and motion[1][3] is None
    assert dropped(data) == {"no_position": 5}
    assert flagged(data)["lat_91"] == 2
    assert flagged(data)["heading_out_of_range"] == 1


@pytest.mark.parametrize(
    ("mobile", "mmsi", "is_ship"),
    [
        ("Class A", 219000001, True),
        ("Class B", 219000001, True),
        ("Base Station", 2190064, False),
        ("AtoN", 992111840, False),
        ("AtoN", 219000001, False),
        ("SAR Airborne", 111219501, False),
        ("SAR Airborne", 219000001, False),
        ("Search and Rescue Transponder", 970012345, False),
        ("Man Overboard Device", 972012345, False),
        ("Class A", 974012345, False),
        ("Class A", 992111840, False),
        ("Class B", 982190001, True),
        ("Class A", 3638, True),
        ("", 2190064, False),
    ],
)
def test_non_ships_are_set_aside(tmp_path: Path, mobile: str, mmsi: int, is_ship: bool) -> None:
    rows = [*track(), dma(mmsi=mmsi, mobile=mobile, static=named())]
    data = read(write(tmp_path / "a.csv", rows))
    assert dropped(data) == ({} if is_ship else {"non_ship": 1})
    if not is_ship:  # nor does it name a ship
        assert "EAGLE S" not in data.vessels["name"].to_list()


def test_reasons_come_in_order(tmp_path: Path) -> None:
    broken = dma(t="never", lat="91", lon="0")
    base = dma(mmsi=2190064, mobile="Base Station", lat="91", lon="0")
    nowhere = dma(lat="91", lon="0")
    rows = [*track(3), broken, broken, base, base, nowhere, nowhere, nowhere]
    data = read(write(tmp_path / "a.csv", rows))
    assert dropped(data) == {
        "unreadable": 2,
        "exact_duplicate": 3,
        "non_ship": 1,
        "no_position": 1,
    }
    assert flagged(data)["lat_91"] == 7
    unreadable = data.audit.dropped["unreadable"].example
    assert unreadable is not None and (unreadable.line, unreadable.text) == (5, broken)
    assert data.audit.dropped["exact_duplicate"].example.line == 8  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "row",
    [
        dma(mmsi="x"),
        dma(mmsi=""),
        dma(mmsi="0"),
        dma(mmsi="1234567890"),
        dma(mmsi="21900000.5"),
        dma(t=""),
        dma(t="2024-12-25"),
        dma(t="31/02/2024 10:00:00"),
        dma(t="25/12/0024 10:00:00"),
        dma(lat="?"),
        dma(lat="59,5"),
        dma(lon="nan"),
        dma(lon="inf"),
        dma() + ",",
        dma()[:-1],
        "x",
        "\x00" * 30,
        '"' + dma(),
        dma(static=named('"A,B')),
    ],
)
def test_unreadable_rows_are_counted_one_by_one(tmp_path: Path, row: str) -> None:
    data = read(write(tmp_path / "a.csv", [*track(200), row, *track(200, 219000002)]))
    assert dropped(data) == {"unreadable": 1}
    assert data.fixes.height == data.audit.rows_used == 400
    assert data.audit.dropped["unreadable"].example.line == 202  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ('"CPA0,5"', "CPA0,5"),
        ('"SAY ""HI"""', 'SAY "HI"'),
        ('5" GUN', '5" GUN'),
        ('"STRAY', '"STRAY'),
        ("S@@@@@", "S"),
        ("ÆRØ", "ÆRØ"),
        ("=1+1", "=1+1"),
        ("<script>", "<script>"),
        ("", None),
    ],
)
def test_hostile_names_spoil_nothing(tmp_path: Path, cell: str, name: str | None) -> None:
    rows = [*track(3), dma(static=named(cell)), *track(3, 219000002)]
    data = read(write(tmp_path / "a.csv", rows))
    assert dropped(data) == {} and data.audit.rows_used == 7
    ship = data.vessels.filter(data.vessels["mmsi"] == 518998865).row(0, named=True)
    assert ship["name"] == name and ship["imo"] == 9329760


def test_bytes_of_another_alphabet_keep_the_row(tmp_path: Path) -> None:
    text = "\n".join([DMA_HEADER, *track(3), dma(static=named("TÅRS")), dma(static=named("\x00Z"))])
    data = read(write_bytes(tmp_path / "a.csv", text.encode("latin-1")))
    assert data.audit.rows_used == 5
    assert "TÅRS" in data.vessels["name"].to_list() or "Z" in data.vessels["name"].to_list()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_mark_change_nothing(
    tmp_path: Path, end: str, mark: bytes
) -> None:
    text = end.join([DMA_HEADER, *track(), "", *track(2, 219000002)])
    data = read(write_bytes(tmp_path / "a.csv", mark + text.encode()))
    plain = read(write(tmp_path / "b.csv", [*track(), *track(2, 219000002)]))
    assert data.fixes.equals(plain.fixes) and data.audit.rows_in == 7


def test_rows_without_header_are_known_by_their_shape(tmp_path: Path) -> None:
    data = read(write(tmp_path / "piece.csv", track(), header=None))
    assert data.audit.rows_used == 5
    assert "no header" in data.inputs[0]["why"]


def test_mixed_times_are_refused_but_a_few_are_rows(tmp_path: Path) -> None:
    odd = [dma(f"2024-12-25T10:00:{i:02d}Z") for i in range(5)]
    with pytest.raises(InputError, match="mixed time formats"):
        read(write(tmp_path / "a.csv", [*track(5), *odd]))
    rows = [dma(f"25/12/2024 {i // 60:02d}:{i % 60:02d}:00") for i in range(600)]
    data = read(write(tmp_path / "b.csv", [*rows, odd[0]]))
    assert dropped(data) == {"unreadable": 1}
