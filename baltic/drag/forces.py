"""What anchor and chain of a ship of some size pull, read from a table made once a run."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .. import physics
from ..settings import Physics

__all__ = [
    "DEPTH_M",
    "SEABED",
    "chain_prior",
    "chain_shares",
    "pull_table",
    "pulls_n",
    "ship_pull",
]

Floats = NDArray[np.float64]

#: Depth that stands for the Baltic's shipping lanes where none is given; the pull changes
#: little between 30 and 90 m.
DEPTH_M = 60.0

_NUMBERS = np.geomspace(150.0, 6000.0, 10)
_SPEEDS = np.array([0.5, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 17.0, 21.0])
_DEPTHS = np.array(
    [10.0, 20.0, 30.0, 45.0, 60.0, 80.0, 100.0, 130.0, 165.0, 210.0, 270.0, 350.0, 450.0]
)
_SHARES = np.array([0.15, 0.25, 0.35, 0.45, 0.55, 0.7, 0.85, 0.95])
#: Prior of seabeds along a drag, and of the chain paid out as a share of one side.
SEABED = ((0.8, 0.25), (2.2, 0.5), (3.7, 0.25))
_CHAIN = ((0.95, 0.5), (0.7, 0.2), (0.45, 0.15), (0.25, 0.15))


@lru_cache(maxsize=4)
def pull_table(rules: Physics) -> physics.PullGrid:
    """Return pull and reach by equipment number, speed, depth, chain and seabed."""
    lam = [s for s, _ in SEABED]
    return physics.pull_grid(_NUMBERS, _SPEEDS, _DEPTHS, _SHARES, lam, physics=rules)


@lru_cache(maxsize=256)
def ship_pull(equipment_number: float, rules: Physics) -> physics.ShipPull:
    """Return the tables of one ship."""
    return pull_table(rules).of(equipment_number)


def chain_prior(ship: physics.ShipPull, rules: Physics) -> Floats:
    """Return the prior of the lengths of chain in the tables of a ship (l,).

    Nearly full run-out with ``full_run_out``, else evenly from two shackles to one side.
    """
    edges = np.concatenate([[0.0], (_SHARES[1:] + _SHARES[:-1]) / 2.0, [1.0]])
    side = ship.chain_m[-1] / _SHARES[-1]
    width = np.diff(np.maximum(edges, min(physics.MIN_CHAIN_M / side, 0.9)))
    even = (1.0 - rules.full_run_out) * width / width.sum()
    even[-1] += rules.full_run_out
    return np.asarray(even)


def chain_shares() -> tuple[Floats, Floats]:
    """Return shares of one side's chain that may be out, and the prior of each.

    Examples
    --------
    >>> float(chain_shares()[1].sum())
    1.0
    """
    return np.array([c for c, _ in _CHAIN]), np.array([p for _, p in _CHAIN])


def pulls_n(
    equipment_number: float, speed_kn: float, rules: Physics, depth_m: float = DEPTH_M
) -> tuple[Floats, Floats]:
    """Return the pull (N) in every case of chain and seabed, and the prior of each.

    Examples
    --------
    >>> force, weight = pulls_n(2300.0, 7.0, Physics())
    >>> bool(50e3 < force.min() < force.max() < 500e3), round(float(weight.sum()), 6)
    (True, 1.0)
    """
    ship = ship_pull(equipment_number, rules)
    chain = np.searchsorted(_SHARES, chain_shares()[0])
    force = np.exp(ship.log_force_at(speed_kn, depth_m)[chain])
    weight = np.outer(chain_shares()[1], [p for _, p in SEABED])
    return force.ravel(), weight.ravel()
