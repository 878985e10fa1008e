"""Ten-minute bins of every ship: speed, course, yaw and drift, over the whole table at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .. import geo
from ..settings import Settings
from ..tracks import GnssWatch
from .angles import Angles, detrended_sd, sum_runs
from .muting import mute_bins

__all__ = ["BINS", "make_bins"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Columns of a table of bins; one row a ship and ten minutes in which it was heard,
#: or (``n`` = 0) that lie between two fixes of one segment.
BINS: dict[str, pl.DataType] = {
    "mmsi": pl.UInt32(),
    "segment": pl.UInt32(),
    "t_s": pl.Float64(),  # middle of the bin, seconds since 1970
    "n": pl.Int64(),
    "lon": pl.Float64(),
    "lat": pl.Float64(),
    "v_kn": pl.Float64(),  # median speed
    "cog": pl.Float64(),  # circular mean course, degrees
    "yaw_cog": pl.Float64(),  # s.d. of the detrended course, degrees; NaN = unknown
    "yaw_hdg": pl.Float64(),  # same of the heading
    "drift": pl.Float64(),  # circular mean of course less heading, degrees
    "status": pl.Float64(),  # navigational status, NaN = not sent
    "muted": pl.Boolean(),  # position disturbed: speed, course and drift are NaN
}

_READ = ["mmsi", "segment", "t", "lon", "lat", "sog_kn", "cog_deg", "heading_deg", "nav_status"]
#: Rows worked on at once: their columns stay in the cache.
_ROWS = 200_000


def make_bins(
    tracks: pl.DataFrame,
    settings: Settings,
    gnss: GnssWatch | None = None,
    phase: float | None = None,
) -> pl.DataFrame:
    """Return the bins of all single-hull ships, sorted by ship and time.

    Parameters
    ----------
    tracks
        Contract ``TRACKS``, sorted by mmsi, hull, t; rows of hull 1.. are left out.
    settings
        Sections ``baseline`` and ``gnss``.
    gnss
        Which of these rows, and which cells, are not to be believed; left out, all are.
    phase
        Left out, bins begin at whole tens of minutes, the same for all ships.  Else those of
        each ship begin at its own first fix, less this share of a bin: they move with it.

    Returns
    -------
    polars.DataFrame
        Columns of :data:`BINS`.  Between two fixes of one segment that lie further apart
        than a bin, bins with ``n`` = 0 carry the mean speed over that leg.  Where positions
        were disturbed (``muted``), speed, course, drift and the yaw of the course are NaN,
        the yaw of the heading and the status stay, and the place is that of the bins around.

    Examples
    --------
    >>> from baltic.tables import TRACKS
    >>> make_bins(TRACKS.empty(), Settings()).height
    0
    """
    muted = np.zeros(tracks.height, bool) if gnss is None else gnss.muted
    single = tracks.select(_READ)
    if (tracks["hull"] > 0).any():
        first = tracks["hull"] == 0
        single, muted = single.filter(first), muted[first.to_numpy()]
    if single.height == 0:
        return pl.DataFrame(schema=BINS)
    mmsi = single["mmsi"].to_numpy()
    parts = [
        _bins_of(single.slice(a, b - a), muted[a:b], settings, phase)
        for a, b in _chunks(mmsi, _ROWS)
        if b > a
    ]
    bins = pl.concat(parts).sort("mmsi", "t_s", maintain_order=True)
    return bins if gnss is None else mute_bins(bins, gnss, settings)


def _chunks(mmsi: NDArray[np.uint32], rows: int) -> list[tuple[int, int]]:
    """Cut at ship boundaries, so that memory stays bounded by the longest ship."""
    starts = np.flatnonzero(np.r_[True, mmsi[1:] != mmsi[:-1]])
    cuts = [0]
    for at in range(rows, len(mmsi), rows):
        cut = int(starts[np.searchsorted(starts, at, side="right") - 1])
        if cut > cuts[-1]:
            cuts.append(cut)
    cuts.append(len(mmsi))
    return list(pairwise(cuts))


def _numbers(frame: pl.DataFrame, name: str) -> Floats:
    return frame[name].cast(pl.Float64).fill_null(np.nan).to_numpy()


def _begins(
    mmsi: NDArray[np.uint32], t: Floats, width: float, phase: float | None
) -> tuple[Floats, Ints]:
    """Return when the bins of each fix's ship begin (s), and the number of its bin."""
    begin = np.zeros(len(t))
    if phase is not None:
        first = np.flatnonzero(np.r_[True, mmsi[1:] != mmsi[:-1]])
        begin = np.repeat(t[first] - phase * width, np.diff(np.r_[first, len(t)]))
    return begin, np.floor((t - begin) / width).astype(np.int64)


