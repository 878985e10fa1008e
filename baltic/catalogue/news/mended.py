"""Assets of which a text tells only that they are mended, or were: something broke, then."""

from __future__ import annotations

from .dates import find_dates
from .gathered import Event, Part
from .lexicon import lexicon
from .reading import Reading
from .sentences import Sentence
from .settling import is_old

__all__ = ["add_mended"]

#: Paragraphs, the headline among them, in which a text tells what it is about.
_FIRST = 3


def add_mended(state: Reading) -> None:
    """Add cases of assets that a text tells mended: at its head, or by name and of late.

    Parameters
    ----------
    state
        What is known of the text, which is read to its end; its events grow.
    """
    for told, part in state.mended:
        is_at_head = not state.events and told[-1].paragraph <= _FIRST
        if is_at_head:
            state.events.append(Event([part], [told[-1]]))
        elif part.said.ids and _is_of_late(told, state) and not _is_told(part, state):
            state.events.append(Event([part], list(told)))


def _is_told(part: Part, state: Reading) -> bool:
    return any(part.resolved.keys() & known.resolved for e in state.events for known in e.parts)


def _is_of_late(told: list[Sentence], state: Reading) -> bool:
    """Return whether a repair is told with a day of late in its paragraph, and is no old one."""
    words = lexicon().words
    if state.is_elsewhere or words["background"].search(told[-1].text):
        return False
    days = [
        (d.first, d.last)
        for sentence in told
        for d in find_dates(sentence.text, state.article, state.by)
        if d.first and d.last and d.is_exact
    ]
    return bool(days) and not any(is_old(span, state.written()) for span in days)
