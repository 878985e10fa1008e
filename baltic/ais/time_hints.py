"""Why the times of a column cannot be read as they stand, and which words would read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import polars as pl

from ..errors import InputError
from .columns import bare, map_words

__all__ = ["guess_patterns", "refuse_times"]

_CLOCK = r"(\d{1,2}):(\d\d)(?::\d\d)?"
_DATE = r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}|\d{1,2}[ \-][A-Za-z]{3}[ \-]\d{4}|\d{8}"
_PARTS = re.compile(
    rf"(?P<date>{_DATE})"
    r"(?P<gap>, |[ T_\-]?)"
    r"(?P<clock>\d{1,2}:\d\d(?::\d\d)?|\d{6}|\d{4})"
    r"(?P<part>\.\d+)?(?P<noon> ?[AaPp][Mm])?(?P<zone> ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?"
)
_NAMED_ZONE = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S* ?([A-Za-z]{2,5})"
_DATE_NAMES = ("date", "day", "utcdate", "dateutc", "dateofposition")
_TIME_NAMES = ("time", "date", "epoch", "stamp")
_SECONDS_OF_MINUTE = 63


def guess_patterns(cells: Sequence[str]) -> list[str]:
    """Return the strptime patterns that read all the cells; several if day and month may swap.

    Examples
    --------
    >>> guess_patterns(["25/12/2024 10:26", "01/12/2024 00:00"])
    ['%d/%m/%Y %H:%M']
    >>> guess_patterns(["05/12/2024 10:26"])
    ['%d/%m/%Y %H:%M', '%m/%d/%Y %H:%M']
    >>> guess_patterns(["Christmas"])
    []
    """
    found = re.match(_PARTS, cells[0].strip()) if cells else None
    if not found or found.end() != len(cells[0].strip()):
        return []
    clock = _clock(found["clock"], bool(found["noon"]))
    tail = clock + (".%f" if found["part"] else "") + _noon(found["noon"]) + _zone(found["zone"])
    patterns = [date + found["gap"] + tail for date in _dates(found["date"])]
    return [p for p in patterns if _reads(p, cells)]


def _dates(date: str) -> list[str]:
    if date.isdigit():
        return ["%Y%m%d"]
    mark = next(c for c in date if not c.isalnum())
    parts = date.split(mark)
    if parts[1].isalpha():
        orders: list[tuple[str, ...]] = [("%d", "%b", "%Y")]
    elif len(parts[0]) == 4:
        orders = [("%Y", "%m", "%d")]
    else:
        year = "%Y" if len(parts[2]) == 4 else "%y"
        orders = [("%d", "%m", year), ("%m", "%d", year)]
    return [mark.join(order) for order in orders]


def _clock(clock: str, twelve: bool) -> str:
    hour = "%I" if twelve else "%H"
    if ":" not in clock:
        return hour + "%M" + ("%S" if len(clock) == 6 else "")
    return hour + ":%M" + (":%S" if clock.count(":") == 2 else "")


def _noon(text: str | None) -> str:
    return "" if not text else (" %p" if text.startswith(" ") else "%p")


def _zone(text: str | None) -> str:
    if not text:
        return ""
    gap = " " if text.startswith(" ") else ""
    return gap + ("%z" if text.strip()[0] in "+-" else text.strip())


def _reads(pattern: str, cells: Sequence[str]) -> bool:
    plain = pattern.replace(".%f", "%.f")
    texts = pl.Series([c.strip() for c in cells])
    aware = "%z" in pattern
    read = texts.str.to_datetime(
        plain, strict=False, time_unit="us", time_zone="UTC" if aware else None
    )
    return read.null_count() == 0


def refuse_times(
    form: str,
    cells: Sequence[str],
    *,
    file: str,
    column: str,
    header: Sequence[str] = (),
    peek: Callable[[str], Sequence[str]] | None = None,
) -> InputError:
    """Return the error for times of a form that leaves something open.

    Parameters
    ----------
    form
        What most cells look like: ``naive``, ``date``, ``number`` or ``other``.
    cells
        Cells of that form.
    header, peek
        The names of all columns, and the first cells of any of them.
    """
    example = cells[0]
    others = [h for h in header if h != column]
    what, hint = (
        _refuse_form(form, example, column)
        or _refuse_part_of_a_time(form, cells, column, others, peek)
        or _refuse_patterns(form, guess_patterns(cells), column)
        or _refuse_unread(form, example, column)
    )
    return InputError(what, file=file, column=column, example=example, hint=hint)


#: What is wrong with times, and what to do about it.
_Refusal = tuple[str, str]


def _refuse_form(form: str, example: str, column: str) -> _Refusal | None:
    """Return what is wrong with times whose form alone says it: digits or a zone are missing."""
    if form == "rounded":
        return "times are numbers short of digits", "write them in full, as 1735122360"
    if named := re.fullmatch(_NAMED_ZONE, example.strip()):
        hint = "write its offset (as +01:00) in its place, or times in UTC with Z"
        return f"the zone {named[1]} says no offset for certain", hint
    if form == "naive":
        say = map_words(("t:utc", column))
        return "times have no zone", f"if they are UTC say so with {say}"
    return None


def _refuse_part_of_a_time(
    form: str,
    cells: Sequence[str],
    column: str,
    others: Sequence[str],
    peek: Callable[[str], Sequence[str]] | None,
) -> _Refusal | None:
    """Return what is wrong with seconds, clock times or dates that stand alone."""
    if all(_is_second(c) for c in cells):
        known = [h for h in others if any(w in bare(h) for w in _TIME_NAMES)]
        say = " or ".join(map_words(("t", h)) for h in known) or map_words(("t", "COLUMN"))
        what = "the numbers are no epoch times but seconds of a minute (0 to 63)"
        return what, f"name the column of the full time with {say}"
    if re.fullmatch(_CLOCK, cells[0].strip()):
        return "times have no date", _date_hint(column, cells[0], others, peek)
    if form == "date" and _is_date(cells):
        say = map_words(("t", "COLUMN"))
        return "times have no time of day", f"name the column of the full time with {say}"
    return None


def _refuse_patterns(form: str, patterns: Sequence[str], column: str) -> _Refusal | None:
    """Return what is wrong with times that one or two patterns read: which, and in what zone."""
    if len(patterns) == 2:
        first, second = (map_words((f"t:{p}", column)) for p in patterns)
        what = "the order of day and month cannot be known for certain"
        return what, f"if UTC say {first} (day first) or {second} (month first)"
    if not patterns:
        return None
    say = map_words((f"t:{patterns[0]}", column))
    if any(z in patterns[0] for z in ("%z", "Z", "UTC", "GMT")):
        return "the time format is not evident", f"say {say}"
    what = {
        "number": "the numbers are no epoch seconds or milliseconds of our time",
        "date": "times have no zone",
    }.get(form, "the time format is not evident")
    return what, f"if they are UTC say so with {say}"


def _refuse_unread(form: str, example: str, column: str) -> _Refusal:
    """Return what is wrong with times that no pattern reads."""
    by_year = re.match(r"\d{4}", example.strip()) is not None
    what = "the time format is not evident"
    if form == "number":
        what = "the numbers are no epoch seconds or milliseconds of our time"
    elif form == "date" and not by_year:
        what = "the order of day and month cannot be known for certain"
    say = map_words(("t:%Y-%m-%d %H:%M:%S" if by_year else "t:%d/%m/%Y %H:%M:%S", column))
    return what, f"name it, for example {say} (then taken as UTC)"


def _is_second(cell: str) -> bool:
    try:
        value = float(cell)
    except ValueError:
        return False
    return value.is_integer() and 0 <= value <= _SECONDS_OF_MINUTE


def _date_hint(
    column: str,
    example: str,
    others: Sequence[str],
    peek: Callable[[str], Sequence[str]] | None,
) -> str:
    clock = _clock(example.strip(), twelve=False)
    named = next((h for h in others if bare(h) in _DATE_NAMES), None)
    cells = list(peek(named)) if named and peek else []
    dates = [d for d in _dates(cells[0].strip()) if _reads(d, cells)] if _is_date(cells) else []
    says = [
        map_words((f"t:{d}", named or "COLUMN"), (f"t:{clock}", column))
        for d in dates or ["%d/%m/%Y"]
    ]
    return "if UTC name the date too: " + " or ".join(says)


def _is_date(cells: Sequence[str]) -> bool:
    return bool(cells) and re.fullmatch(_DATE, cells[0].strip()) is not None
