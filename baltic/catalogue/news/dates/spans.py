"""Two dates that are the ends of one span: "between 1 May and 2 May"."""

# ruff: noqa: E501  patterns read best on one line

from __future__ import annotations

import re
from datetime import date

from .days import days_of
from .found import DateFound, Read

__all__ = ["joined"]

#: A clock time, or a part of the day, that stands with one end of a span of days.
_HOUR = r"(?:(?:at\s+)?[0-2]?\d[:.][0-5]\d\s*(?:[A-Za-z]{1,5}(?:\s+time)?\b)?,?\s*|(?:the\s+)?(?:late\s+|early\s+)?(?:morning|afternoon|evening|night|midnight|noon)\s+(?:of\s+)?)?"
_SPAN_LEAD = re.compile(
    r"\b(?P<lead>between|from|after|no earlier than|night\s+(?:of|from|between)|overnight\s+from)\s+(?:the\s+)?"
    + _HOUR + r"(?:on\s+|of\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)  # fmt: skip
_SPAN_TO = re.compile(
    r"\s*,?\s*(?P<to>at\s+[0-2]?\d[:.][0-5]\d\s*[A-Za-z]{0,5},?\s+)?"
    r"(?P<by>(?:and|but) (?:before|by|no later than)|and|to|until|till|-|–)\s+(?:the\s+)?"
    + _HOUR
    + r"(?:on\s+|of\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
#: Only a clock stands before the first day of "23:00 on 1 May to 04:00 on 2 May".
_HOUR_LEAD = re.compile(r"[0-2]?\d[:.][0-5]\d\s*[A-Za-z]{0,5},?\s+(?:on|of)\s+(?:the\s+)?$")
_LEAD_CHARS = 48
#: A span of more days is no date.
_LONGEST_SPAN = 366


def joined(found: list[Read], text: str) -> list[DateFound]:
    """Return dates, the two ends of "between 1 May and 2 May" as one."""
    together: list[DateFound] = []
    before: Read | None = None
    for read in found:
        span = _span(before, read[0], text) if before else None
        if span:
            together[-1] = span
        else:
            together.append(read[0])
        before = None if span else read
    return together


def _span(first: Read, two: DateFound, text: str) -> DateFound | None:
    """Return two days as the span that they are the ends of; None where they are not."""
    one = first[0]
    before = text[max(0, one.start - _LEAD_CHARS) : one.start]
    lead = _SPAN_LEAD.search(before)
    if two.last is None or not _are_ends(one, two, lead, text):
        return None
    begin = _first_day(first, two.last)
    length = (two.last - begin).days if begin else 0
    if begin is None or not 0 < length <= _LONGEST_SPAN:
        return None
    if length > 1 and lead and lead["lead"].casefold() == "from":
        # "Out of service from 1 May to 9 May": it failed when that began.
        return None
    start = one.start - len(before) + lead.start() if lead else one.start
    words = " ".join(text[start : two.end].split())
    return DateFound(start, two.end, begin, two.last, words, length <= 1)


def _are_ends(one: DateFound, two: DateFound, lead: re.Match[str] | None, text: str) -> bool:
    """Return whether the words before and between two dates make them the ends of a span."""
    to = _SPAN_TO.fullmatch(text, one.end, two.start)
    if not to or two.start - one.end > _LEAD_CHARS:
        return False
    by = to["by"].casefold()
    before = text[max(0, one.start - _LEAD_CHARS) : one.start]
    is_night = one.words.casefold().startswith("night")
    if not lead and not is_night and not (by != "and" and _HOUR_LEAD.search(before)):
        return False
    word = lead["lead"].casefold() if lead else ""
    # "After 1 May and before 4 May"; no other two of these words go together.
    is_bounds = word.startswith(("after", "no "))
    return is_bounds == (" " in by) and not (by == "and" and word == "from")


def _first_day(first: Read, last: date) -> date | None:
    """Return the first end, told without a year: the last such day before the second."""
    _, (form, groups) = first
    try:
        days = days_of(form, groups, last)
    except (ValueError, OverflowError):
        return None
    return days[0] if days else None
