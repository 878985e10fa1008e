"""Everything known about one episode, gathered once for all items of the ledger."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from .. import geo, physics
from ..settings import Settings
from .crossed import Crossed
from .episodes import Episode
from .medians import median
from .onset import Change, Ramp, fit_ramps
from .places import Near, Places

__all__ = ["Case", "Draft", "Own", "Ship", "Stop", "Track", "make_cases", "own_of"]

Floats = NDArray[np.float64]

#: A ship of unknown size is taken for a large one, which most are: its time constant over the
#: usual one.
_LARGE_TAU = 1.25
#: Of stretches shorter than this the time at rest does not count as slow sailing.
_SHORT_H, _STOPPED_KN = 1.5, 1.0
#: Navigational status.
_MOORED = 5
#: A stop to recover an anchor lasts up to two hours; lying still for longer is an arrival.
_ARRIVED_MIN = 150.0


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
class Own:
    """Hull and equipment number of a ship, from what it sent."""

    hull: physics.Hull
    equipment_number: float


def own_of(ship: Ship) -> Own | None:
    """Return what the physics needs; None for ships that never sent their length."""
    if not ship.loa_m > 20.0:
        return None
    draught = ship.draught_m if ship.draught_m > 0.5 else 0.0
    return _own(ship.ship_type, ship.loa_m, ship.beam_m if ship.beam_m > 3.0 else 0.0, draught)


@lru_cache(maxsize=512)
def _own(ship_type: int | None, loa_m: float, beam_m: float, draught_m: float) -> Own:
    """Return the hull of one size; 0 = not sent.  A ship has many episodes and one hull."""
    sort = physics.ship_class_of(ship_type if ship_type is not None else math.nan, loa_m)
    beam, draught = beam_m or loa_m / 6.5, draught_m or math.nan
    number = float(physics.equipment_number(loa_m, beam, draught, sort))
    return Own(physics.hull_of(loa_m, beam, draught, sort), number)


@dataclass(frozen=True)
class Track:
    """Fixes (``t, v, status``) and all bins (``b_*``, stops too) of one ship, in time order.

    Changes of speed are fitted to ``s_t, s_v``: the fixes and, between those far apart, the
    speed made good.
    """

    t: Floats
    v: Floats
    s_t: Floats
    s_v: Floats
    status: Floats
    b_t: Floats
    b_v: Floats
    b_lon: Floats
    b_lat: Floats
    b_status: Floats
    provenance: str
    b_muted: Floats


@dataclass(frozen=True)
class Stop:
    """A stop inside or at the end of an episode; `ended` if the ship was heard to sail on."""

    t_s: float
    minutes: float
    lon: float
    lat: float
    place: Near | None
    ended: bool = True


@dataclass(frozen=True)
class Draft:
    """An episode with what belongs to its ship, before its onset and end are measured."""

    episode: Episode
    ship: Ship
    own: Own | None
    track: Track
    crossings: Crossed = field(repr=False)

    @cached_property
    def drop(self) -> float:
        return self.episode.drop

    @cached_property
    def v_ref_kn(self) -> float:
        e = self.episode
        return float(np.exp(e.ref + median(e.leg.e[e.inside])))

    @cached_property
    def v_drag_kn(self) -> float:
        e = self.episode
        return median(e.leg.v[e.inside])


@dataclass(frozen=True)
class Case:
    """An episode with its measured onset and end, stops and surroundings.

    Attributes
    ----------
    drop
        ln(expected speed / speed inside), the lane's effect taken out.
    v_ref_kn, v_drag_kn
        Expected speed and median speed inside.
    tau_min
        Time constant of this ship between the two speeds; the usual one where its size is
        unknown.
    onset, release
        Fitted changes of speed at both ends; None where not seen.
    onset_sought
        Whether there were fixes enough to see it.
    end_place, start_place
        Nearest place to the last position inside, and to the first.
    arrived
        The ship lay still for most of three hours right after the episode, or said 'moored'.
    recovered
        It was back near its earlier speed within two hours, away from any place.
    still_open
        The record ends while the ship is still slow.
    depth_m
        Water depth at the moving bins inside, m, NaN where unknown; empty without a grid.
    """

    ship: Ship
    own: Own | None
    track: Track
    episode: Episode
    t_start_s: float
    t_end_s: float
    drop: float
    v_ref_kn: float
    v_drag_kn: float
    tau_min: float
    onset: Ramp | None
    onset_sought: bool
    release: Ramp | None
    stop: Stop | None
    start_place: Near | None
    end_place: Near | None
    arrived: bool
    recovered: bool
    still_open: bool
    crossings: Crossed = field(repr=False)
    depth_m: Floats = field(default_factory=lambda: np.zeros(0), repr=False)

    @property
    def hours(self) -> float:
        return (self.t_end_s - self.t_start_s) / 3600.0

    @property
    def slow_h(self) -> float:
        """Hours below expectation; of a short stretch those with way on: pilots stop ships."""
        if self.hours >= _SHORT_H:
            return self.hours
        b = self.track
        inside = (b.b_t >= self.t_start_s) & (b.b_t <= self.t_end_s)
        return self.hours * (
            1.0 - float((b.b_v[inside] <= _STOPPED_KN).mean()) if inside.any() else 1.0
        )


def make_cases(drafts: Sequence[Draft], places: Places, settings: Settings) -> list[Case]:
    """Measure episodes; the changes of speed of all of them are fitted at once.

    Parameters
    ----------
    drafts
        Their `crossings` are all those of the ship, in time order.
    """
    taus = [_tau_min(d, settings) for d in drafts]
    onsets = _fitted([_onset(d, tau, settings) for d, tau in zip(drafts, taus, strict=True)])
    onsets = [r if r is not None and r.after_kn < r.before_kn else None for r in onsets]
    sought = zip(drafts, taus, onsets, strict=True)
    releases = _fitted([_release(d, tau, onset, settings) for d, tau, onset in sought])
    releases = [r if r is not None and r.after_kn > r.before_kn else None for r in releases]
    every = zip(drafts, taus, onsets, releases, strict=True)
    return [_case(*parts, places, settings) for parts in every]


def _tau_min(draft: Draft, settings: Settings) -> float:
    """Return the ship's time constant, min, within what ships have."""
    usual = settings.evidence.usual_tau_min
    if draft.own is None:
        return _LARGE_TAU * usual
    middle = max(0.5 * (draft.v_ref_kn + draft.v_drag_kn), 1.0)
    tau_s = float(physics.time_constant_s(middle, draft.own.hull, physics=settings.physics))
    return float(np.clip(tau_s / 60.0, 0.5 * usual, 2.5 * usual))


