"""Whether an anchor touches the bottom, when the length of its chain is not known."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..settings import Physics
from .chain import min_chain_m
from .equipment import anchor_of, equipment_number

__all__ = ["MIN_CHAIN_M", "contact_probability", "contact_probability_of"]

Floats = NDArray[np.float64]

#: Shortest chain in the prior: two shackles of 27.5 m.
MIN_CHAIN_M = 55.0

#: Full run-out leaves this share of the chain outboard.
_RUN_OUT = 0.95


def contact_probability_of(
    speed_kn: ArrayLike,
    depth_m: ArrayLike,
    anchor_kg: ArrayLike,
    chain_d_m: ArrayLike,
    chain_side_m: ArrayLike,
    *,
    depth_sd_ln: float = 0.0,
    method: str = "integrated",
    physics: Physics | None = None,
) -> Floats:
    """Return P(the anchor touches | it hangs out), given the gear.

    The paid-out chain is unknown: with probability ``physics.full_run_out`` 95 % of one
    side, else uniform from two shackles (55 m) to the whole side.

    Parameters
    ----------
    speed_kn, depth_m, anchor_kg, chain_d_m, chain_side_m
        Speed, water depth, and the gear of :func:`~baltic.physics.equipment.anchor_of`.
    depth_sd_ln
        Spread of the reachable depth (0.12 for the drag coefficients), averaged over;
        0 gives the nominal value.
    method, physics
        As in :func:`tow_depth_m`.

    Returns
    -------
    array of float
        Never below ``physics.contact_floor`` (heave, intermittent touch), NaN where the
        depth or the gear is unknown.

    Examples
    --------
    >>> round(float(contact_probability_of(8.0, 60.0, 11100.0, 0.084, 344.0)), 2)
    0.96
    """
    physics = physics or Physics()
    side = np.asarray(chain_side_m, float)
    # Three-point Gauss-Hermite over the spread.
    nodes = ((0.0, 1.0),)
    if depth_sd_ln > 0:
        far = np.sqrt(3.0) * depth_sd_ln
        nodes = ((-far, 1 / 6), (0.0, 2 / 3), (far, 1 / 6))  # type: ignore[assignment]
    total: Floats = np.zeros(1)
    for shift, weight in nodes:
        need = min_chain_m(
            speed_kn,
            np.asarray(depth_m, float) * np.exp(shift),
            anchor_kg,
            chain_d_m,
            method=method,
            physics=physics,
        )
        part = (side - need) / np.maximum(side - MIN_CHAIN_M, 1e-9)
        chance = physics.full_run_out * (need <= _RUN_OUT * side)
        chance = chance + (1.0 - physics.full_run_out) * np.clip(part, 0.0, 1.0)
        total = total + weight * np.where(np.isnan(need + side), np.nan, chance)
    shape = np.broadcast_shapes(np.shape(need), side.shape)
    return np.asarray(np.maximum(total, physics.contact_floor)).reshape(shape)


def contact_probability(
    loa_m: ArrayLike,
    beam_m: ArrayLike,
    draught_m: ArrayLike,
    ship_class: str | ArrayLike,
    depth_m: ArrayLike,
    speed_kn: ArrayLike,
    *,
    depth_sd_ln: float = 0.12,
    method: str = "integrated",
    physics: Physics | None = None,
) -> Floats:
    """Return P(the anchor touches the bottom | it hangs out) for a ship known by AIS.

    Parameters
    ----------
    loa_m, beam_m, draught_m, ship_class
        As in :func:`~baltic.physics.equipment.equipment_number`.
    depth_m, speed_kn
        Water depth and speed; arrays broadcast against the ship's.
    depth_sd_ln, method, physics
        As in :func:`contact_probability_of`.

    Returns
    -------
    ndarray
        0 to 1, as of :func:`contact_probability_of`.

    Examples
    --------
    >>> chance = contact_probability(228.6, 32.6, 13.0, "tanker", [60.0, 400.0], 10.0)
    >>> [round(float(p), 2) for p in chance]
    [0.93, 0.02]
    """
    gear = anchor_of(equipment_number(loa_m, beam_m, draught_m, ship_class))
    return contact_probability_of(
        speed_kn,
        depth_m,
        gear.mass_kg,
        gear.chain_d_m,
        gear.chain_side_m,
        depth_sd_ln=depth_sd_ln,
        method=method,
        physics=physics,
    )
