"""Why a vessel ranks where it does, and why it is excluded, in plain words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..records import SILENT_S
from .passages import place_reach_km
from .trawl import gear_factor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..settings import Settings
    from .ledger import Drag
    from .windows import Outage, Target

__all__ = [
    "also_words",
    "clock",
    "dark_reasons",
    "exclusion_reason",
    "listed",
    "loose_words",
    "nearest_crossing",
    "none_reasons",
    "not_near_reason",
    "unjudged_reason",
    "vessel_reasons",
]


_LONG_S = 12 * 3600.0
#: Nearer than this a ship is over the line.
_OVER_KM = 0.05
#: Shorter lags of an anchor behind the antenna are not told where a crossing is ruled out.
_LAG_TOLD_S = 10.0


def clock(s: float) -> str:
    """Return Unix seconds as a UTC time to the second.

    Examples
    --------
    >>> clock(1735122360.0)
    '2024-12-25 10:26:00Z'
    """
    return f"{datetime.fromtimestamp(round(float(s)), UTC):%Y-%m-%d %H:%M:%SZ}"


def _duration(s: float) -> str:
    s = abs(s)
    if s < 90:
        return f"{s:.0f} s"
    return f"{s / 60:.0f} min" if s < 5400 else f"{s / 3600:.1f} h"


def _window(outage: Outage) -> str:
    a, b = clock(outage.earliest_s), clock(outage.latest_s)
    if a == b:
        return f"the failure at {a}"
    if a[:10] == b[:10]:
        b = b[11:]
    return f"the window {a} to {b}"


def relation(t_s: float, outage: Outage) -> str:
    """Return how a time stands to a window: before, inside or after it, and by how much."""
    begins, ends = ("", "") if _exact(outage) else (" begins", " ends")
    if t_s < outage.earliest_s:
        return f"{_duration(outage.earliest_s - t_s)} before {_window(outage)}{begins}"
    if t_s > outage.latest_s:
        return f"{_duration(t_s - outage.latest_s)} after {_window(outage)}{ends}"
    return f"at the time of {_window(outage)}" if _exact(outage) else f"inside {_window(outage)}"


def _exact(outage: Outage) -> bool:
    """Return whether a window is told as one time."""
    return clock(outage.earliest_s) == clock(outage.latest_s)


def _relation_of_span(a_s: float, b_s: float, outage: Outage) -> str:
    if a_s <= outage.latest_s and b_s >= outage.earliest_s:
        return f"also {'at the time of' if _exact(outage) else 'in'} {_window(outage)}"
    return relation(b_s if b_s < outage.earliest_s else a_s, outage)


def _target(outage: Outage, asset_id: str) -> Target:
    return next(t for t in outage.targets if t.asset_id == asset_id)


def vessel_reasons(
    outages: Sequence[Outage],
    passages: pd.DataFrame,
    closest: pd.DataFrame,
    drag: Drag,
    share: Sequence[float],
    gear: float,
    settings: Settings,
) -> tuple[str, ...]:
    """Return the reasons for one vessel, those for it first, then those against.

    Parameters
    ----------
    passages, closest
        Of this vessel.
    share
        P(it broke k | it broke any), by outage.
    gear
        P(fishing gear and no anchor came over the assets | this ship is behind it).
    """
    best = passages.sort_values("density").groupby("outage").tail(1).set_index("outage")
    lines, against = [], []
    # Well-dated outages first, each group in the order of time.
    for outage in sorted(outages, key=lambda o: o.latest_s - o.earliest_s > _LONG_S):
        if outage.number not in best.index:
            against.append(_missed(outage, closest[closest["outage"] == outage.number]))
            continue
        lines.append(_passage(outage, best.loc[outage.number]))
        if share[outage.number] < 0.5:
            against.append(
                f"against: its passage explains the failure of {outage.window.name} less well than "
                f"another cause does ({100 * share[outage.number]:.0f} %)"
            )
    if len(outages) > 1:
        lines.append(_order(outages, passages))
    works = passages[passages["p_trawl"] > 0].sort_values("density")
    if len(works):
        lines.append(_gear(outages, works.iloc[-1], gear, settings))
        against.append(_LAWFUL)
    if drag.episode is not None and drag.llr > 0:
        lines.append(drag.text)
    else:
        against.append(drag.text)
    if drag.silence is not None:
        lines.append(drag.silence.text)
    if drag.unbroken and drag.unbroken_llr < 0:
        shown = ", ".join(drag.unbroken[:5]) + (" and more" if len(drag.unbroken) > 5 else "")
        against.append(
            f"against: during the slow stretch it also crossed assets that are not reported broken "
            f"({len(drag.unbroken)}: {shown}; {drag.unbroken_llr:+.1f} nats)"
        )
    return (*lines, *against)


def _passage(outage: Outage, row: Any) -> str:
    target = _target(outage, row["asset_id"])
    accuracy = f"the charted line is known to {target.error_km(row['part']):g} km"
    if row["how"] == "crossing":
        if row["t_to_s"] > row["t_from_s"]:
            silent = row["gap_s"] >= SILENT_S
            text = (
                f"{'crossed' if silent else 'lay on or ran along'} {target.name} "
                f"{'at no certain time ' if silent else ''}from {clock(row['t_from_s'])} to "
                f"{clock(row['t_to_s'])}, within twice the line's error ({accuracy}), "
                f"{_relation_of_span(row['t_from_s'], row['t_to_s'], outage)}; its track meets the "
                f"charted line at {clock(row['t_s'])}"
            )
        else:
            text = (
                f"crossed {target.name} at {clock(row['t_s'])} (± {_duration(row['t_sd_s'])}, "
                f"{accuracy}), {relation(row['t_s'], outage)}"
            )
        details = [f"KP {row['kp_km']:.1f} km"] if np.isfinite(row["kp_km"]) else []
        if np.isfinite(row["sog_kn"]):
            details.append(f"{row['sog_kn']:.1f} kn")
        if np.isfinite(row["angle_deg"]):
            details.append(f"{row['angle_deg']:.0f}° to the line")
        if np.isfinite(row["offset_km"]):
            details.append(_from_place(row, target))
        details += _scar(row, outage)
        return (
            text + (", at " + ", ".join(details) if details else "") + _silent(row) + _anchor(row)
        )
    if row["how"] == "near":
        beyond = row["distance_km"] > 2 * target.error_km(row["part"]) + _OVER_KM
        had_time = " and between its fixes it had time to come nearer" if beyond else ""
        return (
            f"passed {row['distance_km']:.1f} km from the charted line of {target.name} between "
            f"{clock(row['t_from_s'])} and {clock(row['t_to_s'])}; {accuracy}{had_time}, so it may "
            "have crossed the true one" + "".join(f", on a course {s}" for s in _scar(row, outage))
        )
    when = f"between {clock(row['t_from_s'])} and {clock(row['t_to_s'])}"
    if row["how"] == "gap":
        return (
            f"possible only through an AIS gap: it could have crossed {target.name} {when} unheard"
        )
    return (
        f"possible only outside its heard time: it could have crossed {target.name} {when}, "
        "before its first or after its last fix here"
    )


def _scar(row: Any, outage: Outage) -> list[str]:
    """Return how far the course is off the bearing of a drag scar, which has no arrow."""
    if outage.scar_deg is None or not np.isfinite(row["cog_deg"]):
        return []
    off = abs((row["cog_deg"] - outage.scar_deg + 90.0) % 180.0 - 90.0)
    return [f"{off:.0f}° off the bearing of the drag scar"]


def _silent(row: Any) -> str:
    """Return that a crossing lies in a silence: its time is worked out, not heard."""
    if not row["gap_s"] >= SILENT_S:
        return ""
    return (
        f"; not heard there: no fix for {_duration(row['gap_s'])} around it, so that time, place "
        "and speed are those of a steady straight way between the fixes"
    )


def _anchor(row: Any) -> str:
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
        f"; {what} would be over the line {_duration(row['lag_s'])} {word} that "
        f"(± {_duration(row['lag_sd_s'])}: {way}; {depth})"
    )


_SORTS = {"telecom": "a telecom cable", "power": "a power link"}
_LAWFUL = (
    "against: fishing boats work over cables day by day, most of them lawfully, and few of their "
    "passes break one"
)


def _gear(outages: Sequence[Outage], row: Any, gear: float, settings: Settings) -> str:
    """Return why a passage is weighed as one of fishing gear, and what that counts."""
    prior = settings.attribution
    kind = _target(outages[int(row["outage"])], row["asset_id"]).kind
    low, high = prior.trawl_low_kn, prior.trawl_high_kn
    slow = (
        f"it passes at {row['sog_kn']:.1f} kn, a speed of towed gear ({low:g} to {high:g} kn)"
        if row["p_trawl"] >= prior.trawl_on_bottom
        else "its speed there is not known, and such ships work "
        f"{100 * prior.trawl_share:.0f} % of their time"
    )
    breaks = 1e6 * prior.q_trawl * gear_factor(kind, settings)
    return (
        f"its fishing gear and no anchor may have come over the asset ({100 * gear:.0f} % of what "
        f"speaks for this ship): by its AIS it fishes, and {slow}; that is counted as gear on the "
        f"seabed with P {row['p_trawl']:.2f}, and of a million passes of such gear {breaks:.2g} "
        f"break {_SORTS.get(kind, 'a pipeline')}"
    )


def _missed(outage: Outage, closest: pd.DataFrame) -> str:
    names = " or ".join(t.name for t in outage.targets[:3])
    when = "around" if _exact(outage) else "in or near"
    text = f"against: no passage of {names} {when} {_window(outage)} is seen: "
    if closest.empty:
        return text + "around that time it was heard elsewhere only"
    row = closest.sort_values(["window_km", "closest_km"]).iloc[0]
    if np.isfinite(row["window_km"]):
        km, at = row["window_km"], row["window_s"]
    else:
        km, at = row["closest_km"], row["closest_s"]
    if km < _OVER_KM:
        return text + f"it was over the charted line at {clock(at)}, {_beside(at, outage)}"
    return text + f"at the nearest it was {km:.1f} km off, at {clock(at)}, {_beside(at, outage)}"


def _beside(t_s: float, outage: Outage) -> str:
    """Return :func:`relation` without the window, which was told before."""
    begins, ends = ("", "") if _exact(outage) else (" begins", " ends")
    if t_s < outage.earliest_s:
        return f"{_duration(outage.earliest_s - t_s)} before it{begins}"
    if t_s > outage.latest_s:
        return f"{_duration(t_s - outage.latest_s)} after it{ends}"
    return "at its time" if _exact(outage) else "inside it"


def _order(outages: Sequence[Outage], passages: pd.DataFrame) -> str:
    """Return at how many outages a crossing fits, be it not the likeliest passage, and in order."""
    crossed = passages[passages["how"] == "crossing"].sort_values("density")
    best = crossed.groupby("outage").tail(1).set_index("outage")["t_s"].to_dict()
    hit = [o for o in outages if o.number in best]
    times = [float(best[o.number]) for o in hit]
    once = len({tuple(o.window.asset_ids) for o in outages}) == len(outages)
    text = f"crossings fit {len(hit)} of {len(outages)} {'failed assets' if once else 'failures'}"
    if left := passages["outage"].nunique() - len(hit):
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


def exclusion_reason(
    outages: Sequence[Outage], closest: pd.DataFrame, passages: pd.DataFrame
) -> tuple[str, str]:
    """Return the kind of reason why a vessel could not have done it, and the reason in words.

    Parameters
    ----------
    closest
        Closest approaches of this vessel; empty where it only crossed.
    passages
        Passages of this vessel, all of them impossible; those that are no crossings on the
        chart were possible but for the depth.
    """
    deep = passages[passages["how"] != "crossing"]
    if not deep.empty:
        return "anchor_cannot_reach", _too_deep(outages, deep.iloc[0])
    if not passages.empty:
        kind, text = _crossed(outages, passages)
        return kind, "excluded because it crossed " + text
    beside = closest[closest["window_km"] <= closest["reach_km"]]
    if len(beside):
        row = beside.sort_values("window_km").iloc[0]
        if row["window_km"] > 2 * row["error_km"]:
            return "wrong_side", _wrong_side(outages, row)
        # Else its leg came near the line before or after the window only.
        if _off_place(outages, row):
            return "other_place", _elsewhere(outages, row)
    row = closest.sort_values(["closest_km", "closest_s"]).iloc[0]
    outage = outages[int(row["outage"])]
    target = _target(outage, row["asset_id"])
    return "never_in_reach", (
        "excluded because it never came within reach in the window: in all of the time looked at "
        f"it was heard nearest at {clock(row['closest_s'])}, {row['closest_km']:.1f} km off "
        f"{target.name}, "
        f"{relation(row['closest_s'], outage)}; the line is known to {row['error_km']:g} km, "
        "and no silence was long enough to go there and back"
    )


def not_near_reason(name: str, settings: Settings) -> tuple[str, str]:
    """Return the kind and the words for a vessel heard nowhere near an outage of some name."""
    prior = settings.attribution
    return "not_near", (
        f"excluded because it was not within {prior.area_km:g} km of {name} within "
        f"{prior.margin_h:g} h of its window"
    )


#: What is said of further outages; how a crossing missed its window is told in full.
_SHORT = {
    "never_in_reach": "it never came within reach in {of} window",
    "wrong_side": "it stayed on one side in and around {of} window",
    "other_place": "it was nowhere near {of} published place",
    "anchor_cannot_reach": "no anchor of a ship of its size reaches the bottom where it passed",
    "not_near": "it was not in the area around {of} window",
    "unheard_before": "it could not be judged, as it was first heard later and elsewhere",
    "unheard_after": "it could not be judged, as it was last heard before and elsewhere",
}


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
        full = because and told.startswith("it crossed ")
        groups.setdefault(told if full else _SHORT[entry["kind"]], []).append(entry["name"])
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


def _off_place(outages: Sequence[Outage], row: Any) -> bool:
    """Return whether a place is known that the ship came nowhere near in the window."""
    outage = outages[int(row["outage"])]
    reach_km = place_reach_km(outage, _target(outage, row["asset_id"]))
    return bool(np.isfinite(row["place_km"]) and row["place_km"] > reach_km)


def _elsewhere(outages: Sequence[Outage], row: Any) -> str:
    """Return that a ship was at the line in the window, yet nowhere near the published place."""
    outage = outages[int(row["outage"])]
    target = _target(outage, row["asset_id"])
    return (
        f"excluded because it was {row['window_km']:.1f} km from the charted line of {target.name} "
        f"(known to {row['error_km']:g} km) at {clock(row['window_s'])}, "
        f"{relation(row['window_s'], outage)}, but in and around the window nowhere nearer to the "
        f"published place than {row['place_km']:.1f} km"
    )


def _too_deep(outages: Sequence[Outage], row: Any) -> str:
    target = _target(outages[int(row["outage"])], row["asset_id"])
    return (
        f"excluded because wherever it may have passed {target.name}, between "
        f"{clock(row['t_from_s'])} and {clock(row['t_to_s'])}, it is at least "
        f"{row['depth_m']:.0f} m deep: "
        "no anchor on the chain of a ship of this size, however slow, reaches deeper than "
        f"{row['reach_m']:.0f} m"
    )


def unjudged_reason(outages: Sequence[Outage], row: Any, settings: Settings) -> tuple[str, str]:
    """Return the kind of reason why a vessel could not be judged, and the reason in words."""
    target = _target(outages[int(row.outage)], row.asset_id)
    heard, word = ("first", "before") if row.before else ("last", "after")
    return f"unheard_{word}", (
        f"could not be judged because it was {heard} heard at {clock(row.last_s)}, "
        f"{row.away_km:.0f} km from {target.name} by sea, in time to have been there in the "
        f"window, and nothing tells where it was {word} that (around the window it was not heard "
        f"within {settings.attribution.area_km:g} km)"
    )


_SIDES = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


def _wrong_side(outages: Sequence[Outage], row: Any) -> str:
    outage = outages[int(row["outage"])]
    target = _target(outage, row["asset_id"])
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
    """Return why a ship that fits loosely dated outages only is not ranked, and what it fits."""
    fits = [
        f"{e['name']} (its window is {_duration(_span_s(outages[e['window']]))} long; "
        f"P {_chance(e['posterior_alone'])} with that outage looked at alone, "
        f"{_chance(e['posterior_together'])} beside the others)"
        for e in by_outage
        if e["state"] == "possible"
    ]
    hours = settings.attribution.loose_window_h
    return (
        f"not ranked because it fits no outage of known time, only {listed(fits)}, and a window "
        f"longer than {hours:g} h alone ranks no ship for the incident as a whole"
    )


def _span_s(outage: Outage) -> float:
    return outage.latest_s - outage.earliest_s


def _chance(p: float) -> str:
    return f"{100 * p:.2g} %" if p >= 1e-4 else "below 0.01 %"


def nearest_crossing(outages: Sequence[Outage], passages: pd.DataFrame) -> tuple[Any, float]:
    """Return the crossing whose anchor was over the line nearest to its window, and how near, s."""
    distance = [
        max(outages[int(k)].earliest_s - t, t - outages[int(k)].latest_s, 0.0)
        for k, t in zip(passages["outage"], passages["t_s"] + passages["lag_s"], strict=True)
    ]
    best = int(np.argmin(distance))
    return passages.iloc[best], distance[best]


def _crossed(outages: Sequence[Outage], passages: pd.DataFrame) -> tuple[str, str]:
    """Return what rules out the crossing nearest to its window: its kind, and in words."""
    row, distance = nearest_crossing(outages, passages)
    outage = outages[int(row["outage"])]
    target = _target(outage, row["asset_id"])
    silent = row["gap_s"] >= SILENT_S
    how_sure = (
        f"a steady straight way through {_duration(row['gap_s'])} without a fix"
        if silent
        else f"± {_duration(row['t_sd_s'])}"
    )
    when = f"{target.name} at {clock(row['t_s'])} ({how_sure})"
    in_time = not _off_time(row, outage)
    if in_time and row["reach_m"] < row["depth_m"]:
        return "anchor_cannot_reach", (
            f"{when}, where it is {row['depth_m']:.0f} m deep: no anchor on the chain of a ship of "
            f"this size and speed reaches deeper than {row['reach_m']:.0f} m"
        )
    if np.isfinite(row["offset_km"]) and (distance == 0 or in_time):
        return "other_place", f"{when}, but {_from_place(row, target)}"
    at = row["t_s"] + row["lag_s"]
    if abs(row["lag_s"]) > _LAG_TOLD_S and abs(row["lag_s"]) > distance:
        when += f", and an anchor it dragged would have come over the line at {clock(at)}"
    # Whoever is excluded had no time in a silence for another way either.
    no_time = ", and the silence left it no time to be there in the window" if silent else ""
    if at < outage.earliest_s:
        before = f"{_duration(distance)} before the last good reading"
        return "crossed_before", f"{when}, {before}{no_time}"
    return "crossed_after", f"{when}, {_duration(distance)} after the outage{no_time}"


def _from_place(row: Any, target: Target) -> str:
    """Return how far a crossing is from the published place, and from what that is measured."""
    text = f"{row['offset_km']:.1f} km from the published place"
    off = target.fault_off_km or 0.0
    if off > max(1.0, target.accuracy_km) and not target.by_kp:
        text += f" as it would be on the line ({off:.0f} km off it)"
    return text


def _off_time(row: Any, outage: Outage) -> bool:
    first, last = outage.support_s(np.hypot(row["t_sd_s"], row["lag_sd_s"]))
    return not float(first) <= row["t_s"] + row["lag_s"] <= float(last)


def dark_reasons(
    outages: Sequence[Outage], lam: Any, covered: bool, settings: Settings
) -> tuple[str, ...]:
    """Return what the hypothesis of a ship not heard stands for."""
    prior = settings.attribution
    kappa = prior.kappa_dark
    rates = "; ".join(
        f"{o.window.name} {v * float(np.mean([t.length_km for t in o.targets])):.2f} an hour"
        for o, v in zip(outages, lam, strict=True)
    )
    lines = [
        f"a ship that this AIS did not hear: {100 * kappa:.0f} % of hulls, crossing like those "
        f"heard ({rates}); and fishing gear towed by boats not heard, "
        f"{100 * prior.kappa_trawl:.0f} % of all"
    ]
    if not covered:
        lines.append("not covered: part of the window or place has no AIS, which raises this share")
    return tuple(lines)


def _plain(v: float) -> str:
    """Return a small number to two digits without an exponent."""
    return str(np.format_float_positional(float(v), precision=2, fractional=False, trim="-"))


def none_reasons(outages: Sequence[Outage], technical: Any, covered: bool) -> tuple[str, ...]:
    """Return what the hypothesis of no ship stands for."""
    rates = "; ".join(
        f"{o.window.name} {_plain(v * 8766 * 100)} a year and 100 km"
        for o, v in zip(outages, technical, strict=True)
    )
    lines = [f"technical or natural failure without a ship ({rates})"]
    if len(outages) > 1:
        lines.append(f"{len(outages)} failures would have to coincide independently")
    if not covered:
        lines.append("not covered: this AIS cannot support 'no ship', whatever the number says")
    return tuple(lines)
