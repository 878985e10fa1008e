"""One JSON value, read from text as programs write it, and written as text again."""

from __future__ import annotations

import json
from typing import Any

import orjson

__all__ = ["parse", "parse_strictly", "same_text"]


def parse(text: str | bytes) -> Any:
    """Return a JSON value, or None when it cannot be read.

    NaN and infinite numbers, which JSON has not but programs write, become null; the mark
    before each object of a text sequence (RFC 7464) is passed over.

    Examples
    --------
    >>> parse('{"sog": NaN, "name": "EAGLE S"}'), parse('{"sog":')
    ({'sog': None, 'name': 'EAGLE S'}, None)
    """
    try:
        return parse_strictly(text.lstrip("\x1e") if isinstance(text, str) else text)
    except (ValueError, RecursionError):
        return None


def parse_strictly(text: str | bytes) -> Any:
    """Return a JSON value as :func:`parse` does; ValueError where it cannot be read."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        first = error
    try:
        loose = json.loads(text, parse_constant=lambda _: None)
        # A second round rids it of half characters and of numbers too large to hold.
        tidy = json.dumps(loose, ensure_ascii=False).encode("utf-8", "replace")
        return json.loads(tidy, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        raise first from None


def same_text(value: Any) -> str:
    """Return a value as text that is the same for any order of its names."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError:  # nested deeper than orjson writes, or a number beyond 64 bits
        pass
    try:
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    except RecursionError:
        return "nested too deeply"
