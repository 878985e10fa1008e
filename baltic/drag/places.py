"""Where ships slow down for good reasons: charted places, and places learned from the data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from .. import geo

__all__ = ["Near", "Places", "learn_places", "make_places", "stopped_cells"]

Floats = NDArray[np.float64]

#: A cell of this size in which this many hulls lay stopped is a waiting place.
_CELL_DEG = 0.03
_LEAST_HULLS = 3
_STOPPED_KN = 0.5
_LEAST_BINS = 6


@dataclass(frozen=True)
class Near:
    """The place nearest to a position, measured from its edge."""

    kind: str
    name: str | None
    edge_km: float

    @property
    def words(self) -> str:
        """Name it in words; the name is foreign text."""
        return f"the {self.kind} {self.name}" if self.name else f"an unnamed {self.kind}"


@dataclass(frozen=True)
class Places:
    """Discs with a kind and a name."""

    kind: tuple[str, ...]
    name: tuple[str | None, ...]
    lon: Floats
    lat: Floats
    radius_km: Floats

    def near(self, lon: float, lat: float) -> Near | None:
        """Return the place whose edge is nearest; negative inside."""
        if not len(self.lon) or not np.isfinite(lon + lat):
            return None
        far = geo.haversine_m(np.array([lon]), np.array([lat]), self.lon, self.lat)
        edge = far / 1000.0 - self.radius_km
        at = int(np.argmin(edge))
        return Near(self.kind[at], self.name[at], float(edge[at]))


def make_places(places: pd.DataFrame, learned: pd.DataFrame) -> Places:
    """Join charted places (contract ``PLACES``) and learned ones."""
    every = pd.concat([places[learned.columns], learned]) if len(places) else learned
    names = tuple(None if pd.isna(n) else str(n) for n in every["name"])
    return Places(
        kind=tuple(str(k) for k in every["kind"]),
        name=names,
        lon=every["lon"].to_numpy(float),
        lat=every["lat"].to_numpy(float),
        radius_km=every["radius_km"].to_numpy(float),
    )


def stopped_cells(bins: pl.DataFrame) -> pl.DataFrame:
    """Return the cells in which a hull lay stopped for an hour or more: mmsi, x, y, lon, lat."""
    return (
        bins.filter(pl.col("v_kn") < _STOPPED_KN)
        .with_columns(
            (pl.col("lon") / (2 * _CELL_DEG)).floor().alias("x"),
            (pl.col("lat") / _CELL_DEG).floor().alias("y"),
        )
        .group_by("mmsi", "x", "y", maintain_order=True)
        .agg(pl.len().alias("bins"), pl.col("lon", "lat").mean())
        .filter(pl.col("bins") >= _LEAST_BINS)
        .drop("bins")
    )


def learn_places(stopped: pl.DataFrame) -> pd.DataFrame:
    """Return cells in which several hulls lay stopped for an hour or more.

    Parameters
    ----------
    stopped
        :func:`stopped_cells` of all ships.

    Examples
    --------
    >>> from baltic.drag.bins import BINS
    >>> len(learn_places(stopped_cells(pl.DataFrame(schema=BINS))))
    0
    """
    cells = (
        stopped.sort("x", "y", "mmsi")
        .group_by("x", "y", maintain_order=True)
        .agg(pl.col("mmsi").n_unique().alias("hulls"), pl.col("lon", "lat").mean())
        .filter(pl.col("hulls") >= _LEAST_HULLS)
        .sort("x", "y")
    )
    return pd.DataFrame(
        {
            "kind": ["waiting place seen in these data"] * cells.height,
            "name": pd.Series([None] * cells.height, dtype=object),
            "lon": cells["lon"].to_numpy(),
            "lat": cells["lat"].to_numpy(),
            "radius_km": np.full(cells.height, 3.0),
        }
    )
