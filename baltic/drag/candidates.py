"""From a weighed episode to the candidate that reports and maps show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from ..records import Candidate, Reading, content_id, iso
from .case import Case, distance_km
from .context import Context, Weighed
from .exposure import asset_hits, next_asset
from .innocent import innocent_words
from .levels import level_of
from .medians import median
from .muting import disturbed_words
from .slowing import shared_places
from .speeds import TOO_FAR_S
from .states import label_states

__all__ = ["make_candidate"]


def make_candidate(weighed: Weighed, shared: Context) -> Candidate:
    """Return an episode as a record, a hidden one as a reading; its id is made from content."""
    case, llr = weighed.case, weighed.llr
    settings, ship, e = shared.settings, case.ship, case.episode
    start = datetime.fromtimestamp(round(case.t_start_s), UTC)
    end = datetime.fromtimestamp(round(case.t_end_s), UTC)
    end = max(end, start + timedelta(minutes=1))
    where = int(np.argmin(np.abs(e.leg.t - case.t_start_s)))
    level = "none" if weighed.hidden else level_of(llr, settings.levels)
    quality = _quality(case, shared)
    if level != "none":
        quality["states"] = label_states(case, shared.places, settings, llr=llr)
    kind = Reading if weighed.hidden else Candidate
    return kind(
        candidate_id=content_id("c", ship.mmsi, iso(start), iso(end), e.seed, e.reference),
        mmsi=ship.mmsi,
        imo=ship.imo,
        name=ship.name,
        ship_type=ship.ship_type,
        loa_m=None if np.isnan(ship.loa_m) else round(ship.loa_m, 1),
        t_start=start,
        t_end=end,
        lon=round(float(e.leg.lon[where]), 5),
        lat=round(float(e.leg.lat[where]), 5),
        distance_km=round(distance_km(case), 2),
        v_ref_kn=round(case.v_ref_kn, 2),
        v_drag_kn=round(case.v_drag_kn, 2),
        llr=llr,
        level=level,
        evidence=weighed.ledger,
        assets=asset_hits(case, shared.depth, settings),
        innocent=(*shared_places(weighed.ledger), *innocent_words(case, settings)),
        quality=quality,
        provenance=case.track.provenance,
    )


def _quality(case: Case, shared: Context) -> dict[str, Any]:
    """Say how well the episode was seen; `grade` is ``good``, ``fair`` or ``low``."""
    e, t = case.episode, case.track.t
    inside = t[np.searchsorted(t, case.t_start_s) : np.searchsorted(t, case.t_end_s, "right")]
    steps = np.diff(inside)
    sampling = median(steps) if len(steps) else float("nan")
    longest = float(np.max(steps)) if len(steps) else float("nan")
    limits = []
    if not sampling <= TOO_FAR_S:
        limits.append("fixes too far apart for steering and ramp")
    elif sampling > 300.0:
        limits.append("fixes too far apart for steering")
    if e.leg.yaw_from == "course":
        limits.append("no heading sent: steering judged from course over ground")
    elif e.leg.yaw_from is None:
        limits.append("neither heading nor course usable: steering not judged")
    if e.reference == "after":
        whole = e.first == 0
        why = "the record begins in the slow stretch" if whole else "hardly seen at cruise before"
        limits.append(f"{why}: compared with what follows")
    elif e.reference == "norm":
        limits.append("never seen at cruise: compared with ships of its kind")
    if not e.closed:
        limits.append("the record does not show a return to speed")
    hulls = int(np.nanmax(e.leg.hulls[e.inside], initial=0.0))
    at = case.track.b_t
    beside_s = 3.0 * shared.settings.baseline.bin_min * 60.0  # an edge may be hidden as well
    near = (at >= case.t_start_s - beside_s) & (at <= case.t_end_s + beside_s)
    muted = case.track.b_muted[near].sum()
    if muted:
        limits.append(
            disturbed_words(float(muted) * shared.settings.baseline.bin_min, shared.settings)
        )
    waves = e.leg.waves[e.inside]
    seen = np.isfinite(waves)
    if hulls == 0 and seen.mean() >= 0.5:
        limits.append("too few neighbours: waves taken out by the weather file, traffic not")
    elif hulls == 0:
        limits.append("too few neighbours to take weather and traffic out")
    if shared.depth is None:
        limits.append("water depth unknown: reach of the anchor not judged")
    elif (unsounded := float(np.isnan(case.depth_m).mean())) > 0.05:
        limits.append(
            f"water depth unknown at {unsounded:.0%} of the episode: outside the depth grid, or "
            "the grid holds none there"
        )
    serious = (not sampling <= 300.0) + (e.reference == "norm") + (e.leg.yaw_from is None)
    grade = "low" if serious or not sampling <= 300.0 else "good" if hulls else "fair"
    return {
        "grade": grade,
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
        "limits": limits,
    }
