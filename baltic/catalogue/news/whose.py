"""Of which ship of a sentence a word is.

A word such as "suspected" is of the ship that it stands with: of the one behind it ("the
suspected tanker A"), else of the last before it ("B escorted A, suspected of ...").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from .lexicon import lexicon
from .ships import ShipNamed

__all__ = ["HELD", "Found", "is_negated", "said_of"]

#: Characters beside a ship's name in which its role may stand; where it is the only ship.
_NEAR, _FAR = 110, 200
#: The same, before "may have cut it".
HELD = 40

#: ", which had crossed the cable an hour earlier," between a ship and what became of it.
_INSERTED = re.compile(r"[\"']?,\s(?:which|who|whose|that)\b[^,;.]{3,150},")

#: Yields words of a text between two offsets, with what they say.
Found = Callable[[str, int, int], Iterator[tuple[str, re.Match[str]]]]


def said_of(
    ship: ShipNamed, text: str, ships: Sequence[ShipNamed], find: Found, *, is_only: bool
) -> tuple[str, re.Match[str]] | None:
    """Return the first thing that a sentence says of a ship.

    Parameters
    ----------
    ship, text, ships
        The ship, the sentence, and all ships that it names.
    find
        What is looked for.
    is_only
        No other ship is named in the text.
    """
    mine = next((s for s in ships if s.name.casefold() == ship.name.casefold()), None)
    if mine is None:
        return None
    reach = _FAR if is_only else _NEAR
    inserted = _INSERTED.match(text, mine.end)
    end = (inserted.end() if inserted else mine.end) + reach
    for what, match in find(text, max(0, mine.start - reach), end):
        if ship.is_service and not _is_done_to(mine, match, text):
            continue
        if len(ships) < 2 and _is_of_unnamed(mine, match, text):
            continue
        if len(ships) < 2 or mine in _whose(match, text, ships):
            return what, match
    return None


#: "The Karhu was itself detained", "the Karhu, suspected of"; she "boarded the suspected ship".
_PASSIVE = re.compile(
    r"[\s,\"')]*(?:(?:which|who|that|also|itself|herself|now|later|since)\s)*"
    r"(?:is|was|(?:has|had) (?:\w+ )?been|being)\s(?:\w+ly\s|also\s|now\s|itself\s|herself\s)?"
)


def _is_done_to(ship: ShipNamed, match: re.Match[str], text: str) -> bool:
    """Return whether a word such as "detained" is of a ship that else helps or guards."""
    if match.start() >= ship.end:
        between = text[ship.end : match.start()]
        is_of_it = bool(lexicon().words["of_the_ship"].match(text, match.start()))
        is_passive = bool(_PASSIVE.fullmatch(between)) and not match[0].endswith("ing")
        return is_passive or (is_of_it and not between.strip(" ,\"')"))
    between = text[match.end() : ship.start]
    return bool(_OBJECT.fullmatch(text, match.end(), ship.start)) and not _is_new_clause(between)


def _is_of_unnamed(ship: ShipNamed, match: re.Match[str], text: str) -> bool:
    """Return whether a word before a name is of "this tanker": "it is not involved in what ..."."""
    nouns = lexicon().words["ship_types"].finditer(text, 0, match.start())
    here = [n for n in nouns if _ONE.search(text[: n.start()])]
    if _IS_THE.search(text, match.end(), ship.start):
        # "The ship now held at Slite is the tanker Edda" names it.
        return False
    return ship.start >= match.end() and any(match.start() - n.end() <= HELD for n in here)


_IS_THE = re.compile(
    r"\b(?:is|was) (?:(?:named|identified) as |called )?(?:the|an?)\b [^.;:]{0,60}$", re.IGNORECASE
)
_ONE = re.compile(r"\b(?:the|this|that) (?:[\w-]+ )?$", re.IGNORECASE)
#: Between a word and the ship that it is of; of the ships of a list.
_OBJECT = re.compile(r"\s(?:(?!by\b)[\w',-]+\s){0,7}?[\"'(]?")
_LISTED = re.compile(
    r"[\"']?(?:,|,?\s(?:and|or|&|as well as))\s(?:(?:the|an?)\s)?(?:[\w'-]+\s){0,3}[\"']?"
)


def _whose(match: re.Match[str], text: str, ships: Sequence[ShipNamed]) -> list[ShipNamed]:
    """Return the ships that a word such as "suspected" is of: those of one list share it."""
    behind = [s for s in ships if s.start >= match.end()]
    before = [s for s in ships if s.end <= match.start()]
    is_object = behind and _OBJECT.fullmatch(text, match.end(), behind[0].start)
    if is_object and not _is_new_clause(text[match.end() : behind[0].start]):
        return _list_from(behind[0], behind[1:], text)
    if before:
        return _list_from(before[-1], list(reversed(before[:-1])), text)
    return _list_from(behind[0], behind[1:], text) if behind else list(ships)


def _is_new_clause(between: str) -> bool:
    return bool(re.search(r"[,;:]|\b(?:and|but|while|which|that|when|after|before)\b", between))


def _list_from(one: ShipNamed, rest: Sequence[ShipNamed], text: str) -> list[ShipNamed]:
    """Return a ship with those that stand in one list with it."""
    found = [one]
    for ship in rest:
        left, right = sorted([found[-1], ship], key=lambda s: s.start)
        if not _LISTED.fullmatch(text, left.end, right.start):
            break
        found.append(ship)
    return found


_NOT = re.compile(
    r"(?:n't|\b(?:not|never|yet to|refus\w+ to|declin\w+ to)) (?:\w+ ){0,2}$", re.IGNORECASE
)


def is_negated(before: str) -> bool:
    """Return whether what follows is said not to be, or not yet: "has not been", "refused to"."""
    return bool(_NOT.search(before))
