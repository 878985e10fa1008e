"""When a line was crossed between two fixes: the first passage of a Brownian bridge.

A line is taken to be straight nearby; `d0` and `d1` are signed distances of the two fixes
from it, of opposite signs when they lie on opposite sides.  Between them the distance is a
Brownian bridge of variance rate sigma^2, whatever the ship's speed.  Source: method note 4.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtr

if TYPE_CHECKING:
    from ..settings import Settings

__all__ = ["crossing_chance", "mixture", "passage_share"]

Floats = NDArray[np.float64]


def mixture(settings: Settings, span_s: Any) -> tuple[tuple[float, Floats], ...]:
    """Return pairs (sigma in m/s^0.5, weight): legs of some length may hide a turn.

    Examples
    --------
    >>> from baltic.settings import Settings
    >>> [(sigma, float(w)) for sigma, w in mixture(Settings(), 3600.0)]
    [(2.0, 0.9), (15.0, 0.1)]
    """
    rules = settings.crossings
    turn = np.where(np.asarray(span_s, float) > rules.turn_after_s, rules.turn_share, 0.0)
    return (
        (rules.sigma_m_sqrt_s, np.asarray(1.0 - turn)),
        (rules.sigma_turn_m_sqrt_s, np.asarray(turn)),
    )


def crossing_chance(d0_m: Any, d1_m: Any, span_s: Any, sigma: float) -> Floats:
    """Return P(the line was crossed between two fixes).

    One for opposite sides, ``exp(-2 d0 d1 / (sigma^2 T))`` for the same side.

    Parameters
    ----------
    d0_m, d1_m
        Signed distances of both fixes from the line, m.
    span_s
        Time between them, s.
    sigma
        Root of the variance rate, m/s^0.5.

    Examples
    --------
    >>> crossing_chance([100.0, -100.0], 100.0, 3600.0, 2.0).round(3).tolist()
    [0.249, 1.0]
    """
    product = np.asarray(d0_m, float) * np.asarray(d1_m, float)
    span = np.maximum(np.asarray(span_s, float), 1e-9)
    return np.asarray(np.exp(-2.0 * np.maximum(product, 0.0) / (sigma**2 * span)))


def passage_share(t_s: Any, d0_m: Any, d1_m: Any, span_s: Any, sigma: float) -> Floats:
    """Return P(first crossing at or before `t_s` after the first fix), 0 to crossing_chance.

    Notes
    -----
    With x, y the distances as seen from the first fix's side, a = t/T, s^2 = sigma^2 t (1-a):
    P(later) = Phi((x(1-a) + y a)/s) - exp(-2xy/(sigma^2 T)) Phi((y a - x(1-a))/s); own
    derivation (reflection, given the place at t).

    Examples
    --------
    >>> passage_share([0.0, 1800.0, 3600.0], 500.0, -500.0, 3600.0, 2.0).round(3).tolist()
    [0.0, 0.547, 1.0]
    """
    t, x, y, span = _sided(t_s, d0_m, d1_m, span_s)
    a = np.clip(t / span, 0.0, 1.0)
    s = sigma * np.sqrt(a * (1 - a) * span)
    ahead, behind = x * (1 - a) + y * a, y * a - x * (1 - a)
    with np.errstate(divide="ignore", invalid="ignore"):
        high, low = ahead / s, behind / s
        weight = -2.0 * x * y / (sigma**2 * span)
        later = ndtr(high) - np.exp(np.minimum(weight + log_ndtr(low), 0.0))
    # At either end nothing is left to chance.
    later = np.where(a <= 0, np.where(x > 0, 1.0, 0.0), later)
    end = 1.0 - crossing_chance(x, y, span, sigma)
    later = np.where(a >= 1, end, later)
    return np.asarray(1.0 - np.clip(np.nan_to_num(later, nan=0.0), end, 1.0))


def _sided(t_s: Any, d0_m: Any, d1_m: Any, span_s: Any) -> tuple[Floats, Floats, Floats, Floats]:
    """Return arrays with the first distance positive."""
    t, d0, d1, span = np.broadcast_arrays(
        *(np.asarray(v, float) for v in (t_s, d0_m, d1_m, span_s))
    )
    side = np.where(d0 < 0, -1.0, 1.0)
    return t, np.abs(d0), side * d1, np.maximum(span, 1e-9)
