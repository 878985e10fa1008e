"""How a run tells what it does, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

__all__ = [
    "Gauge",
    "Progress",
    "counted",
    "gauge_of",
    "note_of",
    "row_gauge",
    "ship_gauge",
    "silent",
]

#: Called with a short sentence at the beginning of each step.
Progress = Callable[[str], None]

#: Called with what is done, what there is to do (None: unknown) and the unit of both.
Gauge = Callable[[float, float | None, str], None]

_Item = TypeVar("_Item")


def silent(_: str) -> None:
    """Say nothing."""


def _still(_done: float, _total: float | None, _unit: str) -> None:
    """Show nothing."""


def gauge_of(progress: Progress) -> Gauge:
    """Return the gauge of a progress: its attribute ``gauge``, or one that shows nothing.

    Whoever passes a plain function hears the sentences only.

    Examples
    --------
    >>> gauge_of(print)(1, 2, "parts")
    """
    gauge: Gauge = getattr(progress, "gauge", _still)
    return gauge


def note_of(progress: Progress) -> Progress:
    """Return what takes a sentence within a step: the attribute ``note``, or the progress."""
    note: Progress = getattr(progress, "note", progress)
    return note


def counted(
    items: Iterable[_Item], total: int, progress: Progress, unit: str = "parts"
) -> Iterator[_Item]:
    """Yield items and tell after each how many of how many are done.

    Examples
    --------
    >>> list(counted("ab", 2, silent))
    ['a', 'b']
    """
    gauge = gauge_of(progress)
    gauge(0, total, unit)
    for number, item in enumerate(items, start=1):
        gauge(number, total, unit)
        yield item


def row_gauge(progress: Progress) -> Callable[[int, float], None]:
    """Return what a reader calls with the rows so far and the share of the bytes (0 to 1).

    How many rows there are is known only at the end, so their number is worked out from the
    share: rate and time left are those of rows.
    """
    gauge = gauge_of(progress)

    def told(rows: int, share: float) -> None:
        gauge(rows, rows / share if rows and share > 0 else None, "rows")

    return told


def ship_gauge(progress: Progress) -> Callable[[int, int], None]:
    """Return what a step calls with how many ships are done, and of how many.

    Examples
    --------
    >>> def loud(_): pass
    >>> loud.gauge = print
    >>> ship_gauge(loud)(3, 8)
    3 8 ships
    """
    gauge = gauge_of(progress)
    return lambda done, total: gauge(done, total, "ships")
