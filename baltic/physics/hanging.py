"""A chain towed through the water with an anchor at its end: the balance along it.

Steady balance of weight and drag (Morison, on the nominal diameter; coefficients of
DNV-OS-E301) along a stud-link chain, from the anchor (s = 0) up to the hawse, theta from the
horizontal::

    dT/ds     = w sin(theta) + Kt cos^2(theta)
    dtheta/ds = (w cos(theta) - Kn sin^2(theta)) / T

Because the start does not depend on the length of the chain, one integration gives every
length at once.  Everything is an array of one (broadcast) shape; SI units but knots.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..settings import Physics

__all__ = ["CHAIN_KG_M3", "STEPS", "Terms", "climb", "terms_of", "under_water_m"]

Floats = NDArray[np.float64]

_KN_MS = 1852.0 / 3600.0
_G = 9.81
STEPS = 48  # RK4 steps: halving changes depths by less than 0.05 %

#: Mass of stud-link chain, kg/m per m2 of diameter, and what is left of weight under water.
CHAIN_KG_M3 = 21.9e3
_SUBMERGED = 0.87

#: Area and drag coefficient of an anchor: 1.2 * 0.55 m2 per (tonne)^(2/3).
_ANCHOR_CD_AREA = 1.2 * 0.55


class Terms(NamedTuple):
    """What acts on chain and anchor: weights under water and drags, arrays of one shape.

    Of the chain per metre (w, Kn and Kt above), N/m; of the anchor, N.
    """

    chain_n_m: Floats
    normal_n_m: Floats
    tangential_n_m: Floats
    anchor_n: Floats
    anchor_drag_n: Floats

    @property
    def free(self) -> tuple[Floats, Floats]:
        """Tension, N, and angle at an anchor that hangs free of the bottom."""
        return (
            np.hypot(self.anchor_n, self.anchor_drag_n),
            np.arctan2(self.anchor_n, self.anchor_drag_n),
        )


def terms_of(
    speed_kn: ArrayLike, anchor_kg: ArrayLike, chain_d_m: ArrayLike, physics: Physics
) -> Terms:
    """Return what acts on a chain and its anchor at some speed."""
    v, mass, d = np.broadcast_arrays(
        np.asarray(speed_kn, float) * _KN_MS,
        np.asarray(anchor_kg, float),
        np.asarray(chain_d_m, float),
    )
    dynamic = 0.5 * physics.rho_kg_m3 * v * v
    return Terms(
        chain_n_m=_SUBMERGED * CHAIN_KG_M3 * _G * d * d,
        normal_n_m=dynamic * physics.drag_normal * d,
        tangential_n_m=dynamic * physics.drag_tangential * d,
        anchor_n=_SUBMERGED * mass * _G,
        anchor_drag_n=dynamic * _ANCHOR_CD_AREA * (mass / 1000.0) ** (2.0 / 3.0),
    )


def climb(
    tension: Floats,
    theta: Floats,
    length: Floats,
    terms: Terms,
    visit: Callable[[Floats, Floats, Floats, Floats, Floats], None] | None = None,
) -> tuple[Floats, Floats, Floats, Floats]:
    """Integrate upward over `length`; return (T, theta, x, z) at the top.

    `visit` sees (s, T, theta, x, z) after every step.
    """
    w, kn, kt = terms.chain_n_m, terms.normal_n_m, terms.tangential_n_m
    h = length / STEPS
    x, z = np.zeros_like(h * theta), np.zeros_like(h * theta)
    t, a = tension + x, theta + x

    def slope(t: Floats, a: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        c, s = np.cos(a), np.sin(a)
        return w * s + kt * c * c, (w * c - kn * s * s) / t, c, s

    for step in range(1, STEPS + 1):
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


def under_water_m(chain_out_m: ArrayLike, physics: Physics) -> Floats:
    """Return how much of the chain paid out is under water, m."""
    return np.maximum(np.asarray(chain_out_m, float) - physics.above_water_m, 0.0)
