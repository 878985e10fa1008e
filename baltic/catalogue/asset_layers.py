"""Opening a geographic file from outside: what it is, its layers, its degrees."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from ..errors import AssetError, like_file

__all__ = ["FORMATS", "open_layers"]

#: What can be read.
FORMATS = "GeoJSON, GeoPackage, KML (also KMZ) or Shapefile (also zipped) with lines"

#: Suffix -> test of the first bytes; GDAL decides by content, and some contents reach outside.
_KNOWN: dict[str, Callable[[bytes], bool]] = {
    ".geojson": lambda b: b.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{",
    ".json": lambda b: b.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{",
    ".gpkg": lambda b: b.startswith(b"SQLite format 3"),
    ".kml": lambda b: b"<kml" in b,
    ".shp": lambda b: b.startswith(b"\x00\x00\x27\x0a"),
    ".zip": lambda b: b.startswith(b"PK"),
    ".kmz": lambda b: b.startswith(b"PK"),
}
#: Archive -> what is read of it; GDAL would open nearly anything in one.
_INSIDE = {".zip": (".shp", "shapefile"), ".kmz": (".kml", "KML")}
#: A declared projected system whose coordinates are all this small, metres, holds degrees.
_DEGREES = (180.0, 90.0)


def open_layers(path: Path) -> gpd.GeoDataFrame:
    """Return the rows of all layers in WGS84 degrees, whatever their geometry.

    Raises
    ------
    AssetError
        Missing, empty, damaged or foreign file; coordinates that are not degrees.
    """
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "no such file"
        raise AssetError(what, file=path, hint=like_file(path, "give " + FORMATS))
    suffix = path.suffix.casefold()
    if suffix not in _KNOWN:
        tabular = suffix in (".csv", ".tsv", ".txt")
        hint = "; a list of positions: baltic assets import --format positions" if tabular else ""
        raise AssetError("unknown kind of file", file=path, hint="give " + FORMATS + hint)
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise AssetError(f"cannot be read: {error.strerror}", file=path) from error
    if not head.strip():
        raise AssetError("is empty", file=path, hint="give " + FORMATS)
    if not _KNOWN[suffix](head):
        raise AssetError(f"is no {suffix[1:]} file inside", file=path, hint="give " + FORMATS)
    places = _members(path, suffix) if suffix in _INSIDE else [str(path)]
    frames = [frame for place in places for frame in _read(place, path)]
    frames = [_to_degrees(f, path) for f in frames if isinstance(f, gpd.GeoDataFrame) and len(f)]
    if not frames:
        raise AssetError("holds no line", file=path, hint="give " + FORMATS)
    if len(frames) == 1:
        return frames[0]
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), geometry="geometry")


def _read(place: str, path: Path) -> list[gpd.GeoDataFrame]:
    """Return the layers of a file or of a member of an archive."""
    try:
        # GDAL's warnings would break the rule of one line; what they are about becomes a fault,
        # as does a line of one point, which is read as none.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            layers = [name for name, kind in pyogrio.list_layers(place) if kind is not None]
            # Times stay text: most have no zone, and none is made up.
            how = {"on_invalid": "ignore", "datetime_as_string": True}
            return [pyogrio.read_dataframe(place, layer=name, **how) for name in layers]
    except UnicodeDecodeError as error:
        raise AssetError("is not UTF-8 text", file=path, hint="save it as UTF-8") from error
    except (pyogrio.errors.DataSourceError, ValueError, RuntimeError) as error:
        reason = str(error).replace(place, "").replace(str(path), "").strip(" ':;").split(";")[0]
        raise AssetError(
            f"cannot be read: {reason or type(error).__name__}", file=path, hint="give " + FORMATS
        ) from error


def _members(path: Path, suffix: str) -> list[str]:
    """Return where GDAL finds the files of an archive that are read, also those in folders."""
    wanted, what = _INSIDE[suffix]
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError) as error:
        raise AssetError(f"is a damaged {suffix[1:]}", file=path, hint="pack it again") from error
    # A Mac packs a shadow of each file into a folder of this name.
    names = [n for n in names if n.casefold().endswith(wanted) and not n.startswith("__MACOSX/")]
    if not names:
        raise AssetError(
            f"this {suffix[1:]} holds no {what} ({wanted})", file=path, hint="give " + FORMATS
        )
    return [f"/vsizip/{{{path.resolve()}}}/{name}" for name in names]


def _to_degrees(frame: gpd.GeoDataFrame, path: Path) -> gpd.GeoDataFrame:
    """Reproject a declared system to WGS84; refuse metres that declare nothing."""
    frame = frame.set_geometry(shapely.force_2d(frame.geometry.to_numpy()), crs=frame.crs)
    if frame.active_geometry_name != "geometry":
        frame = frame.rename_geometry("geometry")
    xy = np.abs(shapely.get_coordinates(frame.geometry.to_numpy()))
    if not np.isfinite(xy).all():
        raise AssetError("a coordinate is no finite number", file=path, hint="mend that line")
    if frame.crs is not None and frame.crs.is_projected and len(xy) and (xy <= _DEGREES).all():
        raise AssetError(
            f"declares a system in metres ({frame.crs.name}), but its coordinates are degrees",
            file=path,
            example=" ".join(f"{v:g}" for v in xy[0]),
            hint="declare EPSG:4326",
        )
    if frame.crs is not None and not frame.crs.equals("EPSG:4326"):
        try:
            frame = frame.to_crs("EPSG:4326")
        except Exception as error:  # pyproj raises several unrelated types
            raise AssetError(
                f"the declared coordinate system cannot be turned into degrees: {error}", file=path
            ) from error
    xy = shapely.get_coordinates(frame.geometry.to_numpy())
    bad = ~((np.abs(xy[:, 0]) <= 180) & (np.abs(xy[:, 1]) <= 90))
    if bad.any():
        raise AssetError(
            "coordinates are not degrees: undeclared projected CRS",
            file=path,
            example=" ".join(f"{v:g}" for v in xy[bad][0]),
            hint="declare the coordinate system in the file, or convert it to WGS84 degrees",
        )
    return frame.set_crs("EPSG:4326", allow_override=True)
