"""That a ship was let go: told beside its role, since it says nothing of what the ship did."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .gathered import Event
from .lexicon import lexicon
from .sentences import Sentence
from .shipsof import NamedShips, around_the_vessel, spoken_of
from .whose import is_negated, said_of

__all__ = ["LetGo", "let_go"]

#: The last sentence that tells of it; whether a ship was held before, by its words.
LetGo = tuple[Sentence, bool]


def let_go(key: str, named: NamedShips, event: Event) -> LetGo | None:
    """Return where a text tells that a ship was let go; None where it does not.

    Parameters
    ----------
    key
        Folded name of the ship.
    named, event
        All ships of the event; the event.
    """
    ship, is_only = named.ships[key], named.is_only(key)
    found: LetGo | None = None
    for sentence in named.where[key]:
        here = named.told[sentence.start]
        if told := said_of(ship, sentence.text, here, _let_go_in, is_only=is_only):
            found = sentence, told[0] == "held"
    if found or not named.is_at_issue(key):
        return found
    for sentence, words in _around(key, named, event):
        if of_vessel := next(_let_go_in(words, 0, len(words)), None):
            found = sentence, of_vessel[0] == "held" or bool(found and found[1])
    return found


def _around(key: str, named: NamedShips, event: Event) -> Iterator[tuple[Sentence, str]]:
    """Yield what is said of a ship as "the vessel", of the only one and of that named last."""
    ship, where = named.ships[key], named.where[key]
    if named.is_only(key):
        yield from around_the_vessel(ship, where, event.sentences, is_only=True)
    spoken = spoken_of(key, event, named.ships)
    yield from around_the_vessel(ship, where, spoken, is_only=False)


def _let_go_in(text: str, begin: int, end: int) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield words that tell of it: not of the crew, nor of what is still to come."""
    for what, pattern in lexicon().tables["let_go"].items():
        for match in pattern.finditer(text, begin, end):
            before = text[: match.start()]
            if not is_negated(before) and not lexicon().find("not_let_go", before):
                yield what, match
