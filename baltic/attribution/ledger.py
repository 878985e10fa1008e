"""Drag evidence of each vessel: its episode near the crossings, contact, unbroken assets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl

from .around import Stood, stood, watched
from .doubted import doubted
from .motion_words import (
    dip_words,
    doubted_words,
    none_words,
    rest_words,
    stretch_words,
    unwatched_words,
)
from .passage_motion import PassageSpeed, Where, loss, passage_llr, speeds_at
from .passages import likeliest
from .rates import p_break
from .silent import Silence, silences_at
from .stretch import Near, stretch_at, stretch_llr, stretches_near
from .twins import first_hulls, of_other_hulls

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set

    from ..records import Candidate
    from ..settings import Settings
    from .windows import Outage

__all__ = ["Drag", "drag_evidence"]

_WELL_COVERED = 0.6


_TWINS = (
    "no drag evidence either way: this number was sent from several places, by several ships or "
    "by one whose positions were disturbed, so that what it did at its passage is not told apart "
    "(0 nats)"
)
_GEAR = (
    "no drag evidence either way: a ship at work with fishing gear is weighed by that, not by an "
    "anchor (0 nats)"
)


@dataclass(frozen=True)
class Drag:
    """What a vessel's motion says about a dragged anchor around its passages.

    ``llr`` is the log-likelihood ratio used, nats; ``unbroken`` the real assets crossed
    during the episode that did not fail, ``unbroken_llr`` their (negative) weight.
    ``silence`` is one around the passage that says something beside the motion.  ``favour`` is by
    how much more than its other passages those count that the episode holds, nats.
    """

    llr: float
    text: str
    episode: Candidate | None
    contact: dict[str, float]
    unbroken: tuple[str, ...] = ()
    unbroken_llr: float = 0.0
    silence: Silence | None = None
    favour: float = 0.0

    @property
    def total(self) -> float:
        silent = 0.0 if self.silence is None else self.silence.llr
        return self.llr + self.unbroken_llr + silent


def drag_evidence(
    passages: pd.DataFrame,
    episodes: Iterable[Candidate],
    tracks: pl.DataFrame,
    outages: Sequence[Outage],
    crossings: pd.DataFrame,
    kinds: dict[str, str],
    settings: Settings,
    dark: pd.DataFrame | None = None,
    shared: Set[int] = frozenset(),
) -> dict[int, Drag]:
    """Return the drag evidence of each vessel with a possible passage.

    Parameters
    ----------
    passages
        Possible passages only.
    episodes
        All episodes of slow sailing, also those below the level of a note, and other readings
        of the same stretches.
    kinds
        Kind of each asset in service, whose outage would have been noticed.
    dark
        Contract ``DARK_CROSSINGS``: what the silences around passages say.
    shared
        MMSI that were sent from several places at once.
    """
    by_ship: dict[int, list[Candidate]] = {}
    for one in episodes:
        by_ship.setdefault(int(one.mmsi), []).append(one)
    failed = {t.asset_id for o in outages for t in o.targets}
    spans = passages.groupby("mmsi").agg(a=("then_from_s", "min"), b=("then_to_s", "max"))
    unclear = shared | of_other_hulls(passages, tracks)
    # Stretches are those of the first hull, and so is all that is set beside them.
    tracks = first_hulls(tracks)
    seen = watched(tracks, spans)
    silences = silences_at(passages, dark)
    groups = _by_ship(passages)
    near = {ship: stretches_near(by_ship.get(ship, []), rows, settings) for ship, rows in groups}
    best = dict(likeliest(passages)[["mmsi", "then_s"]].to_numpy(float).tolist())
    speeds = _speeds(near, best, tracks, settings)
    chosen = {ship: stretch_at(*near[ship], speeds[ship], settings) for ship, _ in groups}
    doubts = doubted(
        [(ship, best[ship]) for ship, one in chosen.items() if not one], tracks, settings
    )
    stops = stood(tracks, [one.episode for one in chosen.values() if one is not None], settings)
    found: dict[int, Drag] = {}
    for ship, group in groups:
        if bool((group["p_trawl"] > 0).all()):
            found[ship] = Drag(llr=0.0, text=_GEAR, episode=None, contact={})
            continue
        if ship in unclear:
            found[ship] = Drag(llr=0.0, text=_TWINS, episode=None, contact={})
            continue
        stretch, where = chosen[ship], near[ship][1]
        at_s = stretch.at_s if stretch else best[ship]
        speed = speeds[ship].get(at_s)
        # A stop within a slow stretch belongs to that: who drags an anchor stops to heave it.
        if where != "inside" and speed is not None and speed.rests:
            told = _at_rest(at_s, speed, settings)
        elif stretch is None and ship in doubts:
            told = Drag(llr=0.0, text=doubted_words(*doubts[ship]), episode=None, contact={})
        elif stretch is None:
            told = _without(seen.get(ship, 0.0), speed, settings)
        else:
            mine = crossings[crossings["mmsi"] == ship]
            told = _with(
                stretch, where, speed, mine, failed, kinds, settings,
                stops=stops.get(ship, Stood()),
            )  # fmt: skip
        # A stretch that holds the passage has the silence in its own ledger.
        silence = None if where == "inside" else silences.get(ship)
        found[ship] = replace(told, silence=silence)
    return found


def _speeds(
    near: Mapping[int, tuple[list[Near], Where]],
    best: Mapping[int, float],
    tracks: pl.DataFrame,
    settings: Settings,
) -> dict[int, dict[float, PassageSpeed]]:
    """Return the speeds of each ship by Unix second of the passages that its stretches speak of.

    Without a stretch that is its likeliest passage.
    """
    asked = {(ship, one.at_s) for ship, (stretches, _) in near.items() for one in stretches}
    asked |= {(ship, best[ship]) for ship, (stretches, _) in near.items() if not stretches}
    speeds: dict[int, dict[float, PassageSpeed]] = {ship: {} for ship in near}
    for (ship, at_s), speed in speeds_at(asked, tracks, settings).items():
        speeds[ship][at_s] = speed
    return speeds


def _at_rest(at_s: float, speed: PassageSpeed, settings: Settings) -> Drag:
    """Return what lying still says: no more of a drag than passing as fast as ever."""
    llr = passage_llr("none", settings, lost=0.0)
    return Drag(llr=llr, text=rest_words(at_s, speed, llr), episode=None, contact={})


def _by_ship(passages: pd.DataFrame) -> list[tuple[int, pd.DataFrame]]:
    groups: Any = passages.groupby("mmsi")
    return [(int(ship), rows) for ship, rows in groups]


def _without(share: float, speed: PassageSpeed | None, settings: Settings) -> Drag:
    """Return what a track that shows no slow stretch around the passage says."""
    llr = 0.0
    if share < _WELL_COVERED:
        text = unwatched_words(share)
    elif speed is not None and speed.dips(settings):
        text = dip_words(speed)
    else:
        lost = None if speed is None else loss(speed.usual_kn, speed.at_kn)
        llr = passage_llr("none", settings, lost=lost)
        text = f"{none_words(share, speed, lost, settings)}: {_nats(llr, settings)}"
    return Drag(llr=llr, text=text, episode=None, contact={})


def _nats(llr: float, settings: Settings) -> str:
    prior = settings.attribution
    return (
        f"{llr:+.1f} nats, as counted at {prior.counted_drags:,} passages of simulated drags and "
        f"{prior.counted_ordinary:,} of ordinary ships"
    )


def _with(
    stretch: Near,
    where: Where,
    speed: PassageSpeed | None,
    crossings: pd.DataFrame,
    failed: set[str],
    kinds: dict[str, str],
    settings: Settings,
    *,
    stops: Stood,
) -> Drag:
    llr, favour = stretch_llr(stretch, where, speed, settings)
    episode = stretch.episode
    contact = {
        hit.asset_id: float(hit.p_contact) for hit in episode.assets if hit.p_contact is not None
    }
    text = f"{stretch_words(stretch, where, speed, stops, settings)}: {_nats(llr, settings)}"
    unbroken, weight = _unbroken(episode, crossings, failed, contact, kinds, settings)
    return Drag(
        llr=llr,
        text=("drag evidence: " if llr > 0 else "against: ") + text,
        episode=episode,
        contact=contact,
        unbroken=unbroken,
        unbroken_llr=weight if episode.llr > 0 and where == "inside" else 0.0,
        favour=favour,
    )


def _unbroken(
    episode: Candidate,
    crossings: pd.DataFrame,
    failed: set[str],
    contact: dict[str, float],
    kinds: dict[str, str],
    settings: Settings,
) -> tuple[tuple[str, ...], float]:
    inside = crossings[
        (crossings["t"] >= episode.t_start)
        & (crossings["t"] <= episode.t_end)
        & (crossings["p_cross"] > 0.5)
    ]
    ids = sorted(a for a in set(inside["asset_id"]) if a in kinds and a not in failed)
    prior = settings.attribution
    weight = 0.0
    for asset_id in ids:
        hit = contact.get(asset_id, prior.p_contact) * p_break(kinds[asset_id], settings)
        weight += float(np.log1p(-min(hit, 0.99)))
    return tuple(ids), max(weight, float(np.log(prior.unbroken_floor)))
