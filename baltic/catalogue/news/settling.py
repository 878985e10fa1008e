"""Events once a text is read to its end: what is news, what belongs together, and when it was."""

from __future__ import annotations

import itertools
import re
from datetime import date

from .atlarge import is_heading
from .clocks import zone_of_text
from .damage import damage_word
from .dates import DateFound, find_dates, has_impossible_date
from .gathered import Event, Part, has_own, kind_group, length_of, overlap, span_of
from .lexicon import lexicon
from .mentions import find_mentions
from .publisher import operators_named, publisher_of
from .reading import Reading
from .repairs import is_of_repair
from .sentences import Sentence
from .ships import find_ships
from .staged import is_staged, really_told
from .statements import find_statements, is_question

__all__ = ["is_old", "settled"]

#: Days between the newest event and one that is only recalled.
_BACKGROUND_DAYS = 30
#: Days of a span up to which a case has a day of its own.
_DATED_DAYS = 3
#: Share of its sentences, or number, from which a text is about an old case.
_CHIEF_SHARE, _CHIEF_SENTENCES = 0.25, 3
#: Sentences with which a text begins.
_LEAD = 3
#: Where a text has come to what it is about.
_EARLY = 0.35
#: Sentences on either side in which a day may stand that the sentence of the damage lacks.
_AROUND = 2
#: "3 February 2025.": share of a sentence that is its date, and nothing else.
_BARE = 0.6
#: "HELSINKI, 3 May 2026." has no word but names.
_WORD = re.compile(r"(?<![\w'.-])[a-z]{2,}")
_CLOCK = re.compile(r"\b[0-2]?\d(?:[:.][0-5]\d|\s?[ap]\.?m\b)")
#: Paragraphs before and behind an event in which its ships may be told of.
_BEFORE, _BESIDE = 3, 2
_ELSEWHERE = ("other_seas", "other_places")
#: From here on a description means its asset.
_SURE = 0.5


def settled(state: Reading, sentences: list[Sentence]) -> list[Event]:
    """Return the events of a text that was read, the made-up ones and mere titles left out."""
    _mark_background(state.events, sentences)
    events = [e for e in state.events if not _is_made_up(e, sentences)]
    if is_staged(sentences):
        events = really_told(events, [e for e in events if _is_past(e, state)], sentences)
    events = [e for e in events if not _is_ashore(e, sentences)]
    _join_named(events)
    _leave_out_sums(events)
    _leave_out_counted(events)
    _give_rest(events, [s for s in sentences if _is_rest(s, events, state)])
    publisher = publisher_of(sentences, state.gazetteer)
    operators = [
        (s.start, name) for s in sentences for name in operators_named(s.text, state.gazetteer)
    ]
    zone = zone_of_text(sentences)
    for event in events:
        event.publisher, event.operators, event.zone = publisher, operators, zone
        if event.is_denied:
            _date_of_scare(event, state)
        if event.days is None and not event.is_background:
            _date_from_around(event, sentences, state)
        _date_in_full(event, state)
        event.parts = [p for p in event.parts if not p.taken or p.taken < p.count] or event.parts
        event.text, event.own = sentences, _own(event)
        for part in event.parts:
            part.settle_kind(state.gazetteer, event.sentences)
            part.zones = _zones_of(part, state)
    told = [e for e in events if not e.is_title_only]
    return told or [e for e in events if _is_headline(e, sentences)]


def _leave_out_sums(events: list[Event]) -> None:
    """Leave out "two cables were cut in a week", where each is told as a case of its own."""
    for event in list(events):
        part = event.parts[0]
        if len(event.parts) > 1 or part.count < 2 or part.said.ids or part.said.pairs:
            continue
        rest = events[events.index(event) + 1 :]
        told = [
            e for e in rest
            if not (e.is_background or e.is_title_only) and all(map(has_own, e.parts))
            and kind_group(e.parts[0].said.kind) & kind_group(part.said.kind)
        ]  # fmt: skip
        if sum(len(e.parts) for e in told) >= part.count and len(told) > 1:
            events.remove(event)


def _leave_out_counted(events: list[Event]) -> None:
    """Leave "two links in a week" out of the case of one of them, where the other has its own."""
    news = [e for e in events if not (e.is_background or e.is_title_only or e.is_denied)]
    for event in news:
        for part in [p for p in event.parts if 0 < p.taken < p.count]:
            others = sum(
                bool(has_own(p) and kind_group(p.said.kind) & kind_group(part.said.kind))
                for e in news if e is not event for p in e.parts
            )  # fmt: skip
            if part.taken + others >= part.count:
                event.parts.remove(part)


