"""Rates: drags found and false alarms, with intervals that respect whole seas or days."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from ..settings import Settings
from .blocks import Block, DragScore

__all__ = [
    "FEW_BLOCKS",
    "RATES",
    "breakdown",
    "operating_points",
    "peer_points",
    "slowed_only",
    "threshold_at",
    "wilson",
]

Floats = NDArray[np.float64]

#: False alarms per 1,000 vessel-days at which the share found is given.
RATES = (0.5, 1.0, 5.0, 20.0)
#: Of fewer blocks a bootstrap cannot tell how much they differ.
FEW_BLOCKS = 10
_Z = 1.959964
#: ln(before / during) of a loss of 15 %.
_SLOWED_LN = -math.log(0.85)
_LEVELS = ("alert", "watch", "note")


def wilson(hits: float, trials: float, z: float = _Z) -> tuple[float, float]:
    """Return the Wilson interval of a share.

    Parameters
    ----------
    hits, trials
        Counts; may be effective (weighted) numbers.
    z
        Quantile of the normal distribution: 1.96 for 95 %.

    Examples
    --------
    >>> [round(x, 3) for x in wilson(8, 10)]
    [0.49, 0.943]
    >>> wilson(0, 0)
    (0.0, 1.0)
    """
    if trials <= 0:
        return 0.0, 1.0
    share = hits / trials
    middle = share + z * z / (2 * trials)
    half = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    # Exact ends, which rounding would miss by a hair.
    low = (middle - half) / scale if hits > 0 else 0.0
    return low, (middle + half) / scale if hits < trials else 1.0


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

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> _Pool:
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


def _draws(count: int, times: int, seed: int) -> Floats:
    """Return how often each block is drawn, one row a draw."""
    rng = np.random.default_rng([abs(seed), 15_487_469])
    return rng.multinomial(count, np.full(count, 1.0 / count), size=times).astype(float)


def _interval(values: list[float]) -> tuple[float | None, float | None]:
    kept = [v for v in values if math.isfinite(v)]
    if not kept:
        return None, None
    low, high = np.quantile(kept, [0.025, 0.975])
    return round(float(low), 4), round(float(high), 4)


def _with_poisson(
    interval: tuple[float | None, float | None], count: int, days: float
) -> tuple[float | None, float | None]:
    """Return the wider of two intervals: few alarms are uncertain even where all seas agree."""
    low, high = interval
    if low is None or high is None or days <= 0:
        return interval
    least = float(gammaincinv(count, 0.025)) if count else 0.0
    most = float(gammaincinv(count + 1, 0.975))
    scale = 1000.0 / days
    return round(min(low, least * scale), 4), round(max(high, most * scale), 4)


def _with_wilson(
    interval: tuple[float | None, float | None], hits: float, trials: float, blocks: int
) -> tuple[float | None, float | None]:
    """Return the wider of two intervals where blocks are few: one block cannot be drawn anew."""
    low, high = interval
    if low is None or high is None or (blocks >= FEW_BLOCKS and low < high):
        return interval
    least, most = wilson(hits, trials)
    return round(min(low, least), 4), round(max(high, most), 4)


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
    ones = np.ones(len(blocks))
    days = float(pool.days.sum())
    weights = _draws(len(blocks), draws, seed)
    out = []
    for word in _LEVELS:
        cut = float(getattr(settings.levels, f"{word}_llr"))
        out.append(
            _point(word, "shipped", None, cut, pool, ones, weights, [cut] * draws, days, over=False)
        )
    for rate in RATES:
        cut = threshold_at(pool.ordinary, ones[pool.ordinary_at], days, rate)
        cuts = [
            threshold_at(pool.ordinary, w[pool.ordinary_at], float((w * pool.days).sum()), rate)
            for w in weights
        ]
        name = f"{rate:g} false alarms per 1,000 vessel-days"
        out.append(_point(name, "rate", rate, cut, pool, ones, weights, cuts, days, over=True))
    return out


def _point(
    name: str,
    kind: str,
    rate: float | None,
    cut: float,
    pool: _Pool,
    ones: Floats,
    weights: Floats,
    cuts: list[float],
    days: float,
    *,
    over: bool,
) -> dict[str, Any]:
    pairs = list(zip(weights, cuts, strict=True))
    share = pool.found(ones, cut, over=over)
    drawn_shares = _interval([pool.found(w, c, over=over) for w, c in pairs])
    found = _with_wilson(drawn_shares, share * len(pool.drags), len(pool.drags), len(pool.days))
    hit = pool.ordinary > cut if over else pool.ordinary >= cut
    # At a fixed rate the false alarms are what was asked for: they have no interval.
    drawn = [] if over else [pool.false_rate(w, c, over=over) for w, c in pairs]
    false = _with_poisson(_interval(drawn), int(hit.sum()), days) if drawn else (None, None)
    return {
        "name": name,
        "kind": kind,
        "rate": rate,
        "threshold_llr": round(cut, 4) if math.isfinite(cut) else None,
        "found": _round(share),
        "found_low": found[0],
        "found_high": found[1],
        "false_per_1000": _round(pool.false_rate(ones, cut, over=over)),
        "false_low": false[0],
        "false_high": false[1],
        "false_alarms": int(hit.sum()),
        "drags": len(pool.drags),
        "vessel_days": round(days, 2),
        "resolved": rate is None or rate * days / 1000.0 >= 1.0,
    }


def _round(value: float) -> float | None:
    return round(value, 4) if math.isfinite(value) else None


def peer_points(
    blocks: Sequence[Block], *, seed: int = 0, draws: int = 1000
) -> list[dict[str, Any]]:
    """Return shares found and false alarms of the peers' rules, on the same blocks.

    A ship without a drag counts once a block however often a rule fires on it.
    """
    names = list(dict.fromkeys(name for b in blocks for name in b.peers))
    days = np.array([b.vessel_days for b in blocks])
    weights = _draws(len(blocks), draws, seed)
    out = []
    for name in names:
        mine = [b.peers[name] for b in blocks]
        ships = np.array([p.ordinary_ships for p in mine], dtype=float)
        hits = np.array([sum(p.found) for p in mine], dtype=float)
        drags = np.array([len(p.found) for p in mine], dtype=float)
        total, sailed = float(drags.sum()), float(days.sum())
        found = _interval(_ratios(weights @ hits, weights @ drags))
        found = _with_wilson(found, float(hits.sum()), total, len(blocks))
        drawn = _interval(_ratios(1000.0 * weights @ ships, weights @ days))
        false = _with_poisson(drawn, int(ships.sum()), sailed)
        out.append(
            {
                "name": name,
                "kind": "peer",
                "found": _round(float(hits.sum()) / total) if total else None,
                "found_low": found[0],
                "found_high": found[1],
                "false_per_1000": _round(1000.0 * float(ships.sum()) / sailed) if sailed else None,
                "false_low": false[0],
                "false_high": false[1],
                "false_alarms": int(ships.sum()),
                "drags": int(total),
                "vessel_days": round(sailed, 2),
            }
        )
    return out


def _ratios(top: Floats, bottom: Floats) -> list[float]:
    return [float(a / b) if b > 0 else math.nan for a, b in zip(top, bottom, strict=True)]


#: Name -> unit, edges between the classes (open at both ends), and what is measured of a drag.
_SPLITS: dict[str, tuple[str, tuple[float, ...], Callable[[DragScore], float]]] = {
    "drag speed": ("kn", (3, 5, 7, 9, 11), lambda d: float(d.truth["v_during_kn"])),
    "drop size": ("ln(before / during)", (0.15, 0.3, 0.45, 0.7), lambda d: d.drop_ln),
    "duration": ("h", (2, 4, 8), lambda d: d.hours),
    "ship length": ("m", (100, 135, 180), lambda d: float(d.truth["loa_m"])),
}


def breakdown(blocks: Sequence[Block], cuts: dict[str, float]) -> list[dict[str, Any]]:
    """Return the share of drags found by class, at given thresholds.

    Parameters
    ----------
    blocks
        As for :func:`operating_points`.
    cuts
        Name of a threshold -> ledger sum.

    Returns
    -------
    list of dict
        ``split``, ``unit``, ``low``, ``high`` (None where open; or ``label``), ``drags``, and
        for each name ``found`` with Wilson limits; for weather also false alarms.
    """
    drags = [d for b in blocks for d in b.drags]
    out = []
    for split, (unit, edges, measure) in _SPLITS.items():
        for low, high in pairwise((None, *edges, None)):
            mine = [
                d
                for d in drags
                if (low is None or measure(d) >= low) and (high is None or measure(d) < high)
            ]
            if mine:
                row = {"split": split, "unit": unit, "low": low, "high": high}
                out.append({**row, **_shares(mine, cuts)})
    for rough, label in ((False, "calm"), (True, "rough")):
        mine = [d for d in drags if d.rough is rough]
        if mine:
            row = {"split": "weather", "unit": "", "label": label, **_shares(mine, cuts)}
            out.append({**row, **_weather_false(blocks, cuts, rough)})
    return out


def _shares(drags: list[DragScore], cuts: dict[str, float]) -> dict[str, Any]:
    found = {}
    for name, cut in cuts.items():
        hits = sum(d.llr >= cut for d in drags)
        low, high = wilson(hits, len(drags))
        found[name] = {
            "found": round(hits / len(drags), 4), "low": round(low, 4), "high": round(high, 4)
        }  # fmt: skip
    return {"drags": len(drags), "found": found}


def _weather_false(blocks: Sequence[Block], cuts: dict[str, float], rough: bool) -> dict[str, Any]:
    known = [b for b in blocks if b.rough_days is not None]
    days = sum(
        (b.rough_days or 0.0) if rough else b.vessel_days - (b.rough_days or 0.0) for b in known
    )
    false = {
        name: _round(
            1000.0 * sum(e.llr >= cut for b in known for e in b.ordinary if e.rough is rough) / days
        )
        if days > 0
        else None
        for name, cut in cuts.items()
    }
    return {"vessel_days": round(days, 1), "false_per_1000": false}
