"""The explanations that compete, each with its probability, its passages and its reasons."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl

from ..catalogue import at_time
from ..records import Hypothesis
from .hypothesis_reasons import dark_reasons, none_reasons, vessel_reasons
from .passages import likeliest, rows_by, target_of
from .posterior import Model, Posterior
from .rates import technical_rates
from .stretch import weights

if TYPE_CHECKING:
    from .passages import Row
    from .windows import Outage

#: Names shown of ships that share a number.
_NAMES = 4

__all__ = ["key_of", "make_hypotheses", "names_of"]


def names_of(
    possible: pd.DataFrame, vessels: pl.DataFrame, shared: frozenset[int] = frozenset()
) -> dict[int, dict[str, Any]]:
    """Return name and IMO number by MMSI, valid when its likeliest passage was.

    Parameters
    ----------
    possible
        Possible passages.
    vessels
        Contract ``VESSELS``.
    shared
        MMSI of several hulls: all their names are given, and no IMO number.
    """
    best = likeliest(possible)
    said = at_time(vessels, best["mmsi"], best["t_s"], ["name", "imo"])
    found = dict(zip(best["mmsi"].astype(int).tolist(), said.to_dicts(), strict=True))
    for ship in shared & found.keys():
        rows = vessels.filter(pl.col("mmsi") == ship)
        sent = set(rows["name"].drop_nulls())
        sent |= {n for text in rows["former_names"].drop_nulls() for n in text.split("; ")}
        found[ship] = {"name": " / ".join(sorted(sent)[:_NAMES]) or None, "imo": None}
    return found


def key_of(h: Hypothesis) -> int | str:
    """Return the MMSI of a vessel, else the kind: what a credible set names."""
    return h.kind if h.mmsi is None else h.mmsi


def make_hypotheses(
    model: Model,
    passages: pd.DataFrame,
    closest: pd.DataFrame,
    full: Posterior,
    bare: Posterior,
    names: dict[int, dict[str, Any]],
    *,
    covered: bool,
) -> tuple[Hypothesis, ...]:
    """Return vessels, ``dark`` and ``none`` by posterior, the most probable first.

    Parameters
    ----------
    model
        Its vessels and outages.
    passages, closest
        Possible passages, and closest approaches, of these vessels.
    full, bare
        Posteriors with and without drag evidence.
    names
        From :func:`names_of`.
    covered
        Whether the AIS covers every window and place.
    """
    passed, approached = (rows_by(table, "mmsi") for table in (passages, closest))
    found = []
    for i, ship in enumerate(model.mmsi.tolist()):
        made = _vessel(model, i, passed[ship,], approached.get((ship,), []), full, bare)
        found.append(dataclasses.replace(made, **names[ship]))
    found += _without_ship(model, full, bare, covered)
    order = {"vessel": 0, "dark": 1, "none": 2}
    found.sort(key=lambda h: (-h.posterior, order[h.kind], h.mmsi or 0))
    return tuple(dataclasses.replace(h, rank=n) for n, h in enumerate(found, 1))


def _vessel(
    model: Model,
    number: int,
    rows: list[Row],
    closest: list[Row],
    full: Posterior,
    bare: Posterior,
) -> Hypothesis:
    """Return what speaks for one vessel, by its number in the model; without name and rank."""
    ship, gear = int(model.mmsi[number]), float(full.gear[number])
    drag, share = model.drags[ship], full.share[number]
    weighed = weights(rows, drag.episode, drag.favour)
    return Hypothesis(
        kind="vessel",
        mmsi=ship,
        name=None,
        imo=None,
        rank=0,
        posterior=float(full.vessels[number]),
        posterior_without_drag_evidence=float(bare.vessels[number]),
        llr=round(drag.total, 4),
        crossings=_crossings(rows, weighed, model.outages, share),
        reasons=vessel_reasons(
            model.outages, rows, weighed, closest, drag, list(share), gear, model.settings
        ),
        provenance="+".join(sorted({str(row["provenance"]) for row in rows})),
        episode=drag.episode,
        by_gear=gear,
    )


def _without_ship(
    model: Model, full: Posterior, bare: Posterior, covered: bool
) -> list[Hypothesis]:
    """Return the explanations in which no ship of this AIS has a part."""
    unheard = dark_reasons(model.outages, model.lam, covered, model.settings)
    technical = technical_rates(model.outages, model.settings)
    of_itself = none_reasons(model.outages, technical, covered)
    return [
        Hypothesis("dark", None, None, None, 0, full.dark, bare.dark, None, (), unheard, None),
        Hypothesis("none", None, None, None, 0, full.none, bare.none, None, (), of_itself, None),
    ]


def _crossings(
    rows: list[Row], weight: Any, outages: Sequence[Outage], share: Any
) -> tuple[dict[str, Any], ...]:
    """Return the passages of one vessel as plain rows, in time order."""
    kept = ["asset_id", "how", "t_sd_s", "lon", "lat", "kp_km", "sog_kn", "cog_deg", "angle_deg",
            "p_cross", "offset_km", "distance_km", "provenance", "depth_m", "part",
            "gap_s"]  # fmt: skip
    plain = []
    total: dict[int, float] = {}
    for row, w in zip(rows, weight, strict=True):
        total[int(row["outage"])] = total.get(int(row["outage"]), 0.0) + w
    in_time = sorted(zip(rows, weight, strict=True), key=lambda r: float(r[0]["t_s"]))
    for row, w in in_time:
        outage = outages[int(row["outage"])]
        target = target_of(outage, row["asset_id"])
        plain.append(
            {
                "window": outage.number,
                "window_name": outage.name,
                "t": _time(row["t_s"]),
                "t_from": _time(row["t_from_s"]),
                "t_to": _time(row["t_to_s"]),
                "after_earliest_s": round(row["t_s"] - outage.earliest_s, 1),
                "after_latest_s": round(row["t_s"] - outage.latest_s, 1),
                "accuracy_km": target.error_km(int(row["part"])),
                "anchor_t": _time(row["t_s"] + row["lag_s"]),
                "anchor_t_sd_s": round(float(np.hypot(row["t_sd_s"], row["lag_sd_s"])), 1),
                "p_behind_this_outage": float(share[outage.number]),
                "share_of_passages": float(w / max(total[int(row["outage"])], 1e-300)),
                **{name: row[name] for name in kept},
                # That of the last fix before is none of a passage that was not heard.
                "sog_kn": None if row["how"] in ("gap", "unheard") else row["sog_kn"],
            }
        )
    return tuple(plain)


def _time(s: float) -> datetime:
    return datetime.fromtimestamp(round(float(s), 3), UTC)
