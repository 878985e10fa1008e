"""Fit what the motion around a passage says of a drag, on simulated world A.

    python -m tests.benchmarks.fit_passages --seeds 64 --first 7000 --long 40 --long-first 7200

Prints the settings ``attribution.inside_llr`` to ``counted_ordinary``; to be run again when
the ledger of the detector is fitted anew.  Each ship's first passage with the anchor down is
a drag's, every passage of a ship that never drags an ordinary one.  In the seas of `--seeds`
anchors drop 0.3 to 3 h before the passage, as in the back-test; in those of `--long` anywhere
in the 16 h before, so that long drags lie over a passage as often as they do at random.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from baltic.attribution.passage_motion import _kept_knots, loss, passage_llr, speeds_at
from baltic.attribution.stretch import hours_of, stretch_at, stretches_near
from baltic.catalogue import load_assets
from baltic.evaluation.incident_backtest import INCIDENTS_FULL, _seas
from baltic.evaluation.outages import _FIRST, _MONTH, OutageSea, _leads
from baltic.evaluation.seas import scan_tables
from baltic.settings import Settings
from baltic.simulate import traffic_across

_EDGE = pd.Timedelta(hours=10)
_LONG_H = 16.0
_LONG_DRAGS = 30


def long_leads(ships: int, plan: OutageSea, rng: np.random.Generator) -> dict[int, float]:
    """Return drops anywhere in the hours before the passage, within the record."""
    share = _EDGE / pd.Timedelta(hours=plan.hours)
    low, high = int(np.ceil(share * ships)), int((1 - share) * ships)
    chosen = rng.choice(np.arange(low, high), _LONG_DRAGS, replace=False)
    drops = {int(i): float(rng.uniform(0.1, _LONG_H)) for i in sorted(chosen)}
    return {i: h for i, h in drops.items() if h < i / ships * plan.hours - 0.5}


def sail(plan: OutageSea, *, long: bool) -> tuple[Any, Any]:
    """Return the scan of a sea and the truth."""
    assets = load_assets()
    line = assets.loc[assets["asset_id"] == plan.asset_id, "geometry"].iloc[0]
    begin = _FIRST + (plan.seed % 12) * _MONTH
    ships = round(plan.per_day * plan.hours / 24.0)
    rng = np.random.default_rng([plan.seed, 86_028_121])
    leads = (long_leads if long else _leads)(ships, plan, rng)
    made = traffic_across(
        line, begin, begin + timedelta(hours=plan.hours), ships, plan.seed, world=plan.world,
        interval_s=plan.interval_s, settings=plan.settings, drags=leads,
    )  # fmt: skip
    return scan_tables(made.fixes, made.vessels, plan.settings), made.truth


def passages(plan: OutageSea, found: Any, truth: Any) -> Iterator[dict[str, Any]]:
    """Yield what is known of each passage, and whether the ship drags."""
    begin = pd.Timestamp(_FIRST + (plan.seed % 12) * _MONTH)
    end = begin + pd.Timedelta(hours=plan.hours)
    drags = {int(t["mmsi"]): t for t in truth}
    table = found.crossings
    table = table[(table["asset_id"] == plan.asset_id) & (table["p_cross"] > 0.9)]
    table = table[(table["t"] > begin + _EDGE) & (table["t"] < end - _EDGE)]
    seen = set()
    for row in table.itertuples():
        mmsi = int(row.mmsi)
        one = drags.get(mmsi)
        if one is not None:
            down = pd.Timestamp(one["t_drop"]) <= row.t <= pd.Timestamp(one["t_end"])
            if not down or one["contact_share"] <= 0 or mmsi in seen:
                continue
            seen.add(mmsi)
        t_s = row.t.timestamp()
        at = pd.DataFrame(
            {
                "mmsi": [mmsi],
                "outage": 0,
                "then_s": t_s,
                "then_from_s": t_s,
                "then_to_s": t_s,
                "density": 1.0,
            }
        )
        mine = [e for e in found.detection.every_reading if e.mmsi == mmsi]
        near, where = stretches_near(mine, at, plan.settings)
        speed = speeds_at([(mmsi, t_s)], found.tracks, plan.settings).get((mmsi, t_s))
        speeds = {} if speed is None else {t_s: speed}
        one = stretch_at(near, where, speeds, plan.settings)
        episode = None if one is None else one.episode
        lost = None
        if speed is not None:
            expected = speed.usual_kn if where != "inside" else episode.v_ref_kn
            lost = loss(expected, speed.at_kn)
        yield {
            "drag": one is not None,
            "where": where,
            "ledger": 0.0 if episode is None else episode.llr,
            "hours": np.nan if episode is None else hours_of(episode),
            "kept": 0.0 if lost is None else float(np.interp(lost, *_kept_knots(plan.settings))),
            "lost": lost,
        }


def logistic(rows: pd.DataFrame, columns: list[str], offset: Any, odds: float) -> list[float]:
    """Return constant and slopes of a logistic fit, the constant as a log ratio."""
    x = np.column_stack([np.ones(len(rows)), rows[columns].to_numpy(float)])
    y = rows["drag"].to_numpy(float)

    def cost(b: np.ndarray) -> float:
        z = x @ b + offset
        return float(np.sum(np.logaddexp(0.0, z) - y * z))

    fitted = minimize(cost, np.zeros(x.shape[1])).x
    return [float(fitted[0] - odds), *map(float, fitted[1:])]


def fit(told: pd.DataFrame, settings: Settings) -> dict[str, float]:
    """Return the settings."""
    prior = settings.attribution
    drags, ordinary = int(told["drag"].sum()), int((~told["drag"]).sum())
    odds = float(np.log(drags / ordinary))
    inside = told[told["where"] == "inside"]
    hours = inside["hours"].clip(lower=prior.episode_least_h) / prior.episode_usual_h
    one = logistic(inside, ["ledger", "kept"], -np.log(hours.to_numpy()), odds)
    rest = told[told["where"] != "inside"].assign(beside=told["where"] == "beside")
    rest["beside_ledger"] = rest["ledger"] * rest["beside"]
    two = logistic(rest, ["kept", "beside", "beside_ledger"], 0.0, odds)
    names = ["inside_llr", "ledger_slope", "kept_inside_llr", "outside_llr", "kept_outside_llr",
             "beside_llr", "beside_slope"]  # fmt: skip
    counts = {"counted_drags": drags, "counted_ordinary": ordinary}
    return {**dict(zip(names, [*one, *two], strict=True)), **counts}


def mean_ratio(told: pd.DataFrame, settings: Settings) -> float:
    """Return the mean ratio of ordinary passages: 1 if the ratios are what was counted."""
    ordinary = told[~told["drag"]]
    rows = ordinary[["where", "ledger", "hours", "lost"]].astype(object)
    rows = rows.where(rows.notna(), None)
    llr = [
        passage_llr(w, settings, ledger=x, hours=h or 5.0, lost=v)
        for w, x, h, v in rows.itertuples(index=False)
    ]
    return float(np.exp(llr).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=64)
    parser.add_argument("--first", type=int, default=7000)
    parser.add_argument("--long", type=int, default=40)
    parser.add_argument("--long-first", type=int, default=7200)
    parser.add_argument("--world", default="A")
    given = parser.parse_args()
    settings = Settings()
    told = []
    for count, first, long in (
        (given.seeds, given.first, False),
        (given.long, given.long_first, True),
    ):
        size = type(INCIDENTS_FULL)(seas=count, pseudo=0)
        for plan in _seas(given.world, first, size, settings) if count else []:
            told += passages(plan, *sail(plan, long=long))
    report(pd.DataFrame(told), settings)


def report(table: pd.DataFrame, settings: Settings) -> None:
    """Print the counts, the fit, and the mean ratio with the settings as they are."""
    kept = np.where(table["kept"] > 0.5, "kept", "slower or unknown")
    counts = pd.crosstab([table["where"], kept], table["drag"])
    lines = [f"{name} = {value:.2f}" for name, value in fit(table, settings).items()]
    lines.append(f"mean ratio of ordinary passages as set now: {mean_ratio(table, settings):.2f}")
    sys.stdout.write("\n".join([str(counts), *lines, ""]))


if __name__ == "__main__":
    main()
