"""Persons whom a text names in full once: later by a surname, a label, beside their body."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from .letters import compile_names
from .lexicon import lexicon
from .sentences import Sentence
from .ships import find_ships
from .somebody import ROLES, ends_in_a_name
from .speakers import speaker_of

__all__ = ["is_person", "named_in_full", "with_person"]

_SURNAME = compile_names(r"[A-Z][\w'-]+")
#: What one person may be; not "Baltic Cable", which has two words as well.
_ONE = compile_names(
    r"^(?:(?:[Tt]he|[Ii]ts|[Hh]er|[Hh]is|[Tt]heir|[Oo]ur|[Aa]n?) )?(?:[\w'-]+ ){0,4}?"
    r"(?!(?:the|an?|its|her|his|their|our|of|for|in|at) )[a-z][\w-]+"
    r" (?P<name>[A-Z][\w'-]+(?: (?:de |von |van )?[A-Z][\w'-]+)+)$"
)


def named_in_full(by: str, text: Sequence[Sentence]) -> str:
    """Return a surname with the first name that a text gives it elsewhere; else the same words.

    Examples
    --------
    >>> from baltic.catalogue.news.sentences import split_sentences
    >>> text = split_sentences("The minister, Ann Lee, came. Lee knew. LEE spoke.")
    >>> named_in_full("LEE", text), named_in_full("Fingrid", text)
    ('Ann Lee', 'Fingrid')
    """
    if not _SURNAME.fullmatch(by):
        return by
    surname = by.title() if by.isupper() else by
    full = compile_names(rf"\b[A-Z][a-z][\w'-]* (?:[A-Z][\w'.-]* )?{re.escape(surname)}\b(?!')")
    for sentence in text:
        names = [told[0] for told in full.finditer(sentence.text)]
        ships = [ship.name for ship in find_ships(sentence.text)] if names else []
        for name in names:
            if not any(name in ship or ship in name for ship in ships):
                return name
    return by


def is_person(by: str) -> bool:
    """Return whether words name one person in full, with what they are before it.

    Examples
    --------
    >>> is_person("project manager Ann Lee"), is_person("the Coast Guard")
    (True, False)
    """
    told = _ONE.match(by)
    return bool(told and not lexicon().words["ship_types"].search(by))


#: "The operator, Alma Lines", but "its director, Ann Lee".
_BODY = re.compile(
    r"\b(?:operator|owner|company|firm|line|manager|agency|contractor|charterer)s?$", re.IGNORECASE
)
#: Sentences behind a body's word in which one of its people may be quoted.
_NEAR = 3


def with_person(by: str, sentence: Sentence, text: Sequence[Sentence]) -> str:
    """Return a body with the one of its people whom its paragraph quotes for it next.

    Examples
    --------
    >>> from baltic.catalogue.news.sentences import split_sentences
    >>> text = split_sentences('Elering blames a ship. "It was," says manager Ann Lee.')
    >>> with_person("Elering", text[0], text)
    'manager Ann Lee, Elering'
    """
    head, _, name = by.partition(", ")
    is_named = ends_in_a_name(by) and (is_person(by) or (name and not _BODY.search(head)))
    if is_named or _TITLED.search(by) or _OF_SHIP.search(by):
        return by
    at = bisect.bisect_right(text, sentence.start, key=lambda s: s.start)
    for later in text[at : at + _NEAR]:
        if later.paragraph != sentence.paragraph:
            return by
        speaker = speaker_of(later.text)
        if speaker:
            is_its = is_person(speaker) and not _is_else(speaker, by)
            return f"{speaker}, {by}" if is_its else by
    return by


#: "Energy Minister Ann Lee": a person by an office written large.
_TITLED = compile_names(rf"\b(?i:{ROLES}) [A-Z][\w'-]+ [A-Z][\w'-]+$")
_OF_SHIP = re.compile(r"\b(?:captain|skipper|master|mate|crew|pilot)\b", re.IGNORECASE)


#: Who speaks for a body by what they are: no analyst, no fisherman, nobody of another's.
_ITS_OWN = re.compile(
    r"^(?:its|their)\b|\b(?:managers?|directors?|chief|head|executive|spokes\w+|engineer|consultant"
    r"|secretary|chair\w*|adviser)\b",
    re.IGNORECASE,
)


#: "Fingrid" of "Fingrid manager Ann Lee": whose the office is.
_WHOSE = compile_names(r"(?:(?!(?:The|Its|Their|An?|Our)\b)[A-Z][\w'-]*)(?=(?: [\w'-]+)*? [a-z])")


def _is_else(speaker: str, by: str) -> bool:
    """Return whether a person may be of another body by the words before the name."""
    is_own = _ITS_OWN.search(speaker) and "'s " not in speaker
    is_of_other = any(m[0] not in by for m in _WHOSE.finditer(speaker))
    return not is_own or is_of_other or bool(lexicon().find("authorities", speaker))
