"""Sentences without an asset: on the event in hand, or on the asset spoken of before."""

from __future__ import annotations

import re
from dataclasses import replace

from .adding import add_damage
from .clocks import find_clocks
from .damage import damage_word, is_all_clear
from .damaged import Damaged
from .damagedays import start_date
from .denying import deny, note_denial
from .gathered import Event, length_of, span_of
from .geography import find_pair, find_places
from .joining import TOGETHER_DAYS
from .lexicon import lexicon
from .reading import Reading
from .sentences import Sentence
from .settling import is_old
from .spoken import stands_for_asset
from .statements import find_statements, is_question
from .tale import day_in, tale_of

__all__ = ["follow_or_tell"]

#: Paragraphs over which a sentence may still be about the event in hand, and give it its day.
_NEAR, _DATED_NEAR = 6, 2
#: What is made up, planned, supposed or done by those who own the asset.
_UNREAL = ("fiction", "upkeep", "own_work", "supposed")
_HAPPENED = re.compile(r"\b(?:happened|occurred|took place)\b", re.I)


def follow_or_tell(sentence: Sentence, state: Reading) -> None:
    """Read a sentence without an asset: on an event, or on the asset spoken of before.

    Parameters
    ----------
    sentence
        Any that names no asset.
    state
        What is known before it; its events grow.
    """
    unreal = (lexicon().find(w, sentence.text) for w in _UNREAL)
    is_told = not is_question(sentence.text) and not any(unreal)
    damage = damage_word(sentence.text) if is_told else None
    spoken = state.spoken
    if not (damage and spoken and spoken.is_near(sentence) and stands_for_asset(sentence.text)):
        _follow(sentence, state)
        return
    parts = [spoken.told_by(sentence)]
    if damage.is_denied:
        deny(sentence, parts, state)
        return
    mentions = [mention for mention, _ in parts]
    damaged = Damaged(mentions, damage, state.when(sentence.text), is_denied=False)
    add_damage(parts, tale_of(sentence, parts, damaged, state), state)


def _follow(sentence: Sentence, state: Reading) -> None:
    """Give a sentence without an asset to the event in hand, when it can be about it."""
    if not _may_be_about(sentence.text, state):
        return
    words = lexicon()
    # "Repairs start when a ship comes free in the North Sea" is of the event all the same.
    is_far = words.find("other_seas", sentence.text) and not words.find("mending", sentence.text)
    if state.focus is None or is_far:
        # What a text on another sea goes on with is of no case that it only brings up.
        if is_far or state.paragraph_sea != "other":
            state.pending.append(sentence)
        return
    near = sentence.paragraph - state.focus_paragraph
    if near > _NEAR:
        return
    event = state.focus
    if event.is_background and near > 0:
        # A new paragraph comes back to what the article is about.
        event = next((e for e in reversed(state.events) if not e.is_background), event)
    event.add(sentence)
    _add_ends(sentence, event, state)
    if is_all_clear(sentence.text) and len(event.parts) == 1:
        event.clear(sentence)
    note_denial(sentence, event, is_told=False)
    _add_day(sentence, event, state)


def _may_be_about(text: str, state: Reading) -> bool:
    """Return whether a sentence without an asset has words that an event may be told in."""
    words = lexicon()
    return bool(
        words.find("about", text)
        or words.find("ship_types", text)
        or words.label("repair", text)
        or start_date(text, state.article, state.by)
        or is_all_clear(text)
        or _tells_time(text)
        or (stands_for_asset(text) and damage_word(text))
        or find_statements(text)
        or state.is_answer
    )


def _add_day(sentence: Sentence, event: Event, state: Reading) -> None:
    """Give an event the day that a sentence tells, where it has none or a vaguer one."""
    near = sentence.paragraph - state.focus_paragraph
    if event.days is None and near <= _DATED_NEAR:
        start = start_date(sentence.text, state.article, state.by)
        if start is None and state.is_answer:
            start = day_in(sentence.text, state)
        if start:
            event.date_it(start, sentence)
            return
    if event.is_background or not (_is_open(event, sentence) and _tells_when(sentence.text)):
        return
    when = state.when(sentence.text)
    days = span_of(when)
    is_narrower = days and (event.days is None or length_of(days) < length_of(event.days))
    if when and is_narrower and not is_old(days, state.written()):
        event.date_it(when, sentence)


def _is_open(event: Event, sentence: Sentence) -> bool:
    """Return whether a day told further on may be that of an event."""
    if event.days is None or length_of(event.days) > TOGETHER_DAYS:
        return True
    return event.is_found_later and not lexicon().find("discovery", sentence.text)


def _tells_time(text: str) -> bool:
    """Return whether a sentence has a clock time of what happened: "It was last seen at ..."."""
    happened = _HAPPENED.search(text) or lexicon().find("still_whole", text)
    return bool(happened and find_clocks(text))


def _tells_when(text: str) -> bool:
    return bool(damage_word(text) or _HAPPENED.search(text))


def _add_ends(sentence: Sentence, event: Event, state: Reading) -> None:
    """Give the only asset of an event the ends that "its line between A and B" tells."""
    part = event.parts[0]
    if len(event.parts) > 1 or part.said.ids or part.said.pairs:
        return
    pair = stands_for_asset(sentence.text) and find_pair(
        sentence.text, find_places(sentence.text, state.gazetteer.towns)
    )
    if pair:
        part.said = replace(part.said, pairs=(pair,), areas=(), towns=())
        part.sentences.append(sentence)
        part.ask(state.gazetteer)
