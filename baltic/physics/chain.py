"""How deep a towed anchor hangs, and how hard it pulls.

A stud-link chain is towed through the water with an anchor at its end.  Steady balance of
weight and drag (Morison, on the nominal diameter; coefficients of DNV-OS-E301) along the
chain, from the anchor (s = 0) up to the hawse, theta from the horizontal::

    dT/ds     = w sin(theta) + Kt cos^2(theta)
    dtheta/ds = (w cos(theta) - Kn sin^2(theta)) / T

Because the start does not depend on the length of the chain, one integration gives every
length at once.  Everything is an array of one (broadcast) shape; SI units but knots.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..settings import Physics

__all__ = [
    "SEABED_LAMBDA",
    "Pull",
    "force_n",
    "layback_m",
    "min_chain_m",
    "pull_of",
    "tow_depth_m",
]

Floats = NDArray[np.float64]
_Terms = tuple[Floats, Floats, Floats, Floats, Floats]

_KN_MS = 1852.0 / 3600.0
_G = 9.81
_STEPS = 48  # RK4 steps: halving changes depths by less than 0.05 %

#: Mass of stud-link chain, kg/m per m2 of diameter, and what is left of weight under water.
_CHAIN_KG_M3 = 21.9e3
_SUBMERGED = 0.87

#: Area and drag coefficient of an anchor: 1.2 * 0.55 m2 per (tonne)^(2/3).
_ANCHOR_CD_AREA = 1.2 * 0.55

#: Friction of chain lying on the bottom, share of its weight (0.6 mud to 1.0).
_CHAIN_FRICTION = 0.7

#: Water drag of chain that lies on the bottom, share of the tangential drag.
_BOTTOM_DRAG = 0.3

#: What a metre of chain on the bottom resists with: shares of its weight and of Kt.
BOTTOM_RUB = (_CHAIN_FRICTION, _BOTTOM_DRAG)

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


def _terms(
    speed_kn: ArrayLike, anchor_kg: ArrayLike, chain_d_m: ArrayLike, physics: Physics
) -> _Terms:
    """Return chain weight w and drags Kn, Kt (N/m), anchor weight W and drag Da (N)."""
    v, mass, d = np.broadcast_arrays(
        np.asarray(speed_kn, float) * _KN_MS,
        np.asarray(anchor_kg, float),
        np.asarray(chain_d_m, float),
    )
    dynamic = 0.5 * physics.rho_kg_m3 * v * v
    weight = _SUBMERGED * _CHAIN_KG_M3 * _G * d * d
    drag_n = dynamic * physics.drag_normal * d
    drag_t = dynamic * physics.drag_tangential * d
    anchor_drag = dynamic * _ANCHOR_CD_AREA * (mass / 1000.0) ** (2.0 / 3.0)
    return weight, drag_n, drag_t, _SUBMERGED * mass * _G, anchor_drag


def _climb(
    tension: Floats,
    theta: Floats,
    length: Floats,
    terms: _Terms,
    visit: Callable[[Floats, Floats, Floats, Floats, Floats], None] | None = None,
) -> tuple[Floats, Floats, Floats, Floats]:
    """Integrate upward over `length`; return (T, theta, x, z) at the top.

    `visit` sees (s, T, theta, x, z) after every step.
    """
    w, kn, kt = terms[:3]
    h = length / _STEPS
    x, z = np.zeros_like(h * theta), np.zeros_like(h * theta)
    t, a = tension + x, theta + x

    def slope(t: Floats, a: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        c, s = np.cos(a), np.sin(a)
        return w * s + kt * c * c, (w * c - kn * s * s) / t, c, s

    for step in range(1, _STEPS + 1):
        t1, a1, x1, z1 = slope(t, a)
        t2, a2, x2, z2 = slope(t + h / 2 * t1, a + h / 2 * a1)
        t3, a3, x3, z3 = slope(t + h / 2 * t2, a + h / 2 * a2)
        t4, a4, x4, z4 = slope(t + h * t3, a + h * a3)
        t = t + h / 6 * (t1 + 2 * t2 + 2 * t3 + t4)
        a = a + h / 6 * (a1 + 2 * a2 + 2 * a3 + a4)
        x = x + h / 6 * (x1 + 2 * x2 + 2 * x3 + x4)
        z = z + h / 6 * (z1 + 2 * z2 + 2 * z3 + z4)
        if visit is not None:
            visit(h * step, t, a, x, z)
    return t, a, x, z


def _under_water(chain_out_m: ArrayLike, physics: Physics) -> Floats:
    return np.maximum(np.asarray(chain_out_m, float) - physics.above_water_m, 0.0)


def tow_depth_m(
    speed_kn: ArrayLike,
    chain_out_m: ArrayLike,
    anchor_kg: ArrayLike,
    chain_d_m: ArrayLike,
    *,
    method: str = "integrated",
    physics: Physics | None = None,
) -> Floats:
    """Return the depth of an anchor towed free of the bottom.

    Parameters
    ----------
    speed_kn
        Speed through the water, knots.
    chain_out_m
        Chain paid out, m (8 m of it are above the water).
    anchor_kg, chain_d_m
        Mass of the anchor and nominal diameter of the chain.
    method
        ``"integrated"`` or ``"closed"``, a closed form within 8 % of it that needs no
        steps: ``z = l s + 0.45 (1 - s) a ln(1 + l/a)`` with the limit angle's sine s
        and ``a = W / (w + Kt)``.
    physics
        Coefficients; the defaults when left out.

    Returns
    -------
    ndarray
        Metres below the water, in the common shape.

    Raises
    ------
    ValueError
        Another method.

    Notes
    -----
    Calm, steady, straight.  Uncertain by about 12 % (drag coefficient of chain 1.8-3.2).

    Examples
    --------
    >>> round(float(tow_depth_m(10.0, 165.0, 6500.0, 0.066)))
    98
    """
    physics = physics or Physics()
    terms = _terms(speed_kn, anchor_kg, chain_d_m, physics)
    length = _under_water(chain_out_m, physics)
    if method == "closed":
        return _closed_depth(length, terms)
    if method != "integrated":
        raise ValueError(f"method must be 'integrated' or 'closed', not {method!r}")
    weight, drag = terms[3:]
    return _climb(np.hypot(weight, drag), np.arctan2(weight, drag), length, terms)[3]


def _closed_depth(length: Floats, terms: _Terms) -> Floats:
    w, kn, kt, weight, _ = terms
    k = np.maximum(kn / w, 1e-9)
    # The form 2 / (1 + sqrt(1 + 4 k^2)) of the limit angle does not cancel at low speed.
    sine = np.sqrt(2.0 / (1.0 + np.sqrt(1.0 + 4.0 * k * k)))
    a = weight / (w + kt)
    return np.asarray(length * sine + 0.45 * (1.0 - sine) * a * np.log1p(length / a))


def min_chain_m(
    speed_kn: ArrayLike,
    depth_m: ArrayLike,
    anchor_kg: ArrayLike,
    chain_d_m: ArrayLike,
    *,
    longest_m: float = 1200.0,
    method: str = "integrated",
    physics: Physics | None = None,
) -> Floats:
    """Return the shortest paid-out chain with which the anchor reaches the bottom.

    Parameters
    ----------
    speed_kn, anchor_kg, chain_d_m, method, physics
        As in :func:`tow_depth_m`.
    depth_m
        Water depth, m.
    longest_m
        Chain that is tried at most, m.

    Returns
    -------
    ndarray
        Metres; ``inf`` where `longest_m` does not reach, NaN where an argument is NaN.

    Examples
    --------
    >>> round(float(min_chain_m(8.0, 60.0, 11100.0, 0.084)))
    78
    """
    physics = physics or Physics()
    terms = _terms(speed_kn, anchor_kg, chain_d_m, physics)
    depth = np.asarray(depth_m, float)
    shape = np.broadcast_shapes(depth.shape, terms[0].shape)
    low, high = np.zeros(shape), np.full(shape, longest_m)
    weight, drag = terms[3:]
    start, angle = np.hypot(weight, drag), np.arctan2(weight, drag)

    def depth_of(length: Floats) -> Floats:
        if method == "closed":
            return _closed_depth(length, terms)
        return _climb(start, angle, length, terms)[3]

    reach = depth_of(high) >= depth
    if method == "integrated":
        low, high = _bracket(start, angle, longest_m, terms, depth, shape)
    for _ in range(40 if method == "closed" else 6):
        # Depth is concave and rising in the length: secant, kept inside the bracket.
        z_low, z_high = depth_of(low), depth_of(high)
        share = np.clip((depth - z_low) / np.maximum(z_high - z_low, 1e-12), 0.02, 0.98)
        middle = low + share * (high - low)
        above = depth_of(middle) >= depth
        low, high = np.where(above, low, middle), np.where(above, middle, high)
        if np.all(high - low < 0.05):
            break
    found = np.where(reach, 0.5 * (low + high) + physics.above_water_m, np.inf)
    return np.asarray(np.where(np.isnan(depth + terms[0]), np.nan, found))


def _bracket(
    start: Floats,
    angle: Floats,
    longest: float,
    terms: _Terms,
    depth: Floats,
    shape: tuple[int, ...],
) -> tuple[Floats, Floats]:
    """Return the step of one long integration inside which the depth is reached."""
    low, high = np.zeros(shape), np.full(shape, longest)

    def visit(s: Floats, _t: Floats, _a: Floats, _x: Floats, z: Floats) -> None:
        np.copyto(low, s, where=z < depth)

    _climb(start, angle, np.asarray(longest), terms, visit)
    np.minimum(high, low + longest / _STEPS, out=high)
    return low, high


def layback_m(chain_out_m: ArrayLike, depth_m: ArrayLike, *, above_water_m: float = 8.0) -> Floats:
    """Return the horizontal distance from hawse to anchor for a taut chain.

    ``0.98 sqrt((L - 8)^2 - h^2)``, zero where the chain is shorter than the depth.

    Parameters
    ----------
    chain_out_m
        Chain paid out, m.
    depth_m
        Water depth, m.
    above_water_m
        Chain between hawse and water, m.

    Returns
    -------
    ndarray
        Metres.

    Examples
    --------
    >>> round(float(layback_m(110.0, 60.0)))
    81
    """
    length = np.asarray(chain_out_m, float) - above_water_m
    return np.asarray(0.98 * np.sqrt(np.maximum(length**2 - np.asarray(depth_m, float) ** 2, 0.0)))


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
        As in :func:`tow_depth_m`.
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
    terms = _terms(speed, mass, d, physics)
    w, _, kt, weight, drag = terms
    length = _under_water(out, physics)
    free = np.arctan2(weight, drag)
    t, a, x, z = _climb(np.hypot(weight, drag), free, length, terms)
    touches = z >= depth
    holding = lam * weight + drag

    def taut(theta: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        start = holding / (np.cos(theta) + lam * np.sin(theta))
        return _climb(start, theta, length, terms)

    def laid(bottom: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        rub = (_CHAIN_FRICTION * w + _BOTTOM_DRAG * kt) * bottom
        return _climb(holding + rub, np.zeros_like(bottom), length - bottom, terms)

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
