from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from baltic.ais import AisData
from baltic.errors import InputError
from baltic.settings import Settings
from baltic.tables import FIXES, VESSELS

from .sentences import T0, at, log, message, parts, pghp, position, sentence, ship, tag, wrap
from .shapes import dropped, flagged, read, small_blocks

START = datetime(2024, 12, 25, 10, tzinfo=UTC)


def base(n: int = 3) -> list[str]:
    """Return reports of an innocent ship, so that a file as a whole is usable."""
    return [at(i, position(219000009, lon=20 + i / 100)) for i in range(n)]


def times(data: AisData) -> list[str]:
    return [f"{t:%H:%M:%S.%f}"[:-3] for t in data.fixes["t"]]


def test_report_becomes_a_fix_and_static_message_a_vessel(tmp_path: Path) -> None:
    first, second = ship()
    path = log(
        tmp_path / "a.nmea",
        [at(0, position(turn=-5, status=0)), at(1, first), at(1, second)],
    )
    data = read(path)
    FIXES.check(data.fixes)
    VESSELS.check(data.vessels)
    fix = data.fixes.row(0, named=True)
    assert fix["t"] == START and fix["mmsi"] == 219000001
    assert (fix["lon"], fix["lat"], fix["nav_status"]) == (25.5, 59.5, 0)
    assert (fix["sog_kn"], fix["heading_deg"]) == (9.5, 250)
    assert fix["cog_deg"] == pytest.approx(251.3)
    assert fix["rot_deg_min"] == pytest.approx(-((11 / 4.733) ** 2), abs=1e-3)
    assert (fix["source"], fix["provenance"]) == ("class-a", "measured")
    vessel = data.vessels.row(0, named=True)
    assert (vessel["imo"], vessel["name"], vessel["callsign"]) == (9329760, "EAGLE S", "E5U1234")
    assert (vessel["ship_type"], vessel["loa_m"], vessel["beam_m"]) == (80, 229, 32)
    assert (vessel["to_bow_m"], vessel["draught_m"]) == (189, 12.5)
    assert vessel["destination"] == "PORT SAID"
    assert data.audit.rows_in == 2 and dropped(data) == {"static_only": 1}
    assert data.inputs[0]["format"] == "nmea" and data.notes == []
    assert data.inputs[0]["why"] == (
        "its lines are NMEA sentences !AIVDM with tag blocks; times from c: in seconds"
    )


def test_values_that_mean_unknown_become_null(tmp_path: Path) -> None:
    unknown = {"speed": 102.3, "course": 360.0, "heading": 511, "status": 15}
    lines = [
        at(0, position(turn=-128, **unknown)),
        at(1, position(turn=127, **unknown)),
        at(2, position(turn=-127, **unknown)),
        at(3, position(lon=181, lat=91)),
        at(4, sentence(*message(27, mmsi=219000001, lon=25.5, lat=59.5, speed=63, course=511))),
    ]
    data = read(log(tmp_path / "a.nmea", lines))
    motion = data.fixes.select("sog_kn", "cog_deg", "heading_deg", "rot_deg_min")
    assert set(motion.rows()) == {(None,) * 4} and motion.height == 4
    assert data.fixes["nav_status"].to_list()[:3] == [None] * 3
    assert dropped(data) == {"no_position": 1} and flagged(data) == {"lat_91": 1}


def test_fastest_turn_is_kept(tmp_path: Path) -> None:
    payload, fill = message(1, mmsi=219000001, lon=25.5, lat=59.5)
    bits = [f"{(o - 48 if o < 96 else o - 56):06b}" for o in payload.encode()]
    raw = "".join(bits)
    raw = raw[:42] + f"{126:08b}" + raw[50:]
    values = [int(raw[i : i + 6], 2) for i in range(0, 168, 6)]
    turned = "".join(chr(v + 48 if v < 40 else v + 56) for v in values)
    data = read(log(tmp_path / "a.nmea", [at(0, sentence(turned, fill))]))
    assert data.fixes["rot_deg_min"][0] == pytest.approx(708.7, abs=0.1)


