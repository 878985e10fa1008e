"""What the clock times of a sentence tell of a failure: a minute, a span, or one bound.

A time is that of the failure only where the words that it stands with are: not one of a ship
that passed, of a statement, a meeting or a repair.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

from .clocks import Clock, find_clocks
from .lexicon import lexicon

__all__ = ["Told", "times_told"]

#: Characters before a clock in which "after", "no later than" may stand.
_LEAD = 48
_UPPER = re.compile(
    r"\b(?:before|by|prior to|(?:no|not) later than|at the latest(?: by| at)?|latest(?: by| at)?"
    r"|up to|until)\s+(?:at\s+|about\s+)?$",
    re.IGNORECASE,
)
_LOWER = re.compile(
    r"\b(?:after|past|following|(?:no|not) (?:earlier|sooner) than|not before"
    r"|(?<!no )(?<!not )later than|at the earliest(?: at)?)\s+(?:at\s+|about\s+)?$",
    re.IGNORECASE,
)
_UPPER_BEHIND = re.compile(r"\s*,?\s*(?:at the latest|or (?:earlier|before)\b)", re.IGNORECASE)
_LOWER_BEHIND = re.compile(
    r"\s*,?\s*(?:at the earliest|or (?:later|after)\b|onwards?\b)", re.IGNORECASE
)
_FROM = re.compile(r"\b(?P<lead>between|from|in the span|either)\s+(?:at\s+|about\s+)?$", re.I)
#: Between the ends of a span: "and", "to", and the day of the first.
_DAY = r"(?:\s*,?\s*(?:on|of)?\s*(?:the\s+)?(?:[A-Z][a-z]+day,?\s*)?(?:[\w.-]+,?\s+){0,4}?)"
_TO = re.compile(
    rf"(?P<day>{_DAY})\s*(?P<by>and|to|until|till|-|–|—)\s*(?:about\s+|around\s+)?$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;:]\s|\s[-–—]\s|,?\s(?:and|but|while|whereas|although)\s(?!\d)|,\s(?=[A-Z\"]|at\s|then\s|which\s)"
)


@dataclass(frozen=True)
class Told:
    """A time told: both bounds of a span, one bound alone, or a minute (both are one).

    ``place`` is where it stands in the sentence, ``gap`` how far from the words of failure.
    """

    place: int
    low: Clock | None
    high: Clock | None
    gap: int = 0

    @property
    def is_minute(self) -> bool:
        """Whether one minute is meant."""
        return self.low is not None and self.low is self.high

    def in_zone(self, zone: tzinfo | None) -> Told:
        """Return the time with the zone that the text tells for all, where it has none.

        Examples
        --------
        >>> from datetime import UTC
        >>> told = times_told("It failed at 10:15.")[0].in_zone(UTC)
        >>> told.low.zone == UTC, told.is_minute
        (True, True)
        """
        low = self.low and replace(self.low, zone=self.low.zone or zone)
        if self.is_minute:
            return replace(self, low=low, high=low)
        return replace(
            self, low=low, high=self.high and replace(self.high, zone=self.high.zone or zone)
        )


def times_told(text: str) -> list[Told]:
    """Return the times of failure in a sentence, in their order; none of other doings.

    Parameters
    ----------
    text
        One sentence.

    Returns
    -------
    list of Told
        Those without a zone among them: whoever reads them may not guess one.

    Examples
    --------
    >>> told = times_told("The ship passed at 08:10 UTC and the link failed by 10:15 UTC.")
    >>> [(t.low, t.high.hour) for t in told]
    [(None, 10)]
    """
    clocks = _like_listed(find_clocks(text), text)
    doings = _doings(text)
    found: list[Told] = []
    number = 0
    while number < len(clocks):
        clock = clocks[number]
        kind, gap = _doing_at(clock, text, doings)
        after = clocks[number + 1] if number + 1 < len(clocks) else None
        lead = _FROM.search(text, max(0, clock.start - _LEAD), clock.start)
        number += 1
        if after and (by := _joined(clock, after, lead, text)):
            number += 1
            told = _span(clock, after, gap)
            lasts = (lead and lead["lead"].casefold() == "from") or not lead
            if lasts and by != "and" and lexicon().find("lasting", _clause_of(clock.start, text)):
                # "Out of service from 10:15 to 11:40": it failed when that began.
                told = Told(clock.start, told.low, told.low, gap)
        else:
            told = _alone(clock, text, kind, gap)
        if kind != "other":
            found.append(told)
    return found


_LISTED = re.compile(r"\s*(?:,|(?P<last>,?\s(?:and|or)\s))\s*(?:at\s+)?", re.IGNORECASE)


def _like_listed(clocks: Sequence[Clock], text: str) -> list[Clock]:
    """Return clocks, those of a list with the zone that its last one tells for all.

    "13:15, 10:15 UTC" is no list: its first is told in another zone.
    """
    found = list(clocks)
    is_list = False
    for place in reversed(range(len(found) - 1)):
        one, two = found[place], found[place + 1]
        between = _LISTED.fullmatch(text, one.end, two.start)
        is_list = bool(between and (is_list or between["last"]))
        if is_list and one.zone is None:
            found[place] = one.like(two)
    return found


def _joined(one: Clock, two: Clock, lead: re.Match[str] | None, text: str) -> str | None:
    """Return the word by which two clock times are the ends of one span."""
    between = text[one.end : two.start]
    match = _TO.fullmatch(between) if len(between) < _LEAD else None
    if not match:
        return None
    by = match["by"].casefold()
    if by == "and":
        return by if lead and lead["lead"].casefold() != "from" else None
    return by


def _span(one: Clock, two: Clock, gap: int) -> Told:
    return Told(one.start, one.like(two), two.like(one), gap)


def _alone(clock: Clock, text: str, kind: str | None, gap: int) -> Told:
    """Return what one clock tells by the word before it: a bound or a minute."""
    begin = max(0, clock.start - _LEAD)
    if kind == "whole" or _LOWER.search(text, begin, clock.start):
        return Told(clock.start, clock, None, gap)
    if _UPPER.search(text, begin, clock.start) or _UPPER_BEHIND.match(text, clock.end):
        return Told(clock.start, None, clock, gap)
    if _LOWER_BEHIND.match(text, clock.end):
        return Told(clock.start, clock, None, gap)
    return Told(clock.start, clock, clock, gap)


Doing = tuple[int, int, str]


def _doings(text: str) -> list[Doing]:
    """Return what is done in a sentence: failures, signs of being whole, other doings."""
    words = lexicon().words
    found = [
        (m.start(), m.end(), kind)
        for group, kind in (("still_whole", "whole"), ("else_timed", "other"), ("damage", "damage"))
        for m in words[group].finditer(text)
    ]
    taken: list[Doing] = []
    for doing in found:
        # "Repairs of the damage", "last seen in order": the words that stand first in the list.
        if not any(a < doing[1] and doing[0] < b for a, b, _ in taken):
            taken.append(doing)
    return sorted(taken)


def _doing_at(clock: Clock, text: str, doings: Sequence[Doing]) -> tuple[str | None, int]:
    """Return what was done at a clock time, and how far its words stand.

    The last words before it in its clause; where it begins the clause, the first behind it; a
    clause without any goes on with what was done in the one before.
    """
    begin, end = _bounds(clock.start, text)
    here = [d for d in doings if begin <= d[0] < end]
    before = [d for d in here if d[1] <= clock.start]
    after = [d for d in here if d[0] >= clock.end]
    gap = min((abs(d[0] - clock.start) for d in here if d[2] == "damage"), default=999)
    if before:
        return before[-1][2], gap
    if after:
        return after[0][2], gap
    earlier = [d for d in doings if d[1] <= begin]
    # "At 15:40, Readers write that it is gone": what the next clause tells was done then.
    beside = earlier[-1:] or [d for d in doings if d[0] >= end][:1]
    return (beside[0][2] if beside else None), 999


def _bounds(at: int, text: str) -> tuple[int, int]:
    begin = 0
    for match in _CLAUSE.finditer(text):
        if match.end() > at:
            return begin, match.start()
        begin = match.end()
    return begin, len(text)


def _clause_of(at: int, text: str) -> str:
    begin, end = _bounds(at, text)
    return text[begin:end]
