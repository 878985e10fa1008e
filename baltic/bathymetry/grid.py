"""A depth grid that stays on disk: what it holds at given places, read tile by tile."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer

from ..errors import InputError
from ..settings import Bathymetry as Rules
from .sign import AtSea, Sign, sign_at_sea, sign_of_file

__all__ = ["LON_LAT", "Bathymetry"]

Floats = NDArray[np.float64]

LON_LAT = "OGC:CRS84"
#: No sea on Earth is deeper, no mountain much higher: what lies beyond is a filling value.
_BEYOND_M = 11_500.0
#: Filling values that files use without saying so.
_FILLS = (-9999.0, 9999.0)


class Bathymetry:
    r"""An open grid; called with longitudes and latitudes it gives depths.

    Made by :func:`open_bathymetry`.

    Parameters
    ----------
    path, source, crs, rules
        The file, the open rasterio dataset, its coordinate system, section ``bathymetry`` of the
        settings.

    Attributes
    ----------
    path
        The file.
    sign
        Whether its values are elevations or depths, and why it is thought so; None while the
        file does not tell, until :meth:`look_at_sea`.
    notes
        Sentences for the report.
    crs, variable
        Coordinate system of the grid; the NetCDF variable that was read, else empty.

    Examples
    --------
    >>> import tempfile
    >>> from baltic.bathymetry import open_bathymetry
    >>> cells = "ncols 2\nnrows 2\nxllcorner 20\nyllcorner 57\ncellsize 0.1\n-40 -60\n-40 -60\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "sea.asc"
    ...     _ = file.write_text(cells)
    ...     grid = open_bathymetry(file)
    ...     grid.look_at_sea([20.1], [57.1])  # ships sailed there: there must be water
    ...     grid([20.05, 20.1, 25.0], 57.1).tolist(), float(grid.values_at(20.1, 57.1))
    ([40.0, 50.0, nan], -50.0)
    >>> grid.facts()["values"]
    'elevation, negative under water'
    """

    def __init__(self, path: Path, source: Any, crs: str, rules: Rules) -> None:
        self.path = path
        self.notes: list[str] = []
        self.crs = crs
        self.variable: str = source.tags(1).get("NETCDF_VARNAME", "")
        self._source = source
        self._rules = rules
        self._tiles: OrderedDict[int, NDArray[np.float32]] = OrderedDict()
        self._to_grid = Transformer.from_crs(LON_LAT, crs, always_xy=True)
        self._degrees = self._to_grid.target_crs.is_geographic  # type: ignore[union-attr]
        self.sign: Sign | None = sign_of_file(
            path, _words(source, self.variable), self._sample(), rules.values
        )

    def __call__(self, lon: ArrayLike, lat: ArrayLike) -> Floats:
        """Return the water depth, m positive down, NaN where unknown.

        Parameters
        ----------
        lon, lat
            Degrees (WGS 84), of one shape.

        Raises
        ------
        InputError
            The file breaks off, or does not say whether it holds elevations or depths.
        """
        sign = self._settled()
        value = self.values_at(lon, lat)
        depth = -value if sign.elevation else value
        return np.where(depth > 0.0, depth, np.nan)

    def values_at(self, lon: ArrayLike, lat: ArrayLike) -> Floats:
        """Return what the grid holds there, elevation or depth, bilinear.

        Parameters
        ----------
        lon, lat
            Degrees (WGS 84), of one shape.

        Returns
        -------
        ndarray
            Metres in that shape, NaN where unknown.
        """
        lon, lat = np.broadcast_arrays(np.asarray(lon, float), np.asarray(lat, float))
        x, y = (np.asarray(a, float).ravel() for a in self._to_grid.transform(lon, lat))
        out = np.full(x.shape, np.nan)
        where = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        row, col = self._cells(x[where], y[where])
        height, width = self._source.shape
        inside = (col >= -0.5) & (col <= width - 0.5) & (row >= -0.5) & (row <= height - 0.5)
        if inside.any():
            out[where[inside]] = self._between(row[inside], col[inside])
        return out.reshape(lon.shape)

    def look_at_sea(self, lon: ArrayLike, lat: ArrayLike) -> None:
        """Compare the grid with places where ships sailed: there must be water.

        Settles the sign of a file that does not tell it, and notes what looks wrong.

        Parameters
        ----------
        lon, lat
            Degrees (WGS 84), of one shape.

        Raises
        ------
        InputError
            The sign stays unknown: the ships' places lie on both sides of zero.
        """
        values = self.values_at(lon, lat)
        seen = AtSea(
            known=int(np.isfinite(values).sum()),
            below=int((values < 0).sum()),
            above=int((values > 0).sum()),
        )
        if not seen.known:
            self.notes.append("no ship's position lies inside the depth grid: depths are unknown")
            self.sign = self.sign or Sign(True, "not needed: no ship inside the grid")
            return
        if self.sign is None:
            self.sign = sign_at_sea(seen, self._rules)
            self._settled()
        elif (water := seen.water(self.sign)) < 0.5:
            self.notes.append(
                f"the depth grid has water at only {water:.0%} of the ships' positions: check its "
                f"sign ({self.sign.word}, {self.sign.why}) and its coordinate system ({self.crs})"
            )

    def _settled(self) -> Sign:
        if self.sign is None:
            raise InputError(
                "holds values of both signs and does not say whether they are elevations or depths",
                file=self.path,
                hint="write [bathymetry] and values = 'elevation' (or 'depth') in a file given "
                "with --settings",
            )
        return self.sign

    def facts(self) -> dict[str, Any]:
        """Return how the file was understood.

        Returns
        -------
        dict
            Plain JSON: format, variable, coordinate system, cells, sign and why.
        """
        cell = self._source.transform
        return {
            "format": self._source.driver,
            "variable": self.variable or None,
            "crs": self.crs,
            "cells": [int(n) for n in self._source.shape],
            "cell_size": [abs(float(cell.a)), abs(float(cell.e))],
            "values": self.sign.word if self.sign else None,
            "why": self.sign.why if self.sign else None,
        }

    def _cells(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return rows and columns, 0 at the centre of the first cell."""
        if self._degrees:
            left = self._source.bounds.left
            x = left + (x - left) % 360.0
        back = ~self._source.transform
        col = back.a * x + back.b * y + back.c - 0.5
        return back.d * x + back.e * y + back.f - 0.5, col

    def _between(self, row: Floats, col: Floats) -> Floats:
        """Interpolate at rows and columns of cell centres, tile by tile."""
        height, width = self._source.shape
        size = self._rules.tile_cells
        r0 = np.clip(np.floor(row), 0, max(height - 2, 0)).astype(np.int64)
        c0 = np.clip(np.floor(col), 0, max(width - 2, 0)).astype(np.int64)
        across = -(-width // size)
        tile = (r0 // size) * across + c0 // size
        out = np.empty(len(row))
        order = np.argsort(tile, kind="stable")
        for part in np.split(order, np.flatnonzero(np.diff(tile[order])) + 1):
            block = self._tile(int(tile[part[0]]), across)
            r, c = r0[part] % size, c0[part] % size
            out[part] = _bilinear(block, r, c, row[part] - r0[part], col[part] - c0[part])
        return out

    def _tile(self, number: int, across: int) -> NDArray[np.float32]:
        """Return one tile with a further row and column, so that cells join across tiles."""
        if number in self._tiles:
            self._tiles.move_to_end(number)
            return self._tiles[number]
        size = self._rules.tile_cells
        block = self._read(number // across * size, number % across * size, size + 1, size + 1)
        self._tiles[number] = block
        if len(self._tiles) > self._rules.tiles:
            self._tiles.popitem(last=False)
        return block

    def _read(self, row: int, col: int, rows: int, cols: int) -> NDArray[np.float32]:
        import rasterio
        from rasterio.windows import Window

        height, width = self._source.shape
        window = Window(col, row, min(cols, width - col), min(rows, height - row))
        try:
            with rasterio.Env(GDAL_CACHEMAX=self._rules.cache_mb):
                raw = self._source.read(1, window=window, masked=True)
        except rasterio.errors.RasterioIOError as error:
            raise InputError(
                "breaks off or is damaged: a part of the grid cannot be read",
                file=self.path,
                hint="fetch it again",
            ) from error
        value = raw.astype(np.float64) * self._source.scales[0] + self._source.offsets[0]
        out = np.ma.filled(value, np.nan)
        out[~(np.abs(out) < _BEYOND_M) | np.isin(out, _FILLS)] = np.nan
        return np.asarray(out, dtype=np.float32)

    def _sample(self) -> Floats:
        """Return known values from all over the grid: all of a small one."""
        height, width = self._source.shape
        if height * width <= 1_000_000:
            found = self._read(0, 0, height, width).ravel()
        else:
            rows = np.linspace(0, max(height - 16, 0), 16).astype(int)
            cols = np.linspace(0, max(width - 16, 0), 16).astype(int)
            blocks = [self._read(int(r), int(c), 16, 16).ravel() for r in rows for c in cols]
            found = np.concatenate(blocks)
        return np.asarray(found[np.isfinite(found)], dtype=np.float64)


def _bilinear(
    block: NDArray[np.float32],
    r: NDArray[np.int64],
    c: NDArray[np.int64],
    down: Floats,
    right: Floats,
) -> Floats:
    """Interpolate between cells (r, c) and (r + 1, c + 1); unknown where the nearest is."""
    down, right = np.clip(down, 0.0, 1.0), np.clip(right, 0.0, 1.0)
    r1, c1 = np.minimum(r + 1, block.shape[0] - 1), np.minimum(c + 1, block.shape[1] - 1)
    corners = np.stack([block[r, c], block[r, c1], block[r1, c], block[r1, c1]]).astype(float)
    weight = np.stack(
        [(1 - down) * (1 - right), (1 - down) * right, down * (1 - right), down * right]
    )
    known = np.isfinite(corners)
    nearest = np.where(down >= 0.5, 2, 0) + np.where(right >= 0.5, 1, 0)
    there = np.take_along_axis(known, nearest[None, :], axis=0)[0]
    weight = np.where(known, weight, 0.0)
    total = weight.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = (weight * np.where(known, corners, 0.0)).sum(axis=0) / total
    return np.asarray(np.where(there, value, np.nan))


def _words(source: Any, variable: str) -> dict[str, str]:
    """Return what the file says of its values, in lower case."""
    tags = {k.lower(): str(v).lower() for k, v in source.tags(1).items()}
    words = {k: tags.get(k, "") for k in ("positive", "standard_name", "long_name")}
    named = " ".join(str(w or "") for w in (variable, *source.descriptions))
    return {**words, "name": named.lower()}
