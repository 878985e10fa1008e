"""Invented ships: sizes and speeds by class, names and numbers that no ship can have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..catalogue import FIRST_SIMULATED_MMSI
from ..physics import Anchor, Hull, anchor_of, equipment_number, hull_of
from .faults import SimulationError

__all__ = ["FLEET", "LANE_MIX", "Ship", "make_ship", "ship_stream"]

_LAST = 899_999


@dataclass(frozen=True)
class _Kind:
    """Sizes and speeds of one class: triangular length, then ratios with their spread."""

    word: str
    codes: tuple[int, ...]
    hull: str
    length: tuple[float, float, float]
    length_beam: float
    draught_beam: float
    speed_kn: float
    speed_sd: float


#: Class -> sizes and speeds; the mix on the lanes gives the speeds measured in the Baltic.
FLEET: dict[str, _Kind] = {
    "general": _Kind("CARGO", (70, 70, 79), "general", (74, 90, 140), 6.4, 0.38, 11.2, 1.75),
    "bulk": _Kind("BULK", (70, 71), "bulk", (140, 185, 229), 6.7, 0.36, 12.0, 1.0),
    "container": _Kind(
        "CONTAINER", (70, 71, 79), "container", (130, 160, 210), 6.3, 0.33, 13.9, 1.7
    ),
    "coaster_tanker": _Kind(
        "TANKER", (80, 82, 89), "tanker", (80, 112, 150), 6.3, 0.38, 11.7, 1.15
    ),
    "tanker": _Kind("TANKER", (80, 81, 89), "tanker", (150, 195, 250), 6.3, 0.36, 12.1, 0.9),
    "roro": _Kind("RORO", (70, 79), "roro", (140, 185, 225), 7.0, 0.25, 15.2, 1.6),
    "ferry": _Kind("FERRY", (60, 69), "passenger", (120, 180, 218), 6.5, 0.23, 18.5, 2.2),
    "fishing": _Kind("TRAWLER", (30,), "general", (14, 22, 36), 3.6, 0.42, 8.5, 0.7),
    "tug": _Kind("TUG", (31, 52), "general", (24, 30, 40), 3.0, 0.40, 4.6, 0.7),
    "icebreaker": _Kind("ICEBREAKER", (90, 99), "general", (76, 105, 122), 4.3, 0.34, 13.0, 1.0),
    "patrol": _Kind("PATROL", (35, 55), "general", (25, 45, 80), 5.2, 0.25, 12.0, 2.0),
}  # fmt: skip

#: Who sails on which kind of lane, shares.
LANE_MIX: dict[str, dict[str, float]] = {
    "deep": {"bulk": 0.42, "tanker": 0.24, "container": 0.14, "general": 0.20},
    "tank": {"tanker": 0.65, "coaster_tanker": 0.35},
    "feeder": {"container": 0.38, "general": 0.47, "roro": 0.05, "coaster_tanker": 0.10},
    "coast": {"general": 0.74, "coaster_tanker": 0.20, "bulk": 0.06},
    "roro": {"roro": 0.60, "general": 0.40},
    "ferry": {"ferry": 1.0},
}


@dataclass(frozen=True)
class Ship:
    """One invented ship."""

    index: int
    kind: str
    ship_type: int
    loa_m: float
    beam_m: float
    draught_m: float
    to_bow_m: float
    speed_kn: float
    borrowed: int | None = None  # number of the ship whose MMSI this one sends

    @property
    def mmsi(self) -> int:
        return FIRST_SIMULATED_MMSI + (self.index if self.borrowed is None else self.borrowed)

    @property
    def name(self) -> str:
        return f"SIM {self.index + 1:04d} {FLEET[self.kind].word}"

    @property
    def callsign(self) -> str:
        return f"SIM{self.index + 1:04d}"

    @property
    def hull_class(self) -> str:
        return FLEET[self.kind].hull

    @cached_property
    def hull(self) -> Hull:
        """Hull as the physics needs it."""
        return hull_of(self.loa_m, self.beam_m, self.draught_m, self.hull_class)

    @cached_property
    def anchor(self) -> Anchor:
        """Anchor and chain that the rule asks for."""
        number = equipment_number(self.loa_m, self.beam_m, self.draught_m, self.hull_class)
        return anchor_of(number)


def ship_stream(seed: int, index: int, part: int = 0) -> np.random.Generator:
    """Return the random stream of one ship: adding a ship does not change the others.

    Parts: 0 who and where, 1 motion, 2 events, 3 and 4 drag, 5 reports, 6 and 7 anchorage,
    8 habits, 9 and 10 groups, from 50 crowded stretches, from 100 false positions.
    """
    return np.random.default_rng([abs(int(seed)), 7919, index, part])


def make_ship(index: int, kind: str, rng: np.random.Generator) -> Ship:
    """Return an invented ship of a class of :data:`FLEET`.

    Examples
    --------
    >>> ship = make_ship(0, "tanker", ship_stream(1, 0))
    >>> ship.mmsi, ship.name, 150 <= ship.loa_m <= 250
    (200100001, 'SIM 0001 TANKER', True)
    """
    if not 0 <= index < _LAST:
        raise SimulationError(f"ship number {index} is outside 0-{_LAST - 1}")
    sort = FLEET[kind]
    loa = float(rng.triangular(*sort.length))
    beam = loa / (sort.length_beam * float(np.exp(rng.normal(0.0, 0.06))))
    draught = beam * sort.draught_beam * float(rng.uniform(0.72, 1.1))
    speed = float(rng.normal(sort.speed_kn, sort.speed_sd))
    low, high = sort.speed_kn - 3.2 * sort.speed_sd, sort.speed_kn + 3.2 * sort.speed_sd
    return Ship(
        index=index,
        kind=kind,
        ship_type=int(rng.choice(sort.codes)),
        loa_m=round(loa),
        beam_m=max(round(beam), 4),
        draught_m=round(draught, 1),
        to_bow_m=round(loa * (0.12 if kind in ("ferry", "patrol") else rng.uniform(0.75, 0.9))),
        speed_kn=float(np.clip(speed, low, high)),
    )
