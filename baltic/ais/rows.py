"""What a reader hands over: the rows of one block, parsed but not yet judged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
import polars.selectors as cs
from numpy.typing import NDArray

from ..errors import InputError
from ..tables import PROVENANCES, UTC

__all__ = [
    "ROUNDED",
    "ROW",
    "Check",
    "Chunk",
    "Making",
    "by_word",
    "count_copies",
    "look_up",
    "lost_numbers",
    "map_distinct",
    "number",
    "to_codes",
    "to_numbers",
    "to_provenance",
    "whole_number",
]

#: Columns of ``Chunk.rows``.  ``station``: true = the feed says no ship, false = a ship.
#: ``stale``: true = an old row of a snapshot.  ``transmission``: hash of the message on the
#: air, where several stations may hear it.  ``bad``: a cell of mmsi, t, lon or lat holds
#: something that cannot be read.
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
    "stale": pl.Boolean(),
    "transmission": pl.UInt32(),
    "bad": pl.Boolean(),
}


#: A number that a spreadsheet left six digits of.  An MMSI has nine, seconds since 1970 have
#: ten: 2.19E+08 may be any of a thousand ships, 1.73E+09 any moment of months.
ROUNDED = r"^\s*\d(?:\.\d{0,5})?[eE]"


def count_copies(keys: pl.Series) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return where each distinct key stands first, in order, and how many rows have it.

    Examples
    --------
    >>> at, copies = count_copies(pl.Series("key", [7, 9, 7, 7], dtype=pl.UInt64))
    >>> at.tolist(), copies.tolist()
    ([0, 1], [3, 1])
    """
    # Both in order of appearance: a quarter less time than one grouping and its sort.
    return keys.arg_unique().sort().to_numpy(), keys.unique_counts().to_numpy()


@dataclass(frozen=True)
class Chunk:
    """The rows of one block of one file.

    Parameters
    ----------
    rows
        Distinct rows with the columns of ROW (missing ones are unknown) and ``at``, the
        row's index among all rows of the block: the first of equal ones.
    static
        Columns of ``vessels.STATIC`` and ``at``, for rows that say who the ship is.
    keys
        Hash of every row, duplicates and broken rows included.
    lines
        1-based line (or record) number of every row.
    text
        Gives the raw text of row `i` of the block.
    counted
        What :func:`count_copies` says of the keys, where the reader has asked before.
    """

    rows: pl.DataFrame
    static: pl.DataFrame
    keys: pl.Series
    lines: NDArray[np.int64]
    text: Callable[[int], str]
    counted: tuple[NDArray[np.uint32], NDArray[np.uint32]] | None = None

    @cached_property
    def _copies(self) -> NDArray[np.uint32] | None:
        """How many rows of the block equal each distinct row; None where no two are equal."""
        at, copies = self.counted or count_copies(self.keys)
        if len(at) == len(self.keys):
            return None
        full = np.zeros(len(self.keys), np.uint32)
        full[at] = copies
        return full

    def weight(self, at: pl.Series) -> int:
        """Return how many rows of the block, duplicates included, equal those at `at`.

        Parameters
        ----------
        at
            Rows no two of which are equal, each the first of its copies.
        """
        if self._copies is None or not len(at):
            return len(at)
        return int(self._copies[at.to_numpy()].sum())


#: A block still to be made into a chunk, at any time and in any thread.
Making = Callable[[], Chunk]


@dataclass(frozen=True)
class Check:
    """What can be judged only when all blocks before it have been made."""

    run: Callable[[], None]


def number(column: str) -> pl.Expr:
    """Return a text column as finite numbers; anything else becomes null."""
    value = pl.col(column).str.strip_chars().cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value).alias(column)


def whole_number(column: str) -> pl.Expr:
    """Return a text column as whole numbers (``219000001`` or ``219000001.0``), else null."""
    text = pl.col(column).str.strip_chars()
    value = text.cast(pl.Float64, strict=False)
    near = pl.when(value.is_finite() & (value == value.floor()) & (value.abs() < 1e15)).then(value)
    whole = pl.coalesce(text.cast(pl.Int64, strict=False), near.cast(pl.Int64, strict=False))
    return whole.alias(column)


