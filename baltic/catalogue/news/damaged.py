"""Which assets of a sentence it tells damaged, or says are not."""

from __future__ import annotations

from dataclasses import dataclass

from .beside import not_landmarks, without_insertions
from .damage import Damage, damage_word
from .dates import DateFound
from .denying import not_spared
from .geography import find_pair
from .lexicon import lexicon
from .mentions import Mention
from .parts import is_specific
from .reading import Reading
from .scene import Scene
from .statements import is_question

__all__ = ["Damaged", "damaged_in"]


@dataclass(frozen=True)
class Damaged:
    """The assets that a sentence tells damaged (or not: ``is_denied``), by what word, and when."""

    mentions: list[Mention]
    damage: Damage | None
    when: DateFound | None
    is_denied: bool


def damaged_in(scene: Scene, state: Reading) -> Damaged:
    """Return what a sentence tells damaged; damage to cables at large is noted for later.

    Parameters
    ----------
    scene, state
        The sentence; what is known before it.
    """
    text = scene.text
    damage = None if is_question(text) else damage_word(text)
    when = state.when(without_insertions(text))
    told = _told(scene, damage) if damage else []
    pair = find_pair(text, scene.places)
    named = [m for m in told if is_specific(m, text, when, pair)]
    is_denied = damage is not None and damage.is_denied
    if told and not named and not is_denied and not lexicon().find("background", text):
        state.unnamed.append(scene.sentence)
    whole = not_landmarks(text, named)
    spared = not_spared(text, whole)
    if len(spared) < len(whole):
        if is_denied:
            damage = damage_word(text[spared[0].start :])
        return Damaged(spared, damage, when, is_denied=False)
    return Damaged(whole, damage, when, is_denied)


def _told(scene: Scene, damage: Damage) -> list[Mention]:
    """Return the assets that a word of damage is told of: none in a drill, a law, for upkeep."""
    words = lexicon()
    told = [m for m in scene.mentions if not m.is_vague]
    is_upkeep = words.find("upkeep", scene.text) and not damage.is_denied
    is_own_work = any(words.find(w, scene.text) for w in ("own_work", "supposed"))
    is_fiction = words.find("fiction", scene.text) and not any(m.is_definite for m in told)
    is_rule = words.find("rehearsed", scene.text) or words.find("law", scene.text)
    return [] if is_upkeep or is_own_work or is_fiction or is_rule else told
