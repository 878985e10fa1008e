"""Measure the detector on simulated traffic: false alarms, thresholds, drags found.

One command reproduces the numbers that ``Levels`` is set from::

    python -m tests.benchmarks.measure_levels --world A --runs 28 --drags 14

Ordinary ships give false alarms per 1,000 vessel-days; ships with a drag in the truth give
the share found (an episode that overlaps the drag).  World B is never used to set anything.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import polars as pl

from baltic.audit import Audit
from baltic.catalogue import load_assets, load_places
from baltic.drag import detect
from baltic.drag.levels import vessel_days
from baltic.records import as_json
from baltic.settings import Settings
from baltic.simulate import simulate_traffic
from baltic.tables import CROSSINGS
from baltic.tracks import clean

RATES = {"alert": 1.0, "watch": 5.0, "note": 20.0}
START = datetime(2025, 3, 1, tzinfo=UTC)


@dataclass
class Measured:
    """What many runs gave."""

    vessel_days: float = 0.0
    ordinary: list = field(default_factory=list)  # candidates of ordinary ships
    drags: list = field(default_factory=list)  # (truth, best overlapping candidate or None)
    seconds: float = 0.0
    fixes: int = 0


def run_once(world, seed, ships, hours, drags, interval_s, settings, into):
    """Simulate and judge one sea."""
    assets = load_assets()
    sim = simulate_traffic(
        t_start=START, hours=hours, ships=ships, seed=seed, assets=assets, drags=drags,
        world=world, interval_s=interval_s,
    )  # fmt: skip
    audit = Audit()
    audit.read(sim.fixes.height)
    audit.use(sim.fixes.height)
    tracks = clean(sim.fixes, audit, settings)
    none = pd.DataFrame({name: [] for name in CROSSINGS.names})
    began = time.perf_counter()
    found = detect(tracks, sim.vessels, none, assets, load_places(), settings)
    into.seconds += time.perf_counter() - began
    into.fixes += tracks.height
    bad = {t["mmsi"] for t in sim.truth}
    into.ordinary += [c for c in found.episodes if c.mmsi not in bad]
    for truth in sim.truth:
        begin, end = (pd.Timestamp(truth[k]) for k in ("t_drop", "t_end"))
        mine = [
            c for c in found.episodes
            if c.mmsi == truth["mmsi"] and c.t_start < end and c.t_end > begin
        ]  # fmt: skip
        into.drags.append((truth, max(mine, key=lambda c: c.llr, default=None)))
    quiet = tracks.filter(~pl.col("mmsi").is_in(list(bad)))
    into.vessel_days += vessel_days(quiet, sim.vessels, settings)[0]


def thresholds(measured):
    """Return the ledger sums at the three rates: the k-th highest of ordinary ships."""
    scores = sorted((c.llr for c in measured.ordinary), reverse=True)
    out = {}
    for level, rate in RATES.items():
        allowed = int(rate * measured.vessel_days / 1000.0)
        out[level] = scores[allowed] + 1e-6 if allowed < len(scores) else float("nan")
    return out


def report(measured, cuts):
    """Return shares found and false alarms at given thresholds."""
    days = measured.vessel_days
    rows = {}
    for level, cut in cuts.items():
        false = sum(c.llr >= cut for c in measured.ordinary)
        hit = sum(c is not None and c.llr >= cut for _, c in measured.drags)
        rows[level] = {
            "threshold": round(cut, 3),
            "false_per_1000_vessel_days": round(1000.0 * false / days, 2),
            "found": round(hit / max(len(measured.drags), 1), 3),
        }
    return rows


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--world", default="A")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--ships", type=int, default=150)
    parser.add_argument("--hours", type=float, default=48.0)
    parser.add_argument("--drags", type=int, default=6)
    parser.add_argument("--interval", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dump", type=Path, help="write every episode as JSON lines")
    options = parser.parse_args(argv)
    settings = Settings()
    measured = Measured()
    for k in range(options.runs):
        run_once(
            options.world, options.seed + k, options.ships, options.hours, options.drags,
            options.interval, settings, measured,
        )  # fmt: skip
        sys.stderr.write(f"run {k + 1}/{options.runs}: {measured.vessel_days:.0f} vessel-days")
    now = {w: getattr(settings.levels, f"{w}_llr") for w in RATES}
    result = {
        "world": options.world,
        "seeds": [options.seed, options.seed + options.runs - 1],
        "interval_s": options.interval,
        "vessel_days": round(measured.vessel_days, 1),
        "drags": len(measured.drags),
        "detect_seconds": round(measured.seconds, 1),
        "fixes": measured.fixes,
        "with_settings": report(measured, now),
        "at_the_rates_themselves": report(measured, thresholds(measured)),
    }
    sys.stdout.write(json.dumps(result, indent=1) + "\n")
    if options.dump:
        with options.dump.open("w") as out:
            for c in measured.ordinary:
                out.write(json.dumps({"truth": None, "c": as_json(c)}) + "\n")
            for truth, c in measured.drags:
                row = {"truth": as_json(truth), "c": None if c is None else as_json(c)}
                out.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
