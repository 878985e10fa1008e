"""Why a ship is not ranked: excluded with a reason, or heard too little to be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..records import SHORT_REASONS, SILENT_S
from .passage_words import place_words
from .passages import place_reach_km, target_of
from .time_words import clock, duration, relation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..settings import Settings
    from .passages import Row
    from .windows import Outage

__all__ = ["also_words", "exclusion_reason", "listed", "loose_words", "nearest",
           "nearest_crossing", "not_near_reason", "unjudged_reason"]  # fmt: skip

#: Shorter lags of an anchor behind the antenna are not told where a crossing is ruled out.
_LAG_TOLD_S = 10.0


def exclusion_reason(
    outages: Sequence[Outage], closest: Sequence[Row], passages: Sequence[Row]
) -> tuple[str, str]:
    """Return the kind of reason why a vessel could not have done it, and the reason in words.

    Parameters
    ----------
    closest
        Closest approaches of this vessel, as dicts; empty where it only crossed.
    passages
        Passages of this vessel, as dicts, all of them impossible; those that are no crossings on
        the chart were possible but for the depth.
    """
    deep = [row for row in passages if row["how"] != "crossing"]
    if deep:
        return "anchor_cannot_reach", _too_deep(outages, deep[0])
    if passages:
        kind, text = _crossed(outages, passages)
        return kind, "excluded because it crossed " + text
    beside = [row for row in closest if row["window_km"] <= row["reach_km"]]
    if beside:
        row = nearest(beside, "window")
        if row["window_km"] > 2 * row["error_km"]:
            return "wrong_side", _wrong_side(outages, row)
        # Else its leg came near the line before or after the window only.
        if _off_place(outages, row):
            return "other_place", _elsewhere(outages, row)
    return "never_in_reach", _out_of_reach(outages, nearest(closest, "closest"))


def nearest(closest: Sequence[Row], when: str) -> Row:
    """Return the closest approach of some, in the ``window`` or at all times (``closest``).

    Examples
    --------
    >>> rows = [{"closest_km": float("nan"), "closest_s": 0.0},
    ...     {"closest_km": 2.0, "closest_s": 60.0}]
    >>> nearest(rows, "closest")["closest_s"]
    60.0
    """
    # Those not known come last.
    return min(closest, key=lambda r: [(v != v, v) for v in (r[f"{when}_km"], r[f"{when}_s"])])


def not_near_reason(name: str, settings: Settings) -> tuple[str, str]:
    """Return the kind and the words for a vessel heard nowhere near an outage of some name."""
    prior = settings.attribution
    return "not_near", (
        f"excluded because it was not within {prior.area_km:g} km of {name} within "
        f"{prior.margin_h:g} h of its window"
    )


def also_words(lead: Mapping[str, Any], by_outage: Sequence[Mapping[str, Any]]) -> str:
    """Return what is added on the outages that the reason told first does not speak of.

    Parameters
    ----------
    lead
        Entry told first; may be empty.
    by_outage
        One entry each outage: ``window``, ``name``, ``state``, ``kind``, ``reason``.

    Examples
    --------
    >>> two = [{"window": k, "name": n, "state": "excluded", "kind": "not_near", "reason": ""}
    ...     for k, n in enumerate(("Alpha", "Beta"))]
    >>> also_words(two[0], two)
    '; as to Beta, it was not in the area around its window'
    """
    groups: dict[str, list[str]] = {}
    for entry in by_outage:
        if entry["state"] == "possible" or entry["window"] == lead.get("window"):
            continue
        _, because, told = entry["reason"].partition("excluded because ")
        if because and told.startswith("it crossed "):
            # Names of assets and outages may hold braces.
            words = told.replace("{", "{{").replace("}", "}}")
        else:
            words = SHORT_REASONS[entry["kind"]].clause
        groups.setdefault(words, []).append(entry["name"])
    return "".join(
        f"; as to {listed(names)}, {words.format(of='its' if len(names) == 1 else 'their')}"
        for words, names in groups.items()
    )


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence.

    Examples
    --------
    >>> listed(["A"]), listed(["A", "B", "C"])
    ('A', 'A, B and C')
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _out_of_reach(outages: Sequence[Outage], row: Row) -> str:
    """Return how near a ship came at any time, which was too far or too early or late."""
    outage = outages[int(row["outage"])]
    target = target_of(outage, row["asset_id"])
    return (
        "excluded because it never came within reach in the window: in all of the time looked at "
        f"it was heard nearest at {clock(row['closest_s'])}, {row['closest_km']:.1f} km off "
        f"{target.name}, "
        f"{relation(row['closest_s'], outage)}; the line is known to {row['error_km']:g} km, "
        "and no silence was long enough to go there and back"
    )


def _off_place(outages: Sequence[Outage], row: Row) -> bool:
    """Return whether a place is known that the ship came nowhere near in the window."""
    outage = outages[int(row["outage"])]
    reach_km = place_reach_km(outage, target_of(outage, row["asset_id"]))
    return bool(np.isfinite(row["place_km"]) and row["place_km"] > reach_km)


def _elsewhere(outages: Sequence[Outage], row: Row) -> str:
    """Return that a ship was at the line in the window, yet nowhere near the published place."""
    outage = outages[int(row["outage"])]
    target = target_of(outage, row["asset_id"])
    return (
        f"excluded because it was {row['window_km']:.1f} km from the charted line of {target.name} "
        f"(known to {row['error_km']:g} km) at {clock(row['window_s'])}, "
        f"{relation(row['window_s'], outage)}, but in and around the window nowhere nearer to the "
        f"published place than {row['place_km']:.1f} km"
    )


def _too_deep(outages: Sequence[Outage], row: Row) -> str:
    target = target_of(outages[int(row["outage"])], row["asset_id"])
    return (
        f"excluded because wherever it may have passed {target.name}, between "
        f"{clock(row['t_from_s'])} and {clock(row['t_to_s'])}, it is at least "
        f"{row['depth_m']:.0f} m deep: "
        "no anchor on the chain of a ship of this size, however slow, reaches deeper than "
        f"{row['reach_m']:.0f} m"
    )


def unjudged_reason(outages: Sequence[Outage], row: Any, settings: Settings) -> tuple[str, str]:
    """Return the kind of reason why a vessel could not be judged, and the reason in words."""
    target = target_of(outages[int(row.outage)], row.asset_id)
    heard, word = ("first", "before") if row.before else ("last", "after")
    return f"unheard_{word}", (
        f"could not be judged because it was {heard} heard at {clock(row.last_s)}, "
        f"{row.away_km:.0f} km from {target.name} by sea, in time to have been there in the "
        f"window, and nothing tells where it was {word} that (around the window it was not heard "
        f"within {settings.attribution.area_km:g} km)"
    )


_SIDES = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


def _wrong_side(outages: Sequence[Outage], row: Row) -> str:
    outage = outages[int(row["outage"])]
    target = target_of(outage, row["asset_id"])
    side = _SIDES[round(float(row["window_deg"]) / 45.0) % 8]
    return (
        f"excluded because it stayed on one side, {side} of {target.name}, in and around the "
        f"window: {row['window_km']:.1f} km off where it was heard nearest, at "
        f"{clock(row['window_s'])}, {relation(row['window_s'], outage)}; it could have sailed that "
        "far, but its fixes and the times between them show that it did not (the line is known to "
        f"{row['error_km']:g} km)"
    )


def loose_words(
    outages: Sequence[Outage], by_outage: Sequence[Mapping[str, Any]], settings: Settings
) -> str:
    """Return what is added for a ship that fits loosely dated outages only: which, and how well."""
    fits = [
        f"{e['name']} (its window is {duration(_span_s(outages[e['window']]))} long; "
        f"P {_chance(e['posterior_alone'])} with that outage looked at alone, "
        f"{_chance(e['posterior_together'])} beside the others)"
        for e in by_outage
        if e["state"] == "possible"
    ]
    hours = settings.attribution.loose_window_h
    return (
        f"; it fits {listed(fits)}: it is excluded for all outages of known time, and a window "
        f"longer than {hours:g} h alone ranks no ship for the incident as a whole"
    )


def _span_s(outage: Outage) -> float:
    return outage.latest_s - outage.earliest_s


def _chance(p: float) -> str:
    return f"{100 * p:.2g} %" if p >= 1e-4 else "below 0.01 %"


def nearest_crossing(outages: Sequence[Outage], passages: Sequence[Row]) -> tuple[Row, float]:
    """Return the crossing whose anchor was over the line nearest to its window, and how near, s."""
    distance = []
    for row in passages:
        outage, t_s = outages[int(row["outage"])], row["t_s"] + row["lag_s"]
        distance.append(max(outage.earliest_s - t_s, t_s - outage.latest_s, 0.0))
    best = int(np.argmin(distance))
    return passages[best], distance[best]


def _crossed(outages: Sequence[Outage], passages: Sequence[Row]) -> tuple[str, str]:
    """Return what rules out the crossing nearest to its window: its kind, and in words."""
    row, distance = nearest_crossing(outages, passages)
    outage = outages[int(row["outage"])]
    target = target_of(outage, row["asset_id"])
    silent = row["gap_s"] >= SILENT_S
    how_sure = (
        f"a steady straight way through {duration(row['gap_s'])} without a fix"
        if silent
        else f"± {duration(row['t_sd_s'])}"
    )
    when = f"{target.name} at {clock(row['t_s'])} ({how_sure})"
    in_time = not _off_time(row, outage)
    if in_time and row["reach_m"] < row["depth_m"]:
        return "anchor_cannot_reach", (
            f"{when}, where it is {row['depth_m']:.0f} m deep: no anchor on the chain of a ship of "
            f"this size and speed reaches deeper than {row['reach_m']:.0f} m"
        )
    if np.isfinite(row["offset_km"]) and (distance == 0 or in_time):
        return "other_place", f"{when}, but {place_words(row, target)}"
    at = row["t_s"] + row["lag_s"]
    if abs(row["lag_s"]) > _LAG_TOLD_S and abs(row["lag_s"]) > distance:
        when += f", and an anchor it dragged would have come over the line at {clock(at)}"
    # Whoever is excluded had no time in a silence for another way either.
    no_time = ", and the silence left it no time to be there in the window" if silent else ""
    if at < outage.earliest_s:
        before = f"{duration(distance)} before the last good reading"
        return "crossed_before", f"{when}, {before}{no_time}"
    return "crossed_after", f"{when}, {duration(distance)} after the outage{no_time}"


def _off_time(row: Row, outage: Outage) -> bool:
    first, last = outage.support_s(np.hypot(row["t_sd_s"], row["lag_sd_s"]))
    return not float(first) <= row["t_s"] + row["lag_s"] <= float(last)
