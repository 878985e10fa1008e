"""Assets spoken of in a sentence: by name, or as "a telecoms cable"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .geography import fold
from .lexicon import lexicon

__all__ = ["AssetNames", "Mention", "find_mentions"]

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
            "both": 2, "pair": 2, "second": 1, "third": 1, "another": 1}  # fmt: skip
_DEFINITE = frozenset("the this that its their our these those his her same".split())  # noqa: SIM905
_TOKEN = re.compile(r"(?:\d{1,3},(?=\d{3}))*[\w'/&.–-]*\w'?|\S")
_NUMBERED = re.compile(r"\s*(?:,|and|&|/|or)\s*(\d)\b(?!\s*(?:km|kilomet|nautical|per|\.\d|,\d))")


@dataclass(frozen=True)
class Mention:
    """An asset spoken of.

    Attributes
    ----------
    start, end
        Offsets of the noun phrase in the sentence.
    head
        Offset of its noun or name.
    ids
        Assets of this name; empty where it is none.
    kind
        telecom, power, gas, oil, cable (telecom or power), pipeline (gas or oil).
    count
        How many; 0 where a plural says no number.
    is_definite, is_vague, is_further
        "the cable"; "numerous cables"; "another cable".
    """

    start: int
    end: int
    head: int
    ids: tuple[str, ...]
    kind: str
    count: int
    is_definite: bool = False
    is_vague: bool = False
    is_further: bool = False


#: Letters of a name that stands for all of its family: "EstLink", but not "BCS".
_FAMILY = 6


def _of_family(stem: str, number: str, words: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return the assets whose names are a stem and a number."""
    pattern = re.compile(re.escape(stem) + number)
    return tuple(sorted({i for key, ids in words.items() if pattern.fullmatch(key) for i in ids}))


class AssetNames:
    """Names and aliases of assets, ready to be found in texts.

    Parameters
    ----------
    rows
        Records with ``asset_id``, ``name``, ``aliases``, ``kind``.
    """

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.kinds = {str(r["asset_id"]): str(r["kind"]) for r in rows}
        owners = " ".join(str(r.get("operator") or "") for r in rows)
        # An operator's name is that of all its assets.
        operators = {_key(w) for w in re.findall(r"[\w'&-]+", fold(owners))}
        spelled = [
            (name, str(row["asset_id"]))
            for row in rows
            for name in asset_names(str(row["name"]), row.get("aliases") or ())
        ]
        words: dict[str, set[str]] = {}
        for name, asset_id in spelled:
            if _key(name) not in operators:
                words.setdefault(_key(name), set()).add(asset_id)
        # "EstLink" is said of the family, "Nord Stream" of both.
        self.ids = {key: _of_family(key, r"\d?", words) for key in words}
        for key, name in {_key(name): name for name, _ in spelled}.items():
            family, stem = re.sub(r"\d+$", "", key), re.sub(r"[\W\d]+$", "", name)
            is_new = family != key and family not in self.ids and family not in operators
            if is_new and len(family) >= _FAMILY and not _GENERIC.fullmatch(stem):
                self.ids[family] = _of_family(family, r"\d+", words)
        self._beginnings = frozenset(k[:2] for k in self.ids)
        self.pattern = self._pattern()

    def _pattern(self) -> re.Pattern[str]:
        """Return a pattern of all names, the longest first."""
        forms = sorted(self.ids, key=len, reverse=True)
        joined = "|".join(r"[\W_]{0,2}".join(map(re.escape, k)) for k in forms if len(k) >= 3)
        return re.compile(
            rf"(?<!\w)(?:{joined})(?!\w|-[A-Z])" if joined else r"(?!)", re.IGNORECASE
        )

    def noun_for(self, words: str) -> str:
        """Return "cable" or "pipeline" for words that are just the name of an asset, else nothing.

        Examples
        --------
        >>> AssetNames([{"asset_id": "k", "name": "Kontek", "kind": "power"}]).noun_for("KONTEK")
        'cable'
        """
        kinds = {self.kinds[i] for i in self.ids.get(_key(words), ())}
        return "" if not kinds else "pipeline" if kinds & {"gas", "oil"} else "cable"

    def may_stand_in(self, folded: str) -> bool:
        """Return whether some word begins as a name does: most sentences have none."""
        words = re.findall(r"(?<![a-z])[A-Z][\w-]+|[\w-]*\d[\w-]*", folded)
        return any(re.sub(r"\W", "", w)[:2].casefold() in self._beginnings for w in words)


_GENERIC = re.compile(
    r"(?:baltic|sea|submarine|subsea|cables?|power|link|great|belt|denmark|sweden|finland|estonia"
    r"|germany|poland|latvia|lithuania|gotland|bornholm|gas|pipelines?|export|new|ac|system|east|west"
    r"|north|south|\W)+",
    re.I,
)


