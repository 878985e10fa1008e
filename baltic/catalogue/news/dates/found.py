"""A date found in a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["DateFound", "Days", "Groups", "Read", "one_day"]

#: The parts of a form, by the names of its groups.
Groups = dict[str, str]
#: First day, last day, and days from an event told before.
Days = tuple[date | None, date | None, int | None]


@dataclass(frozen=True)
class DateFound:
    """A date in the text.

    Attributes
    ----------
    start, end
        Offsets in the text searched.
    first, last
        Bounds, days; None when the text alone does not say (no year, no article date).
    words
        As written.
    is_exact
        A day, or two that follow each other.
    anchor
        Offset of days from an event told before (``two days later``); None otherwise.
    is_impossible
        No day of any calendar: 31 April.

    Examples
    --------
    >>> found = DateFound(0, 5, date(2025, 5, 3), date(2025, 5, 3), "3 May", True)
    >>> found.first.isoformat(), found.is_impossible
    ('2025-05-03', False)
    """

    start: int
    end: int
    first: date | None
    last: date | None
    words: str
    is_exact: bool
    anchor: int | None = None
    is_impossible: bool = False

    def after(self, event: tuple[date, date]) -> DateFound:
        """Return a date that is counted from an event, with its days.

        Parameters
        ----------
        event
            First and last day of what was told before.

        Returns
        -------
        DateFound
            The same place and words, with days of its own.

        Examples
        --------
        >>> later = DateFound(0, 14, None, None, "two days later", True, anchor=2)
        >>> later.after((date(2025, 5, 3), date(2025, 5, 3))).first.isoformat()
        '2025-05-05'
        """
        step = timedelta(days=self.anchor or 0)
        return DateFound(
            self.start, self.end, event[0] + step, event[1] + step, self.words, self.is_exact
        )


#: A date with the name of its form and the parts of that.
Read = tuple[DateFound, tuple[str, Groups]]


def one_day(day: date | None) -> Days:
    """Return the days of a date that is a single day."""
    return day, day, None
