"""A Dask cluster, on this machine or on many: the extra ``dask``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from ..errors import BalticError, MissingExtraError
from ..extras import extra_command
from .processes import count_workers

__all__ = ["Cluster", "open_cluster"]

_In = TypeVar("_In")
_Out = TypeVar("_Out")


class Cluster:
    """Runs items on a Dask cluster that has a client."""

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
def open_cluster(address: str, workers: int | None) -> Iterator[Any]:
    """Yield a client of the cluster at an address, or of one of this machine's processes."""
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
                n_workers=count_workers(workers),
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
