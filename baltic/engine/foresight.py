"""How large a run will be, told before anything that it needs is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..ais.remote import InputFile, as_file
from ..settings import Settings
from .processes import warm_up

__all__ = ["are_small", "prepare"]

_PACKED = (".gz", ".zip", ".zst", ".zstd", ".parquet")


def are_small(files: Sequence[InputFile], settings: Settings) -> bool:
    """Return whether files are read in memory, in one piece.

    Examples
    --------
    >>> from pathlib import Path
    >>> are_small([Path("no-such-file.csv")], Settings())
    True
    """
    total = 0.0
    for path in files:
        if path.exists():
            packed = path.suffix.lower() in _PACKED
            factor = settings.engine.unpacks_to if packed else 1.0
            total += path.stat().st_size * factor
    return total <= settings.engine.memory_bytes


def prepare(
    paths: Sequence[str | InputFile],
    settings: Settings,
    *,
    engine: str,
    workers: int | None,
    last: str,
    always: bool = False,
) -> None:
    """Begin to load the code of workers, if a run over these inputs will have any.

    It takes as long as loading the code of the run itself, and goes on beside it.  Files in
    object stores are not asked for their size here: to read them takes longer anyway.

    Parameters
    ----------
    last
        The module with what one of them is to do beside the caller.
    always
        It does that also where the inputs are small.

    Examples
    --------
    >>> prepare(["no-such-file.csv"], Settings(), engine="local", workers=2, last="baltic.maps")
    """
    files = [file for file in map(as_file, paths) if isinstance(file, Path)]
    if engine == "local" and (always or not are_small(files, settings)):
        warm_up(workers, last)
