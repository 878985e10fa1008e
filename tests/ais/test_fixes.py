from __future__ import annotations

import random

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.ais.fixes import clean_values, settle_ties, ties
from baltic.tables import FIXES

_VALUES = st.lists(
    st.tuples(
        st.integers(1, 2),
        st.integers(0, 2),
        st.sampled_from([20.0, 20.5]),
        st.sampled_from([None, 9.5, 0.0]),
    ),
    max_size=12,
)


def _table(values: list[tuple[int, int, float, float | None]]) -> pl.DataFrame:
    rows = pl.DataFrame(
        values,
        schema={"mmsi": pl.UInt32, "t": pl.Int64, "lon": pl.Float64, "sog_kn": pl.Float32},
        orient="row",
    )
    missing = [pl.lit(None, t).alias(n) for n, t in FIXES.schema.items() if n not in rows.columns]
    return rows.with_columns(pl.col("t").cast(FIXES.schema["t"]), *missing).select(FIXES.names)


@settings(max_examples=50, deadline=None)
@given(values=_VALUES, seed=st.integers(0, 1000))
def test_ties_have_one_order(values: list[tuple[int, int, float, float | None]], seed: int) -> None:
    shuffled = random.Random(seed).sample(values, len(values))
    one, two = (settle_ties(_table(v).sort("mmsi", "t")) for v in (values, shuffled))
    assert one.equals(two)
    assert one.select("mmsi", "t").rows() == sorted(one.select("mmsi", "t").rows())
    pairs = one.select("mmsi", "t").rows()
    assert ties(one).to_list() == [pairs.count(p) > 1 for p in pairs]


def test_the_raw_number_for_no_rate_of_turn_is_none_in_any_feed() -> None:
    rows = pl.DataFrame({"rot_deg_min": [-128.0, 128.0, -127.9, 708.0, -708.9]})
    for name, kind in (("sog_kn", pl.Float32), ("cog_deg", pl.Float32), ("heading_deg", pl.Float32),
                       ("nav_status", pl.UInt8)):  # fmt: skip
        rows = rows.with_columns(pl.lit(None, kind).alias(name))
    cleaned = rows.with_columns(clean_values())["rot_deg_min"].to_list()
    assert cleaned == [None, 128.0, -127.9, 708.0, None]
