"""When an event was, as a window of a record: a time told with its zone, or whole days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from .clocks import Clock, find_clocks
from .dates import DateFound, single_dates
from .sentences import Sentence
from .telling import Told, times_told

__all__ = ["Moment", "clock_in", "days_window", "window_of"]

_EVIDENCE = (
    ("scada_trip", r"\btrip(?:ped|s)?\b"),
    ("loss_of_light", r"\bloss of (?:light|signal)\b|\blost (?:light|its signal)\b"),
    ("pressure_drop", r"\bpressure\b"),
    ("seismic", r"\bseism\w+"),
)
#: From the midnight before a night to the noon after it.
_NOON_AFTER = timedelta(hours=36)
_ONE_DAY = timedelta(days=1)
#: A span past midnight that is longer has its ends the wrong way round.
_ONE_NIGHT = timedelta(hours=14)
#: A window wider than this is that of a text, whatever instrument it speaks of.
_OF_INSTRUMENTS = timedelta(minutes=15)
#: Between a clock time and its own day.
_THEN_DAY = re.compile(r"[\s,)]{0,3}(?:\([^()]{1,24}\)[\s,]{0,2})?(?:on|of)?\s*(?:the\s)?", re.I)
_DAY_THEN = re.compile(
    r"[\s,(]{0,3}(?:T|at|shortly|just|some|time|from|after|before|by|between|around|about|,|\s)*",
    re.I,
)


@dataclass(frozen=True)
class Moment:
    """A window of a record."""

    t_earliest: datetime
    t_latest: datetime
    evidence_kind: str
    t_sd_s: float | None

    def is_within(self, other: Moment) -> bool:
        """Return whether it lies within another window, and is shorter.

        Examples
        --------
        >>> hour = [datetime(2025, 1, 1, h, tzinfo=UTC) for h in range(3)]
        >>> wide = Moment(hour[0], hour[2], "press_window", None)
        >>> Moment(hour[1], hour[2], "press_window", None).is_within(wide), wide.is_within(wide)
        (True, False)
        """
        inside = other.t_earliest <= self.t_earliest and self.t_latest <= other.t_latest
        return inside and self.t_latest - self.t_earliest < other.t_latest - other.t_earliest

    def narrowed(self, other: Moment) -> Moment:
        """Return the time that two bounds told apart leave; itself, where they leave none.

        Examples
        --------
        >>> hour = [datetime(2025, 1, 1, h, tzinfo=UTC) for h in range(4)]
        >>> one, two = (Moment(hour[a], hour[a + 2], "press_window", None) for a in (0, 1))
        >>> one.narrowed(two).t_earliest.hour, one.narrowed(two).t_latest.hour
        (1, 2)
        """
        if other.is_within(self):
            return other
        low = max(self.t_earliest, other.t_earliest)
        high = min(self.t_latest, other.t_latest)
        return Moment(low, high, "press_window", self.t_sd_s) if low < high else self


#: Of all the times of a notice that of the event.
_START = re.compile(r"\b(?:event |outage )?start(?: time| of (?:event|outage))?:", re.IGNORECASE)


def clock_in(text: str, day: date) -> tuple[datetime, bool] | None:
    """Return the clock time of a sentence on a day, and whether it is only about.

    A time without a zone in words is none here: which clock was meant is never guessed.

    Examples
    --------
    >>> clock_in("tripped at 12:26 EET", date(2024, 12, 25))[0].isoformat()
    '2024-12-25T10:26:00+00:00'
    >>> clock_in("tripped at 12:26", date(2024, 12, 25)) is None
    True
    """
    for told in _times(text):
        if told.is_minute and told.low and (t := told.low.on(day)):
            return t, told.low.about
    return None


def _times(text: str) -> list[Told]:
    """Return the times of failure in a sentence, the nearest to its words first."""
    if label := _START.search(text):
        first = next((c for c in find_clocks(text) if c.start >= label.end()), None)
        return [Told(first.start, first, first)] if first else []
    return sorted(times_told(text), key=lambda t: t.gap)


def window_of(
    days: tuple[date, date],
    sentence: Sentence,
    written: date | None = None,
    within: Sequence[tuple[int, int]] | None = None,
    zones: Sequence[str] = (),
    of_all: tzinfo | None = None,
) -> Moment | None:
    """Return the window that the clock times of a sentence tell; None where they tell none.

    A printed minute is that whole minute, "about" five either side, "shortly after" a quarter of
    an hour behind it.  Where only one bound is told ("after", "by") the day in that zone is cut
    there.

    Parameters
    ----------
    days
        Of the event.
    sentence
        With the times.
    written
        Day of the article, for the days beside the times.
    within
        Parts of the sentence that speak of the asset; None for all of it.
    zones
        Time zones ashore of the asset: a time without a zone is told in one of them, or in UTC;
        "local time" in one of them.
    of_all
        Zone that the text tells for all its times.
    """
    if not _is_past(days):
        return None
    dates = [d for d in single_dates(sentence.text, written or days[1]) if d.first == d.last]
    own = _Days(days, sentence.text, dates)
    told = [
        t.in_zone(of_all) for t in _times(sentence.text)
        if within is None or any(a <= t.place < b for a, b in within)
    ]  # fmt: skip
    window = _tell(told, own) or _ashore(told, own, zones)
    if window is None or window[1] - _ONE_DAY * 40 > window[0]:
        return None
    low, high = window
    kind = next((k for k, words in _EVIDENCE if re.search(words, sentence.text)), "press_window")
    if kind == "press_window" and _START.search(sentence.text):
        kind = "operator_notice"
    is_short = high - low <= _OF_INSTRUMENTS
    return Moment(low, high, kind if is_short else "press_window", None)


def days_window(days: tuple[date, date]) -> Moment | None:
    """Return whole UTC days as a window; None when they would lie in the future.

    They may be meant in local time: a day alone has an error of two hours.

    Examples
    --------
    >>> days_window((date(2025, 1, 1), date(2025, 1, 1))).evidence_kind
    'day_only'
    """
    if not _is_past(days):
        return None
    start = datetime.combine(days[0], time(), tzinfo=UTC)
    end = datetime.combine(days[1] + _ONE_DAY, time(), tzinfo=UTC)
    return Moment(start, end, "day_only" if days[0] == days[1] else "press_window", 7200.0)


def _is_past(days: tuple[date, date]) -> bool:
    begin = datetime.combine(days[0], time(), tzinfo=UTC)
    return begin <= datetime.now(UTC) and days[1].year <= 9000


Window = tuple[datetime, datetime]


def _tell(told: Sequence[Told], own: _Days) -> Window | None:
    """Return what times with a zone tell: a minute, a span, or the day cut at bounds."""
    return _exact(told, own) or _span(told, own) or _cut(told, own)


def _ashore(told: Sequence[Told], own: _Days, zones: Sequence[str]) -> Window | None:
    """Return from the earliest to the latest that times told without a zone may be.

    They are those of a land in which the asset comes ashore, or UTC where "local" is not said:
    none of them is taken for the right one.
    """
    if not zones:
        return None
    meant: list[tzinfo] = [ZoneInfo(name) for name in zones]
    if not any(c.is_local for t in told for c in (t.low, t.high) if c):
        meant.append(UTC)
    found = [w for zone in meant if (w := _tell([t.in_zone(zone) for t in told], own))]
    return (min(a for a, _ in found), max(b for _, b in found)) if found else None


def _exact(told: Sequence[Told], own: _Days) -> Window | None:
    """Return the first minute told."""
    for one in told:
        if one.is_minute and one.low and (t := own.moment(one.low)):
            earlier, later = one.low.slack()
            return t - earlier, t + later + timedelta(minutes=1)
    return None


def _span(told: Sequence[Told], own: _Days) -> Window | None:
    """Return the first span told with both its ends, each on its day."""
    for one in told:
        if one.is_minute or one.low is None or one.high is None:
            continue
        if window := own.between(one.low, one.high):
            return window
    return None


def _cut(told: Sequence[Told], own: _Days) -> Window | None:
    """Return the days told, cut at the bounds told."""
    lows = [(t, c) for c in (x.low for x in told if x.high is None) if c and (t := own.moment(c))]
    highs = [(t, c) for c in (x.high for x in told if x.low is None) if c and (t := own.moment(c))]
    if not lows and not highs:
        return None
    zone = (lows or highs)[0][1].zone
    start = datetime.combine(own.days[0], time(), tzinfo=zone).astimezone(UTC)
    end = datetime.combine(own.days[1] + _ONE_DAY, time(), tzinfo=zone).astimezone(UTC)
    low = max([t for t, _ in lows], default=start)
    high = min([t for t, _ in highs], default=end)
    return (low, high) if low < high else None


@dataclass(frozen=True)
class _Days:
    """The days of an event, and those that stand beside the clock times of a sentence."""

    days: tuple[date, date]
    text: str
    dates: Sequence[DateFound]

    def moment(self, clock: Clock) -> datetime | None:
        """Return the moment of a clock time; None without a zone, or on another day."""
        first, last = self.days
        if beside := self.beside(clock):
            is_near = first - _ONE_DAY <= beside <= last + _ONE_DAY
            return clock.on(beside) if is_near else None
        if (last - first).days > 1:
            return None
        t = clock.on(last)
        if t and last > first and t - datetime.combine(first, time(), tzinfo=UTC) > _NOON_AFTER:
            # "23:15 on Saturday night": the evening is that of the first day.
            return t - _ONE_DAY
        return t

    def beside(self, clock: Clock) -> date | None:
        """Return the day that stands right before or behind a clock time."""
        for found in self.dates:
            if found.start >= clock.end and _THEN_DAY.fullmatch(self.text, clock.end, found.start):
                return found.first
        for found in self.dates:
            is_before = found.end <= clock.start or found.start < clock.start < found.end
            if is_before and _DAY_THEN.fullmatch(
                self.text, min(found.end, clock.start), clock.start
            ):
                return found.first
        return None

    def between(self, one: Clock, two: Clock) -> Window | None:
        """Return the window between two clock times; past midnight the second is a day later."""
        low, high = self.moment(one), self.moment(two)
        if low is None or high is None:
            return None
        if low > high:
            # A day before the span is that of its first end, a day behind it that of the second.
            if self.beside(two) or self.days[1] > self.days[0]:
                low -= _ONE_DAY
            else:
                high += _ONE_DAY
            if high - low > _ONE_NIGHT:
                return None
        return (low, high) if low < high else None
