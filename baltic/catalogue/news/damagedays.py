"""The days of damage in a sentence: not those of a statement, an arrest or a repair."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from .dates import DateFound, find_dates, number_of
from .gathered import span_of
from .lexicon import lexicon
from .statements import NOBODY

__all__ = ["asks_when", "dates_of_damage", "event_date", "start_date"]


def event_date(
    text: str,
    article: date | None,
    told: tuple[date, date] | None,
    by: date | None = None,
) -> DateFound | None:
    """Return the date that belongs to the damage, not to a statement or an arrest."""
    if lead := _LABELLED.search(text):
        return next((d for d in find_dates(text[lead.end() :], article, by) if d.start < 5), None)
    dates = find_dates(text, article, by)
    found = _best_date(text, dates, article)
    if found is None or found.anchor is None:
        return found
    said = next(
        (d for d in reversed(dates) if d.start < found.start and d.first and d.is_exact), None
    )
    if found.anchor < 0 and said and (days := span_of(said)):
        # "said on Wednesday that it was cut a day earlier"
        return found.after(days)
    return found.after(told) if told else None


def dates_of_damage(text: str, article: date | None, by: date | None = None) -> list[DateFound]:
    """Return the days that a sentence tells of damage, not of a statement, in their order.

    Examples
    --------
    >>> text = "It was said on 4 May that one broke on 1 May 2025 and one on 2 May 2025."
    >>> [d.words for d in dates_of_damage(text, None)]
    ['1 May 2025', '2 May 2025']
    """
    dates = find_dates(text, article, by)
    verbs = _verbs(text)
    return [
        d for d in dates
        if d.first and d.is_exact and _is_of_damage(d, text, dates, verbs, article)
    ]  # fmt: skip


Verb = tuple[int, int, str]


_REPORTED = re.compile(
    r"(?:reported|confirmed|found) (?:\w+ly |as |to be )?"
    r"(?:parted|cut|severed|damaged|broken|down|out of|torn|dead|faulty|missing|lost)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b(?:an?|the) $", re.IGNORECASE)


def _verbs(text: str) -> list[Verb]:
    """Return what is done in a sentence, but speech that is only inserted."""
    words = lexicon().words
    verbs = sorted(
        [(m.start(), m.end(), "damage" if kind == "dragged_over" else kind)
         for kind in ("damage", "dragged_over", "speech", "denial", "response")
         for m in words[kind].finditer(text)]
    )  # fmt: skip
    # "Nor was it disputed that it broke": nothing is denied.
    verbs = [v for v in verbs if v[2] != "denial" or not NOBODY.search(text[: v[0]])]
    # "A suspected leak" says nothing.
    verbs = [v for v in verbs if v[2] != "speech" or not _ARTICLE.search(text[: v[0]])]
    # "On 3 May it was reported parted": that is what happened.
    verbs = [v for v in verbs if v[2] != "speech" or not _REPORTED.match(text[v[0] :])]
    # ", Fingrid told us," stands between a date and what happened on it.
    verbs = [v for v in verbs if v[2] != "speech" or not _is_inserted(v, text)]
    # "As we wrote, in the night to Friday the cable ..."
    return [v for v in verbs if v[2] != "speech" or not re.match(r",\s(?!\w+ing\b)", text[v[1] :])]


def _best_date(text: str, dates: list[DateFound], article: date | None) -> DateFound | None:
    """Return the date nearest to the damage, an exact one before others."""
    verbs = _verbs(text)
    best: tuple[int, int, DateFound] | None = None
    for found in dates:
        if counted := _counted_back(found, text, verbs):
            return counted
        if _hours_after(found, text):
            return found
        if not _is_of_damage(found, text, dates, verbs, article):
            continue
        gap = min((abs(v[0] - found.start) for v in verbs if v[2] == "damage"), default=999)
        rank = (0 if found.is_exact else 1, gap)
        if best is None or rank < best[:2]:
            best = (*rank, found)
    return best[2] if best else None


def _is_of_damage(
    found: DateFound,
    text: str,
    dates: list[DateFound],
    verbs: list[Verb],
    article: date | None,
) -> bool:
    """Return whether a date is that of damage: not of a statement, nor of what is to come."""
    before = [v for v in verbs if v[1] <= found.start]
    after = [v for v in verbs if v[0] >= found.end]
    at_start = not before or re.match(r"^\W*(?:\w+\W+){0,2}$", text[: found.start])
    kind = after[0][2] if at_start and after else before[-1][2] if before else None
    if kind == "speech" and any(before[-1:] and before[-1][1] <= d.start < found.start
                                for d in dates):  # fmt: skip
        # "informed on Tuesday that in the night to Sunday ...": its own day is told.
        kind = None
    if _is_of_suspicion(found, text, verbs) or _is_of_statement(found, text, before):
        return False
    if kind in ("speech", "denial", "response") or _is_to_come(found, text, article):
        return False
    if _MEETING.match(text, found.end) or _ONE_BOUND.search(text[: found.start]):
        return False
    return found.first is not None or found.anchor is not None


_STATEMENT = re.compile(
    r"\b(?:conference|briefing|statement|hearing|interview|announcement|press release)\b[^.;]*$",
    re.I,
)


def _is_of_statement(found: DateFound, text: str, before: list[Verb]) -> bool:
    """Return whether a day is that of "a press conference held by the police on Tuesday"."""
    begin = max((v[1] for v in before if v[2] == "damage"), default=0)
    return bool(_STATEMENT.search(text[begin : found.start]))


def _is_of_suspicion(found: DateFound, text: str, verbs: list[Verb]) -> bool:
    """Return whether the first damage behind a date is only what somebody is suspected of.

    "On Monday a ship suspected of cutting it was brought in": a day of the main clause.
    """
    if any(v[2] == "damage" and v[1] <= found.start for v in verbs):
        return False
    after = next((v for v in verbs if v[2] == "damage" and v[0] >= found.end), None)
    return after is not None and bool(
        lexicon().words["suspicion"].search(text, found.end, after[0])
    )


#: "It will be connected again on 12 December", "repairs until 3 May", "decides by Friday".
_TO_COME = re.compile(
    r"\b(?:will|would|shall|should|until|till|expect\w*|plann?\w*|scheduled|hop\w+|due"
    r"|(?<!found )(?<!thought )(?<!believed )(?<!reported )(?<!said )to be|estimated)\b[^;.]{0,60}$"
    r"|\b(?:next|before|by|no later than) (?:the )?(?:end of |middle of )?$",
    re.IGNORECASE,
)


#: "after Tuesday's cabinet meeting"
_MEETING = re.compile(
    r"'s?\s(?:\w+ )?(?:meeting|session|conference|hearing|briefing|talks|vote|summit|statement)",
    re.IGNORECASE,
)
#: "Some time before 3 June", "by Friday": a bound is not the day.
_ONE_BOUND = re.compile(
    r"\b(?:before|prior to|by|after|no later than|no earlier than) (?:the )?$", re.IGNORECASE
)
_HOURS_AFTER = re.compile(r",?\s+(?:[\w-]+ ){0,3}(?:hours?|minutes) after\b", re.IGNORECASE)


def _hours_after(found: DateFound, text: str) -> bool:
    """Return whether damage was done on a day: "boarded on Tuesday, hours after the cable ..."."""
    return found.is_exact and bool(_HOURS_AFTER.match(text, found.end))


def _is_to_come(found: DateFound, text: str, article: date | None) -> bool:
    """Return whether a date is told of something that is still ahead of the text."""
    clause = re.split(r"[;.]|,? (?:after|since|but|that) ", text[: found.start])[-1]
    if not _TO_COME.search(clause):
        return False
    return article is None or found.first is None or not _names_year(found) or found.first > article


def _names_year(found: DateFound) -> bool:
    return bool(re.search(r"(?:19|20)\d\d", found.words))


_AFTER = re.compile(
    r"^,?\s+(?P<n>a|one|two|three|four|five|six|seven|ten|\d{1,2}|the)\s+(?P<unit>days?|weeks?)\s+after\b",
    re.IGNORECASE,
)


def _counted_back(found: DateFound, text: str, verbs: list[Verb]) -> DateFound | None:
    """Return the day of damage in "on Wednesday, two days after the cable was cut"."""
    after = _AFTER.match(text[found.end :])
    if not after or found.first is None or found.first != found.last:
        return None
    if not any(v[0] > found.end + after.end() and v[2] == "damage" for v in verbs):
        return None
    count = 1 if after["n"].casefold() == "the" else number_of(after["n"]) or 0
    day = found.first - timedelta(days=count * (7 if after["unit"][0] in "wW" else 1))
    return replace(found, first=day, last=day)


_START = re.compile(
    r"^\W*(?:(?:event |outage )?start(?:ed|s|ing)?(?: time)?"
    r"|time of (?:event|outage|fault)|from|occurred|began"
    r"|(?:it|this) (?:occurred|happened|began|started)"
    r"|(?:the|this|that) (?:story|case|affair|matter|incident|accident|break|damage|fault|event)s?"
    r" (?:goes|go|went|dates?|dated) (?:back to|from))\b[^\w]*",
    re.IGNORECASE,
)


#: "Event start: 14.11.2026 03:47 CET" in an operator's notice.
_LABELLED = re.compile(
    r"(?<!\w)(?:event |outage )?start(?: time| of (?:event|outage))?:\s*", re.IGNORECASE
)


def start_date(text: str, article: date | None, by: date | None = None) -> DateFound | None:
    """Return the day of "Start: 2026-03-10 06:12 UTC", "It happened on Monday".

    Examples
    --------
    >>> start_date("Start 2026-03-10 06:12 UTC, end unknown.", None).words
    '2026-03-10'
    """
    lead = _START.match(text)
    if not lead:
        return None
    dates = find_dates(text, article, by)
    near = dates[0] if dates and dates[0].start - lead.end() < 30 else None
    return near if near and near.first and near.is_exact else None


_ASKS_WHEN = re.compile(
    r"\bwhen (?:exactly )?(?:(?:was|is) (?:that|this|it)\s*\?"
    r"|(?:did|was|were|has|have|had)\b(?! [^?]{0,80}\b(?:repair|mend|splic|restor))[^?]{0,80}"
    r"\b(?:happen|occur|take place|fail|break|trip|go (?:dark|dead|down|off)|come off|cut|severed"
    r"|damaged|broken|torn|hit|lost|noticed|discovered)\b[^?]{0,80}\?)",
    re.IGNORECASE,
)


def asks_when(text: str) -> bool:
    """Return whether a sentence asks for the day of damage, which the next one then tells.

    Examples
    --------
    >>> asks_when("When was it cut?"), asks_when("When will it be mended?")
    (True, False)
    """
    return bool(_ASKS_WHEN.search(text))


def _is_inserted(verb: Verb, text: str) -> bool:
    before, after = text[max(0, verb[0] - 50) : verb[0]], text[verb[1] : verb[1] + 20]
    is_behind = re.search(r",\s[^,.;]{1,40}$", before)
    return bool(is_behind and re.match(r"(?! (?:on|late|early|in)\b)[^,.;]{0,12},\s", after))
