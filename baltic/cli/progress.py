"""Bars on stderr: what is done, how fast, and the time left; on a terminal only."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from .console import is_live, open_console

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from rich.console import Console

__all__ = ["Bars", "amount", "clock", "speed"]


class Bars:
    """The progress of a run: call it with each step, and its gauge with how far the step is.

    On a terminal a bar moves below the steps; on a pipe there are only the steps, one line
    each.  Leaving the context takes the bar away, so that an error stands alone.

    Parameters
    ----------
    say
        Prints a step.
    shown
        Whether there are bars: None = on a terminal.
    console
        Where they are drawn; stderr when left out.
    """

    def __init__(
        self,
        say: Callable[[str], None],
        *,
        shown: bool | None = None,
        console: Console | None = None,
    ) -> None:
        self._say = say
        self._shown = is_live(sys.stderr) if shown is None else shown
        self._console = console
        self._bar: Any = None
        self._task: Any = None
        self._unit = ""
        self._begin = self._first = self._done = 0.0

    def __enter__(self) -> Bars:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.clear()

    def __call__(self, sentence: str) -> None:
        """Begin a step."""
        self.clear()
        self._say(sentence)
        if self._shown:
            self._open("")

    def note(self, sentence: str) -> None:
        """Say something above the bar, which stays."""
        self._say(sentence)

    def gauge(self, done: float, total: float | None, unit: str) -> None:
        """Show how far the step is."""
        if not self._shown:
            return
        if self._bar is None or self._unit != unit:
            self.clear()
            self._open(unit)
            self._first = done  # a download may go on where another stopped
        self._done = done
        self._bar.update(self._task, completed=done, total=total, rate=self._rate())

    def clear(self) -> None:
        """Take the bar away; what it counted is said with its rate."""
        if self._bar is None:
            return
        self._bar.stop()
        self._bar = None
        rate = self._rate()
        if self._unit and self._done > 1 and rate and time.perf_counter() - self._begin > 1:
            self._say(f"{amount(self._done, self._unit)}, {speed(rate, self._unit)}")

    def _rate(self) -> float:
        """Return what was done a second since the bar began."""
        seconds = time.perf_counter() - self._begin
        return (self._done - self._first) / seconds if seconds > 0 else 0.0

    def _open(self, unit: str) -> None:
        """Draw an empty bar; without a unit it only shows that work goes on, and how long."""
        from rich.progress import (
            BarColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeElapsedColumn,
        )

        self._unit, self._begin = unit, time.perf_counter()
        columns: list[Any] = [SpinnerColumn(), TimeElapsedColumn()]
        if unit:
            columns = [TextColumn("  "), BarColumn(20), *_counts(unit)]
        self._bar = Progress(
            *columns, console=self._console or open_console(sys.stderr), transient=True
        )
        self._task = self._bar.add_task("", total=None, rate=0.0)
        self._bar.start()


def _counts(unit: str) -> tuple[Any, ...]:
    """Return the columns share, amount, rate and time left."""
    from rich.progress import ProgressColumn, TextColumn
    from rich.text import Text

    class Counts(ProgressColumn):
        # The rate is worked out here: the bar's own begins anew with each better guess of
        # how many rows there are.
        def render(self, task: Any) -> Text:
            rate = task.fields["rate"]
            # How many rows there are is only a guess, and not said as if it were known.
            words = [amount(task.completed, unit, None if unit == "rows" else task.total)]
            if rate:
                words.append(speed(rate, unit))
            if rate and task.total is not None:
                words.append(f"{clock((task.total - task.completed) / rate)} left")
            return Text("  ".join(words))

    return TextColumn("{task.percentage:>3.0f} %"), Counts()


def clock(seconds: float) -> str:
    """Return a span of time.

    Examples
    --------
    >>> clock(75.2), clock(4000), clock(-0.1)
    ('01:15', '1:06:40', '00:00')
    """
    whole = max(round(seconds), 0)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes:02d}:{whole % 60:02d}"


def amount(done: float, unit: str, total: float | None = None) -> str:
    """Return a count with its unit.

    Examples
    --------
    >>> amount(1234567, "rows"), amount(3, "parts", 8), amount(9.1e8, "bytes")
    ('1,234,567 rows', '3 of 8 parts', '910.0 MB')
    """
    if unit == "bytes":
        of = f" of {total / 1e6:,.1f}" if total else ""
        return f"{done / 1e6:,.1f}{of} MB"
    of = f" of {total:,.0f}" if total else ""
    return f"{done:,.0f}{of} {unit}"


def speed(rate: float, unit: str) -> str:
    """Return a rate a second, or a minute where that is less than one.

    Examples
    --------
    >>> speed(412345.6, "rows"), speed(0.2, "parts"), speed(1.2e7, "bytes")
    ('412,346 rows/s', '12.0 parts/min', '12.0 MB/s')
    """
    if unit == "bytes":
        return f"{rate / 1e6:,.1f} MB/s"
    if rate < 1:
        return f"{60 * rate:,.1f} {unit}/min"
    return f"{rate:,.0f} {unit}/s" if rate >= 10 else f"{rate:,.1f} {unit}/s"
