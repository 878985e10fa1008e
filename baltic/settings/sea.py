"""Anchors, chains, hulls, depths, and what a map may hold."""

from __future__ import annotations

from dataclasses import dataclass

from .declare import setting as _s

__all__ = ["Bathymetry", "Contact", "Maps", "Physics"]


@dataclass(frozen=True)
class Physics:
    """Anchor, chain and hull.

    Examples
    --------
    >>> Physics().above_water_m
    8.0
    """

    rho_kg_m3: float = _s(1010.0, "kg/m3", "Baltic water", "METHOD 1.3")
    drag_normal: float = _s(
        2.6, "1", "stud-link chain, on the nominal diameter", "DNV-OS-E301, recalled"
    )
    drag_tangential: float = _s(
        1.4, "1", "stud-link chain, on the nominal diameter", "DNV-OS-E301, recalled"
    )
    above_water_m: float = _s(8.0, "m", "chain between hawse and water", "METHOD 1.3")
    thrust_slope: float = _s(0.4, "1", "torque-limited slow diesel", "METHOD 1.6")
    full_run_out: float = _s(0.5, "1", "P(chain nearly all out)", "METHOD 1.4")
    contact_floor: float = _s(0.02, "1", "heave and intermittent touch", "METHOD 1.4")


@dataclass(frozen=True)
class Contact:
    """Whether one chain explains an episode.

    Examples
    --------
    >>> Contact().depth_sd_m
    5.0
    """

    least_bins: int = _s(3, "1", "bins of known depth, and half of all", "own choice")
    level_sd: float = _s(
        0.2, "ln", "spread of the mean speed about the model: force 30 %, engine", "METHOD 1.3"
    )
    noise: float = _s(0.05, "ln", "speed over patches of seabed, gusts", "METHOD 2: roughness")
    outlier: float = _s(0.3, "ln", "bins further off count as this far", "own choice")
    correlated_min: float = _s(
        30.0, "min", "neighbouring bins do not speak for themselves", "own choice"
    )
    depth_sd_m: float = _s(5.0, "m", "error of charted depths", "METHOD 6")
    depth_sd_ln: float = _s(0.12, "ln", "spread of the depth an anchor reaches", "METHOD 1.3")


@dataclass(frozen=True)
class Bathymetry:
    """How a grid of water depths is read.

    Examples
    --------
    >>> Bathymetry(values="depth").values
    'depth'
    """

    values: str = _s(
        "auto",
        "",
        "'elevation' (negative under water) or 'depth' (positive) for a file that does not say",
        "own choice",
    )
    variable: str = _s("", "", "variable of a NetCDF file that holds several", "own choice")
    tile_cells: int = _s(256, "cells", "side of a piece that is read at once", "own choice")
    tiles: int = _s(64, "1", "pieces kept in memory: 17 MB", "own choice")
    cache_mb: int = _s(64, "MB", "what the reading library may keep", "own choice")
    least_seen: int = _s(
        20, "1", "ships' positions that must lie in the grid to tell its sign", "own choice"
    )
    least_share: float = _s(
        0.9, "1", "share of them that must be water: coarse cells put some on land", "own choice"
    )


@dataclass(frozen=True)
class Maps:
    """What a map may hold.

    Examples
    --------
    >>> Maps().max_fixes
    2000000
    """

    max_fixes: int = _s(2_000_000, "1", "above this a density raster is drawn", "MAPS 3")
    thin_m: float = _s(60.0, "m", "largest position error of a thinned track", "own choice")
    thin_kn: float = _s(0.3, "kn", "largest speed error of a thinned track", "MAPS 3")
    thin_s: float = _s(600.0, "s", "longest time between kept fixes", "own choice")
