"""What jammed and spoofed receivers send, written over given fixes."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import polars as pl

from baltic.geo import KN_MS, point_at

#: Ways to disturb: what happens to position, speed and course.
WAYS = (
    "scatter", "noise", "frozen", "stopped", "slow_sog", "absurd_sog", "circle", "own_circle",
    "flip",
)  # fmt: skip

FAR = (30.26, 59.8)


def inside(fixes: pl.DataFrame, t0: datetime, t1: datetime, box=None) -> pl.Series:
    """Which rows lie in a time span and in a box (west, south, east, north)."""
    here = pl.col("t").is_between(t0, t1)
    if box is not None:
        here &= pl.col("lon").is_between(box[0], box[2])
        here &= pl.col("lat").is_between(box[1], box[3])
    return fixes.select(here).to_series()


def jam(fixes: pl.DataFrame, rows: pl.Series, way: str, seed: int = 0) -> pl.DataFrame:
    """Return the fixes, some rows as a disturbed receiver sends them."""
    rng = np.random.default_rng(seed)
    at = np.flatnonzero(rows.to_numpy())
    n = len(at)
    if not n:
        return fixes
    lon, lat = fixes["lon"].to_numpy().copy(), fixes["lat"].to_numpy().copy()
    sog, cog = (fixes[c].cast(pl.Float64).to_numpy().copy() for c in ("sog_kn", "cog_deg"))
    mmsi = fixes["mmsi"].to_numpy()[at]
    t = fixes["t"].dt.timestamp("us").to_numpy()[at] / 1e6
    own = {m: at[mmsi == m][0] for m in np.unique(mmsi)}  # the first jammed row of each ship
    first = np.array([own[m] for m in mmsi])

    def around(lon0, lat0, sd_m):
        return point_at(lon0, lat0, rng.uniform(0, 360, n), np.abs(rng.normal(0, sd_m, n)))

    if way == "scatter":
        lon[at], lat[at] = around(lon[at], lat[at], 8000.0)
        sog[at], cog[at] = rng.uniform(0, 50, n), rng.uniform(0, 360, n)
    elif way == "noise":
        lon[at], lat[at] = around(lon[at], lat[at], 400.0)
        sog[at], cog[at] = np.abs(sog[at] + rng.normal(0, 5, n)), rng.uniform(0, 360, n)
    elif way == "frozen":
        lon[at], lat[at], sog[at], cog[at] = lon[first], lat[first], sog[first], cog[first]
    elif way == "stopped":
        lon[at], lat[at], sog[at] = lon[first], lat[first], 0.0
    elif way == "slow_sog":
        sog[at] = 0.55 * sog[first]
    elif way == "absurd_sog":
        sog[at] = 80.0
    elif way in ("circle", "own_circle"):
        radius = 900.0
        turn = t * 8.0 * KN_MS / radius
        x0, y0 = FAR if way == "circle" else (lon[first], lat[first])
        lon[at], lat[at] = point_at(x0, y0, np.degrees(turn) % 360, radius)
        sog[at], cog[at] = 8.0, (np.degrees(turn) + 90) % 360
    elif way == "flip":
        some = at[rng.random(n) < 0.5]
        lon[some], lat[some] = FAR[0] + rng.normal(0, 1e-3, len(some)), FAR[1]
    else:
        raise ValueError(way)
    return fixes.with_columns(
        lon=pl.Series(lon), lat=pl.Series(lat),
        sog_kn=pl.Series(np.round(sog, 1), dtype=pl.Float32),
        cog_deg=pl.Series(np.round(cog, 1) % 360, dtype=pl.Float32),
    )  # fmt: skip
