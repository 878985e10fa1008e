"""Sentences into events: which sentence speaks of which damage, and which of none."""

from __future__ import annotations

import re
from datetime import date

from .adding import add_aside, add_damage
from .beside import compared, not_likened
from .damage import damage_word
from .damaged import Damaged, damaged_in
from .denying import deny, note_denial
from .following import follow_or_tell
from .gathered import Event
from .geography import find_places, sea_named
from .lexicon import lexicon
from .locating import come_to_the_baltic, in_the_baltic, set_aside
from .matters import other_matters
from .mended import add_mended
from .mentions import Mention, find_mentions
from .parts import parts_told
from .reading import Reading
from .refining import refine
from .resolve import Gazetteer
from .scene import Scene
from .sentences import Sentence
from .settling import settled
from .tale import tale_of

__all__ = ["MOST_EVENTS", "find_events"]

#: Sentences in which a text says whether its cases have to do with each other.
_OPENING = 12
_ANY = re.compile(r"(?:any|no|every|each)\b", re.I)
_ALARM = re.compile(r"\b(?:alarms?|scare|all[- ]clear)\b", re.I)
#: More events than any article tells of: the rest of a huge text is left unread, and said so.
MOST_EVENTS = 200


def find_events(
    sentences: list[Sentence],
    gazetteer: Gazetteer,
    article: date | None,
    by: date | None = None,
) -> list[Event]:
    """Return the events of a text, in the order in which it tells them.

    Parameters
    ----------
    sentences, gazetteer
        Of the text; the assets.
    article, by
        Day of the article; or the day by which it was written.
    """
    # What is taken back is not told, nor is what to do.
    words = lexicon().words
    unsaid = [words["taken_back"], words["instruction"]]
    sentences = [s for s in sentences if not any(w.search(s.text) for w in unsaid)]
    apart = any(lexicon().words["apart"].search(s.text) for s in sentences[:_OPENING])
    alarmed = any(_ALARM.search(s.text) for s in sentences[:_OPENING])
    others = other_matters(sentences, gazetteer)
    state = Reading(gazetteer, article, by, apart, alarmed, other_matters=others)
    for sentence in sentences:
        if sentence.paragraph in others:
            continue
        state.come_to(sentence)
        _read(sentence, state)
        if len(state.events) >= MOST_EVENTS:
            break
    add_mended(state)
    _give_unnamed(state)
    return settled(state, sentences)


def _give_unnamed(state: Reading) -> None:
    """Give the only news what was said before it of "cables in the Baltic Sea" at large."""
    news = [e for e in state.events if not (e.is_background or e.is_title_only)]
    if len(news) != 1:
        return
    for sentence in state.unnamed:
        if sentence.start < news[0].sentences[0].start:
            news[0].add(sentence)
    news[0].sentences.sort(key=lambda s: s.start)


def _read(sentence: Sentence, state: Reading) -> None:
    """Read a sentence: on no asset, on one elsewhere, on a whole one, or on a damaged one."""
    told = find_mentions(sentence.text, state.gazetteer.names)
    mentions = not_likened(sentence.text, told)
    if not mentions or (state.focus and _is_at_large(sentence.text, mentions)):
        state.paragraph_sea = sea_named(sentence.text) or state.paragraph_sea
        follow_or_tell(sentence, state)
        return
    places = find_places(sentence.text, state.gazetteer.towns)
    scene = Scene(sentence, places, in_the_baltic(mentions, sentence.text, places, state))
    if not scene.mentions:
        set_aside(scene, state)
        return
    come_to_the_baltic(scene, state)
    damaged = damaged_in(scene, state)
    if damaged.mentions:
        _tell(scene, damaged, state)
        return
    if damaged.is_denied:
        note_denial(sentence, state.focus, is_told=False)
    if any(not m.is_vague for m in scene.mentions):
        refine(scene, state)


def _is_at_large(text: str, mentions: list[Mention]) -> bool:
    """Return whether a sentence has cables but as such: "has nothing to do with any cable".

    What else it names, such as the sea in which an anchor was lost, is not where a cable lies.
    """
    is_such = all(m.is_vague or _ANY.match(text, m.start) for m in mentions)
    return is_such and damage_word(text) is None


def _tell(scene: Scene, damaged: Damaged, state: Reading) -> None:
    """Tell the events of the assets that a sentence says are damaged, or are not."""
    sentence = scene.sentence
    parts = parts_told(sentence, damaged.mentions, scene.places, state.gazetteer)
    if state.spoken and state.spoken.is_near(sentence):
        for mention, part in parts:
            state.spoken.complete(mention, part, state.gazetteer)
    if damaged.is_denied:
        deny(sentence, parts, state)
        return
    aside = {m.start for m in compared(sentence.text, damaged.mentions)}
    add_aside(sentence, [p for p in parts if p[0].start in aside], damaged.when, state)
    told = [p for p in parts if p[0].start not in aside]
    if not told:
        return
    add_damage(told, tale_of(sentence, told, damaged, state), state)
    note_denial(sentence, state.focus, is_told=True)
