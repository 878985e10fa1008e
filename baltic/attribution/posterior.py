"""Posterior over vessels, a ship not heard and no ship, from competing rates.

For vessel i, with q the chance of dragging at a crossing, LR_i the drag ledger, J_ik the
density of its passage at outage k and b_k the rate of every other cause there::

    r_i = q LR_i [ prod_k (p_hit_ik J_ik + b_k) - prod_k b_k ]

so that a ship behind some of the outages keeps the chance that the others failed for
another reason.  Source: method note, sections 4.1 and 4.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .rates import Priors, background, dark_rate, p_break, technical_rates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..settings import Settings
    from .ledger import Drag
    from .windows import Outage

__all__ = ["Model", "Posterior", "credible_set", "densities"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Posterior:
    """Probabilities that sum to one; ``share[i, k]`` is P(vessel i broke k | vessel i did any)."""

    vessels: Floats
    dark: float
    none: float
    share: Floats


def densities(
    passages: pd.DataFrame, mmsi: NDArray[np.int64], outages: Sequence[Outage]
) -> tuple[Floats, NDArray[np.object_], Floats]:
    """Return J (vessel x outage, 1/(km h)); asset and P(contact) of each likeliest passage.

    The chance of contact is NaN where depth or size is unknown.
    """
    J = np.zeros((len(mmsi), len(outages)))
    asset = np.full(J.shape, None, dtype=object)
    row = np.searchsorted(mmsi, passages["mmsi"].to_numpy(np.int64))
    column = passages["outage"].to_numpy(np.int64)
    density = passages["density"].to_numpy(float)
    np.add.at(J, (row, column), density)
    names = passages["asset_id"].to_numpy(dtype=object)
    order = np.argsort(density, kind="stable")
    asset[row[order], column[order]] = names[order]
    contact = np.full(J.shape, np.nan)
    contact[row[order], column[order]] = passages["p_contact"].to_numpy(float)[order]
    return J, asset, contact


@dataclass(frozen=True)
class Model:
    """Everything the posterior needs but the priors that the sensitivity band varies."""

    outages: Sequence[Outage]
    mmsi: NDArray[np.int64]
    assets: NDArray[np.object_]
    contact: Floats
    drags: dict[int, Drag]
    lam: Floats
    follows: Floats
    covered: Floats
    settings: Settings

    def p_hit(self, *, with_drag: bool) -> tuple[Floats, Floats]:
        """Return P(contact and break): for vessels (vessel x outage) and for a ship unknown."""
        prior = self.settings.attribution
        breaks = np.array([p_break(o.targets[0].kind, self.settings) for o in self.outages])
        contact = np.where(np.isnan(self.contact), prior.p_contact, self.contact)
        for i, ship in enumerate(self.mmsi if with_drag else ()):
            known = self.drags[int(ship)].contact
            for k in range(len(self.outages)):
                contact[i, k] = known.get(str(self.assets[i, k]), contact[i, k])
        return contact * breaks, prior.p_contact * breaks

    def posterior(self, J: Floats, priors: Priors, *, with_drag: bool = True) -> Posterior:
        """Return the posterior for densities J (vessel x outage)."""
        vessel_hit, unknown_hit = self.p_hit(with_drag=with_drag)
        base = technical_rates(self.outages, self.settings)
        technical, dark = background(self.lam, base, self.covered, unknown_hit, priors)
        other = technical + dark
        llr = np.array([self.drags[int(m)].total if with_drag else 0.0 for m in self.mmsi])
        gain = np.log1p(vessel_hit * J / other)
        total = gain.sum(axis=1)
        with np.errstate(divide="ignore"):
            log_r = np.log(priors.q) + llr + np.log(other / technical).sum() + _log_expm1(total)
            share = -np.expm1(-gain) / np.maximum(-np.expm1(-total), 1e-300)[:, None]
        log_dark = dark_rate(technical, dark, unknown_hit, self.follows)
        logs = np.concatenate([log_r, [log_dark, 0.0]])
        weights = np.exp(logs - logs.max())
        p = weights / weights.sum()
        return Posterior(p[:-2], float(p[-2]), float(p[-1]), share)


def _log_expm1(x: Floats) -> Floats:
    """Return ln(e^x - 1) without overflow."""
    return np.asarray(np.where(x > 30, x, np.log(np.expm1(np.minimum(x, 30)))))


def credible_set(
    keys: Sequence[int | str], p: Sequence[float], level: float = 0.95
) -> list[int | str]:
    """Return the fewest hypotheses that hold `level` of the posterior, likeliest first.

    Examples
    --------
    >>> credible_set([1, 2, "none"], [0.7, 0.27, 0.03])
    [1, 2]
    """
    order = sorted(range(len(p)), key=lambda i: -p[i])
    total, chosen = 0.0, []
    for i in order:
        chosen.append(keys[i])
        total += p[i]
        if total >= level - 1e-12:
            break
    return chosen
