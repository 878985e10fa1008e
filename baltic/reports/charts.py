"""Small charts as inline SVG: ledger bars, speed over time, windows and passages.

Numbers only reach coordinates; every label passes the escape.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from markupsafe import Markup

from ..escape import text
from .words import parse

__all__ = ["ledger_bars", "speed_chart", "timeline_chart"]

_FOR, _AGAINST, _LINE, _WINDOW, _MARK = "#0b6e99", "#c2570c", "#1f2933", "#f3c969", "#8a1c5c"
_MAX_POINTS = 1200
_LONG_S = 12 * 3600.0


def _svg(width: int, height: int, title: str, body: Iterable[str]) -> Markup:
    inside = "\n".join(body)
    return Markup(
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{text(title)}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{text(title)}</title>\n{inside}\n</svg>'
    )


def _label(x: float, y: float, words: object, *, anchor: str = "start", css: str = "") -> str:
    kind = f' class="{css}"' if css else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{kind}>{text(words)}</text>'


def ledger_bars(evidence: Sequence[Mapping[str, Any]]) -> Markup:
    """Return horizontal bars of each ledger item's log-likelihood ratio, nats.

    Parameters
    ----------
    evidence
        Rows with ``item`` and ``llr`` of ``candidates.json``.
    """
    rows = [(str(e["item"])[:40], float(e["llr"])) for e in evidence if _finite(e.get("llr"))]
    reach = max([1.0, *(abs(v) for _, v in rows)])
    left, width, row_h = 190, 640, 22
    zero, scale = left + 215, 165 / reach
    height = 34 + row_h * len(rows)
    body = [
        _label(zero - 6, 14, "← speaks against a drag", anchor="end", css="t-against"),
        _label(zero + 6, 14, "speaks for a drag →", css="t-for"),
    ]
    for i, (item, value) in enumerate(rows):
        y = 24 + i * row_h
        x = zero if value >= 0 else zero + value * scale
        fill = _FOR if value >= 0 else _AGAINST
        body += [
            _label(left - 8, y + 13, item.replace("_", " "), anchor="end"),
            f'<rect x="{x:.1f}" y="{y + 2}" width="{abs(value) * scale:.1f}" height="14" '
            f'fill="{fill}"/>',
            _label(
                zero + value * scale + (5 if value >= 0 else -5),
                y + 13,
                f"{value:+.1f}",
                anchor="start" if value >= 0 else "end",
            ),
        ]
    body.append(f'<line x1="{zero}" x2="{zero}" y1="20" y2="{height - 6}" stroke="{_LINE}"/>')
    return _svg(width, height, "Ledger: log-likelihood ratio of each item, nats", body)


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
    for a, b, what in shade:
        low, high = _unix(a), _unix(b)
        if low is not None and high is not None and high >= t0 and low <= t1:
            x0, x1 = at(max(low, t0)), at(min(high, t1))
            body.append(
                f'<rect class="{"s-window" if what == "window" else "s-episode"}" x="{x0:.1f}" '
                f'y="{top}" width="{max(x1 - x0, 1.5):.1f}" height="{height - top - bottom}"/>'
            )
    body += _grid(top_kn, up, left, width)
    body += _clock(t0, t1, at, height - bottom, height)
    path = " ".join(_path(points, at, up))
    body.append(f'<path d="{path}" fill="none" stroke="{_FOR}" stroke-width="1.6"/>')
    edges = (t0, t1, top, height - bottom, width)
    body += [line for i, (t, words) in enumerate(marks) for line in _mark(t, words, i, at, edges)]
    body.append(_label(left, 14, "Speed over ground, kn", css="t-head"))
    return _svg(width, height, "Speed over ground against time", body)


def _mark(
    t: Any, words: str, number: int, at: Any, edges: tuple[float, float, int, int, int]
) -> list[str]:
    """Return a dashed line with its label at a time; nothing when outside the chart."""
    t0, t1, top, base, width = edges
    moment = _unix(t)
    if moment is None or not t0 <= moment <= t1:
        return []
    x = at(moment)
    right = x > width - 150
    return [
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top - 4}" y2="{base}" '
        f'stroke="{_MARK}" stroke-dasharray="4 2"/>',
        _label(
            x + (-4 if right else 4),
            top + 8 + 11 * (number % 3),
            str(words)[:40],
            anchor="end" if right else "start",
            css="t-mark",
        ),
    ]


def _points(series: Mapping[str, Any], span: tuple[Any, Any] | None) -> list[tuple[float, float]]:
    low, high = (_unix(span[0]), _unix(span[1])) if span else (None, None)
    points = []
    for t, v in zip(series.get("t", ()), series.get("sog_kn", ()), strict=False):
        moment = _unix(t)
        if moment is None or not _finite(v):
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
        rows.append(f'<line class="grid" x1="{left}" x2="{width - 12}" y1="{y:.1f}" y2="{y:.1f}"/>')
        rows.append(_label(left - 6, y + 4, v, anchor="end"))
    return rows


def _clock(t0: float, t1: float, at: Any, base: float, height: float) -> list[str]:
    """Return ticks of whole hours (or minutes) in UTC."""
    steps = (60, 300, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800)
    step = next((s for s in steps if (t1 - t0) / s <= 8), 2_592_000)
    rows, last_day = [], ""
    t = math.ceil(t0 / step) * step
    while t <= t1:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=t)
        x = at(t)
        rows.append(f'<line class="tick" x1="{x:.1f}" x2="{x:.1f}" y1="{base}" y2="{base + 5}"/>')
        rows.append(_label(x, base + 16, f"{moment:%H:%MZ}", anchor="middle"))
        day = f"{moment:%d %b %Y}"
        if day != last_day:
            rows.append(_label(x, height - 4, day, anchor="middle", css="t-day"))
            last_day = day
        t += step
    return rows


def timeline_chart(
    windows: Sequence[Mapping[str, Any]], passages: Sequence[Mapping[str, Any]]
) -> Markup:
    """Return one row a failed asset: its window as a band, passages as numbered ticks.

    Parameters
    ----------
    windows
        ``name``, ``t_earliest``, ``t_latest`` of ``attribution.json``.
    passages
        ``window`` (row number), ``t``, ``rank`` of the ship.
    """
    bounds = [(_unix(w["t_earliest"]), _unix(w["t_latest"])) for w in windows]
    known = [(a, b) for a, b in bounds if a is not None and b is not None]
    if not known:
        return Markup("")
    # A window of days would press the minutes of the others together: it is cut off.
    short = [(a, b) for a, b in known if b - a <= _LONG_S] or known
    times = [t for t in (_unix(p["t"]) for p in passages) if t is not None]
    low, high = min([a for a, _ in short] + times), max([b for _, b in short] + times)
    pad = max(0.06 * (high - low), 300.0)
    t0, t1 = low - pad, high + pad
    width, left, row_h, top = 760, 210, 30, 10
    height = top + row_h * len(windows) + 40

    def at(t: float) -> float:
        return left + (t - t0) / (t1 - t0) * (width - left - 12)

    body = _clock(t0, t1, at, height - 34, height)
    for i, (window, (a, b)) in enumerate(zip(windows, bounds, strict=True)):
        y = top + i * row_h
        body.append(
            f'<line class="grid" x1="{left}" x2="{width - 12}" y1="{y + 20}" y2="{y + 20}"/>'
        )
        body.append(_label(left - 8, y + 18, str(window["name"])[:32], anchor="end"))
        if a is not None and b is not None and b >= t0 and a <= t1:
            a, b = max(a, t0), min(b, t1)
            body.append(
                f'<rect x="{at(a):.1f}" y="{y + 6}" width="{max(at(b) - at(a), 2.5):.1f}" '
                f'height="15" fill="{_WINDOW}" stroke="#8a6d1a"/>'
            )
    for p in passages:
        moment = _unix(p["t"])
        row = int(p["window"])
        if moment is None or not 0 <= row < len(windows):
            continue
        x, y = at(moment), top + row * row_h
        body.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y + 3}" y2="{y + 24}" stroke="{_MARK}" '
            'stroke-width="1.6"/>'
        )
        body.append(_label(x + 3, y + 12, p["rank"], css="t-mark"))
    return _svg(width, height, "Outage windows and passages of the ranked ships", body)


def _unix(t: Any) -> float | None:
    moment = parse(t)
    return None if moment is None else moment.timestamp()


def _finite(v: Any) -> bool:
    return isinstance(v, (int, float)) and not isinstance(v, bool) and math.isfinite(v)