def _zones_of(part: Part, state: Reading) -> tuple[str, ...]:
    """Return the time zones of the lands in which the candidates for an asset come ashore."""
    lands = {code for i in part.resolved for code in state.gazetteer.lands_of(i)}
    known = lexicon().countries
    return tuple(sorted({known[code][3] for code in lands if code in known}))


def is_old(days: tuple[date, date] | None, article: date | None) -> bool:
    """Return whether days lie so long before an article that they are no news."""
    return bool(days and article and (article - days[1]).days > _BACKGROUND_DAYS + 15)


def _mark_background(events: list[Event], sentences: list[Sentence]) -> None:
    """Mark what lies long before the newest event, or the newest day that the text tells.

    A court's ruling is news of an old case: where all is old, the newest that the text dwells
    on is what it is about.  A text that tells nothing but a list of cases is about them all.
    """
    told = [e for e in events if not e.is_title_only]
    if len(told) > 1 and all(any(s.is_case for s in p.sentences) for e in told for p in e.parts):
        for event in told:
            event.is_background = False
        return
    newest = max((e.days[1] for e in events if e.days and not e.is_background), default=None)
    if newest is None or not any(e.is_background for e in events):
        days = (d.last for s in sentences for d in find_dates(s.text, None) if d.is_exact)
        newest = max([d for d in (newest, *days) if d], default=None)
    for event in events:
        if event.days and newest:
            is_long_ago = (newest - event.days[1]).days > _BACKGROUND_DAYS
            # Old as the text is, but not beside its news: it is one of two cases.
            event.is_background = is_long_ago or (
                event.is_background and not _is_news(event, events)
            )
    if events and all(e.is_background or e.is_title_only for e in events):
        told = [e for e in events if not e.is_title_only] or events
        chief = max(told, key=lambda e: (not e.is_recalled, e.days[1] if e.days else date.min))
        _give_headline(chief, events, sentences)
        dwells = _is_about(chief, sentences) and _dwells_on(chief, sentences)
        chief.is_background = chief.is_recalled or not dwells


def _is_news(event: Event, events: list[Event]) -> bool:
    """Return whether a case counts as old by its day alone, and another is told as news.

    "It was cut in 2025" tells no day.
    """
    is_dated = event.days is not None and length_of(event.days) <= _DATED_DAYS
    return (
        is_dated and not event.is_recalled and any(e.days and not e.is_background for e in events)
    )


def _give_headline(chief: Event, events: list[Event], sentences: list[Sentence]) -> None:
    """Give the only case of a text what was told under a headline that speaks of it at large."""
    for event in events:
        if event is not chief and event.is_title_only and _is_headline(event, sentences):
            for sentence in event.sentences:
                chief.add(sentence)
    chief.sentences.sort(key=lambda s: s.start)


def _dwells_on(event: Event, sentences: list[Sentence]) -> bool:
    """Return whether a text has more to say of an event than that it was."""
    told = min((s.start for p in event.parts for s in p.sentences), default=0)
    after = sum(s.start >= told for s in event.sentences)
    return after >= min(_CHIEF_SHARE * len(sentences), _CHIEF_SENTENCES)


def _is_about(event: Event, sentences: list[Sentence]) -> bool:
    """Return whether a text begins with an event, or tells what a court made of it."""
    begin = event.sentences[0].start - sentences[0].start
    is_early = begin <= _EARLY * (sentences[-1].end - sentences[0].start)
    return is_early or any(lexicon().words["legal_strong"].search(s.text) for s in event.sentences)


def _is_made_up(event: Event, sentences: list[Sentence]) -> bool:
    """Return whether the paragraph after it says that none of it was real."""
    begin = event.sentences[0].paragraph
    near = (s for s in sentences if 0 <= s.paragraph - begin <= 1)
    return any(lexicon().words["not_real"].search(s.text) for s in near)


def _is_past(event: Event, state: Reading) -> bool:
    return event.is_background or is_old(event.days, state.written())


def _is_ashore(event: Event, sentences: list[Sentence]) -> bool:
    """Return whether a text of things on land has nothing that puts the damaged one in the sea.

    "The data centre stood still as the power line from Kotka tripped": a name, two lands or a
    word of the sea would do so.
    """
    told = [p.said for p in event.parts]
    if any(s.ids or s.pairs or s.of_countries or s.areas or len(s.towns) > 1 for s in told):
        return False
    if not any(lexicon().find("land_things", s.text) for s in sentences):
        return False
    return not any(lexicon().find("at_sea", s.text) for s in sentences)


