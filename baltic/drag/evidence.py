"""The ledger: what each measure of an episode says, as a log-likelihood ratio.

Each item compares how often ships that drag an anchor show such a value with how often
ordinary slow-downs do.  Items are capped; what was not measured is left out, not guessed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .. import physics
from ..records import Evidence
from ..settings import EvidenceDefaults, Settings
from .case import Case
from .episodes import Leg
from .forces import DEPTH_M, pulls_n
from .kinds import kind_of_ship

__all__ = ["knots", "ledger_sum", "motion_items"]

Floats = NDArray[np.float64]
_Knots = tuple[tuple[float, float], ...]
#: Hull and equipment number of the ship of a case, None when its length was never sent.
_Own = tuple[physics.Hull, float] | None

#: Below this (degrees) courses carry no steering noise: smoothed, rounded or interpolated.
_NO_YAW = math.log(0.23)
#: Below this (ln) speeds carry no ordinary noise.
_NO_NOISE = 0.002
_THRUST = (0.0, 0.4, 1.0)
#: From 85 to 25 % of an exponential drop, in time constants: ln(0.85 / 0.25).
_RAMP_TAUS = math.log(0.85 / 0.25)
_EDGE_S = 7200.0
_SAME_COURSE_DEG = 20.0
#: ln of the drop of ordinary slow-downs: median 0.25, spread.
_USUAL_DROP = (math.log(0.25), 0.8)


def knots(table: _Knots, x: float) -> float:
    """Return the value of a table of knots, linear between, constant beyond.

    Examples
    --------
    >>> knots(((0.0, -1.0), (1.0, 1.0)), 0.5)
    0.0
    """
    return float(np.interp(x, [k[0] for k in table], [k[1] for k in table]))


def ledger_sum(items: Sequence[Evidence], rules: EvidenceDefaults) -> float:
    """Return the sum of items, times the factor for their dependence."""
    total = sum(float(np.clip(i.llr, -rules.cap, rules.cap)) for i in items)
    return rules.dependence * total


def motion_items(case: Case, settings: Settings) -> list[Evidence]:
    """Return the items that speak of speed, steering, stop and recovery."""
    own = _hull(case)
    pace = _pace(case, own, settings)
    found = (
        _drop(case, settings),
        _physics(case, own, settings),
        _ramp(case, pace, settings),
        _release(case, settings),
        _release_ramp(case, pace, settings),
        _duration(case, settings),
        _yaw(case, settings),
        _drift(case, settings),
        _rough(case, settings),
        _stop(case, settings),
        _status(case, settings),
    )
    return [item for item in found if item is not None]


def _drop(case: Case, settings: Settings) -> Evidence:
    rules = settings.evidence
    e = case.episode
    table = rules.drop_of_norm if e.reference == "norm" else rules.drop
    table = rules.drop_of_steering if e.seed == "steering" else table
    lane = _lane_change(case)
    known = float(np.nanmax(e.leg.hulls[e.inside])) > 0
    source = {
        "before": "its own speed before",
        "after": "its own speed afterwards",
        "norm": "the usual speed of ships of its kind",
    }[e.reference]
    share = 100.0 * (1.0 - math.exp(-case.drop))
    return Evidence(
        item="speed_drop",
        value=round(case.drop, 3),
        unit="ln(expected / made)",
        neighbours=round(lane, 3) if known else None,
        llr=knots(table, case.drop),
        text=f"{case.v_drag_kn:.1f} kn against {case.v_ref_kn:.1f} kn expected from {source} "
        f"({share:.0f} % less)",
    )


def _lane_change(case: Case) -> float:
    """Return by how much (ln) the neighbours slowed from the reference to the episode."""
    e = case.episode
    cruise = e.before if len(e.before) else e.after
    before = float(np.median(e.leg.e[cruise])) if len(cruise) else 0.0
    return before - float(np.median(e.leg.e[e.inside]))


def _physics(case: Case, own: _Own, settings: Settings) -> Evidence | None:
    """Compare the force that explains the speed loss with what anchor and chain can pull."""
    rules = settings.evidence
    slower = case.v_drag_kn < case.v_ref_kn
    if own is None or case.drop <= settings.episodes.least_drop or not slower:
        return None
    hull, number = own
    model, weight = pulls_n(number, case.v_drag_kn, settings.physics)
    made = case.v_ref_kn * np.exp(-case.drop * np.array([1.0, 1.03]))
    ratios, forces = [], []
    for slope in _THRUST:
        force = physics.force_from_speed_n(case.v_ref_kn, made, hull, thrust_slope=slope)
        if not force[0] > 0:
            return None
        log_f = np.log(force)
        under_drag = _normal(log_f[0], np.log(model), rules.physics_sd_ln)
        slope_f = (log_f[1] - log_f[0]) / math.log(1.03)
        usual = _normal(math.log(case.drop), _USUAL_DROP[0], _USUAL_DROP[1]) / max(slope_f, 0.1)
        ratios.append(float((under_drag * weight).sum()) / float(usual))
        forces.append(float(force[0]))
    llr = math.log(max(float(np.mean(ratios)), 1e-9))
    low, high = model.min() / 1e3, model.max() / 1e3
    return Evidence(
        item="force",
        value=round(forces[1] / 1e3, 0),
        unit="kN",
        neighbours=None,
        llr=float(np.clip(llr, -rules.physics_cap, rules.physics_cap)),
        text=f"the loss of speed asks for about {forces[1] / 1e3:.0f} kN; anchor and chain of a "
        f"ship of this size pull {low:.0f} to {high:.0f} kN (depth taken as {DEPTH_M:.0f} m)",
    )


def _hull(case: Case) -> _Own:
    """Return hull and equipment number; None for ships that never sent their length."""
    ship = case.ship
    if not ship.loa_m > 20.0:
        return None
    kind = ship.ship_type if ship.ship_type is not None else math.nan
    sort = physics.ship_class_of(kind, ship.loa_m)
    beam = ship.beam_m if ship.beam_m > 3.0 else ship.loa_m / 6.5
    draught = ship.draught_m if ship.draught_m > 0.5 else math.nan
    number = float(physics.equipment_number(ship.loa_m, beam, draught, sort))
    return physics.hull_of(ship.loa_m, beam, draught, sort), number


def _pace(case: Case, own: _Own, settings: Settings) -> float:
    """Return how much slower than the usual ship this one settles to a new speed."""
    if own is None:
        return 1.0
    middle = max(0.5 * (case.v_ref_kn + case.v_drag_kn), 1.0)
    tau_s = float(physics.time_constant_s(middle, own[0], physics=settings.physics))
    return float(np.clip(tau_s / 60.0 / settings.evidence.usual_tau_min, 0.5, 2.5))


def _as_usual(minutes: float, pace: float) -> float:
    """Return the length of a ramp as the usual ship would show it.

    Under a minute no ship can, whatever its size: such a record is left as it is.
    """
    return minutes / pace if minutes > 1.0 else minutes


def _normal(x: float | Floats, mean: float | Floats, sd: float) -> Floats:
    z = (np.asarray(x) - mean) / sd
    return np.asarray(np.exp(-0.5 * z * z) / (sd * math.sqrt(2 * math.pi)))


def _ramp(case: Case, pace: float, settings: Settings) -> Evidence | None:
    if case.onset is None:
        if not case.onset_sought or case.drop < settings.episodes.least_drop:
            return None
        text = "no sudden fall in speed: it went down slowly, as weather or orders bring it"
        llr = settings.evidence.no_onset_llr
        return Evidence("ramp", None, "min", None, llr, text)
    minutes = case.onset.minutes
    if not math.isfinite(minutes):
        return None
    tau = case.onset.tau_min
    usual = _RAMP_TAUS * settings.evidence.usual_tau_min * pace
    shape = f", exponential with {tau:.1f} min" if math.isfinite(tau) else ", a straight ramp"
    text = (
        f"speed fell (85 to 25 % of the drop) within {minutes:.1f} min{shape}; an anchor slows "
        f"a ship of this size in about {usual:.0f} min, engine programmes take 5 to 40"
    )
    if minutes < 1.0:
        text = "speed fell at once, faster than a ship can: the record is smoothed or coarse"
    llr = knots(settings.evidence.ramp_min, _as_usual(minutes, pace))
    return Evidence("ramp", round(minutes, 1), "min", None, llr, text)


def _release(case: Case, settings: Settings) -> Evidence | None:
    """A return to full speed in the open sea, which an arrival does not show."""
    place, rules = case.end_place, settings.evidence
    if place and place.edge_km < settings.episodes.port_km:
        return None
    if case.recovered:
        text = "back at its earlier speed in the open sea, far from ports and anchorages"
        return Evidence("released", round(case.hours, 1), "h", None, rules.released_llr, text)
    # A record that ends while the ship is slow does not show the end: it says nothing.
    return None


def _release_ramp(case: Case, pace: float, settings: Settings) -> Evidence | None:
    """How fast the speed came back: a lost chain frees a ship at once."""
    ramp, rules = case.release, settings.evidence
    if ramp is None or not math.isfinite(ramp.minutes) or case.stop is not None:
        return None
    return Evidence(
        item="release_ramp",
        value=round(ramp.minutes, 1),
        unit="min",
        neighbours=None,
        llr=rules.release_share * knots(rules.ramp_min, _as_usual(ramp.minutes, pace)),
        text=f"speed came back within {ramp.minutes:.1f} min (25 to 85 %)",
    )


def _duration(case: Case, settings: Settings) -> Evidence:
    return Evidence(
        item="duration",
        value=round(case.hours, 2),
        unit="h",
        neighbours=None,
        llr=knots(settings.evidence.duration_h, case.hours),
        text=f"{case.hours:.1f} h below expectation",
    )


def _median(values: Floats, least: int = 3) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) >= least else math.nan


def _edges(case: Case, own: Floats, lane: Floats, *, same_course: bool) -> list[Floats]:
    """Return [inside, outside, change of the lane] at the onset and at the end, where known.

    Only two hours on each side count: a drag changes steering at once, weather slowly.
    """
    e, leg = case.episode, case.episode.leg
    out = []
    for edge, inward in ((e.first, True), (e.last + 1, False)):
        a = leg.t[min(edge, len(leg.t) - 1)] if inward else leg.t[edge - 1] + 1.0
        index = np.arange(len(leg.t))
        left = index[(leg.t < a) & (leg.t > a - _EDGE_S)]
        right = index[(leg.t >= a) & (leg.t < a + _EDGE_S)]
        inner, outer = (right[1:], left) if inward else (left, right[1:])
        inner = inner[(inner >= e.first) & (inner <= e.last)]
        outer = outer[(outer < e.first) | (outer > e.last)]
        if same_course and not _on_course(leg, inner, outer):
            continue
        values = [_median(own[inner]), _median(own[outer])]
        if np.isfinite(values).all():
            values.append(float(np.median(lane[inner]) - np.median(lane[outer])))
            out.append(np.array(values))
    return out


def _on_course(leg: Leg, a: NDArray[np.int64], b: NDArray[np.int64]) -> bool:
    """Return whether two stretches are sailed on one course: leeway depends on it."""
    if not len(a) or not len(b):
        return False
    mean = [np.exp(1j * np.radians(leg.cog[i])).mean() for i in (a, b)]
    return abs(float(np.degrees(np.angle(mean[0] / mean[1])))) < _SAME_COURSE_DEG


def _at_work(case: Case) -> bool:
    """Return whether restless steering is this ship's daily work."""
    return kind_of_ship(case.ship.ship_type) in ("fishing", "tow", "work")


