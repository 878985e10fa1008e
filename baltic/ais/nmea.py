r"""NMEA 0183 logs of AIS receivers: ``!AIVDM``, ``!BSVDM`` ... sentences, decoded by pyais.

A row is one AIS message (one of several sentences is one row), or one line that cannot be
read: a wrong checksum, a part without its rest, garbage.  ``$PGHP`` and all other ``$``
sentences, ``!`` sentences other than VDM and VDO, tag blocks alone on a line, comments and blank
lines are no rows.

The time of a message is, the first that there is: ``c:`` of its tag block; the seconds or
milliseconds since 1970 after its checksum; a time before the sentence; ``c:`` of its group; the
time line (``$PGHP``) right before it.  A message without any is unreadable: no time is carried
on, none is invented.  A log without times is refused unless ``start`` and ``rate`` are given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from ..errors import InputError
from .head import Format, Head, Options, seed_of
from .lines import read_blocks
from .nmea_form import form_of
from .nmea_messages import Messages
from .nmea_payloads import decode
from .rows import Chunk
from .source import Source

__all__ = ["NMEA"]


def _recognise(head: Head, options: Options) -> str | None:
    if head.is_binary or any(k.partition(":")[0] != "t" for k in options.mapping):
        return None
    form = form_of(head, options, asked=False)
    head.found["nmea"] = form
    return form.why if form else None


def _chunks(source: Source, head: Head, options: Options) -> Iterator[Chunk]:
    form = head.found.get("nmea") or form_of(head, options, asked=True)
    if form is None:
        raise InputError(
            "holds no AIS sentences (!AIVDM, !BSVDM ...)",
            file=source.name,
            line=head.first_line[0],
            example=head.first_line[1],
            hint="leave out --format to let the program decide",
        )
    options.notes.extend(form.notes)
    log = _Log(Messages(form.clock, options.settings.reading))
    with source.open(options.settings.limits) as stream:
        for block in read_blocks(stream, source.name, options.settings):
            yield from log.chunk(log.messages.of(block))
    yield from log.chunk(log.messages.rest())
    if log.lost:
        what = ", ".join(f"{count} {why}" for why, count in sorted(log.lost.items()))
        options.notes.append(f"{source.name}: unreadable were {what}")


@dataclass
class _Log:
    """Makes chunks of messages and counts why some are unreadable."""

    messages: Messages
    lost: Counter[str] = field(default_factory=Counter)
    seed: int = field(default_factory=lambda: seed_of("nmea"))

    def chunk(self, messages: pl.DataFrame) -> Iterator[Chunk]:
        if not messages.height:
            return
        messages = messages.with_row_index("at")
        keys = messages["key"].hash(seed=self.seed)
        good = messages.filter(pl.col("why").is_null())
        rows, ships = _decoded(good)
        self.lost.update(dict(messages["why"].drop_nulls().value_counts().iter_rows()))
        if good.height > rows.height:
            self.lost["messages that cannot be decoded"] += good.height - rows.height
        first = keys.is_first_distinct()
        if not first.all():
            kept = first.arg_true()
            rows = rows.filter(pl.col("at").is_in(kept.implode()))
            ships = ships.filter(pl.col("at").is_in(kept.implode()))
        texts = messages["text"]
        numbers = messages["number"].to_numpy().astype(np.int64)
        yield Chunk(rows, ships, keys, numbers, lambda i: str(texts[i]))


def _decoded(good: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return rows and static rows; each distinct payload is decoded once."""
    distinct = good.select("payload", "fill").unique(maintain_order=True).with_row_index("i")
    rows, ships = decode(distinct["payload"].to_list(), distinct["fill"].to_list())
    sent = good.select("at", "t", "payload", "fill").join(
        distinct, on=("payload", "fill"), how="left", maintain_order="left"
    )
    transmission = (pl.col("payload").hash(seed=0) & 0xFFFFFFFF).cast(pl.UInt32)
    sent = sent.select("at", "t", "i", transmission.alias("transmission"))
    rows = sent.join(rows, on="i", how="inner", maintain_order="left").drop("i")
    ships = sent.select("at", "i").join(ships, on="i", how="inner", maintain_order="left")
    return rows, ships.drop("i")


#: The format's entry in the registry.
NMEA = Format("nmea", "NMEA 0183 log of AIS sentences (!AIVDM, !BSVDM)", _recognise, _chunks)
