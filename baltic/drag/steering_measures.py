"""How a ship steered in an episode: its yaw, and the angle between its course and its heading."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .case import Case
from .evidence import Measure
from .habits import TURNS_ABOUT_DEG, course_spread_deg
from .legs import Leg
from .medians import median

__all__ = ["measure_drift", "measure_yaw"]

Floats = NDArray[np.float64]
#: Below this (degrees) courses carry no steering noise: smoothed, rounded or interpolated.
_NO_YAW = math.log(0.23)
_EDGE_S = 7200.0
_SAME_COURSE_DEG = 20.0
#: Loss of speed (ln) from which a drag counts as one that lost speed, and wholly so.
_LOST = (0.08, 0.2)
#: The most by which the leeway of a slower ship is taken to grow.
_MOST_LEEWAY = 2.5


def _median_of_known(values: Floats, least: int = 3) -> float:
    known = values[np.isfinite(values)]
    return median(known) if len(known) >= least else math.nan


def _edges(case: Case, own: Floats, lane: Floats, *, same_course: bool) -> list[Floats]:
    """Return [inside, outside, change of the lane] at the onset and at the end, where known.

    Only two hours on each side count: a drag changes steering at once, weather slowly.
    """
    e, leg = case.episode, case.episode.leg
    out = []
    for edge, inward in ((e.first, True), (e.last + 1, False)):
        a = leg.t[min(edge, len(leg.t) - 1)] if inward else leg.t[edge - 1] + 1.0
        low, mid, high = np.searchsorted(leg.t, [a - _EDGE_S, a, a + _EDGE_S])
        left, right = np.arange(low, mid), np.arange(mid, high)
        inner, outer = (right[1:], left) if inward else (left, right[1:])
        inner = inner[(inner >= e.first) & (inner <= e.last)]
        outer = outer[(outer < e.first) | (outer > e.last)]
        if same_course and not _on_course(leg, inner, outer):
            continue
        values = [_median_of_known(own[inner]), _median_of_known(own[outer])]
        if np.isfinite(values).all():
            values.append(median(lane[inner]) - median(lane[outer]))
            out.append(np.array(values))
    return out


def _on_course(leg: Leg, a: NDArray[np.int64], b: NDArray[np.int64]) -> bool:
    """Return whether two stretches are sailed on one course: leeway depends on it."""
    if not len(a) or not len(b):
        return False
    mean = [np.exp(1j * np.radians(leg.cog[i])).mean() for i in (a, b)]
    return abs(float(np.degrees(np.angle(mean[0] / mean[1])))) < _SAME_COURSE_DEG


def measure_yaw(case: Case) -> Measure | None:
    leg = case.episode.leg
    if course_spread_deg(case) > TURNS_ABOUT_DEG:
        return None
    edges = _edges(case, leg.ly, leg.e_yaw, same_course=False)
    against = "outside"
    if edges:
        inside, ref, lane = (float(x) for x in np.mean(edges, axis=0))
    else:
        # A record that begins in the drag: neighbours are the only measure.
        inside, ref = (_median_of_known(x[case.episode.inside]) for x in (leg.ly, leg.yaw_level))
        lane, against = 0.0, "for its neighbours"
    if not math.isfinite(inside + ref) or max(inside, ref) < _NO_YAW:
        return None
    ratio = inside - ref - lane
    known = float(np.nanmax(leg.hulls[case.episode.inside], initial=0.0)) > 0
    steering, (low, high) = case.episode.seed == "steering", _LOST
    return Measure(
        item="yaw",
        rule="yaw_of_steering" if steering else "yaw",
        # That table is for drags without loss of speed: gear that is towed slows a ship as well.
        other="yaw" if steering else None,
        share=float(np.clip((case.drop - low) / (high - low), 0.0, 1.0)),
        x=ratio,
        value=round(ratio, 3),
        unit="ln ratio",
        neighbours=round(lane, 3) if known and edges else None,
        text=f"{leg.yaw_from or 'course'} swings by {math.exp(inside):.1f}° (s.d.), "
        f"{math.exp(ref):.1f}° {against}",
    )


def measure_drift(case: Case) -> Measure | None:
    """Return how far the drift angle changed beyond what wind and current make of a slower ship.

    The same wind sets a slower ship off its course by more, up to the ratio of the speeds; an
    error of the compass stays as it is.  All that lies between is ordinary.
    """
    leg = case.episode.leg
    edges = _edges(case, leg.drift, leg.e_drift, same_course=True)
    if not edges:
        return None
    inside, ref, lane = (float(x) for x in np.mean(edges, axis=0))
    slower = min(case.v_ref_kn / max(case.v_drag_kn, 0.1), _MOST_LEEWAY)
    low, high = sorted((ref, ref * max(slower, 1.0)))
    change = max(low - (inside - lane), (inside - lane) - high, 0.0)
    known = float(np.nanmax(leg.hulls[case.episode.inside], initial=0.0)) > 0
    return Measure(
        item="drift",
        rule="drift",
        x=change,
        value=round(change, 2),
        unit="deg",
        neighbours=round(lane, 2) if known else None,
        text=f"the angle between course and heading changed by {change:.1f}° more than the same "
        "wind makes of a slower ship",
    )
