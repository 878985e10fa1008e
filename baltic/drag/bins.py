"""Ten-minute bins of every ship: speed, course, yaw and drift, over the whole table at once."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .. import geo
from ..settings import Settings
from ..tracks import GnssWatch
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

_ROWS = 2_000_000


def make_bins(
    tracks: pl.DataFrame, settings: Settings, gnss: GnssWatch | None = None
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
    single = tracks.filter(pl.col("hull") == 0)
    if single.height == 0:
        return pl.DataFrame(schema=BINS)
    mmsi = single["mmsi"].to_numpy()
    muted = np.zeros(single.height, bool)
    if gnss is not None:
        muted = gnss.muted[(tracks["hull"] == 0).to_numpy()]
    parts = [
        _bins_of(single.slice(a, b - a), muted[a:b], settings)
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


def _bins_of(frame: pl.DataFrame, muted: NDArray[np.bool_], settings: Settings) -> pl.DataFrame:
    base = settings.baseline
    width = base.bin_min * 60.0
    mmsi = frame["mmsi"].to_numpy()
    segment = frame["segment"].to_numpy()
    t = frame["t"].dt.timestamp("us").to_numpy() / 1e6
    lon, lat = frame["lon"].to_numpy(), frame["lat"].to_numpy()
    cog, heading = _numbers(frame, "cog_deg"), _numbers(frame, "heading_deg")
    leg_v, leg_cog, dt = _legs(mmsi, segment, t, lon, lat)
    speed = _numbers(frame, "sog_kn")
    lost_leg = np.zeros(len(t), bool)
    if muted.any():
        lost_leg = muted | np.r_[muted[1:], False]
        leg_v, leg_cog = (np.where(lost_leg, np.nan, x) for x in (leg_v, leg_cog))
        speed, cog = (np.where(muted, np.nan, x) for x in (speed, cog))
    speed = np.where(np.isfinite(speed), speed, leg_v)
    bin_no = np.floor(t / width).astype(np.int64)
    starts = np.flatnonzero(
        np.r_[
            True,
            (mmsi[1:] != mmsi[:-1]) | (segment[1:] != segment[:-1]) | (bin_no[1:] != bin_no[:-1]),
        ]
    )
    n = np.diff(np.r_[starts, len(t)])
    # A gyro compass needs no satellites: its yaw stays.
    fast = (speed > base.steer_kn) | muted
    course = np.where(np.isfinite(cog), cog, leg_cog)
    mean_cog = _circular_mean(course, starts)
    steer = np.where(fast, cog, np.nan)
    yaw_cog = _detrended_sd(steer, t, starts, n, base.min_fixes_yaw)
    yaw_hdg = _detrended_sd(np.where(fast, heading, np.nan), t, starts, n, base.min_fixes_yaw)
    lean = geo.turn_deg(heading, steer)
    # One or two pairs of a swinging course and a swinging heading say nothing of leeway.
    many = _sum(np.isfinite(lean).astype(float), starts) >= base.min_fixes_yaw
    drift = np.where(many, _circular_mean(lean, starts), np.nan)
    middle = starts + n // 2
    group = np.repeat(np.arange(len(starts)), n)
    medians = (
        pl.DataFrame({"g": group, "v": speed})
        .group_by("g", maintain_order=True)
        .agg(pl.col("v").fill_nan(None).median())["v"]
        .fill_null(np.nan)
        .to_numpy()
    )
    heard = pl.DataFrame(
        {
            "mmsi": mmsi[starts],
            "segment": segment[starts],
            "t_s": (bin_no[starts] + 0.5) * width,
            "n": n.astype(np.int64),
            "lon": _place(lon, muted, starts, n),
            "lat": _place(lat, muted, starts, n),
            "v_kn": medians,
            "cog": mean_cog % 360.0,
            "yaw_cog": yaw_cog,
            "yaw_hdg": yaw_hdg,
            "drift": drift,
            "status": _numbers(frame, "nav_status")[middle],
            "muted": np.add.reduceat(muted, starts, dtype=float) >= settings.gnss.bin_share * n,
        },
        schema=BINS,
    )
    between = _between(mmsi, segment, t, lon, lat, leg_v, leg_cog, bin_no, dt, width, lost_leg)
    return pl.concat([heard, between]) if between.height else heard


def _legs(
    mmsi: NDArray[np.uint32], segment: NDArray[np.uint32], t: Floats, lon: Floats, lat: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return speed (kn), bearing (degrees) and time (s) to the next fix of the segment."""
    out = np.full((3, len(t)), np.nan)
    if len(t) > 1:
        same = (mmsi[1:] == mmsi[:-1]) & (segment[1:] == segment[:-1])
        dt = np.where(same, t[1:] - t[:-1], np.nan)
        dist = geo.haversine_m(lon[:-1], lat[:-1], lon[1:], lat[1:])
        east = (lon[1:] - lon[:-1]) * np.cos(np.radians(lat[:-1]))
        with np.errstate(divide="ignore", invalid="ignore"):
            out[0, :-1] = np.where(dt > 0, dist / dt / geo.KN_MS, np.nan)
        out[1, :-1] = np.where(same, np.degrees(np.arctan2(east, lat[1:] - lat[:-1])) % 360, np.nan)
        out[2, :-1] = dt
    # The last fix of a segment has no next one: what it did before is the best guess.
    for row in out[:2]:
        last = np.flatnonzero(np.isnan(row[1:]) & ~np.isnan(row[:-1])) + 1
        row[last] = row[last - 1]
    return out[0], out[1], out[2]


