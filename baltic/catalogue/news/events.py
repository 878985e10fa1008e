"""Sentences into events: which sentence speaks of which damage, and which of none."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from .beside import compared, not_landmarks, without_insertions
from .clocks import find_clocks
from .damage import damage_word, is_all_clear
from .damagedays import dates_of_damage, start_date
from .dates import DateFound, find_dates
from .denying import not_spared, note_denial
from .gathered import (
    Event,
    Part,
    fits,
    kind_group,
    length_of,
    span_of,
    sure_part,
)
from .geography import Place, find_pair, find_places, sea_at, sea_named
from .joining import TOGETHER_DAYS, in_hand, joining, matching, under_umbrella
from .lexicon import lexicon
from .mentions import Mention, find_mentions
from .parts import is_specific, parts_told
from .reading import Reading
from .repairs import is_being_mended
from .resolve import Gazetteer
from .sentences import Sentence
from .settling import is_old, settled
from .sharing import own_dates
from .spoken import Spoken, stands_for_asset
from .statements import find_statements, is_question

__all__ = ["MOST_EVENTS", "find_events"]

#: Sentences in which a text says whether its cases have to do with each other.
_OPENING = 12
_ALARM = re.compile(r"\b(?:alarms?|scare)\b", re.I)
#: A case in court is seldom older.
_COURT_DAYS = 400
#: What a name that only stands near is worth against one that is said to be broken.
_HINT = 0.65
#: From here on a description means its asset.
_MEANT = 0.8
#: Paragraphs over which an asset said to be whole is told beside the event in hand.
_BESIDE = 2
#: More events than any article tells of: the rest of a huge text is left unread, and said so.
MOST_EVENTS = 200

#: "Arelion said its own cable": none of those counted before.
_OWN = re.compile(r"\bown\b", re.I)


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
    apart = any(lexicon().words["apart"].search(s.text) for s in sentences[:_OPENING])
    alarmed = any(_ALARM.search(s.text) for s in sentences[:_OPENING])
    state = Reading(gazetteer, article, by, apart, alarmed)
    for sentence in sentences:
        if sentence.paragraph != state.paragraph:
            state.paragraph, state.paragraph_sea = sentence.paragraph, None
            state.is_elsewhere = False
            state.pending = []
        _read(sentence, state)
        if len(state.events) >= MOST_EVENTS:
            break
    if not state.events and state.mended:
        sentence, parts = state.mended
        state.events.append(Event(parts, [sentence]))
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
    words = lexicon().words
    text = sentence.text
    mentions = find_mentions(text, state.gazetteer.names)
    if not mentions:
        state.paragraph_sea = sea_named(text) or state.paragraph_sea
        _follow_or_tell(sentence, state)
        return
    places = find_places(text, state.gazetteer.towns)
    local = [m for m in mentions if _is_baltic(m, text, places, state)]
    if any(m.ids for m in local) and not any(p.kind in ("other", "land") for p in places):
        # "EstLink 2 and four data cables" lie together.
        local = mentions
    if not local:
        _set_aside(sentence, places, state)
        return
    state.is_elsewhere = state.sea == "other" and (
        state.is_elsewhere
        or bool(words["background"].search(text))
        or any(p.kind == "other" for p in places)
    )
    state.paragraph_sea = "baltic"
    state.sea = "other" if state.is_elsewhere else "baltic"
    damage = None if is_question(text) else damage_word(text)
    told = [m for m in local if damage and not m.is_vague]
    if damage and words["upkeep"].search(text) and not damage[1]:
        told = []
    if damage and words["fiction"].search(text) and not any(m.is_definite for m in told):
        told = []
    if damage and (words["rehearsed"].search(text) or words["law"].search(text)):
        told = []
    when = state.when(without_insertions(text))
    pair = find_pair(text, places)
    named = [m for m in told if is_specific(m, text, when, pair)]
    if told and not named and damage and not damage[1] and not words["background"].search(text):
        state.unnamed.append(sentence)
    told = not_landmarks(text, named)
    negated = damage is not None and damage[1]
    spared = not_spared(text, told)
    if len(spared) < len(told):
        damage = damage if damage and not damage[1] else damage_word(text[spared[0].start :])
        told, negated = spared, False
    if not told:
        if negated:
            note_denial(sentence, state.focus, is_told=False)
        if any(not m.is_vague for m in local):
            _refine(sentence, local, places, state)
        return
    parts = parts_told(sentence, told, places, state.gazetteer)
    if state.spoken and state.spoken.is_near(sentence):
        for mention, part in parts:
            state.spoken.complete(mention, part, state.gazetteer)
    if negated:
        _deny(sentence, parts, state)
        return
    aside = compared(text, told)
    _tell_aside(sentence, [p for p in parts if p[0].start in {m.start for m in aside}], when, state)
    _tell(
        sentence,
        [p for p in parts if p[0].start not in {m.start for m in aside}],
        when,
        damage,
        state,
    )
    note_denial(sentence, state.focus, is_told=True)


def _tell_aside(
    sentence: Sentence,
    told: list[tuple[Mention, Part]],
    when: DateFound | None,
    state: Reading,
) -> None:
    """Note a case that a sentence only compares its own with, if it is not told yet."""
    parts = [
        part
        for mention, part in told
        if not any(fits(part, known, mention) for e in state.events for known in e.parts)
    ]
    if parts:
        event = Event(parts, [sentence], is_background=True, is_recalled=True)
        event.date_it(when, sentence)
        state.events.append(event)


def _set_aside(sentence: Sentence, places: list[Place], state: Reading) -> None:
    """Leave a sentence on a thing elsewhere; where no place is told it may yet be of use."""
    is_told = any(p.kind in ("other", "land") for p in places)
    is_told = is_told or "other" in (state.paragraph_sea, state.sea)
    if not is_told and not lexicon().find("other_places", sentence.text):
        state.pending.append(sentence)
        return
    state.paragraph_sea = state.sea = "other"
    state.focus = None


def _follow_or_tell(sentence: Sentence, state: Reading) -> None:
    """Read a sentence without an asset: on an event, or on the asset spoken of before."""
    is_told = not is_question(sentence.text) and not lexicon().find("fiction", sentence.text)
    damage = damage_word(sentence.text) if is_told else None
    spoken = state.spoken
    if not (damage and spoken and spoken.is_near(sentence) and stands_for_asset(sentence.text)):
        _follow(sentence, state)
        return
    parts = [spoken.told_by(sentence)]
    if damage[1]:
        _deny(sentence, parts, state)
        return
    _tell(sentence, parts, state.when(sentence.text), damage, state)


def _is_baltic(mention: Mention, text: str, places: list[Place], state: Reading) -> bool:
    if mention.ids:
        return True
    is_known = mention.is_definite and state.focus is not None
    here = sea_at(mention.head, text, places, is_known=is_known)
    if here is None and any(p.kind == "country" for p in places):
        adjectives = [p for p in places if mention.start <= p.start < mention.end]
        here = "baltic" if adjectives and state.paragraph_sea != "other" else None
    if here is None and state.paragraph_sea is None and not mention.is_definite:
        # A new thing in a new paragraph with a land elsewhere lies there: "Taiwan detained ...".
        named = lexicon().find("other_places", text)
        here = "other" if named and named[0][0].isupper() else None
    here = here or state.paragraph_sea or state.sea
    if here is None:
        return any(p.kind in ("country", "town") for p in places)
    return here == "baltic"


def _tell(
    sentence: Sentence,
    told: list[tuple[Mention, Part]],
    when: DateFound | None,
    damage: tuple[re.Match[str], bool] | None,
    state: Reading,
) -> None:
    """Add the damage that a sentence tells of to an event, or begin one."""
    words = lexicon().words
    text = sentence.text
    is_anew = bool(_ANEW.search(text) and state.events and not sentence.is_title)
    if is_anew:
        when = when or _day_in(text, state)
        for mention, part in told:
            _give_asset(mention, part, state)
    days = span_of(when)
    is_known = bool(words["background"].search(text))
    is_dated = when is not None and when.is_exact and not is_old(days, state.written())
    is_known = is_known or (bool(words["reported_before"].search(text)) and not is_dated)
    told_before = state.is_elsewhere or (
        is_known and any(not e.is_title_only for e in state.events)
    )
    told_before = told_before or (bool(words["recall"].search(text)) and not sentence.is_title)
    told_before = told_before or _is_in_a_clause(text, told, days, state)
    recalled = told_before or is_old(days, state.written())
    separate = bool(words["separate"].search(text)) or sentence.is_item or is_anew
    here: Event | None = None
    dates = dates_of_damage(text, state.article, state.by) if len(told) > 1 else []
    own_days = own_dates(text, [part for _, part in told], sentence, dates)
    if recalled and not told_before and days and _is_of_the_news(told, days, state):
        recalled = False
    for mention, part in told:
        if here and mention.is_definite and _is_said(part, here):
            # "a link that failed, says Telia, which runs the cable"
            continue
        part.damage = damage[0][0] if damage else None
        event = matching(part, mention, days, recalled, separate, state)
        if event is None and not (_OWN.search(part.words) and mention.is_further):
            event = under_umbrella(part, days, recalled, separate, state)
        if event is None and here is not None and here.is_background == recalled:
            event = here
            event.parts.append(part)
        elif event is None:
            event = joining(sentence, days, recalled, separate, state)
            if event is None and not recalled:
                event = in_hand(part, mention, days, sentence, state)
            elif event is not None:
                event.parts.append(part)
            if event is None:
                event = Event([part], [], recalled, told_before, is_title_only=sentence.is_title)
                state.events.append(event)
        here = event
        event.add(sentence)
        event.is_title_only = event.is_title_only and sentence.is_title
        found_later = bool(words["discovery"].search(text))
        vague = event.days is not None and length_of(event.days) > TOGETHER_DAYS
        narrower = event.days and days and length_of(days) < length_of(event.days)
        better = (vague and narrower) or (
            event.is_found_later and not found_later and when and when.is_exact
        )
        if when and days and (event.days is None or better):
            event.is_found_later = found_later
            event.date_it(when, sentence)
        if damage and (event.damage is None or event.damage[1].is_title):
            event.damage = (damage[0][0], sentence)
        own = own_days.get(id(part), when)
        if own and days and part.when is None:
            part.when, part.when_sentence = own, sentence
        if id(part) in own_days:
            _date_own(part, event, own, sentence)
    if here:
        _add_earlier(here, state)
    state.spoken = None
    state.focus, state.focus_paragraph = here, sentence.paragraph


#: Days by which a case told in a clause is older than that which the text reports.
_ASIDE_DAYS = 7
_ASIDE = re.compile(r"\w\W+(?:where|after|since|following|like)\b[^,;:]*$", re.IGNORECASE)


def _is_in_a_clause(
    text: str,
    told: list[tuple[Mention, Part]],
    days: tuple[date, date] | None,
    state: Reading,
) -> bool:
    """Return whether a clause brings up an older case: "near where a pipe broke in May"."""
    before = text[: min(m.start for m, _ in told)] if told else ""
    if days is None or not _ASIDE.search(before):
        return False
    return any(
        e.days and not e.is_background and (e.days[0] - days[1]).days >= _ASIDE_DAYS
        for e in state.events
    )


def _date_own(part: Part, event: Event, when: DateFound | None, sentence: Sentence) -> None:
    """Give an asset of a sentence that tells several their days its own, and the event both."""
    days = span_of(when)
    at = part.places.get(sentence.start)
    known = next((p for p in event.parts if p.places.get(sentence.start) == at), part)
    if days is None or event.days is None:
        return
    if abs((event.days[0] - days[0]).days) <= TOGETHER_DAYS:
        known.when, known.when_sentence = when, sentence
        event.days = min(event.days[0], days[0]), max(event.days[1], days[1])


#: "Another break of the cable": the cable is known, the break is not.
_ANEW = re.compile(
    r"\b(?:another|a (?:new|second|third|fresh|further))"
    r" (?:break|cut|fault|outage|failure|damage)\b",
    re.IGNORECASE,
)


def _give_asset(mention: Mention, part: Part, state: Reading) -> None:
    """Give "the cable" what is known of the only asset of the event in hand."""
    event = state.focus or state.events[-1]
    if not mention.is_definite or part.resolved or len(event.parts) != 1:
        return
    known = event.parts[0].said
    if kind_group(part.said.kind) & kind_group(known.kind):
        part.said = part.said.joined(known)
        part.ask(state.gazetteer)


def _day_in(text: str, state: Reading) -> DateFound | None:
    """Return the first day that a sentence tells, of whatever it is."""
    found = find_dates(text, state.article, state.by)
    return next((d for d in found if d.first and d.is_exact), None)


def _is_said(part: Part, event: Event) -> bool:
    """Return whether an asset of an event is described no otherwise."""
    same = part.resolved.keys()
    return bool(same) and any(p.resolved.keys() == same for p in event.parts)


def _is_of_the_news(
    told: list[tuple[Mention, Part]], days: tuple[date, date], state: Reading
) -> bool:
    """Return whether an old day is that of a case told as news: "charged with cutting ..."."""
    written = state.written()
    if written and (written - days[1]).days > _COURT_DAYS:
        return False
    return any(
        fits(part, known, mention)
        for event in state.events
        if event.days is None and not event.is_background
        for known in event.parts
        for mention, part in told
    )


def _add_earlier(event: Event, state: Reading) -> None:
    """Give an event what was told before it: in its paragraph, or of its named asset."""
    for sentence in state.pending:
        event.add(sentence)
        if is_all_clear(sentence.text) and len(event.parts) == 1:
            event.clear(sentence)
    ids = {i for p in event.parts for i in p.said.ids}
    # "The pipeline between Finland and Estonia" was named before.
    ids |= {i for p in event.parts for i, sure in p.resolved.items() if sure >= _MEANT}
    for sentence, part in state.seen:
        if ids & set(part.said.ids):
            event.add(sentence)
    event.sentences.sort(key=lambda s: s.start)
    state.pending, state.seen = [], []


def _refine(
    sentence: Sentence,
    local: list[Mention],
    places: list[Place],
    state: Reading,
) -> None:
    """Use a sentence that speaks of an asset without damage: "the cable runs from A to B"."""
    parts = parts_told(sentence, [m for m in local if not m.is_vague], places, state.gazetteer)
    for mention, part in parts:
        if not (mention.is_definite or mention.ids or mention.count == 1):
            continue
        for event in sorted(state.events[-12:], key=lambda e: e is not state.focus):
            is_at_hand = event is state.focus and (
                bool(mention.ids) or sentence.paragraph == state.focus_paragraph
            )
            if event.is_background and not is_at_hand:
                continue
            known = next((k for k in event.parts if fits(part, k, mention)), None)
            if known is None or event.is_title_only:
                continue
            if mention.is_definite and (len(event.parts) == 1 or part.said.ids):
                named_here = bool(part.said.ids) and not known.said.ids
                known.said = known.said.joined(sure_part(part.said, known.said))
                if named_here:
                    # A name in a sentence without damage is a hint, not a statement.
                    known.worth = _HINT
                known.ask(state.gazetteer)
                known.places |= part.places
                known.sentences.append(sentence)
            event.add(sentence)
            state.focus, state.focus_paragraph = event, sentence.paragraph
            return
    if state.focus and sentence.paragraph == state.focus_paragraph:
        state.focus.add(sentence)
    elif not state.events:
        state.pending.append(sentence)
    mended = [part for _, part in parts if part.resolved]
    if mended and sentence.paragraph <= _FIRST and is_being_mended(sentence.text):
        state.mended = state.mended or (sentence, mended[:1])
    for mention, part in () if lexicon().find("works", sentence.text) else parts:
        if mention.ids or mention.count == 1:
            state.spoken = Spoken(mention, part, sentence)
    for _, part in parts_told(sentence, [m for m in local if m.ids], places, state.gazetteer):
        state.seen = [*state.seen[-9:], (sentence, part)]


#: Paragraphs, the headline among them, in which a text tells what it is about.
_FIRST = 3


def _deny(sentence: Sentence, told: list[tuple[Mention, Part]], state: Reading) -> None:
    """Note that an asset was not damaged: of an event before, or as a false alarm."""
    strong = lexicon().words["false_alarm"].search(sentence.text)
    of_asset = strong is None and lexicon().words["denies_damage"].search(sentence.text)
    is_strong = bool(strong or of_asset)
    # "No cable was cut, unlike what was said of EstLink 1": a name says more than a noun.
    for mention, part in sorted(told, key=lambda x: not x[0].ids):
        told_of = state.events[-12:]
        if not mention.ids:
            told_of = sorted(told_of, key=lambda e: not e.is_background)
        for event in reversed(told_of):
            if any(fits(part, known, mention) for known in event.parts):
                event.add(sentence)
                # "No damage to EstLink 2" beside a break of another asset says nothing of that.
                if is_strong and len(event.parts) == 1:
                    event.clear(sentence, of_asset=bool(of_asset))
                state.focus, state.focus_paragraph = event, sentence.paragraph
                return
        if (state.alarmed or lexicon().words["alarm"].search(sentence.text)) and (
            mention.ids or part.resolved or is_strong
        ):
            when = state.when(sentence.text)
            beside = sentence.paragraph - state.focus_paragraph <= _BESIDE
            if state.focus and not state.focus.is_denied and beside and when is None:
                # "EstLink 1 was not damaged" beside a break of EstLink 2 is no alarm of its own.
                state.focus.add(sentence)
                return
            event = Event([part], [], is_denied=True, denial=sentence)
            event.date_it(when, sentence)
            _add_earlier(event, state)
            event.add(sentence)
            state.events.append(event)
            state.focus, state.focus_paragraph = event, sentence.paragraph
            return


def _follow(sentence: Sentence, state: Reading) -> None:
    """Give a sentence without an asset to the event in hand, when it can be about it."""
    words = lexicon()
    if not (
        words.find("about", sentence.text)
        or words.find("ship_types", sentence.text)
        or words.label("repair", sentence.text)
        or start_date(sentence.text, state.article, state.by)
        or is_all_clear(sentence.text)
        or _tells_time(sentence.text)
        or (stands_for_asset(sentence.text) and damage_word(sentence.text))
        or find_statements(sentence.text)
    ):
        return
    # "Repairs start when a ship comes free in the North Sea" is of the event all the same.
    is_far = words.find("other_seas", sentence.text) and not words.find("mending", sentence.text)
    if state.focus is None or is_far:
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
    _add_ends(sentence, event, state)
    if is_all_clear(sentence.text) and len(event.parts) == 1:
        event.clear(sentence)
    note_denial(sentence, event, is_told=False)
    found_later = lexicon().find("discovery", sentence.text)
    vague = event.days is not None and length_of(event.days) > TOGETHER_DAYS
    open_ = event.days is None or vague or (event.is_found_later and not found_later)
    start = start_date(sentence.text, state.article, state.by) if event.days is None else None
    if start and near <= 2:
        event.date_it(start, sentence)
    elif open_ and not event.is_background and _tells_when(sentence.text):
        when = state.when(sentence.text)
        days = span_of(when)
        is_narrower = days and (event.days is None or length_of(days) < length_of(event.days))
        if when and is_narrower and not is_old(days, state.written()):
            event.date_it(when, sentence)


def _tells_time(text: str) -> bool:
    """Return whether a sentence has a clock time of what happened: "It was last seen at ..."."""
    happened = _HAPPENED.search(text) or lexicon().find("still_whole", text)
    return bool(happened and find_clocks(text))


def _tells_when(text: str) -> bool:
    return bool(damage_word(text) or _HAPPENED.search(text))


_HAPPENED = re.compile(r"\b(?:happened|occurred|took place)\b", re.I)


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
