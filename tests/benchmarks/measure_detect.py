"""Measure what a scan costs after reading, step by step, in CPU seconds of one core.

One command (with more threads CPU seconds say how many there were)::

    export POLARS_MAX_THREADS=1 OMP_NUM_THREADS=1
    python -m tests.benchmarks.measure_detect --ships 600 --hours 24 --interval 10

A sea of world A is simulated once and shuffled.  Each line is a step: its CPU seconds, fixes
a second, and how often a bare Polars sort of the same table by ship and time would fit into
it; indented lines are parts of the detector.  ``--repeat 2`` runs the steps again in the warm
process, without the cost of loading libraries.
"""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import ExitStack
from functools import partial
from unittest import mock

from baltic.audit import Audit
from baltic.catalogue import load_assets, load_places
from baltic.crossings import find_crossings
from baltic.drag import detector
from baltic.settings import Settings
from baltic.simulate import simulate_traffic
from baltic.tables import FIXES
from baltic.tracks import clean_and_lost, gaps

#: Names in the detector's module that are timed one by one.
PARTS = (
    "flag_own", "find_crowds", "find_state", "dark_cells", "watch_of", "make_bins", "find_legs",
    "suspicious_legs", "find_dark_crossings", "learn_places", "legs_to_weigh", "weigh_legs",
    "weigh_near", "make_candidate",
)  # fmt: skip


class Clock:
    """CPU seconds by name, in the order in which the steps first ran."""

    def __init__(self):
        self.spent = {}

    def run(self, name, step, *args, **kwargs):
        """Run a step and add what it took."""
        self.spent.setdefault(name, 0.0)
        begin = time.process_time()
        try:
            return step(*args, **kwargs)
        finally:
            self.spent[name] += time.process_time() - begin


def make_sea(options):
    """Return shuffled fixes and the vessels."""
    sea = simulate_traffic(
        t_start="2024-11-17T00:00:00Z", hours=options.hours, ships=options.ships,
        seed=options.seed, interval_s=options.interval, drags=3, world="A", assets=load_assets(),
    )  # fmt: skip
    fixes = sea.fixes.select(FIXES.names)
    return fixes.sample(fraction=1.0, shuffle=True, seed=options.seed), sea.vessels


def measure(fixes, vessels):
    """Return the CPU seconds of each step, and what was found."""
    clock, settings, assets = Clock(), Settings(), load_assets()
    clock.run("bare sort", fixes.sort, "mmsi", "t")
    tracks, lost = clock.run("clean", clean_and_lost, fixes, Audit(), settings)
    clock.run("silences", gaps, tracks, settings)
    crossings = clock.run("cross", find_crossings, tracks, assets, settings)
    given = (tracks, vessels, crossings, assets, load_places(), settings)
    with ExitStack() as stack:
        for name in PARTS:
            step = partial(clock.run, f"  {name}", getattr(detector, name))
            stack.enter_context(mock.patch.object(detector, name, step))
        found = clock.run("detect", detector.detect, *given, lost=lost)
    return clock.spent, found


def lines_of(spent, found, height):
    """Return the lines to print."""
    bare = spent["bare sort"]
    said = f"{height:,} fixes, {len(found.episodes)} episodes, {len(found.candidates)} candidates"
    out = [said, f"{'step':24s}{'CPU s':>8s}{'fixes/s':>14s}{'of a sort':>11s}"]
    for name, seconds in spent.items():
        rate = height / max(seconds, 1e-6)
        out.append(f"{name:24s}{seconds:8.2f}{rate:14,.0f}{seconds / bare:11.2f}")
    whole = sum(s for n, s in spent.items() if not n.startswith(" ") and n != "bare sort")
    out.append(f"{'all':24s}{whole:8.2f}{height / whole:14,.0f}{whole / bare:11.2f}")
    return out


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ships", type=int, default=600)
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--interval", type=float, default=10.0, help="seconds between fixes")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--repeat", type=int, default=1)
    options = parser.parse_args(argv)
    fixes, vessels = make_sea(options)
    for _ in range(options.repeat):
        sys.stdout.write("\n".join(lines_of(*measure(fixes, vessels), fixes.height)) + "\n")


if __name__ == "__main__":
    main()
