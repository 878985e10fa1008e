"""Waves at points (buoys, ships, a grid written as rows) from a CSV file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..errors import InputError
from ..settings import Weather as Rules
from .waves import Waves, direction_deg

__all__ = ["Points", "read_points"]

Floats = NDArray[np.float64]

_COLUMNS = ("t", "lon", "lat", "hs_m", "wave_from_deg")
_RANGES = {
    "lon": (-180.0, 360.0), "lat": (-90.0, 90.0), "hs_m": (0.0, 30.0),
    "wave_from_deg": (0.0, 360.0),
}  # fmt: skip
_EARTH_KM = 6371.0
#: Rows nearest in place and time that a value is made from.
_NEAREST = 8


class Points(Waves):
    """Rows of a table; between them the nearest few, weighted by distance in place and time."""

    format = "csv"

    def __init__(self, path: Path, table: pl.DataFrame, rules: Rules) -> None:
        from scipy.spatial import cKDTree  # slow to load, and most runs have no waves

        self.path = path
        self._rules = rules
        t, lon, lat, self._hs, origin = (table[c].to_numpy() for c in _COLUMNS)
        self.first_s, self.last_s = float(t.min()), float(t.max())
        self.box = (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
        self._east, self._north = np.sin(np.radians(origin)), np.cos(np.radians(origin))
        self._tree = cKDTree(self._space(lon, lat, t))

    def _space(self, lon: Floats, lat: Floats, t_s: Floats) -> Floats:
        """Return places and times in units of how far a row may stand for them."""
        x, y = np.radians(lon), np.radians(lat)
        scale = _EARTH_KM / self._rules.point_km
        where = [np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)]
        return np.column_stack([*(w * scale for w in where), t_s / (self._rules.point_h * 3600.0)])

    def _at(self, lon: Floats, lat: Floats, t_s: Floats) -> tuple[Floats, Floats]:
        ask = np.isfinite(lon) & np.isfinite(lat) & np.isfinite(t_s)
        height, origin = np.full(len(lon), np.nan), np.full(len(lon), np.nan)
        if not ask.any():
            return height, origin
        k = min(_NEAREST, self._tree.n)
        far, row = self._tree.query(
            self._space(lon[ask], lat[ask], t_s[ask]), k=[*range(1, k + 1)],
            distance_upper_bound=1.0,
        )  # fmt: skip
        near = np.isfinite(far)
        row = np.where(near, row, 0)
        # A row that stands at the very place counts alone.
        weight = np.where(near, 1.0 / np.maximum(far, 1e-6) ** 2, 0.0)
        total = weight.sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            height[ask] = (weight * self._hs[row]).sum(axis=1) / total
            east, north = ((weight * v[row]).sum(axis=1) / total for v in (self._east, self._north))
        origin[ask] = direction_deg(np.nan_to_num(east), np.nan_to_num(north))
        return height, origin


def read_points(path: Path, rules: Rules) -> Points:
    """Read a CSV of waves; times are ISO 8601 and UTC where they name no zone.

    Raises
    ------
    InputError
        A missing column, no usable row, or a value that is none, with its line.
    """
    try:
        raw = pl.read_csv(path, infer_schema=False, null_values=["", "NaN", "nan", "NA"])
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as error:
        raise InputError(
            "is neither a CSV of waves nor NetCDF", file=path,
            hint="give columns " + ",".join(_COLUMNS),
        ) from error  # fmt: skip
    raw = raw.rename({name: name.strip().lower() for name in raw.columns})
    missing = [c for c in _COLUMNS if c not in raw.columns]
    if missing:
        raise InputError(
            "has no column " + ", ".join(missing), file=path,
            hint="waves need the columns " + ",".join(_COLUMNS),
        )  # fmt: skip
    numbers = raw.select(pl.col(_COLUMNS[1:]).str.strip_chars().cast(pl.Float64, strict=False))
    time = raw["t"].str.strip_chars().str.replace(r"(Z|\+00:?00)$", "").str.replace("T", " ")
    stamp = time.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", strict=False)
    short = time.str.to_datetime("%Y-%m-%d %H:%M", strict=False)
    seconds = stamp.fill_null(short).dt.epoch("us") / 1e6
    table = numbers.with_columns(t=seconds).select(_COLUMNS)
    for name in _COLUMNS:
        _check(path, name, raw[name], table[name])
    table = table.drop_nulls()
    if not table.height:
        raise InputError("has no row with all of " + ",".join(_COLUMNS), file=path)
    return Points(path, table, rules)


def _check(path: Path, name: str, text: pl.Series, value: pl.Series) -> None:
    """Refuse a column with a value that is none; empty ones are unknown and left out."""
    low, high = _RANGES.get(name, (-np.inf, np.inf))
    wrong = (text.is_not_null() & value.is_null()) | ~value.is_between(low, high).fill_null(True)
    bad = np.flatnonzero(wrong.to_numpy())
    if len(bad):
        what = "is no time like 2024-12-25T10:00:00Z" if name == "t" else "is no such number"
        raise InputError(
            what, file=path, line=int(bad[0]) + 2, column=name, example=text[int(bad[0])],
            hint="times are UTC" if name == "t" else f"{name} lies between {low:g} and {high:g}",
        )  # fmt: skip
