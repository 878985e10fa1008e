"""Clock times in a sentence: hour, minute, the zone in words, and which stand as a span."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from .lexicon import lexicon
from .sentences import Sentence

__all__ = ["Clock", "find_clocks", "zone_of_text"]

_ZONE = (
    r"(?:UTC|GMT)\s?(?:\+\s?\d{1,2}(?::?[0-5]\d)?"
    r"|[\u2212-]\d{1,2}(?![\d:.]|\s?(?:UTC|GMT|CES?T|EES?T)\b))|\+[01]\d:?[0-5]\d\b"
    r"|[A-Z]{3,4}\b|Z\b"
    r"|[A-Z][a-z]+(?: [Ee]uropean)?(?: (?:[Ss]ummer|[Ww]inter|[Dd]aylight|[Ss]tandard))? [Tt]ime"
)
_ZONES = {"utc": 0, "gmt": 0, "z": 0, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3}
_ABOUT = (
    r"(?P<about>(?i:about |around |approximately |some time around |roughly |nearly |almost "
    r"|(?:shortly|just|soon|moments|a little|(?:a few )?minutes) (?P<side>before|after) ))?"
)
#: What may follow the hour and minute: hours, the half of the day, the zone.
_REST = (
    r"\s*(?:(?:hours|hrs\.?|h)\b\s*)?"
    r"(?P<half>[ap]\.?m\b\.?|at night"
    r"|(?:in the|on \w+day|\w+day) (?:early )?(?:morning|afternoon|evening|night))?,?\s*"
    r"\(?(?P<local>local(?: time)?,?\s*)?\(?"
    rf"(?P<zone>{_ZONE})?"
)
_CLOCK = re.compile(
    _ABOUT
    + r"(?<![\d.,:])(?P<h>[0-2]?\d)(?:(?:[:.]|(?=\d\d\s?(?:GMT|UTC|CES?T|EES?T|hours|hrs)\b))"
    r"(?P<m>[0-5]\d)(?::[0-5]\d)?(?![\d.]\d)|(?=\s?[ap]\.?m\b)"
    r"|(?=\s(?:GMT|UTC|CES?T|EES?T|o'clock|in the (?:early )?(?:morning|afternoon|evening))\b))"
    r"(?: ?o'clock)?" + _REST
)
_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
          "twelve")  # fmt: skip
_HOUR = rf"(?:{'|'.join(_HOURS)}|1?\d)\b"
#: "half past one", "ten minutes to six", "a quarter past three", "noon", "five o'clock"
_SPELLED = re.compile(
    _ABOUT + r"\b(?:(?P<past>half|a quarter|quarter|five|ten|twenty(?:-five)?|\w+ minutes?)"
    rf" (?P<to>past|to|after|before) (?P<h>{_HOUR})|(?P<oclock>{_HOUR})(?= o'clock)"
    r"|(?:(?<=at )|(?<=around )|(?<=about )|(?<=before )|(?<=after ))(?P<noon>noon|midday)\b)"
    r"(?: o'clock)?" + _REST,
    re.IGNORECASE,
)
_MINUTES = {"half": 30, "quarter": 15, "twenty": 20, "twenty-five": 25} | {
    word: number for number, word in enumerate(_HOURS, start=1)
}
#: A decimal number that is no clock: "11.40 metres".
_QUANTITY = re.compile(
    r"\s?(?:%|per ?cent|k?m\b|kilomet|met(?:re|er)s?\b|miles?|nautical|nm\b|million|billion\b"
    r"|(?:euros?|kron[eo]r|dollars|roubles|zloty|pounds|cents?)\b"
    r"|k?V\b|[MG]Wh?\b|tonn?e?s?\b|knots?|degrees?|[NSEW]\b|\u20ac|hours of|bar\b)",
)
#: What stands before a time with a dot, where neither its half nor its zone is told.
_AT = re.compile(
    r"(?:\b(?:at|since|until|till|by|after|before|from|between|and|to|past|around|about|when)"
    r"|\bday,?|\b\d{4},|\b(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December),|[-\u2013])\s*$",
    re.IGNORECASE,
)
#: "All times are CEST", "Danish summer time throughout"
_OF_ALL = re.compile(
    rf"\b(?i:times?)(?: (?:are|is|given|shown|stated|below|here|in|as|local))*:? (?P<one>{_ZONE})"
    rf"|(?<!\w)(?P<two>{_ZONE}) (?:throughout|unless (?:otherwise )?(?:stated|noted|said))\b"
)
_SEASON = re.compile(r" (?:summer|winter|daylight|standard)$")
_OFFSET = re.compile(r"(?:utc|gmt)?\s?([+\u2212-])\s?(\d{1,2}):?([0-5]\d)?")
_CITIES = ("Helsinki", "Tallinn", "Riga", "Vilnius", "Warsaw", "Berlin", "Copenhagen", "Stockholm",
           "Oslo", "Moscow")  # fmt: skip
#: "between 10 and 11 UTC": an hour that only the other end of its span tells to be one.
_BARE_HOUR = re.compile(
    r"\b(?:between|from)\s+(?P<h>[0-2]?\d)\s*(?:and|to|until|till|-|–)\s*$", re.IGNORECASE
)
_BACK = 24


@dataclass(frozen=True)
class Clock:
    """A clock time in a sentence.

    Attributes
    ----------
    start, end
        Offsets in the sentence.
    hour, minute
        As written; the hour is that of twelve where ``half`` is to be told yet.
    half
        ``a`` or ``p``; empty for 24 hours.
    zone
        None where no zone is said: such a time is none by itself.
    about
        "around 10:15".
    is_local
        "10:15 local time".
    side
        ``before`` or ``after`` for "shortly before 10:15"; empty otherwise.
    """

    start: int
    end: int
    hour: int
    minute: int
    half: str
    zone: tzinfo | None
    about: bool
    is_local: bool = False
    side: str = ""

    def on(self, day: date) -> datetime | None:
        """Return the moment on a day, UTC; None without a zone, or for an hour there is not.

        Examples
        --------
        >>> find_clocks("at 2 am Finnish time")[0].on(date(2025, 6, 11)).isoformat()
        '2025-06-10T23:00:00+00:00'
        """
        if self.zone is None or (self.half and not 1 <= self.hour <= 12):
            return None
        hour = self.hour % 12 + 12 * (self.half == "p") if self.half else self.hour
        return datetime.combine(day, time(hour, self.minute), tzinfo=self.zone).astimezone(UTC)

    def like(self, other: Clock) -> Clock:
        """Return the clock with the zone, and the half of the day, that the other one tells."""
        half = self.half or (other.half if 1 <= self.hour <= 12 else "")
        return replace(self, zone=self.zone or other.zone, half=half)

    def slack(self) -> tuple[timedelta, timedelta]:
        """Return how much earlier and later than the minute it may have been.

        Examples
        --------
        >>> [str(t) for t in find_clocks("shortly after 3 a.m. UTC")[0].slack()]
        ['0:00:00', '0:15:00']
        """
        if self.side:
            near, none = timedelta(minutes=15), timedelta()
            return (near, none) if self.side == "before" else (none, near)
        step = timedelta(minutes=5 if self.about else 0)
        return step, step


def find_clocks(text: str) -> list[Clock]:
    """Return the clock times of a sentence in their order, those without a zone too.

    Parameters
    ----------
    text
        One sentence.

    Returns
    -------
    list of Clock
        In the order of the text.

    Examples
    --------
    >>> [(c.hour, c.minute, c.zone is None) for c in find_clocks("10:15 to 11.40 UTC")]
    [(10, 15, True), (11, 40, False)]
    """
    found: list[Clock] = []
    for match in _CLOCK.finditer(text):
        half, zone = _half(match["half"]), _zone((match["zone"] or "").casefold())
        hour = int(match["h"])
        is_said = half or zone or match["local"]
        if hour > 23 or (half and not 1 <= hour <= 12 and _TWELVE.match(match["half"])):
            continue
        if not is_said and _is_number(match, text):
            continue
        half = half if 1 <= hour <= 12 else ""
        clock = _clock(match, hour, int(match["m"] or 0), half, zone)
        bare = _BARE_HOUR.search(text, max(0, match.start() - _BACK), match.start())
        if bare and int(bare["h"]) <= 23:
            first = Clock(bare.start("h"), bare.end("h"), int(bare["h"]), 0, "", None, False)
            found.append(first)
        found.append(clock)
    return sorted([*found, *_spelled(text, found)], key=lambda c: c.start)


#: After these an hour is one of twelve; "16:20 in the afternoon" says twice what half it is.
_TWELVE = re.compile(r"[ap]\.?m", re.IGNORECASE)


def _is_number(match: re.Match[str], text: str) -> bool:
    """Return whether digits with neither a half of the day nor a zone are no clock time."""
    if match["m"] is None or _QUANTITY.match(text, match.end("m")):
        return True
    dot = text[match.end("h") : match.end("h") + 1] == "."
    return dot and not _AT.search(text, max(0, match.start() - _BACK), match.start("h"))


def _clock(match: re.Match[str], hour: int, minute: int, half: str, zone: tzinfo | None) -> Clock:
    """Return the clock of a match of either pattern."""
    told = {name for name, words in match.groupdict().items() if words}
    ends = {"h", "m", "to", "oclock", "noon"}
    ends |= {name for name, is_said in (("half", half), ("zone", zone)) if is_said}
    end = max(match.end(name) for name in told & ends)
    side = match["side"].casefold() if "side" in told else ""
    return Clock(match.start(), end, hour, minute, half, zone, "about" in told, "local" in told,
                 side)  # fmt: skip


def _spelled(text: str, known: Sequence[Clock]) -> Iterator[Clock]:
    """Yield the clock times in words: "half past one", "noon"; the half of the day is told."""
    for match in _SPELLED.finditer(text):
        if any(c.start < match.end() and match.start() < c.end for c in known):
            continue
        zone, half = _zone((match["zone"] or "").casefold()), _half(match["half"])
        if match["noon"]:
            yield _clock(match, 12, 0, "", zone)
            continue
        hour, minute = _hour_of(match["h"] or match["oclock"]), _minutes_of(match["past"])
        if hour is None or minute is None or not half:
            continue
        if match["to"] and match["to"].casefold() in ("to", "before"):
            hour, minute = (hour - 2) % 12 + 1, 60 - minute
        yield _clock(match, hour, minute, half, zone)


def _hour_of(word: str) -> int | None:
    """Return an hour of twelve, written as a word or in digits."""
    hour = int(word) if word.isdecimal() else _HOURS.index(word.casefold()) + 1
    return hour if 1 <= hour <= 12 else None


def _minutes_of(words: str | None) -> int | None:
    """Return the minutes before or behind a full hour: "a quarter", "six minutes"."""
    if words is None:
        return 0
    word = re.sub(r"^a | minutes?$", "", words.casefold())
    found = int(word) if word.isdecimal() else _MINUTES.get(word)
    return found if found and found < 60 else None


def zone_of_text(sentences: Iterable[Sentence]) -> tzinfo | None:
    """Return the zone that a text tells for all its times; None where it tells none.

    Parameters
    ----------
    sentences
        Of the text.

    Examples
    --------
    >>> from baltic.catalogue.news.sentences import split_sentences
    >>> str(zone_of_text(split_sentences("Live. All times are Danish time.")))
    'Europe/Copenhagen'
    """
    for sentence in sentences:
        for match in _OF_ALL.finditer(sentence.text):
            if zone := _zone((match["one"] or match["two"]).casefold()):
                return zone
    return None


def _half(words: str | None) -> str:
    """Return ``a`` or ``p`` for "a.m.", "in the afternoon"; empty where neither is said."""
    said = (words or "").casefold()
    if said.endswith(("afternoon", "evening")):
        return "p"
    if said.endswith("night"):
        # One in the night, eleven at night: which half it is the hour tells, not the word.
        return ""
    return "a" if said.endswith("morning") else said[:1]


def _zone(words: str) -> timezone | ZoneInfo | None:
    if words in _ZONES:
        return timezone(timedelta(hours=_ZONES[words]))
    if offset := _OFFSET.fullmatch(words):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        step = timedelta(minutes=minutes if offset[1] == "+" else -minutes)
        return timezone(step) if abs(step) <= timedelta(hours=14) else None
    if words.endswith(" time"):
        for name, adjective, _person, zone in lexicon().countries.values():
            if _SEASON.sub("", words.removesuffix(" time")) in (name, adjective):
                return ZoneInfo(zone)
        place = _SEASON.sub("", words.removesuffix(" time"))
        if place.title() in _CITIES:
            return ZoneInfo(f"Europe/{place.title()}")
        if place.startswith(("central european", "eastern european")):
            return ZoneInfo("Europe/Berlin" if place[0] == "c" else "Europe/Helsinki")
    return None
