"""One simulated sea: made, scanned as a user's files would be, and judged by its truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from ..ais import AisData
from ..catalogue import load_assets, load_places
from ..drag.levels import vessel_days
from ..engine import ScanResult, scan
from ..records import Candidate
from ..settings import Settings
from ..simulate import DragPlan, Simulation, simulate_traffic
from ..simulate.traffic import start_run
from ..simulate.worlds import world_of
from ..tables import FIXES
from .blocks import MISSED, Block, DragScore, Ordinary, PeerScore
from .peers import Spans, run_rules

__all__ = [
    "SeaPlan",
    "best_overlap",
    "fired",
    "judge",
    "run_sea",
    "scan_tables",
    "simulate_sea",
]

_FIRST = datetime(2025, 3, 1, tzinfo=UTC)
_MONTH = timedelta(days=365.25 / 12)

#: Wave height from which weather is called rough: a coaster loses a tenth of its speed.
_ROUGH_M = 2.0


@dataclass(frozen=True)
class SeaPlan:
    """What to simulate; the same plan gives the same numbers."""

    world: str
    seed: int
    ships: int
    hours: float
    drags: int
    interval_s: float
    settings: Settings
    peers: bool = True

    @property
    def start(self) -> datetime:
        """First time of the sea: the seeds go round the year, so that all seasons count."""
        return _FIRST + (self.seed % 12) * _MONTH


def run_sea(plan: SeaPlan) -> Block:
    """Simulate, scan and judge one sea."""
    made = simulate_sea(plan)
    found = scan_tables(made.fixes, made.vessels, plan.settings)
    storms = rough_spans(plan)
    peers = run_rules(found.tracks, found.assets, load_places()) if plan.peers else {}
    return judge(
        f"{plan.seed}", found, made.truth, peers=peers, rough=storms, states=made.fixes
    )  # fmt: skip


def simulate_sea(plan: SeaPlan, drags: int | Sequence[DragPlan] | None = None) -> Simulation:
    """Return the traffic of a plan, with other drags if given."""
    return simulate_traffic(
        t_start=plan.start,
        hours=plan.hours,
        ships=plan.ships,
        seed=plan.seed,
        assets=load_assets(),
        drags=plan.drags if drags is None else drags,
        world=plan.world,
        interval_s=plan.interval_s,
        settings=plan.settings,
    )


def scan_tables(fixes: pl.DataFrame, vessels: pl.DataFrame, settings: Settings) -> ScanResult:
    """Run all steps of ``baltic scan`` on tables."""
    return scan(AisData.of(fixes.select(FIXES.names), vessels), settings=settings)


def rough_spans(plan: SeaPlan) -> list[tuple[datetime, datetime]]:
    """Return when the sea of a plan is rough: its weather is one for all ships."""
    run = start_run(
        plan.seed, plan.hours, world_of(plan.world), plan.interval_s, plan.settings
    )  # fmt: skip
    t = np.arange(0.0, plan.hours * 3600.0 + 1.0, 600.0)
    rough = np.r_[False, run.weather.at(t)[0] >= _ROUGH_M, False]
    edges = np.flatnonzero(rough[1:] != rough[:-1]).reshape(-1, 2)
    return [
        (
            plan.start + timedelta(seconds=600.0 * int(a)),
            plan.start + timedelta(seconds=600.0 * int(b)),
        )
        for a, b in edges
    ]


def judge(
    name: str,
    found: ScanResult,
    truth: Sequence[dict[str, Any]],
    *,
    peers: dict[str, dict[int, Spans]] | None = None,
    rough: list[tuple[datetime, datetime]] | None = None,
    states: pl.DataFrame | None = None,
) -> Block:
    """Return the block of one scan with its truth.

    A drag is found by an episode of its ship that overlaps the time from the drop to the end
    of the recovery stop.  Every episode of a ship without a drag is an ordinary one.  Other
    episodes of dragging ships count as neither, and their sailing is left out of the
    vessel-days.

    Parameters
    ----------
    name
        Name of the block.
    found
        The scan.
    truth
        Drags as :func:`~baltic.simulate.simulate_traffic` tells them.
    peers
        From :func:`~baltic.evaluation.peers.run_rules`.
    rough
        Spans of rough weather; None when the weather is not known.
    states
        Fixes with ``truth_state``, to name what ships of false alarms really did.
    """
    settings = found.settings
    dragging = {int(t["mmsi"]) for t in truth}
    quiet = found.tracks.filter(~pl.col("mmsi").is_in(sorted(dragging)))
    episodes = found.detection.episodes
    ordinary = tuple(
        Ordinary(
            c.llr, c.mmsi, c.t_start, _within(c.t_start, rough), _state_of(c, states, settings)
        )
        for c in episodes
        if c.mmsi not in dragging
    )
    drags = tuple(_score(t, episodes, rough) for t in truth)
    return Block(
        name=name,
        vessel_days=round(vessel_days(quiet, found.vessels, settings)[0], 6),
        rough_days=None if rough is None else _days_in(quiet, found.vessels, rough, settings),
        ordinary=ordinary,
        drags=drags,
        peers={
            rule: PeerScore(
                len(set(ships) - dragging), tuple(fired(t, ships) for t in truth)
            )
            for rule, ships in (peers or {}).items()
        },
        fixes=found.tracks.height,
    )  # fmt: skip


def _span(truth: dict[str, Any]) -> tuple[datetime, datetime]:
    begin, end, stop = (datetime.fromisoformat(truth[k]) for k in ("t_drop", "t_end", "t_stop_end"))
    return begin, max(end, stop)


def best_overlap(truth: dict[str, Any], episodes: Sequence[Candidate]) -> Candidate | None:
    """Return the episode with the highest ledger sum that overlaps a drag, or None."""
    begin, end = _span(truth)
    mine = [
        c for c in episodes if c.mmsi == truth["mmsi"] and c.t_start < end and c.t_end > begin
    ]  # fmt: skip
    return max(mine, key=lambda c: c.llr, default=None)


def _score(
    truth: dict[str, Any],
    episodes: Sequence[Candidate],
    rough: list[tuple[datetime, datetime]] | None,
) -> DragScore:
    best = best_overlap(truth, episodes)
    weather = _within(_span(truth)[0], rough)
    if best is None:
        return DragScore(MISSED, "none", truth, weather)
    return DragScore(best.llr, best.level, truth, weather)


def fired(truth: dict[str, Any], ships: dict[int, Spans]) -> bool:
    """Return whether a rule fires on the ship of a drag while it lasts."""
    begin, end = (t.timestamp() for t in _span(truth))
    return any(a < end and b > begin for a, b in ships.get(int(truth["mmsi"]), []))


def _within(t: datetime, spans: list[tuple[datetime, datetime]] | None) -> bool | None:
    return None if spans is None else any(a <= t < b for a, b in spans)


def _days_in(
    quiet: pl.DataFrame,
    vessels: pl.DataFrame,
    spans: list[tuple[datetime, datetime]],
    settings: Settings,
) -> float:
    parts = [
        vessel_days(quiet.filter(pl.col("t").is_between(a, b)), vessels, settings)[0]
        for a, b in spans
    ]
    return round(sum(parts), 6)


def _state_of(c: Candidate, states: pl.DataFrame | None, settings: Settings) -> str | None:
    """Return the commonest true state of an episode that alarms; plain transit only if alone."""
    if states is None or "truth_state" not in states.columns or c.llr < settings.levels.watch_llr:
        return None
    mine = states.filter(
        (pl.col("mmsi") == c.mmsi) & pl.col("t").is_between(c.t_start, c.t_end)
    )["truth_state"]  # fmt: skip
    told = mine.filter(mine != "transit")
    words = told if len(told) >= 0.2 * max(len(mine), 1) else mine
    return str(words.mode().sort()[0]) if len(words) else None
