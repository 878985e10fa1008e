"""Times and dates of records: always with zone, never guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from ..records import as_json

__all__ = ["Day", "Time", "day_bounds", "parse_day", "parse_time"]

_ZONE = re.compile(r"(?:[zZ]|[+-]\d{2}:?\d{2})$")
_DATE = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")
#: The first submarine cable was laid in 1850; arithmetic with times fails near years 1 and 9999.
_FIRST_YEAR, _LAST_YEAR = 1850, 2200
#: What of that a pattern can say, for the JSON Schema too.
_YEAR = r"(18[5-9][0-9]|19[0-9]{2}|2[01][0-9]{2}|2200)"
_MONTH, _MONTHDAY = r"(0[1-9]|1[0-2])", r"(0[1-9]|[12][0-9]|3[01])"
_HOUR, _SIXTIETH = r"([01][0-9]|2[0-3])", r"[0-5][0-9]"
_MOMENT = (
    rf"\s*{_YEAR}-{_MONTH}-{_MONTHDAY}[Tt ]{_HOUR}(:{_SIXTIETH}(:{_SIXTIETH}([.,][0-9]+)?)?)?"
    rf"([zZ]|[+-]{_HOUR}:?{_SIXTIETH})\s*"
)


def parse_time(value: object) -> datetime | None:
    """Return a time as aware UTC.

    Raises
    ------
    ValueError
        No text, no ISO 8601 time, or no zone.

    Examples
    --------
    >>> parse_time("2024-12-25T12:26:00+02:00").isoformat()
    '2024-12-25T10:26:00+00:00'
    """
    if value is None or isinstance(value, datetime):
        if value is not None and value.tzinfo is None:
            raise ValueError("has no time zone; end it with Z for UTC")
        return None if value is None else _in_utc(value)
    if not isinstance(value, str):
        raise ValueError("must be a time such as 2024-12-25T10:26:00Z")
    text = value.strip().upper()
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("is no time such as 2024-12-25T10:26:00Z") from None
    if _DATE.match(text) or "T" not in text.upper().replace(" ", "T"):
        raise ValueError("is a date without a time; write 2024-12-25T10:26:00Z")
    if time.tzinfo is None or not _ZONE.search(text):
        raise ValueError("has no time zone; end it with Z for UTC")
    _check_year(time.year)
    if not re.fullmatch(_MOMENT, value, re.ASCII):
        raise ValueError("is no time such as 2024-12-25T10:26:00Z")
    return _in_utc(time)


def _in_utc(time: datetime) -> datetime:
    _check_year(time.year)
    return time.astimezone(UTC)


def _check_year(year: int) -> None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"lies outside of the years {_FIRST_YEAR} to {_LAST_YEAR}")


def parse_day(value: object) -> str | None:
    """Return a date (year, month, day) or a time, as text; a time is told in UTC.

    Raises
    ------
    ValueError
        Neither of them, a day that no calendar has, or a time without zone.

    Examples
    --------
    >>> parse_day("2025-01-01T00:30:00+02:00"), parse_day("2025-01")
    ('2024-12-31T22:30:00Z', '2025-01')
    """
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise ValueError("must be a date such as 2024-12-25 or a time with zone")
    if _DATE.match(value):
        try:
            date.fromisoformat((value + "-01-01")[:10] if len(value) < 10 else value)
        except ValueError:
            raise ValueError("is no day of the calendar") from None
        _check_year(int(value[:4]))
        return value
    return str(as_json(parse_time(value)))


def day_bounds(value: str | None) -> tuple[date, date] | None:
    """Return the first and the last day that a date of a record can mean.

    Examples
    --------
    >>> day_bounds("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    if value is None:
        return None
    if len(value) >= 10:
        day = date.fromisoformat(value[:10])
        return day, day
    first = date.fromisoformat((value + "-01-01")[:10])
    if len(value) == 4:
        return first, first.replace(month=12, day=31)
    last = 31
    while True:
        try:
            return first, first.replace(day=last)
        except ValueError:
            last -= 1


_TIME_SCHEMA = {
    "anyOf": [
        {"type": "string", "format": "date-time", "pattern": f"^{_MOMENT}$"},
        {"type": "null"},
    ],
    "description": "ISO 8601 with zone",
}
_DAY_SCHEMA = {
    "anyOf": [
        {"type": "string", "pattern": f"^{_YEAR}(-{_MONTH}(-{_MONTHDAY})?)?$"},
        {"type": "string", "pattern": f"^{_MOMENT}$"},
        {"type": "integer", "minimum": _FIRST_YEAR, "maximum": _LAST_YEAR},
        {"type": "null"},
    ],
    "description": "year, month, day, or a time with zone",
}

Time = Annotated[datetime | None, BeforeValidator(parse_time), WithJsonSchema(_TIME_SCHEMA)]
Day = Annotated[str | None, BeforeValidator(parse_day), WithJsonSchema(_DAY_SCHEMA)]
