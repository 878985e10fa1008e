"""One transmission heard by several stations: other lines, the same message."""

from __future__ import annotations

import polars as pl

__all__ = ["repeats"]


def repeats(rows: pl.DataFrame, within_s: float) -> pl.Series:
    """Return which rows repeat a transmission that another row has earlier.

    The same ship sent the same message, and the rows are a few seconds apart: stations and
    their lines differ in delay.  The earliest row is the original.  A ship that sends the same
    again does so a minute later at the soonest, since messages hold the second.

    Parameters
    ----------
    rows
        ``mmsi``, ``t``, ``transmission`` (hash of what was sent, null = not known).
    within_s
        Seconds to the row before that still are one transmission.

    Examples
    --------
    >>> from datetime import datetime
    >>> t = [datetime(2024, 12, 25, 10, 0, s) for s in (3, 1, 59)]
    >>> repeats(pl.DataFrame({"mmsi": 1, "t": t, "transmission": 7}), 5.0).to_list()
    [True, False, False]
    """
    known = rows["transmission"].is_not_null()
    if not known.any():
        return pl.Series("again", [False]).new_from_index(0, rows.height)
    table = rows.select("mmsi", "t", "transmission").with_row_index("_i").filter(known)
    table = table.sort("mmsi", "transmission", "t", "_i")
    same = (pl.col("mmsi") == pl.col("mmsi").shift(1)) & (
        pl.col("transmission") == pl.col("transmission").shift(1)
    )
    near = (pl.col("t") - pl.col("t").shift(1)) <= pl.duration(
        microseconds=round(within_s * 1e6), time_unit="us"
    )
    again = table.filter(same & near)["_i"]
    return rows.select(pl.int_range(pl.len(), dtype=pl.UInt32).is_in(again.implode())).to_series()
