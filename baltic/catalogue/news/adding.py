"""Damage that a sentence tells of: added to an event told before, or the begin of one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from .dates import DateFound, find_dates, number_of
from .gathered import Event, Part, fits, length_of, overlap, span_of
from .joining import TOGETHER_DAYS, in_hand, joining, matching, under_umbrella
from .mentions import Mention
from .reading import Reading
from .sentences import Sentence
from .tale import Tale, Told

__all__ = ["add_aside", "add_damage"]

#: "Arelion said its own cable": none of those counted before.
_OWN = re.compile(r"\bown\b", re.I)


def add_damage(told: Told, tale: Tale, state: Reading) -> None:
    """Add the damage that a sentence tells of to an event, or begin one.

    Parameters
    ----------
    told, tale
        The assets; what is told of them.
    state
        What is known before it; its events grow.
    """
    here: Event | None = None
    for mention, part in told:
        if here and mention.is_definite and _is_said(part, here):
            # "a link that failed, says Telia, which runs the cable"
            continue
        part.damage = tale.damage.word[0] if tale.damage else None
        here = _event_of(part, mention, here, tale, state)
        if not (here.sentences or tale.is_separate or tale.is_recalled):
            _take_over(here, state)
        here.add(tale.sentence)
        here.is_title_only = here.is_title_only and tale.sentence.is_title
        _note(tale, here)
        _date_part(part, here, tale)
    if here:
        state.give_earlier(here)
    state.spoken = None
    state.focus, state.focus_paragraph = here, tale.sentence.paragraph


def _take_over(event: Event, state: Reading) -> None:
    """Give a new case what its paragraph told before it, where that begins with another day.

    "File 2. Kattegat, 7 March 2026. A trawler came fast. Then the cable was cut.": the trawler
    is not of file 1, with which the text was until here.
    """
    known = state.focus
    before = [s for s in state.here[:-1] if not s.is_title]
    if known is None or known is event or not _begin_anew(before, known, state):
        return
    for sentence in before:
        known.drop(sentence)
        event.add(sentence)


def _begin_anew(told: list[Sentence], known: Event, state: Reading) -> bool:
    """Return whether sentences begin a case of their own, after one known before."""
    starts = {s.start for s in told}
    of_known = {s.start for p in known.parts for s in p.sentences}
    of_known |= {s.start for s in (known.when_sentence, known.denial) if s}
    if starts & of_known or (known.damage and known.damage[1].start in starts):
        return False
    days = [
        (d.first, d.last)
        for s in told for d in find_dates(s.text, state.article, state.by)
        if d.first and d.last and d.is_exact
    ]  # fmt: skip
    return any(known.days is None or not overlap(known.days, span) for span in days)


def _event_of(
    part: Part, mention: Mention, here: Event | None, tale: Tale, state: Reading
) -> Event:
    """Return the event of an asset: told before, that of the sentence, or a new one."""
    event = matching(part, mention, tale, state)
    if event is None and not (_OWN.search(part.words) and mention.is_further):
        event = under_umbrella(part, tale, state)
    if event is not None:
        return event
    if here is not None and here.is_background == tale.is_recalled:
        here.parts.append(part)
        return here
    if (event := joining(tale, state)) is not None:
        event.parts.append(part)
        return event
    if not tale.is_recalled and (event := in_hand(part, mention, tale, state)):
        return event
    is_title = tale.sentence.is_title
    event = Event([part], [], tale.is_recalled, tale.is_told_before, is_title_only=is_title)
    state.events.append(event)
    return event


def _note(tale: Tale, event: Event) -> None:
    """Give an event the day and the word of damage that a sentence tells, where they are better."""
    days = tale.days
    vague = event.days is not None and length_of(event.days) > TOGETHER_DAYS
    narrower = event.days and days and length_of(days) < length_of(event.days)
    is_day = tale.when is not None and tale.when.is_exact
    sooner = event.is_found_later and not tale.is_found_later and is_day
    if days and (event.days is None or (vague and narrower) or sooner):
        event.is_found_later = tale.is_found_later
        event.date_it(tale.when, tale.sentence)
    if tale.damage and (event.damage is None or event.damage[1].is_title):
        event.damage = (tale.damage.word[0], tale.sentence)


def _date_part(part: Part, event: Event, tale: Tale) -> None:
    """Give an asset its day: its own in a sentence that tells several, else that of the event."""
    own = tale.own_days.get(id(part), tale.when)
    if own and tale.days and part.when is None:
        part.when, part.when_sentence = own, tale.sentence
    if id(part) in tale.own_days:
        _date_own(part, event, own, tale.sentence)


def _date_own(part: Part, event: Event, when: DateFound | None, sentence: Sentence) -> None:
    """Give an asset of a sentence that tells several their days its own, and the event both."""
    days = span_of(when)
    at = part.places.get(sentence.start)
    known = next((p for p in event.parts if p.places.get(sentence.start) == at), part)
    if days is None or event.days is None:
        return
    if abs((event.days[0] - days[0]).days) <= TOGETHER_DAYS:
        known.when, known.when_sentence = when, sentence
        event.days = min(event.days[0], days[0]), max(event.days[1], days[1])


def _is_said(part: Part, event: Event) -> bool:
    """Return whether an asset of an event is described no otherwise."""
    same = part.resolved.keys()
    return bool(same) and any(p.resolved.keys() == same for p in event.parts)


def add_aside(sentence: Sentence, told: Told, when: DateFound | None, state: Reading) -> None:
    """Note a case that a sentence only compares its own with, if it is not told yet.

    Parameters
    ----------
    sentence, told, when
        The sentence, the assets of that case, and the date in it.
    state
        What is known before it; its events grow.
    """
    parts = [
        part
        for mention, part in told
        if not any(fits(part, known, mention) for e in state.events for known in e.parts)
    ]
    if parts:
        event = Event(parts, [sentence], is_background=True, is_recalled=True)
        if then := _day_beside(sentence.text, when):
            event.date_it(then, sentence)
        state.events.append(event)


_STEP = re.compile(
    r"\b(?:(?P<n>an?|one|two|three|four|five|six|seven|\d{1,2}) )?"
    r"(?P<unit>hour|day|week|month)s? (?P<way>before|after)\b",
    re.IGNORECASE,
)


def _day_beside(text: str, when: DateFound | None) -> DateFound | None:
    """Return the day of a case that another one came "a day before"; none for "days before"."""
    step = _STEP.search(text)
    if when is None or step is None or step["unit"].casefold() == "hour":
        return when
    count = number_of(step["n"]) if step["n"] else None
    if count is None or when.first is None or when.last is None:
        return None
    if step["unit"].casefold() == "month" or when.first != when.last:
        # "In November, a day before": of that month, but for a day.
        return when if step["unit"].casefold() == "day" else None
    days = count * (7 if step["unit"].casefold() == "week" else 1)
    move = timedelta(days=days if step["way"].casefold() == "before" else -days)
    return replace(when, first=when.first + move, last=when.last + move)
