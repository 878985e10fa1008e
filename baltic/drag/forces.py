"""What anchor and chain of a ship of some size pull, read from a table made once a run."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .. import physics
from ..settings import Physics

__all__ = ["DEPTH_M", "pull_table", "pulls_n"]

Floats = NDArray[np.float64]

#: Depth that stands for the Baltic's shipping lanes where none is given; the pull changes
#: little between 30 and 90 m.
DEPTH_M = 60.0

_NUMBERS = np.geomspace(150.0, 6000.0, 10)
_SPEEDS = np.array([0.5, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 17.0, 21.0])
#: Prior of seabeds along a drag, and of the chain paid out as a share of one side.
_SEABED = ((0.8, 0.25), (2.2, 0.5), (3.7, 0.25))
_CHAIN = ((0.95, 0.5), (0.7, 0.2), (0.45, 0.15), (0.25, 0.15))


@lru_cache(maxsize=4)
def pull_table(rules: Physics) -> tuple[Floats, Floats]:
    """Return ln force (N) by equipment number, speed and case, and the prior of the cases."""
    gear = physics.anchor_of(_NUMBERS)
    lam = np.array([s for s, _ in _SEABED])[None, None, None, :]
    share = np.array([c for c, _ in _CHAIN])[None, None, :, None]
    mass, d, side = (
        np.asarray(a)[:, None, None, None]
        for a in (gear.mass_kg, gear.chain_d_m, gear.chain_side_m)
    )
    speed = _SPEEDS[None, :, None, None]
    force = physics.force_n(speed, share * side, mass, d, DEPTH_M, lam, physics=rules)
    weight = np.outer([p for _, p in _CHAIN], [p for _, p in _SEABED]).ravel()
    return np.log(force).reshape(len(_NUMBERS), len(_SPEEDS), -1), weight


def pulls_n(equipment_number: float, speed_kn: float, rules: Physics) -> tuple[Floats, Floats]:
    """Return the pull (N) in every case of seabed and chain, and the prior of each.

    Examples
    --------
    >>> force, weight = pulls_n(2300.0, 7.0, Physics())
    >>> bool(50e3 < force.min() < force.max() < 500e3), round(float(weight.sum()), 6)
    (True, 1.0)
    """
    table, weight = pull_table(rules)
    i = float(np.interp(np.log(equipment_number), np.log(_NUMBERS), np.arange(len(_NUMBERS))))
    j = float(np.interp(speed_kn, _SPEEDS, np.arange(len(_SPEEDS))))
    a, b = min(int(i), len(_NUMBERS) - 2), min(int(j), len(_SPEEDS) - 2)
    p, q = i - a, j - b
    rows = table[a] * (1 - p) + table[a + 1] * p
    return np.asarray(np.exp(rows[b] * (1 - q) + rows[b + 1] * q)), weight
