"""Lines of an NMEA log to messages with their times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl

from ..settings import Reading
from ..tables import UTC
from .lines import Block
from .nmea_lines import Lines, sort_lines
from .nmea_parts import Part, Parts, Whole
from .times import TimeForm, read_times

__all__ = ["Clock", "Messages", "lead_cells"]

_MESSAGE: Mapping[str, Any] = {
    "number": pl.Int64,
    "text": pl.String,
    "key": pl.String,
    "t": UTC,
    "payload": pl.String,
    "fill": pl.UInt8,
    "why": pl.String,
}
_PART = (
    "number", "text", "key", "t", "station", "group", "address", "parts", "part", "sequence",
    "channel", "payload", "fill",
)  # fmt: skip


@dataclass(frozen=True)
class Clock:
    """Where the times of a log come from.

    Parameters
    ----------
    lead
        How times before the sentences are written; None = there are none.
    sums
        Whether the checksums of tag blocks count.
    start, rate
        Time of the first message and messages a second, for a log that tells no times.
    """

    lead: TimeForm | None = None
    sums: bool = True
    start: datetime | None = None
    rate: float | None = None


def lead_cells(before: pl.Series) -> pl.Series:
    """Return the first cell of the texts before sentences, without quotes and brackets.

    Examples
    --------
    >>> lead_cells(pl.Series(["2024-12-25T10:26:00Z,", '"1735122360";"x";"'])).to_list()
    ['2024-12-25T10:26:00Z', '1735122360']
    """
    cells = before.str.strip_chars(" \t,;|\"'[]()").str.extract(r"^([^,;|\t]*)")
    return cells.str.strip_chars(" \"'[]()")


@dataclass
class Messages:
    """Turns block after block of a log into messages: one row each, broken lines included."""

    clock: Clock
    reading: Reading
    _begun: int = 0
    _pending: pl.DataFrame | None = None
    _parts: Parts = field(init=False)

    def __post_init__(self) -> None:
        self._parts = Parts(self.reading.part_lines, self.reading.part_s)

    def of(self, block: Block) -> pl.DataFrame:
        """Return the messages that end in a block.

        Returns
        -------
        polars.DataFrame
            ``number`` of the first line, ``text``, ``key`` (what makes two of them the same),
            ``t``, ``payload``, ``fill`` and ``why`` (null, or why it cannot be read).
        """
        lines = sort_lines(block)
        ais = self.timed(lines)
        alone = pl.col("why").is_not_null() | ((pl.col("parts") == 1) & pl.col("group").is_null())
        single = ais.filter(alone).select(*_MESSAGE)
        parts = ais.filter(~alone).select(*_PART)
        wholes = self._parts.add(map(Part._make, parts.iter_rows()))
        wholes += self._parts.close(block.first_line + block.data.count(b"\n") - 1)
        garbage = lines.garbage.select(
            "number",
            "text",
            pl.col("text").alias("key"),
            pl.lit(None, UTC).alias("t"),
            pl.lit(None, pl.String).alias("payload"),
            pl.lit(0, pl.UInt8).alias("fill"),
            pl.lit("lines that are no sentences").alias("why"),
        )
        return self._judged([single, garbage, _as_table(wholes)])

    def rest(self) -> pl.DataFrame:
        """Return what is left incomplete at the end of the log."""
        return self._judged([_as_table(self._parts.close())])

    def _judged(self, tables: list[pl.DataFrame]) -> pl.DataFrame:
        table = pl.concat([t for t in tables if t.height] or tables[:1])
        if self.clock.start is not None:
            # Times that were made tell copies of a line apart, as those of the log would.
            made = pl.col("t").cast(pl.Int64).cast(pl.String)
            table = table.with_columns(
                pl.concat_str([pl.col("key"), made], separator="\n", ignore_nulls=True)
            )
        no_time = pl.when(pl.col("t").is_null()).then(pl.lit("messages without a time"))
        table = table.with_columns(pl.coalesce("why", no_time).alias("why"))
        return table.sort("number", maintain_order=True)

    def timed(self, lines: Lines) -> pl.DataFrame:
        """Return the AIS sentences with ``t``, ``key``, ``why`` and where the time came from."""
        ais = self._with_clocks(lines)
        own = [pl.col("tag_t"), pl.col("after_t"), self._lead(ais)]
        said = pl.coalesce(own)
        ais = ais.with_columns(self._why().alias("why"))
        if self.clock.start is not None:
            return ais.with_columns(self._made(ais).alias("t"), pl.col("text").alias("key"))
        key = pl.concat_str([pl.col("clock"), pl.col("text")], separator="\n", ignore_nulls=True)
        return ais.with_columns(
            pl.coalesce(said, "clock_t").alias("t"),
            pl.when(said.is_null()).then(key).otherwise(pl.col("text")).alias("key"),
        )

    def _with_clocks(self, lines: Lines) -> pl.DataFrame:
        """Join each sentence to the time line right before it, if that means this sentence."""
        clocks = lines.clocks
        if self._pending is not None:
            clocks = pl.concat([self._pending, clocks])
        if lines.last >= 0:
            last = clocks.filter(pl.col("order") == lines.last)
            self._pending = last.with_columns(order=pl.lit(-1, pl.Int64)) if last.height else None
        ais = lines.ais.join(
            clocks.with_columns(pl.col("order") + 1), on="order", how="left", maintain_order="left"
        )
        # A time line tells the checksum of its sentence, where that is a single one.
        meant = pl.col("clock_sum").is_null() | (pl.col("parts") > 1)
        meant = meant | (pl.col("clock_sum") == pl.col("sum"))
        return ais.with_columns(
            pl.when(meant).then(pl.col(c)).alias(c) for c in ("clock", "clock_t")
        )

    def _lead(self, ais: pl.DataFrame) -> pl.Series:
        form = self.clock.lead
        if form is None:
            return pl.Series("lead_t", [None] * ais.height, UTC)
        return read_times(lead_cells(ais["before"]), form).alias("lead_t")

    def _why(self) -> pl.Expr:
        tag = pl.col("tag_ok")
        if not self.clock.sums:
            tag = pl.lit(True)
        chain = (
            pl.when(~pl.col("sum_ok"))
            .then(pl.lit("sentences with a wrong checksum"))
            .when(~tag.fill_null(True))
            .then(pl.lit("tag blocks with a wrong checksum"))
            .when(~pl.col("armoured"))
            .then(pl.lit("payloads of characters that stand for nothing"))
        )
        if self.clock.lead is None:
            chain = chain.when(pl.col("before") != "").then(pl.lit("lines that are no sentences"))
        return chain.otherwise(None)

    def _made(self, ais: pl.DataFrame) -> pl.Series:
        """Return times counted from the start; a message is counted where it begins."""
        begins = ais["part"] == 1
        index = begins.cast(pl.Int64).cum_sum() - 1 + self._begun
        self._begun += int(begins.sum())
        start, rate = self.clock.start, float(self.clock.rate or 1.0)
        offset = (index.cast(pl.Float64) * (1e6 / rate)).round().cast(pl.Int64)
        t = pl.Series([start], dtype=UTC).cast(pl.Int64) + offset
        return t.cast(UTC).set(~begins, None).alias("t")


def _as_table(wholes: list[Whole]) -> pl.DataFrame:
    rows = zip(*wholes, strict=True) if wholes else ((),) * len(_MESSAGE)
    return pl.DataFrame(
        [
            pl.Series(name, cells, dtype)
            for (name, dtype), cells in zip(_MESSAGE.items(), rows, strict=True)
        ]
    )
