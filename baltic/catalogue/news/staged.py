"""Texts of a rehearsal or a story: what is cut in them was never cut."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .damage import damage_word
from .gathered import Event
from .lexicon import lexicon
from .sentences import Sentence

__all__ = ["is_staged", "really_told"]

#: Sentences, the headline among them, in which a text says what it is of.
_HEAD = 4
#: Sentences with a word of a rehearsal that such a text has; a text of a real case may have one.
_LEAST = 2
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def is_staged(sentences: Sequence[Sentence]) -> bool:
    """Return whether a text is of an exercise, a book or a film, before it tells of any damage.

    Parameters
    ----------
    sentences
        Of the text.

    Examples
    --------
    >>> from baltic.catalogue.news.sentences import split_sentences
    >>> text = "Navies rehearse a repair.\\n\\nIn the exercise, EstLink 2 fails on Monday."
    >>> is_staged(split_sentences(text))
    True
    """
    words = lexicon()
    if any(words.find("not_staged", s.text) for s in sentences):
        return False
    if sum(bool(words.find("staged", s.text)) for s in sentences) < _LEAST:
        return False
    for sentence in sentences[:_HEAD]:
        staged, damage = words.find("staged", sentence.text), damage_word(sentence.text)
        if staged:
            # "EstLink 2 was cut during an exercise" tells of damage first.
            return damage is None or staged.start() < damage.word.start()
        if damage and not damage.is_denied:
            return False
    return False


def really_told(
    events: Sequence[Event], old: Sequence[Event], sentences: Sequence[Sentence]
) -> list[Event]:
    """Return the events of a text of a rehearsal that were real.

    Those told with their year, as old, are background; those of a day that are told beside the
    rehearsal, and not in it, are cases: ships at an exercise are often the first at a break.

    Parameters
    ----------
    events, old
        Of the text, and those of them that are old.
    sentences
        Of the text.
    """
    told = [e for e in old if e.when and _YEAR.search(e.when.words)]
    for event in told:
        event.is_background = True
    beside = [e for e in events if e.when and not _is_framed(e.sentences[0], sentences)]
    return [e for e in events if e in told or e in beside]


def _is_framed(sentence: Sentence, sentences: Sequence[Sentence]) -> bool:
    """Return whether a sentence, or one before it in its paragraph, speaks from within a story."""
    until = [
        s for s in sentences if s.paragraph == sentence.paragraph and s.start <= sentence.start
    ]
    return any(lexicon().find("framed", s.text) for s in until)
