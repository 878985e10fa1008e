"""How fast NMEA logs are read, against a bare loop of pyais over the same sentences.

Run as ``python -m tests.benchmarks.measure_nmea LOG``.  Both take turns in one process, so that
whatever else the machine does meets both; the best of several rounds counts, by the clock and
by CPU time (all threads), which a busy machine disturbs less.  The bare loop assembles and
decodes every message on one thread, and builds no table.
"""

from __future__ import annotations

import gzip
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pyais.stream import IterMessages

from baltic.ais import read_fixes

__all__ = ["measure"]


def bare(path: Path) -> int:
    """Return how many messages pyais decodes."""
    raw = path.read_bytes()
    lines = (gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw).split(b"\n")
    return sum(message.decode() is not None for message in IterMessages(lines))


def ours(path: Path) -> int:
    """Return how many rows the reader accounts for."""
    return read_fixes([path]).audit.rows_in


def measure(
    path: Path, clock: Callable[[], float] = time.perf_counter, rounds: int = 9
) -> dict[str, float]:
    """Return messages a second of both by a clock, and the ratio of ours to bare pyais."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        for task in (bare, ours):
            start = clock()
            count = task(path)
            best[task.__name__] = max(best.get(task.__name__, 0.0), count / (clock() - start))
    return {**best, "ratio": best["ours"] / best["bare"]}


if __name__ == "__main__":
    for words, clock in (("by the clock", time.perf_counter), ("by CPU time", time.process_time)):
        print(words)  # noqa: T201
        for name, value in measure(Path(sys.argv[1]), clock).items():
            print(f"{name:>6} {value:>12,.2f}")  # noqa: T201
