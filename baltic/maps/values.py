"""Turns table cells and foreign text into plain JSON values of bounded length."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from ..escape import printable
from ..records import iso

__all__ = ["SHIP_TYPES", "clean", "mmsi_words", "percent", "seconds", "ship_type_words"]

#: Longest foreign text kept; AIS names have 20 characters, incident prose a few hundred.
_TEXT_CHARS = 1200

#: AIS ship type codes in words (ITU-R M.1371, first digit, then special codes).
SHIP_TYPES = {
    2: "wing-in-ground craft",
    3: "vessel",
    4: "high-speed craft",
    5: "special craft",
    6: "passenger ship",
    7: "cargo ship",
    8: "tanker",
    9: "other ship",
}
_SPECIAL_TYPES = {
    30: "fishing vessel",
    31: "tug towing",
    32: "tug towing (long tow)",
    33: "dredger or underwater work",
    34: "diving vessel",
    35: "military vessel",
    36: "sailing vessel",
    37: "pleasure craft",
    50: "pilot vessel",
    51: "search and rescue vessel",
    52: "tug",
    53: "port tender",
    54: "anti-pollution vessel",
    55: "law enforcement vessel",
}


def ship_type_words(code: Any) -> str | None:
    """Return an AIS ship type in words, or None when not sent.

    Examples
    --------
    >>> ship_type_words(80), ship_type_words(52), ship_type_words(None)
    ('tanker', 'tug', None)
    """
    try:
        number = int(code)
    except (TypeError, ValueError):
        return None
    return _SPECIAL_TYPES.get(number) or SHIP_TYPES.get(number // 10)


def percent(share: float) -> str:
    """Return a probability in words, never rounded to certainty or to nothing.

    Examples
    --------
    >>> percent(0.99999), percent(0.0), percent(0.42)
    ('> 99.9 %', '< 0.1 %', '42.0 %')
    """
    if share < 0.001:
        return "< 0.1 %"
    return "> 99.9 %" if share > 0.999 else f"{share:.1%}".replace("%", " %")


def mmsi_words(mmsi: Any) -> str:
    """Return an MMSI; of the block that belongs to no country it says so.

    Examples
    --------
    >>> mmsi_words(200_100_023), mmsi_words(518_998_865), mmsi_words(None)
    ('200100023 (placeholder)', '518998865', '')
    """
    if not mmsi:
        return ""
    return f"{mmsi} (placeholder)" if 200_000_000 < int(mmsi) < 201_000_000 else str(mmsi)


def clean(value: Any, chars: int = _TEXT_CHARS) -> Any:
    """Return `value` as plain JSON: no NaN, no control or direction characters, no endless text.

    Examples
    --------
    >>> clean({"name": "A" * 5, "x": float("nan")}, chars=3)
    {'name': 'AA…', 'x': None}
    """
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        text = printable(value)
        return text if len(text) <= chars else text[: chars - 1] + "…"
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    if isinstance(value, datetime):
        return None if pd.isna(value) else iso(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {printable(k): clean(v, chars) for k, v in value.items()}
    if hasattr(value, "tolist"):
        return clean(value.tolist(), chars)
    if isinstance(value, (Sequence, set, frozenset)):
        return [clean(v, chars) for v in value]
    return None if pd.isna(value) else clean(str(value), chars)


def seconds(value: Any) -> float | None:
    """Return a time (datetime or ISO text) as Unix seconds; None when absent or unreadable.

    Examples
    --------
    >>> seconds("1970-01-01T00:01:00Z"), seconds(None)
    (60.0, None)
    """
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime) or pd.isna(value):
        return None
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    return float(value.timestamp())
