"""Assets that may have failed, in local metres, with the published place on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from ..geo import distance_m, line_length_m, local_projection, point_at_km, project
from .distances import Pieces

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ..records import Window

__all__ = ["Group", "Target", "disagreement_km", "fault_offset_km", "place_target"]

#: No line is known better than an anchor is wide beside its chain.
_LEAST_ACCURACY_KM = 0.01
#: A laid length is longer than its charted line by slack, and by what the chart leaves out.
_KP_FACTOR, _KP_SLACK_KM = 1.05, 1.0


class Group(NamedTuple):
    """The parts of a line that share one error: the first of them, that error, m, and their lines.

    Branches are often known worse than trunks.
    """

    first: int
    error_m: float
    pieces: Pieces


@dataclass(frozen=True)
class Target:
    """One asset that may have failed, in local metres, with the fault on it if located."""

    asset_id: str
    name: str
    kind: str
    accuracy_km: float
    length_km: float
    line: shapely.Geometry
    geometry: shapely.Geometry
    fault_part: int | None
    fault_kp_km: float | None
    fault_lon: float | None
    fault_lat: float | None
    fault_off_km: float | None
    by_kp: bool
    parts_km: tuple[float, ...]
    transformer: Any

    def error_km(self, part: int) -> float:
        """Return the error of a part of the line, km; of the asset for a part not known (-1)."""
        return float(self.errors_km(part))

    def errors_km(self, parts: ArrayLike) -> NDArray[np.float64]:
        """Return the errors of parts as :meth:`error_km` does of one."""
        at = np.asarray(parts, np.int64)
        known = (at >= 0) & (at < len(self.parts_km))
        return np.append(self.parts_km, self.accuracy_km)[np.where(known, at, -1)]

    @cached_property
    def pieces(self) -> Pieces:
        """The straight pieces of all its parts."""
        return Pieces(self.line)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Its parts by their error, the best known first."""
        parts, errors_km = shapely.get_parts(self.line), np.array(self.parts_km)
        alike = [(km, np.flatnonzero(errors_km == km)) for km in np.unique(errors_km)]
        return tuple(
            Group(int(rows[0]), float(1000 * km), Pieces(shapely.multilinestrings(parts[rows])))
            for km, rows in alike
        )

    @property
    def place(self) -> shapely.Point | None:
        """The published place, local metres; None where none is told."""
        if self.fault_lon is None or self.fault_lat is None:
            return None
        x, y = project(self.transformer, self.fault_lon, self.fault_lat)
        return shapely.Point(float(x), float(y))


def place_target(asset_id: str, row: Any, window: Window, far_km: float) -> Target:
    """Return an asset with the fault on it; a place too far from it is no place on it.

    Parameters
    ----------
    row
        Of the table of assets: ``geometry``, ``name``, ``kind``, ``accuracy_km``.
    window
        With the published place or kilometre point, if any.
    far_km
        A place further off than this counts for nothing: the asset or the place is wrong.
    """
    target = _target(asset_id, row, window)
    if (target.fault_off_km or 0.0) <= far_km:
        return target
    # Asset or place is wrong.  A place taken for what it is would rule out every ship.
    nowhere = replace(window, lon=None, lat=None, kp_km=None)
    return replace(_target(asset_id, row, nowhere), fault_off_km=target.fault_off_km)


def _target(asset_id: str, row: Any, window: Window) -> Target:
    geometry = row["geometry"]
    known = window.lon is not None and window.lat is not None
    middle = shapely.Point(window.lon, window.lat) if known else geometry.centroid  # type: ignore[arg-type]
    transformer = local_projection(middle.x, middle.y)
    xy = shapely.get_coordinates(geometry)
    line = shapely.set_coordinates(
        shapely.force_2d(geometry), np.column_stack(project(transformer, xy[:, 0], xy[:, 1]))
    )
    part, kp, off = _fault(geometry, line, transformer, window)
    errors_km = _errors_km(row, len(shapely.get_parts(geometry)))
    lon, lat = window.lon, window.lat
    if kp is not None and not known:
        lon, lat = point_at_km(shapely.get_parts(geometry)[part or 0], kp) or (None, None)
    return Target(
        asset_id=asset_id,
        name=str(row["name"]),
        kind=str(row["kind"]),
        accuracy_km=errors_km[part or 0],
        length_km=line_length_m(geometry) / 1000,
        line=line,
        geometry=shapely.force_2d(geometry),
        fault_part=part,
        fault_kp_km=kp,
        fault_lon=lon,
        fault_lat=lat,
        fault_off_km=off,
        by_kp=window.kp_km is not None,
        # Where the place is known, the part that it is on is the one in question.
        parts_km=errors_km if part is None else (errors_km[part],) * len(errors_km),
        transformer=transformer,
    )


