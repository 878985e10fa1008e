"""What is measured of a ship that stops or nearly does: stop, recovery, creeping, status."""

from __future__ import annotations

from ..settings import Settings
from .case import Case, Stop
from .evidence import Measure
from .habits import TURNS_ABOUT_DEG, course_spread_deg
from .innocent import not_under_command
from .kinds import kind_of_ship

__all__ = ["stop_measures"]

#: Shorter creeping is a ship that is stopping; the share of the time that it has to last.
_CREEP_H, _CREEP_SHARE = 1.0, 0.8
#: Hours of slow sailing before or around a stop that counts.
_LEAST_SLOW_H = 0.75
#: Dead slow ahead: a ship expected to be slower waits or drifts, and its stop ends no voyage.
_UNDER_WAY_KN = 5.0


def stop_measures(case: Case, settings: Settings) -> list[Measure]:
    """Return the measures of stops; of working ships the status alone."""
    found = [_status(case, settings)]
    if kind_of_ship(case.ship.ship_type) in ("merchant", "unknown"):
        found += [_stop(case), _creeping(case, settings)]
    return [item for item in found if item is not None]


def _stop(case: Case) -> Measure | None:
    stop = case.stop
    if stop is None or not 20.0 <= stop.minutes <= 150.0:
        return None
    # A record that ends in the stop may end at a berth; a ship that slows and stops within
    # the hour meets a boat.
    if not stop.ended or min(case.slow_h, _way_on_h(case, stop)) < _LEAST_SLOW_H:
        return None
    if case.v_ref_kn < _UNDER_WAY_KN:
        return None
    # A ship that turns about, or says that it cannot manoeuvre, has another reason to stop.
    if course_spread_deg(case) > TURNS_ABOUT_DEG or not_under_command(case):
        return None
    if stop.place is not None and stop.place.edge_km <= 1.0:
        return None
    back, rule = case.recovered, "stop_llr"
    if back:
        # After hours of rough steering at speed a stop at sea has hardly another reason.
        steered = case.episode.seed == "steering"
        rule = "stop_recovery_of_steering_llr" if steered else "stop_recovery_llr"
    return Measure(
        item="stop_and_recovery" if back else "stop",
        rule=rule,
        x=1.0,
        value=round(stop.minutes, 0),
        unit="min",
        text=f"stopped for {stop.minutes:.0f} min at {stop.lat:.3f} N {stop.lon:.3f} E, outside "
        "charted anchorages" + (", then back at its earlier speed" if back else ""),
    )


def _way_on_h(case: Case, stop: Stop) -> float:
    """Return the hours outside the stop: a drag comes before it, a failed engine is it."""
    end = stop.t_s + 60.0 * stop.minutes
    at_rest = max(min(end, case.t_end_s) - max(stop.t_s, case.t_start_s), 0.0)
    return case.hours - at_rest / 3600.0


def _creeping(case: Case, settings: Settings) -> Measure | None:
    """Whether a ship that is nearly stopped still makes way on its old course."""
    base, leg = settings.baseline, case.episode.leg
    if case.v_drag_kn > base.moving_kn or case.drop <= 0.0 or not_under_command(case):
        return None
    inside = leg.v[case.episode.inside]
    slow = float((inside <= base.moving_kn).sum()) * base.bin_min / 60.0
    if slow < _CREEP_H or len(inside) * base.bin_min < _CREEP_SHARE * 60.0 * case.hours:
        return None
    text = f"made {case.v_drag_kn:.1f} kn on the course it had, where a ship adrift turns off"
    return Measure("creeping", "creeping_llr", 1.0, round(slow, 1), "h", text)


def _status(case: Case, settings: Settings) -> Measure | None:
    b = case.track
    inside = (b.b_t >= case.t_start_s) & (b.b_t <= case.t_end_s)
    anchored = inside & (b.b_status == 1) & (b.b_v > max(1.0, settings.baseline.moving_kn))
    minutes = float(anchored.sum()) * settings.baseline.bin_min
    if minutes < 20.0:
        return None
    text = f"sent 'at anchor' for {minutes:.0f} min while moving"
    return Measure("status", "status_llr", 1.0, round(minutes, 0), "min", text)
