"""A small map for paper: coast, assets, tracks and passages as inline SVG.

The map proper is ``map.html``; this one shows a reader of a printed page where it was.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import shapely
from markupsafe import Markup

from ..catalogue import load_coastline
from ..geo import DEG_M
from .svg import FOR, LINE, MARK, SOFT, finite, label, rect, svg

__all__ = ["locator"]

_WIDTH, _LOW, _HIGH = 760.0, 230.0, 300.0
_LEAST_KM = 30.0
_LAND, _SEA, _CABLE, _OTHER = "#e9e4d8", "#f6f9fb", "#b07d00", "#9fb0bd"
_TRACKS = (FOR, "#5b7f3a", "#7a5aa6", "#a4470a", "#3f6d8c")
_BARS_KM = (1, 2, 5, 10, 20, 50, 100, 200)


@dataclass(frozen=True)
class _View:
    """What the picture shows: its middle in degrees, pixels a degree, height in pixels."""

    lon: float
    lat: float
    across: float
    up: float
    height: float

    @classmethod
    def around(cls, west: float, south: float, east: float, north: float) -> _View:
        """Return the view of a box with a margin and at least some 30 km."""
        lon, lat = (west + east) / 2, (south + north) / 2
        shrink = max(math.cos(math.radians(lat)), 0.05)
        tall = max(1.35 * (north - south), 1000.0 * _LEAST_KM / DEG_M)
        wide = max(1.35 * (east - west) * shrink, 1000.0 * _LEAST_KM / DEG_M)
        up = min(_WIDTH / wide, _HIGH / tall)
        return cls(lon, lat, up * shrink, up, min(max(tall * up, _LOW), _HIGH))

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Return the pixel of a place."""
        x = _WIDTH / 2 + (lon - self.lon) * self.across
        return x, self.height / 2 - (lat - self.lat) * self.up

    @property
    def box(self) -> Any:
        """The rectangle shown, degrees."""
        long, tall = _WIDTH / 2 / self.across, self.height / 2 / self.up
        return shapely.box(self.lon - long, self.lat - tall, self.lon + long, self.lat + tall)

    @property
    def fine(self) -> float:
        """Half a pixel in degrees: what may be left out of a line."""
        return 0.5 / self.up


def locator(
    lines: Mapping[str, Sequence[Sequence[Sequence[float]]]],
    letters: Mapping[str, str],
    tracks: Sequence[Mapping[str, Any]],
    points: Sequence[tuple[Any, Any]],
    possible: Sequence[tuple[Any, Any]] = (),
) -> Markup:
    """Return a map of the places that matter, empty when none is known.

    Parameters
    ----------
    lines
        Asset id to its lines, degrees (longitude, latitude).
    letters
        Asset id to the mark of the outage: these are drawn strongly.
    tracks
        ``rank``, ``lon``, ``lat`` of ships, in order of time.
    points
        Passages (longitude, latitude); the map is drawn around them, or around the lines.
    possible
        Where a passage is only possible, at the nearest point of the line: rings, not dots.
    """
    good, open_ = _placed(points), _placed(possible)
    shapes = {k: shape for k, v in lines.items() if (shape := _shape(v)) is not None}
    marked = [k for k in shapes if k in letters]
    view = _view([*good, *open_], [shapes[k] for k in marked])
    if view is None or not shapes:
        return Markup("")
    body = [rect(0, 0, _WIDTH, view.height, _SEA), *_land(view)]
    for key, shape in shapes.items():
        if key not in letters:
            body += _line(shape, view, _OTHER, 1.0)
    for key in marked:
        body += _line(shapes[key], view, _CABLE, 2.0)
    for track in tracks:
        body += _track(track, view)
    for x, y in (view.at(*p) for p in good):
        body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{MARK}"/>')
    for x, y in (view.at(*p) for p in open_):
        ring = f'r="3.8" fill="none" stroke="{MARK}" stroke-width="1.4" stroke-dasharray="2 1.4"'
        body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" {ring}/>')
    for number, key in enumerate(marked, 1):
        body += _letter(shapes[key], view, letters[key], number / (len(marked) + 1))
    body += _furniture(view)
    return svg(_WIDTH, view.height, "Where it was: assets, tracks, passages", body, css="map")


def _placed(points: Sequence[tuple[Any, Any]]) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in points if finite(x) and finite(y)]


def _shape(parts: Sequence[Sequence[Sequence[float]]]) -> Any:
    good = [[(p[0], p[1]) for p in part if finite(p[0]) and finite(p[1])] for part in parts]
    lines = [part for part in good if len(part) > 1]
    return shapely.MultiLineString(lines) if lines else None


