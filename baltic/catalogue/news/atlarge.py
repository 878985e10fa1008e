"""Sentences of an event that say nothing of it: on outages at large, headlines that only name."""

from __future__ import annotations

from .damage import damage_word
from .lexicon import lexicon
from .sentences import Sentence

__all__ = ["is_heading", "speaks_of_others"]


def speaks_of_others(sentence: Sentence) -> bool:
    """Return whether a sentence speaks of outages at large, not of this event."""
    words = lexicon().words
    return bool(words["vague_of"].search(sentence.text)) or bool(
        words["generic"].search(sentence.text)
    )


def is_heading(sentence: Sentence) -> bool:
    """Return whether a headline only names things: "Ship and anchor inspected"."""
    return sentence.is_title and not damage_word(sentence.text)
