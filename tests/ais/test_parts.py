"""A store cut into parts: each row in one of them, and none left over that is far smaller."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from baltic.ais.parts import Part, plan_parts

MOST = 600_000


def planned(rows: list[int]) -> list[Part]:
    """Return the parts of a store with so many rows in each bucket."""
    files: Any = [SimpleNamespace(bucket=i, rows=n) for i, n in enumerate(rows)]
    store: Any = SimpleNamespace(buckets=len(rows))
    commit: Any = SimpleNamespace(files=files)
    return plan_parts(store, [commit], MOST)


def rows_in(part: Part, rows: list[int]) -> float:
    return sum(rows[bucket] for bucket in part.buckets) / part.of


def test_the_largest_comes_first() -> None:
    rows = [20_000, 500_000, 1_300_000, 550_000]
    sizes = [rows_in(part, rows) for part in planned(rows)]
    assert sizes == sorted(sizes, reverse=True) and len(sizes) == 5


def test_even_buckets_give_even_parts() -> None:
    rows = [187_000] * 16
    sizes = [len(part.buckets) for part in planned(rows)]
    assert sorted(sizes) == [2, 2, 3, 3, 3, 3]


@given(st.lists(st.integers(0, 2 * MOST), min_size=1, max_size=40))
def test_each_bucket_is_in_one_part(rows: list[int]) -> None:
    parts = planned(rows)
    told = [(bucket, part.number, part.of) for part in parts for bucket in part.buckets]
    assert len(set(told)) == len(told)
    assert {bucket for bucket, *_ in told} == {i for i, n in enumerate(rows) if n}
    assert len({part.name for part in parts}) == len(parts)


@given(st.lists(st.integers(1, MOST), min_size=1, max_size=40))
def test_parts_differ_by_no_more_than_a_bucket(rows: list[int]) -> None:
    parts = planned(rows)
    even, largest = sum(rows) / len(parts), max(rows)
    for part in parts:
        assert even - largest <= rows_in(part, rows) <= min(even, MOST) + largest
