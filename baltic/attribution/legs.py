"""Straight pieces of tracks between fixes, and the stretches in which nothing was heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..geo import DEG_M, KN_MS

if TYPE_CHECKING:
    from ..settings import Settings

__all__ = ["Legs", "make_legs"]

Floats = NDArray[np.float64]

_BUCKET_S = 120.0
#: Fixes between those of the buckets are kept where the track turns or changes speed by more.
_STRAY_M = 30.0
_REACH_H = 12.0
_SPEED_KN = (8.0, 45.0, 25.0)  # least, largest, and when a ship sent none


@dataclass(frozen=True)
class Legs:
    """Straight pieces of tracks; one without an end leads into an unheard time."""

    mmsi: NDArray[np.int64]
    t0: Floats
    t1: Floats
    lon0: Floats
    lat0: Floats
    lon1: Floats
    lat1: Floats
    reach_ms: Floats
    sog_kn: Floats
    opens: NDArray[np.bool_]  # nothing heard before t0
    ends: NDArray[np.bool_]  # nothing heard after t1
    provenance: NDArray[Any]

    def take(self, rows: NDArray[Any]) -> Legs:
        return Legs(**{name: value[rows] for name, value in vars(self).items()})


def make_legs(tracks: pl.DataFrame, start_s: float, end_s: float, settings: Settings) -> Legs:
    """Return the legs of all vessels around a time span (Unix seconds)."""
    fixes = _fixes_around(tracks, start_s, end_s, settings)
    ahead = fixes.select(pl.col("s", "lon", "lat", "last").shift(-1).name.suffix("_next"))
    table = fixes.hstack(ahead).with_columns(alone=pl.col("last") & pl.col("first"))
    table = table.filter(~pl.col("last") | pl.col("alone"))
    alone = table["alone"].to_numpy()

    def pick(name: str) -> Floats:
        here, there = table[name].to_numpy(), table[f"{name}_next"].fill_null(0).to_numpy()
        return np.where(alone, here, there).astype(float)

    least, largest, unknown = _SPEED_KN
    top = table["top"].cast(pl.Float64).fill_null(unknown).clip(least, largest).to_numpy()
    return Legs(
        mmsi=table["mmsi"].to_numpy().astype(np.int64),
        t0=table["s"].to_numpy(),
        t1=pick("s"),
        lon0=table["lon"].to_numpy(),
        lat0=table["lat"].to_numpy(),
        lon1=pick("lon"),
        lat1=pick("lat"),
        reach_ms=top * KN_MS * settings.attribution.reach_factor,
        sog_kn=table["sog_kn"].cast(pl.Float64).fill_null(float("nan")).to_numpy(),
        opens=table["first"].to_numpy(),
        ends=alone | table["last_next"].fill_null(True).to_numpy(),
        provenance=table["provenance"].cast(pl.String).to_numpy(),
    )


def _fixes_around(
    tracks: pl.DataFrame, start_s: float, end_s: float, settings: Settings
) -> pl.DataFrame:
    """Return the fixes that the legs of a time span need: those that tell no more are left out."""
    second = pl.col("t").dt.epoch("us") / 1e6
    low, high = start_s - _REACH_H * 3600, end_s + _REACH_H * 3600
    # The fix before the span and the one after it belong to silences that reach into it.
    before = (pl.col("s") < low) & (pl.col("s").shift(-1) >= low) & ~_changes(-1)
    after = (pl.col("s") > high) & (pl.col("s").shift(1) <= high) & ~_changes(1)
    return (
        tracks.lazy()
        .select("mmsi", "hull", "lon", "lat", "sog_kn", "provenance", second.alias("s"))
        .sort("mmsi", "hull", "s")
        .filter(pl.col("s").is_between(low, high) | before | after)
        .with_columns(last=_changes(-1), first=_changes(1), bucket=pl.col("s") // _BUCKET_S)
        .with_columns(
            keep=pl.col("first")
            | pl.col("last")
            | (pl.col("bucket") != pl.col("bucket").shift(1))
            | (pl.col("s").shift(-1) - pl.col("s") > 60 * settings.attribution.open_gap_min)
        )
        .with_columns(
            top=pl.col("sog_kn").max().over("mmsi"), keep=pl.col("keep") | (_strays_m() > _STRAY_M)
        )
        .filter("keep")
        .collect()
    )


def _strays_m() -> pl.Expr:
    """Return how far a fix lies from the straight way in time between the fixes kept, m."""
    kept = {c: pl.when("keep").then(pl.col(c)) for c in ("s", "lon", "lat")}
    before, after = (
        {c: getattr(kept[c], fill)() for c in kept} for fill in ("forward_fill", "backward_fill")
    )
    span = after["s"] - before["s"]
    share = pl.when(span > 0).then((pl.col("s") - before["s"]) / span).otherwise(0.0)
    north, east = (
        (pl.col(c) - before[c] - share * (after[c] - before[c])) * DEG_M for c in ("lat", "lon")
    )
    east = east * pl.col("lat").radians().cos()
    away: pl.Expr = (north**2 + east**2).sqrt().fill_null(0.0)
    return away


def _changes(step: int) -> pl.Expr:
    """Return where the hull differs from that of the neighbouring row."""
    return (
        (pl.col("mmsi") != pl.col("mmsi").shift(step))
        | (pl.col("hull") != pl.col("hull").shift(step))
    ).fill_null(True)
