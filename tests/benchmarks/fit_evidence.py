"""Fit the ledger and its thresholds on simulated world A.

One command reproduces the numbers of ``settings.evidence`` and ``settings.levels``::

    python -m tests.benchmarks.fit_evidence ledger
    python -m tests.benchmarks.fit_evidence thresholds

The ledger is fitted on seas (seeds from 20001, ``--seas 36``) with the type of a quarter of the
ships hidden, each also cut at a random hour, so that open episodes count.  What is measured
hangs a little on the ledger that chose among overlapping episodes: the shipped tables are one
step from those before them.  Its thresholds are what ordinary ships of other
seas exceed 1, 5 and 20 times in 1,000 vessel-days.  What is printed is a settings file
(TOML).  World B sets nothing here; ``baltic backtest`` judges in it.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial

import numpy as np
import pandas as pd
import polars as pl

from baltic.audit import Audit
from baltic.catalogue import load_assets, load_places
from baltic.drag.detector import weigh_episodes
from baltic.drag.levels import vessel_days
from baltic.evaluation.fitting import fit_ledger, row_of
from baltic.evaluation.seas import SeaPlan, run_sea, simulate_sea
from baltic.settings import Settings
from baltic.simulate.worlds import world_of
from baltic.tables import CROSSINGS
from baltic.tracks import clean_and_lost

RATES = {"note": 20.0, "watch": 5.0, "alert": 1.0}
HIDDEN, CUT_WEIGHT = 0.25, 0.5
#: Engine failures are the hardest twin of a drag and too rare to fit on: the seas have so many
#: times as many, each of so much weight.  Twice as many as in world A remain: nobody knows how
#: often engines fail.
ENGINE, ENGINE_WEIGHT = 6.0, 2.0 / 6.0
_FIRST, _OTHER = 20_001, 5000


def failed_of(fixes):
    """Return by ship when its engine was in trouble: times (s) in order."""
    bad = fixes.filter(pl.col("truth_state") == "engine_trouble").sort("t")
    return {
        mmsi: part["t"].dt.timestamp("us").to_numpy() / 1e6
        for (mmsi,), part in bad.group_by("mmsi")
    }


def weight_of(case, failed, *, cut):
    """Return the weight of an episode: engine failures are more than there should be."""
    times = failed.get(case.ship.mmsi)
    trouble = times is not None and bool(
        np.diff(np.searchsorted(times, [case.t_start_s, case.t_end_s]))[0]
    )
    return (CUT_WEIGHT if cut else 1.0) * (ENGINE_WEIGHT if trouble else 1.0)


def rows_of(weighed, truth, failed, *, cut):
    """Return one row an episode; ordinary episodes of ships that drag are left out."""
    dragged = {t["mmsi"]: t for t in truth}
    rows = []
    for w in weighed:
        case = w.case
        story = dragged.get(case.ship.mmsi)
        if story:
            begin, end = (pd.Timestamp(story[k]).timestamp() for k in ("t_drop", "t_end"))
            if case.t_start_s >= end or case.t_end_s <= begin:
                continue
        if cut and not case.still_open:
            continue
        row = row_of(w.measures)
        weight = weight_of(case, {} if story else failed, cut=cut)
        row.update(drag=story is not None, cut=cut, weight=weight, llr=w.llr)
        rows.append(row)
    return rows


def sea_rows(seed, *, settings, ships, hours, drags):
    """Return the rows of one sea and the vessel-days of its ordinary ships."""
    world = world_of("A")
    world = replace(world, engine=ENGINE * world.engine)
    sea = simulate_sea(SeaPlan(world, seed, ships, hours, drags, 60.0, settings, peers=False))
    failed = failed_of(sea.fixes)
    rng = np.random.default_rng([seed, 11])
    hidden = pl.Series(rng.random(sea.vessels.height) < HIDDEN)
    vessels = sea.vessels.with_columns(
        pl.when(~hidden).then(pl.col("ship_type")).alias("ship_type")
    )
    audit = Audit()
    audit.read(sea.fixes.height)
    tracks, lost = clean_and_lost(sea.fixes, audit, settings)
    none = pd.DataFrame({name: [] for name in CROSSINGS.names})
    rows = []
    middle = tracks["t"].min() + timedelta(hours=float(rng.uniform(0.3, 0.9) * hours))
    for until in (None, middle):
        part = tracks if until is None else tracks.filter(pl.col("t") <= until)
        weighed = weigh_episodes(
            part, vessels, none, load_assets(), load_places(), settings, lost=lost
        )
        rows += rows_of(weighed, sea.truth, failed, cut=until is not None)
    quiet = tracks.filter(~pl.col("mmsi").is_in([t["mmsi"] for t in sea.truth]))
    return pd.DataFrame(rows), vessel_days(quiet, sea.vessels, settings)[0]


def sea_scores(seed, *, settings, ships, hours, drags):
    """Return the ledger sums of a sea's ordinary ships by the whole scan, and vessel-days."""
    plan = SeaPlan("A", seed, ships, hours, drags, 60.0, settings, peers=False)
    block = run_sea(plan)
    return pd.DataFrame({"llr": [e.llr for e in block.ordinary]}), block.vessel_days


def gather(does, seeds, workers, **options):
    """Return the rows and vessel-days of several seas."""
    with ProcessPoolExecutor(workers) as pool:
        parts = list(pool.map(partial(does, **options), seeds))
    return pd.concat([p for p, _ in parts], ignore_index=True), sum(d for _, d in parts)


def ledger(run, seas, settings):
    """Fit on the first seas and return a settings file."""
    rows, days = run(sea_rows, range(_FIRST, _FIRST + seas))
    fitted = fit_ledger(rows, settings.evidence)
    head = f"# {len(rows)} episodes of {days:.0f} vessel-days, log loss {fitted.log_loss:.4f}"
    lines = [head, "[evidence]", "dependence = 1.0"]
    for name, rule in fitted.rules.items():
        lines.append(f"{name} = {[list(k) for k in rule] if isinstance(rule, tuple) else rule}")
    return lines


def thresholds(run, seas):
    """Return the levels that ordinary ships of other seas exceed at the wanted rates."""
    rows, days = run(sea_scores, range(_OTHER, _OTHER + seas))
    scores = np.sort(rows["llr"].to_numpy())[::-1]
    lines = [f"# {days:.0f} vessel-days of ordinary ships", "[levels]"]
    for word, rate in RATES.items():
        lines.append(f"{word}_llr = {scores[int(rate * days / 1000.0)] + 0.005:.2f}")
    return lines


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["ledger", "thresholds"])
    parser.add_argument("--seas", type=int, default=36)
    parser.add_argument("--ships", type=int, default=300)
    parser.add_argument("--hours", type=float, default=48.0)
    parser.add_argument("--drags", type=int, default=28)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(argv)
    settings = Settings()
    size = {"ships": options.ships, "hours": options.hours, "drags": options.drags}
    run = partial(gather, workers=options.workers, settings=settings, **size)
    does = {"ledger": lambda: ledger(run, options.seas, settings)}
    does["thresholds"] = lambda: thresholds(run, options.seas)
    sys.stdout.write("\n".join(does[options.what]()) + "\n")


if __name__ == "__main__":
    main()
