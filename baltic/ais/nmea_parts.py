"""Messages that came in several sentences, put together again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

__all__ = ["Part", "Parts", "Whole"]

#: Groups of tag blocks whose time is remembered.
_GROUPS = 4096
#: Messages that may wait for their rest under one sequence number: stations heard together.
_WAITING = 64


class Part(NamedTuple):
    """One sentence that is a part of a message, or of a group of sentences."""

    number: int
    text: str
    key: str
    t: datetime | None
    station: str | None
    group: str | None
    address: str
    parts: int
    part: int
    sequence: str
    channel: str
    payload: str
    fill: int


class Whole(NamedTuple):
    """A message put together, or what there was of it (``why`` says what is missing)."""

    number: int
    text: str
    key: str
    t: datetime | None
    payload: str | None
    fill: int
    why: str | None


@dataclass
class _Open:
    """A message that waits for the rest; ``first`` is what came first."""

    first: Part
    t: datetime | None
    more: list[Part] = field(default_factory=list)

    def whole(self, why: str | None = None) -> Whole:
        pieces = sorted((self.first, *self.more), key=lambda p: p.part)
        payload = None if why else "".join(p.payload for p in pieces)
        return Whole(
            min(p.number for p in pieces),
            " ".join(p.text for p in pieces),
            "\n".join(p.key for p in pieces),
            self.t,
            payload,
            pieces[-1].fill,
            why,
        )


def _alike(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a == b


@dataclass
class Parts:
    """Puts parts together; what is incomplete is given back with the reason.

    Parts of a message have the same address, number of parts, sequence number and channel,
    and the same station and group where both say one.  They come in order unless each names
    its group; other sentences may come between.  A message takes the time of its first part.

    Parameters
    ----------
    within_lines, within_s
        A later part comes within so many lines and seconds of the first.
    """

    within_lines: int
    within_s: float
    _open: dict[tuple[str, int, str, str], list[_Open]] = field(default_factory=dict)
    _groups: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    def add(self, parts: Iterable[Part]) -> list[Whole]:
        """Take parts in the order of their lines; return what is complete or given up."""
        out: list[Whole] = []
        for part in parts:
            if part.group is not None:
                part = part._replace(t=self._group_time(part))
            if part.parts == 1:
                out.append(_Open(part, part.t).whole())
            elif part.part > part.parts:
                out.append(_Open(part, part.t).whole("parts of a message that do not fit"))
            else:
                self._join(part, out)
        return out

    def _join(self, part: Part, out: list[Whole]) -> None:
        slot = (part.address, part.parts, part.sequence, part.channel)
        waiting = self._open.setdefault(slot, [])
        may_begin = part.part == 1 or part.group is not None
        if may_begin and not any(self._continues(part, old) for old in waiting):
            # A station that begins anew has given up what it began before; the same line
            # again is a copy, whose other parts will come again as well.
            for old in [o for o in waiting if self._replaces(part, o)]:
                waiting.remove(old)
                out.append(old.whole("messages with a part missing"))
            if len(waiting) == _WAITING:
                out.append(waiting.pop(0).whole("messages with a part missing"))
            waiting.append(_Open(part, part.t))
            return
        for old in waiting:
            if self._continues(part, old):
                old.more.append(part)
                old.t = part.t if part.part == 1 and part.t else old.t or part.t
                if len(old.more) + 1 == part.parts:
                    waiting.remove(old)
                    out.append(old.whole())
                return
        out.append(_Open(part, part.t).whole("messages with a part missing"))

    def _replaces(self, part: Part, old: _Open) -> bool:
        first = old.first
        same = _alike(part.station, first.station) and _alike(part.group, first.group)
        return (same and part.key != first.key) or self._is_stale(part, old)

    def _is_stale(self, part: Part, old: _Open) -> bool:
        return part.number - old.first.number > self.within_lines

    def _continues(self, part: Part, old: _Open) -> bool:
        near = old.t is None or part.t is None
        if old.t is not None and part.t is not None:
            near = abs((part.t - old.t).total_seconds()) <= self.within_s
        here = [old.first.part, *(p.part for p in old.more)]
        grouped = part.group is not None and part.group == old.first.group
        fits = part.part not in here if grouped else part.part == here[-1] + 1 and 1 in here
        return (
            fits
            and near
            and not self._is_stale(part, old)
            and _alike(part.station, old.first.station)
            and _alike(part.group, old.first.group)
        )

    def _group_time(self, part: Part) -> datetime | None:
        """Return the sentence's time: its own, or that of an earlier sentence of its group."""
        group = str(part.group)
        if part.t is not None:
            self._groups.pop(group, None)
            if len(self._groups) >= _GROUPS:
                self._groups.pop(next(iter(self._groups)))
            self._groups[group] = (part.number, part.t)
            return part.t
        number, t = self._groups.get(group, (0, None))
        return t if part.number - number <= self.within_lines else None

    def close(self, before: int | None = None) -> list[Whole]:
        """Give up what is still incomplete: all of it, or what no line after `before` can mend."""
        out: list[Whole] = []
        for slot, waiting in list(self._open.items()):
            keep = []
            for old in waiting:
                if before is not None and before - old.first.number < self.within_lines:
                    keep.append(old)
                else:
                    out.append(old.whole("messages with a part missing"))
            if keep:
                self._open[slot] = keep
            else:
                del self._open[slot]
        return out
