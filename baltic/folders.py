"""A folder on this machine or a prefix in an object store: one way to read and write both.

A name that contains ``://`` goes through fsspec (``s3://bucket/store``, ``memory://x``);
everything else is a local path.  Files appear whole: by rename on a disk, by one put in an
object store.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import InputError, MissingExtraError, OutputError

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Folder", "filesystem", "is_url"]

#: Files being written; no reader lists them.
_UNFINISHED = ".unfinished-"


def is_url(where: object) -> bool:
    """Return whether a name speaks of an object store.

    Parameters
    ----------
    where
        A path or an address.

    Returns
    -------
    bool
        Whether it begins with a kind, like ``s3://``.

    Examples
    --------
    >>> is_url("s3://bucket/store"), is_url("ais/store")
    (True, False)
    """
    return "://" in str(where)


class Folder:
    """A place for files, named by paths below it with forward slashes.

    Parameters
    ----------
    where
        A local path or an fsspec URL.

    Examples
    --------
    >>> place = Folder("memory://doctest-folder")
    >>> place.write("a/b.txt", b"text")
    >>> place.names("a/"), place.read("a/b.txt")
    (['a/b.txt'], b'text')
    """

    def __init__(self, where: str | Path) -> None:
        self.where = str(where)
        self._fs: Any = None
        if is_url(where):
            self._fs, self._root = filesystem(self.where)
        else:
            self._root = str(Path(where).expanduser())

    def __repr__(self) -> str:
        return f"Folder({self.where!r})"

    def __reduce__(self) -> tuple[type[Folder], tuple[str]]:
        return Folder, (self.where,)

    def path(self, name: str) -> str:
        """Return the full name of a file, for messages and for libraries that open it.

        Parameters
        ----------
        name
            Below the folder, with forward slashes.

        Returns
        -------
        str
            A local path, or what the object store calls it.

        Examples
        --------
        >>> Folder("/tmp/store").path("a/b.txt")
        '/tmp/store/a/b.txt'
        """
        return f"{self._root}/{name}"

    def exists(self, name: str) -> bool:
        """Return whether a file or a prefix is there.

        Parameters
        ----------
        name
            Below the folder, with forward slashes.

        Returns
        -------
        bool
            False also where the folder itself is missing.

        Examples
        --------
        >>> Folder("memory://doctest-exists").exists("a.txt")
        False
        """
        if self._fs is None:
            return Path(self.path(name)).exists()
        return bool(self._fs.exists(self.path(name)))

    def names(self, prefix: str = "") -> list[str]:
        """Return the names of all finished files that begin with a prefix, sorted.

        Parameters
        ----------
        prefix
            Begin of the names, a folder or not; empty for all.

        Returns
        -------
        list of str
            Names below the folder; a file that is still being written is not among them.
        """
        if self._fs is not None:
            found = self._fs.find(self.path(prefix.rpartition("/")[0]).rstrip("/"))
            root = len(self._root.strip("/")) + 1
            names = [str(name).strip("/")[root:] for name in found]
        else:
            base = Path(self.path(prefix.rpartition("/")[0]))
            names = [p.relative_to(self._root).as_posix() for p in base.rglob("*") if p.is_file()]
        return sorted(n for n in names if n.startswith(prefix) and _UNFINISHED not in n)

    def read(self, name: str) -> bytes:
        """Return the content of a file.

        Parameters
        ----------
        name
            Below the folder, with forward slashes.

        Returns
        -------
        bytes
            All of it.

        Raises
        ------
        InputError
            Missing or unreadable.
        """
        try:
            if self._fs is None:
                return Path(self.path(name)).read_bytes()
            return bytes(self._fs.cat_file(self.path(name)))
        except FileNotFoundError as error:
            raise InputError("no such file", file=self.path(name)) from error
        except OSError as error:
            raise InputError(f"cannot be read: {_why(error)}", file=self.path(name)) from error

    def read_json(self, name: str) -> Any:
        """Return a JSON document.

        Parameters
        ----------
        name
            Below the folder, with forward slashes.

        Returns
        -------
        Any
            Plain JSON values.

        Raises
        ------
        InputError
            Missing, unreadable or no JSON.

        Examples
        --------
        >>> place = Folder("memory://doctest-json")
        >>> place.write_json("a.json", {"rows": 3})
        >>> place.read_json("a.json")
        {'rows': 3}
        """
        try:
            return json.loads(self.read(name))
        except ValueError as error:
            raise InputError("is damaged: no JSON", file=self.path(name)) from error

    def write(self, name: str, content: bytes) -> None:
        """Write a file at once: others see nothing or all of it.

        Parameters
        ----------
        name
            Below the folder, with forward slashes; folders above it are made.
        content
            All of it.

        Raises
        ------
        OutputError
            A full disk, or no right to write.
        """
        try:
            if self._fs is None:
                self._write_here(Path(self.path(name)), content)
            else:
                self._fs.pipe_file(self.path(name), content)
        except OSError as error:
            raise OutputError(f"cannot write there: {_why(error)}", file=self.path(name)) from error

    def _write_here(self, path: Path, content: bytes) -> None:
        scratch = path.with_name(f"{_UNFINISHED}{uuid.uuid4().hex[:12]}")
        try:
            try:
                scratch.write_bytes(content)
            except FileNotFoundError:
                path.parent.mkdir(parents=True, exist_ok=True)
                scratch.write_bytes(content)
            scratch.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                scratch.unlink(missing_ok=True)
            raise

    def write_json(self, name: str, value: Any) -> None:
        r"""Write a JSON document.

        Parameters
        ----------
        name
            Below the folder, with forward slashes.
        value
            Plain JSON values.

        Examples
        --------
        >>> place = Folder("memory://doctest-write-json")
        >>> place.write_json("a.json", [1])
        >>> place.read("a.json")
        b'[\n 1\n]\n'
        """
        self.write(name, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())

    def write_table(self, name: str, table: pl.DataFrame) -> None:
        """Write a table as Parquet, packed for speed.

        Parameters
        ----------
        name
            Below the folder, with forward slashes.
        table
            Any columns that Parquet holds.

        Examples
        --------
        >>> import polars as pl
        >>> place = Folder("memory://doctest-table")
        >>> place.write_table("a.parquet", pl.DataFrame({"mmsi": [1, 2]}))
        >>> place.names()
        ['a.parquet']
        """
        # By way of memory: a full disk is then an OSError like everywhere else.
        raw = io.BytesIO()
        table.write_parquet(raw, compression="lz4", statistics=False)
        self.write(name, raw.getvalue())

    def read_table(self, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Return a table that :meth:`write_table` wrote.

        Parameters
        ----------
        name
            Below the folder, with forward slashes.
        columns
            Those to read; None for all.

        Returns
        -------
        polars.DataFrame
            The rows in the order written.

        Raises
        ------
        InputError
            Missing or damaged.

        Examples
        --------
        >>> import polars as pl
        >>> place = Folder("memory://doctest-read-table")
        >>> place.write_table("a.parquet", pl.DataFrame({"mmsi": [1, 2], "sog_kn": [9.0, 7.0]}))
        >>> place.read_table("a.parquet", ["mmsi"]).to_dict(as_series=False)
        {'mmsi': [1, 2]}
        """
        import polars as pl

        raw = self.read(name)
        try:
            return pl.read_parquet(io.BytesIO(raw), columns=list(columns) if columns else None)
        except pl.exceptions.PolarsError as error:
            text = str(error).splitlines()[0]
            raise InputError(f"is damaged: {text}", file=self.path(name)) from error

    def remove(self, name: str) -> None:
        """Remove a file, if it is there.

        Parameters
        ----------
        name
            Below the folder, with forward slashes.

        Examples
        --------
        >>> place = Folder("memory://doctest-remove")
        >>> place.write("a.txt", b"")
        >>> place.remove("a.txt")
        >>> place.exists("a.txt")
        False
        """
        with contextlib.suppress(FileNotFoundError):
            if self._fs is None:
                Path(self.path(name)).unlink()
            else:
                self._fs.rm_file(self.path(name))


def filesystem(url: str) -> tuple[Any, str]:
    """Return what fsspec opens an address with, and the path there.

    Parameters
    ----------
    url
        Any address that fsspec knows: ``s3://bucket/store``, ``memory://a``.

    Returns
    -------
    tuple
        The file system, and the path in it without a slash at its end.

    Raises
    ------
    MissingExtraError
        A package for this kind of address is not installed.
    InputError
        No such kind.

    Examples
    --------
    >>> filesystem("memory://a/b/")[1]
    '/a/b'
    """
    import fsspec

    try:
        fs, root = fsspec.core.url_to_fs(url)
    except ImportError as error:
        text = " ".join(str(error).split())
        raise MissingExtraError(
            f"{url.partition('://')[0]}:// needs a package", hint=text
        ) from error
    except ValueError as error:
        raise InputError(f"is no place that can be opened: {error}", file=url) from error
    return fs, str(root).rstrip("/")


def _why(error: OSError) -> str:
    return str(error.strerror or os.fspath(error.filename or "") or error)
