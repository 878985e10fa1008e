"""Assets that a sentence on damage names beside the damaged one: as a landmark, to compare."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .dates import find_dates
from .lexicon import lexicon
from .mentions import Mention

__all__ = ["compared", "not_landmarks", "not_likened", "without_insertions"]

#: "It was cut at about the same time as a pipeline was" ends where its clause does.
_CLAUSE_END = re.compile(r"[,;:](?!\d)|\.(?=\s|$)")

_IT_WAS = re.compile(
    r"\b(?:it|they|this one|that one) (?:was|were|had been|has been|failed|broke|tripped)\b[^;:]*$",
    re.I,
)
_ARTICLE = re.compile(r"\s(?:(?:the|both|an?|our|its)\s)?")


def not_landmarks(text: str, told: Sequence[Mention]) -> list[Mention]:
    """Return the assets of a sentence but those that only say where another one lies.

    Parameters
    ----------
    text, told
        A sentence, and the assets that it speaks of in their order.

    Returns
    -------
    list of Mention
        All, where no other is left.

    Examples
    --------
    >>> from baltic.catalogue import load_assets
    >>> from baltic.catalogue.news import Gazetteer
    >>> from baltic.catalogue.news.mentions import find_mentions
    >>> text = "A cable that runs close to NordBalt was cut."
    >>> told = find_mentions(text, Gazetteer.of(load_assets()).names)
    >>> [text[m.start : m.end] for m in not_landmarks(text, told)]
    ['A cable']
    """
    leads = [m.end() for m in lexicon().words["landmark"].finditer(text)]
    kept = [m for m in told if not any(_ARTICLE.fullmatch(text, at, m.start) for at in leads)]
    return kept or list(told)


def compared(text: str, told: Sequence[Mention]) -> list[Mention]:
    """Return the assets of a sentence whose case it only compares that of another one with.

    Parameters
    ----------
    text, told
        A sentence, and the assets that it speaks of in their order.

    Returns
    -------
    list of Mention
        None, where no other is left.

    Examples
    --------
    >>> from baltic.catalogue import load_assets
    >>> from baltic.catalogue.news import Gazetteer
    >>> from baltic.catalogue.news.mentions import find_mentions
    >>> text = "A cable was cut at the same time as NordBalt failed."
    >>> told = find_mentions(text, Gazetteer.of(load_assets()).names)
    >>> [text[m.start : m.end] for m in compared(text, told)]
    ['NordBalt']
    """
    clauses = _clauses(text)
    found = [m for m in told if any(a <= m.start < b for a, b in clauses)]
    if len(found) < len(told):
        return found
    # "On 3 May it was cut, a day before NordBalt was": "it" is the one that the text is on.
    is_of_it = any(_IT_WAS.search(text[:a]) for a, _ in clauses)
    return found if is_of_it else []


def not_likened(text: str, told: Sequence[Mention]) -> list[Mention]:
    """Return the assets of a sentence but those whose case it only likens its own to.

    With a day behind its name such a case is recalled, not only likened to.

    Parameters
    ----------
    text, told
        A sentence, and the assets that it speaks of in their order.

    Returns
    -------
    list of Mention
        None, where it speaks of no other.

    Examples
    --------
    >>> from baltic.catalogue import load_assets
    >>> from baltic.catalogue.news import Gazetteer
    >>> from baltic.catalogue.news.mentions import find_mentions
    >>> text = "It was cut by those who draw inspiration from Nord Stream."
    >>> not_likened(text, find_mentions(text, Gazetteer.of(load_assets()).names))
    []
    """
    ends = [lead.end() for lead in lexicon().words["likened"].finditer(text)]
    begins = {m.end() for at in ends if (m := _ARTICLE.match(text, at))} | {at + 1 for at in ends}
    return [m for m in told if m.start not in begins or find_dates(text[m.end :], None)]


def without_insertions(text: str) -> str:
    """Return a text of the same length without clauses that compare, inserted between commas.

    "On 3 May, days before Elering spoke of damage to EstLink 2, NordBalt failed."

    Examples
    --------
    >>> without_insertions("On 3 May, days before it was told, NordBalt failed.")
    'On 3 May,                         , NordBalt failed.'
    """
    for a, b in _clauses(text):
        if text[:a].rstrip().endswith(",") and text[b : b + 1] == ",":
            text = text[:a] + " " * (b - a) + text[b:]
    return text


def _clauses(text: str) -> list[tuple[int, int]]:
    """Return where the clauses stand in which a sentence compares."""
    found = []
    for lead in lexicon().words["compares"].finditer(text):
        end = _CLAUSE_END.search(text, lead.end())
        found.append((lead.start(), end.start() if end else len(text)))
    return found
