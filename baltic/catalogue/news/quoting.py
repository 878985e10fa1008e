"""Who says a sentence that names no speaker: whom the text around it quotes, or means by "he"."""

from __future__ import annotations

import bisect
import re

from .gathered import Event
from .letters import compile_names
from .lexicon import lexicon
from .sentences import Sentence
from .ships import find_ships
from .somebody import ROLES, is_somebody, name_of
from .speakers import speaker_of, subject_of
from .statements import find_statements, is_question

__all__ = ["speaker_around"]

_PERSON = compile_names(
    r"\b[A-Z][\w'-]+ [A-Z][\w'-]+"
    r"|\b(?:minister|spokes\w+|chief|captain|master|skipper|prosecutor|officer|head|director)\b"
)
_SURNAME = compile_names(r"[A-Z][a-z][\w'-]+")
#: Who speaks is told before: "He said ...", '"...," she added'.
_PRONOUN = re.compile(
    r"^[^\w\"]*(?P<one>he|she|they)\b|[\",]\s*(?P<two>he|she|they|it)\s+(?=(?P<verb>\w+))", re.I
)
#: "It has not seen", "It found": no other "it" is somebody.
_IT = re.compile(
    r"^\W*(?P<one>it) (?:(?:has|had) (?:not |now |also |since |so far )*"
    r"(?:no|seen|found|received|observed|noticed|said|rejected|denied|dismissed|asked)"
    r"|sees|saw|says|said|found|finds|does|did|knows|rejects|rejected|denies|denied|dismissed"
    r"|dismisses|disputes|disputed)\b",
    re.I,
)
#: "Their case was that", "the message reads": of whom was spoken before.
_OF_THEM = re.compile(
    r"^\W*(?P<one>his|her|their|its) (?:case|view|finding|conclusion|theory|assessment)\b"
    r"|\b(?:in|by|to) (?P<three>his|her|their|its) (?:own )?"
    r"(?:view|opinion|assessment|words|account|judgement|mind)\b"
    r"|^\W*(?:those|these|that) (?:were|was|are|is) (?P<four>his|her|their) (?:own |very )*words\b"
    r"|\bthe (?P<two>message|statement|letter|notice|release|text) (?:reads|read|says|goes on)\b",
    re.I,
)


def speaker_around(sentence: Sentence, event: Event) -> str | None:
    """Return who says a sentence that names no speaker, as the text around it tells.

    Who is quoted, whom a pronoun means, an authority that the sentence is about; in a notice
    whoever put it out.
    """
    for way in (_quoted_by, _told_before, _told_behind):
        if by := way(sentence, event):
            return by
    if '"' in sentence.text or sentence.is_title:
        return None
    if by := _interviewed(sentence, event):
        return by
    about = subject_of(sentence.text)
    if about and lexicon().words["authorities"].search(about):
        return about
    return event.publisher


_INTERVIEW = re.compile(
    r"\binterview(?:ed|s)?\b"
    r"|\b(?:we|i) (?:spoke|talked|met|sat down|were given [^.;]{1,30}) with\b",
    re.I,
)
_FIRST_PERSON = re.compile(r"\b(?:I|[Mm]y|[Ww]e|[Oo]ur|me|us)\b")
_TITLED = compile_names(r"^(?:[A-Za-z-]+ ){1,4}[A-Z][\w'-]+$|^[A-Z][\w'-]+(?: [A-Z][\w'-]+)+$")
#: Questions from which a text that speaks of an interview is one; sentences that introduce it.
_QUESTIONS, _INTRODUCTION = 2, 6


