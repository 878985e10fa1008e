"""The jobs of a back-test: which there are, and how they are run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..engine.progress import Progress, counted, note_of
from ..settings import Settings
from .documented import (
    ControlPlan,
    TrackPlan,
    control_plans,
    run_control,
    run_track,
    track_plans,
)
from .latency import find_latency
from .pool import run_jobs
from .scenarios import Scene, SteadyPlan, find_sites, run_scene, run_steady, scenes
from .seas import SeaPlan, run_sea
from .size import Size

__all__ = ["Plan", "Task", "run_tasks", "tasks_of"]

_STEADY_BATCH = 10
_STEADY_H = 24.0

_Job = SeaPlan | Scene | SteadyPlan | TrackPlan | ControlPlan


@dataclass(frozen=True)
class Plan:
    """What a back-test is of: the world and the first seed of its seas, and how much is run."""

    world: str
    seed: int
    size: Size
    settings: Settings


@dataclass(frozen=True)
class Task:
    """One job of the pool: what it is for, and its plan."""

    kind: str
    plan: _Job


def _work(task: Task) -> Any:
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


def tasks_of(plan: Plan) -> list[Task]:
    """Return all jobs, the long ones first so that no process waits at the end."""
    seed, size, settings = plan.seed, plan.size, plan.settings

    def sea(number: int, **other: Any) -> SeaPlan:
        one = SeaPlan(
            plan.world, number, size.ships, size.hours, size.drags, size.interval_s, settings
        )  # fmt: skip
        return replace(one, **other)

    sites = find_sites(size.sites)
    tasks = [
        Task("latency", sea(seed + 500_000 + k, hours=29.0, drags=size.latency_drags))
        for k in range(size.latency_runs)
    ]
    tasks += [
        Task("sampling", sea(seed + k, interval_s=interval, peers=False))
        for interval in size.samplings_s
        for k in range(min(size.sampling_runs, size.runs))
    ]
    tasks += [Task("sea", sea(seed + k)) for k in range(size.runs)]
    for n in range(0, size.steady_ships if sites else 0, _STEADY_BATCH):
        site = sites[(n // _STEADY_BATCH) % len(sites)]
        tasks.append(Task("steady", SteadyPlan(site, n, _STEADY_BATCH, _STEADY_H, seed, settings)))
    tasks += [Task("scene", scene) for scene in scenes(sites, seed, settings)]
    if size.documented:
        tasks += [Task("track", track) for track in track_plans(settings)]
        tasks += [Task("control", other) for other in control_plans(plan.world, seed, settings)]
    return tasks


def run_tasks(
    tasks: Sequence[Task], workers: int | None, progress: Progress
) -> Iterator[tuple[Task, Any]]:
    """Yield each job with its result, in their order."""
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
