"""Pieces of inline SVG: frame, text, rectangles, a time axis in UTC.

Colours and sizes stand on the elements themselves, since printers to PDF do not read a
page's styles into SVG.  Numbers only reach coordinates; every label passes the escape.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from markupsafe import Markup

from ..escape import text
from .words import parse

__all__ = [
    "AGAINST",
    "EPISODE",
    "FOR",
    "LINE",
    "MARK",
    "SOFT",
    "WINDOW",
    "clock",
    "finite",
    "grid_line",
    "hatched",
    "label",
    "rect",
    "svg",
    "unix",
]

FOR, AGAINST, LINE, WINDOW, MARK = "#0b6e99", "#c2570c", "#1f2933", "#f3c969", "#8a1c5c"
SOFT, EPISODE, _GRID, _HOLE = "#52606d", "#cfe3ec", "#e1e6ea", "#8796a5"

#: What a label may be: attributes of its text.
_KINDS = {
    "": f'fill="{LINE}" font-size="11.5"',
    "for": f'fill="{FOR}" font-size="11.5"',
    "against": 'fill="#a4470a" font-size="11.5"',
    "mark": f'fill="{MARK}" font-size="10.5"',
    "head": f'fill="{LINE}" font-size="11.5" font-weight="bold"',
    "soft": f'fill="{SOFT}" font-size="10.5"',
}
_FONT = "Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"


def svg(width: float, height: float, title: str, body: Iterable[str], css: str = "") -> Markup:
    """Return an SVG element; `title` is what a reader without pictures hears."""
    inside = "\n".join(body)
    kind = f' class="{css}"' if css else ""
    return Markup(
        f'<svg viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        f'role="img" aria-label="{text(title)}" font-family="{_FONT}"{kind} '
        f'xmlns="http://www.w3.org/2000/svg"><title>{text(title)}</title>\n{inside}\n</svg>'
    )


def label(x: float, y: float, words: object, *, anchor: str = "start", kind: str = "") -> str:
    """Return a text at a place; `kind` is one of "", for, against, mark, head, soft."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {_KINDS[kind]}>{text(words)}</text>'
    )


def rect(x: float, y: float, width: float, height: float, fill: str, stroke: str = "") -> str:
    """Return a filled rectangle."""
    edge = f' stroke="{stroke}" stroke-width="0.8"' if stroke else ""
    return (
        f'<rect x="{_short(x)}" y="{_short(y)}" width="{_short(width)}" height="{_short(height)}" '
        f'fill="{fill}"{edge}/>'
    )


def _short(v: float) -> str:
    return f"{v:.1f}".removesuffix(".0")


def hatched(x: float, y: float, width: float, height: float) -> str:
    """Return a hatched span: nothing was heard there."""
    x1, step = x + width, 5.0
    strokes = []
    for i in range(min(math.ceil((width + height) / step), 400)):
        a = x + i * step
        # A stroke falls to the left; both ends stay inside the span.
        top, low = min(a, x1), max(a - height, x)
        strokes.append(f"M{top:.1f} {y + a - top:.1f}L{low:.1f} {y + a - low:.1f}")
    return (
        rect(x, y, width, height, "#f2f5f7", _HOLE)
        + f'<path d="{"".join(strokes)}" fill="none" stroke="{_HOLE}" stroke-width="0.6"/>'
    )


def grid_line(x0: float, x1: float, y: float) -> str:
    """Return a pale horizontal line."""
    return f'<line x1="{x0:.1f}" x2="{x1:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_GRID}"/>'


def clock(
    t0: float, t1: float, at: Callable[[float], float], base: float, height: float
) -> list[str]:
    """Return ticks of whole hours (or minutes) in UTC below `base`, with the days."""
    steps = (60, 300, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800)
    step = next((s for s in steps if (t1 - t0) / s <= 8), 2_592_000)
    rows, last_day = [], ""
    t = math.ceil(t0 / step) * step
    while t <= t1:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=t)
        x = at(t)
        rows.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{base}" y2="{base + 5}" stroke="{SOFT}"/>'
        )
        side = "end" if x > at(t1) - 16 else "middle"
        rows.append(label(x, base + 16, f"{moment:%H:%MZ}", anchor=side))
        day = f"{moment:%d %b %Y}"
        if day != last_day:
            rows.append(label(x, height - 4, day, anchor=side, kind="soft"))
            last_day = day
        t += step
    return rows


def unix(t: Any) -> float | None:
    """Return seconds since 1970 of ISO text, None when it is no time."""
    moment = parse(t)
    return None if moment is None else moment.timestamp()


def finite(v: Any) -> bool:
    """Return whether a value is a number that can be drawn."""
    return isinstance(v, (int, float)) and not isinstance(v, bool) and math.isfinite(v)