def asset_names(name: str, aliases: Any) -> list[str]:
    """Return the names that stand for one asset, without those that only describe.

    Examples
    --------
    >>> asset_names("Kingisepp-Kaliningrad System (Baltika)", ["Baltic cable"])
    ['Kingisepp-Kaliningrad System', 'Baltika']
    """
    names = []
    for whole in (name, *aliases):
        parts = [whole] if "(" not in whole else re.split(r"[()]", whole)
        for part in parts:
            part = fold(part).strip(" ,;")
            numbered = bool(re.search(r"\d$", part)) and len(part.split()) > 2
            long = len(part.split()) > 3
            if len(part) >= 3 and (numbered or long or not _GENERIC.fullmatch(part)):
                names.append(part)
            if short := re.match(r"(\w+ \w+-\w+) Interlink$", part):
                names.append(short[1])
            # "Ostwind 2 export cables" are called Ostwind 2.
            if short := re.match(
                r"([A-Z][\w-]{4,} \d)\s+(?:[a-z]+ ){0,2}(?:cables?|pipelines?)$", part
            ):
                names.append(short[1])
    return names


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", fold(name)).casefold()


def find_mentions(text: str, names: AssetNames) -> list[Mention]:
    """Return the assets spoken of in a sentence, in their order."""
    words = lexicon()
    folded = fold(text)
    heads = list(words.words["heads"].finditer(text))
    barred = [m.span() for m in words.words["not_heads"].finditer(text)]
    heads = [h for h in heads if not any(a <= h.start() < b for a, b in barred)]
    found: list[Mention] = []
    for match in names.pattern.finditer(folded) if names.may_stand_in(folded) else ():
        near = [h for h in heads if not _parted(text, match.span(), h)]
        if not _is_name(text, match.span(), near):
            continue
        found.append(_named(match, text, names, near))
    for head in heads:
        if any(m.start <= head.start() < m.end for m in found):
            continue
        described = _described(head, text)
        if any(_is_apposed(described, named, text) for named in found):
            continue
        found.append(described)
    return sorted(found, key=lambda m: m.head)


#: "Fault located off Anholt", and in the next line of a list "Cable cut on Monday".
_LINES = re.compile(r"\n[ \t]*\n")


def _parted(text: str, span: tuple[int, int], head: re.Match[str]) -> bool:
    """Return whether a blank line stands between a name and a noun."""
    first, last = sorted([span, head.span()])
    return bool(_LINES.search(text, first[1], last[0]))


_APPOSED = re.compile(r"\W{1,4}(?:(?:called|named|known as|dubbed|the)\s+)?[\"']?")


def _is_apposed(one: Mention, named: Mention, text: str) -> bool:
    """Return whether a name behind a noun is its own: "a cable, C-Lion1,", "the cable C-Lion1"."""
    between = text[one.end : named.start]
    is_one = one.count == 1 and named.ids and one.end <= named.start
    return bool(is_one and (between == " " or (between.strip() and _APPOSED.fullmatch(between))))


_CALLED = re.compile(r"\b(?:known as|called|named|dubbed)\s[\"']?$", re.IGNORECASE)
_SYSTEM = re.compile(
    r"[\"']?\s(?:cable )?(?:system|link|line|connection|interconnection)\b", re.IGNORECASE
)


def _is_name(text: str, span: tuple[int, int], heads: list[re.Match[str]]) -> bool:
    """Return whether a match is meant as a name: capitals, and a noun near a common word."""
    written = text[span[0] : span[1]]
    if _GENERIC.fullmatch(written) and not written[-1].isdigit():
        # Common words are a name only as "the Baltic Sea Submarine Cable".
        before, after = text[max(0, span[0] - 8) : span[0]], text[span[1] : span[1] + 9]
        is_quoted = before.endswith('"') and after.startswith('"')
        said = (
            is_quoted
            or re.search(r"\b(?:the|called|named)\s$", before, re.I)
            or re.match(r"\s(?:\(|system)", after)
        )
        return bool(said) and all(w[0].isupper() for w in written.split())
    has_digit = any(c.isdigit() for c in written)
    if not has_digit and not written[:1].isupper():
        return False
    if _CALLED.search(text[: span[0]]) or _SYSTEM.match(text, span[1]):
        return True
    inner = any(c.isupper() for c in written[1:]) and not written.isupper()
    if has_digit or inner or "-" in written or len(written) >= 12 or written.isupper():
        return not (len(written) <= 4 and not _near(span, heads, 40))
    return _near(span, heads, 30) or " " in written.strip()


def _near(span: tuple[int, int], heads: list[re.Match[str]], most: int) -> bool:
    return any(0 <= h.start() - span[1] <= most or 0 <= span[0] - h.end() <= most for h in heads)


