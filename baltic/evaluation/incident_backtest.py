"""The back-test of attribution as one document: documented incidents, outages, pseudo-outages."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ..engine.manifest import Stopwatch, make_manifest, result_hash
from ..engine.progress import Progress, counted, note_of, silent
from ..errors import BalticError
from ..records import as_json
from ..settings import Settings
from ..simulate.worlds import world_of
from .calibration import reliability
from .incidents import CasePlan, case_plans, run_case, summarise_cases
from .intervals import wilson
from .outages import KINDS, OutageRow, OutageSea, find_outage_assets, run_outage_sea
from .pool import run_jobs

__all__ = ["INCIDENTS_FULL", "INCIDENTS_QUICK", "INCIDENT_SCHEMA", "IncidentSize",
           "backtest_incidents"]  # fmt: skip

INCIDENT_SCHEMA = "baltic-incident-backtest/1"

#: Targets: share of draggers first among all hypotheses, by kind of outage.
_TARGETS = (0.98, 0.95, 0.85)
_ECE = 0.05
_PSEUDO = 0.95
_LEADS = 0.5
#: Causes of the prototype's outages (method note, 4.7), beside the shares of the priors.
_FIXED = {"vessel": 0.7, "dark": 0.1, "none": 0.2}


@dataclass(frozen=True)
class IncidentSize:
    """How much is run.

    Attributes
    ----------
    seas, hours, per_day, drags, interval_s
        Simulated seas with outages; hours, crossings of the asset a day, dragging ships and
        seconds between fixes of each.
    pseudo
        Outages at random places and times, over all seas.
    assets
        Charted assets that the seas lie over in turn.
    documented
        Whether the records of the catalogue are ranked.

    Examples
    --------
    >>> IncidentSize(seas=2, documented=False).hours
    36.0
    """

    seas: int = 24
    hours: float = 36.0
    per_day: float = 100.0
    drags: int = 14
    interval_s: float = 60.0
    pseudo: int = 200
    assets: int = 8
    documented: bool = True


INCIDENTS_FULL = IncidentSize()
INCIDENTS_QUICK = IncidentSize(seas=2, drags=8, pseudo=30)

_Job = CasePlan | OutageSea


def _work(job: _Job) -> Any:
    """Run one job; a function of the module, so that processes find it."""
    return run_case(job) if isinstance(job, CasePlan) else run_outage_sea(job)


def backtest_incidents(
    *,
    world: str = "B",
    seed: int = 1000,
    size: IncidentSize = INCIDENTS_FULL,
    workers: int | None = 1,
    settings: Settings | None = None,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Measure the ranking on documented incidents and on outages with a known cause.

    Parameters
    ----------
    world
        ``A`` or ``B``: assumptions of the simulated ships.
    seed
        The same seed gives the same numbers, whatever the number of workers.
    size, workers, settings, progress
        As for :func:`~baltic.evaluation.backtest`.

    Returns
    -------
    dict
        The document of ``incidents.json``.

    Raises
    ------
    BalticError
        A world or size that makes no sense.

    Examples
    --------
    >>> size = IncidentSize(seas=1, hours=22, per_day=10, drags=1, interval_s=600, pseudo=0,
    ...     assets=1, documented=False)
    >>> backtest_incidents(size=size)["manifest"]["counts"]["cases"]
    0
    """
    settings = settings or Settings()
    world_of(world)
    _check(size)
    watch = Stopwatch()
    jobs: list[_Job] = [*_seas(world, seed, size, settings)]
    if size.documented:
        jobs += case_plans(world, seed, settings)
    cases: list[dict[str, Any]] = []
    rows: list[OutageRow] = []
    note = note_of(progress)
    progress(f"running {len(jobs)} jobs")
    coming = counted(run_jobs(_work, jobs, workers), len(jobs), progress, "jobs")
    for number, (job, result) in enumerate(zip(jobs, coming, strict=True), 1):
        if isinstance(job, CasePlan):
            cases.append(result)
        else:
            rows += result
        note(f"{number} of {len(jobs)} done")
    watch.lap("run")
    plain = as_json(incident_numbers(cases, rows))
    counts = {"cases": len(cases), "outages": len(rows)}
    return {
        "schema": INCIDENT_SCHEMA,
        "manifest": make_manifest(
            command="backtest --incidents",
            settings=settings,
            inputs=[],
            counts=counts,
            watch=watch,
            result=result_hash(json.dumps(plain, sort_keys=True)),
        ),
        "data": "simulated ships; documented ships on shipped tracks as marked",
        "world": world,
        "seed": seed,
        "size": as_json(asdict(size)),
        **plain,
    }


