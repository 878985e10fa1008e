"""Writing results so that nothing half-written is ever seen."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal, Protocol

from .errors import OutputError
from .escape import json_text

__all__ = ["check_folder", "dump_json", "output_file", "output_folder", "sha256"]


class Readable(Protocol):
    """A file that can be opened: a path, or a file in an object store."""

    def open(self, mode: Literal["rb"], /) -> IO[bytes]: ...


def sha256(path: Readable, chunk: int = 1 << 20) -> str:
    """Return the SHA-256 of a file, read in pieces.

    Parameters
    ----------
    path
        A path, or anything that opens as bytes like one.
    chunk
        Bytes in memory at once.

    Returns
    -------
    str
        64 hexadecimal digits.

    Examples
    --------
    >>> with output_file(Path(tempfile.gettempdir()) / "baltic-doctest.txt") as scratch:
    ...     sha256(scratch)[:12]
    'e3b0c44298fc'
    """
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(chunk):
            digest.update(block)
    return digest.hexdigest()


def dump_json(path: Path, value: Any) -> None:
    r"""Write one JSON document, sorted by insertion, without NaN.

    Parameters
    ----------
    path
        File to write, UTF-8.
    value
        Plain JSON; NaN and infinities are a ``ValueError``.

    Examples
    --------
    >>> with output_file(Path(tempfile.gettempdir()) / "baltic-doctest.json") as scratch:
    ...     dump_json(scratch, {"a": 1})
    ...     scratch.read_text()
    '{\n "a": 1\n}\n'
    """
    path.write_text(json_text(value) + "\n", encoding="utf-8")


def check_folder(out: Path) -> None:
    """Refuse a folder that nothing can be written to, before hours of work and not after.

    Parameters
    ----------
    out
        Folder to be written, new or there already; nothing is made.

    Raises
    ------
    OutputError
        `out` is a file, or lies in one, or in a folder that may not be written.

    Examples
    --------
    >>> check_folder(Path(tempfile.gettempdir()) / "new" / "deep")
    """
    if out.exists() and not out.is_dir():
        raise OutputError("the output folder is a file", file=out, hint="name another --out")
    there = next((p for p in (out, *out.absolute().parents) if p.exists()), out)
    if not there.is_dir():
        raise OutputError(f"cannot write there: {there} is a file", file=out)
    if not os.access(there, os.W_OK | os.X_OK):
        raise OutputError(f"cannot write there: {there} may not be written", file=out)


@contextmanager
def output_folder(out: Path) -> Iterator[Path]:
    """Yield a scratch folder whose files move into `out` when the block ends well.

    On any error the scratch folder is removed and `out` stays as it was.

    Parameters
    ----------
    out
        Folder to write; made where it is missing, other files in it stay.

    Yields
    ------
    Path
        A new, empty folder inside it.

    Raises
    ------
    OutputError
        When `out` is a file or cannot be made or written.
    OutputError
        When `out` is a file or cannot be made or written.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with output_folder(Path(folder) / "out") as scratch:
    ...         _ = (scratch / "a.txt").write_text("whole")
    ...     [p.name for p in (Path(folder) / "out").iterdir()]
    ['a.txt']
    """
    out = Path(out)
    check_folder(out)
    made = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".baltic-", dir=out))
    except OSError as error:
        raise OutputError(f"cannot write there: {error.strerror}", file=out) from error
    done = False
    try:
        yield scratch
        for path in sorted(scratch.rglob("*")):
            target = out / path.relative_to(scratch)
            if path.is_dir():
                target.mkdir(exist_ok=True)
            else:
                path.replace(target)
        done = True
    except OSError as error:
        raise OutputError(f"cannot write there: {error.strerror or error}", file=out) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        if made and not done:
            shutil.rmtree(out, ignore_errors=True)


@contextmanager
def output_file(out: Path) -> Iterator[Path]:
    """Yield a scratch path that becomes `out` when the block ends well.

    Parameters
    ----------
    out
        File to write; folders above it are made.

    Yields
    ------
    Path
        A new, empty file beside it, with the same suffix.

    Raises
    ------
    OutputError
        `out` is a folder, or cannot be made or written.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with output_file(Path(folder) / "a.txt") as scratch:
    ...         _ = scratch.write_text("whole")
    ...     [p.name for p in Path(folder).iterdir()]
    ['a.txt']
    """
    out = Path(out)
    if out.is_dir():
        raise OutputError("the output file is a folder", file=out, hint="name a file")
    made = not out.parent.exists()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".baltic-", suffix=out.suffix, dir=out.parent)
        os.close(handle)
    except OSError as error:
        raise OutputError(f"cannot write there: {error.strerror}", file=out) from error
    scratch = Path(name)
    done = False
    try:
        yield scratch
        scratch.chmod(0o644)
        scratch.replace(out)
        done = True
    except OSError as error:
        raise OutputError(f"cannot write there: {error.strerror or error}", file=out) from error
    finally:
        scratch.unlink(missing_ok=True)
        if made and not done and not any(out.parent.iterdir()):
            out.parent.rmdir()
