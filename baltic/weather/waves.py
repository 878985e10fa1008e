"""What every source of waves answers: height and direction at places and times."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Waves", "direction_deg"]

Floats = NDArray[np.float64]


class Waves(ABC):
    r"""Significant wave height and mean direction; made by :func:`open_weather`.

    Attributes
    ----------
    path
        The file.
    format
        ``csv`` or ``netcdf``.
    first_s, last_s
        First and last time in it, seconds since 1970.
    box
        West, south, east, north, degrees.

    Examples
    --------
    >>> import tempfile
    >>> from baltic.weather import open_weather
    >>> rows = "t,lon,lat,hs_m,wave_from_deg\n2024-12-25T10:00:00Z,20,57,2.5,270\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "waves.csv"
    ...     _ = file.write_text(rows)
    ...     waves = open_weather(file)
    >>> [float(v) for v in waves(20.1, 57.0, 1_735_120_800.0)], waves.facts()["first"]
    ([2.5, 270.0], '2024-12-25T10:00:00Z')
    """

    path: Path
    format: str
    first_s: float
    last_s: float
    box: tuple[float, float, float, float]

    def __call__(self, lon: ArrayLike, lat: ArrayLike, t_s: ArrayLike) -> tuple[Floats, Floats]:
        """Return wave height (m) and the direction that waves come from (degrees).

        Parameters
        ----------
        lon, lat
            Degrees, of one shape with `t_s`.
        t_s
            Seconds since 1970 (UTC).

        Returns
        -------
        hs_m, from_deg
            NaN where the file does not cover the place or the time.
        """
        parts = np.broadcast_arrays(*(np.asarray(v, float) for v in (lon, lat, t_s)))
        flat = [np.ascontiguousarray(p).ravel() for p in parts]
        height, origin = self._at(*flat)
        shape = parts[0].shape
        return height.reshape(shape), origin.reshape(shape)

    @abstractmethod
    def _at(self, lon: Floats, lat: Floats, t_s: Floats) -> tuple[Floats, Floats]: ...

    def facts(self) -> dict[str, Any]:
        """Return what the manifest says of it, besides file, size and hash.

        Returns
        -------
        dict
            ``format``, ``first``, ``last`` (ISO 8601, UTC), ``box`` (degrees).
        """
        first, last = (
            datetime.fromtimestamp(round(s), UTC).isoformat().replace("+00:00", "Z")
            for s in (self.first_s, self.last_s)
        )
        return {
            "format": self.format,
            "first": first,
            "last": last,
            "box": [round(float(v), 4) for v in self.box],
        }


def direction_deg(east: Floats, north: Floats) -> Floats:
    """Return directions of summed unit vectors, degrees 0-360; NaN where they cancel out.

    Examples
    --------
    >>> direction_deg(np.array([1.0, 0.0]), np.array([0.0, 0.0])).tolist()
    [90.0, nan]
    """
    known = np.hypot(east, north) > 1e-6
    return np.where(known, np.degrees(np.arctan2(east, north)) % 360.0, np.nan)
