"""Links to other texts under an article: "Related:" and the headlines behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .sentences import Sentence

__all__ = ["without_links"]

_HEAD = re.compile(
    r"\W*(?:related(?: (?:articles?|stories|news|posts?|topics?|content))?|read (?:more|also|next)"
    r"|also read|see also|more (?:on|from|about) .{0,40}|you may also like|recommended|most read"
    r"|further reading|(?:top|other|latest) (?:stories|news)(?: of the \w+| in brief)?"
    r"|others also read)\W*",
    re.IGNORECASE,
)
#: Longer than any headline.
_HEADLINE = 160


def without_links(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences of a text but links to others: a heading, and headlines up to prose.

    Parameters
    ----------
    sentences
        Of the whole text, in order.

    Returns
    -------
    list of Sentence
        In their order.

    Examples
    --------
    >>> from .sentences import split_sentences
    >>> text = "A pipe leaked.\\n\\nRelated:\\n\\n- Ship seized\\n- Cable cut\\n\\nIt is repaired."
    >>> [s.text for s in without_links(split_sentences(text))]
    ['A pipe leaked.', 'It is repaired.']
    """
    kept: list[Sentence] = []
    is_link = False
    for sentence in sentences:
        is_short = len(sentence.text) <= _HEADLINE and sentence.text[-1:] not in ".!\"'"
        is_link = bool(_HEAD.fullmatch(sentence.text)) or (is_link and is_short)
        if not is_link:
            kept.append(sentence)
    return kept
