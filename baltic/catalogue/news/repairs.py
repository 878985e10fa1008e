"""How far the repair has come, by phrases that say so, else by a word of repair and its tense."""

from __future__ import annotations

import re

from .fields import FieldRead
from .gathered import Event
from .lexicon import lexicon
from .sentences import Sentence
from .statements import is_question

__all__ = ["is_being_mended", "is_of_repair", "repair_of"]

#: The state that a text has come to is that of the furthest step it tells as done.
_STEPS = ("completed", "under way", "planned", "not begun")
#: Groups of words of repair, the plainest last.
_MENDING = ("mending", "mending_wide")
#: What a phrase says is surer than what a tense does.
_BY_TENSE = 0.5
#: "It took until June to restore it": this "until" is behind us.
_TOOK = re.compile(r"took\b|needed\b", re.IGNORECASE)
#: "It was replaced before the evening": what is done was done.
_THEN = re.compile(r"\s(?:before|until|till|by)$", re.IGNORECASE)
#: "They lived on diesel until the new joint was finished": so was this.
_UNTIL_DONE = re.compile(
    r"\b(?:until|till|when|once)\b(?=[^;,]*\b(?:was|were|had been)\b)", re.IGNORECASE
)
_ONCE_MORE = re.compile(r"\bonce (?:more|again)\b")
_CLAUSES = re.compile(r"[;:]|,\s(?:and|but|while|which|when|until|though)\b")


def repair_of(event: Event) -> FieldRead:
    """Return the furthest state of repair that the text tells; of a false alarm none."""
    told = [
        s for s in event.own
        if not event.is_denied and _is_of_now(s, event) and not is_question(s.text)
    ]  # fmt: skip
    found: dict[str, Sentence] = {}
    for sentence in told:
        if step := _by_phrase(sentence.text):
            found.setdefault(step, sentence)
    for step in _STEPS:
        if step in found:
            return FieldRead("repair_status", step, (found[step],))
    for words in _MENDING:
        for sentence in reversed(told):
            if guessed := _by_tense(sentence.text, words):
                return FieldRead("repair_status", guessed, (sentence,), _BY_TENSE)
    return FieldRead("repair_status")


def is_being_mended(text: str) -> bool:
    """Return whether a sentence tells repairs as done or going on: something broke, then.

    Examples
    --------
    >>> is_being_mended("The cable has been repaired."), is_being_mended("A ship will repair it.")
    (True, False)
    """
    words = lexicon()
    if any(words.find(w, text) for w in ("upkeep", "fiction", "law", "supposed", "on_show")):
        return False
    return (_by_phrase(text) or _by_tense(text)) in _STEPS[:2]


def is_of_repair(text: str) -> bool:
    """Return whether a sentence tells a state of repair, in however plain words.

    Examples
    --------
    >>> is_of_repair("Work cannot start until the ice has gone."), is_of_repair("It is cold.")
    (True, False)
    """
    return any(_by_tense(text, words) for words in _MENDING)


def _is_of_now(sentence: Sentence, event: Event) -> bool:
    return event.is_background or not lexicon().find("background", sentence.text)


def _by_phrase(text: str) -> str | None:
    words = lexicon()
    text = _without_forecast(text)
    found = words.label("repair", text)
    if not_begun := words.tables["repair"]["not begun"].search(text):
        found = "not begun", not_begun
    if not found or (found[0] == "completed" and words.find("on_shore", text)):
        return None
    before = text[: found[1].start()].split()[-3:]
    if any(words.words["negation"].fullmatch(w) for w in before):
        return None
    ahead = re.split(r"[;,:]", text[: found[1].start()])[-1]
    if not _TOOK.match(found[1][0]):
        ahead += _THEN.sub("", found[1][0])
    ahead = _UNTIL_DONE.sub(" ", _ONCE_MORE.sub("again", ahead))
    is_hoped = found[0] in ("completed", "under way") and words.find("hoped", ahead)
    return "planned" if is_hoped else found[0]


def _by_tense(text: str, mending: str = "mending") -> str | None:
    """Return the state that a clause with a word of repair, of a group, is told in."""
    for clause in _CLAUSES.split(_without_forecast(text)):
        if not lexicon().find(mending, clause) or lexicon().find("on_shore", clause):
            continue
        if found := lexicon().label("tenses", clause):
            return found[0]
    return None


def _without_forecast(text: str) -> str:
    """Return a sentence without the guess at how long a repair could take: it is no plan.

    Examples
    --------
    >>> _without_forecast("Repairs could take months; a ship has been ordered.")
    ' ; a ship has been ordered.'
    """
    return lexicon().words["forecast"].sub(" ", text)
