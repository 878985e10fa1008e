"""What the silence of a ship around its passage says: others were heard there, time was lost.

A receiver loses ships, so that a silence is evidence only where others around were heard
(method note 4.3).  Its weight is that of the table of hidden crossings; a stretch of slow
sailing that holds the silence carries it already as an item of its ledger.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ..clock import unix_seconds
from .passages import likeliest

__all__ = ["Silence", "silences_at"]

_LOST_MIN = 20.0


@dataclass(frozen=True)
class Silence:
    """A silence that may hide a passage: its weight (nats, 0 or more) and the words of it."""

    llr: float
    text: str


def silences_at(passages: pd.DataFrame, dark: pd.DataFrame | None) -> dict[int, Silence]:
    """Return the silence around the likeliest passage of each ship, where it says something.

    Parameters
    ----------
    passages
        Possible passages: ``mmsi``, ``asset_id``, ``then_s`` (Unix s), ``density``.
    dark
        Contract ``DARK_CROSSINGS``; None where silences were not looked at.

    Examples
    --------
    >>> from baltic.attribution.passages import no_passages
    >>> silences_at(no_passages(), None)
    {}
    """
    if dark is None or not len(dark) or passages.empty:
        return {}
    told = dark.loc[dark["llr"] > 0].reset_index(drop=True)
    told = told.assign(begin_s=unix_seconds(told["t_start"]), end_s=unix_seconds(told["t_end"]))
    best = likeliest(passages)[["mmsi", "asset_id", "then_s"]]
    rows = told.assign(mmsi=told["mmsi"].astype("int64")).merge(
        best.assign(mmsi=best["mmsi"].astype("int64")), on=["mmsi", "asset_id"]
    )
    rows = rows[(rows["begin_s"] <= rows["then_s"]) & (rows["then_s"] <= rows["end_s"])]
    return {
        int(row.mmsi): Silence(float(row.llr), _words(row))  # type: ignore[arg-type]
        for row in rows.itertuples()
    }


def _words(row: object) -> str:
    minutes, others, share, lost, llr = (
        float(getattr(row, c)) for c in ("gap_s", "hulls_heard", "share_silent", "slack_min", "llr")
    )
    late = f", and it took {lost:.0f} min more than sailing on would" if lost > _LOST_MIN else ""
    return (
        f"it was silent for {minutes / 60:.0f} min around the passage while {others:.0f} other "
        f"ships were heard there ({100 * share:.0f} % of the others' time was silent){late}: "
        f"{llr:+.1f} nats; its transponder or the receiver may have failed as well"
    )
