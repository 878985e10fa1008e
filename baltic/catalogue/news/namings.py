"""The ways in which a text names a ship: after its type, a prefix, a flag, by what it did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .letters import compile_names
from .lexicon import lexicon

__all__ = ["FLAG", "Naming", "namings"]

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
FLAG = compile_names(
    r"(?P<flag>[A-Z][\w-]*(?:\s[A-Z][\w]*){0,3})[- ](?:flagged|registered|crewed)\b"
)
_FLAGGED = compile_names(r"\s*(?:[\"'])?" + _NAME)
_PREFIX = compile_names(r"\b(?:M/?V|M/?T|M/?S|S/?V|F/?V|MS|MV|MT|m/[vts])\s+" + _NAME)
_LEAD = re.compile(
    r"(?:\s*,)?\s+"
    r"(?:(?:called|named|by the name of|identified as|known as|the|MV|MT|M/V|M/T)\s+){0,2}"
    r"|\s*\(\s*"
)
_OF_AUTHORITY = re.compile(
    r"(?:repair|patrol|guard|survey|navy|naval|rescue|cable|police|customs|salvage)(?:'s)? $"
)
#: "The vessel, Edda, was"; but "to take the vessel, Fingrid and Elering say".
_CLOSED = re.compile(r"\s?(?:[,.;:()]|$|\s[-–—]\s)")
_APPOSITION = compile_names(r"[^,.;:()\"]{0,60},\s+the\s+" + _NAME + r"(?=[,.]|$)")
#: "the tankers Bora, Saar Star and Inge"
_ONE = _NAME.replace("?P<name>", "?:")
_LISTED = compile_names(rf"\s+{_ONE}(?:(?:,\s+|,?\s+and\s+){_ONE})*")
#: "the Pleijel, a Swedish repair ship"
_BEFORE_TYPE = compile_names(
    r"(?:\b[Tt]he\s+|^\W*|:\s+)" + _NAME + r"\s*,\s+an?\s+(?:[\w-]+\s+){0,3}$"
)
#: "Edda is a Maltese-flagged tanker of 38,000 tons"; but "Ann Lee is a ship broker".
_IS_A = compile_names(r"^\W*" + _NAME + r",?\s+(?:is|was)\s+an?\s+(?:[\w,.-]+\s+){0,6}$")
_TYPE_ENDS = re.compile(
    r"\s*(?:$|[,.;:()]|\s(?:of|built|from|with|which|that|owned|flagged|registered|sailing|flying"
    r"|carrying|bound|under|managed|operated|on|and)\b)"
)
_CREW = compile_names(
    r"\b(?:(?:captain|master|crew|skipper|anchor|deck|hull)s?\s+of\s+(?:the\s+)?"
    r"|(?:aboard|on board|boarded|steered|skippered|commanded|captained)\s+the\s+)"
    r"[\"']?" + _NAME
)
#: "The Meridian Crest, 189 metres long and bound for Riga, passed over it"
_SAILED = compile_names(
    r"\b[Tt]he\s+[\"']?"
    + _NAME
    + r"[\"']?(?:,\s(?:deepening\s|dredging\s|trawling\s|towing\s|lying\s|steaming\s"
    r"|drifting\s|anchored\s|carrying\s|heading\sfor\s|\d[\d.,]*\s(?:metres?|meters?|dwt|gross)|bound\s|sailing\s|flying\s|registered\s"
    r"|flagged\s|en\sroute|laden|under\sthe\sflag)|\s(?:had\s|has\s|was\s|is\s)?(?:been\s)?(?:sailed|steamed|passed\s(?:over|across|above)"
    r"|crossed\s(?:over\s)?(?:the|both|it)|dragged\s|dropped\s(?:its|her|an)\sanchor|slowed\s|anchored\s|drifted\s|set\ssail|sought\sshelter"
    r"|lying\s|moored\s|steaming\s)|\s(?:was|has\sbeen|had\sbeen|is|lay)\s(?:\w+ly\s)?"
    r"(?:towed|boarded|escorted|detained|seized|impounded|at\sanchor|trawling|dredging|brought|taken|led|moved|directed|ordered|stopped|released))"
)
#: 'would not let the "Edda" sail'
_QUOTED_SHIP = compile_names(
    r"\b[Tt]he\s+[\"']"
    + _NAME
    + r"[\"'](?=\s(?:to\s)?(?:sail|leave|go|depart|anchor|put to sea)\b)"
)
#: "the repair crew on the Cable Saga"
_WORKERS = compile_names(
    r"\b(?:on|aboard|by|from|until|with|when)\s+the\s+"
    r"(?P<name>[A-Z][\w'-]+(?:\s(?:[A-Z][\w'-]+|[IVX]+|\d{1,3}))+)"
)
_NAVAL = compile_names(
    r"\b(?P<name>(?:HMS|HSwMS|HDMS|FNS|ORP|EML|KBV|HNLMS|FGS|USS|CS|C/S|RV)\s"
    r"(?:[A-Z][\w'-]*|\d{1,3})(?:\s[A-Z][\w'-]*)*)(?!\s[\"'][A-Z])(?!\w)"
)
#: 'BP 83 "Bad Bramstedt"', 'KBV 001 "Poseidon"': the number and the name of a patrol ship.
_HULL_NUMBER = compile_names(
    r"\b(?:BP|KBV|PVL|SG|P|M|F)\s?-?\d{1,3}\s[\"'](?P<name>[A-Z][\w'-]*(?:\s[A-Z][\w'-]*){0,2})[\"']"
)
#: "one of its barges, Alma III, was ...", "the dredger, Alma 3, belongs to ..."
_NUMBERED = compile_names(r",\s+(?P<name>(?:[A-Z][\w'-]*\s){1,3}(?:[IVX]+|\d{1,3})),")


class Naming(NamedTuple):
    """Words that name a ship: where they begin, its type, and whether it helps or guards."""

    name: str
    type: str | None
    start: int
    is_service: bool = False


def namings(text: str) -> Iterator[Naming]:
    """Yield what names a ship in a sentence; the surest ways first, a ship may come again."""
    yield from _typed(text)
    yield from _listed(text)
    yield from _numbered(text)
    for pattern in (_PREFIX, _CREW, _QUOTED_SHIP):
        yield from _matched(pattern, text)
    yield from _matched(_NAVAL, text, is_service=True)
    yield from _matched(_HULL_NUMBER, text, is_service=True)
    if lexicon().find("mending", text):
        yield from _but_offices(_matched(_WORKERS, text, is_service=True))
    yield from _but_offices(_matched(_SAILED, text))
    yield from _but_offices(_flagged(text))


def _matched(pattern: re.Pattern[str], text: str, *, is_service: bool = False) -> Iterator[Naming]:
    for match in pattern.finditer(text):
        yield Naming(match["name"], None, match.start("name"), is_service)


def _but_offices(found: Iterator[Naming]) -> Iterator[Naming]:
    """Yield names but those of authorities and companies, which pass and seize things, too."""
    return (n for n in found if not lexicon().find("no_ships", n.name))


def _listed(text: str) -> Iterator[Naming]:
    """Yield "the tankers Bora, Saar Star and Inge"."""
    for match in lexicon().words["ship_plurals"].finditer(text):
        listed = _LISTED.match(text, match.end())
        for one in _NAMED.finditer(listed[0]) if listed else ():
            kind = match[0].casefold()[:-1]
            yield Naming(one["name"], kind, match.end() + one.start())


def _numbered(text: str) -> Iterator[Naming]:
    """Yield "one of its barges, Alma III, was ..."."""
    for group in ("ship_plurals", "ship_types"):
        for match in lexicon().words[group].finditer(text):
            if barge := _NUMBERED.match(text, match.end()):
                yield Naming(barge["name"], match[0].casefold().rstrip("s"), barge.start("name"))


def _flagged(text: str) -> Iterator[Naming]:
    """Yield "the Cook Islands-registered Eagle S"."""
    for match in FLAG.finditer(text):
        if rest := _FLAGGED.match(text, match.end()):
            yield Naming(rest["name"], None, rest.start("name"))


def _typed(text: str) -> Iterator[Naming]:
    """Yield names beside a ship's type."""
    for group, service in (("service_types", True), ("ship_types", False)):
        for match in lexicon().words[group].finditer(text):
            name = _after(text, match.end())
            if not name and (rest := _APPOSITION.match(text, match.end())):
                name = rest["name"], rest.start("name")
            if not name and (rest := _BEFORE_TYPE.search(text[: match.start()])):
                name = rest["name"], rest.start("name")
            if not name and (rest := _IS_A.search(text[: match.start()])):
                ends = _TYPE_ENDS.match(text, match.end())
                is_ship = ends and not lexicon().find("no_ships", rest["name"])
                name = (rest["name"], rest.start("name")) if is_ship else None
            if name and not _is_office(match, name[0]):
                kind = match[0].casefold()
                before = text[max(0, match.start() - 14) : match.start()].casefold()
                guard = bool(_OF_AUTHORITY.search(before))
                yield Naming(name[0], kind, name[1], service or guard)


def _is_office(kind: re.Match[str], name: str) -> bool:
    """Return whether "Ship" is the first word of an authority: "the Ship Safety Division"."""
    is_title = kind[0][0].isupper() and kind.start() > 0
    return is_title and bool(lexicon().find("no_ships", name))


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
