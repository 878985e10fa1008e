"""Which of the Danish dialects a file is in: told by its header line and its first rows.

Known are files of 2006 (comma, header, 22 columns), of up to 2016 (``;``, no header, 22
columns, decimal commas, in ``FtpRoot/ais_data/`` of monthly zips) and of 2016 on (comma,
header, 26 columns).  With a header the columns may stand in any order and some may be
missing; without one their number and contents must be as published.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ..errors import InputError
from .columns import bare
from .head import SEPARATORS, Head
from .time_hints import refuse_times
from .times import classify

__all__ = ["COLUMNS", "PROVENANCE", "Dialect", "find_dialect"]

COLUMNS = (
    "# Timestamp",
    "Type of mobile",
    "MMSI",
    "Latitude",
    "Longitude",
    "Navigational status",
    "ROT",
    "SOG",
    "COG",
    "Heading",
    "IMO",
    "Callsign",
    "Name",
    "Ship type",
    "Cargo type",
    "Width",
    "Length",
    "Type of position fixing device",
    "Draught",
    "Destination",
    "ETA",
    "Data source type",
    "A",
    "B",
    "C",
    "D",
)
#: A column no Danish file has: files written here in the Danish form say what they are.
PROVENANCE = "Provenance"
_OLD = 22
_NEEDED = ("# Timestamp", "MMSI", "Latitude", "Longitude")
_BARE = {bare(c): c for c in (*COLUMNS, PROVENANCE)} | {f"size{c.lower()}": c for c in "ABCD"}
_FIRST_CELLS = re.compile(
    r'^"?\d\d[/.-]\d\d[/.-]\d{4} \d\d:\d\d:\d\d"?([,;|\t])"?([A-Za-z ]+)"?\1"?\d+'
)
_TIME = re.compile(r"(\d\d)/(\d\d)/\d{4} \d\d:\d\d:\d\d")
_SAMPLE = 200
_MONTHS = 12


@dataclass(frozen=True)
class Dialect:
    """How a Danish file is written.

    Parameters
    ----------
    columns
        Published column name to the index of its cell.
    count
        Number of cells a row.
    skip
        Lines before the first row.
    why
        In words, what it was told by.
    others
        Names of further columns, which no Danish file had.
    header
        All names in the order of the cells, those published where the file has no header.
    """

    separator: str
    columns: Mapping[str, int]
    count: int
    skip: int
    why: str
    others: tuple[str, ...] = ()
    header: tuple[str, ...] = ()

    @property
    def is_published(self) -> bool:
        """Whether this is the form of today: 26 columns in their order, commas between."""
        order = [self.columns.get(c) for c in COLUMNS]
        return self.separator == "," and order == list(range(self.count))


def find_dialect(head: Head) -> Dialect | None:
    """Return the dialect of a file, or None when it is not Danish.

    Raises
    ------
    InputError
        Danish, but without a needed column, or with times or cells as never published.
    """
    if head.is_binary:
        return None
    dialect = _by_header(head) or _by_cells(head)
    if dialect is not None:
        _check_times(head, dialect)
    return dialect


def _by_header(head: Head) -> Dialect | None:
    number, line = head.first_line
    separator, cells = max(((s, head.cells(s)) for s in SEPARATORS), key=lambda x: len(x[1]))
    names = [bare(c) for c in cells]
    hash_mark = line.lstrip('"\ufeff ').startswith("#")
    if "timestamp" not in names or not (hash_mark or "typeofmobile" in names):
        return None
    twice = [c for b, c in _BARE.items() if names.count(b) > 1]
    if twice:
        raise _error(head, f"has a Danish header with two columns {twice[0]}", "rename one of them")
    columns = {_BARE[n]: i for i, n in enumerate(names) if n in _BARE}
    missing = [c for c in _NEEDED if c not in columns]
    if missing:
        what = "has a Danish header without the column" + ("s " if len(missing) > 1 else " ")
        raise _error(
            head, what + ", ".join(missing), "the format has the columns: " + ", ".join(COLUMNS)
        )
    why = f"its header is that of the Danish Maritime Authority, {len(cells)} columns"
    others = tuple(c for c, n in zip(cells, names, strict=True) if c and n not in _BARE)
    return Dialect(separator, columns, len(cells), number, why, others, tuple(cells))


def _by_cells(head: Head) -> Dialect | None:
    lines = [line for line in head.lines if line.strip()][:_SAMPLE]
    marks = Counter(found[1] for line in lines if (found := _FIRST_CELLS.match(line)))
    if marks.total() <= len(lines) / 2 and not (lines and _FIRST_CELLS.match(lines[0])):
        return None
    separator = marks.most_common(1)[0][0]
    rows = _rows(lines, separator)
    count = Counter(len(row) for row in rows if len(row) > 1).most_common(1)[0][0]
    trailing = not any(row[-1] for row in rows if len(row) == count)
    known = count - 1 if trailing and count - 1 in (_OLD, len(COLUMNS)) else count
    if known not in (_OLD, len(COLUMNS)):
        raise _error(
            head,
            f"has rows like the Danish ones, but of {count} cells separated by {separator!r}",
            f"without a header line they must have {_OLD} or {len(COLUMNS)}",
        )
    whole = [row for row in rows if len(row) == count]
    strange = [row for row in whole if not (_is_place(row[3], 91) and _is_place(row[4], 181))]
    if len(strange) > len(whole) / 2:
        raise _error(
            head,
            "has rows like the Danish ones, but no latitude and longitude in cells 4 and 5",
            "write a header line that names the columns",
        )
    why = f"its rows are those of the Danish Maritime Authority ({count} cells, no header line)"
    header = COLUMNS[:known]
    columns = {c: i for i, c in enumerate(header)}
    return Dialect(separator, columns, count, 0, why, header=header)


def _rows(lines: Sequence[str], separator: str) -> list[list[str]]:
    found = []
    for line in lines:
        try:
            found.append(next(csv.reader((line.rstrip("\r"),), delimiter=separator)))
        except (csv.Error, StopIteration):
            found.append(line.split(separator))
    return found


def _is_place(cell: str, limit: float) -> bool:
    text = cell.strip().replace(",", ".")
    try:
        return not text or abs(float(text)) <= limit
    except ValueError:
        return False


def _check_times(head: Head, dialect: Dialect) -> None:
    """Refuse times that are not dd/mm/yyyy: the months would be taken for days."""
    at = dialect.columns["# Timestamp"]
    lines = [line for line in head.lines[dialect.skip :] if line.strip()][:_SAMPLE]
    rows = _rows(lines, dialect.separator)
    cells = [row[at].strip() for row in rows if len(row) == dialect.count and row[at].strip()]
    dates = [found for cell in cells if (found := _TIME.fullmatch(cell))]
    days, months = ([int(d[i]) for d in dates] for i in (1, 2))
    american = max(months, default=0) > _MONTHS >= max(days, default=0)
    if not cells or (len(dates) >= len(cells) / 2 and not american):
        return
    table = pl.DataFrame({"t": cells}).with_columns(classify("t"))
    form = Counter(table["form"].to_list()).most_common(1)[0][0]
    if form in (None, "other", "number", "rounded"):
        return  # garbage: its rows are counted as unreadable
    if form == "zoned" or form.startswith("epoch"):
        raise _error(
            head, "has a Danish header over times of another form", "read it with --format csv"
        )
    if not dialect.skip:
        raise InputError(
            "has rows like the Danish ones, but times that are not dd/mm/yyyy hh:mm:ss",
            file=head.source.name,
            line=head.first_line[0],
            column=COLUMNS[at],
            example=table.filter(pl.col("form") == form)["t"][0],
            hint="write a header line that names the columns and say with --map what the times are",
        )
    names = head.cells(dialect.separator)
    raise refuse_times(
        form,
        table.filter(pl.col("form") == form)["t"].to_list(),
        file=head.source.name,
        column=names[at],
        header=names,
    )


def _error(head: Head, what: str, hint: str) -> InputError:
    number, line = head.first_line
    return InputError(what, file=head.source.name, line=number, example=line, hint=hint)
