"""Small depth grids of every format, written on the spot."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import from_origin
from scipy.io import netcdf_file

__all__ = ["CELL", "LATS", "LONS", "plane", "write_ascii", "write_netcdf", "write_tiff"]

#: Centres of the cells: 17.05 to 20.95 E and 55.05 to 57.95 N.
CELL = 0.1
LONS = 17.0 + CELL * (np.arange(40) + 0.5)
LATS = 55.0 + CELL * (np.arange(30) + 0.5)


def plane(lon, lat):
    """Return a sea bed that slopes evenly: bilinear interpolation of it is exact."""
    return 20.0 + 30.0 * (np.asarray(lon) - 17.0) + 10.0 * (np.asarray(lat) - 55.0)


def depths():
    """Return the plane at the cells' centres, north row first."""
    return plane(LONS[None, :], LATS[::-1][:, None])


def write_tiff(path: Path, values, *, crs="EPSG:4326", transform=None, **more) -> Path:
    values = np.asarray(values)
    tags = more.pop("tags", {})
    unit = more.pop("unit", None)
    place = transform or from_origin(17.0, 58.0, CELL, CELL)
    shape = {"height": values.shape[-2], "width": values.shape[-1]}
    bands = values if values.ndim == 3 else values[None]
    with rasterio.open(
        path, "w", driver="GTiff", count=len(bands), dtype=values.dtype, crs=crs,
        transform=place, **shape, **more,
    ) as out:  # fmt: skip
        out.write(bands)
        out.update_tags(1, **tags)
        if unit:
            out.units = (unit,)
    return path


def write_netcdf(path: Path, values, *, name="elevation", descending=False, extra=(), **attrs):
    """Write a classic NetCDF file as EMODnet and GEBCO lay theirs out (values north first)."""
    fill = attrs.pop("fill", None)
    lats = LATS[::-1] if descending else LATS
    rows = np.asarray(values) if descending else np.asarray(values)[::-1]
    with netcdf_file(path, "w") as out:
        for axis, centres, unit in (("lat", lats, "north"), ("lon", LONS, "east")):
            out.createDimension(axis, len(centres))
            variable = out.createVariable(axis, "f8", (axis,))
            variable[:] = centres
            variable.units = f"degrees_{unit}"
        for each in (name, *extra):
            variable = out.createVariable(each, rows.dtype.newbyteorder(">"), ("lat", "lon"))
            variable[:] = rows if each == name else np.ones_like(rows)
            if each == name:
                for key, value in attrs.items():
                    setattr(variable, key, value)
                if fill is not None:
                    variable._FillValue = rows.dtype.type(fill)
    return path


def write_ascii(path: Path, values, *, fill=-9999, left=17.0, low=55.0, cell=CELL) -> Path:
    head = (
        f"ncols {values.shape[1]}\nnrows {values.shape[0]}\nxllcorner {left}\n"
        f"yllcorner {low}\ncellsize {cell}\nNODATA_value {fill}\n"
    )
    rows = "\n".join(" ".join(f"{v:.3f}" for v in row) for row in values)
    path.write_text(head + rows + "\n")
    return path
