"""When each asset of an event failed: by the sentences that tell its time, or its day alone."""

from __future__ import annotations

import bisect
import re
from datetime import date

from .damage import damage_word
from .dates import find_dates, has_impossible_date
from .gathered import Event, Part, span_of
from .lexicon import lexicon
from .moment import Moment, days_window, window_of
from .sentences import Sentence
from .sharing import places_of

__all__ = ["time_of"]

_OF_THE_BREAK = re.compile(
    r"\b(?:(?:put|puts|gave|give) the time|happened|occurred|recorded|registered|logged"
    r"|alarm|drop began|began)\b",
    re.IGNORECASE,
)


def time_of(part: Part, event: Event, written: date | None) -> tuple[Moment, Sentence] | None:
    """Return the window of one asset of an event, and the sentence it was read from.

    Parameters
    ----------
    part, event
        The asset, the event.
    written
        Day of the article, where it is known.

    Returns
    -------
    tuple or None
        None where no day is told, or where nothing failed.
    """
    days, sentence = span_of(part.when), part.when_sentence
    if days is None or sentence is None:
        days, sentence = event.days, event.when_sentence
    if days is None or sentence is None or event.is_denied:
        return None
    found: tuple[Moment, Sentence] | None = None
    others = [s for s in event.sentences if s is not sentence and _may_tell(s, days, written)]
    for told in (sentence, *others):
        window = _window(part, event, told, days, written)
        if window and found is None:
            found = window, told
        elif window and found and (both := found[0].narrowed(window)) != found[0]:
            found = both, told
    beside = _beside(event) if not found and len(event.parts) == 1 else ()
    for told in beside:
        if window := _window(part, event, told, days, written):
            return window, told
    if found:
        return found
    whole = days_window(days)
    return (whole, sentence) if whole else None


#: Sentences before and behind that of the damage which may tell its time and nothing else.
_NEAR = 2
_IT_WAS = re.compile(r"\bclocks?\b|^\W*(?:it|this|that) (?:was|happened)\b", re.IGNORECASE)


def _beside(event: Event) -> list[Sentence]:
    """Return the sentences beside that of the damage which tell its time, and nothing else.

    "The cable fell silent. The clock in Riga stood at 00:21."
    """
    if event.damage is None:
        return []
    damage = event.damage[1]
    at = bisect.bisect_left(event.text, damage.start, key=lambda s: s.start)
    near = event.text[max(0, at - _NEAR) : at + _NEAR + 1]
    return [
        s for s in near
        if s.paragraph == damage.paragraph and s is not damage and not find_dates(s.text, None)
        and _IT_WAS.search(s.text)
    ]  # fmt: skip


def _window(
    part: Part, event: Event, sentence: Sentence, days: tuple[date, date], written: date | None
) -> Moment | None:
    places = places_of(part, event, sentence)
    if places == []:
        return None
    return window_of(days, sentence, written, places, part.zones, event.zone)


def _may_tell(sentence: Sentence, days: tuple[date, date], written: date | None) -> bool:
    """Return whether a sentence can tell when the failure was: it speaks of it, on its day."""
    is_of_it = damage_word(sentence.text) or _OF_THE_BREAK.search(sentence.text)
    if not is_of_it and not lexicon().find("still_whole", sentence.text):
        return False
    if has_impossible_date(sentence.text):
        return False
    told = [(d.first, d.last) for d in find_dates(sentence.text, written)]
    return not any(
        first is None or last is None or first > days[1] or last < days[0] for first, last in told
    )
