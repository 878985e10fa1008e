"""Opening a depth grid: which reader, which variable, which coordinate system."""

from __future__ import annotations

import math
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from pyproj import Transformer
from pyproj.exceptions import ProjError

from ..errors import InputError, MissingExtraError, like_file
from ..extras import extra_command
from ..settings import Bathymetry as Rules
from .grid import LON_LAT, Bathymetry

__all__ = ["open_bathymetry"]

_METRE = ("", "m", "metre", "metres", "meter", "meters")
_NAMES = ("elevation", "depth", "z", "bathymetry", "bathy", "topo", "altitude", "height", "band1")


def open_bathymetry(path: str | Path, rules: Rules | None = None) -> Bathymetry:
    r"""Open a depth grid.

    Parameters
    ----------
    path
        GeoTIFF, NetCDF (3 or 4) or ESRI ASCII grid with one band of metres.
    rules
        Section ``bathymetry`` of the settings.

    Returns
    -------
    Bathymetry
        Callable ``(lon, lat) -> depth``.

    Raises
    ------
    MissingExtraError
        The optional library is not installed; the hint is the command.
    InputError
        No file, no grid, several variables or bands to choose from, no coordinate system, or
        values that are no depths.

    Notes
    -----
    A file without a coordinate system is taken as degrees where its bounds are degrees, and
    that is noted; any other is refused.

    Examples
    --------
    >>> import tempfile
    >>> cells = "ncols 2\nnrows 2\nxllcorner 20\nyllcorner 57\ncellsize 0.1\n-40 -60\n-40 -60\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "sea.asc"
    ...     _ = file.write_text(cells)
    ...     float(open_bathymetry(file)(20.1, 57.1))
    50.0
    """
    rules = rules or Rules()
    path = Path(path)
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "no such file"
        raise InputError(what, file=path, hint=like_file(path, "check --bathymetry"))
    driver = _driver_of(path)
    try:
        import rasterio
    except ImportError as error:
        raise MissingExtraError(
            "depth grids need rasterio", file=path, hint=extra_command("bathymetry")
        ) from error
    source = _open(rasterio, path, driver, rules)
    notes: list[str] = []
    try:
        _check(source, path)
        crs = _crs_of(source, path, notes)
        found = Bathymetry(path, source, crs, rules)
    except BaseException:
        source.close()
        raise
    found.notes.extend(notes)
    return found


def _driver_of(path: Path) -> str:
    """Return the reader for what a file begins with."""
    try:
        with path.open("rb") as stream:
            head = stream.read(512)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=path) from error
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "GTiff"
    if head[:3] == b"CDF" or head[:8] == b"\x89HDF\r\n\x1a\n":
        return "netCDF"
    if head.lstrip().lower().startswith((b"ncols", b"nrows", b"xll")):
        return "AAIGrid"
    packed = head[:2] in (b"PK", b"\x1f\x8b")
    raise InputError(
        "is no depth grid" if not packed else "is packed",
        file=path,
        hint="unpack it first" if packed else "give a GeoTIFF, NetCDF or ESRI ASCII grid",
    )


def _open(rasterio: Any, path: Path, driver: str, rules: Rules) -> Any:
    """Open the file, or in NetCDF the variable that holds depths."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
            source = rasterio.open(path, driver=driver)
            names = [str(s).rsplit(":", 1)[-1] for s in source.subdatasets]
            if driver != "netCDF" or not names:
                return source
            source.close()
            name = _variable(names, path, rules.variable)
            return rasterio.open(f'NETCDF:"{path}":{name}', driver=driver)
    except rasterio.errors.RasterioError as error:
        raise InputError(
            f"cannot be read as {driver}", file=path, hint="is it whole? fetch it again"
        ) from error


def _variable(names: list[str], path: Path, wanted: str) -> str:
    if wanted and wanted in names:
        return wanted
    folded = {n.casefold(): n for n in names}
    for known in _NAMES if not wanted else ():
        if known in folded:
            return folded[known]
    raise InputError(
        f"has no variable {wanted!r}" if wanted else "has several variables, none called a depth",
        file=path,
        hint="write [bathymetry] and variable = '...' in a file given with --settings; there are "
        + ", ".join(names[:12]),
    )


def _check(source: Any, path: Path) -> None:
    """Refuse what is no grid of metres."""
    if source.count != 1:
        raise InputError(
            f"has {source.count} bands, a depth grid has one",
            file=path,
            hint="pictures of depths cannot be used; cut out the band with gdal_translate -b",
        )
    if source.transform.is_identity:
        raise InputError(
            "does not say where it lies", file=path, hint="its cells need even coordinates"
        )
    unit = str(source.units[0] or "").strip().lower()
    if unit not in _METRE:
        raise InputError("is not in metres", file=path, example=unit, hint="convert it to m")
    if np.dtype(source.dtypes[0]).kind not in "iuf":
        raise InputError("holds no plain numbers", file=path, example=source.dtypes[0])


def _crs_of(source: Any, path: Path, notes: list[str]) -> str:
    if source.crs:
        crs = str(source.crs.to_string())
        try:
            Transformer.from_crs(LON_LAT, crs, always_xy=True)
        except ProjError as error:
            raise InputError("has an unknown coordinate system", file=path, example=crs) from error
        return crs
    tags = {k.lower(): str(v).lower() for k, v in source.tags().items()}
    if any(k.endswith("#units") and "degrees_north" in v for k, v in tags.items()):
        return LON_LAT
    box = source.bounds
    degrees = -180.0 <= box.left < box.right <= 360.0 and -90.0 <= box.bottom < box.top <= 90.0
    if degrees and math.isfinite(box.left) and abs(source.transform.a) <= 1.0:
        notes.append(f"{path.name} states no coordinate system: taken as degrees of WGS 84")
        return LON_LAT
    raise InputError(
        "states no coordinate system",
        file=path,
        hint="put a .prj file beside it, or set one with gdal_translate -a_srs EPSG:...",
    )
