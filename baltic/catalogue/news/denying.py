"""Assets that a sentence says have no damage, beside others of it or of sentences before."""

from __future__ import annotations

from collections.abc import Sequence

from .damage import damage_word
from .gathered import Event
from .lexicon import lexicon
from .mentions import Mention
from .sentences import Sentence

__all__ = ["not_spared", "note_denial"]

#: Paragraphs behind an event in which "no cable was cut" may be said of it.
_NEAR = 2


def not_spared(text: str, told: Sequence[Mention]) -> list[Mention]:
    """Return the assets of a sentence but those that its own clause says are whole.

    Parameters
    ----------
    text, told
        A sentence, and the assets that it speaks of in their order.

    Returns
    -------
    list of Mention
        All, where no asset is told damaged beside one that is not.
    """
    if len(told) < 2:
        return list(told)
    over_all = lexicon().find("false_alarm", text)
    if over_all and over_all.start() < told[0].start:
        # "The report that it was cut is wrong": said of whatever follows.
        return list(told)
    ends = [m.start for m in told[1:]] + [len(text)]
    said = [damage_word(text[m.start : end]) for m, end in zip(told, ends, strict=True)]
    for place in reversed(range(len(said) - 1)):
        # "EstLink 1 and EstLink 2 were cut": what is said of the last is said of both.
        said[place] = said[place] or said[place + 1]
    if not any(d and not d[1] for d in said) or not any(d and d[1] for d in said):
        return list(told)
    return [m for m, d in zip(told, said, strict=True) if d is None or not d[1]]


def note_denial(sentence: Sentence, event: Event | None, *, is_told: bool) -> None:
    """Note that a sentence says of the only asset of an event that it has no damage.

    Parameters
    ----------
    sentence
        Any.
    event
        That in hand.
    is_told
        The sentence tells of a failure too: then only the asset is whole.
    """
    if event is None or len(event.parts) != 1 or event.is_denied:
        return
    if not lexicon().find("denies_damage", sentence.text):
        return
    if sentence.paragraph - event.sentences[-1].paragraph > _NEAR:
        return
    if is_told and not event.is_outage():
        return
    event.add(sentence)
    event.clear(sentence, of_asset=True)
