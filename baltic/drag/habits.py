"""Signs of work rather than of trouble: the same slow-down again and again, turning about."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from .case import Case
from .evidence import Measure

__all__ = ["TURNS_ABOUT_DEG", "course_spread_deg", "habit_measures"]

#: Courses that spread by more belong to no passage.
TURNS_ABOUT_DEG = 45.0

#: Slow-downs to speeds this near (ln), of at least this depth (ln), are the same habit.
_SAME_SPEED = 0.3
_LEAST_DROP = 0.12
_MOST = 8


def habit_measures(case: Case, own: Sequence[Case]) -> list[Measure]:
    """Return how often the ship slows like this, and how it turns about meanwhile.

    Trawlers, patrol boats and ferries slow down several times a day; a ship that drags an
    anchor does so once.  That tells them apart where no type was sent.

    Parameters
    ----------
    own
        All cases of this ship.
    """
    found = [_repeats(case, own), _wander(case)]
    return [m for m in found if m is not None]


def _repeats(case: Case, own: Sequence[Case]) -> Measure | None:
    if case.drop < _LEAST_DROP:
        return None
    alike = sorted(
        (c.t_start_s, c.t_end_s)
        for c in own
        if c.drop >= _LEAST_DROP
        and abs(math.log(max(c.v_drag_kn, 0.1) / max(case.v_drag_kn, 0.1))) < _SAME_SPEED
        and (c.t_end_s <= case.t_start_s or c.t_start_s >= case.t_end_s)
    )
    # Alternatives of one slow-down overlap: count those that begin after the last one ended.
    count, until = 0, -math.inf
    for start, end in alike:
        if start >= until:
            count, until = count + 1, end
    count = min(count, _MOST)
    text = (
        f"slowed to about this speed {count} more time{'s' if count != 1 else ''} in this record"
        if count
        else "slowed like this once in this record"
    )
    return Measure("repeats", "repeats", float(count), float(count), "1", text)


def course_spread_deg(case: Case) -> float:
    """Return the circular s.d. of the courses inside an episode, degrees; 0 if unknown."""
    cog = case.episode.leg.cog[case.episode.inside]
    cog = cog[np.isfinite(cog)]
    if len(cog) < 3:
        return 0.0
    length = min(max(float(np.abs(np.exp(1j * np.radians(cog)).mean())), 1e-6), 1.0)
    return math.degrees(math.sqrt(abs(2.0 * math.log(length))))


def _wander(case: Case) -> Measure:
    spread = course_spread_deg(case)
    text = f"courses over ground spread by {spread:.0f}° (s.d.) meanwhile"
    return Measure("wander", "wander", spread, round(spread, 1), "deg", text)
