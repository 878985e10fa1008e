"""Who put a text out, where it is a notice: an operator, the police, a court."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .geography import fold
from .letters import compile_names
from .lexicon import lexicon
from .resolve import Gazetteer
from .sentences import Sentence

__all__ = ["operators_named", "publisher_of"]

#: Sentences at the head and at the foot of a text in which its publisher may stand.
_HEAD, _FOOT = 5, 3
_LONGEST = 110
_PIECES = re.compile(r"\s*(?:[,;|/]|\s[-–—]\s|:\s|\s{3,}|\bby\b|\band\b)\s*")
_WE = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
_RELEASE = re.compile(
    r"\b(?:(?:press|media|news) (?:release|information)|market message|informs)\b", re.I
)
#: "THE BORDER GUARD INFORMS"
_INFORMS = re.compile(r"\s(?:informs|announces|reports|notifies)\W*$", re.IGNORECASE)
#: "Service: C-Lion1" names what a notice is on, not who gives it.
_LABELS = frozenset(["service", "services", "agency", "authority", "officer", "area"])
_SMALL = frozenset(["of", "the", "for", "in", "and"])
_BYLINE = re.compile(r"^\W*by [^.]{3,60}$|\([^)]{0,30}(?:wire|agency|news)[^)]{0,10}\)", re.I)


def publisher_of(sentences: Sequence[Sentence], gazetteer: Gazetteer) -> str | None:
    """Return who put a text out, in its own words; None for a journalist's.

    Parameters
    ----------
    sentences
        All of the text.
    gazetteer
        Operators by name.

    Returns
    -------
    str or None
        An operator or authority that heads or signs a press release, or a text that says "we".

    Examples
    --------
    >>> from baltic.catalogue import load_assets
    >>> from baltic.catalogue.news import Gazetteer
    >>> from baltic.catalogue.news.sentences import split_sentences
    >>> told = split_sentences("Fingrid Oyj, Press release\\n\\nThe link has tripped.")
    >>> publisher_of(told, Gazetteer.of(load_assets()))
    'Fingrid Oyj'
    """
    if signed := _signature(sentences):
        return signed
    head = list(_lines(sentences[:_HEAD]))
    if any(_BYLINE.search(line) for line in head):
        return None
    for line in head:
        # "Litgrid, Vilnius, Friday": a line that begins with it.
        first = _INFORMS.sub("", re.split(r"[,\n]|\s{3,}", line)[0])
        if first != line and _is_publisher(first, gazetteer):
            return first
    if not any(lexicon().find("notices", line) for line in head) and not _says_we(sentences):
        return None
    for line in [*head, *reversed(list(_lines(sentences[-_FOOT:])))]:
        for piece in _PIECES.split(line):
            name = piece.strip(" .\"'()-–—")
            if _is_publisher(name, gazetteer):
                return name
    if not any(_RELEASE.search(line) for line in head):
        return None
    named = (name for s in sentences[:_HEAD] for name in operators_named(s.text, gazetteer))
    return next(named, None)


#: How a letter ends, before the name of who wrote it.
_YOURS = compile_names(
    r"(?:^|\n|[.!?]\s)\W*(?:Yours (?:sincerely|faithfully|truly)|Sincerely(?: yours)?"
    r"|Respectfully(?: yours)?|(?:Kind|Best|With kind) regards)[,.]?\s+"
    r"(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'.-]*){1,3})(?=\s*(?:\n|,|$))"
)


def _signature(sentences: Sequence[Sentence]) -> str | None:
    """Return who signed a letter: all in it that names no speaker is said by them."""
    foot = "\n".join(s.text for s in sentences[-_FOOT:])
    signed = _YOURS.search(foot)
    return signed["name"] if signed else None


def operators_named(text: str, gazetteer: Gazetteer) -> list[str]:
    """Return the operators of assets that a sentence names, as it writes them.

    Parameters
    ----------
    text
        Sentence.
    gazetteer
        Operators by name.

    Returns
    -------
    list of str
        In their order.

    Examples
    --------
    >>> from baltic.catalogue import load_assets
    >>> from baltic.catalogue.news import Gazetteer
    >>> operators_named("Kraftnät Åland lost its link.", Gazetteer.of(load_assets()))
    ['Kraftnät Åland']
    """
    found, folded = [], fold(text)
    for operator in gazetteer.operators_in(text):
        at = folded.find(operator)
        found.append((at, text[at : at + len(operator)] if at >= 0 else operator))
    return [name for _, name in sorted(found)]


def _lines(sentences: Sequence[Sentence]) -> Iterator[str]:
    """Yield the short lines of some sentences."""
    for sentence in sentences:
        for line in sentence.text.split("\n"):
            if line.strip() and len(line) <= _LONGEST:
                yield line.strip()


def _is_publisher(name: str, gazetteer: Gazetteer) -> bool:
    """Return whether some words of a line are a name, not a headline."""
    words = name.split()
    if not words or sum(word not in _SMALL for word in words) > 7 or not name[:1].isupper():
        return False
    if not all(word[0].isupper() or word in _SMALL for word in words[1:]):
        return False
    if name.casefold() in _LABELS:
        return False
    if any(lexicon().find(group, name) for group in ("damage", "notices", "heads")):
        return False
    office = lexicon().find("authorities", name)
    # Letterheads are set in capitals.
    spelled = [name.title(), name.capitalize()] if name.isupper() and len(words) > 1 else [name]
    is_known = any(gazetteer.operators_in(one) for one in spelled) and len(words) <= 3
    return is_known or bool(office and office[0][0].isupper())


def _says_we(sentences: Sequence[Sentence]) -> bool:
    """Return whether a text speaks of "us" outside quotations, more than in passing."""
    inside, count = False, 0
    for sentence in sentences:
        quotes = sentence.text.count('"')
        count += not inside and not quotes and bool(_WE.search(sentence.text))
        inside ^= bool(quotes % 2)
    return count > 1
