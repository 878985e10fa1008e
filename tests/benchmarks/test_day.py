"""The made-up day is read as the real one is, and comes out the same every time."""

import polars as pl
import pytest

from baltic.ais import read_fixes
from tests.benchmarks.day import write_day

ROWS = 30_000


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    return write_day(tmp_path_factory.mktemp("day") / "day.csv", ROWS, seed=3)[0]


def test_every_row_is_read_and_none_is_unreadable(day):
    audit = read_fixes([day]).audit
    audit.check()
    assert audit.rows_in == ROWS
    assert "unreadable" not in audit.dropped


def test_the_shares_are_those_of_the_real_file(day):
    rows = pl.read_csv(day, infer_schema=False)
    assert rows.height - rows.n_unique() == pytest.approx(0.4 * ROWS, abs=0.01 * ROWS)
    assert (rows["Latitude"] == "91.000000").mean() == pytest.approx(0.04, abs=0.02)
    assert (rows["Type of mobile"] == "Base Station").mean() == pytest.approx(0.06, abs=0.02)
    assert rows["Name"].is_not_null().mean() == pytest.approx(0.17, abs=0.04)
    assert rows["# Timestamp"].is_sorted()


def test_the_same_seed_gives_the_same_bytes_and_split_files_the_same_rows(day, tmp_path):
    parts = write_day(tmp_path / "part.csv", ROWS, seed=3, split=3)
    header, *rows = day.read_bytes().splitlines()
    assert [p.read_bytes().splitlines()[0] for p in parts] == [header] * 3
    assert [r for p in parts for r in p.read_bytes().splitlines()[1:]] == rows


def test_another_seed_gives_another_day(day, tmp_path):
    assert write_day(tmp_path / "b.csv", ROWS, seed=4)[0].read_bytes() != day.read_bytes()
