"""Where the map phases run: here, in processes of this machine, or on a Dask cluster.

An executor only maps a pure function over items; results come back in order, so nothing
depends on where and in how many pieces the work was done.
"""

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
from typing import Any, Protocol, TypeVar

from ..errors import BalticError, MissingExtraError
from ..extras import extra_command

__all__ = ["Executor", "Here", "Processes", "beside", "open_executor", "warm_up"]

_In = TypeVar("_In")
_Out = TypeVar("_Out")

#: Environment that keeps a worker to its share of the cores.
_THREADS = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
#: What workers use, by name: loaded while the first files are read.
_LOADED = ("baltic.engine.steps", "scipy.spatial")
#: What one does at the end of a scan: it would else load its code while nothing else is to do.
_LAST = "baltic.maps"


class Executor(Protocol):
    """Maps a function over items."""

    workers: int

    def warm(self) -> None:
        """Begin to load the code that workers need: soon there will be something to map."""
        ...

    def map(self, step: Callable[[_In], _Out], items: Sequence[_In]) -> Iterator[_Out]:
        """Yield results in the order of the items."""
        ...

    def is_here(self, items: int) -> bool:
        """Return whether so many items run in this process, one after the other."""
        ...


class Here:
    """Runs one item after the other in this process.

    Examples
    --------
    >>> list(Here().map(abs, [-1, 2]))
    [1, 2]
    """

    workers = 1

    def warm(self) -> None:
        """Do nothing: what runs here loads what it needs."""

    def map(self, step: Callable[[_In], _Out], items: Sequence[_In]) -> Iterator[_Out]:
        return map(step, items)

    def is_here(self, items: int) -> bool:  # noqa: ARG002
        return True


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
        _warm(self.workers)

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
    if _count(workers) == 1:
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


def warm_up(workers: int | None, last: str = _LAST) -> None:
    """Do what :meth:`Executor.warm` of a local engine would, before there is one.

    Parameters
    ----------
    last
        The module with what a worker is to do at the very end.

    Examples
    --------
    >>> warm_up(1)
    """
    count = _count(workers)
    if count > 1:
        _warm(count, last)


def _count(workers: int | None) -> int:
    return workers or os.cpu_count() or 1


def _warm(workers: int, last: str = _LAST) -> None:
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


class _Dask:
    """Runs items on a Dask cluster."""

    def __init__(self, client: Any, workers: int) -> None:
        self.workers = workers
        self._client = client

    def is_here(self, items: int) -> bool:  # noqa: ARG002
        return False

    def warm(self) -> None:
        """Do nothing: the workers run already."""

    def map(self, step: Callable[[_In], _Out], items: Sequence[_In]) -> Iterator[_Out]:
        coming = [self._client.submit(step, item, pure=False) for item in items]
        try:
            for future in coming:
                yield future.result()
        finally:
            self._client.cancel(coming)


@contextmanager
def open_executor(engine: str = "local", workers: int | None = None) -> Iterator[Executor]:
    """Yield what runs the map phases.

    Parameters
    ----------
    engine
        ``local``; ``dask`` (a cluster of processes on this machine); ``dask=ADDRESS`` (one
        that is there: the input, the store and the work folder must be reachable by all of
        its workers under the same names).
    workers
        Processes; None = one a core for ``local``.

    Raises
    ------
    BalticError
        Unknown engine, or no cluster at the address.
    MissingExtraError
        Dask is not installed.

    Examples
    --------
    >>> with open_executor("local", 1) as executor:
    ...     executor.workers
    1
    """
    name, _, address = engine.partition("=")
    if name == "local" and not address:
        count = _count(workers)
        with ExitStack() as stack:
            yield Here() if count == 1 else Processes(count, stack)
    elif name == "dask":
        with _client(address, workers) as client:
            yield _Dask(client, max(len(client.scheduler_info()["workers"]), 1))
    else:
        raise BalticError(f"unknown engine {engine!r}", hint="engines: local, dask, dask=ADDRESS")


@contextmanager
def _client(address: str, workers: int | None) -> Iterator[Any]:
    try:
        import distributed
    except ImportError as error:
        raise MissingExtraError(
            "the engine dask is not installed", hint=extra_command("dask")
        ) from error
    dask: Any = distributed  # its classes declare no types
    if not address:
        with (
            dask.LocalCluster(
                n_workers=_count(workers),
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address=None,
                silence_logs=50,
            ) as cluster,
            dask.Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = dask.Client(address, timeout="10s")
    except (OSError, ValueError) as error:
        raise BalticError(
            f"no Dask cluster answers at {address!r}",
            hint="start one with dask scheduler and dask worker",
        ) from error
    with client:
        yield client