@pytest.mark.parametrize(
    ("kind", "values", "source", "reason"),
    [
        (1, {}, "class-a", None),
        (2, {}, "class-a", None),
        (3, {}, "class-a", None),
        (18, {}, "class-b", None),
        (19, {"shipname": "YACHT", "ship_type": 36}, "class-b", None),
        (27, {}, "class-a-long-range", None),
        (11, {}, "class-a", None),
        (4, {}, None, "non_ship"),
        (9, {}, None, "non_ship"),
        (21, {"name": "BUOY"}, None, "non_ship"),
        (5, {}, None, "static_only"),
        (8, {"dac": 1, "fid": 11}, None, "no_position"),
        (14, {"text": "HELLO"}, None, "no_position"),
        (20, {}, None, "no_position"),
    ],
)
def test_each_type_goes_where_it_belongs(
    tmp_path: Path, kind: int, values: dict[str, Any], source: str | None, reason: str | None
) -> None:
    place = {} if kind in (5, 8, 14, 20) else {"lon": 25.5, "lat": 59.5}
    payload, fill = message(kind, mmsi=219000001, **place, **values)
    lines = [at(5, line) for line in parts(payload, fill)]
    if len(lines) == 1:
        lines = [at(5, sentence(payload, fill))]
    data = read(log(tmp_path / "a.nmea", [*base(), *lines]))
    assert dropped(data) == ({} if reason is None else {reason: 1})
    fix = data.fixes.filter(pl.col("mmsi") == 219000001)
    if reason is None:
        row = fix.row(0, named=True)
        assert row["source"] == source
        assert (row["lon"], row["lat"]) == pytest.approx((25.5, 59.5), abs=0.001)
    else:
        assert not fix.height
    if kind == 19:
        assert data.vessels.filter(pl.col("mmsi") == 219000001)["name"][0] == "YACHT"


def test_both_parts_of_class_b_static_data_make_one_vessel(tmp_path: Path) -> None:
    a = message(24, mmsi=219000009, partno=0, shipname="SKIFF")
    sizes = {"to_bow": 5, "to_stern": 6, "to_port": 1, "to_starboard": 2}
    b = message(24, mmsi=219000009, partno=1, ship_type=37, callsign="XP1", **sizes)
    tender = message(24, mmsi=982190009, partno=1, ship_type=36, mothership_mmsi=219000009)
    lines = [at(4, sentence(*m)) for m in (a, b, tender)]
    data = read(log(tmp_path / "a.nmea", [*base(), *lines]))
    vessel = data.vessels.filter(pl.col("mmsi") == 219000009).row(0, named=True)
    assert (vessel["name"], vessel["callsign"], vessel["ship_type"]) == ("SKIFF", "XP1", 37)
    assert (vessel["loa_m"], vessel["beam_m"], vessel["to_bow_m"]) == (11, 3, 5)
    other = data.vessels.filter(pl.col("mmsi") == 982190009).row(0, named=True)
    assert other["loa_m"] is None and other["ship_type"] == 36
    assert dropped(data) == {"static_only": 3}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (tag(f"c:{T0}") + position(), "c: in seconds"),
        (tag(f"c:{T0}000") + position(), "c: in milliseconds"),
        (tag(f"s:2190067,n:7,c:{T0},x:1") + position(), "c: in seconds"),
        (tag(f"1G2:77,s:a,c:{T0}") + position(), "c: in seconds"),
        (position() + f",{T0}", "after the checksum"),
        (position() + f",{T0}000", "after the checksum"),
        (position() + f",S0123,r2190067,{T0}", "after the checksum"),
        (position() + f",{T0}.000", "after the checksum"),
        (position() + ",2024-12-25T12:00:00+02:00", "after the checksum"),
        (f"2024-12-25T10:00:00Z {position()}", "before the sentences (ISO 8601 with zone)"),
        (f"2024-12-25 11:00:00+01:00,{position()}", "before the sentences (ISO 8601 with zone)"),
        (f'"{T0}";"{position()}"', "before the sentences (seconds since 1970)"),
        (f"[{T0}000] {position()}", "before the sentences (milliseconds since 1970)"),
        (f"{pghp(0)}\n{position()}", "$PGHP"),
        (f"{tag(f'c:{T0}')}\n{position()}", "$PGHP"),
        (f"{pghp(0)}\n{tag('si:AISD')}\n\n# x\n{position()}", "$PGHP"),
    ],
)
def test_times_are_found_wherever_logs_put_them(tmp_path: Path, line: str, says: str) -> None:
    data = read(log(tmp_path / "a.log", ["# receiver 7", "", "$GPZDA,1*00", line]))
    assert data.fixes["t"].to_list() == [START]
    assert data.audit.rows_in == 1 and says in data.inputs[0]["why"]


