"""Two numbers that may be one ship: one falls silent where the other is first heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from ..geo import KN_MS, distance_m, turn_deg
from ..records import SILENT_S
from .time_words import clock, duration

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

__all__ = ["renumbered_notes"]

#: The way between the two is that of one ship that sails on: so far off it, km, and in speed and
#: course.
_OFF_KM = 1.0
_APART_KN = 2.0
_TURN_DEG = 30.0
_SHOWN = 4


def renumbered_notes(tracks: pl.DataFrame, ranked: Collection[int]) -> list[str]:
    """Return a note for each two numbers that may be one ship, one of which is ranked.

    Parameters
    ----------
    tracks
        Contract ``TRACKS``.
    ranked
        MMSI of ships that could have passed what failed.

    Notes
    -----
    A number changed over a line takes what is known of the ship apart: each half is weighed as
    a ship of its own, that may have passed before it was first heard or after it was last heard.
    """
    if not len(ranked) or tracks.is_empty():
        return []
    ends = _ends(tracks)
    mmsi, known = ends["mmsi"].to_numpy(), np.array(sorted(ranked))
    here = np.isin(mmsi, known)
    old, new = _pairs(ends["last_s"].to_numpy(), ends["first_s"].to_numpy(), here)
    a, b = ends[old], ends[new]
    gone_s = (b["first_s"] - a["last_s"]).to_numpy()
    places = (f[c].to_numpy() for f, c in ((a, "last_lon"), (a, "last_lat"), (b, "first_lon"),
              (b, "first_lat")))  # fmt: skip
    way_km = distance_m(*places) / 1000
    kn, kn_next = (f[c].to_numpy() for f, c in ((a, "last_kn"), (b, "first_kn")))
    turned = np.abs(turn_deg(a["last_cog"].to_numpy(), b["first_cog"].to_numpy()))
    off_km = np.abs(way_km - kn * KN_MS * gone_s / 1000)
    like = (off_km <= _OFF_KM) & (np.abs(kn - kn_next) <= _APART_KN) & (turned <= _TURN_DEG)
    like &= kn > _APART_KN
    return [
        f"MMSI {a['mmsi'][i]} was last heard at {clock(a['last_s'][i])}, and MMSI {b['mmsi'][i]} "
        f"first {duration(gone_s[i])} later and {way_km[i]:.1f} km on, on that course and at that "
        "speed: they may be one ship under two numbers, and are ranked as two"
        for i in np.flatnonzero(like)[:_SHOWN].tolist()
    ]


def _ends(tracks: pl.DataFrame) -> pl.DataFrame:
    """Return the first and the last fix of each number."""
    fix: dict[str, Any] = {
        "s": pl.col("t").dt.epoch("us") / 1e6,
        "lon": "lon",
        "lat": "lat",
        "kn": "sog_kn",
        "cog": "cog_deg",
    }
    own = tracks.lazy().filter(pl.col("hull") == 0).select("mmsi", **fix).sort("mmsi", "s")
    columns = pl.col(list(fix))
    return (
        own.group_by("mmsi", maintain_order=True)
        .agg(columns.first().name.prefix("first_"), columns.last().name.prefix("last_"))
        .cast({f"{end}_{c}": pl.Float64 for end in ("first", "last") for c in fix})
        .with_columns(pl.col(pl.Float64).fill_null(float("nan")))
        .collect()
    )


def _pairs(
    last_s: NDArray[np.float64], first_s: NDArray[np.float64], ranked: NDArray[np.bool_]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return numbers that end, and those that begin soon after: one of each two is ranked."""
    pairs = set()
    for i in np.flatnonzero(ranked).tolist():
        after, before = first_s - last_s[i], first_s[i] - last_s
        pairs |= {(i, j) for j in np.flatnonzero((after > 0) & (after <= SILENT_S)).tolist()}
        pairs |= {(j, i) for j in np.flatnonzero((before > 0) & (before <= SILENT_S)).tolist()}
    told = np.array(sorted(pairs), dtype=np.intp).reshape(-1, 2)
    return told[:, 0], told[:, 1]
