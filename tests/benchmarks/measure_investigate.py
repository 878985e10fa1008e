"""Time a whole investigation of a simulated day.

One command::

    python -m tests.benchmarks.measure_investigate

A day of world A with about a million fixes is written once, as Parquet and as CSV; ``baltic
investigate`` then runs as a new process: reading, detector, ranking, map, report on screen and
on paper and all other files.  Needs the extras ``bench`` and ``pdf``.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from itertools import product
from pathlib import Path

import polars as pl

from .processes import run

INCIDENT = "estlink2-eagle-s-2024"


def baltic(*words, workers=None):
    """Return what a command of the program took; end here if it failed."""
    command = [sys.executable, "-m", "baltic", *map(str, words), "--quiet"]
    done = run(command if workers is None else [*command, "--workers", str(workers)])
    if done.code:
        raise SystemExit(done.last_line)
    return done


def say(line):
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main():
    """Print seconds, CPU seconds and memory for each number of workers."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ships", type=int, default=175)
    parser.add_argument("--interval", type=float, default=10.0, help="seconds between reports")
    parser.add_argument("--workers", default="1,2", help="numbers with commas")
    parser.add_argument("--files", default="parquet,csv", help="kinds of files with commas")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each; the least counts")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        day, out = Path(folder) / "day.parquet", Path(folder) / "case"
        kinds = options.files.split(",")
        baltic("simulate", "--out", day, "--start", "2024-12-25T00:00Z", "--ships", options.ships,
               "--interval", options.interval)  # fmt: skip
        if "csv" in kinds:
            pl.read_parquet(day).write_csv(day.with_suffix(".csv"))
        say("| file | fixes | workers | wall s | CPU s | all processes, GB |")
        say("|---|---:|---:|---:|---:|---:|")
        for kind, workers in product(kinds, map(int, options.workers.split(","))):
            file = day.with_suffix(f".{kind}")
            runs = [
                baltic("investigate", INCIDENT, file, "--out", out, workers=workers)
                for _ in range(options.repeat)
            ]
            best = min(runs, key=lambda r: r.wall_s)
            counts = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["counts"]
            say(
                f"| {kind} | {counts['fixes']:,} | {workers} | {best.wall_s:.1f} | "
                f"{best.cpu_s:.1f} | {max(r.tree_mb for r in runs) / 1000:.1f} |"
            )


if __name__ == "__main__":
    sys.exit(main())
