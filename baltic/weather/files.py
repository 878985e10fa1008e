"""Opening a file of waves: which reader."""

from __future__ import annotations

from pathlib import Path

from ..errors import InputError, like_file
from ..settings import Weather as Rules
from .netcdf import open_netcdf
from .points import read_points
from .waves import Waves

__all__ = ["open_weather"]


def open_weather(path: str | Path, rules: Rules | None = None) -> Waves:
    r"""Open a file of waves.

    Parameters
    ----------
    path
        CSV with the columns ``t, lon, lat, hs_m, wave_from_deg`` (more are left alone:
        ``wind_ms, wind_from_deg``), or NetCDF with ``VHM0, VMDR`` (Copernicus Marine) or
        ``swh, mwd`` (ERA5) on a grid of longitudes and latitudes.
    rules
        Section ``weather`` of the settings.

    Returns
    -------
    Waves
        Callable ``(lon, lat, t_s) -> hs_m, from_deg``.

    Raises
    ------
    InputError
        No file, unknown columns or variables, a value that is none.
    MissingExtraError
        NetCDF without the optional library; the hint is the command.

    Examples
    --------
    >>> import tempfile
    >>> rows = "t,lon,lat,hs_m,wave_from_deg\n2024-12-25T10:00:00Z,20,57,2.5,270\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "waves.csv"
    ...     _ = file.write_text(rows)
    ...     open_weather(file).format
    'csv'
    """
    rules, path = rules or Rules(), Path(path)
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "no such file"
        raise InputError(what, file=path, hint=like_file(path, "check --weather"))
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=path) from error
    if head[:3] == b"CDF" or head == b"\x89HDF\r\n\x1a\n":
        return open_netcdf(path, rules)
    if head[:4] == b"GRIB":
        raise InputError("is GRIB", file=path, hint="fetch or convert it as NetCDF")
    if head[:2] in (b"PK", b"\x1f\x8b"):
        raise InputError("is packed", file=path, hint="unpack it first")
    return read_points(path, rules)
