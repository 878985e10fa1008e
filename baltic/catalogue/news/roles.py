"""The ships of one event, and the role that its sentences give each.

A word such as "suspected" is of the ship that it stands with: of the one behind it ("the
suspected tanker A"), else of the last before it ("B escorted A, suspected of ...").
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from .gathered import Event
from .lexicon import lexicon
from .sentences import Sentence
from .ships import ShipNamed, find_ships
from .statements import find_cause, find_statements

__all__ = ["ships_of"]


def ships_of(
    event: Event, hulls: Iterable[str] = ()
) -> list[tuple[ShipNamed, str, list[Sentence]]]:
    """Return the ships named, the role that the text gives each, and where.

    Parameters
    ----------
    event
        With its sentences.
    hulls
        Ships of the catalogue: these need no "tanker" before their name.
    """
    named = _Named.of(event, hulls)
    found = []
    for key, ship in named.ships.items():
        role = _role_in_all(key, named, event)
        if role == "named" and key in named.idle:
            ship = replace(ship, is_service=True)
        elif role in set(lexicon().tables["roles"]) - _OF_HELPERS:
            # A research ship that the police look for is no helper.
            ship = replace(ship, is_service=False)
        found.append((ship, role, named.where[key]))
    return found


@dataclass
class _Named:
    """The ships of an event by folded name, and where they are named.

    ``told``: those of each sentence, by its offset; ``idle``: those that are only at work.
    """

    ships: dict[str, ShipNamed] = field(default_factory=dict)
    where: dict[str, list[Sentence]] = field(default_factory=dict)
    told: dict[int, list[ShipNamed]] = field(default_factory=dict)
    idle: frozenset[str] = frozenset()

    @classmethod
    def of(cls, event: Event, hulls: Iterable[str]) -> _Named:
        """Return the ships that the sentences of an event name."""
        named = cls()
        for sentence in event.own:
            found = find_ships(sentence.text, named.ships, hulls)
            named.told[sentence.start] = found
            for ship in found:
                named._add(ship, sentence)
        named.idle = frozenset(
            key
            for key, ship in named.ships.items()
            if all(_is_at_work(ship, there) for there in named.where[key])
        )
        return named

    def _add(self, ship: ShipNamed, sentence: Sentence) -> None:
        folded = ship.name.casefold()
        first = self.ships.setdefault(folded, ship)
        if first.type is None or first.flag is None:
            self.ships[folded] = replace(
                first,
                type=first.type or ship.type,
                flag=first.flag or ship.flag,
                is_service=first.is_service or ship.is_service,
            )
        self.where.setdefault(folded, []).append(sentence)

    def is_at_issue(self, key: str) -> bool:
        """Return whether a ship neither helps nor guards."""
        return not self.ships[key].is_service and key not in self.idle

    def is_only(self, key: str) -> bool:
        """Return whether a ship is the only one that neither helps nor guards."""
        return [k for k in self.ships if self.is_at_issue(k)] == [key]


def _role_in_all(key: str, named: _Named, event: Event) -> str:
    """Return the role of a ship by all sentences: with its name, with "the vessel"."""
    ship, where = named.ships[key], named.where[key]
    is_only = named.is_only(key)
    role = _role(ship, where, named.told, is_only=is_only)
    if is_only and role in _OPEN:
        role = _role_of_the_ship(role, ship, where, event.sentences)
    if named.is_at_issue(key) and role in _OPEN:
        spoken = _spoken_of(key, event, named.ships)
        role = _role_of_the_ship(role, ship, where, spoken, is_only=False)
    return role


def _is_at_work(ship: ShipNamed, sentence: Sentence) -> bool:
    """Return whether a sentence has the ship repair or guard."""
    at = sentence.text.find(ship.name)
    return bool(lexicon().words["at_work"].search(sentence.text[max(0, at - 120) : at]))


#: What may befall a ship that helps, too.
_OF_HELPERS = frozenset(["detained", "acquitted", "cleared"])
#: What is said of "the vessel" further on may add to these.
_OPEN = frozenset(["named", "suspect", "detained"])
_BEFORE_IT = frozenset(["suspect", "detained"])


def _role(
    ship: ShipNamed,
    sentences: list[Sentence],
    told: dict[int, list[ShipNamed]],
    *,
    is_only: bool,
) -> str:
    """Return the last word of an authority on a ship; ``named`` where there is none."""
    role = "named"
    for sentence in sentences:
        found = _role_here(ship, sentence.text, told[sentence.start], is_only=is_only)
        if found and found[0] == "cleared" and _is_own_word(sentence):
            continue
        if found and found[0] == "suspect" and _is_refuted(found[1].start(), sentence.text):
            continue
        if found and role != "named" and found[0] == "suspect":
            continue
        if found and lexicon().words["roles_at_last"].fullmatch(role) and found[0] in _BEFORE_IT:
            continue
        if found:
            role = found[0]
        elif role == "named" and _is_suspected(ship, sentence, is_only=is_only):
            role = "suspect"
    return role


def _is_suspected(ship: ShipNamed, sentence: Sentence, *, is_only: bool) -> bool:
    """Return whether the Edda "may have cut it", or what the only ship did is the cause told."""
    at = sentence.text.find(ship.name)
    held = lexicon().words["held_to_have"].search(sentence.text, at + len(ship.name))
    if at >= 0 and held and held.start() - at - len(ship.name) <= _HELD:
        return True
    return is_only and _is_held_to_have(sentence)


def _role_here(
    ship: ShipNamed, text: str, ships: Sequence[ShipNamed], *, is_only: bool
) -> tuple[str, re.Match[str]] | None:
    """Return the role that a sentence gives a ship, and the words."""
    mine = next((s for s in ships if s.name.casefold() == ship.name.casefold()), None)
    if mine is None:
        return None
    reach = _FAR if is_only else _NEAR
    begin, end = max(0, mine.start - reach), mine.end + reach
    for role, match in _roles_in(text, begin, end):
        if ship.is_service and not _is_done_to(mine, match, text):
            continue
        if len(ships) < 2 and _is_of_unnamed(mine, match, text):
            continue
        if len(ships) < 2 or mine in _whose(match, text, ships):
            return role, match
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
    return ship.start >= match.end() and any(match.start() - n.end() <= _HELD for n in here)


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


#: Characters beside a ship's name in which its role may stand; where it is the only ship.
_NEAR, _FAR = 110, 200
#: The same, before "may have cut it".
_HELD = 40
_DONE_BY_SHIPS = frozenset(["anchor", "construction", "fishing"])


def _is_held_to_have(sentence: Sentence) -> bool:
    """Return whether somebody says that what a ship did was the cause."""
    found = find_cause(sentence.text)
    return bool(found and found[0] in _DONE_BY_SHIPS and find_statements(sentence.text))


_NOT = re.compile(
    r"(?:n't|\b(?:not|never|yet to|refus\w+ to|declin\w+ to)) (?:\w+ ){0,2}$", re.IGNORECASE
)
_LET_GO = ("cleared", "acquitted")


def _roles_in(
    text: str, begin: int = 0, end: int | None = None
) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield the roles of the table told in words: "has not been cleared" is no such."""
    for role, pattern in lexicon().tables["roles"].items():
        for match in pattern.finditer(text, begin, len(text) if end is None else end):
            if role not in _LET_GO or not _NOT.search(text[: match.start()]):
                yield role, match


