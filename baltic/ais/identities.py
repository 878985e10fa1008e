"""Which static messages of one MMSI speak of one ship: by IMO number, else by its names."""

from __future__ import annotations

import numpy as np
import polars as pl

from ..catalogue.spans import Standing

__all__ = ["tell_apart"]

_KEY = ["mmsi", "who"]
#: A number with more ships than this is no ship's own: nothing is told apart finely.
_MOST = 8


def tell_apart(table: pl.DataFrame) -> pl.DataFrame:
    """Return static messages with the ship each speaks of.

    An MMSI that sent two or more valid IMO numbers carries one ship a number, however
    often they alternate.  A message without a number belongs to the number whose messages
    hold its name, else its call sign, if that is one number only.

    An MMSI that never sent an IMO number carries another ship from where name *and* call
    sign have both changed: names and call signs that were sent together (or, when no
    message holds both, next to each other in time) are one ship, and so are those that
    alternate in time, and those heard at one moment only.  Renaming keeps the call sign
    and so the ship.

    A message that names nobody counts for every ship heard while it was sent (of up to
    eight), else for the one heard before.  Nothing depends on the order of messages.

    Parameters
    ----------
    table
        Columns ``mmsi``, ``imo`` (null = none or not valid), ``name``, ``callsign``,
        ``first``, ``last`` and any others; one row a message, heard from first to last.

    Returns
    -------
    polars.DataFrame
        The same columns and ``who`` (the IMO number, or a number that grows with time, 0
        where an MMSI is one ship) and ``names`` (whether the message names its ship).  A
        message that counts for several ships stands once for each, its times cut to theirs.
    """
    counts = table.group_by("mmsi").agg(pl.col("imo", "name", "callsign").drop_nulls().n_unique())
    renamed = (pl.col("imo") == 0) & (pl.col("name") > 1) & (pl.col("callsign") > 1)
    by_imo = counts.filter(pl.col("imo") > 1)["mmsi"].implode()
    by_name = counts.filter(renamed)["mmsi"].implode()
    mmsi, no_one = pl.col("mmsi"), pl.lit(0, pl.Int64).alias("who")
    plain = table.filter(~mmsi.is_in(by_imo) & ~mmsi.is_in(by_name))
    return pl.concat(
        [
            plain.with_columns(no_one, pl.lit(True).alias("names")),
            _settle(_by_imo(table.filter(mmsi.is_in(by_imo)))),
            _settle(_by_name(table.filter(mmsi.is_in(by_name)))),
        ]
    )


def _by_imo(rows: pl.DataFrame) -> pl.DataFrame:
    who = pl.col("imo").cast(pl.Int64)
    rows = rows.with_columns(who.alias("who"))
    for word in ("name", "callsign"):
        told = rows.filter(pl.col("imo").is_not_null() & pl.col(word).is_not_null())
        of_one = (
            told.group_by("mmsi", word)
            .agg(pl.col("imo").n_unique().alias("n"), who.first().alias("by_word"))
            .filter(pl.col("n") == 1)
            .drop("n")
        )
        rows = rows.join(of_one, on=["mmsi", word], how="left")
        rows = rows.with_columns(pl.coalesce("who", "by_word").alias("who")).drop("by_word")
    return rows


def _by_name(rows: pl.DataFrame) -> pl.DataFrame:
    """Number the ships of MMSIs without IMO numbers; null where a message names nobody."""
    if not rows.height:
        return rows.with_columns(pl.lit(None, pl.Int64).alias("who"))
    rows = rows.with_row_index("_at")
    named = rows.filter(pl.col("name").is_not_null() | pl.col("callsign").is_not_null())
    for word in ("name", "callsign"):
        known = named.filter(pl.col(word).is_not_null()).select("mmsi", "first", word)
        named = (
            named.sort("first", "_at")
            .join_asof(
                known.sort("first", "mmsi", word).rename({word: "near"}),
                on="first",
                by="mmsi",
                strategy="nearest",
                check_sortedness=False,
            )
            .with_columns(pl.coalesce(word, "near").alias(word))
            .drop("near")
        )
    parts = named.select("_at", "mmsi", "first", "last", _linked(named).alias("part"))
    spans = (
        parts.group_by("mmsi", "part")
        .agg(pl.col("first").min(), pl.col("last").max())
        .filter(pl.col("first") < pl.col("last"))
        .sort("mmsi", "first", "last", "part")
    )
    # Spans that overlap are one ship: twins and garbled messages alternate, owners do not.
    before = pl.col("last").cum_max().shift(1).over("mmsi")
    spans = spans.with_columns(
        (pl.col("first") > before)
        .fill_null(False)
        .cast(pl.Int64)
        .cum_sum()
        .over("mmsi")
        .alias("who")
    )
    own = parts.join(spans.select("mmsi", "part", "who"), on=["mmsi", "part"], how="left")
    who = own.select("_at", "who")
    return rows.join(who, on="_at", how="left").drop("_at")


def _linked(named: pl.DataFrame) -> pl.Series:
    """Return the number of the group in which names and call signs hang together."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    names, signs = (
        named.select(pl.struct("mmsi", word).rank("dense")).to_series().to_numpy().astype(np.int64)
        for word in ("name", "callsign")
    )
    size = int(names.max(initial=0)) + int(signs.max(initial=0)) + 2
    pairs = (np.ones(len(names), bool), (names, signs + int(names.max(initial=0)) + 1))
    _, group = connected_components(coo_array(pairs, shape=(size, size)), directed=False)
    return pl.Series("part", group[names], dtype=pl.Int64)


def _settle(rows: pl.DataFrame) -> pl.DataFrame:
    """Give the messages that name nobody to the ships heard then."""
    told = rows.filter(pl.col("who").is_not_null())
    spans = told.group_by(_KEY).agg(pl.col("first").min(), pl.col("last").max()).sort(_KEY)
    asked = rows.filter(pl.col("who").is_null()).drop("who").with_row_index("_at")
    told = told.with_columns(pl.lit(True).alias("names"))
    if not asked.height:
        return told
    few = spans.filter(pl.len().over("mmsi") <= _MOST)
    pairs = asked.join(few, on="mmsi", suffix="_of").filter(
        (pl.col("first") <= pl.col("last_of")) & (pl.col("last") >= pl.col("first_of"))
    )
    beside = pairs.with_columns(
        pl.max_horizontal("first", "first_of").alias("first"),
        pl.min_horizontal("last", "last_of").alias("last"),
    ).drop("first_of", "last_of")
    alone = asked.join(pairs.select("_at"), on="_at", how="anti")
    begin, end = (spans[c].dt.timestamp("us").to_numpy() for c in ("first", "last"))
    standing = Standing.of(spans["mmsi"].to_numpy(), begin, end)
    place = standing.at(alone["mmsi"].to_numpy(), alone["first"].dt.timestamp("us").to_numpy())
    found = pl.Series(place, dtype=pl.Int64).set(pl.Series(place < 0), None).cast(pl.UInt32)
    # Without any span the MMSI counts as one ship.
    alone = alone.with_columns(
        spans["who"].gather(found).fill_null(0).alias("who"), found.is_null().alias("names")
    )
    beside = beside.with_columns(pl.lit(False).alias("names"))
    return pl.concat([told, *(part.select(told.columns) for part in (beside, alone))])
