"""The assets that a sentence speaks of, each with what it says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .dates import DateFound
from .gathered import Part
from .geography import Ends, Place, find_pairs
from .mentions import Mention
from .resolve import Description, Gazetteer
from .sentences import Sentence

__all__ = ["is_specific", "parts_told"]

#: Characters beside one asset of several in which a place is said of it.
_BESIDE = 90

_RECENT = re.compile(
    r"\b(?:recent|past|last few|several|first|early|previous) (?:\w+ )?(?:years|months|weeks)\b"
)


def is_specific(mention: Mention, text: str, when: DateFound | None, pair: Ends | None) -> bool:
    """Return whether one thing is meant, not cables as such."""
    recent = _RECENT.search(text)
    dated = when is not None and when.is_exact
    if mention.ids:
        return dated or not recent
    if mention.is_vague:
        return False
    if when is not None and not dated and re.search(r"\bsince\b", when.words, re.IGNORECASE):
        return pair is not None
    if mention.count and (not recent or dated or pair is not None):
        return True
    return not recent and (dated or pair is not None or mention.is_definite)


@dataclass(frozen=True)
class _Scene:
    """A sentence with its places; ``alone``: it speaks of one asset, of which all in it is said."""

    text: str
    places: list[Place]
    gazetteer: Gazetteer
    alone: bool


def parts_told(
    sentence: Sentence,
    told: Sequence[Mention],
    places: list[Place],
    gazetteer: Gazetteer,
) -> list[tuple[Mention, Part]]:
    """Return the assets that a sentence speaks of, each with what it says of it.

    "The cables between A and B and between C and D" are one part for each pair.
    """
    alone = len({m.ids for m in told}) == 1 or len(told) == 1
    scene = _Scene(sentence.text, places, gazetteer, alone)
    found = []
    for mention, pairs in _with_pairs(scene, told):
        words = " ".join(sentence.text[mention.start : mention.end].split())
        for pair in pairs:
            said = _described(mention, pair, scene)
            part = Part(said, mention.count, words, [sentence], gazetteer.resolve(said))
            part.places[sentence.start] = mention.head
            found.append((mention, part))
    return found


def _with_pairs(
    scene: _Scene, told: Sequence[Mention]
) -> Iterator[tuple[Mention, Sequence[Ends | None]]]:
    """Yield each asset with the ends told of it; where they are several, one for each pair."""
    pairs = find_pairs(scene.text, scene.places)
    for place, mention in enumerate(told):
        until = told[place + 1].start if place + 1 < len(told) else len(scene.text)
        own = _own_pairs(pairs, mention, until, place)
        is_counted = mention.count in (0, len(own)) or _is_said_again(scene.text, mention)
        if len(own) > 1 and not mention.ids and is_counted:
            yield replace(mention, count=1), own
        else:
            yield mention, own[:1] or [None]


def _described(mention: Mention, pair: Ends | None, scene: _Scene) -> Description:
    """Return what a sentence says of a mention."""
    near = [p for p in scene.places if scene.alone or abs(p.start - mention.head) < _BESIDE]
    adjectives = tuple(
        p.value for p in near if p.kind == "country" and mention.start <= p.start < mention.head + 1
    )
    ends = (pair,) if pair and (scene.alone or not mention.ids) else ()
    inside = {w for end in ends[0] for w in end} if ends else set()
    towns = tuple(p.value for p in near if p.kind == "town" and p.value not in inside)
    areas = tuple(p.box for p in near if p.kind == "sea" and p.box)
    operators = scene.gazetteer.operators_in(scene.text) if scene.alone else ()
    return Description(
        mention.ids, mention.kind, ends, adjectives, towns[:3], areas[:2], operators[:2]
    )


_AGAIN = re.compile(
    r"\band (?:another|a (?:second|third|further)|one more|the other)(?: one)?"
    r"(?: that (?:runs|goes))? (?:between|from|linking|connecting|to)\b"
)


def _is_said_again(text: str, mention: Mention) -> bool:
    """Return whether "and another between C and D" follows "a cable between A and B"."""
    return bool(_AGAIN.search(text, mention.end))


def _own_pairs(
    pairs: list[tuple[int, Ends]], mention: Mention, until: int, place: int
) -> list[Ends | None]:
    """Return the ends told of one asset of a sentence: those before the next asset."""
    if len(pairs) == 1:
        return [pairs[0][1]]
    begin = 0 if place == 0 else mention.start
    return [ends for at, ends in pairs if begin <= at < until]
