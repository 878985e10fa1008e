"""Waves on a grid in NetCDF, read one hour and one box at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError, MissingExtraError
from ..extras import extra_command
from ..settings import Weather as Rules
from .waves import Waves, direction_deg

__all__ = ["Grid", "open_netcdf"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_HEIGHT = ("VHM0", "swh", "hs", "SWH")
_ORIGIN = ("VMDR", "mwd", "MWD")
_AXES = {
    "time": ("time", "valid_time", "t"),
    "lat": ("latitude", "lat", "y"),
    "lon": ("longitude", "lon", "x"),
}
_STANDARD = {
    "sea_surface_wave_significant_height": "height",
    "significant_height_of_wind_and_swell_waves": "height",
    "sea_surface_wave_from_direction": "origin",
    "sea_surface_wave_to_direction": "heading",
}
_NO_WAVES_M = 30.0


class Grid(Waves):
    """A variable of time, latitude and longitude: linear in place and in time."""

    format = "netcdf"

    def __init__(self, path: Path, source: Any, names: dict[str, str], rules: Rules) -> None:
        self.path = path
        self._source, self._names, self._rules = source, names, rules
        axes = {k: np.ma.filled(source[names[k]][:], np.nan) for k in ("lat", "lon")}
        self._lat, self._flip = _ascending(np.asarray(axes["lat"], float), path, "latitude")
        lon = np.asarray(axes["lon"], float)
        # ERA5 counts longitudes from 0 to 360.
        lon = np.where(lon > 180.0, lon - 360.0, lon)
        self._roll = int(np.argmin(lon)) if len(lon) else 0
        self._lon, flipped = _ascending(np.roll(lon, -self._roll), path, "longitude")
        if flipped:
            raise InputError("longitudes run to the west", file=path)
        self._t = _seconds(source[names["time"]], path)
        self.first_s, self.last_s = float(self._t[0]), float(self._t[-1])
        self.box = (float(lon.min()), float(self._lat[0]), float(lon.max()), float(self._lat[-1]))

    def _at(self, lon: Floats, lat: Floats, t_s: Floats) -> tuple[Floats, Floats]:
        height, origin = np.full(len(lon), np.nan), np.full(len(lon), np.nan)
        west, south, east, north = self.box
        inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        inside &= (t_s >= self.first_s) & (t_s <= self.last_s)
        rows = np.flatnonzero(inside)
        if not len(rows):
            return height, origin
        after = np.clip(np.searchsorted(self._t, t_s[rows]), 1, max(len(self._t) - 1, 1))
        after = np.minimum(after, len(self._t) - 1)
        before = np.maximum(after - 1, 0)
        step = self._t[after] - self._t[before]
        share = np.where(step > 0, (t_s[rows] - self._t[before]) / np.maximum(step, 1.0), 0.0)
        # Between two times that lie far apart the sea is unknown.
        known = (step <= self._rules.longest_step_h * 3600.0) | (share == 0.0) | (share == 1.0)
        sums = np.zeros((3, len(rows)))
        for number in np.unique(np.concatenate([before, after])):
            for end, weight in ((before, 1.0 - share), (after, share)):
                mine = np.flatnonzero((end == number) & (weight > 0.0) & known)
                if len(mine):
                    found = self._slab(int(number), lon[rows[mine]], lat[rows[mine]])
                    sums[:, mine] += found * weight[mine]
        known &= np.isfinite(sums).all(axis=0)
        height[rows[known]] = sums[0, known]
        origin[rows[known]] = direction_deg(sums[1, known], sums[2, known])
        return height, origin

    def _slab(self, number: int, lon: Floats, lat: Floats) -> Floats:
        """Return height, east and north at places at one time, bilinear over known cells."""
        cells = [_cell(axis, value) for axis, value in ((self._lat, lat), (self._lon, lon))]
        (i, u), (j, v) = cells
        hs, origin = (self._read(name, number, i, j) for name in ("height", "origin"))
        rad = np.radians(origin)
        i0, j0 = i - i.min(), j - j.min()
        out, total = np.zeros((3, len(lon))), np.zeros(len(lon))
        for di, dj, weight in (
            (0, 0, (1 - u) * (1 - v)), (0, 1, (1 - u) * v), (1, 0, u * (1 - v)), (1, 1, u * v),
        ):  # fmt: skip
            a = np.minimum(i0 + di, hs.shape[0] - 1)
            b = np.minimum(j0 + dj, hs.shape[1] - 1)
            corner = np.stack([hs[a, b], np.sin(rad[a, b]), np.cos(rad[a, b])])
            there = np.isfinite(corner).all(axis=0)
            out += np.where(there, corner * weight, 0.0)
            total += np.where(there, weight, 0.0)
        # Beside the coast some corners are land: half of the weight must be sea.
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(total >= 0.5, out / total, np.nan))

    def _read(self, name: str, number: int, i: Ints, j: Ints) -> Floats:
        """Return the box of one variable around some cells, north up, west to east."""
        variable = self._source[self._names[name]]
        a, b = int(i.min()), int(i.max()) + 2
        n = len(self._lat)
        rows = slice(max(n - b, 0), n - a) if self._flip else slice(a, min(b, n))
        place = [slice(None)] * variable.ndim
        order = [self._names[k] for k in ("time", "lat", "lon")]
        for axis, dim in enumerate(variable.dimensions):
            if dim == order[0]:
                place[axis] = number  # type: ignore[call-overload]
            elif dim == order[1]:
                place[axis] = rows
            elif dim != order[2]:
                place[axis] = 0  # type: ignore[call-overload]
        try:
            box: Any = np.ma.filled(np.ma.asarray(variable[tuple(place)], float), np.nan)
        except (RuntimeError, OSError) as error:
            raise InputError(
                "breaks off", file=self.path, hint="is it whole? fetch it again"
            ) from error
        if self._names.get("turned") == "yes":
            box = (box + 180.0) % 360.0 if name == "origin" else box
        box = np.roll(box, -self._roll, axis=1)[:, int(j.min()) : int(j.max()) + 2]
        box = box[::-1] if self._flip else box
        if name == "height":
            box = np.where((box >= 0.0) & (box <= _NO_WAVES_M), box, np.nan)
        return np.asarray(box, float)


def _cell(axis: Floats, value: Floats) -> tuple[Ints, Floats]:
    """Return the cell left of a value, and the share of the way to the next."""
    i = np.clip(np.searchsorted(axis, value, side="right") - 1, 0, max(len(axis) - 2, 0))
    if len(axis) < 2:
        return i, np.zeros(len(value))
    return i, np.clip((value - axis[i]) / (axis[i + 1] - axis[i]), 0.0, 1.0)


def _ascending(axis: Floats, path: Path, word: str) -> tuple[Floats, bool]:
    if axis.ndim != 1 or not len(axis) or not np.isfinite(axis).all():
        raise InputError(f"{word}s are no regular axis", file=path)
    steps = np.diff(axis)
    if (steps > 0).all():
        return axis, False
    if (steps < 0).all():
        return axis[::-1], True
    raise InputError(f"{word}s are not in order", file=path)


def _seconds(variable: Any, path: Path) -> Floats:
    """Return times as seconds since 1970."""
    import netCDF4

    try:
        when: Any = netCDF4.num2date(
            np.ma.filled(variable[:], 0), variable.units, getattr(variable, "calendar", "standard"),
            only_use_cftime_datetimes=False, only_use_python_datetimes=True,
        )  # fmt: skip
        t = np.array([np.datetime64(w, "us") for w in np.atleast_1d(when)])
    except (AttributeError, ValueError, TypeError, OverflowError) as error:
        raise InputError(
            "says no time in its time axis", file=path, hint="units like 'hours since 1970-01-01'"
        ) from error
    out = t.astype("datetime64[us]").astype(np.int64) / 1e6
    if not len(out) or (np.diff(out) <= 0).any():
        raise InputError("times are not in order", file=path)
    return np.asarray(out)


def open_netcdf(path: Path, rules: Rules) -> Grid:
    """Open a NetCDF grid of waves.

    Raises
    ------
    MissingExtraError
        The optional library is not installed; the hint is the command.
    InputError
        No NetCDF, or none of the known variables and axes.
    """
    try:
        import netCDF4
    except ImportError as error:
        raise MissingExtraError(
            "waves in NetCDF need netCDF4", file=path, hint=extra_command("weather")
        ) from error
    try:
        source = netCDF4.Dataset(path, "r")
    except (OSError, RuntimeError) as error:
        raise InputError(
            "cannot be read as NetCDF", file=path, hint="is it whole? fetch it again"
        ) from error
    try:
        return Grid(path, source, _names(source, path), rules)
    except BaseException:
        source.close()
        raise


def _names(source: Any, path: Path) -> dict[str, str]:
    """Return the file's own names of what is needed."""
    variables = source.variables
    found: dict[str, str] = {}
    for key, known in (("height", _HEIGHT), ("origin", _ORIGIN), *_AXES.items()):
        there = [n for n in known if n in variables]
        found.update({key: there[0]} if there else {})
    for name, variable in variables.items():
        word = _STANDARD.get(str(getattr(variable, "standard_name", "")))
        if word == "heading" and "origin" not in found:
            found.update(origin=name, turned="yes")
        elif word in ("height", "origin"):
            found.setdefault(word, name)
    missing = [k for k in ("height", "origin", "time", "lat", "lon") if k not in found]
    words = {"height": "wave height (VHM0, swh)", "origin": "wave direction (VMDR, mwd)"}
    if missing:
        raise InputError(
            "has no " + ", ".join(words.get(m, m) for m in missing), file=path,
            hint="there are " + ", ".join(list(variables)[:12]),
        )  # fmt: skip
    for key in ("height", "origin"):
        dims = variables[found[key]].dimensions
        need = [found[k] for k in ("time", "lat", "lon")]
        rest = [d for d in dims if d not in need and source.dimensions[d].size > 1]
        if rest or any(d not in dims for d in need):
            raise InputError(
                f"{found[key]} is no grid of time, latitude and longitude", file=path,
                example=", ".join(dims), hint="choose one member or version first",
            )  # fmt: skip
    return found
