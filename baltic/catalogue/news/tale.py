"""What one sentence tells of damage, and how that stands to what was told before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from .damage import Damage
from .damaged import Damaged
from .damagedays import dates_of_damage
from .dates import DateFound, find_dates
from .gathered import Part, fits, kind_group, length_of, span_of
from .lexicon import lexicon
from .mentions import Mention
from .reading import Reading
from .sentences import Sentence
from .settling import is_old
from .sharing import own_dates

__all__ = ["Tale", "Told", "day_in", "tale_of"]

#: A case in court is seldom older.
_COURT_DAYS = 400
#: "EstLink 2 was cut in 2024".
_YEAR_DAYS = 300
#: Days by which a case told in a clause is older than that which the text reports.
_ASIDE_DAYS = 7
_ASIDE = re.compile(r"\w\W+(?:where|after|since|following|like)\b[^,;:]*$", re.IGNORECASE)
#: "Another break of the cable": the cable is known, the break is not.
_ANEW = re.compile(
    r"\b(?:another|a (?:new|second|third|fresh|further))"
    r" (?:break|cut|fault|outage|failure|damage)\b",
    re.IGNORECASE,
)
#: "On 3 May this very cable was cut, too"
_SAME = re.compile(
    r"\b(?:this|the|that) (?:very same|very|same|selfsame) (?:[\w-]+ )?", re.IGNORECASE
)

#: Assets of a sentence, each with what it says of it.
Told = Sequence[tuple[Mention, Part]]


@dataclass(frozen=True)
class Tale:
    """What a sentence tells of damage.

    Attributes
    ----------
    when, days
        The date of the damage, and its days.
    is_recalled, is_told_before
        An earlier case, by its day or by the words that it is told in; by those words.
    is_separate
        A case of its own, whatever was told before.
    own_days
        Days of the single assets of a sentence that tells several, by the part's identity.
    """

    sentence: Sentence
    damage: Damage | None
    when: DateFound | None
    is_recalled: bool = False
    is_told_before: bool = False
    is_separate: bool = False
    own_days: dict[int, DateFound] = field(default_factory=dict)

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day of the damage, where they are told."""
        return span_of(self.when)

    @property
    def is_found_later(self) -> bool:
        """Whether the damage was found on that day, and may be older."""
        return bool(lexicon().find("discovery", self.sentence.text))


def tale_of(sentence: Sentence, told: Told, damaged: Damaged, state: Reading) -> Tale:
    """Return what a sentence tells of damage to some assets.

    Parameters
    ----------
    sentence, told
        The sentence, and the assets.
    damaged
        The words of damage, and when.
    state
        What is known before it.
    """
    text, when = sentence.text, damaged.when
    is_anew = bool(_ANEW.search(text) and state.events and not sentence.is_title)
    if is_anew:
        when = when or day_in(text, state)
        for mention, part in told:
            _give_asset(mention, part, state)
    if state.is_history:
        # "On 31 December 2025 a ship was seized over damage to it": a case of that day.
        when = when or day_in(text, state)
    told_before = _is_told_before(sentence, told, when, state)
    is_recalled = told_before or _is_of_a_year(when) or is_old(span_of(when), state.written())
    if is_recalled and not told_before and _is_of_the_news(told, when, state):
        is_recalled = False
    if is_recalled and _SAME.search(text) and state.events:
        for mention, part in told:
            _give_asset(mention, part, state)
    is_separate = bool(lexicon().find("separate", text)) or sentence.is_item or is_anew
    dates = dates_of_damage(text, state.article, state.by) if len(told) > 1 else []
    own_days = own_dates(text, [part for _, part in told], sentence, dates)
    return Tale(sentence, damaged.damage, when, is_recalled, told_before, is_separate, own_days)


def _is_of_a_year(when: DateFound | None) -> bool:
    """Return whether all that a text tells of a day is its year: no news is told like that."""
    days = span_of(when)
    return days is not None and length_of(days) >= _YEAR_DAYS


def _is_told_before(sentence: Sentence, told: Told, when: DateFound | None, state: Reading) -> bool:
    """Return whether a sentence brings up an earlier case by the words that it is told in."""
    words, text = lexicon(), sentence.text
    is_dated = when is not None and when.is_exact and not is_old(span_of(when), state.written())
    is_known = bool(words.find("background", text)) or (
        bool(words.find("reported_before", text)) and not is_dated
    )
    return (
        state.is_elsewhere
        or state.is_history
        or (is_known and any(not e.is_title_only for e in state.events))
        or (bool(words.find("recall", text)) and not sentence.is_title)
        or _is_in_a_clause(text, told, when, state)
    )


def _is_in_a_clause(text: str, told: Told, when: DateFound | None, state: Reading) -> bool:
    """Return whether a clause brings up an older case: "near where a pipe broke in May"."""
    days = span_of(when)
    before = text[: min(m.start for m, _ in told)] if told else ""
    if days is None or not _ASIDE.search(before):
        return False
    return any(
        e.days and not e.is_background and (e.days[0] - days[1]).days >= _ASIDE_DAYS
        for e in state.events
    )


def _is_of_the_news(told: Told, when: DateFound | None, state: Reading) -> bool:
    """Return whether an old day is that of a case told as news: "charged with cutting ..."."""
    days, written = span_of(when), state.written()
    if days is None or (written and (written - days[1]).days > _COURT_DAYS):
        return False
    return any(
        fits(part, known, mention)
        for event in state.events
        if event.days is None and not event.is_background
        for known in event.parts
        for mention, part in told
    )


def _give_asset(mention: Mention, part: Part, state: Reading) -> None:
    """Give "the cable" what is known of the only asset of the event in hand."""
    event = state.focus or state.events[-1]
    if not mention.is_definite or part.resolved or len(event.parts) != 1:
        return
    known = event.parts[0].said
    if kind_group(part.said.kind) & kind_group(known.kind):
        part.said = part.said.joined(known)
        part.ask(state.gazetteer)


def day_in(text: str, state: Reading) -> DateFound | None:
    """Return the first day that a sentence tells, of whatever it is."""
    found = find_dates(text, state.article, state.by)
    return next((d for d in found if d.first and d.is_exact), None)
