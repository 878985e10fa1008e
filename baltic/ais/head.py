"""The first bytes of an input: what a format is recognised by."""

from __future__ import annotations

import csv
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from ..errors import InputError
from ..settings import Settings
from .lines import to_text
from .rows import Check, Chunk, Making
from .source import Source

__all__ = [
    "HEAD_BYTES",
    "SEPARATORS",
    "Format",
    "Head",
    "Options",
    "cells_of",
    "read_head",
    "seed_of",
]

HEAD_BYTES = 1 << 16
SEPARATORS = (",", ";", "\t", "|")

#: Bytes that stand in no text: control codes but tab, line feed, form feed, return, escape.
_CONTROL = bytes(b for b in range(32) if b not in (9, 10, 12, 13, 27))
_RUBBISH_SHARE = 0.02
_PREFACE = re.compile(r"(?i)\ufeff?(?:\"?sep=.\"?|#[^,;\t|]*)")
_SAMPLE = 50


@dataclass(frozen=True)
class Head:
    """The start of an input, unpacked; ``found`` is what recognising it brought to light."""

    source: Source
    data: bytes
    found: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def text(self) -> str:
        """The start as text without byte order mark."""
        return to_text(self.data.removeprefix(b"\xef\xbb\xbf")).decode("utf-8", "replace")

    @cached_property
    def lines(self) -> list[str]:
        """The first whole lines, blank ones included."""
        lines = self.text.split("\n")
        return lines[:-1] if len(self.data) == HEAD_BYTES and len(lines) > 1 else lines

    @cached_property
    def first_line(self) -> tuple[int, str]:
        """Number (1-based) and text of the first line that is not blank.

        Passed over is what stands above a header: the ``sep=;`` of spreadsheets, and remarks
        after ``#`` that no separator parts into cells.
        """
        filled = [(i + 1, line) for i, line in enumerate(self.lines) if line.strip()]
        told = (found for found in filled if not _PREFACE.fullmatch(found[1].strip()))
        return next(told, filled[0] if filled else (1, ""))

    @property
    def is_binary(self) -> bool:
        """Whether this is no text: control codes count as binary."""
        control = len(self.data) - len(self.data.translate(None, _CONTROL))
        return control > _RUBBISH_SHARE * len(self.data)

    def cells(self, separator: str) -> list[str]:
        """Return the cells of the first line, outer quotes and blanks removed."""
        cells = [cell.strip() for cell in cells_of(self.first_line[1], separator)]
        return [*cells, ""] if self._trails(separator, len(cells)) else cells

    def _trails(self, separator: str, count: int) -> bool:
        """Return whether the rows, but not the header, end in one more separator."""
        rows = [line for line in self.lines[self.first_line[0] :] if line.strip()][:_SAMPLE]
        if count < 2 or not rows or not all(r.rstrip("\r").endswith(separator) for r in rows):
            return False
        return all(len(cells_of(row, separator)) == count + 1 for row in rows)


def cells_of(line: str, separator: str) -> list[str]:
    """Return the cells of one line; quotes that make no sense stay as they are.

    Examples
    --------
    >>> cells_of('a,"b, c"', ",")
    ['a', 'b, c']
    """
    line = line.rstrip("\r\n")
    try:
        return next(csv.reader((line,), delimiter=separator))
    except (csv.Error, StopIteration):
        return line.split(separator)


@dataclass(frozen=True)
class Options:
    """What a reader is told besides the file, and where it says what it decided.

    Parameters
    ----------
    start, rate
        For logs without times: time of the first message, and messages a second.
    """

    settings: Settings
    mapping: Mapping[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    decided: list[str] = field(default_factory=list)
    start: datetime | None = None
    rate: float | None = None

    def check(self, inputs: int) -> None:
        """Raise InputError when times cannot be made from start and rate."""
        if (self.start is None) != (self.rate is None):
            raise InputError("start and rate make times together only", hint="give both")
        if self.start is None or self.rate is None:
            return
        if self.start.tzinfo is None:
            raise InputError("start has no time zone", example=self.start, hint="write it with Z")
        if not 1e-6 <= self.rate <= 1e6:
            raise InputError("rate is no number of messages a second", example=self.rate)
        if inputs > 1:
            raise InputError(
                f"start and rate make the times of one log, not of {inputs}",
                hint="read the logs one by one, or join them",
            )


@dataclass(frozen=True)
class Format:
    """One format: how it is known and how it is read.

    Parameters
    ----------
    recognise
        Returns why a head is of this format, or None; raises InputError for a dialect
        that is known but cannot be read.
    chunks
        Yields the rows of a source, block by block; or what makes a block's rows, where
        blocks do not depend on each other: several are then made at once.
    """

    name: str
    title: str
    recognise: Callable[[Head, Options], str | None]
    chunks: Callable[[Source, Head, Options], Iterator[Chunk] | Iterator[Making | Check]]


def read_head(source: Source, settings: Settings) -> Head:
    """Return the first bytes of a source.

    Raises
    ------
    InputError
        Empty or unreadable.
    """
    with source.open(settings.limits) as stream:
        data = b""
        while len(data) < HEAD_BYTES and (piece := stream.read(HEAD_BYTES - len(data))):
            data += piece
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise InputError("is empty", file=source.name, hint="fetch the file again")
    if data.count(b"\r") > 1 and b"\n" not in data and data.lstrip()[:1] not in (b"{", b"["):
        head = Head(source, data)
        if not head.is_binary:
            raise InputError(
                "ends its lines with carriage returns alone",
                file=source.name,
                line=1,
                example=head.text.split("\r")[0],
                hint="write line feeds instead, for example with tr '\\r' '\\n'",
            )
    return Head(source, data)


def seed_of(*parts: str) -> int:
    """Return a steady number for a kind of table, so that equal lines of unlike tables differ."""
    return zlib.crc32("\x00".join(parts).encode())
