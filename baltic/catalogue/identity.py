"""Who an MMSI was at a time: the one place where static data are joined to positions.

Names change, and an MMSI may pass to another hull: a join by MMSI alone gives the wrong
ship, or rows twice.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..tables import VESSELS
from .spans import Standing

__all__ = ["at_time", "latest", "rows_at"]

Ints = NDArray[np.int64]

#: Before and after all times, microseconds since 1970.
_EVER = 2**61


def rows_at(vessels: pl.DataFrame, mmsi: Any, t: Any) -> pl.Series:
    """Return the row of `vessels` that was valid for each MMSI at each time.

    Of rows that overlap (two hulls that send one MMSI at once) the one that began last
    stands while it lasts; between two rows, and after the last, the earlier one stands on;
    before the first, the first.  Rows without times hold always.

    Parameters
    ----------
    vessels
        Contract ``VESSELS``, any order, one row or several an MMSI.
    mmsi, t
        Arrays, lists or series of one length; `t` as times (``datetime[us, UTC]``) or seconds
        since 1970.

    Returns
    -------
    polars.Series
        Row numbers as UInt32; null where the MMSI is not in the table.

    Examples
    --------
    >>> ships = VESSELS.empty().vstack(pl.DataFrame({"mmsi": [7], "name": ["ONE"]}).select(
    ...     pl.col(n).cast(t) if n in ("mmsi", "name") else pl.lit(None, t).alias(n)
    ...     for n, t in VESSELS.schema.items()))
    >>> rows_at(ships, [7, 8], [0.0, 0.0]).to_list()
    [0, None]
    """
    names = [n for n in VESSELS.names if n in vessels.columns]
    ordered = vessels.select(names).with_row_index("_row")
    if ordered.select("mmsi", "first_t", "last_t").is_duplicated().any():
        # Rows of one span in order of what they say: their place in the table is no matter.
        ordered = ordered.sort(names)
    begin, end = (
        ordered[c].dt.timestamp("us").fill_null(ever).to_numpy()
        for c, ever in (("first_t", -_EVER), ("last_t", _EVER))
    )
    standing = Standing.of(ordered["mmsi"].to_numpy(), begin, end)
    place = standing.at(np.asarray(mmsi), _microseconds(t))
    known = pl.Series(place, dtype=pl.Int64).set(pl.Series(place < 0), None)
    return ordered["_row"].gather(known.cast(pl.UInt32)).alias("row")


def at_time(
    vessels: pl.DataFrame, mmsi: Any, t: Any, columns: list[str] | None = None
) -> pl.DataFrame:
    """Return what was valid for each MMSI at each time (see :func:`rows_at`).

    Parameters
    ----------
    vessels, mmsi, t
        As for :func:`rows_at`.
    columns
        Columns wanted; all but ``mmsi`` when left out.

    Returns
    -------
    polars.DataFrame
        One row a question, in their order; nulls where the MMSI is not in the table.

    Examples
    --------
    >>> us = pl.Datetime("us")
    >>> ships = pl.DataFrame({"mmsi": [7, 7], "name": ["OLD", "NEW"], "first_t": [0, 9_000_000],
    ...     "last_t": [1, 9_000_001]}).cast({"first_t": us, "last_t": us})
    >>> at_time(ships, [7, 7, 8], [5.0, 20.0, 5.0], ["name"])["name"].to_list()
    ['OLD', 'NEW', None]
    """
    wanted = [n for n in vessels.columns if n != "mmsi"] if columns is None else columns
    rows = rows_at(vessels, mmsi, t)
    return vessels.select(pl.col(wanted).gather(rows))


def latest(vessels: pl.DataFrame) -> pl.DataFrame:
    """Return one row an MMSI, the one valid last, sorted by MMSI.

    Parameters
    ----------
    vessels
        Contract ``VESSELS``, any order, one row or several an MMSI.

    Returns
    -------
    polars.DataFrame
        The same columns.

    Examples
    --------
    >>> us = pl.Datetime("us")
    >>> ships = pl.DataFrame({"mmsi": [7, 7], "name": ["OLD", "NEW"], "first_t": [0, 9_000_000],
    ...     "last_t": [1, 9_000_001]}).cast({"first_t": us, "last_t": us})
    >>> latest(ships)["name"].to_list()
    ['NEW']
    """
    ships = vessels["mmsi"].unique().sort()
    return vessels[rows_at(vessels, ships, np.full(len(ships), _EVER / 1e6))]


def _microseconds(t: Any) -> Ints:
    times = pl.Series(t)
    if isinstance(times.dtype, pl.Datetime):
        return np.asarray(times.dt.timestamp("us").to_numpy(), np.int64)
    return np.rint(np.asarray(times, np.float64) * 1e6).astype(np.int64)
