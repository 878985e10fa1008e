"""The slow stretch of a ship that speaks of its passage, and what it says of a drag there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .passage_motion import PassageSpeed, Where, loss, passage_llr
from .windows import seconds

if TYPE_CHECKING:
    import pandas as pd

    from ..records import Candidate
    from ..settings import Settings

__all__ = ["hours_of", "stretch_at", "stretch_llr"]


def stretch_at(
    episodes: list[Candidate],
    passages: pd.DataFrame,
    speed: PassageSpeed | None,
    settings: Settings,
) -> tuple[Candidate | None, Where]:
    """Return the episode that speaks of a possible passage, and how it lies to it.

    An anchor is down at a passage, so an episode that holds one comes before any other; among
    several the one that counts most.
    """
    a, b = (passages[c].to_numpy(float) for c in ("t_from_s", "t_to_s"))

    def touch(slack_s: float) -> list[Candidate]:
        return [
            e
            for e in episodes
            if bool(np.any((seconds(e.t_start) <= b + slack_s) & (seconds(e.t_end) >= a - slack_s)))
        ]

    inside = touch(0.0)
    near = inside or touch(60 * settings.attribution.episode_slack_min)
    where: Where = "inside" if inside else "beside" if near else "none"

    def counts(e: Candidate) -> tuple[float, float, str]:
        return stretch_llr(e, where, speed, settings), e.llr, e.candidate_id

    return max(near, key=counts, default=None), where


def stretch_llr(
    episode: Candidate, where: Where, speed: PassageSpeed | None, settings: Settings
) -> float:
    """Return what an episode that lies so to a passage says of a drag there, nats."""
    lost = None
    if speed is not None:
        lost = loss(episode.v_ref_kn if where == "inside" else speed.usual_kn, speed.at_kn)
    return passage_llr(
        where, settings, ledger=float(episode.llr), hours=hours_of(episode), lost=lost
    )


def hours_of(episode: Candidate) -> float:
    """Return how long a slow stretch lasts, h."""
    return (seconds(episode.t_end) - seconds(episode.t_start)) / 3600.0
