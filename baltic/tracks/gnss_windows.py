"""Tracks as plain arrays, and cut into windows of some minutes: what GNSS flags are found in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..geo import DEG_M, haversine_m
from ..settings import Gnss

__all__ = ["Rows", "Windows", "floats_of", "metres"]

Floats = NDArray[np.float64]
Small = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def floats_of(tracks: pl.DataFrame, name: str) -> Small:
    """Return a column as numbers, NaN where nothing was sent."""
    return tracks[name].cast(pl.Float32).fill_null(np.nan).to_numpy()


@dataclass(frozen=True)
class Rows:
    """The columns that most tests need; `ship` and `stretch` number hulls and segments."""

    mmsi: NDArray[np.uint32]
    hull: NDArray[np.uint8]
    t: Floats
    lon: Floats
    lat: Floats
    sog: Small
    cog: Small
    ship: Ints
    new_stretch: Bools
    in_order: bool

    @classmethod
    def of(cls, tracks: pl.DataFrame) -> Rows:
        mmsi, hull = tracks["mmsi"].to_numpy(), tracks["hull"].to_numpy()
        t = tracks["t"].dt.timestamp("us").to_numpy() / 1e6
        other = np.r_[True, (mmsi[1:] != mmsi[:-1]) | (hull[1:] != hull[:-1])]
        before = (mmsi[1:] > mmsi[:-1]) | ((mmsi[1:] == mmsi[:-1]) & (hull[1:] > hull[:-1]))
        segment = tracks["segment"].to_numpy()
        return cls(
            mmsi=mmsi,
            hull=hull,
            t=t,
            lon=tracks["lon"].to_numpy(),
            lat=tracks["lat"].to_numpy(),
            sog=floats_of(tracks, "sog_kn"),
            cog=floats_of(tracks, "cog_deg"),
            ship=np.cumsum(other) - 1,
            new_stretch=other | np.r_[True, segment[1:] != segment[:-1]],
            in_order=bool((before | (~other[1:] & (t[1:] >= t[:-1]))).all()),
        )


@dataclass(frozen=True)
class Windows:
    """About three minutes each: from `first` to the `first` of the next (`follows`)."""

    first: Ints
    rows: int
    follows: Bools
    dt: Floats
    dist_m: Floats
    low_kn: Floats
    high_kn: Floats

    @classmethod
    def of(cls, rows: Rows, rules: Gnss) -> Windows:
        slot = np.floor(rows.t / rules.window_s)
        begins = rows.new_stretch.copy()
        begins[1:] |= slot[1:] != slot[:-1]
        first = np.flatnonzero(begins)
        n = len(first)
        follows = np.zeros(n, bool)
        follows[:-1] = ~rows.new_stretch[first[1:]]
        nxt = np.minimum(np.arange(n) + 1, n - 1)
        a, b = first, first[nxt]
        dist = haversine_m(rows.lon[a], rows.lat[a], rows.lon[b], rows.lat[b])
        low, high = np.fmin.reduceat(rows.sog, first), np.fmax.reduceat(rows.sog, first)
        return cls(
            first=first,
            rows=len(rows.t),
            follows=follows,
            dt=np.where(follows, rows.t[b] - rows.t[a], np.nan),
            dist_m=dist,
            low_kn=np.fmin(low, np.where(follows, rows.sog[b], np.nan)).astype(np.float64),
            high_kn=np.fmax(high, np.where(follows, rows.sog[b], np.nan)).astype(np.float64),
        )

    def spread(self, flagged: Bools) -> Bools:
        """Return the rows of flagged windows, the first one after each included."""
        out = np.repeat(flagged, np.diff(np.r_[self.first, self.rows]))
        ends = np.flatnonzero(flagged & self.follows) + 1
        out[self.first[ends]] = True
        return np.asarray(out)


def metres(rows: Rows, at: Ints) -> tuple[Floats, Floats]:
    """Return metres east and north; east is scaled by bands of half a degree."""
    band = np.floor(rows.lat[at] * 2.0) / 2.0 + 0.25
    return rows.lon[at] * np.cos(np.radians(band)) * DEG_M, rows.lat[at] * DEG_M