def _is_refuted(at: int, text: str) -> bool:
    """Return whether a word stands in what somebody denies: "rejected reports that it ..."."""
    return bool(lexicon().words["refuted"].search(text[:at]))


def _is_own_word(sentence: Sentence) -> bool:
    """Return whether an owner's denial is all that clears a ship."""
    is_authority = lexicon().words["authorities"].search
    return any(
        said.stance == "denies" and not (said.by and is_authority(said.by))
        for said in find_statements(sentence.text)
    )


#: Sentences back in which the ship may be named that "it" means.
_BACK = 2


def _spoken_of(key: str, event: Event, known: dict[str, ShipNamed]) -> list[Sentence]:
    """Return the sentences in which "the vessel" is that named last, which is this one."""
    found: list[Sentence] = []
    for sentence in event.own:
        if find_ships(sentence.text, known):
            continue
        at = bisect.bisect_left(event.text, sentence.start, key=lambda s: s.start)
        for earlier in reversed(event.text[max(0, at - _BACK) : at]):
            ships = [s for s in find_ships(earlier.text, known) if not s.is_service]
            # "Norway let the Edda go, Sweden the Mira": which "the ship" is, nobody knows.
            if len(ships) == 1 and ships[0].name.casefold() == key:
                found.append(sentence)
            if ships:
                break
    return found


def _role_of_the_ship(
    role: str,
    ship: ShipNamed,
    own: list[Sentence],
    sentences: Sequence[Sentence],
    *,
    is_only: bool = True,
) -> str:
    """Return the role of a ship as "the vessel"; of the only one as "a cargo ship", too."""
    later = tuple(reversed(lexicon().tables["roles"]))
    open_ = later[later.index(role) + 1 :] if role in later else later
    near = {s.paragraph + step for s in own for step in (-1, 0, 1, 2, 3)}
    for sentence in sentences:
        if sentence in own or (is_only and sentence.paragraph not in near):
            continue
        nouns = [*lexicon().words["ship_types"].finditer(sentence.text)]
        for noun in nouns if is_only else [*_IT.finditer(sentence.text), *nouns]:
            around = sentence.text[max(0, noun.start() - 60) : noun.end() + 120]
            found = next(_roles_in(around), None)
            if found and found[0] == "cleared" and _is_own_word(sentence):
                continue
            if _is_other_ship(noun, sentence) or not (
                is_only or _is_the_ship(noun, ship, sentence)
            ):
                continue
            if found and found[0] in open_:
                role = found[0]
            elif not found and role == "named" and _is_held_to_have(sentence):
                role = "suspect"
    return role


_ANY_SHIP = frozenset(["ship", "vessel", "boat"])
#: "It is suspected of ...", behind a sentence that names one ship.
_IT = re.compile(r"^(?:It|She)(?= (?:is|was|has|had)\b)")


def _is_the_ship(noun: re.Match[str], ship: ShipNamed, sentence: Sentence) -> bool:
    """Return whether "the vessel", "that tanker" is said of a ship told before."""
    kind = noun[0].casefold()
    if noun.re is _IT:
        return True
    if kind not in _ANY_SHIP and kind not in (ship.type or ""):
        return False
    return bool(
        re.search(r"\b(?:the|this|that) (?:[\w-]+ )?$", sentence.text[: noun.start()], re.I)
    )


def _is_other_ship(noun: re.Match[str], sentence: Sentence) -> bool:
    """Return whether "another vessel", "two ships", "a patrol ship" is meant."""
    before = sentence.text[max(0, noun.start() - 30) : noun.start()].casefold()
    return noun[0].casefold().endswith("s") or bool(
        re.search(r"\b(?:another|other|second|two|three|patrol|guard|navy|naval|repair)\b", before)
    )
