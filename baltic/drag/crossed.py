"""Crossings of assets that lie on the sea bed, as arrays, cut by ship and by time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..catalogue import is_real
from ..clock import unix_seconds

__all__ = ["Crossed", "crossed_by_ship", "real_assets"]

Floats = NDArray[np.float64]

_HEAVY = ("gas", "oil", "power")
_LEAST_P = 0.05
_NUMBERS = ("t_s", "t_sd_s", "lon", "lat", "kp_km", "sog_kn", "cog_deg", "angle_deg", "gap_s")


@dataclass(frozen=True)
class Crossed:
    """Crossings of one ship as arrays of one length, in order of time and asset.

    Attributes
    ----------
    asset_id, name, heavy, accuracy_km
        The asset; `heavy` are pipelines and power links.
    t_s, t_sd_s
        When (seconds since 1970), and how well that is known.
    lon, lat, kp_km, sog_kn, cog_deg, angle_deg, gap_s
        As in contract ``CROSSINGS``.
    """

    asset_id: NDArray[np.object_]
    name: NDArray[np.object_]
    heavy: NDArray[np.bool_]
    accuracy_km: Floats
    t_s: Floats
    t_sd_s: Floats
    lon: Floats
    lat: Floats
    kp_km: Floats
    sog_kn: Floats
    cog_deg: Floats
    angle_deg: Floats
    gap_s: Floats

    def __len__(self) -> int:
        return len(self.t_s)

    @classmethod
    def none(cls) -> Crossed:
        """Return no crossings."""
        words, numbers = np.zeros(0, object), np.zeros(0)
        return cls(words, words, np.zeros(0, bool), numbers, *[numbers] * len(_NUMBERS))

    def take(self, rows: slice) -> Crossed:
        """Return some rows."""
        return Crossed(**{name: column[rows] for name, column in vars(self).items()})

    def during(self, t_start_s: float, t_end_s: float) -> Crossed:
        """Return the crossings from ten minutes before to ten minutes after a time span."""
        a = np.searchsorted(self.t_s, t_start_s - 600.0)
        b = np.searchsorted(self.t_s, t_end_s + 600.0, "right")
        return self.take(slice(int(a), int(b)))


def real_assets(assets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the assets that lie on the sea bed: neither planned nor cancelled."""
    return assets[[is_real(s) for s in assets["status"]]]


def crossed_by_ship(crossings: pd.DataFrame, real: gpd.GeoDataFrame) -> dict[int, Crossed]:
    """Return the likely crossings of real assets by ships that have their MMSI for themselves.

    Parameters
    ----------
    crossings
        Contract ``CROSSINGS``, in any order.
    real
        Assets of :func:`real_assets`.

    Examples
    --------
    >>> from baltic.catalogue import load_assets
    >>> crossed_by_ship(pd.DataFrame(), real_assets(load_assets()))
    {}
    """
    if not len(crossings):
        return {}
    likely = (crossings["hull"] == 0) & (crossings["p_cross"] >= _LEAST_P)
    some = crossings[likely & crossings["asset_id"].isin(real["asset_id"])]
    some = some.assign(t_s=unix_seconds(some["t"]))
    some = some.sort_values(["mmsi", "t_s", "asset_id"], kind="stable")
    facts = pd.DataFrame(real[["asset_id", "name", "kind", "accuracy_km"]])
    own = facts.set_index("asset_id").loc[some["asset_id"]]
    numbers: dict[str, Any] = {c: some[c].to_numpy(float) for c in _NUMBERS}
    every = Crossed(
        asset_id=some["asset_id"].to_numpy(object),
        name=own["name"].to_numpy(object),
        heavy=own["kind"].isin(_HEAVY).to_numpy(),
        accuracy_km=own["accuracy_km"].to_numpy(float),
        **numbers,
    )
    mmsi, starts = np.unique(some["mmsi"].to_numpy(), return_index=True)
    ends = np.r_[starts[1:], len(some)][: len(starts)]
    return {
        int(ship): every.take(slice(int(a), int(b)))
        for ship, a, b in zip(mmsi, starts, ends, strict=True)
    }
