"""Persons whom a text introduces as of an authority: later it calls them by their surnames."""

from __future__ import annotations

from collections.abc import Sequence

from .lexicon import lexicon
from .sentences import Sentence
from .speakers import speaker_of, subject_of

__all__ = ["is_authority", "officials_in"]

#: Sentences of a text in which its speakers are looked for.
_MOST_SENTENCES = 400


def officials_in(sentences: Sequence[Sentence]) -> frozenset[str]:
    """Return the surnames of those who speak for an authority.

    Parameters
    ----------
    sentences
        Of the text.

    Examples
    --------
    >>> from baltic.catalogue.news.sentences import split_sentences
    >>> sorted(officials_in(split_sentences("It is over, said state prosecutor Liis Saar.")))
    ['Saar']
    """
    is_of_authority = lexicon().words["authorities"].search
    found = set()
    for sentence in sentences[:_MOST_SENTENCES]:
        for person in (speaker_of(sentence.text), subject_of(sentence.text)):
            if person and is_of_authority(person):
                found.add(person.split()[-1])
    return frozenset(name for name in found if name[:1].isupper() and not is_of_authority(name))


def is_authority(by: str, sentences: Sequence[Sentence]) -> bool:
    """Return whether one who speaks may clear a ship: no company, and no diplomat.

    Parameters
    ----------
    by, sentences
        Who speaks, in the words of the text; the text.

    Examples
    --------
    >>> is_authority("police", ()), is_authority("the Foreign Ministry", ())
    (True, False)
    """
    words = lexicon()
    if words.find("diplomats", by):
        return False
    return bool(words.find("authorities", by)) or by in officials_in(sentences)
