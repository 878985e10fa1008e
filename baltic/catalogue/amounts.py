"""Numbers of records that carry their unit in their name: checked, kept as they are written."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

__all__ = ["Amount", "Course", "Latitude", "Longitude", "Year", "unquoted"]


def unquoted(value: object) -> object:
    """Return a number as it is: neither its digits as text, nor true and false, are one.

    Raises
    ------
    ValueError
        Text, or true or false.

    Examples
    --------
    >>> unquoted(24.5)
    24.5
    """
    if isinstance(value, (str, bool)):
        raise ValueError("must be a number without quotes, or null")
    return value


def _between(least: float, most: float, words: str) -> Callable[[object], object]:
    """Return a check that lets numbers of a range through, and null."""

    def check(value: object) -> object:
        if value is None:
            return None
        good = isinstance(value, (int, float)) and not isinstance(value, bool)
        # A whole number too long for a float is out of any range.
        if not good or not least <= value <= most:  # type: ignore[operator]
            raise ValueError(f"must be {words}, or null")
        return value

    return check


def _schema(least: float, most: float | None = None) -> WithJsonSchema:
    number: dict[str, object] = {"type": "number", "minimum": least}
    if most is not None:
        number["maximum"] = most
    return WithJsonSchema({"anyOf": [number, {"type": "null"}]})


_Number = float | int | None
#: A length, duration, speed or weight.
Amount = Annotated[
    _Number, BeforeValidator(_between(0, math.nextafter(math.inf, 0), "a number, 0 or more")),
    _schema(0),
]  # fmt: skip
Longitude = Annotated[
    _Number, BeforeValidator(_between(-180, 180, "degrees from -180 to 180")), _schema(-180, 180)
]
Latitude = Annotated[
    _Number, BeforeValidator(_between(-90, 90, "degrees from -90 to 90")), _schema(-90, 90)
]
Course = Annotated[
    _Number, BeforeValidator(_between(0, 360, "degrees from 0 to 360")), _schema(0, 360)
]
Year = Annotated[
    _Number, BeforeValidator(_between(1700, 2200, "a year from 1700 to 2200")), _schema(1700, 2200)
]
