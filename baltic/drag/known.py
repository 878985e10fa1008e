"""What the steps of the detector hand on: of ships alone, of all ships, of the sea around them."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import polars as pl

from ..days import ByDay
from ..tracks import GnssWatch
from ..tracks.gnss_flags import OwnFlags
from .baseline import half_hours
from .company import Field
from .exposure import Depth
from .places import stopped_cells
from .sea_state import SeaState
from .slowing import slowing_cells
from .span import Span

__all__ = ["Around", "Binned", "Sea", "Sight"]


@dataclass(frozen=True)
class Sight:
    """What some whole ships' tracks say before they are compared with others.

    Attributes
    ----------
    own
        Flags of their fixes, and what is to be compared (``gnss_flags``).
    cells
        Where they were heard and silent (``silences.CELLS``).
    span
        Facts for the notes of a run.
    """

    own: OwnFlags
    cells: pl.DataFrame
    span: Span


@dataclass(frozen=True)
class Binned:
    """The same ships' tracks as ten-minute bins, when the state of all regions is known.

    ``days`` are their vessel-days in all and those of unknown type.
    """

    gnss: GnssWatch
    bins: pl.DataFrame
    moving: pl.DataFrame
    chosen: pl.Series
    dark: pd.DataFrame
    days: tuple[float, float]


@dataclass(frozen=True)
class Around:
    """What is known of all ships, some of which are looked at.

    Attributes
    ----------
    halves
        ``baseline.half_hours`` by day.
    field
        ``company.field_of`` by day, each in ``company.ORDER``.
    stopped
        ``places.stopped_cells``.
    slowing
        ``slowing.slowing_cells``.
    """

    halves: ByDay
    field: ByDay
    stopped: pl.DataFrame
    slowing: pl.DataFrame

    @classmethod
    def of(cls, binned: Binned) -> Around:
        """Return what these ships know of each other, if there are no more."""
        return cls(
            ByDay.of(half_hours(binned.moving), pl.col("t_s")),
            Field.of(binned.bins).days,
            stopped_cells(binned.bins),
            slowing_cells(binned.moving),
        )


@dataclass(frozen=True)
class Sea:
    """What lies in and on the water; the same for all ships."""

    assets: gpd.GeoDataFrame
    places: pd.DataFrame
    depth: Depth | None = None
    waves: SeaState | None = None
