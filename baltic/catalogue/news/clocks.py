"""Clock times in a sentence: hour, minute, the zone in words, and which stand as a span."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
_CLOCK = re.compile(
    r"(?P<about>(?i:about |around |approximately |some time around "
    r"|(?:shortly|just|soon|moments) (?:before|after) ))?"
    r"(?<![\d.,:])(?P<h>[0-2]?\d)(?:(?:[:.]|(?=\d\d\s?(?:GMT|UTC|CES?T|EES?T|hours|hrs)\b))"
    r"(?P<m>[0-5]\d)(?::[0-5]\d)?(?![\d.]\d)|(?=\s?[ap]\.?m\b)"
    r"|(?=\s(?:GMT|UTC|CES?T|EES?T)\b))\s*(?:(?:hours|hrs\.?|h)\b\s*)?"
    r"(?P<half>[ap]\.?m\.?|in the (?:early )?(?:morning|afternoon|evening))?,?\s*"
    r"(?P<local>local(?: time)?,?\s*)?\(?"
    rf"(?P<zone>{_ZONE})?"
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
    """

    start: int
    end: int
    hour: int
    minute: int
    half: str
    zone: tzinfo | None
    about: bool
    is_local: bool = False

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

    def at_home_in(self, zones: Sequence[str]) -> list[Clock]:
        """Return the clock in each zone that "local time" may mean; none where it is not said.

        Parameters
        ----------
        zones
            Names of zones.

        Examples
        --------
        >>> clock = find_clocks("at 2:15 local time")[0]
        >>> [str(c.zone) for c in clock.at_home_in(["Europe/Riga", "Europe/Stockholm"])]
        ['Europe/Riga', 'Europe/Stockholm']
        """
        if not self.is_local or self.zone is not None:
            return []
        return [replace(self, zone=ZoneInfo(name)) for name in zones]


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
        zone = _zone((match["zone"] or "").casefold())
        half = _half(match["half"])
        hour = int(match["h"])
        if hour > 23 or (half and not 1 <= hour <= 12):
            continue
        end = match.end("zone") if zone else match.end("half") if half else match.end("m")
        clock = Clock(match.start(), max(end, match.end("h")), hour, int(match["m"] or 0),
                      half, zone, bool(match["about"]), bool(match["local"]))  # fmt: skip
        bare = _BARE_HOUR.search(text, max(0, match.start() - _BACK), match.start())
        if bare and int(bare["h"]) <= 23:
            first = Clock(bare.start("h"), bare.end("h"), int(bare["h"]), 0, "", None, False)
            found.append(first)
        found.append(clock)
    return found


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
