"""Fit what the motion around a passage says of a drag, on simulated world A.

    python -m tests.benchmarks.fit_passages --seeds 16 --first 4000

Prints the settings ``attribution.p_inside_drag`` to ``ledger_shift``; to be run again when
the ledger of the detector is fitted anew.  Each ship's first passage with the anchor down is
a drag's, every passage of a ship that never drags an ordinary one.
"""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from baltic.attribution.ledger import _episode
from baltic.catalogue import load_assets
from baltic.evaluation.incident_backtest import INCIDENTS_FULL, _seas
from baltic.evaluation.outages import _FIRST, _MONTH, OutageSea, _leads
from baltic.evaluation.seas import scan_tables
from baltic.settings import Settings
from baltic.simulate import traffic_across

_EDGE = pd.Timedelta(hours=10)


def passages(plan: OutageSea) -> list[tuple[bool, str, float]]:
    """Return whether it drags, how an episode lies to it, and its ledger, a passage."""
    assets = load_assets()
    line = assets.loc[assets["asset_id"] == plan.asset_id, "geometry"].iloc[0]
    begin = _FIRST + (plan.seed % 12) * _MONTH
    end = begin + timedelta(hours=plan.hours)
    ships = round(plan.per_day * plan.hours / 24.0)
    leads = _leads(ships, plan, np.random.default_rng([plan.seed, 86_028_121]))
    made = traffic_across(
        line, begin, end, ships, plan.seed, world=plan.world, interval_s=plan.interval_s,
        settings=plan.settings, drags=leads,
    )  # fmt: skip
    found = scan_tables(made.fixes, made.vessels, plan.settings)
    drags = {int(t["mmsi"]): t for t in made.truth}
    table = found.crossings
    table = table[(table["asset_id"] == plan.asset_id) & (table["p_cross"] > 0.9)]
    table = table[(table["t"] > begin + _EDGE) & (table["t"] < end - _EDGE)]
    told, seen = [], set()
    for row in table.itertuples():
        one = drags.get(int(row.mmsi))
        if one is not None:
            down = pd.Timestamp(one["t_drop"]) <= row.t <= pd.Timestamp(one["t_end"])
            if not down or one["contact_share"] <= 0 or row.mmsi in seen:
                continue
            seen.add(row.mmsi)
        mine = [e for e in found.detection.episodes if e.mmsi == row.mmsi]
        at = pd.DataFrame({"t_from_s": [row.t.timestamp()], "t_to_s": [row.t.timestamp()]})
        episode, where = _episode(mine, at, plan.settings)
        told.append((one is not None, where, np.nan if episode is None else episode.llr))
    return told


def fit(told: pd.DataFrame) -> dict[str, float]:
    """Return the settings; half a count is added to each class."""
    out = {}
    for name, rows in (("drag", told[told["drag"]]), ("ordinary", told[~told["drag"]])):
        for where in ("inside", "beside"):
            out[f"p_{where}_{name}"] = ((rows["where"] == where).sum() + 0.5) / (len(rows) + 1.5)
    inside = told[told["where"] == "inside"]
    x, y = inside["llr"].to_numpy(float), inside["drag"].to_numpy(float)

    def loss(p: np.ndarray) -> float:
        z = p[0] + p[1] * x
        return float(np.sum(np.logaddexp(0.0, z) - y * z))

    shift, slope = minimize(loss, np.array([0.0, 1.0])).x
    return {**out, "ledger_slope": slope, "ledger_shift": shift - np.log(y.sum() / (1 - y).sum())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=16)
    parser.add_argument("--first", type=int, default=4000)
    parser.add_argument("--world", default="A")
    given = parser.parse_args()
    size = type(INCIDENTS_FULL)(seas=given.seeds, pseudo=0)
    told = [
        row for plan in _seas(given.world, given.first, size, Settings()) for row in passages(plan)
    ]
    table = pd.DataFrame(told, columns=["drag", "where", "llr"])
    counts = pd.crosstab(table["drag"], table["where"])
    lines = [f"{name} = {value:.3f}" for name, value in fit(table).items()]
    sys.stdout.write("\n".join([str(counts), *lines, ""]))


if __name__ == "__main__":
    main()
