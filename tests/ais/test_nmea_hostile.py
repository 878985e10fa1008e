"""Any bytes give rows or one InputError; a broken line spoils itself only."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baltic.errors import InputError

from .sentences import log, message, position, sentence, ship, tag, wrap
from .shapes import dropped, read, small_blocks, write_bytes

_T = 1735120800
_GOOD = [
    *(tag(f"c:{_T + i}") + position(219000009, lon=20 + i / 100) for i in range(8)),
    *(tag(f"g:{i}-2-5,s:a,c:{_T}") + line for i, line in enumerate(ship(), 1)),
    wrap("$PGHP,1,2024,12,25,10,0,5,0,219,,2190067,1,00"),
    position(219000008),
    tag("si:AISD"),
    tag(f"1G2:6,c:{_T}000") + sentence(*message(18, mmsi=219000007, lon=21, lat=59)),
    position(219000006) + f",{_T}",
]
_QUICK = settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize(
    "line",
    [
        "x",
        "\x00" * 10,
        "é" * 20,
        "\udcff\udcfe!AIVDM,1,1,,A,13mb9U0P00PRk8fT5nw>4?wj2006,0*5D",
        "!AIVDM",
        "!AIVDM,",
        "!AIVDM,1,1,,A,,0*26",
        "!AIVDM,1,1,,A,13mb9U0P00PRk8fT5nw>4?wj2006,0",
        position()[:-1],
        position().replace("AIVDM", "aivdm"),
        wrap("!AIVDM,0,1,,A,13mb9U0P00PRk8fT5nw>4?wj2006,0"),
        wrap("!AIVDM,1,1,,A,13mb9U0P00PRk8fT5nw>4?wj2006,6"),
        wrap("!AIVDM,1,1,,A,13mb9U0P00PRk8fT5nw>4?wj2006,"),
        wrap("!AIVDM,1,1,,A,13mb9U0P00PRk8f\x7f5nw>4?wj2006,0"),
        wrap("!AIVDM,1,1,,A,13mb9U0P00PRk8f[5nw>4?wj2006,0"),
        wrap("!AIVDM,1,1,,A,13mb9U0P00PR,0"),
        wrap("!AIVDM,1,1,,A,1,0"),
        wrap("!AIVDM,1,1,,A,1,5"),
        wrap("!AIVDM,1,1,,A," + "w" * 28 + ",0"),
        wrap("!AIVDM,1,1,,A," + "0" * 28 + ",0"),
        wrap("!AIVDM,1,1,,A," + "1" * 201 + ",0"),
        wrap("!AIVDM,1,1,,A,5" + "1" * 60 + ",0"),
        wrap("!AIVDM,1,1,,A,H3m<kW0lu8,0"),
        wrap("!AIVDM,1,1,,A,H3m<kW4lu8LDq=@`E8pD000000,0"),
        wrap("!AIVDM,9,1,999999999,A,13mb9U0P00PRk8fT5nw>4?wj2006,0"),
        wrap(f"!AIVDM,9,1,{'9' * 5000},A,13mb9U0P00PRk8fT5nw>4?wj2006,0"),
        wrap("!AIVDM,2,9,1,A,13mb9U0P00PRk8fT5nw>4?wj2006,0"),
        "\\c:1735120800*53" + position(),
        "\\\\" + position(),
        "\\*\\" + position(),
        "\\c:1735120800\\" + position(),
        tag("c:99999999999999999999") + position(),
        tag("c:-5") + position(),
        tag("c:") + position(),
        tag("c:1735120800") + "\\" + position(),
        tag("c:1735120800"[:5]) + "rubbish",
        "12/25/2024 " + position(),
    ],
)
def test_a_broken_line_is_one_unreadable_row(tmp_path: Path, line: str) -> None:
    lines = [*_GOOD[:8], line if "c:" in line else tag(f"c:{_T}") + line, *_GOOD[8:]]
    data = read(log(tmp_path / "a.nmea", lines))
    assert dropped(data) == {"unreadable": 1, "static_only": 1}
    assert data.audit.rows_used == data.fixes.height == 11
    example = data.audit.dropped["unreadable"].example
    assert example is not None and example.line == 9


def test_names_with_escapes_spoil_nothing(tmp_path: Path) -> None:
    hostile = ['<SCRIPT>"', "\\", "=1+1", "A\\NB", "^[[31M", "@@@@", "%S%N"]
    lines = []
    for i, name in enumerate(hostile):
        mmsi = 219000100 + i
        lines += [tag(f"c:{_T + i}") + line for line in ship(mmsi, shipname=name)]
        lines.append(tag(f"c:{_T + i}") + position(mmsi))
    data = read(log(tmp_path / "a.nmea", lines))
    names = data.vessels.sort("mmsi")["name"].to_list()
    assert names == [*hostile[:5], None, hostile[6]]
    assert dropped(data) == {"static_only": len(hostile)}


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    base = small_blocks(100)
    limits = dataclasses.replace(base.limits, max_line_bytes=1000)
    path = write_bytes(tmp_path / "a.nmea", ("\n".join(_GOOD) + "\n" + "1" * 5000).encode())
    with pytest.raises(InputError, match="longer than 1000 bytes"):
        read(path, settings=dataclasses.replace(base, limits=limits))


@pytest.mark.slow
def test_buffers_stay_bounded(tmp_path: Path) -> None:
    # Messages begun and never ended, each in a slot of its own.
    begun = [tag(f"c:{_T}") + wrap(f"!AIVDM,9,1,{i},A,5000000,0") for i in range(3000)]
    data = read(log(tmp_path / "a.nmea", [*_GOOD, *begun]), settings=small_blocks(5000))
    assert dropped(data) == {"unreadable": 3000, "static_only": 1}
    # One beginning over and over, by the same station and by many.
    again = [tag(f"c:{_T}") + wrap("!AIVDM,2,1,1,A,5000000,0")] * 3000
    many = [tag(f"s:{i},c:{_T}") + wrap("!AIVDM,2,1,2,A,5000000,0") for i in range(3000)]
    data = read(log(tmp_path / "b.nmea", [*_GOOD, *again, *many]), settings=small_blocks(5000))
    assert dropped(data) == {"unreadable": 6000, "static_only": 1}


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Return good lines with bytes changed, cut, doubled, or put in."""
    lines = [line.encode() for line in draw(st.permutations(_GOOD))]
    for _ in range(draw(st.integers(1, 12))):
        i = draw(st.integers(0, len(lines) - 1))
        line = lines[i]
        at = draw(st.integers(0, len(line)))
        new = draw(
            st.one_of(st.binary(max_size=4), st.sampled_from([b",", b"*", b"!", b"\\", b"\n"]))
        )
        end = at + draw(st.integers(0, 3))
        lines[i] = line[:at] + new + line[end:]
        if draw(st.booleans()):
            lines.insert(draw(st.integers(0, len(lines))), line)
    return b"\n".join(lines)


@pytest.mark.slow
@_QUICK
@given(data=mutated(), size=st.integers(60, 600))
def test_mutated_lines_are_rows_whatever_the_blocks(tmp_path: Path, data: bytes, size: int) -> None:
    # The head decides on the form; a whole good log before keeps that the same.
    path = write_bytes(tmp_path / "a.nmea", "\n".join(_GOOD).encode() + b"\n" + data)
    one = read(path)
    one.audit.check()
    assert one.audit.rows_used == one.fixes.height >= 11
    again = read(path, settings=small_blocks(size))
    assert again.fixes.equals(one.fixes) and again.vessels.equals(one.vessels)
    assert dropped(again) == dropped(one) and again.audit.rows_in == one.audit.rows_in


@_QUICK
@given(
    data=st.one_of(
        st.binary(max_size=300),
        mutated(),
        st.text(st.sampled_from("!\\$*,:AIVDMBSgcs0123456789w`\n"), max_size=300).map(str.encode),
    )
)
def test_any_bytes_give_rows_or_one_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.nmea"
    path.write_bytes(data)
    for form in (None, "nmea"):
        try:
            read(path, format=form).audit.check()
        except InputError as error:
            assert "\n" not in str(error)
