"""Small charts as inline SVG: ledger bars, speed over time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from .svg import (
    AGAINST,
    EPISODE,
    FOR,
    LINE,
    MARK,
    WINDOW,
    clock,
    finite,
    grid_line,
    label,
    rect,
    svg,
    unix,
)
from .words import number

__all__ = ["ledger_bars", "speed_chart"]

_MAX_POINTS = 1200


def ledger_bars(evidence: Sequence[Mapping[str, Any]]) -> Markup:
    """Return horizontal bars of each ledger item's log-likelihood ratio, nats.

    Parameters
    ----------
    evidence
        Rows with ``item`` and ``llr`` of ``candidates.json``.

    Returns
    -------
    markupsafe.Markup
        One ``<svg>``.

    Examples
    --------
    >>> "+1.2" in ledger_bars([{"item": "drop", "llr": 1.2}])
    True
    """
    rows = [(str(e["item"])[:40], float(e["llr"])) for e in evidence if finite(e.get("llr"))]
    reach = max([1.0, *(abs(v) for _, v in rows)])
    left, width, row_h = 190, 640, 22
    zero, scale = left + 215, 165 / reach
    height = 34 + row_h * len(rows)
    body = [
        label(zero - 6, 14, "← speaks against a drag", anchor="end", kind="against"),
        label(zero + 6, 14, "speaks for a drag →", kind="for"),
    ]
    for i, (item, value) in enumerate(rows):
        y = 24 + i * row_h
        x = zero if value >= 0 else zero + value * scale
        fill = FOR if value >= 0 else AGAINST
        body += [
            label(left - 8, y + 13, item.replace("_", " "), anchor="end"),
            rect(x, y + 2, abs(value) * scale, 14, fill),
            label(
                zero + value * scale + (5 if value >= 0 else -5),
                y + 13,
                number(value, 1, sign=True),
                anchor="start" if value >= 0 else "end",
            ),
        ]
    body.append(f'<line x1="{zero}" x2="{zero}" y1="20" y2="{height - 6}" stroke="{LINE}"/>')
    return svg(width, height, "Ledger: log-likelihood ratio of each item, nats", body)


def speed_chart(
    series: Mapping[str, Any],
    *,
    shade: Sequence[tuple[Any, Any, str]] = (),
    marks: Sequence[tuple[Any, str]] = (),
    span: tuple[Any, Any] | None = None,
) -> Markup:
    """Return speed over ground against time.

    Parameters
    ----------
    series
        ``{"t": [ISO times], "sog_kn": [numbers or null]}``.
    shade
        Spans to shade: from, to, what (``episode`` or ``window``).
    marks
        Crossings: time, label.
    span
        Part of the time axis to show.

    Returns
    -------
    markupsafe.Markup
        One ``<svg>``; empty with less than two speeds.

    Examples
    --------
    >>> t = ["2024-12-25T10:00:00Z", "2024-12-25T10:10:00Z"]
    >>> speed_chart({"t": t, "sog_kn": [11.0, 9.0]}).startswith("<svg")
    True
    """
    points = _points(series, span)
    if len(points) < 2:
        return Markup("")
    width, height, left, top, bottom = 760, 230, 42, 26, 34
    t0, t1 = points[0][0], points[-1][0]
    highest = max(v for _, v in points)
    top_kn = max(5.0, 5.0 * math.ceil(highest * 1.05 / 5))

    def at(t: float) -> float:
        return left + (t - t0) / max(t1 - t0, 1.0) * (width - left - 12)

    def up(v: float) -> float:
        return top + (1 - v / top_kn) * (height - top - bottom)

    body = []
    # Windows are drawn over the slow stretch, which is longer.
    for a, b, what in sorted(shade, key=lambda span: span[2]):
        low, high = unix(a), unix(b)
        if low is not None and high is not None and high >= t0 and low <= t1:
            x0, x1 = at(max(low, t0)), at(min(high, t1))
            fill = WINDOW if what == "window" else EPISODE
            body.append(rect(x0, top, max(x1 - x0, 1.5), height - top - bottom, fill))
    body += _grid(top_kn, up, left, width)
    body += clock(t0, t1, at, height - bottom, height)
    path = " ".join(_path(points, at, up))
    body.append(f'<path d="{path}" fill="none" stroke="{FOR}" stroke-width="1.6"/>')
    edges = (t0, t1, top, height - bottom, width)
    body += [line for i, (t, words) in enumerate(marks) for line in _mark(t, words, i, at, edges)]
    body.append(label(left, 14, "Speed over ground, kn", kind="head"))
    return svg(width, height, "Speed over ground against time", body)


def _mark(
    t: Any, words: str, number: int, at: Any, edges: tuple[float, float, int, int, int]
) -> list[str]:
    """Return a dashed line with its label at a time; nothing when outside the chart."""
    t0, t1, top, base, width = edges
    moment = unix(t)
    if moment is None or not t0 <= moment <= t1:
        return []
    x = at(moment)
    right = x > width - 150
    return [
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top - 4}" y2="{base}" '
        f'stroke="{MARK}" stroke-dasharray="4 2"/>',
        label(
            x + (-4 if right else 4),
            top + 8 + 11 * (number % 3),
            str(words)[:40],
            anchor="end" if right else "start",
            kind="mark",
        ),
    ]


def _points(series: Mapping[str, Any], span: tuple[Any, Any] | None) -> list[tuple[float, float]]:
    low, high = (unix(span[0]), unix(span[1])) if span else (None, None)
    points = []
    for t, v in zip(series.get("t", ()), series.get("sog_kn", ()), strict=False):
        moment = unix(t)
        if moment is None or not finite(v):
            continue
        if (low is None or moment >= low) and (high is None or moment <= high):
            points.append((moment, float(v)))
    points.sort()
    if len(points) <= _MAX_POINTS:
        return points
    # Keep the lowest and highest of each run: a slow-down is the evidence.
    run = math.ceil(2 * len(points) / _MAX_POINTS)
    kept = []
    for i in range(0, len(points), run):
        part = points[i : i + run]
        ends = {min(part, key=lambda p: p[1]), max(part, key=lambda p: p[1])}
        kept += sorted(ends)
    return kept


def _path(points: Sequence[tuple[float, float]], at: Any, up: Any) -> Iterable[str]:
    """Yield path steps; a silence of over 30 min is left blank."""
    last = -math.inf
    for t, v in points:
        yield f"{'L' if t - last <= 1800 else 'M'}{at(t):.1f} {up(v):.1f}"
        last = t


def _grid(top_kn: float, up: Any, left: int, width: int) -> list[str]:
    rows = []
    step = 5 if top_kn <= 30 else 10
    for v in range(0, int(top_kn) + 1, step):
        y = up(v)
        rows.append(grid_line(left, width - 12, y))
        rows.append(label(left - 6, y + 4, v, anchor="end"))
    return rows
