"""How far the reading of several files is: the rows so far, and the share of all bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .remote import InputFile

__all__ = ["Telling"]


@dataclass
class Telling:
    """Adds the rows and bytes of what was read before to those of what is being read.

    Parameters
    ----------
    told
        Called with the rows so far and the share (0 to 1) of the bytes that is read.
    total
        Bytes of all files.
    rows, read
        Rows and bytes of what was read before.

    Examples
    --------
    >>> telling = Telling(lambda *now: print(*now), total=8)
    >>> telling.add(10, 4)
    >>> telling(5, 2)
    15 0.75
    """

    told: Callable[[int, float], None]
    total: int
    rows: int = 0
    read: int = 0

    @classmethod
    def of(cls, told: Callable[[int, float], None], files: Iterable[InputFile]) -> Telling:
        """Return what tells of files none of which is read yet; one that is not there is empty.

        Parameters
        ----------
        told
            As above.
        files
            All that will be read.

        Returns
        -------
        Telling
            At its beginning.
        """
        return cls(told, sum(f.stat().st_size for f in files if f.exists()))

    def __call__(self, rows: int, read: int) -> None:
        self.told(self.rows + rows, (self.read + read) / max(self.total, 1))

    def add(self, rows: int, read: int) -> None:
        """Count rows and bytes as read before.

        Parameters
        ----------
        rows, read
            Of a file, or of a part of it.
        """
        self.rows += rows
        self.read += read
