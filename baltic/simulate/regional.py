"""What happens to a part of the sea and to all ships in it.

Areas where satellite positions are jammed or show one false place, base stations that are
down, stretches where everybody slows down.  They are drawn once for a simulation, whatever
ships there are, so that one ship more changes nothing for the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..geo import DEG_M
from .lanes import Axis
from .worlds import World

__all__ = ["Area", "Regional", "draw_regional"]

Floats = NDArray[np.float64]

_HOUR = 3600.0
#: Where interference is reported most: Gulf of Finland, bay of Gdansk, Baltic proper.
_HOT = np.array([(26.5, 59.9), (24.5, 59.6), (19.7, 54.9), (20.0, 57.0)])
_HOT_KM = 130.0
#: Places far from the ships that receivers were shown: airports.
_FALSE = np.array([(30.27, 59.80), (20.59, 54.89), (28.03, 53.88)])
_STYLES = {"circle": 0.3, "offset": 0.25, "scatter": 0.3, "frozen": 0.15}


@dataclass(frozen=True)
class Area:
    """One disc for some time.

    Attributes
    ----------
    kind
        ``jamming``, ``spoofing``, ``outage`` or ``congestion``.
    lon, lat, radius_m
        The disc, WGS84 degrees.
    begin_s, end_s
        Seconds from the start.
    share
        Share of the ships inside that are touched.
    level
        Share of the speed left (congestion).
    style
        What most jammed receivers show: ``circle``, ``offset``, ``scatter`` or ``frozen``.
    place
        False place: that of spoofing, or the centre of the circle.
    reach_m
        Radius of that circle, or size of the offsets.
    """

    kind: str
    lon: float
    lat: float
    radius_m: float
    begin_s: float
    end_s: float
    share: float = 1.0
    level: float = 1.0
    style: str = ""
    place: tuple[float, float] = (0.0, 0.0)
    reach_m: float = 0.0

    def holds(self, t_s: Floats, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
        """Return which positions lie in the disc at its time (plane; times in order)."""
        here = np.zeros(len(t_s), dtype=bool)
        a, b = np.searchsorted(t_s, [self.begin_s, self.end_s])
        east = (lon[a:b] - self.lon) * np.cos(np.radians(self.lat))
        north = lat[a:b] - self.lat
        here[a:b] = np.hypot(east, north) * DEG_M <= self.radius_m
        return here


@dataclass(frozen=True)
class Regional:
    """All areas of a simulation, by what they do."""

    jamming: tuple[Area, ...] = ()
    spoofing: tuple[Area, ...] = ()
    outage: tuple[Area, ...] = ()
    congestion: tuple[Area, ...] = ()

    @property
    def all(self) -> tuple[Area, ...]:
        return self.jamming + self.spoofing + self.outage + self.congestion


def draw_regional(
    seed: int,
    seconds: float,
    world: World,
    axes: Sequence[Axis],
    bbox: Sequence[float] | None = None,
    *,
    jamming: bool | None = None,
) -> Regional:
    """Return the areas of a simulation.

    Parameters
    ----------
    axes
        Lanes: areas are centred near them.
    bbox
        West, south, east, north that the areas are centred in, where a lane passes it.
    jamming
        True: at least one jammed area; False: neither jamming nor spoofing; None: by chance.
    """
    lon, lat = (np.concatenate([getattr(axis, k)[::8] for axis in axes]) for k in ("lon", "lat"))
    if bbox is not None:
        west, south, east, north = bbox
        inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        if inside.any():
            lon, lat = lon[inside], lat[inside]
    points = np.column_stack([lon, lat])
    found: dict[str, tuple[Area, ...]] = {}
    chances = (world.jamming, world.spoofing, world.outage, world.congestion)
    kinds = ("jamming", "spoofing", "outage", "congestion")
    for number, (kind, chance) in enumerate(zip(kinds, chances, strict=True)):
        rng = np.random.default_rng([abs(seed), 49_979_687, number])
        count = int(rng.poisson(chance * seconds / 86400.0))
        if kind in ("jamming", "spoofing") and jamming is False:
            count = 0
        if kind == "jamming" and jamming:
            count = max(count, 1)
        found[kind] = tuple(_area(kind, points, seconds, rng) for _ in range(count))
    return Regional(**found)


def _area(kind: str, points: Floats, seconds: float, rng: np.random.Generator) -> Area:
    """Return one area near one of the points."""
    chance = np.ones(len(points))
    if kind in ("jamming", "spoofing"):
        scale = np.array([0.52, 1.0]) * DEG_M / 1000.0
        away = np.hypot(*np.moveaxis((points[:, None] - _HOT) * scale, -1, 0)).min(axis=1)
        chance = np.exp(-0.5 * (away / _HOT_KM) ** 2) + 0.02
    lon, lat = points[int(rng.choice(len(points), p=chance / chance.sum()))]
    median, spread, most = {
        "jamming": (2.0, 0.6, 8.0), "spoofing": (1.5, 0.6, 6.0), "outage": (1.2, 0.4, 3.0),
        "congestion": (2.0, 0.5, 5.0),
    }[kind]  # fmt: skip
    length = float(np.clip(np.exp(rng.normal(np.log(median), spread)), 0.5, most)) * _HOUR
    length = min(length, 0.6 * seconds)
    radius = rng.uniform(*{"outage": (30, 80), "congestion": (8, 20)}.get(kind, (35, 120)))
    begin = float(rng.uniform(0.0, max(seconds - length, 1.0)))
    share, level, reach = rng.uniform(0.5, 0.95), rng.uniform(0.55, 0.85), rng.uniform(1.0, 25.0)
    style = str(rng.choice(list(_STYLES), p=list(_STYLES.values())))
    place = _FALSE[int(rng.integers(len(_FALSE)))]
    if kind == "jamming":
        place = np.array([lon, lat]) + rng.uniform(-0.15, 0.15, 2)
        reach = min(reach, 6.0) if style == "circle" else reach
    return Area(
        kind, float(lon), float(lat), radius * 1000.0, begin, begin + length,
        1.0 if kind == "outage" else float(share), float(level), style,
        (float(place[0]), float(place[1])), reach * 1000.0,
    )  # fmt: skip
