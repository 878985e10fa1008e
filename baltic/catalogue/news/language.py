"""Whether a text is English: the share of the commonest English words in it."""

from __future__ import annotations

import re

from .lexicon import lexicon
from .sentences import LABEL_LINE

__all__ = ["english_share", "is_english"]

_WORD = re.compile(r"[^\W\d_]+")
#: English prose has 0.30 to 0.45 of these words, other languages under 0.08 (they share
#: "in", "a", "is", "on" with some); headlines may have none, so short texts pass.
_LEAST = 0.13
_NOTICE = 4
_FEW = 12
_FEWEST = 6
_SAMPLE = 200_000


def english_share(plain: str) -> tuple[float, int]:
    """Return the share of the commonest English words, and how many words there are."""
    words = _WORD.findall(plain[:_SAMPLE])
    common = lexicon().words["english"]
    hits = sum(1 for word in words if len(word) < 9 and common.fullmatch(word))
    return (hits / len(words) if words else 0.0), len(words)


def is_english(plain: str) -> bool:
    """Return whether a text reads as English.

    Examples
    --------
    >>> is_english("The cable between the two countries was damaged on Sunday, the operator said.")
    True
    >>> is_english("Suomen ja Viron välinen merikaapeli vaurioitui sunnuntaina, kertoo yhtiö, "
    ...     "joka aloittaa korjaukset heti kun sää sen sallii")
    False
    """
    share, count = english_share(plain)
    labels = sum(bool(LABEL_LINE.match(line)) for line in plain.split("\n"))
    if labels >= _NOTICE and lexicon().find("damage", plain):
        # An operator's notice is all labels and numbers.
        return True
    if plain.isupper() and lexicon().find("damage", plain) and share > 0:
        # A flash in capitals leaves out its small words.
        return True
    if count < _FEW:
        # An operator's notice may be all nouns: "Start 04:10 UTC. Reason: outage."
        return 0 < count < _FEWEST or share > 0 or bool(lexicon().find("damage", plain))
    return share >= _LEAST