def incident_numbers(cases: list[dict[str, Any]], rows: Sequence[OutageRow]) -> dict[str, Any]:
    """Make the numbers of the document from ranked cases and outages."""
    return {
        "cases": cases,
        "case_summary": summarise_cases(cases),
        "outages": [_of_kind(rows, k.name, t) for k, t in zip(KINDS, _TARGETS, strict=True)],
        "calibration": _calibration(rows),
        "pseudo": [_pseudo(rows, k.name) for k in KINDS] + [_pseudo(rows, None)],
    }


def _check(size: IncidentSize) -> None:
    for name, least in (("seas", 1), ("drags", 0), ("pseudo", 0), ("hours", 22.0), ("per_day", 2)):
        if not getattr(size, name) >= least:
            raise BalticError(f"{name} must be at least {least:g}")


def _seas(world: str, seed: int, size: IncidentSize, settings: Settings) -> list[OutageSea]:
    ids = find_outage_assets(size.assets)
    each = math.ceil(size.pseudo / size.seas)
    return [
        OutageSea(
            ids[k % len(ids)], seed + k, size.hours, size.per_day, size.drags,
            min(each, max(size.pseudo - k * each, 0)), world, size.interval_s, settings,
        )
        for k in range(size.seas)
    ]  # fmt: skip


def _share(hits: Sequence[bool]) -> dict[str, Any]:
    n, k = len(hits), int(sum(hits))
    low, high = wilson(k, n)
    return {"n": n, "share": k / n if n else None, "low": low, "high": high}


def _of_kind(rows: Sequence[OutageRow], kind: str, target: float) -> dict[str, Any]:
    """Return how often the ship that dragged ranks first in one kind of outage."""
    mine = [r for r in rows if r.kind == kind and r.truth == "vessel"]
    return {
        "kind": kind,
        "target": target,
        "first": _share([r.rank == 1 for r in mine]),
        "first_among_ships": _share([r.ship_rank == 1 for r in mine]),
        "first_three": _share([r.rank <= 3 for r in mine]),
        "first_without_drag": _share([r.rank_bare == 1 for r in mine]),
        "first_told_fixed": _share([r.told(_FIXED).top_right for r in mine]),
        "mean_posterior": _mean([r.p_true for r in mine]),
        "log_score": _mean([-math.log(max(r.p_true, 1e-12)) for r in mine]),
        "set_size": _mean([r.set_size for r in mine]),
        "ships": _mean([r.ships for r in mine]),
    }


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None


def _calibration(rows: Sequence[OutageRow]) -> list[dict[str, Any]]:
    """Return whether the largest posterior is right as often as it says, by kind and mix.

    Causes are weighted to the shares that the priors give them (``priors``) and to those of
    the prototype (``fixed``), which other priors would be right for; so these are measured
    once more with priors that say so (``fixed, told``).
    """
    found = []
    for mix in ("priors", "fixed", "fixed, told"):
        for kind in [None, *(k.name for k in KINDS)]:
            mine = [r for r in rows if r.truth in _FIXED and kind in (None, r.kind)]
            if not mine:
                continue
            if mix == "fixed, told":
                mine = [r.told(_FIXED) for r in mine]
            counts = {t: sum(r.truth == t for r in mine) for t in _FIXED}
            weights = np.array(
                [(r.weight if mix == "priors" else _FIXED[r.truth]) / counts[r.truth] for r in mine]
            )
            table = reliability(
                np.array([r.top for r in mine]),
                np.array([float(r.top_right) for r in mine]),
                weights,
            )
            found.append({"mix": mix, "kind": kind or "all", "target_ece": _ECE, **table})
    return found


def _pseudo(rows: Sequence[OutageRow], kind: str | None) -> dict[str, Any]:
    mine = [r for r in rows if r.truth == "pseudo" and kind in (None, r.kind)]
    return {
        "kind": kind or "all",
        "target": _PSEUDO,
        "no_ship_leads": _share([r.best_ship <= _LEADS for r in mine]),
        "highest": max((r.best_ship for r in mine), default=None),
    }
