"""Stretches in which a ship goes slower, or steers rougher, than it should."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..settings import Settings
from .change_points import change_points_of
from .medians import median

__all__ = ["Episode", "Leg", "find_episodes", "legs_of", "noise_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: How long a ship has to be fast after a slow beginning for it to have been slow.
_BACK_S = 3000.0
#: From so many steps of a departure that comes in steps a slow stretch may begin.
_STEPS = 3
#: Bins this far apart have a stop between them.
_REST_S = 1800.0


@dataclass(frozen=True)
class Leg:
    """The moving bins of one leg as arrays of one length.

    Attributes
    ----------
    t, v, y, r
        Middle of the bin (s), speed (kn), ln speed, and ln speed less the lane's effect.
    ly, e_yaw, drift, e_drift, yaw_level
        ln yaw, its lane effect, drift angle (deg), its lane effect, the lane's ln yaw.
    hulls, n
        Neighbours found, fixes in the bin.
    waves
        ln of the factor of waves on speed by a weather file; NaN = unknown.
    """

    leg: int
    mmsi: int
    t: Floats
    v: Floats
    y: Floats
    r: Floats
    e: Floats
    ly: Floats
    e_yaw: Floats
    drift: Floats
    e_drift: Floats
    yaw_level: Floats
    hulls: Floats
    lon: Floats
    lat: Floats
    cog: Floats
    n: Floats
    large: bool
    yaw_from: str | None
    waves: Floats = field(default_factory=lambda: np.zeros(0), repr=False)


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
        return slice(self.first, self.last + 1)

    @property
    def drop(self) -> float:
        """ln(expected speed / median speed inside), the lane's effect taken out."""
        return self.ref - median(self.leg.r[self.inside])


def legs_of(table: pl.DataFrame) -> list[Leg]:
    """Return one :class:`Leg` a leg of the table of ``add_neighbours``."""
    names = ["v_kn", "y", "e", "ly", "e_yaw", "drift", "e_drift", "yaw_level", "hulls"]
    names += ["t_s", "lon", "lat", "cog", "n", "waves"]
    columns = {c: table[c].cast(pl.Float64).fill_null(np.nan).to_numpy() for c in names}
    number, mmsi, large = (table[c].to_numpy() for c in ("leg", "mmsi", "large"))
    words = table["yaw_from"].to_list()
    starts = np.flatnonzero(np.r_[True, number[1:] != number[:-1]])
    out = []
    for i, j in zip(starts, np.r_[starts[1:], len(number)], strict=True):
        a = {c: columns[c][i:j] for c in names}
        out.append(
            Leg(
                leg=int(number[i]), mmsi=int(mmsi[i]), t=a["t_s"], v=a["v_kn"], y=a["y"],
                r=a["y"] - a["e"], e=a["e"], ly=a["ly"], e_yaw=a["e_yaw"], drift=a["drift"],
                e_drift=a["e_drift"], yaw_level=a["yaw_level"], hulls=a["hulls"], lon=a["lon"],
                lat=a["lat"], cog=a["cog"], n=a["n"], large=bool(large[i]), yaw_from=words[i],
                waves=a["waves"],
            )
        )  # fmt: skip
    return out


def noise_of(y: Floats, floor: float) -> float:
    """Return the noise of a series: ``1.4826 MAD(diff y) / sqrt 2``, at least `floor`."""
    steps = np.diff(y)
    if not len(steps):
        return floor
    mad = median(np.abs(steps - median(steps)))
    return max(1.4826 * mad / math.sqrt(2.0), floor)


def find_episodes(
    legs: Sequence[Leg], settings: Settings, norms_kn: Sequence[float | None]
) -> list[list[Episode]]:
    """Return the episodes of each leg; several may overlap, the best is chosen by evidence.

    Parameters
    ----------
    legs
        Moving bins; the changes of all of them are sought at once.
    norms_kn
        By leg: usual cruise of ships of this kind, when the kind is known to have one.
    """
    rules = settings.episodes
    long = [leg for leg in legs if len(leg.t) >= rules.min_bins]
    noise = [rules.pelt_sigma2 * noise_of(leg.r, rules.sigma_floor) ** 2 for leg in long]
    speeds = change_points_of([leg.r for leg in long], [x + rules.pelt_floor for x in noise])
    rough = [(leg, *rest) for leg in long if (rest := _unrest(leg, settings)) is not None]
    noise = [rules.pelt_sigma2 * noise_of(yaw, 0.1) ** 2 for _, _, yaw in rough]
    turns = change_points_of([yaw for _, _, yaw in rough], noise)
    found: dict[int, list[Episode]] = {id(leg): [] for leg in legs}
    norms = {id(leg): norm for leg, norm in zip(legs, norms_kn, strict=True)}
    for leg, starts in zip(long, speeds, strict=True):
        levels = np.array([p.mean() for p in np.split(leg.r, starts[1:])])
        found[id(leg)] += _falls(leg, starts, levels, settings)
        found[id(leg)] += _head(leg, starts, levels, settings)
        if (norm_kn := norms[id(leg)]) is not None:
            found[id(leg)] += _below_norm(leg, norm_kn, settings)
    for (leg, known, yaw), starts in zip(rough, turns, strict=True):
        found[id(leg)] += _restless(leg, known, yaw, starts, settings)
    return [found[id(leg)][: rules.max_per_ship] for leg in legs]


