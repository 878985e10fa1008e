"""Pull and reach of anchors on a grid, for the hot path: made once, then only looked up.

:func:`~baltic.physics.pull.pull_of` searches the balance of every single case.  Here the
search is turned round: a chain that starts on the bottom in a known state (a length lying
flat, or taut at a known angle) is integrated upward once, and where it passes each water
depth tells which length paid out and which pull belong to that state.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..settings import Physics
from .equipment import anchor_of
from .hanging import Terms, climb, terms_of, under_water_m
from .pull import rub_n_m

__all__ = ["PullGrid", "ShipPull", "pull_grid"]

Floats = NDArray[np.float64]

#: Longest chain that is followed upward, m, over the longest side of the rule (385 m).
_LONGEST_M = 420.0
#: States of the chain at the anchor: angles between hanging free and flat, then lengths
#: lying on the bottom, as shares of the longest.
_ANGLES = np.linspace(1.0, 0.0, 9)
_LYING = np.array([0.01, 0.03, 0.06, 0.1, 0.15, 0.21, 0.28, 0.36, 0.45, 0.55, 0.7, 0.85, 1.0])


@dataclass(frozen=True)
class ShipPull:
    """Pull and reach of one ship's anchor.

    Attributes
    ----------
    speed_kn : shape (v,)
    depth_m : shape (h,)
    chain_m : shape (l,)
        Chain paid out.
    seabed_lambda : shape (s,)
        Axes of the tables.
    log_force : shape (v, h, l, s)
        ln of the horizontal force on the ship, N; hanging free where it does not reach.
    reach_m : shape (v, l)
        Depth at which the anchor is towed free.

    Examples
    --------
    >>> grid = pull_grid([900.0, 2300.0], [6.0, 8.0], [30.0, 60.0], [0.5, 0.9], [0.8, 2.2])
    >>> grid.of(2300.0).chain_m.round().tolist()
    [151.0, 272.0]
    """

    speed_kn: Floats
    depth_m: Floats
    chain_m: Floats
    seabed_lambda: Floats
    log_force: Floats
    reach_m: Floats

    def reach_at(self, speed_kn: ArrayLike) -> Floats:
        """Return the depth the anchor reaches when it is towed free.

        Parameters
        ----------
        speed_kn
            Speeds, knots, of any shape.

        Returns
        -------
        ndarray
            Metres, shape of `speed_kn` + (l,): one for each length of ``chain_m``.

        Examples
        --------
        >>> grid = pull_grid([900.0, 2300.0], [6.0, 8.0], [30.0, 60.0], [0.5, 0.9], [0.8, 2.2])
        >>> reach = grid.of(2300.0).reach_at([6.0, 8.0])
        >>> reach.shape, bool((reach[0] > reach[1]).all())
        ((2, 2), True)
        """
        low, part = _place(self.speed_kn, speed_kn)
        return np.asarray(_between(self.reach_m, low, part))

    def log_force_at(self, speed_kn: ArrayLike, depth_m: float | None = None) -> Floats:
        """Return the logarithm of the pull.

        Parameters
        ----------
        speed_kn
            Speeds, knots, of any shape.
        depth_m
            One water depth, m; None for all of the grid.

        Returns
        -------
        ndarray
            ln N, shape of `speed_kn` + (h, l, s), or + (l, s) at one depth.

        Examples
        --------
        >>> grid = pull_grid([900.0, 2300.0], [6.0, 8.0], [30.0, 60.0], [0.5, 0.9], [0.8, 2.2])
        >>> grid.of(2300.0).log_force_at([6.5, 7.0, 7.5], 60.0).shape
        (3, 2, 2)
        """
        table = self.log_force
        if depth_m is not None:
            at, part = _place(self.depth_m, depth_m)
            table = _between(table.swapaxes(0, 1), at, part)
        low, part = _place(self.speed_kn, speed_kn)
        return np.asarray(_between(table, low, part))


@dataclass(frozen=True)
class PullGrid:
    """Pull and reach by equipment number; :meth:`of` cuts out one ship.

    Attributes
    ----------
    number : shape (e,)
        Equipment numbers.
    share : shape (l,)
        Chain paid out, as a share of one side.
    log_force : shape (e, v, h, l, s)
    reach_m : shape (e, v, l)
    side_m : shape (e,)
        Chain of one side, m.
    speed_kn : shape (v,)
    depth_m : shape (h,)
    seabed_lambda : shape (s,)
        The other axes, as of :class:`ShipPull`.

    Examples
    --------
    >>> grid = pull_grid([900.0, 2300.0], [6.0, 8.0], [30.0, 60.0], [0.5, 0.9], [0.8, 2.2])
    >>> grid.log_force.shape, grid.reach_m.shape
    ((2, 2, 2, 2, 2), (2, 2, 2))
    """

    number: Floats
    speed_kn: Floats
    depth_m: Floats
    share: Floats
    seabed_lambda: Floats
    log_force: Floats
    reach_m: Floats
    side_m: Floats

    def of(self, equipment_number: float) -> ShipPull:
        """Return the tables of one ship, between the nearest equipment numbers.

        Parameters
        ----------
        equipment_number
            Of the ship; outside the grid its end is taken.

        Returns
        -------
        ShipPull
            Interpolated in the logarithm of the number.

        Examples
        --------
        >>> grid = pull_grid([900.0, 2300.0], [6.0, 8.0], [30.0, 60.0], [0.5, 0.9], [0.8, 2.2])
        >>> grid.of(900.0).log_force.shape
        (2, 2, 2, 2)
        """
        low, part = _place(np.log(self.number), np.log(equipment_number))
        return ShipPull(
            speed_kn=self.speed_kn,
            depth_m=self.depth_m,
            chain_m=self.share * float(_between(self.side_m, low, part)),
            seabed_lambda=self.seabed_lambda,
            log_force=_between(self.log_force, low, part),
            reach_m=_between(self.reach_m, low, part),
        )


def _place(axis: Floats, value: ArrayLike) -> tuple[NDArray[np.int64], Floats]:
    """Return the cell below and the share of the way to the next, held inside the axis."""
    at = np.interp(np.asarray(value, float), axis, np.arange(len(axis), dtype=float))
    low = np.minimum(at.astype(np.int64), len(axis) - 2)
    return low, np.asarray(at - low)


def _between(table: Floats, low: NDArray[np.int64], part: Floats) -> Floats:
    weight = part.reshape(part.shape + (1,) * (table.ndim - 1))
    return np.asarray(table[low] * (1.0 - weight) + table[low + 1] * weight)


def pull_grid(
    number: ArrayLike,
    speed_kn: ArrayLike,
    depth_m: ArrayLike,
    share: ArrayLike,
    seabed_lambda: ArrayLike,
    *,
    physics: Physics | None = None,
) -> PullGrid:
    """Return pull and reach on the grid of the five axes.

    Parameters
    ----------
    number
        Equipment numbers, rising.
    speed_kn, depth_m
        Speeds (over 0) and water depths, rising.
    share
        Chain paid out as a share of one side, rising.
    seabed_lambda
        Horizontal resistance over submerged anchor weight.
    physics
        Coefficients; the defaults when left out.

    Returns
    -------
    PullGrid
        Axes as given.

    Notes
    -----
    Within 2 % of :func:`~baltic.physics.pull.pull_of` on the nodes, at a hundredth of the
    cost.

    Examples
    --------
    >>> grid = pull_grid([900.0, 2300.0], [6.0, 8.0], [30.0, 60.0], [0.5, 0.9], [0.8, 2.2])
    >>> ship = grid.of(2300.0)
    >>> 200e3 < float(np.exp(ship.log_force_at(6.5, 60.0)[1, 1])) < 350e3
    True
    """
    rules = physics or Physics()
    numbers, speeds, depths, shares, seabeds = (
        np.asarray(a, float) for a in (number, speed_kn, depth_m, share, seabed_lambda)
    )
    gear = anchor_of(numbers)
    terms = terms_of(speeds[None, :], gear.mass_kg[:, None], gear.chain_d_m[:, None], rules)
    paid = shares[None, :] * gear.chain_side_m[:, None]
    wet = under_water_m(paid, rules)
    free, reach = _follow_free(terms, wet)
    force = _follow_bottom(terms, depths, wet, seabeds)
    touches = reach[:, :, None, :, None] >= depths[None, None, :, None, None]
    force = np.where(touches, force, free[:, :, None, :, None])
    return PullGrid(
        number=numbers,
        speed_kn=speeds,
        depth_m=depths,
        share=shares,
        seabed_lambda=seabeds,
        log_force=np.log(np.maximum(force, 1.0)),
        reach_m=reach,
        side_m=gear.chain_side_m,
    )


def _follow(tension: Floats, angle: Floats, terms: Terms) -> tuple[Floats, Floats, Floats]:
    """Integrate upward; return length (k,), and pull and height (..., k) along the chain."""
    s, pull, height = [0.0], [tension * np.cos(angle)], [np.zeros_like(angle)]

    def visit(at: Floats, t: Floats, a: Floats, _x: Floats, z: Floats) -> None:
        s.append(float(at))
        pull.append(t * np.cos(a))
        height.append(z.copy())

    climb(tension, angle, np.asarray(_LONGEST_M), terms, visit)
    return np.asarray(s), np.stack(pull, axis=-1), np.stack(height, axis=-1)


def _follow_free(terms: Terms, wet: Floats) -> tuple[Floats, Floats]:
    """Return pull and depth (e, v, l) of anchors that hang free."""
    s, pull, height = _follow(*terms.free, terms)
    rows = list(np.ndindex(*terms.anchor_n.shape))
    shape = (*terms.anchor_n.shape, wet.shape[1])
    pulls, depths = (
        np.reshape([np.interp(wet[e], s, table[e, v]) for e, v in rows], shape)
        for table in (pull, height)
    )
    return pulls, depths


def _follow_bottom(terms: Terms, depth: Floats, wet: Floats, lam: Floats) -> Floats:
    """Return the pull (e, v, h, l, s) of anchors on the bottom, by states of the chain."""
    wide = Terms(*(x[:, :, None, None] for x in terms))
    lam4 = lam[None, None, :, None]
    # Axes: equipment number, speed, seabed, state.
    flat = np.zeros(len(_LYING))
    angle = np.concatenate([_ANGLES, flat]) * wide.free[1]
    lying = np.concatenate([np.zeros(len(_ANGLES)), _LYING * _LONGEST_M])
    holding = lam4 * wide.anchor_n + wide.anchor_drag_n
    start = holding / (np.cos(angle) + lam4 * np.sin(angle))
    start = start + rub_n_m(wide) * lying
    angle = np.broadcast_to(angle, start.shape)
    s, pull, height = _follow(start, angle, wide)
    shape = start.shape[:3]
    out = np.empty((*terms.anchor_n.shape, len(depth), wet.shape[1], len(lam)))
    for e, v, k in np.ndindex(*shape):
        heights, pulls = height[e, v, k], pull[e, v, k]
        # A state that never climbs to the surface needs more chain than any ship has.
        at = np.stack([np.interp(depth, z, s, right=4.0 * _LONGEST_M) for z in heights])
        there = np.stack([np.interp(depth, z, p) for z, p in zip(heights, pulls, strict=True)])
        length = at + lying[:, None]
        for h in range(len(depth)):
            out[e, v, h, :, k] = np.interp(wet[e], length[:, h], there[:, h])
    return out
