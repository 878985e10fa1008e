"""Each of several outages looked at alone: who could be behind that one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .exclusion_reasons import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ..settings import Settings
    from .windows import Outage

__all__ = ["each_alone", "loose_notes", "one_by_one"]

_SHOWN = 5
_LEADS = 0.5


def each_alone(
    outages: Sequence[Outage],
    mmsi: NDArray[np.int64],
    alone: NDArray[np.float64],
    together: NDArray[np.float64],
    names: Mapping[int, Mapping[str, Any]],
    aside: Mapping[int, int] | None = None,
) -> tuple[dict[str, Any], ...]:
    """Return one dict each outage: ``name``, and ``explanations`` of it when looked at alone.

    An explanation has ``kind``, ``mmsi``, ``name``, ``posterior`` and ``posterior_together``
    (that the ship is behind this outage, given all of them; None for what is no ship): the five
    likeliest ships, then ``dark`` and ``none``.  ``ships_set_aside`` counts those that fit this
    outage and are not ranked for the incident, as it is loosely dated and they fit none of known
    time.

    Parameters
    ----------
    mmsi
        Of all ships that fit any outage.
    alone, together
        From :meth:`Model.alone` and :meth:`Model.together`.
    names
        From :func:`names_of`.
    aside
        Ships set aside by number of the outage, from :func:`~.exclusion.count_aside`.
    """
    return tuple(
        {
            "name": o.name,
            "explanations": _explanations(mmsi, alone[:, o.number], together[:, o.number], names),
            "ships_set_aside": (aside or {}).get(o.number, 0),
        }
        for o in outages
    )


def loose_notes(
    outages: Sequence[Outage], aside: Mapping[int, int], settings: Settings
) -> list[str]:
    """Return what a loosely dated outage beside those of known time does not rank.

    Parameters
    ----------
    aside
        As for :func:`each_alone`.
    """
    limit = settings.attribution.loose_window_h
    notes = []
    for o in outages:
        if ships := aside.get(o.number, 0):
            hours = (o.latest_s - o.earliest_s) / 3600
            many = ships > 1
            fit = f"{ships} more ships fit" if many else "one more ship fits"
            notes.append(
                f"{o.name}: its window of {hours:.0f} h is longer than {limit:g} h, so that "
                f"beside outages of known time it ranks no ship by itself: {fit} it and none of "
                f"those; {'they are' if many else 'it is'} excluded for those, not ranked for the "
                "incident as a whole, and told apart, with the chance of each"
            )
    return notes


def _explanations(
    mmsi: NDArray[np.int64],
    p: NDArray[np.float64],
    together: NDArray[np.float64],
    names: Mapping[int, Mapping[str, Any]],
) -> list[dict[str, Any]]:
    best = np.argsort(-p[:-2], kind="stable")[:_SHOWN]
    rows: list[tuple[str, int | None, Any, Any, Any]] = [
        ("vessel", int(mmsi[i]), names[int(mmsi[i])]["name"], p[i], together[i])
        for i in best
        if p[i] > 0
    ]
    rows += [("dark", None, None, p[-2], None), ("none", None, None, p[-1], None)]
    return [
        {
            "kind": kind,
            "mmsi": ship,
            "name": name,
            "posterior": round(float(share), 12),
            "posterior_together": None if both is None else round(float(both), 12),
        }
        for kind, ship, name, share, both in rows
    ]


def one_by_one(
    each: Sequence[Mapping[str, Any]], among: Collection[int | None] | None = None
) -> str:
    """Return a sentence where different ships fit single outages best; else nothing.

    Parameters
    ----------
    each
        From :func:`each_alone`.
    among
        Ships that count; without it all of them.

    Examples
    --------
    >>> def by(ship, p):
    ...     return [{"kind": "vessel", "mmsi": 1, "name": ship, "posterior": p}]
    >>> one_by_one([{"name": "A", "explanations": by("Asta", 0.9)},
    ...     {"name": "B", "explanations": by("Berta", 0.8)}])
    'looked at one by one, Asta fits A and Berta fits B: two ships may each be behind one'
    >>> one_by_one([{"name": "A", "explanations": by("Asta", 0.9)}])
    ''
    """
    fits: dict[Any, list[str]] = {}
    for row in each:
        first = row["explanations"][0]
        counts = first["kind"] == "vessel" and (among is None or first["mmsi"] in among)
        if counts and first["posterior"] > _LEADS:
            ship = first["name"] or f"MMSI {first['mmsi']}"
            fits.setdefault((first["mmsi"], ship), []).append(row["name"])
    if len(fits) < 2:
        return ""
    told = [f"{ship} fits {listed(windows)}" for (_, ship), windows in fits.items()]
    few = len(told) == 2 and len(each) == 2
    what = "two ships may each be behind one" if few else "several ships may each be behind some"
    return f"looked at one by one, {listed(told)}: {what}"
