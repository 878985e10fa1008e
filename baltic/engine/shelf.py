"""What the parts of a run leave for each other: small tables in a work folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from ..days import ByDay, split_days
from ..folders import Folder

__all__ = ["Shelf"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Shelf:
    """Tables by name and part; those to be compared between ships also by day.

    Examples
    --------
    >>> shelf = Shelf(Folder("memory://doctest-shelf"))
    >>> shelf.put_days("bins", "p0", pl.DataFrame({"t_s": [5.0]}), pl.col("t_s"))
    >>> shelf.by_day("bins", {"t_s": pl.Float64}).of_day(0).height
    1
    """

    folder: Folder

    def put(self, name: str, part: str, table: pl.DataFrame) -> None:
        """Keep a table of one part."""
        self.folder.write_table(f"{name}/{part}.parquet", table)

    def get(self, name: str, part: str) -> pl.DataFrame:
        """Return a table of one part."""
        return self.folder.read_table(f"{name}/{part}.parquet")

    def all(self, name: str, parts: Iterable[str]) -> pl.DataFrame:
        """Return the tables of some parts as one."""
        return pl.concat([self.get(name, part) for part in parts])

    def put_days(self, name: str, part: str, table: pl.DataFrame, seconds: pl.Expr) -> None:
        """Keep a table of one part by day, by its time in seconds since 1970."""
        for day, rows in split_days(table, seconds).items():
            self.folder.write_table(f"{name}/day={_text(day)}/{part}.parquet", rows)

    def by_day(self, name: str, schema: Any, order: Sequence[str] = ()) -> ByDay:
        """Return what all parts kept under a name, day by day, each day in this order."""
        files: dict[int, list[str]] = {}
        for file in self.folder.names(f"{name}/day="):
            files.setdefault(_number(file), []).append(file)

        def load(day: int) -> pl.DataFrame:
            return pl.concat([self.folder.read_table(file) for file in sorted(files[day])])

        return ByDay(list(files), load, pl.Schema(schema), order=order)

    def note(self, name: str, part: str, value: dict[str, Any]) -> None:
        """Keep a small document, which also says that a part is done."""
        self.folder.write_json(f"{name}/{part}.json", value)

    def noted(self, name: str, part: str) -> dict[str, Any] | None:
        """Return the document, None where the part is not done."""
        file = f"{name}/{part}.json"
        return dict(self.folder.read_json(file)) if self.folder.exists(file) else None


def _text(day: int) -> str:
    return (_EPOCH + timedelta(days=day)).date().isoformat()


def _number(file: str) -> int:
    text = file.split("/day=")[1].split("/")[0]
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - _EPOCH).days
