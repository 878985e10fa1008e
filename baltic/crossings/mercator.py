"""The plane in which a ship on one course runs straight: ellipsoidal Mercator.

Between two fixes a ship is taken to follow a rhumb line: autopilots hold a course, and
the legs of a voyage plan are rhumb lines by default.  In this plane a rhumb line is a
straight segment, so a crossing is the meeting of two segments.  At 60 N the geodesic lies
3 m from an east-west rhumb line of 10 km, 85 m at 50 km, 1.4 km at 200 km; in such gaps
the ship's own path is less sure than that.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["EQUATOR_M", "isometric", "latitude", "rhumb_length_m", "rhumb_share", "to_plane"]

Floats = NDArray[np.float64]

_E2 = 0.0066943799901413165  # WGS84, first eccentricity squared
_E = np.sqrt(_E2)
EQUATOR_M = 6_378_137.0  # WGS84, half the equatorial diameter


def isometric(lat: ArrayLike) -> Floats:
    """Return the isometric latitude (radians) of geodetic degrees.

    Source: Snyder, Map Projections (1987), equation 7-7, divided by the radius.

    Examples
    --------
    >>> round(float(isometric(60.0)), 6)
    1.311151
    """
    s = np.sin(np.radians(lat))
    return np.asarray(np.arctanh(s) - _E * np.arctanh(_E * s))


def latitude(psi: ArrayLike) -> Floats:
    """Return geodetic degrees of isometric latitudes; the inverse of :func:`isometric`.

    Examples
    --------
    >>> round(float(latitude(isometric(64.25))), 12)
    64.25
    """
    y = np.asarray(psi, float)
    s = np.tanh(y)
    for _ in range(6):  # each round gains more than two digits
        s = np.tanh(y + _E * np.arctanh(_E * s))
    return np.asarray(np.degrees(np.arcsin(s)))


def to_plane(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Return x, y (radians at the equator) of WGS84 degrees."""
    return np.radians(np.asarray(lon, float)), isometric(lat)


def _mean_scale(y0: Floats, y1: Floats) -> Floats:
    """Metres on the ground a unit of the plane, mean from y0 to y1 (three-point Gauss)."""
    nodes = 0.5 + np.array([-1.0, 0.0, 1.0])[:, None] * np.sqrt(0.15)
    weights = np.array([5.0, 8.0, 5.0])[:, None] / 18.0
    s2 = np.sin(np.radians(latitude(y0 + nodes * (y1 - y0)))) ** 2
    return np.asarray((weights * EQUATOR_M * np.sqrt((1 - s2) / (1 - _E2 * s2))).sum(axis=0))


def rhumb_length_m(x0: Floats, y0: Floats, x1: Floats, y1: Floats) -> Floats:
    """Return the length of rhumb lines between points of the plane, metres.

    Examples
    --------
    >>> from baltic.geo import distance_m  # a meridian is rhumb line and geodesic
    >>> x, y = to_plane([20.0, 20.0], [57.0, 58.0])
    >>> off = rhumb_length_m(x[:1], y[:1], x[1:], y[1:]) - distance_m(20, 57, 20, 58)
    >>> bool(abs(off[0]) < 0.001)
    True
    """
    return np.asarray(np.hypot(x1 - x0, y1 - y0) * _mean_scale(y0, y1))


def rhumb_share(y0: Floats, y1: Floats, u: Floats) -> Floats:
    """Return the share of a leg's length that lies before plane fraction `u`.

    The plane stretches towards the pole, so half the segment is not half the way: 0.7 %
    on a 100 km leg to the north.
    """
    return np.asarray(u * _mean_scale(y0, y0 + u * (y1 - y0)) / _mean_scale(y0, y1))
