"""Which event told before a damaged asset belongs to: the same, one counted, one tied to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from .gathered import Event, Part, fits, is_umbrella_of, kind_group, overlap, sure_part
from .lexicon import lexicon
from .mentions import Mention
from .reading import Reading
from .sentences import Sentence

__all__ = ["TOGETHER_DAYS", "in_hand", "joining", "matching", "under_umbrella"]


def matching(
    part: Part,
    mention: Mention,
    days: tuple[date, date] | None,
    recalled: bool,
    separate: bool,
    state: Reading,
) -> Event | None:
    """Return the event that tells of this asset already, with what is new added to it."""
    recent = sorted(state.events[-12:], key=lambda e: e is state.focus)
    for event in reversed(recent):
        # "The cables" of the same paragraph go on about the case in hand, old or new.
        goes_on = event is state.focus and mention.is_definite and days is None
        goes_on = goes_on and not (mention.ids and any(p.said.ids for p in event.parts))
        goes_on = goes_on and (not mention.ids or state.paragraph == state.focus_paragraph)
        if not (_is_as_old(event, days, recalled, state) or goes_on):
            continue
        is_known_by_then = event.is_found_later and days and event.days and days < event.days
        if not overlap(event.days, days) and not is_known_by_then:
            continue
        if separate and not mention.ids and not event.is_title_only:
            continue
        for known in event.parts:
            if not is_umbrella_of(known, part) and fits(part, known, mention):
                names_given = known.said.ids
                known.said = known.said.joined(sure_part(part.said, known.said))
                known.count = max(known.count, part.count) if part.count else known.count
                known.ask(state.gazetteer)
                known.places |= part.places
                is_named = bool(part.said.ids) and not names_given
                if known.sentences[0].is_title or is_named:
                    known.words, known.damage = part.words, part.damage
                    known.sentences.insert(0, part.sentences[0])
                else:
                    known.sentences.append(part.sentences[0])
                return event
    return None


def _is_as_old(
    event: Event, days: tuple[date, date] | None, recalled: bool, state: Reading
) -> bool:
    """Return whether a case without a day may be this one: of now, or an old one if all are.

    A court's ruling is on an old case, of which the text goes on to tell without its day.
    """
    if event.is_background == recalled:
        return True
    return (
        days is None
        and not event.is_recalled
        and all(e.is_background or e.is_title_only for e in state.events)
    )


#: Breaks of one night and the days around it that a text counts together.
TOGETHER_DAYS = 3


def under_umbrella(
    part: Part, days: tuple[date, date] | None, recalled: bool, separate: bool, state: Reading
) -> Event | None:
    """Return the event that counted this asset beforehand, with the asset added to it."""
    if state.apart:
        return None
    for event in reversed(state.events[-3:]):
        near = event.days is None or days is None or (
            abs((event.days[0] - days[0]).days) <= TOGETHER_DAYS
        )  # fmt: skip
        if not _is_as_old(event, days, recalled, state) or separate or not near:
            continue
        for known in event.parts:
            fits = kind_group(part.said.kind) & kind_group(known.said.kind)
            if is_umbrella_of(known, part) and fits and known.taken < known.count:
                known.taken += 1
                if part.said.kind in ("cable", "pipeline"):
                    part.said = replace(part.said, kind=known.said.kind)
                    part.ask(state.gazetteer)
                event.parts.append(part)
                if days and event.days:
                    event.days = min(event.days[0], days[0]), max(event.days[1], days[1])
                return event
    return None


def joining(
    sentence: Sentence,
    days: tuple[date, date] | None,
    recalled: bool,
    separate: bool,
    state: Reading,
) -> Event | None:
    """Return the event to which another asset belongs, when the text ties them."""
    event = state.focus
    if event is None or event.is_background != recalled or separate or event.is_title_only:
        return None
    if state.apart and sentence.paragraph != state.focus_paragraph:
        return None
    if days is not None and event.days is not None:
        return event if overlap(days, event.days) else None
    if days is not None:
        return None
    tied = lexicon().words["further"].search(sentence.text)
    return event if tied or sentence.paragraph == state.focus_paragraph else None


#: Paragraphs over which "five cables" may mean those of the event in hand.
_NEAR = 6


def in_hand(
    part: Part,
    mention: Mention,
    days: tuple[date, date] | None,
    sentence: Sentence,
    state: Reading,
) -> Event | None:
    """Return the event in hand for an asset of which a text tells nothing of its own.

    "The ship dragged its anchor, cutting five cables": without a name, ends, a place or a day
    of its own it is no second event, and may be said in other words of what was told.
    """
    said = part.said
    has_own = said.ids or said.pairs or said.of_countries or said.towns or said.areas
    if has_own or state.apart or lexicon().find("separate", sentence.text):
        return None
    near = sentence.paragraph - state.focus_paragraph <= 1
    told = [
        e
        for e in state.events[-12:]
        if not e.is_title_only and (not e.is_recalled or (near and e is state.focus))
    ]
    event = state.focus if state.focus in told else next(reversed(told), None)
    if event is None or event.is_denied or not overlap(event.days, days):
        return None
    if sentence.paragraph - state.focus_paragraph > _NEAR:
        return None
    if not any(fits(part, known, mention) for known in event.parts):
        event.parts.append(part)
    return event
