"""Whose a time is, in a sentence that speaks of several assets: each has its own, or all one.

"Estlink 1 failed at 23:30 on Sunday and Estlink 2 at 02:10 on Monday": every time belongs to
the assets before it up to the time before; where the sentence begins with a time, to those
behind it.  An asset that is told no time has none.
"""

from __future__ import annotations

from collections.abc import Sequence

from .clocks import find_clocks
from .dates import DateFound
from .gathered import Event, Part
from .lexicon import lexicon
from .sentences import Sentence
from .telling import times_told

__all__ = ["own_dates", "own_places", "places_of"]

Place = tuple[int, int]


def own_places(assets: Sequence[int], times: Sequence[int], length: int) -> dict[int, list[Place]]:
    """Return for each asset the places of a sentence in which its times stand.

    Parameters
    ----------
    assets, times
        Offsets of both in the sentence, in order.
    length
        Of the sentence.

    Examples
    --------
    >>> own_places([0, 50], [20, 70], 90)
    {0: [(0, 50)], 50: [(50, 90)]}
    >>> own_places([10, 60], [0, 50], 90)
    {10: [(0, 50)], 60: [(50, 90)]}
    >>> own_places([0, 9, 50], [20], 90)
    {0: [(0, 50)], 9: [(0, 50)], 50: []}
    """
    if not assets or not times:
        return {a: [(0, length)] for a in assets}
    if times[0] < assets[0]:
        return _behind(assets, times, length)
    found: dict[int, list[Place]] = {}
    begin, group = 0, list[int]()
    for place, asset in enumerate(assets):
        group.append(asset)
        until = assets[place + 1] if place + 1 < len(assets) else length
        here = [t for t in times if asset <= t < until]
        if len(group) > 1 and len(here) > 1:
            found |= _in_order(group, here)
        elif here:
            found |= {a: [(begin, until)] for a in group}
        if here:
            begin, group = until, []
    return found | {a: [] for a in group}


def _in_order(assets: Sequence[int], times: Sequence[int]) -> dict[int, list[Place]]:
    """Return "A and B failed at 04:10 and 05:20" each with its own; none where they differ."""
    if len(assets) != len(times):
        return {a: [] for a in assets}
    return {a: [(t, t + 1)] for a, t in zip(assets, times, strict=True)}


def _behind(assets: Sequence[int], times: Sequence[int], length: int) -> dict[int, list[Place]]:
    """Return the places where each time stands before its assets."""
    found: dict[int, list[Place]] = {}
    for asset in assets:
        before = [t for t in times if t < asset]
        # "At 04:10 and 05:20 UTC": times with no asset between them stand together.
        begin = before[-1]
        for one in reversed(before[:-1]):
            if any(one < a < begin for a in assets):
                break
            begin = one
        until = next((t for t in times if t > asset), length)
        found[asset] = [(begin, until)]
    return found


def places_of(part: Part, event: Event, sentence: Sentence) -> list[Place] | None:
    """Return where in a sentence the times of one asset stand; None: anywhere in it.

    Of an event with several assets a sentence that names none of them tells the time of all,
    unless some have times of their own.
    """
    if len(event.parts) < 2:
        return None
    here = [(p.places[sentence.start], p) for p in event.parts if sentence.start in p.places]
    if not here:
        return [] if any(_has_own(p, event) for p in event.parts) else None
    mine = part.places.get(sentence.start)
    if mine is None:
        return []
    times = [t.place for t in times_told(sentence.text)]
    assets = sorted({at for at, _ in here})
    if len(times) == 1 and lexicon().find("together", sentence.text):
        return None
    return own_places(assets, times, len(sentence.text))[mine]


def own_dates(
    text: str, parts: Sequence[Part], sentence: Sentence, dates: Sequence[DateFound]
) -> dict[int, DateFound]:
    """Return the day of each asset of a sentence that tells several, by the part's identity.

    Parameters
    ----------
    text, parts, sentence
        The sentence, and the assets that it tells of.
    dates
        Days of damage in it.
    """
    heads = sorted({p.places[sentence.start] for p in parts if sentence.start in p.places})
    if len(heads) < 2 or len({d.first for d in dates}) < 2:
        return {}
    places = own_places(heads, [d.start for d in dates], len(text))
    found = {}
    for part in parts:
        spans = places.get(part.places.get(sentence.start, -1), [])
        inside = (d for d in dates if any(a <= d.start < b for a, b in spans))
        if own := next(inside, None):
            found[id(part)] = own
    return found


def _has_own(part: Part, event: Event) -> bool:
    """Return whether a sentence with a time speaks of an asset."""
    return any(s.start in part.places and find_clocks(s.text) for s in event.sentences)
