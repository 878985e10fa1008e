"""Stretches in which a ship steers rougher than it did, with or without a loss of speed."""

from __future__ import annotations

import numpy as np

from ..settings import Settings
from .episodes import Episode, Ints, bins_after, cruise_before, is_long_enough
from .legs import Floats, Leg
from .medians import median

__all__ = ["rough_steering", "unrest"]


def unrest(leg: Leg, settings: Settings) -> tuple[Ints, Floats] | None:
    """Return the bins of known yaw and their ln yaw, of ships that ever steer rougher."""
    known = np.flatnonzero(np.isfinite(leg.ly))
    if len(known) < 12:
        return None
    yaw = leg.ly[known] - leg.e_yaw[known]
    hours = np.lib.stride_tricks.sliding_window_view(yaw, 6)
    # Exact search is the costly part: skip ships that never steer rougher for an hour.
    middle = np.sort(hours, axis=1)[:, 2:4].mean(axis=1)
    rise = float(middle.max() - median(yaw))
    return None if rise < 0.7 * settings.episodes.steer_rise else (known, yaw)


def rough_steering(
    leg: Leg, known: Ints, yaw: Floats, starts: Ints, settings: Settings
) -> list[Episode]:
    """Return stretches of rough steering, with or without a loss of speed.

    Parameters
    ----------
    leg
        Its moving bins.
    known, yaw
        From :func:`unrest`.
    starts
        First of each piece of steering of one kind, in ``yaw``.
    """
    rules = settings.episodes
    ends = np.r_[starts[1:], len(yaw)]
    levels = np.array([median(p) for p in np.split(yaw, starts[1:])])
    out = []
    for a, b in _rough_runs(levels, ends - starts, rules.steer_rise):
        if ends[b] - starts[a] < rules.steer_hours * 60.0 / settings.baseline.bin_min:
            continue
        first, last = int(known[starts[a]]), int(known[ends[b] - 1])
        before = cruise_before(leg, first, settings) if a else np.zeros(0, dtype=np.int64)
        after = bins_after(leg, last, settings)
        cruise = before if len(before) >= settings.baseline.min_history_bins else after
        if len(cruise) < settings.baseline.min_history_bins:
            continue
        word = "before" if cruise is before else "after"
        ref = median(leg.r[cruise])
        if is_long_enough(leg, first, last, settings):
            closed = len(after) > 0
            out.append(Episode(leg, first, last, before, after, word, "steering", ref, closed))
    return out


def _rough_runs(levels: Floats, sizes: Ints, rise: float) -> list[tuple[int, int]]:
    """Return pieces, and runs of pieces, that lie above both what precedes and what follows.

    A drag seldom steers alike all along, and the stop at its end is rougher still: pieces
    above the ship's quiet level are taken together as well as one by one.
    """
    quiet = float(np.quantile(np.repeat(levels, sizes), 0.25))
    rough = levels >= quiet + rise
    edges = np.flatnonzero(np.diff(np.r_[0, rough.astype(np.int8), 0]))
    runs = [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    alone = (
        {
            (k, k)
            for a, b in runs
            for k in range(a, b + 1)
            if levels[k] >= max(levels[j] for j in (k - 1, k + 1) if 0 <= j < len(levels)) + rise
        }
        if len(levels) > 1
        else set()
    )
    whole = {(a, b) for a, b in runs if (a, b) != (0, len(levels) - 1)}
    # Without the last piece as well: a stop to look at the anchor ends many drags.
    shorter = {(a, b - 1) for a, b in whole if b > a}
    return sorted(whole | shorter | alone)
