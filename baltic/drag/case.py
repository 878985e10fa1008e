"""Everything known about one episode, gathered once for all items of the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .. import geo
from ..settings import Settings
from .episodes import Episode
from .onset import Ramp, fit_ramp
from .places import Near, Places

__all__ = ["Case", "Ship", "Stop", "Track", "make_case"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ship:
    """What static messages say; NaN or None where they do not."""

    mmsi: int
    imo: int | None = None
    name: str | None = None
    ship_type: int | None = None
    loa_m: float = float("nan")
    beam_m: float = float("nan")
    draught_m: float = float("nan")


@dataclass(frozen=True)
class Track:
    """Fixes (``t, v, status``) and all bins (``b_*``, stops too) of one ship, in time order."""

    t: Floats
    v: Floats
    status: Floats
    b_t: Floats
    b_v: Floats
    b_lon: Floats
    b_lat: Floats
    b_status: Floats
    provenance: str


@dataclass(frozen=True)
class Stop:
    """A stop inside or at the end of an episode."""

    t_s: float
    minutes: float
    lon: float
    lat: float
    place: Near | None


@dataclass(frozen=True)
class Case:
    """An episode with its measured onset and end, stops and surroundings.

    Attributes
    ----------
    drop
        ln(expected speed / speed inside), the lane's effect taken out.
    v_ref_kn, v_drag_kn
        Expected speed and median speed inside.
    onset, release
        Fitted changes of speed at both ends; None where not seen.
    onset_sought
        Whether there were fixes enough to see it.
    end_place, start_place
        Nearest place to the last position inside, and to the first.
    arrived
        The ship lay still for over two hours right after the episode.
    recovered
        It was back near its earlier speed within two hours, away from any place.
    """

    ship: Ship
    track: Track
    episode: Episode
    t_start_s: float
    t_end_s: float
    drop: float
    v_ref_kn: float
    v_drag_kn: float
    onset: Ramp | None
    onset_sought: bool
    release: Ramp | None
    stop: Stop | None
    start_place: Near | None
    end_place: Near | None
    arrived: bool
    recovered: bool
    crossings: pd.DataFrame = field(repr=False)

    @property
    def hours(self) -> float:
        return (self.t_end_s - self.t_start_s) / 3600.0


def make_case(
    episode: Episode,
    ship: Ship,
    track: Track,
    crossings: pd.DataFrame,
    places: Places,
    settings: Settings,
) -> Case:
    """Measure an episode; `crossings` are those of this ship, `t_s` seconds since 1970."""
    leg, inside = episode.leg, episode.inside
    half = settings.baseline.bin_min * 30.0
    first, last = leg.t[episode.first] - half, leg.t[episode.last] + half
    onset = release = None
    drop = episode.ref - float(np.median(leg.r[inside]))
    sought = episode.reference == "before" and drop >= settings.episodes.least_drop
    if sought:
        # Fixes past the first steady piece belong to the next change.
        piece = last if episode.settled is None else leg.t[episode.settled] + half
        window = (track.t > leg.t[episode.before[0]] - half) & (track.t < min(piece, last))
        onset = fit_ramp(track.t[window], track.v[window], first)
        onset = onset if onset is not None and onset.after_kn < onset.before_kn else None
    if drop >= settings.episodes.least_drop and episode.closed and len(episode.after):
        begin = onset.t_s + 900.0 if onset is not None else first
        window = (track.t > begin) & (track.t < leg.t[episode.after[-1]] + half)
        release = fit_ramp(track.t[window], track.v[window], last)
        release = release if release is not None and release.after_kn > release.before_kn else None
    t_start = onset.t_s if onset is not None else max(first, float(track.t[0]))
    t_end = release.t_s if release is not None else min(last, float(track.t[-1]))
    t_end = max(t_end, t_start + 60.0)
    e_in = float(np.median(leg.e[inside]))
    stop = _stop(track, t_start, t_end, places, settings)
    end = episode.last
    ref_kn = float(np.exp(episode.ref + e_in))
    arrived = _arrived(track, leg.t[end] + half, settings)
    drag_kn = float(np.median(leg.v[inside]))
    end_place = places.near(float(leg.lon[end]), float(leg.lat[end]))
    return Case(
        ship=ship,
        track=track,
        episode=episode,
        t_start_s=t_start,
        t_end_s=t_end,
        drop=drop,
        v_ref_kn=ref_kn,
        v_drag_kn=drag_kn,
        onset=onset,
        onset_sought=sought and _dense(track, first),
        release=release,
        stop=stop,
        start_place=places.near(float(leg.lon[episode.first]), float(leg.lat[episode.first])),
        end_place=end_place,
        arrived=arrived,
        recovered=_recovered(episode, ref_kn) and not arrived,
        crossings=crossings[
            (crossings["t_s"] >= t_start - 600.0) & (crossings["t_s"] <= t_end + 600.0)
        ],
    )


def _dense(track: Track, about_s: float) -> bool:
    """Return whether an hour around a time holds a fix every four minutes or more often."""
    a, b = np.searchsorted(track.t, [about_s - 1800.0, about_s + 1800.0])
    return bool(b - a >= 15)


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return [first, last] of every run of True."""
    edges = np.flatnonzero(np.diff(np.r_[0, flags.astype(np.int8), 0]))
    return [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _stop(
    track: Track, t_start: float, t_end: float, places: Places, settings: Settings
) -> Stop | None:
    """Return the longest stop from the onset to an hour after the end."""
    bin_min = settings.baseline.bin_min
    slow = (track.b_v <= settings.baseline.moving_kn) & (track.b_t > t_start)
    slow &= track.b_t < t_end + 3600.0
    best: Stop | None = None
    for a, b in _runs(slow):
        minutes = float(track.b_t[b] - track.b_t[a]) / 60.0 + bin_min
        if best is None or minutes > best.minutes:
            middle = (a + b) // 2
            lon, lat = float(track.b_lon[middle]), float(track.b_lat[middle])
            best = Stop(float(track.b_t[a]), minutes, lon, lat, places.near(lon, lat))
    return best


def _arrived(track: Track, end_s: float, settings: Settings) -> bool:
    later = (track.b_t > end_s) & (track.b_t < end_s + 3.0 * 3600.0)
    slow = later & (track.b_v <= settings.baseline.moving_kn)
    return bool(slow.sum() * settings.baseline.bin_min >= 120.0)


def _recovered(episode: Episode, ref_kn: float) -> bool:
    if not episode.closed or len(episode.after) < 3:
        return False
    leg = episode.leg
    soon = episode.after[leg.t[episode.after] < leg.t[episode.last] + 3.5 * 3600.0]
    if len(soon) < 3:
        return False
    return float(np.median(leg.v[soon])) >= 0.92 * ref_kn


def distance_km(case: Case) -> float:
    """Return how far the ship went during the episode, along its bins."""
    b = case.track
    inside = (b.b_t >= case.t_start_s - 300.0) & (b.b_t <= case.t_end_s + 300.0)
    lon, lat = b.b_lon[inside], b.b_lat[inside]
    if len(lon) < 2:
        return 0.0
    return float(geo.haversine_m(lon[:-1], lat[:-1], lon[1:], lat[1:]).sum()) / 1000.0
