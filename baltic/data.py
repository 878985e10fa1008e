"""Finds the shipped data: in an installed wheel, a checkout, or where the user says."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from .errors import DataNotFoundError

__all__ = ["data_file", "data_folder", "read_once"]

T = TypeVar("T")

_MARK = "assets.geojson"


def _places() -> list[Path]:
    here = Path(__file__).resolve().parent
    named = os.environ.get("BALTIC_GEODATA")
    return ([Path(named)] if named else []) + [here / "_geodata", here.parent / "geodata"]


def data_folder() -> Path:
    """Return the folder of the shipped data.

    Looked for in ``$BALTIC_GEODATA``, inside the installed package, then beside
    the package in a checkout (an editable install carries no copy).

    Returns
    -------
    Path
        The first place that holds the data.

    Raises
    ------
    DataNotFoundError
        No place does; the message names each.

    Examples
    --------
    >>> (data_folder() / "incidents.yaml").is_file()
    True
    """
    for place in _places():
        if (place / _MARK).is_file():
            return place
    raise DataNotFoundError(
        "the shipped data was not found in " + ", ".join(str(p) for p in _places()),
        hint="reinstall the package, or set BALTIC_GEODATA to the folder that holds " + _MARK,
    )


def data_file(name: str) -> Path:
    """Return one shipped file by its path below the data folder.

    Parameters
    ----------
    name
        With forward slashes.

    Returns
    -------
    Path
        Of a file that exists.

    Raises
    ------
    DataNotFoundError
        It is not there, or no data folder is.

    Examples
    --------
    >>> data_file("assets.geojson").name
    'assets.geojson'
    """
    path = data_folder() / name
    if not path.exists():
        raise DataNotFoundError(f"shipped file {name} is missing", file=path, hint="reinstall")
    return path


def read_once(read: Callable[[Path], T]) -> Callable[[Path], T]:
    """Return a reader that reads and checks a file once, and again only when it has changed.

    Parameters
    ----------
    read
        Returns plain values or tables of a file; what it raises is raised each time.

    Returns
    -------
    Callable
        Returns a copy of its own each time: who changes one changes no other.

    Examples
    --------
    >>> words = read_once(lambda path: path.read_text(encoding="utf-8").split())
    >>> first = words(data_file("README.md"))
    >>> first.clear()
    >>> len(words(data_file("README.md"))) > 100
    True
    """

    @lru_cache(maxsize=1)
    def kept(path: Path, _mark: tuple[int, int]) -> bytes:
        return pickle.dumps(read(path), pickle.HIGHEST_PROTOCOL)

    def copied(path: Path) -> T:
        seen = path.stat()
        value: T = pickle.loads(kept(path, (seen.st_mtime_ns, seen.st_size)))
        return value

    return copied
