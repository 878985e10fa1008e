"""Processes of this machine: workers that share a step's items, and one beside the caller."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from multiprocessing import forkserver
from typing import TypeVar

from ..errors import BalticError

__all__ = ["Processes", "beside", "count_workers", "warm_up"]

_In = TypeVar("_In")
_Out = TypeVar("_Out")

#: Environment that keeps a worker to its share of the cores.
_THREADS = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
#: Objects made between two looks for cycles of unused ones, in a worker.
_COLLECT_AFTER = 50_000
#: What workers use, by name: loaded while the first files are read.
_LOADED = ("baltic.engine.steps", "scipy.spatial")
#: What one does at the end of a scan: it would else load its code while nothing else is to do.
_LAST = "baltic.maps"


class Processes:
    """Runs items in processes of this machine; they start when they are first needed."""

    def __init__(self, workers: int, stack: ExitStack) -> None:
        self.workers = workers
        self._stack = stack
        self._pool: ProcessPoolExecutor | None = None

    def is_here(self, items: int) -> bool:
        return items < 2

    def warm(self) -> None:
        """Start the server that workers are forked from; it loads the code meanwhile."""
        _warm(self.workers, _LAST)

    def map(self, step: Callable[[_In], _Out], items: Sequence[_In]) -> Iterator[_Out]:
        if self.is_here(len(items)):
            yield from map(step, items)
            return
        if self._pool is None:
            self._pool = self._stack.enter_context(_pool(self.workers))
        coming = [self._pool.submit(step, item) for item in items]
        try:
            for future in coming:
                yield future.result()
        except BrokenProcessPool as error:
            raise _died() from error
        finally:
            for future in coming:
                future.cancel()


def _died() -> BalticError:
    return BalticError(
        "a worker process died",
        hint="perhaps out of memory: use fewer --workers; a script of your own must call it"
        " below if __name__ == '__main__'",
    )


@contextmanager
def beside(
    step: Callable[[_In], _Out], item: _In, workers: int | None
) -> Iterator[Callable[[], _Out]]:
    """Begin one long step in a process beside this one; yield what waits for its result.

    Parameters
    ----------
    step, item
        The result is ``step(item)``; both have to be picklable.
    workers
        Processes; None = one a core.  With one the step runs here when its result is asked for.

    Raises
    ------
    BalticError
        The process died.  Errors of the step are raised where its result is asked for.

    Examples
    --------
    >>> with beside(abs, -1, workers=1) as result:
    ...     result()
    1
    """
    if count_workers(workers) == 1:
        yield lambda: step(item)
        return
    with _pool(1) as pool:
        coming = pool.submit(step, item)

        def result() -> _Out:
            try:
                return coming.result()
            except BrokenProcessPool as error:
                raise _died() from error

        yield result


def warm_up(workers: int | None, last: str) -> None:
    """Do what :meth:`Processes.warm` would, before there is an executor.

    Parameters
    ----------
    last
        The module with what one is to do beside the caller.

    Examples
    --------
    >>> warm_up(1, "baltic.maps")
    """
    count = count_workers(workers)
    if count > 1:
        _warm(count, last)


def count_workers(workers: int | None) -> int:
    """Return how many processes are meant: None is one a core."""
    return workers or os.cpu_count() or 1


def _warm(workers: int, last: str) -> None:
    with _few_threads(workers):
        _context(last)
        forkserver.ensure_running()


def _context(last: str = _LAST) -> multiprocessing.context.ForkServerContext:
    # A fork of this process would copy locks that the threads of Polars hold; a server that
    # has only loaded the code has no threads, and its forks need not load it again.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*_LOADED, last])
    return context


@contextmanager
def _few_threads(workers: int) -> Iterator[None]:
    """Processes that start inside keep to their share of the cores."""
    threads = max((os.cpu_count() or 1) // workers, 1)
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, str(threads)))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _begin() -> None:
    """Begin a worker: it ends with the process that it works for, however that ends."""
    gc.freeze()
    # What a step makes is used to its end: looking for cycles takes a tenth of its time.
    gc.set_threshold(_COLLECT_AFTER)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    # A command that was killed would else leave workers behind that compute for nobody.
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    with _few_threads(workers):
        # What the server has loaded is there to stay: no collection need look at it (gc.freeze).
        pool = ProcessPoolExecutor(workers, mp_context=_context(), initializer=_begin)
        try:
            yield pool
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
