"""Who denies a charge in the sentence that makes it: "..., which the skipper denies"."""

from __future__ import annotations

import re

from .lexicon import lexicon
from .somebody import name_of

__all__ = ["who_denies"]

_ADVERBS = r"(?:(?:\w+ly|has|have|had|also) ){0,3}"
_DENIES = re.compile(
    r"(?:,|;|\s[-–—])\s(?:(?:all of )?which|something(?: that| which)?"
    r"|an? (?:charge|claim|accusation|allegation|suggestion|version|theory)(?: that| which)?)"
    r" (?P<by>he|she|they|it|(?:the|its|his|her|their|both) (?:[\w'-]+ ){0,2}?[\w'-]+"
    rf"|(?-i:[A-Z])[\w'-]+(?: (?-i:[A-Z])[\w'-]+)?) {_ADVERBS}"
    r"(?:den(?:y|ies|ied)|reject(?:s|ed)?|disput(?:e|es|ed)|dismiss(?:es|ed)?|contest(?:s|ed)?)\b",
    re.IGNORECASE,
)
_SOMEBODY = (
    r"(?:(?:the|an?|its|his|her|their) (?:[\w'-]+ ){0,2}?[\w'-]+|[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)"
)
#: Whom a charge is of: "says that the skipper tore it", "charges the captain with it".
_CHARGED = re.compile(
    rf"\bthat (?P<one>{_SOMEBODY}) (?:(?:had|has|have) )?(?:\w+ly )?"
    r"(?:cut|severed|broken?|tore|torn|snapped|sawn?|sawed|damaged|ripped|hooked|hit|caused|dragged|did)\b"
    rf"|\b(?:accus|blam|suspect|charg)\w+ (?P<two>{_SOMEBODY}) (?:of|for|with)\b"
)


def who_denies(text: str) -> tuple[str, int] | None:
    """Return who denies what a sentence charges them with, and where it says so.

    Parameters
    ----------
    text
        Sentence.

    Returns
    -------
    tuple or None
        The words of the text for somebody, and the offset of the denial.

    Examples
    --------
    >>> who_denies("Arelion says that the skipper cut it, which he denies.")
    ('the skipper', 44)
    """
    told = _DENIES.search(text)
    if told is None:
        return None
    by = told["by"]
    if lexicon().words["pronouns"].fullmatch(by):
        charged = _CHARGED.search(text, 0, told.start())
        by = (charged["one"] or charged["two"]) if charged else ""
    name = name_of(by)
    return (name, told.start("by")) if name else None
