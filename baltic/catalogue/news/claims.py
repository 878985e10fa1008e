"""Who says what of the cause of one event."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import replace

from .atlarge import is_heading, speaks_of_others
from .details import is_scenery
from .echoing import echoes_of
from .gathered import Event
from .lexicon import lexicon
from .officials import is_authority
from .persons import named_in_full, with_person
from .quoting import speaker_around
from .sentences import Sentence
from .ships import find_ships
from .somebody import is_ship, is_somebody
from .speakers import speaker_of, subject_of
from .statements import Statement, find_statements
from .turns import is_asking, turns_of
from .whose import is_negated

__all__ = ["Claim", "claims_of"]

#: A statement, where it stands, and whether it is on incidents at large.
Claim = tuple[Statement, Sentence, bool]

_MOST_CLAIMS = 20
_COURT = re.compile(r"\b(?:courts?|judges?)\b", re.IGNORECASE)
_CLAIM_CHARS = 600


def claims_of(event: Event) -> list[Claim]:
    """Return the statements on the cause; True where they are on incidents at large."""
    found: list[Claim] = []
    turns = turns_of(event.text)
    event = _without_labels(event, turns)
    for sentence in event.own:
        if is_heading(sentence):
            continue
        others = speaks_of_others(sentence)
        told = [
            (said, sentence, others) for said in _said_in(sentence, event, turns)
            if not others or said.stance == "denies"
        ]  # fmt: skip
        shared = [(*echo, False) for echo in echoes_of([s for s, _, _ in told], sentence, event)]
        # Whose an unnamed view is may be told behind: "The navy says so.".
        found += [claim for claim in told if claim[0].by or not shared] + shared
    return _each_once(found, event)[:_MOST_CLAIMS]


#: Whose turn it is where a sentence of a transcript begins.
_Turns = dict[int, tuple[str, Sentence]]


def _without_labels(event: Event, turns: _Turns) -> Event:
    """Return an event whose sentences are what is said in a transcript."""
    if not turns:
        return event
    text, own = (
        [turns[s.start][1] if s.start in turns else s for s in told]
        for told in (event.text, event.own)
    )
    return replace(event, text=text, own=own)


def _each_once(found: list[Claim], event: Event) -> list[Claim]:
    """Return claims without those that the same speaker made before."""
    once: dict[tuple[str | None, str, str], Claim] = {}
    deniers = [
        _words_of(s.by) for s, _, _ in found if s.stance == "denies" and _is_for_a_ship(s.by, event)
    ]
    for claim in found:
        said = claim[0]
        own = _words_of(said.by) if said.stance == "claims" and said.cause in _BY_SHIPS else None
        if own and any(own <= by or by <= own for by in deniers):
            # Who denies it for a ship tells of her anchor only that it did nothing.
            continue
        once.setdefault((said.by, said.stance, said.cause or said.claim), claim)
    return list(once.values())


def _said_in(sentence: Sentence, event: Event, turns: _Turns) -> Iterator[Statement]:
    """Yield the statements of a sentence with their speakers, as the text around tells them."""
    label = turns[sentence.start][0] if sentence.start in turns else None
    for said in _with_clearing(find_statements(sentence.text), sentence, event):
        by = _speaker(said, sentence, label, event)
        if said.stance == "doubts" and said.cause in _BY_SHIPS and _is_of_the_ship(by, event):
            said = replace(said, stance="denies")
        if said.stance == "denies" and said.by is None and by and _COURT.search(by):
            # "It rejected the charge": a court that does denies nothing.
            continue
        if said.stance == "claims" and is_scenery(said.cause, by, event):
            continue
        if said.stance == "claims" and label and by is None:
            # Who leads a talk takes up what others claim.
            continue
        if by is None and sentence.is_title:
            # "The blasts: what we know": a headline that names nobody claims nothing.
            continue
        if by is None and said.cause is None and said.stance == "claims":
            # Whom somebody blames says nothing where nobody is told to do so.
            continue
        claim = " ".join(said.claim.split())[:_CLAIM_CHARS]
        yield Statement(by, claim, said.stance, said.cause)


def _speaker(said: Statement, sentence: Sentence, label: str | None, event: Event) -> str | None:
    """Return who makes a statement, in full; None for a ship, or where nobody is told."""
    by = said.by or speaker_around(sentence, event)
    if by is None and label and not is_asking(label):
        by = label
    if by is None and (court := _court_of(sentence, event)):
        by = court
    if by is None or is_ship(by) or (_is_ship(by, sentence) and not is_somebody(by)):
        return None
    named = named_in_full(by, event.text)
    return with_person(_named(named, sentence, event) or named, sentence, event.text)


_THE_COURT = re.compile(r"\b(?:(?:the|an?) (?:[\w-]+ ){0,2})?court\b", re.IGNORECASE)


def _court_of(sentence: Sentence, event: Event) -> str | None:
    """Return the court that a text speaks of, where a sentence tells its judgement."""
    if not lexicon().find("judged", sentence.text):
        return None
    return next((m[0] for s in event.text if (m := _THE_COURT.search(s.text))), None)


#: Causes that are done by a ship: who answers for her and says that they were not it denies.
_BY_SHIPS = frozenset(["anchor", "fishing", "construction", "external"])
_OF_SHIP = re.compile(
    r"\b(?:captain|skipper|master|mate|chief officer|crew|ship-?owners?|shipping|shipmanagement"
    r"|(?:ship|vessel|tanker|freighter|bulker|coaster|trawler|yacht|dredger)'s \w+)\b",
    re.IGNORECASE,
)
_ANSWERS_FOR = r"\b(?:owners?|managers?|charterers?|operators?) (?:in |of )?[^.;\"]{0,40}?"


def _is_of_the_ship(by: str | None, event: Event) -> bool:
    """Return whether one who speaks answers for a ship: her master, her owner by name."""
    if by is None or not (_OF_SHIP.search(by) or _owns_one(by, event)):
        return False
    return not is_authority(by, event.text)


def _owns_one(by: str, event: Event) -> bool:
    """Return whether a text calls somebody the owner or manager of a ship."""
    owner = re.compile(_ANSWERS_FOR + re.escape(by))
    ship = lexicon().words["ship_types"]
    return any(owner.search(s.text) and ship.search(s.text) for s in event.text)


_OWNS = re.compile(r"\b(?:owners?|charterers?)\b|^(?:its|her|the) managers?\b", re.IGNORECASE)


def _is_for_a_ship(by: str | None, event: Event) -> bool:
    """Return whether one who denies may do so for a ship, her owner where no ship is named."""
    return by is not None and (bool(_OWNS.search(by)) or _is_of_the_ship(by, event))


def _words_of(by: str | None) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", (by or "").casefold()))


def _with_clearing(said: list[Statement], sentence: Sentence, event: Event) -> list[Statement]:
    """Return the statements of a sentence; that a ship did not do it, by an authority, clears it.

    "Police said that the ship was not involved" is no denial of what the police did.
    """
    words = lexicon().tables["roles"]["cleared"].search(sentence.text)
    if not words or is_negated(sentence.text[: words.start()]):
        return said
    speakers = {s.by for s in said if s.stance == "denies"} or {speaker_of(sentence.text)}
    by = speakers.pop() or speaker_around(sentence, event)
    if speakers or by is None or not is_authority(by, event.text):
        return said
    if not lexicon().find("ship_types", sentence.text) and not any(
        ship.name in sentence.text for s in event.text for ship in find_ships(s.text)
    ):
        return said
    rest = [s for s in said if s.stance == "claims" or (s.stance == "doubts" and s.cause)]
    return [Statement(by, sentence.text, "clears", None), *rest]


_COMPANY = re.compile(
    r"(?:the|its) (?:[\w-]+ )?"
    r"(?:company|operator|firm|(?:cable )?owner(?: of the (?:cable|link|line))?)",
    re.I,
)
_NEAR_CHARS = 900


def _named(by: str | None, sentence: Sentence, event: Event) -> str | None:
    """Return "the company" with the name of the operator that the text spoke of last."""
    if by and _SPOKESMAN.fullmatch(by):
        return _with_whose(by, sentence, event)
    if by is None or not _COMPANY.fullmatch(by) or _is_of_a_ship(by, sentence, event):
        return by
    before = [
        name for at, name in event.operators
        if sentence.start - _NEAR_CHARS <= at <= sentence.start
    ]  # fmt: skip
    return f"{before[-1]} ({by})" if before else by


_SPOKESMAN = re.compile(
    r"(?:an?|the|its|their) (?:press )?(?:spokes(?:man|woman|person)|speaker|representative)", re.I
)


def _with_whose(by: str, sentence: Sentence, event: Event) -> str:
    """Return "a spokesman" with the name of whom the sentence before is about."""
    at = bisect.bisect_left(event.text, sentence.start, key=lambda s: s.start)
    before = event.text[max(0, at - 1) : at]
    for earlier in before:
        near = sentence.paragraph - earlier.paragraph <= 1 and not earlier.is_title
        about = subject_of(earlier.text) if near and '"' not in earlier.text else None
        if about and not _is_ship(about, earlier):
            return f"{about} ({by})"
    return by


def _is_ship(about: str, sentence: Sentence) -> bool:
    """Return whether a sentence is about a ship."""
    return any(about.endswith(ship.name) for ship in find_ships(sentence.text))


def _is_of_a_ship(by: str, sentence: Sentence, event: Event) -> bool:
    """Return whether "its owner" is that of the ship that the sentence before speaks of."""
    at = bisect.bisect_left(event.text, sentence.start, key=lambda s: s.start)
    before = event.text[max(0, at - 1) : at]
    ship = lexicon().words["ship_types"]
    if "owner" not in by.casefold():
        return False
    here = any(
        sentence.text[m.end() :].startswith("'s owner") for m in ship.finditer(sentence.text)
    )
    return here or any(ship.search(s.text) for s in before)