def _interviewed(sentence: Sentence, event: Event) -> str | None:
    """Return who is interviewed, for what a text has in the first person without quotation marks.

    That is whom its first sentences are about.
    """
    if named := _interviewee(event):
        # Whatever is no question, and told of nobody else, is answered.
        return None if is_question(sentence.text) or subject_of(sentence.text) else named
    if not _FIRST_PERSON.search(sentence.text):
        return None
    if sum(is_question(s.text) for s in event.text) < _QUESTIONS:
        return None
    if not any(_INTERVIEW.search(s.text) for s in event.text):
        return None
    for first in event.text[:_INTRODUCTION]:
        about = None if first.is_title or '"' in first.text else subject_of(first.text)
        if about and _TITLED.match(about) and _PERSON.search(about):
            return about
    return None


_WITH = compile_names(
    r"\b[Ii]nterview with (?P<by>(?:[\w'-]+ ){0,5}?[A-Z][\w'-]+(?: [A-Z][\w'-]+)+)"
)


def _interviewee(event: Event) -> str | None:
    """Return with whom a text of questions and answers says that it is an interview."""
    head = (_WITH.search(s.text) for s in event.text[:_INTRODUCTION])
    named = next((by for m in head if m and (by := name_of(m["by"])) and is_somebody(by)), None)
    if named and sum(is_question(s.text) for s in event.text) >= _QUESTIONS:
        return named
    return None


_DASHED = re.compile(r"[-–—]\s")


def _quoted_by(sentence: Sentence, event: Event) -> str | None:
    """Return who says a sentence that is only part of a quotation.

    The speaker stands where it ends, or before the colon that it follows.
    """
    at = bisect.bisect_left(event.text, sentence.start, key=lambda s: s.start)
    here = [s for s in event.text[max(0, at - 5) : at + 6] if s.paragraph == sentence.paragraph]
    number = next((i for i, s in enumerate(here) if s.start == sentence.start), None)
    if number is None:
        return None
    if _DASHED.match(here[0].text):
        # "- It was right to do, says the captain. It found the cable.": all of it is said.
        return next((by for s in here if (by := speaker_of(s.text))), None)
    is_open = sum(s.text.count('"') for s in here[: number + 1]) % 2 == 1
    for later in here[number + 1 :] if is_open else ():
        if '"' in later.text:
            if speaker := _speaker(later, event):
                return speaker
            break
    begins = sentence.text.startswith('"') or sum(s.text.count('"') for s in here[:number]) % 2
    for earlier in reversed(here[:number]) if begins else ():
        # "..., she says. "An anchor has been there."": what is quoted next is hers, too.
        if speaker := _speaker(earlier, event):
            return speaker
    if not begins:
        return None
    named = _introduced(here[:number])
    if named or any(speaker_of(s.text) for s in here):
        return named
    # "Her skipper, Ann Lee, laughs.", and all of the next paragraph is his.
    above = [s for s in event.text[max(0, at - 6) : at] if s.paragraph == here[0].paragraph - 1]
    last = above[-1] if above and '"' not in above[-1].text else None
    if last is None or last.is_title:
        return None
    return _speaker(last, event) or _introduced([last])


#: "Ask Ann Lee", "Dr Ann Lee has gone through", "Commander Ann Lee is sceptical": two names.
_TWO_NAMES = compile_names(
    r"(?<![\w'-] of )\b[A-Z][\w-]+(?: (?:de |von |van )?[A-Z][\w-]+){1,2}\b(?!')"
)


def _introduced(before: list[Sentence]) -> str | None:
    """Return whom the sentence right before a quotation brings in, whatever it says of them."""
    while before and '"' in before[-1].text:
        before = before[:-1]
    if not before or before[-1].is_title:
        return None
    text = before[-1].text
    about = subject_of(text)
    if about and is_somebody(about):
        return about
    ships = {ship.name for ship in find_ships(text)}
    names = [m[0] for m in _TWO_NAMES.finditer(text) if m[0] not in ships]
    return names[-1] if len(names) == 1 and _PERSON.search(text) else None


def _speaker(sentence: Sentence, event: Event) -> str | None:
    """Return who says a sentence by its own words, or whom its "she says" means."""
    return _by_own_words(sentence.text) or _told_before(sentence, event)


