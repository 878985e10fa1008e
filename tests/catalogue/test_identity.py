"""The lookup of static data by MMSI and time, against a loop that follows its words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic.catalogue import at_time, latest, rows_at
from baltic.catalogue.spans import Standing
from baltic.tables import VESSELS

T0 = datetime(2024, 12, 25, tzinfo=UTC)
SPANS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 12), st.integers(0, 12)), max_size=14, unique=True
)


def table(*rows: tuple[int, str, float | None, float | None], **more: Any) -> pl.DataFrame:
    """Rows are MMSI, name, first and last hour."""

    def when(hour: float | None) -> datetime | None:
        return None if hour is None else T0 + timedelta(hours=hour)

    full = [
        {
            **dict.fromkeys(VESSELS.names),
            "mmsi": m,
            "name": n,
            "first_t": when(a),
            "last_t": when(b),
        }
        for m, n, a, b in rows
    ]
    return pl.DataFrame(full, schema=VESSELS.schema)


def slow(spans: list[tuple[int, int, int]], group: int, t: int) -> int:
    """Do what the docstring of Standing says, one step of time after another."""
    mine = [(a, max(a, b), i) for i, (g, a, b) in enumerate(spans) if g == group]
    if not mine:
        return -1
    stands = min(mine, key=lambda s: (s[0], -s[1], s[2]))[2]
    for now in range(min(a for a, _, _ in mine), t + 1):
        over = [s for s in mine if s[0] <= now <= s[1]]
        if over:
            stands = max(over, key=lambda s: (s[0], -s[1], s[2]))[2]
    return stands


@given(SPANS, st.lists(st.tuples(st.integers(0, 4), st.integers(-3, 16)), max_size=30))
def test_what_stands_equals_a_naive_loop(
    spans: list[tuple[int, int, int]], asked: list[tuple[int, int]]
) -> None:
    g, a, b = np.array(spans or np.zeros((0, 3)), np.int64).T
    q, t = np.array(asked or np.zeros((0, 2)), np.int64).T
    found = Standing.of(g, a, b).at(q, t).tolist()
    assert found == [slow(spans, group, when) for group, when in asked]


def test_a_hundred_thousand_spans_inside_one_another_take_no_time() -> None:
    n = 100_000
    nest = Standing.of(np.zeros(n), np.arange(n), np.arange(2 * n, n, -1))
    comb = Standing.of(np.zeros(n), np.arange(n) * 2, np.r_[4 * n, np.arange(1, n) * 2])
    assert nest.at(np.zeros(2), np.array([n - 1, 2 * n - 1])).tolist() == [n - 1, 1]
    assert comb.at(np.zeros(2), np.array([2, 3])).tolist() == [1, 0]


def test_the_hull_of_the_time() -> None:
    ships = table((7, "FIRST", 0, 10), (7, "SECOND", 14, 20), (8, "OTHER", 0, 1))
    hours = [-5, 0, 10, 13.9, 14, 99]
    t = [(T0 + timedelta(hours=h)).timestamp() for h in hours]
    names = ["FIRST", "FIRST", "FIRST", "FIRST", "SECOND", "SECOND"]
    assert at_time(ships, [7] * 6, t)["name"].to_list() == names
    assert at_time(ships, [9, 8], t[:2], ["name"]).rows() == [(None,), ("OTHER",)]
    assert latest(ships).select("mmsi", "name").rows() == [(7, "SECOND"), (8, "OTHER")]


@pytest.mark.parametrize("kind", ["polars", "pandas", "list", "seconds"])
def test_times_of_every_kind(kind: str) -> None:
    ships = table((7, "FIRST", 0, 10), (7, "SECOND", 14, 20))
    when = [T0 + timedelta(hours=14), T0 + timedelta(hours=14, microseconds=-1)]
    t: Any = {
        "polars": pl.Series(when),
        "pandas": pd.Series(pd.to_datetime(when)),
        "list": when,
        "seconds": np.array([x.timestamp() for x in when]),
    }[kind]
    assert at_time(ships, pl.Series([7, 7]), t)["name"].to_list() == ["SECOND", "FIRST"]


def test_rows_without_times_hold_always() -> None:
    ships = table((7, "ALWAYS", None, None), (7, "FOR AN HOUR", 3, 4))
    t = [(T0 + timedelta(hours=h)).timestamp() for h in (0, 3.5, 5)]
    names = at_time(ships, [7] * 3, t)["name"].to_list()
    assert names == ["ALWAYS", "FOR AN HOUR", "ALWAYS"]


@pytest.mark.slow
@given(st.permutations(range(6)), st.integers(-1, 8))
def test_the_order_of_rows_is_no_matter(order: list[int], hour: int) -> None:
    ships = table(
        (7, "A", 0, 5), (7, "B", 0, 5), (7, "C", 2, 3), (7, "D", 6, 7), (8, "E", 1, 2),
        (8, "F", None, None),
    )  # fmt: skip
    asked = ([7, 8], [(T0 + timedelta(hours=hour)).timestamp()] * 2)
    assert at_time(ships[order], *asked).equals(at_time(ships, *asked))
    assert latest(ships[order]).equals(latest(ships))


def test_no_question_and_no_ship() -> None:
    assert at_time(VESSELS.empty(), [], []).height == 0
    assert rows_at(VESSELS.empty(), [7], [0.0]).to_list() == [None]
    assert latest(VESSELS.empty()).height == 0
