"""Assets that a sentence says have no damage: beside others, of an event before, a false alarm."""

from __future__ import annotations

from collections.abc import Sequence

from .damage import damage_word
from .gathered import Event, Part, fits
from .lexicon import lexicon
from .mentions import Mention
from .reading import Reading
from .sentences import Sentence

__all__ = ["deny", "not_spared", "note_denial"]

#: Paragraphs behind an event in which "no cable was cut" may be said of it.
_NEAR = 2
#: Paragraphs over which an asset said to be whole is told beside the event in hand.
_BESIDE = 2
#: Events told last, of which a sentence may still speak.
_RECENT = 12


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


def deny(sentence: Sentence, told: Sequence[tuple[Mention, Part]], state: Reading) -> None:
    """Note that an asset was not damaged: of an event before, or as a false alarm.

    Parameters
    ----------
    sentence, told
        The sentence, and its assets.
    state
        What is known before it; its events change.
    """
    strong = lexicon().find("false_alarm", sentence.text)
    of_asset = not strong and bool(lexicon().find("denies_damage", sentence.text))
    # "No cable was cut, unlike what was said of EstLink 1": a name says more than a noun.
    for mention, part in sorted(told, key=lambda x: not x[0].ids):
        event = _event_told(mention, part, state)
        if event:
            event.add(sentence)
            # "No damage to EstLink 2" beside a break of another asset says nothing of that.
            if (strong or of_asset) and len(event.parts) == 1:
                event.clear(sentence, of_asset=of_asset)
            state.focus, state.focus_paragraph = event, sentence.paragraph
            return
        is_alarm = (
            state.alarmed
            or bool(lexicon().find("alarm", sentence.text))
            or _was_anchored_at(part, state)
        )
        if is_alarm and (mention.ids or part.resolved or strong or of_asset):
            _note_alarm(sentence, part, state)
            return


def _event_told(mention: Mention, part: Part, state: Reading) -> Event | None:
    """Return the event told of an asset last; of one without a name one that is news."""
    told = state.events[-_RECENT:]
    if not mention.ids:
        told = sorted(told, key=lambda e: not e.is_background)
    return next(
        (e for e in reversed(told) if any(fits(part, known, mention) for known in e.parts)), None
    )


def _was_anchored_at(part: Part, state: Reading) -> bool:
    """Return whether an anchor came down beside an asset, as a sentence before tells."""
    ids = set(part.said.ids)
    for sentence, told in state.seen:
        at = told.places.get(sentence.start, 0)
        lead = lexicon().words["anchored_at"].search(sentence.text[:at])
        if lead and ids & set(told.said.ids) and not lexicon().find("fiction", sentence.text):
            return True
    return False


def _note_alarm(sentence: Sentence, part: Part, state: Reading) -> None:
    """Begin an event of which all that is told is that there was no damage."""
    when = state.when(sentence.text)
    beside = sentence.paragraph - state.focus_paragraph <= _BESIDE
    if state.focus and not state.focus.is_denied and beside and when is None:
        # "EstLink 1 was not damaged" beside a break of EstLink 2 is no alarm of its own.
        state.focus.add(sentence)
        return
    event = Event([part], [], is_denied=True, denial=sentence)
    event.date_it(when, sentence)
    for told in part.sentences:
        event.add(told)
    state.give_earlier(event)
    event.add(sentence)
    state.events.append(event)
    state.focus, state.focus_paragraph = event, sentence.paragraph
