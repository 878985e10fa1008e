"""Dates in English prose, absolute and relative to the day of the article."""

# ruff: noqa: E501  a table of patterns reads best with one on a line

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["DateFound", "find_dates", "has_impossible_date", "number_of", "single_dates"]

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december")  # fmt: skip
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
           "twelve")  # fmt: skip
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
            "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
            "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first",
            "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth",
            "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth",
            "thirty-first")  # fmt: skip
FEASTS = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "boxing day": (12, 26),
    "st stephen's day": (12, 26), "new year's eve": (12, 31), "new year's day": (1, 1),
}  # fmt: skip

_M = r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_Y = r"(?P<{0}>(?:19|20)\d\d)"
_D = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th)?"
_DAY = r"(?P<{0}>mon|tues|wednes|thurs|fri|satur|sun)day"
_PART = r"(?:\s+(?P<{0}>early morning|morning|afternoon|evening|night|midday|noon|overnight))?"
_NUM = r"(?P<{0}>a|an|\d{{1,2}}|" + "|".join(NUMBERS) + r"|several|few|a few)"

#: Tried in this order at each place; the first that fits stands.
_FORMS: tuple[tuple[str, str], ...] = (
    ("iso", r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)(?:T[0-2]\d:?[0-5]\d(?::?[0-5]\d)?Z?)?"),
    ("dotted", r"(?P<d1>[0-3]?\d)\.(?P<m1>[01]?\d)\.(?P<y1>(?:19|20)\d\d)"),
    ("range", _D.format("ra") + r"(?:\s?(?:-|–|to|and|/)\s?)" + _D.format("rb") + r"(?:\s+of)?\s+"
     + _M.format("rm") + r"(?:,?\s+" + _Y.format("ry") + ")?"),
    ("range2", _M.format("sm") + r"\s+" + _D.format("sa") + r"\s?(?:-|–|to|and)\s?"
     + _D.format("sb") + r"(?:,?\s+" + _Y.format("sy") + r")?(?!\d)"),
    ("night_of", r"night of\s+(?:the\s+)?(?:" + _D.format("d4") + r"(?:\s+of)?\s+" + _M.format("m4")
     + "|" + _M.format("m9") + r"\s+" + _D.format("d9") + r"(?![\d:]))(?:,?\s+" + _Y.format("y9") + ")?"),
    ("night_before", r"(?:night|overnight)\s+(?:in)?to\s+(?:the\s+)?(?:" + _DAY.format("wn") + r",?\s+)?(?:" + _D.format("e4") + r"(?:\s+of)?\s+" + _M.format("f4")
     + "|" + _M.format("f9") + r"\s+" + _D.format("e9") + r"(?![\d:]))(?:,?\s+" + _Y.format("g9") + ")?"),
    ("dashed", _D.format("d0") + r"-" + _M.format("m1a") + r"-" + _Y.format("y0")),
    ("ordinal", r"(?P<ord>" + "|".join(reversed(ORDINALS)) + r")(?:\s+day)?\s+of\s+" + _M.format("m8")
     + r"(?:,?\s+" + _Y.format("y7") + ")?"),
    ("dmy", _D.format("d2") + r"(?:\s+of)?\s+" + _M.format("m2") + r"(?:,?\s+" + _Y.format("y2") + ")?"),
    ("mdy", _M.format("m3") + r"\s+" + _D.format("d3") + r"(?![\d:])(?:,?\s+" + _Y.format("y3") + ")?"),
    ("feast", r"(?P<feast>" + "|".join(FEASTS) + r")(?:,?\s+(?:of\s+)?" + _Y.format("y4") + ")?"),
    ("nights", r"(?:night|overnight)\s+(?:between|from|of)\s+" + _DAY.format("n1")
     + r"\s+(?:and|to|on)\s+" + _DAY.format("n2")),
    ("nights2", r"between\s+" + _DAY.format("n3") + r"\s+and\s+" + _DAY.format("n4")),
    ("night_to", r"(?:night|overnight)\s+(?:in)?to\s+" + _DAY.format("n5")),
    ("day_of_week", _DAY.format("w3") + r"(?:\s+(?:early morning|morning|afternoon|evening|night))?"
     r"\s+(?:of\s+)?last\s+week"),
    ("day_nth", _DAY.format("w4") + r"\s+the\s+(?P<nth>[0-3]?\d)(?:st|nd|rd|th)"),
    ("last_day", r"(?P<which>last|this past|past)\s+" + _DAY.format("w1") + _PART.format("p1")),
    ("day", _DAY.format("w2") + _PART.format("p2")),
    ("month_rel", r"(?P<mrel>last|this)\s+" + _M.format("m5")),
    ("month_year", _M.format("m6") + r"(?:\s+of)?,?\s+(?:" + _Y.format("y6") + "|(?P<ly>last year|this year))"),
    ("month", r"(?:in|since|during|late|early|mid-?|of)\s+(?:(?:late|early|mid)[ -])?" + _M.format("m7") + r"(?!\s+\d)"),
    ("month_of", r"the\s+" + _M.format("m0") + r"(?=\s+(?:incident|damage|outage|break|cut|attack|failure|leak)s?\b)"),
    ("later", _NUM.format("q1") + r"\s+(?P<u1>days?|weeks?|months?)\s+(?P<dir1>later|earlier|after that|before that)"),
    ("ago", _NUM.format("q2") + r"\s+(?P<u2>days?|weeks?|months?|years?)\s+ago"),
    ("since_now", _NUM.format("q3") + r"\s+(?P<u3>days?|weeks?|months?)\s+since(?=\s+(?:the|a|an|its|it)\b)"),
    ("following", r"(?:the\s+)?(?P<fol>following|next|same|previous)\s+(?:day|morning|night|evening)|(?P<fol2>the day before|the day after|a day later|a day earlier)"),
    ("overnight", r"(?P<over>(?:overnight|during the night)(?!\s+(?:of|from|to|into|between)\b)|last night)"),
    ("early", r"(?:earlier\s+)?(?P<near>today|yesterday|this morning|this afternoon|this evening|tonight|earlier in the day)"),
    ("weekend", r"(?:at|over|during|on)\s+the\s+(?P<we>weekend)"),
    ("week", r"(?:earlier\s+|late\s+|early\s+)?(?P<wk>last|this)\s+(?P<wu>week(?:end)?|month|year)"),
    ("year", r"(?:in|(?P<since>since)|of|from|during)\s+(?:late\s+|early\s+|mid-?)?" + _Y.format("y8") + r"(?![\d-])"),
)  # fmt: skip
_PATTERN = re.compile(
    r"(?<![\w.-])(?:" + "|".join(f"(?P<F{name}>{form})" for name, form in _FORMS) + r")(?!\w)",
    re.IGNORECASE,
)
#: Words such as "may", "march", "sun", "second" need the company of a number or a capital.
_WEAK = re.compile(r"^(?:sat|sun|mon|wed|fri|may|march|mar)\b", re.IGNORECASE)