def _yaw(case: Case, settings: Settings) -> Evidence | None:
    leg, rules = case.episode.leg, settings.evidence
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
    llr = float(np.clip(knots(rules.yaw, ratio), -rules.yaw_cap, rules.yaw_cap))
    known = float(np.nanmax(leg.hulls[case.episode.inside], initial=0.0)) > 0
    return Evidence(
        item="yaw",
        value=round(ratio, 3),
        unit="ln ratio",
        neighbours=round(lane, 3) if known and edges else None,
        llr=min(llr, 0.0) if _at_work(case) else llr,
        text=f"{leg.yaw_from or 'course'} swings by {math.exp(inside):.1f}° (s.d.), "
        f"{math.exp(ref):.1f}° {against}",
    )


def _drift(case: Case, settings: Settings) -> Evidence | None:
    leg, rules = case.episode.leg, settings.evidence
    # The same wind sets a slower ship off its course by more: compare drift times speed.
    slow = min(case.v_drag_kn / max(case.v_ref_kn, 0.1), 1.0)
    scale = np.where(np.arange(len(leg.t)) < case.episode.first, 1.0 / slow, 1.0)
    scale[case.episode.last + 1 :] = 1.0 / slow
    edges = _edges(case, leg.drift * np.minimum(scale, 2.5), leg.e_drift, same_course=True)
    if not edges:
        return None
    inside, ref, lane = (float(x) for x in np.mean(edges, axis=0))
    change = abs(inside - ref - lane)
    llr = float(np.clip(knots(rules.drift, change), -rules.yaw_cap, rules.yaw_cap))
    known = float(np.nanmax(leg.hulls[case.episode.inside], initial=0.0)) > 0
    return Evidence(
        item="drift",
        value=round(change, 2),
        unit="deg",
        neighbours=round(lane, 2) if known else None,
        llr=min(llr, 0.0) if _at_work(case) else llr,
        text=f"the angle between course and heading changed by {change:.1f}°",
    )


