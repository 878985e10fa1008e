"""The days a user asks for: one, a month, or a range."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from ...errors import InputError

__all__ = ["Span", "month_of", "parse_span", "runs_of"]

_END = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


@dataclass(frozen=True)
class Span:
    """All days from `first` to `last`, both included.

    Attributes
    ----------
    first, last
        Days; both included.

    Examples
    --------
    >>> Span(date(2024, 12, 25), date(2024, 12, 26)).days()[-1].isoformat()
    '2024-12-26'
    """

    first: date
    last: date

    def days(self) -> list[date]:
        """Return every day of the span.

        Returns
        -------
        list of date
            In their order.

        Examples
        --------
        >>> len(parse_span("2024-02").days())
        29
        """
        count = (self.last - self.first).days + 1
        return [self.first + timedelta(days=i) for i in range(count)]

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}..{self.last}"


def parse_span(text: str) -> Span:
    """Return the days of ``2024-12-25``, ``2024-12`` or ``2024-12-24..2024-12-26``.

    Parameters
    ----------
    text
        As a user writes it.

    Returns
    -------
    Span
        A month is its first to its last day.

    Raises
    ------
    InputError
        Anything else, a day that no calendar has, or a range that runs backwards.

    Examples
    --------
    >>> str(parse_span("2024-12-25"))
    '2024-12-25'
    >>> str(parse_span("2024-02..2024-03-01"))
    '2024-02-01..2024-03-01'
    """
    first, mark, last = text.partition("..")
    ends = (_ends_of(first, text), _ends_of(last if mark else first, text))
    span = Span(ends[0][0], ends[1][1])
    if span.last < span.first:
        raise InputError(f"{text!r} runs backwards", hint=f"write {span.last}..{span.first}")
    return span


def _ends_of(text: str, whole: str) -> tuple[date, date]:
    match = _END.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        if match.group(1):
            day = date.fromisoformat(text)
            return day, day
        day = date.fromisoformat(text + "-01")
    except ValueError as error:
        raise InputError(
            f"{whole[:60]!r} is no day, month or range",
            hint="write 2024-12-25, 2024-12 or 2024-12-24..2024-12-26",
        ) from error
    return day, day.replace(day=calendar.monthrange(day.year, day.month)[1])


def month_of(day: date) -> str:
    """Return the month of a day as ``YYYY-MM``.

    Examples
    --------
    >>> month_of(date(2024, 12, 25))
    '2024-12'
    """
    return day.isoformat()[:7]


def runs_of(days: list[date]) -> list[Span]:
    """Return sorted days as unbroken stretches.

    Examples
    --------
    >>> [str(run) for run in runs_of([date(2024, 1, 1), date(2024, 1, 2), date(2024, 1, 9)])]
    ['2024-01-01..2024-01-02', '2024-01-09']
    """
    runs: list[Span] = []
    for day in days:
        if runs and day - runs[-1].last == timedelta(days=1):
            runs[-1] = Span(runs[-1].first, day)
        else:
            runs.append(Span(day, day))
    return runs
