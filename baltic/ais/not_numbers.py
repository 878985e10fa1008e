"""Cells of a column of numbers that hold something else: ``8.5 kn``, ``8,5``.

A word or a dash stands for "not known".  What has digits was a number, and is lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import polars as pl

from ..errors import InputError
from .columns import Plan, map_words
from .rows import lost_numbers

__all__ = ["NotNumbers"]

_COMMA = r"^\s*[+-]?\d+,\d+\s*$"
#: Without these a ship's motion is not known; sizes are only missed.
_MOTION = ("sog", "cog", "heading", "rot", "cog_sin", "cog_cos")


@dataclass
class _Column:
    """What was seen of one column."""

    filled: int = 0
    lost: int = 0
    commas: int = 0
    example: str = ""


@dataclass
class NotNumbers:
    """Counts the cells of one table that should be numbers and are none.

    Parameters
    ----------
    plan
        Which column gives which field.
    """

    plan: Plan
    file: str
    seen: dict[str, _Column] = field(default_factory=dict)
    _lock: Any = field(default_factory=Lock, repr=False)

    def add(self, raw: pl.DataFrame, values: pl.DataFrame) -> None:
        """Count a block: the cells, and the numbers that were made of them."""
        for name in values.columns:
            if name not in ("mmsi", "lon", "lat", "imo") and name in self.plan:
                self._add(name, raw[name], values[name])

    def _add(self, name: str, cells: pl.Series, values: pl.Series) -> None:
        lost = cells.filter(lost_numbers(cells, values))
        lost = lost.filter(lost.cast(pl.String).str.contains("[0-9]"))
        with self._lock:
            column = self.seen.setdefault(name, _Column())
            column.filled += len(values) - values.null_count() + len(lost)
            if not len(lost):
                return
            first = str(lost.min())
            column.example = min(first, column.example) if column.lost else first
            column.lost += len(lost)
            column.commas += int(lost.str.contains(_COMMA).sum())

    def check(self) -> None:
        """Raise InputError when most values of a column of motion are no numbers."""
        for name, column in self.seen.items():
            if name in _MOTION and column.lost > column.filled / 2:
                raise InputError(
                    f"{column.lost} of {column.filled} values are no plain numbers",
                    file=self.file,
                    column=self.plan[name].name,
                    example=column.example,
                    hint=_hint(column),
                )

    def notes(self) -> list[str]:
        """Return what was left out, in words."""
        return [
            f"{self.file}: {column.lost} of {column.filled} values of column "
            f"{self.plan[name].name} are no plain numbers and were left out "
            f"(for example {column.example!r})"
            for name, column in self.seen.items()
            if column.lost
        ]


def _hint(column: _Column) -> str:
    if column.commas == column.lost:
        return f"if they have decimal commas say {map_words(('decimal', 'comma'))}"
    return "write plain numbers (8.5), or rename the column to read the file without it"
