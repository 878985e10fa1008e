"""Runs many jobs in a few processes; the results do not depend on how many."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

from ..errors import BalticError

__all__ = ["run_jobs"]

_Job = TypeVar("_Job")
_Result = TypeVar("_Result")

_THREADS = "POLARS_MAX_THREADS"


def run_jobs(
    work: Callable[[_Job], _Result], jobs: Sequence[_Job], workers: int
) -> Iterator[_Result]:
    """Yield the result of each job, in the order of the jobs.

    Parameters
    ----------
    work
        A function of a module: it is sent to the processes by name.
    jobs
        Arguments, small and plain.
    workers
        Processes; 1 runs all in this one.

    Raises
    ------
    BalticError
        A process was ended from outside (memory).
    """
    if workers <= 1 or len(jobs) <= 1:
        yield from map(work, jobs)
        return
    # Processes are started afresh: a copy of a running one may hold locked threads.
    context = multiprocessing.get_context("spawn")
    with _one_thread(), ProcessPoolExecutor(min(workers, len(jobs)), context) as pool:
        try:
            yield from pool.map(work, jobs)
        except BrokenProcessPool as error:
            raise BalticError(
                "a worker process was ended from outside, most likely for lack of memory",
                hint="use fewer --workers or --ships",
            ) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let each new process use one thread: the processes are the parallel part."""
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(_THREADS, None)
        else:
            os.environ[_THREADS] = before
