"""Posterior over vessels, a ship not heard and no ship, from competing rates.

For vessel i, with q the chance of dragging at a crossing, LR_i the drag ledger, J_ik the
density of its passage at outage k and b_k the rate of every other cause there::

    r_i = q LR_i [ prod_k (p_hit_ik J_ik + b_k) - prod_k b_k ]

so that a ship behind some of the outages keeps the chance that the others failed for
another reason.  Passages of a ship at work with fishing gear add, with g the chance that gear
on the seabed breaks the asset::

    prod_k (g_ik J_ik + b_k) - prod_k b_k

since each cable that gear comes over is a chance of its own, where one anchor does for all.
Source: method note, sections 4, 4.1 and 4.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .order import order_chances
from .rates import Priors, background, dark_rate, p_break, technical_rates, unheard_trawls
from .trawl import gear_factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..settings import Settings
    from .ledger import Drag
    from .windows import Outage

__all__ = ["Model", "Posterior", "credible_set", "densities"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Posterior:
    """Probabilities that sum to one.

    ``share[i, k]`` is P(vessel i broke k | vessel i did any), ``gear[i]`` P(with fishing gear and
    no anchor | vessel i did any).
    """

    vessels: Floats
    dark: float
    none: float
    share: Floats
    gear: Floats


def densities(
    passages: pd.DataFrame, mmsi: NDArray[np.int64], outages: Sequence[Outage], settings: Settings
) -> tuple[Floats, NDArray[np.object_], Floats]:
    """Return J (2 x vessel x outage, 1/(km h)); asset and P(contact) of each likeliest passage.

    The first J is that of anchors; the second that of fishing gear, times the chance that it is
    on the seabed and how easily it breaks such an asset.  The chance of contact is NaN where
    depth or size is unknown.
    """
    J = np.zeros((2, len(mmsi), len(outages)))
    asset = np.full(J.shape[1:], None, dtype=object)
    row = np.searchsorted(mmsi, passages["mmsi"].to_numpy(np.int64))
    column = passages["outage"].to_numpy(np.int64)
    density = passages["density"].to_numpy(float)
    trawls = passages["p_trawl"].to_numpy(float)
    kinds = {t.asset_id: gear_factor(t.kind, settings) for o in outages for t in o.targets}
    names = passages["asset_id"].to_numpy(dtype=object)
    fragile = np.array([kinds[str(name)] for name in names], dtype=float)
    works = trawls > 0
    weight = np.where(works, trawls * fragile, 1.0)
    np.add.at(J, (works.astype(int), row, column), density * weight)
    order = np.argsort(density, kind="stable")
    asset[row[order], column[order]] = names[order]
    contact = np.full(J.shape[1:], np.nan)
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
        """Return P(contact and break): for vessels (vessel x outage) and for a ship unknown.

        A vessel's is that of the asset it passed, a ship unknown's the mean of those possible.
        """
        prior = self.settings.attribution
        by_asset = [
            {t.asset_id: p_break(t.kind, self.settings) for t in o.targets} for o in self.outages
        ]
        unknown = np.array([np.mean(list(each.values())) for each in by_asset])
        breaks = np.tile(unknown, (len(self.mmsi), 1))
        for k, each in enumerate(by_asset):
            for asset_id, p in each.items():
                breaks[self.assets[:, k] == asset_id, k] = p
        contact = np.where(np.isnan(self.contact), prior.p_contact, self.contact)
        for i, ship in enumerate(self.mmsi if with_drag else ()):
            known = self.drags[int(ship)].contact
            for k in range(len(self.outages)):
                contact[i, k] = known.get(str(self.assets[i, k]), contact[i, k])
        return contact * breaks, prior.p_contact * unknown

    def posterior(self, J: Floats, priors: Priors, *, with_drag: bool = True) -> Posterior:
        """Return the posterior for densities J (anchor or gear x vessel x outage)."""
        vessel_hit, unknown_hit = self.p_hit(with_drag=with_drag)
        base = technical_rates(self.outages, self.settings)
        technical, dark = background(self.lam, base, self.covered, unknown_hit, priors)
        trawled = unheard_trawls(self.outages, self.covered, priors, self.settings)
        other = technical + dark + trawled
        llr = np.array([self.drags[int(m)].total if with_drag else 0.0 for m in self.mmsi])
        gain = np.log1p(np.stack([vessel_hit * J[0], priors.q_trawl * J[1]]) / other)
        total = gain.sum(axis=2)
        with np.errstate(divide="ignore", invalid="ignore"):
            log_r = _log_expm1(total) + np.log(other / technical).sum()
            log_r[0] += np.log(priors.q) + llr
            each = -np.expm1(-gain) / np.maximum(-np.expm1(-total), 1e-300)[:, :, None]
            log_dark = np.logaddexp(
                dark_rate(technical, dark, unknown_hit, self.follows, order_chances(self.outages)),
                _log_expm1(np.log1p(trawled / technical).sum()),
            )
        both = np.logaddexp(*log_r)
        way = np.exp(log_r - np.where(np.isfinite(both), both, 0.0))
        logs = np.concatenate([both, [log_dark, 0.0]])
        weights = np.exp(logs - logs.max())
        p = weights / weights.sum()
        share = (way[:, :, None] * each).sum(axis=0)
        return Posterior(p[:-2], float(p[-2]), float(p[-1]), share, way[1])


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