def to_numbers(texts: pl.DataFrame, whole: Collection[str] = ()) -> pl.DataFrame:
    """Return all text columns as numbers, those in `whole` as whole numbers.

    A plain cast is four times as fast as the careful one, which is used for the columns
    where the plain one lost a cell.  Columns that are numbers already stay so.

    Examples
    --------
    >>> to_numbers(pl.DataFrame({"sog": ["9.5", " 8 ", "x"]}))["sog"].to_list()
    [9.5, 8.0, None]
    """
    names = texts.select(cs.string()).columns
    plain = texts.with_columns(
        pl.col(c).cast(pl.Int64 if c in whole else pl.Float64, strict=False) for c in names
    )
    if not names:
        return plain
    checks = plain.select(
        (pl.col(c).is_null().sum() > texts[c].null_count()) | (pl.col(c).is_finite().not_().any())
        for c in names
    ).row(0)
    doubtful = [c for c, odd in zip(names, checks, strict=True) if odd]
    again = texts.select(whole_number(c) if c in whole else number(c) for c in doubtful)
    return plain.with_columns(again)


def lost_numbers(texts: pl.Series, values: pl.Series) -> pl.Series:
    """Return where a cell holds something, but no number.

    Examples
    --------
    >>> texts = pl.Series(["9.5", "x", " ", None])
    >>> lost_numbers(texts, pl.Series([9.5, None, None, None])).to_list()
    [False, True, False, False]
    """
    if texts.dtype != pl.String or values.null_count() == texts.null_count():
        return pl.repeat(False, len(texts), eager=True)
    return values.is_null() & (texts.str.strip_chars() != "").fill_null(False)


def to_codes(texts: pl.Series, known: Mapping[str, Any], dtype: Any) -> pl.Series:
    """Return words as the codes of `known`, whose keys are lower case; others become null.

    Examples
    --------
    >>> to_codes(pl.Series("s", ["Moored ", None, "?"]), {"moored": 5}, pl.UInt8).to_list()
    [5, None, None]
    """
    return by_word(texts, lambda word: known.get(word.strip().casefold()), dtype)


def by_word(texts: pl.Series, work: Callable[[str], Any], dtype: Any) -> pl.Series:
    """Return what `work` makes of each text, where it looks at each different one once.

    Examples
    --------
    >>> by_word(pl.Series("s", ["ab", None, "ab"]), len, pl.UInt8).to_list()
    [2, None, 2]
    """
    made = {word: work(word) for word in texts.unique().drop_nulls().to_list()}
    return texts.replace_strict(made, default=None, return_dtype=dtype)


def look_up(codes: pl.Series, known: Mapping[int, Any], dtype: Any) -> pl.Series:
    """Return what codes of one byte stand for; others become null.

    Examples
    --------
    >>> look_up(pl.Series([1, None, 7], dtype=pl.UInt8), {1: "class-b"}, pl.String).to_list()
    ['class-b', None, None]
    """
    names = [known.get(code) for code in range(256)]
    return pl.Series(names, dtype=dtype).gather(codes.cast(pl.UInt32))


def map_distinct(table: pl.DataFrame, work: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
    """Return what `work` makes of each row, where it looks at each different row once.

    Parameters
    ----------
    work
        Gives one row for each row, from that row alone.

    Examples
    --------
    >>> told = pl.DataFrame({"name": ["eagle s", "eagle s", "vezhen"]})
    >>> shout = lambda rows: rows.select(pl.col("name").str.to_uppercase())
    >>> map_distinct(told, shout)["name"].to_list()
    ['EAGLE S', 'EAGLE S', 'VEZHEN']
    """
    keys = table.hash_rows()
    first = keys.arg_unique()
    numbers = pl.int_range(len(first), dtype=pl.UInt32, eager=True)
    return work(table[first])[keys.replace_strict(keys.gather(first), numbers)]


def to_provenance(texts: pl.Series, *, file: str, column: str) -> pl.Series:
    """Return what a file says of where its rows come from; an empty cell is null.

    Raises
    ------
    InputError
        A word that is none of ``measured``, ``reconstructed`` and ``simulated``.

    Examples
    --------
    >>> told = pl.Series(["Simulated", "", None])
    >>> to_provenance(told, file="a.csv", column="provenance").to_list()
    ['simulated', None, None]
    """
    said = texts.unique(maintain_order=True)
    told = said.str.strip_chars().str.to_lowercase().replace("", None)
    strange = told.filter(~told.is_in(PROVENANCES)).drop_nulls()
    if len(strange):
        raise InputError(
            "the provenance is none of " + ", ".join(PROVENANCES),
            file=file,
            column=column,
            example=strange[0],
            hint="write one of these, leave the cell empty, or rename the column",
        )
    return texts.replace_strict(said, told, return_dtype=pl.String).alias("provenance")
