"""Legs of a ship as arrays: its moving bins between two long silences or stays."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .medians import median

__all__ = ["Leg", "legs_of", "noise_of"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Leg:
    """The moving bins of one leg as arrays of one length.

    Attributes
    ----------
    t, v, y, r
        Middle of the bin (s), speed (kn), ln speed, and ln speed less the lane's effect.
    ly, e_yaw, drift, e_drift, yaw_level
        ln yaw, its lane effect, drift angle (deg), its lane effect, the lane's ln yaw.
    hulls, n
        Neighbours found, fixes in the bin.
    waves
        ln of the factor of waves on speed by a weather file; NaN = unknown.
    """

    leg: int
    mmsi: int
    t: Floats
    v: Floats
    y: Floats
    r: Floats
    e: Floats
    ly: Floats
    e_yaw: Floats
    drift: Floats
    e_drift: Floats
    yaw_level: Floats
    hulls: Floats
    lon: Floats
    lat: Floats
    cog: Floats
    n: Floats
    large: bool
    yaw_from: str | None
    waves: Floats = field(default_factory=lambda: np.zeros(0), repr=False)


def legs_of(table: pl.DataFrame) -> list[Leg]:
    """Return one :class:`Leg` a leg of the table of ``add_neighbours``."""
    names = ["v_kn", "y", "e", "ly", "e_yaw", "drift", "e_drift", "yaw_level", "hulls"]
    names += ["t_s", "lon", "lat", "cog", "n", "waves"]
    columns = {c: table[c].cast(pl.Float64).fill_null(np.nan).to_numpy() for c in names}
    number, mmsi, large = (table[c].to_numpy() for c in ("leg", "mmsi", "large"))
    words = table["yaw_from"].to_list()
    starts = np.flatnonzero(np.r_[True, number[1:] != number[:-1]])
    out = []
    for i, j in zip(starts, np.r_[starts[1:], len(number)], strict=True):
        a = {c: columns[c][i:j] for c in names}
        out.append(
            Leg(
                leg=int(number[i]), mmsi=int(mmsi[i]), t=a["t_s"], v=a["v_kn"], y=a["y"],
                r=a["y"] - a["e"], e=a["e"], ly=a["ly"], e_yaw=a["e_yaw"], drift=a["drift"],
                e_drift=a["e_drift"], yaw_level=a["yaw_level"], hulls=a["hulls"], lon=a["lon"],
                lat=a["lat"], cog=a["cog"], n=a["n"], large=bool(large[i]), yaw_from=words[i],
                waves=a["waves"],
            )
        )  # fmt: skip
    return out


def noise_of(y: Floats, floor: float) -> float:
    """Return the noise of a series: ``1.4826 MAD(diff y) / sqrt 2``, at least `floor`."""
    steps = np.diff(y)
    if not len(steps):
        return floor
    mad = median(np.abs(steps - median(steps)))
    return max(1.4826 * mad / math.sqrt(2.0), floor)
