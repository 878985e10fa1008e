"""What a command's inputs are: files that paths and globs name, or a store.

Asked before anything that reads is loaded, so that workers can begin to start meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..folders import Folder, is_url
from .named_files import expand_paths
from .remote import InputFile

__all__ = ["STORE_HEAD", "expand_inputs", "is_store"]

#: The file that makes a folder a store.
STORE_HEAD = "store.json"


def is_store(where: str | InputFile) -> bool:
    """Return whether a folder or prefix holds a store."""
    if not is_url(where) and not Path(str(where)).is_dir():
        return False
    return Folder(str(where)).exists(STORE_HEAD)


def expand_inputs(patterns: Sequence[str | Path]) -> list[str | InputFile]:
    """Return the files that paths, folders and globs name; a store stays what it is.

    Raises
    ------
    InputError
        As :func:`baltic.ais.named_files.expand_paths`.
    """
    stores = [p for p in patterns if is_store(p)]
    rest = [p for p in patterns if p not in stores]
    return [*map(str, stores), *(expand_paths(rest) if rest else [])]
