"""What a run's fixes can show at all: how long, how unbroken, whose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl

from ..tracks import echoes

__all__ = ["Span", "notes_of", "span_of"]

_LEAST_SPAN_H = 2.0
#: A fix stands for at most so long; shorter spells of contradiction leave no drag unseen.
_MOST_FIX_S, _LEAST_CONTRADICTED_H = 600.0, 1.0
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
        Number of MMSIs that several ships sent at once, so that none of them is judged.
    shared
        Some of these.
    strays
        MMSIs of one ship that also sent places off its track; the rest of it is judged.
    echoes
        MMSIs that seem shared, but are one ship sent twice, and by how many seconds later.
    contradicting
        MMSIs of one ship that for an hour or more sent speeds which its positions contradict.
    """

    first: datetime | None
    last: datetime | None
    unbroken_h: float
    twins: int
    shared: tuple[int, ...] = ()
    strays: tuple[int, ...] = ()
    echoes: tuple[tuple[int, float], ...] = ()
    contradicting: tuple[int, ...] = ()

    @classmethod
    def joined(cls, spans: Iterable[Span]) -> Span:
        """Return the span of ships that were looked at in parts.

        Examples
        --------
        >>> both = Span.joined([Span(None, None, 1.0, 2), Span(None, None, 3.0, 1)])
        >>> both.unbroken_h, both.twins
        (3.0, 3)
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
            tuple(sorted(m for s in every for m in s.strays)),
            tuple(sorted((m, late) for s in every for m, late in s.echoes)),
            tuple(sorted(m for s in every for m in s.contradicting)),
        )


def span_of(tracks: pl.DataFrame, contradicted: pl.Series | None = None) -> Span:
    """Return the facts of a table of contract ``TRACKS``, sorted by mmsi, hull, t.

    Parameters
    ----------
    contradicted
        Which of its fixes sent a speed that the positions contradict (``gnss_flags``).
    """
    if tracks.height == 0:
        return Span(None, None, 0.0, 0)
    first, last = tracks.select(
        pl.col("t").min().alias("first"), pl.col("t").max().alias("last")
    ).row(0)
    late = echoes(tracks)
    several = tracks.filter(pl.col("hull") > 0)["mmsi"].unique()
    own = tracks.filter(pl.col("mmsi").is_in(several.implode()) & (pl.col("hull") == 0))["mmsi"]
    strays = tuple(sorted(set(own.to_list()) - set(late)))
    shared = sorted(set(several.to_list()) - set(late) - set(strays))
    return Span(
        first,
        last,
        _longest_h(tracks),
        len(shared),
        tuple(shared[:_SHOWN]),
        strays,
        tuple(sorted(late.items())),
        () if contradicted is None else _contradicting(tracks, contradicted, several),
    )


def _contradicting(
    tracks: pl.DataFrame, contradicted: pl.Series, several: pl.Series
) -> tuple[int, ...]:
    """Return the ships of their own MMSI whose speeds were contradicted for long."""
    if not contradicted.any():
        return ()
    lasts = (pl.col("t").shift(-1) - pl.col("t")).over("mmsi").dt.total_seconds()
    rows = tracks.select("mmsi", lasts.clip(0, _MOST_FIX_S).alias("s")).filter(contradicted)
    hours = (
        rows.filter(~pl.col("mmsi").is_in(several.implode()))
        .group_by("mmsi")
        .agg(pl.col("s").sum() / 3600.0)
    )
    return tuple(sorted(hours.filter(pl.col("s") >= _LEAST_CONTRADICTED_H)["mmsi"].to_list()))


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
            "time span and coverage too short to find a drag: the longest unbroken track that is "
            f"judged lasts {_words(span.unbroken_h * 3600.0)} of "
            f"{_words((span.last - span.first).total_seconds())}; a drag shows in hours"
        )
    notes += _hull_notes(span)
    if days > 0 and unknown_days > 0.5 * days:
        notes.append(
            f"{unknown_days:.1f} of {days:.1f} vessel-days are of ships that never sent a type"
        )
    return notes


def _hull_notes(span: Span) -> list[str]:
    """Say which numbers carried more than one track or false speeds, and what is unjudged."""
    notes = []
    if span.echoes:
        late = sorted(s for _, s in span.echoes)
        apart = " to ".join(dict.fromkeys(map(_words, (late[0], late[-1]))))
        notes.append(
            f"{len(late)} MMSI were sent twice along the same way, {apart} apart "
            f"({_listed([m for m, _ in span.echoes])}): the clock or the time zone of one input is "
            "wrong, correct it or leave that input out; what is said of these ships and of areas "
            "where GNSS was disturbed may be of this alone"
        )
    if span.twins:
        notes.append(
            f"{span.twins} MMSI carried several hulls at once ({_listed(span.shared, span.twins)}):"
            " none of these is judged by its behaviour, only where it crossed"
        )
    if span.strays:
        notes.append(
            f"{len(span.strays)} MMSI also sent positions far off their own track "
            f"({_listed(span.strays)}): these are left out of behaviour, the ship's own are judged"
        )
    if span.contradicting:
        notes.append(
            f"{len(span.contradicting)} MMSI sent speeds for an hour or more that their own "
            f"positions contradict ({_listed(span.contradicting)}): what was sent meanwhile is not "
            "judged, a drag in it goes unseen"
        )
    return notes


def _listed(numbers: Sequence[int], count: int | None = None) -> str:
    named = ", ".join(map(str, numbers[:_SHOWN])) or "no number kept"
    return named + (" and more" if (count or len(numbers)) > _SHOWN else "")


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
