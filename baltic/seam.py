"""Where the plane is cut open: the meridian that nothing on it crosses.

On a plane each place stands once.  Cut at 180 degrees, a track over the antimeridian would
be torn, or run back over the whole world.  So longitudes go on beyond 180 where the things
at hand do, and all of them are counted from one seam, in the widest stretch without any.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["NATURAL", "Seam", "find_seam", "unwrap"]

Floats = NDArray[np.float64]

#: The Baltic Sea (degrees east) never lies across the seam.
_BALTIC = (7, 33)
_ANTIMERIDIAN = -180.0


@dataclass(frozen=True)
class Seam:
    """Counts longitudes from the west edge of a plane, `west` to `west` + 360 degrees.

    Parameters
    ----------
    west
        Longitude of the edge, -180 to 180 degrees.

    Examples
    --------
    >>> Seam(-90.0).points(np.array([-179.0, 20.0])).tolist()
    [181.0, 20.0]
    """

    west: float = _ANTIMERIDIAN

    def points(self, lon: Any) -> Floats:
        """Return longitudes of single places from the seam on.

        Parameters
        ----------
        lon
            Degrees, any shape.

        Returns
        -------
        numpy.ndarray
            Of that shape, `west` to `west` + 360 degrees.

        Examples
        --------
        >>> Seam(-90.0).points([-100.0, 180.0]).tolist()
        [260.0, 180.0]
        """
        lon = np.asarray(lon, float)
        turns = np.floor((lon - self.west) / 360.0)
        turns = np.where(lon == self.west + 360.0, 0.0, turns)
        return np.asarray(lon - 360.0 * turns)

    def line(self, coordinates: Any) -> Floats:
        """Return one line, whole: its middle lies between the edges.

        Parameters
        ----------
        coordinates
            Shape (points, 2 or more): longitude, latitude, degrees.

        Returns
        -------
        numpy.ndarray
            Shape (points, 2).

        Examples
        --------
        >>> Seam(-90.0).line([(179.0, 60.0), (-179.0, 61.0)]).tolist()
        [[179.0, 60.0], [181.0, 61.0]]
        """
        made = np.array(coordinates, float)[:, :2]
        made[:, 0] = self.lines(made[:, 0], np.zeros(1, np.int64))
        return made

    def lines(self, lon: Floats, starts: NDArray[np.int64]) -> Floats:
        """Return the longitudes of many lines after each other, each line whole.

        Parameters
        ----------
        lon
            Degrees, shape (fixes,).
        starts
            First index of each line, rising, from 0.

        Returns
        -------
        numpy.ndarray
            Shape (fixes,); the middle of each line lies between the edges.

        Examples
        --------
        >>> Seam(-90.0).lines(np.array([-179.0, 179.0, 20.0]), np.array([0, 2])).tolist()
        [181.0, 179.0, 20.0]
        """
        if not len(lon):
            return lon
        whole = unwrap(lon, starts)
        middle = (np.minimum.reduceat(whole, starts) + np.maximum.reduceat(whole, starts)) / 2
        shift = self.points(middle) - middle
        sizes = np.diff(np.append(starts, len(lon)))
        return np.asarray(whole + np.repeat(shift, sizes))

    def put(self, rows: Iterable[MutableMapping[str, Any]]) -> None:
        """Count the ``lon`` of rows that have one from the seam on, in place.

        Parameters
        ----------
        rows
            Each may have a ``lon``, degrees or None.

        Examples
        --------
        >>> rows = [{"lon": -179.0}, {"lon": None}, {}]
        >>> Seam(-90.0).put(rows)
        >>> rows
        [{'lon': 181.0}, {'lon': None}, {}]
        """
        for row in rows:
            lon = row.get("lon")
            if isinstance(lon, (int, float)) and np.isfinite(lon):
                row["lon"] = float(self.points(lon))


#: Cut at 180 degrees, as longitudes are written.
NATURAL = Seam()


def find_seam(points: Any, lines: Sequence[Any] = ()) -> Seam:
    """Return the middle of the widest stretch of longitudes without anything.

    Parameters
    ----------
    points
        Longitudes of fixes, shape (any number,), degrees; those that are not finite are left
        out.
    lines
        Arrays of shape (points, 2 or more): what lies between two points belongs to a line.

    Returns
    -------
    Seam
        At 180 degrees where that lies in the stretch, or where things lie all round.

    Examples
    --------
    >>> find_seam([20.0, 25.0]).west, find_seam([179.0, -179.0]).west
    (-180.0, -85.5)
    """
    # One cell a degree, the first from 180 W on.
    used = np.zeros(360, bool)
    used[_cells(*_BALTIC)] = True
    lon = np.asarray(points, float)
    lon = lon[np.isfinite(lon)]
    used[np.floor(lon + 180.0).astype(int) % 360] = True
    for line in lines:
        east = np.asarray(line, float)[:, 0]
        if len(east) and np.isfinite(east).all():
            whole = unwrap(east, np.zeros(1, np.int64))
            used[_cells(whole.min(), whole.max())] = True
    return Seam(_middle_of_widest(used))


def unwrap(lon: Floats, starts: NDArray[np.int64]) -> Floats:
    """Remove jumps of 360 degrees inside each line: it goes on beyond 180.

    Parameters
    ----------
    lon
        Degrees, shape (fixes,).
    starts
        First index of each line, rising, from 0.

    Returns
    -------
    numpy.ndarray
        Shape (fixes,); the first of each line is as it was.

    Examples
    --------
    >>> unwrap(np.array([179.0, -179.0, -178.0]), np.array([0])).tolist()
    [179.0, 181.0, 182.0]
    """
    if not len(lon):
        return lon
    turns = -np.rint(np.diff(lon, prepend=lon[0]) / 360.0)
    turns[starts] = 0.0
    total = np.cumsum(turns)
    sizes = np.diff(np.append(starts, len(lon)))
    return np.asarray(lon + 360.0 * (total - np.repeat(total[starts], sizes)))


def _cells(west: float, east: float) -> NDArray[np.int64]:
    """Return the cells of a stretch; one of more than a turn is all of them."""
    first = int(np.floor(west + 180.0))
    return np.arange(first, min(int(np.floor(east + 180.0)), first + 359) + 1) % 360


def _middle_of_widest(used: NDArray[np.bool_]) -> float:
    """Return the seam: in the widest run of empty cells, at 180 degrees if that is in it."""
    full = np.flatnonzero(used)
    ends = np.append(full[1:], full[0] + 360)
    widths = ends - full - 1
    widest = int(np.argmax(widths))
    # The run from the last full cell to the first holds the antimeridian.
    if widths[widest] in (0, widths[-1]):
        return _ANTIMERIDIAN
    return float(full[widest] + 1 + widths[widest] / 2 - 180.0)
