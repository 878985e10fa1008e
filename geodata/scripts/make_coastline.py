"""Make ``coastline.geojson`` from Natural Earth 10 m land.

    python geodata/scripts/make_coastline.py [LAND-10M.JSON] [OUT]

The input is ``land-10m.json`` of the npm package world-atlas 2.0.2 (TopoJSON of
Natural Earth, public domain).  Without an argument the package is fetched with
``npm pack`` into a temporary folder.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import geopandas
import numpy as np
import shapely

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "coastline.geojson"
PACKAGE = "world-atlas@2.0.2"
#: West, south, east, north: a degree or more around every asset.
BOX = (8.0, 53.0, 32.0, 67.0)
GRID_DEG = 1e-4


def fetch(folder: Path) -> Path:
    """Unpack the land file of the npm package into a folder and return its path."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extract("package/land-10m.json", folder, filter="data")
    return folder / "package" / "land-10m.json"


def unwrap(polygon: shapely.Polygon) -> shapely.Polygon | None:
    """Return a polygon whose longitudes run on past 180 degrees instead of jumping to -180.

    The package joins rings over the antimeridian: read as they stand, Eurasia gets an edge
    right across at the latitude of Chukotka, and mending that fills the northern Gulf of
    Bothnia.  A ring round a pole does not close and is left out (None).
    """
    rings = []
    for ring in (polygon.exterior, *polygon.interiors):
        xy = np.array(ring.coords)
        xy[:, 0] = np.unwrap(xy[:, 0], period=360.0)
        if abs(xy[0, 0] - xy[-1, 0]) > 1.0:
            return None
        rings.append(xy)
    # A ring that begins beyond the antimeridian came out a whole turn off: most of it decides.
    turns = [360.0 * np.round(np.median(xy[:, 0]) / 360.0) for xy in rings]
    rings = [xy - (turn, 0.0) for xy, turn in zip(rings, turns, strict=True)]
    return shapely.Polygon(rings[0], rings[1:])


def render(land: Path) -> str:
    """Return the text of ``coastline.geojson``."""
    frame = geopandas.read_file(land).set_crs(4326, allow_override=True)
    parts = [unwrap(p) for p in shapely.get_parts(frame.geometry.to_numpy())]
    valid = shapely.make_valid(np.array([p for p in parts if p is not None]))
    clipped = shapely.make_valid(shapely.clip_by_rect(valid, *BOX))
    # Rounding on a precision grid keeps the polygons valid; rounding digits would not.
    snapped = shapely.normalize(shapely.union_all(clipped, grid_size=GRID_DEG))
    polygons = [g for g in shapely.get_parts(snapped) if g.geom_type == "Polygon"]
    rings = [
        [
            [[round(x, 4), round(y, 4)] for x, y in ring.coords]
            for ring in (p.exterior, *p.interiors)
        ]
        for p in polygons
    ]
    head = {
        "licence": "public domain (Natural Earth)",
        "source": "Natural Earth 10 m land, from npm world-atlas 2.0.2 land-10m.json",
        "box_lon_lat": BOX,
        "not_for": "navigation",
    }
    rows = ",\n".join(json.dumps(ring, separators=(",", ":")) for ring in rings)
    return (
        '{"type": "FeatureCollection", "name": "coastline",\n'
        f'"metadata": {json.dumps(head)},\n'
        '"features": [{"type": "Feature", "properties": {"name": "land"},\n'
        '"geometry": {"type": "MultiPolygon", "coordinates": [\n' + rows + "\n]}}]}\n"
    )


if __name__ == "__main__":
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else OUT
    if len(sys.argv) > 1:
        text = render(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as scratch:
            text = render(fetch(Path(scratch)))
    target.write_text(text, encoding="utf-8")
    print(target)