@dataclass(frozen=True)
class _Fixes:
    """Columns of some ships, and the legs to the next fix; NaN where not known.

    ``lost`` legs begin or end at a disturbed position; ``skipped`` bins lie whole inside a leg.
    """

    mmsi: NDArray[np.uint32]
    segment: NDArray[np.uint32]
    t: Floats
    lon: Floats
    lat: Floats
    speed: Floats
    cog: Floats
    muted: NDArray[np.bool_]
    begin: Floats
    bin_no: Ints
    skipped: Ints
    starts: Ints
    leg_v: Floats
    leg_cog: Floats
    leg_s: Floats
    lost: NDArray[np.bool_]


def _bins_of(
    frame: pl.DataFrame, muted: NDArray[np.bool_], settings: Settings, phase: float | None
) -> pl.DataFrame:
    width = settings.baseline.bin_min * 60.0
    fixes = _fixes_of(frame, muted, width, phase)
    heard = _heard(fixes, frame, settings)
    between = _between(fixes, width)
    return pl.concat([heard, between]) if between.height else heard


def _fixes_of(
    frame: pl.DataFrame, muted: NDArray[np.bool_], width: float, phase: float | None
) -> _Fixes:
    mmsi, segment = frame["mmsi"].to_numpy(), frame["segment"].to_numpy()
    t = frame["t"].dt.timestamp("us").to_numpy() / 1e6
    begin, bin_no = _begins(mmsi, t, width, phase)
    lon, lat = frame["lon"].to_numpy(), frame["lat"].to_numpy()
    speed, cog = _numbers(frame, "sog_kn"), _numbers(frame, "cog_deg")
    lost = np.zeros(len(t), bool)
    if muted.any():
        lost = muted | np.r_[muted[1:], False]
        speed, cog = (np.where(muted, np.nan, x) for x in (speed, cog))
    new_stretch = np.r_[True, (mmsi[1:] != mmsi[:-1]) | (segment[1:] != segment[:-1])]
    skipped = np.r_[np.where(new_stretch[1:], 0, np.diff(bin_no) - 1), 0]
    asked = np.isnan(speed) | np.isnan(cog) | (skipped > 0)
    leg_v, leg_cog, leg_s = _legs(new_stretch, t, lon, lat, asked)
    if muted.any():
        leg_v, leg_cog = (np.where(lost, np.nan, x) for x in (leg_v, leg_cog))
    starts = np.flatnonzero(new_stretch | np.r_[True, bin_no[1:] != bin_no[:-1]])
    return _Fixes(mmsi, segment, t, lon, lat, speed, cog, muted, begin, bin_no, skipped, starts,
                  leg_v, leg_cog, leg_s, lost)  # fmt: skip


