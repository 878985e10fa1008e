"""Stretches in which a ship goes slower than it should.

A leg comes cut into pieces of one speed each (``starts``: the first bin of each; ``levels``: the
mean of ln speed over it, the lane's effect taken out).
"""

from __future__ import annotations

import numpy as np

from ..settings import Settings
from .episodes import (
    Episode,
    Ints,
    bins_after,
    cruise_before,
    held_against_after,
    is_long_enough,
)
from .legs import Floats, Leg
from .medians import median

__all__ = ["below_norm", "falls", "slow_beginnings"]

#: How long a ship has to be fast after a slow beginning for it to have been slow.
_BACK_S = 3000.0
#: From so many steps of a departure that comes in steps a slow stretch may begin.
_STEPS = 3
#: Bins this far apart have a stop between them.
_REST_S = 1800.0


def falls(leg: Leg, starts: Ints, levels: Floats, settings: Settings) -> list[Episode]:
    """Return stretches from each fall below what the ship did until its return.

    A stretch that is slowest at first may be an engine repaired in part, or gear that pulls
    less later on: it is weighed both until much of the loss is made good and to its end.
    """
    rules = settings.episodes
    out = []
    for k in range(1, len(starts)):
        if levels[k] >= levels[k - 1] - rules.enter_drop:
            continue
        recent = cruise_before(leg, int(starts[k]), settings)
        before = _under_way(leg, starts, levels, k, recent, settings)
        if len(before) < settings.baseline.min_history_bins:
            out += _soon_after_departure(leg, starts, levels, k, settings)
            before = recent
        if len(before) < settings.baseline.min_history_bins:
            continue
        ref = median(leg.r[before])
        ends = _ends_of(leg, starts, levels, k, ref, settings)
        found = [_fall(leg, starts, k, *end, before, ref, settings) for end in ends]
        sure = [e for e in found if e is not None]
        out += sure if before is recent else [e for e in sure if _confirmed(e, settings)]
    return out


def _confirmed(episode: Episode, settings: Settings) -> bool:
    """Return whether a cruise that was seen for less than the usual hours is one.

    The ship returns to it, or falls so far below that less of it would do as well.
    """
    return episode.closed or episode.drop >= settings.episodes.short_cruise_drop


def _under_way(
    leg: Leg, starts: Ints, levels: Floats, first: int, before: Ints, settings: Settings
) -> Ints:
    """Return the bins of cruise without those of a departure, in which it was slower.

    Fairways and pilots keep a ship slow that has left its port; what it does there is not its
    cruise, which a fall soon after would be held against.
    """
    usual = levels[first - 1] - settings.episodes.enter_drop
    same = first - 1
    while same > 0 and levels[same - 1] >= usual:
        same -= 1
    begin = int(starts[same])
    slow = before[before < begin]
    if not len(slow) or (levels[:same][starts[1 : same + 1] > slow[0]] >= usual).any():
        return before
    at_rest = slow[0] == 0 or (np.diff(leg.t[slow[0] - 1 : begin + 1]) > _REST_S).any()
    return np.arange(begin, int(starts[first])) if at_rest else before


def _soon_after_departure(
    leg: Leg, starts: Ints, levels: Floats, first: int, settings: Settings
) -> list[Episode]:
    """Return a fall before much was seen of the cruise, held against what follows its return."""
    ref = float(levels[first - 1])
    stop, closed = _ends_of(leg, starts, levels, first, ref, settings)[-1]
    if not closed or stop == first:
        return []
    begin, last = int(starts[first]), int(starts[stop]) - 1
    after = bins_after(leg, last, settings)
    if not len(after) or leg.t[after[-1]] - leg.t[after[0]] < _BACK_S:
        return []
    return held_against_after(leg, begin, last, after, settings)


def _ends_of(
    leg: Leg, starts: Ints, levels: Floats, first: int, ref: float, settings: Settings
) -> list[tuple[int, bool]]:
    """Return the pieces before which a fall may be over, and whether it is: else the leg ends."""
    rules = settings.episodes
    ends = np.r_[starts[1:], len(leg.t)]
    found: list[tuple[int, bool]] = []
    for stop in range(first, len(starts)):
        # The depth so far is the median one: a stop inside must not make half speed look like
        # a return.
        so_far = leg.r[int(starts[first]) : int(ends[stop])]
        depth = max(0.0, ref - median(so_far))
        if levels[stop] >= ref - max(rules.leave_drop, rules.leave_share * depth):
            return [*found, (stop, True)]
        if found or stop == first:
            continue
        if _back_in_part(leg, starts, levels, first, stop, ref, settings):
            found.append((stop, True))
    return [*found, (len(starts), False)]


