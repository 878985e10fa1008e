"""Rates: drags found and false alarms, with intervals that respect whole seas or days."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..settings import Settings
from .blocks import Block, PeerScore
from .intervals import Interval, draws_of_blocks, interval, rounded, with_poisson, with_wilson

__all__ = [
    "RATES",
    "operating_points",
    "peer_points",
    "slowed_only",
    "threshold_at",
]

Floats = NDArray[np.float64]

#: False alarms per 1,000 vessel-days at which the share found is given.
RATES = (0.5, 1.0, 5.0, 20.0)
#: ln(before / during) of a loss of 15 %.
_SLOWED_LN = -math.log(0.85)
_LEVELS = ("alert", "watch", "note")


def threshold_at(scores: Floats, weights: Floats, days: float, rate: float) -> float:
    """Return the score that only as many ordinary episodes exceed as a rate allows.

    The k-th highest score of ordinary ships, k = floor(rate * days / 1000) + 1.

    Parameters
    ----------
    scores : shape (n,)
        Of ordinary episodes, highest first.
    weights : shape (n,)
        How often each counts.
    days
        Vessel-days, weighted alike.
    rate
        False alarms per 1,000 vessel-days.

    Examples
    --------
    >>> scores = np.array([3.0, 2.0, 1.0])
    >>> threshold_at(scores, np.ones(3), 1000.0, 1.0)
    2.0
    """
    allowed = math.floor(rate * days / 1000.0 + 1e-9)
    over = np.flatnonzero(np.cumsum(weights) > allowed)
    return float(scores[over[0]]) if len(over) else -math.inf


@dataclass(frozen=True)
class _Pool:
    """Scores of all blocks as arrays, with the block of each."""

    days: Floats
    ordinary: Floats
    ordinary_at: NDArray[np.int64]
    drags: Floats
    drags_at: NDArray[np.int64]

    @property
    def once(self) -> Floats:
        """Each block as often as it is there."""
        return np.ones(len(self.days))

    @property
    def sailed(self) -> float:
        """Vessel-days of all blocks."""
        return float(self.days.sum())

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> _Pool:
        """Return the pool of some blocks, scores of ordinary ships highest first."""
        scores = [(e.llr, k) for k, b in enumerate(blocks) for e in b.ordinary]
        scores.sort(key=lambda pair: -pair[0])
        drags = [(d.llr, k) for k, b in enumerate(blocks) for d in b.drags]
        return cls(
            np.array([b.vessel_days for b in blocks], dtype=float),
            np.array([s for s, _ in scores], dtype=float),
            np.array([k for _, k in scores], dtype=np.int64),
            np.array([s for s, _ in drags], dtype=float),
            np.array([k for _, k in drags], dtype=np.int64),
        )

    def found(self, weights: Floats, cut: float, *, over: bool) -> float:
        """Return the share of drags above a cut; NaN without drags."""
        mine = weights[self.drags_at]
        hit = self.drags > cut if over else self.drags >= cut
        total = float(mine.sum())
        return float((mine * hit).sum()) / total if total else math.nan

    def false_rate(self, weights: Floats, cut: float, *, over: bool) -> float:
        """Return false alarms per 1,000 vessel-days."""
        days = float((weights * self.days).sum())
        hit = self.ordinary > cut if over else self.ordinary >= cut
        count = float((weights[self.ordinary_at] * hit).sum())
        return 1000.0 * count / days if days else math.nan

    def alarms(self, cut: float, *, over: bool) -> int:
        """Return how many ordinary episodes lie above a cut."""
        return int((self.ordinary > cut if over else self.ordinary >= cut).sum())

    def cut_at(self, rate: float, weights: Floats) -> float:
        """Return the threshold at which false alarms come at a rate."""
        days = float((weights * self.days).sum())
        return threshold_at(self.ordinary, weights[self.ordinary_at], days, rate)


def slowed_only(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with those drags alone that cost 15 % of the speed or more.

    The targets of the method (5.5) are for these; a drag without loss of speed shows in
    steering and in the stop at its end, or not at all.
    """
    return [replace(b, drags=tuple(d for d in b.drags if d.drop_ln >= _SLOWED_LN)) for b in blocks]


def operating_points(
    blocks: Sequence[Block], settings: Settings, *, seed: int = 0, draws: int = 1000
) -> list[dict[str, Any]]:
    """Return shares found and false alarms at the shipped thresholds and at fixed rates.

    Intervals are percentiles (95 %) of a bootstrap that draws whole blocks; at a fixed rate
    the threshold is found anew in each draw, so its own uncertainty is inside.  Those of false
    alarms are never narrower than the exact Poisson interval of their number; with fewer than
    ten blocks, or where all draws agree, those of shares are never narrower than the Wilson
    interval of the drags.

    Parameters
    ----------
    blocks
        At least one.
    settings
        Its ``levels`` are the shipped thresholds.
    seed, draws
        Of the bootstrap.

    Returns
    -------
    list of dict
        ``name``, ``kind`` (``shipped`` or ``rate``), ``rate``, ``threshold_llr``, ``found``,
        ``found_low``, ``found_high``, ``false_per_1000``, ``false_low``, ``false_high``,
        ``false_alarms``, ``drags``, ``vessel_days``, ``resolved`` (whether the vessel-days
        allow a single alarm at this rate).
    """
    pool = _Pool.of(blocks)
    weights = draws_of_blocks(len(blocks), draws, seed)
    return [
        *(_at_level(word, pool, weights, settings) for word in _LEVELS),
        *(_at_rate(rate, pool, weights) for rate in RATES),
    ]


