"""Whether one length of chain explains a whole episode, given the depths under it.

A chain once paid out stays as long as it is: the anchor lands where the water is shallow and
may lift off where it is deep, and what it then pulls slows the ship by more or by less.  For
every length of chain (and every seabed) the speed that the ship would settle at is worked out
along the depths of the episode and compared with the speeds made::

    ratio = sum over lengths of  prior * P(mean speed | length)
                                 * P(pattern of speeds | length) / P(pattern | depth says nothing)
                                 * share of the slow stretch in which that length reaches

The mean speed only tells which lengths are plausible (what it says of a drag is the item
``force``), so that a flat sea bed within reach says nothing either way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .. import physics
from ..settings import Settings
from .case import Case, Own
from .evidence import Measure
from .exposure import Depth
from .forces import SEABED, chain_prior, ship_pull

__all__ = ["contact_measures", "sound_cases"]

Floats = NDArray[np.float64]

#: Speeds, as shares of the speed before, among which the settled one is sought.
_SHARES = np.linspace(0.1, 1.0, 19)
#: A ship is as good as stopped below this share of its speed.
_LEAST_SHARE = 0.1
#: Weight of bins that are not slow at all: a steering episode may lose no speed.
_SOME = 0.02


def sound_cases(cases: Sequence[Case], depth: Depth | None) -> list[Case]:
    """Return the cases with the water depths under their bins, asked for all at once."""
    if depth is None or not cases:
        return list(cases)
    legs = [(c.episode.leg, c.episode.inside) for c in cases]
    lon, lat = (np.concatenate([getattr(leg, n)[i] for leg, i in legs]) for n in ("lon", "lat"))
    below = np.split(depth(lon, lat), np.cumsum([len(leg.t[i]) for leg, i in legs])[:-1])
    return [replace(c, depth_m=d) for c, d in zip(cases, below, strict=True)]


@dataclass(frozen=True)
class _Bins:
    """Bins of known depth: ln of speed over that before, speed (kn), depth (m)."""

    slow: Floats
    speed_kn: Floats
    depth_m: Floats


def contact_measures(case: Case, settings: Settings) -> list[Measure]:
    """Return the item ``one_chain``; none where depth or the ship's length is unknown."""
    bins = _known_bins(case, settings)
    if case.own is None or bins is None:
        return []
    ship = ship_pull(case.own.equipment_number, settings.physics)
    weight = chain_prior(ship, settings.physics)[:, None] * np.array([p for _, p in SEABED])
    settled = _settled(case.v_ref_kn, case.own, ship, settings)
    level, pattern = _pattern(bins, _over(settled, ship, bins.depth_m), settings)
    with np.errstate(divide="ignore"):
        plausible = np.log(weight) - 0.5 * (level / settings.contact.level_sd) ** 2
    plausible = plausible - np.logaddexp.reduce(plausible, axis=None)
    touching = _touching(bins, ship, settings)
    floor = settings.physics.contact_floor
    each = plausible + pattern + np.log(floor + (1.0 - floor) * touching)[:, None]
    each_length = np.logaddexp.reduce(each, axis=1)
    ratio = float(np.logaddexp.reduce(each_length))
    return [_said(ratio, ship.chain_m, np.exp(each_length - ratio), touching, bins)]


def _said(ratio: float, chain_m: Floats, chance: Floats, touching: Floats, bins: _Bins) -> Measure:
    """Return the item in words; `chance` is the posterior of the lengths."""
    low, high = bins.depth_m.min(), bins.depth_m.max()
    over = f"{low:.0f} to {high:.0f} m" if high - low >= 1.0 else f"{high:.0f} m"
    if touching.max() < 0.5:
        text = (
            f"over {over} of water no chain of a ship of this size reaches the bottom at these "
            f"speeds for more than {max(touching.max(), 0.01):.0%} of the slow stretch"
        )
    else:
        likely = np.interp([0.1, 0.9], np.cumsum(chance), chain_m)
        fit = "explains the speeds better than" if ratio > 0.3 else "explains the speeds as well as"
        fit = "explains the speeds worse than" if ratio < -0.3 else fit
        text = (
            f"over {over} of water one chain of {likely[0]:.0f} to {likely[1]:.0f} m, touching for "
            f"{float(chance @ touching):.0%} of the slow stretch, {fit} a slow-down that depth "
            "has no part in"
        )
    return Measure("one_chain", "one_chain", ratio, round(ratio, 2), "ln ratio", text)


def _known_bins(case: Case, settings: Settings) -> _Bins | None:
    """Return the bins of known depth without those at both ends, where the speed changes."""
    e, depth = case.episode, case.depth_m
    if not len(depth):
        return None
    inner = slice(1, -1) if len(depth) >= settings.contact.least_bins + 2 else slice(None)
    depth = depth[inner]
    slow = e.leg.r[e.inside][inner] - e.ref
    known = np.isfinite(depth) & np.isfinite(slow)
    if known.sum() < max(settings.contact.least_bins, 0.5 * len(depth)):
        return None
    return _Bins(slow[known], e.leg.v[e.inside][inner][known], depth[known])


def _settled(v_ref_kn: float, own: Own, ship: physics.ShipPull, settings: Settings) -> Floats:
    """Return ln of the settled speed over that before, by depth, chain and seabed (h, l, s)."""
    speeds = _SHARES * v_ref_kn
    spare = physics.force_from_speed_n(v_ref_kn, speeds, own.hull, physics=settings.physics)
    excess = spare[:, None, None, None] - np.exp(ship.log_force_at(speeds))
    share = physics.settled_share(_SHARES, np.moveaxis(excess, 0, -1))
    return np.asarray(np.log(np.maximum(share, _LEAST_SHARE)))


def _over(settled: Floats, ship: physics.ShipPull, depth_m: Floats) -> Floats:
    """Return the settled speed along the depths of the bins (n, l, s)."""
    at = np.interp(depth_m, ship.depth_m, np.arange(len(ship.depth_m)))
    low = np.minimum(at.astype(int), len(ship.depth_m) - 2)
    part = (at - low)[:, None, None]
    return np.asarray(settled[low] * (1.0 - part) + settled[low + 1] * part)


def _pattern(bins: _Bins, expected: Floats, settings: Settings) -> tuple[Floats, Floats]:
    """Return how far the mean speed is off, and ln P(pattern) over that of no pattern (l, s)."""
    rules = settings.contact
    middle = float(np.median(bins.slow))
    slow = np.clip(bins.slow, middle - rules.outlier, middle + rules.outlier)
    off = slow[:, None, None] - expected
    level = off.mean(axis=0)
    noise = rules.noise**2
    spread = ((off - level) ** 2).mean(axis=0) + noise
    alone = float(((slow - slow.mean()) ** 2).mean()) + noise
    independent = len(slow) * settings.baseline.bin_min / rules.correlated_min
    return np.asarray(level), -0.5 * independent * np.log(spread / alone)


def _touching(bins: _Bins, ship: physics.ShipPull, settings: Settings) -> Floats:
    """Return the share of the slow stretch in which each length reaches the bottom (l,)."""
    from scipy.special import ndtr  # slow to load, and most runs know no depths

    rules = settings.contact
    spread = np.hypot(rules.depth_sd_ln, rules.depth_sd_m / bins.depth_m)
    reach = np.maximum(ship.reach_at(bins.speed_kn), 0.1)
    touches = ndtr(np.log(reach / bins.depth_m[:, None]) / spread[:, None])
    weight = np.maximum(-bins.slow, 0.0) + _SOME
    return np.asarray((weight[:, None] * touches).sum(axis=0) / weight.sum())
