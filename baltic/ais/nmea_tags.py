r"""Checksums and tag blocks of NMEA 0183 lines.

A tag block (NMEA 0183 4.10, section 7) stands before a sentence between two backslashes:
``\g:1-2-1234,s:2190067,c:1389000000*5F\``.  Read are ``c`` (time of the station, seconds or
milliseconds since 1970), ``s`` (its name) and the group, ``g:1-2-1234`` or ``1G2:1234``.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .times import classify, epoch_times

__all__ = ["checksum_is", "epoch", "read_tags"]

_SUMMED = r"^(.*)\*([0-9A-Fa-f]{1,2})$"
_TIME = r"(?:^|,)c:([^,]*)"
_STATION = r"(?:^|,)s:([^,]*)"
_GROUP = r"(?:^|,)(?:g:[0-9]+-[0-9]+-|[0-9]+G[0-9]+:)([^,]{1,40})"


def _xor(texts: pl.Series) -> NDArray[np.uint8]:
    """Return the exclusive or of the bytes of each text."""
    # A zero byte changes no sum, and reduceat takes no empty piece.
    array = (texts.fill_null("") + "\0").to_arrow(compat_level=pl.CompatLevel.oldest())
    offsets = np.frombuffer(array.buffers()[1], np.int64)[array.offset :][: len(array) + 1]
    data = np.frombuffer(array.buffers()[2], np.uint8)
    if not len(array):
        return np.empty(0, np.uint8)
    return np.bitwise_xor.reduceat(data[: offsets[-1]], offsets[:-1])


def checksum_is(body: pl.Series, claimed: pl.Series) -> pl.Series:
    """Return whether the hexadecimal checksums are those of the texts.

    Examples
    --------
    >>> checksum_is(pl.Series(["c:1565218798"]), pl.Series(["53"])).to_list()
    [True]
    """
    sums = claimed.str.to_integer(base=16, strict=False)
    return (sums == pl.Series(_xor(body)).cast(sums.dtype)).fill_null(False)


def epoch(column: str) -> pl.Expr:
    """Return a text column as times: seconds or milliseconds since 1970, else null.

    Which of the two is told by the value: no second of our time is a millisecond of it.
    """
    form = classify(column)
    parsed = pl.lit(None, pl.Datetime("us", "UTC"))
    for kind in ("epoch_s", "epoch_ms"):
        parsed = pl.when(form == kind).then(epoch_times(column, kind)).otherwise(parsed)
    return parsed


def read_tags(tags: pl.Series) -> pl.DataFrame:
    r"""Return what the distinct tag blocks say.

    Returns
    -------
    polars.DataFrame
        ``tag`` (as given), ``tag_ok`` (its checksum is right), ``tag_zero`` (it is wrong and
        says 00), ``tag_t``, ``station``, ``group``.

    Examples
    --------
    >>> row = read_tags(pl.Series(["s:a,c:1565218798*5B"])).row(0, named=True)
    >>> row["station"], str(row["tag_t"]), row["tag_ok"]
    ('a', '2019-08-07 22:59:58+00:00', False)
    """
    table = tags.alias("tag").drop_nulls().unique(maintain_order=True).to_frame()
    parts = table["tag"].str.extract_groups(_SUMMED).struct
    body, claimed = parts.field("1"), parts.field("2")
    right = checksum_is(body, claimed).alias("tag_ok")
    return table.with_columns(
        right,
        (~right & claimed.is_in(["0", "00"])).fill_null(False).alias("tag_zero"),
        body.str.extract(_TIME).alias("tag_t"),
        body.str.extract(_STATION).alias("station"),
        body.str.extract(_GROUP).alias("group"),
    ).with_columns(epoch("tag_t").alias("tag_t"))