def _heard(fixes: _Fixes, frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return the bins with a fix at least."""
    base, starts = settings.baseline, fixes.starts
    n = np.diff(np.r_[starts, len(fixes.t)])
    speed = np.where(np.isnan(fixes.speed), fixes.leg_v, fixes.speed)
    # A gyro compass needs no satellites: its yaw stays.
    fast = (speed > base.steer_kn) | fixes.muted
    bow, course = Angles.of(_numbers(frame, "heading_deg")), Angles.of(fixes.cog)
    steer = course.only(fast)
    rows = np.flatnonzero(np.isnan(fixes.cog))
    mean_cog = course.put(rows, fixes.leg_cog[rows]).mean(starts)
    lean = steer.less(bow)
    # One or two pairs of a swinging course and a swinging heading say nothing of leeway.
    many = sum_runs(lean.known, starts) >= base.min_fixes_yaw
    disturbed = sum_runs(fixes.muted, starts)
    return pl.DataFrame(
        {
            "mmsi": fixes.mmsi[starts],
            "segment": fixes.segment[starts],
            "t_s": fixes.begin[starts] + (fixes.bin_no[starts] + 0.5) * base.bin_min * 60.0,
            "n": n.astype(np.int64),
            "lon": _place(fixes.lon, fixes.muted, starts, n),
            "lat": _place(fixes.lat, fixes.muted, starts, n),
            "v_kn": _medians(speed, n),
            "cog": mean_cog % 360.0,
            "yaw_cog": detrended_sd(steer, fixes.t, starts, n, base.min_fixes_yaw),
            "yaw_hdg": detrended_sd(bow.only(fast), fixes.t, starts, n, base.min_fixes_yaw),
            "drift": np.where(many, lean.mean(starts), np.nan),
            "status": _numbers(frame[starts + n // 2], "nav_status"),
            "muted": disturbed >= settings.gnss.bin_share * n,
        },
        schema=BINS,
    )


def _medians(values: Floats, n: Ints) -> Floats:
    """Return the median of each run of `n` values, NaN left out."""
    group = pl.Series("g", np.repeat(np.arange(len(n), dtype=np.uint32), n)).set_sorted()
    table = pl.DataFrame({"g": group, "v": pl.Series(values, nan_to_null=True)})
    found = table.group_by("g", maintain_order=True).agg(pl.col("v").median())
    return np.asarray(found["v"].fill_null(np.nan).to_numpy())


def _legs(
    new_stretch: NDArray[np.bool_], t: Floats, lon: Floats, lat: Floats, asked: NDArray[np.bool_]
) -> tuple[Floats, Floats, Floats]:
    """Return speed (kn), bearing (degrees) and time (s) to the next fix of the segment.

    Speed and bearing of those asked for only: most fixes tell their own.
    """
    speed, bearing, dt = (np.full(len(t), np.nan) for _ in range(3))
    if len(t) > 1:
        same = ~new_stretch[1:]
        dt[:-1] = np.where(same, np.diff(t), np.nan)
        a = np.flatnonzero(same & (asked[:-1] | asked[1:]))
        b = a + 1
        dist = geo.haversine_m(lon[a], lat[a], lon[b], lat[b])
        east = (lon[b] - lon[a]) * np.cos(np.radians(lat[a]))
        with np.errstate(divide="ignore", invalid="ignore"):
            speed[a] = np.where(dt[a] > 0, dist / dt[a] / geo.KN_MS, np.nan)
        bearing[a] = np.degrees(np.arctan2(east, lat[b] - lat[a])) % 360
    # The last fix of a segment has no next one: what it did before is the best guess.
    for row in (speed, bearing):
        last = np.flatnonzero(np.isnan(row[1:]) & ~np.isnan(row[:-1])) + 1
        row[last] = row[last - 1]
    return speed, bearing, dt


def _place(degrees: Floats, muted: NDArray[np.bool_], starts: Ints, n: Ints) -> Floats:
    """Return the mean per bin, of the fixes that are believed where there are any."""
    mean = np.add.reduceat(degrees, starts) / n
    if muted.any():
        good = np.add.reduceat(~muted, starts, dtype=float)
        sums = np.add.reduceat(np.where(muted, 0.0, degrees), starts)
        mean = np.where(good > 0, sums / np.maximum(good, 1.0), mean)
    return np.asarray(mean)


def _between(fixes: _Fixes, width: float) -> pl.DataFrame:
    """Return the bins without a fix inside long legs: their mean speed is known."""
    skipped, t, lon, lat = fixes.skipped, fixes.t, fixes.lon, fixes.lat
    at = np.repeat(np.flatnonzero(skipped > 0), skipped[skipped > 0])
    if not len(at):
        return pl.DataFrame(schema=BINS)
    first = np.r_[True, at[1:] != at[:-1]]
    number = np.arange(len(at)) - np.maximum.accumulate(np.where(first, np.arange(len(at)), 0))
    when = fixes.begin[at] + (fixes.bin_no[at] + 1 + number + 0.5) * width
    share = (when - t[at]) / fixes.leg_s[at]
    nothing = np.full(len(at), np.nan)
    return pl.DataFrame(
        {
            "mmsi": fixes.mmsi[at],
            "segment": fixes.segment[at],
            "t_s": when,
            "n": np.zeros(len(at), dtype=np.int64),
            "lon": lon[at] + share * (lon[at + 1] - lon[at]),
            "lat": lat[at] + share * (lat[at + 1] - lat[at]),
            "v_kn": fixes.leg_v[at],
            "cog": fixes.leg_cog[at],
            "yaw_cog": nothing,
            "yaw_hdg": nothing,
            "drift": nothing,
            "status": nothing,
            "muted": fixes.lost[at],
        },
        schema=BINS,
    )
