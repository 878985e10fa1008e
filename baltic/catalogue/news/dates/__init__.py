"""Dates in English prose, absolute and relative to the day of the article."""

from __future__ import annotations

import re
from datetime import date

from .days import days_of
from .forms import AFTER_WEEKDAY, OF_A_YEAR, PATTERN, WEAK
from .found import DateFound, Read
from .relative import number_of
from .spans import joined

__all__ = ["DateFound", "find_dates", "has_impossible_date", "number_of", "single_dates"]


def find_dates(text: str, article: date | None, by: date | None = None) -> list[DateFound]:
    """Return the dates of a text in their order.

    Parameters
    ----------
    text
        Plain text.
    article
        Day of the article; without it relative dates have no days.
    by
        Day by which the article was written, where its own is not known: it gives "4 October"
        a year, and "Sunday" nothing.

    Returns
    -------
    list of DateFound
        Those that no calendar has left out, the two ends of a span as one.

    Examples
    --------
    >>> found = find_dates("cut on Sunday night, two days later", date(2025, 1, 28))
    >>> [(d.words, d.first and d.first.isoformat(), d.anchor) for d in found]
    [('Sunday night', '2025-01-26', None), ('two days later', None, 2)]
    """
    return joined([r for r in _read(text, article, by) if not r[0].is_impossible], text)


def has_impossible_date(text: str) -> bool:
    """Return whether a text names a day that no calendar has.

    Parameters
    ----------
    text
        Plain text.

    Returns
    -------
    bool
        False where all days are real, or none is named.

    Examples
    --------
    >>> has_impossible_date("cut on 31 April 2025"), has_impossible_date("cut on 30 April 2025")
    (True, False)
    """
    return any(one.is_impossible for one, _ in _read(text, None, None))


def single_dates(text: str, article: date | None) -> list[DateFound]:
    """Return the dates of a text, those that are the ends of one span apart.

    Parameters
    ----------
    text, article
        As for :func:`find_dates`.

    Returns
    -------
    list of DateFound
        In their order.

    Examples
    --------
    >>> [d.words for d in single_dates("between 1 May and 2 May 2025", date(2025, 6, 1))]
    ['1 May', '2 May 2025']
    """
    return [one for one, _ in _read(text, article, None) if not one.is_impossible]


def _read(text: str, article: date | None, by: date | None) -> list[Read]:
    """Return the dates of a text, each with its form and the parts of that."""
    found: list[Read] = []
    for match in PATTERN.finditer(text):
        if WEAK.match(match[0]) and not match[0][0].isupper():
            continue
        one = _date_at(match, article, by)
        if one is None:
            continue
        if found and one[1][0] in AFTER_WEEKDAY and _names_day(found[-1][0], match, text):
            # "Saturday, 28 November" is one date.
            found.pop()
        found.append(one)
    return found


def _date_at(match: re.Match[str], article: date | None, by: date | None) -> Read | None:
    """Return the date that a form found in a text means; None where it means none."""
    groups = {k: v for k, v in match.groupdict().items() if v}
    form = next(k for k in groups if k[0] == "F")[1:]
    try:
        days = days_of(form, groups, article or (by if form in OF_A_YEAR else None))
    except (ValueError, OverflowError):
        return _impossible(match, form, groups)
    if days is None:
        return None
    first, last, anchor = days
    is_exact = anchor is not None or first is None or last is None or (last - first).days <= 1
    words = " ".join(match[0].split())
    one = DateFound(match.start(), match.end(), first, last, words, is_exact, anchor)
    return one, (form, groups)


def _impossible(match: re.Match[str], form: str, groups: dict[str, str]) -> Read | None:
    """Return "31 April" as a date without days."""
    if form not in AFTER_WEEKDAY:
        return None
    words = " ".join(match[0].split())
    one = DateFound(match.start(), match.end(), None, None, words, False, None, is_impossible=True)
    return one, (form, groups)


_ONE_DAY = re.compile(r"[\s,(]{1,3}(?:the\s)?")


def _names_day(before: DateFound, match: re.Match[str], text: str) -> bool:
    """Return whether a weekday stands right before a date."""
    words = before.words.casefold().removesuffix(" night")
    is_weekday = words.endswith("day") or bool(WEAK.fullmatch(words))
    return is_weekday and bool(_ONE_DAY.fullmatch(text, before.end, match.start()))
