"""How soon: minutes from the drop until a record cut there reaches a level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from ..catalogue import FIRST_SIMULATED_MMSI
from ..simulate import DragPlan, Simulation
from .seas import SeaPlan, best_overlap, scan_tables, simulate_sea

__all__ = ["CUTS_MIN", "LatencyRow", "find_latency", "summarise_latency"]

#: Cuts, minutes after the first drop of a sea.
CUTS_MIN = (*range(10, 121, 10), 150, 180, 210, 240)

_LEVELS = ("watch", "alert")
_SPREAD_MIN = 10.0
_AFTER_H = 5.0
_LEAST_KN = 5.0


@dataclass(frozen=True)
class LatencyRow:
    """One drag: minutes to each level (None: not by the last cut) and to the first asset."""

    mmsi: int
    reached_min: dict[str, float | None]
    asset_min: float | None


def find_latency(plan: SeaPlan, cuts_min: Sequence[float] = CUTS_MIN) -> list[LatencyRow]:
    """Return how soon the drags of one sea are seen.

    All drags begin within ten minutes, so that one cut of the whole sea serves them all; the
    record of every ship ends at the cut and the sea is scanned as if it were all there is.
    An episode counts when it overlaps the drag.

    Parameters
    ----------
    plan
        Its ``hours`` must leave 24 h before the drop; ``drags`` is the most that are planned.
    cuts_min
        Minutes after the end of the ten minutes in which the drags begin.
    """
    drop_h = plan.hours - _AFTER_H
    made = simulate_sea(plan, _plans(plan, drop_h))
    first = plan.start + timedelta(hours=drop_h)
    reached: dict[int, dict[str, float | None]] = {
        int(t["mmsi"]): dict.fromkeys(_LEVELS) for t in made.truth
    }
    for minutes in cuts_min:
        cut = first + timedelta(minutes=minutes)
        found = scan_tables(made.fixes.filter(pl.col("t") <= cut), made.vessels, plan.settings)
        for truth in made.truth:
            best = best_overlap(truth, found.detection.episodes)
            if best is None:
                continue
            mine = reached[int(truth["mmsi"])]
            since = (cut - datetime.fromisoformat(truth["t_drop"])).total_seconds() / 60.0
            for level in _LEVELS:
                if mine[level] is None and best.llr >= getattr(
                    plan.settings.levels, f"{level}_llr"
                ):
                    mine[level] = since
    return [_row(truth, reached) for truth in made.truth]


def _plans(plan: SeaPlan, drop_h: float) -> list[DragPlan]:
    """Choose cargo ships and tankers that sail on around the drop."""
    quiet: Simulation = simulate_sea(plan, 0)
    drop = plan.start + timedelta(hours=drop_h)
    merchant = pl.col("ship_type").is_between(70, 89)
    ships = quiet.vessels.filter(merchant)["mmsi"].to_list()
    around = quiet.fixes.filter(
        pl.col("mmsi").is_in(ships)
        & pl.col("t").is_between(drop - timedelta(hours=3), drop + timedelta(hours=_AFTER_H))
    )
    good = (
        around.group_by("mmsi")
        .agg(
            (pl.col("sog_kn") > _LEAST_KN).mean().alias("sailing"),
            (pl.col("t").max() - pl.col("t").min()).dt.total_minutes().alias("heard"),
        )
        .filter((pl.col("sailing") > 0.9) & (pl.col("heard") > 60.0 * (2.0 + _AFTER_H)))
        .sort("mmsi")["mmsi"]
        .to_list()
    )
    rng = np.random.default_rng([abs(plan.seed), 32_452_843])
    chosen = rng.permutation(good)[: plan.drags]
    return [
        DragPlan(int(m) - FIRST_SIMULATED_MMSI, drop_h - rng.uniform(0.0, _SPREAD_MIN) / 60.0)
        for m in chosen
    ]


def _row(truth: dict[str, Any], reached: dict[int, dict[str, float | None]]) -> LatencyRow:
    drop = datetime.fromisoformat(truth["t_drop"])
    hits = [datetime.fromisoformat(a["t"]) for a in truth["assets"]]
    asset = min(((t - drop).total_seconds() / 60.0 for t in hits), default=None)
    return LatencyRow(int(truth["mmsi"]), reached[int(truth["mmsi"])], asset)


def summarise_latency(rows: Sequence[LatencyRow], last_cut_min: float) -> dict[str, Any]:
    """Return medians and quartiles over the drags that are found by the last cut.

    Returns
    -------
    dict
        For each level ``found`` of ``drags``, ``median_min``, ``quartiles_min``, and of the
        drags that cross an asset (``crossing``) how many are seen before the first one.
    """
    out: dict[str, Any] = {"drags": len(rows), "last_cut_min": last_cut_min, "levels": {}}
    for level in _LEVELS:
        times = [t for r in rows if (t := r.reached_min[level]) is not None]
        crossing = [r for r in rows if r.asset_min is not None]
        before = sum(_before_asset(r, level) for r in crossing)
        quartiles = (
            [round(float(q), 1) for q in np.quantile(times, [0.25, 0.5, 0.75])] if times else None
        )
        out["levels"][level] = {
            "found": len(times),
            "median_min": None if quartiles is None else quartiles[1],
            "quartiles_min": None if quartiles is None else [quartiles[0], quartiles[2]],
            "crossing": len(crossing),
            "before_first_asset": before,
            "share_before_first_asset": round(before / len(crossing), 4) if crossing else None,
        }
    return out


def _before_asset(row: LatencyRow, level: str) -> bool:
    at = row.reached_min[level]
    return at is not None and row.asset_min is not None and at <= row.asset_min
