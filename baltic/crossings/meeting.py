"""Where legs meet pieces: proper crossings, and fixes that lie on a line.

Sides are told by signs of exact-same computations for neighbours, a zero counting as left,
so a track that passes through a vertex or a line that bends on a leg is counted once, not
never and not twice.  A fix within ``touch_m`` of a line is *on* it: the stretch of such
fixes is one contact, reported at its first fix, whether the ship then goes on, turns back
or has run along the line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from .mercator import EQUATOR_M, latitude, rhumb_length_m
from .pieces import Pieces

__all__ = ["Meetings", "Track", "find_meetings"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Track:
    """The fixes in the plane; leg i runs from fix i to fix i + 1 where ``joined[i]``."""

    x: Floats
    y: Floats
    joined: Bools

    def metres(self, a: Ints, b: Ints) -> Floats:
        """Return distances between fixes along rhumb lines, m."""
        return rhumb_length_m(self.x[a], self.y[a], self.x[b], self.y[b])


@dataclass(frozen=True)
class Meetings:
    """One row a crossing: leg, piece, fraction of the leg in the plane, from the left?

    ``contact`` is the fix that lies on the line, or -1.
    """

    leg: Ints
    piece: Ints
    u: Floats
    from_left: Bools
    contact: Ints

    def take(self, rows: Ints | Bools) -> Meetings:
        return Meetings(
            self.leg[rows], self.piece[rows], self.u[rows], self.from_left[rows], self.contact[rows]
        )

    def and_also(self, other: Meetings) -> Meetings:
        mine, theirs = vars(self), vars(other)
        return Meetings(**{k: np.concatenate([mine[k], theirs[k]]) for k in mine})


def find_meetings(track: Track, legs: Ints, pieces: Pieces, touch_m: float) -> Meetings:
    """Return where the legs meet the pieces.

    Parameters
    ----------
    track
        All fixes.
    legs
        Numbers of the legs to look at, ascending.
    pieces
        Cut asset lines.
    touch_m
        A fix this near to a line lies on it, m.
    """
    # The plane is stretched by 1 / cos(lat): four times covers every latitude up to 75.
    margin = 4 * touch_m / EQUATOR_M
    boxes = shapely.box(
        np.minimum(track.x[legs], track.x[legs + 1]),
        np.minimum(track.y[legs], track.y[legs + 1]),
        np.maximum(track.x[legs], track.x[legs + 1]),
        np.maximum(track.y[legs], track.y[legs + 1]),
    )
    which, piece = pieces.tree(margin).query(boxes)
    leg = legs[which]
    proper = _one_at_a_tip(_proper(track, leg, piece, pieces), track, pieces, touch_m)
    touching = _Touching(track, leg, piece, pieces, touch_m)
    return touching.instead_of(proper)


def _metres(dx: Floats, dy: Floats, y: Floats) -> Floats:
    """Return the length of short steps in the plane, m."""
    return np.asarray(np.hypot(dx, dy) * EQUATOR_M * np.cos(np.radians(latitude(y))))


def _side(
    ax: Floats, ay: Floats, bx: Floats, by: Floats, px: Floats, py: Floats
) -> Floats:  # fmt: skip
    """Return a positive number where p lies left of the line from a to b."""
    return np.asarray((bx - ax) * (py - ay) - (by - ay) * (px - ax))


def _proper(track: Track, leg: Ints, piece: Ints, pieces: Pieces) -> Meetings:
    px, py, qx, qy = track.x[leg], track.y[leg], track.x[leg + 1], track.y[leg + 1]
    ax, ay, bx, by = pieces.ax[piece], pieces.ay[piece], pieces.bx[piece], pieces.by[piece]
    p, q = _side(ax, ay, bx, by, px, py), _side(ax, ay, bx, by, qx, qy)
    a, b = _side(px, py, qx, qy, ax, ay), _side(px, py, qx, qy, bx, by)
    hit = np.flatnonzero(((p >= 0) != (q >= 0)) & ((a >= 0) != (b >= 0)))
    u = p[hit] / (p[hit] - q[hit])
    none = np.full(len(hit), -1, np.int64)
    return Meetings(leg[hit], piece[hit], u, p[hit] >= 0, none)


def _one_at_a_tip(found: Meetings, track: Track, pieces: Pieces, touch_m: float) -> Meetings:
    """Where one leg meets two pieces of a part in one place (a sharp bend), keep the first."""
    part, asset = pieces.part[found.piece], pieces.asset[found.piece]
    found = found.take(np.lexsort((found.u, part, asset, found.leg)))
    part, asset = pieces.part[found.piece], pieces.asset[found.piece]
    same = (np.diff(found.leg) == 0) & (np.diff(asset) == 0) & (np.diff(part) == 0)
    apart = np.diff(found.u) * track.metres(found.leg, found.leg + 1)[1:]
    return found.take(np.r_[True, ~(same & (apart <= touch_m))][: len(found.leg)])


class _Touching:
    """Stretches of fixes that lie on one part of one asset."""

    def __init__(
        self, track: Track, leg: Ints, piece: Ints, pieces: Pieces, touch_m: float
    ) -> None:
        self.track, self.pieces, self.touch_m = track, pieces, touch_m
        fix = np.concatenate([leg, leg + 1])
        piece = np.concatenate([piece, piece])
        off, x, y = self._nearest(fix, piece)
        on = np.flatnonzero(off <= touch_m)
        fix, piece, off, x, y = fix[on], piece[on], off[on], x[on], y[on]
        asset, part = pieces.asset[piece], pieces.part[piece]
        order = np.lexsort((piece, off, fix, part, asset))
        new = np.r_[True, np.any(np.diff([asset[order], part[order], fix[order]]) != 0, axis=0)]
        rows = order[new[: len(order)]]
        self.fix, self.piece = fix[rows], piece[rows]
        lon = np.degrees(x[rows])
        self.kp_m = 1000.0 * pieces.kp_km(self.piece, lon, latitude(y[rows]))
        self._join()

    def _nearest(self, fix: Ints, piece: Ints) -> tuple[Floats, Floats, Floats]:
        """Return metres from fixes to pieces, and the nearest points in the plane."""
        p = self.pieces
        dx, dy = p.bx[piece] - p.ax[piece], p.by[piece] - p.ay[piece]
        px, py = self.track.x[fix], self.track.y[fix]
        share = ((px - p.ax[piece]) * dx + (py - p.ay[piece]) * dy) / (dx**2 + dy**2)
        share = np.clip(share, 0.0, 1.0)
        x, y = p.ax[piece] + share * dx, p.ay[piece] + share * dy
        return _metres(px - x, py - y, py), x, y

    def _join(self) -> None:
        """Number the stretches: neighbouring fixes that ran along the line together."""
        p, here, then = self.pieces, self.fix[:-1], self.fix[1:]
        asset, part = p.asset[self.piece], p.part[self.piece]
        along = (np.diff(asset) == 0) & (np.diff(part) == 0) & (then - here == 1)
        along &= self.track.joined[np.minimum(here, len(self.track.joined) - 1)]
        way = self.track.metres(here, then)
        straight = np.abs(np.abs(np.diff(self.kp_m)) - way) <= 4 * self.touch_m
        along &= straight | (np.diff(p.edge[self.piece]) == 0)
        self.first = np.flatnonzero(np.r_[True, ~along][: len(self.fix)])
        self.last = np.r_[self.first[1:], len(self.fix)] - 1

    def instead_of(self, proper: Meetings) -> Meetings:
        """Return the proper crossings that belong to no contact, and the contacts."""
        if not len(self.fix):
            return proper
        drop = np.zeros(len(proper.leg), bool)
        for side in (0, 1):  # the leg's first fix, its second fix
            drop |= self._belongs(proper, proper.leg + side)
        return proper.take(~drop).and_also(self._contacts())

    def _belongs(self, proper: Meetings, fix: Ints) -> Bools:
        """Whether a crossing and a fix at the end of its leg are in touch with the line."""
        p, tr = self.pieces, self.track
        key = self._key(p.asset[proper.piece], p.part[proper.piece], fix)
        keys = self._key(p.asset[self.piece], p.part[self.piece], self.fix)
        at = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
        known = keys[at] == key
        x = tr.x[proper.leg] + proper.u * (tr.x[proper.leg + 1] - tr.x[proper.leg])
        y = tr.y[proper.leg] + proper.u * (tr.y[proper.leg + 1] - tr.y[proper.leg])
        way = rhumb_length_m(x, y, tr.x[fix], tr.y[fix])
        kp = 1000.0 * p.kp_km(proper.piece, np.degrees(x), latitude(y))
        along = way - np.abs(kp - self.kp_m[at]) <= 2 * self.touch_m
        same_edge = p.edge[proper.piece] == p.edge[self.piece[at]]
        return np.asarray(known & ((along & same_edge) | (way <= 10 * self.touch_m)))

    def _key(self, asset: Ints, part: Ints, fix: Ints) -> Ints:
        parts = int(self.pieces.part.max()) + 1
        return np.asarray((asset * parts + part) * (len(self.track.x) + 1) + fix)

    def _contacts(self) -> Meetings:
        """One row a stretch, at its first fix; the side it came from, else did not leave to."""
        first, last = self.fix[self.first], self.fix[self.last]
        joined = np.r_[False, self.track.joined, False]
        arrives, leaves = joined[first], joined[last + 1]
        came, went = np.maximum(first - 1, 0), np.minimum(last + 1, len(self.track.x) - 1)
        from_left = np.where(
            arrives,
            self._left(self.piece[self.first], came),
            np.where(leaves, ~self._left(self.piece[self.last], went), True),
        )
        leg = np.where(arrives, came, np.minimum(first, len(self.track.x) - 2))
        u = np.where(arrives, 1.0, 0.0)
        return Meetings(leg, self.piece[self.first], u, from_left, first)

    def _left(self, piece: Ints, fix: Ints) -> Bools:
        p = self.pieces
        side = _side(
            p.ax[piece], p.ay[piece], p.bx[piece], p.by[piece], self.track.x[fix], self.track.y[fix]
        )
        return np.asarray(side >= 0)
