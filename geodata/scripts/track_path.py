"""Path of a ship: way-points, rounded corners, distance along it, crossings of lines.

Way-points may be given through the charted assets instead of by coordinates, so that
a better chart moves the track with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyproj
import shapely
from shapely import ops

GEOD = pyproj.Geod(ellps="WGS84")
_STEP_M = 250.0
#: Asset legs are straight in degrees; cut this fine, they are straight in metres too.
_LEG_DEG = 0.02


@dataclass(frozen=True)
class At:
    """A way-point at a place; `radius_m` is the turning circle of its corner."""

    lon: float
    lat: float
    name: str = ""
    radius_m: float = 1500.0


@dataclass(frozen=True)
class On:
    """The point of a charted line nearest to a place."""

    asset: str
    lon: float
    lat: float
    name: str = ""
    radius_m: float = 1500.0


@dataclass(frozen=True)
class Reach:
    """The point of a charted line from which the way to another way-point has a length.

    Looked for between two kilometre points of the line, where that length must pass `metres`.
    """

    asset: str
    between_kp: tuple[float, float]
    other: str
    metres: float
    name: str = ""
    radius_m: float = 1500.0


Waypoint = At | On | Reach
Lines = Mapping[str, shapely.LineString]


def along(line: shapely.LineString, kp_km: float) -> tuple[float, float]:
    """Return the point of a line at a geodesic distance from its start."""
    xy = np.asarray(line.coords)[:, :2]
    s = _lengths(xy) / 1e3
    return float(np.interp(kp_km, s, xy[:, 0])), float(np.interp(kp_km, s, xy[:, 1]))


def kilometre_point(line: shapely.LineString, lon: float, lat: float) -> float:
    """Return the geodesic distance (km) from the start of a line to its point nearest a place."""
    part = ops.substring(line, 0.0, _nearest_degrees(line, lon, lat))
    return 0.0 if part.geom_type == "Point" else float(GEOD.geometry_length(part)) / 1e3


def nearest(line: shapely.LineString, lon: float, lat: float) -> tuple[float, float]:
    """Return the point of a line nearest a place, in local metres."""
    p = line.interpolate(_nearest_degrees(line, lon, lat))
    return float(p.x), float(p.y)


def _nearest_degrees(line: shapely.LineString, lon: float, lat: float) -> float:
    """Return the distance along a line, in degrees of it, of its point nearest a place."""
    dense = shapely.segmentize(line, _LEG_DEG)
    to_m = local_metres(lon, lat)
    metres = shapely.transform(dense, to_m.transform, interleaved=False)
    s_m = metres.project(shapely.Point(0.0, 0.0))
    xy, deg = np.asarray(metres.coords), np.asarray(dense.coords)
    steps = np.hypot(*np.diff(xy, axis=0).T)
    s = np.concatenate([[0.0], np.cumsum(steps)])
    d = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(deg[:, :2], axis=0).T))])
    return float(np.interp(s_m, s, d))


def local_metres(lon: float, lat: float) -> pyproj.Transformer:
    """Return WGS84 degrees -> local azimuthal-equidistant metres."""
    crs = pyproj.CRS.from_proj4(f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m")
    return pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)


def _lengths(xy: np.ndarray) -> np.ndarray:
    """Return geodesic distances (m) of the vertices from the first."""
    steps = GEOD.inv(xy[:-1, 0], xy[:-1, 1], xy[1:, 0], xy[1:, 1])[2]
    return np.concatenate([[0.0], np.cumsum(steps)])


def place(waypoints: Sequence[Waypoint], lines: Lines) -> list[tuple[float, float]]:
    """Return lon, lat of every way-point; lengths of `Reach` go along the way-points between."""
    spots: list[tuple[float, float] | None] = []
    for w in waypoints:
        if isinstance(w, At):
            spots.append((w.lon, w.lat))
        elif isinstance(w, On):
            spots.append(nearest(lines[w.asset], w.lon, w.lat))
        else:
            spots.append(None)
    names = [w.name for w in waypoints]
    # The nearest first: a Reach may lean on one that is placed already.
    waiting = [i for i, w in enumerate(waypoints) if isinstance(w, Reach)]
    while waiting:
        ready = []
        for i in waiting:
            j = names.index(waypoints[i].other)
            between = spots[i + 1 : j + 1] if j > i else spots[j:i][::-1]
            if all(s is not None for s in between):
                ready.append(i)
                spots[i] = _reach(waypoints[i], between, lines)
        if not ready:
            raise SystemExit(f"way-points wait for each other: {[names[i] for i in waiting]}")
        waiting = [i for i in waiting if i not in ready]
    return [s for s in spots if s is not None]


def _reach(w: Reach, others: Sequence, lines: Lines) -> tuple[float, float]:
    """Return the point of the line whose way through `others` has the asked length."""

    def surplus(kp: float) -> float:
        xy = np.array([along(lines[w.asset], kp), *others])
        return float(_lengths(xy)[-1]) - w.metres

    low, high = w.between_kp
    if surplus(low) * surplus(high) > 0:
        raise SystemExit(
            f"{w.name}: {w.metres:.0f} m is not reached on {w.asset} km {low}-{high}: "
            f"{surplus(low):+.0f} and {surplus(high):+.0f} m"
        )
    for _ in range(60):
        middle = (low + high) / 2
        if surplus(low) * surplus(middle) <= 0:
            high = middle
        else:
            low = middle
    return along(lines[w.asset], (low + high) / 2)


@dataclass
class Path:
    """A smooth line with distances along it.

    Parameters
    ----------
    xy
        Vertices, degrees, at most some hundred metres apart.
    """

    xy: np.ndarray
    s: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.s = _lengths(self.xy)

    @classmethod
    def through(cls, spots: Sequence[tuple[float, float]], radii_m: Sequence[float]) -> Path:
        """Return the path through way-points with corners rounded to turning circles."""
        lon0, lat0 = np.mean(np.array(spots), axis=0)
        to_m = local_metres(float(lon0), float(lat0))
        pts = np.column_stack(to_m.transform(*np.array(spots).T))
        parts = [pts[:1]]
        for a, b, c, radius in zip(pts[:-2], pts[1:-1], pts[2:], radii_m[1:-1], strict=True):
            parts.append(_corner(a, b, c, radius))
        line = shapely.segmentize(shapely.LineString(np.vstack([*parts, pts[-1:]])), _STEP_M)
        lon, lat = to_m.transform(*np.asarray(line.coords).T, direction="INVERSE")
        return cls(np.column_stack([lon, lat]))

    @property
    def length(self) -> float:
        return float(self.s[-1])

    def at(self, s: np.ndarray | float) -> tuple[np.ndarray, np.ndarray]:
        """Return lon, lat at distances (m) along the path."""
        return np.interp(s, self.s, self.xy[:, 0]), np.interp(s, self.s, self.xy[:, 1])

    def course(self, s: np.ndarray, span_m: float = 60.0) -> np.ndarray:
        """Return the course (degrees) over a short span around distances along the path."""
        a = self.at(np.clip(s - span_m, 0, self.length))
        b = self.at(np.clip(s + span_m, 0, self.length))
        return np.asarray(GEOD.inv(*a, *b)[0]) % 360.0

    def place_of(self, lon: float, lat: float) -> float:
        """Return the distance along the path of its point nearest a place."""
        to_m = local_metres(lon, lat)
        xy = np.column_stack(to_m.transform(*self.xy.T))
        a, d = xy[:-1], np.diff(xy, axis=0)
        f = np.clip(-(a * d).sum(1) / np.maximum((d * d).sum(1), 1e-9), 0, 1)
        i = int(np.argmin(np.hypot(*(a + f[:, None] * d).T)))
        return float(self.s[i] + f[i] * (self.s[i + 1] - self.s[i]))

    def crossing(self, line: shapely.LineString, lon: float, lat: float) -> float:
        """Return the distance along the path of its crossing of a line, the nearest to a place."""
        to_m = local_metres(lon, lat)
        mine = shapely.transform(shapely.LineString(self.xy), to_m.transform, interleaved=False)
        other = shapely.segmentize(line, _LEG_DEG)
        other = shapely.transform(other, to_m.transform, interleaved=False)
        # Far away a local projection is only good enough to be ignored.
        near = shapely.box(-60e3, -60e3, 60e3, 60e3)
        hits = shapely.get_parts(mine.intersection(near).intersection(other.intersection(near)))
        if not len(hits):
            raise SystemExit(f"the path does not cross the line near {lon:.3f}, {lat:.3f}")
        best = min((h.centroid for h in hits), key=lambda p: np.hypot(p.x, p.y))
        return self.place_of(*to_m.transform(best.x, best.y, direction="INVERSE"))


def _corner(a: np.ndarray, b: np.ndarray, c: np.ndarray, radius: float) -> np.ndarray:
    """Return the arc that rounds the corner a-b-c, or the corner where there is no room."""
    u, v = a - b, c - b
    lu, lv = np.hypot(*u), np.hypot(*v)
    if radius <= 0 or lu == 0 or lv == 0:
        return b[None, :]
    u, v = u / lu, v / lv
    half = np.arccos(np.clip(u @ v, -1, 1)) / 2
    if half > np.pi / 2 - 1e-4:
        return b[None, :]
    # Tangents take at most 45 % of a leg, so that neighbours keep clear of each other.
    tangent = min(radius / np.tan(half), 0.45 * min(lu, lv))
    radius = tangent * np.tan(half)
    middle = (u + v) / np.hypot(*(u + v))
    centre = b + middle * radius / np.sin(half)
    start, end = b + u * tangent - centre, b + v * tangent - centre
    a0 = np.arctan2(start[1], start[0])
    turn = (np.arctan2(end[1], end[0]) - a0 + np.pi) % (2 * np.pi) - np.pi
    n = max(3, int(np.ceil(abs(turn) * radius / 100.0)))
    angles = a0 + turn * np.linspace(0, 1, n)
    return centre + radius * np.column_stack([np.cos(angles), np.sin(angles)])
