"""What is measured of an episode's motion: speed, steering and recovery."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .. import physics
from ..settings import Settings
from .case import Case
from .episodes import Episode
from .evidence import Measure
from .forces import DEPTH_M, pulls_n
from .habits import TURNS_ABOUT_DEG, course_spread_deg
from .kinds import kind_of_ship
from .legs import Leg
from .medians import median
from .scatter import scatter
from .stops import stop_measures

__all__ = ["motion_measures"]

Floats = NDArray[np.float64]

#: Below this (degrees) courses carry no steering noise: smoothed, rounded or interpolated.
_NO_YAW = math.log(0.23)
#: Below this (ln) speeds carry no ordinary noise.
_NO_NOISE = 0.002
_THRUST = (0.0, 0.4, 1.0)
#: From 85 to 25 % of an exponential drop, in time constants: ln(0.85 / 0.25).
_RAMP_TAUS = math.log(0.85 / 0.25)
_EDGE_S = 7200.0
_SAME_COURSE_DEG = 20.0
#: Loss of speed (ln) from which a drag counts as one that lost speed, and wholly so.
_LOST = (0.08, 0.2)
#: ln of the drop of ordinary slow-downs: median 0.25, spread.
_USUAL_DROP = (math.log(0.25), 0.8)
#: How clearly (ln of squared errors) a fall must be an outside force's, from the first value
#: on and wholly at the second, for a failing engine to be the ordinary reason that is left.
_FORCED = (-0.05, 0.4)
#: The same where the fall was not seen: own choice, as likely as not an order.
_UNSEEN = 0.4
#: The most by which the leeway of a slower ship is taken to grow.
_MOST_LEEWAY = 2.5
#: Spreads of few bins are uncertain: a ratio of them is worth bins / (bins + this).
_FEW_BINS = 4.0


def motion_measures(case: Case, settings: Settings) -> list[Measure]:
    """Return the measures of speed, steering, stop and recovery.

    Of ships whose work or timetable makes them slow down, turn and stop, only those measures
    are taken that their work does not explain.
    """
    found = [
        _drop(case),
        _force(case, settings),
        _duration(case),
        _rough(case, settings),
    ]
    if kind_of_ship(case.ship.ship_type) in ("merchant", "unknown"):
        found += [
            _ramp(case, settings),
            _shape(case),
            _kept(case, settings),
            _release(case, settings),
            _release_ramp(case),
            _release_shape(case),
            _back(case),
            _yaw(case),
            _drift(case),
        ]
    return [item for item in found if item is not None] + stop_measures(case, settings)


def _drop(case: Case) -> Measure:
    e = case.episode
    rule = {"before": "drop", "after": "drop_of_after", "norm": "drop_of_norm"}[e.reference]
    rule = "drop_of_steering" if e.seed == "steering" else rule
    lane = _lane_change(e, e.before if len(e.before) else e.after)
    share = 100.0 * (1.0 - math.exp(-case.drop))
    return Measure(
        item="speed_drop",
        rule=rule,
        x=case.drop,
        value=round(case.drop, 3),
        unit="ln(expected / made)",
        neighbours=round(lane, 3) if _has_neighbours(e) else None,
        text=f"{case.v_drag_kn:.1f} kn against {case.v_ref_kn:.1f} kn expected{_source(case)} "
        f"({share:.0f} % less)",
    )


def _source(case: Case) -> str:
    """Say where the expected speed comes from: the ship alone, or others or waves as well."""
    e = case.episode
    what = {
        "before": "its own speed before",
        "after": "its own speed afterwards",
        "norm": "the usual speed of ships of its kind",
    }[e.reference]
    cruise = {"before": e.before, "after": e.after}.get(e.reference, e.before[:0])
    change = -_lane_change(e, cruise)
    plain_kn = case.v_ref_kn * math.exp(-change)
    if f"{plain_kn:.1f}" == f"{case.v_ref_kn:.1f}":
        return f" from {what}"
    others = "ships around it" if _has_neighbours(e) else "ships in these waves"
    word = "slower" if change < 0 else "faster"
    return (
        f": {what} ({plain_kn:.1f} kn), and {others} were "
        f"{abs(100.0 * math.expm1(change)):.0f} % {word} meanwhile"
    )


def _has_neighbours(e: Episode) -> bool:
    """Return whether other ships were around in an episode."""
    return float(np.nanmax(e.leg.hulls[e.inside])) > 0


def _lane_change(e: Episode, cruise: NDArray[np.intp]) -> float:
    """Return by how much (ln) the neighbours slowed from the bins of a cruise to the episode."""
    before = median(e.leg.e[cruise]) if len(cruise) else 0.0
    return before - median(e.leg.e[e.inside])


def _force(case: Case, settings: Settings) -> Measure | None:
    """Compare the force that explains the speed loss with what anchor and chain can pull."""
    rules, own = settings.evidence, case.own
    slower = case.v_drag_kn < case.v_ref_kn
    if own is None or case.drop <= settings.episodes.least_drop or not slower:
        return None
    known = np.isfinite(case.depth_m)
    depth = median(case.depth_m[known]) if known.any() else DEPTH_M
    model, weight = pulls_n(own.equipment_number, case.v_drag_kn, settings.physics, depth)
    made = case.v_ref_kn * np.exp(-case.drop * np.array([1.0, 1.03]))
    ratios, forces = [], []
    for slope in _THRUST:
        force = physics.force_from_speed_n(case.v_ref_kn, made, own.hull, thrust_slope=slope)
        if not force[0] > 0:
            return None
        log_f = np.log(force)
        under_drag = _normal(log_f[0], np.log(model), rules.physics_sd_ln)
        slope_f = (log_f[1] - log_f[0]) / math.log(1.03)
        usual = _normal(math.log(case.drop), _USUAL_DROP[0], _USUAL_DROP[1]) / max(slope_f, 0.1)
        ratios.append(float((under_drag * weight).sum()) / float(usual))
        forces.append(float(force[0]))
    ratio = math.log(max(float(np.mean(ratios)), 1e-3))
    low, high = model.min() / 1e3, model.max() / 1e3
    return Measure(
        item="force",
        rule="force",
        x=ratio,
        value=round(forces[1] / 1e3, 0),
        unit="kN",
        text=f"the loss of speed asks for about {forces[1] / 1e3:.0f} kN; anchor and chain of a "
        f"ship of this size pull {low:.0f} to {high:.0f} kN "
        f"({'at a depth of' if known.any() else 'depth taken as'} {depth:.0f} m)",
    )


def _normal(x: float | Floats, mean: float | Floats, sd: float) -> Floats:
    z = (np.asarray(x) - mean) / sd
    return np.asarray(np.exp(-0.5 * z * z) / (sd * math.sqrt(2 * math.pi)))


def _ramp(case: Case, settings: Settings) -> Measure | None:
    if case.onset is None and case.onset_sought:
        if case.drop < settings.episodes.least_drop:
            return None
        text = "no sudden fall in speed: it went down slowly, as weather or orders bring it"
        return Measure("ramp", "no_onset_llr", 1.0, None, "min", text)
    minutes = math.nan if case.onset is None else case.onset.minutes
    if case.onset is None or not math.isfinite(minutes):
        if not _unseen(case):
            return None
        text = "the fixes are too far apart to see how the speed fell"
        return Measure("ramp", "unseen_fall_llr", 1.0, None, "min", text)
    tau = case.onset.tau_min
    usual = _RAMP_TAUS * case.tau_min
    size = "this" if case.own is not None else "the usual"
    shape = f", exponential with {tau:.1f} min" if math.isfinite(tau) else ", a straight ramp"
    text = (
        f"speed fell (85 to 25 % of the drop) within {minutes:.1f} min{shape}; an anchor slows "
        f"a ship of {size} size in about {usual:.0f} min, engine programmes take 5 to 40"
    )
    if minutes < 1.0:
        text = (
            "speed fell at once, faster than engine programmes and faster than a ship can: a "
            "blow, a stopped engine, or a smoothed record"
        )
    return Measure("ramp", "ramp", minutes / usual, round(minutes, 1), "min", text)


def _shape(case: Case) -> Measure | None:
    """Whether the speed fell as by an outside force or as by an engine programme."""
    if case.onset is None or not math.isfinite(case.onset.force_like):
        return None
    x = case.onset.force_like
    text = f"the fall is fitted {_better('an outside force', x)}"
    return Measure("shape", "shape", x, round(x, 2), "ln ratio", text)


def _better(force: str, x: float) -> str:
    """Say which of the two fits better: a force, or an engine; `x` is ln of their errors."""
    one, other = (force, "an engine programme")[:: 1 if x > 0 else -1]
    times = math.exp(min(abs(x), 7.0))
    return f"better by {one} than by {other} (squared error 1 : {times:.1f})"


def _kept(case: Case, settings: Settings) -> Measure | None:
    """Whether the ship stayed as slow as the fall made it: gear that is towed pulls on.

    An engine that failed is often repaired in part, and what follows is a long stretch at a
    little less than before.
    """
    if case.onset is None or case.drop < settings.episodes.least_drop:
        return None
    fall = max(case.onset.before_kn - case.onset.after_kn, 0.1)
    lost = max(case.v_ref_kn - case.v_drag_kn, 0.05)
    share = lost / fall
    text = f"the median loss of speed is {100.0 * share:.0f} % of the loss in the first fall"
    return Measure(
        "loss_kept", "kept", math.log(share), round(share, 2), "share", text,
        other="kept_of_force", share=_forced(case),
    )  # fmt: skip


def _unseen(case: Case) -> bool:
    """Return whether there was a fall of speed that the fixes are too far apart to show."""
    sparse = not case.onset_sought or (case.onset is not None and math.isnan(case.onset.minutes))
    return case.episode.reference == "before" and case.episode.seed == "speed" and sparse


def _forced(case: Case) -> float:
    """Return how far the fall rules out an ordered slow-down: 0 not at all, 1 wholly.

    What is left then is a failing engine, which is seldom back at its old speed, runs as
    smoothly as before and is repaired within hours; an order ends where it began.  Where the
    fixes are too far apart to see the fall, either may be.
    """
    if _unseen(case):
        return _UNSEEN
    if case.onset is None or not math.isfinite(case.onset.force_like):
        return 0.0
    low, high = _FORCED
    return float(np.clip((case.onset.force_like - low) / (high - low), 0.0, 1.0))


def _release(case: Case, settings: Settings) -> Measure | None:
    """A return to full speed in the open sea, which an arrival does not show."""
    place = case.end_place
    if place and place.edge_km < settings.episodes.port_km:
        return None
    if case.recovered:
        text = "back at its earlier speed in the open sea, far from ports and anchorages"
        return Measure("released", "released_llr", 1.0, round(case.hours, 1), "h", text)
    # A record that ends while the ship is slow does not show the end: it says nothing.
    return None


def _release_ramp(case: Case) -> Measure | None:
    """How fast the speed came back: a lost chain frees a ship at once."""
    ramp = case.release
    if ramp is None or not math.isfinite(ramp.minutes) or case.stop is not None:
        return None
    text = f"speed came back within {ramp.minutes:.1f} min (25 to 85 %)"
    x = ramp.minutes / (_RAMP_TAUS * case.tau_min)
    return Measure("release_ramp", "release_ramp", x, round(ramp.minutes, 1), "min", text)


def _release_shape(case: Case) -> Measure | None:
    """Whether the speed came back as from an outside force let go, or by an engine programme."""
    ramp = case.release
    if ramp is None or not math.isfinite(ramp.force_like) or case.stop is not None:
        return None
    x = ramp.force_like
    text = f"the return to speed is fitted {_better('a force let go', x)}"
    return Measure("release_shape", "release_shape", x, round(x, 2), "ln ratio", text)


def _back(case: Case) -> Measure | None:
    """How exactly the ship is back at its speed: a repaired engine seldom is."""
    e = case.episode
    if not e.closed or e.reference != "before" or e.seed != "speed" or case.arrived:
        return None
    soon = e.after[e.leg.t[e.after] > e.leg.t[e.last] + 1500.0]
    if len(soon) < 3:
        return None
    x = median(e.leg.r[soon]) - e.ref
    text = f"afterwards it made {100.0 * math.exp(x):.0f} % of its earlier speed"
    return Measure(
        "back_at_speed", "back", x, round(x, 3), "ln ratio", text,
        other="back_of_force", share=_forced(case),
    )  # fmt: skip


def _duration(case: Case) -> Measure:
    rule, more, other = "duration_h", "", None
    if case.episode.reference == "norm":
        rule = "duration_norm_h"
    elif case.still_open:
        rule, more = "duration_open_h", " so far: the record ends"
    elif not case.episode.closed:
        rule, more = "duration_end_h", ", up to a stop or a silence"
    else:
        other = "duration_of_force_h"
    hours = case.slow_h
    text = f"{hours:.1f} h below expectation{more}"
    return Measure(
        "duration", rule, hours, round(hours, 2), "h", text,
        other=other, share=_forced(case),
    )  # fmt: skip


def _median(values: Floats, least: int = 3) -> float:
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
        values = [_median(own[inner]), _median(own[outer])]
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


def _yaw(case: Case) -> Measure | None:
    leg = case.episode.leg
    if course_spread_deg(case) > TURNS_ABOUT_DEG:
        return None
    edges = _edges(case, leg.ly, leg.e_yaw, same_course=False)
    against = "outside"
    if edges:
        inside, ref, lane = (float(x) for x in np.mean(edges, axis=0))
    else:
        # A record that begins in the drag: neighbours are the only measure.
        inside, ref = (_median(x[case.episode.inside]) for x in (leg.ly, leg.yaw_level))
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


def _drift(case: Case) -> Measure | None:
    """How far the drift angle changed beyond what wind and current make of a slower ship.

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


