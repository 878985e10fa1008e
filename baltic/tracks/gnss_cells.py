"""Cells of sea and time, in which satellite positions were disturbed or not."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..settings import Gnss, Settings

__all__ = ["CELL", "DEGRADED", "bounds_of", "cell_key", "cells_of", "in_degraded"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_UTC = pl.Datetime("us", "UTC")
#: A cell of the regional state: half an hour, row, column.
CELL = ("slot", "y", "x")

#: Columns of the table of disturbed cells.
DEGRADED: dict[str, pl.DataType] = {
    "lon_min": pl.Float64(),
    "lat_min": pl.Float64(),
    "lon_max": pl.Float64(),
    "lat_max": pl.Float64(),
    "t_start": _UTC,
    "t_end": _UTC,
    "hulls": pl.UInt32(),  # heard there then
    "flagged": pl.UInt32(),  # of these, sent what cannot be true
}


def cells_of(lon: Floats, lat: Floats, t_s: Floats, rules: Gnss) -> tuple[Ints, Ints, Ints]:
    """Return column, row and slot; columns are as wide as rows are high, in each row.

    Examples
    --------
    >>> cells_of(np.array([20.1]), np.array([57.0]), np.array([3600.0]), Gnss())[2]
    array([2])
    """
    high = rules.cell_nm / 60.0
    row = np.floor(lat / high)
    return (
        np.floor(lon / _width(row, rules)).astype(np.int64),
        row.astype(np.int64),
        np.floor(t_s / (rules.slot_min * 60.0)).astype(np.int64),
    )


def _width(row: Floats, rules: Gnss) -> Floats:
    high = rules.cell_nm / 60.0
    middle = np.clip((row + 0.5) * high, -85.0, 85.0)
    return np.asarray(high / np.cos(np.radians(middle)))


def cell_key(x: Ints, y: Ints, slot: Ints) -> Ints:
    """Return one number for each cell.

    Examples
    --------
    >>> bool(cell_key(np.array([1]), np.array([2]), np.array([3]))[0] > 0)
    True
    """
    return (slot * 40_009 + x) * 40_009 + y


def in_degraded(
    lon: Floats, lat: Floats, t_s: Floats, degraded: pl.DataFrame, settings: Settings
) -> Bools:
    """Return which places and times lie in a disturbed cell, or minutes before or after it.

    Parameters
    ----------
    lon, lat, t_s
        Degrees and seconds since 1970, arrays of one length.
    degraded
        Columns of :data:`DEGRADED`.
    settings
        Section ``gnss``; ``margin_min`` is added at both ends of a slot.
    """
    rules = settings.gnss
    out = np.zeros(len(t_s), bool)
    if not degraded.height:
        return out
    margin = rules.margin_min * 60.0
    begin, end = (degraded[c].dt.timestamp("us").to_numpy() / 1e6 for c in ("t_start", "t_end"))
    west, south, east, north = (degraded[c].to_numpy() for c in list(DEGRADED)[:4])
    near = (t_s >= begin.min() - margin) & (t_s < end.max() + margin)
    near &= (lat >= south.min()) & (lat < north.max())
    at = np.flatnonzero(near)
    bad = cell_key(*cells_of((west + east) / 2, (south + north) / 2, (begin + end) / 2, rules))
    x, y, _ = cells_of(lon[at], lat[at], t_s[at], rules)
    for shift in (-margin, 0.0, margin):
        slot = np.floor((t_s[at] + shift) / (rules.slot_min * 60.0)).astype(np.int64)
        out[at] |= np.isin(cell_key(x, y, slot), bad)
    return out


def bounds_of(bad: pl.DataFrame, rules: Gnss) -> pl.DataFrame:
    """Return cells (:data:`CELL`, ``hulls``, ``flagged``) with their bounds and times.

    Returns
    -------
    polars.DataFrame
        Columns of :data:`DEGRADED`, sorted by time and place.

    Examples
    --------
    >>> none = pl.DataFrame(schema=dict.fromkeys([*CELL, "hulls", "flagged"], pl.Int64))
    >>> bounds_of(none, Gnss()).columns == list(DEGRADED)
    True
    """
    high, seconds = rules.cell_nm / 60.0, rules.slot_min * 60.0
    bad = bad.sort("slot", "y", "x")
    x, y = bad["x"].to_numpy().astype(float), bad["y"].to_numpy().astype(float)
    start = (pl.col("slot") * seconds * 1e6).cast(pl.Int64).cast(_UTC)
    return bad.select(
        pl.Series("lon_min", x * _width(y, rules)),
        pl.Series("lat_min", y * high),
        pl.Series("lon_max", (x + 1) * _width(y, rules)),
        pl.Series("lat_max", (y + 1) * high),
        start.alias("t_start"),
        (start + pl.duration(microseconds=round(seconds * 1e6))).alias("t_end"),
        pl.col("hulls").cast(pl.UInt32),
        pl.col("flagged").cast(pl.UInt32),
    )
