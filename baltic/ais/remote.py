"""Files in an object store, read as if they lay on a disk."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any

from ..errors import InputError
from ..folders import filesystem, is_url

__all__ = ["InputFile", "RemoteFile", "as_file", "remote_files"]


@dataclass(frozen=True)
class RemoteFile:
    """A file behind an fsspec address; the part of :class:`pathlib.Path` that readers use.

    Examples
    --------
    >>> file = RemoteFile("memory://days/aisdk-2025-01-01.zip")
    >>> file.name, file.suffix, file.exists()
    ('aisdk-2025-01-01.zip', '.zip', False)
    """

    url: str

    def __str__(self) -> str:
        return self.url

    def __fspath__(self) -> str:
        return self.url

    @property
    def name(self) -> str:
        return self.url.rstrip("/").rpartition("/")[2]

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix

    def exists(self) -> bool:
        fs, path = filesystem(self.url)
        return bool(fs.isfile(path))

    def open(self, mode: str = "rb") -> IO[bytes]:
        """Open it for reading; blocks are fetched as they are asked for."""
        fs, path = filesystem(self.url)
        if fs.protocol == "memory":
            # There all who open a file share one position in it.
            return io.BytesIO(fs.cat_file(path))
        opened: IO[bytes] = fs.open(path, mode)
        return opened

    def stat(self) -> Any:
        """Return size and kind."""
        fs, path = filesystem(self.url)
        return SimpleNamespace(st_size=int(fs.size(path) or 0), st_mode=stat.S_IFREG)

    def resolve(self) -> RemoteFile:
        return self


#: What a reader opens.
InputFile = Path | RemoteFile


def as_file(where: str | Path | RemoteFile) -> InputFile:
    """Return what opens a name: an address in an object store, or a path.

    Examples
    --------
    >>> as_file("a.csv"), as_file("memory://a.csv")
    (PosixPath('a.csv'), RemoteFile(url='memory://a.csv'))
    """
    if isinstance(where, RemoteFile):
        return where
    return RemoteFile(str(where)) if is_url(where) else Path(where)


def remote_files(url: str, endings: Iterable[str]) -> list[RemoteFile]:
    """Return the files that an address names: one, those of a prefix, or those of a glob.

    Parameters
    ----------
    endings
        Names taken from a prefix.

    Raises
    ------
    InputError
        There is nothing of that name.
    """
    fs, path = filesystem(url)
    scheme = url.partition("://")[0]
    if any(c in path for c in "*?["):
        hits = sorted(str(p) for p in fs.glob(path) if fs.isfile(p))
    elif fs.isfile(path):
        return [RemoteFile(url)]
    else:
        wanted = tuple(endings)
        hits = sorted(str(p) for p in fs.find(path) if str(p).lower().endswith(wanted))
    if not hits:
        raise InputError("no such file there", file=url, hint="check the address")
    return [RemoteFile(f"{scheme}://{hit.lstrip('/')}") for hit in hits]
