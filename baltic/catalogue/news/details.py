"""What the sentences of one event say: kind, cause, law."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from .atlarge import is_heading, speaks_of_others
from .fields import UNKNOWN, FieldRead
from .gathered import Event, kind_group
from .lexicon import lexicon
from .roles import ShipOf
from .speakers import speaker_of
from .statements import find_cause

__all__ = ["cause_of", "is_scenery", "kind_of", "legal_of"]

_LEGAL_CHARS = 600


def kind_of(event: Event) -> FieldRead:
    """Return telecom, power, gas, oil, or ``multiple``."""
    kinds = {p.said.kind for p in event.parts}
    plain = kinds & {"telecom", "power", "gas", "oil"}
    sentences = tuple(p.sentences[0] for p in event.parts)
    told = [kind_group(kind) for kind in kinds if kind]
    # A cable, of power or data, beside a gas pipeline: no one kind is that of both.
    if told and not set.intersection(*told):
        return FieldRead("kind", "multiple", sentences)
    if plain:
        chosen = next(p for p in event.parts if p.said.kind in plain)
        return FieldRead("kind", plain.pop(), tuple(chosen.sentences[:2]))
    return FieldRead("kind")


#: What a ship may have done beside an asset that is whole.
_DONE_BY_SHIPS = frozenset(["anchor", "construction", "fishing"])


def is_scenery(cause: str | None, by: str | None, event: Event) -> bool:
    """Return whether a text only tells what was done beside an asset that has no damage.

    Parameters
    ----------
    cause, by
        Label of the cause, and who names it.
    event
        That it is told of.
    """
    return event.is_denied and by is None and cause in _DONE_BY_SHIPS


def cause_of(event: Event) -> FieldRead:
    """Return the first cause told of this event: label and words."""
    for sentence in event.own:
        if speaks_of_others(sentence) or is_heading(sentence):
            continue
        if lexicon().words["unknown_cause"].search(sentence.text):
            continue
        found = find_cause(sentence.text)
        if found and not is_scenery(found[0], speaker_of(sentence.text), event):
            return FieldRead("cause_claimed", found[1], (sentence,))
    for sentence in event.sentences:
        if lexicon().words["unknown_cause"].search(sentence.text):
            return FieldRead("cause_claimed", UNKNOWN, (sentence,))
    return FieldRead("cause_claimed")


_PAST = re.compile(r"\bhad (?:\w+ )?\w{0,3}$", re.I)


#: "China called for an objective investigation": none is told of.
_CALLED_FOR = re.compile(
    r"\b(?:(?:call|appeal|push|press|ask)\w* for|demand\w*|urg\w+)"
    r" (?:an? |the )?(?:[\w-]+ ){0,3}$",
    re.IGNORECASE,
)


def _legal_word(text: str) -> re.Match[str] | None:
    """Return the first word of what the law does in a sentence, not of what is asked of it."""
    found = lexicon().words["legal_strong"].finditer(text)
    return next((m for m in found if not _CALLED_FOR.search(text[: m.start()])), None)


def legal_of(event: Event, ships: Iterable[ShipOf] = ()) -> FieldRead:
    """Return the last sentence that tells of an inquiry, an arrest or a court.

    What "had been" done before comes last: the news is what was done since.  So does what was
    done with a ship that was let go, where another one was not.

    Parameters
    ----------
    event, ships
        The event, and its ships as :func:`ships_of` returns them.
    """
    free = {s.start for ship in ships if ship.is_free for s in ship.where}
    free -= {s.start for ship in ships if not ship.is_free for s in ship.where}
    told = [
        (s.start in free or bool(_PAST.search(s.text[: m.start() + 4])), s)
        for s in reversed(event.sentences)
        if (m := _legal_word(s.text)) and not speaks_of_others(s)
    ]
    told.sort(key=lambda x: x[0])
    if told:
        sentence = told[0][1]
        text: Any = " ".join(sentence.text.split())[:_LEGAL_CHARS]
        return FieldRead("legal_status", text, (sentence,))
    return FieldRead("legal_status")