def _join_named(events: list[Event]) -> None:
    """Join "the link with Sweden" of an opening with the name that is told next."""
    for one, two in itertools.pairwise(list(events)):
        if one.is_background or two.is_background or one.is_denied or two.is_denied:
            continue
        parts = one.parts + two.parts
        if len(parts) != 2 or parts[0].said.ids or not parts[1].said.ids:
            continue
        alike = kind_group(parts[0].said.kind) & kind_group(parts[1].said.kind)
        close = two.sentences[0].paragraph - one.sentences[0].paragraph <= _BESIDE
        sure = max(parts[0].resolved.values(), default=0.0) >= _SURE
        apart = sure and not set(parts[0].resolved) & set(parts[1].resolved)
        if alike and close and parts[0].count == 1 and overlap(one.days, two.days) and not apart:
            for sentence in one.sentences:
                two.add(sentence)
            two.sentences.sort(key=lambda s: s.start)
            if two.days is None and one.when and one.when_sentence:
                two.date_it(one.when, one.when_sentence)
            events.remove(one)


def _is_rest(sentence: Sentence, events: list[Event], state: Reading) -> bool:
    """Return whether a sentence may be of the news: not of another matter or another asset.

    "A survey of NordBalt is planned; the Vigil will do it" is of no case of another link.
    """
    if sentence.paragraph in state.other_matters:
        return False
    named = {i for m in find_mentions(sentence.text, state.gazetteer.names) for i in m.ids}
    told = {i for e in events for p in e.parts for i in (*p.said.ids, *p.resolved)}
    return not named or bool(named & told)


def _give_rest(events: list[Event], sentences: list[Sentence]) -> None:
    """Give the only event that is news what the paragraphs around it tell of ships and law."""
    news = [e for e in events if not e.is_background]
    news = [e for e in news if not e.is_title_only] or news
    if len(news) != 1 or not (len(events) == 1 or _is_about(news[0], sentences)):
        return
    taken = {s.start for e in events for s in e.sentences}
    first = min(s.paragraph for s in news[0].sentences) - _BEFORE
    last = max(s.paragraph for s in news[0].sentences) + _BESIDE
    words = lexicon().words
    lead = max([s.paragraph for s in sentences if not s.is_title][:_LEAD], default=0)
    away = {
        s.paragraph for s in sentences if any(words[w].search(s.text) for w in _ELSEWHERE)
    }  # fmt: skip
    recalled = _of_old_cases(events, news[0], sentences)
    for sentence in sentences:
        near = first <= sentence.paragraph <= last and sentence.paragraph not in away
        if sentence.start in taken | recalled or not near or is_heading(sentence):
            continue
        # What a text begins with is its news, though it be of what was done "last year".
        is_old = words["background"].search(sentence.text) and sentence.paragraph > lead
        if is_old or words["generic"].search(sentence.text):
            continue
        is_of_use = any(words[w].search(sentence.text) for w in ("legal_strong", "mending"))
        is_of_use = is_of_use or bool(find_ships(sentence.text))
        # What is said of the cause before the damage is told may be of another matter.
        is_behind = news[0].damage is not None and sentence.start > news[0].damage[1].start
        is_of_use = is_of_use or bool(is_behind and find_statements(sentence.text))
        if is_of_use or lexicon().label("repair", sentence.text) or is_of_repair(sentence.text):
            news[0].add(sentence)
    news[0].sentences.sort(key=lambda s: s.start)


def _of_old_cases(events: list[Event], news: Event, sentences: list[Sentence]) -> set[int]:
    """Return where sentences begin that go on from a case which is only recalled.

    "A year ago a tanker cut EstLink 2.  A court dismissed the charges in October."
    """
    own = {s.start for s in news.sentences}
    old = {s.start for e in events if e.is_background for s in e.sentences} - own
    found: set[int] = set()
    for before, sentence in itertools.pairwise(sentences):
        goes_on = sentence.paragraph == before.paragraph and sentence.start not in own
        if goes_on and before.start in old | found:
            found.add(sentence.start)
    return found


def _date_of_scare(event: Event, state: Reading) -> None:
    """Give a false alarm the earliest day told: statements on it come after."""
    found = [
        ((when.first, when.last), when, sentence)
        for sentence in event.sentences
        for when in find_dates(sentence.text, state.article, state.by)
        if when.first and when.last and when.is_exact
        and not is_old((when.first, when.last), state.written())
    ]  # fmt: skip
    if found:
        days, when, sentence = min(found, key=lambda x: x[0])
        if event.days is None or days < event.days:
            event.date_it(when, sentence)


