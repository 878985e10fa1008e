"""Runs many jobs in the processes of the engine; the results do not depend on how many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from ..engine.executors import open_executor

__all__ = ["run_jobs"]

_Job = TypeVar("_Job")
_Result = TypeVar("_Result")


def run_jobs(
    work: Callable[[_Job], _Result], jobs: Sequence[_Job], workers: int | None
) -> Iterator[_Result]:
    """Yield the result of each job, in the order of the jobs.

    Parameters
    ----------
    work
        A function of a module: it is sent to the processes by name.
    jobs
        Arguments, small and plain.
    workers
        Processes; 1 runs all in this one, None takes one a core.

    Raises
    ------
    BalticError
        A process was ended from outside (memory).
    """
    with open_executor("local", workers) as executor:
        yield from executor.map(work, jobs)