def _fitted(changes: Sequence[Change | None]) -> list[Ramp | None]:
    """Fit those changes that there are."""
    out: list[Ramp | None] = [None] * len(changes)
    there = [i for i, c in enumerate(changes) if c is not None]
    for i, ramp in zip(there, fit_ramps([c for c in changes if c is not None]), strict=True):
        out[i] = ramp
    return out


def _bounds(draft: Draft, settings: Settings) -> tuple[float, float, float]:
    """Return first and last second of the bins of an episode, and half a bin."""
    half = settings.baseline.bin_min * 30.0
    e = draft.episode
    return float(e.leg.t[e.first]) - half, float(e.leg.t[e.last]) + half, half


def _onset(draft: Draft, tau: float, settings: Settings) -> Change | None:
    e, track = draft.episode, draft.track
    if e.reference != "before" or draft.drop < settings.episodes.least_drop:
        return None
    first, last, half = _bounds(draft, settings)
    # Fixes past the first steady piece belong to the next change.
    piece = last if e.settled is None else float(e.leg.t[e.settled]) + half
    a, b = np.searchsorted(track.s_t, [e.leg.t[e.before[0]] - half, min(piece, last)])
    own = tau if draft.own is not None else math.nan
    return Change(track.s_t[a:b], track.s_v[a:b], first, own)


