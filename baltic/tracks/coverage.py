"""Where and when anything was received: the ground of every "no ship was there"."""

from __future__ import annotations

import pandas as pd
import polars as pl

__all__ = ["CELL_DEG", "coverage"]

#: Side of a coverage cell, degrees.
CELL_DEG = 0.5


def coverage(tracks: pl.DataFrame) -> pd.DataFrame:
    """Count fixes and hulls in each hour and half-degree cell.

    Parameters
    ----------
    tracks
        Contract ``TRACKS``.

    Returns
    -------
    pandas.DataFrame
        ``hour`` (its beginning, UTC), ``cell_lon``, ``cell_lat`` (south-west corner,
        degrees), ``n_fixes``, ``n_hulls``; sorted by the first three.  A cell nobody was
        heard in has no row.

    Examples
    --------
    >>> from baltic.tables import TRACKS
    >>> list(coverage(TRACKS.empty()).columns)
    ['hour', 'cell_lon', 'cell_lat', 'n_fixes', 'n_hulls']
    """
    keys = ["hour", "cell_lon", "cell_lat"]
    cells = (
        tracks.lazy()
        .select(
            hour=pl.col("t").dt.truncate("1h"),
            cell_lon=(pl.col("lon") / CELL_DEG).floor() * CELL_DEG,
            cell_lat=(pl.col("lat") / CELL_DEG).floor() * CELL_DEG,
            ship=pl.col("mmsi").cast(pl.UInt64) * 256 + pl.col("hull").cast(pl.UInt64),
        )
        .group_by([*keys, "ship"])
        .agg(n=pl.len())
        .group_by(keys)
        .agg(
            n_fixes=pl.col("n").sum().cast(pl.Int64),
            n_hulls=pl.len().cast(pl.Int64),
        )
        .sort(keys)
        .collect()
    )
    return pd.DataFrame(cells.to_pandas())
