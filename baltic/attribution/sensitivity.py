"""The ranking under other priors and line errors, and the band of posteriors they span."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .passages import crossing_passages, in_reach
from .posterior import Model, densities

if TYPE_CHECKING:
    from .rates import Priors

__all__ = ["sensitivity"]

_VARIANTS: dict[str, dict[str, float]] = {
    "q x 3": {"q": 3.0},
    "q / 3": {"q": 1 / 3},
    "kappa_dark 0.02": {"kappa": 0.02},
    "kappa_dark 0.2": {"kappa": 0.2},
    "fishing gear x 3": {"trawl": 3.0},
    "fishing gear / 3": {"trawl": 1 / 3},
    "technical rate x 3": {"technical": 3.0},
    "technical rate / 3": {"technical": 1 / 3},
    "line error x 2": {"accuracy": 2.0},
    "line error / 2": {"accuracy": 0.5},
}
_SHOWN_IN_BAND = 10


def sensitivity(
    model: Model, possible: pd.DataFrame, crossings: pd.DataFrame, J: Any, priors: Priors
) -> dict[str, Any]:
    """Return the posterior under other priors, and the band it spans."""
    base = model.posterior(J, priors)
    keys: list[int | str] = [*(int(m) for m in model.mmsi), "dark", "none"]
    values = np.array([*base.vessels, base.dark, base.none])
    shown = [int(i) for i in np.argsort(-values[:-2], kind="stable")[:_SHOWN_IN_BAND]]
    shown += [len(keys) - 2, len(keys) - 1]
    variants: list[dict[str, Any]] = []
    for name, change in _VARIANTS.items():
        varied = priors.vary(**change)
        Jv = J if varied.accuracy == 1 else _reweighed(model, possible, crossings, varied.accuracy)
        p = model.posterior(Jv, varied)
        all_p = np.array([*p.vessels, p.dark, p.none])
        variants.append(
            {
                "name": name,
                "posterior": {str(keys[i]): float(all_p[i]) for i in shown},
                "top": keys[int(np.argmax(all_p))],
            }
        )
    band = {
        str(keys[i]): {
            "low": min([float(values[i]), *(v["posterior"][str(keys[i])] for v in variants)]),
            "high": max([float(values[i]), *(v["posterior"][str(keys[i])] for v in variants)]),
        }
        for i in shown
    }
    top = keys[int(np.argmax(values))]
    return {
        "variants": variants,
        "band": band,
        "top_unchanged": all(v["top"] == top for v in variants),
    }


def _reweighed(
    model: Model, possible: pd.DataFrame, crossings: pd.DataFrame, accuracy: float
) -> Any:
    """Return densities with another route error, for the same vessels."""
    crossings = crossings[crossings["mmsi"].isin(model.mmsi)].reset_index(drop=True)
    again = crossing_passages(model.outages, crossings, model.settings, accuracy=accuracy)
    again = in_reach(again, possible, model.settings)
    kept = possible[possible["how"] != "crossing"]
    table = (
        pd.concat([p for p in (again, kept) if len(p)], ignore_index=True)
        if len(again) + len(kept)
        else possible
    )
    return densities(table, model.mmsi, model.outages, model.settings)[0]
