"""Ships named in a sentence: after their type, between quotation marks, after a flag."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .letters import compile_names
from .lexicon import lexicon

__all__ = ["ShipNamed", "find_ships"]

_NAME = (
    r"(?P<name>(?:[A-Z][\w'-]*|[A-Z]{2,})"
    r"(?:\s(?:[A-Z][\w'-]*|\d{1,3}|(?:of|af|av|de|van|von)(?=\s[A-Z])))*)"
)
_NAMED = compile_names(_NAME)
_QUOTED = r"[\"'](?P<quoted>[A-Z][\w' .-]{1,30}?)[\"']"
#: What follows a ship's type.
_NAMES = (
    (compile_names(_QUOTED), "quoted"),
    (_NAMED, "name"),
)
_FLAG = compile_names(
    r"(?P<flag>[A-Z][\w-]*(?:\s[A-Z][\w]*){0,3})[- ](?:flagged|registered|crewed)\b"
)
_FLAGGED = compile_names(r"\s*(?:[\"'])?" + _NAME)
_PREFIX = compile_names(r"\b(?:M/?V|M/?T|M/?S|S/?V|F/?V|MS|MV|MT)\s+" + _NAME)
_LEAD = re.compile(
    r"(?:\s*,)?\s+"
    r"(?:(?:called|named|by the name of|identified as|known as|the|MV|MT|M/V|M/T)\s+){0,2}"
    r"|\s*\(\s*"
)
_OF_AUTHORITY = re.compile(
    r"(?:repair|patrol|guard|survey|navy|naval|rescue|cable|police|customs|salvage) $"
)
#: "The vessel, Edda, was"; but "to take the vessel, Fingrid and Elering say".
_CLOSED = re.compile(r"\s?(?:[,.;:()]|$|\s[-–—]\s)")
_ADJECTIVE = re.compile(r"-(?:flagged|registered|owned|operated|bound|linked|based)$")
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


_APPOSITION = compile_names(r"[^,.;:()\"]{0,60},\s+the\s+" + _NAME + r"(?=[,.]|$)")
#: "the tankers Bora, Saar Star and Inge"
_ONE = _NAME.replace("?P<name>", "?:")
_LISTED = compile_names(rf"\s+{_ONE}(?:(?:,\s+|,?\s+and\s+){_ONE})*")
#: "the Pleijel, a Swedish repair ship"
_BEFORE_TYPE = compile_names(r"(?:\b[Tt]he\s+|^)" + _NAME + r",\s+an?\s+(?:[\w-]+\s+){0,3}$")
_CREW = compile_names(
    r"\b(?:(?:captain|master|crew|skipper|anchor|deck|hull)s?\s+of\s+(?:the\s+)?"
    r"|(?:aboard|on board|boarded|steered|skippered|commanded|captained)\s+the\s+)" + _NAME
)
#: "The Meridian Crest, 189 metres long and bound for Riga, passed over it"
_SAILED = compile_names(
    r"\b[Tt]he\s+"
    + _NAME
    + r"(?:,\s(?:\d[\d.,]*\s(?:metres?|meters?|dwt|gross)|bound\s|sailing\s|flying\s|registered\s"
    r"|flagged\s|en\sroute|laden|under\sthe\sflag)|\s(?:had\s|has\s|was\s|is\s)?(?:sailed|steamed|passed\s(?:over|across|above)"
    r"|crossed\s(?:over\s)?(?:the|both|it)|dragged\s|dropped\s(?:its|her|an)\sanchor|slowed\s|anchored\s|drifted\s|set\ssail|sought\sshelter"
    r"|lying\s|moored\s|steaming\s)|\s(?:was|has\sbeen|had\sbeen|is|lay)\s(?:\w+ly\s)?"
    r"(?:towed|boarded|escorted|detained|seized|impounded|at\sanchor|trawling|dredging|brought|taken|led|moved|directed|ordered|stopped|released))"
)
#: "the repair crew on the Cable Saga"
_WORKERS = compile_names(
    r"\b(?:on|aboard|by|from|until|with|when)\s+the\s+"
    r"(?P<name>[A-Z][\w'-]+(?:\s(?:[A-Z][\w'-]+|[IVX]+|\d{1,3}))+)"
)
_NAVAL = compile_names(
    r"\b(?P<name>(?:HMS|HSwMS|HDMS|FNS|ORP|EML|KBV|HNLMS|FGS|USS|CS|C/S|RV)\s"
    r"(?:[A-Z][\w'-]*|\d{1,3})(?:\s[A-Z][\w'-]*)*)"
)
#: "one of its barges, Alma III, was ...", "the dredger, Alma 3, belongs to ..."
_NUMBERED = compile_names(r",\s+(?P<name>(?:[A-Z][\w'-]*\s){1,3}(?:[IVX]+|\d{1,3})),")


def find_ships(
    text: str, known: dict[str, ShipNamed] | None = None, hulls: Iterable[str] = ()
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
    words = lexicon().words
    found: dict[str, ShipNamed] = {}

    def take(name: str, kind: str | None, start: int, service: bool) -> None:
        clean = _trimmed(name)
        if clean and clean.casefold() not in found:
            flag = _FLAG.search(text[max(0, start - 90) : start])
            found[clean.casefold()] = ShipNamed(
                clean, kind, re.sub(r"^(?:An?|The) ", "", flag["flag"]) if flag else None, service,
                text.find(clean, start), text.find(clean, start) + len(clean),
            )  # fmt: skip

    shouted = _is_shouted(text)
    for hull in hulls:
        written = hull.upper() if shouted else hull
        if here := re.search(rf"(?<!\w){re.escape(written)}(?!\w)", text):
            take(written, None, here.start(), False)
    if shouted:
        # All in capitals: no name stands out.
        return sorted(found.values(), key=lambda s: s.start)
    for name, kind, start, service in _typed(text):
        take(name, kind, start, service)
    for match in words["ship_plurals"].finditer(text):
        listed = _LISTED.match(text, match.end())
        for one in _NAMED.finditer(listed[0]) if listed else ():
            take(one["name"], match[0].casefold()[:-1], match.end() + one.start(), False)
    for group in ("ship_plurals", "ship_types"):
        for match in words[group].finditer(text):
            if barge := _NUMBERED.match(text, match.end()):
                take(barge["name"], match[0].casefold().rstrip("s"), barge.start("name"), False)
    for match in (*_PREFIX.finditer(text), *_CREW.finditer(text)):
        take(match["name"], None, match.start("name"), False)
    for match in _NAVAL.finditer(text):
        take(match["name"], None, match.start("name"), True)
    for match in _WORKERS.finditer(text) if words["mending"].search(text) else ():
        if not words["no_ships"].search(match["name"]):
            take(match["name"], None, match.start("name"), True)
    for match in _SAILED.finditer(text):
        if not words["no_ships"].search(match["name"]):
            take(match["name"], None, match.start("name"), False)
    for match in _FLAG.finditer(text):
        rest = _FLAGGED.match(text, match.end())
        if rest and not words["no_ships"].search(rest["name"]):
            take(rest["name"], None, rest.start("name"), False)
    for folded, ship in (known or {}).items():
        at = text.find(ship.name)
        if folded not in found and at >= 0 and not text[at + len(ship.name) :][:1].isalnum():
            found[folded] = ShipNamed(
                ship.name, ship.type, ship.flag, ship.is_service, at, at + len(ship.name)
            )
    return sorted(found.values(), key=lambda s: s.start)


def _typed(text: str) -> Iterator[tuple[str, str, int, bool]]:
    """Yield names beside a ship's type, with the type, the place, and whether it is of service."""
    for group, service in (("service_types", True), ("ship_types", False)):
        for match in lexicon().words[group].finditer(text):
            name = _after(text, match.end())
            if not name and (rest := _APPOSITION.match(text, match.end())):
                name = rest["name"], rest.start("name")
            if not name and (rest := _BEFORE_TYPE.search(text[: match.start()])):
                name = rest["name"], rest.start("name")
            if name:
                kind = match[0].casefold()
                before = text[max(0, match.start() - 14) : match.start()].casefold()
                guard = bool(_OF_AUTHORITY.search(before))
                yield name[0], kind, name[1], service or guard


def _is_shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 20 and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _after(text: str, at: int) -> tuple[str, int] | None:
    """Return the name that follows a ship's type."""
    lead = _LEAD.match(text, at)
    if not lead:
        return None
    for pattern, group in _NAMES:
        match = pattern.match(text, lead.end())
        if match and (group == "quoted" or "," not in lead[0] or _CLOSED.match(text, match.end())):
            return match[group], match.start(group)
    return None


def _is_no_name(token: str) -> bool:
    return bool(lexicon().words["no_ship_names"].fullmatch(token))


def _trimmed(name: str) -> str | None:
    """Return a ship's name without what only begins with a capital, or None."""
    tokens = re.sub(r"'s$|'$", "", name.strip(" .,'-")).split()
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
