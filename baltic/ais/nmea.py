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
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from ..errors import InputError
from .head import HEAD_BYTES, Format, Head, Options, seed_of
from .lines import Block, read_blocks, to_text
from .nmea_lines import sort_lines
from .nmea_messages import Clock, Messages, lead_cells
from .nmea_payloads import decode
from .rows import Chunk
from .source import Source
from .times import classify, find_form

__all__ = ["NMEA"]

_SOURCES = {
    "tag_t": "times from c:",
    "after_t": "times after the checksum",
    "lead_t": "times before the sentences",
    "clock_t": "times from the lines before ($PGHP)",
}
_GARBAGE_SHARE = 0.5


@dataclass(frozen=True)
class _Form:
    """How a log looks, by its head."""

    why: str
    clock: Clock
    notes: tuple[str, ...] = ()


def _recognise(head: Head, options: Options) -> str | None:
    if head.is_binary or any(k.partition(":")[0] != "t" for k in options.mapping):
        return None
    form = _form(head, options, asked=False)
    return form.why if form else None


def _form(head: Head, options: Options, *, asked: bool) -> _Form | None:
    """Return the form of a log; None when its head holds no AIS sentences.

    Raises
    ------
    InputError
        No times, or times that cannot be told with certainty.
    """
    data = to_text(head.data.removeprefix(b"\xef\xbb\xbf"))
    if len(head.data) == HEAD_BYTES:
        data = data[: data.rfind(b"\n") + 1]
    lines = sort_lines(Block(data + (b"" if data.endswith(b"\n") else b"\n"), 1))
    ais = lines.ais
    if not ais.height or lines.garbage.height > _GARBAGE_SHARE * (lines.last + 1):
        return None
    file = head.source.name
    clock = Clock(sums=options.settings.reading.tag_checksums)
    led = ais.filter(pl.col("before") != "")
    if led.height > ais.height / 2:
        cells = lead_cells(led["before"])
        looks = cells.alias("t").to_frame().select(classify("t")).to_series()
        if not asked and looks.is_in(["other", "number", "date"]).sum() * 2 > len(looks):
            if not options.mapping:
                return None
        declared = next((k.partition(":")[2] or None for k in options.mapping), None)
        form = find_form(cells, declared=declared, file=file, column="time")
        clock = replace(clock, lead=form)
    tags = ais.filter(pl.col("tag").is_not_null())
    notes = []
    if clock.sums and tags.height and not tags["tag_ok"].any():
        if not tags["tag_zero"].all():
            raise InputError(
                "no tag block has a right checksum",
                file=file,
                line=tags["number"][0],
                example=tags["text"][0],
                hint="if who wrote the log computed none, set reading.tag_checksums = false"
                " (--settings)",
            )
        clock = replace(clock, sums=False)
        notes.append(f"{file}: all tag blocks say checksum 00, so theirs were not checked")
    timed = Messages(clock, options.settings.reading).timed(lines)
    found = [c for c in _SOURCES if c in timed.columns and timed[c].is_not_null().any()]
    if not timed["t"].is_not_null().any():
        if options.start is None or options.rate is None:
            raise _no_times(file, ais)
        clock = replace(clock, start=options.start, rate=options.rate)
        notes.append(f"{file}: times were made from --start and --rate, the log has none")
    elif options.start is not None:
        notes.append(f"{file}: has times of its own, --start and --rate were not used")
    return _Form(_why(ais, found, clock), clock, tuple(notes))


def _no_times(file: str, ais: pl.DataFrame) -> InputError:
    return InputError(
        "holds NMEA sentences without any time",
        file=file,
        line=ais["number"][0],
        example=ais["text"][0],
        hint="give the UTC time of the first and messages a second with --start T --rate N",
    )


def _why(ais: pl.DataFrame, found: list[str], clock: Clock) -> str:
    talkers = ais["address"].value_counts(sort=True, name="n").head(3)
    names = ", ".join(f"!{a}" for a in talkers.sort("n", "address", descending=True)["address"])
    tags = ais["tag"].drop_nulls()
    words = [_SOURCES[c] for c in found if c in ais.columns or c == "clock_t"]
    if clock.lead is not None:
        words.append(f"times before the sentences ({clock.lead.words})")
    if "tag_t" in found:
        long = tags.str.contains(r"(?:^|,)c:[0-9]{12,}").any()
        words[0] += " in milliseconds" if long else " in seconds"
    if clock.start is not None:
        words = ["times from --start and --rate"]
    return (
        f"its lines are NMEA sentences {names}"
        + (" with tag blocks" if len(tags) else "")
        + "; "
        + ", ".join(words)
    )


def _chunks(source: Source, head: Head, options: Options) -> Iterator[Chunk]:
    form = _form(head, options, asked=True)
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
