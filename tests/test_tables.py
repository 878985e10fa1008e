"""Contracts catch what would go wrong later."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest

from baltic.errors import TableError
from baltic.tables import CROSSINGS, FIXES, TRACKS, VESSELS


@pytest.mark.parametrize("table", [FIXES, TRACKS, VESSELS, CROSSINGS])
def test_empty_tables_keep_their_contract(table) -> None:
    table.check(table.empty())
    table.check(table.empty().to_pandas())


def test_all_faults_are_named_at_once() -> None:
    bad = FIXES.empty().drop("lon").with_columns(pl.col("t").dt.replace_time_zone(None))
    with pytest.raises(TableError) as caught:
        FIXES.check(bad)
    assert "lon is missing" in str(caught.value)
    assert "time without zone" in str(caught.value)


def test_nulls_where_none_may_be() -> None:
    bad = FIXES.empty().with_columns(pl.lit(None).cast(pl.Float64).alias("lon"))
    row = pl.DataFrame({c: [None] for c in FIXES.names}, schema=FIXES.schema)
    FIXES.check(bad)
    with pytest.raises(TableError, match="has empty values"):
        FIXES.check(row)


def test_pandas_times_must_be_utc() -> None:
    frame = FIXES.empty().to_pandas()
    frame["t"] = pd.Series([], dtype="datetime64[us]")
    with pytest.raises(TableError, match="t is"):
        FIXES.check(frame)
