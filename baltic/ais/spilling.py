"""Judged rows on their way: kept in memory while few, spilled to a store when many."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import polars as pl

from ..errors import BalticError
from .settling import drop_duplicates
from .store import FIX, REST, Store, StoredFile, bucket_of

__all__ = ["Spill"]


#: Buckets written at once: to pack them is much of a spill.
_AT_ONCE = 2


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
    """

    store: Store
    tag: str
    most: int
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
        rows = rows.with_columns(bucket_of(pl.col("mmsi"), self.store.buckets).alias("bucket"))
        ships = pl.col("bucket").cast(pl.UInt64) * 2**32 + pl.col("mmsi")
        rows, again = drop_duplicates(rows, ships)
        self.duplicates += again.height
        with ThreadPoolExecutor(_AT_ONCE) as aside:
            written = [aside.submit(self._write, *part) for part in _by_bucket(rows)]
            for future in written:
                self.used += future.result()
        self._round += 1

    def _write(self, bucket: int, rows: pl.DataFrame) -> int:
        """Write the rows of one bucket; return how many of them are fixes."""
        tag = f"{self.tag}-{self._round}.parquet"
        fix = rows["reason"] == 0
        used = int(fix.sum())
        for day, part in _by_day(rows.filter(fix).select(*FIX)).items():
            self._put(part, f"bucket={bucket:03}/day={day}/{tag}", bucket, day)
        if used < rows.height:
            rest = rows.filter(~fix).select(*REST)
            self._put(rest, f"rest/bucket={bucket:03}/{tag}", bucket, None)
        return used

    def _put(self, part: pl.DataFrame, name: str, bucket: int, day: str | None) -> None:
        # Named before it is written: what fails half-way is removed with the rest.
        self.files.append(StoredFile(name, bucket, day, part.height))
        self.store.folder.write_table(name, part)

    def forget(self) -> None:
        """Remove what was written: no commit will name it."""
        for file in self.files:
            with contextlib.suppress(OSError, BalticError):
                self.store.folder.remove(file.name)
        self.files.clear()


def _by_bucket(rows: pl.DataFrame) -> Iterator[tuple[int, pl.DataFrame]]:
    """Yield the rows of each bucket of a table sorted by it; nothing is copied."""
    begin = 0
    for count, bucket in rows["bucket"].rle().struct.unnest().iter_rows():
        yield bucket, rows.slice(begin, count)
        begin += count


def _by_day(fixes: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the fixes by UTC day, order kept."""
    if fixes.is_empty():
        return {}
    day = fixes.select(pl.col("t").dt.date().alias("_day")).to_series()
    if day.min() == day.max():
        return {str(day[0]): fixes}
    parts = fixes.with_columns(day).partition_by(
        "_day", as_dict=True, include_key=False, maintain_order=True
    )
    return {str(key[0]): part for key, part in parts.items()}
