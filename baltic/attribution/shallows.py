"""The least depth that a passage left open may have been over: it was at no one known place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from ..geo import project, unproject

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ..drag.exposure import Depth
    from .targets import Target
    from .windows import Outage

__all__ = ["least_depths"]

Floats = NDArray[np.float64]

#: Depths are looked up at points of the line this far apart, m, and around each within twice its
#: error: the true line may lie there.
_STATION_M = 1000.0
_RINGS = (0.0, 0.5, 1.0, 2.0)
_BEARINGS = 8


def least_depths(outages: Sequence[Outage], passages: pd.DataFrame, depth: Depth | None) -> Floats:
    """Return the least depth of the line within reach of each passage left open, m; NaN = unknown.

    A ship that a silence leaves free to cross anywhere on 50 km of line is not excluded by the
    depth of the place where the straight way crosses it.

    Parameters
    ----------
    passages
        ``asset_id``, ``lon``, ``lat`` and ``stray_km``: how far from there the ship may have been.
    depth
        Water depth by place, m; None for unknown.
    """
    least = np.full(len(passages), np.nan)
    if depth is None:
        return least
    ids = passages["asset_id"].to_numpy()
    for target in {t.asset_id: t for o in outages for t in o.targets}.values():
        rows = np.flatnonzero(ids == target.asset_id)
        if len(rows):
            least[rows] = _of_target(target, passages.iloc[rows], depth)
    return least


def _of_target(target: Target, rows: pd.DataFrame, depth: Depth) -> Floats:
    points, error_m = _stations(target)
    shallow = _shallowest(target, points, error_m, depth)
    x, y = project(target.transformer, rows["lon"].to_numpy(), rows["lat"].to_numpy())
    away = np.hypot(x[:, None] - points[:, 0], y[:, None] - points[:, 1])
    # The station beside the place counts, however little the ship strayed.
    within = away <= 1000 * rows["stray_km"].to_numpy(float)[:, None] + _STATION_M + error_m
    found = np.where(within, shallow, np.inf).min(axis=1)
    # Where the depth of any of it is unknown, so is the least.
    return np.where(np.isfinite(found), found, np.nan)


def _stations(target: Target) -> tuple[Floats, Floats]:
    """Return points along the line, local metres, and the error of the part of each, m."""
    parts: Any = shapely.segmentize(shapely.get_parts(target.line), _STATION_M)
    points, part = shapely.get_coordinates(parts, return_index=True)
    return points, 1000 * np.array(target.parts_km)[part]


def _shallowest(target: Target, points: Floats, error_m: Floats, depth: Depth) -> Floats:
    """Return the least depth within twice the error of each point, m; -inf where none is known."""
    turn = np.arange(_BEARINGS) * 2 * np.pi / _BEARINGS
    around = np.stack([np.sin(turn), np.cos(turn)], axis=1)
    offsets = np.concatenate([ring * around for ring in _RINGS])
    at = points[:, None, :] + error_m[:, None, None] * offsets
    lon, lat = unproject(target.transformer, at[..., 0].ravel(), at[..., 1].ravel())
    found = np.asarray(depth(lon, lat), float).reshape(at.shape[:2])
    known = found > 0
    least = np.where(known, found, np.inf).min(axis=1)
    return np.asarray(np.where(known.any(axis=1), least, -np.inf))
