"""The numbers of a back-test, made from the results of its jobs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .calibration import calibration
from .classes import breakdown
from .latency import CUTS_MIN, LatencyRow, summarise_latency
from .metrics import operating_points, peer_points, slowed_only

if TYPE_CHECKING:
    from ..settings import Settings
    from .blocks import Block
    from .jobs import Plan

__all__ = ["block_numbers", "job_numbers"]


def job_numbers(results: dict[str, list[Any]], plan: Plan) -> dict[str, Any]:
    """Make the numbers of the document from the results of all jobs."""
    blocks: list[Block] = results["sea"]
    rows: list[LatencyRow] = [row for sea in results.get("latency", []) for row in sea]
    return {
        **block_numbers(blocks, plan.seed, plan.settings),
        "latency": summarise_latency(rows, CUTS_MIN[-1]) if rows else None,
        "sampling": _samplings(results.get("sampling", []), blocks, plan),
        "scenes": results.get("scene", []),
        "steady": _sum(results.get("steady", [])),
        "documented": results.get("track", []),
        "controls": results.get("control", []),
    }


def block_numbers(blocks: Sequence[Block], seed: int, settings: Settings) -> dict[str, Any]:
    """Return what blocks alone tell: rates, peers, classes, calibration, causes."""
    levels = settings.levels
    cuts = {"watch": levels.watch_llr, "alert": levels.alert_llr}
    return {
        "vessel_days": round(sum(b.vessel_days for b in blocks), 3),
        "drags": sum(len(b.drags) for b in blocks),
        "blocks": len(blocks),
        "operating_points": operating_points(blocks, settings, seed=seed),
        "operating_points_slowed": operating_points(slowed_only(blocks), settings, seed=seed),
        "peers": peer_points(blocks, seed=seed),
        "breakdown": breakdown(blocks, cuts),
        "calibration": calibration(blocks),
        "false_alarm_states": _causes(blocks, levels.watch_llr),
    }


def _causes(blocks: Sequence[Block], cut: float) -> dict[str, int]:
    """Return what the ships of false alarms (watch and up) really did, where it is known."""
    words = [e.state or "unknown" for b in blocks for e in b.ordinary if e.llr >= cut]
    return dict(sorted(Counter(words).items(), key=lambda pair: (-pair[1], pair[0])))


def _samplings(
    results: list[tuple[float, Block]], blocks: Sequence[Block], plan: Plan
) -> list[dict[str, Any]]:
    """Return rates at the shipped thresholds by seconds between fixes, on the same seas."""
    by_interval: dict[float, list[Block]] = {}
    for interval, block in results:
        by_interval.setdefault(interval, []).append(block)
    if not by_interval:
        return []
    most = max(len(b) for b in by_interval.values())
    by_interval.setdefault(plan.size.interval_s, list(blocks[:most]))
    out = []
    for interval, mine in sorted(by_interval.items()):
        points = operating_points(mine, plan.settings, seed=plan.seed)
        shipped = [p for p in points if p["kind"] == "shipped"]
        out.append({"interval_s": interval, "seas": len(mine), "points": shipped})
    return out


def _sum(rows: list[dict[str, Any]]) -> dict[str, Any]:
    total: Counter[str] = Counter()
    for row in rows:
        total.update(row)
    return {k: round(v, 3) for k, v in total.items()}
