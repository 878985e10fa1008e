"""Small tracks to test with: ships that run straight on a local plane."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from baltic.audit import Audit
from baltic.geo import KN_MS
from baltic.settings import Settings
from baltic.tables import FIXES
from baltic.tracks import clean

T0 = datetime(2024, 12, 25, 8, 0, 0, tzinfo=UTC)
DEG_M = 111_195.0


def fixes(mmsi, seconds, lon, lat, sog=None, **columns) -> pl.DataFrame:
    """FIXES from arrays; seconds count from 08:00."""
    n = len(seconds)
    rows = {
        "mmsi": [mmsi] * n,
        "t": [T0 + timedelta(seconds=float(s)) for s in seconds],
        "lon": np.asarray(lon, float),
        "lat": np.asarray(lat, float),
        "sog_kn": [None] * n if sog is None else np.asarray(sog, float),
        "provenance": ["measured"] * n,
        **columns,
    }
    frame = pl.DataFrame(rows)
    return frame.select(
        [
            (pl.col(c.name) if c.name in frame.columns else pl.lit(None)).cast(c.dtype)
            .alias(c.name)
            for c in FIXES.columns
        ]
    )  # fmt: skip


def straight(mmsi=230000001, *, n=200, dt=10.0, kn=12.0, lon=25.0, lat=59.8, course=70.0,
             start=0.0, noise_m=0.0, seed=0, sog=True) -> pl.DataFrame:  # fmt: skip
    """A ship on one course at one speed."""
    rng = np.random.default_rng(seed)
    s = start + dt * np.arange(n)
    way = kn * KN_MS * (s - start)
    c = np.radians(course)
    north = way * np.cos(c) + noise_m * rng.standard_normal(n)
    east = way * np.sin(c) + noise_m * rng.standard_normal(n)
    lats = lat + north / DEG_M
    lons = lon + east / (DEG_M * np.cos(np.radians(lat)))
    return fixes(mmsi, s, lons, lats, np.full(n, kn) if sog else None)


def moved(frame: pl.DataFrame, rows, dlon=0.0, dlat=0.0) -> pl.DataFrame:
    """The same fixes, some of them elsewhere."""
    here = pl.int_range(pl.len()).is_in(list(rows))
    return frame.with_columns(
        lon=pl.when(here).then(pl.col("lon") + dlon).otherwise(pl.col("lon")),
        lat=pl.when(here).then(pl.col("lat") + dlat).otherwise(pl.col("lat")),
    )


def cleaned(frame: pl.DataFrame, settings: Settings | None = None):
    """Tracks and the audit as a plain dict: reason -> count, and flags."""
    audit = Audit()
    audit.read(frame.height)
    audit.use(frame.height)
    tracks = clean(frame, audit, settings or Settings())
    audit.check()
    assert audit.rows_used == tracks.height
    told = {reason: tally.count for reason, tally in audit.dropped.items()}
    return tracks, told, {reason: tally.count for reason, tally in audit.flagged.items()}