def _date_in_full(event: Event, state: Reading) -> None:
    """Give an event of "Sunday" the Sunday that it tells in full: "on 8 October 2023"."""
    if event.days is None or event.when is None or not _DAY_ALONE.search(event.when.words):
        return
    for sentence in (s for s in event.sentences if damage_word(s.text)):
        for when in find_dates(sentence.text, state.article, state.by):
            day = when.first if when.first == when.last and _NUMBERED.search(when.words) else None
            if day and day.weekday() == event.days[0].weekday():
                if 0 < (event.days[0] - day).days <= _BACKGROUND_DAYS:
                    _redate(event, when, sentence)
                return


def _redate(event: Event, when: DateFound, sentence: Sentence) -> None:
    """Give an event another day, and its assets that had the same as it."""
    for part in event.parts:
        if part.when and span_of(part.when) == event.days:
            part.when, part.when_sentence = when, sentence
    event.date_it(when, sentence)


_DAY_ALONE = re.compile(r"^\D*\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b\D*$", re.IGNORECASE)
_NUMBERED = re.compile(r"\d")


def _date_from_around(event: Event, sentences: list[Sentence], state: Reading) -> None:
    """Give an event without a day that of the sentences around: "It came on Wednesday."."""
    told = event.damage[1] if event.damage else event.sentences[0]
    at = next((i for i, s in enumerate(sentences) if s.start == told.start), None)
    if at is None or has_impossible_date(told.text):
        # "On 31 April": the day that was meant is not that of another sentence.
        return
    near = [
        s for s in sentences[max(0, at - _AROUND) : at + _AROUND + 1]
        if s.paragraph not in state.other_matters
        if not s.is_title and abs(s.paragraph - told.paragraph) <= 1
        and not is_question(s.text) and not lexicon().words["background"].search(s.text)
    ]  # fmt: skip
    near.sort(key=lambda s: (abs(s.start - told.start), s.start))
    found = [(state.when(s.text), s) for s in near]
    if any(damage_word(s.text) and _CLOCK.search(s.text) for s in near):
        # "It failed at 5 a.m.": on the day that is spoken of, whatever else was done on it.
        found += [(d, s) for s in near for d in find_dates(s.text, state.article, state.by)]
    heads = [s for s in sentences[: max(0, at - _AROUND)] if s.paragraph == told.paragraph]
    found += [(w, s) for s in heads if (w := state.when(s.text)) and _is_head(s, told, w)]
    for when, sentence in found:
        if when and _may_date(when, sentence, told, state):
            event.date_it(when, sentence)
            event.is_dated_around = sentence.start != told.start
            return


def _may_date(when: DateFound, sentence: Sentence, told: Sentence, state: Reading) -> bool:
    """Return whether a day that a sentence around that of the damage tells is of the damage."""
    days = span_of(when)
    if days is None or not when.is_exact:
        return False
    if _is_head(sentence, told, when) and days[1] != state.article:
        return True
    is_bare = len(when.words) > _BARE * len(sentence.text) or not _WORD.search(sentence.text)
    return not is_bare and not is_old(days, state.written())


#: Words of "Gulf of Finland, 7 May 2025."
_HEAD_WORDS = 8


def _is_head(sentence: Sentence, told: Sentence, when: DateFound) -> bool:
    """Return whether the paragraph of a case begins with its day: "Kattegat, 7 May 2025."

    "On 7 May 2025 a coaster lay there. Its anchor dragged." is such a head, too.
    """
    if sentence.paragraph != told.paragraph or sentence.start >= told.start:
        return False
    is_last = not sentence.text[when.end :].strip(" .)")
    is_bare = is_last and len(sentence.text.split()) <= _HEAD_WORDS
    return is_bare or bool(lexicon().find("ship_types", sentence.text))


def _own(event: Event) -> list[Sentence]:
    """Return the sentences of an event but those that recall a case before it."""
    if event.is_background:
        return event.sentences
    return [s for s in event.sentences if not _is_of_before(s, event)]


_THEN = re.compile(
    r"\b(?:(?<!around )(?<!about )that time|back then|past faults|earlier repairs?"
    r"|(?:the|those|both|all) (?:earlier|previous|former|past) (?:\w+ )?"
    r"(?:breaks?|cuts|cases?|incidents?|damage|faults|failures?|ruptures?|outages?))\b"
    r"(?!.*\bthis (?:time|one)\b)",
    re.I,
)


def _is_of_before(sentence: Sentence, event: Event) -> bool:
    """Return whether a sentence recalls a case before the event."""
    if _THEN.search(sentence.text) or lexicon().words["recall"].search(sentence.text):
        return True
    days = [d.last for d in find_dates(sentence.text, None) if d.last]
    return bool(days and event.days and max(days) < event.days[0])


def _is_headline(event: Event, sentences: list[Sentence]) -> bool:
    """Return whether a title heads the text: others are links to other texts."""
    body = next((s.start for s in sentences if not s.is_title), None)
    return body is None or event.sentences[0].start < body
