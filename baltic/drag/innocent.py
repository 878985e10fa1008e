"""Innocent explanations: always in words, and in the ledger where they are strong."""

from __future__ import annotations

import math

import numpy as np

from ..settings import Settings
from .case import Case
from .evidence import Measure
from .kinds import kind_of_ship
from .medians import median

__all__ = ["innocent_measures", "innocent_words", "not_under_command"]

_FISHING_STATUS, _TOW_STATUS, _NOT_UNDER_COMMAND = 7, 3, 2


def _share(case: Case, status: int) -> float:
    b = case.track
    inside = (b.b_t >= case.t_start_s) & (b.b_t <= case.t_end_s) & np.isfinite(b.b_status)
    return float((b.b_status[inside] == status).mean()) if inside.any() else 0.0


def not_under_command(case: Case) -> bool:
    """Return whether the ship said for a fifth of the time that it cannot manoeuvre."""
    return _share(case, _NOT_UNDER_COMMAND) > 0.2


def innocent_measures(case: Case, settings: Settings) -> list[Measure]:
    """Return the measures that speak for an ordinary reason."""
    out = []

    def item(name: str, value: float | str | None, unit: str, text: str, x: float = 1.0) -> None:
        out.append(Measure(name, f"{name}_llr", x, value, unit, text))

    place = _place(case, settings)
    if place is not None:
        out.append(place)
    kind = kind_of_ship(case.ship.ship_type)
    if kind == "fishing" or _share(case, _FISHING_STATUS) > 0.2:
        text = "a fishing vessel by its type or its own status: gear slows it every day"
        item("fishing", case.ship.ship_type, "AIS type", text)
    elif kind == "tow" or _share(case, _TOW_STATUS) > 0.2:
        item("tow", case.ship.ship_type, "AIS type", "a tug, or towing")
    elif kind == "work":
        text = "no cargo ship or tanker: its work or pleasure is slow sailing"
        item("work", case.ship.ship_type, "AIS type", text)
    elif kind == "passenger":
        text = "a passenger ship: slows down by timetable"
        item("timetable", case.ship.ship_type, "AIS type", text)
    if not_under_command(case):
        text = "sent 'not under command': engine trouble"
        item("not_under_command", 2.0, "status", text)
    lane, hulls = lane_slow_down(case)
    if hulls and lane > 0.04 and case.drop > 0:
        share = lane / (lane + case.drop)
        x = float(np.clip((share - 0.3) / 0.4, 0.0, 1.0))
        text = f"{100 * share:.0f} % of the slow-down is shared by {hulls} ships on the same course"
        if x > 0:
            item("lane", round(share, 2), "share", text, x)
    return out


def _place(case: Case, settings: Settings) -> Measure | None:
    reach = settings.episodes.port_km
    found = []
    if case.end_place is not None and not case.recovered:
        found.append((case.end_place, "ends"))
    if case.start_place is not None and case.episode.first == 0:
        found.append((case.start_place, "begins"))
    if case.stop is not None and case.stop.place is not None and case.stop.minutes >= 20:
        found.append((case.stop.place, "stops"))
    found = [(p, w) for p, w in found if p.edge_km < reach]
    if found:
        place, word = min(found, key=lambda f: f[0].edge_km)
        x = float(np.clip((reach - place.edge_km) / (0.7 * reach), 0.0, 1.0))
        where = "inside" if place.edge_km <= 0 else f"{place.edge_km:.0f} km from"
        text = f"{word} {where} {place.words}"
        return Measure("place", "place_llr", x, round(place.edge_km, 1), "km", text)
    if case.arrived:
        text = "lay still for hours right afterwards: an arrival or a wait"
        return Measure("place", "arrived_llr", 1.0, None, "", text)
    return None


def lane_slow_down(case: Case) -> tuple[float, int]:
    """Return by how much (ln) the lane slowed, and how many hulls say so."""
    e = case.episode
    cruise = e.before if len(e.before) else e.after
    if not len(cruise):
        return 0.0, 0
    change = median(e.leg.e[cruise]) - median(e.leg.e[e.inside])
    return change, int(np.nanmax(e.leg.hulls[e.inside], initial=0.0))


def innocent_words(case: Case, settings: Settings) -> tuple[str, ...]:
    """Return every ordinary reason worth checking, the likeliest first."""
    reach = settings.episodes.port_km
    words = [m.text for m in innocent_measures(case, settings)]
    lane, hulls = lane_slow_down(case)
    inside = case.episode.leg.waves[case.episode.inside]
    if not hulls and np.isfinite(inside).any():
        words.append(
            f"waves cost about {100 * (1 - math.exp(float(np.nanmedian(inside)))):.0f} % of speed "
            "by the weather file, which is taken out; too few ships around to tell ice or traffic"
        )
    elif not hulls:
        words.append(
            "too few ships around to tell weather, ice or traffic from the ship's own loss"
        )
    elif lane > 0.02 and not any("share" in w for w in words):
        words.append("neighbours slowed a little as well: weather, ice or traffic")
    if case.stop is not None and 10 <= case.stop.minutes < 40:
        words.append("a stop under 40 min may be a pilot, a boat transfer or a small repair")
    if case.onset is not None and math.isfinite(case.onset.minutes) and case.onset.minutes > 10:
        words.append("a long ramp is typical of an ordered slow-down (just-in-time arrival, fuel)")
    elif case.onset is not None and math.isfinite(case.onset.minutes) and case.onset.minutes < 3:
        words.append("a sudden step is typical of an engine order, or of smoothed data")
    if not case.episode.closed and not any("ends" in w for w in words):
        words.append("the record ends while the ship is still slow: it may be arriving")
    if case.episode.reference == "norm":
        words.append("never seen faster: slow steaming, a weak or loaded ship")
    near = case.end_place
    if near is not None and reach <= near.edge_km < 3 * reach:
        words.append(f"{near.edge_km:.0f} km from {near.words}")
    words.append("engine trouble or an order to slow down cannot be told apart by speed alone")
    return tuple(dict.fromkeys(words))
