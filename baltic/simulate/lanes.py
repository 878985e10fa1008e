"""Where ships sail: a graph of way-points at sea, and routes through it.

The way-points are our own, set in open water along the deep-water routes and into the
port approaches; they are for simulated traffic, never for navigation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from .. import geo
from .faults import SimulationError
from .sea import Sea
from .waypoints import CHAINS, NODES, OPEN_END, ROUTES

__all__ = ["Axis", "Lane", "axis_of", "baltic_lanes", "route"]

Floats = NDArray[np.float64]

#: Half-width over which ships of one direction spread, m, and the spacing of the axis.
_WIDTH_M = 2500.0
_STEP_M = 500.0
#: Ships stay within this share of the distance to the coast.
_SHARE = 0.55


@dataclass(frozen=True)
class Lane:
    """A route that ships may sail.

    Attributes
    ----------
    name
        For people.
    lon, lat
        Way-points, WGS84 degrees.
    weight
        Passages, relative to the other lanes.
    kind
        ``deep``, ``tank``, ``feeder``, ``coast``, ``roro`` or ``ferry``: who sails there.
    ports
        Whether the first and the last way-point are port approaches.
    width_m
        Half-width over which ships of one direction spread.

    Examples
    --------
    >>> there = Lane("a - b", (19.0, 20.0), (57.0, 58.0), weight=2.0)
    >>> there.reverse().name, there.reverse().lat
    ('a - b (back)', (58.0, 57.0))
    """

    name: str
    lon: tuple[float, ...]
    lat: tuple[float, ...]
    weight: float = 1.0
    kind: str = "coast"
    ports: tuple[bool, bool] = (True, True)
    width_m: float = _WIDTH_M

    def reverse(self) -> Lane:
        """Return the same lane the other way.

        Returns
        -------
        Lane
            Way-points and ports turned round, the same weight.
        """
        return Lane(
            self.name + " (back)", self.lon[::-1], self.lat[::-1], self.weight, self.kind,
            self.ports[::-1], self.width_m,
        )  # fmt: skip


@dataclass(frozen=True)
class Axis:
    """A lane sampled every half kilometre, corners rounded, with the room beside it.

    Attributes
    ----------
    lon, lat
        Points of the axis.
    right_lon, right_lat
        Degrees that one metre to starboard moves a ship.
    room_m
        How far from the axis a ship may be: a little over half the way to the coast.
    s_m
        Distance along the axis.
    """

    lon: Floats
    lat: Floats
    right_lon: Floats
    right_lat: Floats
    room_m: Floats
    s_m: Floats

    def reverse(self) -> Axis:
        """Return the same axis sailed the other way."""
        return Axis(
            self.lon[::-1], self.lat[::-1], -self.right_lon[::-1], -self.right_lat[::-1],
            self.room_m[::-1], self.s_m[-1] - self.s_m[::-1],
        )  # fmt: skip


def axis_of(lane: Lane, sea: Sea) -> Axis:
    """Return the sampled axis of a lane.

    Raises
    ------
    SimulationError
        When the way-points cross land or make no line.
    """
    return _sampled(lane.name, tuple(lane.lon), tuple(lane.lat), sea)


# Every simulated sea has the same lanes, and the room beside one takes long to measure.
@lru_cache(maxsize=256)
def _sampled(name: str, lons: tuple[float, ...], lats: tuple[float, ...], sea: Sea) -> Axis:
    lon, lat = np.asarray(lons, float), np.asarray(lats, float)
    if len(lon) < 2 or not np.all(np.isfinite(lon + lat)):
        raise SimulationError(f"lane {name!r} needs two or more way-points")
    if sea.crosses_land(lon, lat):
        raise SimulationError(f"lane {name!r} crosses land; move its way-points to sea")
    legs = geo.distance_m(lon[:-1], lat[:-1], lon[1:], lat[1:])
    at = np.concatenate([[0.0], np.cumsum(legs)])
    s = np.linspace(0.0, at[-1], max(int(at[-1] / _STEP_M), 2) + 1)
    x, y = np.interp(s, at, lon), np.interp(s, at, lat)
    x, y = _rounded(x, y, sea)
    scale = np.cos(np.radians(y))
    tx, ty = np.gradient(x) * scale, np.gradient(y)
    norm = np.maximum(np.hypot(tx, ty), 1e-12)
    metre = 1.0 / geo.DEG_M
    room = _SHARE * sea.clearance_m(x, y)
    step = geo.haversine_m(x[:-1], y[:-1], x[1:], y[1:])
    made = (
        x, y, ty / norm * metre / scale, -tx / norm * metre, room,
        np.concatenate([[0.0], np.cumsum(step)]),
    )  # fmt: skip
    for values in made:
        values.flags.writeable = False  # all ships of all seas share it
    return Axis(*made)


def _rounded(x: Floats, y: Floats, sea: Sea) -> tuple[Floats, Floats]:
    """Round the corners with a moving mean as wide as the water allows."""
    for width in (13, 7, 3):
        if len(x) < 2 * width:
            continue
        half = width // 2
        kernel = np.ones(width) / width
        bx, by = x.copy(), y.copy()
        bx[half:-half] = np.convolve(x, kernel, "valid")
        by[half:-half] = np.convolve(y, kernel, "valid")
        if not sea.crosses_land(bx, by):
            return bx, by
    return x, y


def route(origin: str, target: str) -> list[str]:
    """Return the shortest chain of way-points between two of them.

    Examples
    --------
    >>> route("helsinki", "tallinn")
    ['helsinki', 'tallinn']
    """
    names = list(NODES)
    for name in (origin, target):
        if name not in NODES:
            raise SimulationError(f"unknown way-point {name!r}; known: {', '.join(names)}")
    _, before = _shortest()
    chain, at = [target], names.index(target)
    start = names.index(origin)
    while at != start:
        at = int(before[start, at])
        if at < 0:
            raise SimulationError(f"no sea route from {origin} to {target}")
        chain.append(names[at])
    return chain[::-1]


@lru_cache(maxsize=1)
def _shortest() -> tuple[Floats, NDArray[np.int64]]:
    names = list(NODES)
    links = sorted({p for c in CHAINS for p in zip(c.split(), c.split()[1:], strict=False)})
    i, j = (np.array([names.index(link[k]) for link in links]) for k in (0, 1))
    xy = np.array(list(NODES.values()))
    km = geo.distance_m(xy[i, 0], xy[i, 1], xy[j, 0], xy[j, 1]) / 1000.0
    graph = coo_matrix((km, (i, j)), shape=(len(names),) * 2).tocsr()
    dist, before = dijkstra(graph, directed=False, return_predecessors=True)
    return np.asarray(dist), np.asarray(before, dtype=np.int64)


def baltic_lanes(bbox: Sequence[float] | None = None) -> list[Lane]:
    """Return the lanes of the Baltic, both ways.

    Parameters
    ----------
    bbox
        West, south, east, north: lanes with no way-point or leg in it are left out.

    Returns
    -------
    list of Lane
        Each beside the same the other way.

    Examples
    --------
    >>> lanes = baltic_lanes()
    >>> len(lanes) > 100, len(baltic_lanes((24.0, 59.0, 26.0, 60.5))) < len(lanes)
    (True, True)
    """
    lanes = []
    for origin, target, weight, kind in ROUTES:
        chain = route(origin, target)
        if kind in ("deep", "tank") and "drogden" in chain:
            # Deep ships cannot pass the 8 m of Drogden in the Sound.
            chain = route(origin, "great_belt")[:-1] + route("great_belt", target)
        xy = np.array([NODES[name] for name in chain])
        ports = (origin != OPEN_END, target != OPEN_END)
        lane = Lane(f"{origin} - {target}", tuple(xy[:, 0]), tuple(xy[:, 1]), weight, kind, ports)
        lanes += [lane, lane.reverse()]
    if bbox is None:
        return lanes
    return [lane for lane in lanes if _inside(lane, bbox)]


def _inside(lane: Lane, bbox: Sequence[float]) -> bool:
    west, south, east, north = bbox
    steps = np.linspace(0, len(lane.lon) - 1, 60 * len(lane.lon))
    lon = np.interp(steps, np.arange(len(lane.lon)), lane.lon)
    lat = np.interp(steps, np.arange(len(lane.lat)), lane.lat)
    return bool(np.any((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)))
