"""How an NMEA log looks and where its times come from, told by its first lines."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from ..errors import InputError
from .columns import recognised
from .head import HEAD_BYTES, SEPARATORS, Head, Options
from .lines import Block, to_text
from .nmea_lines import sort_lines
from .nmea_messages import Clock, Messages, lead_cells
from .times import TimeForm, classify, find_form

__all__ = ["LogForm", "form_of"]

_SOURCES = {
    "tag_t": "times from c: in ",
    "after_t": "times after the checksum",
    "clock_t": "times from the lines before ($PGHP)",
}
_MILLISECONDS = r"(?:^|,)c:[0-9]{12,}"
#: One of these stands in every sentence of AIS.
_TYPES = (b"VDM,", b"VDO,")
_GARBAGE_SHARE = 0.5
_NO_TIME = ["other", "number", "rounded", "date"]


@dataclass(frozen=True)
class LogForm:
    """Why a file is taken for an NMEA log, and its clock; ``notes`` are for the report."""

    why: str
    clock: Clock
    notes: tuple[str, ...] = ()


def form_of(head: Head, options: Options, *, asked: bool) -> LogForm | None:
    """Return the form of a log; None when it is none.

    Parameters
    ----------
    asked
        Whether the user named the format: then text before the sentences must be a time.

    Raises
    ------
    InputError
        No times, times that cannot be told with certainty, or tag blocks all broken.
    """
    data = to_text(head.data.removeprefix(b"\xef\xbb\xbf"))
    if not any(word in data for word in _TYPES):
        return None  # told at once of the many files that are no log
    whole = data[: data.rfind(b"\n") + 1] if len(head.data) == HEAD_BYTES else data
    whole = whole or data
    lines = sort_lines(Block(whole + (b"" if whole.endswith(b"\n") else b"\n"), 1))
    ais, file = lines.ais, head.source.name
    if not ais.height or lines.garbage.height > _GARBAGE_SHARE * (lines.last + 1):
        return None
    led = ais.filter(pl.col("before") != "")
    lead = None
    if led.height > ais.height / 2:
        cells = lead_cells(led["before"])
        told = options.mapping or _looks_like_times(cells)
        if not asked and (_is_table(head) or not told):
            return None
        lead = _lead_form(cells, options, file)
    elif options.mapping:
        raise InputError(
            "has no times before its sentences to map", file=file, hint="leave out --map"
        )
    notes: list[str] = []
    sums = _checks_tags(ais, options, file, notes)
    clock = Clock(lead=lead, sums=sums)
    timed = Messages(clock, options.settings.reading).timed(lines)
    has_times = timed["t"].is_not_null().any()
    clock = _made(clock, options, ais, file, notes, has_times=has_times)
    return LogForm(_why(timed, clock), clock, tuple(notes))


def _is_table(head: Head) -> bool:
    """Return whether the first line names columns of a table that also holds the sentences."""
    names = [name for s in SEPARATORS for name in recognised(head.cells(s))]
    return {"mmsi", "lon", "lat"}.issubset(names)


def _looks_like_times(cells: pl.Series) -> bool:
    looks = cells.alias("t").to_frame().select(classify("t")).to_series()
    return int(looks.is_in(_NO_TIME).sum()) * 2 <= len(looks)


def _lead_form(cells: pl.Series, options: Options, file: str) -> TimeForm:
    declared = next((k.partition(":")[2] or None for k in options.mapping), None)
    return find_form(cells, declared=declared, file=file, column="time")


def _checks_tags(ais: pl.DataFrame, options: Options, file: str, notes: list[str]) -> bool:
    """Return whether the checksums of tag blocks are to be held: some loggers compute none."""
    tags = ais.filter(pl.col("tag").is_not_null())
    if not options.settings.reading.tag_checksums:
        return False
    if not tags.height or tags["tag_ok"].any():
        return True
    if tags["tag_zero"].all():
        notes.append(f"{file}: all tag blocks say checksum 00, so theirs were not checked")
        return False
    raise InputError(
        "no tag block has a right checksum",
        file=file,
        line=tags["number"][0],
        example=tags["text"][0],
        hint="if who wrote the log computed none, set reading.tag_checksums = false (--settings)",
    )


def _made(
    clock: Clock,
    options: Options,
    ais: pl.DataFrame,
    file: str,
    notes: list[str],
    *,
    has_times: bool,
) -> Clock:
    """Return the clock with start and rate where the log has no times."""
    if has_times:
        if options.start is not None:
            notes.append(f"{file}: has times of its own, so --start and --rate were not used")
        return clock
    if options.start is None:
        raise InputError(
            "holds NMEA sentences without any time",
            file=file,
            line=ais["number"][0],
            example=ais["text"][0],
            hint="give the UTC time of the first message and messages a second with "
            "--start T --rate N",
        )
    notes.append(f"{file}: times were made from --start and --rate, the log has none")
    return replace(clock, start=options.start, rate=options.rate)


def _why(timed: pl.DataFrame, clock: Clock) -> str:
    talkers = timed["address"].value_counts(name="n").sort(["n", "address"], descending=True)
    names = ", ".join(f"!{a}" for a in talkers["address"].head(3))
    tags = timed["tag"].drop_nulls()
    words = [text for c, text in _SOURCES.items() if timed[c].is_not_null().any()]
    if timed["tag_t"].is_not_null().any():
        words[0] += "milliseconds" if tags.str.contains(_MILLISECONDS).any() else "seconds"
    if clock.lead is not None:
        words.append(f"times before the sentences ({clock.lead.words})")
    if clock.start is not None:
        words = ["times from --start and --rate"]
    blocks = " with tag blocks" if len(tags) else ""
    return f"its lines are NMEA sentences {names}{blocks}; " + ", ".join(words)
