"""How hard an anchor pulls that hangs or drags, and where it lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..settings import Physics
from .hanging import Terms, climb, terms_of, under_water_m

__all__ = ["SEABED_LAMBDA", "Pull", "force_n", "pull_of", "rub_n_m"]

Floats = NDArray[np.float64]

#: Friction of chain lying on the bottom, share of its weight (0.6 mud to 1.0).
_CHAIN_FRICTION = 0.7

#: Water drag of chain that lies on the bottom, share of the tangential drag.
_BOTTOM_DRAG = 0.3

#: Median holding of a stockless anchor that is dragged, in units of its submerged weight,
#: and the spread of its logarithm.
#: Mud and sand follow the form of UFC 4-159-03 less 13 % for skipping; rock is friction only.
SEABED_LAMBDA: dict[str, tuple[float, float]] = {
    "rock": (0.8, 0.40),
    "mud": (2.2, 0.35),
    "sand": (3.7, 0.35),
}


@dataclass(frozen=True)
class Pull:
    """What a chain in the water does to the ship, arrays of one shape.

    Attributes
    ----------
    force_n
        Horizontal force on the ship, N.
    touches
        Whether the anchor is on the bottom.
    bottom_chain_m
        Chain that lies on the bottom, m.
    layback_m
        Horizontal distance from hawse to anchor, m.

    Examples
    --------
    >>> pull = pull_of(8.0, 220.0, 9900.0, 0.078, 60.0, 2.2)
    >>> bool(pull.touches), bool(pull.bottom_chain_m > 0), bool(pull.layback_m < 220)
    (True, True, True)
    """

    force_n: Floats
    touches: NDArray[np.bool_]
    bottom_chain_m: Floats
    layback_m: Floats


def rub_n_m(terms: Terms) -> Floats:
    """Return what a metre of chain on the bottom resists with, N/m."""
    return np.asarray(_CHAIN_FRICTION * terms.chain_n_m + _BOTTOM_DRAG * terms.tangential_n_m)


def pull_of(
    speed_kn: ArrayLike,
    chain_out_m: ArrayLike,
    anchor_kg: ArrayLike,
    chain_d_m: ArrayLike,
    depth_m: ArrayLike,
    seabed_lambda: ArrayLike,
    *,
    physics: Physics | None = None,
) -> Pull:
    """Return the pull of an anchor that hangs or drags, and where it lies.

    Three regimes, continuous into each other: (free) the chain is too short and the anchor
    flies; (taut) it touches but no chain lies down: the anchor resists with lambda times
    the weight that rests on the ground; (laid) chain lies on the bottom and rubs too.

    Parameters
    ----------
    speed_kn, chain_out_m, anchor_kg, chain_d_m
        As in :func:`~baltic.physics.chain.tow_depth_m`.
    depth_m
        Water depth, m.
    seabed_lambda
        Horizontal resistance over submerged anchor weight, see :data:`SEABED_LAMBDA`.
    physics
        Coefficients; the defaults when left out.

    Returns
    -------
    Pull
        Arrays of the common shape.

    Notes
    -----
    Uncertain by about 30 %.  Holding of the anchor: the form of UFC 4-159-03 (NCEL); drag of the
    chain: DNV-OS-E301; chain on the bottom rubs with 0.7 of its submerged weight.

    Examples
    --------
    >>> pull = pull_of(8.0, 110.0, 9900.0, 0.078, [60.0, 200.0], 2.2)
    >>> [bool(t) for t in pull.touches]
    [True, False]
    """
    physics = physics or Physics()
    speed, out, mass, d, depth, lam = np.broadcast_arrays(
        *(
            np.asarray(v, float)
            for v in (speed_kn, chain_out_m, anchor_kg, chain_d_m, depth_m, seabed_lambda)
        )
    )
    terms = terms_of(speed, mass, d, physics)
    length = under_water_m(out, physics)
    tension, free = terms.free
    t, a, x, z = climb(tension, free, length, terms)
    touches = z >= depth
    holding = lam * terms.anchor_n + terms.anchor_drag_n

    def taut(theta: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        start = holding / (np.cos(theta) + lam * np.sin(theta))
        return climb(start, theta, length, terms)

    def laid(bottom: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        rub = rub_n_m(terms) * bottom
        return climb(holding + rub, np.zeros_like(bottom), length - bottom, terms)

    lies = touches & (taut(np.zeros_like(free))[3] >= depth)
    flat = _bisect(lambda angle: taut(angle)[3] - depth, np.zeros_like(free), free)
    bottom = _bisect(lambda lb: depth - laid(lb)[3], np.zeros_like(length), length)
    bottom = np.where(lies, bottom, 0.0)
    for where, (t2, a2, x2, _) in ((touches & ~lies, taut(flat)), (lies, laid(bottom))):
        t, a = np.where(where, t2, t), np.where(where, a2, a)
        x = np.where(where, x2 + bottom, x)
    return Pull(np.asarray(t * np.cos(a)), np.asarray(touches), bottom, np.asarray(x))


def _bisect(rising: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """Return the root of a rising function by the Illinois rule, element by element."""
    f_low, f_high = rising(low), rising(high)
    middle = low
    for _ in range(10):
        gap = np.where(f_high > f_low, f_high - f_low, 1.0)
        share = np.clip(-f_low / gap, 0.01, 0.99)
        middle = low + share * (high - low)
        f = rising(middle)
        right = f < 0
        # Halving the value of the end that stays is what keeps the rule from creeping.
        f_low, f_high = np.where(right, f, 0.5 * f_low), np.where(right, 0.5 * f_high, f)
        low, high = np.where(right, middle, low), np.where(right, high, middle)
        if np.all(np.abs(f) < 1e-3):
            break
    return np.asarray(middle)


def force_n(
    speed_kn: ArrayLike,
    chain_out_m: ArrayLike,
    anchor_kg: ArrayLike,
    chain_d_m: ArrayLike,
    depth_m: ArrayLike,
    seabed_lambda: ArrayLike,
    *,
    physics: Physics | None = None,
) -> Floats:
    """Return the horizontal force of anchor and chain on the ship; see :func:`pull_of`.

    Parameters
    ----------
    speed_kn, chain_out_m, anchor_kg, chain_d_m, depth_m, seabed_lambda, physics
        As in :func:`pull_of`.

    Returns
    -------
    ndarray
        N.

    Examples
    --------
    >>> 150e3 < float(force_n(6.5, 272.0, 6900.0, 0.064, 60.0, 2.2)) < 400e3
    True
    """
    return pull_of(
        speed_kn, chain_out_m, anchor_kg, chain_d_m, depth_m, seabed_lambda, physics=physics
    ).force_n
