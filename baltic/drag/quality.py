"""How well an episode was seen: what its reader should know before its ledger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .case import Case
from .context import Context
from .episodes import Episode
from .exposure import next_asset
from .medians import median
from .muting import disturbed_words
from .speeds import TOO_FAR_S

__all__ = ["quality_of"]

#: Seconds between fixes above which steering between them is guesswork.
_FAR_S = 300.0
#: Share of an episode without a depth from which that is said.
_UNSOUNDED = 0.05


def quality_of(case: Case, shared: Context) -> dict[str, Any]:
    """Say how well the episode was seen; `grade` is ``good``, ``fair`` or ``low``."""
    e, t = case.episode, case.track.t
    inside = t[np.searchsorted(t, case.t_start_s) : np.searchsorted(t, case.t_end_s, "right")]
    steps = np.diff(inside)
    sampling = median(steps) if len(steps) else float("nan")
    longest = float(np.max(steps)) if len(steps) else float("nan")
    hulls = int(np.nanmax(e.leg.hulls[e.inside], initial=0.0))
    waves = e.leg.waves[e.inside]
    seen = np.isfinite(waves)
    return {
        "grade": _grade(e, sampling, hulls),
        "seed": e.seed,
        "reference": e.reference,
        "yaw_from": e.leg.yaw_from,
        "neighbours": hulls,
        "wave_loss": round(1.0 - float(np.exp(median(waves[seen]))), 3) if seen.any() else None,
        "fixes": len(inside),
        "sampling_s": round(sampling, 1),
        "longest_silence_s": round(longest, 1),
        "returned_to_speed": e.closed,
        "next_asset": next_asset(case, shared.assets),
        "limits": [
            *_limits_of_fixes(e, sampling),
            *_limits_of_reference(e),
            *_limits_of_receivers(case, shared),
            *_limits_of_neighbours(hulls, seen),
            *_limits_of_depth(case, shared),
        ],
    }


def _grade(e: Episode, sampling: float, hulls: int) -> str:
    """Return the grade; a sampling that is not a number is as bad as one too far apart."""
    if not sampling <= _FAR_S or e.reference == "norm" or e.leg.yaw_from is None:
        return "low"
    return "good" if hulls else "fair"


def _limits_of_fixes(e: Episode, sampling: float) -> Iterator[str]:
    if not sampling <= TOO_FAR_S:
        yield "fixes too far apart for steering and ramp"
    elif sampling > _FAR_S:
        yield "fixes too far apart for steering"
    if e.leg.yaw_from == "course":
        yield "no heading sent: steering judged from course over ground"
    elif e.leg.yaw_from is None:
        yield "neither heading nor course usable: steering not judged"


def _limits_of_reference(e: Episode) -> Iterator[str]:
    if e.reference == "after":
        whole = e.first == 0
        why = "the record begins in the slow stretch" if whole else "hardly seen at cruise before"
        yield f"{why}: compared with what follows"
    elif e.reference == "norm":
        yield "never seen at cruise: compared with ships of its kind"
    if not e.closed:
        yield "the record does not show a return to speed"


def _limits_of_receivers(case: Case, shared: Context) -> Iterator[str]:
    """Say for how long GNSS was disturbed; an edge of the episode may be hidden as well."""
    at, bin_min = case.track.b_t, shared.settings.baseline.bin_min
    beside_s = 3.0 * bin_min * 60.0
    near = (at >= case.t_start_s - beside_s) & (at <= case.t_end_s + beside_s)
    muted = case.track.b_muted[near].sum()
    if muted:
        yield disturbed_words(float(muted) * bin_min, shared.settings)


def _limits_of_neighbours(hulls: int, waves_seen: NDArray[np.bool_]) -> Iterator[str]:
    if hulls == 0 and waves_seen.mean() >= 0.5:
        yield "too few neighbours: waves taken out by the weather file, traffic not"
    elif hulls == 0:
        yield "too few neighbours to take weather and traffic out"


def _limits_of_depth(case: Case, shared: Context) -> Iterator[str]:
    if shared.depth is None:
        yield "water depth unknown: reach of the anchor not judged"
    elif (unsounded := float(np.isnan(case.depth_m).mean())) > _UNSOUNDED:
        yield (
            f"water depth unknown at {unsounded:.0%} of the episode: outside the depth grid, or "
            "the grid holds none there"
        )
