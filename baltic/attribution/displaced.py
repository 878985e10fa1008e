"""Crossings of a line that lies beside the charted one: time and place change together.

A ship that meets a line at a small angle meets a displaced one kilometres further along, and
as many minutes sooner or later.  What fits the time only if the line lies to one side, and the
place only if it lies to the other, fits neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from ..geo import KN_MS, project
from .likelihood import SUPPORT_SD, location_density, time_density, time_support

if TYPE_CHECKING:
    import pandas as pd

    from .targets import Target
    from .windows import Outage

__all__ = ["Shift", "joint_density", "shifts"]

Floats = NDArray[np.float64]

_STEPS = 96
#: How many times as far back the tail of the delay is followed here as for one crossing.
_TAILS = 2.0
#: Half of the stretch over which the direction of a line is taken, m.
_HALF_M = 100.0
#: A line met at less is one sailed along.
_LEAST_DEG = 1.0


class Shift(NamedTuple):
    """What the error of a line does to crossings.

    ``sd_s`` is the error of their times that comes from it, ``along_ms`` how far the place moves
    along the line for each second that the crossing is later: positive = away from the published
    place, negative = towards it and beyond.
    """

    sd_s: Floats
    along_ms: Floats

    @property
    def place_km(self) -> Floats:
        """By how much the place errs along the line, km."""
        return np.asarray(self.sd_s * np.abs(self.along_ms) / 1000)

    def take(self, rows: NDArray[Any]) -> Shift:
        return Shift(self.sd_s[rows], self.along_ms[rows])


def shifts(target: Target, rows: pd.DataFrame, own_sd_s: Floats, errors_km: Floats) -> Shift:
    """Return what the error of an asset does to the times and places of crossings.

    Parameters
    ----------
    rows
        Crossings: ``lon lat part sog_kn cog_deg angle_deg``.
    own_sd_s
        Errors of their times, s; no more than that comes from the line.
    errors_km
        Error of the line at each, km.

    Notes
    -----
    With V the speed and psi the angle, a line displaced by z is met z / (V sin psi) later, and
    V cos psi times that further along.  Own derivation; the first part is in the method note, 4.2.
    Where no place is told the place moves all the same, and nothing comes of it.
    """
    speed_ms = np.nan_to_num(rows["sog_kn"].to_numpy(float)) * KN_MS
    angle = np.radians(np.maximum(rows["angle_deg"].to_numpy(float), _LEAST_DEG))
    with np.errstate(divide="ignore"):
        sd_s = 1000.0 * errors_km / (speed_ms * np.sin(angle))
    along_ms = speed_ms * np.cos(angle) * _away_from_place(target, rows)
    known = np.isfinite(along_ms) & np.isfinite(sd_s)
    return Shift(np.where(known, np.minimum(sd_s, own_sd_s), 0.0), np.where(known, along_ms, 0.0))


def _away_from_place(target: Target, rows: pd.DataFrame) -> Floats:
    """Return 1 for ships that go away from the published place, along the line, and -1 for others.

    0 where neither the place nor the part of the line is known.
    """
    place, parts = target.place, shapely.get_parts(target.line)
    part = rows["part"].to_numpy(np.int64)
    known = (part >= 0) & (part < len(parts))
    if place is None or not known.any():
        return np.zeros(len(rows))
    x, y = project(target.transformer, rows["lon"].to_numpy(float), rows["lat"].to_numpy(float))
    lines = parts[np.where(known, part, 0)]
    at = shapely.line_locate_point(lines, shapely.points(x, y))
    before, after = (
        shapely.get_coordinates(shapely.line_interpolate_point(lines, np.maximum(at + d, 0.0)))
        for d in (-_HALF_M, _HALF_M)
    )
    tangent = after - before
    course = np.radians(rows["cog_deg"].to_numpy(float))
    forward = np.sin(course) * tangent[:, 0] + np.cos(course) * tangent[:, 1]
    outward = (x - place.x) * tangent[:, 0] + (y - place.y) * tangent[:, 1]
    # At the place itself every way leads away from it.
    same = np.where(forward * outward >= 0, 1.0, -1.0)
    return np.where(known & np.isfinite(forward), same, 0.0)


def joint_density(
    outage: Outage,
    at_s: Floats,
    sd_s: Floats,
    offset_km: Floats,
    place_sd_km: float,
    length_km: float,
    shift: Shift,
) -> Floats:
    """Return the density of an outage given crossings, in time and place together, 1/(km h).

    Parameters
    ----------
    at_s, sd_s
        Times at which an anchor came over the charted line, and all their error, s.
    offset_km
        Distances along the asset from the published place.
    place_sd_km, length_km
        Error of such distances beside what `shift` does, and the length of the asset.

    Returns
    -------
    array
        The mean over where the line may lie of the density in time by that in place, each as of
        :mod:`.likelihood`.  With no shift it is their product.

    Examples
    --------
    A ship that comes to the published place 20 min after it met the charted line, 4 km before it,
    if the line lies that far aside: it fits a trip then, and not one 20 min before.

    >>> from types import SimpleNamespace
    >>> def fit(at_s):
    ...     trip = SimpleNamespace(earliest_s=at_s, latest_s=at_s + 60, reading_sd_s=5.0,
    ...         delay_s=0.0, place_radius_km=0.0)
    ...     one = [np.array([v]) for v in (0.0, 1200.0, 4.0)]
    ...     moved = Shift(np.array([1200.0]), np.array([-4000 / 1200]))
    ...     return joint_density(trip, *one, 0.5, 50.0, moved).item()
    >>> fit(1200) > 1000 * fit(-1200)
    True
    """
    rest = np.sqrt(np.maximum(sd_s**2 - shift.sd_s**2, 0.0) + outage.reading_sd_s**2)
    low, high = _within(outage, at_s, rest, offset_km, place_sd_km, shift)
    width = np.maximum(high - low, 0.0)
    steps = (np.arange(_STEPS) + 0.5) / _STEPS
    later_s = low[:, None] + width[:, None] * steps
    moved = (np.abs(offset_km) * 1000)[:, None] + shift.along_ms[:, None] * later_s
    when = time_density(
        at_s[:, None] + later_s, rest[:, None], outage.earliest_s, outage.latest_s, outage.delay_s
    )
    where = location_density(moved / 1000, place_sd_km, length_km, outage.place_radius_km)
    sd = np.maximum(shift.sd_s, 1e-3)[:, None]
    chance = np.exp(-((later_s / sd) ** 2) / 2) / (sd * np.sqrt(2 * np.pi))
    return np.asarray((when * where * chance).mean(axis=1) * width)


def _within(
    outage: Outage,
    at_s: Floats,
    rest_s: Floats,
    offset_km: Floats,
    place_sd_km: float,
    shift: Shift,
) -> tuple[Floats, Floats]:
    """Return by how much later, s, a crossing may be for line, time and place at once."""
    # Lines aside bring crossings nearer to the window: the tail of the delay counts further.
    delay_s = _TAILS * outage.delay_s
    first, last = time_support(rest_s, outage.earliest_s, outage.latest_s, delay_s)
    far_s = SUPPORT_SD * shift.sd_s
    low, high = np.maximum(first - at_s, -far_s), np.minimum(last - at_s, far_s)
    reach_m = 1000 * (outage.place_radius_km + SUPPORT_SD * place_sd_km)
    off_m = 1000 * np.abs(offset_km)
    moves = np.abs(shift.along_ms) > 0
    way = np.where(moves, shift.along_ms, 1.0)
    ends = np.sort(np.stack([(-reach_m - off_m) / way, (reach_m - off_m) / way]), axis=0)
    return (
        np.where(moves, np.maximum(low, ends[0]), low),
        np.where(moves, np.minimum(high, ends[1]), high),
    )
