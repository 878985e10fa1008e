"""Fewer fixes for a map, with a bound on what is lost in place, speed and time.

Simplifying by shape alone (Douglas-Peucker) deletes a slow-down on a straight track,
which is what a dragged anchor looks like.  Here a fix may go only if straight motion
in time between the kept fixes around it gives back its place *and* its speed.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..geo import DEG_M
from ..settings import Settings

__all__ = ["thin"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def thin(tracks: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return a subset of the fixes that keeps place, speed and time within bounds.

    Parameters
    ----------
    tracks
        Contract ``TRACKS``.
    settings
        ``maps.thin_m``, ``maps.thin_kn``, ``maps.thin_s``.

    Returns
    -------
    polars.DataFrame
        Rows of `tracks`, same columns and order.  The first and last fix of every segment
        stay.  Linear interpolation in time between kept fixes is within ``thin_m`` of every
        dropped place and within ``thin_kn`` of every dropped speed; two kept fixes are at
        most ``thin_s`` apart unless nothing lies between them.

    Notes
    -----
    Top-down refinement of all intervals of the whole table at once: each round adds the
    worst fix of every interval that breaks a bound and looks again at those alone.

    Examples
    --------
    >>> from baltic.tables import TRACKS
    >>> thin(TRACKS.empty(), Settings()).height
    0
    """
    if tracks.height < 3:
        return tracks
    track = _Track(tracks)
    keep = track.fixed_rows()
    keep |= track.beats(keep, settings.maps.thin_s)
    _refine(track, keep, settings)
    return tracks.filter(pl.Series(keep))


class _Track:
    """Plain arrays of the table: seconds, metres on a local plane, knots, segment."""

    def __init__(self, tracks: pl.DataFrame) -> None:
        self.segment = tracks["segment"].to_numpy().astype(np.int64)
        self.t = tracks["t"].dt.epoch("us").to_numpy() / 1e6
        self.sog = tracks["sog_kn"].cast(pl.Float64).to_numpy()
        lat = tracks["lat"].to_numpy()
        # One cosine a segment keeps straight lines straight; the largest of the segment, so
        # that metres come out too long, never too short, and the bound is kept.
        first = np.flatnonzero(np.r_[True, np.diff(self.segment) != 0])
        nearest_equator = np.minimum.reduceat(np.abs(lat), first)
        of_row = np.repeat(np.arange(len(first)), np.diff(np.r_[first, len(lat)]))
        self.x = tracks["lon"].to_numpy() * DEG_M * np.cos(np.radians(nearest_equator))[of_row]
        self.y = lat * DEG_M

    def fixed_rows(self) -> Bools:
        """Ends of segments, and both sides of every change between speed and no speed."""
        new = np.diff(self.segment) != 0
        change = new | (np.diff(np.isnan(self.sog)) != 0)
        keep = np.zeros(len(self.t), bool)
        keep[0] = keep[-1] = True
        keep[:-1] |= change
        keep[1:] |= change
        return keep

    def beats(self, keep: Bools, longest_s: float) -> Bools:
        """Walk each segment in the longest steps allowed, all segments at once."""
        starts = np.flatnonzero(np.r_[True, np.diff(self.segment) != 0])
        ends = np.r_[starts[1:] - 1, len(self.t) - 1]
        # One sorted key for all segments: each begins far after the one before it ended.
        shift = np.cumsum(np.r_[0.0, self.t[ends] - self.t[starts] + 2 * longest_s + 10])[:-1]
        rank = np.searchsorted(starts, np.arange(len(self.t)), side="right") - 1
        key = self.t - self.t[starts][rank] + shift[rank]
        beats = np.zeros(len(self.t), bool)
        here, stop = starts, ends
        while len(here):
            far = np.searchsorted(key, key[here] + longest_s, side="right") - 1
            here = np.minimum(np.maximum(far, here + 1), stop)
            beats[here] = True
            going = here < stop
            here, stop = here[going], stop[going]
        return beats | keep


def _refine(track: _Track, keep: Bools, settings: Settings) -> None:
    """Add fixes to `keep`, in place, until every interval holds its bounds."""
    rows = np.flatnonzero(~keep)
    while len(rows):
        before, after = _around(keep, rows)
        error = _errors(track, rows, before, after, settings)
        first = np.flatnonzero(np.r_[True, np.diff(before) != 0])
        worst = np.maximum.reduceat(error, first)
        of_row = np.repeat(np.arange(len(first)), np.diff(np.r_[first, len(rows)]))
        bad = worst > 1.0
        if not bad.any():
            return
        # The first of equals: the same rows whatever else is in the table.
        hits = np.flatnonzero(bad[of_row] & (error == worst[of_row]))
        hits = hits[np.r_[True, np.diff(of_row[hits]) != 0]]
        keep[rows[hits]] = True
        rows = rows[bad[of_row]]
        rows = rows[~keep[rows]]


def _around(keep: Bools, rows: Ints) -> tuple[Ints, Ints]:
    kept = np.flatnonzero(keep)
    after = np.searchsorted(kept, rows)
    return kept[after - 1], kept[after]


def _errors(track: _Track, rows: Ints, before: Ints, after: Ints, settings: Settings) -> Floats:
    """Return the larger of place and speed error, each as a share of its bound."""
    span = track.t[after] - track.t[before]
    share = (track.t[rows] - track.t[before]) / np.where(span > 0, span, 1.0)

    def off(values: Floats) -> Floats:
        straight = values[before] + share * (values[after] - values[before])
        return np.asarray(values[rows] - straight)

    place = np.hypot(off(track.x), off(track.y)) / settings.maps.thin_m
    speed = np.nan_to_num(np.abs(off(track.sog))) / settings.maps.thin_kn
    return np.asarray(np.maximum(place, speed))
