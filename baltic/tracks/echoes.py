"""Ships sent twice: one MMSI that comes to each place of its way again, always as long after.

Two ships that share a number sail ways of their own.  Where one sails just where the other
was, always by the same time later, two inputs tell of one ship, and the clock or the time
zone of one of them is wrong.  Which fix is of which input need not be known: by little time
apart the two cannot be told apart as hulls.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..geo import KN_MS, local_projection, project

__all__ = ["echoes"]

Floats = NDArray[np.float64]

#: Under way, kn: one that lies still is always where it was.
_SAILS_KN = 4.0
#: Fixes that must come again, and their share of those under way.
_LEAST, _SHARE = 20, 0.5
#: A ferry comes to its places again and again: one time between must be that of most.
_MOSTLY = 0.7
#: As near is the same place, m: half the way between two fixes of a minute at 16 kn.
_SAME_M = 250.0
#: Of its way in the time between a ship made no more than this share: it cannot have been there.
_MADE = 0.25
#: Scatter of the time between: seconds, or a share of it.
_SCATTER_S, _SCATTER_SHARE = 30.0, 0.05
#: Fixes looked at of a ship, spread over its time, and neighbours of each: bounds the work.
_MOST, _NEIGHBOURS = 4000, 16


def echoes(tracks: pl.DataFrame) -> dict[int, float]:
    """Return the MMSIs of several hulls that are one ship sent twice, and by how much.

    Parameters
    ----------
    tracks
        Contract ``TRACKS``, sorted by mmsi, hull, t.

    Returns
    -------
    dict
        MMSI to seconds by which the one telling is behind the other.

    Examples
    --------
    >>> from baltic.tables import TRACKS
    >>> echoes(TRACKS.empty())
    {}
    """
    several = tracks.filter(pl.col("hull") > 0)["mmsi"].unique()
    sails = (pl.col("sog_kn") > _SAILS_KN) & pl.col("mmsi").is_in(several.implode())
    found = {}
    for ship in tracks.filter(sails).partition_by("mmsi", maintain_order=True):
        late = _late_s(ship)
        if late is not None:
            found[int(ship["mmsi"][0])] = late
    return found


def _late_s(ship: pl.DataFrame) -> float | None:
    """Return after what time a ship under way comes to its places again."""
    from scipy.spatial import cKDTree

    ship = ship.sort("t")
    if ship.height > _MOST:
        # A stretch and not every so many: the time between may be short.
        ship = ship.slice((ship.height - _MOST) // 2, _MOST)
    if ship.height < 2 * _LEAST:
        return None
    lon, lat, sog = (ship[c].cast(pl.Float64).to_numpy() for c in ("lon", "lat", "sog_kn"))
    t = ship["t"].dt.epoch("us").to_numpy() / 1e6
    places = np.c_[project(local_projection(float(lon[0]), float(lat[0])), lon, lat)]
    far, at = cKDTree(places).query(
        places, k=min(_NEIGHBOURS, len(t)), distance_upper_bound=_SAME_M
    )
    other = np.minimum(at, len(t) - 1)
    after = t[other] - t[:, None]
    again = np.isfinite(far) & (far < _MADE * sog[:, None] * KN_MS * after)
    if not again.any():
        return None
    late, near = _commonest(after, again)
    if near.sum() < _MOSTLY * again.sum():
        return None
    back = np.zeros(len(t), bool)
    back[other[near]] = True
    # Each place is passed twice: as many fixes come again as were there before.
    both = near.any(axis=1) | back
    return late if both.sum() >= max(2 * _LEAST, _SHARE * len(t)) else None


def _commonest(after: Floats, again: NDArray[np.bool_]) -> tuple[float, NDArray[np.bool_]]:
    """Return the time that most pairs are apart, and which of them are."""
    sorted_s = np.sort(after[again])
    width = np.maximum(_SCATTER_S, _SCATTER_SHARE * sorted_s)
    low, high = (np.searchsorted(sorted_s, sorted_s + side * width) for side in (-1, 1))
    middle = float(sorted_s[int(np.argmax(high - low))])
    near = again & (np.abs(after - middle) <= max(_SCATTER_S, _SCATTER_SHARE * middle))
    return float(np.median(after[near])), near