def _release(draft: Draft, tau: float, onset: Ramp | None, settings: Settings) -> Change | None:
    e, track = draft.episode, draft.track
    if draft.drop < settings.episodes.least_drop or not e.closed or not len(e.after):
        return None
    first, last, half = _bounds(draft, settings)
    begin = onset.t_s + 900.0 if onset is not None else first
    a, b = np.searchsorted(track.s_t, [begin, e.leg.t[e.after[-1]] + half])
    own = tau if draft.own is not None else math.nan
    return Change(track.s_t[a:b], track.s_v[a:b], last, own)


def _case(
    draft: Draft,
    tau: float,
    onset: Ramp | None,
    release: Ramp | None,
    places: Places,
    settings: Settings,
) -> Case:
    e, track, leg = draft.episode, draft.track, draft.episode.leg
    first, last, half = _bounds(draft, settings)
    t_start = onset.t_s if onset is not None else max(first, float(track.t[0]))
    t_end = release.t_s if release is not None else min(last, float(track.t[-1]))
    t_end = max(t_end, t_start + 60.0)
    arrived = _arrived(track, float(leg.t[e.last]) + half, settings)
    sought = e.reference == "before" and draft.drop >= settings.episodes.least_drop
    v_ref = draft.v_ref_kn
    return Case(
        ship=draft.ship,
        own=draft.own,
        track=track,
        episode=e,
        t_start_s=t_start,
        t_end_s=t_end,
        drop=draft.drop,
        v_ref_kn=v_ref,
        v_drag_kn=draft.v_drag_kn,
        tau_min=tau,
        onset=onset,
        onset_sought=sought and _dense(track, first),
        release=release,
        stop=_stop(track, t_start, t_end, places, settings),
        start_place=places.near(float(leg.lon[e.first]), float(leg.lat[e.first])),
        end_place=places.near(float(leg.lon[e.last]), float(leg.lat[e.last])),
        arrived=arrived,
        recovered=_recovered(e, v_ref) and not arrived,
        still_open=not e.closed and float(track.t[-1]) < last + 3600.0,
        crossings=draft.crossings.during(t_start, t_end),
    )


def _dense(track: Track, about_s: float) -> bool:
    """Return whether an hour around a time holds a speed every five minutes or so."""
    a, b = np.searchsorted(track.s_t, [about_s - 1800.0, about_s + 1800.0])
    return bool(b - a >= 11)


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
            # What comes after the last bins of a record is not known.
            ended = bool((track.b_v[b + 1 :] > settings.baseline.moving_kn).any())
            best = Stop(float(track.b_t[a]), minutes, lon, lat, places.near(lon, lat), ended)
    return best


def _arrived(track: Track, end_s: float, settings: Settings) -> bool:
    later = (track.b_t > end_s) & (track.b_t < end_s + 3.0 * 3600.0)
    slow = later & (track.b_v <= settings.baseline.moving_kn)
    moored = bool((slow & (track.b_status == _MOORED)).any())
    return moored or bool(slow.sum() * settings.baseline.bin_min >= _ARRIVED_MIN)


def _recovered(episode: Episode, ref_kn: float) -> bool:
    if not episode.closed or len(episode.after) < 3:
        return False
    leg = episode.leg
    soon = episode.after[leg.t[episode.after] < leg.t[episode.last] + 3.5 * 3600.0]
    if len(soon) < 3:
        return False
    return median(leg.v[soon]) >= 0.92 * ref_kn


def distance_km(case: Case) -> float:
    """Return how far the ship went during the episode, along its bins."""
    b = case.track
    inside = (b.b_t >= case.t_start_s - 300.0) & (b.b_t <= case.t_end_s + 300.0)
    lon, lat = b.b_lon[inside], b.b_lat[inside]
    if len(lon) < 2:
        return 0.0
    return float(geo.haversine_m(lon[:-1], lat[:-1], lon[1:], lat[1:]).sum()) / 1000.0
