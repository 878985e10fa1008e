"""What ships said of themselves, cut into the stretches of time in which nothing changed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..catalogue.spans import Standing

__all__ = ["stretches"]

Ints = NDArray[np.int64]


def stretches(messages: pl.DataFrame, ships: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Return the words in force, one row a stretch in which none of them changed.

    Parameters
    ----------
    messages
        ``mmsi``, ``who``, the columns, ``first``, ``last``: a message of one day.
    ships
        ``mmsi``, ``who``, ``first``, ``last`` of every ship, sorted by mmsi.
    columns
        Columns wanted; of each the word stands that :class:`Standing` says, nulls say nothing.

    Returns
    -------
    polars.DataFrame
        ``mmsi``, the columns, ``first_t``, ``last_t``, sorted; stretches of an MMSI touch.
    """
    ships = ships.with_row_index("ship")
    mmsi = ships["mmsi"].to_numpy()
    valid = Standing.of(mmsi, *_ends(ships))
    of_ship = messages.join(ships.select("mmsi", "who", "ship"), on=["mmsi", "who"])
    words = {name: _words(of_ship, name) for name in columns}
    spoken = {name: Standing.of(w["ship"].to_numpy(), *_ends(w)) for name, w in words.items()}
    changes = [(valid.group, valid.t), *((mmsi[s.group], s.t) for s in spoken.values())]
    edges = pl.DataFrame(
        {"mmsi": np.concatenate([m for m, _ in changes]).astype(np.uint32),
         "t": np.concatenate([t for _, t in changes])}
    ).unique().sort("mmsi", "t")  # fmt: skip
    now = valid.at(edges["mmsi"].to_numpy(), edges["t"].to_numpy())
    found = [
        words[name][name].gather(_known(spoken[name].at(now, edges["t"].to_numpy())))
        for name in columns
    ]
    table = edges.with_columns(found)
    same = pl.all_horizontal(pl.col(c).eq_missing(pl.col(c).shift(1)) for c in ("mmsi", *columns))
    # The first row is no repeat, even of one that says nothing.
    table = table.filter(~same | (pl.int_range(pl.len()) == 0))
    begin = pl.from_epoch("t", time_unit="us").dt.replace_time_zone("UTC")
    last = ships.group_by("mmsi").agg(pl.col("last").max().alias("end"))
    table = table.join(last, on="mmsi", how="left", maintain_order="left")
    table = table.with_columns(begin.alias("first_t"))
    until = pl.col("first_t").shift(-1).over("mmsi") - pl.duration(microseconds=1)
    return table.select("mmsi", *columns, "first_t", until.fill_null(pl.col("end")).alias("last_t"))


def _words(messages: pl.DataFrame, name: str) -> pl.DataFrame:
    day = pl.col("first").dt.date().alias("day")
    spans = (
        messages.filter(pl.col(name).is_not_null())
        .group_by("ship", name, day)
        .agg(pl.col("first").min(), pl.col("last").max())
    )
    return spans.sort("ship", "first", "last", name)


def _ends(spans: pl.DataFrame) -> tuple[Ints, Ints]:
    begin, end = (spans[c].dt.timestamp("us").to_numpy() for c in ("first", "last"))
    return begin, end


def _known(rows: Ints) -> pl.Series:
    return pl.Series(rows, dtype=pl.Int64).set(pl.Series(rows < 0), None).cast(pl.UInt32)
