"""Paragraphs on matters of their own: a text may tell of an incident beside a fire on a ferry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from .lexicon import lexicon
from .mentions import find_mentions
from .publisher import operators_named
from .resolve import Gazetteer
from .sentences import Sentence
from .ships import ShipNamed, find_ships
from .statements import is_question

__all__ = ["other_matters"]

#: "The tanker left port": one told of before.  "The tanker Edda": one that is named here.
_THE_SHIP = re.compile(r"\b(?:the|this|that|its) (?:[a-z-]+ )?$", re.IGNORECASE)


def other_matters(sentences: Sequence[Sentence], gazetteer: Gazetteer) -> frozenset[int]:
    """Return the paragraphs that have nothing to do with an asset at sea.

    A paragraph is such a one where it tells of a matter of its own (a fire, a strike), or is
    an item of a list, and has no word that ties it to an asset: no asset or operator, no
    anchor, no ship that is named where there is one of these.

    Parameters
    ----------
    sentences, gazetteer
        Of the text; the assets.

    Examples
    --------
    >>> from baltic.catalogue import load_assets
    >>> text = "The EstLink 1 cable was cut.\\n\\nA fire broke out on the ferry Alma."
    >>> from baltic.catalogue.news.sentences import split_sentences
    >>> sorted(other_matters(split_sentences(text), Gazetteer.of(load_assets())))
    [1]
    """
    texts = {
        number: [s for s in group if not s.is_title]
        for number, group in groupby(sentences, key=lambda s: s.paragraph)
    }
    apart = {
        number
        for number, told in texts.items()
        if told and _is_apart(told) and not _is_tied(told, gazetteer)
    }
    if not apart:
        return frozenset()
    known = {
        ship.name.casefold(): ship
        for s in sentences if s.paragraph not in apart for ship in find_ships(s.text)
    }  # fmt: skip
    return frozenset(n for n in apart if not _speaks_of(texts[n], known))


def _is_apart(told: Sequence[Sentence]) -> bool:
    """Return whether a paragraph tells of a matter of its own, or is an item of its own."""
    words = lexicon().words
    if any(words["own_matter"].search(s.text) for s in told):
        return True
    # A dash may begin what somebody says, a dot does not.
    is_item = told[0].is_item and told[0].text[0] in "•*" and not is_question(told[0].text)
    return is_item and not any(words["of_a_case"].search(s.text) for s in told)


def _is_tied(told: Sequence[Sentence], gazetteer: Gazetteer) -> bool:
    """Return whether a paragraph has a word that ties it to an asset."""
    return any(
        lexicon().find("ties", s.text)
        or find_mentions(s.text, gazetteer.names)
        or operators_named(s.text, gazetteer)
        for s in told
    )


def _speaks_of(told: Sequence[Sentence], known: dict[str, ShipNamed]) -> bool:
    """Return whether a paragraph speaks of a ship of the others, by name or as "the ship"."""
    for sentence in told:
        ships = find_ships(sentence.text, known)
        if any(s.name.casefold() in known for s in ships):
            return True
        if ships:
            return False
        nouns = lexicon().words["ship_types"].finditer(sentence.text)
        if any(_THE_SHIP.search(sentence.text[: noun.start()]) for noun in nouns):
            return True
    return False
