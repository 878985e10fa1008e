"""Places named in a sentence: seas, countries of the Baltic and their landing towns, others."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from .lexicon import lexicon

__all__ = [
    "Ends", "Place", "Towns", "find_pair", "find_pairs", "find_places", "fold", "island_box",
    "sea_at", "sea_named", "town_names",
]  # fmt: skip

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Place:
    """A place named in a text.

    Attributes
    ----------
    start, end
        Offsets in the sentence.
    kind
        ``sea`` (Baltic waters and islands), ``other`` and ``land`` (waters and lands
        elsewhere), ``country``, ``town``.
    value
        Country code, town (folded), or the words.
    box
        Of waters, degrees; None when not known.
    """

    start: int
    end: int
    kind: str
    value: str
    box: Box | None = None


@cache
def _folded(character: str) -> str:
    special = {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "a", "đ": "d", "ß": "s"}
    if character in special:
        return special[character]
    plain = unicodedata.normalize("NFKD", character)[:1]
    return plain if plain and plain.isascii() else character


def fold(text: str) -> str:
    """Return a text without diacritics, of the same length, letter case kept.

    Examples
    --------
    >>> fold("Šventoji, Fårösund")
    'Sventoji, Farosund'
    """
    return text if text.isascii() else "".join(map(_folded, text))


class Towns:
    """Landing towns by their names.

    Parameters
    ----------
    landings
        Records with ``name``, ``country``, ``lon``, ``lat``; words in brackets and after a
        comma or slash are names too.
    """

    def __init__(self, landings: Iterable[dict[str, Any]]) -> None:
        self.points: dict[str, tuple[float, float]] = {}
        self.countries: dict[str, str] = {}
        for landing in landings:
            for name in town_names(str(landing.get("name") or "")):
                if landing.get("lon") is None or landing.get("lat") is None:
                    continue
                self.points.setdefault(name, (float(landing["lon"]), float(landing["lat"])))
                self.countries.setdefault(name, str(landing.get("country") or ""))
        names = sorted(self.points, key=len, reverse=True)
        self.pattern = re.compile(
            r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)" if names else r"(?!)"
        )


def town_names(landing: str) -> list[str]:
    """Return the town names in the words of a landing.

    Examples
    --------
    >>> town_names("Kakumäe Bay / Harku"), town_names("Rønne (Bornholm)")
    (['Kakumae', 'Harku'], ['Ronne', 'Bornholm'])
    """
    names = []
    for part in re.split(r"[()/,;]| - ", fold(landing)):
        words = [w for w in part.split() if not lexicon().words["no_towns"].fullmatch(w)]
        name = " ".join(words)
        if len(name) >= 4 and name[0].isupper() and not any(c.isdigit() for c in name):
            names.append(name)
    return names


_LOCATING = re.compile(
    r"\b(?:off|near|in|between|from|to|around|linking|links?|linked|connecting|connects?|connected"
    r"|joining|joins|and|with|of|via|toward|towards|across|coast of|waters of)(?:\s+the)?"
    r"(?:\s+(?:coast|shores?|waters|island|islands)\s+of)?(?:\s+(?:northern|southern|eastern|western))?\s+$",
    re.IGNORECASE,
)


@cache
def _country_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (code, re.compile(rf"(?<!\w)(?:{name}|{adjective}|{person}s)(?!\w)", re.I))
        for code, (name, adjective, person, _) in lexicon().countries.items()
    )


def find_places(text: str, towns: Towns) -> list[Place]:
    """Return the places named in a sentence, in their order.

    A land elsewhere counts only where a word of place stands before it: "off Taiwan", not
    "Chinese officials".
    """
    words = lexicon()
    folded = fold(text)
    found = [
        Place(m.start(), m.end(), "sea", m[0].casefold(), box)
        for pattern, box in words.seas
        for m in pattern.finditer(folded)
        if m[0][0].isupper() or "the " in m[0].casefold()
    ]
    for m in words.words["other_seas"].finditer(text):
        found.append(Place(m.start(), m.end(), "other", m[0].casefold()))
    for m in words.words["other_places"].finditer(text):
        is_name = m[0][0].isupper() or m[0][:3].casefold() == "the"
        if is_name and _LOCATING.search(text[max(0, m.start() - 45) : m.start()]):
            found.append(Place(m.start(), m.end(), "land", m[0].casefold()))
    for code, pattern in _country_patterns():
        for m in pattern.finditer(text):
            found.append(Place(m.start(), m.end(), "country", code))
    for m in towns.pattern.finditer(folded):
        found.append(Place(m.start(), m.end(), "town", m[0]))
    found += _same_country(text, found)
    found.sort(key=lambda p: (p.start, -p.end))
    kept: list[Place] = []
    for place in found:
        inside = kept and place.start < kept[-1].end and place.kind != "town"
        if not inside or place.kind == "town":
            kept.append(place)
    return kept


def _same_country(text: str, found: list[Place]) -> list[Place]:
    """Return "the country" as the country named last before it."""
    countries = sorted((p for p in found if p.kind == "country"), key=lambda p: p.start)
    same = []
    for match in re.finditer(r"\b[Tt]he country\b(?!')", text):
        before = [p for p in countries if p.end <= match.start()]
        if before:
            same.append(Place(match.start(), match.end(), "country", before[-1].value))
    return same


_PAIR = re.compile(
    r"\b(?:between|linking|links?|linked|connect(?:ing|s|ed)?|join(?:ing|s|ed)?|from|runs?|running)\b"
    r"([^.;:!?\"]{2,70}?)\s+(?:and|to|with)\s+"
    r"((?:(?!\b(?:and|or)\s+(?:between|from|linking|connecting|another|one|the|an?)\b)[^.,;:!?\"]){2,60})",
    re.IGNORECASE,
)
#: Room for "the" before the far end of a pair.
_ARTICLE = 5
_HYPHENS = re.compile(r"^\s?(?:-|–|—|/)\s?$")

Ends = tuple[tuple[str, ...], tuple[str, ...]]


def find_pair(text: str, places: list[Place]) -> Ends | None:
    """Return the two ends that a sentence gives an asset first, each as ``FI`` or a town.

    Examples
    --------
    >>> t = "the link between Finland and Estonia"
    >>> find_pair(t, find_places(t, Towns([])))
    (('FI',), ('EE',))
    """
    found = find_pairs(text, places)
    return found[0][1] if found else None


def find_pairs(text: str, places: list[Place]) -> list[tuple[int, Ends]]:
    """Return all pairs of ends in a sentence, each with its offset.

    Examples
    --------
    >>> t = "cables between Latvia and Sweden and between Finland and Germany"
    >>> [ends for _, ends in find_pairs(t, find_places(t, Towns([])))]
    [(('LV',), ('SE',)), (('FI',), ('DE',))]
    """
    ends = [p for p in places if p.kind in ("country", "town") or _is_island(p)]
    joined: list[tuple[int, Ends]] = [
        (one.start, ((one.value,), (two.value,)))
        for one, two in itertools.pairwise(ends)
        if _HYPHENS.match(text[one.end : two.start])
    ]
    found: list[tuple[int, Ends]] = []
    for match in _PAIR.finditer(text):
        left = _inside(ends, match.start(1), match.end(1))
        right = _inside(ends, match.start(2), match.end(2))
        is_told = any(match.start() <= at < match.start(2) + _ARTICLE for at, _ in joined)
        if left and right and not is_told:
            # The far end is what stands first; what follows may speak of other things.
            found.append((match.start(), (tuple(left), tuple(right[:2]))))
    if joined:
        return sorted([*joined, *found])
    return found or _one_ended(text, ends)


_ONE_END = re.compile(
    r"\b(?:cables?|links?|lines?|pipes?|pipelines?|connections?|interconnectors?)\s+(?:to|from|with|towards?)"
    r"\s+(?:the\s+)?(?:(?:island|coast|port)\s+of\s+)?$",
    re.IGNORECASE,
)


def _one_ended(text: str, ends: list[Place]) -> list[tuple[int, Ends]]:
    """Return the pair of "a Finnish cable to Germany", "Gotland's link with Sweden"."""
    far = next((p for p in ends if _ONE_END.search(text[: p.start])), None)
    if far is None:
        return []
    for near in ends:
        is_owner = near.kind == "country" and 0 < far.start - near.end < 40
        if near.value != far.value and (is_owner or _is_island(near) or _is_island(far)):
            one, two = _inside([near], 0, len(text)), _inside([far], 0, len(text))
            return [(min(near.start, far.start), (tuple(one), tuple(two)))]
    return []


def _is_island(place: Place) -> bool:
    return place.kind == "sea" and place.value in _ISLANDS


_ISLANDS = frozenset(["gotland", "bornholm", "saaremaa", "hiiumaa", "aland", "oland",
                      "aland islands", "the aland islands"])  # fmt: skip


def island_box(name: str) -> Box | None:
    """Return the box of an island (a title-case word of a pair); None for other places."""
    if name.casefold() not in _ISLANDS:
        return None
    return next((box for pattern, box in lexicon().seas if pattern.fullmatch(name)), None)


def _inside(places: list[Place], start: int, end: int) -> list[str]:
    return [
        p.value.title() if p.kind == "sea" else p.value
        for p in places
        if start <= p.start and p.end <= end
    ]


def sea_named(text: str) -> str | None:
    """Return ``baltic`` or ``other`` by the last waters named; None where none are.

    Examples
    --------
    >>> sea_named("from the Baltic to the Red Sea")
    'other'
    """
    words = lexicon().words
    sides = [(m.start(), "other") for m in words["other_seas"].finditer(text)]
    sides += [(m.start(), "baltic") for m in words["baltic_waters"].finditer(text)]
    return max(sides)[1] if sides else None


def sea_at(offset: int, text: str, places: list[Place], *, is_known: bool = False) -> str | None:
    """Return ``baltic`` or ``other`` for what stands at an offset; None where nothing is said.

    The nearest word of place decides; what follows the thing weighs more than what is before.
    Of a thing told of already ("the cable") a land elsewhere says where it is only when it
    follows at once: a ship of that sentence may be registered there.
    """
    best: tuple[float, str] | None = None
    for place in places:
        if place.kind == "country":
            before = text[max(0, place.start - 45) : place.start]
            if not _LOCATING.search(before):
                continue
        if place.kind == "land" and is_known and not 0 < place.start - offset < 60:
            continue
        away = place.start - offset if place.start >= offset else 1.3 * (offset - place.end) + 10
        side = "other" if place.kind in ("other", "land") else "baltic"
        if place.kind == "country":
            away += 25  # a coast may lie on two seas: waters say more
        if best is None or away < best[0]:
            best = (away, side)
    return best[1] if best else None
