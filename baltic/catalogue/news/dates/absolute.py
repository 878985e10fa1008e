"""The days of dates that name a month or a year: "3 May", "the night of 3 May", "in 2024"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from dateutil.easter import easter

from .forms import DAYS, EASTER, FEASTS, MONTHS, ORDINALS
from .found import Days, Groups, one_day

__all__ = ["ABSOLUTE"]

_A_DAY = timedelta(days=1)


def _iso(g: Groups, _: date | None) -> Days:
    return one_day(date.fromisoformat(g["iso"]))


def _dotted(g: Groups, _: date | None) -> Days:
    return one_day(date(int(g["y1"]), int(g["m1"]), int(g["d1"])))


def _in_words(month: str, day: str, year: str) -> Reader:
    """Return a reader of a day whose parts stand in these groups of its form."""
    return lambda g, article: one_day(_dated(g[month], g[day], g.get(year), article))


def _range(month: str, first: str, last: str, year: str) -> Reader:
    """Return a reader of two days of one month."""

    def read(g: Groups, article: date | None) -> Days | None:
        ends = [_dated(g[month], g[day], g.get(year), article) for day in (first, last)]
        if ends[0] is None or ends[1] is None:
            return None, None, None
        return (ends[0], ends[1], None) if ends[0] <= ends[1] else None

    return read


def _night_of(g: Groups, article: date | None) -> Days:
    first = _dated(g.get("m4") or g["m9"], g.get("d4") or g["d9"], g.get("y9"), article)
    # A night runs into the next day.
    return first, first and first + _A_DAY, None


def _night_before(g: Groups, article: date | None) -> Days:
    last = _dated(g.get("f4") or g["f9"], g.get("e4") or g["e9"], g.get("g9"), article)
    return last and last - _A_DAY, last, None


def _weekday_of(g: Groups, article: date | None) -> Days:
    """Return the day of "the first Tuesday in May"; without a year the last one not to come."""
    number, wanted = _month_number(g["mw"]), DAYS.index(g["w6"].casefold() + "day")
    years = [int(g["yw"])] if g.get("yw") else [article.year, article.year - 1] if article else []
    for year in years:
        days = [date(year, number, 1) + n * _A_DAY for n in range(31)]
        days = [d for d in days if d.month == number and d.weekday() == wanted]
        place = g["wth"].casefold()
        found = days[-1] if place == "last" else days[ORDINALS.index(place)]
        if g.get("yw") or (article and found <= article):
            return one_day(found)
    return None, None, None


def _of_last_year(g: Groups, article: date | None) -> Days | None:
    """Return the day of "19 February last year"; else as a date with a year or none."""
    if not g.get("ly2"):
        return _in_words("m2", "d2", "y2")(g, article)
    if article is None:
        return None, None, None
    year = article.year - (g["ly2"].casefold() == "last")
    return one_day(_dated(g["m2"], g["d2"], str(year), article))


def _ordinal(g: Groups, article: date | None) -> Days:
    number = ORDINALS.index(g["ord"].casefold()) + 1
    return one_day(_dated(g["m8"], str(number), g.get("y7"), article))


def _feast(g: Groups, article: date | None) -> Days:
    month, day = FEASTS[" ".join(g["feast"].casefold().split())]
    return one_day(_dated(MONTHS[month - 1], str(day), g.get("y4"), article))


def _christmas(g: Groups, article: date | None) -> Days:
    """Return the three days of Christmas, which may all be meant."""
    first = _dated("december", "24", g.get("y11"), article)
    return first, first and first + 2 * _A_DAY, None


def _easter(g: Groups, article: date | None) -> Days:
    """Return a day that moves with Easter; without a year the last one not after the article."""
    step = timedelta(days=EASTER[" ".join(g["easter"].casefold().split())])
    if "y10" in g:
        return one_day(easter(int(g["y10"])) + step)
    if article is None:
        return None, None, None
    days = [easter(article.year - back) + step for back in (0, 1)]
    return one_day(next(day for day in days if day <= article))


def _slashed(first: str, second: str, year: str) -> Reader:
    """Return a reader of "25/12" or "12/25"; "5/6" may be of May or of June, and is neither."""

    def read(g: Groups, article: date | None) -> Days | None:
        low, high = sorted((int(g[first]), int(g[second])))
        if 0 < low <= 12 and (high > 12 or low == high):
            return one_day(_dated(MONTHS[low - 1], str(high), g.get(year), article))
        return None

    return read


def _year(g: Groups, article: date | None) -> Days:
    first, last = date(int(g["y8"]), 1, 1), date(int(g["y8"]), 12, 31)
    if "since" in g and article is not None:
        last = max(article, first)
    return first, last, None


def _month(g: Groups, article: date | None) -> Days:
    number = _month_number(g.get("m5") or g.get("m6") or g.get("m0") or g["m7"])
    year = _year_of_month(number, g, article)
    if year is None:
        return None, None, None
    after = date(year + number // 12, number % 12 + 1, 1)
    return date(year, number, 1), after - _A_DAY, None


def _year_of_month(number: int, g: Groups, article: date | None) -> int | None:
    """Return the year of "in May": the last one whose May has begun; of "last May" has ended."""
    if "y6" in g:
        return int(g["y6"])
    if article is None:
        return None
    if "ly" in g:
        return article.year - (g["ly"].casefold() == "last year")
    is_this = g.get("mrel", "").casefold() == "this"
    begun = number < article.month or (number == article.month and "mrel" not in g)
    return article.year - (not (begun or is_this))


def _dated(month: str, day: str, year: str | None, article: date | None) -> date | None:
    """Return a day; without a year the last such day not after the article."""
    number = _month_number(month)
    if year:
        return date(int(year), number, int(day))
    date(2000, number, int(day))
    if article is None:
        return None
    for back in range(5):
        try:
            found = date(article.year - back, number, int(day))
        except ValueError:
            continue
        if found <= article:
            return found
    return None


def _month_number(word: str) -> int:
    return next(i for i, m in enumerate(MONTHS, 1) if m.startswith(word.casefold()[:3]))


Reader = Callable[[Groups, date | None], Days | None]

#: How each form is read, by its name.
ABSOLUTE: Mapping[str, Reader] = {
    "iso": _iso,
    "dotted": _dotted,
    "slashed": _slashed("s1", "s2", "y5"),
    "slashed2": _slashed("s3", "s4", ""),
    "dashed": _in_words("m1a", "d0", "y0"),
    "dmy": _of_last_year,
    "weekday_of": _weekday_of,
    "mdy": _in_words("m3", "d3", "y3"),
    "range": _range("rm", "ra", "rb", "ry"),
    "range2": _range("sm", "sa", "sb", "sy"),
    "night_of": _night_of,
    "night_before": _night_before,
    "ordinal": _ordinal,
    "feast": _feast,
    "christmas": _christmas,
    "easter": _easter,
    "month_rel": _month,
    "month_year": _month,
    "month": _month,
    "month_of": _month,
    "year": _year,
}
