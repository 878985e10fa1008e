"""The back-test: which runs there are, in which order, and what is made of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from ..ais import AisData
from ..engine.manifest import Stopwatch, make_manifest, result_hash
from ..engine.progress import Progress, counted, note_of, silent
from ..errors import BalticError
from ..records import as_json
from ..settings import Settings
from ..simulate.worlds import world_of
from .blocks import Block
from .calibration import calibration
from .classes import breakdown
from .documented import (
    ControlPlan,
    TrackPlan,
    control_plans,
    run_control,
    run_track,
    track_plans,
)
from .headline import headline
from .intervals import FEW_BLOCKS
from .latency import CUTS_MIN, LatencyRow, find_latency, summarise_latency
from .metrics import operating_points, peer_points, slowed_only
from .pool import run_jobs
from .real import provenances, real_blocks
from .scenarios import Scene, SteadyPlan, find_sites, run_scene, run_steady, scenes
from .seas import SeaPlan, run_sea

__all__ = ["FULL", "QUICK", "SCHEMA", "Size", "backtest", "backtest_files"]

SCHEMA = "baltic-backtest/1"


@dataclass(frozen=True)
class Size:
    """How much is run.

    Attributes
    ----------
    runs, ships, hours, drags, interval_s
        Seas, and ships, hours, drags and seconds between fixes of each.
    latency_runs, latency_drags
        Seas cut again and again to see how soon drags are found, and drags in each.
    samplings_s, sampling_runs
        Other seconds between fixes, and seas of each.
    sites
        Places of the set scenes.
    steady_ships
        Innocent ships of constant speed, 24 h each.
    documented
        Whether documented tracks and controls are run.

    Examples
    --------
    >>> size = Size(runs=2, ships=100)
    >>> size.runs * size.drags
    20
    """

    runs: int = 60
    ships: int = 150
    hours: float = 48.0
    drags: int = 10
    interval_s: float = 60.0
    latency_runs: int = 4
    latency_drags: int = 20
    samplings_s: tuple[float, ...] = (10.0, 300.0, 600.0)
    sampling_runs: int = 6
    sites: int = 4
    steady_ships: int = 1200
    documented: bool = True


FULL = Size()
QUICK = Size(
    runs=6, latency_runs=1, samplings_s=(300.0,), sampling_runs=2, sites=1, steady_ships=40
)
_STEADY_BATCH = 10
_STEADY_H = 24.0

_Job = SeaPlan | Scene | SteadyPlan | TrackPlan | ControlPlan


@dataclass(frozen=True)
class _Task:
    """One job of the pool: what it is for, and its plan."""

    kind: str
    plan: _Job


def _work(task: _Task) -> Any:
    """Run one job; a function of the module, so that processes find it."""
    does: dict[str, Callable[[Any], Any]] = {
        "sea": run_sea,
        "sampling": run_sea,
        "latency": find_latency,
        "scene": run_scene,
        "steady": run_steady,
        "track": run_track,
        "control": run_control,
    }
    return does[task.kind](task.plan)


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
    settings = settings or Settings()
    world_of(world)
    _check(size)
    watch = Stopwatch()
    tasks = _tasks(world, seed, size, settings)
    results: dict[str, list[Any]] = {}
    for task, result in _run(tasks, workers, progress):
        if task.kind == "sampling":
            assert isinstance(task.plan, SeaPlan)
            result = (task.plan.interval_s, result)
        results.setdefault(task.kind, []).append(result)
    watch.lap("run")
    progress("working out rates and intervals")
    numbers = _numbers(results, seed, size, settings)
    watch.lap("rates")
    return _document(numbers, "simulated", world, seed, size, settings, watch)


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
    settings = settings or Settings()
    world_of(world)
    _check(size)
    watch = Stopwatch()
    blocks = real_blocks(
        data,
        seed=seed,
        world=world,
        drags=size.runs * size.drags,
        workers=workers,
        settings=settings,
        progress=progress,
    )
    watch.lap("run")
    progress("working out rates and intervals")
    numbers = {
        **block_numbers(blocks, seed, settings),
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
    return _document(
        numbers, "injected", world, seed, size, settings, watch, data.inputs, notes
    )  # fmt: skip


def _check(size: Size) -> None:
    for name, least in (
        ("runs", 1),
        ("ships", 2),
        ("drags", 0),
        ("hours", 6.0),
        ("interval_s", 1.0),
    ):
        if not getattr(size, name) >= least:
            raise BalticError(f"{name.removesuffix('_s')} must be at least {least:g}")


def _tasks(world: str, seed: int, size: Size, settings: Settings) -> list[_Task]:
    """Return all jobs, the long ones first so that no process waits at the end."""

    def sea(number: int, **other: Any) -> SeaPlan:
        plan = SeaPlan(
            world, number, size.ships, size.hours, size.drags, size.interval_s, settings
        )  # fmt: skip
        return replace(plan, **other)

    sites = find_sites(size.sites)
    tasks = [
        _Task("latency", sea(seed + 500_000 + k, hours=29.0, drags=size.latency_drags))
        for k in range(size.latency_runs)
    ]
    tasks += [
        _Task("sampling", sea(seed + k, interval_s=interval, peers=False))
        for interval in size.samplings_s
        for k in range(min(size.sampling_runs, size.runs))
    ]
    tasks += [_Task("sea", sea(seed + k)) for k in range(size.runs)]
    for n in range(0, size.steady_ships if sites else 0, _STEADY_BATCH):
        site = sites[(n // _STEADY_BATCH) % len(sites)]
        tasks.append(_Task("steady", SteadyPlan(site, n, _STEADY_BATCH, _STEADY_H, seed, settings)))
    tasks += [_Task("scene", scene) for scene in scenes(sites, seed, settings)]
    if size.documented:
        tasks += [_Task("track", plan) for plan in track_plans(settings)]
        tasks += [_Task("control", plan) for plan in control_plans(world, seed, settings)]
    return tasks


def _run(
    tasks: Sequence[_Task], workers: int | None, progress: Progress
) -> Iterator[tuple[_Task, Any]]:
    total = Counter(task.kind for task in tasks)
    seen: Counter[str] = Counter()
    note = note_of(progress)
    progress(f"running {len(tasks)} jobs")
    coming = counted(run_jobs(_work, tasks, workers), len(tasks), progress, "jobs")
    for task, result in zip(tasks, coming, strict=True):
        seen[task.kind] += 1
        done = seen[task.kind] == total[task.kind]
        if task.kind in ("sea", "sampling", "latency") or done:
            note(f"{task.kind} {seen[task.kind]} of {total[task.kind]}")
        yield task, result


def _numbers(
    results: dict[str, list[Any]], seed: int, size: Size, settings: Settings
) -> dict[str, Any]:
    """Make the numbers of the document from the results of all jobs."""
    blocks: list[Block] = results["sea"]
    rows: list[LatencyRow] = [row for sea in results.get("latency", []) for row in sea]
    return {
        **block_numbers(blocks, seed, settings),
        "latency": summarise_latency(rows, CUTS_MIN[-1]) if rows else None,
        "sampling": _samplings(results.get("sampling", []), blocks, size, seed, settings),
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
    results: list[tuple[float, Block]],
    blocks: Sequence[Block],
    size: Size,
    seed: int,
    settings: Settings,
) -> list[dict[str, Any]]:
    """Return rates at the shipped thresholds by seconds between fixes, on the same seas."""
    by_interval: dict[float, list[Block]] = {}
    for interval, block in results:
        by_interval.setdefault(interval, []).append(block)
    if not by_interval:
        return []
    most = max(len(b) for b in by_interval.values())
    by_interval.setdefault(size.interval_s, list(blocks[:most]))
    out = []
    for interval, mine in sorted(by_interval.items()):
        points = operating_points(mine, settings, seed=seed)
        shipped = [p for p in points if p["kind"] == "shipped"]
        out.append({"interval_s": interval, "seas": len(mine), "points": shipped})
    return out


def _sum(rows: list[dict[str, Any]]) -> dict[str, Any]:
    total: Counter[str] = Counter()
    for row in rows:
        total.update(row)
    return {k: round(v, 3) for k, v in total.items()}


def _document(
    numbers: dict[str, Any],
    data: str,
    world: str | None,
    seed: int,
    size: Size,
    settings: Settings,
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
            settings=settings,
            inputs=inputs or [],
            counts=counts,
            watch=watch,
            notes=notes,
            result=result_hash(json.dumps(plain, sort_keys=True)),
        ),
        "data": data,
        "world": world,
        "seed": seed,
        "seeds": [seed, seed + size.runs - 1],
        "size": as_json(asdict(size)),
        **plain,
    }
