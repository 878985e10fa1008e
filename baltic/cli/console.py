"""The terminal: how wide it is, and whether it takes colours."""

from __future__ import annotations

import os
import textwrap
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["PLAIN_WIDTH", "is_live", "open_console", "wrap"]

#: Columns of what goes to a file or another program, whatever the terminal.
PLAIN_WIDTH = 80


def open_console(stream: IO[str]) -> Console:
    """Return what prints tables and bars to a stream.

    A terminal has its own width and colours.  A file or a pipe has 80 columns and none, so
    that it reads the same everywhere.  ``NO_COLOR`` takes colours away, ``FORCE_COLOR``
    puts them on a pipe; the first wins (no-color.org, force-color.org).

    Examples
    --------
    >>> import io
    >>> open_console(io.StringIO()).width
    80
    """
    from rich.console import Console

    terminal = stream.isatty()
    plain = bool(os.environ.get("NO_COLOR"))
    forced = bool(os.environ.get("FORCE_COLOR")) and not plain
    system: dict[str, str | None] = {}
    if plain or not (terminal or forced):
        system["color_system"] = None
    elif forced and not terminal:
        system["color_system"] = "standard"
    return Console(
        file=stream,
        width=None if terminal else PLAIN_WIDTH,
        force_terminal=terminal or forced,
        highlight=False,
        markup=False,
        emoji=False,
        **system,  # type: ignore[arg-type]
    )


def is_live(stream: IO[str]) -> bool:
    """Return whether a bar can move on a stream: only on a terminal that has a cursor."""
    return stream.isatty() and os.environ.get("TERM", "") not in ("dumb", "unknown")


def wrap(sentence: str, width: int, *, indent: str = "  ") -> str:
    """Return a sentence on lines of a width; no word, id, path or command is cut.

    Examples
    --------
    >>> print(wrap("crossed estlink-2 at ten", 16))
    crossed
      estlink-2 at
      ten
    """
    lines = textwrap.wrap(
        sentence,
        width,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines) or sentence