def _at_level(word: str, pool: _Pool, weights: Floats, settings: Settings) -> dict[str, Any]:
    """Return what the shipped threshold of a level finds."""
    cut = float(getattr(settings.levels, f"{word}_llr"))
    drawn = [pool.false_rate(w, cut, over=False) for w in weights]
    alarms = pool.alarms(cut, over=False)
    return {
        "name": word,
        "kind": "shipped",
        "rate": None,
        "threshold_llr": _known(cut),
        **_found(pool, weights, cut, [cut] * len(weights), over=False),
        **_false(pool, cut, with_poisson(interval(drawn), alarms, pool.sailed), over=False),
        "resolved": True,
    }


def _at_rate(rate: float, pool: _Pool, weights: Floats) -> dict[str, Any]:
    """Return what is found where false alarms come at a given rate."""
    cut, *cuts = (pool.cut_at(rate, w) for w in (pool.once, *weights))
    return {
        "name": f"{rate:g} false alarms per 1,000 vessel-days",
        "kind": "rate",
        "rate": rate,
        "threshold_llr": _known(cut),
        **_found(pool, weights, cut, cuts, over=True),
        # The false alarms are what was asked for: they have no interval.
        **_false(pool, cut, (None, None), over=True),
        "resolved": rate * pool.sailed / 1000.0 >= 1.0,
    }


def _known(cut: float) -> float | None:
    return round(cut, 4) if math.isfinite(cut) else None


def _found(
    pool: _Pool, weights: Floats, cut: float, cuts: Sequence[float], *, over: bool
) -> dict[str, Any]:
    """Return the share of drags above a cut; ``cuts``: the one of each draw."""
    share, drags = pool.found(pool.once, cut, over=over), len(pool.drags)
    drawn = [pool.found(w, c, over=over) for w, c in zip(weights, cuts, strict=True)]
    low, high = with_wilson(interval(drawn), share * drags, drags, len(pool.days))
    return {"found": rounded(share), "found_low": low, "found_high": high}


def _false(pool: _Pool, cut: float, limits: Interval, *, over: bool) -> dict[str, Any]:
    """Return the false alarms at a cut, with the counts that both shares rest on."""
    return {
        "false_per_1000": rounded(pool.false_rate(pool.once, cut, over=over)),
        "false_low": limits[0],
        "false_high": limits[1],
        "false_alarms": pool.alarms(cut, over=over),
        "drags": len(pool.drags),
        "vessel_days": round(pool.sailed, 2),
    }


def peer_points(
    blocks: Sequence[Block], *, seed: int = 0, draws: int = 1000
) -> list[dict[str, Any]]:
    """Return shares found and false alarms of the peers' rules, on the same blocks.

    A ship without a drag counts once a block however often a rule fires on it.

    Parameters
    ----------
    blocks, seed, draws
        As for :func:`operating_points`.
    """
    names = list(dict.fromkeys(name for b in blocks for name in b.peers))
    days = np.array([b.vessel_days for b in blocks])
    weights = draws_of_blocks(len(blocks), draws, seed)
    return [_of_peer(name, [b.peers[name] for b in blocks], days, weights) for name in names]


def _of_peer(
    name: str, scores: Sequence[PeerScore], days: Floats, weights: Floats
) -> dict[str, Any]:
    """Return what the rule of one peer finds; ``scores`` and ``days``: of each block."""
    ships = np.array([p.ordinary_ships for p in scores], dtype=float)
    hits = np.array([sum(p.found) for p in scores], dtype=float)
    drags = np.array([len(p.found) for p in scores], dtype=float)
    total, sailed, alarms = float(drags.sum()), float(days.sum()), float(ships.sum())
    found = interval(_ratios(weights @ hits, weights @ drags))
    found = with_wilson(found, float(hits.sum()), total, len(scores))
    drawn = interval(_ratios(1000.0 * weights @ ships, weights @ days))
    false = with_poisson(drawn, int(alarms), sailed)
    return {
        "name": name,
        "kind": "peer",
        "found": rounded(float(hits.sum()) / total) if total else None,
        "found_low": found[0],
        "found_high": found[1],
        "false_per_1000": rounded(1000.0 * alarms / sailed) if sailed else None,
        "false_low": false[0],
        "false_high": false[1],
        "false_alarms": int(alarms),
        "drags": int(total),
        "vessel_days": round(sailed, 2),
    }


def _ratios(top: Floats, bottom: Floats) -> list[float]:
    return [float(a / b) if b > 0 else math.nan for a, b in zip(top, bottom, strict=True)]
