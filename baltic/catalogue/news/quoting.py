"""Who says a sentence that names no speaker: whom the text around it quotes, or means by "he"."""

from __future__ import annotations

import bisect
import re

from .gathered import Event
from .letters import compile_names
from .lexicon import lexicon
from .sentences import Sentence
from .speakers import speaker_of, subject_of

__all__ = ["speaker_around"]

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


def speaker_around(sentence: Sentence, event: Event) -> str | None:
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
