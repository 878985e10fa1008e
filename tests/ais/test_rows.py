"""What readers share: rows that say the same are counted, and worked out once."""

from __future__ import annotations

from collections import Counter

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from baltic.ais.rows import count_copies, map_distinct

KEYS = st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 5), max_size=60)
NAMES = st.sampled_from([None, "", "Eagle S", "eagle s", "=1+1"])
ROWS = st.lists(st.tuples(NAMES, NAMES, st.none() | st.integers(0, 3)), max_size=40)


@given(KEYS)
def test_copies_stand_where_each_key_is_first(keys):
    at, copies = count_copies(pl.Series("key", keys, dtype=pl.UInt64))
    assert at.tolist() == [keys.index(k) for k in dict.fromkeys(keys)]
    assert copies.tolist() == list(Counter(keys).values())


@given(ROWS)
def test_equal_rows_are_worked_out_once_and_give_what_each_would(rows):
    schema = {"name": pl.String, "port": pl.String, "draught": pl.Float64}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    seen = []

    def work(part):
        seen.append(part.height)
        return part.select(pl.concat_str("name", "port", ignore_nulls=True), pl.col("draught") * 2)

    assert map_distinct(table, work).equals(work(table))
    assert seen[0] == len(set(rows))