def _view(points: Sequence[tuple[float, float]], shapes: Sequence[Any]) -> _View | None:
    if points:
        lon, lat = [p[0] for p in points], [p[1] for p in points]
        return _View.around(min(lon), min(lat), max(lon), max(lat))
    if shapes:
        return _View.around(*shapely.GeometryCollection(list(shapes)).bounds)
    return None


@cache
def _coast() -> Any:
    return load_coastline()


def _land(view: _View) -> list[str]:
    rough = shapely.simplify(shapely.intersection(_coast(), view.box), view.fine)
    polygons = [g for g in shapely.get_parts(rough) if g.geom_type == "Polygon" and not g.is_empty]
    rings = [ring for p in polygons for ring in (p.exterior, *p.interiors)]
    path = "".join(_steps(ring.coords, view) + "Z" for ring in rings)
    return [f'<path d="{path}" fill="{_LAND}" fill-rule="evenodd" stroke="#cfc6b2"/>'] * bool(path)


def _steps(points: Iterable[Sequence[float]], view: _View) -> str:
    placed = (view.at(p[0], p[1]) for p in points)
    return "".join(f"{'L' if i else 'M'}{x:.1f} {y:.1f}" for i, (x, y) in enumerate(placed))


def _inside(shape: Any, view: _View) -> list[Any]:
    """Return the parts of a line inside the picture, without what no eye can see."""
    rough = shapely.simplify(shapely.intersection(shape, view.box), view.fine)
    return [g for g in shapely.get_parts(rough) if g.geom_type == "LineString" and not g.is_empty]


def _line(shape: Any, view: _View, colour: str, thick: float) -> list[str]:
    path = "".join(_steps(line.coords, view) for line in _inside(shape, view))
    stroke = f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{thick}"/>'
    return [stroke] if path else []


def _letter(shape: Any, view: _View, letter: str, share: float) -> list[str]:
    """Return the mark of an outage; each at another share, as lines run side by side."""
    parts = _inside(shape, view)
    if not parts:
        return []
    spot = max(parts, key=lambda g: g.length).interpolate(share, normalized=True)
    x, y = view.at(spot.x, spot.y)
    return [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="#ffffff" stroke="{_CABLE}"/>',
        label(x, y + 4, letter, anchor="middle", kind="head"),
    ]


def _track(track: Mapping[str, Any], view: _View) -> list[str]:
    lon, lat = track.get("lon") or [], track.get("lat") or []
    points = [(x, y) for x, y in zip(lon, lat, strict=False) if finite(x) and finite(y)]
    parts = _inside(shapely.LineString(points), view) if len(points) > 1 else []
    if not parts:
        return []
    rank = int(track.get("rank") or 1)
    colour = _TRACKS[(rank - 1) % len(_TRACKS)]
    x, y = view.at(*parts[-1].coords[-1][:2])
    x, y = min(max(x, 10.0), _WIDTH - 20), min(max(y, 16.0), view.height - 36)
    path = "".join(_steps(line.coords, view) for line in parts)
    return [
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.4"/>',
        label(x + 4, y - 4, rank, kind="mark"),
    ]


def _furniture(view: _View) -> list[str]:
    """Return scale bar, the middle in degrees, and the frame."""
    a_km = 1000.0 * view.up / DEG_M
    km = next((k for k in reversed(_BARS_KM) if k * a_km <= 160), 1)
    y = view.height - 10
    middle = f"middle {abs(view.lat):.2f}° {'N' if view.lat >= 0 else 'S'}, "
    middle += f"{abs(view.lon):.2f}° {'E' if view.lon >= 0 else 'W'}; north is up"
    return [
        rect(6, view.height - 28, max(km * a_km, 40) + 12, 23, "#ffffff"),
        f'<line x1="12" x2="{12 + km * a_km:.1f}" y1="{y}" y2="{y}" stroke="{LINE}" '
        'stroke-width="2"/>',
        label(12, y - 5, f"{km} km", kind="soft"),
        rect(_WIDTH - 216, view.height - 22, 210, 17, "#ffffff"),
        label(_WIDTH - 10, view.height - 9, middle, anchor="end", kind="soft"),
        f'<rect x="0.5" y="0.5" width="{_WIDTH - 1:g}" height="{view.height - 1:.1f}" '
        f'fill="none" stroke="{SOFT}" stroke-width="0.7"/>',
    ]
