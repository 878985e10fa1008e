"""Episodes near to a watch, seen with bins that begin at other minutes, and their mean.

Ten-minute bins have to begin somewhere, and where they do moves medians, spreads and change
points a little: enough to lift a ship over a level or not.  So what comes near a watch is
measured several times, with bins that begin at the ship's own first fix and at shares of a
bin before it, and its ledger is the mean.  Such bins move with the track, and the mean hardly
changes when the record is cut somewhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from ..days import ByDay
from ..records import Evidence
from ..settings import Settings
from ..tracks import GnssWatch
from .baseline import add_neighbours, find_legs, suspicious_legs
from .bins import make_bins
from .case import Case, make_cases
from .contact import sound_cases
from .context import Context, Weighed
from .drafts import make_drafts
from .evidence import ledger_sum
from .legs import Leg, legs_of
from .medians import median
from .sea_state import SeaState, add_waves
from .weighing import further_readings, weigh_cases

__all__ = ["legs_to_weigh", "mean_of_phases", "weigh_legs", "weigh_near"]


def legs_to_weigh(
    moving: pl.DataFrame,
    chosen: pl.Series,
    vessels: pl.DataFrame,
    halves: ByDay,
    waves: SeaState | None,
    settings: Settings,
) -> list[Leg]:
    """Return the legs worth a look, with what others and the waves did to their speed.

    Parameters
    ----------
    moving, chosen
        From ``baseline.find_legs`` and ``suspicious_legs``.
    vessels
        Contract ``VESSELS``.
    halves
        ``baseline.half_hours`` of all ships by day.
    waves
        Waves at places and times, where a weather file is given.
    """
    if not len(chosen):
        return []
    judged = add_neighbours(moving, chosen, settings, halves)
    return legs_of(add_waves(judged, vessels, waves, settings))


def weigh_legs(
    legs: list[Leg],
    tracks: pl.DataFrame,
    gnss: GnssWatch,
    shared: Context,
    told: Callable[[int, int], None] | None = None,
) -> dict[int, list[Weighed]]:
    """Return the episodes of each ship, of overlapping ones the best.

    Parameters
    ----------
    legs
        From :func:`legs_to_weigh`.
    tracks
        Contract ``TRACKS``, sorted by mmsi, hull, t: all fixes of these ships.
    gnss
        Which of these fixes are not to be believed.
    shared
        Its ``bins`` are those that the legs were made of.
    told
        Called with the ships weighed so far and their number.
    """
    by_ship: dict[int, list[Case]] = {}
    drafts = make_drafts(legs, tracks, gnss, shared)
    for case in sound_cases(make_cases(drafts, shared.places, shared.settings), shared.depth):
        by_ship.setdefault(case.ship.mmsi, []).append(case)
    weighed = {}
    for done, (ship, own) in enumerate(by_ship.items()):
        if told is not None:
            told(done, len(by_ship))
        weighed[ship] = weigh_cases(own, shared)
    return weighed


def weigh_near(
    found: dict[int, list[Weighed]],
    tracks: pl.DataFrame,
    gnss: GnssWatch,
    halves: ByDay,
    waves: SeaState | None,
    shared: Context,
) -> list[Weighed]:
    """Return all episodes; those of ships that come near a watch as the mean over phases.

    Parameters
    ----------
    found
        From :func:`weigh_legs`, with bins of any one phase.
    tracks, gnss
        As there.
    halves, waves
        As for :func:`legs_to_weigh`.
    """
    settings = shared.settings
    least = settings.levels.watch_llr - settings.episodes.near_watch
    near = sorted(ship for ship, own in found.items() if any(w.llr > least for w in own))
    if not near:
        return [w for own in found.values() for w in own]
    mine = tracks["mmsi"].is_in(near)
    part = tracks.filter(mine)
    apart = gnss.apart.filter(pl.col("mmsi").is_in(near))
    watch = GnssWatch(gnss.muted[mine.to_numpy()], gnss.degraded, apart, [])
    every = []
    for k in range(settings.episodes.phases):
        bins = make_bins(part, settings, watch, k / settings.episodes.phases)
        moving = find_legs(bins, shared.vessels, settings)
        chosen = suspicious_legs(moving, shared.vessels, settings)
        legs = legs_to_weigh(moving, chosen, shared.vessels, halves, waves, settings)
        every.append(weigh_legs(legs, part, watch, replace(shared, bins=bins)))
    again = {ship: _again(ship, found[ship], every, settings) for ship in near}
    return [w for ship, own in found.items() for w in again.get(ship, own)]


def _again(
    ship: int, first: list[Weighed], every: Sequence[dict[int, list[Weighed]]], settings: Settings
) -> list[Weighed]:
    """Return the mean over all phases of a ship's episodes, and what was read otherwise."""
    seen = [[w for w in phase.get(ship, []) if not w.hidden] for phase in every]
    mean = mean_of_phases(seen, settings)
    return [*mean, *further_readings(mean, first)]


