"""Waves shared by all ships of a simulation, and what they cost in speed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..physics import Hull, resistance_n, wave_resistance_n
from .worlds import World

__all__ = ["Weather", "calm", "make_weather"]

Floats = NDArray[np.float64]

_DAY_S = 86400.0


@dataclass(frozen=True)
class Weather:
    """Significant wave height over time, and where waves and wind come from.

    Attributes
    ----------
    t_s, height_m
        Seconds since the start, and wave height.
    from_deg
        Direction that waves and wind come from.
    """

    t_s: Floats
    height_m: Floats
    from_deg: Floats

    def at(self, t_s: Floats) -> tuple[Floats, Floats]:
        """Return wave height (m) and direction (degrees) at times."""
        turn = np.unwrap(np.radians(self.from_deg))
        return (
            np.asarray(np.interp(t_s, self.t_s, self.height_m)),
            np.asarray(np.degrees(np.interp(t_s, self.t_s, turn)) % 360.0),
        )

    def slowing(self, t_s: Floats, heading_deg: Floats, speed_kn: float, hull: Hull) -> Floats:
        """Return the factor on a ship's speed: ``1 - R_AW / ((2 + a) R)`` in head seas.

        Head seas within 45 degrees cost all of it, beam seas a third, following seas none.
        """
        height, origin = self.at(t_s)
        angle = np.abs((origin - heading_deg + 180.0) % 360.0 - 180.0)
        share = np.interp(angle, [0.0, 45.0, 90.0, 135.0, 180.0], [1.0, 1.0, 0.33, 0.05, 0.0])
        loss = wave_resistance_n(height, hull) / (2.4 * resistance_n(speed_kn, hull))
        return np.asarray(1.0 - np.minimum(share * loss, 0.45))


def make_weather(seconds: float, world: World, rng: np.random.Generator) -> Weather:
    """Return the weather of a simulation: a quiet sea with storms on some days."""
    t = np.arange(-_DAY_S, seconds + _DAY_S, 600.0)
    height = np.full_like(t, float(rng.uniform(0.4, 1.1)))
    origin = np.full_like(t, float(rng.uniform(0.0, 360.0)))
    height += 0.2 * np.sin(t / _DAY_S * 2 * np.pi / rng.uniform(0.8, 2.5))
    for day in range(int(np.ceil(seconds / _DAY_S))):
        if rng.random() < world.storm_share:
            centre = (day + rng.random()) * _DAY_S
            width = rng.uniform(2.5, 7.0) * 3600.0
            shape = np.exp(-0.5 * ((t - centre) / width) ** 2)
            height += rng.uniform(1.2, 3.2) * shape
            origin += rng.uniform(-60.0, 60.0) * shape
    return Weather(t, np.maximum(height, 0.1), origin)


def calm() -> Weather:
    """Return a flat sea."""
    t = np.array([-1e9, 1e9])
    return Weather(t, np.zeros(2), np.zeros(2))
