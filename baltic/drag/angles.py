"""Angles of many fixes at once: means, differences and scatter of what turns round at 360°."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Angles", "detrended_sd", "sum_runs"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Angles:
    """Angles in degrees with their sines and cosines; 0 where not known."""

    deg: Floats
    sin: Floats
    cos: Floats
    known: NDArray[np.bool_]

    @classmethod
    def of(cls, deg: Floats) -> Angles:
        """Return angles in degrees, NaN where not known."""
        known = np.isfinite(deg)
        some = deg if known.all() else np.where(known, deg, 0.0)
        rad = np.radians(some)
        cos = np.cos(rad)
        cos[~known] = 0.0
        return cls(some, np.sin(rad), cos, known)

    def only(self, rows: NDArray[np.bool_]) -> Angles:
        """Return the angles with the others taken for unknown."""
        if rows.all():
            return self
        return Angles(self.deg, self.sin * rows, self.cos * rows, self.known & rows)

    def put(self, rows: Ints, deg: Floats) -> Angles:
        """Return the angles with some replaced."""
        if not len(rows):
            return self
        new, out = Angles.of(deg), [column.copy() for column in vars(self).values()]
        for column, value in zip(out, vars(new).values(), strict=True):
            column[rows] = value
        return Angles(*out)

    def less(self, other: Angles) -> Angles:
        """Return the difference of two angles; its degrees are not worked out."""
        sin = self.sin * other.cos - self.cos * other.sin
        cos = self.cos * other.cos + self.sin * other.sin
        return Angles(self.deg, sin, cos, self.known & other.known)

    def mean(self, starts: Ints) -> Floats:
        """Return the circular mean of every bin, degrees, NaN where nothing is known."""
        s, c = np.add.reduceat(self.sin, starts), np.add.reduceat(self.cos, starts)
        known = np.add.reduceat(self.known, starts, dtype=float) > 0
        return np.where(known, np.degrees(np.arctan2(s, c)), np.nan)


def sum_runs(values: Floats | NDArray[np.bool_], starts: Ints) -> Floats:
    """Return the sum of each run of values, given where the runs start."""
    return np.asarray(np.add.reduceat(values, starts, dtype=float))


def detrended_sd(angle: Angles, t: Floats, starts: Ints, n: Ints, least: int) -> Floats:
    """Return the s.d. of angles about a straight line in time, per bin, degrees."""
    known = angle.known
    # Bins in which nothing is known have no mean.
    mean = np.nan_to_num(angle.mean(starts))
    dev = angle.deg - np.repeat(mean, n)
    dev = (dev - 360.0 * np.rint(dev / 360.0)) * known
    tt = (t - np.repeat(t[starts], n)) * known
    m = sum_runs(known, starts)
    safe = np.maximum(m, 1.0)
    sd, st = sum_runs(dev, starts), sum_runs(tt, starts)
    s_tt = sum_runs(tt * tt, starts) - st * st / safe
    s_dt = sum_runs(dev * tt, starts) - sd * st / safe
    s_dd = sum_runs(dev * dev, starts) - sd * sd / safe
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.where(s_tt > 1.0, s_dt * s_dt / s_tt, 0.0)
        left = np.maximum(s_dd - slope, 0.0) / (m - 2.0)
    return np.where(m >= max(least, 3), np.sqrt(np.maximum(left, 0.0)), np.nan)
