"""One ship that lied for a while looks like two: the stretches before and after, put together.

A receiver that stands still, or names another place, leaves a jump at the end of the lie: no
ship can have sailed from the last false fix to the first good one.  From the last good fix it
can, so the cut that drops least between the two stretches shows what was false.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..geo import KN_MS, haversine_m
from ..settings import Cleaning

__all__ = ["briefly_beside", "join_stretches", "passing"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Fixes looked at on each side of a cut: bounds the work, not the result.
_MOST = 600


def passing(t: Floats, group: Ints, main: int, rules: Cleaning) -> bool:
    """Return whether all other groups are a short part of one that goes on after them.

    Ships that share an MMSI do so for long; a disturbed receiver for hours.

    Parameters
    ----------
    t
        Seconds, in order.
    group
        Group of each fix, -1 for none.
    main
        The largest group.
    """
    own, other = t[group == main], t[(group >= 0) & (group != main)]
    if not len(other):
        return True
    inside = own[0] < other[0] and other[-1] < own[-1]
    most = len(own) >= rules.main_share * (len(own) + len(other))
    short = other[-1] - other[0] <= rules.passing_share * (own[-1] - own[0])
    return bool(most or (inside and short and len(own) > len(other)))


def briefly_beside(t: Floats, group: Ints, rules: Cleaning) -> bool:
    """Return whether groups alternate for a short part of the time, and one is heard after it.

    A receiver that scatters leaves two chains of fixes while it is disturbed, and either may
    take up the true track behind it.  Ships that share an MMSI are heard beside each other
    whenever both are.

    Parameters
    ----------
    t
        Seconds, in order.
    group
        Group of each fix, -1 for none; at least two groups.
    """
    some = group >= 0
    t, group = t[some], group[some]
    changes = np.flatnonzero(np.diff(group))
    begin, end = t[changes[0]], t[changes[-1] + 1]
    apart = begin > t[0] and end < t[-1]
    return bool(apart and end - begin <= rules.passing_share * (t[-1] - t[0]))


def join_stretches(
    t: Floats, lon: Floats, lat: Floats, sog: Floats, group: Ints, rules: Cleaning
) -> Ints | None:
    """Return the groups with the two largest made one, less what was false between them.

    Parameters
    ----------
    t, lon, lat, sog
        One MMSI in order of time: seconds, degrees, knots (NaN = not sent).
    group
        Group of each fix, -1 for none; at least two groups.
    rules
        Section ``cleaning``: ``join_h`` hours at most are cut from each side, and the ship
        sails the leg between at its own usual speed, by ``join_factor`` more.

    Returns
    -------
    numpy.ndarray or None
        Groups anew, 0 the ship; None where no cut makes one ship of them.
    """
    ids, size = np.unique(group[group >= 0], return_counts=True)
    big = ids[np.argsort(-size, kind="stable")[:2]]
    if len(big) < 2:
        return None
    rows = [np.flatnonzero(group == g) for g in big]
    early, late = sorted(rows, key=lambda r: float(t[r].mean()))
    both = min(t[early[-1]], t[late[-1]]) - max(t[early[0]], t[late[0]])
    shorter = min(float(np.ptp(t[early])), float(np.ptp(t[late])))
    if both > rules.passing_share * shorter:
        return None  # heard side by side: two ships
    speed = _usual_kn(t, lon, lat, sog, rows)
    reach, slack = rules.join_factor * speed * KN_MS, rules.slack_m
    span = rules.join_h * 3600.0
    a = np.flatnonzero(t[early] >= t[early[-1]] - span)
    b = np.flatnonzero(t[late] <= t[late[0]] + span)
    a, b = (x[np.unique(np.linspace(0, len(x) - 1, _MOST).astype(int))] for x in (a, b))
    i, j = early[a][:, None], late[b][None, :]
    far = haversine_m(lon[i], lat[i], lon[j], lat[j])
    dt = t[j] - t[i]
    lost = (len(early) - 1 - a)[:, None] + b[None, :]
    # A cut that leaves a silence of days explains nothing.
    can = (dt > 0) & (dt <= 2 * span) & (far <= reach * dt + slack)
    if not can.any():
        return None
    best = np.unravel_index(int(np.argmin(np.where(can, lost + far / 1e9, np.inf))), can.shape)
    kept = np.r_[early[: a[best[0]] + 1], late[b[best[1]] :]]
    if 2 * len(kept) <= len(group):
        return None
    out = np.where(group >= 0, group + 3, -1)
    out[early], out[late], out[kept] = 1, 2, 0
    return out


def _usual_kn(t: Floats, lon: Floats, lat: Floats, sog: Floats, rows: list[Ints]) -> float:
    """Return the upper quartile of the speeds of a ship under way, reported or by its legs."""
    every = np.concatenate(rows)
    said = sog[every]
    if np.isnan(said).all():
        legs = [(r[:-1], r[1:]) for r in rows if len(r) > 1]
        said = (
            np.concatenate(
                [
                    haversine_m(lon[p], lat[p], lon[q], lat[q]) / np.maximum(t[q] - t[p], 1.0)
                    for p, q in legs
                ]
            )
            / KN_MS
        )
    moving = said[said > 1.0]
    return float(np.quantile(moving, 0.75)) if len(moving) else 0.0
