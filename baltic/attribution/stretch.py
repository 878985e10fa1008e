"""The slow stretch of a ship that speaks of its passage, and what it says of a drag there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .passage_motion import PassageSpeed, Where, loss, passage_llr
from .windows import seconds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ..records import Candidate
    from ..settings import Settings

__all__ = ["Near", "hours_of", "stretch_at", "stretch_llr", "stretches_near"]


class Near(NamedTuple):
    """A slow stretch that speaks of a ship's passages, and when the likeliest of those was."""

    episode: Candidate
    at_s: float


def stretches_near(
    episodes: Sequence[Candidate], passages: pd.DataFrame, settings: Settings
) -> tuple[list[Near], Where]:
    """Return the episodes that speak of a ship's possible passages, and how they lie to them.

    An anchor is down at a passage, so episodes that hold one come before any other.  What the
    ship made at another passage says nothing of that one.
    """
    order = passages.sort_values(["density", "t_s"], kind="stable")
    a, b, at = (order[c].to_numpy(float) for c in ("t_from_s", "t_to_s", "t_s"))

    def touch(slack_s: float) -> list[Near]:
        found = []
        for e in episodes:
            held = (seconds(e.t_start) <= b + slack_s) & (seconds(e.t_end) >= a - slack_s)
            if held.any():
                found.append(Near(e, float(at[held][-1])))
        return found

    if inside := touch(0.0):
        return inside, "inside"
    beside = touch(60 * settings.attribution.episode_slack_min)
    return beside, "beside" if beside else "none"


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
        llr = stretch_llr(one.episode, where, speeds.get(one.at_s), settings)
        return llr, one.episode.llr, one.episode.candidate_id

    return max(near, key=counts, default=None)


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
