"""Drag evidence of each vessel: its episode near the crossings, contact, unbroken assets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

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

__all__ = ["Drag", "drag_evidence", "passage_llr"]

_AROUND_S = 3 * 3600.0
_BIN_S = 600.0
_WELL_COVERED = 0.6

#: How the nearest slow stretch lies to a passage.
Where = Literal["inside", "beside", "none"]


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
        episode, where = _episode(by_ship.get(ship, []), group, settings)
        if episode is None:
            found[ship] = _without(seen.get(ship, 0.0), settings)
            continue
        mine = crossings[crossings["mmsi"] == ship]
        found[ship] = _with(episode, where, mine, failed, kinds, settings)
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
) -> tuple[Candidate | None, Where]:
    """Return the episode that speaks of a possible passage, and how it lies to it.

    An anchor is down at a passage, so an episode that holds one comes before any other; among
    several the highest ledger sum.
    """
    a, b = (passages[c].to_numpy(float) for c in ("t_from_s", "t_to_s"))

    def touch(slack_s: float) -> list[Candidate]:
        return [
            e
            for e in episodes
            if bool(np.any((seconds(e.t_start) <= b + slack_s) & (seconds(e.t_end) >= a - slack_s)))
        ]

    slack_s = 60 * settings.attribution.episode_slack_min
    inside, beside = touch(0.0), touch(slack_s)
    chosen = max(inside or beside, key=lambda e: (e.llr, e.candidate_id), default=None)
    return chosen, "inside" if inside else "beside" if beside else "none"


def passage_llr(where: Where, ledger: float, settings: Settings) -> float:
    """Return what the motion around a passage says of a drag there, nats.

    Parameters
    ----------
    where
        ``inside``: an episode holds the passage; ``beside``: one only begins after or ends
        before it, within the slack; ``none``: the track is covered and shows none.
    ledger
        Sum of the episode's ledger; it counts where the episode holds the passage.

    Notes
    -----
    ``ln(u + (1 - u) P(where | drag)/P(where | ordinary) e^(shift + slope ledger))``, the ratio
    no larger than the ordinary passages of the fit can show, with u the chance of a drag that
    moves the ship as no simulated one does.  The shares of the three cases sum to one for
    drags and for ordinary passages alike.  All were fitted on simulated world A at passages,
    since a ledger compares episodes, and what holds a passage is no random episode.

    Examples
    --------
    >>> from baltic.settings import Settings
    >>> [round(passage_llr("inside", x, Settings()), 1) for x in (-9.0, 0.0, 5.0)]
    [-2.3, 0.4, 6.9]
    >>> [round(passage_llr(where, 5.0, Settings()), 1) for where in ("beside", "none")]
    [0.3, -1.8]
    """
    prior = settings.attribution
    drag = {"inside": prior.p_inside_drag, "beside": prior.p_beside_drag}
    other = {"inside": prior.p_inside_ordinary, "beside": prior.p_beside_ordinary}
    drag["none"], other["none"] = (1.0 - sum(share.values()) for share in (drag, other))
    shown = np.log(drag[where] / other[where])
    if where == "inside":
        shown += prior.ledger_shift + prior.ledger_slope * ledger
    shown = min(shown, prior.passage_most)
    return float(np.logaddexp(shown + np.log1p(-prior.p_unmarked), np.log(prior.p_unmarked)))


def _without(share: float, settings: Settings) -> Drag:
    if share >= _WELL_COVERED:
        llr = passage_llr("none", 0.0, settings)
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


def _with(
    episode: Candidate,
    where: Where,
    crossings: pd.DataFrame,
    failed: set[str],
    kinds: dict[str, str],
    settings: Settings,
) -> Drag:
    llr = passage_llr(where, float(episode.llr), settings)
    contact = {
        hit.asset_id: float(hit.p_contact) for hit in episode.assets if hit.p_contact is not None
    }
    text = (
        f"from {_clock(episode.t_start)} to {_clock(episode.t_end)} it sailed at "
        f"{episode.v_drag_kn:.1f} kn, {episode.v_ref_kn:.1f} kn before; "
    )
    if where == "inside":
        text += (
            f"the ledger sums to {episode.llr:+.1f} nats, counted as {llr:+.1f} with how often "
            "drags and ordinary ships are slow at a passage"
        )
    else:
        text += (
            f"the passage lies outside that stretch, which says little of it ({llr:+.1f} nats, "
            f"whatever its ledger of {episode.llr:+.1f})"
        )
    unbroken, weight = _unbroken(episode, crossings, failed, contact, kinds, settings)
    return Drag(
        llr=llr,
        text=("drag evidence: " if llr > 0 else "against: ") + text,
        episode=episode,
        contact=contact,
        unbroken=unbroken,
        unbroken_llr=weight if episode.llr > 0 and where == "inside" else 0.0,
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
