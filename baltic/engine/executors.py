"""Where the map phases run: here, in processes of this machine, or on a Dask cluster.

An executor only maps a pure function over items; results come back in order, so nothing
depends on where and in how many pieces the work was done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Protocol, TypeVar

from ..errors import BalticError
from .cluster import Cluster, open_cluster
from .processes import Processes, count_workers

__all__ = ["Executor", "Here", "open_executor"]

_In = TypeVar("_In")
_Out = TypeVar("_Out")


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
        count = count_workers(workers)
        with ExitStack() as stack:
            yield Here() if count == 1 else Processes(count, stack)
    elif name == "dask":
        with open_cluster(address, workers) as client:
            yield Cluster(client, max(len(client.scheduler_info()["workers"]), 1))
    else:
        raise BalticError(f"unknown engine {engine!r}", hint="engines: local, dask, dask=ADDRESS")
