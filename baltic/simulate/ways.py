"""Ways over an asset that no lane crosses: by a point of it from port to port, or straight."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from .. import geo
from .faults import SimulationError
from .lanes import Lane, route
from .paths import OwnPath, line_path
from .sea import Sea
from .waypoints import NODES, OPEN_END, ROUTES

__all__ = ["course_over", "ways_over"]

Floats = NDArray[np.float64]

_TRIES = 120
_WAYS = 12
_COAST_M = 2_500.0
_LEG_M = 180_000.0  # how far a straight course runs to either side of the asset
_JOIN_M = 150_000.0  # how far off a way-point of the lanes may be
_SQUARE_DEG = 30.0  # no way runs along the asset
_TURN_DEG = 60.0  # nor turns sharply over it,
_BACK_DEG = 90.0  # or back where it joins a lane
_DETOUR = 1.5  # nobody sails farther round than this, against the shortest route
#: Way-points where voyages begin and end.
_ENDS = sorted({name for origin, target, _, _ in ROUTES for name in (origin, target)})


def ways_over(line: shapely.Geometry, sea: Sea, rng: np.random.Generator) -> list[Lane]:
    """Return lanes from port to port that are led over an asset.

    Each goes straight from a way-point of the lanes over a random point of the asset to a
    way-point on its other side, and on from both along the lanes.  So a ship has sailed for
    hours before it comes to the asset, as ships have.

    Parameters
    ----------
    line
        The asset, WGS84 degrees.
    sea
        Legs that cross its land are not sailed.
    rng
        What draws points, way-points and ports.

    Returns
    -------
    list of Lane
        At most twelve of equal weight; empty where nothing is in sight of the asset.

    Examples
    --------
    >>> cable = shapely.LineString([(17.9, 61.5), (18.4, 61.9)])
    >>> islet = Sea(shapely.box(0.0, 0.0, 0.1, 0.1))
    >>> len(ways_over(cable, islet, np.random.default_rng(1)))
    12
    """
    found: list[Lane] = []
    for _ in range(_TRIES):
        if len(found) == _WAYS:
            break
        lon, lat, along = _point_of(line, rng)
        if float(sea.clearance_m([lon], [lat])[0]) > _COAST_M:
            way = _way(lon, lat, along, sea, rng)
            found += [way] if way is not None else []
    return found


def _way(lon: float, lat: float, along: float, sea: Sea, rng: np.random.Generator) -> Lane | None:
    """Return a lane over one point of an asset that runs `along` there, degrees."""
    seen = _in_sight(lon, lat, along, sea)
    sides = [[name for name, bearing in seen.items() if ((bearing - along) % 360.0 > 180.0) is s]
             for s in (False, True)]  # fmt: skip
    if not all(sides):
        return None
    first, other = (sides[k] for k in rng.permutation(2))
    start = str(rng.choice(first))
    straight = (seen[start] + 180.0) % 360.0
    ahead = [name for name in other if abs(geo.turn_deg(straight, seen[name])) <= _TURN_DEG]
    if not ahead:
        return None
    goal = str(rng.choice(ahead))
    outward = _onward(start, seen[start], {goal}, rng)
    homeward = _onward(goal, seen[goal], set(outward), rng)
    if not outward or not homeward:
        return None
    names = [*outward[::-1], None, *homeward]
    at = np.array([(lon, lat) if name is None else NODES[name] for name in names])
    ends = outward[-1], homeward[-1]
    usual = np.array([NODES[name] for name in route(*ends)])
    if sea.crosses_land(at[:, 0], at[:, 1]) or _length_m(at) > _DETOUR * _length_m(usual):
        return None
    ports = (ends[0] != OPEN_END, ends[1] != OPEN_END)
    return Lane(f"{ends[0]} - {ends[1]} over it", tuple(at[:, 0]), tuple(at[:, 1]), ports=ports)


def _in_sight(lon: float, lat: float, along: float, sea: Sea) -> dict[str, float]:
    """Return the way-points that a straight leg reaches, and the bearings to them."""
    xy = np.array(list(NODES.values()))
    here = np.full(len(xy), lon), np.full(len(xy), lat)
    far = geo.haversine_m(*here, xy[:, 0], xy[:, 1])
    bearings = geo.bearing_deg(*here, xy[:, 0], xy[:, 1])
    off = geo.angle_between(bearings, along)
    near = (far > 0) & (far <= _JOIN_M) & (off >= _SQUARE_DEG)
    return {
        name: float(bearings[k])
        for k, name in enumerate(NODES)
        if near[k] and not sea.crosses_land([lon, xy[k, 0]], [lat, xy[k, 1]])
    }


def _onward(name: str, bearing: float, taken: set[str], rng: np.random.Generator) -> list[str]:
    """Return way-points from one to a random port, none of them taken, without turning back."""
    for end in rng.permutation(_ENDS):
        chain = route(name, str(end))
        if taken & set(chain):
            continue
        if len(chain) > 1:
            leg = float(geo.bearing_deg(*NODES[name], *NODES[chain[1]]))
            if abs(geo.turn_deg(bearing, leg)) > _BACK_DEG:
                continue
        return chain
    return []


def _length_m(at: Floats) -> float:
    return float(geo.haversine_m(at[:-1, 0], at[:-1, 1], at[1:, 0], at[1:, 1]).sum())


def course_over(line: shapely.Geometry, sea: Sea, rng: np.random.Generator) -> OwnPath:
    """Return a straight course over a random point of a line, as long as the sea allows.

    Parameters
    ----------
    line, sea, rng
        As in :func:`ways_over`.

    Returns
    -------
    OwnPath
        At most 180 km to either side.

    Raises
    ------
    SimulationError
        When there is no open water around the asset.

    Examples
    --------
    >>> cable = shapely.LineString([(19.0, 57.0), (19.0, 58.0)])
    >>> islet = Sea(shapely.box(0.0, 0.0, 0.1, 0.1))
    >>> round(course_over(cable, islet, np.random.default_rng(1)).s_m[-1] / 1e4)
    36
    """
    for _ in range(_TRIES):
        lon, lat, along = _point_of(line, rng)
        bearing = (along + 90.0 + rng.uniform(-35, 35) + 180.0 * rng.integers(2)) % 360.0
        far = np.arange(-_LEG_M, _LEG_M + 1, 1000.0)
        x, y = geo.point_at(lon, lat, bearing, far)
        clear = sea.clearance_m(x, y) > _COAST_M
        middle = len(far) // 2
        if not clear[middle]:
            continue
        low = middle - int(np.argmin(clear[middle::-1])) if not clear[: middle + 1].all() else -1
        high = middle + int(np.argmin(clear[middle:])) if not clear[middle:].all() else len(far)
        keep = slice(low + 1, high)
        if high - low > 20 and min(middle - low, high - middle) > 6:
            return line_path(x[keep], y[keep])
    raise SimulationError(
        "the asset has too little open water around it for a ship to cross it",
        hint="name lanes, or another asset",
    )


def _point_of(line: shapely.Geometry, rng: np.random.Generator) -> tuple[float, float, float]:
    """Return a random point of a line, and the bearing of the line there."""
    parts = [p for p in shapely.get_parts(line) if p.length > 0]
    lengths = np.array([p.length for p in parts])
    part = parts[int(rng.choice(len(parts), p=lengths / lengths.sum()))]
    share = rng.uniform(0.05, 0.95)
    a, b = (
        shapely.get_coordinates(part.interpolate(s, normalized=True))[0]
        for s in (max(share - 0.01, 0.0), min(share + 0.01, 1.0))
    )
    lon, lat = (a + b) / 2
    return float(lon), float(lat), float(geo.bearing_deg(*a, *b))
