"""Tables whose columns share the width so that no word, id or number is cut."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["Column", "table_lines"]

_GAP = 2


@dataclass(frozen=True)
class Column:
    """A column of a printed table; `whole` cells stay on one line, to be copied."""

    head: str
    right: bool = False
    whole: bool = False


def table_lines(
    console: Console,
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    *,
    title: str | None = None,
    styles: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return a table as text for a console; one that cannot fit is told row by row.

    Parameters
    ----------
    styles
        Colours of cells by their text.

    Examples
    --------
    >>> import io
    >>> from baltic.cli.console import open_console
    >>> print(table_lines(open_console(io.StringIO()), [Column("id"), Column("km")], [("a", "1")]))
    id  km
    a   1
    """
    from rich.table import Table
    from rich.text import Text

    rows = list(rows)
    widths = _widths(columns, rows, console.width)
    if widths is None:
        return _stacked(columns, rows, title)
    table = Table(box=None, pad_edge=False, title=title, title_justify="left")
    for c, width in zip(columns, widths, strict=True):
        table.add_column(
            c.head, justify="right" if c.right else "left", overflow="fold", width=width
        )
    for row in rows:
        table.add_row(*(Text(cell, style=styles.get(cell, "")) for cell in row))
    with console.capture() as caught:
        console.print(table)
    return "\n".join(line.rstrip() for line in caught.get().splitlines())


def _widths(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int
) -> list[int] | None:
    """Return the width of each column, None where the longest words do not fit together."""
    from rich.cells import cell_len

    natural, least = [], []
    for number, column in enumerate(columns):
        cells = [line for row in rows for line in row[number].split("\n")]
        tokens = cells if column.whole else [word for cell in cells for word in cell.split()]
        words = [*column.head.split(), *tokens]
        natural.append(max(map(cell_len, [column.head, *cells])))
        least.append(max(map(cell_len, words), default=1))
    room = width - _GAP * (len(columns) - 1)
    if sum(least) > room:
        return None
    widths = list(natural)
    while sum(widths) > room:
        spare = [w - n for w, n in zip(widths, least, strict=True)]
        open_ = [number for number, left in enumerate(spare) if left > 0]
        widths[max(open_, key=lambda number: widths[number])] -= 1
    return widths


def _stacked(columns: Sequence[Column], rows: Sequence[Sequence[str]], title: str | None) -> str:
    """Return each row as its first cell and a line for each of the others."""
    lines = [title] if title else []
    for row in rows:
        lines.append(" ".join(row[0].split("\n")))
        lines += [
            f"  {column.head}: {' '.join(cell.split())}"
            for column, cell in zip(columns[1:], row[1:], strict=True)
            if cell
        ]
    return "\n".join(lines)