def _errors_km(row: Any, parts: int) -> tuple[float, ...]:
    """Return the error of each part: that of the asset, or a branch's own, km."""
    own = float(row["accuracy_km"])
    told = row.get("branches_accuracy")
    branches = list(told) if isinstance(told, (list, tuple, np.ndarray)) else []
    known = [own, *(float(km) if km is not None and km == km else own for km in branches)]
    known += [own] * (parts - len(known))
    return tuple(max(km, _LEAST_ACCURACY_KM) for km in known[:parts])


def _fault(
    geometry: Any, line: Any, transformer: Any, window: Window
) -> tuple[int | None, float | None, float | None]:
    """Return part, kilometre point and distance from the line of a located fault."""
    if window.kp_km is not None:
        # Beyond the end the place is no place on this line: the end counts, with that error.
        end = line_length_m(shapely.get_parts(geometry)[0]) / 1000
        kp = float(np.clip(window.kp_km, 0.0, end * _KP_FACTOR + _KP_SLACK_KM))
        return 0, kp, max(abs(float(window.kp_km) - kp), disagreement_km(geometry, window))
    if window.lon is None or window.lat is None:
        return None, None, None
    return _nearest_point(geometry, line, transformer, window.lon, window.lat)


def disagreement_km(geometry: Any, window: Window) -> float:
    """Return how far a kilometre point lies from the coordinates told with it, beyond slack, km.

    Parameters
    ----------
    geometry
        Line of the asset, degrees; kilometre points are along its first part.
    window
        Zero where it tells one of the two only.
    """
    if window.kp_km is None or window.lon is None or window.lat is None:
        return 0.0
    first = shapely.get_parts(geometry)[0]
    flat = local_projection(window.lon, window.lat)
    xy = shapely.get_coordinates(first)
    line = shapely.set_coordinates(
        shapely.force_2d(first), np.column_stack(project(flat, xy[:, 0], xy[:, 1]))
    )
    _, kp, off = _nearest_point(first, line, flat, window.lon, window.lat)
    slack = _KP_SLACK_KM + (_KP_FACTOR - 1.0) * float(window.kp_km)
    apart = abs(float(window.kp_km) - kp)
    return 0.0 if apart <= slack + off else apart


def _nearest_point(
    geometry: Any, line: Any, transformer: Any, lon: float, lat: float
) -> tuple[int, float, float]:
    """Return part, kilometre point and distance (km) of the place of a line nearest to a point."""
    x, y = project(transformer, lon, lat)
    point = shapely.Point(float(x), float(y))
    parts = shapely.get_parts(line)
    gaps = shapely.distance(parts, point)
    part = int(np.argmin(gaps))
    # Kilometre points are geodesic: scale the projected fraction by the true length.
    share = shapely.line_locate_point(parts[part], point, normalized=True)
    true_km = line_length_m(shapely.get_parts(geometry)[part]) / 1000
    return part, float(share * true_km), float(gaps[part] / 1000)


def fault_offset_km(target: Target, part: Any, kp_km: Any, lon: Any, lat: Any) -> Any:
    """Return distances from crossings to the fault, km; NaN when it is not located.

    Parameters
    ----------
    part, kp_km, lon, lat
        Of the crossings: part of the line, kilometre point on it, and place in degrees.

    Notes
    -----
    A kilometre point is measured along the asset.  A place told by coordinates errs in all
    directions: a crossing on another limb of a bend is as far from it as the sea between.
    What the place lies off the line is the same for all crossings and left out.
    """
    kp = np.asarray(kp_km, float)
    if target.fault_kp_km is None:
        return np.full(kp.shape, np.nan)
    straight = np.asarray(distance_m(lon, lat, target.fault_lon, target.fault_lat), float) / 1000
    if target.by_kp:
        on_part = np.asarray(part) == target.fault_part
        return np.where(on_part, np.abs(kp - target.fault_kp_km), straight)
    return np.sqrt(np.maximum(straight**2 - (target.fault_off_km or 0.0) ** 2, 0.0))
