from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.ais.time_hints import guess_patterns

from .hints import offers, refused, table
from .shapes import read

WHEN = datetime(2024, 12, 25, 10, 26, 5, tzinfo=UTC)


def fixes(path: Path, cell: str, header: str = "t") -> Path:
    return table(path, f"{header},mmsi,lon,lat", f'"{cell}",219000001,20.5,59.5')


@pytest.mark.parametrize(
    "cell",
    [
        "2024-12-25T10:26:05",
        "2024-12-25 10:26:05.0",
        "25/12/2024 10:26:05",
        "12/25/2024 10:26:05",
        "25.12.2024 10:26:05",
        "25-12-2024 10:26:05",
        "25/12/24 10:26:05",
        "25/12/2024, 10:26:05",
        "25/12/2024 10:26:05.000",
        "12/25/2024 10:26:05 AM",
        "25 Dec 2024 10:26:05",
        "25-DEC-2024 10:26:05",
        "2024/12/25 10:26:05",
        "20241225_102605",
        "20241225 102605",
        "20241225T102605Z",
        "20241225102605",
        "25/12/2024 12:26:05 +02:00",
        "25/12/2024 10:26:05 UTC",
    ],
)
@pytest.mark.parametrize("header", ["t", "Time Stamp"])
def test_what_is_not_evident_is_refused_and_the_hint_works(
    tmp_path: Path, cell: str, header: str
) -> None:
    path = fixes(tmp_path / "a.csv", cell, header)
    [mapping] = offers(refused(path))
    assert list(mapping.values()) == [header]
    assert read(path, mapping=mapping).fixes["t"].to_list() == [WHEN]


def test_day_and_month_that_may_swap_are_both_offered(tmp_path: Path) -> None:
    path = fixes(tmp_path / "a.csv", "05/12/2024 10:26:05")
    text = refused(path)
    assert "(day first)" in text and "(month first)" in text
    days = [read(path, mapping=m).fixes["t"][0].date().isoformat() for m in offers(text)]
    assert days == ["2024-12-05", "2024-05-12"]


def test_a_later_row_tells_the_order(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv",
        "t,mmsi,lon,lat",
        "05/12/2024 10:26,219000001,20.5,59.5",
        "05/13/2024 10:26,219000001,20.5,59.5",
    )
    [mapping] = offers(refused(path))
    assert mapping == {"t:%m/%d/%Y %H:%M": "t"}
    assert read(path, mapping=mapping).fixes["t"][1].month == 5


def test_seconds_of_the_minute_are_no_times(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv",
        "mmsi,lon,lat,timestamp,timestampExternal",
        *(f"219000001,20.5,59.5,{s},{1735122365000 + s}" for s in (37, 0, 60, 63)),
    )
    text = refused(path)
    assert "seconds of a minute" in text
    [mapping] = offers(text)
    assert mapping == {"t": "timestampExternal"}
    assert read(path, mapping=mapping).fixes["t"][0] == WHEN
    alone = table(tmp_path / "b.csv", "mmsi,lon,lat,timestamp", "219000001,20.5,59.5,37")
    assert "--map t=COLUMN" in refused(alone)


def test_a_date_alone_is_no_time(tmp_path: Path) -> None:
    assert "no time of day" in refused(fixes(tmp_path / "a.csv", "2024-12-25"))
    data = refused(fixes(tmp_path / "b.csv", "25.12.2024 10:26:05"), {"t:%d/%m/%Y %H:%M": "t"})
    assert offers(data) == [{"t:%d.%m.%Y %H:%M:%S": "t"}]


@pytest.mark.parametrize(
    ("date", "clock", "count"),
    [
        ("2024-12-25", "10:26:05", 1),
        ("25/12/2024", "10:26:05", 1),
        ("20241225", "10:26:05", 1),
        ("25 Dec 2024", "10:26:05", 1),
        ("05/12/2024", "10:26:05", 2),
    ],
)
def test_date_and_time_of_day_in_two_columns(
    tmp_path: Path, date: str, clock: str, count: int
) -> None:
    path = table(
        tmp_path / "a.csv", "Date,Time,mmsi,lon,lat", f"{date},{clock},219000001,20.5,59.5"
    )
    text = refused(path)
    assert "no date" in text
    found = offers(text)
    assert len(found) == count
    for mapping in found:
        t = read(path, mapping=mapping).fixes["t"][0]
        assert (t.year, t.hour, t.minute, t.second) == (2024, 10, 26, 5)
    assert "how its date is written" in refused(path, {"t:%H:%M:%S": "Time", "t": "Date"})


@pytest.mark.parametrize(
    ("unit", "cell"),
    [("epoch_s", "5"), ("epoch_ms", "1735122365000"), ("epoch_us", "1735122365000000")],
)
def test_epochs_by_word(tmp_path: Path, unit: str, cell: str) -> None:
    path = fixes(tmp_path / "a.csv", cell)
    if unit == "epoch_s":  # a time of 1970 is no time of AIS, whatever the user says
        assert "unreadable" in refused(path, {"t:epoch_s": "t"})
    else:
        assert read(path, mapping={f"t:{unit}": "t"}).fixes["t"][0] == WHEN


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("%Y-%m-%d %H:%M:%S %Z", "no offset"),
        ("%d.%m.%Y %H:%M", "no time fits the pattern"),
        ("%Q%d%", "no time fits"),
        ("%H:%M", "no column for|how its date"),
    ],
)
def test_patterns_that_cannot_be_right(tmp_path: Path, pattern: str, says: str) -> None:
    path = fixes(tmp_path / "a.csv", "2024-12-25 10:26:05 CET")
    text = refused(path, {f"t:{pattern}": "t"})
    assert any(s in text for s in says.split("|"))


@settings(max_examples=60, deadline=None)
@given(cells=st.lists(st.text(max_size=30), max_size=5))
def test_any_text_gives_a_list(cells: list[str]) -> None:
    assert isinstance(guess_patterns(cells), list)


@settings(max_examples=60, deadline=None)
@given(
    t=st.datetimes(datetime(1995, 1, 1), datetime(2090, 1, 1)),  # noqa: DTZ001
    pattern=st.sampled_from(
        ["%d/%m/%Y %H:%M:%S", "%Y%m%d_%H%M%S", "%m-%d-%Y %H:%M", "%d.%m.%Y %H:%M:%S.%f"]
    ),
)
def test_a_guess_reads_what_it_was_made_from(t: datetime, pattern: str) -> None:
    assert pattern in guess_patterns([t.strftime(pattern)])


@pytest.mark.parametrize("zone", ["CET", "EEST", "MSK"])
def test_a_named_zone_is_not_given_the_offset_of_another(tmp_path: Path, zone: str) -> None:
    text = refused(fixes(tmp_path / "a.csv", f"2024-12-25 10:26:05 {zone}"))
    assert f"the zone {zone}" in text and "its offset" in text and "for it" not in text
