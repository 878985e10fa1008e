"""Where the anchor is when the antenna crosses: ahead to the bow, back by the chain.

The AIS position is that of the antenna.  The hawse is ``to_bow`` ahead of it and the anchor
a layback behind the hawse, so that it comes over the line ``(layback - to_bow) / V`` after
the antenna, whatever the angle.  Chain paid out, depth and size are known by priors at best:
their spread is carried as an error of that time (method note, sections 1.4 and 4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr

from .. import physics
from ..catalogue import at_time
from ..drag.forces import chain_shares
from ..geo import DEG_M, KN_MS

if TYPE_CHECKING:
    import polars as pl

    from ..drag.exposure import Depth
    from ..settings import Settings

__all__ = ["GEAR_COLUMNS", "NO_GEAR", "add_gear", "add_reach", "cannot_reach"]

Floats = NDArray[np.float64]

#: Added to crossings: lag of the anchor behind the antenna and its error (s), water depth (m,
#: the least within the line's error; NaN = unknown), P(contact), greatest reach (m), and P(it is
#: fishing gear on the seabed and no anchor), see :mod:`.trawl`.
GEAR_COLUMNS = ("lag_s", "lag_sd_s", "depth_m", "p_contact", "reach_m", "p_trawl")
NO_GEAR = {"lag_s": 0.0, "lag_sd_s": 0.0, "depth_m": np.nan, "p_contact": np.nan,
           "reach_m": np.nan, "p_trawl": 0.0}  # fmt: skip

_SIZES = ["loa_m", "beam_m", "draught_m", "ship_type", "to_bow_m"]
_LEAST_KN = 1.0
_STEERAGE_KN = 3.0
#: A ship drags slower than it sailed, and reaches deeper for it.
_SLOWED = 0.8
_SURE_SD = 3.0


def add_gear(
    crossings: pd.DataFrame,
    t_s: Floats,
    vessels: pl.DataFrame,
    accuracy_km: Floats,
    depth: Depth | None,
    settings: Settings,
) -> pd.DataFrame:
    """Return crossings with the columns of :data:`GEAR_COLUMNS`.

    Parameters
    ----------
    crossings
        Contract ``CROSSINGS``; `t_s` are its times, Unix seconds.
    vessels
        Contract ``VESSELS``: size and antenna as sent at the time; what a ship never sent
        is taken from the settings, with their spread.
    accuracy_km
        Error of each crossed line, km: the depth is looked up within it.
    depth
        Water depth by place; None for unknown.
    """
    if crossings.empty:
        return crossings.assign(**NO_GEAR)
    said = at_time(vessels, crossings["mmsi"], t_s, _SIZES).to_pandas().astype(float)
    prior = settings.attribution
    sized = said["loa_m"].to_numpy() > 20.0
    loa = np.where(sized, said["loa_m"], prior.loa_unknown_m)
    gear = _gear(said, loa, sized)
    bow = said["to_bow_m"].to_numpy()
    told = (bow > 0) & (bow <= loa)
    bow = np.where(told, bow, prior.bow_share * loa)
    bow_sd = np.where(told, 5.0, prior.bow_share_sd * loa)
    bow_sd = np.where(sized, bow_sd, np.hypot(bow_sd, prior.bow_share * prior.loa_unknown_sd_m))
    below = _depths(crossings, accuracy_km, depth)
    speed = np.maximum(crossings["sog_kn"].fillna(_LEAST_KN).to_numpy(float), _LEAST_KN)
    lay, lay_sd = _layback(gear, speed, below, settings)
    known = sized & np.isfinite(below)
    contact, reach = (np.full(len(crossings), np.nan) for _ in range(2))
    if known.any():
        contact[known], reach[known] = _reach(speed[known], below[known], gear, known, settings)
    return crossings.assign(
        lag_s=(lay - bow) / (speed * KN_MS),
        lag_sd_s=np.hypot(lay_sd, bow_sd) / (speed * KN_MS),
        depth_m=below,
        p_contact=contact,
        reach_m=reach,
        p_trawl=0.0,
    )


def add_reach(
    passages: pd.DataFrame,
    vessels: pl.DataFrame,
    accuracy_km: Floats,
    depth: Depth | None,
    settings: Settings,
) -> pd.DataFrame:
    """Return passages left open with water depth, P(contact) and reach of each ship's anchor.

    A ship not heard may have been slow, and an anchor hangs the deeper for it: reach is then that
    at steerage way, and of one that was near the line for a while that at its least speed there.
    Their times are spans, so that no lag is added.

    Parameters
    ----------
    passages
        With ``how``, ``mmsi``, ``t_s``, ``lon``, ``lat``, ``sog_kn``, ``slow_kn``.
    """
    if depth is None:
        return passages
    unheard = (passages["how"] != "near").to_numpy()
    kn = passages["sog_kn"].to_numpy(float)
    least = np.where(unheard, _STEERAGE_KN, passages["slow_kn"].to_numpy(float))
    slow = passages.assign(sog_kn=np.fmin(kn, least))
    t_s = passages["t_s"].to_numpy(float)
    made, at_least = (
        add_gear(rows, t_s, vessels, accuracy_km, depth, settings) for rows in (passages, slow)
    )
    return passages.assign(
        depth_m=made["depth_m"], p_contact=made["p_contact"], reach_m=at_least["reach_m"]
    )


def cannot_reach(table: pd.DataFrame, settings: Settings) -> NDArray[np.bool_]:
    """Return where even the whole chain, slowed and lucky, ends above the shallowest bottom."""
    bottom = table["depth_m"].to_numpy(float) - 2 * settings.contact.depth_sd_m
    return np.asarray(table["reach_m"].to_numpy(float) < bottom)


def _gear(said: pd.DataFrame, loa: Floats, sized: NDArray[np.bool_]) -> physics.Anchor:
    """Return anchor and chain by the equipment number of each ship's size."""
    kind = np.where(sized, said["ship_type"].to_numpy(), np.nan)
    beam = np.where(said["beam_m"] > 3.0, said["beam_m"], loa / 6.5)
    draught = np.where(said["draught_m"] > 0.5, said["draught_m"], np.nan)
    rows = pd.DataFrame({"loa": loa, "beam": beam, "draught": draught, "kind": kind})
    # A fleet has far fewer sizes than crossings.
    own, back = np.unique(rows.fillna(-1.0).to_numpy(), axis=0, return_inverse=True)
    numbers = [
        float(
            physics.equipment_number(
                a, b, d if d > 0 else np.nan, physics.ship_class_of(k if k >= 0 else np.nan, a)
            )
        )
        for a, b, d, k in own
    ]
    return physics.anchor_of(np.array(numbers)[back.ravel()])


