"""What all episodes of a run share, and an episode with its ledger."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import polars as pl

from ..records import Evidence
from ..settings import Settings
from .case import Case
from .company import Field
from .crossed import Crossed
from .dark import Dark
from .evidence import Measure
from .exposure import Depth
from .places import Places
from .slowing import Slowing

__all__ = ["Context", "Weighed"]


@dataclass(frozen=True)
class Context:
    """What all cases share; `assets` are those that lie on the sea bed."""

    vessels: pl.DataFrame
    crossings: dict[int, Crossed]
    assets: gpd.GeoDataFrame
    places: Places
    slowing: Slowing
    field: Field
    bins: pl.DataFrame
    depth: Depth | None
    dark: Dark
    settings: Settings


@dataclass(frozen=True)
class Weighed:
    """An episode with its measures and its ledger.

    ``hidden``: it overlaps one that tells more, which is listed in its place.
    """

    case: Case
    measures: tuple[Measure, ...]
    ledger: tuple[Evidence, ...]
    llr: float
    hidden: bool = False
