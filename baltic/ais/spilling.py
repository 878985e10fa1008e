"""Judged rows on their way: kept in memory while few, spilled to a store when many."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field

import polars as pl

from ..audit import Audit, Example
from ..errors import BalticError
from .settling import drop_duplicates
from .store import FIX, REST, Store, StoredFile, bucket_of

__all__ = ["Spill"]


@dataclass
class Spill:
    """Takes judged rows of one input and writes them to a store, bucket by bucket.

    Parameters
    ----------
    store
        Where the rows go.
    tag
        Part of the files' names; no two inputs share it.
    most
        Rows held in memory before they are written.
    in_order
        Write the rows of a file sorted and each exact duplicate once; a scratch store has
        both done when it is read.
    """

    store: Store
    tag: str
    most: int
    in_order: bool = True
    files: list[StoredFile] = field(default_factory=list)
    duplicates: int = 0
    used: int = 0

    def __post_init__(self) -> None:
        self._rows: list[pl.DataFrame] = []
        self._held = 0
        self._round = 0

    def append(self, rows: pl.DataFrame) -> None:
        """Take the judged rows of one block."""
        self._rows.append(rows)
        self._held += rows.height
        if self._held >= self.most:
            self.flush()

    def flush(self) -> None:
        """Write what is held; exact duplicates within it are counted and dropped."""
        if not self._rows:
            return
        rows = pl.concat(self._rows)
        self._rows.clear()
        self._held = 0
        if self.in_order:
            rows, again = drop_duplicates(rows)
            self.duplicates += again.height
        self.used += int((rows["reason"] == 0).sum())
        self._write(rows)
        self._round += 1

    def _write(self, rows: pl.DataFrame) -> None:
        tag = f"{self.tag}-{self._round}.parquet"
        bucket = bucket_of(pl.col("mmsi"), self.store.buckets).alias("bucket")
        fixes = rows.filter(pl.col("reason") == 0).select(*FIX)
        fixes = fixes.with_columns(bucket, pl.col("t").dt.date().alias("day"))
        for (b, day), part in fixes.partition_by(
            ["bucket", "day"], as_dict=True, include_key=False, maintain_order=True
        ).items():
            self._put(part, f"bucket={int(b):03}/day={day}/{tag}", int(b), str(day))
        rest = rows.filter(pl.col("reason") != 0).select(*REST, bucket)
        for (b,), part in rest.partition_by(
            "bucket", as_dict=True, include_key=False, maintain_order=True
        ).items():
            self._put(part, f"rest/bucket={int(b):03}/{tag}", int(b), None)

    def _put(self, part: pl.DataFrame, name: str, bucket: int, day: str | None) -> None:
        self.store.folder.write_table(name, part)
        self.files.append(StoredFile(name, bucket, day, part.height))

    def forget(self) -> None:
        """Remove what was written: no commit will name it."""
        for file in self.files:
            with contextlib.suppress(OSError, BalticError):
                self.store.folder.remove(file.name)
        self.files.clear()

    def account(self, audit: Audit, example: Example | None = None) -> None:
        """Count the duplicates that were dropped here."""
        audit.drop("exact_duplicate", self.duplicates, example)