def test_time_line_is_of_the_next_sentence_only(tmp_path: Path) -> None:
    one, two, three, four = (position(lon=20 + i / 10) for i in range(4))
    lines = [
        *(pghp(1, 500, means=one[-2:]), one),
        two,  # no time line of its own
        *(pghp(2), "$PSTT,1*00", three),  # the time was that of the $PSTT
        *(pghp(3, means="01" if four[-2:] != "01" else "02"), four),  # means another sentence
        *(pghp(4)[:-2] + "00", position(lon=21)),  # a broken time line
        *(pghp(5), *ship()),
        *(pghp(6), position(lon=22)),
    ]
    data = read(log(tmp_path / "a.nmea", lines))
    assert times(data) == ["10:00:01.500", "10:00:06.000"]
    assert dropped(data) == {"unreadable": 4, "static_only": 1}
    assert data.audit.rows_in == 7
    assert any("4 messages without a time" in note for note in data.notes)


def test_parts_take_the_time_of_the_first_and_groups_share_one(tmp_path: Path) -> None:
    first, second = ship()
    lines = [
        tag(f"g:1-2-77,s:a,c:{T0}") + first,
        tag("g:2-2-77") + second,
        tag(f"g:1-2-78,c:{T0 + 5}") + position(lon=21),
        tag("g:2-2-78") + position(lon=22),
        tag("g:1-2-79") + position(lon=23),  # nobody said when
    ]
    data = read(log(tmp_path / "a.nmea", lines))
    assert times(data) == ["10:00:05.000"] * 2
    assert dropped(data) == {"unreadable": 1, "static_only": 1}
    assert data.vessels["name"].to_list() == ["EAGLE S"]


def test_parts_of_a_group_may_come_in_any_order(tmp_path: Path) -> None:
    pieces = {}
    for group, mmsi, name in (("7", 219000001, "FIRST"), ("8", 219000002, "SECOND")):
        first, second = ship(mmsi, shipname=name)
        pieces[group, 1] = tag(f"g:1-2-{group},s:a,c:{T0}") + first
        pieces[group, 2] = tag(f"g:2-2-{group}") + second
    fixes = [at(2, position(219000001)), at(2, position(219000002))]
    orders = [("7", 1), ("7", 2), ("8", 1), ("8", 2)], [("8", 2), ("7", 2), ("7", 1), ("8", 1)]
    one, two = (
        read(log(tmp_path / f"{i}.nmea", [*(pieces[k] for k in order), *fixes]))
        for i, order in enumerate(orders)
    )
    assert one.vessels["name"].to_list() == ["FIRST", "SECOND"]
    assert two.vessels.equals(one.vessels) and dropped(two) == dropped(one) == {"static_only": 2}


def test_a_part_that_names_no_group_waits_for_none_before_it(tmp_path: Path) -> None:
    first, second = ship()
    data = read(log(tmp_path / "a.nmea", [at(0, second), at(0, first), *base()]))
    assert dropped(data) == {"unreadable": 2}


def test_interleaved_messages_of_stations_are_told_apart(tmp_path: Path) -> None:
    a1, a2 = ship(219000001, shipname="FIRST")
    b1, b2 = ship(219000002, shipname="SECOND")
    stations = ("s:x,", "s:y,", "s:y,", "s:x,")
    lines = [at(1, line, station) for line, station in zip((a1, b1, b2, a2), stations, strict=True)]
    fixes = [at(2, position(219000001)), at(2, position(219000002))]
    data = read(log(tmp_path / "a.nmea", [*lines, *fixes]))
    assert sorted(data.vessels["name"].to_list()) == ["FIRST", "SECOND"]
    assert dropped(data) == {"static_only": 2}


def test_incomplete_messages_are_one_row_each(tmp_path: Path) -> None:
    first, second = ship()
    long = [at(9, line) for line in parts(*message(5, mmsi=219000001, shipname="X"), sequence="4")]
    lines = [
        at(3, second),  # its first part was lost
        at(4, first),  # given up by the next
        at(5, first),
        at(5, second),
        at(60, second),  # again without a first part
        long[0],  # the file ends before the rest
    ]
    data = read(log(tmp_path / "a.nmea", [*base(), *lines]))
    assert dropped(data) == {"unreadable": 4, "static_only": 1}
    assert data.audit.rows_in == 3 + 5
    assert any("4 messages with a part missing" in note for note in data.notes)


