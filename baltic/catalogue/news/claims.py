"""Who says what of the cause of one event."""

from __future__ import annotations

import bisect
import re

from .atlarge import is_heading, speaks_of_others
from .gathered import Event
from .lexicon import lexicon
from .officials import is_authority
from .quoting import speaker_around
from .sentences import Sentence
from .ships import find_ships
from .speakers import speaker_of
from .statements import Statement, find_statements
from .whose import is_negated

__all__ = ["claims_of"]

_MOST_CLAIMS = 20
_COURT = re.compile(r"\b(?:courts?|judges?)\b", re.IGNORECASE)
_CLAIM_CHARS = 600


def claims_of(event: Event) -> list[tuple[Statement, Sentence, bool]]:
    """Return the statements on the cause; True where they are on incidents at large."""
    found: list[tuple[Statement, Sentence, bool]] = []
    seen = set()
    for sentence in event.own:
        others = speaks_of_others(sentence)
        if is_heading(sentence):
            continue
        for said in _with_clearing(find_statements(sentence.text), sentence, event):
            if others and said.stance != "denies":
                continue
            by = _named(said.by or speaker_around(sentence, event), sentence, event)
            if said.stance == "denies" and said.by is None and by and _COURT.search(by):
                # "It rejected the charge": a court that does denies nothing.
                continue
            if by is None and sentence.is_title:
                # "The blasts: what we know": a headline that names nobody claims nothing.
                continue
            claim = " ".join(said.claim.split())[:_CLAIM_CHARS]
            key = (by, said.stance, said.cause or claim)
            if key not in seen and len(found) < _MOST_CLAIMS:
                seen.add(key)
                found.append((Statement(by, claim, said.stance, said.cause), sentence, others))
    return found


def _with_clearing(said: list[Statement], sentence: Sentence, event: Event) -> list[Statement]:
    """Return the statements of a sentence; that a ship did not do it, by an authority, clears it.

    "Police said that the ship was not involved" is no denial of what the police did.
    """
    words = lexicon().tables["roles"]["cleared"].search(sentence.text)
    if not words or is_negated(sentence.text[: words.start()]):
        return said
    speakers = {s.by for s in said if s.stance == "denies"} or {speaker_of(sentence.text)}
    by = speakers.pop()
    if speakers or by is None or not is_authority(by, event.text):
        return said
    if not lexicon().find("ship_types", sentence.text) and not find_ships(sentence.text):
        return said
    rest = [s for s in said if s.stance == "claims"]
    return [Statement(by, sentence.text, "clears", None), *rest]


_COMPANY = re.compile(
    r"(?:the|its) (?:[\w-]+ )?"
    r"(?:company|operator|firm|(?:cable )?owner(?: of the (?:cable|link|line))?)",
    re.I,
)
_NEAR_CHARS = 900


def _named(by: str | None, sentence: Sentence, event: Event) -> str | None:
    """Return "the company" with the name of the operator that the text spoke of last."""
    if by is None or not _COMPANY.fullmatch(by) or _is_of_a_ship(by, sentence, event):
        return by
    before = [
        name for at, name in event.operators
        if sentence.start - _NEAR_CHARS <= at <= sentence.start
    ]  # fmt: skip
    return f"{before[-1]} ({by})" if before else by


def _is_of_a_ship(by: str, sentence: Sentence, event: Event) -> bool:
    """Return whether "its owner" is that of the ship that the sentence before speaks of."""
    at = bisect.bisect_left(event.text, sentence.start, key=lambda s: s.start)
    before = event.text[max(0, at - 1) : at]
    ship = lexicon().words["ship_types"]
    return "owner" in by.casefold() and any(ship.search(s.text) for s in before)
