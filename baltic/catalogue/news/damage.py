"""What a sentence tells of damage: a word of it, or that there was none."""

from __future__ import annotations

import re
from typing import NamedTuple

from .lexicon import Lexicon, lexicon

__all__ = ["Damage", "damage_word", "is_all_clear"]


class Damage(NamedTuple):
    """A word of damage in a text, and whether the text says that there was none."""

    word: re.Match[str]
    is_denied: bool


def damage_word(text: str) -> Damage | None:
    """Return a word of damage, and whether it is negated; None when only imagined.

    Examples
    --------
    >>> damage_word("The cable was cut.").word[0], damage_word("It was not cut.").is_denied
    ('cut', True)
    """
    words = lexicon()
    denied = words.find("false_alarm", text) or words.find("undamaged", text)
    best: Damage | None = None
    for match in words.words["damage"].finditer(text):
        how = _how_told(match, text, is_denied=bool(denied))
        if how == "told":
            return Damage(match, False)
        if how == "denied":
            best = best or Damage(match, True)
        elif how == "weak" and (best is None or best.is_denied):
            best = Damage(match, False)
    if best is None and denied:
        return Damage(denied, True)
    if best is None and words.find("tried", text) and (over := words.find("dragged_over", text)):
        return Damage(over, False)
    return best


def _how_told(match: re.Match[str], text: str, *, is_denied: bool) -> str | None:
    """Return how a word of damage is told: ``told``, ``denied``, ``weak``; None: only imagined.

    Parameters
    ----------
    match, text
        The word in its sentence.
    is_denied
        The sentence says that it was a false alarm, or that something is whole.
    """
    words, ahead = lexicon(), text[: match.start()]
    if _is_of_another_thing(match, text) or _is_no_news_of_it(match, text):
        return None
    clause = " ".join(re.split(r"[;:,]| but ", ahead)[-1].split()[-6:])
    sound = words.find("denies_damage", text)
    if sound and sound.start() <= match.start() < sound.end():
        return "denied"
    if words.find("suspected", clause + " ") or words.find("given", ahead):
        return "told"
    if words.find("hypothetical", clause) or words.find("aboard", clause[-14:]):
        return None
    if _is_negated(clause, words):
        # "Not linked to the damage", "not known who cut it": there is damage.
        return "told" if words.find("not_of_damage", clause) else "denied"
    if sound and words.find("refuted", ahead):
        # "It was not damaged, contradicting reports that a ship had cut it."
        return "denied"
    if is_denied:
        return None
    return "weak" if words.words["weak"].fullmatch(match[0]) else "told"


#: From a verb of damage to the noun of what was damaged: "a dozen poles".
_TO_NOUN = re.compile(
    r"\s(?:and \w+ed )?(?:(?:down|off|up|through|away) )?"
    r"(?:(?:a|an|the|its|her|his|their|some|both|several|two|three|four|five|six|\d+) )"
    r"(?P<thing>(?:(?!(?:of|and|or|that|which|on|in|at|to|from|off|near|with)\b)[\w-]+ ?){1,3})",
    re.IGNORECASE,
)
#: Between the noun and its word of damage: "poles were", "a pylon at Godby was".
_FROM_NOUN = re.compile(
    r"(?P<thing>(?:[\w-]+ )?[\w-]+)(?: (?:at|in|near|beside) (?-i:[^\W\d_a-z])[\w-]*)?"
    r"(?:,? (?:which|that))?(?: (?:was|were|is|are|has|have|had|been|being)){0,2}(?: \w+ly)?\s$",
    re.IGNORECASE,
)


_DURING = re.compile(r"\bduring (?:the|this|that) (?:\w+ )?$", re.IGNORECASE)


def _is_no_news_of_it(match: re.Match[str], text: str) -> bool:
    """Return whether a word only says when, or stands in marks of its own.

    "During the outage EstLink 2 carries more", and "divers looked for the "cut" in it".
    """
    is_marked = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
    return bool(_DURING.search(text[: match.start()])) or (is_marked == '""' and match[0].isalpha())


def _is_of_another_thing(match: re.Match[str], text: str) -> bool:
    """Return whether a word of damage is of a rope or a pole, by what stands right beside it."""
    things = lexicon().words["other_things"]
    after, before = _TO_NOUN.match(text, match.end()), _FROM_NOUN.search(text[: match.start()])
    # "The ropes cut the cable": what stands before a verb is damaged only where nothing is behind.
    if after:
        return bool(things.search(after["thing"])) and not lexicon().find("heads", after["thing"])
    thing = before["thing"] if before else ""
    return any(m.end() == len(thing) for m in things.finditer(thing))


def _is_negated(clause: str, words: Lexicon) -> bool:
    """Return whether one of the last words before a word of damage negates it."""
    close = " ".join(clause.split()[-4:])
    return bool(words.find("negation", close)) or close.endswith("n't")


#: "The fibres themselves are intact": what failed was something else in it.
_PART_WHOLE = re.compile(
    r"\b(?:(?:fib(?:re|er)s|conductors?|armour|sheath|pairs|repeaters?|joints?)"
    r" (?:themselves|itself)"
    r"|(?:other|remaining|neighbou?ring|adjacent) (?:[\w-]+ )?"
    r"(?:fib(?:re|er)s|sections?|pairs|poles?))"
    r"\s(?:is|are|was|were|remains?|remained|(?:was|were) found) \w+$",
    re.IGNORECASE,
)


def is_all_clear(text: str) -> bool:
    """Return whether a sentence calls an alarm false: "found nothing" may be said of a ship.

    Examples
    --------
    >>> is_all_clear("Divers found nothing."), is_all_clear("Police boarded it, found nothing.")
    (True, False)
    """
    words = lexicon().words
    found = words["false_alarm"].search(text)
    if found and _PART_WHOLE.search(text[: found.end()]):
        return False
    if not found or "nothing" not in found[0].casefold():
        return bool(found)
    return not any(words[w].search(text) for w in ("ship_types", "searched"))