def _cruise(leg: Leg, upto: int, settings: Settings) -> Ints:
    """Return the bins of the last hours before one bin."""
    base = settings.baseline
    index: Ints = np.arange(upto)
    recent: Ints = index[leg.t[:upto] > leg.t[upto] - base.ref_window_h * 3600.0]
    if len(recent) < base.min_history_bins:
        near = leg.t[:upto] > leg.t[upto] - base.history_h * 3600.0
        recent = index[near][-base.min_history_bins :]
    return recent


def _long_enough(leg: Leg, first: int, last: int, settings: Settings) -> bool:
    rules = settings.episodes
    minutes = (leg.t[last] - leg.t[first]) / 60.0 + settings.baseline.bin_min
    return last - first + 1 >= rules.min_bins and minutes >= rules.min_min


def _falls(leg: Leg, starts: Ints, levels: Floats, settings: Settings) -> list[Episode]:
    """From each fall below what the ship did until its return.

    A stretch that is slowest at first may be an engine repaired in part, or gear that pulls
    less later on: it is weighed both until much of the loss is made good and to its end.
    """
    rules = settings.episodes
    out = []
    for k in range(1, len(starts)):
        if levels[k] >= levels[k - 1] - rules.enter_drop:
            continue
        recent = _cruise(leg, int(starts[k]), settings)
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
    """A fall before much was seen of the cruise: compared with what follows, if it returns."""
    ref = float(levels[first - 1])
    stop, closed = _ends_of(leg, starts, levels, first, ref, settings)[-1]
    if not closed or stop == first:
        return []
    begin, last = int(starts[first]), int(starts[stop]) - 1
    after = _following(leg, last, settings)
    if not len(after) or leg.t[after[-1]] - leg.t[after[0]] < _BACK_S:
        return []
    return _until(leg, begin, last, after, settings)


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
    if drop < rules.least_drop or not _long_enough(leg, first, last, settings):
        return None
    after = _following(leg, last, settings) if closed else np.zeros(0, dtype=np.int64)
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


def _following(leg: Leg, last: int, settings: Settings) -> Ints:
    index: Ints = np.arange(last + 1, len(leg.t))
    hours = settings.baseline.ref_window_h
    soon: Ints = index[leg.t[index] <= leg.t[last] + hours * 3600.0 + 600.0]
    return soon


def _head(leg: Leg, starts: Ints, levels: Floats, settings: Settings) -> list[Episode]:
    """A record that begins in the middle of a slow stretch: compared with what follows.

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
        after = _following(leg, last, settings)
        least = float(leg.t[last]) - 3600.0 * settings.episodes.fairway_h
        for begin in (0, *(step for step in steps[-_STEPS:] if leg.t[step] <= least)):
            found += _until(leg, begin, last, after, settings)
        steps.append(int(starts[k]))
    return found


def _stays_fast(leg: Leg, starts: Ints, levels: Floats, k: int, least: float) -> bool:
    """Return whether a ship keeps above a level for good from a piece on."""
    # Speed comes back in steps, each of which may be short.
    pieces = int(np.argmin(np.r_[levels[k:] > least, False]))
    ends = np.r_[starts[1:], len(leg.t)]
    return bool(leg.t[int(ends[k + pieces - 1]) - 1] - leg.t[int(starts[k])] >= _BACK_S)


def _until(leg: Leg, first: int, last: int, after: Ints, settings: Settings) -> list[Episode]:
    """Return a stretch held against what follows, if it is deep and long enough."""
    if not len(after):
        return []
    ref = median(leg.r[after])
    drop = ref - median(leg.r[first : last + 1])
    if drop < settings.episodes.least_drop or not _long_enough(leg, first, last, settings):
        return []
    none = np.zeros(0, dtype=np.int64)
    return [Episode(leg, first, last, none, after, "after", "speed", ref, True)]


def _below_norm(leg: Leg, norm_kn: float, settings: Settings) -> list[Episode]:
    """A ship never seen at a cruise that its kind would have."""
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


def _unrest(leg: Leg, settings: Settings) -> tuple[Ints, Floats] | None:
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


def _restless(
    leg: Leg, known: Ints, yaw: Floats, starts: Ints, settings: Settings
) -> list[Episode]:
    """Stretches of rough steering, with or without a loss of speed."""
    rules = settings.episodes
    ends = np.r_[starts[1:], len(yaw)]
    levels = np.array([median(p) for p in np.split(yaw, starts[1:])])
    out = []
    for a, b in _rough_stretches(levels, ends - starts, rules.steer_rise):
        if ends[b] - starts[a] < rules.steer_hours * 60.0 / settings.baseline.bin_min:
            continue
        first, last = int(known[starts[a]]), int(known[ends[b] - 1])
        before = _cruise(leg, first, settings) if a else np.zeros(0, dtype=np.int64)
        after = _following(leg, last, settings)
        cruise = before if len(before) >= settings.baseline.min_history_bins else after
        if len(cruise) < settings.baseline.min_history_bins:
            continue
        word = "before" if cruise is before else "after"
        ref = median(leg.r[cruise])
        if _long_enough(leg, first, last, settings):
            closed = len(after) > 0
            out.append(Episode(leg, first, last, before, after, word, "steering", ref, closed))
    return out


def _rough_stretches(levels: Floats, sizes: Ints, rise: float) -> list[tuple[int, int]]:
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
