"""What the passages of a ship at the failed assets were, in words.

``how`` of a passage says how it is known: ``crossing`` (the track meets the charted line),
``near`` (heard beside the line, whose error lets it lie on the other side), ``gap`` (a silence
of its AIS hides it) or ``unheard`` (before its first or after its last fix).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..geo import angle_between
from ..records import SILENT_S
from .passages import place_reach_km, target_of
from .time_words import (
    clock,
    duration,
    is_one_time,
    relation,
    relation_of_span,
    window_words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .passages import Row
    from .targets import Target
    from .windows import Outage

__all__ = ["likeliest_by_outage", "missed_words", "order_words", "passage_words", "place_words"]

#: Nearer than this a ship is over the line.
_OVER_KM = 0.05
#: Less than so much that a place moves by is not told, km.
_MOVES_KM = 2.0


def passage_words(outage: Outage, row: Row) -> str:
    """Return what one passage was: where and when, how sure, and how it stands to the window.

    Parameters
    ----------
    outage
        The outage that it is weighed for.
    row
        Of the table of passages.
    """
    target = target_of(outage, row["asset_id"])
    if row["how"] == "crossing":
        told = _stay if row["t_to_s"] > row["t_from_s"] else _crossing
        details = _details(row, target, outage)
        at = ", at " + ", ".join(details) if details else ""
        return told(row, target, outage) + at + _silent(row) + _anchor(row)
    when = f"between {clock(row['t_from_s'])} and {clock(row['t_to_s'])}"
    if row["how"] == "near":
        return _near(row, target, when) + "".join(f", on a course {s}" for s in _scar(row, outage))
    unheard = f"it could have crossed {target.name} {when}"
    if row["how"] == "gap":
        return f"possible only through an AIS gap: {unheard} unheard"
    return (
        f"possible only outside its heard time: {unheard}, "
        "before its first or after its last fix here"
    )


def _accuracy(row: Row, target: Target) -> str:
    return f"the charted line is known to {target.error_km(row['part']):g} km"


def _stay(row: Row, target: Target, outage: Outage) -> str:
    """Return a crossing that lasted: the ship lay on the line, ran along it, or was not heard."""
    silent = row["gap_s"] >= SILENT_S
    return (
        f"{'crossed' if silent else 'lay on or ran along'} {target.name} "
        f"{'at no certain time ' if silent else ''}from {clock(row['t_from_s'])} to "
        f"{clock(row['t_to_s'])}, within twice the line's error ({_accuracy(row, target)}), "
        f"{relation_of_span(row['t_from_s'], row['t_to_s'], outage)}; its track meets the "
        f"charted line at {clock(row['t_s'])}"
    )


def _crossing(row: Row, target: Target, outage: Outage) -> str:
    return (
        f"crossed {target.name} at {clock(row['t_s'])} (± {duration(row['t_sd_s'])}, "
        f"{_accuracy(row, target)}), {relation(row['t_s'], outage)}"
    )


def _details(row: Row, target: Target, outage: Outage) -> list[str]:
    """Return what is known of place, speed and course at a crossing."""
    count, part = len(target.parts_km), int(row["part"])
    of = f" of part {part + 1} of {count}" if count > 1 and part >= 0 else ""
    details = [f"KP {row['kp_km']:.1f} km{of}"] if np.isfinite(row["kp_km"]) else []
    if np.isfinite(row["sog_kn"]):
        details.append(f"{row['sog_kn']:.1f} kn")
    if np.isfinite(row["angle_deg"]):
        details.append(f"{row['angle_deg']:.0f}° to the line{_moves(row, target)}")
    if np.isfinite(row["offset_km"]):
        details.append(place_words(row, target))
    return details + _scar(row, outage)


def _moves(row: Row, target: Target) -> str:
    """Return how far the line's error moves the place of a crossing at a small angle."""
    moves_km = target.error_km(row["part"]) / np.tan(np.radians(max(row["angle_deg"], 1.0)))
    if not np.isfinite(row["offset_km"]) or moves_km < max(_MOVES_KM, target.error_km(row["part"])):
        return ""
    return f" (its error moves place and time of the crossing together, by ± {moves_km:.0f} km)"


def _near(row: Row, target: Target, when: str) -> str:
    """Return a passage beside the charted line, which may lie elsewhere than charted."""
    beyond = row["distance_km"] > 2 * target.error_km(row["part"]) + _OVER_KM
    had_time = " and between its fixes it had time to come nearer" if beyond else ""
    return (
        f"passed {row['distance_km']:.1f} km from the charted line of {target.name} {when}; "
        f"{_accuracy(row, target)}{had_time}, so it may have crossed the true one"
    )


def _scar(row: Row, outage: Outage) -> list[str]:
    """Return how far the course is off the bearing of a drag scar, which has no arrow."""
    if outage.scar_deg is None or not np.isfinite(row["cog_deg"]):
        return []
    off = angle_between(row["cog_deg"], outage.scar_deg)
    return [f"{float(off):.0f}° off the bearing of the drag scar"]


def _silent(row: Row) -> str:
    """Return that a crossing lies in a silence: its time is worked out, not heard."""
    if not row["gap_s"] >= SILENT_S:
        return ""
    return (
        f"; not heard there: no fix for {duration(row['gap_s'])} around it, so that time, place "
        "and speed are those of a steady straight way between the fixes"
    )


