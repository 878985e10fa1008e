"""How a setting is declared: its value with unit, reason and source."""

from __future__ import annotations

from dataclasses import field
from typing import TypeVar

__all__ = ["Steps", "setting"]

_T = TypeVar("_T")

#: Knots (value, nats) of a table, linear between them.
Steps = tuple[tuple[float, float], ...]


def setting(value: _T, unit: str, why: str, source: str) -> _T:
    """Declare one setting."""
    return field(default=value, metadata={"unit": unit, "why": why, "source": source})
