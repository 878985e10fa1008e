"""What a run's fixes can show at all: how long, how unbroken, whose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl

__all__ = ["Span", "notes_of", "span_of"]

_LEAST_SPAN_H = 2.0
#: Numbers that a note names.
_SHOWN = 5


@dataclass(frozen=True)
class Span:
    """Facts of some whole ships' tracks.

    Attributes
    ----------
    first, last
        Times of the first and the last fix; None without any.
    unbroken_h
        How long the longest unbroken track of a first hull lasts.
    twins
        Number of MMSIs that several hulls sent at once.
    shared
        Some of these.
    """

    first: datetime | None
    last: datetime | None
    unbroken_h: float
    twins: int
    shared: tuple[int, ...] = ()

    @classmethod
    def joined(cls, spans: Iterable[Span]) -> Span:
        """Return the span of ships that were looked at in parts.

        Examples
        --------
        >>> Span.joined([Span(None, None, 1.0, 2), Span(None, None, 3.0, 1)])
        Span(first=None, last=None, unbroken_h=3.0, twins=3, shared=())
        """
        every = list(spans)
        first = [s.first for s in every if s.first is not None]
        last = [s.last for s in every if s.last is not None]
        return cls(
            min(first, default=None),
            max(last, default=None),
            max((s.unbroken_h for s in every), default=0.0),
            sum(s.twins for s in every),
            tuple(sorted(m for s in every for m in s.shared)[:_SHOWN]),
        )


def span_of(tracks: pl.DataFrame) -> Span:
    """Return the facts of a table of contract ``TRACKS``, sorted by mmsi, hull, t."""
    if tracks.height == 0:
        return Span(None, None, 0.0, 0)
    first, last, twins = tracks.select(
        pl.col("t").min().alias("first"),
        pl.col("t").max().alias("last"),
        pl.col("mmsi").filter(pl.col("hull") > 0).unique().sort().implode().alias("twins"),
    ).row(0)
    return Span(first, last, _longest_h(tracks), len(twins), tuple(twins[:_SHOWN]))


def notes_of(span: Span, days: float, unknown_days: float) -> list[str]:
    """Say what these data cannot show.

    Parameters
    ----------
    days, unknown_days
        Vessel-days in all, and of ships that never sent a type.
    """
    notes = []
    if span.first is None or span.last is None:
        return ["no usable fixes: time span and coverage too short to find a drag"]
    if span.unbroken_h < _LEAST_SPAN_H:
        notes.append(
            "time span and coverage too short to find a drag: the longest unbroken track lasts "
            f"{_words(span.unbroken_h * 3600.0)} of "
            f"{_words((span.last - span.first).total_seconds())}; a drag shows in hours"
        )
    if span.twins:
        notes.append(
            f"{span.twins} MMSI carried several hulls at once ({_listed(span)}): only their "
            "first hull is judged, the others are left out of behaviour"
        )
    if days > 0 and unknown_days > 0.5 * days:
        notes.append(
            f"{unknown_days:.1f} of {days:.1f} vessel-days are of ships that never sent a type"
        )
    return notes


def _listed(span: Span) -> str:
    named = ", ".join(map(str, span.shared)) or "no number kept"
    return named + (" and more" if span.twins > len(span.shared) else "")


def _longest_h(tracks: pl.DataFrame) -> float:
    part = tracks.select("mmsi", "hull", "segment")
    other = part.select(pl.any_horizontal(pl.all() != pl.all().shift())).to_series()
    starts = np.flatnonzero(other.fill_null(value=True).to_numpy())
    ends = np.r_[starts[1:], tracks.height] - 1
    t, single = tracks["t"], tracks["hull"].gather(starts).to_numpy() == 0
    lasts = (t.gather(ends) - t.gather(starts)).dt.total_seconds().to_numpy()
    return float(np.max(lasts[single], initial=0)) / 3600.0


def _words(seconds: float) -> str:
    if seconds < 600:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
