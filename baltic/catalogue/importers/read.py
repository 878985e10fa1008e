"""One door to all importers: a file and its format to the asset table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from ...errors import AssetError, did_you_mean, nearest
from ..asset_files import asset_table, taken_for_granted
from ..asset_layers import open_layers
from .emodnet import read_emodnet
from .overpass import read_overpass
from .positions import read_positions
from .rows import Rows, settled
from .s57 import read_s57
from .telegeography import read_telegeography

__all__ = ["IMPORT_FORMATS", "Imported", "import_assets"]


@dataclass(frozen=True)
class _Source:
    """A format: its reader, and what is true of all lines in it."""

    read: Callable[[Path], Rows]
    accuracy_class: str
    accuracy_km: float
    licence: str


#: Errors of lines: GEODATA measured TeleGeography's up to 48 km off, charts below a kilometre.
_SOURCES = {
    "overpass": _Source(read_overpass, "traced", 2.0, "ODbL-1.0"),
    "emodnet": _Source(read_emodnet, "charted", 0.7, "CC-BY-4.0"),
    "s57": _Source(read_s57, "charted", 0.7, "that of the chart: not to be passed on"),
    "telegeography": _Source(read_telegeography, "schematic", 40.0, "CC-BY-NC-SA"),
    # Whether the list is of the plan or of the cable as laid, it does not say.
    "positions": _Source(read_positions, "traced", 2.0, "that of the list of positions"),
}
#: All that can be imported; ``generic`` is any file that ``--assets`` takes.
IMPORT_FORMATS = (*_SOURCES, "generic")


@dataclass(frozen=True)
class Imported:
    """What an import came to.

    Attributes
    ----------
    assets
        Contract ``ASSETS``, as :func:`baltic.load_assets` returns it.
    notes
        What was left out, joined or taken for granted, and why, one sentence each.
    licence
        Of the lines; None where each row tells its own.

    Examples
    --------
    >>> from baltic.catalogue import load_assets
    >>> Imported(load_assets(), ("left out: 2 (no line)",), "ODbL-1.0").licence
    'ODbL-1.0'
    """

    assets: gpd.GeoDataFrame
    notes: tuple[str, ...]
    licence: str | None


def import_assets(path: str | Path, format: str, *, default_kind: str = "telecom") -> Imported:
    """Return the cables and pipelines of another program's file.

    Parameters
    ----------
    path
        The file.
    format
        One of :data:`IMPORT_FORMATS`.
    default_kind
        Of rows that do not say whether they are telecom, power, gas or oil.

    Returns
    -------
    Imported
        Assets with honest errors: a line drawn for the eye is given 40 km.

    Raises
    ------
    AssetError
        Unknown format, unreadable file, or one without any asset.

    Examples
    --------
    >>> import tempfile
    >>> way = '''{"elements": [{"type": "way", "id": 7, "tags": {"communication": "line"},
    ...     "geometry": [{"lat": 59.5, "lon": 24.0}, {"lat": 60.1, "lon": 25.0}]}]}'''
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "overpass.json"
    ...     _ = file.write_text(way)
    ...     found = import_assets(file, "overpass")
    >>> found.assets.asset_id[0], found.assets.route_licence[0]
    ('osm-way-7', 'ODbL-1.0')
    """
    path = Path(path)
    if format == "generic":
        return _generic(path, default_kind)
    if format not in _SOURCES:
        near = nearest(format, IMPORT_FORMATS, 1)
        hint = did_you_mean(near, "use " + ", ".join(IMPORT_FORMATS))
        raise AssetError(f"unknown format {format!r}", hint=hint)
    source = _SOURCES[format]
    found = source.read(path)
    rows, told = settled(found, default_kind)
    notes = (*(f"left out: {n:,} ({why})" for why, n in found.left_out.items()), *told)
    if not rows:
        raise AssetError(
            "holds no cable or pipeline" + (f"; {'; '.join(notes)}" if notes else ""), file=path
        )
    for row in rows:
        row["route_licence"] = source.licence
    raw = gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")
    table = asset_table(
        raw,
        path,
        default_kind=default_kind,
        default_accuracy_km=source.accuracy_km,
        default_accuracy_class=source.accuracy_class,
    )
    return Imported(table, notes, source.licence)


def _generic(path: Path, default_kind: str) -> Imported:
    """Return the lines of a file that holds other things as well, such as landings."""
    found = Rows()
    raw = open_layers(path)
    shapes = [_only_lines(shape, found) for shape in raw.geometry]
    kept = [shape is not None for shape in shapes]
    lines = raw.set_geometry(gpd.GeoSeries(shapes, index=raw.index, crs=raw.crs))[kept]
    notes = tuple(f"left out: {n:,} ({why})" for why, n in found.left_out.items())
    if lines.empty:
        raise AssetError("holds no line" + (f"; {'; '.join(notes)}" if notes else ""), file=path)
    table = asset_table(lines.reset_index(drop=True), path, default_kind=default_kind)
    notes += tuple(taken_for_granted(lines, default_kind=default_kind))
    return Imported(table, notes, None)


def _only_lines(shape: Any, found: Rows) -> Any:
    """Return a shape without its points and areas, None when nothing is left."""
    if shape is None or shape.is_empty:
        found.left_out["without geometry, or of one point"] += 1
        return None
    parts = list(getattr(shape, "geoms", [shape]))
    lines = [line for p in parts for line in getattr(p, "geoms", [p]) if line.geom_type == _LINE]
    if len(lines) == len(parts):
        return shape
    found.left_out["points, areas and the like"] += 1
    return shapely.MultiLineString(lines) if lines else None


_LINE = "LineString"
