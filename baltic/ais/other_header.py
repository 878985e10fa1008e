"""Headers in the middle of a table: files that were put one behind the other.

A header that repeats the first is a row that cannot be read, no more.  Another one changes what
the columns below it mean: read on under the first, positions would be exchanged or lost.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ..errors import InputError
from .columns import bare, recognised
from .head import SEPARATORS, cells_of
from .lines import Lines

__all__ = ["refuse_other_header"]

#: A row says ``lat`` by chance; so many names of columns are a header.
_ENOUGH = 3
#: Every header of positions has it, hardly a row does: the few lines are looked at one by one.
_LATITUDE = r"(?i)lat"


def refuse_other_header(
    lines: Lines, rows: pl.DataFrame, header: Sequence[str], *, file: str
) -> None:
    """Raise InputError where another header than the first stands among the rows.

    Parameters
    ----------
    lines
        The lines of a block.
    rows
        What was made of them: ``at`` and ``bad``, as in :data:`~baltic.ais.rows.ROW`.
    header
        Names of the columns, as the first header has them.
    file
        Name for the message.

    Raises
    ------
    InputError
        With the line, and what to do.

    Examples
    --------
    >>> from baltic.ais.lines import Block
    >>> header = ["mmsi", "lat", "lon"]
    >>> lines = Lines(Block(b"mmsi,lon,lat\\n", 9), separator=",", columns=3, seed=0)
    >>> rows = pl.DataFrame({"at": pl.Series([0], dtype=pl.UInt32), "bad": [True]})
    >>> try:
    ...     refuse_other_header(lines, rows, header, file="a.csv")
    ... except InputError as error:
    ...     print(error.line, error.what)
    9 another header begins here, with other columns than the first
    """
    at = pl.Series("at", lines.at, pl.UInt32)
    if lines.whole.all() and not rows["bad"].any():
        return
    unread = ~pl.Series(lines.whole) | at.is_in(rows.filter("bad")["at"].implode())
    texts = pl.DataFrame({"at": at, "text": lines.distinct}).filter(unread)
    for i, text in texts.filter(pl.col("text").str.contains(_LATITUDE)).iter_rows():
        names = _names(text)
        if len(recognised(names)) >= _ENOUGH and _bare(names) != _bare(header):
            raise InputError(
                "another header begins here, with other columns than the first",
                file=file,
                line=int(lines.numbers[i]),
                example=text.rstrip("\n"),
                hint="split the file before this line, and give both parts",
            )


def _names(line: str) -> list[str]:
    """Return the cells of a line by the separator that makes most sense of it as a header."""
    return max((cells_of(line, s) for s in SEPARATORS), key=lambda cells: len(recognised(cells)))


def _bare(names: Sequence[str]) -> list[str]:
    """Return names as they are compared; rows may end in one more separator than the header."""
    found = [bare(name) for name in names]
    while found and not found[-1]:
        found.pop()
    return found
