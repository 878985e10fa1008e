"""When an event was, as a window of a record: a clock time with its zone, or whole days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from .lexicon import lexicon
from .sentences import Sentence

__all__ = ["Moment", "clock_in", "window_of"]

_ZONES = {"utc": 0, "gmt": 0, "z": 0, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3}
_CLOCK = re.compile(
    r"(?P<about>(?i:about |around |approximately |(?:shortly|just) (?:before|after) ))?"
    r"(?<![\d.,:])(?P<h>[0-2]?\d)(?:(?:[:.]|(?=\d\d\s?(?:GMT|UTC|CES?T|EES?T|hours)\b))"
    r"(?P<m>[0-5]\d)(?::[0-5]\d)?|(?=\s?[ap]\.?m\b))\s*(?:hours\s*)?"
    r"(?P<half>[ap]\.?m\.?|in the (?:early )?(?:morning|afternoon|evening))?,?\s*"
    r"(?:local(?: time)?,?\s*)?\(?"
    r"(?P<zone>(?:UTC|GMT)\s?[+\u2212-]\s?\d{1,2}(?::?[0-5]\d)?|[+\u2212-][01]\d:?[0-5]\d\b"
    r"|[A-Z]{3,4}\b|Z\b|[A-Z][a-z]+(?: [Ee]uropean(?: [Ss]ummer)?)? [Tt]ime)?"
)
_EVIDENCE = (
    ("scada_trip", r"\btrip(?:ped|s)?\b"),
    ("loss_of_light", r"\bloss of (?:light|signal)\b|\blost (?:light|its signal)\b"),
    ("pressure_drop", r"\bpressure\b"),
    ("seismic", r"\bseism\w+"),
)


#: From the midnight before a night to the noon after it.
_NOON_AFTER = timedelta(hours=36)


@dataclass(frozen=True)
class Moment:
    """A window of a record."""

    t_earliest: datetime
    t_latest: datetime
    evidence_kind: str
    t_sd_s: float | None


#: Of all the times of a notice that of the event.
_START = re.compile(r"\b(?:event |outage )?start(?: time| of (?:event|outage))?:", re.IGNORECASE)


def clock_in(text: str, day: date) -> tuple[datetime, bool] | None:
    """Return the clock time of a sentence on a day, and whether it is only about.

    A time without a zone in words is none: which clock was meant is never guessed.

    Examples
    --------
    >>> clock_in("tripped at 12:26 EET", date(2024, 12, 25))[0].isoformat()
    '2024-12-25T10:26:00+00:00'
    >>> clock_in("tripped at 12:26", date(2024, 12, 25)) is None
    True
    """
    start = _START.search(text)
    for match in _CLOCK.finditer(text, start.end() if start else 0):
        zone = _zone((match["zone"] or "").casefold())
        hour = int(match["h"])
        half = _half(match["half"])
        if zone is None or hour > 23 or (half and not 1 <= hour <= 12):
            continue
        hour = hour % 12 + 12 * (half == "p") if half else hour
        local = datetime.combine(day, time(hour, int(match["m"] or 0)), tzinfo=zone)
        return local.astimezone(UTC), bool(match["about"])
    return None


def _half(words: str | None) -> str:
    """Return ``a`` or ``p`` for "a.m.", "in the afternoon"; empty where neither is said."""
    said = (words or "").casefold()
    if said.endswith(("afternoon", "evening")):
        return "p"
    return "a" if said.endswith("morning") else said[:1]


_OFFSET = re.compile(r"(?:utc|gmt)?\s?([+\u2212-])\s?(\d{1,2}):?([0-5]\d)?")
_CITIES = ("Helsinki", "Tallinn", "Riga", "Vilnius", "Warsaw", "Berlin", "Copenhagen", "Stockholm",
           "Oslo", "Moscow")  # fmt: skip


def _zone(words: str) -> timezone | ZoneInfo | None:
    if words in _ZONES:
        return timezone(timedelta(hours=_ZONES[words]))
    if offset := _OFFSET.fullmatch(words):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        step = timedelta(minutes=minutes if offset[1] == "+" else -minutes)
        return timezone(step) if abs(step) <= timedelta(hours=14) else None
    if words.endswith(" time"):
        for name, adjective, _person, zone in lexicon().countries.values():
            if words.removesuffix(" time") in (name, adjective):
                return ZoneInfo(zone)
        place = words.removesuffix(" time")
        if place.title() in _CITIES:
            return ZoneInfo(f"Europe/{place.title()}")
        if place.startswith(("central european", "eastern european")):
            return ZoneInfo("Europe/Berlin" if place[0] == "c" else "Europe/Helsinki")
    return None


def window_of(days: tuple[date, date], sentence: Sentence) -> Moment | None:
    """Return the window of an event; None when it would lie in the future.

    A printed minute is that whole minute, "about" five either side; a day alone is the
    whole UTC day with an error of two hours, since it may be meant in local time.
    """
    first, last = days
    now = datetime.now(UTC)
    if datetime.combine(first, time(), tzinfo=UTC) > now or last.year > 9000:
        return None
    clock = clock_in(sentence.text, last) if (last - first).days <= 1 else None
    if clock:
        t, about = clock
        if last > first and t - datetime.combine(first, time(), tzinfo=UTC) > _NOON_AFTER:
            # "23:15 on Saturday night": the evening is that of the first day.
            t -= timedelta(days=1)
        slack = timedelta(minutes=5 if about else 0)
        kind = next(
            (k for k, words in _EVIDENCE if re.search(words, sentence.text)), "press_window"
        )
        return Moment(t - slack, t + slack + timedelta(minutes=1), kind, None)
    start = datetime.combine(first, time(), tzinfo=UTC)
    end = datetime.combine(last + timedelta(days=1), time(), tzinfo=UTC)
    if first == last:
        return Moment(start, end, "day_only", 7200.0)
    return Moment(start, end, "press_window", 7200.0)