def _depths(crossings: pd.DataFrame, accuracy_km: Floats, depth: Depth | None) -> Floats:
    """Return the least depth within the error of the line around each crossing, m."""
    lon, lat = (crossings[c].to_numpy(float) for c in ("lon", "lat"))
    if depth is None:
        return np.full(len(lon), np.nan)
    angle = np.arange(8) * np.pi / 4
    ring = np.concatenate([[0.0], np.ones(8), np.full(8, 0.5)])
    turn = np.concatenate([[0.0], angle, angle])
    degrees = 1000.0 * accuracy_km[:, None] * ring / DEG_M
    x = lon[:, None] + degrees * np.sin(turn) / np.cos(np.radians(lat))[:, None]
    y = lat[:, None] + degrees * np.cos(turn)
    found = np.asarray(depth(x.ravel(), y.ravel()), float).reshape(x.shape)
    found = np.where(found > 0, found, np.nan)
    seen = np.isfinite(found).any(axis=1)
    least = np.full(len(lon), np.nan)
    least[seen] = np.nanmin(found[seen], axis=1)
    return least


def _layback(
    gear: physics.Anchor, speed_kn: Floats, below: Floats, settings: Settings
) -> tuple[Floats, Floats]:
    """Return mean and spread of the way from hawse back to the anchor, over chain and depth.

    Only a chain that reaches the bottom at that speed has an anchor on it: over deep water that
    is the long one.  Such a chain is nearly straight, so that its length and the depth tell.
    """
    prior = settings.attribution
    known = np.isfinite(below)
    middle = np.where(known, below, prior.depth_unknown_m)
    spread = np.where(known, settings.contact.depth_sd_m, prior.depth_unknown_sd_m)
    share, chance = chain_shares()
    mass, d, side = (
        np.asarray(v, float)[:, None] for v in (gear.mass_kg, gear.chain_d_m, gear.chain_side_m)
    )
    hangs = physics.tow_depth_m(speed_kn[:, None], side * share, mass, d, physics=settings.physics)
    deep = np.maximum(middle[:, None] + spread[:, None] * np.array([-1.0, 0.0, 1.0]), 5.0)
    lay = physics.layback_m(
        (side * share)[:, :, None], deep[:, None, :], above_water_m=settings.physics.above_water_m
    )
    touches = ndtr(np.log(hangs[:, :, None] / deep[:, None, :]) / settings.contact.depth_sd_ln)
    # Where none reaches, the longest is the last to leave the bottom.
    weight = chance[:, None] * np.array([0.25, 0.5, 0.25]) * np.maximum(touches, 1e-300)
    total = weight.sum(axis=(1, 2))
    mean = (weight * lay).sum(axis=(1, 2)) / total
    var = (weight * (lay - mean[:, None, None]) ** 2).sum(axis=(1, 2)) / total
    return np.asarray(mean), np.sqrt(var)


def _reach(
    speed_kn: Floats,
    below: Floats,
    gear: physics.Anchor,
    rows: NDArray[np.bool_],
    settings: Settings,
) -> tuple[Floats, Floats]:
    """Return P(contact) at the speed made, and the depth that no luck takes the anchor below."""
    mass, d, side = (
        np.asarray(v, float)[rows] for v in (gear.mass_kg, gear.chain_d_m, gear.chain_side_m)
    )
    rules: Any = settings.physics
    ln = settings.contact.depth_sd_ln
    chance = physics.contact_probability_of(
        speed_kn, below, mass, d, side, depth_sd_ln=ln, physics=rules
    )
    deepest = physics.tow_depth_m(_SLOWED * speed_kn, side, mass, d, physics=rules)
    return np.asarray(chance), np.asarray(deepest * np.exp(_SURE_SD * ln))
