"""Unbroken stretches of a track, and the silences between them."""

from __future__ import annotations

import numpy as np
import polars as pl

from ..geo import distance_m
from ..settings import Settings
from ..tables import GAPS

__all__ = ["gaps", "number_segments"]


def number_segments(tracks: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return the table with ``segment``: the number of the stretch, over the whole table.

    Parameters
    ----------
    tracks
        Fixes with ``hull``, sorted by mmsi, hull, t.
    settings
        ``segments.gap_h`` hours of silence end a stretch.

    Returns
    -------
    polars.DataFrame
        The same rows, ``segment`` (u32, from 0) added or replaced.

    Examples
    --------
    >>> from datetime import datetime, timezone
    >>> hours = [datetime(2024, 1, 1, h, tzinfo=timezone.utc) for h in (0, 1, 6)]
    >>> fixes = pl.DataFrame({"mmsi": [1, 1, 1], "hull": [0, 0, 0], "t": hours})
    >>> number_segments(fixes, Settings())["segment"].to_list()
    [0, 0, 1]
    """
    if tracks.is_empty():
        return tracks.with_columns(pl.lit(0, pl.UInt32).alias("segment"))
    limit = pl.duration(microseconds=round(settings.segments.gap_h * 3.6e9))
    starts = (
        (pl.col("mmsi") != pl.col("mmsi").shift())
        | (pl.col("hull") != pl.col("hull").shift())
        | (pl.col("t").diff() > limit)
    ).fill_null(value=False)
    return tracks.with_columns(starts.cum_sum().cast(pl.UInt32).alias("segment"))


def gaps(tracks: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return the silences between two consecutive segments of one hull.

    Parameters
    ----------
    tracks
        Contract ``TRACKS``.
    settings
        ``segments.gap_h``; numbers of segments already in the table are not relied on.

    Returns
    -------
    polars.DataFrame
        Contract ``GAPS``: when, from where to where, and how far (geodesic, m).

    Examples
    --------
    >>> from baltic.tables import TRACKS
    >>> gaps(TRACKS.empty(), Settings()).height
    0
    """
    limit = pl.duration(microseconds=round(settings.segments.gap_h * 3.6e9))
    both = [c for c in ("t", "lon", "lat") if c in tracks.columns]
    silences = (
        tracks.select(["mmsi", "hull", *both])
        .with_columns(
            *(pl.col(c).shift().alias(f"{c}_start") for c in both),
            same=(pl.col("mmsi") == pl.col("mmsi").shift())
            & (pl.col("hull") == pl.col("hull").shift()),
        )
        .filter(pl.col("same") & (pl.col("t") - pl.col("t_start") > limit))
        .rename({c: f"{c}_end" for c in both})
    )
    if silences.is_empty():
        return GAPS.empty()
    ends = (silences[c].to_numpy() for c in ("lon_start", "lat_start", "lon_end", "lat_end"))
    metres = np.asarray(distance_m(*ends), float)
    return silences.with_columns(pl.Series("dist_m", metres)).select(
        [pl.col(c.name).cast(c.dtype) for c in GAPS.columns]
    )
