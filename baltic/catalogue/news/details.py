"""What the sentences of one event say: kind, cause, speakers, law."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable
from typing import Any

from .damage import damage_word
from .fields import UNKNOWN, FieldRead
from .gathered import Event
from .letters import compile_names
from .lexicon import lexicon
from .roles import ShipOf
from .sentences import Sentence
from .speakers import speaker_of, subject_of
from .statements import Statement, find_cause, find_statements

__all__ = ["cause_of", "claims_of", "kind_of", "legal_of"]

_MOST_CLAIMS = 20
_CLAIM_CHARS = 600
_PERSON = compile_names(
    r"\b[A-Z][\w'-]+ [A-Z][\w'-]+"
    r"|\b(?:minister|spokes\w+|chief|captain|prosecutor|officer|head|director)\b"
)
_SURNAME = compile_names(r"[A-Z][a-z][\w'-]+")
#: Who speaks is told before: "He said ...", '"...," she added'.
_PRONOUN = re.compile(
    r"^\W*(?P<one>he|she|they)\b|[\",]\s*(?P<two>he|she|they|it)\s+(?=(?P<verb>\w+))", re.I
)
#: "It has not seen", "It found": no other "it" is somebody.
_IT = re.compile(r"^\W*(?P<one>it) (?:has|had|sees|saw|says|found|finds|does|did|knows)\b", re.I)


def kind_of(event: Event) -> FieldRead:
    """Return telecom, power, gas, oil, or ``multiple``."""
    kinds = {p.said.kind for p in event.parts}
    plain = kinds & {"telecom", "power", "gas", "oil"}
    sentences = tuple(p.sentences[0] for p in event.parts)
    if len(plain) > 1:
        return FieldRead("kind", "multiple", sentences)
    if plain:
        chosen = next(p for p in event.parts if p.said.kind in plain)
        return FieldRead("kind", plain.pop(), tuple(chosen.sentences[:2]))
    return FieldRead("kind")


def _speaks_of_others(sentence: Sentence) -> bool:
    """Return whether a sentence speaks of outages at large, not of this event."""
    words = lexicon().words
    return bool(words["vague_of"].search(sentence.text)) or bool(
        words["generic"].search(sentence.text)
    )


def _is_heading(sentence: Sentence) -> bool:
    """Return whether a headline only names things: "Ship and anchor inspected"."""
    return sentence.is_title and not damage_word(sentence.text)


def cause_of(event: Event) -> FieldRead:
    """Return the first cause told of this event: label and words."""
    for sentence in event.own:
        if _speaks_of_others(sentence) or _is_heading(sentence):
            continue
        if lexicon().words["unknown_cause"].search(sentence.text):
            continue
        if found := find_cause(sentence.text):
            return FieldRead("cause_claimed", found[1], (sentence,))
    for sentence in event.sentences:
        if lexicon().words["unknown_cause"].search(sentence.text):
            return FieldRead("cause_claimed", UNKNOWN, (sentence,))
    return FieldRead("cause_claimed")


def claims_of(event: Event) -> list[tuple[Statement, Sentence, bool]]:
    """Return the statements on the cause; True where they are on incidents at large."""
    found: list[tuple[Statement, Sentence, bool]] = []
    seen = set()
    for sentence in event.own:
        others = _speaks_of_others(sentence)
        if _is_heading(sentence):
            continue
        for said in find_statements(sentence.text):
            if others and said.stance != "denies":
                continue
            by = _named(said.by or _speaker_around(sentence, event), sentence, event)
            if by is None and sentence.is_title:
                # "The blasts: what we know": a headline that names nobody claims nothing.
                continue
            claim = " ".join(said.claim.split())[:_CLAIM_CHARS]
            key = (by, said.stance, said.cause or claim)
            if key not in seen and len(found) < _MOST_CLAIMS:
                seen.add(key)
                found.append((Statement(by, claim, said.stance, said.cause), sentence, others))
    return found


_COMPANY = re.compile(
    r"(?:the|its) (?:[\w-]+ )?"
    r"(?:company|operator|firm|(?:cable )?owner(?: of the (?:cable|link|line))?)",
    re.I,
)
_NEAR_CHARS = 900


def _named(by: str | None, sentence: Sentence, event: Event) -> str | None:
    """Return "the company" with the name of the operator that the text spoke of last."""
    if by is None or not _COMPANY.fullmatch(by) or _is_of_a_ship(by, sentence, event):
        return by
    before = [
        name for at, name in event.operators
        if sentence.start - _NEAR_CHARS <= at <= sentence.start
    ]  # fmt: skip
    return f"{before[-1]} ({by})" if before else by


def _is_of_a_ship(by: str, sentence: Sentence, event: Event) -> bool:
    """Return whether "its owner" is that of the ship that the sentence before speaks of."""
    at = bisect.bisect_left(event.text, sentence.start, key=lambda s: s.start)
    before = event.text[max(0, at - 1) : at]
    ship = lexicon().words["ship_types"]
    return "owner" in by.casefold() and any(ship.search(s.text) for s in before)


def _speaker_around(sentence: Sentence, event: Event) -> str | None:
    """Return who says a sentence that names no speaker, as the text around it tells.

    Who is quoted, whom a pronoun means, an authority that the sentence is about; in a notice
    whoever put it out.
    """
    if by := _quoted_by(sentence, event) or _told_before(sentence, event):
        return by
    if '"' in sentence.text or sentence.is_title:
        return None
    about = subject_of(sentence.text)
    if about and lexicon().words["authorities"].search(about):
        return about
    return event.publisher


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
            if speaker := speaker_of(later.text):
                return speaker
            break
    begins = sentence.text.startswith('"') or sum(s.text.count('"') for s in here[:number]) % 2
    for earlier in reversed(here[:number]) if begins else ():
        # "..., she says. "An anchor has been there."": what is quoted next is hers, too.
        if speaker := speaker_of(earlier.text):
            return speaker
    return None


def _pronoun_of(text: str) -> str | None:
    """Return the pronoun that a sentence gives as its speaker."""
    if match := _IT.match(text):
        return match["one"].casefold()
    speech = lexicon().words["speech"]
    for match in _PRONOUN.finditer(text):
        if match["one"] or speech.match(text, match.end()):
            return (match["one"] or match["two"]).casefold()
    return None


def _is_surname(speaker: str, event: Event) -> bool:
    """Return whether a word alone is somebody's name: no operator is called "he"."""
    return bool(_SURNAME.fullmatch(speaker)) and speaker not in {
        name for _, name in event.operators
    }


def _told_before(sentence: Sentence, event: Event) -> str | None:
    """Return whom "he said" means: who spoke last, within some sentences."""
    pronoun = _pronoun_of(sentence.text)
    if not pronoun:
        return None
    is_person = pronoun in ("he", "she")
    at = bisect.bisect_left(event.text, sentence.start, key=lambda s: s.start)
    for earlier in reversed(event.text[max(0, at - 4) : at]):
        if sentence.paragraph - earlier.paragraph > 1:
            return None
        speaker = speaker_of(earlier.text) or subject_of(earlier.text)
        if speaker and (not is_person or _PERSON.search(speaker) or _is_surname(speaker, event)):
            return speaker
    return None


_PAST = re.compile(r"\bhad (?:\w+ )?\w{0,3}$", re.I)


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
        if (m := lexicon().words["legal_strong"].search(s.text)) and not _speaks_of_others(s)
    ]
    told.sort(key=lambda x: x[0])
    if told:
        sentence = told[0][1]
        text: Any = " ".join(sentence.text.split())[:_CLAIM_CHARS]
        return FieldRead("legal_status", text, (sentence,))
    return FieldRead("legal_status")
