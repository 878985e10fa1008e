"""Ships named in a sentence, each once, with its flag."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from .letters import compile_names
from .lexicon import lexicon
from .namings import FLAG, Naming, namings

__all__ = ["ShipNamed", "find_ships"]

#: Characters before a name in which its flag stands.
_FLAG_CHARS = 90

_ADJECTIVE = re.compile(r"-(?:flagged|registered|owned|operated|bound|linked|based)$")
#: "the Maltese-flagged MV Edda"
_PREFIXES = frozenset(["MV", "MT", "MS", "SS", "M/V", "M/T", "M/S"])
#: 'the MV Edda and the "Saar Star"'
_ALSO = compile_names(
    r"[\"']?(?:,| and|, and) (?:the )?[\"'](?P<name>[A-Z][\w'-]*(?: [A-Z\d][\w'-]*){0,3})[\"']"
)
_ROMAN = compile_names(r"^(?:[IVX]+|\d+|[A-Z])$")


@dataclass(frozen=True)
class ShipNamed:
    """A ship in a text: its name, type and flag in the words of the text, and its place."""

    name: str
    type: str | None
    flag: str | None
    is_service: bool
    start: int
    end: int


def find_ships(
    text: str, known: Mapping[str, ShipNamed] | None = None, hulls: Iterable[str] = ()
) -> list[ShipNamed]:
    """Return the ships named in a sentence.

    Parameters
    ----------
    text
        Sentence.
    known
        Ships named before, by folded name: they need no type beside them.
    hulls
        Names of ships known from elsewhere, as written.

    Examples
    --------
    >>> [s.name for s in find_ships("The Cook Islands-flagged tanker Eagle S sailed on Monday.")]
    ['Eagle S']
    """
    found: dict[str, ShipNamed] = {}
    is_shouted = _is_shouted(text)
    # All in capitals: no name stands out.
    told = () if is_shouted else namings(text)
    all_told = (*_hulls_in(text, hulls, is_shouted=is_shouted), *told)
    starts = sorted({naming.start for naming in all_told if _trimmed(naming.name)})
    for naming in all_told:
        clean = _trimmed(naming.name)
        if clean and clean.casefold() not in found:
            found[clean.casefold()] = _ship(naming, clean, text, starts)
    for ship in [*found.values()]:
        if also := _ALSO.match(text, ship.end):
            naming = Naming(also["name"], None, also.start("name"))
            found.setdefault(also["name"].casefold(), _ship(naming, also["name"], text, starts))
    for folded, ship in () if is_shouted else _known_in(text, known or {}):
        found.setdefault(folded, ship)
    return sorted(found.values(), key=lambda s: s.start)


def _hulls_in(text: str, hulls: Iterable[str], *, is_shouted: bool) -> Iterator[Naming]:
    """Yield the ships known from elsewhere that a sentence names."""
    for hull in hulls:
        written = hull.upper() if is_shouted else hull
        if here := re.search(rf"(?<!\w){re.escape(written)}(?!\w)", text):
            yield Naming(written, None, here.start())


def _ship(naming: Naming, name: str, text: str, starts: list[int]) -> ShipNamed:
    """Return a ship with the flag that stands before its name, and before no other's."""
    begin = max(0, naming.start - _FLAG_CHARS)
    flag = FLAG.search(text[begin : naming.start])
    if flag and not lexicon().words["ship_plurals"].match(text, begin + flag.end() + 1):
        # "The Maltese-flagged tanker Edda and a tug named Alma": the flag is of the first.
        others = bisect.bisect_left(starts, begin + flag.end())
        flag = flag if starts[others] == naming.start else None
    start = text.find(name, naming.start)
    land = re.sub(r"^(?:An?|The) ", "", flag["flag"]) if flag else None
    return ShipNamed(name, naming.type, land, naming.is_service, start, start + len(name))


def _known_in(text: str, known: Mapping[str, ShipNamed]) -> Iterator[tuple[str, ShipNamed]]:
    """Yield the ships of sentences before that a sentence names, by folded name."""
    for folded, ship in known.items():
        at = text.find(ship.name)
        end = at + len(ship.name)
        if at >= 0 and not text[end:][:1].isalnum():
            yield folded, replace(ship, start=at, end=end)


def _is_shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 20 and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _is_no_name(token: str) -> bool:
    return bool(lexicon().words["no_ship_names"].fullmatch(token))


def _trimmed(name: str) -> str | None:
    """Return a ship's name without what only begins with a capital, or None."""
    tokens = re.sub(r"'s$|'$", "", name.strip(" .,'-")).split()
    if len(tokens) > 1 and tokens[0] in _PREFIXES:
        tokens = tokens[1:]
    while tokens and _is_no_name(tokens[-1]) and not _ROMAN.match(tokens[-1]):
        tokens.pop()
    if not tokens or _is_no_name(tokens[0]) or any(map(_ADJECTIVE.search, tokens)):
        return None
    for place, token in enumerate(tokens):
        if place and _is_no_name(token) and not _ROMAN.match(token):
            tokens = tokens[:place]
            break
    clean = " ".join(tokens)
    clean = re.sub(r"'s$", "", clean)
    if lexicon().words["baltic_waters"].fullmatch(clean):
        return None
    return clean if len(clean) >= 3 and not clean.isdigit() else None
