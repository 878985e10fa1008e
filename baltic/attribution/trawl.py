"""Fishing gear: the other thing that ships drag over the seabed, and over cables.

A fishing vessel at the speed of a trawl works rather than drags its anchor.  Its passage is
then weighed as one of gear: no chain limits the depth, the gear follows by its warp, slow
sailing is what trawling is, and each cable hit is a chance of its own.  Source: method note,
section 4 ("gear for fishing") and 4.1 (fishing is behind 40 % of cable faults).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from ..catalogue import at_time
from ..drag.kinds import kind_of_ship
from ..geo import KN_MS

if TYPE_CHECKING:
    from ..settings import Settings

__all__ = ["add_trawls", "gear_factor", "open_trawls", "p_trawl"]

Floats = NDArray[np.float64]

#: Navigational status "engaged in fishing".
_FISHING = 7
_AROUND_S = 3600.0
#: In a silence as long a boat may have slowed and sped up again.
_SILENT_S = 1800.0
_LEAST_KN = 1.0


def gear_factor(kind: str, settings: Settings) -> float:
    """Return how easily gear breaks an asset of a kind, against a telecom cable.

    Examples
    --------
    >>> from baltic.settings import Settings
    >>> gear_factor("telecom", Settings()), gear_factor("gas", Settings()) < 0.1
    (1.0, True)
    """
    prior = settings.attribution
    return {"telecom": 1.0, "power": prior.gear_power}.get(kind, prior.gear_pipe)


def p_trawl(
    mmsi: NDArray[np.int64],
    t_s: Floats,
    sog_kn: Floats,
    vessels: pl.DataFrame,
    tracks: pl.DataFrame,
    settings: Settings,
) -> Floats:
    """Return P(gear on the seabed) at passages; 0 for ships that do not fish.

    Parameters
    ----------
    mmsi, t_s, sog_kn
        Ship, Unix time (s) and speed (kn; NaN = not known) of each passage.
    vessels, tracks
        Contracts ``VESSELS``, ``TRACKS``: a ship fishes by its type, or by the status that it
        sends within an hour of the passage.

    Examples
    --------
    A trawler at three knots works, at nine it is on its way:

    >>> from baltic.settings import Settings
    >>> from baltic.tables import TRACKS, VESSELS
    >>> boat = VESSELS.empty()[["mmsi", "ship_type", "first_t", "last_t"]].clear(1).with_columns(
    ...     mmsi=pl.lit(7, pl.UInt32), ship_type=pl.lit(30, pl.UInt8))
    >>> ships, when, speeds = np.array([7, 7]), np.array([0.0, 9e3]), np.array([3.0, 9.0])
    >>> p_trawl(ships, when, speeds, boat, TRACKS.empty(), Settings()).tolist()
    [0.4, 0.0]
    """
    prior = settings.attribution
    if not len(mmsi):
        return np.zeros(0)
    types = at_time(vessels, mmsi, t_s, ["ship_type"])["ship_type"].to_list()
    fishes = np.array([kind_of_ship(t) == "fishing" for t in types])
    fishes |= _say_so(mmsi, t_s, tracks)
    works = (sog_kn >= prior.trawl_low_kn) & (sog_kn <= prior.trawl_high_kn)
    share = np.where(np.isnan(sog_kn), prior.trawl_share, works)
    return np.asarray(fishes * share * prior.trawl_on_bottom)


def _say_so(mmsi: NDArray[np.int64], t_s: Floats, tracks: pl.DataFrame) -> NDArray[np.bool_]:
    """Return where most of the status sent around a passage is that of fishing."""
    asked = pl.DataFrame({"mmsi": mmsi, "at": t_s, "row": np.arange(len(mmsi))})
    ships = tracks.lazy().filter(pl.col("nav_status") == _FISHING).select("mmsi").unique()
    sent = (
        tracks.lazy()
        .join(ships, on="mmsi", how="semi")
        .filter(pl.col("nav_status").is_not_null())
        .select(
            pl.col("mmsi").cast(pl.Int64),
            s=pl.col("t").dt.epoch("us") / 1e6,
            fishing=pl.col("nav_status") == _FISHING,
        )
        .join(asked.lazy(), on="mmsi")
        .filter((pl.col("s") - pl.col("at")).abs() <= _AROUND_S)
        .group_by("row")
        .agg(pl.col("fishing").mean())
        .filter(pl.col("fishing") > 0.5)
        .collect()
    )
    found = np.zeros(len(mmsi), dtype=bool)
    found[sent["row"].to_numpy()] = True
    return found


def add_trawls(
    crossings: pd.DataFrame,
    t_s: Floats,
    vessels: pl.DataFrame,
    tracks: pl.DataFrame,
    settings: Settings,
) -> pd.DataFrame:
    """Return crossings with ``p_trawl``; where it is not 0 the gear's lag, and no chain's reach.

    Parameters
    ----------
    crossings
        With the columns of :func:`.anchor.add_gear`; `t_s` are its times, Unix seconds.

    Notes
    -----
    Gear lies a warp behind the stern: ``(ratio depth + length - to_bow) / V`` after the antenna.
    """
    silent = crossings["gap_s"].to_numpy(float) >= _SILENT_S
    speed: Any = np.where(silent, np.nan, crossings["sog_kn"].to_numpy(float))
    chance = p_trawl(crossings["mmsi"].to_numpy(np.int64), t_s, speed, vessels, tracks, settings)
    fishes = chance > 0
    if not fishes.any():
        return crossings.assign(p_trawl=chance)
    prior = settings.attribution
    size = at_time(vessels, crossings["mmsi"], t_s, ["loa_m", "to_bow_m"]).to_pandas().astype(float)
    aft = (size["loa_m"] - size["to_bow_m"]).clip(lower=0.0).fillna(0.0).to_numpy()
    depth = crossings["depth_m"].to_numpy(float)
    known = np.isfinite(depth)
    middle = np.where(known, depth, prior.depth_unknown_m)
    spread = np.where(known, settings.contact.depth_sd_m, prior.depth_unknown_sd_m)
    warp_sd = np.hypot(prior.warp_ratio * spread, prior.warp_ratio_sd * middle)
    made_kn = crossings["sog_kn"].fillna(prior.trawl_low_kn).to_numpy(float)
    made_ms = np.maximum(made_kn, _LEAST_KN) * KN_MS
    gear = {
        "lag_s": (prior.warp_ratio * middle + aft) / made_ms,
        "lag_sd_s": warp_sd / made_ms,
        "p_contact": np.nan,
        "reach_m": np.nan,
    }
    changed = {k: np.where(fishes, v, crossings[k].to_numpy(float)) for k, v in gear.items()}
    return crossings.assign(p_trawl=chance, **changed)


def open_trawls(
    passages: pd.DataFrame, vessels: pl.DataFrame, tracks: pl.DataFrame, settings: Settings
) -> pd.DataFrame:
    """Return passages left open by silences or line errors with ``p_trawl`` of each.

    A ship not heard at a passage may have slowed there: its gear counts with the share of time
    in which such ships work.
    """
    heard = (passages["how"] == "near").to_numpy()
    speed: Any = np.where(heard, passages["sog_kn"].to_numpy(float), np.nan)
    chance = p_trawl(
        passages["mmsi"].to_numpy(np.int64), passages["t_s"].to_numpy(float), speed,
        vessels, tracks, settings,
    )  # fmt: skip
    return passages.assign(p_trawl=chance)
