"""How a run tells what it does."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Progress", "silent"]

#: Called with a short sentence at the beginning of each step.
Progress = Callable[[str], None]


def silent(_: str) -> None:
    """Say nothing."""
