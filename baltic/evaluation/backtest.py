"""The back-test: the order of its steps, and its document."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from ..ais import AisData
from ..engine.manifest import Stopwatch, make_manifest, result_hash
from ..engine.progress import Progress, silent
from ..records import as_json
from ..settings import Settings
from ..simulate.worlds import world_of
from .headline import headline
from .intervals import FEW_BLOCKS
from .jobs import Plan, run_tasks, tasks_of
from .numbers import block_numbers, job_numbers
from .real import provenances, real_blocks
from .seas import SeaPlan
from .size import FULL, Size, check_size

__all__ = ["SCHEMA", "backtest", "backtest_files"]

SCHEMA = "baltic-backtest/1"


def backtest(
    *,
    world: str = "B",
    seed: int = 1000,
    size: Size = FULL,
    workers: int | None = 1,
    settings: Settings | None = None,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Measure the detector on simulated seas, set scenes and documented cases.

    Parameters
    ----------
    world
        ``A`` or ``B``; weights and thresholds are set on A, so B is the honest one.
    seed
        Of the first sea; the others follow.  The same seed gives the same numbers, whatever
        the number of workers.
    size
        How much is run.
    workers
        Processes.
    settings
        Frozen settings; the defaults when left out.
    progress
        Called with a sentence now and then.

    Returns
    -------
    dict
        The document of ``backtest.json``.

    Raises
    ------
    BalticError
        A world, size or seed that makes no sense.

    Examples
    --------
    A sea of one ship has no neighbours and is refused; ``backtest(size=QUICK)`` takes a minute.

    >>> backtest(size=Size(ships=1))
    Traceback (most recent call last):
    baltic.errors.BalticError: ships must be at least 2
    """
    plan = _plan(world, seed, size, settings)
    watch = Stopwatch()
    results: dict[str, list[Any]] = {}
    for task, result in run_tasks(tasks_of(plan), workers, progress):
        if task.kind == "sampling":
            assert isinstance(task.plan, SeaPlan)
            result = (task.plan.interval_s, result)
        results.setdefault(task.kind, []).append(result)
    watch.lap("run")
    progress("working out rates and intervals")
    numbers = job_numbers(results, plan)
    watch.lap("rates")
    return _document(numbers, "simulated", plan, watch)


def backtest_files(
    data: AisData,
    *,
    world: str = "B",
    seed: int = 1000,
    size: Size = FULL,
    workers: int | None = 1,
    settings: Settings | None = None,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Measure the detector on given traffic: its own false alarms, and drags put into it.

    Parameters
    ----------
    data
        From :func:`baltic.ais.read_fixes`.
    world
        Gives the priors of the injected drags.
    seed, workers, settings, progress
        As for :func:`backtest`.
    size
        ``runs`` times ``drags`` is the most that are injected.

    Returns
    -------
    dict
        The document of ``backtest.json``; what needs simulated seas is empty or None.

    Raises
    ------
    BalticError
        No ship in the data can drag.

    Examples
    --------
    Ten minutes of one ship hold nothing that drags could be put into:

    >>> import pandas as pd
    >>> from baltic.ais import AisData
    >>> t = pd.to_datetime(["2024-12-25T10:00Z", "2024-12-25T10:10Z"])
    >>> ais = AisData.of(pd.DataFrame({"mmsi": 230000001, "t": t, "lon": [25, 25.01], "lat": 59.9}))
    >>> backtest_files(ais)
    Traceback (most recent call last):
    baltic.errors.BalticError: no cargo ship or tanker of known type and length sails at 6 kn or ...
    """
    plan = _plan(world, seed, size, settings)
    watch = Stopwatch()
    blocks = real_blocks(
        data,
        seed=seed,
        world=world,
        drags=size.runs * size.drags,
        workers=workers,
        settings=plan.settings,
        progress=progress,
    )
    watch.lap("run")
    progress("working out rates and intervals")
    numbers = {
        **block_numbers(blocks, seed, plan.settings),
        "provenance": provenances(data),
        "latency": None,
        "sampling": [],
        "scenes": [],
        "steady": {},
        "documented": [],
        "controls": [],
    }
    watch.lap("rates")
    notes = [*data.notes]
    if len(blocks) < FEW_BLOCKS:
        days = "1 day" if len(blocks) == 1 else f"{len(blocks)} days"
        notes.append(
            f"{days}: how much days differ is hardly seen; intervals tell little more than counts"
        )
    return _document(numbers, "injected", plan, watch, data.inputs, notes)


def _plan(world: str, seed: int, size: Size, settings: Settings | None) -> Plan:
    """Return what is run, checked."""
    world_of(world)
    check_size(size)
    return Plan(world, seed, size, settings or Settings())


def _document(
    numbers: dict[str, Any],
    data: str,
    plan: Plan,
    watch: Stopwatch,
    inputs: list[dict[str, Any]] | None = None,
    notes: list[str] | None = None,
) -> dict[str, Any]:
    plain = as_json({"headline": headline(numbers), **numbers})
    counts = {k: plain[k] for k in ("vessel_days", "drags", "blocks")}
    return {
        "schema": SCHEMA,
        "manifest": make_manifest(
            command="backtest",
            settings=plan.settings,
            inputs=inputs or [],
            counts=counts,
            watch=watch,
            notes=notes,
            result=result_hash(json.dumps(plain, sort_keys=True)),
        ),
        "data": data,
        "world": plan.world,
        "seed": plan.seed,
        "seeds": [plan.seed, plan.seed + plan.size.runs - 1],
        "size": as_json(asdict(plan.size)),
        **plain,
    }
