"""How much speed a ship lost in an episode, for how long, how steadily, and by what force."""

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
from .medians import median
from .ramp_measures import forced
from .scatter import scatter

__all__ = ["measure_drop", "measure_duration", "measure_force", "measure_roughness"]

Floats = NDArray[np.float64]
#: Below this (ln) speeds carry no ordinary noise.
_NO_NOISE = 0.002
_THRUST = (0.0, 0.4, 1.0)
#: ln of the drop of ordinary slow-downs: median 0.25, spread.
_USUAL_DROP = (math.log(0.25), 0.8)
#: Spreads of few bins are uncertain: a ratio of them is worth bins / (bins + this).
_FEW_BINS = 4.0


def measure_drop(case: Case) -> Measure:
    """Return how far the speed fell below what was expected."""
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


def measure_force(case: Case, settings: Settings) -> Measure | None:
    """Return how the force that the loss would take compares with what a chain can pull."""
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


def measure_duration(case: Case) -> Measure:
    """Return for how long the ship was slower than expected, and whether the end was seen."""
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
        other=other, share=forced(case),
    )  # fmt: skip


def measure_roughness(case: Case, settings: Settings) -> Measure | None:
    """Return how much more the speed scatters than at cruise."""
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
        share=forced(case),
        x=ratio,
        value=round(ratio, 2),
        unit="ln ratio",
        text=f"speed scatters by {100 * inside:.1f} %"
        + (" (the slowing to its stop counted)" if case.stop is not None else "")
        + f", {100 * ref:.1f} % at cruise",
    )
