"""What a command says: progress on stderr, results on stdout."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from ..escape import json_text, terminal

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["Talk", "number_of", "safe"]


def safe(value: object, chars: int = 60) -> str:
    """Return foreign text fit for a terminal: one line, no control codes, no markup."""
    return terminal(value, chars)


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

    def say(self, sentence: str) -> None:
        """Print a line of the result."""
        if not self.as_json:
            print(safe(sentence, 2000))

    def table(self, table: Table) -> None:
        """Print a table of the result."""
        if not self.as_json:
            from rich.console import Console

            Console(width=None if sys.stdout.isatty() else 100, highlight=False).print(table)

    def document(self, value: Any) -> None:
        """Print the one JSON document of ``--json``."""
        if self.as_json:
            sys.stdout.write(json_text(value) + "\n")
