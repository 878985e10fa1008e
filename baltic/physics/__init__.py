"""Anchor, chain and hull: what a dragged anchor can reach and what it does to a ship."""

from __future__ import annotations

from .chain import layback_m, min_chain_m, tow_depth_m
from .contact import MIN_CHAIN_M, contact_probability, contact_probability_of
from .equipment import (
    HULL_FORMS,
    Anchor,
    anchor_of,
    displacement_t,
    equipment_number,
    ship_class_of,
)
from .grids import PullGrid, ShipPull, pull_grid
from .hull import Hull, hull_of, resistance_n, wave_resistance_n
from .pull import SEABED_LAMBDA, Pull, force_n, pull_of
from .ship import (
    drag_run,
    force_from_speed_n,
    settled_share,
    speed_with_anchor_kn,
    time_constant_s,
)

__all__ = [
    "HULL_FORMS",
    "MIN_CHAIN_M",
    "SEABED_LAMBDA",
    "Anchor",
    "Hull",
    "Pull",
    "PullGrid",
    "ShipPull",
    "anchor_of",
    "contact_probability",
    "contact_probability_of",
    "displacement_t",
    "drag_run",
    "equipment_number",
    "force_from_speed_n",
    "force_n",
    "hull_of",
    "layback_m",
    "min_chain_m",
    "pull_grid",
    "pull_of",
    "resistance_n",
    "settled_share",
    "ship_class_of",
    "speed_with_anchor_kn",
    "time_constant_s",
    "tow_depth_m",
    "wave_resistance_n",
]
