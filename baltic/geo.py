"""Distances, bearings, kilometre points, local metres and the land test.

WGS84 degrees outside, metres in a local azimuthal-equidistant projection inside.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

__all__ = [
    "DEG_M",
    "GEOD",
    "KN_MS",
    "angle_between",
    "bearing_deg",
    "distance_m",
    "haversine_m",
    "kilometres_along",
    "line_length_m",
    "local_projection",
    "on_land",
    "point_at",
    "point_at_km",
    "project",
    "turn_deg",
    "unproject",
]

Floats = NDArray[np.float64]

#: WGS84 geodesics.
GEOD = pyproj.Geod(ellps="WGS84")

#: One knot in metres a second (1852 m / 3600 s).
KN_MS = 1852.0 / 3600.0

#: Metres in a degree of latitude, of a sphere of the mean radius.
DEG_M = 111_195.0

_RADIUS_M = 6_371_008.8

#: How far beyond the end of a charted line the cable may reach, and legs of a fine line.
_SLACK, _SLACK_KM, _LEG_DEG = 1.05, 1.0, 0.02


def distance_m(lon1: Any, lat1: Any, lon2: Any, lat2: Any) -> Floats:
    """Return geodesic distances on the WGS84 ellipsoid.

    Parameters
    ----------
    lon1, lat1, lon2, lat2
        From and to, degrees; scalars or arrays that broadcast.

    Returns
    -------
    ndarray
        Metres, in the common shape.

    Examples
    --------
    >>> round(float(distance_m(25.0, 60.0, 25.0, 60.1)))
    11141
    """
    a, b, c, d = np.broadcast_arrays(*(np.asarray(x, float) for x in (lon1, lat1, lon2, lat2)))
    return np.asarray(GEOD.inv(a, b, c, d)[2], float)


def bearing_deg(lon1: Any, lat1: Any, lon2: Any, lat2: Any) -> Floats:
    """Return initial geodesic bearings on the WGS84 ellipsoid.

    Parameters
    ----------
    lon1, lat1, lon2, lat2
        From and to, degrees; scalars or arrays that broadcast.

    Returns
    -------
    ndarray
        Degrees from true north, 0 to 360, in the common shape.

    Examples
    --------
    >>> float(bearing_deg(25.0, 60.0, 25.0, 59.0))
    180.0
    """
    a, b, c, d = np.broadcast_arrays(*(np.asarray(x, float) for x in (lon1, lat1, lon2, lat2)))
    return np.asarray(GEOD.inv(a, b, c, d)[0], float) % 360.0


def haversine_m(lon1: Floats, lat1: Floats, lon2: Floats, lat2: Floats) -> Floats:
    """Return spherical distances in metres: 0.5 % from the geodesic, 20 times faster.

    The half-angle form: the cosine form is 25 % wrong below a metre.

    Parameters
    ----------
    lon1, lat1, lon2, lat2
        From and to, degrees; arrays that broadcast.

    Returns
    -------
    ndarray
        Metres, in the common shape.

    Examples
    --------
    >>> at = np.array([25.0]), np.array([60.0])
    >>> round(float(haversine_m(*at, at[0], at[1] + 0.1)[0]))
    11120
    """
    p1, p2 = np.radians(lat1), np.radians(lat2)
    h = np.sin((p2 - p1) / 2) ** 2
    h += np.cos(p1) * np.cos(p2) * np.sin(np.radians(np.asarray(lon2) - lon1) / 2) ** 2
    return np.asarray(2 * _RADIUS_M * np.arcsin(np.sqrt(np.clip(h, 0, 1))))


def point_at(lon: Any, lat: Any, bearing: Any, dist_m: Any) -> tuple[Floats, Floats]:
    """Return the points reached from given ones along a bearing (direct geodesic).

    Parameters
    ----------
    lon, lat
        From where, degrees.
    bearing
        Degrees from true north.
    dist_m
        How far, metres; all four are scalars or arrays that broadcast.

    Returns
    -------
    tuple of ndarray
        Longitudes and latitudes, degrees, in the common shape.

    Examples
    --------
    >>> lon, lat = point_at(25.0, 60.0, 0.0, 11_141.0)
    >>> round(float(lon), 3), round(float(lat), 3)
    (25.0, 60.1)
    """
    a, b, c, d = np.broadcast_arrays(*(np.asarray(x, float) for x in (lon, lat, bearing, dist_m)))
    lon2, lat2, _ = GEOD.fwd(a, b, c, d)
    return np.asarray(lon2), np.asarray(lat2)


def point_at_km(line: shapely.LineString, km: float) -> tuple[float, float] | None:
    """Return the place of a kilometre point on a line that is straight in degrees.

    Parameters
    ----------
    line
        WGS84 degrees.
    km
        Geodesic distance from its first vertex along it.

    Returns
    -------
    tuple of float or None
        Longitude and latitude; None before its begin or beyond its end.  A cable is laid with
        slack: up to 5 % and 1 km beyond the end count as the end.

    Examples
    --------
    >>> line = shapely.LineString([(25.0, 60.0), (25.0, 60.1)])
    >>> [round(v, 3) for v in point_at_km(line, 5.57)]
    [25.0, 60.05]
    >>> point_at_km(line, 50.0) is None
    True
    """
    along, lon, lat = kilometres_along(line)
    if not 0 <= km <= _SLACK * along[-1] + _SLACK_KM:
        return None
    x, y = (float(np.interp(km, along, column)) for column in (lon, lat))
    return (x + 180.0) % 360.0 - 180.0 if abs(x) > 180 else x, y


def kilometres_along(line: shapely.LineString) -> tuple[Floats, Floats, Floats]:
    """Return kilometre points of places along a line so near that all between are straight.

    Parameters
    ----------
    line
        WGS84 degrees, straight in them, with two vertices at least.

    Returns
    -------
    tuple of ndarray
        Kilometres from the first vertex, longitudes (over 180 where the line goes on over the
        antimeridian) and latitudes.

    Examples
    --------
    >>> km, lon, lat = kilometres_along(shapely.LineString([(25.0, 60.0), (25.0, 60.1)]))
    >>> [round(float(v), 3) for v in (km[0], km[-1], lat[-1])]
    [0.0, 11.141, 60.1]
    """
    ends = shapely.get_coordinates(line)
    ends[:, 0] = np.unwrap(ends[:, 0], period=360.0)
    # Short legs, as a degree is not of one length along a long one.
    xy = shapely.get_coordinates(shapely.segmentize(shapely.LineString(ends), _LEG_DEG))
    steps = distance_m(xy[:-1, 0], xy[:-1, 1], xy[1:, 0], xy[1:, 1]) / 1000
    return np.concatenate([[0.0], np.cumsum(steps)]), xy[:, 0], xy[:, 1]


def turn_deg(a: Any, b: Any) -> Floats:
    """Return the smallest turn from direction a to b.

    Parameters
    ----------
    a, b
        Directions, degrees; scalars or arrays that broadcast.

    Returns
    -------
    ndarray
        Degrees in [-180, 180), to starboard positive.

    Examples
    --------
    >>> float(turn_deg(350.0, 10.0))
    20.0
    """
    return np.asarray((np.asarray(b, float) - np.asarray(a, float) + 180.0) % 360.0 - 180.0)


def angle_between(a: Any, b: Any) -> Floats:
    """Return the acute angle between two undirected lines.

    Parameters
    ----------
    a, b
        Directions, degrees; scalars or arrays of one shape.

    Returns
    -------
    ndarray
        Degrees, 0 to 90, in that shape.

    Examples
    --------
    >>> float(angle_between(10.0, 200.0))
    10.0
    """
    off = (np.asarray(a, float) - np.asarray(b, float) + 90.0) % 180.0 - 90.0
    return np.asarray(np.abs(off))


def line_length_m(line: shapely.Geometry) -> float:
    """Return the geodesic length of a line.

    Parameters
    ----------
    line
        WGS84 degrees.

    Returns
    -------
    float
        Metres.

    Examples
    --------
    >>> round(line_length_m(shapely.LineString([(25.0, 60.0), (25.0, 60.1)])))
    11141
    """
    return float(GEOD.geometry_length(line))


def local_projection(lon: float, lat: float) -> pyproj.Transformer:
    """Return the transformer from WGS84 to local azimuthal-equidistant metres.

    Parameters
    ----------
    lon, lat
        Its origin, degrees.

    Returns
    -------
    pyproj.Transformer
        For :func:`project` and :func:`unproject`.

    Examples
    --------
    >>> x, y = project(local_projection(25.0, 60.0), 25.0, 60.1)
    >>> round(float(x)), round(float(y))
    (0, 11141)
    """
    crs = pyproj.CRS.from_proj4(f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m")
    return pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)


def project(transformer: pyproj.Transformer, lon: Any, lat: Any) -> tuple[Floats, Floats]:
    """Return local metres of WGS84 degrees.

    Parameters
    ----------
    transformer
        Of :func:`local_projection`.
    lon, lat
        Degrees; scalars or arrays of one shape.

    Returns
    -------
    tuple of ndarray
        Metres to the east and to the north of the origin, in that shape.

    Examples
    --------
    >>> x, y = project(local_projection(25.0, 60.0), [25.0, 25.1], [60.0, 60.0])
    >>> x.round().tolist()
    [0.0, 5580.0]
    """
    x, y = transformer.transform(np.asarray(lon, float), np.asarray(lat, float))
    return np.asarray(x, float), np.asarray(y, float)


def unproject(transformer: pyproj.Transformer, x: Any, y: Any) -> tuple[Floats, Floats]:
    """Return WGS84 degrees of local metres.

    Parameters
    ----------
    transformer
        Of :func:`local_projection`.
    x, y
        Metres east and north of its origin; scalars or arrays of one shape.

    Returns
    -------
    tuple of ndarray
        Longitudes and latitudes, degrees, in that shape.

    Examples
    --------
    >>> lon, lat = unproject(local_projection(25.0, 60.0), 0.0, 11_141.0)
    >>> round(float(lon), 3), round(float(lat), 3)
    (25.0, 60.1)
    """
    lon, lat = transformer.transform(
        np.asarray(x, float), np.asarray(y, float), direction="INVERSE"
    )
    return np.asarray(lon, float), np.asarray(lat, float)


def on_land(lon: Any, lat: Any, land: shapely.Geometry) -> NDArray[np.bool_]:
    """Return whether points lie on land.

    Parameters
    ----------
    lon, lat
        Degrees, shape (n,).
    land
        Polygons in WGS84.

    Returns
    -------
    ndarray of bool
        Shape (n,).

    Examples
    --------
    >>> on_land([25.0, 27.0], [60.0, 60.0], shapely.box(24.5, 59.5, 25.5, 60.5)).tolist()
    [True, False]
    """
    shapely.prepare(land)
    return np.asarray(shapely.contains_xy(land, np.asarray(lon, float), np.asarray(lat, float)))
