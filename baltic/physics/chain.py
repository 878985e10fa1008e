"""How deep a towed anchor hangs, and with how much chain it reaches the bottom."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..settings import Physics
from .hanging import STEPS, Terms, climb, terms_of, under_water_m

__all__ = ["layback_m", "min_chain_m", "tow_depth_m"]

Floats = NDArray[np.float64]


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
    terms = terms_of(speed_kn, anchor_kg, chain_d_m, physics)
    length = under_water_m(chain_out_m, physics)
    if method == "closed":
        return _closed_depth(length, terms)
    if method != "integrated":
        raise ValueError(f"method must be 'integrated' or 'closed', not {method!r}")
    return climb(*terms.free, length, terms)[3]


def _closed_depth(length: Floats, terms: Terms) -> Floats:
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
    terms = terms_of(speed_kn, anchor_kg, chain_d_m, physics)
    depth = np.asarray(depth_m, float)
    shape = np.broadcast_shapes(depth.shape, terms.chain_n_m.shape)
    low, high = np.zeros(shape), np.full(shape, longest_m)

    def depth_of(length: Floats) -> Floats:
        if method == "closed":
            return _closed_depth(length, terms)
        return climb(*terms.free, length, terms)[3]

    reach = depth_of(high) >= depth
    if method == "integrated":
        low, high = _bracket(longest_m, terms, depth, shape)
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
    return np.asarray(np.where(np.isnan(depth + terms.chain_n_m), np.nan, found))


def _bracket(
    longest: float, terms: Terms, depth: Floats, shape: tuple[int, ...]
) -> tuple[Floats, Floats]:
    """Return the step of one long integration inside which the depth is reached."""
    low, high = np.zeros(shape), np.full(shape, longest)

    def visit(s: Floats, _t: Floats, _a: Floats, _x: Floats, z: Floats) -> None:
        np.copyto(low, s, where=z < depth)

    climb(*terms.free, np.asarray(longest), terms, visit)
    np.minimum(high, low + longest / STEPS, out=high)
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
