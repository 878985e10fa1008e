"""Which drags are found: shares by class of speed, drop, duration, length and weather."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from .blocks import Block, DragScore
from .intervals import rounded, wilson

__all__ = ["breakdown"]

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
        As for :func:`~baltic.evaluation.metrics.operating_points`.
    cuts
        Name of a threshold -> ledger sum.

    Returns
    -------
    list of dict
        ``split``, ``unit``, ``low``, ``high`` (None where open; or ``label``), ``drags``, and
        for each name ``found`` with Wilson limits; for weather also false alarms.
    """
    drags = [d for b in blocks for d in b.drags]
    out = [
        {**row, **_shares(mine, cuts)}
        for split in _SPLITS
        for row, mine in _classes(split, drags)
        if mine
    ]
    for rough, label in ((False, "calm"), (True, "rough")):
        mine = [d for d in drags if d.rough is rough]
        if mine:
            row = {"split": "weather", "unit": "", "label": label, **_shares(mine, cuts)}
            out.append({**row, **_weather_false(blocks, cuts, rough)})
    return out


def _classes(
    split: str, drags: Sequence[DragScore]
) -> Iterator[tuple[dict[str, Any], list[DragScore]]]:
    """Yield the classes of one split, each with its drags."""
    unit, edges, measure = _SPLITS[split]
    for low, high in pairwise((None, *edges, None)):
        mine = [
            d
            for d in drags
            if (low is None or measure(d) >= low) and (high is None or measure(d) < high)
        ]
        yield {"split": split, "unit": unit, "low": low, "high": high}, mine


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
        name: rounded(
            1000.0 * sum(e.llr >= cut for b in known for e in b.ordinary if e.rough is rough) / days
        )
        if days > 0
        else None
        for name, cut in cuts.items()
    }
    return {"vessel_days": round(days, 1), "false_per_1000": false}
