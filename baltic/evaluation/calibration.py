"""Do the ledger sums mean what they say? Reliability, ECE, Brier and log score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .blocks import Block
from .intervals import wilson

__all__ = ["calibration", "reliability"]

Floats = NDArray[np.float64]

_BINS = 10
_TINY = 1e-12


def calibration(blocks: Sequence[Block]) -> dict[str, Any]:
    """Return how well ``P = sigmoid(llr + ln prior odds)`` agrees with what happened.

    A ledger sum is meant as ``ln P(seen | drag) / P(seen | ordinary sailing)`` of one weighed
    episode.  The prior odds are those of the episodes evaluated: drags with an episode to
    ordinary episodes (``natural``), and 1 with both kinds weighted to equal shares (``equal``).
    The equal mix is the harder test: in the natural one nearly all episodes are ordinary and
    nearly all P small.  Drags without any episode have no P and are not in here.

    Returns
    -------
    dict
        ``natural`` and ``equal``, each as :func:`reliability` gives it with the prior odds.
    """
    drags = np.array([d.llr for b in blocks for d in b.drags if np.isfinite(d.llr)])
    ordinary = np.array([e.llr for b in blocks for e in b.ordinary])
    if not len(drags) or not len(ordinary):
        return {"natural": None, "equal": None, "why_not": "no episodes of both kinds"}
    llr = np.concatenate([drags, ordinary])
    truth = np.concatenate([np.ones(len(drags)), np.zeros(len(ordinary))])
    odds = len(drags) / len(ordinary)
    share = np.where(truth > 0, 0.5 / len(drags), 0.5 / len(ordinary))
    return {
        "drags": len(drags),
        "ordinary": len(ordinary),
        "natural": {"prior_odds": odds, **reliability(_sigmoid(llr + np.log(odds)), truth)},
        "equal": {"prior_odds": 1.0, **reliability(_sigmoid(llr), truth, share)},
    }


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -60, 60))))


def reliability(p: Floats, truth: Floats, weights: Floats | None = None) -> dict[str, Any]:
    """Return the reliability table and the scores of stated probabilities.

    Parameters
    ----------
    p, truth : shape (n,)
        Stated probability, and 1 or 0.
    weights : shape (n,)
        How much each counts; all alike when left out.

    Returns
    -------
    dict
        ``bins``: ten of equal width with ``low``, ``high``, ``n``, mean ``stated``,
        ``observed`` share and its Wilson limits (with weights: at the effective number
        ``(sum w)^2 / sum w^2``); ``ece`` = sum of weight share times |stated - observed|;
        ``brier``, ``brier_skill`` (against always stating the base rate), ``log_score``
        (mean negative ln of the probability given to what happened).

    Examples
    --------
    >>> table = reliability(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    >>> table["ece"], table["brier"], len(table["bins"])
    (0.0, 0.0, 10)
    """
    w = np.ones(len(p)) if weights is None else np.asarray(weights, float)
    w = w / w.sum()
    at = np.minimum((p * _BINS).astype(int), _BINS - 1)
    bins, ece = [], 0.0
    for k in range(_BINS):
        here = at == k
        row: dict[str, Any] = {
            "low": k / _BINS, "high": (k + 1) / _BINS, "n": int(here.sum()),
            "stated": None, "observed": None, "observed_low": None, "observed_high": None,
        }  # fmt: skip
        if here.any():
            mine = w[here]
            total = float(mine.sum())
            stated = float((mine * p[here]).sum()) / total
            observed = float((mine * truth[here]).sum()) / total
            effective = total * total / float((mine * mine).sum())
            low, high = wilson(observed * effective, effective)
            row |= {
                "stated": round(stated, 4), "observed": round(observed, 4),
                "observed_low": round(low, 4), "observed_high": round(high, 4),
            }  # fmt: skip
            ece += total * abs(stated - observed)
        bins.append(row)
    base = float((w * truth).sum())
    brier = float((w * (p - truth) ** 2).sum())
    flat = base * (1 - base)
    given = np.where(truth > 0, p, 1 - p)
    return {
        "ece": round(ece, 4),
        "brier": round(brier, 4),
        "brier_skill": round(1 - brier / flat, 4) if flat > 0 else None,
        "log_score": round(float(-(w * np.log(np.maximum(given, _TINY))).sum()), 4),
        "bins": bins,
    }
