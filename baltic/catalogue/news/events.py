"""Sentences into events: which sentence speaks of which damage, and which of none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from .dates import DateFound, find_dates
from .geography import Place, find_pair, find_places, sea_at
from .lexicon import lexicon
from .mentions import Mention, find_mentions
from .resolve import Description, Gazetteer
from .sentences import Sentence
from .statements import find_cause

__all__ = ["Event", "Part", "find_events", "statement_date"]

#: Days between the newest event and one that is only recalled.
_BACKGROUND_DAYS = 30
#: More events than any article tells of: the rest of a huge text is left unread, and said so.
MOST_EVENTS = 200


@dataclass
class Part:
    """One asset (or several alike) of an event, with the sentences about it."""

    said: Description
    count: int
    words: str
    sentences: list[Sentence]
    resolved: dict[str, float]
    date: DateFound | None = None
    date_sentence: Sentence | None = None
    taken: int = 0


@dataclass
class Event:
    """What befell one or several assets at a time.

    Attributes
    ----------
    parts
        Assets.
    sentences
        All sentences about it, in order.
    is_background
        Told as an earlier case.
    is_denied, denial
        The text says that there was no damage, and where.
    """

    parts: list[Part]
    sentences: list[Sentence]
    is_background: bool = False
    is_denied: bool = False
    denial: Sentence | None = None
    date: DateFound | None = None
    date_sentence: Sentence | None = None
    days: tuple[date, date] | None = None
    damage: tuple[str, Sentence] | None = None
    is_title_only: bool = False

    def add(self, sentence: Sentence) -> None:
        """Note a sentence once."""
        if sentence not in self.sentences:
            self.sentences.append(sentence)


@dataclass
class _Reading:
    gazetteer: Gazetteer
    article: date | None
    events: list[Event] = field(default_factory=list)
    focus: Event | None = None
    focus_paragraph: int = -9
    sea: str | None = None
    paragraph: int = -1
    paragraph_sea: str | None = None
    pending: list[Sentence] = field(default_factory=list)
    seen: list[tuple[Sentence, Part]] = field(default_factory=list)


def find_events(
    sentences: list[Sentence], gazetteer: Gazetteer, article: date | None
) -> list[Event]:
    """Return the events of a text, in the order in which it tells them."""
    state = _Reading(gazetteer, article)
    for sentence in sentences:
        if sentence.paragraph != state.paragraph:
            state.paragraph, state.paragraph_sea = sentence.paragraph, None
            state.pending = []
        _read(sentence, state)
        if len(state.events) >= MOST_EVENTS:
            break
    _mark_background(state.events)
    for event in state.events:
        if event.is_denied and event.days is None:
            _date_of_scare(event, state)
        event.parts = [p for p in event.parts if not p.taken or p.taken < p.count] or event.parts
    told = [e for e in state.events if not e.is_title_only]
    return told or state.events


def _read(sentence: Sentence, state: _Reading) -> None:
    words = lexicon().words
    text = sentence.text
    mentions = find_mentions(text, state.gazetteer.names)
    places = find_places(text, state.gazetteer.towns)
    if not mentions:
        if places:
            named = [p for p in places if p.kind in ("sea", "other")]
            state.paragraph_sea = (
                ("other" if named[-1].kind == "other" else "baltic") if named else state.paragraph_sea
            )
        _follow(sentence, state)
        return
    local = [m for m in mentions if _is_baltic(m, text, places, state)]
    if not local:
        state.paragraph_sea = state.sea = "other"
        state.focus = None
        return
    state.paragraph_sea = state.sea = "baltic"
    damage = _damage(text)
    told = [m for m in local if damage and not m.is_vague]
    if damage and words["fiction"].search(text) and not any(m.is_definite for m in told):
        told = []
    when = _event_date(text, state)
    pair = find_pair(text, places)
    told = [m for m in told if _is_specific(m, text, when, pair)]
    negated = damage is not None and damage[1]
    if not told:
        if any(not m.is_vague for m in local):
            _refine(sentence, local, places, pair, state)
        return
    if negated:
        _deny(sentence, told, places, pair, state)
        return
    _tell(sentence, told, places, pair, when, damage, state)


def _is_baltic(mention: Mention, text: str, places: list[Place], state: _Reading) -> bool:
    if mention.ids:
        return True
    here = sea_at(mention.head, text, places)
    if here is None and any(p.kind == "country" for p in places):
        adjectives = [p for p in places if mention.start <= p.start < mention.end]
        here = "baltic" if adjectives and state.paragraph_sea != "other" else None
    here = here or state.paragraph_sea or state.sea
    if here is None:
        return any(p.kind in ("country", "town") for p in places)
    return here == "baltic"


def _damage(text: str) -> tuple[re.Match[str], bool] | None:
    """Return a word of damage, and whether it is negated; None when only imagined."""
    words = lexicon().words
    denied = words["false_alarm"].search(text) or words["undamaged"].search(text)
    best: tuple[re.Match[str], bool] | None = None
    for match in words["damage"].finditer(text):
        before = " ".join(re.split(r"[;:,]| but ", text[: match.start()])[-1].split()[-6:])
        if words["suspected"].search(before + " "):
            return match, False
        if words["hypothetical"].search(before):
            continue
        close = " ".join(before.split()[-4:])
        if words["negation"].search(close) or close.endswith("n't"):
            best = best or (match, True)
            continue
        if denied:
            continue
        if match[0].casefold() in ("incident", "hit", "struck") and best is None:
            best = (match, False)
            continue
        return match, False
    if best is None and denied:
        return denied, True
    return best


def _is_specific(
    mention: Mention, text: str, when: DateFound | None, pair: object | None
) -> bool:
    """Return whether one thing is meant, not cables as such."""
    if mention.ids:
        return True
    if mention.is_vague:
        return False
    if mention.count:
        return True
    recent = re.search(r"\b(?:recent|past|last few|several) (?:years|months|weeks)\b", text)
    dated = when is not None and when.is_exact
    return not recent and (dated or pair is not None or mention.is_definite)


def _event_date(text: str, state: _Reading) -> DateFound | None:
    """Return the date that belongs to the damage, not to a statement or an arrest."""
    words = lexicon().words
    verbs = sorted(
        [(m.start(), m.end(), kind) for kind in ("damage", "speech", "response")
         for m in words[kind].finditer(text)]
    )  # fmt: skip
    best: tuple[int, int, DateFound] | None = None
    for found in find_dates(text, state.article):
        before = [v for v in verbs if v[1] <= found.start]
        after = [v for v in verbs if v[0] >= found.end]
        at_start = not before or re.match(r"^\W*(?:\w+\W+){0,2}$", text[: found.start])
        kind = after[0][2] if at_start and after else before[-1][2] if before else None
        if kind in ("speech", "response"):
            continue
        if found.first is None and found.anchor is None:
            continue
        gap = min((abs(v[0] - found.start) for v in verbs if v[2] == "damage"), default=999)
        rank = (0 if found.is_exact else 1, gap)
        if best is None or rank < best[:2]:
            best = (*rank, found)
    if best is None:
        return None
    found = best[2]
    if found.anchor is not None:
        told = next((e for e in reversed(state.events) if e.days), None)
        return found.after(told.days) if told and told.days else None
    return found


def statement_date(sentences: list[Sentence]) -> DateFound | None:
    """Return the newest full date of a statement: "said on 19 November 2024".

    The day from which the text itself counts "Sunday", when it has no dateline.
    """
    speech = lexicon().words["speech"]
    newest: DateFound | None = None
    for sentence in sentences[:40]:
        for found in find_dates(sentence.text, None):
            if found.first is None or found.first != found.last:
                continue
            if speech.search(sentence.text[max(0, found.start - 30) : found.start]) and (
                newest is None or newest.first is None or found.first > newest.first
            ):
                newest = replace(
                    found, start=sentence.start + found.start, end=sentence.start + found.end
                )
    return newest


def _described(
    mention: Mention, text: str, places: list[Place], pair: object, gazetteer: Gazetteer, alone: bool
) -> Description:
    """Return what a sentence says of a mention."""
    near = [p for p in places if alone or abs(p.start - mention.head) < 90]
    adjectives = tuple(
        p.value for p in near if p.kind == "country" and mention.start <= p.start < mention.head + 1
    )
    towns = tuple(p.value for p in near if p.kind == "town")
    areas = tuple(p.box for p in near if p.kind == "sea" and p.box)
    operators = gazetteer.operators_in(text) if alone else ()
    ends = (pair,) if pair and (alone or not mention.ids) else ()
    if ends:
        inside = {w for end in pair for w in end}  # type: ignore[attr-defined]
        towns = tuple(t for t in towns if t not in inside)
    return Description(
        mention.ids, mention.kind, ends, adjectives, towns[:3], areas[:2], operators[:2]  # type: ignore[arg-type]
    )


def _parts(
    sentence: Sentence, told: list[Mention], places: list[Place], pair: object, gazetteer: Gazetteer
) -> list[tuple[Mention, Part]]:
    alone = len({m.ids for m in told}) == 1 or len(told) == 1
    found = []
    for mention in told:
        said = _described(mention, sentence.text, places, pair, gazetteer, alone)
        words = " ".join(sentence.text[mention.start : mention.end].split())
        part = Part(said, mention.count, words, [sentence], gazetteer.resolve(said))
        found.append((mention, part))
    return found


def _fits(one: Part, two: Part, mention: Mention) -> bool:
    """Return whether two descriptions can be of one asset."""
    a, b = _group(one.said.kind), _group(two.said.kind)
    if not (a & b):
        return False
    if mention.is_further and not mention.ids:
        return False
    if one.said.ids and two.said.ids:
        return bool(set(one.said.ids) & set(two.said.ids))
    if one.count and two.count and one.count != two.count and not mention.is_definite:
        return False
    if mention.is_definite and not (one.said.ids or one.said.pairs or one.said.of_countries):
        return True
    if one.resolved and two.resolved:
        return bool(set(one.resolved) & set(two.resolved))
    return True


def _sure(new: Description, known: Description) -> Description:
    """Return what may narrow a known description: no place beside it once its ends are told."""
    return replace(new, areas=(), towns=()) if known.pairs or known.ids else new


def _group(kind: str) -> set[str]:
    return {"cable": {"telecom", "power"}, "pipeline": {"gas", "oil"}}.get(kind, {kind})


def _overlap(a: tuple[date, date] | None, b: tuple[date, date] | None) -> bool:
    return a is None or b is None or (a[0] <= b[1] and b[0] <= a[1])


def _span(when: DateFound | None) -> tuple[date, date] | None:
    return (when.first, when.last) if when and when.first and when.last else None


def _tell(
    sentence: Sentence,
    told: list[Mention],
    places: list[Place],
    pair: object,
    when: DateFound | None,
    damage: tuple[re.Match[str], bool] | None,
    state: _Reading,
) -> None:
    """Add the damage that a sentence tells of to an event, or begin one."""
    words = lexicon().words
    text = sentence.text
    days = _span(when)
    recalled = bool(words["background"].search(text)) and bool(state.events)
    recalled = recalled or _is_old(days, state.article)
    separate = bool(words["separate"].search(text)) or sentence.is_item
    here: Event | None = None
    for mention, part in _parts(sentence, told, places, pair, state.gazetteer):
        event = _matching(part, mention, days, recalled, separate, state)
        event = event or _under_umbrella(part, days, recalled, separate, state)
        if event is None and here is not None and here.is_background == recalled:
            event = here
            event.parts.append(part)
        elif event is None:
            event = _joining(sentence, days, recalled, separate, state)
            if event is None:
                event = Event([], [], recalled, is_title_only=sentence.is_title)
                state.events.append(event)
            event.parts.append(part)
        here = event
        event.add(sentence)
        event.is_title_only = event.is_title_only and sentence.is_title
        vague = event.days is not None and _length(event.days) > _TOGETHER_DAYS
        if when and days and (event.days is None or (when.is_exact and vague)):
            event.date, event.date_sentence, event.days = when, sentence, days
        if damage and (event.damage is None or event.damage[1].is_title):
            event.damage = (damage[0][0], sentence)
        if when and days and part.date is None:
            part.date, part.date_sentence = when, sentence
    if here:
        _add_earlier(here, state)
    state.focus, state.focus_paragraph = here, sentence.paragraph


def _add_earlier(event: Event, state: _Reading) -> None:
    """Give an event what was told before it: in its paragraph, or of its named asset."""
    for sentence in state.pending:
        event.add(sentence)
    ids = {i for p in event.parts for i in p.said.ids}
    for sentence, part in state.seen:
        if ids & set(part.said.ids):
            event.add(sentence)
    event.sentences.sort(key=lambda s: s.start)
    state.pending, state.seen = [], []


def _length(days: tuple[date, date]) -> int:
    return (days[1] - days[0]).days


def _is_old(days: tuple[date, date] | None, article: date | None) -> bool:
    return bool(days and article and (article - days[1]).days > _BACKGROUND_DAYS + 15)


def _matching(
    part: Part,
    mention: Mention,
    days: tuple[date, date] | None,
    recalled: bool,
    separate: bool,
    state: _Reading,
) -> Event | None:
    """Return the event that tells of this asset already, with what is new added to it."""
    recent = sorted(state.events[-12:], key=lambda e: e is state.focus)
    for event in reversed(recent):
        if event.is_background != recalled or not _overlap(event.days, days):
            continue
        if separate and not mention.ids and not event.is_title_only:
            continue
        for known in event.parts:
            if not _is_umbrella_of(known, part) and _fits(part, known, mention):
                known.said = known.said.joined(_sure(part.said, known.said))
                known.count = max(known.count, part.count) if part.count else known.count
                known.resolved = state.gazetteer.resolve(known.said) or known.resolved
                if known.sentences[0].is_title:
                    known.words = part.words
                    known.sentences.insert(0, part.sentences[0])
                else:
                    known.sentences.append(part.sentences[0])
                return event
    return None


#: Breaks of one night and the days around it that a text counts together.
_TOGETHER_DAYS = 3


def _is_umbrella_of(known: Part, part: Part) -> bool:
    """Return whether "two cables" was said before, and this is one of them."""
    return known.count > 1 and not known.said.ids and 0 < part.count < known.count


def _under_umbrella(
    part: Part, days: tuple[date, date] | None, recalled: bool, separate: bool, state: _Reading
) -> Event | None:
    """Return the event that counted this asset beforehand, with the asset added to it."""
    for event in reversed(state.events[-3:]):
        near = event.days is None or days is None or (
            abs((event.days[0] - days[0]).days) <= _TOGETHER_DAYS
        )  # fmt: skip
        if event.is_background != recalled or separate or not near:
            continue
        for known in event.parts:
            fits = _group(part.said.kind) & _group(known.said.kind)
            if _is_umbrella_of(known, part) and fits and known.taken < known.count:
                known.taken += 1
                event.parts.append(part)
                if days and event.days:
                    event.days = min(event.days[0], days[0]), max(event.days[1], days[1])
                return event
    return None


def _joining(
    sentence: Sentence,
    days: tuple[date, date] | None,
    recalled: bool,
    separate: bool,
    state: _Reading,
) -> Event | None:
    """Return the event to which another asset belongs, when the text ties them."""
    event = state.focus
    if event is None or event.is_background != recalled or separate or event.is_title_only:
        return None
    if days is not None and event.days is not None:
        return event if _overlap(days, event.days) else None
    if days is not None:
        return None
    tied = lexicon().words["further"].search(sentence.text)
    return event if tied or sentence.paragraph == state.focus_paragraph else None


def _refine(
    sentence: Sentence, local: list[Mention], places: list[Place], pair: object, state: _Reading
) -> None:
    """Use a sentence that speaks of an asset without damage: "the cable runs from A to B"."""
    for mention, part in _parts(sentence, [m for m in local if not m.is_vague], places, pair,
                                state.gazetteer):  # fmt: skip
        if not (mention.is_definite or mention.ids or mention.count == 1):
            continue
        for event in sorted(state.events[-12:], key=lambda e: e is not state.focus):
            if event.is_background and event is not state.focus:
                continue
            known = next((k for k in event.parts if _fits(part, k, mention)), None)
            if known is None or event.is_title_only:
                continue
            if mention.is_definite and (len(event.parts) == 1 or part.said.ids):
                known.said = known.said.joined(_sure(part.said, known.said))
                known.resolved = state.gazetteer.resolve(known.said) or known.resolved
                known.sentences.append(sentence)
            event.add(sentence)
            state.focus, state.focus_paragraph = event, sentence.paragraph
            return
    if state.focus and sentence.paragraph == state.focus_paragraph:
        state.focus.add(sentence)
    elif not state.events:
        state.pending.append(sentence)
    for _, part in _parts(sentence, [m for m in local if m.ids], places, pair, state.gazetteer):
        state.seen = [*state.seen[-9:], (sentence, part)]


def _deny(
    sentence: Sentence, told: list[Mention], places: list[Place], pair: object, state: _Reading
) -> None:
    """Note that an asset was not damaged: of an event before, or as a false alarm."""
    strong = lexicon().words["false_alarm"].search(sentence.text)
    for mention, part in _parts(sentence, told, places, pair, state.gazetteer):
        for event in reversed(state.events[-12:]):
            if any(_fits(part, known, mention) for known in event.parts):
                event.add(sentence)
                # "No damage to EstLink 2" beside a break of another asset says nothing of that.
                if strong and len(event.parts) == 1:
                    event.is_denied, event.denial = True, sentence
                state.focus, state.focus_paragraph = event, sentence.paragraph
                return
        if lexicon().words["alarm"].search(sentence.text) and (mention.ids or part.resolved or strong):
            when = _event_date(sentence.text, state)
            event = Event([part], [], is_denied=True, denial=sentence)
            event.date, event.date_sentence, event.days = when, sentence, _span(when)
            _add_earlier(event, state)
            event.add(sentence)
            state.events.append(event)
            state.focus, state.focus_paragraph = event, sentence.paragraph
            return


def _follow(sentence: Sentence, state: _Reading) -> None:
    """Give a sentence without an asset to the event in hand, when it can be about it."""
    if not (lexicon().find("about", sentence.text) or find_cause(sentence.text)):
        return
    if state.focus is None or lexicon().find("other_seas", sentence.text):
        state.pending.append(sentence)
        return
    near = sentence.paragraph - state.focus_paragraph
    if near > 6:
        return
    event = state.focus
    if event.is_background and near > 0:
        # A new paragraph comes back to what the article is about.
        event = next((e for e in reversed(state.events) if not e.is_background), event)
    event.add(sentence)
    if lexicon().words["false_alarm"].search(sentence.text) and len(event.parts) == 1:
        event.is_denied, event.denial = True, sentence
    if event.days is None and not event.is_background and _damage(sentence.text):
        when = _event_date(sentence.text, state)
        if when and _span(when):
            event.date, event.date_sentence, event.days = when, sentence, _span(when)


def _date_of_scare(event: Event, state: _Reading) -> None:
    """Give a false alarm the first day told that is no day of a statement."""
    for sentence in event.sentences:
        when = _event_date(sentence.text, state)
        if when and _span(when):
            event.date, event.date_sentence, event.days = when, sentence, _span(when)
            return


def _mark_background(events: list[Event]) -> None:
    """Mark what lies long before the newest event."""
    newest = max((e.days[1] for e in events if e.days and not e.is_background), default=None)
    for event in events:
        if event.days and newest and (newest - event.days[1]).days > _BACKGROUND_DAYS:
            event.is_background = True
