"""Little files of waves, written by the tests."""

from __future__ import annotations

import numpy as np

LON = np.linspace(10.0, 14.0, 5)
LAT = np.linspace(54.0, 58.0, 9)
HOURS = np.arange(4)
#: 2025-03-01 00:00 UTC.
T0 = 1740787200.0


def height(t_h, lat, lon):
    """Return a sea that is linear in time and place, m."""
    return 1.0 + 0.5 * t_h + 0.1 * (lat - 54.0) + 0.05 * (lon - 10.0)


def write_grid(
    path, *, names=("time", "latitude", "longitude", "VHM0", "VMDR"), flip=False, east=False,
    land=None, packed=False, origin=240.0, standard=None, hours=HOURS, extra=(), form="NETCDF4",
):  # fmt: skip
    """Write waves of all cells; `flip` puts the north first, `east` counts from 0 to 360."""
    import netCDF4

    t_name, lat_name, lon_name, hs_name, origin_name = names
    lat = LAT[::-1] if flip else LAT
    lon = LON - 12.0 if east else LON
    stored = np.sort(lon % 360.0) if east else lon
    real = np.where(stored > 180, stored - 360, stored)
    with netCDF4.Dataset(path, "w", format=form) as file:
        for name, size in ((t_name, len(hours)), (lat_name, len(lat)), (lon_name, len(stored))):
            file.createDimension(name, size)
        for name in extra:
            file.createDimension(name, 2)
        t = file.createVariable(t_name, "f8", (t_name,))
        t.units, t.calendar = "hours since 2025-03-01 00:00:00", "standard"
        t[:] = hours
        file.createVariable(lat_name, "f4", (lat_name,))[:] = lat
        file.createVariable(lon_name, "f4", (lon_name,))[:] = stored
        dims = (*extra, t_name, lat_name, lon_name)
        kind = "i2" if packed else "f4"
        hs = file.createVariable(hs_name, kind, dims, fill_value=-9999)
        way = file.createVariable(origin_name, "f4", dims, fill_value=-9999)
        if packed:
            hs.scale_factor, hs.add_offset = 0.001, 1.0
        if standard:
            way.standard_name = standard
        t_h, a, b = np.meshgrid(hours, lat, real, indexing="ij")
        values = np.ma.array(height(t_h, a, b))
        if land is not None:
            values = np.ma.masked_where(land(a, b), values)
        hs[:] = np.broadcast_to(values, hs.shape) if extra else values
        way[:] = np.full(way.shape, origin)
    return path


def write_points(path, rows, header="t,lon,lat,hs_m,wave_from_deg"):
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path
