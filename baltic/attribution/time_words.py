"""Times, durations and how both stand to the window of an outage, in words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .windows import Outage

__all__ = [
    "clock",
    "duration",
    "is_one_time",
    "relation",
    "relation_of_span",
    "window_words",
]


def clock(s: float) -> str:
    """Return Unix seconds as a UTC time to the second.

    Examples
    --------
    >>> clock(1735122360.0)
    '2024-12-25 10:26:00Z'
    """
    return f"{datetime.fromtimestamp(round(float(s)), UTC):%Y-%m-%d %H:%M:%SZ}"


def duration(s: float) -> str:
    """Return a length of time, its sign left out, in the unit that a reader would take.

    Examples
    --------
    >>> duration(-42.0), duration(600.0), duration(7200.0)
    ('42 s', '10 min', '2.0 h')
    """
    s = abs(s)
    if s < 90:
        return f"{s:.0f} s"
    return f"{s / 60:.0f} min" if s < 5400 else f"{s / 3600:.1f} h"


def window_words(outage: Outage) -> str:
    """Return the window of an outage, from when to when, or the one time at which it failed."""
    a, b = clock(outage.earliest_s), clock(outage.latest_s)
    if a == b:
        return f"the failure at {a}"
    if a[:10] == b[:10]:
        b = b[11:]
    return f"the window {a} to {b}"


def relation(t_s: float, outage: Outage, *, is_named: bool = True) -> str:
    """Return how a time stands to a window: before, inside or after it, and by how much.

    Parameters
    ----------
    t_s
        Unix seconds.
    outage
        Whose window it is.
    is_named
        Whether to tell the window; else it is "it", told of before.
    """
    one_time = is_one_time(outage)
    window = window_words(outage) if is_named else "it"
    if t_s < outage.earliest_s:
        return f"{duration(outage.earliest_s - t_s)} before {window}{'' if one_time else ' begins'}"
    if t_s > outage.latest_s:
        return f"{duration(t_s - outage.latest_s)} after {window}{'' if one_time else ' ends'}"
    if not one_time:
        return f"inside {window}"
    return f"at the time of {window}" if is_named else "at its time"


def relation_of_span(a_s: float, b_s: float, outage: Outage) -> str:
    """Return how a span stands to a window, by its nearer end where they do not meet."""
    if a_s <= outage.latest_s and b_s >= outage.earliest_s:
        return f"also {'at the time of' if is_one_time(outage) else 'in'} {window_words(outage)}"
    return relation(b_s if b_s < outage.earliest_s else a_s, outage)


def is_one_time(outage: Outage) -> bool:
    """Return whether a window is told as one time: to the second it begins when it ends."""
    return clock(outage.earliest_s) == clock(outage.latest_s)
