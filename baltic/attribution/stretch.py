"""The slow stretch of a ship that speaks of its passage, and what it says of a drag there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .passage_motion import PassageSpeed, Where, loss, passage_llr
from .windows import seconds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ..records import Candidate
    from ..settings import Settings
    from .passages import Row

__all__ = ["Near", "hours_of", "stretch_at", "stretch_llr", "stretches_near", "weights"]


class Near(NamedTuple):
    """A slow stretch that speaks of a ship's passages, and when the likeliest of those was.

    ``share`` is what these weigh among all of the ship's at an outage, where that is most;
    ``alone`` says that the ship has no others.
    """

    episode: Candidate
    at_s: float
    share: float = 1.0
    alone: bool = True


def stretches_near(
    episodes: Sequence[Candidate], passages: pd.DataFrame, settings: Settings
) -> tuple[list[Near], Where]:
    """Return the episodes that speak of a ship's possible passages, and how they lie to them.

    An anchor is down at a passage, so episodes that hold one come before any other.  What the
    ship made at another passage says nothing of that one.
    """
    order = passages.sort_values(["density", "then_s"], kind="stable")
    columns = ("then_s", "density", "then_from_s", "then_to_s")
    at, density, from_s, to_s = (order[c].to_numpy(float) for c in columns)
    outage = order["outage"].to_numpy(np.int64)
    total = np.bincount(outage, density)

    def touch(slack_s: float) -> list[Near]:
        found = []
        for e in episodes:
            holds = _held(e, from_s, to_s, slack_s)
            if holds.any():
                part = np.bincount(outage[holds], density[holds], len(total))
                share = float((part / np.maximum(total, 1e-300)).max())
                found.append(Near(e, float(at[holds][-1]), share, bool(holds.all())))
        return found

    if inside := touch(0.0):
        return inside, "inside"
    beside = touch(60 * settings.attribution.episode_slack_min)
    return beside, "beside" if beside else "none"


def _held(episode: Candidate, from_s: Any, to_s: Any, slack_s: float = 0.0) -> Any:
    """Return whether a stretch holds, or all but holds, a passage; or which of several."""
    begin, end = seconds(episode.t_start), seconds(episode.t_end)
    return (begin <= to_s + slack_s) & (end >= from_s - slack_s)


def stretch_at(
    near: Sequence[Near], where: Where, speeds: Mapping[float, PassageSpeed], settings: Settings
) -> Near | None:
    """Return the stretch that counts most; None where there is none.

    Parameters
    ----------
    near, where
        From :func:`stretches_near`.
    speeds
        Of the ship, by Unix second of the passage.
    """

    def counts(one: Near) -> tuple[float, float, str]:
        llr, _ = stretch_llr(one, where, speeds.get(one.at_s), settings)
        return llr, one.episode.llr, one.episode.candidate_id

    return max(near, key=counts, default=None)


def stretch_llr(
    near: Near, where: Where, speed: PassageSpeed | None, settings: Settings
) -> tuple[float, float]:
    """Return what a stretch says of a drag, and by how much more of the passages that it holds.

    Both are in nats.  A ship that passed several times, and on the stretch but once, is weighed
    at each passage by what it did there: elsewhere it is taken to have kept its speed.
    """
    episode, lost = near.episode, None
    if speed is not None:
        lost = loss(episode.v_ref_kn if where == "inside" else speed.usual_kn, speed.at_kn)
    llr = passage_llr(
        where, settings, ledger=float(episode.llr), hours=hours_of(episode), lost=lost
    )
    if where != "inside" or near.alone:
        return llr, 0.0
    elsewhere = passage_llr("none", settings, lost=0.0)
    parts = np.array([llr, elsewhere]) + np.log(np.maximum([near.share, 1.0 - near.share], 1e-12))
    return float(np.logaddexp(*parts)), llr - elsewhere


def weights(passages: Sequence[Row], episode: Candidate | None, favour: float) -> list[float]:
    """Return what the passages of a ship weigh: those that its stretch holds by so much more.

    Parameters
    ----------
    passages
        As dicts: ``density``, ``then_from_s``, ``then_to_s``.
    favour
        Of :class:`~baltic.attribution.ledger.Drag`, nats.
    """
    more = float(np.exp(favour))
    return [
        row["density"]
        * (more if episode and _held(episode, row["then_from_s"], row["then_to_s"]) else 1.0)
        for row in passages
    ]


def hours_of(episode: Candidate) -> float:
    """Return how long a slow stretch lasts, h."""
    return (seconds(episode.t_end) - seconds(episode.t_start)) / 3600.0
