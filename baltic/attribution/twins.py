"""Numbers that were sent from several places: by several ships, or by one whose GNSS was disturbed.

Tracks tell them apart as hulls, the first of which is the one that episodes are sought on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ..geo import distance_m
from ..records import SILENT_S
from .passages import likeliest

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["first_hulls", "of_other_hulls", "shared_numbers"]

#: So many of another hull's fixes between those of the first are no accident at its ends.
_AT_ONCE = 0.1
#: A fix this near to a passage is of the ship that made it.
_THERE_M = 10_000.0


def first_hulls(tracks: pl.DataFrame) -> pl.DataFrame:
    """Return the fixes of the first hull of each number."""
    some = tracks["hull"] > 0
    return tracks.filter(~some) if some.any() else tracks


def shared_numbers(tracks: pl.DataFrame) -> frozenset[int]:
    """Return the MMSI that were sent from several places at once.

    A number that is sent elsewhere only while its first hull is silent may be one ship whose
    positions were disturbed for a time: what its first hull did is known all the same.

    Parameters
    ----------
    tracks
        Contract ``TRACKS``: ``mmsi``, ``hull`` and ``t``.

    Examples
    --------
    >>> from datetime import datetime, timedelta, UTC
    >>> t = [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=m) for m in (0, 1, 2, 3, 90, 91)]
    >>> sent = pl.DataFrame({"mmsi": 1, "hull": [0, 1, 0, 1, 0, 0], "t": t})
    >>> shared_numbers(sent)
    frozenset({1})
    >>> shared_numbers(sent.with_columns(hull=pl.Series([0, 0, 1, 1, 0, 0])))
    frozenset()
    """
    ships = tracks.filter(pl.col("hull") > 0)["mmsi"].unique()
    if ships.is_empty():
        return frozenset()
    fixes = (
        tracks.filter(pl.col("mmsi").is_in(ships.implode()))
        .select("mmsi", "hull", s=pl.col("t").dt.epoch("us") / 1e6)
        .sort("mmsi", "s")
    )
    first = pl.when(pl.col("hull") == 0).then("s")
    around = first.backward_fill().over("mmsi") - first.forward_fill().over("mmsi")
    shares = (
        fixes.with_columns(around=around)
        .filter(pl.col("hull") > 0)
        .group_by("mmsi")
        .agg(share=(pl.col("around") <= SILENT_S).fill_null(value=False).mean())
    )
    return frozenset(shares.filter(pl.col("share") > _AT_ONCE)["mmsi"].to_list())


def of_other_hulls(passages: pd.DataFrame, tracks: pl.DataFrame) -> frozenset[int]:
    """Return the ships whose likeliest passage was made by another hull than the first.

    Parameters
    ----------
    passages
        ``mmsi``, ``t_s``, ``lon``, ``lat``, ``density``.
    tracks
        Contract ``TRACKS``.
    """
    others = tracks.filter(pl.col("hull") > 0)
    if others.is_empty() or passages.empty:
        return frozenset()
    best = likeliest(passages)[["mmsi", "t_s", "lon", "lat"]]
    at = pl.from_pandas(best).with_columns(pl.col("mmsi").cast(others["mmsi"].dtype))
    near = (
        others.select("mmsi", lon_fix="lon", lat_fix="lat", s=pl.col("t").dt.epoch("us") / 1e6)
        .join(at, on="mmsi")
        .filter((pl.col("s") - pl.col("t_s")).abs() <= SILENT_S)
    )
    place = (near[c].to_numpy() for c in ("lon", "lat", "lon_fix", "lat_fix"))
    there = pl.Series(distance_m(*place) <= _THERE_M, dtype=pl.Boolean)
    return frozenset(near.filter(there)["mmsi"].unique().to_list())
