"""What an attribution comes to, in one word and one sentence; never a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .coverage import few_places, seldom_heard
from .each_outage import one_by_one
from .exclusion_reasons import listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ..records import Hypothesis
    from .windows import Outage

__all__ = ["clock_note", "finding"]

_LEADS = 0.5
_SHOWN = 3
_UNSAID = ", so that nothing is said about ships"
_HOUR_S = 3600.0
#: Local times around the Baltic are one to three hours ahead of UTC.
_ZONES_H = (1, 2, 3, -1, -2, -3)


def finding(
    outages: Sequence[Outage],
    hypotheses: Sequence[Hypothesis],
    coverage: dict[str, Any],
    *,
    crossed: bool,
    each: Sequence[Mapping[str, Any]] = (),
    aside: Mapping[int, int] | None = None,
) -> dict[str, str]:
    """Return ``code``, ``text`` and ``all_of_it`` of the result.

    ``all_of_it`` says how many ships could be behind all of several outages; it is part of the
    text too.  ``code`` is ``not_covered`` (the AIS shows nothing of window or place), ``nobody``
    (no ship in this AIS could have done it), ``one_leads`` (one ship is likelier than all
    other explanations together) or ``open``.

    Parameters
    ----------
    crossed
        Whether any ship crossed any of the failed assets at any time in this AIS.
    each
        The outages looked at alone, from :func:`each_alone`.
    aside
        Ships that fit a loosely dated outage and none of known time, by its number.
    """
    ships = [h for h in hypotheses if h.kind == "vessel"]
    if coverage["share"] == 0:
        text = "not covered: this AIS shows nothing of a failed asset in its window"
        if ships:
            text += "; what ships are ranked by is only where they were before and after"
        else:
            text += f"; {_loose_only(outages, aside)}" if aside else _UNSAID
        return _told("not_covered", text, coverage)
    if not ships and aside:
        return _told("open", _loose_only(outages, aside), coverage)
    if not ships:
        # A ship whose anchor cannot reach the bottom did cross.
        text = (
            "nobody in this AIS could have done it: no passage of the failed assets fits window, "
            "place and depth"
        )
        if not crossed:
            names = " or ".join(dict.fromkeys(t.name for o in outages for t in o.targets))
            text += f"; at no time does it show a crossing of {names}"
        if not coverage["covered"]:
            text += "; as they are not covered in full, that is no statement about ships"
        return _told("nobody", text, coverage)
    together, apart = _all_of_it(outages, ships), one_by_one(each)
    # Two ships that share what both explain have about one half each: none of them leads.
    rivals = one_by_one(each, {ship.mmsi for ship in ships})
    if ships[0].posterior < _LEADS or (rivals and _passed(ships[0]) < len(outages)):
        code, text = "open", "no single vessel is more likely than all other explanations together"
    else:
        code = "one_leads"
        text = _lead(outages, ships[0])
    return _told(code, text, coverage, together, apart)


def _loose_only(outages: Sequence[Outage], aside: Mapping[int, int]) -> str:
    """Return that ships fit loosely dated outages and none those of known time."""
    known = [o.name for o in outages if o.number not in aside]
    fit = [
        f"{n} {'ship fits' if n == 1 else 'ships fit'} {outages[k].name}"
        for k, n in sorted(aside.items())
    ]
    return (
        f"no passage in this AIS fits window, place and depth of {listed(known)}; {listed(fit)}, "
        "known to a window of days only, and none is ranked for the incident as a whole"
    )


def clock_note(outages: Sequence[Outage], passages: pd.DataFrame) -> list[str]:
    """Return a sentence where no ship fits, yet some would if a clock ran in local time.

    Windows longer than an hour fit some ship at any shift and say nothing of clocks.

    Parameters
    ----------
    passages
        All passages; where one is possible there is nothing to say.
    """
    if passages["possible"].any():
        return []
    notes = []
    crossed = passages[passages["how"] == "crossing"]
    for outage in outages:
        if outage.latest_s - outage.earliest_s > _HOUR_S:
            continue
        mine = crossed[crossed["outage"] == outage.number]
        for hours in _ZONES_H:
            t = mine["t_s"] + mine["lag_s"] - hours * _HOUR_S
            sd = (outage.reading_sd_s**2 + mine["t_sd_s"] ** 2 + mine["lag_sd_s"] ** 2) ** 0.5
            near = (t >= outage.earliest_s - 2 * sd) & (t <= outage.latest_s + 2 * sd)
            ships = mine.loc[near, "mmsi"].nunique()
            if ships:
                side = "later" if hours > 0 else "earlier"
                notes.append(
                    f"{ships} of the excluded crossed {outage.name} {abs(hours)} h {side} "
                    "than the outage: check that the times of outage and AIS are both UTC, none "
                    "in local time"
                )
    return notes


def _lead(outages: Sequence[Outage], ship: Hypothesis) -> str:
    """Return the sentence on a vessel that leads, and on how little of it was heard."""
    text = "one vessel fits better than all other explanations together"
    seen = {c["window"] for c in ship.crossings if c["how"] in ("crossing", "near")}
    if not seen:
        return f"{text}, though it was not heard at any failed asset: evidence, not a verdict"
    if len(seen) < len(outages):
        text += f", though it was heard at {len(seen)} of {len(outages)} failures only"
    return f"{text}: evidence, not a verdict"


def _passed(ship: Hypothesis) -> int:
    """Return in how many windows a ship may have passed what failed."""
    return len({c["window"] for c in ship.crossings})


def _told(
    code: str, text: str, coverage: dict[str, Any], together: str = "", apart: str = ""
) -> dict[str, str]:
    text += "".join(f"; {more}" for more in (together, apart) if more)
    return {"code": code, "text": text + _missing(coverage), "all_of_it": together}


def _all_of_it(outages: Sequence[Outage], ships: Sequence[Hypothesis]) -> str:
    """Return how many ships could have passed all failed assets in their windows."""
    if len(outages) < 2:
        return ""
    passed = [_passed(ship) for ship in ships]
    names = {tuple(o.window.asset_ids) for o in outages}
    what = "failed assets in their windows" if len(names) == len(outages) else "failures"
    of = f"both {what}" if len(outages) == 2 else f"all {len(outages)} {what}"
    whole = passed.count(len(outages))
    if not whole:
        return f"no ship in this AIS could have passed {of}: {max(passed)} at most"
    ways = "one ship" if whole == 1 else f"{whole} ships"
    return f"{ways} in this AIS could have passed {of}"


def _missing(coverage: dict[str, Any]) -> str:
    """Return which hours and places of the windows have no AIS; empty when none is missing."""
    parts = []
    for row in coverage["windows"]:
        if row["share"] >= 1:
            continue
        told = [f"hours {h.replace('/', ' to ')}" for h in row["window_hours_missing"][:_SHOWN]]
        if row["unheard_places"]:
            told.append(f"places near {few_places(row['unheard_places'])}")
        if seldom := seldom_heard(row):
            told.append(f"more than half of the window near {few_places(seldom)}")
        # Never the name alone: that would say that nothing of it was heard.
        told = told or [f"{100 - int(100 * row['share'])} % of its hours and places"]
        parts.append(f"{row['name']}: {'; '.join(told)}")
    return f" (no AIS of {' | '.join(parts)})" if parts else ""
