"""What the motion around a passage says of a drag, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..records import SILENT_S
from .stretch import hours_of
from .time_words import clock

if TYPE_CHECKING:
    from ..records import Candidate
    from ..settings import Settings
    from .around import Stood
    from .passage_motion import PassageSpeed, Where
    from .stretch import Near

__all__ = ["dip_words", "doubted_words", "none_words", "rest_words", "stretch_words",
           "unwatched_words"]  # fmt: skip

#: Speeds that differ by more are told one by one.
_SAME_KN = 0.5
#: From here on what a stretch holds is all of it.
_ALL = 0.995
#: Shorter stops of a slow stretch are not told.
_STOP_TOLD_S = 300.0


def unwatched_words(share: float) -> str:
    """Return that too few fixes lie around a passage, by their share of the hours around."""
    return (
        f"no drag evidence either way: only {100 * share:.0f} % of the hours around the "
        "passage hold fixes (0 nats)"
    )


def dip_words(speed: PassageSpeed) -> str:
    """Return that a ship slowed over its passage for less than stretches are sought."""
    return (
        f"no drag evidence either way: it passed at {speed.then_kn:.1f} kn, though it sailed "
        f"{speed.at_kn:.1f} kn in the half hours before and after; a slow stretch that short is "
        "neither sought nor counted (0 nats)"
    )


def doubted_words(sent_kn: float, made_kn: float) -> str:
    """Return that the speeds of a ship are not to be believed, with those that contradict."""
    return (
        f"no drag evidence either way: most of the time around the passage its own positions "
        f"contradict the speed that it sent, {sent_kn:.1f} kn where they make {made_kn:.1f} kn "
        "(0 nats)"
    )


def none_words(
    share: float, speed: PassageSpeed | None, lost: float | None, settings: Settings
) -> str:
    """Return that a watched track shows no slow stretch, and at what speeds the ship sailed.

    Parameters
    ----------
    share
        Share of the hours around that hold fixes.
    lost
        ln(usual speed / speed at the passage); None where it is not known.
    """
    kept = lost is None or lost < settings.attribution.kept_none_ln
    what = "below the ship's own expected speed" if kept else "that speaks for a drag"
    return (
        f"against: no stretch {what} is seen around the passage, "
        f"though {100 * share:.0f} % of the hours around it are covered{_own_speed(speed)}"
    )


def rest_words(at_s: float, speed: PassageSpeed, llr: float) -> str:
    """Return that a ship lay still when it may have been behind an outage.

    Parameters
    ----------
    at_s
        Then, Unix s.
    llr
        What that says, nats.
    """
    return (
        f"against: it lay still at that time ({speed.at_kn:.1f} kn in the half hours around "
        f"{clock(at_s)}), which is no motion of a dragged anchor, though one let go there may have "
        f"met the line; weighed as a ship that keeps its speed: {llr:+.1f} nats"
    )


def stretch_words(
    stretch: Near,
    where: Where,
    speed: PassageSpeed | None,
    stops: Stood,
    settings: Settings,
) -> str:
    """Return what a slow stretch was, how it lies to the passage, and the speed there."""
    episode = stretch.episode
    text = f"{_slow_words(episode, stops, settings)}; the ledger sums to {episode.llr:+.1f} nats, "
    if where != "inside":
        return f"{text}but the passage lies outside that stretch{_own_speed(speed)}"
    return (
        f"{text}and ordinary stretches lie over a passage the more often the longer they last "
        f"(this one {hours_of(episode):.1f} h){_holds(stretch)}"
        + ("" if speed is None else _speed_inside(speed))
    )


def _holds(stretch: Near) -> str:
    """Return which of several passages a stretch holds, and what these weigh among them."""
    if stretch.alone:
        return ""
    text = f"; of this ship's passages it holds that of {clock(stretch.at_s)}"
    if stretch.share < _ALL:
        text += f", {100 * stretch.share:.0f} % of what these explain"
    return text


def _own_speed(speed: PassageSpeed | None) -> str:
    """Return the words on the speed at the passage and that of the hours around it."""
    if speed is None or speed.usual_kn is None:
        return ""
    if speed.mean_kn is not None:
        return f"{_across(speed)}, and sailed {speed.usual_kn:.1f} kn around"
    return f"{_at(speed)} and sailed {speed.usual_kn:.1f} kn around"


def _across(speed: PassageSpeed) -> str:
    return (
        f"; it was not heard for {speed.silent_min:.0f} min around the passage, and made "
        f"{speed.mean_kn:.1f} kn on average meanwhile"
    )


def _speed_inside(speed: PassageSpeed) -> str:
    return _at(speed) if speed.mean_kn is None else _across(speed)


def _at(speed: PassageSpeed) -> str:
    """Return the words on the speed at the passage: heard then, or only some time around it."""
    if speed.then_kn is not None and abs(speed.then_kn - speed.at_kn) <= _SAME_KN:
        return f"; it passed at {speed.at_kn:.1f} kn"
    if speed.then_kn is not None:
        return (
            f"; it passed at {speed.then_kn:.1f} kn, made {speed.at_kn:.1f} kn in the half hours "
            "before and after"
        )
    return (
        f"; it was not heard at the passage itself, but at {speed.at_kn:.1f} kn within half an "
        "hour of it"
    )


def _slow_words(episode: Candidate, stood: Stood, settings: Settings) -> str:
    """Return how fast a ship sailed on a stretch, and for how long it lay or was not heard."""
    stops = stood.still_s >= _STOP_TOLD_S
    made = f"it sailed at {episode.v_drag_kn:.1f} kn{' while under way' if stops else ''}"
    # A stretch that is mostly a stop has a median that no way was made at.
    if episode.v_drag_kn <= settings.baseline.moving_kn:
        made = f"its median speed was {episode.v_drag_kn:.1f} kn"
    words = (
        f"from {_clock(episode.t_start)} to {_clock(episode.t_end)} {made}, where "
        f"{episode.v_ref_kn:.1f} kn was expected"
    )
    if stops:
        words += (
            f", and for {stood.still_s / 60:.0f} min of that time it made less than "
            f"{settings.baseline.moving_kn:g} kn"
        )
    if stood.silent_s >= SILENT_S:
        words += (
            f"; for {stood.silent_s / 60:.0f} min of it no fix was heard, and only the way made "
            "meanwhile is known"
        )
    return words


def _clock(t: object) -> str:
    return f"{t:%Y-%m-%d %H:%MZ}"
