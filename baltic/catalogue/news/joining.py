"""Which event told before a damaged asset belongs to: the same, one counted, one tied to it."""

from __future__ import annotations

from dataclasses import replace

from .gathered import Event, Part, fits, has_own, is_umbrella_of, kind_group, overlap, sure_part
from .lexicon import lexicon
from .mentions import Mention
from .reading import Reading
from .tale import Tale

__all__ = ["TOGETHER_DAYS", "in_hand", "joining", "matching", "under_umbrella"]


def matching(part: Part, mention: Mention, tale: Tale, state: Reading) -> Event | None:
    """Return the event that tells of this asset already, with what is new added to it.

    Parameters
    ----------
    part, mention
        The asset.
    tale, state
        What is told of it; what is known before.
    """
    recent = sorted(state.events[-12:], key=lambda e: e is state.focus)
    for event in reversed(recent):
        if not _may_be_of(event, mention, tale, state):
            continue
        for known in event.parts:
            if not is_umbrella_of(known, part) and fits(part, known, mention):
                _join(known, part, state)
                return event
    return None


def _may_be_of(event: Event, mention: Mention, tale: Tale, state: Reading) -> bool:
    """Return whether what is told of an asset may be of an event, by its time and its words."""
    if not (_is_as_old(event, tale, state) or _goes_on(event, mention, tale, state)):
        return False
    days = tale.days
    is_known_by_then = event.is_found_later and days and event.days and days < event.days
    if not overlap(event.days, days) and not is_known_by_then:
        return False
    return not tale.is_separate or bool(mention.ids) or event.is_title_only


def _goes_on(event: Event, mention: Mention, tale: Tale, state: Reading) -> bool:
    """Return whether "the cables" of the same paragraph are of the case in hand, old or new."""
    if event is not state.focus or not mention.is_definite or tale.days is not None:
        return False
    if not mention.ids:
        return True
    is_named = any(p.said.ids for p in event.parts)
    return not is_named and state.paragraph == state.focus_paragraph


def _join(known: Part, part: Part, state: Reading) -> None:
    """Add what a sentence says of an asset to what was told of it."""
    is_named = bool(part.said.ids) and not known.said.ids
    known.said = known.said.joined(sure_part(part.said, known.said))
    known.count = max(known.count, part.count) if part.count else known.count
    known.ask(state.gazetteer)
    known.places |= part.places
    if known.sentences[0].is_title or is_named:
        known.words, known.damage = part.words, part.damage
        known.sentences.insert(0, part.sentences[0])
    else:
        known.sentences.append(part.sentences[0])


def _is_as_old(event: Event, tale: Tale, state: Reading) -> bool:
    """Return whether a case without a day may be this one: of now, or an old one if all are.

    A court's ruling is on an old case, of which the text goes on to tell without its day.
    """
    if event.is_background == tale.is_recalled:
        return True
    return (
        tale.days is None
        and not event.is_recalled
        and all(e.is_background or e.is_title_only for e in state.events)
    )


#: Breaks of one night and the days around it that one sentence tells together.
TOGETHER_DAYS = 3
#: Of those that a text counted beforehand, what breaks on a day of its own is a case of its own.
_COUNTED_DAYS = 1


def under_umbrella(part: Part, tale: Tale, state: Reading) -> Event | None:
    """Return the event that counted this asset beforehand, with the asset added to it.

    Parameters
    ----------
    part
        The asset.
    tale, state
        What is told of it; what is known before.
    """
    if state.apart or tale.is_separate:
        return None
    for event in reversed(state.events[-3:]):
        if not _is_as_old(event, tale, state) or not _is_of_those_days(event, tale):
            continue
        for known in event.parts:
            alike = kind_group(part.said.kind) & kind_group(known.said.kind)
            if is_umbrella_of(known, part) and alike and known.taken < known.count:
                _count(part, known, state)
                event.parts.append(part)
                if tale.days and event.days:
                    first, last = zip(event.days, tale.days, strict=True)
                    event.days = min(first), max(last)
                return event
    return None


def _is_of_those_days(event: Event, tale: Tale) -> bool:
    if event.days is None or tale.days is None:
        return True
    return abs((event.days[0] - tale.days[0]).days) <= _COUNTED_DAYS


def _count(part: Part, known: Part, state: Reading) -> None:
    """Count an asset as one of "two cables", of whose kind it is."""
    known.taken += 1
    if part.said.kind in ("cable", "pipeline"):
        part.said = replace(part.said, kind=known.said.kind)
        part.ask(state.gazetteer)


def joining(tale: Tale, state: Reading) -> Event | None:
    """Return the event to which another asset belongs, when the text ties them.

    Parameters
    ----------
    tale, state
        What is told of it; what is known before.
    """
    event, sentence = state.focus, tale.sentence
    if event is None or event.is_background != tale.is_recalled:
        return None
    if tale.is_separate or event.is_title_only:
        return None
    if state.apart and sentence.paragraph != state.focus_paragraph:
        return None
    if tale.days is not None:
        return event if event.days is not None and overlap(tale.days, event.days) else None
    tied = lexicon().find("further", sentence.text)
    return event if tied or sentence.paragraph == state.focus_paragraph else None


#: Paragraphs over which "five cables" may mean those of the event in hand.
_NEAR = 6


def in_hand(part: Part, mention: Mention, tale: Tale, state: Reading) -> Event | None:
    """Return the event in hand for an asset of which a text tells nothing of its own.

    "The ship dragged its anchor, cutting five cables": without a name, ends, a place or a day
    of its own it is no second event, and may be said in other words of what was told.
    """
    if state.apart or has_own(part) or lexicon().find("separate", tale.sentence.text):
        return None
    far = tale.sentence.paragraph - state.focus_paragraph
    told = [
        e
        for e in state.events[-12:]
        if not e.is_title_only and (not e.is_recalled or (far <= 1 and e is state.focus))
    ]
    event = state.focus if state.focus in told else next(reversed(told), None)
    if event is None or event.is_denied or not overlap(event.days, tale.days) or far > _NEAR:
        return None
    if not any(fits(part, known, mention) for known in event.parts):
        event.parts.append(part)
    return event