def _named(
    match: re.Match[str], text: str, names: AssetNames, heads: list[re.Match[str]]
) -> Mention:
    key = _key(match[0])
    ids = set(names.ids.get(key, ()))
    end = match.end()
    # "Nord Stream 1 and 2"
    stem = re.sub(r"\d$", "", key)
    while stem != key and (more := _NUMBERED.match(text, end)):
        ids |= set(names.ids.get(stem + more[1], ()))
        end = more.end()
    both = stem != key and end > match.end()
    # A noun right after the name belongs to it: "the EstLink 2 power cable".
    parting = re.compile(r"[,.;:]|\b(?:and|or|to|in|of)\b")
    near = (h for h in heads if 0 <= h.start() - end <= 25)
    after = next((h for h in near if not parting.search(text[end : h.start()])), None)
    if after:
        end = after.end()
    kinds = {names.kinds[i] for i in ids}
    kind = kinds.pop() if len(kinds) == 1 else "cable"
    count = len(ids) if both else 1
    return Mention(match.start(), end, match.start(), tuple(sorted(ids)), kind, count, True)


def _described(head: re.Match[str], text: str) -> Mention:
    """Return the noun phrase around a noun that is no name."""
    start, taken = _phrase_before(head, text)
    phrase = " ".join([*taken, head[0]])
    before = text[max(0, start - 40) : start].casefold()
    count = _count_of(taken, head, before)
    owner = any(t.endswith(("'s", "s'")) for t in taken)
    definite = owner or bool(set(taken[:1]) & _DEFINITE)
    # "Russia denies that it blew up its own pipelines": those told of before.
    is_own = "own" in taken and not lexicon().find("denial", text)
    further = bool(_FURTHER & set(taken)) or is_own
    kind = _kind(phrase, head[0], text[head.end() : head.end() + 60])
    words = lexicon().words
    vague = words["vague_of"].search(before) or any(words["vague"].fullmatch(t) for t in taken)
    # "A string of power cable and gas pipeline outages": no noun of it is a plural.
    is_vague = _is_one_of_many(text, start) or (count == 0 and bool(vague))
    return Mention(start, head.end(), head.start(), (), kind, count, definite, is_vague, further)


def _phrase_before(head: re.Match[str], text: str) -> tuple[int, list[str]]:
    """Return where the noun phrase of a noun begins, and its words before the noun."""
    begin = max(0, head.start() - 90)
    begin = max([begin, *(m.end() for m in _LINES.finditer(text, begin, head.start()))])
    tokens = list(_TOKEN.finditer(text, begin, head.start()))
    start, taken = head.start(), list[str]()
    for token in reversed(tokens[-8:]):
        word = token[0].casefold()
        if lexicon().words["stops"].fullmatch(word) or not re.match(r"\w", word):
            break
        start = token.start()
        taken.insert(0, word)
        if word in ("a", "an", "the") or word in _DEFINITE:
            break
    return start, taken


def _count_of(taken: list[str], head: re.Match[str], before: str) -> int:
    """Return how many assets a noun phrase means; 0 where it does not say."""
    if _ONE_OF.search(before):
        return 1
    numbers = [_NUMBERS[t] for t in taken if t in _NUMBERS]
    numbers += [int(t) for t in taken if t.isdecimal() and int(t) < 20]
    if numbers:
        return numbers[0]
    return 0 if head[0].casefold().endswith("s") else 1


_LIST = re.compile(r"(?:\s[\w-]+,?){0,9}\s*$")


def _is_one_of_many(text: str, start: int) -> bool:
    """Return whether a noun stands in a list that "a series of" begins."""
    begin = max(0, start - 90)
    for lead in lexicon().words["vague_of"].finditer(text, begin, start):
        between = text[lead.end() : start]
        if _LIST.fullmatch(between) and not lexicon().words["damage"].search(between):
            return True
    return False


#: "one of two cables", "the smaller of two links"
_ONE_OF = re.compile(
    r"\b(?:one|part|section|stretch|end|either|the (?:\w+er|\w+est|first|second|third|other))"
    r" of (?:\w+ ){0,2}$"
)
_FURTHER = frozenset(["another", "second", "third", "fourth", "separate", "other"])
_CARRIES = re.compile(
    r"^\s*(?:systems?|circuits?)?,?\s*(?:that|which)?\s*"
    r"(?:carr|transport|transmit|deliver)\w*\s+([\w -]+)"
)


def _kind(phrase: str, head: str, after: str) -> str:
    carried = _CARRIES.match(after)
    found = lexicon().label("kinds", phrase)
    found = found or (lexicon().label("kinds", carried[1]) if carried else None)
    noun = head.casefold()
    if found:
        kind = found[0]
        # "optical fibre" beats "power" only in their own phrase; a pipe carries no data.
        if "pipe" in noun:
            return kind if kind in ("gas", "oil") else "pipeline"
        return kind
    if "pipe" in noun:
        return "pipeline"
    return "cable"
