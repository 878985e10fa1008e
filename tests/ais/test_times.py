from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.ais import times
from baltic.ais.times import TimeForm, classify, find_form, read_times
from baltic.errors import InputError

_TIMES = st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30))  # noqa: DTZ001
_ZONES = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))


def _parse(cells: list[str], form: TimeForm) -> list[datetime | None]:
    return read_times(pl.Series("t", cells, pl.String), form).to_list()


@settings(max_examples=60, deadline=None)
@given(t=_TIMES, zone=_ZONES, sep=st.sampled_from("T "), spec=st.sampled_from(["auto", "minutes"]))
def test_iso_times_with_zone_agree_with_python(
    t: datetime, zone: timezone, sep: str, spec: str
) -> None:
    text = t.replace(tzinfo=zone).isoformat(sep, spec)
    assert _parse([text], TimeForm("zoned")) == [datetime.fromisoformat(text).astimezone(UTC)]
    form = find_form(pl.Series([text]), declared=None, file="f", column="t")
    assert form == TimeForm("zoned")


@settings(max_examples=40, deadline=None)
@given(t=_TIMES)
def test_epochs_are_told_apart_by_size(t: datetime) -> None:
    micros = (t - datetime(1970, 1, 1)) // timedelta(microseconds=1)  # noqa: DTZ001
    for kind, factor in (("epoch_us", 1), ("epoch_ms", 1_000), ("epoch_s", 1_000_000)):
        cell = str(micros // factor)
        form = find_form(pl.Series([cell]), declared=None, file="f", column="t")
        assert form.kind == kind
        [got] = _parse([cell], form)
        assert got is not None
        assert abs(got - t.replace(tzinfo=UTC)) < timedelta(microseconds=factor)


def test_declared_utc_reads_what_can_be_read_in_one_way_only() -> None:
    cells = pl.Series(["23.02.2025 09:00", "01.02.2025 10:30"])
    form = find_form(cells, declared="utc", file="f", column="time_utc")
    assert _parse(cells.to_list(), form)[1] == datetime(2025, 2, 1, 10, 30, tzinfo=UTC)
    with pytest.raises(InputError, match="times have no zone"):
        find_form(cells, declared=None, file="f", column="time")
    with pytest.raises(InputError, match="order of day and month"):
        find_form(cells[1:], declared="utc", file="f", column="time_utc")


@pytest.mark.parametrize(
    "cell", ["2024-13-01T00:00:00Z", "2024-12-25T25:00Z", "2024-12-25", "x", "", "1735122360"]
)
def test_no_zoned_time(cell: str) -> None:
    assert _parse([cell], TimeForm("zoned")) == [None]


def test_half_seconds_of_epochs_are_kept() -> None:
    [t] = _parse(["1735122360.5"], TimeForm("epoch_s"))
    assert t == datetime(2024, 12, 25, 10, 26, 0, 500_000, tzinfo=UTC)


def test_classify_empty_and_nothing() -> None:
    cells = pl.DataFrame({"t": ["", None, "  "]})
    assert cells.select(classify("t")).to_series().to_list() == [None] * 3
    with pytest.raises(InputError, match="empty"):
        find_form(cells["t"], declared=None, file="f", column="t")


def test_the_majority_decides_the_form() -> None:
    cells = pl.Series(["2024-12-25T10:26:00Z"] * 3 + ["2024-12-25T10:26:00"])
    assert find_form(cells, declared=None, file="f", column="t").kind == "zoned"


def test_each_different_text_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    read = times._read
    monkeypatch.setattr(
        times, "_read", lambda table, form: seen.append(len(table)) or read(table, form)
    )
    cells = ["2024-12-25T10:26:00Z", None, "2024-12-25 12:26 +0200", "x", ""]
    [one, two] = _parse(cells, TimeForm("zoned")), _parse(cells * 1000, TimeForm("zoned"))
    assert one == [datetime(2024, 12, 25, 10, 26, tzinfo=UTC), None, one[0], None, None]
    assert two == one * 1000
    assert seen == [5, 5]


def test_digits_of_other_scripts_make_no_time() -> None:
    assert _parse(["2024-12-25T1\u0662:26:00Z"], TimeForm("zoned")) == [None]