def _trend_free(t: Floats, y: Floats) -> float:
    """Return the robust spread of a series about its straight line."""
    if len(y) < 5:
        return math.nan
    line = np.polyfit(t - t[0], y, 1)
    rest = y - np.polyval(line, t - t[0])
    return float(np.quantile(rest, 0.84) - np.quantile(rest, 0.16)) / 2.0


def _rough(case: Case, settings: Settings) -> Evidence | None:
    e, leg = case.episode, case.episode.leg
    cruise = e.before if len(e.before) >= 5 else e.after
    inner = np.arange(e.first + 2, e.last)
    inside, ref = (_trend_free(leg.t[i], leg.r[i]) for i in (inner, cruise))
    if not math.isfinite(inside + ref) or ref < _NO_NOISE:
        return None
    floor = 0.05 / max(case.v_drag_kn, 1.0)  # what rounding to 0.1 kn does
    ratio = math.log(math.hypot(inside, floor) / math.hypot(ref, floor))
    return Evidence(
        item="roughness",
        value=round(ratio, 2),
        unit="ln ratio",
        neighbours=None,
        llr=knots(settings.evidence.rough, ratio),
        text=f"speed scatters by {100 * inside:.1f} %, {100 * ref:.1f} % at cruise",
    )


def _stop(case: Case, settings: Settings) -> Evidence | None:
    stop, rules = case.stop, settings.evidence
    if stop is None or _at_work(case) or not 20.0 <= stop.minutes <= 150.0:
        return None
    if stop.place is not None and stop.place.edge_km <= 1.0:
        return None
    back = case.recovered
    return Evidence(
        item="stop_and_recovery" if back else "stop",
        value=round(stop.minutes, 0),
        unit="min",
        neighbours=None,
        llr=rules.stop_recovery_llr if back else rules.stop_llr,
        text=f"stopped for {stop.minutes:.0f} min at {stop.lat:.3f} N {stop.lon:.3f} E, outside "
        "charted anchorages" + (", then back at its earlier speed" if back else ""),
    )


def _status(case: Case, settings: Settings) -> Evidence | None:
    b = case.track
    inside = (b.b_t >= case.t_start_s) & (b.b_t <= case.t_end_s)
    anchored = inside & (b.b_status == 1) & (b.b_v > max(1.0, settings.baseline.moving_kn))
    minutes = float(anchored.sum()) * settings.baseline.bin_min
    if minutes < 20.0:
        return None
    return Evidence(
        item="status",
        value=round(minutes, 0),
        unit="min",
        neighbours=None,
        llr=settings.evidence.status_llr,
        text=f"sent 'at anchor' for {minutes:.0f} min while moving",
    )
