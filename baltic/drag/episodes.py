"""An episode: a stretch of one leg, and the ordinary cruise that it is held against."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..settings import Settings
from .legs import Leg
from .medians import median

__all__ = ["Episode", "bins_after", "cruise_before", "held_against_after", "is_long_enough"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Episode:
    """A stretch of one leg.

    Attributes
    ----------
    first, last
        First and last moving bin, both inside.
    before, after
        Bins of ordinary cruise that it is compared with.
    reference
        ``before``, ``after``, or ``norm`` (the ship was never seen at cruise).
    seed
        ``speed`` or ``steering``.
    ref
        ln speed expected, less the lane's effect.
    closed
        Whether the ship returned to it.
    settled
        Last bin of the first steady piece, when it is long enough to have settled: a drag may
        slow down in several steps, and the ramp is that of the first.
    """

    leg: Leg = field(repr=False)
    first: int
    last: int
    before: Ints = field(repr=False)
    after: Ints = field(repr=False)
    reference: str
    seed: str
    ref: float
    closed: bool
    settled: int | None = None

    @property
    def inside(self) -> slice:
        """The bins of the stretch."""
        return slice(self.first, self.last + 1)

    @property
    def drop(self) -> float:
        """ln(expected speed / median speed inside), the lane's effect taken out."""
        return self.ref - median(self.leg.r[self.inside])


def cruise_before(leg: Leg, upto: int, settings: Settings) -> Ints:
    """Return the bins of the last hours before one bin."""
    base = settings.baseline
    index: Ints = np.arange(upto)
    recent: Ints = index[leg.t[:upto] > leg.t[upto] - base.ref_window_h * 3600.0]
    if len(recent) < base.min_history_bins:
        near = leg.t[:upto] > leg.t[upto] - base.history_h * 3600.0
        recent = index[near][-base.min_history_bins :]
    return recent


def is_long_enough(leg: Leg, first: int, last: int, settings: Settings) -> bool:
    """Return whether a stretch has the bins and the minutes that an episode needs."""
    rules = settings.episodes
    minutes = (leg.t[last] - leg.t[first]) / 60.0 + settings.baseline.bin_min
    return last - first + 1 >= rules.min_bins and minutes >= rules.min_min


def bins_after(leg: Leg, last: int, settings: Settings) -> Ints:
    """Return the bins of the first hours after one bin."""
    index: Ints = np.arange(last + 1, len(leg.t))
    hours = settings.baseline.ref_window_h
    soon: Ints = index[leg.t[index] <= leg.t[last] + hours * 3600.0 + 600.0]
    return soon


def held_against_after(
    leg: Leg, first: int, last: int, after: Ints, settings: Settings
) -> list[Episode]:
    """Return a stretch held against what follows, if it is deep and long enough."""
    if not len(after):
        return []
    ref = median(leg.r[after])
    drop = ref - median(leg.r[first : last + 1])
    if drop < settings.episodes.least_drop or not is_long_enough(leg, first, last, settings):
        return []
    none = np.zeros(0, dtype=np.int64)
    return [Episode(leg, first, last, none, after, "after", "speed", ref, True)]