def mean_of_phases(phases: Sequence[Sequence[Weighed]], settings: Settings) -> list[Weighed]:
    """Return the episodes of one ship with the mean ledger over all phases.

    Parameters
    ----------
    phases
        Episodes of each phase, which do not overlap among themselves.

    Returns
    -------
    list of Weighed
        Highest sum first, without overlap.  Of each the phase is shown whose times are in the
        middle; a phase in which nothing was seen counts as nothing either way.
    """
    left = [list(own) for own in phases]
    groups: list[list[Weighed]] = []
    while any(left):
        best = max((w for own in left for w in own), key=lambda w: (w.llr, -w.case.t_start_s))
        group = [max(same, key=lambda w: _shared_s(w, best)) for own in left
                 if (same := [w for w in own if _shared_s(w, best) > 0.0])]  # fmt: skip
        left = [[w for w in own if _shared_s(w, best) <= 0.0] for own in left]
        groups.append(group)
    out: list[Weighed] = []
    means = sorted((_mean(g, len(phases), settings) for g in groups), key=lambda w: -w.llr)
    for w in means:
        if all(_shared_s(w, kept) <= 0.0 for kept in out):
            out.append(w)
    return out


def _shared_s(a: Weighed, b: Weighed) -> float:
    """Return how long two episodes overlap, s; negative = how far they lie apart."""
    p, q = a.case, b.case
    return min(p.t_end_s, q.t_end_s) - max(p.t_start_s, q.t_start_s)


def _mean(group: Sequence[Weighed], count: int, settings: Settings) -> Weighed:
    """Return the member with times in the middle, with the mean of the ledgers of `count`."""
    starts, ends = ([getattr(w.case, c) for w in group] for c in ("t_start_s", "t_end_s"))
    middle = (median(np.array(starts)), median(np.array(ends)))
    level = float(np.mean([w.llr for w in group]))

    def off(w: Weighed) -> tuple[float, float]:
        times = abs(w.case.t_start_s - middle[0]) + abs(w.case.t_end_s - middle[1])
        return round(times / 60.0), abs(w.llr - level)

    shown = min(group, key=off)
    lines: dict[tuple[str, int], list[Evidence]] = {}
    for w in (shown, *(w for w in group if w is not shown)):
        seen: dict[str, int] = {}
        for line in w.ledger:
            seen[line.item] = seen.get(line.item, 0) + 1
            lines.setdefault((line.item, seen[line.item]), []).append(line)
    ledger = [
        replace(same[0], llr=round(sum(x.llr for x in same) / count, 4))
        for same in lines.values()
    ]  # fmt: skip
    ledger.sort(key=lambda i: (-abs(i.llr), i.item))
    total = round(ledger_sum(ledger, settings.evidence), 4)
    return Weighed(shown.case, shown.measures, tuple(ledger), total)
