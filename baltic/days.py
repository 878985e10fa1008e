"""A table of all ships, found by day: what lets ships be compared without holding a year."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence

import polars as pl

__all__ = ["DAY_S", "ByDay", "split_days"]

DAY_S = 86_400.0


class ByDay:
    """Rows of all ships by UTC day; days are loaded when asked for.

    Parameters
    ----------
    days
        Days since 1970 for which there are rows, ascending.
    load
        Gives the rows of one of them.
    schema
        Columns, for days without rows.
    most
        Days held at once.
    order
        Columns by which a day is sorted when it is loaded; rows that tie keep their order.

    Examples
    --------
    >>> table = pl.DataFrame({"t_s": [10.0, 90_000.0], "mmsi": [1, 2]})
    >>> held = ByDay.of(table, pl.col("t_s"))
    >>> held.days, held.of_day(1)["mmsi"].to_list(), held.of_day(7).height
    ([0, 1], [2], 0)
    """

    def __init__(
        self,
        days: Sequence[int],
        load: Callable[[int], pl.DataFrame],
        schema: pl.Schema,
        most: int = 4,
        order: Sequence[str] = (),
    ) -> None:
        self.days = sorted(days)
        self.schema = schema
        self._there = set(days)
        self._load, self._most, self._order = load, most, list(order)
        self._held: OrderedDict[int, pl.DataFrame] = OrderedDict()

    @classmethod
    def of(cls, table: pl.DataFrame, seconds: pl.Expr, order: Sequence[str] = ()) -> ByDay:
        """Hold a table that is in memory.

        Parameters
        ----------
        table
            Any columns.
        seconds
            Time of a row, seconds since 1970.
        order
            As above.

        Returns
        -------
        ByDay
            All of its days, held at once.
        """
        parts = split_days(table, seconds)
        return cls(list(parts), parts.__getitem__, table.schema, max(len(parts), 1), order)

    def of_day(self, day: int) -> pl.DataFrame:
        """Return the rows of one day; none where nobody was heard.

        Parameters
        ----------
        day
            Whole days since 1970-01-01 UTC.

        Returns
        -------
        polars.DataFrame
            Columns of ``schema``.
        """
        if day not in self._there:
            return pl.DataFrame(schema=self.schema)
        if day not in self._held:
            while len(self._held) >= self._most:
                self._held.popitem(last=False)
            rows = self._load(day)
            self._held[day] = rows.sort(self._order, maintain_order=True) if self._order else rows
        self._held.move_to_end(day)
        return self._held[day]

    def between(self, begin_s: float, end_s: float) -> Iterator[pl.DataFrame]:
        """Yield the rows of all days that a span of time touches, day by day.

        Parameters
        ----------
        begin_s, end_s
            Seconds since 1970, both within.

        Yields
        ------
        polars.DataFrame
            All rows of a day, also those outside the span.

        Examples
        --------
        >>> held = ByDay.of(pl.DataFrame({"t_s": [10.0, 90_000.0]}), pl.col("t_s"))
        >>> [rows.height for rows in held.between(0.0, 200_000.0)]
        [1, 1]
        """
        for day in range(int(begin_s // DAY_S), int(end_s // DAY_S) + 1):
            if day in self._there:
                yield self.of_day(day)


def split_days(table: pl.DataFrame, seconds: pl.Expr) -> dict[int, pl.DataFrame]:
    """Return the rows by day, order kept.

    Parameters
    ----------
    table
        Any columns, at least those of `seconds`.
    seconds
        Time of a row, seconds since 1970.

    Returns
    -------
    dict
        Tables by whole days since 1970-01-01 UTC, ascending; days without rows are left out.

    Examples
    --------
    >>> parts = split_days(pl.DataFrame({"t_s": [10.0, 90_000.0, 20.0]}), pl.col("t_s"))
    >>> {day: rows["t_s"].to_list() for day, rows in parts.items()}
    {0: [10.0, 20.0], 1: [90000.0]}
    """
    if table.is_empty():
        return {}
    day = table.select((seconds / DAY_S).floor().cast(pl.Int64).alias("_day")).to_series()
    first, last = day.min(), day.max()
    if first == last:
        return {int(day[0]): table}
    parts = table.with_columns(day).partition_by("_day", as_dict=True, maintain_order=True)
    return {int(key[0]): rows.drop("_day") for key, rows in sorted(parts.items())}