@dataclass(frozen=True)
class DateFound:
    """A date in the text.

    Attributes
    ----------
    start, end
        Offsets in the text searched.
    first, last
        Bounds, days; None when the text alone does not say (no year, no article date).
    words
        As written.
    is_exact
        A day, or two that follow each other.
    anchor
        Offset of days from an event told before (``two days later``); None otherwise.
    is_impossible
        No day of any calendar: 31 April.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    words: str
    is_exact: bool
    anchor: int | None = None
    is_impossible: bool = False

    def after(self, event: tuple[date, date]) -> DateFound:
        """Return a date that is counted from an event, with its days."""
        step = timedelta(days=self.anchor or 0)
        return DateFound(
            self.start, self.end, event[0] + step, event[1] + step, self.words, self.is_exact
        )


#: Forms with a month, whose year can be told from when the text was written at the latest.
_OF_A_YEAR = frozenset(
    ["range", "range2", "night_of", "night_before", "ordinal", "dmy", "mdy", "feast", "month_rel", "month_year",
     "month", "month_of"]
)  # fmt: skip


#: Forms before which a weekday may stand.
_AFTER_WEEKDAY = _OF_A_YEAR | {"iso", "dotted"}


def find_dates(text: str, article: date | None, by: date | None = None) -> list[DateFound]:
    """Return the dates of a text in their order.

    Parameters
    ----------
    text
        Plain text.
    article
        Day of the article; without it relative dates have no days.
    by
        Day by which the article was written, where its own is not known: it gives "4 October"
        a year, and "Sunday" nothing.

    Examples
    --------
    >>> found = find_dates("cut on Sunday night, two days later", date(2025, 1, 28))
    >>> [(d.words, d.first and d.first.isoformat(), d.anchor) for d in found]
    [('Sunday night', '2025-01-26', None), ('two days later', None, 2)]
    """
    found = [r for r in _read(text, article, by) if not r[0].is_impossible]
    return _joined(found, text)


def has_impossible_date(text: str) -> bool:
    """Return whether a text names a day that no calendar has.

    Examples
    --------
    >>> has_impossible_date("cut on 31 April 2025"), has_impossible_date("cut on 30 April 2025")
    (True, False)
    """
    return any(one.is_impossible for one, _ in _read(text, None, None))


def single_dates(text: str, article: date | None) -> list[DateFound]:
    """Return the dates of a text, those that are the ends of one span apart.

    Parameters
    ----------
    text, article
        As for :func:`find_dates`.

    Examples
    --------
    >>> [d.words for d in single_dates("between 1 May and 2 May 2025", date(2025, 6, 1))]
    ['1 May', '2 May 2025']
    """
    return [one for one, _ in _read(text, article, None) if not one.is_impossible]


Read = tuple[DateFound, tuple[str, dict[str, str]]]


def _read(text: str, article: date | None, by: date | None) -> list[Read]:
    """Return the dates of a text, each with its form and the parts of that."""
    found: list[Read] = []
    for match in _PATTERN.finditer(text):
        if _WEAK.match(match[0]) and not match[0][0].isupper():
            continue
        form = next(k for k, v in match.groupdict().items() if v and k[0] == "F")[1:]
        groups = {k: v for k, v in match.groupdict().items() if v}
        try:
            days = _days(form, groups, article or (by if form in _OF_A_YEAR else None))
            wrong = False
        except (ValueError, OverflowError):
            if form not in _AFTER_WEEKDAY:
                continue
            days, wrong = (None, None, None), True
        if days is not None:
            first, last, anchor = days
            exact = anchor is not None or first is None or (last - first).days <= 1  # type: ignore[operator]
            words = " ".join(match[0].split())
            if found and form in _AFTER_WEEKDAY and _names_day(found[-1][0], match, text):
                # "Saturday, 28 November" is one date.
                found.pop()
            one = DateFound(
                match.start(), match.end(), first, last, words, exact and not wrong, anchor, wrong
            )
            found.append((one, (form, groups)))
    return found


#: A clock time, or a part of the day, that stands with one end of a span of days.
_HOUR = r"(?:(?:at\s+)?[0-2]?\d[:.][0-5]\d\s*(?:[A-Za-z]{1,5}(?:\s+time)?\b)?,?\s*|(?:the\s+)?(?:late\s+|early\s+)?(?:morning|afternoon|evening|night|midnight|noon)\s+(?:of\s+)?)?"
_SPAN_LEAD = re.compile(
    r"\b(?P<lead>between|from|after|no earlier than|night\s+(?:of|from|between)|overnight\s+from)\s+(?:the\s+)?"
    + _HOUR + r"(?:on\s+|of\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)  # fmt: skip
_SPAN_TO = re.compile(
    r"\s*,?\s*(?P<to>at\s+[0-2]?\d[:.][0-5]\d\s*[A-Za-z]{0,5},?\s+)?"
    r"(?P<by>(?:and|but) (?:before|by|no later than)|and|to|until|till|-|–)\s+(?:the\s+)?"
    + _HOUR
    + r"(?:on\s+|of\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
#: Only a clock stands before the first day of "23:00 on 1 May to 04:00 on 2 May".
_HOUR_LEAD = re.compile(r"[0-2]?\d[:.][0-5]\d\s*[A-Za-z]{0,5},?\s+(?:on|of)\s+(?:the\s+)?$")
_LEAD_CHARS = 48
#: A span of more days is no date.
_LONGEST_SPAN = 366


def _joined(found: list[Read], text: str) -> list[DateFound]:
    """Return dates, the two ends of "between 1 May and 2 May" as one."""
    joined: list[DateFound] = []
    before: Read | None = None
    for read in found:
        span = _span(before, read[0], text) if before else None
        if span:
            joined[-1] = span
        else:
            joined.append(read[0])
        before = None if span else read
    return joined


def _span(first: Read, two: DateFound, text: str) -> DateFound | None:
    """Return two days as the span that they are the ends of; None where they are not."""
    one, (form, groups) = first
    gap = text[one.end : two.start] if two.start - one.end <= _LEAD_CHARS else "."
    to = _SPAN_TO.fullmatch(gap)
    if not to or two.first is None or two.last is None:
        return None
    before = text[max(0, one.start - _LEAD_CHARS) : one.start]
    lead = _SPAN_LEAD.search(before)
    is_night = one.words.casefold().startswith("night")
    by = to["by"].casefold()
    if not lead and not is_night and not (by != "and" and _HOUR_LEAD.search(before)):
        return None
    word = lead["lead"].casefold() if lead else ""
    if (word.startswith(("after", "no ")) != (" " in by)) or (by == "and" and word == "from"):
        # "After 1 May and before 4 May"; no other two of these words go together.
        return None
    try:
        # The first end is told without a year: the last such day before the second.
        days = _days(form, groups, two.last)
    except (ValueError, OverflowError):
        return None
    if not days or days[0] is None or not 0 < (two.last - days[0]).days <= _LONGEST_SPAN:
        return None
    length = (two.last - days[0]).days
    if length > 1 and word == "from":
        # "Out of service from 1 May to 9 May": it failed when that began.
        return None
    start = one.start - len(before) + lead.start() if lead else one.start
    words = " ".join(text[start : two.end].split())
    return DateFound(start, two.end, days[0], two.last, words, length <= 1)


_ONE_DAY = re.compile(r"[\s,(]{1,3}(?:the\s)?")


def _names_day(before: DateFound, match: re.Match[str], text: str) -> bool:
    """Return whether a weekday stands right before a date."""
    is_weekday = before.words.casefold().removesuffix(" night").endswith("day")
    return is_weekday and bool(_ONE_DAY.fullmatch(text, before.end, match.start()))


Days = tuple[date | None, date | None, int | None]


def _days(form: str, g: dict[str, str], article: date | None) -> Days | None:
    """Return first day, last day, and days from an earlier event, of one form."""
    if form == "iso":
        return _one(date.fromisoformat(g["iso"]))
    if form == "dotted":
        return _one(date(int(g["y1"]), int(g["m1"]), int(g["d1"])))
    if form == "dashed":
        return _one(_dated(g["m1a"], g["d0"], g["y0"], article))
    if form in ("range", "range2"):
        m, a, b, y = ("rm", "ra", "rb", "ry") if form == "range" else ("sm", "sa", "sb", "sy")
        first = _dated(g[m], g[a], g.get(y), article)
        last = _dated(g[m], g[b], g.get(y), article)
        if first is None or last is None:
            return None, None, None
        return (first, last, None) if first <= last else None
    if form in ("dmy", "mdy"):
        m, d, y = ("m2", "d2", "y2") if form == "dmy" else ("m3", "d3", "y3")
        return _one(_dated(g[m], g[d], g.get(y), article))
    if form == "night_of":
        first = _dated(g.get("m4") or g["m9"], g.get("d4") or g["d9"], g.get("y9"), article)
        # A night runs into the next day.
        return first, first and first + timedelta(days=1), None
    if form == "night_before":
        last = _dated(g.get("f4") or g["f9"], g.get("e4") or g["e9"], g.get("g9"), article)
        return last and last - timedelta(days=1), last, None
    if form == "ordinal":
        number = ORDINALS.index(g["ord"].casefold()) + 1
        return _one(_dated(g["m8"], str(number), g.get("y7"), article))
    if form == "feast":
        month, day = FEASTS[" ".join(g["feast"].casefold().split())]
        return _one(_dated(MONTHS[month - 1], str(day), g.get("y4"), article))
    if form in ("month_rel", "month_year", "month", "month_of"):
        return _month(form, g, article)
    if form == "year":
        year = int(g["y8"])
        last = date(year, 12, 31)
        if "since" in g and article is not None:
            last = max(article, date(year, 1, 1))
        return date(year, 1, 1), last, None
    return _relative(form, g, article)


def _relative(form: str, g: dict[str, str], article: date | None) -> Days | None:
    if form in ("later", "following"):
        return _from_event(form, g)
    if article is None:
        return None, None, None
    if form in ("nights", "nights2"):
        name = g.get("n2") or g["n4"]
        last = _weekday(name, article, strictly=False)
        first = _weekday(g.get("n1") or g["n3"], last, strictly=True)
        return first, last, None
    if form == "night_to":
        last = _weekday(g["n5"], article, strictly=False)
        return last - timedelta(days=1), last, None
    if form == "day_nth":
        return _one(_nth(g["w4"], int(g["nth"]), article))
    if form == "day_of_week":
        monday = article - timedelta(days=article.weekday() + 7)
        number = next(i for i, d in enumerate(DAYS) if d.startswith(g["w3"].casefold()[:3]))
        return _one(monday + timedelta(days=number))
    if form in ("last_day", "day"):
        name, part = (g["w1"], g.get("p1")) if form == "last_day" else (g["w2"], g.get("p2"))
        day = _weekday(name, article, strictly=form == "last_day")
        # A night runs into the next day.
        late = part is not None and part.casefold() in ("night", "overnight")
        return day, min(article, day + timedelta(days=1)) if late else day, None
    if form == "overnight":
        return article - timedelta(days=1), article, None
    if form == "early":
        return _one(article - timedelta(days=g["near"].casefold() == "yesterday"))
    if form == "weekend":
        return _week({"wk": "last", "wu": "weekend"}, article)
    if form == "ago":
        return _ago(g["q2"], g["u2"], article)
    if form == "since_now":
        return _ago(g["q3"], g["u3"], article)
    return _week(g, article)


def _one(day: date | None) -> Days:
    return day, day, None


def _dated(month: str, day: str, year: str | None, article: date | None) -> date | None:
    """Return a day; without a year the last such day not after the article."""
    number = _month_number(month)
    if year:
        return date(int(year), number, int(day))
    date(2000, number, int(day))
    if article is None:
        return None
    for back in range(5):
        try:
            found = date(article.year - back, number, int(day))
        except ValueError:
            continue
        if found <= article:
            return found
    return None


def _month_number(word: str) -> int:
    return next(i for i, m in enumerate(MONTHS, 1) if m.startswith(word.casefold()[:3]))


def _month(form: str, g: dict[str, str], article: date | None) -> Days | None:
    number = _month_number(g.get("m5") or g.get("m6") or g.get("m0") or g["m7"])
    if "y6" in g:
        year = int(g["y6"])
    elif article is None:
        return None, None, None
    elif "ly" in g:
        year = article.year - (g["ly"].casefold() == "last year")
    else:
        same = number < article.month or (number == article.month and form != "month_rel")
        year = article.year if same or g.get("mrel", "").casefold() == "this" else article.year - 1
    first = date(year, number, 1)
    after = date(year + number // 12, number % 12 + 1, 1)
    return first, after - timedelta(days=1), None


def _weekday(word: str, article: date, *, strictly: bool) -> date:
    """Return the last such weekday on or before the article (before, when strictly)."""
    number = next(i for i, d in enumerate(DAYS) if d.startswith(word.casefold()[:3]))
    back = (article.weekday() - number) % 7
    return article - timedelta(days=back or (7 if strictly else 0))


def _nth(word: str, day: int, article: date) -> date | None:
    """Return the last day of this number that is such a weekday: "Monday the 3rd"."""
    months = (article.year * 12 + article.month - 1 - back for back in range(12))
    for month in months:
        with contextlib.suppress(ValueError):
            found = date(month // 12, month % 12 + 1, day)
            if found <= article and DAYS[found.weekday()].startswith(word.casefold()[:3]):
                return found
    return None


def number_of(word: str) -> int | None:
    """Return a small number written as a word or in digits; None for other words.

    Examples
    --------
    >>> number_of("two"), number_of("14"), number_of("several")
    (2, 14, None)
    """
    word = word.casefold()
    if word in ("a", "an"):
        return 1
    if word in NUMBERS:
        return NUMBERS.index(word) + 1
    return int(word) if word.isdecimal() else None


def _from_event(form: str, g: dict[str, str]) -> Days | None:
    if form == "later":
        count = number_of(g["q1"])
        if count is None or g["u1"].casefold().startswith("month"):
            return None
        days = count * (7 if g["u1"].casefold().startswith("week") else 1)
        return None, None, -days if g["dir1"].casefold()[0] in "eb" else days
    word = (g.get("fol") or g["fol2"]).casefold()
    before = word in ("previous", "the day before", "a day earlier")
    return None, None, 0 if word == "same" else -1 if before else 1


def _ago(number: str, unit: str, article: date) -> Days | None:
    count, unit = number_of(number), unit.casefold().rstrip("s")
    if count is None:
        return None
    if unit == "day":
        return _one(article - timedelta(days=count))
    if unit == "week":
        middle = article - timedelta(weeks=count)
        return middle - timedelta(days=3), middle + timedelta(days=3), None
    if unit == "year":
        return date(article.year - count, 1, 1), date(article.year - count, 12, 31), None
    month = article.year * 12 + article.month - 1 - count
    first = date(month // 12, month % 12 + 1, 1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1), None


def _week(g: dict[str, str], article: date) -> Days:
    this = g["wk"].casefold() == "this"
    unit = g["wu"].casefold()
    monday = article - timedelta(days=article.weekday())
    if unit == "week":
        first = monday if this else monday - timedelta(days=7)
        return first, min(article, first + timedelta(days=6)), None
    if unit == "weekend":
        first = monday + timedelta(days=5) if this else monday - timedelta(days=2)
        if first > article:
            first -= timedelta(days=7)
        return first, min(article, first + timedelta(days=1)), None
    if unit == "year":
        year = article.year - (not this)
        return date(year, 1, 1), min(article, date(year, 12, 31)), None
    first = article.replace(day=1)
    if this:
        return first, article, None
    last = first - timedelta(days=1)
    return last.replace(day=1), last, None
