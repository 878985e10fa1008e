r"""The lines of an NMEA log by what they are: AIS sentences, time lines, others, garbage.

An AIS sentence is ``!AIVDM`` or ``!AIVDO`` with any talker (BS, AB, ...).  A time line tells
when the next sentence was heard: ``$PGHP,1,year,month,day,hour,minute,second,ms,...`` of
Gatehouse servers, or a tag block with ``c:`` alone on a line.  All other sentences that begin
with ``$`` or ``!``, comments (``#``, ``//``) and blank lines are nothing to us.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow as pa

from .lines import Block
from .nmea_tags import checksum_is, epoch, read_tags
from .times import TimeForm, read_times

__all__ = ["Lines", "sort_lines"]

#: Text before, tag block, body, address, parts, part, sequence, channel, payload, fill bits,
#: checksum, text after.
_AIS = (
    r"^([^!\\$]*)(?:\\([^\\]*)\\)?[ \t]*"
    r"!(([A-Z]{2}VD[MO]),([1-9]),([1-9]),([0-9]{0,9}),([^,*!\\]*),([^,*!\\]*),([0-5]))"
    r"\*([0-9A-Fa-f]{2})(.*)$"
)
_FIELDS = (
    "before", "tag", "body", "address", "parts", "part", "sequence", "channel", "payload",
    "fill", "sum", "after",
)  # fmt: skip
#: Body, date and time, milliseconds, checksum of the sentence that is meant, own checksum.
_PGHP = (
    r"^(?:\\[^\\]*\\)?\$(PGHP,1,([0-9]{4}(?:,[0-9]{1,2}){5}),([0-9]{1,3})"
    r"(?:,[^*]*?)?(?:,([0-9A-Fa-f]{2}))?)\*([0-9A-Fa-f]{2})"
)
_LONE_TAG = r"^\\[^\\]*\\$"
_OTHER = r"^(?:\\[^\\]*\\)?[ \t]*(?:\$|![A-Z]{5},)"
_TRAILING = (
    r"[, ]([0-9]{9,16}(?:\.[0-9]{1,9})?"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:]{5,8}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2}))\D*$"
)
_ARMOUR = r"^[0-W`-w]+$"
#: NMEA sentences have at most 82 characters; some stations write longer ones.
_MAX_PAYLOAD = 200


@dataclass(frozen=True)
class Lines:
    """The lines of one block that matter.

    Parameters
    ----------
    ais
        AIS sentences of the right form: ``order``, ``number`` (of the line), ``text``, their
        fields, ``tag_ok``, ``tag_zero``, ``tag_t``, ``station``, ``group``, ``after_t``,
        ``sum_ok``, ``armoured``.
    clocks
        Time lines: ``order``, ``clock`` (their text), ``clock_t``, ``clock_sum`` (checksum
        of the sentence that is meant, where the line says it).
    garbage
        Lines that are nothing known: ``number``, ``text``.
    last
        Order of the last line that matters.
    """

    ais: pl.DataFrame
    clocks: pl.DataFrame
    garbage: pl.DataFrame
    last: int


def sort_lines(block: Block) -> Lines:
    """Return the lines of a block by what they are."""
    table = _number(block)
    text = pl.col("text")
    kind = (
        pl.when(text.str.contains("!..VD[MO],"))
        .then(pl.lit("ais"))
        .when(text.str.contains("$PGHP,1,", literal=True))
        .then(pl.lit("pghp"))
        .when(text.str.contains(_LONE_TAG))
        .then(pl.lit("tag"))
        .when(text.str.contains(_OTHER))
        .then(pl.lit("other"))
        .otherwise(pl.lit("garbage"))
    )
    table = table.with_columns(kind.alias("kind"))
    tagged = _lone_tags(table.filter(pl.col("kind") == "tag"))
    # A tag block without a time does not part a time line from its sentence.
    table = table.filter(
        (pl.col("kind") != "tag") | pl.col("number").is_in(tagged["number"].implode())
    ).with_row_index("order")
    table = table.with_columns(pl.col("order").cast(pl.Int64))
    kinds = {str(k[0]): part for k, part in table.partition_by("kind", as_dict=True).items()}
    empty = table.clear()
    ais = _ais(kinds.get("ais", empty))
    tagged = kinds.get("tag", empty).join(tagged, on="number", maintain_order="left")
    clocks = pl.concat([_pghp(kinds.get("pghp", empty)), tagged.select(*_CLOCK)])
    broken = ais.filter(pl.col("body").is_null()).select("number", "text")
    garbage = pl.concat([kinds.get("garbage", empty).select("number", "text"), broken])
    ais = ais.filter(pl.col("body").is_not_null())
    return Lines(ais, clocks, garbage.sort("number"), table.height - 1)


def _number(block: Block) -> pl.DataFrame:
    """Return the lines that are neither blank nor comments, with their numbers."""
    data = block.data
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == 10)
    offsets = np.concatenate(([0], ends + 1)).astype(np.int64)
    raw = pa.LargeStringArray.from_buffers(len(ends), pa.py_buffer(offsets), pa.py_buffer(data))
    numbers = block.first_line + np.arange(len(ends), dtype=np.int64)
    table = pl.DataFrame({"number": numbers, "text": pl.Series(raw).str.strip_chars()})
    text = pl.col("text")
    return table.filter((text != "") & ~text.str.starts_with("#") & ~text.str.starts_with("//"))


_CLOCK = ("order", "clock", "clock_t", "clock_sum")


def _lone_tags(table: pl.DataFrame) -> pl.DataFrame:
    known = read_tags(table["text"].str.strip_chars("\\"))
    tagged = table.with_columns(pl.col("text").str.strip_chars("\\").alias("tag"))
    tagged = tagged.join(known, on="tag", how="left", maintain_order="left")
    return tagged.filter(pl.col("tag_ok") & pl.col("tag_t").is_not_null()).select(
        "number",
        pl.col("text").alias("clock"),
        pl.col("tag_t").alias("clock_t"),
        pl.lit(None, pl.String).alias("clock_sum"),
    )


def _pghp(table: pl.DataFrame) -> pl.DataFrame:
    parts = table["text"].str.extract_groups(_PGHP).struct.unnest()
    right = checksum_is(parts["1"], parts["5"])
    second = pl.col("2").str.to_datetime(
        "%Y,%m,%d,%H,%M,%S", strict=False, time_unit="us", time_zone="UTC"
    )
    t = second + pl.duration(milliseconds=pl.col("3").cast(pl.Int64), time_unit="us")
    said = pl.col("4").str.to_uppercase()
    known = parts.select(t.alias("clock_t"), pl.when(said != "00").then(said).alias("clock_sum"))
    clocks = pl.concat(
        [table.select("order", pl.col("text").alias("clock")), known], how="horizontal"
    )
    return clocks.filter(right & known["clock_t"].is_not_null()).select(*_CLOCK)


def _ais(table: pl.DataFrame) -> pl.DataFrame:
    fields = table["text"].str.extract_groups(_AIS).struct.unnest()
    fields = fields.rename(dict(zip(fields.columns, _FIELDS, strict=True)))
    payload = fields["payload"]
    armoured = payload.str.contains(_ARMOUR) & (payload.str.len_bytes() <= _MAX_PAYLOAD)
    known = table.select("order", "number", "text").hstack(fields)
    known = known.with_columns(
        checksum_is(fields["body"], fields["sum"]).alias("sum_ok"),
        armoured.fill_null(False).alias("armoured"),
        *_trailing(fields["after"]),
        pl.col("parts", "part", "fill").cast(pl.UInt8),
        pl.col("sum").str.to_uppercase(),
    )
    return known.join(read_tags(fields["tag"]), on="tag", how="left", maintain_order="left")


def _trailing(after: pl.Series) -> list[pl.Series]:
    """Return the time after the checksum, where there is one."""
    if (after.fill_null("") == "").all():
        return [pl.Series("after_t", [None] * len(after), pl.Datetime("us", "UTC"))]
    cells = after.str.extract(_TRAILING).alias("after").to_frame()
    found = cells.select(epoch("after").alias("after_t")).to_series()
    if found.null_count() > cells["after"].null_count():
        found = found.fill_null(read_times(cells["after"], TimeForm("zoned")))
    return [found]
