"""What a reader hands over: the rows of one block, parsed but not yet judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..tables import UTC

__all__ = ["ROW", "Chunk", "number", "whole_number"]

#: Columns of ``Chunk.rows``.  ``station``: true = the feed says no ship, false = a ship.
#: ``bad``: a cell of mmsi, t, lon or lat holds something that cannot be read.
ROW: Mapping[str, pl.DataType] = {
    "mmsi": pl.UInt32(),
    "t": UTC,
    "lon": pl.Float64(),
    "lat": pl.Float64(),
    "sog_kn": pl.Float32(),
    "cog_deg": pl.Float32(),
    "heading_deg": pl.Float32(),
    "rot_deg_min": pl.Float32(),
    "nav_status": pl.UInt8(),
    "source": pl.String(),
    "provenance": pl.String(),
    "station": pl.Boolean(),
    "bad": pl.Boolean(),
}


@dataclass(frozen=True)
class Chunk:
    """The rows of one block of one file.

    Parameters
    ----------
    rows
        Distinct rows with the columns of ROW (missing ones are unknown) and ``at``, the
        row's index among all rows of the block.
    static
        Columns of ``vessels.STATIC`` and ``at``, for rows that say who the ship is.
    keys
        Hash of every row, duplicates and broken rows included.
    lines
        1-based line (or record) number of every row.
    text
        Gives the raw text of row `i` of the block.
    """

    rows: pl.DataFrame
    static: pl.DataFrame
    keys: pl.Series
    lines: NDArray[np.int64]
    text: Callable[[int], str]

    def weight(self, at: pl.Series) -> int:
        """Return how many rows of the block, duplicates included, equal those at `at`."""
        if not len(at):
            return 0
        if len(at) == len(self.keys):
            return len(at)
        return int(self.keys.is_in(self.keys.gather(at).implode()).sum())


def number(column: str) -> pl.Expr:
    """Return a text column as finite numbers; anything else becomes null."""
    value = pl.col(column).str.strip_chars().cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)


def whole_number(column: str) -> pl.Expr:
    """Return a text column as whole numbers (``219000001`` or ``219000001.0``), else null."""
    text = pl.col(column).str.strip_chars()
    value = text.cast(pl.Float64, strict=False)
    exact = text.cast(pl.Int64, strict=False)
    rounded = pl.when(value.is_finite() & (value == value.floor()) & (value.abs() < 1e15)).then(value)
    return pl.coalesce(exact, rounded.cast(pl.Int64, strict=False))
