"""The depth grid of a run: opened before anything is read, checked against the ships."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from ..bathymetry import Bathymetry, open_bathymetry
from ..files import sha256
from ..settings import Settings

__all__ = ["depth_facts", "look_at_ships", "open_depths"]

#: Positions that are compared with the grid: enough for a share, cheap to look up.
_PLACES = 4000
_SAILS_KN = 5.0


def open_depths(given: str | Path | Bathymetry | None, settings: Settings) -> Bathymetry | None:
    """Return the open grid; files that are none are refused here, before the long steps."""
    if given is None or isinstance(given, Bathymetry):
        return given
    return open_bathymetry(given, settings.bathymetry)


def look_at_ships(grid: Bathymetry, tracks: pl.DataFrame) -> list[str]:
    """Compare the grid with places where ships sailed; return its notes."""
    sailing = tracks.filter(pl.col("sog_kn") > _SAILS_KN)
    some = sailing.gather_every(max(sailing.height // _PLACES, 1))
    grid.look_at_sea(some["lon"].to_numpy(), some["lat"].to_numpy())
    return list(grid.notes)


def depth_facts(grid: Bathymetry | None) -> dict[str, Any] | None:
    """Return the manifest's words about the grid: file, size, hash and how it was read."""
    if grid is None:
        return None
    return {
        "file": str(grid.path),
        "size": grid.path.stat().st_size,
        "sha256": sha256(grid.path),
        **grid.facts(),
    }
