"""The day or month that a text gives itself: a dateline, ``Published:``, of a statement."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from .damage import damage_word
from .dates import DateFound, find_dates
from .letters import compile_names
from .lexicon import lexicon
from .sentences import Sentence

__all__ = ["article_date", "article_month", "statement_date"]

_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,? $", re.I)
_DATELINE = compile_names(
    r"^\W{0,3}(?:[A-Z][\w.'-]*(?:[ ,/]+(?:and )?)?){1,6}[,(\s-]*$",
)
_LABEL = re.compile(
    r"\b(?:published|posted|printed|sent|date|dated|updated|issued|press release|released|news"
    r"|article|week|weekly|edition|bulletin|newsletter|digest)\b",
    re.I,
)


def article_date(plain: str, is_event: re.Pattern[str]) -> DateFound | None:
    """Return the day that a text gives itself: a dateline, a date line, ``Published:``.

    Parameters
    ----------
    plain
        Text.
    is_event
        Words of an event: a line with one of them is prose, and its date that of the event.

    Examples
    --------
    >>> article_date("HELSINKI, Dec 26, 2024 (Agency) - It failed.", re.compile("failed")).first
    datetime.date(2024, 12, 26)
    """
    for number, (begin, line) in enumerate(_lines(plain)):
        for found in _dates_of(line, number, is_event):
            if found.first is None or found.last is None or (found.last - found.first).days > 7:
                continue
            if _is_of_the_text(found, line, number, is_event):
                return DateFound(
                    begin + found.start, begin + found.end, found.last, found.last, found.words,
                    True,
                )  # fmt: skip
    return None


#: "No. 22 / 2026 - Friday 29 May": the year stands before the day.
_ISSUE = re.compile(
    r"(?:no\.?|nr\.?|issue|vol\.?|volume|week|edition)\s?\d{1,4}[\s,/-]+(?P<year>20\d\d)\b", re.I
)


def _dates_of(line: str, number: int, is_event: re.Pattern[str]) -> list[DateFound]:
    """Return the dates of a line; in the head of an issue with the year that it tells."""
    issue = _ISSUE.search(line[:_SHORT_LINE])
    is_head = number < _HEAD and len(line.strip()) <= _SHORT_LINE and not is_event.search(line)
    if issue is None or not is_head:
        return find_dates(line, None)
    year = int(issue["year"])
    return [
        found for found in find_dates(line, None, date(year, 12, 31))
        if found.start >= issue.end() and found.first and found.first.year == year
    ]  # fmt: skip


def article_month(plain: str, is_event: re.Pattern[str]) -> date | None:
    """Return the last day of the month that a text gives itself: "Monthly note, October 2027".

    Parameters
    ----------
    plain
        Text.
    is_event
        As for :func:`article_date`.

    Examples
    --------
    >>> article_month("Monthly note, October 2027\\n\\nA cable failed.", re.compile("failed"))
    datetime.date(2027, 10, 31)
    """
    for number, (_, line) in enumerate(_lines(plain)):
        is_short = number < _HEAD and len(line.strip()) <= _SHORT_LINE
        for found in find_dates(line, None) if not is_event.search(line) else ():
            is_alone = is_short or _LABEL.search(line[: found.start])
            if is_alone and found.first and found.last and _is_month(found.first, found.last):
                return found.last
    return None


def _is_month(first: date, last: date) -> bool:
    return first.day == 1 and (last + timedelta(days=1)).day == 1 and (last - first).days < 31


#: Lines in which a text may give its date, at its head and at its foot, and how long they are.
_HEAD, _LABELLED, _FOOT = 8, 40, 6
_SHORT_LINE = 90


def _lines(plain: str) -> list[tuple[int, str]]:
    """Return the lines at the head and at the foot of a text, each with its offset."""
    found, at = [], 0
    for line in plain.split("\n"):
        bare = line.lstrip()
        if bare:
            found.append((at + len(line) - len(bare), bare[:400]))
        at += len(line) + 1
    return found[:_LABELLED] + found[_LABELLED:][-_FOOT:]


def _is_of_the_text(found: DateFound, line: str, number: int, is_event: re.Pattern[str]) -> bool:
    """Return whether a date of a line is that of the whole text."""
    before, rest = line[: found.start], line[found.end :]
    is_labelled = bool(_LABEL.search(before))
    if is_labelled and found.start < _SHORT_LINE and not is_event.search(before):
        return True
    if found.first != found.last:
        return False
    is_alone = (
        len(line.strip()) <= _SHORT_LINE
        and not is_event.search(line)
        and (not re.search(r"[.!?]\s*$", line) or is_labelled)
    )
    if number >= _HEAD:
        return is_alone and bool(_WEEKDAY.search(before))
    is_dateline = bool(_DATELINE.match(before)) and bool(
        re.match(r"\)?\s*(?:\([^)]{1,40}\)\s*)?[-–—:.]|\s*\([^)]{1,40}\)", rest)
    )
    # "Dec 31, 2025 (Wire) - ...", without a city.
    is_bare = not before.strip() and bool(re.match(r"\s*\([^)]{1,40}\)\s*[-–—]", rest))
    return is_dateline or is_bare or is_alone


def statement_date(sentences: list[Sentence]) -> DateFound | None:
    """Return the newest full date of a statement: "said on 19 November 2024".

    The day from which the text itself counts "Sunday", when it has no dateline.  A weekday
    with its date is that of the news: "Investigators on Wednesday, Dec. 15, 2027, were ...".
    """
    newest: DateFound | None = None
    for number, sentence in enumerate(sentences[:_READ]):
        for found in find_dates(sentence.text, None):
            if found.first is None or found.first != found.last:
                continue
            is_newer = newest is None or newest.first is None or found.first > newest.first
            if is_newer and _is_of_a_statement(found, sentence.text, is_lead=number < _LEAD):
                start, end = sentence.start + found.start, sentence.start + found.end
                newest = replace(found, start=start, end=end)
    return newest


def _is_of_a_statement(found: DateFound, text: str, *, is_lead: bool) -> bool:
    """Return whether a day is that on which something was said, or that of the news."""
    before = text[max(0, found.start - 30) : found.start]
    if lexicon().find("speech", before) or _IT_IS.search(before):
        return True
    is_of_news = is_lead and _ON_A_DAY.search(before)
    return bool(is_of_news) and not damage_word(text[: found.start])


#: Sentences in which a text may say when it speaks, and those with which it begins.
_READ, _LEAD = 40, 2
_ON_A_DAY = re.compile(r"\bon (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )$", re.IGNORECASE)
_IT_IS = re.compile(r"\bit is (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )$", re.IGNORECASE)
