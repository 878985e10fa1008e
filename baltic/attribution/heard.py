"""When ships were heard at a place: spans from fix to fix, without the silences unusual there.

A silence is one where it is longer than is usual at its place: where ships pass seldom, none
is heard for a while every day.  No span goes beyond the first and last fix of the record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["around", "heard_spans", "seconds_within", "silences_between", "together"]

Floats = NDArray[np.float64]

#: A silence is longer than so many times what nearly all intervals at its place are; bounds:
#: a quarter of an hour is never one, more than an hour always.
_UNUSUAL, _USUAL_SHARE = 3.0, 0.95
_LEAST_S, _MOST_S = 900.0, 3600.0
#: A fix stands for so long before and after it where others are heard elsewhere.
_STANDS_S = 600.0
#: Shorter ones are not told.
_TOLD_S = 60.0


def heard_spans(first_s: Floats, last_s: Floats, record: tuple[float, float]) -> Floats:
    """Return the spans (rows: from, to) in which a place counts as heard, s.

    Parameters
    ----------
    first_s, last_s
        First and last fix of each step in which any was heard at the place, in time order.
    record
        First and last fix heard anywhere: where the silence up to them is usual, they end the
        spans, as the place may have had no ship just then.

    Examples
    --------
    >>> minutes = 60 * np.array([10.0, 20, 30, 90, 100])
    >>> (heard_spans(minutes, minutes, (300.0, 12000.0)) / 60).tolist()
    [[5.0, 30.0], [90.0, 100.0]]
    """
    if not len(first_s):
        return np.empty((0, 2))
    between = first_s[1:] - last_s[:-1]
    # The lower of two: the silence in question is not among what is usual.
    usual = np.quantile(between, _USUAL_SHARE, method="lower") if len(between) else 0.0
    limit = float(np.clip(_UNUSUAL * usual, _LEAST_S, _MOST_S))
    silent = np.flatnonzero(between > limit)
    spans = np.column_stack([first_s[np.r_[0, silent + 1]], last_s[np.r_[silent, -1]]])
    if spans[0, 0] - record[0] <= limit:
        spans[0, 0] = record[0]
    if record[1] - spans[-1, 1] <= limit:
        spans[-1, 1] = record[1]
    return np.asarray(spans)


def around(spans: Floats, heard: Floats) -> Floats:
    """Return the spans of a place with what its fixes stand for, within those of all places.

    Parameters
    ----------
    spans
        Of the place.
    heard
        Of all places together, which holds them: where nobody is heard, no fix stands for more.

    Examples
    --------
    >>> minutes = 60 * np.array([[0.0, 10], [90, 100]])
    >>> (around(minutes, 60 * np.array([[0.0, 15], [85, 200]])) / 60).tolist()
    [[0.0, 15.0], [85.0, 110.0]]
    """
    if not len(spans):
        return spans
    half = (spans[1:, 0] - spans[:-1, 1]) / 2
    wide = np.column_stack(
        [
            spans[:, 0] - np.minimum(np.r_[np.inf, half], _STANDS_S),
            spans[:, 1] + np.minimum(np.r_[half, np.inf], _STANDS_S),
        ]
    )
    # Each lies in one span of all places.
    row = np.searchsorted(heard[:, 0], spans[:, 0], side="right") - 1
    return np.asarray(np.clip(wide, heard[row, :1], heard[row, 1:]))


def together(places: Sequence[Floats]) -> Floats:
    """Return the spans in which any of some places counts as heard.

    Examples
    --------
    >>> together([np.array([[0.0, 50]]), np.array([[40.0, 60], [5000, 6000]])]).tolist()
    [[0.0, 60.0], [5000.0, 6000.0]]
    """
    spans = np.concatenate([np.empty((0, 2)), *places])
    if not len(spans):
        return spans
    spans = spans[np.argsort(spans[:, 0], kind="stable")]
    until = np.maximum.accumulate(spans[:, 1])
    apart = np.flatnonzero(spans[1:, 0] - until[:-1] > _LEAST_S)
    return np.column_stack([spans[np.r_[0, apart + 1], 0], until[np.r_[apart, -1]]])


def seconds_within(spans: Floats, start: float, end: float) -> float:
    """Return how long of a window the spans hold, s.

    Examples
    --------
    >>> seconds_within(np.array([[0.0, 60.0], [90.0, 200.0]]), 30.0, 100.0)
    40.0
    """
    inside = np.minimum(spans[:, 1], end) - np.maximum(spans[:, 0], start)
    return float(np.maximum(inside, 0.0).sum())


def silences_between(spans: Floats, start: float, end: float) -> list[tuple[float, float]]:
    """Return what spans leave out between two times, where that is a minute or more.

    Examples
    --------
    >>> silences_between(np.array([[10.0, 600.0]]), 0.0, 900.0)
    [(600.0, 900.0)]
    """
    edges = np.clip(np.r_[start, spans.ravel(), end], start, end).reshape(-1, 2)
    long = edges[:, 1] - edges[:, 0] >= _TOLD_S
    return [(float(a), float(b)) for a, b in edges[long]]
