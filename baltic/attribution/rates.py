"""Competing rates: technical faults and ships not heard, per km and hour.

Source: method note, section 4.1; every number is a setting with its source.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .likelihood import location_density, time_density
from .order import chained
from .passages import place_error_km
from .trawl import gear_factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..settings import Settings
    from .targets import Target
    from .windows import Outage

__all__ = [
    "Priors",
    "background",
    "crossing_rates",
    "dark_rate",
    "follow_densities",
    "p_break",
    "still_unheard",
    "technical_rates",
    "unheard_trawls",
]

Floats = NDArray[np.float64]


@dataclasses.dataclass(frozen=True)
class Priors:
    """The priors of one evaluation; the sensitivity band varies them.

    Examples
    --------
    >>> Priors(q=1e-6, kappa=0.07, q_trawl=2e-5).vary(q=3).q
    3e-06
    """

    q: float
    kappa: float
    q_trawl: float
    technical: float = 1.0
    accuracy: float = 1.0

    def vary(
        self,
        *,
        q: float = 1,
        kappa: float | None = None,
        trawl: float = 1,
        technical: float = 1,
        accuracy: float = 1,
    ) -> Priors:
        """Return the priors with factors on all but kappa, which is replaced."""
        return Priors(
            q=self.q * q,
            kappa=self.kappa if kappa is None else kappa,
            q_trawl=self.q_trawl * trawl,
            technical=self.technical * technical,
            accuracy=self.accuracy * accuracy,
        )


def p_break(kind: str, settings: Settings) -> float:
    """Return P(outage | an anchor in contact is dragged over) by kind of asset."""
    prior = settings.attribution
    return {"telecom": prior.p_break_telecom, "power": prior.p_break_power}.get(
        kind, prior.p_break_pipe
    )


def technical_rates(outages: Sequence[Outage], settings: Settings) -> Floats:
    """Return the rate of failures without a ship at each outage, 1/(km h)."""
    prior = settings.attribution
    by_kind = {"telecom": prior.lam_telecom_km_h, "power": prior.lam_power_km_h}
    by_state = {
        "external": prior.external_factor,
        "internal": prior.internal_factor,
        "other": prior.other_cause_factor,
        "unknown": 1.0,
    }
    return np.array(
        [
            by_state[o.state]
            * np.mean([by_kind.get(t.kind, prior.lam_pipe_km_h) for t in o.targets])
            for o in outages
        ]
    )


def crossing_rates(outages: Sequence[Outage], passages: pd.DataFrame, settings: Settings) -> Floats:
    """Return how often ships in the AIS cross each asset at the fault, 1/(km h)."""
    crossings = passages[passages["how"] == "crossing"]
    rates = []
    for outage in outages:
        of_outage = crossings[crossings["outage"] == outage.number]
        shares = [
            _rate(outage, t, of_outage[of_outage["asset_id"] == t.asset_id], settings)
            for t in outage.targets
        ]
        rates.append(float(np.mean(shares)))
    return np.array(rates)


def _rate(outage: Outage, target: Target, rows: pd.DataFrame, settings: Settings) -> float:
    prior = settings.attribution
    span_s = 3600 * prior.rate_span_h
    start, end = outage.earliest_s - span_s, outage.latest_s + span_s
    t = rows["t_s"].to_numpy(float)
    inside = (t >= start) & (t <= end)
    hours = (end - start) / 3600
    floor = prior.dark_rate_floor / max(target.length_km, 1.0)
    if target.fault_kp_km is None:
        density = rows["p_cross"].to_numpy(float)[inside].sum() / max(target.length_km, 1.0)
    else:
        width = max(prior.rate_span_km, outage.place_radius_km + 2 * place_error_km(outage, target))
        near = inside & (np.abs(rows["offset_km"].to_numpy(float)) <= width)
        density = rows["p_cross"].to_numpy(float)[near].sum() / (2 * width)
    return float(max(density / hours, floor))


def unheard_ratio(kappa: float, covered: Floats) -> Floats:
    """Return crossings not heard for one heard: 1/(c (1 - kappa)) - 1, at most 100."""
    heard = np.clip(covered * (1 - kappa), 1 / 101, 1.0)
    return np.asarray(1 / heard - 1)


def still_unheard(kappa: float, covered: Floats) -> Floats:
    """Return P(a ship not heard at outage k is not heard at outage j either).

    A ship without AIS is heard nowhere.  One that was not heard as there is no AIS of k is heard
    at j as any other: what an outage of days without AIS hides says nothing of one that is covered.

    Returns
    -------
    array
        Shape (k, j); the diagonal is not used.

    Examples
    --------
    >>> still_unheard(0.07, np.array([1.0, 0.0])).round(2).tolist()
    [[1.0, 1.0], [0.07, 1.0]]
    """
    missed = 1.0 - np.clip(covered, 0.0, 1.0)
    both = kappa + (1.0 - kappa) * missed[:, None] * missed[None, :]
    return np.asarray(both / np.maximum(kappa + (1.0 - kappa) * missed, 1e-12)[:, None])


def background(
    lam: Floats,
    technical: Floats,
    covered: Floats,
    p_hit: Floats,
    priors: Priors,
) -> tuple[Floats, Floats]:
    """Return rates of another cause at each outage, 1/(km h): technical, and unheard ship."""
    dark = priors.q * unheard_ratio(priors.kappa, covered) * lam * p_hit
    return technical * priors.technical, np.asarray(dark)


def unheard_trawls(
    outages: Sequence[Outage], covered: Floats, priors: Priors, settings: Settings
) -> Floats:
    """Return how often gear towed by boats not heard breaks the asset, 1/(km h), by outage."""
    prior = settings.attribution
    fragile = [np.mean([gear_factor(t.kind, settings) for t in o.targets]) for o in outages]
    unheard = 1.0 - np.clip(covered, 0.0, 1.0) * (1.0 - prior.kappa_trawl)
    return np.asarray(priors.q_trawl * prior.lam_trawl_km_h * np.array(fragile) * unheard)


def follow_densities(
    outages: Sequence[Outage], passages: pd.DataFrame, settings: Settings
) -> Floats:
    """Return the density of an unheard ship's passage at outage j, having broken k, 1/(km h).

    An unheard ship is taken to sail like those heard: every heard ship that crossed asset
    k is moved in time so that it crossed k in its window, and its fit at j is averaged.
    Few ships are blended with a chance and a spread in time that are settings.

    Returns
    -------
    array
        Shape (outage k, outage j); the diagonal is not used.
    """
    prior = settings.attribution
    crossings = passages[passages["how"] == "crossing"]
    columns = ["outage", "mmsi", "asset_id", "t_s", "t_sd_s", "offset_km", "p_cross"]
    at_first = crossings[["outage", "mmsi", "t_s"]]
    ships = at_first.groupby("outage")["mmsi"].nunique()
    found = np.zeros((len(outages), len(outages)))
    for j, later in enumerate(outages):
        length = float(np.mean([max(t.length_km, 1.0) for t in later.targets]))
        floor = prior.dark_second_p / (prior.dark_second_h * length)
        at_later = crossings.loc[crossings["outage"] == later.number, columns]
        fits = _moved(outages, later, at_first, at_later)
        for k, first in enumerate(outages):
            if k != j:
                fit, count = (float(rows.get(first.number, 0.0)) for rows in (fits, ships))
                found[k, j] = (fit + prior.dark_ships * floor) / (count + prior.dark_ships)
    return found


def _moved(
    outages: Sequence[Outage], later: Outage, at_first: pd.DataFrame, at_later: pd.DataFrame
) -> pd.Series[float]:
    """Return the summed fits at `later` of ships moved in time into the window of each outage."""
    pairs = at_first.merge(at_later, on="mmsi", suffixes=("_first", ""))
    windows = {o.number: (o.earliest_s, o.latest_s) for o in outages}
    begin, end = np.array([windows[n] for n in pairs["outage_first"]]).reshape(-1, 2).T
    sd = np.sqrt(pairs["t_sd_s"] ** 2 + later.reading_sd_s**2 + (end - begin) ** 2 / 12).to_numpy()
    t = ((begin + end) / 2 + pairs["t_s"] - pairs["t_s_first"]).to_numpy()
    density = pairs["p_cross"].to_numpy(float) * time_density(
        t, sd, later.earliest_s, later.latest_s, later.delay_s
    )
    for target in later.targets:
        mine = (pairs["asset_id"] == target.asset_id).to_numpy()
        offset = pairs["offset_km"].to_numpy(float)[mine]
        place = place_error_km(later, target)
        density[mine] *= location_density(
            offset, place, target.length_km, later.place_radius_km
        ) / len(later.targets)
    best = pairs.assign(fit=density).groupby(["outage_first", "mmsi"])["fit"].max()
    return best.groupby("outage_first").sum()


def dark_rate(
    technical: Floats, dark: Floats, p_hit: Floats, follows: Floats, before: Floats | None = None
) -> float:
    """Return the log rate of one unheard ship behind at least one outage, over all technical.

    Every set of outages it may be behind is summed, in their order or, where windows leave
    that open, as the mean of the orders; what it breaks next depends on what it broke last,
    since a ship that is in time at one asset is in time at those close to it, however it came
    there.

    Parameters
    ----------
    technical, dark
        Rates at each outage, 1/(km h).
    p_hit
        P(contact and break) of a ship unknown.
    follows
        From :func:`follow_densities`, times :func:`still_unheard`.
    before
        P(outage k before j) from :func:`baltic.attribution.order.order_chances`; without it
        they happened as numbered.
    """
    if before is None:
        before = np.triu(np.ones(follows.shape), 1)
    return float(np.log(chained(dark / technical, follows * p_hit / technical, before)))
