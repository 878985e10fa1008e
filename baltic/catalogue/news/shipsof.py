"""The ships of one event, and where its sentences speak of each: by name, as "the vessel"."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from .gathered import Event
from .lexicon import lexicon
from .officials import officials_in
from .sentences import Sentence
from .ships import ShipNamed, find_ships

__all__ = ["NamedShips", "around_the_vessel", "spoken_of"]


@dataclass
class NamedShips:
    """The ships of an event by folded name, and where they are named.

    ``told``: those of each sentence, by its offset; ``idle``: those that are only at work.
    """

    ships: dict[str, ShipNamed] = field(default_factory=dict)
    where: dict[str, list[Sentence]] = field(default_factory=dict)
    told: dict[int, list[ShipNamed]] = field(default_factory=dict)
    idle: frozenset[str] = frozenset()
    text: Sequence[Sentence] = ()

    @cached_property
    def officials(self) -> frozenset[str]:
        """Surnames of those whom the text introduces as of an authority."""
        return officials_in(self.text)

    @classmethod
    def of(cls, event: Event, hulls: Iterable[str]) -> NamedShips:
        """Return the ships that the sentences of an event name."""
        named = cls(text=event.text)
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


def _is_at_work(ship: ShipNamed, sentence: Sentence) -> bool:
    """Return whether a sentence has the ship repair or guard."""
    at = sentence.text.find(ship.name)
    words, ahead = lexicon().words, sentence.text[max(0, at - 120) : at]
    behind = sentence.text[at + len(ship.name) :]
    is_sent = words["at_work"].search(ahead) or words["sent_to_work"].search(ahead)
    return bool(is_sent or words["at_work_then"].match(behind.lstrip(' "*')))


#: Sentences back in which the ship may be named that "it" means.
_BACK = 2


def spoken_of(key: str, event: Event, known: dict[str, ShipNamed]) -> list[Sentence]:
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


def around_the_vessel(
    ship: ShipNamed, own: Sequence[Sentence], sentences: Sequence[Sentence], *, is_only: bool
) -> Iterator[tuple[Sentence, str]]:
    """Yield what is said of a ship as "the vessel"; of the only one as "a cargo ship", too.

    Parameters
    ----------
    ship, own
        The ship, and the sentences that name it.
    sentences
        Those in which "the vessel" may be this one.
    is_only
        No other ship is named.
    """
    near = {s.paragraph + step for s in own for step in (-1, 0, 1, 2, 3)}
    for sentence in sentences:
        if sentence in own or (is_only and sentence.paragraph not in near):
            continue
        nouns = [*lexicon().words["ship_types"].finditer(sentence.text)]
        # "A vessel of the navy followed the Vigil" is not of the tanker told before.
        others = find_ships(sentence.text) if is_only else []
        for noun in nouns if is_only else [*_IT.finditer(sentence.text), *nouns]:
            is_meant = (is_only and not others) or _is_the_ship(noun, ship, sentence)
            if is_meant and not (_is_other_ship(noun, sentence) or _is_named(noun, others)):
                yield sentence, sentence.text[max(0, noun.start() - 90) : noun.end() + 160]


#: Characters between a ship's type and its name.
_BESIDE = 4
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


def _is_named(noun: re.Match[str], others: Iterable[ShipNamed]) -> bool:
    """Return whether a noun stands right before the name of another ship: "the tug Vigil"."""
    return any(0 <= ship.start - noun.end() <= _BESIDE for ship in others)


def _is_other_ship(noun: re.Match[str], sentence: Sentence) -> bool:
    """Return whether "another vessel", "two ships", "a patrol ship" is meant."""
    before = sentence.text[max(0, noun.start() - 30) : noun.start()].casefold()
    return noun[0].casefold().endswith("s") or bool(
        re.search(r"\b(?:another|other|second|two|three|patrol|guard|navy|naval|repair)\b", before)
    )
