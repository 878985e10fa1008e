"""What is odd about the outages of a record, told before ships are ranked by them."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from ..catalogue import is_real
from ..geo import distance_m, line_length_m
from .targets import disagreement_km
from .windows import seconds

if TYPE_CHECKING:
    from ..settings import Settings
    from .targets import Target
    from .windows import Outage

__all__ = ["outage_notes", "record_notes"]


def outage_notes(outage: Outage, table: Any, least_s: float, settings: Settings) -> list[str]:
    """Return what is odd about one outage.

    Parameters
    ----------
    table
        Assets by id.
    least_s
        Shortest window that its kind of evidence supports, s.
    """
    notes = []
    if seconds(outage.window.t_latest) - seconds(outage.window.t_earliest) < least_s:
        notes.append(
            f"{outage.name}: evidence of kind {outage.window.evidence_kind} dates no "
            f"failure better than {least_s / 60:.0f} min, so the window begins earlier by that"
        )
    for target in outage.targets:
        notes += _of_target(outage, target, table, settings)
    return notes


def _of_target(outage: Outage, target: Target, table: Any, settings: Settings) -> list[str]:
    """Return what is odd about one asset and the place told of it."""
    notes = []
    if not is_real(table.loc[target.asset_id, "status"]):
        notes.append(f"{target.name} is not laid yet by its status, yet the record says it failed")
    off = target.fault_off_km or 0.0
    by_kp = outage.window.kp_km is not None
    if not by_kp and off > outage.place_radius_km + 3 * float(
        np.hypot(outage.place_sd_km, target.accuracy_km)
    ):
        notes.append(
            f"the published place lies {off:.1f} km from the charted line of {target.name}, "
            f"more than their errors allow; {_counts(off, settings)}"
        )
    if by_kp and len(target.parts_km) > 1 and outage.window.lon is None:
        notes.append(
            f"the kilometre point {outage.window.kp_km:g} of {target.name} is taken along the "
            f"first of its {len(target.parts_km)} parts, the main line; branches have "
            "kilometres of their own: if it failed on one, give the place (lon, lat)"
        )
    apart = disagreement_km(target.geometry, outage.window) if by_kp else 0.0
    if apart > 0:
        notes.append(
            f"the kilometre point {outage.window.kp_km:g} of {target.name} and the place told "
            f"with it lie {apart:.0f} km apart on the line: one of them is wrong; "
            f"{_counts(off, settings)}"
        )
    elif by_kp and off > 0:
        notes.append(
            f"the published kilometre point {outage.window.kp_km:g} lies beyond the end of "
            f"{target.name} ({_length(target)}), by {off:.0f} km; "
            f"{_counts(off, settings)}"
        )
    if target.accuracy_km >= 5:
        notes.append(
            f"the line of {target.name} is known to {target.accuracy_km:g} km only, "
            f"so crossing times of it are loose"
        )
    return notes


def _length(target: Target) -> str:
    """Return the length of the line that kilometre points are along, in words."""
    parts = shapely.get_parts(target.geometry)
    first = "" if len(parts) == 1 else f", the first of its {len(parts)} parts"
    return f"{line_length_m(parts[0]) / 1000:.0f} km of charted line{first}"


def _counts(off_km: float, settings: Settings) -> str:
    """Return what is made of a published place that is not on the line."""
    if off_km > settings.attribution.area_km:
        return "asset or place must be wrong; the place counts for nothing, ships rank by time"
    return "the place is counted with that error"


def _few(names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return "; ".join(names[:3]) + more


def record_notes(outages: list[Outage], settings: Settings) -> list[str]:
    """Return what is odd about the outages of a record together, and what it says of causes.

    Parameters
    ----------
    outages
        All of the record.
    """
    return _told_twice(outages) + _state_notes(outages, settings)


def _told_twice(outages: list[Outage]) -> list[str]:
    """Return a note for each two entries that may speak of one failure."""
    return [
        f"{a.name} and {b.name} are entries of one asset whose windows overlap "
        "and whose places are not told apart: counted as two failures, which weighs one passage "
        "twice; if it was one, give it once"
        for a, b in combinations(outages, 2)
        if a.window.asset_ids == b.window.asset_ids
        and a.earliest_s <= b.latest_s
        and b.earliest_s <= a.latest_s
        and not _apart(a, b)
    ]


def _apart(a: Outage, b: Outage) -> bool:
    """Return whether two places are told that lie further apart than their errors allow."""
    places = [t.place for o in (a, b) for t in o.targets[:1]]
    if places[0] is None or places[1] is None:
        return False
    one, other = a.targets[0], b.targets[0]
    km = float(distance_m(one.fault_lon, one.fault_lat, other.fault_lon, other.fault_lat)) / 1000
    slack_km = a.place_radius_km + b.place_radius_km
    return km > slack_km + 3 * float(np.hypot(a.place_sd_km, b.place_sd_km))


def _state_notes(outages: list[Outage], settings: Settings) -> list[str]:
    """Return one note a stated cause, with the assets it is stated of."""
    factors = settings.attribution
    notes = []
    for state, words, factor in (
        ("external", "outer force", factors.external_factor),
        ("internal", "an inner or shore fault", factors.internal_factor),
        ("other", "an outer cause that is no ship", factors.other_cause_factor),
    ):
        names = [o.name for o in outages if o.state == state]
        if names:
            notes.append(
                f"the record describes the damage as {words} ({_few(names)}): the rate of "
                f"failures without a ship is multiplied by {factor:g} there"
            )
    both = [o.name for o in outages if o.says_both]
    if both:
        notes.append(
            f"the record's words on the damage hold marks of an outer force and of a cause without "
            f"a ship ({_few(both)}): they contradict each other and count for nothing"
        )
    return notes
