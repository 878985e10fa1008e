"""How the speed of an episode fell and came back: as by an outside force, or by an engine."""

from __future__ import annotations

import math

import numpy as np

from ..settings import Settings
from .case import Case
from .evidence import Measure
from .medians import median

__all__ = [
    "forced",
    "measure_kept_loss",
    "measure_ramp",
    "measure_release",
    "measure_release_ramp",
    "measure_release_shape",
    "measure_return",
    "measure_shape",
]

#: From 85 to 25 % of an exponential drop, in time constants: ln(0.85 / 0.25).
_RAMP_TAUS = math.log(0.85 / 0.25)
#: How clearly (ln of squared errors) a fall must be an outside force's, from the first value
#: on and wholly at the second, for a failing engine to be the ordinary reason that is left.
_FORCED = (-0.05, 0.4)
#: The same where the fall was not seen: own choice, as likely as not an order.
_UNSEEN = 0.4


def measure_ramp(case: Case, settings: Settings) -> Measure | None:
    """Return how fast the speed fell, against what the ship's own inertia would make of it."""
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


def measure_shape(case: Case) -> Measure | None:
    """Return whether the speed fell as by an outside force or as by an engine programme."""
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


def measure_kept_loss(case: Case, settings: Settings) -> Measure | None:
    """Return whether the ship stayed as slow as the fall made it: gear that is towed pulls on.

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
        other="kept_of_force", share=forced(case),
    )  # fmt: skip


def _unseen(case: Case) -> bool:
    """Return whether there was a fall of speed that the fixes are too far apart to show."""
    sparse = not case.onset_sought or (case.onset is not None and math.isnan(case.onset.minutes))
    return case.episode.reference == "before" and case.episode.seed == "speed" and sparse


def forced(case: Case) -> float:
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


def measure_release(case: Case, settings: Settings) -> Measure | None:
    """Return that the ship was back at full speed in the open sea, which no arrival shows."""
    place = case.end_place
    if place and place.edge_km < settings.episodes.port_km:
        return None
    if case.recovered:
        text = "back at its earlier speed in the open sea, far from ports and anchorages"
        return Measure("released", "released_llr", 1.0, round(case.hours, 1), "h", text)
    # A record that ends while the ship is slow does not show the end: it says nothing.
    return None


def measure_release_ramp(case: Case) -> Measure | None:
    """Return how fast the speed came back: a lost chain frees a ship at once."""
    ramp = case.release
    if ramp is None or not math.isfinite(ramp.minutes) or case.stop is not None:
        return None
    text = f"speed came back within {ramp.minutes:.1f} min (25 to 85 %)"
    x = ramp.minutes / (_RAMP_TAUS * case.tau_min)
    return Measure("release_ramp", "release_ramp", x, round(ramp.minutes, 1), "min", text)


def measure_release_shape(case: Case) -> Measure | None:
    """Return whether the speed came back as from a force let go, or by an engine programme."""
    ramp = case.release
    if ramp is None or not math.isfinite(ramp.force_like) or case.stop is not None:
        return None
    x = ramp.force_like
    text = f"the return to speed is fitted {_better('a force let go', x)}"
    return Measure("release_shape", "release_shape", x, round(x, 2), "ln ratio", text)


def measure_return(case: Case) -> Measure | None:
    """Return how exactly the ship is back at its speed: a repaired engine seldom is."""
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
        other="back_of_force", share=forced(case),
    )  # fmt: skip