def _place(degrees: Floats, muted: NDArray[np.bool_], starts: Ints, n: Ints) -> Floats:
    """Return the mean per bin, of the fixes that are believed where there are any."""
    mean = np.add.reduceat(degrees, starts) / n
    if muted.any():
        good = np.add.reduceat(~muted, starts, dtype=float)
        sums = np.add.reduceat(np.where(muted, 0.0, degrees), starts)
        mean = np.where(good > 0, sums / np.maximum(good, 1.0), mean)
    return np.asarray(mean)


def _sum(values: Floats, starts: Ints) -> Floats:
    return np.asarray(np.add.reduceat(np.nan_to_num(values, nan=0.0), starts), float)


def _circular_mean(angle: Floats, starts: Ints) -> Floats:
    rad = np.radians(angle)
    s, c = _sum(np.sin(rad), starts), _sum(np.cos(rad), starts)
    known = _sum(np.isfinite(angle).astype(float), starts) > 0
    return np.where(known, np.degrees(np.arctan2(s, c)), np.nan)


def _detrended_sd(angle: Floats, t: Floats, starts: Ints, n: Ints, least: int) -> Floats:
    """Return the s.d. of angles about a straight line in time, per bin, degrees."""
    dev = geo.turn_deg(np.repeat(_circular_mean(angle, starts), n), angle)
    known = np.isfinite(dev)
    dev = np.where(known, dev, 0.0)
    tt = np.where(known, t - np.repeat(t[starts], n), 0.0)
    m = _sum(known.astype(float), starts)
    safe = np.maximum(m, 1.0)
    sd, st = _sum(dev, starts), _sum(tt, starts)
    s_tt = _sum(tt * tt, starts) - st * st / safe
    s_dt = _sum(dev * tt, starts) - sd * st / safe
    s_dd = _sum(dev * dev, starts) - sd * sd / safe
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.where(s_tt > 1.0, s_dt * s_dt / s_tt, 0.0)
        left = np.maximum(s_dd - slope, 0.0) / (m - 2.0)
    return np.where(m >= max(least, 3), np.sqrt(np.maximum(left, 0.0)), np.nan)


def _between(
    mmsi: NDArray[np.uint32],
    segment: NDArray[np.uint32],
    t: Floats,
    lon: Floats,
    lat: Floats,
    leg_v: Floats,
    leg_cog: Floats,
    bin_no: Ints,
    dt: Floats,
    width: float,
    lost_leg: NDArray[np.bool_],
) -> pl.DataFrame:
    """Return the bins without a fix inside long legs: their mean speed is known."""
    skipped = np.zeros(len(t), dtype=np.int64)
    skipped[:-1] = np.where(np.isfinite(dt[:-1]), bin_no[1:] - bin_no[:-1] - 1, 0)
    at = np.repeat(np.flatnonzero(skipped > 0), skipped[skipped > 0])
    if not len(at):
        return pl.DataFrame(schema=BINS)
    first = np.r_[True, at[1:] != at[:-1]]
    number = np.arange(len(at)) - np.maximum.accumulate(np.where(first, np.arange(len(at)), 0))
    when = (bin_no[at] + 1 + number + 0.5) * width
    share = (when - t[at]) / dt[at]
    nothing = np.full(len(at), np.nan)
    return pl.DataFrame(
        {
            "mmsi": mmsi[at],
            "segment": segment[at],
            "t_s": when,
            "n": np.zeros(len(at), dtype=np.int64),
            "lon": lon[at] + share * (lon[at + 1] - lon[at]),
            "lat": lat[at] + share * (lat[at + 1] - lat[at]),
            "v_kn": leg_v[at],
            "cog": leg_cog[at],
            "yaw_cog": nothing,
            "yaw_hdg": nothing,
            "drift": nothing,
            "status": nothing,
            "muted": lost_leg[at],
        },
        schema=BINS,
    )
