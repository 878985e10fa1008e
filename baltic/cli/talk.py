"""What a command says: progress on stderr, results on stdout."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..escape import json_text, terminal
from .console import PLAIN_WIDTH, open_console, wrap
from .tables import Column, table_lines

if TYPE_CHECKING:
    from rich.console import Console

    from .progress import Bars

__all__ = ["Column", "Talk", "lines", "number_of", "safe", "some"]


def safe(value: object, chars: int = 60) -> str:
    """Return foreign text fit for a terminal: one line, no control codes, no markup."""
    return terminal(value, chars)


def lines(value: object) -> str:
    """Return foreign text fit for a cell: each of its lines as :func:`safe` makes it."""
    return "\n".join(safe(line, 200) for line in str(value).split("\n"))


def some(count: int, what: str, many: str | None = None) -> str:
    """Return a count with its word in the right number.

    Examples
    --------
    >>> some(1, "ship"), some(1200, "ship"), some(2, "entry", "entries")
    ('1 ship', '1,200 ships', '2 entries')
    """
    return f"{count:,} {what if count == 1 else many or what + 's'}"


def number_of(mmsi: int | None) -> str:
    """Return an MMSI; a made-up one is said to be so, never printed as a fact.

    Examples
    --------
    >>> number_of(518998865), number_of(200000001)
    ('518998865', '200000001 (placeholder)')
    """
    if mmsi is None:
        return ""
    from ..catalogue import is_placeholder

    return f"{mmsi} (placeholder)" if is_placeholder(mmsi) else str(mmsi)


class Talk:
    """Speaks for one command run.

    Parameters
    ----------
    quiet
        Nothing on stderr but an error.
    as_json
        stdout holds one JSON document only.
    """

    def __init__(self, *, quiet: bool = False, as_json: bool = False) -> None:
        self.quiet = quiet
        self.as_json = as_json
        self._start = time.perf_counter()

    def step(self, sentence: str) -> None:
        """Tell on stderr what begins now."""
        if not self.quiet:
            seconds = time.perf_counter() - self._start
            print(f"[{seconds:6.1f} s] {safe(sentence, 300)}", file=sys.stderr, flush=True)

    def progress(self) -> Bars:
        """Return what a run tells its steps, and on a terminal shows how far they are."""
        from .progress import Bars

        return Bars(self.step, shown=False if self.quiet else None)

    def say(self, sentence: str) -> None:
        """Print a sentence of the result, on lines that fit."""
        if not self.as_json:
            print(wrap(safe(sentence, 2000), self._width))

    def line(self, sentence: str) -> None:
        """Print a sentence on one line, as a log or an editor reads it."""
        if not self.as_json:
            print(safe(sentence, 4000))

    def mark(self, word: str, sentence: str, colour: str) -> None:
        """Print a sentence with a coloured word before it."""
        if self.as_json:
            return
        text = wrap(f"  {word:<5} {safe(sentence, 2000)}", self._width, indent=" " * 8)
        head, _, rest = text.partition(word)
        if self._console is not None:
            with self._console.capture() as caught:
                self._console.print(word, style=colour, end="")
            word = caught.get()
        print(f"{head}{word}{rest}")

    def copyable(self, command: str) -> None:
        """Print a command on a line of its own, whole."""
        self.line(f"{'':8}{command}")

    def file(self, what: str, path: Path) -> None:
        """Print where a result lies; the path stays whole."""
        self.line(f"{what}: {path}")

    def table(
        self,
        columns: Sequence[Column],
        rows: Iterable[Sequence[object]],
        *,
        title: str | None = None,
        styles: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Print a table that fits the terminal, and 80 columns elsewhere.

        Parameters
        ----------
        styles
            Colours of cells by their text.
        """
        if self.as_json:
            return
        cells = [[lines(cell) for cell in row] for row in rows]
        print(table_lines(open_console(sys.stdout), columns, cells, title=title, styles=styles))

    @cached_property
    def _console(self) -> Console | None:
        """The terminal; None where rich is missing, which `doctor` must be able to say."""
        try:
            return open_console(sys.stdout)
        except ImportError:
            return None

    @property
    def _width(self) -> int:
        return PLAIN_WIDTH if self._console is None else self._console.width

    def document(self, value: Any) -> None:
        """Print the one JSON document of ``--json``."""
        if self.as_json:
            sys.stdout.write(json_text(value) + "\n")