def _by_own_words(text: str) -> str | None:
    """Return who is said to speak in a sentence, or to deny: "The owner rejected that."."""
    return speaker_of(text) or next(
        (s.by for s in find_statements(text) if s.stance == "denies" and s.by), None
    )


#: "No crime was committed. That is the conclusion of prosecutor Ann Lee."
_OF_BEFORE = re.compile(
    r"^\W*(?:that|this) (?:is|was) the (?:\w+ )?"
    r"(?:conclusion|view|verdict|opinion|assessment|belief|finding) of\b",
    re.I,
)


def _told_behind(sentence: Sentence, event: Event) -> str | None:
    """Return whose view a sentence is called by the next one."""
    at = bisect.bisect_right(event.text, sentence.start, key=lambda s: s.start)
    behind = next(iter(event.text[at : at + 1]), None)
    return speaker_of(behind.text) if behind and _OF_BEFORE.match(behind.text) else None


def _pronoun_of(text: str) -> str | None:
    """Return the pronoun that a sentence gives as its speaker."""
    if match := _IT.match(text) or _OF_THEM.search(text):
        return next(w for w in match.groups() if w).casefold()
    speech = lexicon().words["speech"]
    for match in _PRONOUN.finditer(text):
        if match["one"] and lexicon().words["done_to"].match(text, match.end() + 1):
            # "He is being investigated": what is done to somebody is said by another.
            continue
        if match["one"] or speech.match(text, match.end()):
            return (match["one"] or match["two"]).casefold()
    return None


def _is_surname(speaker: str, event: Event) -> bool:
    """Return whether a word alone is somebody's name: no operator is called "he"."""
    return bool(_SURNAME.fullmatch(speaker)) and speaker not in {
        name for _, name in event.operators
    }


def _is_a_ship(speaker: str, text: str) -> bool:
    """Return whether a sentence is about a ship, not somebody."""
    return any(speaker.endswith(ship.name) for ship in find_ships(text))


#: "Not so Bent Ipsen, harbour master here for 22 years."
_APPOSED = compile_names(
    rf"(?P<by>[A-Z][\w'-]+ [A-Z][\w'-]+), (?:(?:the|an?|its|his|her) )?(?:[\w-]+ ){{0,4}}?{ROLES}\b"
)


def _last_person(text: str) -> str | None:
    """Return the person whom a sentence introduces, wherever it stands."""
    found = list(_APPOSED.finditer(text)) if '"' not in text else []
    return name_of(found[-1]["by"]) if found else None


#: "I got the captain on the radio."
_MET = re.compile(
    r"\b(?:got|reached|met|asked|called|rang|phoned|saw)"
    r" (?P<by>(?:the|its|her|their) (?:[\w'-]+ ){0,2}?"
    r"(?:captain|master|skipper|mate|owner|manager|spokes\w+|prosecutor|minister))\b",
    re.IGNORECASE,
)


def _told_before(sentence: Sentence, event: Event) -> str | None:
    """Return whom "he said" means: who spoke last, within some sentences."""
    pronoun = _pronoun_of(sentence.text)
    if not pronoun:
        return None
    is_person = pronoun in ("he", "she", "his", "her")
    at = bisect.bisect_left(event.text, sentence.start, key=lambda s: s.start)
    for earlier in reversed(event.text[max(0, at - 4) : at]):
        if sentence.paragraph - earlier.paragraph > 1:
            return None
        if is_question(earlier.text):
            continue
        # What begins inside a quotation is no subject of the text.
        about = None if '"' in earlier.text else subject_of(earlier.text)
        speaker = _by_own_words(earlier.text) or about or _last_person(earlier.text)
        if not speaker and is_person and (met := _MET.search(earlier.text)):
            return met["by"]
        if speaker and _is_a_ship(speaker, earlier.text):
            # "She was not": a ship says nothing.
            continue
        if speaker and (not is_person or _PERSON.search(speaker) or _is_surname(speaker, event)):
            return speaker
    return None
