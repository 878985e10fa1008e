"""Accounting and independence of order and splits, as properties."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baltic.ais import AisData
from baltic.errors import InputError
from baltic.settings import Settings

from .shapes import dma, dropped, flagged, named, read, real, small_blocks, track, write

_ROWS = st.builds(
    dma,
    st.sampled_from([f"25/12/2024 10:00:0{i}" for i in range(4)] + ["soon", "25/12/2024 27:00:00"]),
    st.sampled_from([219000001, 219000002, 2190064, 992111840, "", "x", 3638]),
    st.sampled_from(["59.5", "59.6", "91.0", "", "?", "-95"]),
    st.sampled_from(["25.5", "25.6", "0.0", "181", ""]),
    mobile=st.sampled_from(["Class A", "Class B", "Base Station", "AtoN", "?"]),
    motion=st.sampled_from(["0.0,9.5,251.3,250", ",,,", "-731.4,102.3,360.0,511", "x,y,z,456"]),
    static=st.sampled_from([named(), named('"A,B"', 123, ",,,"), named('"X', 9329761), ",,"]),
)
_TEXTS = st.lists(
    st.one_of(
        _ROWS,
        st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), max_size=40),
    ),
    min_size=1,
    max_size=25,
)
_QUICK = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _same(a: AisData, b: AisData) -> None:
    assert a.fixes.equals(b.fixes)
    assert a.vessels.equals(b.vessels)
    assert dropped(a) == dropped(b)
    assert flagged(a) == flagged(b)
    assert (a.audit.rows_in, a.audit.rows_used) == (b.audit.rows_in, b.audit.rows_used)


@pytest.mark.slow
@_QUICK
@given(rows=_TEXTS, seed=st.integers(0, 10**6), size=st.integers(600, 3000))
def test_every_row_is_accounted_for_whatever_the_order(
    tmp_path: Path, rows: list[str], seed: int, size: int
) -> None:
    base = track(30, 219000009)  # so that the file as a whole is usable
    rows = [*base, *rows, *rows[:5]]
    data = read(write(tmp_path / "a.csv", rows))
    data.audit.check()
    assert data.audit.rows_in == sum(1 for r in rows if r)
    assert data.audit.rows_used == data.fixes.height
    readable = [r for r in rows if r and r in base]
    assert dropped(data).get("exact_duplicate", 0) >= len(readable) - len(set(readable))

    shuffled = random.Random(seed).sample(rows, len(rows))
    _same(data, read(write(tmp_path / "b.csv", shuffled), settings=small_blocks(size)))

    cut = seed % (len(rows) - 1) + 1
    parts = [write(tmp_path / "c.csv.gz", shuffled[:cut]), write(tmp_path / "d.zip", rows[:0])]
    parts[1] = write(tmp_path / "d.zip", shuffled[cut:])
    _same(data, read(*reversed(parts)))


def test_blocks_leave_no_trace_in_the_real_head(tmp_path: Path) -> None:
    path = real("aisdk-2026-04-26_first20000lines.csv.gz")
    whole = read(path)
    _same(whole, read(path, settings=small_blocks(300_000)))


def test_the_same_line_in_two_files_is_a_duplicate(tmp_path: Path) -> None:
    one, two = write(tmp_path / "a.csv", track(4)), write(tmp_path / "b.csv.gz", track(6))
    data = read(one, two)
    assert dropped(data) == {"exact_duplicate": 4} and data.audit.rows_used == 6
    example = data.audit.dropped["exact_duplicate"].example
    assert example is not None and "b.csv.gz" in example.file and example.line == 2


def test_equal_positions_in_unequal_lines_are_kept(tmp_path: Path) -> None:
    rows = [dma(), dma(static=named()), dma().replace("250,", "250,  ", 1)]
    assert read(write(tmp_path / "a.csv", rows)).audit.rows_used == 3


def test_filters_count_what_they_leave_out(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [*track(10), *track(3, 219000002, lon=10.0)])
    window = {
        "t_from": datetime(2024, 12, 25, 0, 2, tzinfo=UTC),
        "t_to": datetime(2024, 12, 25, 0, 8, tzinfo=UTC),
        "bbox": (20.0, 59.0, 20.055, 60.0),
    }
    data = read(path, **window)
    assert dropped(data) == {"outside_time": 3 + 2, "outside_area": 3 + 1}
    assert data.fixes["t"].min() == window["t_from"]
    assert data.vessels["mmsi"].to_list() == [219000001]


def test_filters_may_leave_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", track(4))
    data = read(path, bbox=(1, 1, 2, 2))
    assert data.fixes.is_empty() and dropped(data) == {"outside_area": 4}


@pytest.mark.parametrize(
    "options",
    [
        {"t_from": datetime(2024, 12, 25)},  # noqa: DTZ001 - the missing zone is the point
        {"t_to": datetime(2024, 12, 25)},  # noqa: DTZ001
        {
            "t_from": datetime(2024, 12, 26, tzinfo=UTC),
            "t_to": datetime(2024, 12, 25, tzinfo=UTC),
        },
        {"bbox": (30, 1, 2, 2)},
        {"bbox": (1, 1, 2, 200)},
    ],
)
def test_impossible_filters_are_refused(tmp_path: Path, options: dict[str, object]) -> None:
    with pytest.raises(InputError):
        read(write(tmp_path / "a.csv", track(4)), **options)


def test_swapped_positions_are_refused(tmp_path: Path) -> None:
    rows = [dma(f"25/12/2024 10:{i:02d}:00", lat=25.5 + i / 100, lon=59.5) for i in range(20)]
    with pytest.raises(InputError, match="swapped"):
        read(write(tmp_path / "a.csv", rows))
    with pytest.raises(InputError, match="swapped"):
        read(write(tmp_path / "b.csv", [dma(lat=125.5, lon=59.5), dma(lat=126.5, lon=59.5)]))


def test_other_seas_are_no_swap(tmp_path: Path) -> None:
    rows = [dma(f"25/12/2024 10:{i:02d}:00", lat=-33.9, lon=18.4 + i / 100) for i in range(20)]
    assert read(write(tmp_path / "a.csv", rows)).audit.rows_used == 20


def test_a_file_of_garbage_is_refused_with_an_example(tmp_path: Path) -> None:
    rows = [dma(t="yesterday", mmsi=i) for i in range(20)]
    with pytest.raises(InputError, match=r"20 of 20 rows are unreadable.*yesterday"):
        read(write(tmp_path / "a.csv", rows))


def test_a_file_without_any_ship_says_what_it_holds(tmp_path: Path) -> None:
    rows = [dma(mobile="AtoN", mmsi=992111840), dma(lat=91, lon=0)]
    with pytest.raises(InputError, match=r"2 rows in.*non_ship 1, no_position 1"):
        read(write(tmp_path / "a.csv", rows))


def test_one_fix_a_ship_is_fine(tmp_path: Path) -> None:
    rows = [dma(mmsi=219000001 + i) for i in range(20)]
    assert read(write(tmp_path / "a.csv", rows)).fixes["mmsi"].n_unique() == 20


def test_settings_decide_what_is_garbage(tmp_path: Path) -> None:
    assert Settings().limits.max_bad_share < 1
    rows = [*track(1), *[dma(t="x", mmsi=i) for i in range(50)]]
    assert dropped(read(write(tmp_path / "a.csv", rows))) == {"unreadable": 50}
