"""Which files of the Danish archive hold which days.

Since March 2024 there is a zip a day, the newest in the root of the bucket, older ones in a
folder for the year; before that a zip a month.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from ...settings import Fetch
from .days import Span, month_of, runs_of
from .faults import FetchError
from .listing import Entry, list_keys
from .web import Web

__all__ = ["Shelf", "choose", "read_shelf"]

_FOLDER = r"(?:[0-9]{4}/)?"
_DAY = re.compile(_FOLDER + r"aisdk-([0-9]{4}-[0-9]{2}-[0-9]{2})\.zip")
_MONTH = re.compile(_FOLDER + r"(aisdk-|all_sources_)([0-9]{4}-[0-9]{2})\.zip")


@dataclass
class Shelf:
    """The zips of some years by what they hold."""

    base: str
    days: dict[date, Entry] = field(default_factory=dict)
    months: dict[str, Entry] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def put(self, entry: Entry) -> None:
        """Take an object in; what is no zip of a day or month is left out."""
        if match := _DAY.fullmatch(entry.key):
            try:
                day = date.fromisoformat(match.group(1))
            except ValueError:
                return
            self._put_day(day, entry)
        elif match := _MONTH.fullmatch(entry.key):
            kind, month = match.groups()
            if kind == "aisdk-" or month not in self.months:
                self.months[month] = entry

    def _put_day(self, day: date, entry: Entry) -> None:
        other = self.days.get(day)
        if other is None:
            self.days[day] = entry
            return
        newest = max(other, entry, key=lambda e: (e.modified, e.size))
        self.days[day] = newest
        if other.size != entry.size:
            self.notes.append(
                f"{day} is there twice ({other.key} with {other.size:,} bytes, {entry.key} with "
                f"{entry.size:,}); the newer one is taken: {newest.key}"
            )


def read_shelf(web: Web, base: str, span: Span) -> Shelf:
    """Return what the bucket holds in its root and in the folders of the years asked for."""
    shelf = Shelf(base)
    prefixes = ["aisdk-", *(f"{y:04d}/" for y in range(span.first.year, span.last.year + 1))]
    for i, prefix in enumerate(prefixes):
        if i:
            web.sleep(web.settings.pause_s)
        for entry in list_keys(web, base, prefix):
            shelf.put(entry)
    return shelf


def choose(shelf: Shelf, span: Span, settings: Fetch) -> tuple[list[Entry], list[str]]:
    """Return the files that hold all days of a span, and what to tell about them.

    A month whose asked days are all there one by one is taken so, else its zip is.

    Raises
    ------
    FetchError
        A day is nowhere; the message says what is there and what to ask for.
    """
    entries: list[Entry] = []
    missing: list[date] = []
    asked: dict[str, list[date]] = {}
    notes = [n for n in shelf.notes if span.first <= date.fromisoformat(n[:10]) <= span.last]
    for day in span.days():
        asked.setdefault(month_of(day), []).append(day)
    for month, days in asked.items():
        absent = [day for day in days if day not in shelf.days]
        if not absent:
            entries += [shelf.days[day] for day in days]
        elif month in shelf.months:
            entry = shelf.months[month]
            entries.append(entry)
            what = f"{runs_of(days)[0]} comes as part of the whole month"
            notes.append(f"{what}: {entry.name}, {entry.size / 1e9:.1f} GB; --from and --to cut it")
        else:
            missing += absent
    if missing:
        raise _not_there(shelf, span, missing, settings)
    return entries, notes


def _not_there(shelf: Shelf, span: Span, missing: list[date], settings: Fetch) -> FetchError:
    there = sorted(d for d in span.days() if d not in set(missing))
    if there:
        runs, gaps = runs_of(there), runs_of(missing)
        return FetchError(
            f"{span}: {len(missing)} of {len(span.days())} days are not there ({_few(gaps)})",
            file=shelf.base,
            hint=f"ask for {_few(runs)}",
        )
    newest = max(shelf.days, default=None)
    if newest is not None and missing[0] > newest:
        return FetchError(
            f"{span} is not published yet: the newest day there is {newest}",
            file=shelf.base,
            hint=f"days appear about {settings.lag_days} days later; ask for {newest} or wait",
        )
    near = _nearest(shelf, span)
    return FetchError(
        f"{span} is not there, neither as days nor as a month",
        file=shelf.base,
        hint="nearest are " + " and ".join(near) if near else "nothing is there near it",
    )


def _few(runs: list[Span], most: int = 3) -> str:
    text = ", ".join(str(run) for run in runs[:most])
    return text if len(runs) <= most else f"{text} and {len(runs) - most} more"


def _nearest(shelf: Shelf, span: Span) -> list[str]:
    """Return the names (day or month) of what lies next before and after a span."""
    names = [str(day) for day in shelf.days] + list(shelf.months)
    first, last = str(span.first), str(span.last)
    before = max((n for n in names if n < first), default=None)
    after = min((n for n in names if n > last), default=None)
    return [name for name in (before, after) if name]
