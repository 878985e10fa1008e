"""Which days a form of a date means: those named, or counted from another day."""

from __future__ import annotations

from datetime import date

from .absolute import ABSOLUTE
from .found import Days, Groups
from .relative import RELATIVE, number_of

__all__ = ["days_of"]


def days_of(form: str, groups: Groups, article: date | None) -> Days | None:
    """Return first day, last day, and days from an earlier event, of one form.

    Parameters
    ----------
    form, groups
        Name of the form, and its parts as the text has them.
    article
        Day from which relative dates count; without it they have no days.

    Raises
    ------
    ValueError, OverflowError
        No day of any calendar.
    """
    if form in ABSOLUTE:
        return ABSOLUTE[form](groups, article)
    if form == "later":
        return _counted(groups)
    if form == "following":
        return None, None, _step(groups)
    return RELATIVE[form](groups, article) if article else (None, None, None)


def _counted(g: Groups) -> Days | None:
    """Return the days of "two weeks later" from the event told before."""
    count, unit = number_of(g["q1"]), g["u1"].casefold()
    if count is None or unit.startswith("month"):
        return None
    days = count * (7 if unit.startswith("week") else 1)
    return None, None, -days if g["dir1"].casefold()[0] in "eb" else days


def _step(g: Groups) -> int:
    """Return the days of "the next morning", "the day before" from the event told before."""
    word = (g.get("fol") or g["fol2"]).casefold()
    if word == "same":
        return 0
    return -1 if word in ("previous", "the day before", "a day earlier") else 1