def _anchor(row: Row) -> str:
    """Return when an anchor on the seabed is over the line, and what that rests on."""
    if not row["lag_sd_s"] > 0:
        return ""
    known = np.isfinite(row["depth_m"])
    depth = f"{row['depth_m']:.0f} m deep" if known else "depth unknown, a usual one taken"
    word = "after" if row["lag_s"] >= 0 else "before"
    what, way = ("an anchor it dragged", "antenna to bow, chain")
    if row["p_trawl"] > 0:
        what, way = "gear it towed", "antenna to stern, warp"
    return (
        f"; {what} would be over the line {duration(row['lag_s'])} {word} that "
        f"(± {duration(row['lag_sd_s'])}: {way}; {depth})"
    )


def missed_words(outage: Outage, closest: Sequence[Row]) -> str:
    """Return that no passage of an outage's assets was seen, and the nearest the ship came.

    Parameters
    ----------
    outage
        That the ship does not fit.
    closest
        Closest approaches of the ship to its assets, as dicts; may be empty.
    """
    names = " or ".join(t.name for t in outage.targets[:3])
    when = "around" if is_one_time(outage) else "in or near"
    text = f"against: no passage of {names} {when} {window_words(outage)} "
    if not closest:
        return text + "is seen: around that time it was heard elsewhere only"
    # Those not heard in the window come last.
    row = min(closest, key=lambda r: (np.nan_to_num(r["window_km"], nan=np.inf), r["closest_km"]))
    if _near_in_window(outage, row):
        return text + _unfit_words(outage, row)
    text += "is seen: "
    if np.isfinite(row["window_km"]):
        km, at = row["window_km"], row["window_s"]
    else:
        km, at = row["closest_km"], row["closest_s"]
    when = f"{clock(at)}, {relation(at, outage, is_named=False)}"
    if km < _OVER_KM:
        return text + f"it was over the charted line at {when}"
    return text + f"at the nearest it was {km:.1f} km off, at {when}"


def _near_in_window(outage: Outage, row: Row) -> bool:
    """Return whether a ship was at the line in the window, so that it is not time that it missed.

    What its fixes show of it may have been a crossing: seen it was, and it does not fit.
    """
    in_window = outage.earliest_s <= row["window_s"] <= outage.latest_s
    return bool(in_window and row["window_km"] <= 2 * row["error_km"] + _OVER_KM)


def _unfit_words(outage: Outage, row: Row) -> str:
    """Return why a ship that was at the line in the window does not fit all the same."""
    at = f"{clock(row['window_s'])}, {relation(row['window_s'], outage, is_named=False)}"
    off = "over" if row["window_km"] < _OVER_KM else f"{row['window_km']:.1f} km from"
    there = f"fits: it was {off} the charted line at {at}, "
    reach_km = place_reach_km(outage, target_of(outage, row["asset_id"]))
    if np.isfinite(row["place_km"]) and row["place_km"] > reach_km:
        return (
            f"{there}but in and around it nowhere nearer to the published place than "
            f"{row['place_km']:.1f} km"
        )
    return f"{there}but time, place or depth of what it passed do not fit"


def likeliest_by_outage(
    passages: Sequence[Row], weights: Sequence[float] | None = None
) -> dict[int, Row]:
    """Return the passage of one ship that explains each outage best, by number of the outage.

    Parameters
    ----------
    passages
        As dicts.
    weights
        What they weigh; else their ``density``.

    Examples
    --------
    >>> found = likeliest_by_outage([{"outage": 0, "density": d, "t_s": d} for d in (1.0, 3.0)])
    >>> found[0]["t_s"]
    3.0
    """
    by = [float(row["density"]) for row in passages] if weights is None else weights
    ordered = sorted(zip(by, range(len(by)), passages, strict=True), key=lambda one: one[:2])
    return {int(row["outage"]): row for *_, row in ordered}


def order_words(outages: Sequence[Outage], passages: Sequence[Row]) -> str:
    """Return at how many outages a crossing fits, be it not the likeliest passage, and in order.

    Parameters
    ----------
    outages
        All of the incident.
    passages
        Of one ship, as dicts.
    """
    best = likeliest_by_outage([row for row in passages if row["how"] == "crossing"])
    hit = [o for o in outages if o.number in best]
    times = [float(best[o.number]["t_s"]) for o in hit]
    once = len({tuple(o.window.asset_ids) for o in outages}) == len(outages)
    text = f"crossings fit {len(hit)} of {len(outages)} {'failed assets' if once else 'failures'}"
    if left := len({row["outage"] for row in passages}) - len(hit):
        verb = "is" if left == 1 else "are"
        text += f", {left} more {verb} left open by silences or the line's error"
    if len(hit) < 2:
        return text
    pairs = [
        (a, b)
        for a in range(len(hit))
        for b in range(len(hit))
        if hit[a].latest_s < hit[b].earliest_s
    ]
    if not pairs:
        return text + "; their windows overlap, so the order says nothing"
    in_order = all(times[a] <= times[b] for a, b in pairs)
    return text + (", in the order of the failures" if in_order else ", not in their order")


def place_words(row: Row, target: Target) -> str:
    """Return how far a crossing is from the published place, and from what that is measured."""
    text = f"{row['offset_km']:.1f} km from the published place"
    off = target.fault_off_km or 0.0
    if off > max(1.0, target.accuracy_km) and not target.by_kp:
        text += f" as it would be on the line ({off:.0f} km off it)"
    return text
