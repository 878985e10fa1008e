"""Posterior over vessels, a ship not heard and no ship, from competing rates.

For vessel i, with q the chance of dragging at a crossing, LR_i the drag ledger, J_ik the
density of its passage at outage k and b_ik the rate of every other cause there::

    r_i = q LR_i [ prod_k (p_hit_ik J_ik + b_ik) - prod_k b_ik ]

so that a ship behind some of the outages keeps the chance that the others failed for
another reason: no ship, one not heard, or other ships heard, each with its own q LR once,
however many of them it is behind (:mod:`.explanations`).  What several ships explain together
counts in equal parts for each.

Passages of a ship at work with fishing gear add, with g the chance that gear
on the seabed breaks the asset::

    prod_k (g_ik J_ik + b_ik) - prod_k b_ik

since each cable that gear comes over is a chance of its own, where one anchor does for all.
Source: method note, sections 4, 4.1 and 4.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .explanations import MOST_OUTAGES, behind, shared_out
from .order import order_chances
from .rates import (
    Priors,
    background,
    dark_rate,
    p_break,
    still_unheard,
    technical_rates,
    unheard_trawls,
)
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
        rates = self._rates(J, priors, with_drag=with_drag)
        ways, share = _of_ships(rates)
        log_dark = self._log_unheard(rates)
        both = np.logaddexp(*ways)
        gear = np.exp(ways[1] - np.where(np.isfinite(both), both, 0.0))
        logs = np.concatenate([both, [log_dark, 0.0]])
        weights = np.exp(logs - logs.max())
        p = weights / weights.sum()
        return Posterior(p[:-2], float(p[-2]), float(p[-1]), share, gear)

    def alone(self, J: Floats, priors: Priors) -> Floats:
        """Return the posterior of each outage as if it were the only one.

        Returns
        -------
        array
            Shape (vessels, a ship not heard, no ship) x outage; columns sum to one.
        """
        rates = self._rates(J, priors, with_drag=True)
        all_ = np.vstack([rates.heard.sum(axis=0), rates.dark + rates.trawled, rates.technical])
        return np.asarray(all_ / all_.sum(axis=0))

    def together(self, J: Floats, priors: Priors) -> Floats:
        """Return P(a vessel is behind an outage), given all outages (vessel x outage).

        Unlike :meth:`alone` it holds that one drag may have broken several assets: a ship that
        fits all of them leaves little of any for a ship that fits one.
        """
        rates = self._rates(J, priors, with_drag=True)
        other = rates.technical + rates.dark + rates.trawled
        if len(other) > MOST_OUTAGES:
            # Of what several ships explain together each counts its part only.
            p = self.posterior(J, priors)
            return np.asarray(p.vessels[:, None] * p.share)
        log_w, log_any = behind(rates.prior, rates.given / rates.technical, other / rates.technical)
        total = np.logaddexp.reduce([log_any, self._log_unheard(rates), 0.0])
        return np.asarray(np.exp(log_w - total))

    def _log_unheard(self, rates: _Rates) -> float:
        """Return the log rate of ships not heard, over all technical."""
        with np.errstate(divide="ignore"):
            return float(
                np.logaddexp(
                    dark_rate(
                        rates.technical, rates.dark, rates.unknown_hit, rates.follows,
                        order_chances(self.outages),
                    ),
                    _log_expm1(np.log1p(rates.trawled / rates.technical).sum()),
                )
            )  # fmt: skip

    def _rates(self, J: Floats, priors: Priors, *, with_drag: bool) -> _Rates:
        vessel_hit, unknown_hit = self.p_hit(with_drag=with_drag)
        base = technical_rates(self.outages, self.settings)
        technical, dark = background(self.lam, base, self.covered, unknown_hit, priors)
        trawled = unheard_trawls(self.outages, self.covered, priors, self.settings)
        llr = np.array([self.drags[int(m)].total if with_drag else 0.0 for m in self.mmsi])
        prior = np.stack([np.log(priors.q) + llr, np.zeros(len(llr))])
        given = np.stack([vessel_hit * J[0], priors.q_trawl * J[1]])
        follows = self.follows * still_unheard(priors.kappa, self.covered)
        return _Rates(prior, given, technical, dark, trawled, unknown_hit, follows)


@dataclass(frozen=True)
class _Rates:
    """Rates of each cause at each outage, 1/(km h).

    Of ships, by anchor and gear: ``prior`` the log chance that holds for all outages at once,
    ``given`` (way x vessel x outage) the rate given that.
    """

    prior: Floats
    given: Floats
    technical: Floats
    dark: Floats
    trawled: Floats
    unknown_hit: Floats
    follows: Floats

    @property
    def heard(self) -> Floats:
        """Rates of ships at each outage alone (way x vessel x outage)."""
        return np.asarray(np.exp(self.prior)[:, :, None] * self.given)


def _of_ships(rates: _Rates) -> tuple[Floats, Floats]:
    """Return log rates over all technical (way x vessel), and P(behind k | behind any)."""
    other = rates.technical + rates.dark + rates.trawled
    if len(other) > MOST_OUTAGES:
        return _one_by_one(rates, other)
    return shared_out(rates.prior, rates.given / rates.technical, other / rates.technical)


def _one_by_one(rates: _Rates, background: Floats) -> tuple[Floats, Floats]:
    """Return :func:`_of_ships` of many outages: others are behind each for itself."""
    heard = rates.heard.sum(axis=0)
    rivals = np.maximum(heard.sum(axis=0) - heard, 0.0)
    # A rate is a polynomial in u of a degree below the number of outages: these are exact.
    nodes, weights = np.polynomial.legendre.leggauss((heard.shape[1] + 1) // 2)
    log_r, each = [], []
    with np.errstate(divide="ignore", invalid="ignore"):
        for u, weight in zip((nodes + 1) / 2, weights / 2, strict=True):
            other = background + u * rivals
            gain = np.log1p(rates.given / other)
            total = gain.sum(axis=2)
            others = np.log(other / rates.technical).sum(axis=1)
            log_r.append(np.log(weight) + rates.prior + _log_expm1(total) + others)
            each.append(-np.expm1(-gain) / np.maximum(-np.expm1(-total), 1e-300)[:, :, None])
        ways = np.logaddexp.reduce(np.array(log_r), axis=0)
        any_way = np.logaddexp(*ways)
        part = np.exp(np.array(log_r) - np.where(np.isfinite(any_way), any_way, 0.0))
    share = np.einsum("nwi,nwik->ik", part, np.array(each))
    return np.asarray(ways), np.asarray(share)


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
