"""Sentences on an asset without damage: what they add to what is known of it."""

from __future__ import annotations

from .gathered import Event, Part, fits, sure_part
from .lexicon import lexicon
from .mentions import Mention
from .parts import parts_told
from .reading import Reading
from .repairs import is_being_mended
from .scene import Scene
from .spoken import Spoken

__all__ = ["refine"]

#: What a name that only stands near is worth against one that is said to be broken.
_HINT = 0.65
#: Events told last, of which a sentence may still speak, and assets told last.
_RECENT, _SEEN = 12, 9


def refine(scene: Scene, state: Reading) -> None:
    """Use a sentence that speaks of an asset without damage: "the cable runs from A to B".

    Parameters
    ----------
    scene
        The sentence.
    state
        What is known before it; its events grow.
    """
    told = _without_apposed([m for m in scene.mentions if not m.is_vague], scene.text)
    parts = parts_told(scene.sentence, told, scene.places, state.gazetteer)
    for mention, part in parts:
        found = _known_part(mention, part, scene, state)
        if found:
            event, known = found
            if mention.is_definite and (len(event.parts) == 1 or part.said.ids):
                _complete(known, part, scene, state)
            event.add(scene.sentence)
            state.focus, state.focus_paragraph = event, scene.sentence.paragraph
            return
    _note(parts, scene, state)


def _without_apposed(told: list[Mention], text: str) -> list[Mention]:
    """Return mentions without those that only say what a name before them is.

    "Spliced C-Lion1, the cable to Rostock": these are one asset.
    """
    ends = {m.end for m in told if m.ids}
    return [
        m for m in told
        if m.ids or m.count != 1 or m.start - 2 not in ends or text[m.start - 2] != ","
    ]  # fmt: skip


def _known_part(
    mention: Mention, part: Part, scene: Scene, state: Reading
) -> tuple[Event, Part] | None:
    """Return the event told of an asset, and the asset as it was told there."""
    if not (mention.is_definite or mention.ids or mention.count == 1):
        return None
    for event in sorted(state.events[-_RECENT:], key=lambda e: e is not state.focus):
        is_at_hand = event is state.focus and (
            bool(mention.ids) or scene.sentence.paragraph == state.focus_paragraph
        )
        if (event.is_background and not is_at_hand) or event.is_title_only:
            continue
        if known := next((k for k in event.parts if fits(part, k, mention)), None):
            return event, known
    return None


def _complete(known: Part, part: Part, scene: Scene, state: Reading) -> None:
    """Give an asset of an event what a sentence without damage says of it."""
    named_here = bool(part.said.ids) and not known.said.ids
    known.said = known.said.joined(sure_part(part.said, known.said))
    if named_here:
        # A name in a sentence without damage is a hint, not a statement.
        known.worth = _HINT
    known.ask(state.gazetteer)
    known.places |= part.places
    known.sentences.append(scene.sentence)


def _note(parts: list[tuple[Mention, Part]], scene: Scene, state: Reading) -> None:
    """Note the assets of a sentence that is of no event, for what may yet be told of them."""
    sentence = scene.sentence
    if state.focus and sentence.paragraph == state.focus_paragraph:
        state.focus.add(sentence)
    elif not state.events:
        state.pending.append(sentence)
    mended = [part for _, part in parts if part.resolved]
    if mended and is_being_mended(sentence.text):
        state.mended.append((list(state.here), mended[0]))
    for mention, part in () if lexicon().find("works", sentence.text) else parts:
        if mention.ids or mention.count == 1:
            state.spoken = Spoken(mention, part, sentence)
    named = [m for m in scene.mentions if m.ids]
    for _, part in parts_told(sentence, named, scene.places, state.gazetteer):
        state.seen = [*state.seen[-_SEEN:], (sentence, part)]