def test_part_that_comes_too_late_joins_nothing(tmp_path: Path) -> None:
    first, second = ship()
    near, far = ([at(1, first), at(1 + wait, second)] for wait in (9, 11))
    assert dropped(read(log(tmp_path / "a.nmea", [*base(), *near]))) == {"static_only": 1}
    assert dropped(read(log(tmp_path / "b.nmea", [*base(), *far]))) == {"unreadable": 2}
    between = [at(2, position(219000009, lon=21 + i / 100)) for i in range(1000)]
    lines = [at(1, first), *between, at(2, second)]
    data = read(log(tmp_path / "c.nmea", lines))
    assert dropped(data) == {"unreadable": 2} and data.audit.rows_used == 1000


def test_repeated_lines_are_duplicates_parts_too(tmp_path: Path) -> None:
    first, second = (at(3, line) for line in ship())
    lines = [*base(), base()[1], first, first, second, second]
    data = read(log(tmp_path / "a.nmea", lines))
    assert dropped(data) == {"exact_duplicate": 2, "static_only": 1}
    assert data.audit.rows_in == 6


def test_equal_sentences_of_other_times_are_no_duplicates(tmp_path: Path) -> None:
    lines = [line for s in (1, 1, 31) for line in (pghp(s), position())]
    data = read(log(tmp_path / "a.nmea", lines))
    assert times(data) == ["10:00:01.000", "10:00:31.000"]
    assert dropped(data) == {"exact_duplicate": 1}


def test_time_may_run_backwards(tmp_path: Path) -> None:
    lines = [at(s, position(lon=20 + s / 100)) for s in (30, 10, 20)]
    data = read(log(tmp_path / "a.nmea", lines))
    assert times(data) == ["10:00:10.000", "10:00:20.000", "10:00:30.000"]
    assert dropped(data) == {}


@pytest.mark.slow
def test_block_borders_change_nothing(tmp_path: Path) -> None:
    lines: list[str] = []
    for i in range(40):
        lines += [pghp(i, means="00"), position(lon=20 + i / 100), "# note", tag("si:AISD")]
        lines += [pghp(i), *ship(219000001, shipname=f"NAME {i}")]
        lines += [ship()[i % 2], "garbage"]
    path = log(tmp_path / "a.nmea", lines)
    whole = read(path)
    assert whole.audit.rows_used == 40 and dropped(whole)["static_only"] == 40
    for size in (90, 200, 777):
        again = read(path, settings=small_blocks(size))
        assert again.fixes.equals(whole.fixes) and again.vessels.equals(whole.vessels)
        assert dropped(again) == dropped(whole) and again.notes == whole.notes


def test_bad_checksums_are_counted_with_an_example(tmp_path: Path) -> None:
    good = position()
    bad = good[:-2] + ("00" if good[-2:] != "00" else "01")
    lines = [
        *base(),
        at(4, bad),
        tag(f"c:{T0 + 5}").replace(f"{T0 + 5}", f"{T0 + 6}") + good,
        at(6, wrap("!AIVDM,1,1,,A,1~~~~~~~~~~~~~~~~~~~~~~~~~~~,0")),
    ]
    data = read(log(tmp_path / "a.nmea", lines))
    assert dropped(data) == {"unreadable": 3}
    example = data.audit.dropped["unreadable"].example
    assert example is not None and (example.line, example.text) == (4, lines[3])
    assert data.notes == [
        f"{tmp_path / 'a.nmea'}: unreadable were 1 payloads of characters that stand for nothing, "
        "1 sentences with a wrong checksum, 1 tag blocks with a wrong checksum"
    ]


