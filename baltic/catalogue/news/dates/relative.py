"""The days of dates counted from the day of the article: "on Sunday", "two weeks ago"."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from .forms import DAYS, NUMBERS
from .found import Days, Groups, one_day

__all__ = ["RELATIVE", "number_of"]

_A_DAY = timedelta(days=1)


def number_of(word: str) -> int | None:
    """Return a small number written as a word or in digits; None for other words.

    Parameters
    ----------
    word
        In any letter case.

    Returns
    -------
    int or None
        One for "a" and "an".

    Examples
    --------
    >>> number_of("two"), number_of("14"), number_of("several")
    (2, 14, None)
    """
    word = word.casefold()
    if word in ("a", "an"):
        return 1
    if word in NUMBERS:
        return NUMBERS.index(word) + 1
    return int(word) if word.isdecimal() else None


def _nights(g: Groups, article: date) -> Days:
    ends = next((g[a], g[b]) for a, b in (("n1", "n2"), ("n3", "n4"), ("n6", "n7")) if a in g)
    last = _weekday(ends[1], article, strictly=False)
    return _weekday(ends[0], last, strictly=True), last, None


def _night_to(g: Groups, article: date) -> Days:
    last = _weekday(g["n5"], article, strictly=False)
    return last - _A_DAY, last, None


def _day_nth(g: Groups, article: date) -> Days:
    """Return the last day of this number (and such a weekday): "Monday the 3rd", "the 3rd"."""
    months = (article.year * 12 + article.month - 1 - back for back in range(12))
    for month in months:
        with contextlib.suppress(ValueError):
            found = date(month // 12, month % 12 + 1, int(g.get("nth") or g["nth2"]))
            if found <= article and ("w4" not in g or found.weekday() == _weekday_number(g["w4"])):
                return one_day(found)
    return None, None, None


def _day_of_week(g: Groups, article: date) -> Days:
    monday = article - timedelta(days=article.weekday() + 7)
    return one_day(monday + timedelta(days=_weekday_number(g["w3"])))


def _last_day(g: Groups, article: date) -> Days:
    return _part_of(_weekday(g["w1"], article, strictly=True), g.get("p1"), article)


def _day(g: Groups, article: date) -> Days:
    return _part_of(_weekday(g["w2"], article, strictly=False), g.get("p2"), article)


def _day_short(g: Groups, article: date) -> Days:
    return _part_of(_weekday(g["w5"], article, strictly=False), g.get("p3"), article)


def _part_of(day: date, part: str | None, article: date) -> Days:
    """Return a day, or its night, which runs into the next day."""
    late = part is not None and part.casefold() in ("night", "overnight")
    return day, min(article, day + _A_DAY) if late else day, None


def _overnight(_: Groups, article: date) -> Days:
    return article - _A_DAY, article, None


def _early(g: Groups, article: date) -> Days:
    back = {"yesterday": 1, "before yesterday": 2}
    words = " ".join(g["near"].casefold().split()).rpartition("day ")[2]
    return one_day(article - timedelta(days=back.get(words, 0)))


def _weekend(_: Groups, article: date) -> Days:
    return _days_of_weekend(article, is_this=False)


def _ago(number: str, unit: str) -> Reader:
    """Return a reader of a count of units that stand in these groups of its form."""

    def read(g: Groups, article: date) -> Days | None:
        count = number_of(g[number])
        return None if count is None else _back(count, g[unit].casefold().rstrip("s"), article)

    return read


def _back(count: int, unit: str, article: date) -> Days:
    if unit == "day":
        return one_day(article - timedelta(days=count))
    if unit == "week":
        middle = article - timedelta(weeks=count)
        return middle - timedelta(days=3), middle + timedelta(days=3), None
    if unit == "year":
        return date(article.year - count, 1, 1), date(article.year - count, 12, 31), None
    month = article.year * 12 + article.month - 1 - count
    first = date(month // 12, month % 12 + 1, 1)
    return first, (first + timedelta(days=32)).replace(day=1) - _A_DAY, None


def _week(g: Groups, article: date) -> Days:
    """Return the days of "last week", "this weekend", "last month", "this year"."""
    is_this, unit = g["wk"].casefold() == "this", g["wu"].casefold()
    if unit == "weekend":
        return _days_of_weekend(article, is_this=is_this)
    if unit == "week":
        monday = article - timedelta(days=article.weekday() + (0 if is_this else 7))
        return monday, min(article, monday + timedelta(days=6)), None
    if unit == "year":
        year = article.year - (not is_this)
        return date(year, 1, 1), min(article, date(year, 12, 31)), None
    first = article.replace(day=1)
    if is_this:
        return first, article, None
    last = first - _A_DAY
    return last.replace(day=1), last, None


def _days_of_weekend(article: date, *, is_this: bool) -> Days:
    monday = article - timedelta(days=article.weekday())
    first = monday + timedelta(days=5) if is_this else monday - timedelta(days=2)
    if first > article:
        first -= timedelta(days=7)
    return first, min(article, first + _A_DAY), None


def _weekday(word: str, article: date, *, strictly: bool) -> date:
    """Return the last such weekday on or before the article (before, when strictly)."""
    back = (article.weekday() - _weekday_number(word)) % 7
    return article - timedelta(days=back or (7 if strictly else 0))


def _weekday_number(word: str) -> int:
    return next(i for i, d in enumerate(DAYS) if d.startswith(word.casefold()[:3]))


Reader = Callable[[Groups, date], Days | None]

#: How each form is read, by its name.
RELATIVE: Mapping[str, Reader] = {
    "nights": _nights,
    "nights2": _nights,
    "nights3": _nights,
    "night_to": _night_to,
    "day_nth": _day_nth,
    "nth_alone": _day_nth,
    "day_of_week": _day_of_week,
    "last_day": _last_day,
    "day": _day,
    "day_short": _day_short,
    "overnight": _overnight,
    "early": _early,
    "weekend": _weekend,
    "ago": _ago("q2", "u2"),
    "since_now": _ago("q3", "u3"),
    "week": _week,
}
