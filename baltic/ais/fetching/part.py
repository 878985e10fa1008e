"""The unfinished file: what of it is kept, and of which version of the object it is."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ...errors import OutputError

__all__ = ["Part"]


class Part:
    """``NAME.part`` beside its version, ``NAME.part.etag``.

    A part is only continued when the ETag of what it began with is known and strong;
    otherwise two versions could be mixed.

    Parameters
    ----------
    target
        The file it is to become.
    etag
        Version in the listing: a part of another one is dropped.
    """

    def __init__(self, target: Path, etag: str | None) -> None:
        self.target = target
        self.path = target.with_name(target.name + ".part")
        self._version = target.with_name(target.name + ".part.etag")
        self.etag: str | None = None
        known = self._read_version()
        if known is not None and known == etag:
            self.etag = known
        elif self.path.exists():
            self.drop()

    def size(self) -> int:
        """Return the bytes that can be kept; 0 when nothing can."""
        if self.etag is None:
            return 0
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def drop(self) -> None:
        """Forget all of it."""
        with _disk(self.path):
            self._version.unlink(missing_ok=True)
            self.path.unlink(missing_ok=True)
        self.etag = None

    @contextmanager
    def open(self, start: int, etag: str | None) -> Iterator[IO[bytes]]:
        """Yield the file to write from byte `start` on; 0 begins a new file.

        A new file, not a shortened one: another run may hold the old one open.

        Raises
        ------
        OutputError
            The disk is full or cannot be written. What was written is kept.
        """
        if start == 0:
            self.drop()
            if etag is not None and not etag.startswith("W/"):
                with _disk(self._version):
                    self._version.write_text(json.dumps(etag), encoding="ascii")
                self.etag = etag
        with _disk(self.path), self.path.open("r+b" if start else "xb") as stream:
            stream.seek(start)
            yield stream

    def finish(self) -> None:
        """Become the file itself."""
        with _disk(self.target):
            self.path.replace(self.target)
            self._version.unlink(missing_ok=True)

    def _read_version(self) -> str | None:
        try:
            with self._version.open("rb") as stream:
                value = json.loads(stream.read(2000))
        except (OSError, ValueError, RecursionError):
            return None
        return value if isinstance(value, str) else None


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        raise OutputError(
            f"cannot be written: {error.strerror or error}",
            file=path,
            hint=f"{'make room and run' if full else 'run'} again: what was fetched is kept as "
            ".part and continued",
        ) from error
