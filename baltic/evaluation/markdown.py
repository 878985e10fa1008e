"""Pieces of Markdown that every report of a back-test is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

__all__ = ["interval_words", "number", "table"]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table.

    Parameters
    ----------
    head
        Words above the columns.
    rows
        As many cells each.

    Examples
    --------
    >>> print(table(["level", "found"], [["watch", "0.6"]]))
    | level | found |
    |---|---|
    | watch | 0.6 |
    """
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def number(value: float | None, form: str = ".2f") -> str:
    """Return a number in a given form; one that is not known says so."""
    return "unknown" if value is None else format(value, form)


def interval_words(row: dict[str, Any], name: str, form: str = ".2f") -> str:
    """Return the interval of a named number of a row in brackets; empty where it has none.

    Examples
    --------
    >>> interval_words({"found_low": 0.2, "found_high": 0.8}, "found")
    ' [0.20, 0.80]'
    """
    low, high = row.get(f"{name}_low"), row.get(f"{name}_high")
    return "" if low is None or high is None else f" [{low:{form}}, {high:{form}}]"