def _rough(case: Case, settings: Settings) -> Measure | None:
    e, leg = case.episode, case.episode.leg
    window = settings.baseline.ref_window_h * 3600.0
    inner = np.arange(e.first + 2, e.last)
    inside = scatter(leg, inner, window)
    # The cruise on both sides, where there is one: a spread of few bins is uncertain.
    cruise = [scatter(leg, i[2:] if i is e.after else i, window) for i in (e.before, e.after)]
    known = [c for c in cruise if math.isfinite(c)]
    if not math.isfinite(inside) or not known or max(known) < _NO_NOISE:
        return None
    floor = 0.05 / max(case.v_drag_kn, 1.0)  # what rounding to 0.1 kn does
    ref = float(np.exp(np.mean([math.log(math.hypot(c, floor)) for c in known])))
    ratio = math.log(math.hypot(inside, floor) / ref)
    ratio *= len(inner) / (len(inner) + _FEW_BINS)
    steering = e.seed == "steering"
    return Measure(
        item="roughness",
        rule="rough_of_steering" if steering else "rough",
        other=None if steering else "rough_of_force",
        share=_forced(case),
        x=ratio,
        value=round(ratio, 2),
        unit="ln ratio",
        text=f"speed scatters by {100 * inside:.1f} %"
        + (" (the slowing to its stop counted)" if case.stop is not None else "")
        + f", {100 * ref:.1f} % at cruise",
    )
