"""Who shares what was said right before: "The operator agrees.", "So says the navy, too."."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator

from .gathered import Event
from .lexicon import lexicon
from .sentences import Sentence
from .somebody import NOUN_PHRASE, name_of
from .statements import Statement, find_statements, is_question

__all__ = ["echoes_of"]

#: A speaker at the head of a sentence or of its next clause; insertions may follow.
_BY = re.compile(rf"(?:^\W*|[,;] (?:and )?)(?P<by>{NOUN_PHRASE}?)(?:, [^,.;:]{{2,60}},)? $")
_NOT = re.compile(r"(?:n't|\b(?:not|never|hardly|nobody|cannot)) $", re.IGNORECASE)
#: What may be shared: a denial is of who denies.
_SHARED = frozenset(["claims", "doubts"])


def echoes_of(
    said: Iterable[Statement], sentence: Sentence, event: Event
) -> Iterator[tuple[Statement, Sentence]]:
    """Yield the statements that the next sentence ascribes to others, too.

    Parameters
    ----------
    said, sentence
        What a sentence claims or doubts.
    event
        With the whole text: who agrees may say nothing else of it.
    """
    shared = next((s for s in said if s.stance in _SHARED), None)
    at = bisect.bisect_right(event.text, sentence.start, key=lambda s: s.start)
    behind = next(iter(event.text[at : at + 1]), None)
    if not shared or not behind or behind.paragraph - sentence.paragraph > 1:
        return
    if is_question(behind.text) or find_statements(behind.text):
        return
    for by in _who_agrees(behind.text):
        yield Statement(by, behind.text, shared.stance, shared.cause), behind


def _who_agrees(text: str) -> Iterator[str]:
    """Yield who is said to think so, too."""
    for match in lexicon().words["echo"].finditer(text):
        before = text[: match.start()]
        head = None if _NOT.search(before) else _BY.search(before)
        if head and (by := name_of(head["by"])):
            yield by
