"""Fit the ledger: all tables of knots at once, on episodes whose truth is known.

A logistic regression on the tables' hat functions (a generalised additive model), so that
items that say the same thing share what it is worth.  Tables keep the knots that
``settings.evidence`` gives them; directions that physics knows (rougher steering never speaks
against a drag) are kept as constraints.  What is missing counts nothing: each table is
centred so that ordinary sailing earns ``E[exp(llr)] = 1`` from it, which is what makes a
value a log-likelihood ratio.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize

from ..drag.evidence import Measure
from ..settings import EvidenceDefaults

__all__ = ["Fitted", "fit_ledger", "row_of"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: Rules that are fitted, and which way each may go from knot to knot: + up, - down, 0 either.
_WAYS: dict[str, str] = {
    "drop": "++++000", "drop_of_after": "++--", "drop_of_steering": "+++",
    "duration_h": "+", "duration_of_force_h": "+", "duration_end_h": "+", "duration_open_h": "+",
    "force": "+++0", "ramp": "+0------", "shape": "+", "release_ramp": "00---",
    "release_shape": "+", "back": "+++00", "back_of_force": "++++000", "yaw": "+",
    "drift": "++++++0", "rough": "+", "rough_of_force": "+", "rough_of_steering": "+",
    "repeats": "-", "wander": "-", "locked": "-", "yaw_of_steering": "+", "kept": "+++0---",
    "kept_of_force": "+++0---",
}  # fmt: skip
_NUMBERS = (
    "no_onset_llr", "released_llr", "stop_recovery_llr", "stop_llr", "place_llr", "arrived_llr",
    "fishing_llr", "work_llr", "tow_llr", "timetable_llr", "alongside_llr",
)  # fmt: skip
#: These always apply, one of each kind: they carry how often such episodes are drags at all.
_STRUCTURE = ("drop", "duration")
#: What only close fixes show of a fall of speed.
_FALL = ("ramp", "shape", "no_onset_llr")
#: Added to the name of a rule: column of the share that it has in the worth of a measure.
_SHARE = ":share"
_ROUNDS = 6
_WALL = 50.0


@dataclass(frozen=True)
class Fitted:
    """What a fit gave.

    Attributes
    ----------
    rules
        New values of ``settings.evidence``.
    base
        Nats that are left for the mere fact of an episode (already inside the drop tables).
    log_loss
        Mean log loss on what it was fitted to.
    """

    rules: dict[str, Any]
    base: float
    log_loss: float


@dataclass(frozen=True)
class _Problem:
    """Design matrix, its columns by rule, and the transformation that keeps directions."""

    design: Floats
    columns: dict[str, slice]
    share: dict[str, Floats]
    turn: Floats
    bounds: list[tuple[float | None, float | None]]
    cap: Floats
    steps: Floats


def row_of(measures: Iterable[Measure]) -> dict[str, float]:
    """Return the columns of one episode for :func:`fit_ledger`.

    Examples
    --------
    >>> row_of([Measure("back", "back", 0.1, 0.1, "", "", other="back_of_force", share=0.25)])
    {'back': 0.1, 'back:share': 0.75, 'back_of_force': 0.1, 'back_of_force:share': 0.25}
    """
    row: dict[str, float] = {}
    for m in measures:
        row[m.rule] = m.x
        if m.other is not None:
            row |= {m.rule + _SHARE: 1.0 - m.share, m.other: m.x, m.other + _SHARE: m.share}
    return row


def fit_ledger(
    rows: pd.DataFrame, rules: EvidenceDefaults, *, ridge: float = 0.3, smooth: float = 0.3
) -> Fitted:
    """Fit all tables at once.

    Parameters
    ----------
    rows
        One row an episode: ``drag`` (bool), ``weight``, and the columns of :func:`row_of`:
        by rule the measure's `x`, NaN where it was not measured.
    rules
        Gives the knots and the caps.
    ridge, smooth
        Penalties on the square of values and of steps from knot to knot.

    Returns
    -------
    Fitted
        Deterministic.
    """
    problem = _problem(rows, rules)
    truth = rows["drag"].to_numpy(float)
    weight = rows["weight"].to_numpy(float)
    quiet = truth == 0.0
    centre = dict.fromkeys(problem.columns, 0.0)
    for _ in range(_ROUNDS):
        missing = sum((1.0 - problem.share[n]) * c for n, c in centre.items())
        values, free, loss = _solve(
            problem, truth, weight, np.asarray(missing + np.zeros(len(rows))), ridge, smooth
        )
        for name, at in problem.columns.items():
            use = (problem.share[name] > 0.5) & quiet
            table = isinstance(getattr(rules, name), tuple)
            if table and not name.startswith(_STRUCTURE) and use.any():
                worth = problem.design[use, at] @ values[at] / problem.share[name][use]
                centre[name] = float(np.log(np.average(np.exp(worth), weights=weight[use])))
    prior = math.log((weight * truth).sum() / (weight * (1.0 - truth)).sum())
    base = free - prior + sum(centre.values())
    fitted: dict[str, Any] = {"unseen_fall_llr": _unseen(problem, values, centre, quiet, weight)}
    for name, at in problem.columns.items():
        shift = base if name.startswith("drop") else 0.0
        fitted[name] = _as_rule(getattr(rules, name), values[at] - centre[name] + shift)
    return Fitted(fitted, base, loss)


def _unseen(
    problem: _Problem, values: Floats, centre: dict[str, float], quiet: Bools, weight: Floats
) -> float:
    """Return what a fall of speed that nobody saw is worth.

    Items fitted together are each worth what the others leave.  Without those of the fall the
    sums of ordinary episodes would be too high, so this keeps their mean of ``exp(llr)``.
    """
    worth = {
        name: problem.design[:, at] @ values[at] - problem.share[name] * centre[name]
        for name, at in problem.columns.items()
    }
    use = quiet & (problem.share["drop"] > 0.5)
    whole = np.sum(list(worth.values()), axis=0)[use]
    fall = np.sum([worth[name] for name in _FALL], axis=0)[use]
    seen, rest = (np.average(np.exp(x), weights=weight[use]) for x in (whole, whole - fall))
    return round(math.log(seen / rest), 2)


def _as_rule(old: Any, values: Floats) -> Any:
    if isinstance(old, tuple):
        return tuple((k[0], round(float(v), 2)) for k, v in zip(old, values, strict=True))
    return round(float(values[0]), 2)


def _problem(rows: pd.DataFrame, rules: EvidenceDefaults) -> _Problem:
    parts: list[Floats] = []
    columns, shares, caps = {}, {}, []
    bounds: list[tuple[float | None, float | None]] = []
    blocks, steps = [], []
    at = 0
    for name in (*_WAYS, *_NUMBERS):
        x = rows[name].to_numpy(float) if name in rows else np.full(len(rows), np.nan)
        known = np.isfinite(x)
        rule = getattr(rules, name)
        share = rows[name + _SHARE].fillna(1.0).to_numpy(float) if name + _SHARE in rows else 1.0
        share = known * share
        here = _hats(rule, np.where(known, x, 0.0)) * share[:, None]
        m = here.shape[1]
        parts.append(here)
        columns[name], shares[name] = slice(at, at + m), share
        blocks.append(np.tri(m))
        cap = rules.yaw_cap if name.startswith(("yaw", "drift")) else rules.cap
        caps.append(np.full(m, math.inf if name.startswith(_STRUCTURE) else cap))
        bounds += [(None, None), *_directions(_WAYS.get(name, ""), m - 1)]
        steps += [0.0] + [1.0] * (m - 1)
        at += m
    turn = np.zeros((at, at))
    for block, place in zip(blocks, columns.values(), strict=True):
        turn[place, place] = block
    return _Problem(
        np.hstack(parts), columns, shares, turn, bounds, np.concatenate(caps), np.array(steps)
    )


def _hats(rule: Any, x: Floats) -> Floats:
    """Return the share of each knot at every x, or x itself for a plain number."""
    if not isinstance(rule, tuple):
        return x[:, None]
    knots = np.array([k[0] for k in rule])
    inside = np.clip(x, knots[0], knots[-1])
    return np.column_stack([np.interp(inside, knots, unit) for unit in np.eye(len(knots))])


def _directions(ways: str, count: int) -> Sequence[tuple[float | None, float | None]]:
    """Return bounds on the steps between knots; a single sign goes for all of them."""
    ways = ways * count if len(ways) == 1 else ways
    if len(ways) != count:
        raise ValueError(f"{len(ways)} directions given for {count} steps")
    return [{"+": (0.0, None), "-": (None, 0.0), "0": (None, None)}[w] for w in ways]


def _solve(
    problem: _Problem, truth: Floats, weight: Floats, missing: Floats, ridge: float, smooth: float
) -> tuple[Floats, float, float]:
    """Return values of all knots, the free term and the mean log loss."""
    x, turn, cap = problem.design, problem.turn, problem.cap

    def cost(p: Floats) -> tuple[float, Floats]:
        value = turn @ p[:-1]
        z = x @ value + p[-1] + missing
        over = np.maximum(np.abs(value) - cap, 0.0)
        step = p[:-1] * problem.steps
        loss = float((weight * (np.logaddexp(0.0, z) - truth * z)).sum())
        loss += 0.5 * float(ridge * value @ value + smooth * step @ step + _WALL * over @ over)
        slope = weight * (1.0 / (1.0 + np.exp(-z)) - truth)
        pull = x.T @ slope + ridge * value + _WALL * over * np.sign(value)
        return loss, np.r_[turn.T @ pull + smooth * step, slope.sum()]

    start = np.zeros(x.shape[1] + 1)
    bounds = [*problem.bounds, (None, None)]
    found = minimize(
        cost, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 1500}
    )
    value = np.clip(turn @ found.x[:-1], -cap, cap)
    z = x @ value + found.x[-1] + missing
    loss = float(np.average(np.logaddexp(0.0, z) - truth * z, weights=weight))
    return value, float(found.x[-1]), loss
