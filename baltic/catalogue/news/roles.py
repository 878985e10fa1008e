"""The role that the sentences of one event give each of its ships, and whether it was let go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from .gathered import Event
from .letgo import let_go
from .lexicon import lexicon
from .officials import is_authority
from .sentences import Sentence
from .ships import ShipNamed
from .shipsof import NamedShips, around_the_vessel, spoken_of
from .statements import find_cause, find_statements
from .whose import HELD, is_negated, said_of

__all__ = ["ShipOf", "ships_of"]

#: What may befall a ship that helps, too.
_OF_HELPERS = frozenset(["detained", "acquitted", "cleared"])


class ShipOf(NamedTuple):
    """A ship of an event, the role that the text gives it, and the sentences that name it.

    ``let_go``: the sentence that tells that it was; this is no role, and changes none.
    """

    ship: ShipNamed
    role: str
    where: list[Sentence]
    let_go: Sentence | None = None

    @property
    def is_free(self) -> bool:
        """Whether nobody holds it any longer, by the text."""
        return self.role == "cleared" or self.let_go is not None


def ships_of(event: Event, hulls: Iterable[str] = ()) -> list[ShipOf]:
    """Return the ships named, the role that the text gives each, and where.

    Parameters
    ----------
    event
        With its sentences.
    hulls
        Ships of the catalogue: these need no "tanker" before their name.
    """
    named = NamedShips.of(event, hulls)
    found = []
    for key, ship in named.ships.items():
        role = _role_in_all(key, named, event)
        gone = let_go(key, named, event)
        if gone and gone[1] and role == "named":
            role = "detained"
        if role == "named" and key in named.idle:
            ship = replace(ship, is_service=True)
        elif role in set(lexicon().tables["roles"]) - _OF_HELPERS:
            # A research ship that the police look for is no helper.
            ship = replace(ship, is_service=False)
        found.append(ShipOf(ship, role, named.where[key], gone[0] if gone else None))
    return found


def _role_in_all(key: str, named: NamedShips, event: Event) -> str:
    """Return the role of a ship by all sentences: with its name, with "the vessel"."""
    ship, is_only = named.ships[key], named.is_only(key)
    role = _role(key, named)
    if is_only and role in _OPEN:
        around = around_the_vessel(ship, named.where[key], event.sentences, is_only=True)
        role = _role_of_the_vessel(role, around, named)
    if named.is_at_issue(key) and role in _OPEN:
        spoken = spoken_of(key, event, named.ships)
        around = around_the_vessel(ship, named.where[key], spoken, is_only=False)
        role = _role_of_the_vessel(role, around, named)
    return role


#: What is said of "the vessel" further on may add to these.
_OPEN = frozenset(["named", "suspect", "detained"])
_BEFORE_IT = frozenset(["suspect", "detained"])


def _role(key: str, named: NamedShips) -> str:
    """Return the last word of an authority on a ship; ``named`` where there is none."""
    ship, is_only, role = named.ships[key], named.is_only(key), "named"
    for sentence in named.where[key]:
        here = named.told[sentence.start]
        found = said_of(ship, sentence.text, here, _roles_in, is_only=is_only)
        if found and found[0] == "cleared" and _is_own_word(sentence, named):
            continue
        if found and _is_no_word_on(role, found, sentence.text):
            continue
        if found:
            role = found[0]
        elif role == "named" and _is_suspected(ship, sentence, is_only=is_only):
            role = "suspect"
    return role


def _is_no_word_on(role: str, found: tuple[str, re.Match[str]], text: str) -> bool:
    """Return whether a word leaves a ship's role as it is: told of before, or denied."""
    what, match = found
    if what == "suspect" and (role != "named" or _is_refuted(match.start(), text)):
        return True
    return what in _BEFORE_IT and bool(lexicon().words["roles_at_last"].fullmatch(role))


def _is_suspected(ship: ShipNamed, sentence: Sentence, *, is_only: bool) -> bool:
    """Return whether the Edda "may have cut it", or what the only ship did is the cause told."""
    at = sentence.text.find(ship.name)
    held = lexicon().words["held_to_have"].search(sentence.text, at + len(ship.name))
    if at >= 0 and held and held.start() - at - len(ship.name) <= HELD:
        return True
    return is_only and _is_held_to_have(sentence)


_DONE_BY_SHIPS = frozenset(["anchor", "construction", "fishing"])


def _is_held_to_have(sentence: Sentence) -> bool:
    """Return whether somebody says that what a ship did was the cause."""
    found = find_cause(sentence.text)
    return bool(found and found[0] in _DONE_BY_SHIPS and find_statements(sentence.text))


#: Words of these roles may be negated: "has not been cleared".
_MAY_BE_DENIED = ("cleared", "acquitted")


def _roles_in(text: str, begin: int, end: int) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield the roles of the table told in words: "has not been cleared" is no such."""
    for role, pattern in lexicon().tables["roles"].items():
        for match in pattern.finditer(text, begin, end):
            if role not in _MAY_BE_DENIED or not is_negated(text[: match.start()]):
                yield role, match


def _is_refuted(at: int, text: str) -> bool:
    """Return whether a word stands in what somebody denies: "rejected reports that it ..."."""
    return bool(lexicon().words["refuted"].search(text[:at]))


def _is_own_word(sentence: Sentence, named: NamedShips) -> bool:
    """Return whether an owner's denial is all that clears a ship."""
    speakers = [s.by for s in find_statements(sentence.text) if s.stance == "denies"]
    return any(not by or not is_authority(by, named.text) for by in speakers)


def _role_of_the_vessel(
    role: str, around: Iterable[tuple[Sentence, str]], named: NamedShips
) -> str:
    """Return the role of a ship by what is said of "the vessel": it may add to that told."""
    later = tuple(reversed(lexicon().tables["roles"]))
    open_ = later[later.index(role) + 1 :] if role in later else later
    for sentence, words in around:
        found = next(_roles_in(words, 0, len(words)), None)
        if found and found[0] == "cleared" and _is_own_word(sentence, named):
            continue
        if found and found[0] in open_:
            role = found[0]
        elif not found and role == "named" and _is_held_to_have(sentence):
            role = "suspect"
    return role
