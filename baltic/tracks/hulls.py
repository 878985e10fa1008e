"""Which of the fixes sent under one MMSI can one ship have sailed?

Works on the few MMSIs that hold an impossible leg.  Two questions, in this order:

1. Are there two ships?  Fixes are chained to the nearest chain that could have reached
   them; if long chains alternate many times, each is a hull of its own.
2. If not, which fixes are wrong?  The longest feasible path stays (so good fixes around a
   jump stay), short rests are dropped, and a long rest is kept apart as a hull: if the ship
   is heard again after it, the ship stays hull 0.
3. Were two stretches one ship that lied in between (:mod:`baltic.tracks.joining`)?  If not,
   both sides of a jump for good count as hulls.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..geo import KN_MS, haversine_m
from ..settings import Cleaning
from .joining import briefly_beside, join_stretches, passing

__all__ = ["DROPPED", "Fixes", "impossible", "sort_out"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: Label of a fix that no ship can have sent from there.
DROPPED = 255

_MAX_HULLS = 250
_LOOK_BACK = 2000


@dataclass(frozen=True)
class Fixes:
    """The fixes of one MMSI in order of time: seconds, degrees, knots (NaN = not sent)."""

    t: Floats
    lon: Floats
    lat: Floats
    sog: Floats

    def __len__(self) -> int:
        return len(self.t)

    def take(self, rows: Ints | Bools) -> Fixes:
        return Fixes(self.t[rows], self.lon[rows], self.lat[rows], self.sog[rows])


def impossible(
    a: Fixes, b: Fixes, rules: Cleaning, *, trust_sog: bool = True, always: bool = False
) -> Bools:
    """Return which legs from a to b no ship can have sailed.

    Parameters
    ----------
    a, b
        Fixes before and after, of equal length (or one of them of length 1).
    rules
        ``max_speed_kn``, ``slack_m`` and, for short legs, the speed both ends reported.
    trust_sog
        Whether reported speeds count at all.
    always
        Hold long legs to the reported speed too, not only those up to ``sog_window_s``.

    Notes
    -----
    A leg is impossible if ``dist > speed * (dt + 1 s) + slack``: times are whole seconds.
    Two places in the same second always are, if more than ``slack_m`` apart.
    """
    far = haversine_m(a.lon, a.lat, b.lon, b.lat)
    return np.asarray(far > _reach_m(a, b, rules, trust_sog, always))


def _reach_m(
    a: Fixes,
    b: Fixes,
    rules: Cleaning,
    trust_sog: bool,
    always: bool = False,
    own_kn: float = np.inf,
) -> Floats:
    """Return how far a ship may have come from a to b, m; `own_kn` is the most it sails."""
    dt = b.t - a.t
    limit_kn: Floats | float = rules.max_speed_kn
    if np.isfinite(own_kn):
        # Who reports more at both ends of a leg may well have sailed it so.
        both = rules.sog_factor * np.fmin(a.sog, b.sog) + rules.sog_margin_kn
        limit_kn = np.minimum(limit_kn, np.fmax(both, own_kn))
    if trust_sog:
        said = rules.sog_factor * np.fmax(a.sog, b.sog) + rules.sog_margin_kn
        holds = ~np.isnan(a.sog + b.sog) & (always | (dt <= rules.sog_window_s))
        limit_kn = np.where(holds, np.minimum(limit_kn, said), limit_kn)
    return np.asarray(np.where(dt > 0, limit_kn * KN_MS * (dt + 1.0), 0.0) + rules.slack_m)


def sort_out(fixes: Fixes, rules: Cleaning) -> NDArray[np.uint8]:
    """Return the hull of every fix: 0 for the ship, 1.. for others, or ``DROPPED``.

    Parameters
    ----------
    fixes
        One MMSI in order of time.
    rules
        Section ``cleaning`` of the settings.

    Notes
    -----
    Repeated on what is left until nothing more is dropped, so that sorting out the result
    again changes nothing.
    """
    label = np.full(len(fixes), DROPPED, np.uint8)
    rows = np.arange(len(fixes))
    while True:
        some = _trusted(fixes.take(rows), rules)
        stay = some != DROPPED
        if stay.all():
            label[rows] = some
            return label
        rows = rows[stay]


def _trusted(fixes: Fixes, rules: Cleaning) -> NDArray[np.uint8]:
    """Sort out with the reported speeds, or without them where they explain nothing."""
    one = np.zeros(len(fixes), np.uint8)
    if len(fixes) < 2:
        return one
    for trust in (True, False):
        legs = impossible(*_legs(fixes), rules, trust_sog=trust)
        if not legs.any():
            return one
        label = _sort(fixes, rules, trust)
        if not trust or _explained(fixes, label, rules) >= rules.sog_explains:
            break
    return label


def _explained(fixes: Fixes, label: NDArray[np.uint8], rules: Cleaning) -> float:
    """Return the share of fixes kept on a hull whose legs fit the reported speeds.

    A sensor stuck at zero makes a moving ship look like two that alternate; their own legs
    then break the reported speed as well.
    """
    order = np.argsort(label, kind="stable")
    order = order[label[order] != DROPPED]
    some, hull = fixes.take(order), label[order]
    broken = impossible(*_legs(some), rules, always=True) & (hull[1:] == hull[:-1])
    return float(len(order) - broken.sum()) / len(fixes)


def _legs(fixes: Fixes) -> tuple[Fixes, Fixes]:
    return fixes.take(np.arange(len(fixes) - 1)), fixes.take(np.arange(1, len(fixes)))


def _sort(fixes: Fixes, rules: Cleaning, trust: bool) -> NDArray[np.uint8]:
    # Atoms are stretches without doubt; only whole atoms are moved about.
    doubt = impossible(*_legs(fixes), rules, trust_sog=trust, always=True)
    atom = np.r_[0, np.cumsum(doubt)]
    first = np.flatnonzero(np.r_[True, doubt])
    last = np.r_[first[1:] - 1, len(fixes) - 1]
    chain = _chain(fixes.take(first), fixes.take(last), last - first + 1, rules, trust)[atom]
    hulls = _twins(fixes, chain, rules, trust)
    if len(hulls) >= 2:
        group = np.where(np.isin(chain, hulls), chain, -1)
        if not briefly_beside(fixes.t, group, rules):
            return _told_apart(fixes, group, rules)
    own_kn = _own_kn(fixes, rules) if trust else np.inf
    path = _paths(fixes.take(first), fixes.take(last), last - first + 1, rules, trust, own_kn)[atom]
    hulls = [int(c) for c in np.unique(path) if c >= 0]
    if len(hulls) < 2 or _returns(path):
        return _number(path, hulls, alone=True)
    return _told_apart(fixes, path, rules)


def _own_kn(fixes: Fixes, rules: Cleaning) -> float:
    """Return the most a ship sails while unheard, by the speeds it usually reports.

    A cargo ship does not sail at the bound for every ship: in an hour or two that bound lets a
    jammed receiver lead it a hundred kilometres off its way and back.
    """
    sails = fixes.sog[fixes.sog > rules.zero_sog_kn]
    usual = rules.sog_factor * float(np.median(sails)) if len(sails) else np.inf
    return max(usual + rules.sog_margin_kn, rules.unheard_kn)


def _told_apart(fixes: Fixes, group: Ints, rules: Cleaning) -> NDArray[np.uint8]:
    """Number groups that may be several ships, or one whose receiver was disturbed."""
    hulls, size = np.unique(group[group >= 0], return_counts=True)
    main = int(hulls[np.argmax(size)])
    if passing(fixes.t, group, main, rules):
        return _number(group, hulls.tolist(), alone=True)
    joined = join_stretches(fixes.t, fixes.lon, fixes.lat, fixes.sog, group, rules)
    if joined is None:
        return _number(group, hulls.tolist())
    rest = [g for g in np.unique(joined).tolist() if g > 0]
    long = [g for g in rest if (joined == g).sum() > rules.teleport_max_fixes]
    return _number(joined, [0, *long], alone=True)


def _returns(path: Ints) -> bool:
    """Whether the main path goes on after every other long stretch, and is most of the track.

    Then the ship is known, and the stretches were sent from where it was not; after a jump
    for good nobody can say which side is the ship.
    """
    main, other = np.flatnonzero(path == 0), np.flatnonzero(path > 0)
    inside = not len(other) or bool(main[0] < other[0] and other[-1] < main[-1])
    return inside and 2 * len(main) > len(path)


def _chain(starts: Fixes, ends: Fixes, size: Ints, rules: Cleaning, trust: bool) -> Ints:
    """Give each atom to the nearest chain that could have reached it, or to a new one.

    A chain of some length is preferred while it would need no more than half the largest
    speed: one corrupt fix ahead of a silent ship must not take over its track.
    """
    n = len(size)
    chain = np.zeros(n, np.int64)
    tail = np.zeros(n, np.int64)
    weight = np.zeros(n, np.int64)
    count = 0
    for i in range(n):
        at = starts.take(np.array([i]))
        back = ends.take(tail[:count])
        far = haversine_m(back.lon, back.lat, at.lon, at.lat)
        can = far <= _reach_m(back, at, rules, trust)
        pick = count
        if can.any():
            easy = far <= rules.max_speed_kn / 2 * KN_MS * (at.t - back.t) + rules.slack_m
            settled = can & easy & (weight[:count] >= rules.twin_min_fixes)
            pick = int(np.argmin(np.where(settled if settled.any() else can, far, np.inf)))
        else:
            count += 1
        chain[i] = pick
        tail[pick] = i
        weight[pick] += size[i]
    return chain


def _twins(fixes: Fixes, chain: Ints, rules: Cleaning, trust: bool) -> list[int]:
    """Return the chains that are hulls: long enough, and alternating often enough."""
    size = np.bincount(chain)
    big = size >= max(rules.twin_min_fixes, rules.twin_min_share * size.max())
    if big.sum() < 2:
        return []
    rows = np.flatnonzero(big[chain])
    few = fixes.take(rows)
    owner = chain[rows]
    jump = (owner[1:] != owner[:-1]) & impossible(*_legs(few), rules, trust_sog=trust, always=True)
    switches = np.bincount(owner[1:][jump], minlength=len(size))
    switches += np.bincount(owner[:-1][jump], minlength=len(size))
    often = np.flatnonzero(big & (switches >= rules.twin_min_switches))
    return [int(c) for c in np.flatnonzero(big)] if len(often) >= 2 else []


def _paths(
    starts: Fixes, ends: Fixes, size: Ints, rules: Cleaning, trust: bool, own_kn: float
) -> Ints:
    """Take the longest feasible path of atoms out, then the longest of the rest, and so on.

    Ends where the rest holds no path too long to be called corrupt fixes; the rest is -1.
    """

    def ways(back: Ints, i: int) -> Floats:
        at, ago = starts.take(np.array([i])), ends.take(back)
        far = haversine_m(ago.lon, ago.lat, at.lon, at.lat)
        reach = _reach_m(ago, at, rules, trust, own_kn=own_kn)
        return np.asarray(np.where(far <= reach, far, np.inf))

    path = np.full(len(size), -1, np.int64)
    number, least = 0, 1.0
    while (rest := np.flatnonzero(path < 0)).size:
        best = _longest(rest, size, ways)
        fixes = size[best].sum()
        if fixes < least:
            break
        if number == 0:
            least = max(rules.teleport_max_fixes + 1, rules.twin_min_share * fixes)
        path[best] = number
        number += 1
    return path


def _longest(atoms: Ints, size: Ints, ways: Callable[[Ints, int], Floats]) -> Ints:
    """Return the atoms of the path with most fixes; of equals the shortest in metres.

    `ways` gives metres from some atoms to a later one, infinite where no ship could sail.
    """
    n = len(atoms)
    score = size[atoms].astype(float)
    metres = np.zeros(n)
    before = np.full(n, -1)
    for k in range(1, n):
        low = max(0, k - _LOOK_BACK)
        way = metres[low:k] + ways(atoms[low:k], int(atoms[k]))
        ok = np.isfinite(way)
        if not ok.any():
            continue
        total = np.where(ok, score[low:k], -1.0)
        pick = int(np.argmin(np.where(total == total.max(), way, np.inf)))
        score[k] += total[pick]
        metres[k] = way[pick]
        before[k] = low + pick
    k = int(np.argmin(np.where(score == score.max(), metres, np.inf)))
    taken = []
    while k >= 0:
        taken.append(k)
        k = int(before[k])
    return np.asarray(atoms[np.array(taken[::-1])], np.int64)


def _number(chain: Ints, hulls: list[int], *, alone: bool = False) -> NDArray[np.uint8]:
    """Number the hulls by size, then by first fix: from 1 if several share the MMSI.

    From 0 if there is one, or if the largest is known to be the ship (`alone`).
    """
    size = {c: int((chain == c).sum()) for c in hulls}
    order = sorted(hulls, key=lambda c: (-size[c], int(np.argmax(chain == c))))[:_MAX_HULLS]
    label = np.full(len(chain), DROPPED, np.uint8)
    begin = 0 if alone or len(order) == 1 else 1
    for number, c in enumerate(order, begin):
        label[chain == c] = number
    return label
