"""Who the ships are: static rows gathered, checked and joined to one row a ship."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from ..audit import Audit, Example
from ..tables import VESSELS

__all__ = ["SHIP_TYPE_WORDS", "STATIC", "Statics", "dimensions", "words"]

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

#: AIS ship types (M.1371-5 table 53) as the Danish feed words them, second digit dropped.
SHIP_TYPE_WORDS: Mapping[str, int] = {
    "wig": 20,
    "fishing": 30,
    "towing": 31,
    "towing long/wide": 32,
    "dredging": 33,
    "diving": 34,
    "military": 35,
    "sailing": 36,
    "pleasure": 37,
    "reserved": 38,
    "hsc": 40,
    "pilot": 50,
    "sar": 51,
    "tug": 52,
    "port tender": 53,
    "anti-pollution": 54,
    "law enforcement": 55,
    "spare 1": 56,
    "spare 2": 57,
    "medical": 58,
    "not party to conflict": 59,
    "passenger": 60,
    "cargo": 70,
    "tanker": 80,
    "other": 90,
}

_COMPACT_ROWS = 500_000


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
    """Distinct static messages of a run, and when each was first and last heard."""

    def __init__(self) -> None:
        self._parts: list[pl.DataFrame] = []
        self._rows = 0
        self._limit = _COMPACT_ROWS

    def add(self, rows: pl.DataFrame) -> None:
        """Take static rows: mmsi, t and any of the columns of STATIC."""
        missing = [pl.lit(None, t).alias(n) for n, t in STATIC.items() if n not in rows.columns]
        full = rows.with_columns(missing).select("mmsi", "t", *STATIC)
        full = full.with_columns(pl.col(n).cast(t) for n, t in STATIC.items())
        if full.height:
            part = full.group_by("mmsi", *STATIC).agg(
                first=pl.col("t").min(), last=pl.col("t").max()
            )
            self._parts.append(part)
            self._rows += part.height
        if self._rows > self._limit:
            self._parts = [self.table()]
            self._rows = self._parts[0].height
            self._limit = max(_COMPACT_ROWS, 2 * self._rows)

    def add_table(self, table: pl.DataFrame) -> None:
        """Take what :meth:`table` returned elsewhere."""
        self._parts.append(table)
        self._rows += table.height

    def table(self) -> pl.DataFrame:
        """Return the distinct messages: mmsi, the static columns, first, last."""
        if not self._parts:
            utc = VESSELS.schema["first_t"]
            return pl.DataFrame(
                schema={"mmsi": pl.UInt32, **STATIC, "first": utc, "last": utc},
            )
        return (
            pl.concat(self._parts)
            .group_by("mmsi", *STATIC)
            .agg(pl.col("first").min(), pl.col("last").max())
        )

    def vessels(self, heard: pl.DataFrame, audit: Audit) -> pl.DataFrame:
        """Return the vessels table: for each ship the last word on every column.

        Parameters
        ----------
        heard
            One row a ship: mmsi, first_t, last_t.
        audit
            Ships with a wrong check digit (``imo_invalid``) or two valid IMO numbers
            (``imo_changed``) are flagged; these two count ships, not rows.
        """
        table = self.table().join(heard.select("mmsi"), on="mmsi", how="semi")
        table = self._check_imo(table, audit)
        ships = heard
        for name in STATIC:
            # Later words win; among words of one moment the greatest, so that order is no matter.
            latest = (
                table.filter(pl.col(name).is_not_null())
                .sort("mmsi", "last", name)
                .group_by("mmsi", maintain_order=True)
                .agg(pl.col(name).last())
            )
            ships = ships.join(latest, on="mmsi", how="left")
        ships = ships.with_columns(_flags(ships["mmsi"]))
        return ships.cast({"imo": pl.UInt32}).select(VESSELS.names).sort("mmsi")

    def _check_imo(self, table: pl.DataFrame, audit: Audit) -> pl.DataFrame:
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
            text = f"mmsi {mmsi}: IMO " + ", ".join(str(n) for n in numbers)
            audit.flag("imo_changed", several.height, Example("", None, text))
        return table


def _flags(mmsi: pl.Series) -> pl.Series:
    """Return the flag state of each MMSI by its country digits."""
    from ..catalogue.vessels import flag_of_mmsi

    flags = flag_of_mmsi(np.asarray(mmsi.to_numpy()))
    texts = [f if isinstance(f, str) and f else None for f in np.asarray(flags, object).tolist()]
    return pl.Series("flag", texts, pl.String)