def test_tag_checksums_may_be_left_unchecked(tmp_path: Path) -> None:
    lines = [f"\\c:{T0 + i}*00\\{position(lon=20 + i)}" for i in range(3)]
    data = read(log(tmp_path / "a.nmea", lines))
    assert data.audit.rows_used == 3 and "checksum 00" in data.notes[0]
    wrong = [line.replace("*00\\", "*01\\") for line in lines]
    path = log(tmp_path / "b.nmea", wrong)
    with pytest.raises(InputError, match=r"no tag block has a right checksum.*tag_checksums"):
        read(path)
    plain = Settings()
    lax = dataclasses.replace(plain.reading, tag_checksums=False)
    trusting = dataclasses.replace(plain, reading=lax)
    assert read(path, settings=trusting).audit.rows_used == 3
    # One good block proves that the writer computes them.
    some = log(tmp_path / "c.nmea", [*base(), *lines])
    assert dropped(read(some)) == {"unreadable": 3}


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([position()], "without any time.*--start T --rate N"),
        ([f"2024-12-25 10:00:00 {position()}"], "times have no zone.*--map t:utc=time"),
        ([f"2024-12-25T10:00:00,{position()}"], "times have no zone"),
        ([f"25/12/2024 10:00:00,{position()}"], "known AIS format|order of day"),
        (["$GPRMC,1*00", "$GPGGA,2*00"], "none of AIS"),
    ],
)
def test_logs_whose_times_are_not_evident_are_refused(
    tmp_path: Path, lines: list[str], says: str
) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read(log(tmp_path / "a.nmea", lines))
    assert "a.nmea" in str(caught.value) and "\n" not in str(caught.value)


def test_declared_times_before_sentences_are_read(tmp_path: Path) -> None:
    path = log(tmp_path / "a.nmea", [f"2024-12-25 10:00:00 {position()}"])
    assert read(path, mapping={"t:utc": "time"}).fixes["t"].to_list() == [START]
    path = log(tmp_path / "b.nmea", [f"25/12/2024 10:00:00;{position()}"])
    data = read(path, mapping={"t:%d/%m/%Y %H:%M:%S": "time"})
    assert data.fixes["t"].to_list() == [START]
    with pytest.raises(InputError, match="to map"):
        read(log(tmp_path / "c.nmea", base()), mapping={"t:utc": "time"})


def test_times_are_made_only_when_told(tmp_path: Path) -> None:
    first, second = ship()
    lines = [position(lon=20), first, second, position(lon=21), "garbage", position(lon=22)]
    path = log(tmp_path / "a.nmea", lines)
    for settings in (Settings(), small_blocks(90)):
        data = read(path, start=START, rate=4.0, settings=settings)
        assert times(data) == ["10:00:00.000", "10:00:00.500", "10:00:00.750"]
        assert dropped(data) == {"unreadable": 1, "static_only": 1}
        assert "times were made from --start and --rate" in data.notes[0]
    timed = log(tmp_path / "b.nmea", base())
    own = read(timed, start=START.replace(year=2000), rate=1.0)
    assert own.fixes["t"].min() == START and "not used" in own.notes[0]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"start": START}, "give both"),
        ({"rate": 1.0}, "give both"),
        ({"start": START, "rate": 0.0}, "rate"),
        ({"start": START, "rate": float("nan")}, "rate"),
        ({"start": START.replace(tzinfo=None), "rate": 1.0}, "zone"),
    ],
)
def test_start_and_rate_are_checked(tmp_path: Path, options: dict[str, Any], says: str) -> None:
    path = log(tmp_path / "a.nmea", [position()])
    with pytest.raises(InputError, match=says):
        read(path, **options)
    with pytest.raises(InputError, match="one log, not of 2"):
        read(path, path, start=START, rate=1.0)
    table = tmp_path / "a.csv"
    table.write_text("t,mmsi,lon,lat\n2024-12-25T10:26:00Z,518998865,25.5,59.5\n")
    with pytest.raises(InputError, match="no NMEA log"):
        read(table, start=START, rate=1.0)


def test_table_with_a_column_of_sentences_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    row = f'2024-12-25T10:26:00Z,518998865,25.5,59.5,"{position()}"\n'
    path.write_text("t,mmsi,lon,lat,raw\n" + row)
    data = read(path)
    assert data.inputs[0]["format"] == "csv" and data.audit.rows_used == 1
    with pytest.raises(InputError, match="holds no AIS sentences"):
        plain = tmp_path / "b.csv"
        plain.write_text("t,mmsi,lon,lat\n2024-12-25T10:26:00Z,518998865,25.5,59.5\n")
        read(plain, format="nmea")


def test_line_ends_and_packing_change_nothing(tmp_path: Path) -> None:
    plain = read(log(tmp_path / "a.nm4", base(5)))
    for name in ("b.nm4.gz", "c.aivdm.zst", "d.log"):
        other = read(log(tmp_path / name, base(5), end="\r\n"))
        assert other.fixes.equals(plain.fixes)
    assert Counter(plain.fixes["mmsi"].to_list()) == {219000009: 5}
