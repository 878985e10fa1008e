"""Drag evidence of each vessel: its episode near the crossings, contact, unbroken assets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl

from .rates import p_break
from .windows import seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..records import Candidate
    from ..settings import Settings
    from .windows import Outage

__all__ = ["Drag", "drag_evidence"]

_AROUND_S = 3 * 3600.0
_BIN_S = 600.0
_WELL_COVERED = 0.6


@dataclass(frozen=True)
class Drag:
    """What a vessel's motion says about a dragged anchor around its passages.

    ``llr`` is the log-likelihood ratio used, nats; ``unbroken`` the real assets crossed
    during the episode that did not fail, ``unbroken_llr`` their (negative) weight.
    """

    llr: float
    text: str
    episode: Candidate | None
    contact: dict[str, float]
    unbroken: tuple[str, ...] = ()
    unbroken_llr: float = 0.0

    @property
    def total(self) -> float:
        return self.llr + self.unbroken_llr


def drag_evidence(
    passages: pd.DataFrame,
    episodes: Iterable[Candidate],
    tracks: pl.DataFrame,
    outages: Sequence[Outage],
    crossings: pd.DataFrame,
    kinds: dict[str, str],
    settings: Settings,
) -> dict[int, Drag]:
    """Return the drag evidence of each vessel with a possible passage.

    Parameters
    ----------
    passages
        Possible passages only.
    episodes
        All episodes of slow sailing, also those below the level of a note.
    kinds
        Kind of each asset in service, whose outage would have been noticed.
    """
    by_ship: dict[int, list[Candidate]] = {}
    for one in episodes:
        by_ship.setdefault(int(one.mmsi), []).append(one)
    failed = {t.asset_id for o in outages for t in o.targets}
    spans = passages.groupby("mmsi").agg(a=("t_from_s", "min"), b=("t_to_s", "max"))
    seen = _watched(tracks, spans)
    found: dict[int, Drag] = {}
    for ship, group in _by_ship(passages):
        episode = _episode(by_ship.get(ship, []), group, settings)
        if episode is None:
            found[ship] = _without(seen.get(ship, 0.0), settings)
            continue
        mine = crossings[crossings["mmsi"] == ship]
        found[ship] = _with(episode, mine, failed, kinds, settings)
    return found


def _by_ship(passages: pd.DataFrame) -> list[tuple[int, pd.DataFrame]]:
    groups: Any = passages.groupby("mmsi")
    return [(int(ship), rows) for ship, rows in groups]


def _watched(tracks: pl.DataFrame, spans: pd.DataFrame) -> dict[int, float]:
    """Return the share of ten-minute bins with a fix around each vessel's passages."""
    if spans.empty:
        return {}
    ships = pl.DataFrame(
        {
            "mmsi": pl.Series(spans.index.to_numpy().astype("int64"), dtype=tracks["mmsi"].dtype),
            "a": spans["a"].to_numpy() - _AROUND_S,
            "b": spans["b"].to_numpy() + _AROUND_S / 3,
        }
    )
    bins = (
        tracks.lazy()
        .select("mmsi", s=pl.col("t").dt.epoch("us") / 1e6)
        .join(ships.lazy(), on="mmsi")
        .filter(pl.col("s").is_between("a", "b"))
        .group_by("mmsi")
        .agg(
            n=((pl.col("s") - pl.col("a")) // _BIN_S).n_unique(),
            wanted=((pl.col("b") - pl.col("a")).first() / _BIN_S).ceil(),
        )
        .collect()
    )
    return {int(m): float(n / w) for m, n, w in bins.select("mmsi", "n", "wanted").rows()}


def _episode(
    episodes: list[Candidate], passages: pd.DataFrame, settings: Settings
) -> Candidate | None:
    """Return the episode with the highest ledger sum that touches a possible passage."""
    slack = 60 * settings.attribution.episode_slack_min
    starts = passages["t_from_s"].to_numpy(float) - slack
    ends = passages["t_to_s"].to_numpy(float) + slack
    near = [
        e
        for e in episodes
        if bool(np.any((seconds(e.t_start) <= ends) & (seconds(e.t_end) >= starts)))
    ]
    return max(near, key=lambda e: (e.llr, e.candidate_id)) if near else None


def _without(share: float, settings: Settings) -> Drag:
    if share >= _WELL_COVERED:
        llr = float(np.log1p(-settings.attribution.p_episode))
        text = (
            f"against: no stretch below the ship's own expected speed is seen around the passage, "
            f"though {100 * share:.0f} % of the hours around it are covered ({llr:+.1f} nats)"
        )
        return Drag(llr=llr, text=text, episode=None, contact={})
    text = (
        f"no drag evidence either way: only {100 * share:.0f} % of the hours around the passage "
        "hold fixes (0 nats)"
    )
    return Drag(llr=0.0, text=text, episode=None, contact={})


def episode_llr(ledger: float, settings: Settings) -> float:
    """Return what an episode at a passage says of a drag, nats.

    A ledger sum compares a drag's episode with an ordinary one.  That there is one at all
    speaks for a drag too, and a drag may leave no mark while the ship has an ordinary
    episode there: ``ln(P(shows)/P(ordinary has one) e^sum + P(does not show))``.

    Examples
    --------
    >>> from baltic.settings import Settings
    >>> [round(episode_llr(x, Settings()), 1) for x in (-9.0, 0.0, 5.0)]
    [-1.2, 1.6, 6.5]
    """
    prior = settings.attribution
    shown = np.log(prior.p_episode / prior.p_episode_ordinary) + ledger
    return float(np.logaddexp(shown, np.log1p(-prior.p_episode)))


def _with(
    episode: Candidate,
    crossings: pd.DataFrame,
    failed: set[str],
    kinds: dict[str, str],
    settings: Settings,
) -> Drag:
    llr = episode_llr(float(episode.llr), settings)
    contact = {
        hit.asset_id: float(hit.p_contact) for hit in episode.assets if hit.p_contact is not None
    }
    text = (
        f"drag evidence: from {_clock(episode.t_start)} to {_clock(episode.t_end)} it sailed at "
        f"{episode.v_drag_kn:.1f} kn, {episode.v_ref_kn:.1f} kn before; the ledger sums to "
        f"{episode.llr:+.1f} nats"
    )
    text += (
        f", counted as {llr:+.1f}: few ordinary ships are slow there, and a drag can stay unseen"
    )
    unbroken, weight = _unbroken(episode, crossings, failed, contact, kinds, settings)
    return Drag(
        llr=llr,
        text=text,
        episode=episode,
        contact=contact,
        unbroken=unbroken,
        unbroken_llr=weight if episode.llr > 0 else 0.0,
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


def _clock(t: object) -> str:
    return f"{t:%Y-%m-%d %H:%MZ}"
