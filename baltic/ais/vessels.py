"""Who the ships are: static rows gathered, checked and joined to one row a ship and MMSI."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl

from ..audit import Audit, Example
from ..catalogue.spans import Standing
from ..tables import VESSELS
from .history import stretches
from .identities import tell_apart
from .sizes import check_sizes

__all__ = [
    "STATIC",
    "Statics",
    "dimensions",
    "distinct_messages",
    "words",
]

#: What a reader may know of a ship besides its motion; ``imo`` as sent, not yet checked.
STATIC: Mapping[str, pl.DataType] = {
    "imo": pl.Int64(),
    "name": pl.String(),
    "callsign": pl.String(),
    "ship_type": pl.UInt8(),
    "loa_m": pl.Float32(),
    "beam_m": pl.Float32(),
    "draught_m": pl.Float32(),
    "to_bow_m": pl.Float32(),
    "destination": pl.String(),
}

#: A name sent beside another for so long is that of another hull.
_BESIDE = timedelta(minutes=30)
_COMPACT_ROWS = 500_000
#: Of names and numbers that a hostile file may send without end, so many are shown.
_SHOWN = 12
_UTC = VESSELS.schema["first_t"]
_MESSAGE: Mapping[str, Any] = {"mmsi": pl.UInt32(), **STATIC, "first": _UTC, "last": _UTC}
_SHIP = ["mmsi", "who"]


def words(column: str) -> pl.Expr:
    """Return foreign text without AIS padding, empty as null.

    Examples
    --------
    >>> pl.DataFrame({"name": ["EAGLE S@@@@", " @"]}).select(words("name")).to_series().to_list()
    ['EAGLE S', None]
    """
    text = pl.col(column).str.strip_chars("@ \t\r\n\0")
    return pl.when(text != "").then(text).alias(column)


def dimensions(to_bow: str, to_stern: str, to_port: str, to_starboard: str) -> list[pl.Expr]:
    """Return ``loa_m``, ``beam_m``, ``to_bow_m`` from the antenna's four distances (A, B, C, D).

    A = 0 with B > 0 says that only the length is known, not where the antenna stands
    (M.1371-5 figure 42).
    """
    a, b, c, d = (pl.col(x).cast(pl.Float32) for x in (to_bow, to_stern, to_port, to_starboard))
    loa, beam = a + b, c + d
    return [
        pl.when(loa > 0).then(loa).alias("loa_m"),
        pl.when(beam > 0).then(beam).alias("beam_m"),
        pl.when(a > 0).then(a).alias("to_bow_m"),
    ]


class Statics:
    """Distinct static messages of a run, and when each was first and last heard on each day."""

    def __init__(self) -> None:
        self._parts: list[pl.DataFrame] = []
        self._rows = 0
        self._limit = _COMPACT_ROWS

    def take(self, messages: pl.DataFrame) -> None:
        """Take what :func:`distinct_messages` gave, or :meth:`table` of another run."""
        if messages.height:
            self._parts.append(messages)
            self._rows += messages.height
        if self._rows > self._limit:
            self._parts = [self.table()]
            self._rows = self._parts[0].height
            self._limit = max(_COMPACT_ROWS, 2 * self._rows)

    def table(self) -> pl.DataFrame:
        """Return the distinct messages of each day: mmsi, the static columns, first, last.

        They are days of UTC, so that what a ship says again after weeks of something else
        does not seem to hold throughout.
        """
        return _distinct(pl.concat([pl.DataFrame(schema=_MESSAGE), *self._parts]))

    def vessels(self, heard: pl.DataFrame, audit: Audit) -> pl.DataFrame:
        """Return the vessels table: for each ship of an MMSI the last word on every column.

        Where an MMSI carried several ships (see :func:`.identities.tell_apart`) there is a
        row for each, with the times of the messages that name it; twin hulls that send at
        once have rows that overlap in time.  The first row reaches back to the first fix of
        the MMSI, the one valid last forward to its last.

        Parameters
        ----------
        heard
            One row an MMSI: mmsi, first_t, last_t.
        audit
            MMSIs with a wrong check digit (``imo_invalid``), two valid IMO numbers
            (``imo_changed``) or a size that no ship has (``size_impossible``) are flagged;
            these count ships, not rows.

        Returns
        -------
        polars.DataFrame
            Contract ``VESSELS``, sorted by mmsi and first_t.
        """
        messages = self._messages(heard, audit)
        ships = _ships(messages, heard).rename({"first": "first_t", "last": "last_t"})
        for name in STATIC:
            # Later words win; among words of one moment the greatest, so that order is no matter.
            words_ = messages.filter(pl.col(name).is_not_null()).sort("last", name)
            ships = ships.join(words_.group_by(_SHIP).agg(pl.col(name).last()), _SHIP, how="left")
        ships = ships.join(_former_names(messages, ships), on=_SHIP, how="left")
        ships = ships.with_columns(_flags(ships["mmsi"]))
        table = ships.cast({"imo": pl.UInt32}).select(VESSELS.names)
        return table.sort("mmsi", "first_t", "last_t", "imo")

    def history(self, vessels: pl.DataFrame) -> pl.DataFrame:
        """Return what each MMSI said of itself at each time, for lookups by ``at_time``.

        Parameters
        ----------
        vessels
            As :meth:`vessels` returned it.

        Returns
        -------
        polars.DataFrame
            Contract ``VESSELS``, but one row a stretch of time in which no column changed:
            draught, destination and name as they were then.  Rows of an MMSI follow on one
            another, from its first fix to its last; ``former_names`` are those of `vessels`.
        """
        heard = vessels.group_by("mmsi").agg(pl.col("first_t").min(), pl.col("last_t").max())
        messages = self._messages(heard, Audit())
        ships = _ships(messages, heard).sort("mmsi", "first", "last", "who")
        history = stretches(messages, ships, list(STATIC))
        former = vessels.group_by("mmsi").agg(pl.col("former_names").drop_nulls().first())
        history = history.with_columns(_flags(history["mmsi"])).join(
            former, on="mmsi", how="left", maintain_order="left"
        )
        return history.cast({"imo": pl.UInt32}).select(VESSELS.names)

    def _messages(self, heard: pl.DataFrame, audit: Audit) -> pl.DataFrame:
        """Return the messages of the ships heard, with the ship that each speaks of."""
        table = self.table().join(heard.select("mmsi"), on="mmsi", how="semi")
        return tell_apart(check_sizes(_check_imo(table, audit), audit))


def distinct_messages(told: pl.DataFrame) -> pl.DataFrame:
    """Return each thing that a ship says of itself once a day, and when first and last.

    Parameters
    ----------
    told
        Columns mmsi, first, last (times) and any of the columns of STATIC.

    Examples
    --------
    >>> at = pl.Series(["2024-12-25 10:00", "2024-12-25 11:00"]).str.to_datetime(time_zone="UTC")
    >>> told = pl.DataFrame({"mmsi": 219000001, "name": "EAGLE S", "first": at, "last": at})
    >>> distinct_messages(told)["last"].dt.hour().to_list()
    [11]
    """
    missing = [pl.lit(None, t).alias(n) for n, t in STATIC.items() if n not in told.columns]
    full = told.with_columns(missing).select(pl.col(n).cast(t) for n, t in _MESSAGE.items())
    return _distinct(full)


def _distinct(messages: pl.DataFrame) -> pl.DataFrame:
    day = pl.col("first").dt.date().alias("_day")
    found = messages.group_by("mmsi", *STATIC, day).agg(pl.col("first").min(), pl.col("last").max())
    return found.select(list(_MESSAGE))


def _check_imo(table: pl.DataFrame, audit: Audit) -> pl.DataFrame:
    """Return the messages with valid IMO numbers only; what is wrong goes to the audit."""
    from ..catalogue.vessels import imo_is_valid

    imo = pl.col("imo")
    table = table.with_columns(pl.when(imo != 0).then(imo).alias("imo"))
    valid = pl.Series(imo_is_valid(table["imo"].fill_null(0).to_numpy()), dtype=pl.Boolean)
    wrong = table.filter(~valid).filter(imo.is_not_null()).sort("mmsi", "imo")
    if wrong.height:
        first = wrong.row(0, named=True)
        text = f"mmsi {first['mmsi']}: IMO {first['imo']}"
        audit.flag("imo_invalid", wrong["mmsi"].n_unique(), Example("", None, text))
    table = table.with_columns(pl.when(valid).then(imo).alias("imo"))
    several = (
        table.filter(imo.is_not_null())
        .group_by("mmsi")
        .agg(imo.unique().sort())
        .filter(pl.col("imo").list.len() > 1)
        .sort("mmsi")
    )
    if several.height:
        mmsi, numbers = several.row(0)
        text = f"mmsi {mmsi}: IMO " + ", ".join(str(n) for n in numbers[:_SHOWN])
        audit.flag("imo_changed", several.height, Example("", None, text))
    return table


def _ships(messages: pl.DataFrame, heard: pl.DataFrame) -> pl.DataFrame:
    """Return mmsi, who, first, last: one row a ship of an MMSI, and of those heard without words.

    The first of an MMSI reaches back to the first time heard, the one valid last forward to
    the last.
    """
    named = messages.filter("names")
    ships = named.group_by(_SHIP).agg(pl.col("first").min(), pl.col("last").max())
    ships = heard.select("mmsi", "first_t", "last_t").join(ships, on="mmsi", how="left")
    ships = ships.with_columns(
        pl.col("who").fill_null(0),
        pl.col("first").fill_null(pl.col("first_t")),
        pl.col("last").fill_null(pl.col("last_t")),
    ).sort("mmsi", "first", "last", "who", descending=[False, False, True, False])
    begin, end = (ships[c].dt.timestamp("us").to_numpy() for c in ("first", "last"))
    mmsi = ships["mmsi"].to_numpy()
    standing = Standing.of(mmsi, begin, end)
    final = standing.at(mmsi, np.full(len(mmsi), np.iinfo(np.int64).max))
    valid_last = pl.Series(final == np.arange(len(mmsi)), dtype=pl.Boolean)
    begins = pl.col("mmsi") != pl.col("mmsi").shift(1)
    back, forward = pl.min_horizontal("first", "first_t"), pl.max_horizontal("last", "last_t")
    return ships.select(
        *_SHIP,
        pl.when(begins.fill_null(True)).then(back).otherwise("first").alias("first"),
        pl.when(valid_last).then(forward).otherwise("last").alias("last"),
    )


def _former_names(messages: pl.DataFrame, ships: pl.DataFrame) -> pl.DataFrame:
    """Return the names last heard before the present one was first heard, oldest first.

    So are names that another hull sent with the same number while the present one was heard.
    """
    names = (
        messages.filter(pl.col("name").is_not_null())
        .group_by(*_SHIP, "name")
        .agg(pl.col("first").min(), pl.col("last").max())
    )
    now = names.join(ships, on=[*_SHIP, "name"], how="semi").select(
        *_SHIP, pl.col("name").alias("present"), pl.col("first").alias("since")
    )
    # A name that begins later than the present one, and yet is not the last, is one beside it.
    old = (
        names.join(now, on=_SHIP)
        .filter(pl.col("name") != pl.col("present"))
        .with_columns(beside=pl.col("last") >= pl.col("since"))
        # A garbled name is heard once.
        .filter(~pl.col("beside") | (pl.col("last") - pl.col("first") >= _BESIDE))
        .sort("beside", "last", "name")
    )
    text = pl.col("name").tail(_SHOWN).str.join("; ")
    return old.group_by(_SHIP, maintain_order=True).agg(text.alias("former_names"))


def _flags(mmsi: pl.Series) -> pl.Series:
    """Return the flag state of each MMSI by its country digits."""
    from ..catalogue.vessels import flag_of_mmsi

    flags = flag_of_mmsi(np.asarray(mmsi.to_numpy()))
    texts = [f if isinstance(f, str) and f else None for f in np.asarray(flags, object).tolist()]
    return pl.Series("flag", texts, pl.String)