def _fall(
    leg: Leg,
    starts: Ints,
    first_piece: int,
    stop: int,
    closed: bool,
    before: Ints,
    ref: float,
    settings: Settings,
) -> Episode | None:
    """Return the stretch from one piece to before another; None if too shallow or short."""
    rules = settings.episodes
    if stop == first_piece:
        return None
    ends = np.r_[starts[1:], len(leg.t)]
    first, last = int(starts[first_piece]), int(ends[stop - 1]) - 1
    drop = ref - median(leg.r[first : last + 1])
    if drop < rules.least_drop or not is_long_enough(leg, first, last, settings):
        return None
    after = bins_after(leg, last, settings) if closed else np.zeros(0, dtype=np.int64)
    piece = int(ends[first_piece]) - 1
    settled = piece if leg.t[piece] - leg.t[first] >= rules.settled_min * 60.0 else None
    return Episode(leg, first, last, before, after, "before", "speed", ref, closed, settled)


def _back_in_part(
    leg: Leg, starts: Ints, levels: Floats, first: int, at: int, ref: float, settings: Settings
) -> bool:
    """Return whether a slow stretch ends at a piece that makes good much of the loss.

    An engine repaired in part leaves a ship somewhat slow for the rest of its voyage: that is
    not the stretch that was noticed, which has to have settled, and stays over.
    """
    rules, base = settings.episodes, settings.baseline
    begin, end = float(leg.t[int(starts[first])]), float(leg.t[int(starts[at])])
    if end - begin < rules.settled_min * 60.0:
        return False
    low = median(leg.r[int(starts[first]) : int(starts[at])])
    enough = low + rules.back_share * (ref - low)
    until = end + base.ref_window_h * 3600.0
    pieces = np.flatnonzero((np.arange(len(starts)) >= at) & (leg.t[starts] < until))
    return bool((levels[pieces] >= enough).all())


def slow_beginnings(leg: Leg, starts: Ints, levels: Floats, settings: Settings) -> list[Episode]:
    """Return slow stretches in the middle of which a record begins, held against what follows.

    A departure may come before it, slower still: so from the beginning of the record and,
    if it lasts longer than a fairway, from the last times before at which the ship sped up
    for good.
    """
    ends = np.r_[starts[1:], len(leg.t)]
    ever = np.maximum.accumulate(levels)[:-1] + settings.episodes.least_drop
    steps: list[int] = []
    found: list[Episode] = []
    for k in (1 + np.flatnonzero(levels[1:] > ever)).tolist():
        if not _stays_fast(leg, starts, levels, k, float(ever[k - 1])):
            continue
        last = int(ends[k - 1]) - 1
        after = bins_after(leg, last, settings)
        least = float(leg.t[last]) - 3600.0 * settings.episodes.fairway_h
        for begin in (0, *(step for step in steps[-_STEPS:] if leg.t[step] <= least)):
            found += held_against_after(leg, begin, last, after, settings)
        steps.append(int(starts[k]))
    return found


def _stays_fast(leg: Leg, starts: Ints, levels: Floats, k: int, least: float) -> bool:
    """Return whether a ship keeps above a level for good from a piece on."""
    # Speed comes back in steps, each of which may be short.
    pieces = int(np.argmin(np.r_[levels[k:] > least, False]))
    ends = np.r_[starts[1:], len(leg.t)]
    return bool(leg.t[int(ends[k + pieces - 1]) - 1] - leg.t[int(starts[k])] >= _BACK_S)


def below_norm(leg: Leg, norm_kn: float, settings: Settings) -> list[Episode]:
    """Return the whole leg of a ship never seen at a cruise that its kind would have."""
    rules = settings.episodes
    none = np.zeros(0, dtype=np.int64)
    last = len(leg.t) - 1
    hours = (leg.t[last] - leg.t[0]) / 3600.0
    # Its best hour: one sail at cruise is enough to have another reference.
    hourly = np.lib.stride_tricks.sliding_window_view(leg.r, min(6, len(leg.r)))
    fastest = float(np.median(hourly, axis=1).max())
    ref = float(np.log(norm_kn))
    if hours < rules.norm_hours or ref - fastest < rules.norm_drop:
        return []
    return [Episode(leg, 0, last, none, none, "norm", "speed", ref, False)]
